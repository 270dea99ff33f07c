"""The pictures that every scene is known by: its first and its last, and each beat's finished one."""

from __future__ import annotations

from pathlib import Path

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from production.frames.stills import draw_stills
from production.output_spec import Quality
from production.timeline import Timeline
from tests.pictures import Picture, read_picture
from tests.shared import Shared

SIZE = Quality(480, 270, 15)


class ScenePictures:
    """A scene's pictures; it plays once for all who want to see them."""

    def __init__(self, scene: SceneRef, shared: Shared) -> None:
        self._scene = scene
        self._folder = shared(f"pictures_of_{scene.name}", self._draw)
        self.timeline = Timeline.from_json((self._folder / "timeline.json").read_text(encoding="utf-8"))

    @property
    def stills(self) -> list[Path]:
        """The files of the beats' finished pictures, in order."""
        return [_path(self._folder, number) for number in _stills(self.timeline)]

    @property
    def first(self) -> Picture:
        return read_picture(_path(self._folder, 0))

    @property
    def last(self) -> Picture:
        return read_picture(_path(self._folder, _last(self.timeline)))

    def _draw(self, folder: Path) -> None:
        timeline = read_timeline(self._scene)
        numbers = {0, _last(timeline), *_stills(timeline)}
        draw_stills(self._scene, {number: _path(folder, number) for number in numbers}, SIZE)
        (folder / "timeline.json").write_text(timeline.to_json(), encoding="utf-8")


def _stills(timeline: Timeline) -> list[int]:
    return [beat.still_frame(SIZE.frame_rate) for beat in timeline.beats]


def _last(timeline: Timeline) -> int:
    return round(timeline.length * SIZE.frame_rate) - 1


def _path(folder: Path, number: int) -> Path:
    return folder / f"{number}.png"
