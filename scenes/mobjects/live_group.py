"""A picture of a number that changes while an animation plays."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any, Self

from manim import Animation, UpdateFromAlphaFunc, VGroup


class LiveGroup(VGroup):
    """A group whose picture depends on a number; a subclass says how in ``set_to``."""

    @abstractmethod
    def set_to(self, number: float, /) -> Self:
        """Draw the picture for ``number``."""

    def follow(self, number: Callable[[], float]) -> Self:
        """Draw what ``number`` returns, at every frame."""
        # Manim passes the mobject to its updater, so a copy of the group updates itself.
        self.add_updater(lambda group: group.set_to(number()))
        return self

    def grow_to(self, number: float, **keywords: Any) -> Animation:
        """Return the animation that draws it from 0 up to ``number``."""
        return UpdateFromAlphaFunc(self, lambda group, share: group.set_to(share * number), **keywords)
