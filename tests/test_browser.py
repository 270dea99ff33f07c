from __future__ import annotations

from pathlib import Path

from tests.browser import Browsing, hindrances

PAGE = '<!doctype html><html lang="en"><title>A page</title><main><h1>A page</h1>{}</main></html>'


def write(folder: Path, *, body: str = "") -> Path:
    page = folder / "page.html"
    page.write_text(PAGE.format(body), encoding="utf-8")
    return page


def test_a_page_opens_from_its_file(browse: Browsing, tmp_path: Path) -> None:
    page = browse(write(tmp_path), "#here")
    assert (page.title(), page.url[-5:]) == ("A page", "#here")
    assert hindrances(page) == []


def test_what_goes_wrong_in_a_page_is_noticed(browse: Browsing, tmp_path: Path) -> None:
    body = '<img src="https://example.com/a.png"><script>missing()</script>'
    page = browse(write(tmp_path, body=body))
    assert hindrances(page) == ["image-alt: img"]
    page.wait_for_load_state("networkidle")
    said = "\n".join(browse.problems)
    assert "it asks for https://example.com/a.png" in said
    assert "missing is not defined" in said
    assert "ERR_INTERNET_DISCONNECTED" in said
    browse.problems.clear()
