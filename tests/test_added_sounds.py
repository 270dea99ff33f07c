"""What scenes add by Manim's ``add_sound`` is heard when it was asked for, as loud as it was asked for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from production.api import make_clips, make_film
from production.deliverables.conformance import problems
from production.deliverables.make import make_beat
from production.deliverables.manifest import Manifest, manifest_path
from production.deliverables.order import Order
from production.errors import RenderError
from production.film import Film, SceneRef
from production.frames.dry_run import read_timeline
from production.jobs.cache import Cache
from production.jobs.renderer import Renderer
from production.narration.recordings import Narration
from production.output_spec import QUALITIES, Format, OutputSpec
from production.sound.loudness import amplified
from production.sound.mix import mix
from production.sound.samples import RATE, Samples, read
from production.sound.soundtrack import Soundtrack, soundtrack_of
from production.sound.track import write_track
from production.timeline import AddedSound, FilmTimeline, Timeline
from tests.here import Here
from tests.processes import PROJECT
from tests.sounds import delay, ebur128, murmur, similarity
from tests.test_samples import write

FRAME = RATE // 15
"""Samples while a frame is shown at the coarsest rate."""

SOUNDS = {
    "a.wav": murmur(0.4, 1, 0.5),
    "b.wav": np.tile(murmur(0.5, 2, 0.5), (2, 1)),
    "c.wav": murmur(0.3, 3, 0.5),
    "d.wav": murmur(5, 4, 0.5),
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sounds")
    for name, sound in SOUNDS.items():
        write(sound, folder / name, "pcm_s16le")
    (folder / "no_sound.wav").write_text("This is no sound.", encoding="utf-8")
    return folder


@pytest.fixture(scope="module", autouse=True)
def _here(folder: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield


def scene(name: str) -> SceneRef:
    return SceneRef(f"tests.films.sounding:{name}")


def soundtrack(timeline: Timeline) -> Soundtrack:
    found = soundtrack_of(FilmTimeline.of("A film", [timeline]), Narration())
    assert found is not None
    return found


def test_a_dry_run_notes_the_sounds_of_a_plain_scene(folder: Path) -> None:
    assert read_timeline(scene("Sounding")).sounds == (
        AddedSound(0.0, str(folder / "a.wav")),
        AddedSound(0.8, str(folder / "b.wav"), -6),
        AddedSound(2.1, str(folder / "c.wav")),
    )


@pytest.mark.parametrize("frame_rate", [15, 60])
def test_what_is_skipped_is_not_heard_and_takes_no_time(folder: Path, frame_rate: int) -> None:
    timeline = read_timeline(scene("Skipping"), frame_rate=frame_rate)
    assert timeline.sounds == (AddedSound(2.0, str(folder / "b.wav")),)


def test_a_dry_run_notes_the_sounds_of_a_lesson_though_it_skips_its_plays(folder: Path) -> None:
    timeline = read_timeline(scene("SoundingLesson"))
    second = timeline.beats[1].start
    assert timeline.sounds == (
        AddedSound(round(8 / 15 + 0.1, 9), str(folder / "a.wav")),
        AddedSound(round(8 / 15, 9), str(folder / "d.wav"), -12, -20),
        AddedSound(round(second + 8 / 15, 9), str(folder / "b.wav")),
    )
    assert Timeline.from_json(timeline.to_json()) == timeline


def test_sounds_are_found_in_the_folder_of_assets(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = "\n".join(
        (
            "from manim import Scene, config",
            f"config.assets_dir = {str(folder)!r}",
            "class Assets(Scene):",
            "    def construct(self):",
            "        self.add_sound('a')",
            "        self.wait(1)",
        )
    )
    (tmp_path / "assets_scene.py").write_text(source, encoding="utf-8")
    timeline = read_timeline(SceneRef(f"{tmp_path}/assets_scene.py:Assets"))
    assert timeline.sounds == (AddedSound(0.0, str(folder / "a.wav")),)


def test_a_sound_that_is_not_there_is_named_with_its_beat() -> None:
    with pytest.raises(RenderError) as raised:
        read_timeline(scene("SoundLost"))
    said = str(raised.value)
    assert said.startswith("tests.films.sounding:SoundLost, beat 2 (Lost): ")
    assert "there is no sound lost.wav" in said
    assert "\n" not in said


def test_what_is_no_sound_is_named_before_anything_is_drawn(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    monkeypatch.setattr(Renderer, "scene_clips", lambda *_: pytest.fail("it is drawn"))
    with pytest.raises(
        RenderError, match=r"SoundTooLoud, beat 1 \(SoundTooLoud\): .*no_sound\.wav cannot be heard: it is no"
    ) as raised:
        make_film(scene("SoundTooLoud"), quality="l", media=tmp_path, quiet=True)
    assert "\n" not in str(raised.value)


def test_a_sound_that_was_moved_away_is_looked_for_anew(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    for name in SOUNDS:
        (sounds / name).write_bytes((folder / name).read_bytes())
    monkeypatch.chdir(sounds)
    with Renderer(Cache(tmp_path / "cache"), jobs=1) as renderer:
        (before,) = renderer.timelines([scene("Sounding")])
    sounds.rename(tmp_path / "moved")
    monkeypatch.chdir(tmp_path / "moved")
    with Renderer(Cache(tmp_path / "cache"), jobs=1) as renderer:
        (after,) = renderer.timelines([scene("Sounding")])
    assert Path(before.sounds[0].path).parent == sounds
    assert Path(after.sounds[0].path).parent == tmp_path / "moved"
    assert repr(soundtrack(after)) == repr(soundtrack(after)).replace("moved", "sounds")


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("media")


@pytest.fixture(scope="module")
def film(media: Path) -> Path:
    talk = Film("talk", "A talk", (scene("Sounding"), scene("SoundingLesson")))
    return make_film(talk, quality="l", media=media, quiet=True)


def test_the_film_keeps_the_rules_though_it_is_not_as_loud_as_a_voice(film: Path) -> None:
    assert problems(film) == []
    manifest = Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))
    assert (manifest.sound, manifest.muted) == (True, False)
    assert ebur128(film)[1] <= -1.5


def test_every_sound_of_the_film_is_heard_at_its_moment(film: Path) -> None:
    heard = read(film)
    lesson = 3.2
    starts = [0.0, 0.8, 2.1, lesson + 8 / 15 + 0.1]
    for start, name in zip(starts, ("a.wav", "b.wav", "c.wav", "a.wav"), strict=True):
        assert abs(delay(heard, SOUNDS[name], round(start * RATE))) <= RATE // 500
    found = heard[:, round(0.8 * RATE) :][:, : SOUNDS["b.wav"].shape[1]]
    assert rms(found) == pytest.approx(rms(amplified(SOUNDS["b.wav"], -6)), rel=0.1)
    assert rms(heard[:, : FRAME * 6]) == pytest.approx(rms(SOUNDS["a.wav"]), rel=0.1)
    # The sound that was there before is pushed back.
    around = round((lesson + 8 / 15 + 0.1) * RATE)
    assert rms(heard[:, around : around + FRAME]) < 0.5 * rms(SOUNDS["a.wav"])


def test_manims_own_film_has_its_sounds_at_the_same_moments(film: Path, tmp_path: Path) -> None:
    source = PROJECT / "tests/films/sounding.py"
    command = [sys.executable, "-m", "manim", "render", str(source), "Sounding", "-ql", "--disable_caching"]
    done = subprocess.run(
        [*command, "--media_dir", str(tmp_path)],
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(PROJECT)},
    )
    assert done.returncode == 0, done.stderr
    (stock,) = tmp_path.glob("videos/*/480p15/Sounding.mp4")
    theirs, ours = read(stock), read(film)
    for start, name in zip((0.0, 0.8, 2.1), ("a.wav", "b.wav", "c.wav"), strict=True):
        first, sound = round(start * RATE), SOUNDS[name]
        there, here = delay(theirs, sound, first), delay(ours, sound, first)
        assert abs(there - here) <= FRAME
        one, other = (
            piece[:, first + shift :][:, : sound.shape[1]] for piece, shift in ((theirs, there), (ours, here))
        )
        assert similarity(one, other, 0) > 0.9
        assert rms(one) == pytest.approx(rms(other), rel=0.1)


def test_a_muted_film_has_no_sound(film: Path, media: Path, tmp_path: Path) -> None:
    talk = Film("talk", "A talk", (scene("Sounding"), scene("SoundingLesson")))
    muted = make_film(talk, quality="l", media=media, output=tmp_path / "muted.mp4", quiet=True, mute=True)
    assert problems(muted) == []
    with av.open(muted) as container, av.open(film) as loud:
        assert container.streams.audio == ()
        assert container.duration == loud.duration
    assert Manifest.from_json(manifest_path(muted).read_text(encoding="utf-8")).muted


def test_a_beat_by_itself_sounds_as_in_its_scene(
    film: Path, media: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    output = OutputSpec(QUALITIES["l"], Format.MP4)
    order = Order((scene("SoundingLesson"),), output, media, tmp_path / "beat.mp4", quiet=True)
    beat = read(make_beat(order, 2))
    start = round((3.2 + read_timeline(scene("SoundingLesson")).beats[1].start) * RATE)
    whole = read(film)[:, start : start + beat.shape[1]]
    # But where it is cut, which is gentle.
    cut = RATE // 5
    assert similarity(beat[:, cut:], whole[:, cut:], 0) > 0.95
    assert np.abs(beat[:, :100]).max() < 0.01


def test_clips_of_a_finished_film_are_heard_as_it_is(
    film: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: pytest.fail("it is drawn anew"))
    talk = Film("talk", "A talk", (scene("Sounding"), scene("SoundingLesson")))
    clips = make_clips(talk, quality="l", media=media, quiet=True)
    manifest = Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))
    beats = [beat for entry in manifest.scenes for beat in entry.beats]
    whole = read(film)
    assert len(clips) == len(beats) == 4
    for clip, beat in zip(clips, beats, strict=True):
        with av.open(clip) as container:
            # As long as its pictures, to the sample.
            assert container.streams.audio[0].duration == beat.frames * FRAME
        start = beat.first_frame * FRAME
        heard, there = (sound[:, : beat.frames * FRAME] for sound in (read(clip), whole[:, start:]))
        # But where it is cut, which is gentle.
        cut = slice(RATE // 5, -RATE // 5)
        assert similarity(heard[:, cut], there[:, cut], 0) > 0.95
    assert np.abs(read(clips[3])[:, :100]).max() < 0.01
    quiet = make_clips(talk, quality="l", media=media, output=media / "quiet", quiet=True, mute=True)
    with av.open(quiet[0]) as container:
        assert container.streams.audio == ()


def test_a_scene_alone_is_heard_too(media: Path) -> None:
    clip = make_film(scene("Sounding"), quality="l", media=media, quiet=True)
    assert abs(delay(read(clip), SOUNDS["c.wav"], round(2.1 * RATE))) <= RATE // 500


def test_what_is_too_loud_is_limited(folder: Path, tmp_path: Path) -> None:
    added = (AddedSound(0.0, str(folder / "a.wav"), 20.0), AddedSound(0.2, str(folder / "c.wav"), 20.0))
    timeline = Timeline(
        scene("Sounding"), "Loud", "", read_timeline(scene("Sounding")).beats, (), 15, "", added
    )
    write_track(soundtrack(timeline), Format.MP4, tmp_path / "loud.mp4")
    assert ebur128(tmp_path / "loud.mp4")[1] <= -1.5


def test_a_sound_is_cut_with_its_scene_gently(folder: Path) -> None:
    timeline = read_timeline(scene("SoundingLesson"))
    heard = mix(soundtrack(timeline))
    assert heard.shape[1] == round(timeline.length * RATE)
    assert np.abs(heard[:, -20:]).max() < 1e-3
    assert rms(heard[:, -RATE // 2 :]) > 1e-3


def test_another_sound_of_the_same_name_gives_another_track(folder: Path, tmp_path: Path) -> None:
    one, two = tmp_path / "one.wav", tmp_path / "two.wav"
    write(murmur(0.2, 1), one, "pcm_s16le")
    write(murmur(0.2, 2), two, "pcm_s16le")
    timeline = read_timeline(scene("Sounding"))

    def track(path: Path) -> str:
        added = (AddedSound(0.0, str(path)),)
        return repr(soundtrack(Timeline(timeline.scene, "A", "", timeline.beats, (), 15, "", added)))

    before = track(one)
    assert track(two) != before
    two.write_bytes(one.read_bytes())
    assert track(two) == before


def rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(np.square(samples))))
