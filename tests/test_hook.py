from __future__ import annotations

import numpy as np
import pytest

from momentum_sim import RAVINE
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import style
from scenes.hook import UNDER_THE_STAR, Hook, describe_outcome, get_under_way, label_outcome, progress

SCENE = SceneRef("scenes.hook:Hook")


def _laid_out(momentum: float = 0.9, steps: int = 50) -> Hook:
    scene = Hook(momentum=momentum, steps=steps)
    scene.lay_out_the_race()
    return scene


def test_both_start_alike_and_only_momentum_differs() -> None:
    plain, heavy = _laid_out().runs
    assert (plain.parameters[0] == heavy.parameters[0]).all()
    assert plain.learning_rate == heavy.learning_rate
    assert plain.momentum == 0
    assert heavy.momentum == 0.9


def test_after_fifty_steps_one_crawls_and_one_is_there() -> None:
    plain, heavy = _laid_out().runs
    # Along the floor plain descent shrinks its distance by 1 - 0.05 * 0.098 a step.
    assert progress(plain) == pytest.approx(1 - (1 - 0.05 * 0.098) ** 50)
    assert heavy.parameters[50, 0] == pytest.approx(0.077, abs=5e-4)
    said = (
        "Two optimisers, one ravine. Same start, same learning rate. 50 steps later, plain descent has "
        "covered 22 percent of the way. The other has reached the minimum."
    )
    assert next(beat.narration for beat in read_timeline(SCENE).beats) == said
    assert (label_outcome(plain), label_outcome(heavy)) == ("22 % of the way", "has reached the minimum")


@pytest.mark.parametrize(
    ("momentum", "steps", "said", "written"),
    [
        (0.9, 20, "The other has covered 51.", "51 % of the way"),
        (0.93, 70, "The other has run past the end, by 7 percent.", "7 % past the minimum"),
    ],
)
def test_what_is_said_follows_the_run(momentum: float, steps: int, said: str, written: str) -> None:
    runs = _laid_out(momentum, steps).runs
    assert describe_outcome(*runs).endswith(said)
    assert label_outcome(runs[1]) == written


def test_the_film_opens_on_both_finished_paths_on_one_map() -> None:
    scene = _laid_out()
    for path, run in zip((scene.plain, scene.heavy), scene.runs, strict=True):
        np.testing.assert_allclose(scene.map.to_parameters(path.marker.get_center()), run.parameters[-1])
    assert scene.map.width == pytest.approx(style.FRAME_WIDTH)
    assert scene.film_title.get_bottom()[1] > scene.plain.get_top()[1]


def test_bars_and_what_is_left_of_the_way_are_to_the_map_s_scale() -> None:
    scene = _laid_out()
    lengths = [way.set_to(50).bar.get_length() for way in (scene.plain_way, scene.heavy_way)]
    whole = scene.finish.get_x() - scene.plain.iterates[0, 0]
    assert whole == pytest.approx(10 * scene.map.unit)
    # Momentum has just passed the minimum, and its ball still covers it: its bar is full.
    assert [length / whole for length in lengths] == pytest.approx([progress(scene.runs[0]), 1])
    assert lengths[0] + scene.rest_of_the_way.get_length() == pytest.approx(whole)


def test_what_is_said_of_momentum_stands_before_the_finish_when_its_name_has_made_room() -> None:
    scene = _laid_out()
    way = scene.heavy_way.set_to(50)
    telling = way.tell()
    telling._setup_scene(scene)
    telling.begin()
    telling.finish()
    assert way.label.get_right()[0] < way.outcome.get_left()[0]
    assert way.outcome.get_right()[0] < scene.finish.get_x()


def test_a_bar_goes_on_past_the_finish_when_its_ball_has_left_the_minimum() -> None:
    scene = _laid_out(0.93, 70)
    bar, ball = scene.heavy_way.set_to(70).bar, scene.heavy.marker
    assert scene.finish.get_x() < bar.get_right()[0] == pytest.approx(ball.get_left()[0], abs=0.05)


def test_the_race_gathers_speed_and_keeps_it() -> None:
    shares = np.array([get_under_way(share) for share in np.linspace(0, 1, 101)])
    assert (shares[0], shares[-1]) == pytest.approx((0, 1))
    speeds = np.diff(shares)
    assert (np.diff(speeds) > -1e-9).all()
    np.testing.assert_allclose(speeds[40:], speeds[-1])


@pytest.mark.parametrize("start_along", [-10.0, -5.0])
@pytest.mark.parametrize("start_across", [0.5, 1.1])
@pytest.mark.parametrize("steps", [20, 100])
def test_paths_and_words_keep_their_places_at_the_ends_of_the_parameters(
    start_along: float, start_across: float, steps: int
) -> None:
    scene = Hook(
        start_along=start_along, start_across=start_across, steps=steps, learning_rate=0.099, momentum=0.93
    )
    scene.lay_out_the_race()
    for path, way in ((scene.plain, scene.plain_way), (scene.heavy, scene.heavy_way)):
        assert path.get_bottom()[1] >= style.CAPTIONS_TOP
        assert path.get_top()[1] < scene.heavy_way.bar.get_bottom()[1]
        for step in range(steps + 1):
            assert way.set_to(step).label.get_right()[0] <= style.SAFE_WIDTH / 2 + 1e-9


def test_what_fades_of_the_title_is_all_but_the_two_names() -> None:
    title = _laid_out().film_title
    lit = {part for line in title for part in line} - set(title.without_the_names())
    assert {part.get_color().to_hex() for part in lit} == {style.MOMENTUM, style.PLAIN_DESCENT}


def test_the_minimum_is_the_star_s_place() -> None:
    scene = _laid_out()
    np.testing.assert_allclose(
        scene.map.stars[0].get_center()[0], scene.map.to_screen(RAVINE.minimiser)[0], atol=0.02
    )


def test_the_ball_that_has_reached_the_minimum_lies_under_the_star() -> None:
    scene = _laid_out()
    star, ball = scene.halo, scene.heavy.marker
    np.testing.assert_allclose(star.get_center(), scene.map.stars[0].get_center())
    offset = ball.get_center() - star.get_center()
    assert np.linalg.norm(offset) + UNDER_THE_STAR < star.height / 2
    assert scene.map.stars[0].z_index > star.z_index > ball.z_index


def test_a_run_that_leaves_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match=r"momentum is 0\.99; it must lie between 0\.5 and 0\.93"):
        Hook(momentum=0.99)
    with pytest.raises(ValueError, match=r"learning_rate is 0\.1; .* plain descent diverges"):
        Hook(learning_rate=0.1)


def test_the_star_s_outline_begins_at_none_of_its_points_which_are_all_rounded() -> None:
    halo = _laid_out().halo
    away = np.linalg.norm(halo.get_anchors() - halo.get_center_of_mass(), axis=1)
    assert away[0] < away.max() / 2
