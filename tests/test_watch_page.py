"""The page of a watch follows it, shows whatever is said as text, and hinders nobody."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from production.watch.board import BeatView, Board, SceneView
from production.watch.server import serving
from production.watch.tasks import FoundFault
from tests.browser import DESKTOP, PHONE, Scheme, hindrances

OLD, NEW = "a" * 32, "b" * 32


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESKTOP, "dark")])
def test_the_page_follows_a_watch(
    chromium: Browser, tmp_path: Path, size: tuple[int, int], scheme: Scheme
) -> None:
    for digest, color in ((OLD, "navy"), (NEW, "teal")):
        Image.new("RGB", (854, 480), color).save(tmp_path / f"{digest}.png")
    board, problems = Board(), list[str]()
    view = SceneView("mine", title="<i>Mine</i>", doing="making the clip", is_shown=True)
    view.beats = [
        BeatView(number, f"Beat {number}", "Is 1 < 2 & <b>3</b>?", 2.0 * number, 2.0 * number + 2, OLD)
        for number in (1, 2)
    ]
    board.show(view)
    with serving(board, tmp_path) as address:
        width, height = size
        context = chromium.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
        page = context.new_page()
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(address)
        expect(page.get_by_role("heading", level=2)).to_have_text("<i>Mine</i>")
        expect(page.locator(".words").first).to_have_text("Is 1 < 2 & <b>3</b>?")
        expect(page.locator(".screen img")).to_have_attribute("src", f"/stills/{OLD}.png")

        # What changed comes onto the screen by itself, and what is wrong stands beneath it.
        view.begin()
        view.take_still(2, NEW)
        view.seconds, view.doing, view.is_checked = 0.84, "", True
        view.beats[1].faults = (FoundFault(2, 4.5, "it <pops>"),)
        board.show(view)
        expect(page.locator(".screen img")).to_have_attribute("src", f"/stills/{NEW}.png")
        expect(page.get_by_role("status")).to_have_text(
            "1 beat changed, 0.8 s after the save · 1 rule of the picture broken"
        )
        expect(page.locator(".faults li")).to_have_text("At 4.5 s: it <pops>")
        assert page.locator(".changed").evaluate_all("all => all.map(each => each.hidden)") == [True, False]

        # Another beat is looked at by keyboard.
        page.get_by_role("button", name="Beat 1").press("Enter")
        expect(page.locator(".screen img")).to_have_attribute("src", f"/stills/{OLD}.png")

        view.error = "mine.py:Mine, beat 2: ValueError: <b>no</b>"
        board.show(view)
        expect(page.locator(".error")).to_have_text(view.error)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert hindrances(page) == []
        assert page.locator(".beat img").evaluate_all("all => all.every(each => each.naturalWidth === 854)")
        assert problems == []
    # Its end is no secret.
    expect(page.locator("#lost")).to_be_visible()
    context.close()
