from __future__ import annotations

from dataclasses import replace

from production.film import SceneRef
from production.text.transcript import transcript
from production.timeline import Beat, FilmTimeline, Timeline

ONE = Timeline(
    SceneRef("films.one:One"), "One", "First idea", (Beat("Start", "Hello\nthere.", 0.0, 62.0, 62.0),)
)
TWO = Timeline(SceneRef("films.two:Two"), "Two", "Second idea", (Beat("End", "", 0.0, 5.0, 5.0),))


def test_every_word_stands_under_its_scene_beside_its_time() -> None:
    assert transcript(FilmTimeline.of("A film", [ONE, TWO])) == (
        "# A film\n\n## 0:00 One\n\n*First idea*\n\n**0:00 Start** Hello there.\n\n"
        "## 1:02 Two\n\n*Second idea*\n\n**1:02 End**\n"
    )


def test_what_is_shown_and_not_said_follows_in_brackets() -> None:
    shown = replace(ONE, beats=(replace(ONE.beats[0], shown="A: twice as far;\n  B: half *as* far."),))
    assert transcript(FilmTimeline.of("A film", [shown])).endswith(
        "**0:00 Start** Hello there.\n\n\\[A: twice as far; B: half \\*as\\* far.\\]\n"
    )
