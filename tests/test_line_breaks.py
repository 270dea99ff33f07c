from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from unicode_segmentation_rs import graphemes

from production.text.line_breaks import pieces, width, words

any_text = st.text(
    st.characters(exclude_categories=("Cs", "Cc"))
    | st.sampled_from("a .,-/、。「」ーっ語한하\u0301\u200b\u200d\u2060\u00a0\u3000👩🏽🇩🇪️⃣กำ\u05b0ש<>&"),
    max_size=60,
)


@given(any_text, st.integers(1, 42))
@example("0🏽語", 42)
def test_pieces_are_the_text_and_no_sign_is_cut(text: str, line_length: int) -> None:
    said = " ".join(words(text))
    found = pieces(text, line_length)
    assert "".join(found) == said
    assert all(found)
    whole_signs = set(accumulate(map(len, graphemes(said, is_extended=True))))
    assert set(accumulate(map(len, found))) <= whole_signs | {
        end for end in range(1, len(said) + 1) if said[end - 1] == " "
    }
    assert sum(map(width, found)) == width(said)


@pytest.mark.parametrize(
    ("text", "divided"),
    [
        ("Well-known,  and/or\n3.14 m/s", "Well-known, |and/or |3.14 |m/s"),
        ("a<b --> c", "a<b |--> |c"),
        ("動量法「快。」(過去)", "動|量|法|「快。」|(過|去)"),
        ("タワーは333メートル。", "タ|ワー|は|333|メー|ト|ル。"),
        ("用 momentum 的。", "用 |momentum |的。"),
        ("한국어 문장은 공백으로 나눕니다.", "한국어 |문장은 |공백으로 |나눕니다."),
        ("שלום עולם! مرحبا", "שלום |עולם! |مرحبا"),
        ("5\u00a0km in « l’été\u202f»", "5\u00a0km |in |« |l’été\u202f»"),
        ("語👩‍👩‍👧‍👦👍🏽🇩🇪", "語|👩‍👩‍👧‍👦|👍🏽|🇩🇪"),
        ("ภาษา\u200bไทย", "ภาษา\u200b|ไทย"),
        (
            "https://example.org/a-rather-long/path/to/it",
            "https://|example.org/|a-|rather-|long/|path/|to/|it",
        ),
        ("  \n\t ", ""),
    ],
)
def test_where_lines_may_end(text: str, divided: str) -> None:
    assert "|".join(pieces(text, 42)) == divided


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("Ravine", 6),
        ("θ ← é", 5),
        ("動量", 4),
        ("한", 2),
        ("\u1112\u1161\u11ab", 2),
        ("👩‍👩‍👧‍👦", 2),
        ("", 0),
    ],
)
def test_wide_characters_have_two_columns(text: str, columns: int) -> None:
    assert width(text) == columns
