from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from production.jobs.scratch import Scratch, private_folder, remove_abandoned


def test_a_folder_whose_owner_lives_is_left_alone(tmp_path: Path) -> None:
    with Scratch(tmp_path) as folder:
        assert remove_abandoned(tmp_path)
        assert folder.is_dir()
    assert not remove_abandoned(tmp_path)
    assert not folder.exists()


def test_a_folder_without_owner_is_swept(tmp_path: Path) -> None:
    folder = Scratch(tmp_path).folder
    folder.mkdir()
    (folder / "clip.mp4").write_bytes(b"half")
    folder.with_name(f"{folder.name}.lock").touch()
    assert not remove_abandoned(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


def test_what_is_not_of_its_own_making_is_never_removed(tmp_path: Path) -> None:
    root, precious = tmp_path / "scratch", tmp_path / "precious"
    for folder in (precious, root / "photographs", root / "dead", root / ("a" * 32)):
        folder.mkdir(parents=True)
        (folder / "one").write_text("the only one")
    (root / "dead.lock").touch()
    # Links of the very names that are swept, to a folder and to a file.
    (root / ("b" * 32)).symlink_to(precious)
    (root / f"{'b' * 32}.lock").touch()
    (root / f"{'c' * 32}.lock").symlink_to(precious / "one")
    before = sorted(tmp_path.rglob("*"))
    assert not remove_abandoned(root)
    with Scratch(root):
        pass
    assert sorted(path for path in tmp_path.rglob("*") if path.name != ".gate") == before
    assert [path.read_text() for path in tmp_path.rglob("one")] == ["the only one"] * 4


def test_a_lock_that_may_not_be_opened_is_left_to_its_owner(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Scratch(tmp_path).folder
    folder.mkdir()
    folder.with_name(f"{folder.name}.lock").touch()
    acquire = FileLock.acquire

    def refuse(lock: FileLock, **options: Any) -> Any:
        if lock.lock_file.endswith(".gate"):
            return acquire(lock, **options)
        raise PermissionError(lock.lock_file)

    monkeypatch.setattr(FileLock, "acquire", refuse)
    assert remove_abandoned(tmp_path)
    assert folder.is_dir()


def test_a_private_folder_is_the_users_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "scenes-of-1"
    for _ in range(2):
        assert private_folder(path) == path
        assert path.stat().st_mode & 0o777 == 0o700
        path.chmod(0o755)
    others, link, file, dangling = (tmp_path / name for name in ("others", "link", "file", "dangling"))
    others.mkdir()
    link.symlink_to(others)
    file.touch()
    dangling.symlink_to(tmp_path / "nowhere")
    for refused, what in ((link, "a link"), (dangling, "a link"), (file, "no folder")):
        with pytest.raises(PermissionError, match=rf"{refused} is {what}, .*; remove it, or .* TMPDIR"):
            private_folder(refused)
    monkeypatch.setattr("os.geteuid", lambda: others.stat().st_uid + 1)
    with pytest.raises(PermissionError, match=r"others is a folder of the user \d+, so nothing is written"):
        private_folder(others)
    assert not (tmp_path / "nowhere").exists()


def interrupt(*_: object, **__: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("function", ["shutil.rmtree", "Path.unlink"])
def test_a_folder_whose_removal_is_interrupted_is_removed_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, function: str
) -> None:
    scratch = Scratch(tmp_path)
    scratch.__enter__()
    with monkeypatch.context() as patch:

        def interrupt_once(*_: object, **__: object) -> None:
            patch.undo()
            raise KeyboardInterrupt

        patch.setattr(f"production.jobs.scratch.{function}", interrupt_once)
        with pytest.raises(KeyboardInterrupt):
            scratch.remove()
    assert [path.name for path in tmp_path.iterdir()] == [".gate"]


@pytest.mark.parametrize("function", ["shutil.rmtree", "Path.unlink"])
def test_a_folder_whose_removal_is_interrupted_again_is_swept_by_whoever_comes_next(
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


def test_a_gate_that_cannot_be_opened_says_how_to_go_on(tmp_path: Path) -> None:
    gate = tmp_path / ".gate"
    gate.mkdir()
    with pytest.raises(IsADirectoryError) as error, Scratch(tmp_path):
        pytest.fail("it was opened")
    assert str(error.value) == (
        f"[Errno 21] Is a directory; remove it, if no render is at work there: '{gate}'"
    )
    gate.rmdir()
    with Scratch(tmp_path) as folder:
        assert folder.is_dir()


@pytest.mark.parametrize(
    "use", [lambda root: Scratch(root).__enter__(), remove_abandoned], ids=["work", "sweep"]
)
def test_what_a_link_leads_to_is_left_alone(tmp_path: Path, use: Callable[[Path], object]) -> None:
    others = tmp_path / "others"
    (others / ("a" * 32)).mkdir(parents=True)
    (others / f"{'a' * 32}.lock").touch()
    (tmp_path / "scratch").symlink_to(others)
    with pytest.raises(PermissionError, match="scratch is a link"):
        use(tmp_path / "scratch")
    assert sorted(path.name for path in others.iterdir()) == ["a" * 32, f"{'a' * 32}.lock"]
