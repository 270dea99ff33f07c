"""Decks of slides made of tiny clips, whose colours tell which picture of which beat is shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import av
import numpy as np
from PIL import Image

from production.clips.colour import Picture
from production.clips.encoder import Encoder
from production.deliverables.slides.deck import Chapter, Deck, Slide
from production.output_spec import Format, OutputSpec, Quality

SIZE = Quality(320, 180, 15)
FRAMES = 9
GROUND = (15, 20, 25)

COLOURS = (
    ((200, 60, 60), (255, 190, 190)),
    ((60, 160, 60), (170, 255, 170)),
    ((70, 90, 220), (190, 200, 255)),
    ((190, 60, 190), (255, 180, 255)),
)
"""Each beat's first and last colour; in between they change from the one to the other."""

HOSTILE = '<img src=x onerror="alert(1)"></script>&'
"""A title that must be shown as it is."""


def picture(beat: int, frame: int) -> Picture:
    """Draw a frame of a beat: its colour but for a margin, in which the ground is seen."""
    drawn = np.full((SIZE.height, SIZE.width, 4), (*GROUND, 255), np.uint8)
    first, last = (np.array(colour) for colour in COLOURS[beat])
    drawn[20:-20, 20:-20, :3] = first + (last - first) * frame // (FRAMES - 1)
    return drawn


def write_slide(beat: int, folder: Path, title: str, narration: str, shown: str, *, heard: bool) -> Slide:
    """Write a beat's clip and its first and last pictures; return its slide."""
    name = f"scene_{beat}"
    first, last = (folder / f"{name}.{which}.png" for which in ("first", "last"))
    Image.fromarray(picture(beat, 0)).save(first)
    Image.fromarray(picture(beat, FRAMES - 1)).save(last)
    clip = folder / f"{name}.mp4"
    with clip.open("wb") as file, Encoder(file, OutputSpec(SIZE, Format.MP4)) as encoder:
        for frame in range(FRAMES):
            encoder.write(picture(beat, frame))
    if heard:
        _add_sound(clip)
    return Slide(name, title, narration, shown, first, last, clip)


def _add_sound(clip: Path) -> None:
    silent = clip.rename(clip.with_suffix(".silent.mp4"))
    with av.open(silent) as source, av.open(clip, "w") as film:
        video = film.add_stream_from_template(source.streams.video[0])
        track = film.add_stream("aac", rate=48000, layout="mono")
        for packet in source.demux(video=0):
            if packet.dts is not None:
                packet.stream = video
                film.mux(packet)
        samples = np.zeros((1, 48000 * FRAMES // SIZE.frame_rate), np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout="mono")
        frame.sample_rate = 48000
        film.mux([*track.encode(frame), *track.encode()])


def write_deck(folder: Path, *, heard: bool = False) -> Deck:
    """Write a deck of two scenes, of two beats each; its third beat loops, and shows what is not said."""
    folder.mkdir(parents=True, exist_ok=True)

    def slide(beat: int, title: str, narration: str, shown: str = "") -> Slide:
        return write_slide(beat, folder, title, narration, shown, heard=heard)

    third = replace(slide(2, "Round", "It goes round and round.", "αβ² < 1"), loops=True)
    return Deck(
        title=f"Decks {HOSTILE}",
        chapters=(
            Chapter(
                "One", "The first idea.", (slide(0, "Start", "Here it starts."), slide(1, HOSTILE, HOSTILE))
            ),
            Chapter(HOSTILE, "", (third, slide(3, "End", ""))),
        ),
        width=SIZE.width,
        height=SIZE.height,
        has_sound=heard,
    )
