"""The policy that a page keeps: nothing runs in it, and nothing is shown, that is not its own."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from markupsafe import Markup

_CLOSING = re.compile(r"</(?=script|style)|<!--", re.IGNORECASE)


def inline(text: str) -> Markup:
    """Return a style or a script as it can stand in a page: nothing in it ends its element."""
    # Newlines as the browser reads them, whose digest it compares.
    text = text.replace("\r\n", "\n")
    return Markup(_CLOSING.sub(lambda found: f"{found[0][0]}\\{found[0][1:]}", text))


def data(value: object) -> Markup:
    """Return a value as JSON that can stand in a script element."""
    return data_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


def data_text(text: str) -> Markup:
    """Return JSON as it can stand in a script element."""
    return Markup(text.replace("<", "\\u003c"))


def content_security_policy(styles: Iterable[str], scripts: Iterable[str]) -> str:
    """Return the policy of a page with these styles and scripts, which are known by their digests."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {_digests(scripts)}",
            f"style-src {_digests(styles)}",
            "img-src 'self' data: blob:",
            "media-src 'self' data: blob:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _digests(texts: Iterable[str]) -> str:
    found = (b64encode(sha256(text.encode()).digest()).decode() for text in texts)
    return " ".join(f"'sha256-{digest}'" for digest in found) or "'none'"
