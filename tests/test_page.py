from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from production.api import make_page
from production.deliverables.delivery import Script
from production.deliverables.page.content import PageContent
from production.deliverables.page.write import EMBED, INDEX, write_one_file, write_page
from production.errors import InvalidRequestError
from production.film import Film, FilmPage, SceneRef
from production.output_spec import Format
from production.timeline import Beat, Timeline
from tests.browser import Browsing, until, until_true
from tests.delivered import TIMELINES, deliver
from tests.finished import Kind, write

FILM = Film("lesson", "A lesson", tuple(timeline.scene for timeline in TIMELINES))
ODD = "<img src=x onerror=alert(1)> & \"'</script><script>alert(1)</script>"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (film,) = deliver(tmp_path_factory.mktemp("film"), Format.MP4)
    return film


@pytest.fixture(scope="module")
def folder(finished: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    write_page(FILM, finished, folder, "https://example.org/a page")
    return folder


def wait_for_film(page: Any) -> None:
    until_true(page, "document.querySelector('video').readyState > 1")


def test_the_film_plays_with_its_captions_from_a_file(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    wait_for_film(page)
    film = page.evaluate(
        """async () => {
            const video = document.querySelector("video");
            const track = video.textTracks[0];
            video.muted = true;
            await video.play();
            while (!track.activeCues?.length) await new Promise(requestAnimationFrame);
            return [video.paused, video.duration, track.mode, track.cues.length, track.activeCues[0].text];
        }"""
    )
    assert film == [False, pytest.approx(155 / 15, abs=0.05), "showing", 4, "Gradient descent is slow here."]


def test_a_chapter_seeks_and_the_transcript_follows(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    wait_for_film(page)
    expect(page.locator(".beat.current")).to_have_count(1)
    # It plays on from there: what time it is depends on how long one takes to look.
    page.evaluate(
        """() => {
            const video = document.querySelector("video");
            window.sought = [];
            video.addEventListener("seeking", () => sought.push(Math.floor(video.currentTime)));
        }"""
    )
    page.get_by_role("link", name="Two", exact=False).last.click()
    until_true(page, "document.querySelector('.chapters li.current').textContent.includes('Two')")
    until(page, lambda: page.evaluate("sought") == [4])
    page.keyboard.press("k")
    page.locator(".beat").nth(1).locator("p").click()
    until_true(page, "document.querySelectorAll('.beat')[1].classList.contains('current')")
    until(page, lambda: page.evaluate("sought") == [4, 2])
    assert (
        page.locator(".beat [aria-current]").get_attribute("href") == page.evaluate("location.hash") == "#t=2"
    )


def test_an_address_names_a_moment(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX, "#t=4")
    until_true(page, "document.querySelector('video').currentTime === 4")
    until_true(page, "document.querySelectorAll('.beat')[2].classList.contains('current')")
    assert page.evaluate("document.querySelector('video').paused")


def test_the_player_heeds_keys(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    wait_for_film(page)
    page.locator(".words").focus()
    state = """(() => {
        const video = document.querySelector("video");
        return [video.currentTime, video.playbackRate, video.textTracks[0].mode];
    })()"""
    speed, captions = page.locator("[data-speed]"), page.locator("[data-captions]")
    page.keyboard.press("]")
    page.keyboard.press(">")
    page.keyboard.press("c")
    assert page.evaluate(state) == [4, 1.25, "hidden"]
    # The player hears of a change by an event, a little later.
    expect(captions).not_to_be_checked()
    expect(speed).to_have_value("1.25")
    page.keyboard.press("j")
    page.keyboard.press("c")
    speed.select_option("2")
    assert page.evaluate(state) == [0, 2, "showing"]
    expect(captions).to_be_checked()


def test_one_file_holds_the_film(browse: Browsing, finished: Path, tmp_path: Path) -> None:
    write_one_file(FILM, finished, tmp_path / "lesson.html")
    page = browse(tmp_path / "lesson.html")
    wait_for_film(page)
    assert page.evaluate("document.querySelector('video').duration") == pytest.approx(155 / 15, abs=0.05)
    assert page.locator(".embeds").count() == 0


def test_what_a_film_says_is_shown_as_it_is(browse: Browsing, tmp_path: Path) -> None:
    beat = Beat(ODD, ODD, 0.0, 8.0, 8.0, shown=ODD)
    script = Script.of(ODD, [Timeline(SceneRef("films.one:One"), ODD, ODD, (beat,))])
    finished = write(Kind(Format.MP4), tmp_path / "film", script)
    folder = tmp_path / "page"
    folder.mkdir()
    write_page(Film("lesson", ODD, (SceneRef("films.one:One"),)), finished, folder, "https://example.org/")
    page = browse(folder / INDEX)
    wait_for_film(page)
    assert page.title() == page.locator("h1").text_content() == ODD
    assert page.locator(".beat p").text_content() == f"{ODD} {ODD} {ODD}"
    assert page.locator(".chapter").text_content() == f"0:00 {ODD}"
    assert page.locator("img").count() == 0
    told = json.loads(page.locator("script[type='application/ld+json']").text_content() or "")
    assert told["name"] == told["transcript"] == told["hasPart"][0]["name"] == ODD
    assert page.locator("meta[property='og:title']").get_attribute("content") == ODD
    snippet = page.locator(".snippet code").text_content() or ""
    assert html.unescape(snippet).startswith(f'<iframe src="https://example.org/embed.html" title="{ODD}"')
    assert "<img" not in snippet


def test_nothing_runs_that_is_not_the_pages_own(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = true";
            document.body.append(script);
            document.body.setAttribute("style", "color: red");
        }"""
    )
    assert page.evaluate("window.broken") is None
    until(page, lambda: len(browse.problems) == 2)
    assert all("Content Security Policy" in problem for problem in browse.problems)
    browse.problems.clear()


def test_all_words_are_printed(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    page.emulate_media(media="print")
    words = page.locator(".words")
    assert words.evaluate("(each) => each.scrollHeight === each.clientHeight")
    assert not page.locator(".controls").is_visible()


def test_the_snippet_embeds_the_film(browse: Browsing, finished: Path, tmp_path: Path) -> None:
    write_page(FILM, finished, tmp_path)
    snippet = browse(tmp_path / INDEX).locator(".snippet code").text_content()
    host = tmp_path / "host.html"
    host.write_text(f"<!doctype html><title>A lesson site</title>{snippet}", encoding="utf-8")
    page = browse(host)
    page.locator("iframe").scroll_into_view_if_needed()
    film = page.frame_locator("iframe").locator("video")
    film.evaluate(
        "(video) => video.readyState > 0 || new Promise((done) => { video.onloadedmetadata = done })"
    )
    assert page.locator("iframe").get_attribute("title") == "A lesson"
    assert page.frame_locator("iframe").locator(".chapters").count() == 0


def test_previews_are_told_of_the_film(folder: Path) -> None:
    text = (folder / INDEX).read_text(encoding="utf-8")
    properties = dict(re.findall(r'<meta property="(.*?)" content="(.*?)">', text))
    assert properties["og:url"] == "https://example.org/a page/"
    assert properties["og:image"].endswith("/lesson.png")
    assert properties["video:duration"] == "10"
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', text)
    assert found is not None
    told = json.loads(found[1])
    assert (told["@type"], told["duration"]) == ("VideoObject", "PT0M10S")
    assert told["embedUrl"].endswith(f"/{EMBED}")
    assert [(clip["name"], clip["startOffset"]) for clip in told["hasPart"]] == [("One", 0), ("Two", 4)]


def page_of(folder: Path, **files: str) -> Film:
    for name, text in files.items():
        (folder / f"{name}.html").write_text(text, encoding="utf-8")
    return Film("lesson", "A lesson", FILM.scenes, page=FilmPage(folder))


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{% block %}", "page.html, line 1: "),
        ("{{ nothing }}", "the film's page.html cannot be filled: 'nothing' is undefined"),
        ("{{ beat('to').href }}", "there is no scene to; did you mean two?"),
        ("{{ beat('two', 3).href }}", "two has 2 beats; there is no beat 3"),
        ("{{ '$nonsense_that' | typeset }}", "'$nonsense_that' is no Typst: "),
    ],
)
def test_a_template_at_fault_is_named(finished: Path, tmp_path: Path, template: str, said: str) -> None:
    with pytest.raises(InvalidRequestError, match=f"^{re.escape(said)}"):
        write_page(page_of(tmp_path, page=template), finished, tmp_path)


def test_values_that_are_not_there_are_named(finished: Path, tmp_path: Path) -> None:
    page = FilmPage(tmp_path, values=(("questions", "tests.delivered:QUESTIONS"),))
    with pytest.raises(InvalidRequestError, match=r"names tests\.delivered:QUESTIONS, but module"):
        write_page(Film("lesson", "A lesson", FILM.scenes, page=page), finished, tmp_path)


def test_a_page_is_of_a_film_and_goes_into_a_folder(tmp_path: Path) -> None:
    scene: Any = FILM.scenes[0]
    with pytest.raises(InvalidRequestError, match="one is a scene; a page is of a film"):
        make_page(scene, media=tmp_path)
    with pytest.raises(InvalidRequestError, match="is a file, and a page is a folder"):
        make_page(FILM, media=tmp_path, output="page.html")


def test_content_is_the_manifests(finished: Path) -> None:
    content = PageContent.of(finished)
    assert [chapter.name for chapter in content.chapters] == ["one", "two"]
    assert [beat.start for chapter in content.chapters for beat in chapter.beats] == [0, 2, 4, 7.133]
    assert content.clock == "0:10"
