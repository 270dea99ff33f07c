"""Opens pages in the system's Chromium, offline, from files, as whoever is handed a folder opens them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import pytest

from tests.programs import program

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

PHONE, DESKTOP = (360, 740), (1280, 800)
"""Widths and heights in pixels."""

Scheme = Literal["light", "dark"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser; one serves all tests of a process."""
    # Here, for most tests need none.
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        # As root Chromium runs only without its sandbox; in a container /dev/shm is small.
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-dev-shm-usage", "--mute-audio"]
        )
        yield browser
        browser.close()


@dataclass
class Browsing:
    """Opens files; holds what went wrong in any of them: errors, blocked and failed requests."""

    browser: Browser
    problems: list[str] = field(default_factory=list)

    def __call__(
        self,
        file: Path,
        fragment: str = "",
        *,
        size: tuple[int, int] = DESKTOP,
        scheme: Scheme = "dark",
        **settings: Any,
    ) -> Page:
        """Open a file in a window of its own. ``settings`` are those of Playwright's ``new_context``."""
        width, height = size
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, color_scheme=scheme, offline=True, **settings
        )
        context.set_default_timeout(10_000)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.problems.append(str(error)))
        page.on("request", self._watch)
        page.goto(file.absolute().as_uri() + fragment)
        return page

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.problems.append(message.text)

    def _watch(self, request: Request) -> None:
        if not request.url.startswith(("file:", "data:", "blob:", "about:")):
            self.problems.append(f"it asks for {request.url}")


@pytest.fixture
def browse(chromium: Browser) -> Iterator[Browsing]:
    """Open files in Chromium; nothing may go wrong in them that the test does not take from ``problems``."""
    browsing = Browsing(chromium)
    yield browsing
    for context in chromium.contexts:
        context.close()
    assert browsing.problems == []


def until(page: Page, is_so: Callable[[], object], seconds: float = 5.0) -> None:
    """Wait for something; Playwright's own waiting is for pages that let code be evaluated."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, "it never came"
        page.wait_for_timeout(20)


def until_true(page: Page, expression: str, arg: object = None) -> None:
    """Wait until JavaScript is true of a page; see above."""
    until(page, lambda: page.evaluate(expression, arg))


def hindrances(page: Page) -> list[str]:
    """Return what axe-core finds that keeps people from using a page: the rule, and where it is broken."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{rule['id']}: {node['target'][0]}" for rule in found for node in rule["nodes"]]
