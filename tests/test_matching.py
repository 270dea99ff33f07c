"""When written words are said, where they are spoken otherwise."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from production.voice.matching import times_of


def test_the_same_words_are_said_at_the_same_time() -> None:
    times = [(0.0, 0.2), (0.2, 0.5), (0.6, 1.0)]
    assert times_of(["A", "step", "on."], ["a", "step,", "on."], times) == tuple(times)


def test_other_words_share_the_time_of_what_is_said_for_them() -> None:
    times = [(0.0, 0.2), (0.2, 0.6), (0.6, 1.0), (1.1, 1.5)]
    said = times_of(["Take", "αβ", "αβᵏ", "now."], ["Take", "these", "two", "now."], times)
    assert said == ((0.0, 0.2), (0.2, 0.52), (0.52, 1.0), (1.1, 1.5))


def test_what_is_not_spoken_takes_no_time() -> None:
    times = [(0.1, 0.4), (0.5, 0.9)]
    assert times_of(["One", "(hm)", "two"], ["One", "two"], times) == ((0.1, 0.4), (0.4, 0.4), (0.5, 0.9))
    assert times_of(["(hm)", "One"], ["One"], times[:1]) == ((0.1, 0.1), (0.1, 0.4))


WORDS = st.lists(st.sampled_from(["a", "step", "0.9", "now.", "—"]), min_size=1, max_size=8)


@given(WORDS, WORDS)
def test_every_written_word_has_its_time_in_order(written: list[str], spoken: list[str]) -> None:
    times = [(float(number), number + 0.9) for number in range(len(spoken))]
    said = times_of(written, spoken, times)
    assert len(said) == len(written)
    assert all(start <= end for start, end in said)
    assert all(before[1] <= after[0] for before, after in pairwise(said))
    assert times[0][0] <= said[0][0]
    assert said[-1][1] <= times[-1][1]
