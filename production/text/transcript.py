"""The transcript: every word of the film, under its scene and beside its time."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from production.text.clock import clock
from production.text.line_breaks import words
from production.timeline import FilmTimeline

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|$]")
"""What Markdown, its dialects, or the HTML in it may take for more than a character."""


def transcript(film: FilmTimeline) -> str:
    """Write a film's words as Markdown: a heading a scene, its idea, and a paragraph a beat."""
    return transcript_of(
        film.title,
        (
            Passage(
                scene.start,
                scene.timeline.title,
                scene.timeline.idea,
                [(beat.start, beat.title, beat.narration) for beat in scene.beats],
            )
            for scene in film.scenes
        ),
    )


class Passage(NamedTuple):
    """The words of a scene: when it starts (seconds), what it is called, its idea.

    ``beats`` are when each starts, what it is called, and what is said.
    """

    start: float
    title: str
    idea: str
    beats: Sequence[tuple[float, str, str]]


def transcript_of(title: str, passages: Iterable[Passage]) -> str:
    """Write a film's words, as ``transcript`` does, by what is known of them."""
    parts = [f"# {shown_text(title)}".rstrip()]
    for passage in passages:
        parts.append(f"## {clock(passage.start)} {shown_text(passage.title)}".rstrip())
        if idea := shown_text(passage.idea):
            parts.append(f"*{idea}*")
        for start, name, narration in passage.beats:
            heading = f"{clock(start)} {shown_text(name)}".rstrip()
            parts.append(f"**{heading}** {shown_text(narration)}".rstrip())
    return "\n\n".join(parts) + "\n"


def shown_text(text: str) -> str:
    """Write a text so that it is shown as it is, in one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(words(text)))
