"""The voices that can be asked for by name."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from production.errors import InvalidRequestError, NarrationError
from production.frames.blame import cause
from production.frames.scene_module import import_module, is_file
from production.voice.engine import Engine
from production.voice.hibari import Hibari
from production.voice.kokoro import FOLDER, VOICES, Kokoro

DEFAULT = "af_heart"
"""The lesson's voice."""

DRAFT = "hibari"


def find_voice(name: str) -> Engine:
    """Return the voice of a name, of a Kokoro voice's file, or of a class of engines, ``cloud.py:Cloud``.

    Raises
    ------
    InvalidRequestError
        If nothing is called so.
    NarrationError
        If it cannot speak here.
    """
    if ":" in name or is_file(name):
        return _of_class(name)
    stem = Path(name).name.removesuffix(".bin")
    if stem in VOICES:
        return Kokoro(stem, Path(name) if stem != name else None)
    if name == DRAFT:
        return Hibari()
    here = sorted(file.stem for file in FOLDER.glob("*.bin"))
    close = difflib.get_close_matches(stem, [*VOICES, DRAFT], n=1)
    hint = f"did you mean {close[0]}?" if close else f"there are {', '.join([*here, DRAFT])}"
    raise InvalidRequestError(f"there is no voice {name}; {hint}")


def usual_voice(speakers: Sequence[str]) -> str:
    """Return the Kokoro voice that has spoken most of a film, or the default one."""
    voices = Counter(name for speaker in speakers if (name := speaker.removeprefix("Kokoro ")) in VOICES)
    return voices.most_common(1)[0][0] if voices else DEFAULT


def _of_class(reference: str) -> Engine:
    source, _, name = reference.rpartition(":")
    if not source:
        raise InvalidRequestError(f"which class of {reference} speaks? write {reference}:NAME")
    try:
        engine: Any = getattr(import_module(source), name)()
    except NarrationError:
        raise
    except Exception as error:
        # Making what somebody is writing may fail of anything.
        raise InvalidRequestError(f"the voice {reference} cannot be made: {cause(error)}") from error
    missing = [part for part in ("name", "british", "speak") if not hasattr(engine, part)]
    if missing:
        raise InvalidRequestError(f"the voice {reference} has no {missing[0]}; see production.voice.engine")
    found: Engine = engine
    return found
