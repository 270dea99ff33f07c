"""The command line of this film: ``python render.py zigzag`` renders a scene, ``lesson`` the film."""

from __future__ import annotations

import sys
from pathlib import Path

try:
    import click  # noqa: F401  what else is needed comes with it
except ModuleNotFoundError:
    print(
        "render.py: this Python lacks what it needs; activate the environment that ./run made "
        "(. .venv/bin/activate), or call ./run lesson, which makes it",
        file=sys.stderr,
    )
    sys.exit(2)

from production.commands.main import main
from production.jobs.signals import exit_now
from scenes.lesson import LESSON

__version__ = "0.2.0.dev0"

MEDIA = Path(__file__).parent / "media"

if __name__ == "__main__":
    exit_now(main(LESSON, MEDIA, version=__version__))
