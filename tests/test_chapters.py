from __future__ import annotations

from production.film import SceneRef
from production.text.chapters import Chapter, chapters, read_vtt, to_vtt
from production.timeline import Beat, FilmTimeline, Timeline

ONE = Timeline(
    SceneRef("films.one:One"),
    "One & only",
    "First",
    (Beat("a", "x", 0.0, 2.4, 2.4), Beat("b", "y", 2.4, 20 / 3, 6.0)),
)
TWO = Timeline(SceneRef("films.two:Two"), "Two", "Second", (Beat("c", "z", 0.0, 5.2, 5.2),))


def test_a_chapter_a_scene_without_gaps() -> None:
    assert chapters(FilmTimeline.of("A film", [ONE, TWO])) == (
        Chapter(0, 6667, "One & only"),
        Chapter(6667, 11867, "Two"),
    )


def test_a_chapter_file_gives_back_what_was_written() -> None:
    marks = chapters(FilmTimeline.of("A film", [ONE, TWO, ONE]))
    assert len(marks) == 3
    assert read_vtt(to_vtt(marks)) == marks
