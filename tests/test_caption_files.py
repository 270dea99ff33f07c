from __future__ import annotations

import io

import pytest
import srt
import webvtt
from hypothesis import example, given
from hypothesis import strategies as st

from production.text.caption_files import WORD_JOINER, from_srt, from_vtt, to_srt, to_vtt
from production.text.captions import Caption
from production.text.line_breaks import words as words_of
from tests.subtitles import read_by_ffmpeg
from tests.test_line_breaks import any_text

MARKUP = (
    *(
        "<b>",
        "a<b",
        "c>d",
        "-->",
        "--->",
        "<!--",
        "<",
        "&",
        "&lt;",
        "&amp;",
        "&#60;",
        "R&D",
        "{\\an8}",
        "{y:i}",
        "{",
    ),
    *(
        "C:\\new",
        "\\N",
        "\\h",
        "1",
        "00:00:01,000",
        "NOTE",
        "WEBVTT",
        "X-TIMESTAMP-MAP",
        "- so",
        "\u202eabc",
        "“”",
    ),
)
lines = (
    st.lists(any_text | st.sampled_from(MARKUP), min_size=1, max_size=6)
    .map(lambda said: " ".join(words_of(" ".join(said))))
    .filter(bool)
)


@st.composite
def tracks(draw: st.DrawFn) -> tuple[Caption, ...]:
    """Captions one after the other, some of them more than an hour into the film."""
    found = []
    now = draw(st.integers(0, 4_000_000))
    for _ in range(draw(st.integers(1, 6))):
        start = now + draw(st.integers(0, 4000))
        now = start + draw(st.integers(834, 7000))
        found.append(Caption(start, now, tuple(draw(st.lists(lines, min_size=1, max_size=2)))))
    return tuple(found)


SPOKEN = tuple(
    Caption(2000 * number, 2000 * number + 1500, tuple(text.split("\n")))
    for number, text in enumerate(
        [
            "If a<b and c>d --> then",
            "<String> of <<these>> < b > is </i>\n<br> and <font color=red>",
            "R&D is &lt;b&gt; &amp; &nbsp;",
            "00:00:01,000 --> 00:00:02,000\n1",
            "It is \"so\" and 'so': C:\\new, \\N",
            "动量法记得「方向」。\nモメンタム 모멘텀",
            "שלום עולם! مرحبا",
            "👩‍👩‍👧‍👦 👍🏽 🇩🇪",
            "…",
        ]
    )
)


def without_joiners(text: str) -> str:
    return text.replace(WORD_JOINER, "")


def test_players_and_readers_show_what_was_said() -> None:
    said = [caption.text for caption in SPOKEN]
    as_srt, as_vtt = to_srt(SPOKEN), to_vtt(SPOKEN)
    assert read_by_ffmpeg(io.BytesIO(as_srt.encode()), "srt") == said
    assert read_by_ffmpeg(io.BytesIO(as_vtt.encode()), "webvtt") == said
    assert [without_joiners(cue.content) for cue in srt.parse(as_srt)] == said
    assert [cue.text for cue in webvtt.WebVTT.from_string(as_vtt).captions] == [
        text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for text in said
    ]


@given(lines.filter(lambda line: "{" not in line))
@example("a<b{c")
def test_a_player_shows_any_line(line: str) -> None:
    (made,) = track = (Caption(1000, 3000, (line,)),)
    assert read_by_ffmpeg(io.BytesIO(to_srt(track).encode()), "srt") == [without_joiners(made.text)]
    assert read_by_ffmpeg(io.BytesIO(to_vtt(track).encode()), "webvtt") == [without_joiners(made.text)]


def test_what_is_in_braces_stays_in_the_file() -> None:
    said = ["use {this} and", "{\\an8}{y:i}"]
    track = [Caption(2000 * number, 2000 * number + 1500, (text,)) for number, text in enumerate(said)]
    assert read_by_ffmpeg(io.BytesIO(to_srt(track).encode()), "srt") == said
    assert read_by_ffmpeg(io.BytesIO(to_vtt(track).encode()), "webvtt") == said


@given(tracks())
def test_caption_files_give_back_what_was_written(made: tuple[Caption, ...]) -> None:
    assert from_vtt(to_vtt(made)) == made
    assert from_srt(to_srt(made)) == made
    read = list(srt.parse(to_srt(made)))
    assert [
        (cue.start.total_seconds(), cue.end.total_seconds(), without_joiners(cue.content)) for cue in read
    ] == [(caption.start / 1000, caption.end / 1000, without_joiners(caption.text)) for caption in made]


def test_webvtt_as_the_standard_has_it() -> None:
    assert to_vtt([Caption(61_500, 3_663_004, ("x < y & z",))]) == (
        "WEBVTT\n\n00:01:01.500 --> 01:01:03.004\nx &lt; y &amp; z\n"
    )


def test_subrip_as_players_know_it() -> None:
    assert to_srt([Caption(61_500, 3_663_004, ("R&D: x > y", "& z"))]) == (
        "1\n00:01:01,500 --> 01:01:03,004\nR&D: x > y\n& z\n\n"
    )


def test_what_is_no_caption_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not WebVTT"):
        from_vtt("1\n00:00:00,000 --> 00:00:01,000\nHello.\n")
    with pytest.raises(ValueError, match="not SubRip"):
        from_srt("WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
