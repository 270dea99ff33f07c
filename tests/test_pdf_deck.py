from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat
from pypdf import PdfReader

from production.deliverables.slides.deck import Deck
from production.deliverables.slides.pdf_deck import write_pdf
from tests.decks import HOSTILE, write_deck


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return write_deck(tmp_path_factory.mktemp("deck"))


def write(deck: Deck, folder: Path) -> PdfReader:
    folder.mkdir()
    write_pdf(deck, folder / "deck.pdf", scratch=folder)
    return PdfReader(folder / "deck.pdf")


def test_a_beat_is_a_page_of_its_last_picture_and_its_words(deck: Deck, tmp_path: Path) -> None:
    reader = write(deck, tmp_path / "made")
    assert len(reader.pages) == 4
    for page, slide in zip(reader.pages, deck.slides, strict=True):
        text = "".join(page.extract_text().split())
        for words in (slide.title, *slide.notes):
            assert "".join(words.split()) in text
        (picture,) = page.images
        assert picture.image is not None
        with Image.open(slide.last) as last:
            difference = ImageChops.difference(last.convert("RGB"), picture.image.convert("RGB"))
        assert max(ImageStat.Stat(difference).mean) < 2


def test_it_is_made_for_those_who_do_not_see_it(deck: Deck, tmp_path: Path) -> None:
    reader = write(deck, tmp_path / "made")
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "en"
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalog["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == deck.title
    # A bookmark a scene, and beneath it one a beat.
    outline: Any = reader.outline
    titles = [[entry.title for entry in part] if isinstance(part, list) else part.title for part in outline]
    assert titles == ["One", ["Start", HOSTILE], HOSTILE, ["Round", "End"]]


def test_the_same_deck_gives_the_same_bytes_and_many_words_a_longer_page(deck: Deck, tmp_path: Path) -> None:
    one, other = write(deck, tmp_path / "one"), write(deck, tmp_path / "other")
    assert (tmp_path / "one/deck.pdf").read_bytes() == (tmp_path / "other/deck.pdf").read_bytes()
    for page in (*one.pages, *other.pages):
        assert page.mediabox.height == pytest.approx(210 / 25.4 * 72, abs=0.5)
    first = deck.chapters[0]
    talkative = replace(first, slides=(replace(first.slides[0], narration="word " * 900),))
    (page,) = write(replace(deck, chapters=(talkative,)), tmp_path / "long").pages
    assert page.mediabox.height > 700
    assert page.extract_text().split().count("word") == 900
