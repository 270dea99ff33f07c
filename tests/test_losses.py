"""Losses against finite differences, published values and SciPy's own Rosenbrock."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import rosen, rosen_der, rosen_hess

from momentum_sim import RAVINE, Beale, Himmelblau, Loss, Quadratic, Rosenbrock, StyblinskiTang
from momentum_sim.validation import Array

BuiltIn = Quadratic | Rosenbrock | Beale | Himmelblau | StyblinskiTang

LOSSES: list[BuiltIn] = [
    RAVINE,
    Quadratic((0.05, 20.0), minimiser=(1.0, -2.0), rotation=0.4),
    Quadratic((1.0, 2.0, 3.0), minimiser=0.5),
    Rosenbrock(),
    Rosenbrock(a=2.0, b=5.0),
    Beale(),
    Himmelblau(),
    StyblinskiTang(),
    StyblinskiTang(dimension=4),
]
every_loss = pytest.mark.parametrize("loss", LOSSES, ids=str)


def points_in(loss: BuiltIn, count: int = 50) -> Array:
    low, high = loss.domain.T
    return np.random.default_rng(7).uniform(low, high, size=(count, len(low)))


def central_difference(function: object, points: Array, step: float = 1e-5) -> Array:
    assert callable(function)
    shifts = step * np.eye(points.shape[-1])
    return np.stack([(function(points + s) - function(points - s)) / (2 * step) for s in shifts], axis=-1)


@every_loss
def test_gradient_is_the_slope_of_the_value(loss: BuiltIn) -> None:
    points = points_in(loss)
    slope = central_difference(loss.value, points)
    assert_allclose(loss.gradient(points), slope, rtol=1e-6, atol=1e-6 * np.abs(slope).max())


@every_loss
def test_hessian_is_the_slope_of_the_gradient(loss: BuiltIn) -> None:
    points = points_in(loss)
    slope = central_difference(loss.gradient, points)
    assert_allclose(loss.hessian(points), slope, rtol=1e-6, atol=1e-6 * np.abs(slope).max())


@every_loss
def test_minimiser_is_flat_curves_upwards_and_is_the_lowest_in_the_domain(loss: BuiltIn) -> None:
    minima = np.atleast_2d(loss.minimiser)
    assert_allclose(loss.gradient(minima), 0, atol=1e-12)
    assert (np.linalg.eigvalsh(loss.hessian(minima)) > 0).all()
    assert_allclose(loss.value(minima), loss.value(minima[0]), atol=1e-20)
    assert (loss.value(points_in(loss, 2000)) >= loss.value(minima[0])).all()


@every_loss
def test_vectorised_over_leading_axes(loss: BuiltIn) -> None:
    points = points_in(loss, 6).reshape(2, 3, -1)
    dimension = points.shape[-1]
    assert loss.value(points).shape == (2, 3)
    assert loss.gradient(points).shape == (2, 3, dimension)
    assert loss.hessian(points).shape == (2, 3, dimension, dimension)
    for at in np.ndindex(2, 3):
        assert_allclose(loss.value(points)[at], loss.value(points[at]), rtol=1e-14)
        assert_allclose(loss.gradient(points)[at], loss.gradient(points[at]), rtol=1e-14)
        assert_allclose(loss.hessian(points)[at], loss.hessian(points[at]), rtol=1e-14)


@every_loss
def test_is_a_loss_with_a_domain_around_a_minimiser(loss: BuiltIn) -> None:
    assert isinstance(loss, Loss)
    low, high = loss.domain.T
    assert ((low < np.atleast_2d(loss.minimiser)) & (np.atleast_2d(loss.minimiser) < high)).all()


def test_rosenbrock_is_scipys() -> None:
    points = points_in(Rosenbrock())
    assert_allclose(Rosenbrock().value(points), rosen(points.T))
    assert_allclose(Rosenbrock().gradient(points), [rosen_der(p) for p in points], atol=1e-10)
    assert_allclose(Rosenbrock().hessian(points), [rosen_hess(p) for p in points])


@pytest.mark.parametrize(
    ("loss", "point", "value"),
    [
        (Rosenbrock(), (0, 0), 1.0),
        (Rosenbrock(), (-1.2, 1.0), 24.2),  # Rosenbrock's own start
        (Beale(), (0, 0), 14.203125),
        (Beale(), (1, 1), 14.203125),
        (Himmelblau(), (0, 0), 170.0),
        (Himmelblau(), (-0.270845, -0.923039), 181.617),  # its local maximum
        (StyblinskiTang(), (0, 0), 0.0),
        (StyblinskiTang(), (-2.903534, -2.903534), 2 * -39.166165),
        (RAVINE, (-10, 1), 12.5),
    ],
)
def test_published_values(loss: BuiltIn, point: tuple[float, float], value: float) -> None:
    assert_allclose(loss.value(point), value, rtol=5e-6)


@settings(deadline=None, max_examples=50)
@given(angle=st.floats(-7, 7), x=st.floats(-5, 5), y=st.floats(-5, 5))
def test_turned_quadratic_is_the_straight_one_in_turned_coordinates(angle: float, x: float, y: float) -> None:
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight, turned = Quadratic((0.05, 20.0)), Quadratic((0.05, 20.0), rotation=angle)
    point = np.array([x, y])
    assert_allclose(turned.value(turn @ point), straight.value(point), rtol=1e-9, atol=1e-12)
    assert_allclose(turned.gradient(turn @ point), turn @ straight.gradient(point), rtol=1e-9, atol=1e-10)


def test_quadratic_domain_encloses_a_level_line() -> None:
    loss = Quadratic((0.5, 8.0), minimiser=(3.0, -1.0), rotation=0.3)
    angles = np.linspace(0, 2 * np.pi, 2001)
    turn = np.array([[np.cos(0.3), -np.sin(0.3)], [np.sin(0.3), np.cos(0.3)]])
    level = loss.minimiser + np.stack((4 * np.cos(angles), np.sin(angles)), axis=-1) @ turn.T
    assert_allclose(loss.value(level), 4.0)
    assert_allclose(loss.domain, np.stack((level.min(axis=0), level.max(axis=0)), axis=-1), atol=1e-4)


def test_the_ravine() -> None:
    assert RAVINE.condition_number == 400
    assert_allclose(RAVINE.domain, [[-10.6, 2], [-1.3, 1.3]])
    assert_allclose(RAVINE.matrix, np.diag([0.05, 20]))


def test_arrays_are_read_only() -> None:
    for array in (RAVINE.curvatures, RAVINE.minimiser, RAVINE.domain, RAVINE.matrix, Himmelblau().minimiser):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
    with pytest.raises(AttributeError):
        RAVINE.rotation = 1.0  # type: ignore[misc]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Quadratic((1, 0)), r"curvatures is 0\.0 at index 1, but must be greater than 0\. "),
        (lambda: Quadratic((1, np.nan)), r"curvatures is nan at index 1, but must be finite"),
        (lambda: Quadratic([[1, 2], [3, 4]]), r"shape \(2, 2\), but must be of shape \(d,\)"),
        (lambda: Quadratic([]), r"of shape \(d,\)"),
        (lambda: Quadratic("steep"), "an array of real numbers"),
        (lambda: Quadratic((1, 1j)), "an array of real numbers"),
        (lambda: Quadratic((1, 2), minimiser=(1, 2, 3)), r"minimiser .* of shape \(2,\)"),
        (lambda: Quadratic((1, 2, 3), rotation=1.0), "rotation is 1.0, but must be 0 in 3 dimensions"),
        (lambda: Quadratic((1, 2), rotation=(1, 2)), "one number"),  # type: ignore[arg-type]
        (lambda: Quadratic((1, 2), domain=((1, 0), (0, 1))), "low < high"),
        (lambda: Rosenbrock(b=0), "b is 0.0, but must be greater than 0"),
        (lambda: StyblinskiTang(0), "dimension is 0"),
        (lambda: StyblinskiTang(1.5), "a whole number"),  # type: ignore[arg-type]
        (lambda: RAVINE.value((1, 2, 3)), r"parameters is an array of shape \(3,\).* \(\.\.\., 2\)"),
        (lambda: Beale().gradient(1.0), r"of shape \(\.\.\., 2\)"),
    ],
)
def test_bad_input(make: object, message: str) -> None:
    assert callable(make)
    with pytest.raises(ValueError, match=message):
        make()
