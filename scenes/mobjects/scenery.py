"""What may reach down to where players draw captions: the fills and level lines of maps and hills."""

from __future__ import annotations

from typing import Any

from manim import Mobject


def make_scenery(*mobjects: Mobject) -> None:
    """Let mobjects, their parts and copies of them be scenery."""
    for mobject in mobjects:
        for part in mobject.get_family():
            marked: Any = part
            marked.is_scenery = True


def is_scenery(mobject: Mobject) -> bool:
    """Whether a mobject is scenery."""
    return getattr(mobject, "is_scenery", False)
