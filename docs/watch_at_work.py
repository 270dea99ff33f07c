"""Records the moving picture of a watch that CONTRIBUTING.md shows: ``python -m docs.watch_at_work``.

A scene of a copy of the project is watched, and a line of it is typed and saved, as an editor would. What the
page shows meanwhile is photographed; while the clip is made, time runs faster.
"""

from __future__ import annotations

import html
import shutil
import time
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Page, ViewportSize, sync_playwright

from benchmarks.project_copy import copy_project
from benchmarks.watch import watched_page

PICTURE = Path(__file__).parent.parent / "media" / "gallery" / "watch.gif"

SCENE = "zigzag"
BEFORE = 'self.times = Readout(2, "{:.0f} times", BIG_NUMBER * 2 / 3, '
TYPED = "color=style.GRADIENT, "
"""What is typed after it."""

SIZE = ViewportSize(width=1280, height=620)
EDITOR_HEIGHT = 132
LINES_AROUND = 2

SECONDS_A_KEY, SECONDS_TO_LOOK, MOST_SECONDS_TO_WAIT = 0.06, 2.5, 0.12
"""How long a frame stands while somebody types, where something is to be seen, and while the clip is made."""

MOMENTS, SECONDS_A_PICTURE = (6.0, 8.0, 10.0, 11.5, 12.5, 13.2), 0.4
"""What of the clip (seconds) is shown at last, and for how long."""

EDITOR = """<body style="margin:0;padding:12px 24px;background:#1b232c;color:#c9d4de;
font:15px/1.5 ui-monospace,'DejaVu Sans Mono',monospace;white-space:pre">{}</body>"""


class Recording:
    """Frames of an editor above the page of a watch."""

    def __init__(self, editor: Page, page: Page, source: str) -> None:
        self._editor, self._page = editor, page
        self._source = source
        self._frames: list[Image.Image] = []
        self._seconds: list[float] = []

    def take(self, typed: str, seconds: float, note: str = "") -> None:
        """Take a frame, in which so much has been typed, that stands for so long."""
        lines = self._source.replace(BEFORE, f"{BEFORE}\0{typed}\1").splitlines()
        number = next(number for number, line in enumerate(lines) if "\0" in line)
        shown = lines[number - LINES_AROUND : number + LINES_AROUND + 1]
        code = html.escape("\n".join(line.removeprefix("    ") for line in shown))
        code = code.replace("\0", '<b style="color:#7fe0b0">').replace("\1", "▏</b>")
        self._editor.set_content(EDITOR.format(f'<b style="float:right;color:#7fe0b0">{note}</b>{code}'))
        above, below = (Image.open(BytesIO(each.screenshot())) for each in (self._editor, self._page))
        frame = Image.new("RGB", (below.width, above.height + below.height))
        frame.paste(above, (0, 0))
        frame.paste(below, (0, above.height))
        self._frames.append(frame)
        self._seconds.append(seconds)

    def last_stood(self, seconds: float) -> None:
        """Say how long the frame that was taken last stood."""
        self._seconds[-1] = seconds

    def save(self, path: Path) -> None:
        """Write the frames as a GIF whose frames share their colours."""
        width, height = self._frames[0].size
        # Of the first and the last picture, side by side.
        both = Image.new("RGB", (2 * width, height))
        both.paste(self._frames[0], (0, 0))
        both.paste(self._frames[-1], (width, 0))
        colors = both.quantize(255, Image.Quantize.MAXCOVERAGE, kmeans=8, dither=Image.Dither.NONE)
        first, *others = (frame.quantize(palette=colors, dither=Image.Dither.NONE) for frame in self._frames)
        durations = [round(seconds * 1000) for seconds in self._seconds]
        first.save(path, save_all=True, append_images=others, duration=durations, loop=0, optimize=True)


def record(path: Path) -> None:
    """Record a save, from the first key to the clip."""
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        sources = copy_project(Path(folder))
        file = sources / "scenes" / f"{SCENE}.py"
        source = file.read_text(encoding="utf-8")
        with watched_page(sources, SCENE) as address:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium") or shutil.which("google-chrome"),
                args=["--no-sandbox", "--mute-audio"],
            )
            page = browser.new_page(viewport=SIZE, color_scheme="dark")
            editor = browser.new_page(viewport=ViewportSize(width=SIZE["width"], height=EDITOR_HEIGHT))
            page.goto(address)
            _wait_for_the_clip(page)
            page.get_by_role("button", name="Two parts").click()
            page.evaluate("scrollTo(0, 0)")
            _seek(page, MOMENTS[-1])
            # What the player shows of waiting goes.
            page.wait_for_timeout(2000)
            recording = Recording(editor, page, source)
            recording.take("", 1.0)
            for end in range(1, len(TYPED) + 1):
                recording.take(TYPED[:end], SECONDS_A_KEY)
            file.write_text(source.replace(BEFORE, BEFORE + TYPED), encoding="utf-8")
            saved = time.monotonic()
            while page.locator(".changed:visible").count() == 0:
                before = time.monotonic()
                recording.take(TYPED, 0.1, "saved")
                recording.last_stood(time.monotonic() - before)
            print(f"seen after {time.monotonic() - saved:.1f} s")
            recording.take(TYPED, SECONDS_TO_LOOK, "saved")
            while not _has_clip(page):
                recording.take(TYPED, MOST_SECONDS_TO_WAIT, "saved")
                page.wait_for_timeout(1000)
            for moment in MOMENTS:
                _seek(page, moment)
                recording.take(TYPED, SECONDS_A_PICTURE, "saved")
            recording.take(TYPED, SECONDS_TO_LOOK, "saved")
            recording.save(path)


def _seek(page: Page, moment: float) -> None:
    """Show a moment (seconds) of the clip, and wait until it is to be seen."""
    page.locator("video").evaluate(
        "(film, moment) => new Promise(done => { film.onseeked = done; film.currentTime = moment; })", moment
    )
    page.wait_for_timeout(300)


def _has_clip(page: Page) -> bool:
    return page.locator("video:visible").count() > 0


def _wait_for_the_clip(page: Page) -> None:
    page.locator("video:visible").wait_for(timeout=300_000)


if __name__ == "__main__":
    record(PICTURE)
