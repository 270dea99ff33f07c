from __future__ import annotations

import os
from pathlib import Path

import pytest

from production.jobs.environment import complete_environment


def test_what_is_set_stays(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/somewhere")
    monkeypatch.setenv("HOME", "/home/somebody")
    complete_environment()
    assert (os.environ["PATH"], os.environ["HOME"]) == ("/somewhere", "/home/somebody")


def test_a_user_without_a_name_has_a_home(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(_: int) -> None:
        raise KeyError("getpwuid(): uid not found")

    for name in ("PATH", "HOME"):
        monkeypatch.delenv(name)
    monkeypatch.setattr("pwd.getpwuid", unknown)
    complete_environment()
    assert os.environ["PATH"] == os.defpath
    assert Path.home() == Path("/")
