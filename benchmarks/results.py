"""The numbers of a benchmark: those that were measured, and those that are computed from them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from benchmarks.fidelity import Fidelity
from benchmarks.process import Run
from production.output_spec import Quality


@dataclass(frozen=True, slots=True)
class SceneResult:
    """A scene drawn once more.

    Parameters
    ----------
    encoder_seconds
        The encoder's wall time.
    draw, convert, encode, compare
        Seconds of one core: of Manim and the camera, of the conversion to the encoder's pixels, of the
        encoder, and of what only the benchmark does.
    stock, ours
        How near the frames of either clip are to the raw ones.
    """

    scene: str
    frames: int
    encoder_seconds: float
    draw: float
    convert: float
    encode: float
    compare: float
    stock: Fidelity
    ours: Fidelity

    @property
    def worse(self) -> list[str]:
        """In what our clip is farther from the raw frames than stock Manim's."""
        return self.ours.worse_than(self.stock)


@dataclass(frozen=True, slots=True)
class FilmResult:
    """Scenes rendered from nothing by stock Manim, a run each, and by ``render.py``, all in each run."""

    stock_runs: tuple[Run, ...]
    our_runs: tuple[Run, ...]
    unchanged_seconds: float
    scenes: tuple[SceneResult, ...]

    @property
    def frames(self) -> int:
        """How many there are."""
        return sum(scene.frames for scene in self.scenes)

    @property
    def stock(self) -> Run:
        """Stock Manim's runs, one after the other."""
        return Run.in_sequence(self.stock_runs)

    @property
    def seconds(self) -> float:
        """The mean wall time of ``render.py``."""
        return fmean(run.seconds for run in self.our_runs)

    def floor_seconds(self, cores: int) -> float:
        """Return the wall time of the encoder alone, on all cores."""
        return sum(scene.encoder_seconds for scene in self.scenes) / cores

    @property
    def times_stock(self) -> float:
        """The speed, relative to stock Manim's."""
        return self.stock.seconds / self.seconds

    def times_floor(self, cores: int) -> float:
        """Return the wall time, relative to that of the encoder alone."""
        return self.seconds / self.floor_seconds(cores)

    @property
    def bytes(self) -> tuple[int, int]:
        """The bytes of all video streams, stock Manim's and ours."""
        return sum(scene.stock.bytes for scene in self.scenes), sum(scene.ours.bytes for scene in self.scenes)

    @property
    def bytes_ratio(self) -> float:
        """The bytes of the video streams, relative to stock Manim's."""
        stock, ours = self.bytes
        return ours / stock

    @property
    def worse(self) -> dict[str, list[str]]:
        """In what which scenes are farther from the raw frames than stock Manim's, by scene."""
        return {scene.scene: scene.worse for scene in self.scenes if scene.worse}


@dataclass(frozen=True, slots=True)
class Edit:
    """A rerun after an edit.

    Parameters
    ----------
    scene, beat
        What was edited; without a beat, all of the scene's.
    share
        The scene's share of the frames.
    seconds
        The rerun's wall time.
    """

    scene: str
    beat: str | None
    share: float
    seconds: float


@dataclass(frozen=True, slots=True)
class EditResult:
    """Reruns after edits; ``whole_seconds`` is the wall time of a run from nothing."""

    whole_seconds: float
    edits: tuple[Edit, ...]

    def asked(self, edit: Edit) -> float:
        """Return the seconds that an edit may take: 5 of a beat, of a scene its share and 3 more."""
        return 5.0 if edit.beat is not None else edit.share * self.whole_seconds + 3


@dataclass(frozen=True, slots=True)
class PreviewResult:
    """The wall time of a preview from nothing."""

    quality: Quality
    seconds: float


@dataclass(frozen=True, slots=True)
class MasterResult:
    """The wall time of masters from nothing, and the bytes of their files."""

    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class CrowdResult:
    """A synthetic scene, and what a frame of it takes.

    Parameters
    ----------
    mobjects, moving, frames
        How many there are.
    stock, ours
        Milliseconds of wall time a frame, without what the scene's first frame takes.
    """

    mobjects: int
    moving: int
    frames: int
    stock: float
    ours: float

    @property
    def ratio(self) -> float:
        """How many times faster ours is."""
        return self.stock / self.ours


@dataclass(frozen=True, slots=True)
class SyntheticResult:
    """Synthetic scenes: of more and more mobjects, and longer and longer ones."""

    crowds: tuple[CrowdResult, ...]
    long_quality: Quality
    long: tuple[CrowdResult, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; what was not asked for is None.

    ``cores`` are the machine's, ``jobs`` the processes that ``render.py`` was given, ``is_whole`` says
    whether all of the film was rendered.
    """

    quality: Quality
    cores: int
    jobs: int
    is_whole: bool
    film: FilmResult | None = None
    edit: EditResult | None = None
    preview: PreviewResult | None = None
    master: MasterResult | None = None
    synthetic: SyntheticResult | None = None
