"""Decks in Chromium, offline and from files: what is shown after which key, and between."""

from __future__ import annotations

import base64
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image
from playwright.sync_api import expect

from production.deliverables.slides.deck import Deck
from production.deliverables.slides.html_deck import write_html_file, write_html_folder
from tests.browser import DESKTOP, PHONE, Browsing, hindrances, until
from tests.decks import COLOURS, FRAMES, GROUND, HOSTILE, SIZE, write_deck

if TYPE_CHECKING:
    from playwright.sync_api import Page

LENGTH = FRAMES / SIZE.frame_rate
"""Of each clip, in seconds."""

Colour = tuple[int, int, int]


@pytest.fixture(scope="module")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Deck:
    return write_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def folder(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "slides"
    write_html_folder(deck, folder)
    return folder / "index.html"


@pytest.fixture(scope="module")
def one_file(deck: Deck, tmp_path_factory: pytest.TempPathFactory) -> Path:
    page = tmp_path_factory.mktemp("made") / "slides.html"
    write_html_file(deck, page, scratch=tmp_path_factory.mktemp("scratch"))
    return page


def until_ready(page: Page) -> None:
    until(page, lambda: page.evaluate("Boolean(window.Reveal?.isReady?.())"))


def video(page: Page, wanted: str) -> Any:
    """What the current slide's film says of itself."""
    return page.evaluate(f"document.querySelector('.beat.present video').{wanted}")


def until_played(page: Page) -> None:
    until(page, lambda: video(page, "ended"))


def until_it_shows(page: Page, colour: Colour) -> None:
    """Wait for a colour in the window's middle; what is played or turned is painted a little later."""
    until(page, lambda: is_near(middle(page.screenshot()), colour))


def middle(picture: bytes) -> Colour:
    """The colour in the middle of a picture of the window."""
    return colour_at(picture, 0.5)


def colour_at(picture: bytes, height: float) -> Colour:
    """The colour of the window's middle at some height, from 0 at its top to 1."""
    with Image.open(BytesIO(picture)) as opened:
        colour = opened.convert("RGB").getpixel((opened.width // 2, int(height * (opened.height - 1))))
    assert isinstance(colour, tuple)
    return (int(colour[0]), int(colour[1]), int(colour[2]))


def is_near(colour: Colour, wanted: Colour, within: int = 12) -> bool:
    return all(abs(one - other) <= within for one, other in zip(colour, wanted, strict=True))


@pytest.mark.parametrize("kind", ["folder", "one_file"])
def test_a_beat_plays_when_it_comes_and_stops_on_its_last_picture_and_back_shows_that(
    browse: Browsing, kind: str, request: pytest.FixtureRequest
) -> None:
    page = browse(request.getfixturevalue(kind))
    until_ready(page)
    for number in (0, 1):
        if number:
            page.keyboard.press("ArrowRight")
        until_played(page)
        until_it_shows(page, COLOURS[number][1])
        # Where the window is no 16:9, the ground goes on.
        assert is_near(colour_at(page.screenshot(), 0), GROUND, within=3)
    # On to the next scene, by the key of a remote control, and back before anything has played.
    page.keyboard.press("PageDown")
    page.keyboard.press("PageUp")
    until_it_shows(page, COLOURS[1][1])
    page.wait_for_timeout(200)
    assert video(page, "paused")
    assert is_near(middle(page.screenshot()), COLOURS[1][1])
    # On the way back, too, and again from its beginning when it is come to from before.
    page.keyboard.press("ArrowLeft")
    until_it_shows(page, COLOURS[0][1])
    page.keyboard.press("ArrowRight")
    until(page, lambda: not video(page, "paused"))
    until_played(page)
    assert page.evaluate("Object.values(Reveal.getIndices()).slice(0, 2)") == [0, 1]


def test_nothing_black_or_white_is_seen_between_slides(browse: Browsing, folder: Path) -> None:
    page = browse(folder)
    until_ready(page)
    until_played(page)
    shown: list[Colour] = []
    session = page.context.new_cdp_session(page)

    def on_frame(frame: dict[str, Any]) -> None:
        shown.append(middle(base64.b64decode(frame["data"])))
        session.send("Page.screencastFrameAck", {"sessionId": frame["sessionId"]})

    session.on("Page.screencastFrame", on_frame)
    session.send("Page.startScreencast", {"format": "png", "everyNthFrame": 1, "maxWidth": 160})
    for key in (
        "ArrowRight",
        "ArrowRight",
        "ArrowLeft",
        "ArrowLeft",
        "ArrowRight",
        "ArrowRight",
        "ArrowRight",
    ):
        page.keyboard.press(key)
        page.wait_for_timeout(150)
    session.send("Page.stopScreencast")
    assert len(shown) > 15
    # Every colour of every beat has one bright channel, and one that is not.
    assert [colour for colour in shown if max(colour) < 150 or min(colour) > 205] == []


def test_a_beat_that_asks_for_it_plays_again_and_again(browse: Browsing, folder: Path) -> None:
    page = browse(folder, "#/1/0")
    until_ready(page)
    until(page, lambda: video(page, "currentTime") > 0.6 * LENGTH)
    until(page, lambda: video(page, "currentTime") < 0.4 * LENGTH)
    assert not video(page, "ended")


def test_a_presenter_sees_the_words_and_the_slide_to_come(browse: Browsing, one_file: Path) -> None:
    page = browse(one_file)
    until_ready(page)
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    presenter = opened.value
    words = presenter.locator(".speaker-controls-notes .value")
    until(page, lambda: words.inner_text().strip() == "Here it starts.")
    upcoming = presenter.frame_locator("#upcoming-slide iframe")
    upcoming.locator(".beat.present .last").wait_for()
    assert upcoming.locator(".beat.present h2").inner_text() == HOSTILE
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    until(page, lambda: words.inner_text().split("\n")[0].strip() == "It goes round and round.")
    assert "[αβ² < 1]" in words.inner_text()
    assert presenter.frames[1].evaluate("[...document.querySelectorAll('video')].every((v) => v.paused)")


def test_the_contents_lead_to_every_scene_and_titles_are_only_text(browse: Browsing, folder: Path) -> None:
    page = browse(folder)
    alerts: list[object] = []
    page.on("dialog", lambda dialog: alerts.append(dialog))
    until_ready(page)
    assert page.title() == f"Decks {HOSTILE}"
    page.keyboard.press("t")
    links = page.locator("#contents a")
    assert links.all_inner_texts() == ["One", HOSTILE]
    # Keys do not turn the slides behind them.
    page.keyboard.press("ArrowRight")
    links.nth(1).click()
    until(page, lambda: page.evaluate("Reveal.getIndices().h") == 1)
    until(page, lambda: not video(page, "paused"))
    page.keyboard.press("t")
    links.nth(0).click()
    # Not the last one's finished picture: it plays.
    until(page, lambda: page.evaluate("Reveal.getIndices().h") == 0)
    until_played(page)
    assert page.locator(".beat h2").nth(1).text_content() == HOSTILE
    assert not alerts


def test_end_leads_to_the_last_slide_and_words_have_the_films_typeface(
    browse: Browsing, folder: Path
) -> None:
    page = browse(folder)
    until_ready(page)
    page.keyboard.press("End")
    until(page, lambda: page.evaluate("Reveal.isLastSlide()"))
    page.keyboard.press("t")
    loaded = "[...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family)"
    until(page, lambda: "Source Sans Pro" in str(page.evaluate(loaded)))


def test_sound_waits_for_a_key_where_the_browser_wants_one_and_can_be_switched_off(
    browse: Browsing, tmp_path: Path
) -> None:
    write_html_folder(write_deck(tmp_path / "deck", heard=True), tmp_path / "slides")
    page = browse(tmp_path / "slides" / "index.html")
    until_ready(page)
    sound = page.locator("#sound")
    until(page, lambda: sound.inner_text() == "Click for sound")
    until_played(page)
    assert video(page, "muted")
    page.keyboard.press("ArrowRight")
    until(page, lambda: not video(page, "paused"))
    expect(sound).to_have_text("Sound off")
    assert not video(page, "muted")
    page.keyboard.press("m")
    expect(sound).to_have_text("Sound on")
    assert video(page, "muted")


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_nothing_hinders_anyone(browse: Browsing, one_file: Path, size: tuple[int, int]) -> None:
    page = browse(one_file, size=size)
    until_ready(page)
    until_played(page)
    page.mouse.move(10, 10)
    page.mouse.move(20, 20)
    page.wait_for_timeout(400)
    assert hindrances(page) == []
    page.keyboard.press("t")
    assert hindrances(page) == []


def test_every_picture_stands_in_the_overview(browse: Browsing, folder: Path) -> None:
    page = browse(folder)
    until_ready(page)
    page.keyboard.press("o")
    loaded = "[...document.querySelectorAll('.beat .last')].every((i) => i.naturalWidth === 320)"
    until(page, lambda: page.evaluate(loaded))
    expect(page.locator(".beat .last").nth(3)).to_have_css("visibility", "visible")


def test_a_finger_meets_no_button_that_is_not_seen(browse: Browsing, folder: Path) -> None:
    page = browse(folder, size=PHONE, has_touch=True, is_mobile=True)
    until_ready(page)
    place = page.locator("#open-contents").bounding_box()
    assert place is not None
    # The first tap shows the buttons; the second is on one.
    for is_open in (False, True):
        page.touchscreen.tap(place["x"] + place["width"] / 2, place["y"] + place["height"] / 2)
        expect(page.locator("#contents")).to_be_visible(visible=is_open)
