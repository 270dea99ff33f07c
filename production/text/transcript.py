"""The transcript: every word of the film, under its scene and beside its time."""

from __future__ import annotations

from production.text.clock import clock
from production.timeline import FilmTimeline


def transcript(film: FilmTimeline) -> str:
    """Write a film's words as Markdown: a heading a scene, its idea, and a paragraph a beat."""
    parts = [f"# {film.title}"]
    for scene in film.scenes:
        parts += [f"## {clock(scene.start)} {scene.timeline.title}", f"*{scene.timeline.idea}*"]
        parts += [
            f"**{clock(beat.start)} {beat.title}** {' '.join(beat.narration.split())}".rstrip()
            for beat in scene.beats
        ]
    return "\n\n".join(parts) + "\n"
