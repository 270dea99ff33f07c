"""A save of any scene of the lesson is seen in two seconds, and what is played again looks as it did."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.project_copy import copy_project
from benchmarks.watch import measure
from production.film import SceneRef
from scenes.lesson import LESSON
from trials.conftest import Tally

SECONDS = 2.0

REPEATS = 3


@pytest.fixture(scope="session")
def sources(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("watched"))


@pytest.mark.parametrize("scene", LESSON.scenes, ids=lambda scene: scene.name)
def test_a_save_is_soon_seen(scene: SceneRef, sources: Path, tally: Tally) -> None:
    seen = measure(sources, scene, REPEATS)
    assert seen.first <= SECONDS
    assert seen.last <= SECONDS
    tally.hold(2 * REPEATS)
