"""The command line of this film: ``python render.py zigzag`` renders a scene, ``lesson`` the film.

Installed, it is called ``momentum-film``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

PROGRAM = Path(sys.argv[0]).name
"""What was called."""

IS_CLONE = Path(__file__).with_name("pyproject.toml").is_file()
"""Whether this is the project's folder; otherwise it has been installed."""

try:
    import click  # noqa: F401  what else is needed comes with it
except ModuleNotFoundError:
    remedy = (
        "activate the environment that ./run made (. .venv/bin/activate), or call ./run lesson, which makes it"
        if IS_CLONE
        else "install momentum-film again, together with what it depends on"
    )
    print(f"{PROGRAM}: this Python lacks what it needs; {remedy}", file=sys.stderr)
    sys.exit(2)

from production.commands.main import main
from production.jobs.signals import exit_now
from scenes.lesson import LESSON

__version__ = "0.2.0.dev0"

MEDIA = Path(__file__).with_name("media") if IS_CLONE else Path("media")


def run() -> NoReturn:
    """Do what the command line says, and end the process."""
    exit_now(main(LESSON, MEDIA, program=PROGRAM, version=__version__))


if __name__ == "__main__":
    run()
