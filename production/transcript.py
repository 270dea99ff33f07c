"""The transcript: every word of the film, under its scene and beside its time."""

from __future__ import annotations

from collections.abc import Iterable

from production.timeline import Timeline, starts


def transcript(title: str, timelines: Iterable[Timeline]) -> str:
    """Write a film's words as Markdown: a heading a scene, its idea, and a paragraph a beat."""
    timelines = tuple(timelines)
    parts = [f"# {title}"]
    for timeline, start in zip(timelines, starts(timelines), strict=True):
        parts += [f"## {clock(start)} {timeline.title}", f"*{timeline.idea}*"]
        parts += [
            f"**{clock(start + beat.start)} {beat.title}** {' '.join(beat.narration.split())}".rstrip()
            for beat in timeline.beats
        ]
    return "\n\n".join(parts) + "\n"


def clock(seconds: float) -> str:
    """Write seconds as minutes and seconds, as players show them: 65.3 is 1:05."""
    minutes, rest = divmod(int(seconds + 1e-6), 60)
    return f"{minutes}:{rest:02}"
