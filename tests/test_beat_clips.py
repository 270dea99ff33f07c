"""Every beat by itself: cut out of what is finished, named so that clips sort, and gone with its beat."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from production.clips.encoder import Encoder
from production.clips.gif import FOREVER, GifReader
from production.clips.gif_palette import write_small_gif
from production.clips.seek import save_frame
from production.deliverables import clips as clips_module
from production.deliverables.beat_clips import file_name
from production.deliverables.manifest import Manifest, manifest_path
from production.deliverables.own_folder import OwnFolder
from production.film import Film, SceneRef
from production.jobs.renderer import Renderer
from production.output_spec import Format, OutputSpec, Quality
from production.timeline import Beat, Timeline
from tests.calling import Call
from tests.films.small_lesson import SMALL_LESSON
from tests.here import Here
from tests.making import each_step, files_in, left_over

NAMES = ["two_beats_01_it_appears", "two_beats_02_it_rests", "one_beat_01_a_circle"]

MINE = """
from manim import Circle, Create, Scene

class Mine(Scene):
    def construct(self):
        self.play(Create(Circle()), run_time=0.4)
        self.next_section("Ein Kreis: ○ Äpfel, 100 %")
        self.wait(0.2)

class Picture(Scene):
    def construct(self):
        self.add(Circle())
"""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder for all tests here, so that a scene is drawn once."""
    return tmp_path_factory.mktemp("media")


@pytest.fixture
def call(media: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Call:
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: Here())
    return Call(media, capsys)


def decode(film: Path) -> list[npt.NDArray[np.uint8]]:
    with av.open(film) as container:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in container.decode(video=0)]


def test_clips_are_the_frames_of_the_finished_film_and_nothing_is_drawn(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert call("lesson", "-q", "l", "--quiet") == 0
    (film,) = call.paths
    monkeypatch.setattr(Renderer, "_start_pool", lambda _: pytest.fail("it is drawn anew"))
    whole = decode(film)
    manifest = Manifest.from_json(manifest_path(film).read_text(encoding="utf-8"))
    beats = [beat for scene in manifest.scenes for beat in scene.beats]
    for arguments, suffix in ((), "mp4"), (("--format", "mov"), "mov"):
        assert call("clips", "-q", "l", *arguments) == 0
        assert call.err == ""
        folder = call.media / "480p15/lesson_clips"
        assert call.paths == [folder / f"{name}.{suffix}" for name in NAMES]
        for clip, beat in zip(call.paths, beats, strict=True):
            frames = decode(clip)
            assert len(frames) == beat.frames
            for number, frame in enumerate(frames, beat.first_frame):
                assert np.array_equal(frame, whole[number])
            still = np.asarray(Image.open(clip.with_suffix(".png")))
            assert np.array_equal(still, whole[beat.still_frame])
            with av.open(clip) as container:
                assert container.metadata["title"] == beat.title
    assert left_over(call.media) == []


def test_a_gif_has_one_palette_and_its_beats_length(call: Call) -> None:
    assert call("clips", "one_beat", "-q", "l", "--quiet", "--format", "gif") == 0
    with call.paths[0].open("rb") as file:
        reader = GifReader(file)
        frames = list(reader.frames())
    assert reader.repetitions == FOREVER
    assert len({frame.colours for frame in frames}) == 1
    length = (
        Manifest.from_json(manifest_path(call.media / "480p15/lesson.mp4").read_text(encoding="utf-8"))
        .scenes[1]
        .length
    )
    assert sum(frame.delay for frame in frames) == round(length * 100)
    # What stands still is not stored again.
    assert call.paths[0].stat().st_size < 20_000
    assert call.paths[0].with_suffix(".png").is_file()


def test_a_gif_that_stays_too_large_is_told_of_in_one_line(
    call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clips_module, "GIF_LIMIT", 1000)
    assert call("clips", "one_beat", "-q", "l", "--quiet", "--format", "gif") == 0
    (line,) = call.err.splitlines()
    assert line.startswith("one_beat_01_a_circle.gif is 0.0 MB over 0.001 MB, even with fewer frames")


@pytest.fixture(scope="module")
def gif(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A square that moves over many colours, with a palette a frame."""
    path, output = tmp_path_factory.mktemp("gif") / "moving.gif", OutputSpec(Quality(160, 90, 30), Format.GIF)
    ground = np.full((90, 160, 4), 255, np.uint8)
    ground[..., 0], ground[..., 1] = np.arange(160), 2 * np.arange(90)[:, None]
    with path.open("wb") as file, Encoder(file, output) as encoder:
        for number in range(31):
            picture = ground.copy()
            picture[20:40, 3 * number : 3 * number + 20] = (230, 159, 0, 255)
            encoder.write(picture)
    return path


@pytest.mark.parametrize(("limit", "frames", "colours"), [(10**6, 31, 256), (0, 11, 64)])
def test_a_gif_has_fewer_frames_and_colours_only_where_it_would_be_too_large(
    gif: Path, tmp_path: Path, limit: int, frames: int, colours: int
) -> None:
    write_small_gif(gif, 30, tmp_path / "small.gif", limit)
    with (tmp_path / "small.gif").open("rb") as file:
        found = list(GifReader(file).frames())
    assert len(found) == frames
    assert sum(frame.delay for frame in found) == 103
    last, wanted = decode(tmp_path / "small.gif")[-1], decode(gif)[-1]
    assert len(np.unique(last.reshape(-1, 3), axis=0)) <= colours
    assert np.abs(last.astype(int) - wanted).mean() < (4 if colours == 256 else 12)


def test_a_still_of_a_transparent_clip_is_transparent(tmp_path: Path) -> None:
    for format in (Format.WEBM, Format.MOV):
        clip, output = tmp_path / f"clip.{format}", OutputSpec(Quality(160, 90, 15), format, transparent=True)
        picture = np.zeros((90, 160, 4), np.uint8)
        picture[20:60, 40:80] = (230, 159, 0, 255)
        with clip.open("wb") as file, Encoder(file, output) as encoder:
            encoder.write(picture, 3)
        save_frame(clip, 0.2, tmp_path / "still.png")
        still = Image.open(tmp_path / "still.png")
        assert still.mode == "RGBA"
        pixels = np.asarray(still, int)
        assert np.abs(pixels[40, 60] - (230, 159, 0, 255)).max() < 6
        assert pixels[5, 5, 3] == 0


def test_clips_of_beats_that_a_scene_has_no_more_go_and_what_is_not_ours_stays(
    call: Call, tmp_path: Path
) -> None:
    arguments = ("clips", "-q", "l", "--quiet", "-o", str(tmp_path / "clips"))
    call.film = Film("talk", "A talk", (SceneRef("tests.films.two_beats:TwoBeats", name="scene"),))
    assert call(*arguments) == 0
    (tmp_path / "clips/scene_02_my_notes.png").write_bytes(b"mine")
    (tmp_path / "clips/scene_02_it_rests.png").write_bytes(b"drawn over by hand")
    call.film = Film("talk", "A talk", (SceneRef("tests.films.one_beat:OneBeat", name="scene"),))
    assert call(*arguments) == 0
    assert sorted(path.name for path in (tmp_path / "clips").iterdir()) == [
        ".clips.json",
        "scene_01_a_circle.mp4",
        "scene_01_a_circle.png",
        "scene_02_it_rests.png",
        "scene_02_my_notes.png",
    ]


def test_a_scene_of_another_file_has_a_folder_of_its_own(call: Call, tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(MINE, encoding="utf-8")
    assert call("clips", f"{tmp_path}/mine.py:Mine", "-q", "l", "--quiet") == 0
    folder = call.media / "480p15/mine_clips"
    assert call.paths == [folder / "mine_01_mine.mp4", folder / "mine_02_ein_kreis_äpfel_100.mp4"]
    assert [len(decode(clip)) for clip in call.paths] == [6, 3]
    assert call("clips", f"{tmp_path}/mine.py:Picture", "-q", "l", "--quiet") == 1
    assert "Picture, before the first beat: it plays nothing, so there is no clip of it" in call.err


def test_clips_of_a_scene_that_a_film_has_no_more_go(call: Call, tmp_path: Path) -> None:
    arguments = ("-q", "l", "--quiet", "-o", str(tmp_path / "clips"))
    assert call("clips", *arguments) == 0
    assert call("clips", "two_beats", *arguments) == 0
    assert {path.stem for path in (tmp_path / "clips").glob("*.mp4")} == set(NAMES)
    call.film = Film("lesson", "A small lesson", SMALL_LESSON.scenes[1:])
    assert call("clips", *arguments) == 0
    assert {path.stem for path in (tmp_path / "clips").glob("[!.]*")} == {"one_beat_01_a_circle"}


def test_killed_at_any_step_nothing_half_written_stands_and_the_next_run_clears_up(tmp_path: Path) -> None:
    publish(tmp_path / "film", "old", "a.mp4", "b.mp4")
    step = 0
    for step in each_step(partial(publish, tmp_path / "film", "new", "a.mp4", "c.mp4")):
        folder = shutil.copytree(tmp_path / "film", tmp_path / str(step))
        for name, content in files_in(folder / "clips").items():
            if not name.startswith("."):
                assert content in (b"old" * 1000, b"new" * 1000)
        publish(folder, "new", "a.mp4", "c.mp4")
        assert sorted(path.name for path in (folder / "clips").iterdir()) == [".clips", "a.mp4", "c.mp4"]
    assert step > 20


def publish(folder: Path, content: str, *names: str) -> None:
    scratch = folder / "scratch"
    scratch.mkdir(parents=True, exist_ok=True)
    for name in names:
        (scratch / name).write_text(content * 1000)
    own = OwnFolder(folder / "clips", ".clips", scratch)
    own.publish("film/scene", [scratch / name for name in names], lambda _: False)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Two parts", "zigzag_02_two_parts"),
        ("Why β = 0.9?", "zigzag_02_why_β_0_9"),
        ("हिन्दी में", "zigzag_02_हिन्दी_में"),
        ("../..", "zigzag_02"),
        ("x" * 300, f"zigzag_02_{'x' * 60}"),
        ("長" * 40, f"zigzag_02_{'長' * 20}"),
    ],
)
def test_clips_are_called_by_scene_number_and_title(title: str, name: str) -> None:
    beats = (Beat("One", "", 0, 1, 1), Beat(title, "", 1, 2, 2))
    assert file_name(Timeline(SceneRef("scenes.zigzag:Zigzag"), "", "", beats), 2) == name


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["two_beat"], "there is no scene two_beat; did you mean two_beats?"),
        (["-t"], "mp4 cannot be transparent; add --format webm or --format mov"),
        (["--format", "avi"], "'avi' is not one of 'mp4', 'webm', 'mov', 'gif'"),
    ],
)
def test_a_mistake_is_one_line(call: Call, arguments: list[str], said: str) -> None:
    assert call("clips", "-q", "l", *arguments) == 2
    assert said in call.err
    assert call.err.count("\n") == 1
