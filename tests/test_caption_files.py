from __future__ import annotations

import pytest
import srt
from hypothesis import given
from hypothesis import strategies as st

from production.text.caption_files import from_srt, from_vtt, to_srt, to_vtt
from production.text.captions import Caption
from tests.test_captions import words

lines = st.lists(words, min_size=1, max_size=6).map(" ".join)


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


@given(tracks())
def test_caption_files_give_back_what_was_written(made: tuple[Caption, ...]) -> None:
    assert from_vtt(to_vtt(made)) == made
    assert from_srt(to_srt(made)) == made
    read = list(srt.parse(to_srt(made)))
    assert [(cue.start.total_seconds(), cue.end.total_seconds(), cue.content) for cue in read] == [
        (caption.start / 1000, caption.end / 1000, caption.text) for caption in made
    ]


def test_webvtt_as_the_standard_has_it() -> None:
    assert to_vtt([Caption(61_500, 3_663_004, ("x < y & z",))]) == (
        "WEBVTT\n\n00:01:01.500 --> 01:01:03.004\nx &lt; y &amp; z\n"
    )


def test_subrip_as_players_know_it() -> None:
    assert to_srt([Caption(61_500, 3_663_004, ("x < y", "& z"))]) == (
        "1\n00:01:01,500 --> 01:01:03,004\nx < y\n& z\n\n"
    )


def test_what_is_no_caption_file_is_refused() -> None:
    with pytest.raises(ValueError, match="not WebVTT"):
        from_vtt("1\n00:00:00,000 --> 00:00:01,000\nHello.\n")
    with pytest.raises(ValueError, match="not SubRip"):
        from_srt("WEBVTT\n\n00:00.000 --> 00:01.000\nHello.\n")
