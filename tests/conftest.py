from __future__ import annotations

import atexit
import shutil
from tempfile import mkdtemp

import pytest

from tests.browser import browse as browse
from tests.browser import chromium as chromium
from tests.shared import shared as shared

LONGEST = (
    *("nothing_lost", "readme", "camera", "picture_rules", "wheel", "commands", "cluster", "bench"),
    *("other_cameras", "streams", "local_pool", "references", "stopping", "golden", "renderer", "notebook"),
    *("lesson_page", "slides_in_a_browser", "figures_in_browser", "speech"),
)
"""The files of tests that take longest. They begin, so that in the end no core waits for one of them."""


def pytest_configure(config: pytest.Config) -> None:
    # pydub, which Manim imports, warns of its own source and of the ffmpeg program that nothing here needs.
    config.addinivalue_line("filterwarnings", "ignore:invalid escape sequence")
    config.addinivalue_line("filterwarnings", "ignore::DeprecationWarning:pydub")
    config.addinivalue_line("filterwarnings", "ignore:Couldn't find ff:RuntimeWarning")
    if not config.getoption("numprocesses"):
        _write_elsewhere()


def _write_elsewhere() -> None:
    """Let Manim write into a folder of this process: another would read a formula that is half written."""
    from manim import config

    config.media_dir = mkdtemp()
    atexit.register(shutil.rmtree, config.media_dir)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        metavar="SCENE,...",
        type=lambda names: names.split(","),
        default=[],
        help="write the golden stills of these scenes anew, or of all",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let the longest begin. Run no more than the stills that are to be written anew, where some are."""
    items.sort(key=_turn)
    names = {f"test_beats_look_as_they_did[{name}]" for name in config.getoption("--update-golden")}
    if names and "test_beats_look_as_they_did[all]" not in names:
        config.hook.pytest_deselected(items=[item for item in items if item.name not in names])
        items[:] = [item for item in items if item.name in names]


def _turn(item: pytest.Item) -> int:
    name = item.path.stem.removeprefix("test_")
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)
