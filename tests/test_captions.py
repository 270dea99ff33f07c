from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from production.errors import CaptionError
from production.film import SceneRef
from production.narration.speech import Speech
from production.text.captions import GAP, LINE_LENGTH, Caption, broken_rules, captions, reading_time
from production.text.line_breaks import pieces, width
from production.timeline import Beat, FilmTimeline, Timeline
from tests.test_line_breaks import any_text

words = st.text(
    st.characters(exclude_categories=("Z", "C"), max_codepoint=0x24F), min_size=1, max_size=42
) | st.sampled_from(["is", "a", "the", "step,", "gradient", "ravine.", "why?", "first:", "β", "<b>", "-->"])


def one_beat(narration: str, seconds: float, start: float = 0.0) -> FilmTimeline:
    beat = Beat("A beat", narration, start, start + seconds, start + seconds)
    return FilmTimeline.of("", [Timeline(SceneRef("films.one:One"), "One", "", (beat,))])


@given(st.lists(words, min_size=1, max_size=80), st.floats(0, 30), st.integers(0, 9000))
@example(["no"], 0.0, 1)
def test_the_rules_hold_for_any_words_that_can_be_read_in_their_time(
    said: list[str], rest: float, fifteenths: int
) -> None:
    narration = " ".join(said)
    film = one_beat(narration, len(narration) / 16 + 1 + rest, fifteenths / 15)
    (beat,) = film.scenes[0].beats
    found = captions(film)
    assert broken_rules(found) == []
    assert " ".join(" ".join(caption.lines) for caption in found).split() == narration.split()
    assert found[0].start >= beat.start * 1000 - 1e-3
    assert found[-1].end + GAP <= beat.end * 1000 + 1e-3


@given(st.lists(words, min_size=1, max_size=60), st.floats(0, 9), st.data())
def test_the_rules_hold_whenever_words_are_said(said: list[str], rest: float, data: st.DataObject) -> None:
    narration = " ".join(said)
    length = reading_time(narration) + rest
    ends = data.draw(
        st.lists(st.floats(0, length), min_size=2 * len(said), max_size=2 * len(said)).map(sorted)
    )
    speech = Speech(narration, "", length, tuple(zip(ends[::2], ends[1::2], strict=True)), "")
    beat = Beat("A beat", narration, 2.0, 2.5 + length, 2.5 + length, speech=speech, speech_start=2.4)
    found = captions(FilmTimeline.of("", [Timeline(SceneRef("films.one:One"), "One", "", (beat,))]))
    assert broken_rules(found) == []
    assert " ".join(" ".join(caption.lines) for caption in found).split() == narration.split()
    assert found[0].start >= 2000
    assert found[-1].end + GAP <= (2.5 + length) * 1000 + 1e-3


def test_captions_come_with_their_words() -> None:
    sentences = ["The first sentence is spoken slowly here.", "After a pause comes the second one."]
    narration = " ".join(sentences)
    starts = [0.5 + 0.5 * word for word in range(7)] + [10 + 0.5 * word for word in range(7)]
    speech = Speech(narration, "", 14, tuple((start, start + 0.4) for start in starts), "")
    beat = Beat("A beat", narration, 0, 15, 15, speech=speech, speech_start=1.0)
    found = captions(FilmTimeline.of("", [Timeline(SceneRef("films.one:One"), "One", "", (beat,))]))
    assert [caption.text.replace("\n", " ") for caption in found] == sentences
    # The first stands as long as it is spoken, the second until the next beat's could follow.
    assert [(caption.start, caption.end) for caption in found] == [(1500, 4900), (11000, 15000 - GAP)]


@given(any_text)
def test_the_words_of_any_script_are_captioned_or_refused(said: str) -> None:
    film = one_beat(said, width(said) / 10 + 2)
    parts = pieces(said, LINE_LENGTH)
    if all(width(part.rstrip()) <= LINE_LENGTH for part in parts):
        found = captions(film)
        assert broken_rules(found) == []
        # The spaces at which lines end are all that is not there.
        lines = [line for caption in found for line in caption.lines]
        assert "".join(lines).replace(" ", "") == "".join(parts).replace(" ", "")
        ends = {"".join(parts[:number]).replace(" ", "") for number in range(len(parts) + 1)}
        assert all("".join(lines[:number]).replace(" ", "") in ends for number in range(len(lines)))
    else:
        with pytest.raises(CaptionError, match="is longer than a caption's line"):
            captions(film)


@given(st.lists(words, min_size=1, max_size=40), st.floats(0.5, 20))
def test_words_too_dense_for_their_time_are_refused_and_never_rushed(said: list[str], seconds: float) -> None:
    narration = " ".join(said)
    with contextlib.suppress(CaptionError):
        assert broken_rules(captions(one_beat(narration, seconds))) == []


def test_a_refusal_says_what_would_help() -> None:
    with pytest.raises(CaptionError, match="say it in fewer or shorter words, or give the beat more time"):
        captions(one_beat("an incomprehensibility " * 10, 10.0))


def test_a_refusal_names_the_scene_and_the_beat() -> None:
    fine = Timeline(SceneRef("films.fine:Fine"), "Fine", "", (Beat("Calm", "Well.", 0.0, 3.0, 3.0),))
    hasty = Timeline(
        SceneRef("films.hasty:Hasty"),
        "Hasty",
        "",
        (Beat("Calm", "Well.", 0.0, 3.0, 3.0), Beat("Rushed", "word " * 20, 3.0, 5.0, 5.0)),
    )
    with pytest.raises(
        CaptionError, match=r"^films.hasty:Hasty, beat 2 \(Rushed\) says 99 characters in 2 s"
    ):
        captions(FilmTimeline.of("", [fine, hasty]))


def test_captions_stand_on_the_clock_of_the_film() -> None:
    scene = Timeline(SceneRef("films.one:One"), "One", "", (Beat("A beat", "Well.", 0.0, 3.2, 3.2),))
    assert captions(FilmTimeline.of("", [scene, scene])) == (
        Caption(0, 3200 - GAP, ("Well.",)),
        Caption(3200, 6400 - GAP, ("Well.",)),
    )


def test_captions_break_where_sentences_and_clauses_do() -> None:
    said = (
        "The steep wall pulls hardest, so the first step goes almost straight across. "
        "It lands on the other side, nearly as high as before. And so on."
    )
    assert [caption.text for caption in captions(one_beat(said, 11.6))] == [
        "The steep wall pulls hardest, so the first\nstep goes almost straight across.",
        "It lands on the other side,\nnearly as high as before. And so on.",
    ]


def test_chinese_is_broken_between_characters_but_not_before_what_closes() -> None:
    said = (
        "普通的梯度下降在峡谷里走得很慢，因为它在两壁之间来回摆动。"
        "动量法记得过去的方向，所以它走得更快！「为什么？」"
    )
    found = captions(one_beat(said, 20.0))
    assert broken_rules(found) == []
    assert [caption.text for caption in found] == [
        "普通的梯度下降在峡谷里走得很慢，\n因为它在两壁之间来回摆动。",
        "动量法记得过去的方向，\n所以它走得更快！「为什么？」",
    ]


def test_a_line_of_chinese_has_half_as_many_characters() -> None:
    found = captions(one_beat("动" * 210, 60.0))
    assert {width(line) for caption in found for line in caption.lines} <= set(range(43))
    assert max(len(line) for caption in found for line in caption.lines) == 21
    with pytest.raises(CaptionError, match=r"says 420 characters in 20 s; its captions need 2\d"):
        captions(one_beat("动" * 210, 20.0))


def test_korean_is_broken_between_words() -> None:
    said = "평범한 경사 하강법은 협곡에서 아주 느리게 움직입니다. 모멘텀은 지난 방향을 기억합니다."
    lines = [line for caption in captions(one_beat(said, 14.0)) for line in caption.lines]
    assert " ".join(lines) == said
    assert len(lines) > 1


def test_what_may_not_be_broken_stays_in_one_line() -> None:
    said = "The steep wall of the ravine is as high as 1\u202f000\u00a0km, and the way is 300\u00a0km long."
    lines = [line for caption in captions(one_beat(said, 14.0)) for line in caption.lines]
    assert any("1\u202f000\u00a0km," in line for line in lines)
    assert " ".join(lines) == said


def test_six_hundred_words_and_two_beats_of_one_title() -> None:
    said = "momentum " * 600
    beats = tuple(Beat("Again", said, start, start + 400.0, start + 400.0) for start in (0.0, 400.0))
    found = captions(FilmTimeline.of("", [Timeline(SceneRef("films.one:One"), "One", "", beats)]))
    assert broken_rules(found) == []
    assert " ".join(caption.text for caption in found).split() == ["momentum"] * 1200


def test_captions_share_a_beat_by_their_words() -> None:
    said = "one two three four five six seven eight nine ten. " * 2
    first, second = captions(one_beat(said, 8.0))
    assert (first.start, first.end) == (0, 4000 - GAP)
    assert (second.start, second.end) == (4000, 8000 - GAP)


def test_chinese_characters_take_half_as_long_to_say_as_words() -> None:
    said = "one two three four five six seven eight nine ten. 一二三四五六七八九十，一二三四五六七八九十。"
    first, second = captions(one_beat(said, 10.0))
    assert (first.start, first.end) == (0, 5000 - GAP)
    assert (second.start, second.end) == (5000, 10000 - GAP)


@pytest.mark.parametrize("narration", ["", " \n\t"])
def test_a_silent_beat_has_no_caption(narration: str) -> None:
    assert captions(one_beat(narration, 3.0)) == ()


@pytest.mark.parametrize("word", ["x" * 43, "x" * 4000, "ก" * 50])
def test_a_word_longer_than_a_line_is_refused_by_name_in_one_line(word: str) -> None:
    with pytest.raises(CaptionError, match=rf"One, beat 1 \(A beat\) says '{word[:43]}") as refusal:
        captions(one_beat(word, 60.0))
    assert len(str(refusal.value)) < 400
    assert "put zero-width spaces (U+200B) where a line may end" in str(refusal.value)


def test_a_long_address_is_broken_where_one_may_be() -> None:
    said = "https://example.org/momentum/in/gradient/descent-explained"
    (caption,) = captions(one_beat(said, 6.0))
    assert "".join(caption.lines) == said
    assert len(caption.lines) == 2
    assert caption.lines[0].endswith("/")


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ([Caption(0, 2000, ("a", "b", "c"))], "3 lines"),
        ([Caption(0, 6000, ("x" * 43,))], "43 characters; at most 42"),
        ([Caption(0, 6000, ("动" * 22,))], "44 characters; at most 42"),
        ([Caption(0, 800, ("ab",))], "stands 0.8 s"),
        ([Caption(0, 7100, ("ab",))], "stands 7.1 s"),
        ([Caption(0, 1000, ("x" * 20,))], "20.0 characters a second"),
        ([Caption(0, 1000, ("a",)), Caption(1100, 2100, ("b",))], "0.1 s apart"),
    ],
)
def test_a_broken_rule_is_named(bad: list[Caption], rule: str) -> None:
    (found,) = broken_rules(bad)
    assert rule in found
