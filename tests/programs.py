"""Programs of others that read what was made."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def program(*names: str) -> str:
    """Return the path of the first of some programs that is installed.

    Where none is, the test is skipped; in continuous integration, which installs it, it fails.
    """
    for name in names:
        if path := shutil.which(name):
            return path
    reason = f"{names[0]} is not installed"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def run_program(name: str, *arguments: str) -> str:
    """Run a program and return what it prints; where it is not installed, see ``program``."""
    return subprocess.run([program(name), *arguments], capture_output=True, text=True, check=True).stdout
