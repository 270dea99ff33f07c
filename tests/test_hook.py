from __future__ import annotations

import pytest

from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import style
from scenes.hook import Hook, ProgressLine, describe_outcome, progress

SCENE = SceneRef("scenes.hook:Hook")


def _laid_out(momentum: float = 0.9, steps: int = 50) -> Hook:
    scene = Hook(momentum=momentum, steps=steps)
    scene.lay_out_the_race()
    return scene


def test_both_start_alike_and_only_momentum_differs() -> None:
    scene = _laid_out()
    plain, heavy = scene.plain.trajectory, scene.heavy.trajectory
    assert (plain.parameters[0] == heavy.parameters[0]).all()
    assert plain.learning_rate == heavy.learning_rate
    assert plain.momentum == 0
    assert heavy.momentum == 0.9


def test_after_fifty_steps_one_crawls_and_one_is_there() -> None:
    scene = _laid_out()
    # Along the floor plain descent shrinks its distance by 1 - 0.05 * 0.098 a step.
    assert progress(scene.plain.trajectory) == pytest.approx(1 - (1 - 0.05 * 0.098) ** 50)
    assert scene.heavy.trajectory.parameters[50, 0] == pytest.approx(0.077, abs=5e-4)
    said = "50 steps later, one has covered 22 percent of the way. The other is there."
    assert [beat.narration for beat in read_timeline(SCENE).beats][1] == said


def test_the_readouts_show_the_published_losses() -> None:
    scene = _laid_out()
    texts = [(panel.set_to(50).step.text, panel.loss.text) for panel in scene.panels]
    assert texts == [("step 50", "loss 1.698"), ("step 50", "loss 0.051")]


@pytest.mark.parametrize(
    ("momentum", "steps", "said"),
    [
        (0.9, 20, "The other has covered 51."),
        (0.93, 70, "The other has run past the end, by 7 percent."),
    ],
)
def test_what_is_said_follows_the_run(momentum: float, steps: int, said: str) -> None:
    scene = _laid_out(momentum, steps)
    assert describe_outcome(scene.plain.trajectory, scene.heavy.trajectory).endswith(said)


def test_the_share_is_drawn_to_scale() -> None:
    panel = _laid_out().plain
    drawn = ProgressLine(panel.set_to(50), style.PLAIN_DESCENT)
    whole = drawn.whole[0].get_length()
    assert whole == pytest.approx(10 * panel.map.unit)
    assert drawn.covered.get_length() / whole == pytest.approx(progress(panel.trajectory))


def test_a_run_that_leaves_the_map_is_refused() -> None:
    with pytest.raises(ValueError, match=r"momentum is 0\.99; it must lie between 0\.5 and 0\.93"):
        Hook(momentum=0.99)
    with pytest.raises(ValueError, match=r"learning_rate is 0\.1; .* plain descent diverges"):
        Hook(learning_rate=0.1)
