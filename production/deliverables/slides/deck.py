"""What a deck of slides is made of, whatever its format: a slide a beat, in the order of a film's scenes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from production.text.line_breaks import words


@dataclass(frozen=True, slots=True)
class Slide:
    """A beat: its words, and its pictures in files.

    Parameters
    ----------
    name
        What its files are called, as in ``zigzag_02_two_parts``; no other slide of the deck is called so.
    title, narration, shown
        As in ``production.timeline.Beat``.
    first, last
        The first and the last picture of its clip; the last is the beat's finished one.
    clip
        Its film, an MP4; None where nothing moves.
    loops
        Whether the clip begins again after its end.
    """

    name: str
    title: str
    narration: str
    shown: str
    first: Path
    last: Path
    clip: Path | None
    loops: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What its speaker says, and what stands on it besides, in brackets: a paragraph each."""
        said, shown = (" ".join(words(text)) for text in (self.narration, self.shown))
        return tuple(filter(None, (said, shown and f"[{shown}]")))

    @property
    def description(self) -> str:
        """What is told of its picture to who does not see it."""
        return " ".join(self.notes) or self.title


@dataclass(frozen=True, slots=True)
class Chapter:
    """The slides of a scene, and the scene's title and idea."""

    title: str
    idea: str
    slides: tuple[Slide, ...]


@dataclass(frozen=True, slots=True)
class Deck:
    """A deck's title, its slides by scene, their width and height in pixels, and whether it is heard."""

    title: str
    chapters: tuple[Chapter, ...]
    width: int
    height: int
    has_sound: bool = False

    @property
    def slides(self) -> Iterator[Slide]:
        """All slides, in order."""
        return (slide for chapter in self.chapters for slide in chapter.slides)

    @property
    def ground(self) -> str:
        """The colour behind its pictures, as in ``#0f1419``: that of most scenes' first corner."""
        corners = (_corner(chapter.slides[0].last) for chapter in self.chapters)
        return "#" + Counter(corners).most_common(1)[0][0].hex()


def _corner(picture: Path) -> bytes:
    """Red, green and blue of a picture's first pixel."""
    with Image.open(picture) as opened:
        return opened.convert("RGB").crop((0, 0, 1, 1)).tobytes()
