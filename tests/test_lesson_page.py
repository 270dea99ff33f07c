from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from playwright.sync_api import expect

from production.deliverables.page.write import EMBED, INDEX, write_page
from production.output_spec import Format
from scenes.lesson import LESSON
from scenes.page.answers import ANSWERS
from scenes.page.facts import PRINTED
from scenes.page.predictions import PREDICTIONS
from scenes.questions import QUESTIONS
from tests.browser import DESKTOP, PHONE, Browsing, hindrances, until_true
from tests.delivered import deliver
from tests.lesson_page import tell_of_the_lesson, words_of_the_lesson

if TYPE_CHECKING:
    from playwright.sync_api import Page

PAGE = Path(__file__).parent.parent / "scenes" / "page"
RECORDED = json.loads((Path(__file__).parent / "recorded" / "pytorch_sgd.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    (film,) = deliver(tmp_path_factory.mktemp("film"), Format.MP4)
    tell_of_the_lesson(film)
    folder = tmp_path_factory.mktemp("page")
    write_page(LESSON, film, folder)
    return folder


def until_address(page: Page, fragment: str) -> None:
    until_true(page, "fragment => location.hash === fragment", arg=fragment)


def printed_by(name: str) -> str:
    return subprocess.run([sys.executable, PAGE / name], capture_output=True, text=True, check=True).stdout


def test_ten_lines_of_numpy_run_as_the_page_says() -> None:
    lines = (PAGE / "momentum_numpy.py").read_text(encoding="utf-8").split("\n")
    assert sum(bool(line) for line in lines) == 10
    assert printed_by("momentum_numpy.py") == f"{PRINTED}\n"


def test_pytorch_has_printed_what_the_page_says() -> None:
    (usual,) = (case for case in RECORDED["cases"] if case["name"] == "usual")
    assert f"step 50: {np.array(usual['parameters'][49]).round(3)}" == PRINTED
    code = (PAGE / "momentum_torch.py").read_text(encoding="utf-8")
    # What was recorded is what the code does.
    for value in (usual["learning_rate"], usual["momentum"], *RECORDED["curvatures"], *RECORDED["start"]):
        assert str(value) in code


@pytest.mark.skipif(importlib.util.find_spec("torch") is None, reason="PyTorch is not installed")
def test_pytorch_prints_what_the_page_says() -> None:
    assert printed_by("momentum_torch.py") == f"{PRINTED}\n"


def test_fifteen_questions_are_answered_in_two_sentences() -> None:
    assert len({answer.question for answer in ANSWERS}) == 15
    said = words_of_the_lesson()
    for answer in ANSWERS:
        assert answer.question.endswith("?")
        assert len(re.findall(r"[.?!](?= |$)", answer.answer)) == 2, answer.question
        assert (answer.beat is None) is bool(answer.lab)
        if answer.beat is not None:
            scene, number = answer.beat
            assert 1 <= number <= len(said[scene])


@pytest.mark.parametrize("asked", [*QUESTIONS, *PREDICTIONS], ids=lambda asked: asked.shown)
def test_each_option_has_a_reason_of_its_own(asked: Any) -> None:
    assert len(set(asked.reasons)) == len(set(asked.options)) == len(asked.options) == len(asked.reasons)
    assert 0 <= asked.right < len(asked.options)


def test_nothing_hinders_anyone(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    for part in page.locator("details").all():
        part.evaluate("(each) => { each.open = true }")
    page.locator("form.question").first.get_by_role("radio").first.check()
    page.locator("form.question").first.get_by_role("button").click()
    # Nothing has its colours from the width, nor its place from the scheme, so two of the four will do.
    sizes: Any = ((PHONE, "light"), (DESKTOP, "dark"))
    for (width, height), scheme in sizes:
        page.set_viewport_size({"width": width, "height": height})
        page.emulate_media(color_scheme=scheme)
        assert hindrances(page) == [], (width, scheme)


@pytest.mark.parametrize("width", [320, 768, 3840])
def test_nothing_sticks_out(browse: Browsing, folder: Path, width: int) -> None:
    page = browse(folder / INDEX, size=(width, 640))
    assert page.evaluate("document.documentElement.scrollWidth") == width
    for part in page.locator("details").all():
        part.evaluate("(each) => { each.open = true }")
    paragraphs = page.locator("main p:visible:not(.unseen)")
    assert paragraphs.evaluate_all("all => all.every(each => each.scrollWidth <= each.clientWidth + 1)")


def test_the_quiz_says_why(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    form = page.locator("#quiz form").first
    reasons = form.locator(".reason")
    assert reasons.count() == 3
    assert not any(reason.is_visible() for reason in reasons.all())
    form.get_by_role("radio").nth(0).check()
    form.get_by_role("button", name="Check").click()
    assert reasons.nth(0).inner_text().startswith("No. The learning rate is")
    form.get_by_role("radio").nth(1).check()
    page.keyboard.press("Enter")
    assert form.get_by_role("status").text_content() == reasons.nth(1).text_content()
    assert reasons.nth(1).inner_text().startswith("Right. Each step keeps")
    assert not reasons.nth(2).is_visible()
    page.emulate_media(media="print")
    assert reasons.nth(2).is_visible()


def test_a_prediction_comes_before_the_run(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    form = page.locator("form", has=page.get_by_role("link", name="Set the lab up")).first
    form.get_by_role("link", name="Set the lab up").click()
    until_address(page, "#lab?alpha=0.102&beta=0.9&predict=1")
    until_true(page, "document.activeElement.contains(document.getElementById('lab'))")
    form.get_by_role("radio").nth(2).check()
    form.get_by_role("button", name="Check").click()
    assert "Right." in (form.get_by_role("status").text_content() or "")
    # The verdict stays in sight until one goes on to the lab.
    page.wait_for_timeout(100)
    expect(form.locator(".option.right .reason")).to_be_in_viewport()
    assert page.evaluate("location.hash") == "#lab?alpha=0.102&beta=0.9&predict=1"
    form.get_by_role("link", name="See it in the lab").click()
    until_address(page, "#lab?alpha=0.102&beta=0.9")
    expect(page.locator("#lab .figure-map")).to_be_in_viewport()


def test_a_moment_brings_the_film_into_view_and_the_lab_pauses_it(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX, "#t=4")
    film = page.locator("video")
    expect(film).to_be_in_viewport(ratio=0.9)
    page.evaluate("scrollTo(0, 0)")
    page.evaluate("location.hash = '#t=5'")
    expect(film).to_be_in_viewport(ratio=0.9)
    film.evaluate("(video) => { video.muted = true; return video.play() }")
    page.locator(".to-lab").first.click()
    until_true(page, "document.querySelector('video').paused")


def test_an_answer_leads_into_the_film(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    until_true(page, "document.querySelector('video').readyState > 0")
    page.get_by_text("Why 0.9?").click()
    link = page.get_by_role("link", name="In the film").locator("visible=true")
    link.click()
    moment = float((link.get_attribute("href") or "").removeprefix("#t="))
    until_true(page, f"document.querySelector('video').currentTime >= {moment}")
    assert moment > 1


def test_mathematics_is_mathematics(browse: Browsing, folder: Path) -> None:
    page = browse(folder / INDEX)
    assert page.locator(".lead math").count() >= 3
    assert "$" not in page.locator("main").inner_text()


@pytest.mark.parametrize(("address", "film", "lab"), [("", True, False), ("#lab?beta=0.5", False, True)])
def test_film_or_lab_can_be_embedded(
    browse: Browsing, folder: Path, address: str, film: bool, lab: bool
) -> None:
    page = browse(folder / EMBED, address)
    assert page.locator("video").is_visible() is film
    assert page.locator("[data-figure=lab]").evaluate("(each) => !each.hidden") is lab


@pytest.mark.parametrize("width", [720, 1600])
def test_the_lab_fits_into_its_frame(browse: Browsing, folder: Path, width: int) -> None:
    snippet = (folder / INDEX).read_text(encoding="utf-8")
    (height,) = re.findall(r'width="100%" height="(\d+)"', snippet)
    page = browse(folder / EMBED, "#lab?beta=0.9", size=(width, int(height)))
    # It is as high as it will be when it has been drawn.
    page.locator("[data-figure=lab] .figure-loss .figure-line").first.wait_for()
    assert page.evaluate("document.documentElement.scrollHeight") <= int(height)
    assert page.evaluate("document.documentElement.scrollWidth") == width
