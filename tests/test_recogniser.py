"""What was heard against what was to be said."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from production.voice.phonemes import spelled as without_phonemes
from production.voice.recogniser import Hearing, spelled, word_error_rate

TEXT = "It walks 42.6 across, and 2.2 along. It arrives at step 938."


@pytest.mark.parametrize(
    ("written", "otherwise"),
    [
        ("Keep 90 percent of it.", "keep ninety percent of it"),
        ("Keep 90% of it", "Keep 90 percent of it"),
        ("after 938 steps", "after nine hundred and thirty-eight steps"),
        ("still at −8.8", "Still at minus 8.8."),
        ("Let's see; don't wait", "Let’s see, don't wait"),
        ("β = 0.9", "Beta equals zero point nine"),
    ],
)
def test_texts_are_spelled_alike(written: str, otherwise: str) -> None:
    assert spelled(written) == spelled(otherwise) != ()


def test_whatever_a_recogniser_writes_is_taken() -> None:
    assert spelled("♪ Start on £ the wall ♪") == ("start", "on", "the", "wall")


@given(st.lists(st.sampled_from(["start", "on", "the", "wall"]), min_size=1))
def test_nothing_is_wrong_with_the_same_words(words: list[str]) -> None:
    assert word_error_rate(" ".join(words), " ".join(words).upper()) == 0


@pytest.mark.parametrize(
    ("heard", "errors"),
    [
        ("Start on a wall", 1),
        ("Start on wall", 1),
        ("Start right on the wall", 1),
        ("", 4),
        ("It rests", 4),
    ],
)
def test_words_that_are_others_missing_or_besides_are_errors(heard: str, errors: int) -> None:
    assert Hearing.of("Start on the wall.", heard).errors == errors
    assert word_error_rate("Start on the wall.", heard) == errors / 4


@pytest.mark.parametrize(
    ("heard", "misread"),
    [
        ("It walks 42.6 a cross, and 2.2 along. It a rives at step 938.", []),
        ("It walks 42.6 across, and 2.2 along. It arrives at step 948.", ["“forty eight” in place of"]),
        ("It walks 42.6 across, and 2.2 along.", ["“it arrives at step nine hundred and thirty eight”"]),
        ("It leaps 42.6 across, and 2.2 along. It arrives at step 938.", ["“leaps” in place of “walks”"]),
        ("Well, so: It walks 42.6 across, and 2.2 along. It arrives at step 938.", ["“well so” besides"]),
    ],
)
def test_a_misread_word_is_told_from_a_misheard_one(heard: str, misread: list[str]) -> None:
    found = [str(place) for place in Hearing.of(TEXT, heard).misread(without_phonemes)]
    assert len(found) == len(misread)
    assert all(part in place for part, place in zip(misread, found, strict=True))
