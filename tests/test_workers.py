from __future__ import annotations

import hashlib
import os
import shutil
import signal
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeAlias

import av
import pytest
from production.cache import Cache
from production.crews import LocalCrew
from production.fingerprint import fingerprint
from production.progress import Progress
from production.quality import Format, Quality
from production.work import WorkItem
from production.workers import SceneClip, Workers, render_scenes
from production.workspace import Workspace, in_use

from production.errors import RenderError
from tests.making import PROJECT

Film: TypeAlias = tuple[list[SceneClip], Path]

SIZE = Quality(160, 90, 15)
FILM = ["tests.films.shapes:Movers", "tests.films.shapes:Tracked", "tests.films.shapes:Crowd"]


def make(folder: Path, scenes: Sequence[str] = FILM, jobs: int = 2, **options: Any) -> list[SceneClip]:
    cache = Cache(folder)
    with Workers(cache, jobs=jobs, progress=options.pop("progress", None)) as workers:
        timelines = workers.read_timelines(scenes)
        return workers.render_scenes(timelines, quality=SIZE, **options)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """A film, and the folder it is kept in."""
    folder = tmp_path_factory.mktemp("film")
    return make(folder), folder


def left_over(folder: Path) -> list[str]:
    return [path.name for path in (folder / "work").iterdir() if path.name != ".gate"]


def test_clips_come_in_order_and_are_what_they_say(film: Film) -> None:
    clips, folder = film
    assert [clip.scene for clip in clips] == FILM
    for clip in clips:
        assert hashlib.sha256(clip.path.read_bytes()).hexdigest() == clip.sha256
        with av.open(clip.path) as container:
            assert sum(1 for _ in container.decode(video=0)) == clip.frames == round(clip.seconds * 15)
    assert left_over(folder) == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_any_number_of_workers_and_another_order_give_the_same_bytes(
    film: Film, tmp_path: Path, jobs: int
) -> None:
    clips, _ = film
    others = make(tmp_path, scenes=FILM[::-1], jobs=jobs)
    assert [clip.sha256 for clip in others[::-1]] == [clip.sha256 for clip in clips]


def test_what_is_kept_is_not_drawn_again(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    clips, folder = film
    monkeypatch.setattr("production.workers.LocalCrew", None)
    assert make(folder) == clips


def test_what_is_not_used_any_more_goes_when_the_cache_is_full(film: Film, tmp_path: Path) -> None:
    _, folder = film
    shutil.copytree(folder, tmp_path / "film")
    cache = Cache(tmp_path / "film", limit=1)
    with Workers(cache) as workers:
        timelines = workers.read_timelines(FILM[:1])
        (clip,) = workers.render_scenes(timelines, quality=SIZE)
        # Nobody else may empty it meanwhile, although no worker had to be started.
        Cache(cache.folder, limit=1).trim()
        assert len(list(cache.folder.glob("*.*"))) == 2 * len(FILM)
    assert {path.suffix for path in cache.folder.glob("*.*")} == {".json", ".mp4"}
    assert len(list(cache.folder.glob("*.*"))) == 2
    assert clip.path.exists()


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], str]:
    """A scene with a look that can be changed; returns the scene."""
    package = tmp_path / "changing"
    package.mkdir()
    (package / "__init__.py").touch()
    source = (PROJECT / "tests/films/one_beat.py").read_text()
    (package / "scene.py").write_text(
        source.replace("Circle()", "Circle(color=COLOUR)").replace(
            "from scenes", "from changing.look import COLOUR\nfrom scenes"
        )
    )
    monkeypatch.syspath_prepend(tmp_path)

    def change(colour: str) -> str:
        (package / "look.py").write_text(f"COLOUR = {colour!r}\n")
        return "changing.scene:OneBeat"

    return change


def test_a_clip_is_made_again_when_its_sources_changed_and_only_then(
    changing: Callable[[str], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = make(tmp_path / "cache", [changing("#FF0000")], jobs=1)
    blue = make(tmp_path / "cache", [changing("#0000FF")], jobs=1)
    assert red[0].sha256 != blue[0].sha256
    monkeypatch.setattr("production.workers.LocalCrew", None)
    assert make(tmp_path / "cache", [changing("#FF0000")]) == red
    assert make(tmp_path / "cache", [changing("#0000FF")]) == blue


def test_sources_that_change_meanwhile_are_noticed(changing: Callable[[str], str], tmp_path: Path) -> None:
    with Workers(Cache(tmp_path / "cache"), jobs=1) as workers:
        timelines = workers.read_timelines([changing("#FF0000")])
        # The worker has imported the red look, and would draw with it.
        changing("#0000FF")
        with pytest.raises(RenderError, match="its sources here are not the caller's"):
            workers.render_scenes(timelines, quality=SIZE)
    assert not list((tmp_path / "cache").glob("*.mp4"))


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("def construct(:", "SyntaxError: invalid syntax"),
        ("import nowhere", "ModuleNotFoundError: No module named 'nowhere'"),
        ("1 / 0", "ZeroDivisionError: division by zero"),
    ],
)
def test_a_scene_that_cannot_be_imported_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, cause: str
) -> None:
    (tmp_path / "unimportable.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    with (
        Workers(Cache(tmp_path / "cache"), jobs=1) as workers,
        pytest.raises(RenderError, match=f"unimportable:Film, before the first beat: {cause}"),
    ):
        workers.read_timelines(["unimportable:Film"])


@pytest.mark.parametrize(
    "damage", [lambda data: data[:-100], lambda data: data[:50] + b"?" + data[51:], lambda _: b""]
)
def test_a_damaged_clip_is_made_again_and_nothing_said(
    film: Film, damage: Callable[[bytes], bytes], capfd: pytest.CaptureFixture[str]
) -> None:
    clips, folder = film
    broken = clips[1].path
    broken.write_bytes(damage(broken.read_bytes()))
    assert make(folder) == clips
    assert capfd.readouterr().err == ""


def test_a_scene_in_pieces_is_one_clip(film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("production.work.SECONDS_A_SPAN", 1.5)
    whole, _ = film
    clip = make(tmp_path, scenes=FILM[:1])[0]
    assert clip.frames == whole[0].frames
    with av.open(clip.path) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([number / 15 for number in range(clip.frames)])


@pytest.mark.parametrize("format", [Format.WEBM, Format.MOV, Format.GIF])
def test_other_formats(tmp_path: Path, format: Format) -> None:
    (clip,) = make(tmp_path, scenes=FILM[1:2], format=format, transparent=format is Format.WEBM)
    assert clip.path.suffix == f".{format}"


def test_the_progress_ends_at_the_end(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []

    class Told(Progress):
        def show(self, *, scenes: int, frames: int) -> None:
            told.append((scenes, frames))

    clips = make(tmp_path, scenes=FILM[:2], progress=Told(quiet=True))
    assert told[-1] == (2, sum(clip.frames for clip in clips))
    assert told == sorted(told)


def test_a_scene_that_fails_is_named_and_the_rest_kept(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with Workers(cache, jobs=1) as workers:
        with pytest.raises(RenderError, match=r"Broken, beat 2 \(It breaks\): ZeroDivisionError"):
            workers.read_timelines([FILM[0], "tests.films.shapes:Broken"])
        assert len(list(tmp_path.glob("*.json"))) == 1
    assert left_over(tmp_path) == []


def test_a_bad_parameter_is_the_callers_mistake(tmp_path: Path) -> None:
    with Workers(Cache(tmp_path), jobs=1) as workers, pytest.raises(ValueError, match="so many dots fit"):
        workers.read_timelines(FILM[:1], {FILM[0]: {"count": 99}})


def test_a_killed_worker_is_replaced(film: Film, tmp_path: Path) -> None:
    clips, folder = film
    cache = Cache(tmp_path)
    with Workers(Cache(folder)) as reader:
        timelines = reader.read_timelines(FILM)
    with Workers(cache, jobs=2) as workers:
        killed: list[int] = []
        finished = threading.Event()

        def kill() -> None:
            while len(killed) < 2 and not finished.is_set():
                crew = workers._crew
                pool = crew._pool if isinstance(crew, LocalCrew) else None
                for pid in list((pool and pool._processes) or {}):
                    if pid not in killed:
                        time.sleep(1)
                        # A worker of a pool that the last kill broke may be gone by now.
                        with suppress(ProcessLookupError):
                            os.kill(pid, signal.SIGKILL)
                            killed.append(pid)
                        break
                time.sleep(0.02)

        thread = threading.Thread(target=kill)
        thread.start()
        again = workers.render_scenes(timelines, quality=SIZE)
        finished.set()
        thread.join()
    assert killed
    assert [clip.sha256 for clip in again] == [clip.sha256 for clip in clips]
    assert left_over(tmp_path) == []


def test_a_scene_that_kills_its_workers_is_named_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("production.crews.DEATHS_FORGIVEN", 1)
    patient, deadly = "tests.films.shapes:Patient", "tests.films.shapes:Deadly"
    with (
        Workers(Cache(tmp_path), jobs=2) as workers,
        pytest.raises(RenderError, match="Deadly, some beat: its worker died, 2 times; is there memory"),
    ):
        workers.read_timelines([patient, deadly, patient])
    assert left_over(tmp_path) == []


def test_a_workers_memory_does_not_grow_with_its_work(tmp_path: Path) -> None:
    scene, size = FILM[0], Quality(1280, 720, 5)
    crew = LocalCrew(1, tmp_path)
    peaks = []
    # The most things first, so that what comes later needs no more.
    items = [
        WorkItem(scene, (("count", count),), 0, 3, 24, size, Format.MP4, False, fingerprint(scene))
        for count in range(12, 0, -1)
    ]
    crew.do(items, lambda item, content: peaks.append(crew.peak), lambda frames: None)
    crew.finish()
    assert len(peaks) == 12
    assert peaks[-1] - peaks[3] < 24 * 2**20
    # Python and Manim alone have as much.
    assert peaks[0] > 64 * 2**20


def test_mp4_is_never_transparent(tmp_path: Path) -> None:
    with Workers(Cache(tmp_path), jobs=1) as workers:
        timelines = workers.read_timelines(FILM[1:2])
    with pytest.raises(ValueError, match="webm or mov"):
        render_scenes(timelines, quality=SIZE, cache=Cache(tmp_path), transparent=True, jobs=1)


def test_a_workspace_whose_owner_lives_is_left_alone(tmp_path: Path) -> None:
    with Workspace(tmp_path) as folder:
        assert in_use(tmp_path)
        assert folder.is_dir()
    assert not in_use(tmp_path)
    assert not folder.exists()


def test_a_workspace_without_owner_is_swept(tmp_path: Path) -> None:
    for name in ("dead", "without_lock"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "clip.mp4").write_bytes(b"half")
    (tmp_path / "dead.lock").touch()
    assert not in_use(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("where", ["production.workspace.shutil.rmtree", "production.workspace.Path.unlink"])
def test_a_workspace_whose_removal_is_interrupted_is_swept_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    workspace = Workspace(tmp_path)
    workspace.__enter__()
    with monkeypatch.context() as patch:
        patch.setattr(where, interrupt)
        with pytest.raises(KeyboardInterrupt):
            workspace.remove()
    assert not in_use(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def test_a_workspace_whose_making_is_interrupted_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workspace = Workspace(tmp_path)
    mkdir = Path.mkdir

    def interrupt_its_own(path: Path, *arguments: Any, **options: Any) -> None:
        if path == workspace.folder:
            raise KeyboardInterrupt
        mkdir(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", interrupt_its_own)
    with pytest.raises(KeyboardInterrupt):
        workspace.__enter__()
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def test_workers_that_are_interrupted_while_they_go_leave_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt_once(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    workers = Workers(Cache(tmp_path), jobs=1).__enter__()
    workers.read_timelines(FILM[:1])
    monkeypatch.setattr("production.crews.ProcessPoolExecutor.shutdown", interrupt_once)
    with pytest.raises(KeyboardInterrupt):
        workers.__exit__(None, None, None)
    assert left_over(tmp_path) == []
