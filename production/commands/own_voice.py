"""A person's voice in place of a model's: imported, its words' times set by hand, and what is heard in it."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

import click

from production.commands.options import shown
from production.commands.streams import say
from production.errors import InvalidRequestError, NarrationError
from production.narration.recordings import Recording
from production.narration.speech import plain
from production.voice.imports import Ear, Import, import_take
from production.voice.lexicon import read_lexicon
from production.voice.nudges import nudged
from production.voice.phonemes import Phonemes
from production.voice.recogniser import Hearing
from production.voice.record import Archive, Lines
from production.voice.takes import Take, find_takes


def ear_for(folder: Path, *, trusts: bool = False) -> Ear:
    """Return what listens to the recordings of a film.

    Raises
    ------
    NarrationError
        If it is not installed.
    """
    return Ear(Phonemes(read_lexicon(folder)).of, trusts=trusts)


def ask_for_speaker() -> str:
    """Return who speaks: what is answered, or, where nobody can, the user's name."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "a person"
    if not sys.stdin.isatty():
        return user
    return plain(click.prompt("Whose voice is it?", default=user, err=True))


def import_recordings(
    archive: Archive, film: str, folder: Path, chosen: Collection[Lines], speaker: str, ear: Ear
) -> list[str]:
    """Put a folder's recordings of beats into the archive, and return a line for each that cannot be used.

    Raises
    ------
    InvalidRequestError
        If there is none of the beats that are chosen.
    """
    takes, problems = find_takes(folder, film, archive.script)
    takes = [take for take in takes if any(lines in chosen for lines in take.lines)]
    if not takes and not problems:
        example = min(chosen, key=archive.script.index).file
        raise InvalidRequestError(
            f"there are no recordings in {shown(folder)}; a beat's is called {Path(example).stem}.wav"
        )
    unusable: dict[Lines, str] = {}
    for number, take in enumerate(takes, 1):
        say(f"{number} of {len(takes)}: {take.name}", err=True)
        try:
            for found in import_take(take, ear):
                if found.lines in chosen:
                    unusable.pop(found.lines, None)
                    if problem := _keep(archive, found, speaker):
                        unusable[found.lines] = problem
        except (NarrationError, OSError) as error:
            problems.append(f"{take.name}: {error}")
    return [*problems, *unusable.values()]


def _keep(archive: Archive, found: Import, speaker: str) -> str:
    """Put a recording into the archive, or say why it cannot be used."""
    for remark in found.remarks:
        say(f"{found.take.name}: {remark}", err=True)
    if found.spoken is None:
        return f"{_named(found.take, found.lines)}: {found.problem}"
    before = archive.of(found.lines)
    archive.put(found.lines, *found.lines.recording(found.spoken, speaker, is_recorded=True))
    after = archive.of(found.lines)
    if before is not None and after is not None and before.nudged and not after.nudged:
        say(f"{found.lines.place}: it is another recording; set the times of its words anew", err=True)
    archive.save()
    say(shown(archive.folder / found.lines.file))
    return ""


def _named(take: Take, lines: Lines) -> str:
    return f"{take.name}, {lines.place}" if take.whole else take.name


def nudge(archive: Archive, lines: Lines, nudges: Iterable[tuple[str, str]]) -> None:
    """Set when some words of a beat are said, each as ``nudges.nudged`` takes it.

    Raises
    ------
    InvalidRequestError
        If the beat has no recording, or does not say them, or cannot say them then.
    """
    recording = archive.of(lines)
    if recording is None:
        raise InvalidRequestError(f"{lines.place} has no voice whose words could be said at another time")
    for words, when in nudges:
        recording = nudged(recording, words, when)
    archive.set_times(lines, recording)
    archive.save()
    list_words(recording)


def list_words(recording: Recording) -> None:
    """List when each word is said."""
    words = recording.speech.words.split()
    for number, (word, (start, end)) in enumerate(zip(words, recording.speech.word_times, strict=True)):
        say(f"{start:6.2f} {end:6.2f}  {word}{'  (set by hand)' if number in recording.nudged else ''}")


def hear_recordings(archive: Archive, chosen: Sequence[Lines]) -> None:
    """Say of each beat how many of its words are heard otherwise, and where it sounds misread.

    Without what listens, that is said.
    """
    try:
        ear = ear_for(archive.folder)
        _hear_each(archive, chosen, ear)
    except NarrationError as error:
        say(f"the recordings are not heard: {error}", err=True)


def _hear_each(archive: Archive, chosen: Sequence[Lines], ear: Ear) -> None:
    width = max((len(lines.place) for lines in chosen), default=0)
    hearings = []
    for lines in chosen:
        if archive.of(lines) is None:
            continue
        hearing = Hearing.of(lines.speak or lines.narration, ear.hear(archive.sound(lines)))
        hearings.append(hearing)
        misread = "; ".join(map(str, hearing.misread(ear.words_of)))
        heard = f"  listen to it: heard {misread}" if misread else ""
        say(f"{lines.place:{width}}  {hearing.error_rate:6.1%} of its words heard otherwise{heard}")
    if words := sum(len(hearing.said) for hearing in hearings):
        errors = sum(hearing.errors for hearing in hearings)
        say(f"{'all':{width}}  {errors / words:6.1%} of {words} words heard otherwise")
