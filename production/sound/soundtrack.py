"""What is heard when in a film: recordings of its words, and the sounds that its scenes add."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from production.errors import NarrationError, RenderError
from production.narration.recordings import Narration
from production.sound.samples import RATE, read
from production.timeline import AddedSound, Beat, FilmTimeline, PlacedScene


@dataclass(frozen=True, slots=True)
class Placed:
    """A file of sound, and when it is heard, in seconds on the film's clock.

    Parameters
    ----------
    path, sha256
        The file, and the digest of its content, by which alone it counts.
    start
        When it begins; before zero, if the film begins in the middle of it.
    end
        When it is cut at the latest.
    gain, gain_to_background
        Decibels by which it is amplified, and those before it while it is heard.
    """

    # A track is the same wherever its files lie.
    path: Path = field(repr=False, compare=False)
    sha256: str
    start: float
    end: float
    gain: float = 0.0
    gain_to_background: float = 0.0


@dataclass(frozen=True, slots=True)
class Soundtrack:
    """What is heard in a film of so many seconds; its representation is the same wherever the files lie."""

    length: float
    recordings: tuple[Placed, ...] = ()
    sounds: tuple[Placed, ...] = ()


def soundtrack_of(film: FilmTimeline, narration: Narration) -> Soundtrack | None:
    """Return what is heard in a film; None where nothing is.

    Raises
    ------
    NarrationError
        If a recording is not there, or is not the one that its scene was timed by.
    RenderError
        If a sound that a scene adds cannot be read.
    """
    recordings = tuple(
        Placed(_recording(narration, scene, beat), beat.speech.sha256, beat.speech_start, scene.end)
        for scene in film.scenes
        for beat in scene.beats
        if beat.speech is not None and beat.speech_start is not None
    )
    lengths: dict[Path, float] = {}
    sounds = tuple(sound for scene in film.scenes for sound in _sounds(scene, lengths))
    return Soundtrack(film.length, recordings, sounds) if recordings or sounds else None


def _recording(narration: Narration, scene: PlacedScene, beat: Beat) -> Path:
    """Return the file of a beat's recording."""
    name, speech = scene.timeline.scene.name, beat.speech
    assert speech is not None
    found = narration.find(name, speech.words, speech.speak)
    if found is None or narration.folder is None or found.speech.sha256 != speech.sha256:
        raise NarrationError(
            f"the recording of beat {beat.title!r} of {name} is no longer in the index; make the film again"
        )
    path = narration.folder / found.file
    remedy = f"restore it, or speak it anew (render.py voice {name})"
    try:
        digest = sha256(path)
    except OSError as error:
        raise NarrationError(f"{path} cannot be read: {error.strerror}; {remedy}") from error
    if digest != speech.sha256:
        raise NarrationError(f"{path} is not the recording that its index tells of; {remedy}")
    return path


def _sounds(scene: PlacedScene, lengths: dict[Path, float]) -> Iterator[Placed]:
    """Give the sounds that a scene adds, as far as they are heard in it, on the film's clock."""
    for sound in scene.timeline.sounds:
        path = Path(sound.path)
        try:
            digest = sha256(path)
            if path not in lengths:
                lengths[path] = read(path).shape[1] / RATE
        except OSError as error:
            raise _unreadable(scene, sound, f"cannot be read: {error.strerror}") from error
        except ValueError as error:
            raise _unreadable(scene, sound, f"cannot be heard: {error}") from error
        if sound.start < scene.timeline.length and sound.start + lengths[path] > 0:
            later = sound.shifted(scene.start)
            gain, background = sound.gain or 0.0, sound.gain_to_background or 0.0
            yield Placed(path, digest, later.start, scene.end, gain, background)


def _unreadable(scene: PlacedScene, sound: AddedSound, said: str) -> RenderError:
    beats = scene.timeline.beats
    number = max((n for n, beat in enumerate(beats, 1) if beat.start <= sound.start), default=1)
    return RenderError(
        scene.timeline.scene.label, f"beat {number} ({beats[number - 1].title})", f"{sound.path} {said}"
    )


def sha256(path: Path) -> str:
    """Digest a file.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
