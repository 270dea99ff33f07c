"""Captions and chapters as WebVTT, captions as SubRip."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from datetime import timedelta

import srt
import webvtt

from production.text.captions import Caption

WORD_JOINER = "\u2060"
"""A character that shows nothing, takes no room, and is no part of any markup."""

_SRT_MARKUP = re.compile(r"[<{\\]|&(?=#?\w+;|\u2060)|--(?=[>\u2060])")
_SRT_ESCAPED = re.compile(rf"([<{{&\\]|--){WORD_JOINER}")


def to_vtt(found: Iterable[Caption]) -> str:
    """Write captions as WebVTT."""
    return vtt((caption.start, caption.end, caption.text) for caption in found)


def vtt(cues: Iterable[tuple[int, int, str]]) -> str:
    """Write (start, end, text) cues, in milliseconds, as WebVTT."""
    written = [webvtt.Caption(_vtt_time(start), _vtt_time(end), vtt_text(text)) for start, end, text in cues]
    return str(webvtt.WebVTT(captions=written).content)


def vtt_text(text: str) -> str:
    """Write a text as it stands in a WebVTT cue, in which ``<``, ``>`` and ``&`` are markup."""
    return html.escape(text, quote=False)


def from_vtt_text(text: str) -> str:
    """Read what ``vtt_text`` wrote."""
    return html.unescape(text)


def from_vtt(text: str) -> tuple[Caption, ...]:
    """Read WebVTT captions.

    Raises
    ------
    ValueError
        If the text is not WebVTT.
    """
    try:
        read = webvtt.WebVTT.from_string(text)
    except webvtt.errors.MalformedFileError as error:
        raise ValueError(f"not WebVTT: {error}") from error
    return tuple(
        Caption(_milliseconds(cue.start), _milliseconds(cue.end), tuple(map(from_vtt_text, cue.lines)))
        for cue in read.captions
    )


def to_srt(found: Iterable[Caption]) -> str:
    """Write captions as SubRip, so that players show every character.

    SubRip has no standard, and no way to escape. Players take what looks like a tag, a style code, an
    entity or a time for one, each in its own way: FFmpeg's show ``a<b and c>d`` as ``ad``, VLC shows
    ``&lt;`` as ``<``. A word joiner after the first character keeps all of them from it; those that know no
    markup show the same. (What is in braces, mpv hides all the same.)
    """
    return str(
        srt.compose(
            srt.Subtitle(
                None,
                timedelta(milliseconds=caption.start),
                timedelta(milliseconds=caption.end),
                _SRT_MARKUP.sub(lambda match: match[0] + WORD_JOINER, caption.text),
            )
            for caption in found
        )
    )


def from_srt(text: str) -> tuple[Caption, ...]:
    """Read SubRip captions.

    Raises
    ------
    ValueError
        If the text is not SubRip.
    """
    try:
        return tuple(
            Caption(
                round(cue.start.total_seconds() * 1000),
                round(cue.end.total_seconds() * 1000),
                tuple(_SRT_ESCAPED.sub(lambda match: match[1], cue.content).split("\n")),
            )
            for cue in srt.parse(text)
        )
    except srt.SRTParseError as error:
        raise ValueError(f"not SubRip: {error}") from error


def _vtt_time(milliseconds: int) -> str:
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def _milliseconds(time: str) -> int:
    hours, minutes, seconds = time.split(":")
    return (int(hours) * 60 + int(minutes)) * 60000 + round(float(seconds) * 1000)
