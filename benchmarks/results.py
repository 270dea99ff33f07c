"""The numbers of a benchmark: those that were measured, and those that are computed from them."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import fmean

from benchmarks.process import Run
from production.output_spec import Quality


@dataclass(frozen=True, slots=True)
class RendererResult:
    """A renderer's runs, each of which rendered all scenes from nothing, and the clips that came of them."""

    name: str
    runs: tuple[Run, ...]
    frames: int
    bytes: int
    ssim: tuple[float, ...]

    @property
    def seconds(self) -> float:
        """The mean wall time of a run."""
        return fmean(run.seconds for run in self.runs)

    @property
    def frames_per_second(self) -> float:
        """Frames rendered in a second of wall time."""
        return self.frames / self.seconds

    @property
    def mean_ssim(self) -> float:
        """The mean SSIM of the sampled frames, against the raw ones."""
        return fmean(self.ssim)


@dataclass(frozen=True, slots=True)
class SceneResult:
    """A scene drawn once more: the encoder's seconds, and the SSIM of its sampled frames in its clips.

    The master's is that of luma alone.
    """

    scene: str
    frames: int
    encoder_seconds: float
    stock_ssim: tuple[float, ...]
    our_ssim: tuple[float, ...]
    master_ssim: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """All that was measured; ``stock`` is stock Manim, ``ours`` is ``render.py``, ``master`` its master.

    ``cores`` are the machine's, ``jobs`` the processes that ``render.py`` was given.
    """

    quality: Quality
    cores: int
    jobs: int
    stock: RendererResult
    ours: RendererResult
    master: RendererResult
    stock_scenes: tuple[Run, ...]
    scenes: tuple[SceneResult, ...]
    unchanged_seconds: float
    edited_scene: str
    edited_seconds: float
    preview_quality: Quality
    preview_seconds: float

    @property
    def floor_seconds(self) -> float:
        """The wall time of the encoder alone, on all cores."""
        return sum(scene.encoder_seconds for scene in self.scenes) / self.cores

    @property
    def times_stock(self) -> float:
        """The speed, relative to stock Manim's."""
        return self.ours.frames_per_second / self.stock.frames_per_second

    @property
    def times_floor(self) -> float:
        """The wall time, relative to that of the encoder alone."""
        return self.ours.seconds / self.floor_seconds

    @property
    def times_real_time(self) -> float:
        """The speed, relative to playback."""
        return self.ours.frames_per_second / self.quality.frame_rate

    @property
    def bytes_ratio(self) -> float:
        """The size of the clips, relative to stock Manim's."""
        return self.ours.bytes / self.stock.bytes

    @property
    def ssim_difference(self) -> float:
        """The mean SSIM, less stock Manim's."""
        return self.ours.mean_ssim - self.stock.mean_ssim
