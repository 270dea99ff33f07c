"""A scene's title, muted, in the corner for its first seconds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Self

from manim import UL, VGroup

from scenes import style
from scenes.mobjects.typography import words

SECONDS = 2.0
"""How long it can be seen."""

FADING = 0.4
"""How long of that it comes, and how long it goes."""


class SceneTitle(VGroup):
    """A title that comes, stands and goes by the scene's clock, whatever plays meanwhile.

    Parameters
    ----------
    title
        What it says.
    time
        Returns the scene's time, in seconds.
    """

    def __init__(self, title: str, time: Callable[[], float]) -> None:
        super().__init__(words(title, style.LABEL_SIZE, color=style.MUTED_INK))
        self._time = time
        self.move_to((style.SAFE_LEFT, style.SAFE_TOP, 0), aligned_edge=UL)
        # It takes the time, so that it comes and goes during a rest, too.
        self.add_updater(lambda title, dt: title.set_to_now())  # noqa: ARG005
        self.set_to_now()

    def is_over(self) -> bool:
        """Whether it is gone for good."""
        return self._time() >= SECONDS

    def set_to_now(self) -> Self:
        """Be as strong as it should be now."""
        now = self._time()
        self.set_fill(opacity=max(0.0, min(1.0, now / FADING, (SECONDS - now) / FADING)))
        return self
