"""What is to be made: how large the pictures are, how many a second there are, and in which container."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from production.errors import InvalidRequestError


class Format(StrEnum):
    """A film's container."""

    MP4 = "mp4"
    WEBM = "webm"
    MOV = "mov"
    GIF = "gif"


GIF_FRAME_RATE: Final = 30
"""The most frames a second of a GIF. It tells times in hundredths of a second, and players show for a tenth
what it would show for one of them, as some frames of 60 a second are."""

TRANSPARENT_FORMATS: Final = (Format.WEBM, Format.MOV)
"""Those whose players know transparency."""

MASTER_FORMATS: Final = (Format.MP4, Format.MOV)
"""Those that platforms take and archives keep."""


@dataclass(frozen=True, slots=True)
class Quality:
    """Width and height in pixels, frames a second."""

    width: int
    height: int
    frame_rate: int

    def __post_init__(self) -> None:
        for name in ("width", "height"):
            if getattr(self, name) < 2 or getattr(self, name) % 2:
                raise InvalidRequestError(
                    f"{name} is {getattr(self, name)}; it must be even and at least 2, "
                    "because four pixels share one colour sample"
                )
        if self.frame_rate < 1:
            raise InvalidRequestError(f"frame_rate is {self.frame_rate}; it must be at least 1")

    @property
    def folder(self) -> str:
        """The quality's usual name, as in ``1080p60``."""
        return f"{self.height}p{self.frame_rate}"


QUALITIES = MappingProxyType(
    {
        "l": Quality(854, 480, 15),
        "m": Quality(1280, 720, 30),
        "h": Quality(1920, 1080, 60),
        "p": Quality(2560, 1440, 60),
        "k": Quality(3840, 2160, 60),
    }
)
"""Manim's qualities, by the letters of its ``-q`` option."""

COARSEST_FRAME_RATE: Final = min(quality.frame_rate for quality in QUALITIES.values())
"""Frames a second; every other frame rate is a multiple of it."""


@dataclass(frozen=True, slots=True)
class OutputSpec:
    """A film's quality and container, whether there is a background behind its pictures, and what it is for.

    Parameters
    ----------
    master
        Whether it is for upload and for archives: nothing is seen of its being encoded, however large it is.
    full_chroma
        Whether every pixel of a master has a colour of its own (4:4:4); in a transparent MOV it has anyway.

    Raises
    ------
    InvalidRequestError
        If the film is to be transparent in a container whose players know no transparency, a master in one
        that is not for masters, or of full chroma and no master.
    """

    quality: Quality
    format: Format = Format.MP4
    transparent: bool = False
    master: bool = False
    full_chroma: bool = False

    def __post_init__(self) -> None:
        if self.transparent and self.format not in TRANSPARENT_FORMATS:
            remedy = " or ".join(f"--format {choice}" for choice in TRANSPARENT_FORMATS)
            raise InvalidRequestError(f"{self.format} cannot be transparent; add {remedy}")
        if self.master and self.format not in MASTER_FORMATS:
            remedy = " or ".join(f"--format {choice}" for choice in MASTER_FORMATS)
            raise InvalidRequestError(f"{self.format} cannot be a master; add {remedy}")
        if self.full_chroma and not self.master:
            raise InvalidRequestError("--444 is for a master, as few players show it; add --master")

    @property
    def drawn(self) -> Quality:
        """The size of its pictures and how many a second are drawn: in a GIF ``GIF_FRAME_RATE`` at most."""
        if self.format is not Format.GIF:
            return self.quality
        return replace(self.quality, frame_rate=min(self.quality.frame_rate, GIF_FRAME_RATE))
