from __future__ import annotations

import errno
import json
import shutil
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import av
import pytest
from PIL import Image
from production.checking import problems
from production.manifest import Manifest, digests, sha256
from production.quality import Quality

from production.errors import naming
from production.film import publish, write_film, write_scene
from production.timeline import Beat, Timeline
from tests.clips import write_clip
from tests.making import files_in, is_killed_before, is_truthful

QUALITY = Quality(64, 48, 15)


@dataclass(frozen=True, slots=True)
class FinishedClip:
    path: Path
    frames: int
    sha256: str


def timeline(name: str, frames: int) -> Timeline:
    middle, end = frames // 2 / 15, frames / 15
    return Timeline(
        f"films.{name}:{name.title()}",
        name.title(),
        f"The idea of {name}",
        (
            Beat("A beat", "Gradient descent is slow here.", 0.0, middle, middle),
            Beat("Another", "Why? Look at the walls.", middle, end, end - 0.2),
        ),
    )


TIMELINES = (timeline("one", 60), timeline("two", 95))


def make(folder: Path) -> Path:
    clips = []
    for scene, shade in zip(TIMELINES, (10, 90), strict=True):
        frames = round(scene.length * 15)
        path = write_clip(folder / "cache" / f"{scene.name}.mp4", frames, shade=shade)
        clips.append(FinishedClip(path, frames, sha256(path)))
    film = folder / "made" / "lesson.mp4"
    write_film(clips, TIMELINES, film, work=folder / "work", title="A lesson", quality=QUALITY)
    return film


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("film")
    (folder / "cache").mkdir()
    return make(folder)


@pytest.fixture
def film(made: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(made.parent, tmp_path / "made")
    return tmp_path / "made" / "lesson.mp4"


def test_a_film_and_its_files_are_there_and_nothing_else(made: Path) -> None:
    assert sorted(path.name for path in made.parent.iterdir()) == [
        "lesson.chapters.vtt",
        "lesson.mp4",
        "lesson.srt",
        "lesson.vtt",
        "manifest.json",
        "poster.png",
        "transcript.md",
    ]


def test_a_film_as_made_has_no_problems(made: Path) -> None:
    assert problems(made) == []


def test_the_manifest_tells_the_scenes_and_the_making(made: Path) -> None:
    manifest = Manifest.from_json((made.parent / "manifest.json").read_text(encoding="utf-8"))
    assert [(scene.name, scene.start, scene.frames) for scene in manifest.scenes] == [
        ("one", 0, 60),
        ("two", 4, 95),
    ]
    assert manifest.length == pytest.approx(155 / 15)
    assert manifest.frames == 155
    assert manifest.versions["manim"].startswith("0.22")
    assert manifest.files["lesson.mp4"] == sha256(made)


def test_the_same_film_is_the_same_to_the_byte(made: Path, tmp_path: Path) -> None:
    (tmp_path / "cache").mkdir()
    again = make(tmp_path)
    for path in made.parent.iterdir():
        assert (again.parent / path.name).read_bytes() == path.read_bytes(), path.name


def test_the_poster_is_the_finished_picture_of_the_first_scene(made: Path) -> None:
    with av.open(made) as container:
        frames: list[Any] = list(container.decode(container.streams.video[0]))
    with Image.open(made.with_name("poster.png")) as poster:
        # The last beat's picture stands 0.2 s, three frames, before the scene's end.
        assert poster.tobytes() == frames[60 - 3 - 1].to_image().tobytes()


def test_a_scene_alone_carries_its_captions(made: Path, tmp_path: Path) -> None:
    write_scene(
        made.parent.parent / "cache" / "two.mp4", TIMELINES[1], tmp_path / "two.mp4", work=tmp_path / "work"
    )
    with av.open(tmp_path / "two.mp4") as container:
        assert container.metadata["title"] == "Two"
        text = [bytes(packet)[2:].decode() for packet in container.demux(container.streams.subtitles[0])]
    assert [line for line in text if line] == ["Gradient descent is slow here.", "Why? Look at the walls."]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["two.mp4", "work"]


def test_a_failed_film_leaves_the_old_one_alone(film: Path) -> None:
    before = film.read_bytes()
    with pytest.raises(FileNotFoundError):
        write_film(
            [FinishedClip(film.with_name("gone.mp4"), 60, "")],
            TIMELINES[:1],
            film,
            work=film.parent.parent / "work",
            title="A lesson",
            quality=QUALITY,
        )
    assert film.read_bytes() == before
    assert problems(film) == []


@pytest.fixture(params=["the same file system", "another file system"])
def where(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a film goes from where it is made."""
    replace = Path.replace

    def refuse_across(path: Path, target: Path) -> Path:
        if path.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(path, target)

    if request.param == "another file system":
        monkeypatch.setattr(Path, "replace", refuse_across)


def write_files(folder: Path, content: str) -> tuple[list[Path], Path]:
    """Two files and the manifest that tells their digests."""
    folder.mkdir(parents=True)
    files = [folder / "film.mp4", folder / "film.vtt"]
    for path in files:
        path.write_text(content * 10_000)
    seal = folder / "manifest.json"
    seal.write_text(json.dumps({"files": digests(files)}))
    return files, seal


@pytest.mark.usefixtures("where")
@pytest.mark.filterwarnings("ignore:.*fork:DeprecationWarning")
def test_killed_at_any_step_a_film_is_the_old_one_or_the_new_one_and_its_manifest_truthful(
    tmp_path: Path,
) -> None:
    steps = 0
    killed = True
    while killed:
        steps += 1
        there = tmp_path / str(steps) / "there"
        files, seal = write_files(tmp_path / str(steps) / "old", "old")
        publish(files, there, seal)
        files, seal = write_files(tmp_path / str(steps) / "new", "new")
        killed = is_killed_before(steps, partial(publish, files, there, seal))
        assert {path.name for path in there.iterdir()} >= {"film.mp4", "film.vtt"}
        for name in ("film.mp4", "film.vtt"):
            assert (there / name).read_text() in ("old" * 10_000, "new" * 10_000)
        assert is_truthful(there)
        files, seal = write_files(tmp_path / str(steps) / "again", "again")
        publish(files, there, seal)
        assert sorted(path.name for path in there.iterdir()) == ["film.mp4", "film.vtt", "manifest.json"]
    assert steps > 8


@pytest.mark.usefixtures("where")
def test_two_who_publish_at_once_take_turns(tmp_path: Path) -> None:
    there = tmp_path / "there"

    def publish_often(name: str) -> None:
        for number in range(20):
            files, seal = write_files(tmp_path / f"{name}{number}", name)
            publish(files, there, seal)

    threads = [threading.Thread(target=publish_often, args=(name,)) for name in ("one", "two")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert is_truthful(there)
    assert sorted(path.name for path in there.iterdir()) == ["film.mp4", "film.vtt", "manifest.json"]


def test_what_cannot_be_copied_leaves_the_old_film_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = tmp_path / "there"
    files, seal = write_files(tmp_path / "old", "old")
    publish(files, there, seal)
    before = files_in(there)
    files, seal = write_files(tmp_path / "new", "new")
    files[1].unlink()
    with pytest.raises(FileNotFoundError):
        publish(files, there, seal)
    assert files_in(there) == before


@pytest.mark.parametrize("error", [OSError, av.error.FileNotFoundError])
def test_an_error_that_names_no_file_is_given_a_folder(error: type[OSError]) -> None:
    with pytest.raises(OSError, match="No space left on device: 'media'"), naming(Path("media")):
        raise error(errno.ENOSPC, "No space left on device")
    with pytest.raises(OSError, match="No space left on device: 'poster'"), naming(Path("media")):
        raise error(errno.ENOSPC, "No space left on device", "poster")


def test_a_changed_file_is_found(film: Path) -> None:
    film.with_name("transcript.md").write_text("Something else.", encoding="utf-8")
    film.with_name("poster.png").unlink()
    assert problems(film) == ["poster.png is missing", "transcript.md has changed since it was made"]


def test_a_film_without_a_manifest_is_no_finished_film(film: Path) -> None:
    film.with_name("manifest.json").unlink()
    assert problems(film) == ["manifest.json is not beside lesson.mp4"]
    film.with_name("manifest.json").write_text("{}", encoding="utf-8")
    assert problems(film) == ["manifest.json is not a manifest: 'scenes'"]


def test_a_cut_film_is_found(film: Path) -> None:
    film.write_bytes(film.read_bytes()[:5000])
    found = problems(film)
    assert "lesson.mp4 has changed since it was made" in found
    assert len(found) > 1


def change_manifest(film: Path, changes: dict[str, object]) -> None:
    path = film.with_name("manifest.json")
    path.write_text(json.dumps(json.loads(path.read_text(encoding="utf-8")) | changes), encoding="utf-8")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"width": 128}, "pictures are 64x48, not 128x48"),
        ({"frame_rate": 30}, "the film has 15 frames a second, not 30"),
        ({"film": "other.mp4"}, "manifest.json describes other.mp4, not lesson.mp4"),
    ],
)
def test_a_film_that_is_not_what_its_manifest_says_is_found(
    film: Path, changes: dict[str, object], said: str
) -> None:
    change_manifest(film, changes)
    assert said in problems(film)


def test_a_missing_scene_is_found(film: Path) -> None:
    scenes = json.loads(film.with_name("manifest.json").read_text(encoding="utf-8"))["scenes"]
    change_manifest(film, {"scenes": [*scenes, scenes[0] | {"start": 155 / 15, "title": "Three"}]})
    found = problems(film)
    assert "there are 155 frames, not 215" in found
    assert any(problem.startswith("the chapters are not the scenes") for problem in found)


def test_captions_that_differ_from_those_inside_are_found(film: Path) -> None:
    path = film.with_suffix(".vtt")
    path.write_text(path.read_text(encoding="utf-8").replace("slow", "fast"), encoding="utf-8")
    assert any(
        problem.startswith("lesson.vtt differs from the captions in the film") for problem in problems(film)
    )


def test_a_film_put_together_otherwise_breaks_the_rules_of_delivery(film: Path) -> None:
    film.unlink()
    write_clip(film, 150)
    found = "\n".join(problems(film))
    for said in (
        "there are 150 frames, not 155",
        "the chapters are not the scenes",
        "there is no caption track",
        "the index stands after the pictures",
    ):
        assert said in found


def test_a_jump_in_time_is_found(film: Path) -> None:
    packets = []
    with av.open(film) as whole_film:
        video = whole_film.streams.video[0]
        with av.open(film.with_name("jump.mp4"), "w") as jumping:
            copy = jumping.add_stream_from_template(video)
            for packet in whole_film.demux(video):
                if packet.pts is None or packet.dts is None:
                    continue
                later = 2048 if packet.dts > 40000 else 0
                packet.pts += later
                packet.dts += later
                packet.stream = copy
                packets.append(packet)
                jumping.mux_one(packet)
    film.with_name("jump.mp4").replace(film)
    assert any("a gap or a jump" in problem for problem in problems(film))
