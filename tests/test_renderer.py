from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import av
import pytest

from production.errors import ParameterError, RenderError
from production.film import SceneRef
from production.jobs.cache import Cache
from production.jobs.clip_assembly import Clip, ClipAssembly
from production.jobs.job import SegmentClip
from production.jobs.known_clips import KnownClips
from production.jobs.progress import Progress
from production.jobs.renderer import Renderer
from production.output_spec import Format, OutputSpec, Quality
from production.timeline import Timeline
from tests.making import PROJECT

Film: TypeAlias = tuple[list[Clip], Path]

SIZE = Quality(160, 90, 15)
OUTPUT = OutputSpec(SIZE)
SCENES = [SceneRef(f"tests.films.shapes:{name}") for name in ("Movers", "Tracked", "Crowd")]


def make(
    folder: Path,
    scenes: Sequence[SceneRef] = SCENES,
    jobs: int = 2,
    output: OutputSpec = OUTPUT,
    progress: Progress | None = None,
) -> list[Clip]:
    with Renderer(Cache(folder), jobs=jobs, progress=progress) as renderer:
        return renderer.scene_clips(renderer.timelines(scenes), output)


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Film:
    """A film, and the folder it is kept in."""
    folder = tmp_path_factory.mktemp("film")
    return make(folder), folder


def timelines(folder: Path) -> list[Timeline]:
    with Renderer(Cache(folder)) as renderer:
        return renderer.timelines(SCENES)


def left_over(folder: Path) -> list[str]:
    return [path.name for path in (folder / "scratch").iterdir() if path.name != ".gate"]


def test_clips_come_in_order_and_are_what_they_say(film: Film) -> None:
    clips, folder = film
    assert [clip.frames for clip in clips] == [round(timeline.length * 15) for timeline in timelines(folder)]
    for clip in clips:
        assert hashlib.sha256(clip.path.read_bytes()).hexdigest() == clip.sha256
        with av.open(clip.path) as container:
            assert sum(1 for _ in container.decode(video=0)) == clip.frames
    assert left_over(folder) == []


@pytest.mark.parametrize("jobs", [1, 3])
def test_any_number_of_workers_and_another_order_give_the_same_bytes(
    film: Film, tmp_path: Path, jobs: int
) -> None:
    clips, _ = film
    others = make(tmp_path, scenes=SCENES[::-1], jobs=jobs)
    assert [clip.sha256 for clip in others[::-1]] == [clip.sha256 for clip in clips]


def test_what_is_kept_is_not_drawn_again(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    clips, folder = film
    monkeypatch.setattr("production.jobs.renderer.LocalPool", None)
    assert make(folder) == clips


def test_the_fullest_frame_of_a_clip_is_sought_once(
    film: Film, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (first, second, _), folder = film
    found = [tmp_path / f"{name}.png" for name in ("first", "again", "second")]
    with Renderer(Cache(folder)) as renderer:
        renderer.save_fullest_frame(first.path, (0.2, 0.4), found[0])
        renderer.save_fullest_frame(second.path, (0.2, 0.4), found[2])
    monkeypatch.setattr("production.clips.seek.read", None)
    with Renderer(Cache(folder)) as renderer:
        renderer.save_fullest_frame(first.path, (0.2, 0.4), found[1])
    pictures = [file.read_bytes() for file in found]
    assert pictures[0] == pictures[1] != pictures[2]


def test_what_is_not_used_any_more_goes_when_the_cache_is_full(film: Film, tmp_path: Path) -> None:
    _, folder = film
    shutil.copytree(folder, tmp_path / "film")
    cache = Cache(tmp_path / "film", limit=1)
    stored = len(list(cache.folder.glob("*.*")))
    with Renderer(cache) as renderer:
        (clip,) = renderer.scene_clips(renderer.timelines(SCENES[:1]), OUTPUT)
        # Nobody else may empty it meanwhile, although no worker had to be started.
        Cache(cache.folder, limit=1).trim()
        assert len(list(cache.folder.glob("*.*"))) == stored > 2
    assert {path.suffix for path in cache.folder.glob("*.*")} == {".json", ".mp4"}
    # The scene's timeline and its clip, that they were the last, and what is known of sources.
    assert len(list(cache.folder.glob("*.*"))) == 5
    assert clip.path.exists()


@pytest.fixture
def changing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], SceneRef]:
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

    def change(colour: str) -> SceneRef:
        (package / "look.py").write_text(f"COLOUR = {colour!r}\n")
        return SceneRef("changing.scene:OneBeat")

    return change


def test_a_clip_is_made_again_when_its_sources_changed_and_only_then(
    changing: Callable[[str], SceneRef], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    red = make(tmp_path / "cache", [changing("#FF0000")], jobs=1)
    blue = make(tmp_path / "cache", [changing("#0000FF")], jobs=1)
    assert red[0].sha256 != blue[0].sha256
    monkeypatch.setattr("production.jobs.renderer.LocalPool", None)
    assert make(tmp_path / "cache", [changing("#FF0000")]) == red
    assert make(tmp_path / "cache", [changing("#0000FF")]) == blue


def test_sources_that_change_meanwhile_are_noticed(
    changing: Callable[[str], SceneRef], tmp_path: Path
) -> None:
    with Renderer(Cache(tmp_path / "cache"), jobs=1) as renderer:
        timelines = renderer.timelines([changing("#FF0000")])
        # The worker has imported the red look, and would draw with it.
        changing("#0000FF")
        with pytest.raises(RenderError, match="its sources here are not those of the process that asked"):
            renderer.scene_clips(timelines, OUTPUT)
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
        Renderer(Cache(tmp_path / "cache"), jobs=1) as renderer,
        pytest.raises(RenderError, match=f"unimportable:Film, before the first beat: {cause}"),
    ):
        renderer.timelines([SceneRef("unimportable:Film")])


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


def test_the_beats_of_a_scene_are_one_clip(film: Film) -> None:
    (clip, *_), _ = film
    with av.open(clip.path) as container:
        times = [frame.time for frame in container.decode(video=0)]
    assert times == pytest.approx([number / 15 for number in range(clip.frames)])


def test_a_beat_by_itself_is_the_one_of_its_scenes_clip(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    _, folder = film
    monkeypatch.setattr("production.jobs.renderer.LocalPool", None)
    with Renderer(Cache(folder)) as renderer:
        (timeline,) = renderer.timelines(SCENES[:1])
        clips = [renderer.beat_clip(timeline, number, OUTPUT) for number in (1, 2, 3)]
    assert sum(clip.frames for clip in clips) == film[0][0].frames


@pytest.mark.parametrize(
    ("output", "codec"),
    [
        (OutputSpec(SIZE, Format.WEBM, transparent=True), "vp9"),
        (OutputSpec(SIZE, Format.MOV), "h264"),
        (OutputSpec(SIZE, Format.GIF), "gif"),
    ],
    ids=lambda value: getattr(value, "format", value),
)
def test_other_formats(tmp_path: Path, output: OutputSpec, codec: str) -> None:
    (clip,) = make(tmp_path, SCENES[1:2], output=output)
    with av.open(clip.path) as container:
        video = container.streams.video[0]
        assert video.codec_context.codec.canonical_name == codec
        assert sum(1 for packet in container.demux(video) if packet.dts is not None) == clip.frames


def test_how_a_beat_looks_is_kept_before_its_clip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Killed between the two, the other way round, nobody would ever say how it looks.
    kept: list[SegmentClip] = []
    known: list[SegmentClip] = []
    keep, add = KnownClips.keep, ClipAssembly.add

    def note_looks(beats: KnownClips, clip: SegmentClip, looks: Path) -> None:
        known.append(clip)
        keep(beats, clip, looks)

    def note_clip(assembly: ClipAssembly, clip: SegmentClip, file: Path) -> None:
        assert clip in known
        kept.append(clip)
        add(assembly, clip, file)

    monkeypatch.setattr(KnownClips, "keep", note_looks)
    monkeypatch.setattr(ClipAssembly, "add", note_clip)
    make(tmp_path, SCENES[:2])
    assert kept
    assert sorted(map(repr, kept)) == sorted(map(repr, known))


class Told(Progress):
    """Notes how far it was told that all is."""

    def __init__(self) -> None:
        super().__init__(quiet=True)
        self.told: list[tuple[int, int]] = []

    def show(self, *, scenes: int, frames: int) -> None:
        self.told.append((scenes, frames))


def test_the_progress_ends_at_the_end(tmp_path: Path) -> None:
    progress = Told()
    clips = make(tmp_path, SCENES[:2], progress=progress)
    assert progress.told[-1] == (2, sum(clip.frames for clip in clips))
    assert progress.told == sorted(progress.told)


def test_one_beat_and_stills_are_cached_too(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    _, folder = film
    scene, progress = SCENES[0], Told()

    def make_both() -> tuple[Clip, list[Path]]:
        with Renderer(Cache(folder), progress=progress) as renderer:
            (timeline,) = renderer.timelines([scene])
            clip = renderer.beat_clip(timeline, 2, OUTPUT)
            return clip, renderer.stills([(timeline, 0, 26), (timeline, 1, 40), (timeline, 0, 26)], SIZE)

    clip, stills = make_both()
    assert progress.told[-1] == (1, 3)
    assert 0 < clip.frames < timelines(folder)[0].length * 15
    assert [still.suffix for still in stills] == [".png"] * 3
    assert stills[0] == stills[2] != stills[1]
    monkeypatch.setattr("production.jobs.renderer.LocalPool", None)
    assert make_both() == (clip, stills)


def test_a_scene_that_fails_is_named_and_the_rest_kept(tmp_path: Path) -> None:
    with Renderer(Cache(tmp_path), jobs=1) as renderer:
        with pytest.raises(RenderError, match=r"Broken, beat 2 \(It breaks\): ZeroDivisionError"):
            renderer.timelines([SCENES[0], SceneRef("tests.films.shapes:Broken")])
        # The other's timeline, and that it was the last.
        assert len(list(tmp_path.glob("*.json"))) == 2
    assert left_over(tmp_path) == []


def test_a_bad_parameter_is_the_callers_mistake(tmp_path: Path) -> None:
    scene = SCENES[0].with_parameters({"count": 99})
    with (
        Renderer(Cache(tmp_path), jobs=1) as renderer,
        pytest.raises(ParameterError, match="so many dots fit"),
    ):
        renderer.timelines([scene])


def test_a_renderer_that_is_interrupted_while_it_ends_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt_once(*_: object, **__: object) -> None:
        monkeypatch.undo()
        raise KeyboardInterrupt

    renderer = Renderer(Cache(tmp_path), jobs=1).__enter__()
    renderer.timelines(SCENES[:1])
    monkeypatch.setattr("production.jobs.worker_process.WorkerProcess.wait", interrupt_once)
    with pytest.raises(KeyboardInterrupt):
        renderer.__exit__(None, None, None)
    assert left_over(tmp_path) == []
