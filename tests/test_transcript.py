from __future__ import annotations

from production.transcript import clock, transcript

from production.timeline import Beat, Timeline


def test_every_word_stands_under_its_scene_beside_its_time() -> None:
    one = Timeline("films.one:One", "One", "First idea", (Beat("Start", "Hello\nthere.", 0.0, 62.0, 62.0),))
    two = Timeline("films.two:Two", "Two", "Second idea", (Beat("End", "", 0.0, 5.0, 5.0),))
    assert transcript("A film", [one, two]) == (
        "# A film\n\n## 0:00 One\n\n*First idea*\n\n**0:00 Start** Hello there.\n\n"
        "## 1:02 Two\n\n*Second idea*\n\n**1:02 End**\n"
    )


def test_a_clock_shows_minutes_and_seconds() -> None:
    assert [clock(0.0), clock(59.9), clock(60.0), clock(425.2)] == ["0:00", "0:59", "1:00", "7:05"]
