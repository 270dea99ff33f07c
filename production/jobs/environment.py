"""What a process of the line needs: its environment, and a garbage collector that suits it."""

from __future__ import annotations

import gc
import os
from pathlib import Path

OBJECTS_UNTIL_COLLECTION = 50_000
"""A scene makes its mobjects by the thousand and keeps them, and so does whoever reads its sources."""


def complete_environment() -> None:
    """Set PATH and HOME where a scheduler, or a container's user without a name, has none."""
    os.environ.setdefault("PATH", os.defpath)
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = os.sep


def collect_seldom() -> None:
    """Let Python look for garbage seldom in this process; by default it does after every 700 objects."""
    gc.set_threshold(OBJECTS_UNTIL_COLLECTION)
