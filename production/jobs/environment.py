"""What libraries take from the environment without asking whether it is there."""

from __future__ import annotations

import os
from pathlib import Path


def complete_environment() -> None:
    """Set PATH and HOME where a scheduler, or a container's user without a name, has none."""
    os.environ.setdefault("PATH", os.defpath)
    try:
        Path.home()
    except RuntimeError:
        os.environ["HOME"] = os.sep
