"""What a watch has to show of each scene, and who waits to show it."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field, replace

from production.timeline import Beat
from production.watch.tasks import FoundFault


@dataclass(slots=True)
class BeatView:
    """A beat: its words, when it is played (seconds from the scene's start), its still and what is wrong."""

    number: int
    title: str = ""
    words: str = ""
    start: float = 0.0
    end: float = 0.0
    still: str = ""
    """The digest of its finished picture."""
    has_changed: bool = False
    """Whether the last save changed its picture, its words or its length."""
    is_silent: bool = False
    """Whether words of it are not spoken, though others of the scene are."""
    faults: tuple[FoundFault, ...] = ()

    def says(self, beat: Beat, *, is_voiced: bool) -> BeatView:
        """Return this beat with the words and times that it was played with."""
        silent = is_voiced and beat.speech is None and bool(beat.narration.split())
        words = " ".join(beat.narration.split())
        said = replace(self, title=beat.title, words=words, start=beat.start, end=beat.end, is_silent=silent)
        before = (self.title, self.words, round(self.end - self.start, 9))
        if self.title and before != (said.title, words, round(beat.end - beat.start, 9)):
            said.has_changed = True
        return said


@dataclass(slots=True)
class SceneView:
    """A scene: its beats, its clip, what goes on, and what went wrong."""

    name: str
    title: str = ""
    error: str = ""
    doing: str = ""
    """What is being done, in words; nothing when all is shown."""
    beats: list[BeatView] = field(default_factory=list)
    clip: str = ""
    """The name of the clip's file."""
    clip_start: float = 0.0
    """When (seconds from the scene's start) the clip begins."""
    is_clip_old: bool = False
    is_checked: bool = False
    seconds: float | None = None
    """From the last save to the first still that it changed."""

    def beat(self, number: int) -> BeatView:
        """Return a beat, from 1; those up to it that are not there yet are made."""
        while len(self.beats) < number:
            self.beats.append(BeatView(len(self.beats) + 1))
        return self.beats[number - 1]


class Board:
    """Holds the views, for threads that show them and one that changes them."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._version = 0
        self._shown: dict[str, tuple[int, str]] = {}
        self._is_closed = False

    def show(self, view: SceneView) -> None:
        """Let everybody see a scene as it is now."""
        text = json.dumps(asdict(view), ensure_ascii=False)
        with self._changed:
            if self._shown.get(view.name, (0, ""))[1] == text:
                return
            self._version += 1
            self._shown[view.name] = self._version, text
            self._changed.notify_all()

    def wait(self, version: int, seconds: float) -> tuple[int, list[str]] | None:
        """Wait for scenes that changed after a version; return the newest, and each scene as JSON.

        None when there will be no more.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._is_closed or self._version > version, seconds)
            if self._is_closed:
                return None
            texts = [text for at, text in sorted(self._shown.values()) if at > version]
            return self._version, texts

    def close(self) -> None:
        """Let nobody wait any more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()
