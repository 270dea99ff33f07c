"""The script that a person records from: each beat's words, and the seconds that its pictures take."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from production.text.transcript import shown_text
from production.timeline import Beat, Timeline
from production.voice.record import Lines, lines_of
from production.voice.spelling import count_words

LONG_PAUSE = 2
"""Seconds; clearly longer than one makes between two sentences."""


def recording_script(title: str, film: str, timelines: Iterable[Timeline], wanted: Collection[Lines]) -> str:
    """Write those lines that are wanted as Markdown: a heading a scene, and a numbered paragraph a beat."""
    spoken = (
        (timeline, [lines for lines in lines_of([timeline]) if lines in wanted]) for timeline in timelines
    )
    scenes = [(timeline, script) for timeline, script in spoken if script]
    parts = [f"# {shown_text(title)}", _advice(film, [lines[0] for _, lines in scenes])]
    for timeline, script in scenes:
        parts.append(f"## {shown_text(timeline.title)} ({timeline.scene.name})")
        parts += [_paragraph(lines, timeline.beats[lines.number - 1]) for lines in script]
    return "\n\n".join(parts) + "\n"


def _advice(film: str, first: Sequence[Lines]) -> str:
    if not first:
        return "There are no words in it."
    return (
        f"Record each beat into a file of its name (`{_stem(first[0])}.wav`; or .flac, .m4a). Or record "
        f"several, in this order, into one file of the scene's name (`{first[0].scene}.wav`) or the film's "
        f"(`{film}.wav`), with {LONG_PAUSE} seconds of silence between two; there, where one went wrong, say "
        "all of it again, as the last time counts. The seconds are how long the pictures stand now; they "
        "wait for whoever speaks longer."
    )


def _paragraph(lines: Lines, beat: Beat) -> str:
    words = count_words(lines.speak or lines.narration)
    heading = f"**{_stem(lines)}** {shown_text(beat.title)} · {words} words · {beat.end - beat.start:.1f} s"
    return f"{lines.number}. {heading}\n\n   {shown_text(lines.speak or lines.narration)}"


def _stem(lines: Lines) -> str:
    return Path(lines.file).stem
