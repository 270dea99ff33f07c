"""Whoever wants to know that a scene begins a beat: a worker says so at once, as the beat may be its last."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Listener: TypeAlias = Callable[[str], None]
"""Takes a beat, in words."""

_LISTENER: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def told_of_beats(listener: Listener) -> Iterator[None]:
    """Let a function be called with each beat that a scene begins meanwhile."""
    before = _LISTENER.set(listener)
    try:
        yield
    finally:
        _LISTENER.reset(before)


def tell(beat: str) -> None:
    """Tell that a beat begins."""
    if (listener := _LISTENER.get()) is not None:
        listener(beat)
