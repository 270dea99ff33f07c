"""A small server on this machine alone: the page of a watch, what it shows, and news of it."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import MappingProxyType
from typing import Any

from production.deliverables.page.typeface import typeface_style
from production.watch.board import Board

HOST = "127.0.0.1"

SHELL = Path(__file__).with_name("shell")

PAGES = MappingProxyType(
    {
        "/": ("watch.html", "text/html; charset=utf-8"),
        "/watch.js": ("watch.js", "text/javascript; charset=utf-8"),
        "/watch.css": ("watch.css", "text/css; charset=utf-8"),
    }
)

MADE = re.compile(r"/(?:stills/([0-9a-f]{32}\.png)|clips/([0-9a-f]{32}\.mp4))")
"""What a watch makes: files of such names in its folder, and nothing else."""

KINDS = MappingProxyType({".png": "image/png", ".mp4": "video/mp4"})

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)

POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "media-src 'self'",
        "connect-src 'self'",
        "font-src data:",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    )
)

PIECE = 1 << 18
"""Bytes of a file that are read at a time."""

SECONDS_BETWEEN_SIGNS = 10.0
"""A sign of life that often: a browser that is gone is noticed by it."""


@contextmanager
def serving(board: Board, folder: Path, port: int = 0) -> Iterator[str]:
    """Serve the page of a watch, and yield its address.

    Parameters
    ----------
    board
        What there is to be seen.
    folder
        Where the stills and the clips are.
    port
        Any that is free where it is 0.

    Raises
    ------
    OSError
        If the port is taken.
    """
    try:
        server = _Server((HOST, port), partial(_Handler, board, folder))
    except OSError as error:
        reason = f"port {port} cannot be had ({error.strerror}); leave --port out, or name another"
        raise OSError(reason) from error
    threading.Thread(target=server.serve_forever, args=(0.1,), daemon=True).start()
    try:
        yield f"http://{HOST}:{server.server_port}/"
    finally:
        board.close()
        server.shutdown()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing: a browser that went away is no error."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def __init__(self, board: Board, folder: Path, *args: Any) -> None:
        self._board = board
        self._folder = folder
        super().__init__(*args)

    def do_GET(self) -> None:
        """Answer with a page, a file or the news."""
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        """Answer with the head alone."""
        self._answer(with_body=False)

    def _answer(self, *, with_body: bool) -> None:
        # Whoever can choose a name for this machine would otherwise read along from a page of theirs.
        _, port = self.connection.getsockname()
        if self.headers.get("Host", "").removesuffix(f":{port}") not in (HOST, "localhost"):
            self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "ask for 127.0.0.1", with_body)
        elif self.path == "/events":
            self._send_news(with_body)
        elif self.path == "/typeface.css":
            self._send(typeface_style().encode(), "text/css; charset=utf-8", with_body)
        elif self.path in PAGES:
            name, kind = PAGES[self.path]
            self._send(_shell(name), kind, with_body)
        elif (found := MADE.fullmatch(self.path)) and (
            file := self._folder / (found[1] or found[2])
        ).is_file():
            self._send_file(file, with_body)
        else:
            self._refuse(HTTPStatus.NOT_FOUND, "there is no such thing", with_body)

    def _refuse(self, status: HTTPStatus, reason: str, with_body: bool) -> None:
        self._send(f"{reason}\n".encode(), "text/plain; charset=utf-8", with_body, status)

    def _head(self, status: HTTPStatus, kind: str, **fields: str) -> None:
        self.send_response(status)
        fields = {
            "Content-Type": kind,
            "Content-Security-Policy": POLICY,
            "Cross-Origin-Resource-Policy": "same-origin",
            "Cross-Origin-Opener-Policy": "same-origin",
            "Referrer-Policy": "no-referrer",
            "X-Content-Type-Options": "nosniff",
            "Cache-Control": "no-store",
        } | {name.replace("_", "-"): value for name, value in fields.items()}
        for name, value in fields.items():
            self.send_header(name, value)
        self.end_headers()

    def _send(self, content: bytes, kind: str, with_body: bool, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._head(status, kind, Content_Length=str(len(content)))
        if with_body:
            self.wfile.write(content)

    def _send_file(self, file: Path, with_body: bool) -> None:
        """Send a file, or the part that is asked for: browsers seek so."""
        size, kind = file.stat().st_size, KINDS[file.suffix]
        # What it is called by never changes.
        keep = {"Cache_Control": "max-age=86400, immutable", "Accept_Ranges": "bytes"}
        found = RANGE.fullmatch(self.headers.get("Range", ""))
        if found is None or found[0] == "bytes=-":
            # What is no range is not heeded, as the standard has it.
            first, end, status = 0, size, HTTPStatus.OK
        elif (part := _part(found[1], found[2], size)) is not None:
            (first, end), status = part, HTTPStatus.PARTIAL_CONTENT
            keep["Content_Range"] = f"bytes {first}-{end - 1}/{size}"
        else:
            first, end, status = 0, 0, HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE
            keep["Content_Range"] = f"bytes */{size}"
        self._head(status, kind, Content_Length=str(end - first), **keep)
        if with_body:
            with file.open("rb") as opened:
                opened.seek(first)
                while (left := end - opened.tell()) > 0 and (piece := opened.read(min(left, PIECE))):
                    self.wfile.write(piece)

    def _send_news(self, with_body: bool) -> None:
        """Send each scene as it is, and then whenever it changes, until the browser or the watch is gone."""
        self.close_connection = True
        self._head(HTTPStatus.OK, "text/event-stream; charset=utf-8", Connection="close")
        version = 0
        with suppress(OSError):
            while with_body and (news := self._board.wait(version, SECONDS_BETWEEN_SIGNS)) is not None:
                version, texts = news
                said = "".join(f"event: scene\ndata: {text}\n\n" for text in texts) or ": here\n\n"
                self.wfile.write(said.encode())
                self.wfile.flush()

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing of requests."""


def _part(first: str, last: str, size: int) -> tuple[int, int] | None:
    """Return where the part of a file begins and ends that is asked for; None where the file has none."""
    if not first:
        length = min(int(last), size)
        return (size - length, size) if length else None
    end = min(int(last) + 1, size) if last else size
    return (int(first), end) if int(first) < end else None


@cache
def _shell(name: str) -> bytes:
    return (SHELL / name).read_bytes()
