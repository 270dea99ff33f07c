"""Measures synthetic scenes: how a frame's cost grows with mobjects, and with a scene's length."""

from __future__ import annotations

from dataclasses import dataclass

from benchmarks.results import CrowdResult, SyntheticResult
from benchmarks.workplace import Workplace
from production.output_spec import QUALITIES

FRAMES = {10: 600, 100: 300, 1000: 60, 5000: 20}
"""How many frames are drawn of so many mobjects: what stock Manim draws in some twenty seconds at most."""

LONG_QUALITY = "l"
"""The letter of the long scenes' quality."""

LONG_MOBJECTS, LONG_MOVING, LONG_PLAYS, LONG_FRAMES = 100, 10, (4, 8, 16), 90
"""The long scenes: of mobjects, of which some move, in plays of so many frames (six seconds each)."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """A scene of ``benchmarks.crowd``, and the letter of the quality in which it is drawn."""

    mobjects: int
    moving: int
    letter: str
    frames: int
    plays: int = 1

    @property
    def name(self) -> str:
        """What its class and its files are called."""
        return f"Crowd{self.mobjects}Of{self.moving}In{self.plays}Times{self.frames}"


def measure_synthetic(work: Workplace) -> SyntheticResult:
    """Render scenes of more and more mobjects, of which all or a tenth move, and longer and longer ones.

    Both renderers draw each scene twice: as it is, and its first frame alone. The difference, divided by the
    frames, is what a frame takes; what starting and setting up take is not in it.
    """
    crowds = [
        Crowd(mobjects, moving, work.letter, frames)
        for mobjects, frames in FRAMES.items()
        for moving in (mobjects // 10, mobjects)
    ]
    long = [Crowd(LONG_MOBJECTS, LONG_MOVING, LONG_QUALITY, LONG_FRAMES, plays) for plays in LONG_PLAYS]
    return SyntheticResult(
        tuple(measure_crowd(work, crowd) for crowd in crowds),
        QUALITIES[LONG_QUALITY],
        tuple(measure_crowd(work, crowd) for crowd in long),
    )


def measure_crowd(work: Workplace, crowd: Crowd) -> CrowdResult:
    """Render a scene and its first frame alone, with both renderers."""
    frames = crowd.frames * crowd.plays
    first = Crowd(crowd.mobjects, crowd.moving, crowd.letter, 1)
    seconds = {scene: _seconds(work, scene) for scene in (first, crowd)}
    stock, ours = (
        1000 * (whole - start) / (frames - 1)
        for start, whole in zip(seconds[first], seconds[crowd], strict=True)
    )
    return CrowdResult(crowd.mobjects, crowd.moving, frames, stock, ours)


def _seconds(work: Workplace, crowd: Crowd) -> tuple[float, float]:
    file = f"{crowd.name.lower()}.py"
    (work.sources / file).write_text(
        "from benchmarks.crowd import Crowd\n\n\n"
        f"class {crowd.name}(Crowd):\n"
        f"    number, moving = {crowd.mobjects}, {crowd.moving}\n"
        f"    plays, frames = {crowd.plays}, {crowd.frames}\n",
        encoding="utf-8",
    )
    media, frames = f"crowds/{crowd.name}/{crowd.letter}", crowd.frames * crowd.plays
    what = f"{frames} frames of {crowd.mobjects} mobjects, {crowd.moving} moving"
    stock = work.stock(what, file, crowd.name, f"{media}/stock", crowd.letter)
    ours = work.render(what, f"{media}/ours", letter=crowd.letter, names=[f"{file}:{crowd.name}"])
    return stock.seconds, ours.seconds
