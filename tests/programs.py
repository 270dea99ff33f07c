"""Programs of others that read what was made."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest


def run_program(name: str, *arguments: str) -> str:
    """Run a program and return what it prints.

    Where it is not installed the test is skipped; in continuous integration, which installs it, it fails.
    """
    if shutil.which(name) is None:
        reason = f"{name} is not installed"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return subprocess.run([name, *arguments], capture_output=True, text=True, check=True).stdout
