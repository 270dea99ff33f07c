from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose

from momentum_sim import RAVINE, heavy_ball, pytorch_sgd
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment, style
from scenes.mobjects.noise_levels import running_mean
from scenes.mobjects.transitions import momentum_rules
from scenes.pytorch import (
    CODE,
    CODE_SIZE,
    CUT_AT,
    CUT_TO,
    FIRST_LOSSES,
    LOWERED,
    MEAN_STEPS,
    MOMENTUM_ARGUMENT,
    NINE,
    NOISY_LOSSES,
    PHASES,
    RAISED,
    STEPS,
    TENTH,
    CodeBlock,
    Insertion,
    Rings,
    SeenCurve,
    descend,
    named_below,
    near_map,
    noisy_losses,
    phase_head,
    pytorch_rules,
)

SCENE = SceneRef("scenes.pytorch:PyTorch")


def _arguments() -> dict[str, Any]:
    calls = (node for node in ast.walk(ast.parse(CODE)) if isinstance(node, ast.Call))
    (call,) = (call for call in calls if ast.unparse(call.func) == "optim.SGD")
    return {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords}


def test_the_code_takes_the_films_numbers() -> None:
    assert _arguments() == {"lr": experiment.LEARNING_RATE, "momentum": experiment.MOMENTUM}


def test_the_code_runs() -> None:
    torch = pytest.importorskip("torch")
    torch.manual_seed(0)
    model = torch.nn.Linear(10, 1)
    names = {"optim": torch.optim, "model": model}
    before = model.weight.detach().clone()
    exec(CODE, names)
    torch.nn.functional.mse_loss(model(torch.randn(8, 10)), torch.randn(8, 1)).backward()
    names["optimizer"].step()
    settings = names["optimizer"].param_groups[0]
    assert (settings["lr"], settings["momentum"]) == (experiment.LEARNING_RATE, experiment.MOMENTUM)
    assert not torch.equal(before, model.weight)


def test_torch_walks_the_path_that_is_drawn() -> None:
    torch = pytest.importorskip("torch")
    theta = torch.nn.Parameter(torch.tensor(experiment.START, dtype=torch.float64))
    curvatures = torch.tensor(RAVINE.curvatures.copy())
    optimizer = torch.optim.SGD([theta], **_arguments())
    path = [theta.detach().numpy().copy()]
    for step in range(STEPS):
        if step == CUT_AT:
            optimizer.param_groups[0]["lr"] *= CUT_TO
        optimizer.zero_grad()
        (0.5 * (curvatures * theta**2).sum()).backward()
        optimizer.step()
        path.append(theta.detach().numpy().copy())
    assert_allclose(path, descend(pytorch_sgd), atol=1e-10)


def test_both_forms_take_one_path_until_the_learning_rate_is_cut() -> None:
    ours, theirs = descend(heavy_ball), descend(pytorch_sgd)
    assert_allclose(ours[: CUT_AT + 1], theirs[: CUT_AT + 1], atol=1e-12)
    # The first step after it: PyTorch's shrinks at once, ours keeps what was kept.
    long, short = (np.linalg.norm(path[CUT_AT + 1] - path[CUT_AT]) for path in (ours, theirs))
    assert short < 2 * CUT_TO * long


def test_every_piece_of_code_is_found_by_its_glyphs() -> None:
    block = CodeBlock(CODE, CODE_SIZE)
    assert sum(len(line.submobjects) for line in block) == len("".join(CODE.split()))
    momentum, optimizer = block.part("momentum=0.9"), block.part("optimizer")
    assert len(momentum) == len("momentum=0.9")
    assert momentum.get_top()[1] < optimizer.get_bottom()[1]
    assert momentum.get_right()[0] == pytest.approx(block[1].get_right()[0], abs=0.5)


def test_code_that_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="no line"):
        CodeBlock(CODE, CODE_SIZE).part("nesterov")


def test_each_phase_is_headed_by_both_arguments() -> None:
    assert [phase_head(phase).lines for phase in PHASES] == [
        [f"lr={experiment.LEARNING_RATE:g}", MOMENTUM_ARGUMENT],
        [f"lr={experiment.LEARNING_RATE:g}", RAISED],
        [LOWERED, RAISED],
    ]


def test_what_is_typed_into_an_argument_is_what_changes() -> None:
    before = [text[: typed.start] + text[typed.stop :] for text, typed in ((RAISED, NINE), (LOWERED, TENTH))]
    assert before == [MOMENTUM_ARGUMENT, f"lr={experiment.LEARNING_RATE:g}"]


def test_code_closes_up_around_what_is_typed_later() -> None:
    block, whole = CodeBlock(CODE, CODE_SIZE), CodeBlock(CODE, CODE_SIZE)
    typed = Insertion(block, ", momentum=0.9", slice(14))
    assert len(typed.glyphs) == len(",momentum=0.9")
    bracket, comma = block[1][-1], whole.part(", momentum=0.9")[0]
    assert whole[1][-1].get_x() - bracket.get_x() == pytest.approx(14 * block.advance)
    assert bracket.get_x() == pytest.approx(comma.get_x(), abs=block.advance / 2)


def test_the_noisy_run_beside_the_advice_settles_near_each_level() -> None:
    losses, start = noisy_losses(PHASES), 0
    for rate, momentum, steps in PHASES:
        level = experiment.loss_under_noise(rate, momentum)
        assert losses[start + steps // 2 : start + steps].mean() == pytest.approx(level, rel=0.2)
        start += steps
    assert len(losses) == start + 1
    # What comes from above the axes does so at the start alone, and then it is below their first top.
    means = running_mean(losses, MEAN_STEPS)
    assert means[2 * MEAN_STEPS :].max() < NOISY_LOSSES[1]
    assert means.max() < FIRST_LOSSES


def test_momentums_loss_falls_below_plain_descents() -> None:
    rate, _, steps = PHASES[0]
    ours, plain = (
        running_mean(noisy_losses(phases), MEAN_STEPS) for phases in (PHASES[:1], [(rate, 0.0, steps)])
    )
    assert (ours[MEAN_STEPS:] < plain[MEAN_STEPS:]).mean() > 0.9


def test_the_means_beside_the_advice_are_the_published_ones() -> None:
    levels = [experiment.loss_under_noise(rate, momentum) for rate, momentum, _ in PHASES]
    assert [f"{level:.2f}" for level in levels] == ["0.03", "0.29", "0.02"]


def test_the_map_about_the_cut_shows_both_paths_above_the_captions() -> None:
    near = near_map()
    for method in (heavy_ball, pytorch_sgd):
        path = near.to_screen(descend(method))
        assert path[:, 1].min() > style.CAPTIONS_TOP
        assert path[:, 1].max() < near.get_top()[1]
        assert np.abs(path[:, 0]).max() < -style.SAFE_LEFT


def test_an_argument_of_the_rule_stands_under_its_symbol() -> None:
    beta = momentum_rules()[0].submobjects[2]
    line, code = named_below(beta, "momentum", style.MOMENTUM)
    assert beta.get_bottom()[1] > line.get_top()[1] > line.get_bottom()[1] > code.get_top()[1]
    assert code.get_x() == pytest.approx(beta.get_x())


def test_a_curve_is_drawn_from_where_it_stays_below_the_top() -> None:
    points = np.array([[0, 5, 0], [1, 3, 0], [2, 1, 0], [3, 1, 0]], dtype=float)
    curve = SeenCurve(points, lambda points: points, 2.0, style.MOMENTUM).set_to(2.5)
    assert_allclose(curve.line.get_start(), [1, 2, 0])
    assert_allclose(curve.line.get_end(), [2.5, 1, 0])


def test_a_ring_comes_when_its_step_has_landed() -> None:
    points = np.zeros((4, 3))
    points[:, 0] = np.arange(4)
    rings = Rings(points).set_to(1.9)
    assert [each.get_stroke_opacity() for each in rings[:-1]] == pytest.approx([1, 1, 0, 0])
    assert rings.marker.get_x() == pytest.approx(1.9)
    assert rings.set_to(2.5)[2].get_stroke_opacity() == 1


def test_pytorchs_velocity_is_ours_by_the_learning_rate_until_that_is_cut() -> None:
    ours, theirs = (
        method(
            RAVINE,
            experiment.START,
            learning_rate=experiment.LEARNING_RATE,
            momentum=experiment.MOMENTUM,
            steps=CUT_AT,
        )
        for method in (heavy_ball, pytorch_sgd)
    )
    assert_allclose(ours.velocity, experiment.LEARNING_RATE * theirs.velocity, atol=1e-12)


def test_arrows_of_both_rules_stand_in_columns() -> None:
    ours = momentum_rules()
    for rule, other in zip(ours, pytorch_rules(ours), strict=True):
        assert_allclose(rule.select("first").get_center(), other.select("first").get_center(), atol=1e-9)


def test_what_is_said_and_how_long() -> None:
    timeline = read_timeline(SCENE)
    assert "momentum equals 0.9" in timeline.beats[0].narration
    assert timeline.length == pytest.approx(26, rel=0.15)
