"""Times of words that a person sets."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from production.errors import InvalidRequestError
from production.narration.recordings import Recording
from production.narration.speech import Speech
from production.voice.nudges import nudged

WORDS = "From step two on, two arrows add up."
TIMES = tuple((number / 2, number / 2 + 0.4) for number in range(8))
RECORDING = Recording("velocity", "velocity_03.opus", Speech(WORDS, "", 4.0, TIMES, ""), ((0.0, 3.9),), "Ada")


def in_order(recording: Recording) -> bool:
    times = recording.speech.word_times
    return (
        all(before[0] <= after[0] and before[1] <= after[1] for before, after in pairwise(times))
        and all(start <= end for start, end in times)
        and times[0][0] >= 0
        and times[-1][1] <= recording.speech.length
    )


@pytest.mark.parametrize(("when", "start"), [("1.3", 1.3), ("+0.3", 1.3), ("-0.25", 0.75), ("−0.25", 0.75)])
def test_a_word_is_said_when_a_person_says(when: str, start: float) -> None:
    found = nudged(RECORDING, "two on", when)
    assert found.speech.word_times[2] == pytest.approx((start, start + 0.4))
    assert found.speech.word_times[3] == pytest.approx((start + 0.5, start + 0.9))
    assert found.nudged == (2, 3)
    assert in_order(found)


def test_marks_and_capitals_do_not_count() -> None:
    assert nudged(RECORDING, "from STEP", "0.1").nudged == (0, 1)


def test_a_sentence_moves_with_its_words() -> None:
    assert nudged(RECORDING, "from", "0.05").sentences == ((0.05, 3.9),)


FIRST = {"From": 0, "step": 1, "two on": 2, "arrows": 5, "add up": 6}
"""The number of a phrase's first word."""


@given(st.lists(st.tuples(st.sampled_from([*FIRST]), st.floats(0, 4)), max_size=6))
def test_words_stay_in_order_and_those_that_were_set_stay(nudges: list[tuple[str, float]]) -> None:
    recording = RECORDING
    for words, seconds in nudges:
        before = recording
        try:
            recording = nudged(recording, words, f"{seconds:.3f}")
        except InvalidRequestError:
            continue
        assert in_order(recording)
        own = range(FIRST[words], FIRST[words] + len(words.split()))
        for number in set(before.nudged) - set(own):
            assert recording.speech.word_times[number] == before.speech.word_times[number]


@pytest.mark.parametrize(
    ("words", "when", "message"),
    [
        ("two", "1", "“two” is said 2 times; write the words beside it, too"),
        ("arow", "1", "the beat does not say “arow”; did you mean “arrows”?"),
        ("", "1", "the beat does not say “”"),
        ("step", "soon", "soon is no time; write seconds, as in 3.42"),
        ("step", "nan", "would be said from nan"),
        ("step", "-3", "would be said from -2.50 to -2.10 s; it can be from 0.00 to 4.00 s"),
        ("add up", "3.5", "it can be from 0.00 to 4.00 s"),
    ],
)
def test_what_cannot_be_is_told(words: str, when: str, message: str) -> None:
    with pytest.raises(InvalidRequestError, match=message.replace("?", r"\?")):
        nudged(RECORDING, words, when)
