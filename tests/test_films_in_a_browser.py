"""Films play in Chromium, from their file and from a server that hands out parts of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import IO, TYPE_CHECKING, Any, BinaryIO, cast

import numpy as np
import pytest
from PIL import Image

from production.deliverables.delivery import Script
from production.output_spec import Format
from production.timeline import frame_at
from tests.browser import Browsing, until_true
from tests.delivered import TIMELINES
from tests.finished import GROUND, QUALITY, SQUARE, SQUARES, Kind, write
from tests.spoken import speak

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PLAYED = (Kind(Format.MP4), Kind(Format.WEBM), Kind(Format.MP4, master=True))
LENGTH, RATE = 155 / 15, QUALITY.frame_rate
LAST = 619
LEVELS = 10
"""By how many of 255 what a browser shows may differ from what was drawn; a step of a video's blue is two."""


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> dict[Kind, Path]:
    """Films with a page beside each that does no more than show it."""
    folder = tmp_path_factory.mktemp("films")
    spoken = speak(folder / "narration")
    script = Script.of("A lesson", spoken.timelines)
    films = {kind: write(kind, folder / str(kind), script, spoken.soundtrack) for kind in PLAYED}
    for film in films.values():
        tracks = "".join(
            f'<track kind="{kind}" src="{film.name}.{ending}" srclang="en" default>'
            for kind, ending in (("captions", "vtt"), ("chapters", "chapters.vtt"))
        )
        style = f"display: block; width: {QUALITY.width}px; height: {QUALITY.height}px"
        body = f'<link rel="icon" href="data:,"><video src="{film.name}" style="{style}" muted>'
        (film.parent / "alone.html").write_text(f"<!doctype html>{body}</video>", encoding="utf-8")
        (film.parent / "tracks.html").write_text(f"<!doctype html>{body}{tracks}</video>", encoding="utf-8")
    return films


@pytest.mark.parametrize("kind", PLAYED, ids=str)
def test_a_film_plays_from_its_file(films: dict[Kind, Path], kind: Kind, browse: Browsing) -> None:
    page = browse(films[kind].parent / "alone.html")
    see_that_it_plays(page)


@pytest.mark.parametrize("kind", PLAYED, ids=str)
def test_a_film_plays_from_a_server(films: dict[Kind, Path], kind: Kind, chromium: Browser) -> None:
    with served(films[kind].parent) as (address, answers):
        page = chromium.new_page()
        try:
            page.goto(f"{address}/tracks.html")
            see_that_it_plays(page)
            assert (films[kind].name, 206) in answers
            tracks = page.evaluate(
                """async () => {
                    const found = {};
                    for (const track of document.querySelectorAll("track")) {
                        track.track.mode = "showing";
                        while (track.readyState < 2) await new Promise((done) => setTimeout(done, 20));
                        found[track.kind] = [...track.track.cues].map((cue) => [cue.startTime, cue.text]);
                    }
                    return found;
                }"""
            )
            assert tracks["chapters"] == [[0, "One"], [4, "Two"]]
            assert tracks["captions"][0] == [pytest.approx(0.5, abs=0.5), "Gradient descent is slow here."]
            assert len(tracks["captions"]) == 4
            sound = page.evaluate(
                """async (film) => {
                    const bytes = await (await fetch(film)).arrayBuffer();
                    const sound = await new OfflineAudioContext(2, 1, 48000).decodeAudioData(bytes);
                    return [sound.numberOfChannels, sound.duration];
                }""",
                films[kind].name,
            )
            assert sound == [2, pytest.approx(LENGTH, abs=0.05)]
        finally:
            page.close()


def see_that_it_plays(page: Page) -> None:
    """Play a film, and seek in it; each time it shows the frame of that time, in its colours."""
    until_true(page, "document.querySelector('video').readyState === 4")
    played = page.evaluate(
        """async () => {
            const video = document.querySelector("video");
            await video.play();
            while (video.currentTime < 0.2) await new Promise((done) => setTimeout(done, 20));
            video.pause();
            const sound = video.webkitAudioDecodedByteCount > 0;
            return [video.duration, video.videoWidth, video.videoHeight, sound];
        }"""
    )
    assert played == [pytest.approx(LENGTH, abs=0.03), QUALITY.width, QUALITY.height, True]
    for number in (400, 30, 239, 240, LAST, 0):
        page.evaluate(
            """async (time) => {
                const video = document.querySelector("video");
                const next = () => new Promise((done) =>
                    video.requestVideoFrameCallback((_, { mediaTime }) => done(mediaTime)));
                let shown = next();
                video.currentTime = time;
                // What came before the seek may be shown still.
                while (Math.abs((await shown) - time) > 1 / 60) shown = next();
            }""",
            (number + 0.5) / RATE,
        )
        see_that_it_is_shown(page.locator("video").screenshot(), number)


def see_that_it_is_shown(screenshot: bytes, number: int) -> None:
    picture = np.asarray(Image.open(BytesIO(screenshot)).convert("RGB"), np.int16)
    assert picture.shape == (QUALITY.height, QUALITY.width, 3)
    first = frame_at(TIMELINES[0].length, RATE)
    scene, frame = (0, number) if number < first else (1, number - first)
    left = frame % (QUALITY.width - SQUARE)
    row = picture[SQUARE + SQUARE // 2]
    assert np.abs(row[left + SQUARE // 2] - SQUARES[scene]).max() <= LEVELS
    assert np.abs(picture[4, 4] - GROUND).max() <= LEVELS
    # Which frame it is: the square moves by a pixel a frame.
    bright = np.flatnonzero(row.sum(axis=1) > (sum(GROUND) + sum(SQUARES[scene])) / 2)
    assert bright[[0, -1]].tolist() == [left, left + SQUARE - 1]


@contextmanager
def served(folder: Path) -> Iterator[tuple[str, list[tuple[str, int]]]]:
    """Serve a folder; give the server's address, and the files that it was asked for with its answers."""
    answers: list[tuple[str, int]] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_InParts, directory=str(folder), answers=answers))
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", answers
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _InParts(SimpleHTTPRequestHandler):
    """Answers a range of bytes with that part of the file (RFC 9110, section 14), as most servers do."""

    protocol_version = "HTTP/1.1"

    def __init__(self, *arguments: Any, answers: list[tuple[str, int]], **settings: Any) -> None:
        self._answers = answers
        self._remaining: int | None = None
        super().__init__(*arguments, **settings)

    def send_head(self) -> BytesIO | BinaryIO | None:
        asked = re.fullmatch(r"bytes=(\d+)-(\d*)", self.headers.get("Range", ""))
        path = Path(self.translate_path(self.path))
        if asked is None or not path.is_file():
            return super().send_head()
        size = path.stat().st_size
        first, last = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
        if first > last:
            self.send_error(416)
            return None
        file = path.open("rb")
        file.seek(first)
        self._remaining = last - first + 1
        self.send_response(206)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        self.send_header("Content-Length", str(self._remaining))
        self.end_headers()
        return file

    def copyfile(self, source: Any, outputfile: Any) -> None:
        part = cast(IO[bytes], source).read(-1 if self._remaining is None else self._remaining)
        self._remaining = None
        try:
            outputfile.write(part)
        except (BrokenPipeError, ConnectionResetError):
            # A player lets go of what it does not need any more.
            self.close_connection = True

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        self._answers.append((self.path.lstrip("/"), int(code)))
