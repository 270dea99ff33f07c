from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from production.errors import CaptionError
from production.film import SceneRef
from production.text.captions import GAP, Caption, broken_rules, captions
from production.timeline import Beat, FilmTimeline, Timeline

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
    with pytest.raises(CaptionError, match=r"^hasty, beat 'Rushed' says 99 characters in 2 s"):
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


def test_captions_share_a_beat_by_their_words() -> None:
    said = "one two three four five six seven eight nine ten. " * 2
    first, second = captions(one_beat(said, 8.0))
    assert (first.start, first.end) == (0, 4000 - GAP)
    assert (second.start, second.end) == (4000, 8000 - GAP)


def test_a_silent_beat_has_no_caption() -> None:
    assert captions(one_beat("", 3.0)) == ()


def test_a_word_longer_than_a_line_is_refused_by_name() -> None:
    with pytest.raises(CaptionError, match=r"A beat.*x{43}"):
        captions(one_beat("x" * 43, 60.0))


@pytest.mark.parametrize(
    ("bad", "rule"),
    [
        ([Caption(0, 2000, ("a", "b", "c"))], "3 lines"),
        ([Caption(0, 6000, ("x" * 43,))], "43 characters; at most 42"),
        ([Caption(0, 800, ("ab",))], "stands 0.8 s"),
        ([Caption(0, 7100, ("ab",))], "stands 7.1 s"),
        ([Caption(0, 1000, ("x" * 20,))], "20.0 characters a second"),
        ([Caption(0, 1000, ("a",)), Caption(1100, 2100, ("b",))], "0.1 s apart"),
    ],
)
def test_a_broken_rule_is_named(bad: list[Caption], rule: str) -> None:
    (found,) = broken_rules(bad)
    assert rule in found
