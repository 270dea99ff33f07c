from __future__ import annotations

from itertools import pairwise

from production.film import SceneRef
from production.timeline import Beat, FilmTimeline, PlacedScene, Timeline, frame_at

ONE = Timeline(
    SceneRef("films.one:One", (("count", 3), ("side", 2.5))),
    "One – θ",
    "The first idea",
    (
        Beat("It appears", "Here is\na square.", 0.0, 4.8, 4.8),
        Beat("It rests", "Now it “rests”.", 4.8, 6.2, 6.0),
    ),
    (1.0, 4.8, 5.8, 6.0),
)
TWO = Timeline(SceneRef("films.two:Two"), "Two", "The second idea", (Beat("All", "", 0.0, 0.1, 0.1),))
EMPTY = Timeline(SceneRef("films.empty:Empty"), "Empty", "None", ())


def test_a_timeline_survives_its_file() -> None:
    for timeline in (ONE, TWO, EMPTY):
        again = Timeline.from_json(timeline.to_json())
        assert again == timeline
        assert hash(again) == hash(timeline)


def test_a_scene_ends_with_its_last_beat() -> None:
    assert (ONE.length, TWO.length, EMPTY.length) == (6.2, 0.1, 0.0)


def test_a_beat_starts_later_by_any_time() -> None:
    assert ONE.beats[1].shifted(0.1) == Beat("It rests", "Now it “rests”.", 4.9, 6.3, 6.1)


def test_a_moment_that_sums_have_drifted_to_is_still_its_frame() -> None:
    assert [frame_at(sum([1 / 15] * number), 60) for number in range(900)] == list(range(0, 3600, 4))


def test_a_beat_by_itself_starts_at_zero() -> None:
    second = ONE.only(2)
    assert (second.scene, second.title, second.idea) == (ONE.scene, "It rests", "The first idea")
    assert second.beats == (Beat("It rests", "Now it “rests”.", 0.0, 1.4, 1.2),)
    # The play that ends where the beat begins is not of this beat.
    assert second.play_boundaries == (1.0, 1.2)
    assert ONE.only(1).play_boundaries == (1.0,)


def test_scenes_play_one_after_the_other() -> None:
    film = FilmTimeline.of("A film", [ONE, TWO, ONE])
    assert film.title == "A film"
    assert film.scenes == (PlacedScene(ONE, 0.0), PlacedScene(TWO, 6.2), PlacedScene(ONE, 6.3))
    assert [scene.end for scene in film.scenes] == [6.2, 6.3, 12.5]
    assert film.length == 12.5


def test_beats_of_a_film_stand_on_its_clock() -> None:
    film = FilmTimeline.of("A film", [ONE, TWO, ONE])
    beats = [beat for scene in film.scenes for beat in scene.beats]
    assert [beat.start for beat in beats] == [0, 4.8, 6.2, 6.3, 11.1]
    assert [beat.still_time for beat in beats] == [4.8, 6.0, 6.3, 11.1, 12.3]
    assert [beat.title for beat in beats] == ["It appears", "It rests", "All", "It appears", "It rests"]
    assert all(before.end == after.start for before, after in pairwise(beats))


def test_the_clock_of_a_long_film_does_not_drift() -> None:
    # Ten tenths added up are less than one.
    film = FilmTimeline.of("A film", [TWO] * 30)
    assert [scene.start for scene in film.scenes] == [number / 10 for number in range(30)]
    assert film.length == 3
    for before, after in pairwise(film.scenes):
        assert before.end == before.beats[-1].end == after.start == after.beats[0].start


def test_a_film_without_scenes_has_no_length() -> None:
    assert FilmTimeline.of("A film", []) == FilmTimeline("A film", ())
    assert FilmTimeline.of("A film", []).length == 0
