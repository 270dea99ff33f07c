"""A folder of finished files that remembers which of them were put there, so that old ones can be removed."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from pathlib import Path

from production.deliverables.manifest import digests, path_of, sha256
from production.deliverables.publish import place, publishing
from production.errors import naming

Files = dict[str, str]
"""The digests of files, by their names."""


class OwnFolder:
    """Files come into a folder in groups, each of which takes the place of what was there of it.

    What the folder has besides, or what was changed since it came there, is never removed.

    Parameters
    ----------
    folder
        Made when the first file comes.
    record
        The name of the file that remembers, in JSON.
    scratch
        Where it is written before it is whole.
    """

    def __init__(self, folder: Path, record: str, scratch: Path) -> None:
        self.folder = folder
        self._record = folder / record
        self._scratch = scratch

    def publish(self, group: str, files: Sequence[Path], is_kept: Callable[[str], bool]) -> None:
        """Move finished files here, and remove those of their group that were here before.

        Parameters
        ----------
        is_kept
            Whether one that was here before stays, by its name.

        Raises
        ------
        OSError
            If one cannot come here.
        """
        made = digests(files)
        with naming(self.folder), publishing(self.folder):
            groups = self._read()
            before = groups.get(group, {})
            after = {name: digest for name, digest in before.items() if is_kept(name)} | made
            # Both, until all is done: whatever happens, nothing of ours is forgotten.
            self._write({**groups, group: {**before, **made}})
            place(files, self.folder)
            self._remove(before, but=after)
            self._write({**groups, group: after})

    def forget(self, beginning: str, but: Collection[str]) -> None:
        """Remove the files of all groups that begin so, but for some.

        Raises
        ------
        OSError
            If one cannot be removed.
        """
        with naming(self.folder), publishing(self.folder):
            groups = self._read()
            gone = [group for group in groups if group.startswith(beginning) and group not in but]
            for group in gone:
                self._remove(groups.pop(group))
            if gone:
                self._write(groups)

    def _remove(self, files: Mapping[str, str], but: Collection[str] = ()) -> None:
        for name in files.keys() - set(but):
            path = path_of(name, self.folder)
            if path.is_file() and sha256(path) == files[name]:
                path.unlink()

    def _read(self) -> dict[str, Files]:
        """Return what the record says; nothing where it is damaged, for then nothing is ours for certain."""
        try:
            groups = json.loads(self._record.read_text(encoding="utf-8"))
            return {str(group): _plain(files) for group, files in groups.items()}
        except (AttributeError, OSError, RecursionError, TypeError, ValueError):
            return {}

    def _write(self, groups: Mapping[str, Files]) -> None:
        made = self._scratch / self._record.name
        text = json.dumps(groups, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
        made.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
        place([made], self.folder)


def _plain(files: Mapping[str, str]) -> Files:
    """Return the files of a group, but for what leads out of the folder."""
    return {name: digest for name, digest in files.items() if Path(name).name == name and name.strip(".")}
