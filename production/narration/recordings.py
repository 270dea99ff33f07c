"""A film's recordings: a file a beat, in one folder, and an index of what each says and when.

The index is data of the film, as its words are: rendering reads it and changes nothing in it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from production.errors import NarrationError
from production.narration.speech import Span, Speech, spans

INDEX = "index.json"
"""The file in a folder of recordings that says what they are."""


@dataclass(frozen=True, slots=True)
class Recording:
    """A beat's recording.

    Parameters
    ----------
    scene
        The name of the scene whose beat it is.
    file
        The name of the file in the folder, as in ``zigzag_02.opus``.
    speech
        What it says, and when.
    sentences
        From when to when each sentence is said.
    speaker
        Who or what spoke it, as in ``Kokoro af_heart`` or ``Ada Lovelace``.
    is_recorded
        Whether a person did, whose recording is not to be spoken over.
    nudged
        The numbers of the words, counted from 0, whose times a person has set, and that stay so.
    """

    scene: str
    file: str
    speech: Speech
    sentences: tuple[Span, ...]
    speaker: str
    is_recorded: bool = False
    nudged: tuple[int, ...] = ()

    @classmethod
    def from_fields(cls, fields: dict[str, Any]) -> Self:
        """Read what ``dataclasses.asdict`` made of a recording."""
        return cls(
            scene=fields["scene"],
            file=fields["file"],
            speech=Speech.from_fields(fields["speech"]),
            sentences=spans(fields["sentences"]),
            speaker=fields["speaker"],
            is_recorded=bool(fields["is_recorded"]),
            nudged=tuple(fields["nudged"]),
        )


@dataclass(frozen=True, slots=True)
class Narration:
    """The recordings in a folder.

    Parameters
    ----------
    folder
        Where they are; None where a film has none.
    recordings
        In the order of the film.
    """

    folder: Path | None = None
    recordings: tuple[Recording, ...] = ()

    @classmethod
    def read(cls, folder: Path | None) -> Self:
        """Read the index of a folder; one that is not there has no recordings.

        Raises
        ------
        NarrationError
            If there is an index, but it cannot be read.
        """
        if folder is None or not (folder / INDEX).exists():
            return cls(folder)
        try:
            entries = json.loads((folder / INDEX).read_text(encoding="utf-8"))
            return cls(folder, tuple(map(Recording.from_fields, entries)))
        except (OSError, AttributeError, KeyError, TypeError, ValueError) as error:
            raise NarrationError(
                f"{folder / INDEX} cannot be read: {error}; restore it, or speak anew (render.py voice --all)"
            ) from error

    def speeches(self, scene: str) -> tuple[Speech, ...]:
        """Return what is recorded of a scene."""
        return tuple(recording.speech for recording in self.recordings if recording.scene == scene)

    def find(self, scene: str, narration: str, speak: str = "") -> Recording | None:
        """Return the recording of a beat's words, if there is one."""
        for recording in self.recordings:
            if recording.scene == scene and recording.speech.says(narration, speak):
                return recording
        return None

    def to_json(self) -> str:
        """Text that ``read`` reads back: a line a recording, so that each change is one of a line."""
        return _to_json(map(asdict, self.recordings))


SILENT = Narration()
"""No recordings."""


def _to_json(entries: Iterable[dict[str, Any]]) -> str:
    lines = ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries)
    return f"[\n{lines}\n]\n" if lines else "[]\n"
