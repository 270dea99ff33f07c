"""A person's files become recordings, or it is said why not; the person hums."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.audio.resampler import AudioResampler

from production.errors import NarrationError
from production.sound.loudness import measure
from production.sound.samples import LAYOUTS, RATE, Samples, frames_of
from production.voice.imports import LEAD, TAIL, Import, import_take
from production.voice.phonemes import spelled
from production.voice.record import Lines
from production.voice.speak import HIGHEST_PEAK, LOUDNESS, say
from production.voice.takes import Take
from tests.hearing import ear_for, hums
from tests.humming import Humming

LINES = Lines("wall", 1, "Start on the wall. Now step across.")
OTHER = Lines("wall", 2, "It turns. And again it turns.")
EAR = ear_for([LINES.narration, OTHER.narration])


def spoken(lines: Lines = LINES, before: float = 0.7, after: float = 1.3, noise: float = 1e-4) -> Samples:
    sound = say(lines.narration, lines.speak, Humming(), spelled).samples
    samples = np.pad(sound, ((0, 0), (round(before * RATE), round(after * RATE))))
    return (samples + np.random.default_rng(3).normal(scale=noise, size=samples.shape)).astype(np.float32)


def write(samples: Samples, path: Path, codec: str = "pcm_s16le", rate: int = RATE) -> Take:
    """Write a take of ``LINES``, of as many channels as there are; in a film, under pictures."""
    layout = LAYOUTS[len(samples)]
    with av.open(path, "w") as file:
        stream: Any = file.add_stream(codec, rate=rate)
        stream.layout = layout
        pictures: Any = file.add_stream("mpeg4", rate=5) if path.suffix == ".mov" else None
        resampler = AudioResampler(stream.codec.audio_formats[0].name, layout, rate)
        for frame in (*frames_of(samples), None):
            for part in resampler.resample(frame):
                file.mux(stream.encode(part))
        file.mux(stream.encode(None))
        if pictures is not None:
            pictures.width = pictures.height = 64
            black = np.zeros((64, 64, 3), np.uint8)
            for picture in (*(av.VideoFrame.from_ndarray(black) for _ in range(5)), None):
                file.mux(pictures.encode(picture))
    return Take(path, (LINES,), whole=False)


def imported(take: Take) -> Import:
    (found,) = import_take(take, EAR)
    return found


def assert_is_a_recording(found: Import, within: float = 0.012) -> None:
    """Its words are where they are heard, it is trimmed, and as loud as every recording."""
    assert found.problem == ""
    assert found.spoken is not None
    samples = found.spoken.samples
    heard = hums(samples)
    assert len(found.spoken.word_times) == len(LINES.narration.split())
    for said, really in zip(found.spoken.word_times, heard, strict=True):
        assert said == pytest.approx(really, abs=within)
    assert heard[0][0] == pytest.approx(LEAD, abs=within)
    assert samples.shape[1] / RATE - heard[-1][1] == pytest.approx(TAIL, abs=within)
    assert found.spoken.sentences == tuple(
        (found.spoken.word_times[first][0], found.spoken.word_times[last][1])
        for first, last in ((0, 3), (4, 6))
    )
    loudness = measure(samples)
    assert loudness.integrated == pytest.approx(LOUDNESS, abs=0.3)
    assert loudness.true_peak <= HIGHEST_PEAK + 0.1


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 44_100),
        ("a.flac", "flac", 96_000),
        ("a.m4a", "aac", 48_000),
        ("a.wav", "pcm_u8", 8000),
    ],
)
def test_files_of_every_kind_become_recordings(tmp_path: Path, name: str, codec: str, rate: int) -> None:
    assert_is_a_recording(imported(write(spoken(), tmp_path / name, codec, rate)), within=0.03)


@pytest.mark.parametrize("gains", [(1.0, 1.0), (1.0, 0.0), (1.0, -1.0), (0.1, -0.9)])
def test_two_channels_become_one_that_is_heard(tmp_path: Path, gains: tuple[float, float]) -> None:
    stereo = np.concatenate([spoken() * np.float32(gain) for gain in gains])
    assert_is_a_recording(imported(write(stereo, tmp_path / "a.wav")))


def test_how_loud_it_was_recorded_does_not_matter(tmp_path: Path) -> None:
    found = imported(write(spoken(noise=0) * np.float32(0.01), tmp_path / "a.wav", "pcm_s24le"))
    assert_is_a_recording(found)
    assert found.remarks == ()


def test_what_is_clipped_or_noisy_is_said(tmp_path: Path) -> None:
    found = imported(write(np.clip(spoken() * 20, -1, 1), tmp_path / "a.wav"))
    assert found.spoken is not None
    assert found.remarks == ("it is clipped: it was recorded too loud",)
    (remark,) = imported(write(spoken(noise=0.04), tmp_path / "b.wav")).remarks
    assert remark == "there is much noise in it"


@pytest.mark.parametrize(
    ("samples", "problem"),
    [
        (np.zeros((1, 2 * RATE), np.float32), "there is nothing to be heard in it"),
        (np.zeros((2, 100), np.float32), "there is nothing to be heard in it"),
        (spoken() * np.float32(1e-4), "there is nothing to be heard in it"),
    ],
)
def test_what_cannot_be_heard_is_an_error(tmp_path: Path, samples: Samples, problem: str) -> None:
    take = write(samples, tmp_path / "a.wav")
    with pytest.raises(NarrationError, match=problem):
        imported(take)


def test_what_is_no_sound_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.wav").write_bytes(b"no sound" * 100)
    with pytest.raises(NarrationError, match="no sound that can be read"):
        imported(Take(tmp_path / "a.wav", (LINES,), whole=False))


@pytest.mark.parametrize(
    ("samples", "problem"),
    [
        (
            spoken(OTHER),
            "misread: heard “it turns and again it turns” in place of “start on the wall now step across”",
        ),
        (spoken()[:, : round(0.8 * RATE)], "it lasts 0.8 s, too short for 7 words"),
        (
            np.concatenate([spoken(), spoken()], axis=1),
            "misread: heard “start on the wall now step across” besides",
        ),
    ],
)
def test_a_beat_that_was_misread_says_so(tmp_path: Path, samples: Samples, problem: str) -> None:
    found = imported(write(samples, tmp_path / "a.wav"))
    assert found.spoken is None
    assert problem in found.problem


def test_who_is_trusted_is_not_heard_but_aligned(tmp_path: Path) -> None:
    take = write(spoken(OTHER), tmp_path / "a.wav")
    (found,) = import_take(take, ear_for([], trusts=True))
    assert found.problem == "its words cannot be found in it"
    (found,) = import_take(write(spoken(), tmp_path / "b.wav"), ear_for([], trusts=True))
    assert_is_a_recording(found)


def test_a_file_of_a_scene_gives_each_of_its_beats(tmp_path: Path) -> None:
    take = write(np.concatenate([spoken(), spoken(OTHER)], axis=1), tmp_path / "wall.wav")
    missing = Lines("wall", 3, "Gentle slopes are slow.")
    whole = Take(take.path, (LINES, OTHER, missing), whole=True)
    first, second, third = import_take(whole, EAR)
    assert_is_a_recording(first)
    assert second.spoken is not None
    assert third.spoken is None
    assert third.problem == "its words are not in it, or without a pause before and after them"


def test_where_it_is_spoken_otherwise_the_times_are_those_of_what_is_written(tmp_path: Path) -> None:
    lines = Lines("wall", 1, "Start on the wall. Now β across.", speak=LINES.narration)
    take = write(spoken(), tmp_path / "a.wav")
    (found,) = import_take(Take(take.path, (lines,), whole=False), EAR)
    assert found.spoken is not None
    assert len(found.spoken.word_times) == len(lines.narration.split())
