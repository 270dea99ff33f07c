"""The transcript: every word of the film, under its scene and beside its time."""

from __future__ import annotations

import re

from production.text.clock import clock
from production.text.line_breaks import words
from production.timeline import FilmTimeline

_MARKUP = re.compile(r"[\\`*_\[\]<>&#~|$]")
"""What Markdown, its dialects, or the HTML in it may take for more than a character."""


def transcript(film: FilmTimeline) -> str:
    """Write a film's words as Markdown: a heading a scene, its idea, and a paragraph a beat."""
    parts = [f"# {_shown(film.title)}".rstrip()]
    for scene in film.scenes:
        parts.append(f"## {clock(scene.start)} {_shown(scene.timeline.title)}".rstrip())
        if idea := _shown(scene.timeline.idea):
            parts.append(f"*{idea}*")
        for beat in scene.beats:
            heading = f"{clock(beat.start)} {_shown(beat.title)}".rstrip()
            parts.append(f"**{heading}** {_shown(beat.narration)}".rstrip())
    return "\n\n".join(parts) + "\n"


def _shown(text: str) -> str:
    """Write a text so that it is shown as it is, in one line."""
    return _MARKUP.sub(r"\\\g<0>", " ".join(words(text)))
