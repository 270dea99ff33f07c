"""Each format's film as it is published, read by programs and libraries that had no part in making it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageSequence

from production.clips.cut import cut
from production.clips.seek import save_frame
from production.deliverables.conformance import problems
from production.output_spec import Format
from tests.delivered import TIMELINES
from tests.finished import GROUND, KINDS, MASTERS, QUALITY, SQUARE, SQUARES, Kind, frames_of, write
from tests.programs import run_program

ALL = (*KINDS, *MASTERS)
CONTAINERS = [kind for kind in ALL if kind.format is not Format.GIF]


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    folder = tmp_path_factory.mktemp("films")
    return {kind: write(kind, folder / str(kind)) for kind in ALL}


def test_every_film_keeps_the_rules(films: dict[Kind, Path]) -> None:
    assert {kind: problems(film) for kind, film in films.items()} == {kind: [] for kind in ALL}


@pytest.mark.parametrize("folder", ["concat:a|b", "http:", "pipe:1", "%03d", "[0-9]*?", "file:x,y"])
def test_a_path_is_opened_as_it_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, folder: str) -> None:
    monkeypatch.chdir(tmp_path)
    for kind in KINDS[:3] if folder == "concat:a|b" else KINDS[:1]:
        film = write(kind, Path(folder) / kind.format)
        assert problems(film) == []
        clip = film.with_name(f"data:{film.name}")
        cut(film, 240, 60, clip, format=kind.format)
        save_frame(clip, 1.0, film.with_name("a:b.png"))
        with Image.open(film.with_name("a:b.png")) as picture:
            assert picture.size == (64, 48)


MEDIAINFO = {
    Format.MP4: ("MPEG-4", "Timed Text"),
    Format.MOV: ("MPEG-4", "Timed Text"),
    Format.WEBM: ("WebM", "D_WEBVTT/SUBTITLES"),
}
"""What it calls the container, and the captions' coding."""


def coding(kind: Kind) -> tuple[str, str, str]:
    """What mediainfo calls the pictures' coding and its profile, and its mark in the file."""
    if kind.format is Format.WEBM:
        return "VP9", "0", "V_VP9"
    if is_prores(kind):
        is_full = kind.transparent or kind.full_chroma
        return ("ProRes", "4444", "ap4h") if is_full else ("ProRes", "422 HQ", "apch")
    return "AVC", "High 4:4:4 Predictive" if kind.full_chroma else "High", "avc1"


@pytest.mark.parametrize("kind", CONTAINERS, ids=str)
def test_mediainfo_reads_pictures_captions_and_chapters(films: dict[Kind, Path], kind: Kind) -> None:
    tracks = json.loads(run_program("mediainfo", "--Output=JSON", str(films[kind])))["media"]["track"]
    (general,) = of_type(tracks, "General")
    (video,) = of_type(tracks, "Video")
    (text,) = of_type(tracks, "Text")
    container, captions = MEDIAINFO[kind.format]
    assert (general["Format"], general["Title"]) == (container, "A lesson")
    assert general["IsStreamable"] == "Yes"
    assert (video["Format"], video.get("Format_Profile", ""), video["CodecID"]) == coding(kind)
    assert (video["Width"], video["Height"]) == (str(QUALITY.width), str(QUALITY.height))
    # ProRes has one range only.
    assert video.get("colour_range", "Limited") == "Limited"
    for what in ("colour_primaries", "transfer_characteristics", "matrix_coefficients"):
        assert video[what] == "BT.709"
    assert float(video["Duration"]) == pytest.approx(155 / 15, abs=0.0015)
    assert (text["Format"], text["Language"]) == (captions, "en")
    assert of_type(tracks, "Menu")[-1]["extra"] == {"_00_00_00_000": "One", "_00_00_04_000": "Two"}
    assert video.get("extra", {}).get("ALPHA_MODE") == ("1" if is_transparent_webm(kind) else None)


@pytest.mark.parametrize("kind", CONTAINERS, ids=str)
def test_ffprobe_decodes_every_frame(films: dict[Kind, Path], kind: Kind) -> None:
    said = run_program(
        *("ffprobe", "-v", "error", "-count_frames", "-show_streams", "-show_chapters", "-show_format"),
        *("-of", "json", str(films[kind])),
    )
    found = json.loads(said)
    assert found["format"]["tags"]["title"] == "A lesson"
    (text,) = (stream for stream in found["streams"] if stream["codec_type"] == "subtitle")
    assert text["codec_name"] == ("webvtt" if kind.format is Format.WEBM else "mov_text")
    assert (text["tags"]["language"], text["disposition"]["forced"]) == ("eng", 0)
    (video,) = (stream for stream in found["streams"] if stream["codec_type"] == "video")
    assert int(video["nb_read_frames"]) == 620
    assert video["r_frame_rate"] == f"{QUALITY.frame_rate}/1"
    # Versions of it differ in the letters' size.
    tags = {name.lower(): value for name, value in video["tags"].items()}
    assert tags.get("alpha_mode") == ("1" if is_transparent_webm(kind) else None)
    assert video["pix_fmt"].startswith("yuva") == (is_prores(kind) and kind.transparent)
    # WebM says it by nothing.
    assert (video.get("field_order", "progressive"), video["has_b_frames"]) == ("progressive", 0)
    assert [chapter["tags"]["title"] for chapter in found["chapters"]] == ["One", "Two"]


def is_prores(kind: Kind) -> bool:
    return kind.format is Format.MOV and (kind.transparent or kind.master)


def of_type(tracks: list[dict[str, Any]], wanted: str) -> list[dict[str, Any]]:
    return [track for track in tracks if track["@type"] == wanted]


def is_transparent_webm(kind: Kind) -> bool:
    return kind == Kind(Format.WEBM, transparent=True)


SEGMENT, TRACKS, TRACK, VIDEO, ALPHA_MODE = 0x18538067, 0x1654AE6B, 0xAE, 0xE0, 0x53C0
CLUSTER, CUES, BLOCK_GROUP, BLOCK_ADDITIONS = 0x1F43B675, 0x1C53BB6B, 0xA0, 0x75A1
"""Elements of Matroska (RFC 9559, section 27.1)."""


def elements(data: bytes, *path: int) -> Iterator[tuple[int, bytes]]:
    """Give the number and the content of each element in those that a path leads to (RFC 8794)."""
    at = 0
    while at < len(data):
        length = 9 - data[at].bit_length()
        number = int.from_bytes(data[at : at + length], "big")
        at += length
        length = 9 - data[at].bit_length()
        size = int.from_bytes(data[at : at + length], "big") - (1 << 7 * length)
        at += length
        if not path:
            yield number, data[at : at + size]
        elif number == path[0]:
            yield from elements(data[at : at + size], *path[1:])
        at += size


@pytest.mark.parametrize("transparent", [False, True])
def test_a_webm_says_by_its_elements_whether_it_is_transparent(
    films: dict[Kind, Path], transparent: bool
) -> None:
    data = films[Kind(Format.WEBM, transparent)].read_bytes()
    modes = [
        content for number, content in elements(data, SEGMENT, TRACKS, TRACK, VIDEO) if number == ALPHA_MODE
    ]
    assert modes == ([b"\1"] if transparent else [])
    groups = list(elements(data, SEGMENT, CLUSTER, BLOCK_GROUP))
    with_alpha = sum(number == BLOCK_ADDITIONS for number, _ in groups)
    assert with_alpha == (620 if transparent else 0)
    order = [number for number, _ in elements(data, SEGMENT) if number in (CUES, CLUSTER)]
    assert order[0] == CUES


@pytest.fixture(scope="module")
def gif(films: dict[Kind, Path]) -> Path:
    return films[Kind(Format.GIF)]


def test_pillow_shows_every_scene_of_a_gif_at_its_time(gif: Path) -> None:
    one, two = frames_of(TIMELINES, Kind(Format.GIF).output)
    with Image.open(gif) as image:
        assert (image.info["version"], image.info["loop"], image.size) == (b"GIF89a", 0, (64, 48))
        delays, shown = [], []
        for frame in ImageSequence.Iterator(image):
            delays.append(frame.info["duration"])
            shown.append(np.asarray(frame.convert("RGB"), np.int16))
    # 30 frames a second, each within a hundredth of its time, and none so short that players stretch it.
    assert set(delays) == {30, 40}
    assert np.abs(np.cumsum([0, *delays]) - np.arange(one + two + 1) * 1000 / 30).max() <= 5
    assert sum(delays) == 10330
    for frames, colour in ((shown[:one], SQUARES[0]), (shown[one:], SQUARES[1])):
        for number, picture in enumerate(frames):
            left = number % (QUALITY.width - SQUARE)
            expected = np.full(picture.shape, GROUND, np.int16)
            expected[SQUARE : 2 * SQUARE, left : left + SQUARE] = colour
            assert np.abs(picture - expected).max() <= 8


def test_a_gif_has_one_beginning_and_one_end(gif: Path) -> None:
    kinds = list(gif_blocks(gif.read_bytes()))
    assert kinds.count("image") == kinds.count("control") == 310
    assert kinds.count("NETSCAPE2.0") == kinds.count("end") == 1
    assert kinds[-1] == "end"


def gif_blocks(data: bytes) -> Iterator[str]:
    """Give the kind of each block after the header, as GIF89a has them, up to the file's last byte."""
    at = 13 + table(data[10])
    while at < len(data):
        kind = data[at]
        if kind == 0x3B:
            yield "end"
            at += 1
            continue
        if kind == 0x2C:
            yield "image"
            at += 10 + table(data[at + 9]) + 1
        else:
            assert kind == 0x21
            name = data[at + 3 : at + 14].decode("latin-1")
            yield "control" if data[at + 1] == 0xF9 else name
            at += 2
        while data[at]:
            at += 1 + data[at]
        at += 1


def table(flags: int) -> int:
    """The length of the table of colours that flags tell of."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0
