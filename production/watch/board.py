"""What a watch has to show of each scene, and who waits to show it."""

from __future__ import annotations

import json
import threading
from dataclasses import asdict, dataclass, field, replace

from production.timeline import Beat, Timeline
from production.watch.tasks import Checked, FoundFault


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
    only: int | None = None
    """The one beat that is wanted."""
    is_clip_old: bool = False
    is_checked: bool = False
    saves: int = 0
    """How often it was begun anew."""
    seconds: float | None = None
    """From the last save to the first still that it changed."""

    is_shown: bool = False
    """Whether it has been shown as a whole; of what comes then one can say that it changed."""

    def begin(self) -> None:
        """Take that it was saved: nothing has changed yet, and what there is may be old."""
        self.saves += 1
        self.seconds, self.is_clip_old, self.is_checked = None, bool(self.clip), False
        for beat in self.beats:
            beat.has_changed = False

    def take_still(self, number: int, digest: str) -> bool:
        """Take the still of a beat, from 1, and say whether it is another than before."""
        beat = self.beat(number)
        if beat.still == digest:
            return False
        beat.still, beat.has_changed = digest, self.is_shown
        return True

    def take_timeline(self, timeline: Timeline, only: int | None, *, is_voiced: bool) -> None:
        """Take what was played; ``only`` is the one beat that is shown, where it is one."""
        self.error, self.title = "", timeline.title
        # What plays nothing is one picture.
        self.beat(max(1, len(timeline.beats)))
        played = zip(self.beats, timeline.beats, strict=False)
        said = [beat.says(its, is_voiced=is_voiced) for beat, its in played]
        self.beats = said or self.beats[:1]
        self.only = only
        self.clip_start = timeline.beats[only - 1].start if only is not None else 0.0
        self.is_shown = True

    def take_faults(self, checked: Checked, only: int | None) -> list[str]:
        """Take what breaks rules of the picture, and return it in lines."""
        lines = []
        for beat in self.beats:
            is_wanted = only in (None, beat.number)
            beat.faults = tuple(each for each in checked.faults if is_wanted and each.beat == beat.number)
            where = f"{self.name}, beat {beat.number}"
            lines += [f"{where} at {each.time:.1f} s: {each.says}" for each in beat.faults]
        self.is_checked = True
        return lines

    def changes(self) -> str:
        """Say in a line what the last save changed."""
        numbers = [str(beat.number) for beat in self.beats if beat.has_changed]
        if not numbers:
            return f"{self.name}: no beat changed"
        *most, last = numbers
        named = f"beats {', '.join(most)} and {last}" if most else f"beat {last}"
        after = f", {self.seconds:.1f} s after the save" if self.seconds is not None else ""
        return f"{self.name}: {named} changed{after}"

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
        text = json.dumps(asdict(view, dict_factory=_news), ensure_ascii=False)
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


def _news(fields: list[tuple[str, object]]) -> dict[str, object]:
    """Return fields under the names that the page's script has for them."""
    return {
        first + "".join(map(str.capitalize, others)): value
        for name, value in fields
        for first, *others in [name.split("_")]
    }
