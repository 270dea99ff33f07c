"""What a worker process answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Unable:
    """The process cannot do any job; it lacks memory, say."""

    cause: str


@dataclass(frozen=True, slots=True)
class Reached:
    """A beat begins, which is given in words; it may be the worker's last."""

    beat: str


@dataclass(frozen=True, slots=True)
class Progress:
    """So many frames are done of the file that is being made."""

    frames: int


@dataclass(frozen=True, slots=True)
class Made:
    """A file of the job is whole; it is of so many frames."""

    file_name: str
    frames: int


@dataclass(frozen=True, slots=True)
class Done:
    """The job is done; the process had at most so much memory (bytes) so far."""

    peak_memory: int


@dataclass(frozen=True, slots=True)
class Failed:
    """The job failed."""

    error: Exception


Message: TypeAlias = Unable | Reached | Progress | Made | Done | Failed
