"""What a process of the line needs: its environment, and a garbage collector that suits it."""

from __future__ import annotations

import gc
import os
from pathlib import Path

OBJECTS_UNTIL_COLLECTION = 50_000


def complete_environment() -> None:
    """Set PATH and HOME where a scheduler, or a container's user without a name, has none."""
    os.environ.setdefault("PATH", os.defpath)
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = os.sep


def collect_seldom() -> None:
    """Let Python look for garbage seldom in this process, which makes objects by the thousand and keeps them.

    By default it looks after every 700: reading sources takes twice as long so.
    """
    gc.set_threshold(OBJECTS_UNTIL_COLLECTION)
