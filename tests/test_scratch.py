from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from production.jobs.scratch import Scratch, remove_abandoned


def test_a_folder_whose_owner_lives_is_left_alone(tmp_path: Path) -> None:
    with Scratch(tmp_path) as folder:
        assert remove_abandoned(tmp_path)
        assert folder.is_dir()
    assert not remove_abandoned(tmp_path)
    assert not folder.exists()


def test_a_folder_without_owner_is_swept(tmp_path: Path) -> None:
    for name in ("dead", "without_lock"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "clip.mp4").write_bytes(b"half")
    (tmp_path / "dead.lock").touch()
    assert not remove_abandoned(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("function", ["shutil.rmtree", "Path.unlink"])
def test_a_folder_whose_removal_is_interrupted_is_swept_by_whoever_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    scratch = Scratch(tmp_path)
    scratch.__enter__()
    with monkeypatch.context() as patch:
        patch.setattr(f"production.jobs.scratch.{function}", interrupt)
        with pytest.raises(KeyboardInterrupt):
            scratch.remove()
    assert not remove_abandoned(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def test_a_folder_whose_making_is_interrupted_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = Scratch(tmp_path)
    mkdir = Path.mkdir

    def interrupt_its_own(path: Path, *arguments: Any, **options: Any) -> None:
        if path == scratch.folder:
            raise KeyboardInterrupt
        mkdir(path, *arguments, **options)

    monkeypatch.setattr(Path, "mkdir", interrupt_its_own)
    with pytest.raises(KeyboardInterrupt):
        scratch.__enter__()
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


@pytest.mark.parametrize("name", [".gate", "some.lock"])
def test_a_lock_that_cannot_be_opened_says_how_to_go_on(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    with pytest.raises(IsADirectoryError) as error, Scratch(tmp_path):
        pytest.fail("it was opened")
    assert str(error.value) == (
        f"[Errno 21] Is a directory; remove it, if no render is at work there: '{tmp_path / name}'"
    )
    (tmp_path / name).rmdir()
    with Scratch(tmp_path) as folder:
        assert folder.is_dir()
