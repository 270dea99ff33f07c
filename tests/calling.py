"""Calls the command line in this process."""

from __future__ import annotations

from pathlib import Path

import pytest

from production.commands.main import main
from tests.films.small_lesson import SMALL_LESSON


class Call:
    """Calls the command line in this process; holds what the last call printed."""

    def __init__(self, media: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.film = SMALL_LESSON
        self.media = media
        self.out = self.err = ""
        self._capsys = capsys

    def __call__(self, *arguments: str) -> int:
        code = main(self.film, Path("media"), [*arguments, "--media-dir", str(self.media)])
        self.out, self.err = self._capsys.readouterr()
        return code

    @property
    def paths(self) -> list[Path]:
        return [Path(line) for line in self.out.splitlines()]
