"""What is made once for all processes of a run of the tests."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


class Shared:
    """Folders that whoever asks first fills, and all others find filled."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def __call__(self, name: str, fill: Callable[[Path], None]) -> Path:
        """Return the folder of a name; others who want the same one wait while it is filled."""
        folder = self._root / name
        with FileLock(self._root / f"{name}.lock"):
            if not folder.exists():
                unfinished = self._root / f"{name}.unfinished"
                unfinished.mkdir(exist_ok=True)
                fill(unfinished)
                unfinished.rename(folder)
        return folder


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Shared:
    """Give the folders that all workers of this run share."""
    own = tmp_path_factory.getbasetemp()
    root = (own.parent if hasattr(request.config, "workerinput") else own) / "shared"
    root.mkdir(exist_ok=True)
    return Shared(root)
