"""What a scene says of itself when it has been played: its texts, and its beats."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from production.errors import BEFORE_THE_FIRST_BEAT, RenderError
from production.film import SceneRef
from production.frames.capture_renderer import CaptureRenderer
from production.frames.scene_loader import is_beat_scene
from production.timeline import Beat, Pacing, Timeline


def timeline_of(scene: SceneRef, played: Any, renderer: CaptureRenderer) -> Timeline:
    """Return the timeline of a scene that a renderer has played.

    A scene that knows no beats has a beat a section, without words; one that plays nothing has none. What is
    played after a beat, and before the next one, belongs to it.

    Raises
    ------
    RenderError
        If a text of the scene is no text, or has characters that no file of text may have.
    """
    frame_rate = round(renderer.camera.frame_rate)
    knows_beats = is_beat_scene(type(played))
    if knows_beats:
        title, idea = getattr(played, "title", ""), getattr(played, "idea", "")
        beats = [
            Beat(
                title=_line(scene, f"beat {number}", "title", beat.title),
                narration=_text(scene, f"beat {number}", "narration", beat.narration),
                start=round(beat.start, 9),
                end=round(beat.end, 9),
                still_time=round(beat.still_time, 9),
                speak=_text(scene, f"beat {number}", "speak", getattr(beat, "speak", "")),
                shown=_text(scene, f"beat {number}", "shown", getattr(beat, "shown", "")),
                stands_alone=bool(getattr(beat, "stands_alone", False)),
                thinking_time=bool(getattr(beat, "thinking_time", False)),
                loops=bool(getattr(beat, "loops", False)),
                speech=getattr(beat, "speech", None),
                speech_start=_rounded(getattr(beat, "speech_start", None)),
                pacing=_pacing(getattr(beat, "pace", None)),
            )
            for number, beat in enumerate(played.beats, 1)
        ]
    else:
        title, idea = "", (vars(type(played)).get("__doc__") or "").strip().partition("\n\n")[0]
        beats = [
            _section(_line(scene, f"section {number}", "name", name), frame / frame_rate)
            for number, (name, frame) in enumerate(renderer.sections, 1)
        ]
    title = _line(scene, BEFORE_THE_FIRST_BEAT, "title", title) or type(played).__name__
    beats = [beat if beat.title else replace(beat, title=title) for beat in beats]
    length = round(renderer.next_frame / frame_rate, 9)
    if not beats and length:
        beats = [_section(title, 0.0)]
    return Timeline(
        scene=scene,
        title=title,
        idea=_line(scene, BEFORE_THE_FIRST_BEAT, "idea", idea),
        beats=tuple(_gapless(beats, length, are_sections=not (knows_beats and played.beats))),
        play_boundaries=tuple(
            round(frame / frame_rate, 9) for frame in sorted({*renderer.first_frames} - {0})
        ),
        busy=tuple(
            (round(first / frame_rate, 9), round(end / frame_rate, 9)) for first, end in renderer.busy
        ),
        ends_within_plays=tuple(sorted({round(time, 9) for time in renderer.ends_within_plays})),
        rests=tuple(
            (round(first / frame_rate, 9), round(end / frame_rate, 9)) for first, end in renderer.rests
        ),
        frame_rate=frame_rate if renderer.is_ended_by_frames or not knows_beats else None,
        drawn_by=renderer.drawn_by,
        sounds=renderer.sounds,
        lab=_lab(scene, getattr(type(played), "lab", {})),
    )


def _lab(scene: SceneRef, state: object) -> tuple[tuple[str, str], ...]:
    if not isinstance(state, Mapping):
        reason = f"its lab is {state!r}; write a state's keys and values, as in lab = {{'beta': 0.9}}"
        raise RenderError(scene.label, BEFORE_THE_FIRST_BEAT, reason)
    return tuple(
        (str(key), value if isinstance(value, str) else f"{value:g}") for key, value in state.items()
    )


def _rounded(time: float | None) -> float | None:
    return None if time is None else round(time, 9)


def _pacing(pace: Any) -> Pacing | None:
    if pace is None:
        return None
    # To the last digit: where a play ends half a frame before a word, another would make it a frame longer.
    return Pacing(float(pace.seconds), tuple((number, float(time)) for number, time in pace.moments))


def _section(name: str, start: float) -> Beat:
    return Beat(name, "", round(start, 9), start, start)


def _gapless(beats: list[Beat], length: float, *, are_sections: bool) -> list[Beat]:
    """Let each beat last until the next one starts, the last one until the scene's end."""
    starts = [0.0, *(beat.start for beat in beats[1:]), length]
    return [
        replace(beat, start=start, end=end, still_time=end if are_sections else beat.still_time)
        for beat, (start, end) in zip(beats, pairwise(starts), strict=bool(beats))
    ]


def _line(scene: SceneRef, where: str, what: str, text: object) -> str:
    """Return a text in one line."""
    return " ".join(_text(scene, where, what, text).split())


def _text(scene: SceneRef, where: str, what: str, text: object) -> str:
    if not isinstance(text, str):
        raise RenderError(scene.label, where, f"its {what} is {text!r}; it must be a text")
    for character in text:
        # Cs: half of a character, which no file can hold; Cc: control characters.
        if unicodedata.category(character) in ("Cc", "Cs") and not character.isspace():
            raise RenderError(scene.label, where, f"its {what} has the character {character!a}; leave it out")
    return text
