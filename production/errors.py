"""What can go wrong while a film is made."""

from __future__ import annotations


class RenderError(RuntimeError):
    """A scene that could not be rendered: which, in which beat, and why."""

    def __init__(self, scene: str, beat: str, cause: str) -> None:
        super().__init__(scene, beat, cause)
        self.scene = scene
        self.beat = beat
        self.cause = cause

    def __str__(self) -> str:
        return f"{self.scene}, {self.beat}: {self.cause}"
