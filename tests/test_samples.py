"""Sound comes out of files as it went in: as long, at its place, whatever the file's kind and rate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from production.sound.samples import RATE, Samples, frames_of, read, write_opus
from tests.sounds import delay, murmur, similarity


def write(samples: Samples, path: Path, codec: str, rate: int = RATE) -> Path:
    """Write a sound with a codec and a rate."""
    with av.open(path, "w") as container:
        stream: Any = container.add_stream(codec, rate=rate)
        stream.layout = "mono" if len(samples) == 1 else "stereo"
        for frame in (*frames_of(samples), None):
            container.mux(stream.encode(frame))
    return path


@given(length=st.integers(1, RATE // 2))
@settings(max_examples=20, deadline=None)
def test_opus_is_as_long_as_what_was_written(tmp_path_factory: pytest.TempPathFactory, length: int) -> None:
    path = tmp_path_factory.mktemp("opus") / "a.opus"
    write_opus(murmur(1)[:, :length], path)
    assert read(path).shape == (1, length)


def test_opus_sounds_alike_at_the_same_place_and_is_small(tmp_path: Path) -> None:
    sound, path = np.convolve(murmur(4)[0], np.hanning(64) / 16, "same")[None], tmp_path / "a.opus"
    write_opus(sound, path)
    heard = read(path)
    assert abs(delay(heard, sound[:, RATE:], RATE)) <= 2
    assert similarity(heard, sound, 0) > 0.8
    assert path.stat().st_size * 8 / 4 < 48_000


def test_the_same_samples_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.opus", "b.opus"):
        write_opus(murmur(1), tmp_path / name)
    assert (tmp_path / "a.opus").read_bytes() == (tmp_path / "b.opus").read_bytes()


@pytest.mark.parametrize(
    ("name", "codec", "rate"),
    [
        ("a.wav", "pcm_s16le", 44100),
        ("a.flac", "flac", 22050),
        ("a.m4a", "aac", 48000),
        ("a.mp3", "mp3", 44100),
        ("a.wav", "pcm_f32le", 8000),
    ],
)
@pytest.mark.parametrize("channels", [1, 2])
def test_every_kind_of_file_is_read_at_its_place(
    tmp_path: Path, name: str, codec: str, rate: int, channels: int
) -> None:
    # What every rate can hold, and mp3 as well.
    slow = np.repeat(murmur(2)[:, ::30], 30, axis=1)
    sound = np.tile(slow, (channels, 1))
    heard = read(write(sound, tmp_path / name, codec, rate))
    assert len(heard) == channels
    assert heard.dtype == np.float32
    assert heard.shape[1] == pytest.approx(sound.shape[1], abs=RATE // 20)
    assert abs(delay(heard, sound[:, RATE // 2 :], RATE // 2)) <= 2
    assert np.abs(heard).max() == pytest.approx(np.abs(sound).max(), rel=0.3)


def test_more_channels_are_mixed_into_two(tmp_path: Path) -> None:
    surround = np.zeros((6, RATE), np.int16)
    surround[2] = 10_000 * murmur(1)[0] / 0.2
    with av.open(tmp_path / "a.wav", "w") as container:
        stream = container.add_stream("pcm_s16le", rate=RATE)
        stream.layout = "5.1"
        frame = av.AudioFrame.from_ndarray(surround.T.reshape(1, -1).copy(), format="s16", layout="5.1")
        frame.sample_rate = RATE
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    heard = read(tmp_path / "a.wav")
    assert len(heard) == 2
    assert np.abs(heard[0]).max() > 0.01
    np.testing.assert_allclose(heard[0], heard[1])


def test_what_is_no_sound_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        read(tmp_path / "missing.wav")
    (tmp_path / "text.wav").write_text("This is no sound.")
    with pytest.raises(ValueError, match="no sound that can be read"):
        read(tmp_path / "text.wav")
    (tmp_path / "empty.wav").touch()
    with pytest.raises(ValueError, match="no sound that can be read"):
        read(tmp_path / "empty.wav")
    pictures = Path(__file__).parent / "golden"
    with pytest.raises(ValueError, match="no sound in it"):
        read(next(pictures.glob("*.png")))


def test_a_path_is_read_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write_opus(murmur(0.1), Path("concat:a|b.opus"))
    assert [path.name for path in tmp_path.iterdir()] == ["concat:a|b.opus"]
    assert read(Path("concat:a|b.opus")).shape == (1, RATE // 10)
