"""Films whose titles, ideas and words are any text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from production.deliverables.conformance import problems
from production.errors import CaptionError
from production.output_spec import Format
from tests.test_any_words import deliver, timeline
from tests.test_line_breaks import any_text
from trials.conftest import Tally


@pytest.mark.parametrize("format", [Format.MP4, Format.MOV, Format.WEBM])
def test_any_text(
    tmp_path_factory: pytest.TempPathFactory, trials: int, tally: Tally, format: Format
) -> None:
    @settings(max_examples=trials, deadline=None, suppress_health_check=list(HealthCheck))
    @given(title=any_text, idea=any_text, said=st.lists(any_text, min_size=1, max_size=3))
    def try_it(title: str, idea: str, said: list[str]) -> None:
        folder: Path = tmp_path_factory.mktemp("film")
        lines = " ".join(title.split()), " ".join(idea.split())
        scene = timeline("one", *lines, *((lines[0], words) for words in said))
        refusal = ""
        try:
            film = deliver(folder, format, lines[0], scene)
        except CaptionError as error:
            refusal = str(error)
        assert "\n" not in refusal
        assert refusal or problems(film) == []
        tally.hold()

    try_it()
