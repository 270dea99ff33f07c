"""Recordings come into a film's folder: whole, named by their beats, in the index."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from production.jobs.lock import locked
from production.narration.recordings import INDEX, Narration, Recording
from production.narration.speech import Speech, plain
from production.sound.loudness import amplified, measure_file
from production.sound.samples import RATE, Samples, read, write_opus
from production.timeline import Timeline
from production.voice.speak import Spoken

HIGHEST_PEAK = -1.5
"""dBTP; no recording has a higher one as it is heard."""

UNFINISHED = ".unfinished-"
LOCK = ".voice.lock"


@dataclass(frozen=True, slots=True)
class Lines:
    """What is to be said in a beat: its scene's name, its number, counted from 1, and its words."""

    scene: str
    number: int
    narration: str
    speak: str = ""

    @property
    def file(self) -> str:
        """The name of its recording's file."""
        return f"{self.scene}_{self.number:02}.opus"

    @property
    def place(self) -> str:
        """The beat as it is named to people."""
        return f"{self.scene} {self.number}"

    def recording(
        self, spoken: Spoken, speaker: str, *, is_recorded: bool = False
    ) -> tuple[Recording, bytes]:
        """Return the entry of the index, and the file, of what was spoken for it, or recorded by a person."""
        content = _opus(spoken)
        speech = Speech(
            plain(self.narration),
            plain(self.speak),
            round(spoken.samples.shape[1] / RATE, 3),
            spoken.word_times,
            hashlib.sha256(content).hexdigest(),
        )
        return Recording(self.scene, self.file, speech, spoken.sentences, speaker, is_recorded), content


def lines_of(timelines: Iterable[Timeline]) -> list[Lines]:
    """Return what is to be said in scenes, in order; a beat without words has no lines."""
    return [
        Lines(timeline.scene.name, number, beat.narration, beat.speak)
        for timeline in timelines
        for number, beat in enumerate(timeline.beats, 1)
        if beat.narration.strip()
    ]


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Make a folder where it is not there, and hold it: whoever else would write recordings there waits.

    Raises
    ------
    OSError
        If that is not possible.
    """
    folder.mkdir(parents=True, exist_ok=True)
    lock = folder / LOCK
    with locked(lock):
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
            # Where nothing came, nothing stays.
            with suppress(OSError):
                folder.rmdir()


class Archive:
    """The recordings of a film in their folder, for as long as they are worked on.

    Parameters
    ----------
    folder
        Where they are; it is made when the first one comes.
    script
        What the whole film says, in order.
    """

    def __init__(self, folder: Path, script: Sequence[Lines]) -> None:
        self.folder = folder
        self.script = script
        self._contents: dict[str, bytes] = {}
        self._recordings: dict[Lines, Recording] = {}
        narration = Narration.read(folder)
        self._named = {recording.file for recording in narration.recordings}
        unused = set(self._named)
        for path in sorted([*folder.glob("*.opus"), *folder.glob(f"{UNFINISHED}*.opus")]):
            content = path.read_bytes()
            self._contents[hashlib.sha256(content).hexdigest()] = content
        for lines in script:
            found = narration.find(lines.scene, lines.narration, lines.speak)
            if found is not None:
                self._recordings[lines] = replace(found, file=lines.file)
                unused.discard(found.file)
        self._stale = {lines for lines in script if lines.file in unused and lines not in self._recordings}

    def of(self, lines: Lines) -> Recording | None:
        """Return a beat's recording, if it has one whose file is there and what the index says it is."""
        recording = self._recordings.get(lines)
        return recording if recording is not None and recording.speech.sha256 in self._contents else None

    def is_stale(self, lines: Lines) -> bool:
        """Whether a beat has a recording that says something else."""
        return lines in self._stale

    def is_damaged(self, lines: Lines) -> bool:
        """Whether there is a recording, but its file is missing or another."""
        return lines in self._recordings and self.of(lines) is None

    @property
    def speakers(self) -> list[str]:
        """Who spoke each recording."""
        return [recording.speaker for recording in self._recordings.values()]

    def put(self, lines: Lines, recording: Recording, content: bytes) -> None:
        """Take a beat's recording in the place of the one that it had; ``save`` writes it.

        Where it is the same, times that were set by hand stay so.
        """
        before = self._recordings.get(lines)
        if before is None or not before.nudged or before.speech.sha256 != recording.speech.sha256:
            self._recordings[lines] = recording
        self._contents[recording.speech.sha256] = content
        self._stale.discard(lines)

    def set_times(self, lines: Lines, recording: Recording) -> None:
        """Take other times of the words of the recording that a beat has."""
        self._recordings[lines] = recording

    def sound(self, lines: Lines) -> Samples:
        """Return what is heard in a beat that has a recording."""
        with TemporaryDirectory() as folder:
            path = Path(folder) / "beat.opus"
            path.write_bytes(self._contents[self._recordings[lines].speech.sha256])
            return read(path)

    def save(self) -> None:
        """Write what was put, each file by its beat's present number, and drop what no beat uses.

        A file or the index is there whole or not at all; whatever is broken off, the next time finds all
        recordings by their digests.

        Raises
        ------
        OSError
            If something cannot be written.
        """
        recordings = [self._recordings[lines] for lines in self.script if lines in self._recordings]
        wanted = {each.file: self._contents.get(each.speech.sha256) for each in recordings}
        new = {
            name: content
            for name, content in wanted.items()
            if content is not None and not _has(self.folder / name, content)
        }
        index = Narration(self.folder, tuple(recordings)).to_json().encode()
        if not _has(self.folder / INDEX, index):
            new[INDEX] = index
        if new:
            self.folder.mkdir(parents=True, exist_ok=True)
        # All are written before the first takes another's place: a beat's old file may be the next one's.
        for name, content in new.items():
            (self.folder / f"{UNFINISHED}{name}").write_bytes(content)
        for name in new:
            (self.folder / f"{UNFINISHED}{name}").replace(self.folder / name)
        for name in self._named - set(wanted):
            (self.folder / name).unlink(missing_ok=True)
        self._named = set(wanted)
        for path in self.folder.glob(f"{UNFINISHED}*"):
            path.unlink()


def _has(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _opus(spoken: Spoken) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "beat.opus"
        write_opus(spoken.samples, path)
        # What is decoded has other peaks than what was encoded.
        over = measure_file(path).true_peak - HIGHEST_PEAK
        if over > 0:
            write_opus(amplified(spoken.samples, -over - 0.1), path)
        return path.read_bytes()
