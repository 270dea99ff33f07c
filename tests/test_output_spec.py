from __future__ import annotations

from dataclasses import replace

import pytest

from production.errors import InvalidRequestError
from production.output_spec import QUALITIES, Format, OutputSpec, Quality


def test_folders_are_named_as_manims() -> None:
    assert [quality.folder for quality in QUALITIES.values()] == [
        "480p15",
        "720p30",
        "1080p60",
        "1440p60",
        "2160p60",
    ]


@pytest.mark.parametrize(
    ("sizes", "name"),
    [
        ((853, 480, 15), "width"),
        ((854, 481, 15), "height"),
        ((0, 480, 15), "width"),
        ((854, 480, 0), "frame_rate"),
    ],
)
def test_a_size_that_no_player_takes_is_refused(sizes: tuple[int, int, int], name: str) -> None:
    with pytest.raises(InvalidRequestError, match=rf"^{name} is \d+; it must be"):
        Quality(*sizes)


def test_a_film_is_an_opaque_mp4_unless_something_else_is_asked_for() -> None:
    output = OutputSpec(QUALITIES["l"])
    assert (output.format, output.transparent) == (Format.MP4, False)


@pytest.mark.parametrize("format", [Format.WEBM, Format.MOV])
def test_a_film_may_be_transparent_where_players_know_transparency(format: Format) -> None:
    assert OutputSpec(QUALITIES["l"], format, transparent=True).transparent


@pytest.mark.parametrize("format", [Format.MP4, Format.GIF])
def test_a_transparent_film_that_no_player_shows_is_refused(format: Format) -> None:
    remedy = rf"^{format} cannot be transparent; add --format webm or --format mov$"
    with pytest.raises(InvalidRequestError, match=remedy):
        OutputSpec(QUALITIES["l"], format, transparent=True)


@pytest.mark.parametrize("format", Format)
def test_a_master_is_in_a_format_that_platforms_take_and_archives_keep(format: Format) -> None:
    if format in (Format.MP4, Format.MOV):
        assert OutputSpec(QUALITIES["l"], format, master=True, full_chroma=True).full_chroma
    else:
        with pytest.raises(InvalidRequestError, match=rf"^{format} cannot be a master; add --format mp4 or"):
            OutputSpec(QUALITIES["l"], format, master=True)


def test_full_chroma_is_for_masters() -> None:
    with pytest.raises(InvalidRequestError, match=r"^--444 is for a master, as few players show it; add --m"):
        OutputSpec(QUALITIES["l"], full_chroma=True)


@pytest.mark.parametrize(
    ("quality", "format", "drawn"),
    [("l", Format.GIF, 15), ("m", Format.GIF, 30), ("h", Format.GIF, 30), ("h", Format.WEBM, 60)],
)
def test_a_gif_has_no_more_frames_than_its_players_show(quality: str, format: Format, drawn: int) -> None:
    output = OutputSpec(QUALITIES[quality], format)
    assert output.drawn == replace(QUALITIES[quality], frame_rate=drawn)
