"""Scenes rendered side by side, in processes of this machine or of a cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from production.cache import Cache, digest_of
from production.crews import ClusterCrew, LocalCrew
from production.errors import RenderError
from production.fingerprint import fingerprint, key
from production.progress import Progress
from production.quality import Format, Quality
from production.timeline import Timeline
from production.work import TimelineItem, WorkItem, divide, ordered, rests_within
from production.workspace import Workspace


@dataclass(frozen=True, slots=True)
class SceneClip:
    """A scene's finished pictures, without sound or captions, in the cache."""

    path: Path
    scene: str
    frames: int
    seconds: float
    sha256: str


class Workers:
    """Does pieces of work on all cores, or on a Dask cluster, and keeps what they give in a cache.

    The bytes are the same whatever the number of workers, and whether they are fresh or kept. Workers start
    when there is work for them.

    Parameters
    ----------
    cache
        What is kept there is not done again.
    jobs
        Processes at a time, as many as cores where it is left out.
    cluster
        A Dask scheduler's address, as in ``tcp://host:8786``. Its workers need this project on their path.
    progress
        Where frames are counted.
    """

    def __init__(
        self,
        cache: Cache,
        *,
        jobs: int | None = None,
        cluster: str | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._cache = cache
        self._jobs = jobs or _cores()
        self._cluster = cluster
        self._progress = progress or Progress(quiet=True)
        self._crew: LocalCrew | ClusterCrew | None = None
        self._fingerprints: dict[str, str] = {}
        self._at_work = Workspace(cache.work_folder)

    def __enter__(self) -> Self:
        # By it whoever would empty the cache sees that what is there is needed; where none can be made,
        # nobody can empty it.
        with suppress(OSError):
            self._at_work.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if self._crew is not None:
                self._crew.finish()
                self._crew = None
        finally:
            self._at_work.remove()
            if self._cache.folder.is_dir():
                with suppress(OSError):
                    self._cache.trim()

    def read_timelines(
        self, scenes: Sequence[str], parameters: Mapping[str, Mapping[str, float]] | None = None
    ) -> list[Timeline]:
        """Return the scenes' timelines, in order; ``parameters`` are by scene.

        Raises
        ------
        ValueError
            If there is no such scene, or a parameter is unknown or out of its range.
        RenderError
            If a scene cannot be played.
        """
        given = parameters or {}
        readings = [
            TimelineItem(scene, ordered(given.get(scene, {})), self._fingerprint(scene)) for scene in scenes
        ]
        keys = [key("timeline", reading) for reading in readings]
        paths = {name: self._cache.get(name, "json") for name in keys}
        missing = [reading for name, reading in zip(keys, readings, strict=True) if paths[name] is None]

        def keep(reading: TimelineItem, content: bytes) -> None:
            name = key("timeline", reading)
            paths[name] = self._cache.put(name, "json", content)

        self._do(missing, keep)
        return [Timeline.from_json(_existing(paths[name]).read_text(encoding="utf-8")) for name in keys]

    def render_scenes(
        self,
        timelines: Sequence[Timeline],
        *,
        quality: Quality,
        format: Format = Format.MP4,
        transparent: bool = False,
        parameters: Mapping[str, Mapping[str, float]] | None = None,
    ) -> list[SceneClip]:
        """Render scenes, and return their clips, in order.

        Raises
        ------
        ValueError
            If the format cannot be transparent, there is no such scene, or a parameter is unknown or out of
            its range.
        RenderError
            If a scene fails: the first that did. What was finished until then is kept.
        OSError
            If the cache cannot be written.
        """
        format = Format(format)
        scenes = [
            _Scene.of(
                timeline,
                quality,
                format,
                transparent,
                (parameters or {}).get(timeline.scene, {}),
                self._fingerprint(timeline.scene),
            )
            for timeline in timelines
        ]
        clips = {scene.key: self._cache.get(scene.key, scene.suffix) for scene in scenes}
        wanted = {scene.key: scene for scene in scenes if clips[scene.key] is None}
        pieces = {
            piece: self._cache.get(key("clip", piece), scene.suffix)
            for scene in wanted.values()
            for piece in scene.pieces
        }
        missing = [piece for piece, path in pieces.items() if path is None]
        total = sum(scene.frames for scene in scenes)
        kept = total - sum(piece.frames for piece in missing)

        def join_finished() -> None:
            for name, scene in list(wanted.items()):
                paths = [pieces[piece] for piece in scene.pieces]
                if all(paths):
                    clips[name] = self._join(scene, [_existing(path) for path in paths])
                    del wanted[name]

        def keep(piece: WorkItem, content: bytes) -> None:
            pieces[piece] = self._cache.put(key("clip", piece), piece.format, content)
            join_finished()

        def tell(frames: int) -> None:
            self._progress.show(scenes=len(scenes) - len(wanted), frames=kept + frames)

        with self._progress:
            self._progress.start(scenes=len(scenes), frames=total, kept=kept)
            join_finished()
            self._do(sorted(missing, key=lambda piece: -piece.frames), keep, tell)
            self._progress.finish(peak=self._crew.peak if self._crew else 0)
        return [scene.clip(_existing(clips[scene.key])) for scene in scenes]

    def _join(self, scene: _Scene, paths: Sequence[Path]) -> Path:
        if len(paths) == 1:
            return paths[0]
        from production.assembly import assemble

        lengths = [piece.frames / piece.quality.frame_rate for piece in scene.pieces]
        with Workspace(self._cache.work_folder) as folder:
            joined = folder / f"joined.{scene.suffix}"
            assemble(paths, lengths, joined, title="", container=scene.suffix)
            return self._cache.put(scene.key, scene.suffix, joined.read_bytes())

    def _do(
        self,
        work: Sequence[Any],
        keep: Callable[[Any, bytes], None],
        tell: Callable[[int], None] | None = None,
    ) -> None:
        """Do all pieces of work, in about this order, and hand each result to ``keep``."""
        if not work:
            return
        if self._crew is None:
            self._crew = (
                ClusterCrew(self._cluster)
                if self._cluster
                else LocalCrew(self._jobs, self._cache.work_folder)
            )
        try:
            self._crew.do(work, keep, tell or _tell_nobody)
        except BaseException:
            # Whatever is still running is not wanted any more.
            self._crew.stop()
            self._crew = None
            raise

    def _fingerprint(self, scene: str) -> str:
        """Return a scene's fingerprint as it was when it was first asked for.

        A worker imports a scene once; were its sources changed after that, what it drew would else be kept
        under the new ones' key.
        """
        if scene not in self._fingerprints:
            try:
                self._fingerprints[scene] = fingerprint(scene)
            except SyntaxError as error:
                raise RenderError(scene, "before the first beat", f"SyntaxError: {error}") from error
        return self._fingerprints[scene]


def render_scenes(
    timelines: Sequence[Timeline],
    *,
    quality: Quality,
    cache: Cache,
    format: Format = Format.MP4,
    transparent: bool = False,
    parameters: Mapping[str, Mapping[str, float]] | None = None,
    jobs: int | None = None,
    cluster: str | None = None,
    progress: Progress | None = None,
) -> list[SceneClip]:
    """Render scenes with workers of their own; see ``Workers``."""
    with Workers(cache, jobs=jobs, cluster=cluster, progress=progress) as workers:
        return workers.render_scenes(
            timelines, quality=quality, format=format, transparent=transparent, parameters=parameters
        )


@dataclass(frozen=True, slots=True)
class _Scene:
    """A scene to render, in pieces."""

    scene: str
    seconds: float
    suffix: Format
    pieces: tuple[WorkItem, ...]

    @classmethod
    def of(
        cls,
        timeline: Timeline,
        quality: Quality,
        format: Format,
        transparent: bool,
        parameters: Mapping[str, float],
        fingerprint: str,
    ) -> Self:
        def piece(beats: range) -> WorkItem:
            start, end = timeline.beats[beats.start].start, timeline.beats[beats.stop - 1].end
            return WorkItem(
                scene=timeline.scene,
                parameters=ordered(parameters),
                first_beat=beats.start,
                end_beat=beats.stop,
                frames=round(end * quality.frame_rate) - round(start * quality.frame_rate),
                quality=quality,
                format=format,
                transparent=transparent,
                fingerprint=fingerprint,
                rests=rests_within(timeline, start, end, quality.frame_rate),
            )

        return cls(timeline.scene, timeline.length, format, tuple(map(piece, divide(timeline))))

    @property
    def key(self) -> str:
        if len(self.pieces) == 1:
            return key("clip", self.pieces[0])
        return key("joined", self.pieces)

    @property
    def frames(self) -> int:
        return sum(piece.frames for piece in self.pieces)

    def clip(self, path: Path) -> SceneClip:
        return SceneClip(path, self.scene, self.frames, self.seconds, digest_of(path))


def _tell_nobody(frames: int) -> None:
    """Timelines have no frames to count."""


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _existing(path: Path | None) -> Path:
    assert path is not None
    return path
