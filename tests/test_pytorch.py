from __future__ import annotations

import ast
from typing import Any

import numpy as np
import pytest
from manim import UP
from numpy.testing import assert_allclose

from momentum_sim import RAVINE, Array, heavy_ball, pytorch_sgd
from production.film import SceneRef
from production.frames.dry_run import read_timeline
from scenes import experiment, style
from scenes.mobjects.transitions import momentum_rules_under_code
from scenes.pytorch import (
    CODE,
    CODE_SIZE,
    CUT_AT,
    CUT_TO,
    LOWERED,
    MOMENTUM_ARGUMENT,
    NINE,
    NOISY_LOSSES,
    PHASES,
    RAISED,
    STEPS,
    TENTH,
    THEIRS_UP,
    CodeBlock,
    Insertion,
    NamesAtMarkers,
    Rings,
    argument_to_type,
    arguments,
    call,
    descend,
    name_above,
    near_map,
    noisy_losses,
    our_step,
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
    uncut = pytorch_sgd(
        RAVINE,
        experiment.START,
        learning_rate=experiment.LEARNING_RATE,
        momentum=experiment.MOMENTUM,
        steps=CUT_AT + 1,
    ).parameters
    last, our_next, next_, full = (
        np.linalg.norm(path[step] - path[step - 1])
        for path, step in ((ours, CUT_AT), (ours, CUT_AT + 1), (theirs, CUT_AT + 1), (uncut, CUT_AT + 1))
    )
    # The first step after it: PyTorch's shrinks at once, ours keeps what was kept.
    assert next_ == pytest.approx(CUT_TO * full)
    assert next_ < last / 3
    assert our_next > last
    # In the end ours has shrunk, too.
    assert np.linalg.norm(np.diff(ours, axis=0), axis=1)[-5:].max() < last / 2


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


def test_the_noisy_run_beside_the_advice_is_typical_and_stays_inside_the_plot() -> None:
    others = [_settled(noisy_losses(PHASES, seed)) for seed in range(60)]
    least, most = np.percentile(others, [20, 80], axis=0)
    shown = noisy_losses(PHASES)
    assert np.all((least < _settled(shown)) & (_settled(shown) < most))
    low, high = NOISY_LOSSES
    assert low < shown.min() < shown.max() < high


def test_the_noisy_loss_does_what_its_phases_names_say() -> None:
    levels = [experiment.loss_under_noise(rate, momentum) for rate, momentum, _ in PHASES]
    assert levels[3] < levels[1] < levels[2] / 5
    # As it is drawn, each phase from its middle on: both losses and how much they vary.
    plain, faster, noisier, calmer = np.split(_settled(noisy_losses(PHASES)), 4)
    assert np.all(faster < plain / 2)
    assert np.all(noisier > 5 * faster)
    assert np.all(calmer < noisier / 3)


def _settled(losses: Array) -> Array:
    """Of each phase of a noisy run, from its middle on: the mean loss, and the standard deviation."""
    parts = np.split(losses[1:], np.cumsum([steps for *_, steps in PHASES[:-1]]))
    halves = [part[len(part) // 2 :] for part in parts]
    return np.ravel([(half.mean(), half.std()) for half in halves])


def test_the_map_shows_both_paths() -> None:
    near = near_map()
    assert near.get_bottom()[1] > style.CAPTIONS_TOP
    for method in (heavy_ball, pytorch_sgd):
        path = near.to_screen(descend(method))
        assert np.abs(path[:, 0]).max() < -style.SAFE_LEFT
        assert near.get_bottom()[1] < path[:, 1].min() < path[:, 1].max() < near.get_top()[1]


def test_an_argument_of_the_rule_stands_over_its_symbol() -> None:
    beta = momentum_rules_under_code()[0].submobjects[2]
    name, line = name_above(beta, "momentum", style.MOMENTUM)
    assert beta.get_top()[1] < line.get_start()[1] < line.get_end()[1] < name.get_bottom()[1]
    assert name.get_x() == pytest.approx(beta.get_x())


def test_code_stands_without_momentum_until_that_is_typed() -> None:
    for code in (call(), arguments("lr=0.098", MOMENTUM_ARGUMENT)):
        whole = [glyph for line in code for glyph in line]
        argument = argument_to_type(code)
        standing = [glyph for line in argument.unchanged for glyph in line]
        assert len(standing) == len(whole) - len(f",{MOMENTUM_ARGUMENT}")
        assert {*standing, *argument.glyphs} == set(whole)


def test_arguments_stand_in_one_place_whatever_is_typed_into_them() -> None:
    first, last = arguments("lr=0.098", MOMENTUM_ARGUMENT), arguments(LOWERED, RAISED)
    assert_allclose(first[0][0].get_center(), last[0][0].get_center())
    assert last.get_right()[0] < -style.SAFE_LEFT


def test_ours_waits_at_the_cut_until_pytorchs_has_run_on() -> None:
    assert [our_step(clock) for clock in (0, CUT_AT, CUT_AT + 1, STEPS)] == [0, CUT_AT, CUT_AT, CUT_AT]
    assert our_step(2 * STEPS - CUT_AT) == STEPS


def test_the_names_go_ahead_of_their_markers_as_one_and_part_at_the_cut() -> None:
    ours, theirs = (near_map().to_screen(descend(method)) for method in (heavy_ball, pytorch_sgd))
    names = NamesAtMarkers(ours)
    for step in (0, 5, CUT_AT):
        names.set_to(step)
        lefts = [part.get_left()[0] for part in (names.theirs, names.equals, names.ours)]
        assert ours[step, 0] < lefts[0] < lefts[1] < lefts[2]
    names.set_to(STEPS)
    assert names.equals[0].get_fill_opacity() == 0
    assert names.theirs.get_left()[0] < theirs[-1, 0] < names.theirs.get_right()[0]
    assert names.theirs.get_bottom()[1] > theirs[CUT_AT + 1 :, 1].max()
    names.set_to(2 * STEPS - CUT_AT)
    assert names.ours.get_y() == pytest.approx(ours[-1, 1])
    assert ours[-1, 0] < names.ours.get_left()[0] < names.ours.get_right()[0] < -style.SAFE_LEFT


def test_a_ring_comes_when_its_step_has_landed() -> None:
    points = np.zeros((4, 3))
    points[:, 0] = np.arange(4)
    rings = Rings(points).set_to(1.9)
    assert [each.get_stroke_opacity() for each in rings[1:-1]] == pytest.approx([1, 1, 0, 0])
    assert rings.marker.get_x() == pytest.approx(1.9)
    assert rings.set_to(2.5)[3].get_stroke_opacity() == 1


def test_pytorchs_path_has_a_line_of_its_own_from_the_cut_on() -> None:
    points = np.zeros((STEPS + 1, 3))
    points[:, 0] = np.arange(STEPS + 1)
    rings = Rings(points)
    assert not rings.set_to(CUT_AT).line.has_points()
    line = rings.set_to(CUT_AT + 2.5).line
    assert_allclose([line.get_start()[0], line.get_end()[0]], [CUT_AT, CUT_AT + 2.5])


def test_the_argument_that_is_spoken_of_is_lit_alone() -> None:
    code = arguments("lr=0.098", RAISED).light(RAISED)
    lit = [glyph for line in code for glyph in line if glyph.get_fill_opacity() == 1]
    assert lit == code.part(RAISED).submobjects


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
    ours = momentum_rules_under_code()
    for early in (True, False):
        for rule, other in zip(ours, pytorch_rules(ours, early=early), strict=True):
            up = other.select("first").get_center() - rule.select("first").get_center()
            assert_allclose(up, THEIRS_UP * UP, atol=1e-9)


def test_what_is_said_and_how_long() -> None:
    timeline = read_timeline(SCENE)
    assert "momentum equals 0.9" in timeline.beats[0].narration
    assert timeline.length == pytest.approx(26, rel=0.15)
