"""The project is built as CONTRIBUTING.md says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from docs import architecture
from tests.making import PROJECT

MOST_LINES = 350
PACKAGES = ("production", "momentum_sim", "benchmarks")


def test_the_picture_shows_the_project_as_it_is() -> None:
    with Image.open(architecture.PICTURE) as committed:
        drawn = architecture.draw().convert("RGB")
        assert drawn.size == committed.size, "draw it anew: python -m docs.architecture"
        difference = ImageChops.difference(drawn, committed.convert("RGB"))
    assert difference.getbbox() is None, "draw it anew: python -m docs.architecture"


@pytest.mark.parametrize(
    "module", [path for name in PACKAGES for path in sorted((PROJECT / name).rglob("*.py"))], ids=str
)
def test_a_module_is_short_enough_to_be_read_at_once(module: Path) -> None:
    assert len(module.read_text(encoding="utf-8").splitlines()) <= MOST_LINES
