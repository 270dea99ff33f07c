"""The command line of this film: ``python render.py zigzag`` renders a scene, ``lesson`` the film.

Where the project is installed, the command is ``momentum-film``.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NoReturn

try:
    import click  # noqa: F401  what else is needed comes with it
except ModuleNotFoundError:
    print(
        f"{Path(sys.argv[0]).name}: this Python lacks what it needs; in a clone, activate the environment "
        "that ./run made (. .venv/bin/activate), or call ./run lesson, which makes it; "
        "elsewhere, install momentum-film again",
        file=sys.stderr,
    )
    sys.exit(2)

from production.commands.main import main
from production.jobs.environment import collect_seldom
from production.jobs.signals import exit_now
from scenes.lesson import LESSON

__version__ = "0.2.0.dev0"

HERE = Path(__file__).parent

MEDIA = HERE / "media" if (HERE / "pyproject.toml").is_file() else Path("media")
"""The clone's folder, or, where the project is installed, one in the folder that the command is called in."""


def run() -> NoReturn:
    """Do what the command line says, and end the process."""
    collect_seldom()
    exit_now(main(LESSON, MEDIA, program=Path(sys.argv[0]).name, version=__version__))


if __name__ == "__main__":
    run()
