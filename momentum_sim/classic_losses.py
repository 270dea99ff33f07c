"""Loss surfaces that optimisers are usually tried on; all of it that `losses` says holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.losses import zero_matrices
from momentum_sim.validation import (
    Array,
    check_memory,
    count,
    freeze,
    locked,
    points,
    positive,
    quiet,
    reject,
    scalar,
    shown,
)


@dataclass(frozen=True, slots=True)
class Rosenbrock:
    """The banana valley: L(x, y) = (a − x)² + b (y − x²)², with its minimum 0 at (a, a²).

    Raises ValueError unless a and b are above 0, and a is at most 1e150.

    References
    ----------
    Rosenbrock, H. H. (1960). An automatic method for finding the greatest or least value of a function.
    """

    a: float = 1.0
    b: float = 100.0

    def __post_init__(self) -> None:
        a = scalar("a", positive("a", self.a, "It places the minimum, 1 is usual."))
        b = scalar("b", positive("b", self.b, "It raises the walls of the valley, 100 is usual."))
        if a > 1e150:
            reject("a", a, "at most 1e150", "The minimum is at (a, a²).")
        freeze(self, a=a, b=b)

    @property
    def minimiser(self) -> Array:
        """(a, a²)."""
        return locked(np.array([self.a, self.a**2], dtype=np.float64))

    @property
    def domain(self) -> Array:
        """[−2a, 2a] by [−a², 3a²]: the valley around the origin, and the minimum."""
        return locked(self.minimiser[:, None] * np.array([[-2.0, 2.0], [-1.0, 3.0]]))

    @quiet
    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return (self.a - x) ** 2 + self.b * (y - x**2) ** 2

    @quiet
    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        above = y - x**2
        return _vector(-2 * (self.a - x) - 4 * self.b * x * above, 2 * self.b * above)

    @quiet
    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., 2, 2)."""
        x, y = _x_and_y(parameters)
        return _symmetric(2 - 4 * self.b * (y - 3 * x**2), -4 * self.b * x, np.full_like(x, 2 * self.b))


@dataclass(frozen=True, slots=True)
class Beale:
    """Flat, with sharp peaks at the corners: L(x, y) = Σᵢ (cᵢ − x + x yⁱ)², c = (1.5, 2.25, 2.625).

    Minimum 0 at (3, ½).

    References
    ----------
    Beale, E. M. L. (1958). On an iterative method for finding a local minimum of a function of more than
    one variable.
    """

    minimiser: ClassVar[Array] = locked(np.array([3.0, 0.5]))
    domain: ClassVar[Array] = locked(np.array([[-4.5, 4.5], [-4.5, 4.5]]))

    @quiet
    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return np.asarray(np.square(self._residuals(x, y)).sum(axis=-1))

    @quiet
    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        r = self._residuals(x, y)
        r_x, r_y = self._slopes(x, y)
        return 2 * _vector((r * r_x).sum(axis=-1), (r * r_y).sum(axis=-1))

    @quiet
    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., 2, 2)."""
        x, y = _x_and_y(parameters)
        r = self._residuals(x, y)
        r_x, r_y = self._slopes(x, y)
        r_xy = np.stack((np.ones_like(y), 2 * y, 3 * y**2), axis=-1)
        r_yy = np.stack((np.zeros_like(y), 2 * x, 6 * x * y), axis=-1)
        return 2 * _symmetric(
            (r_x * r_x).sum(axis=-1), (r_x * r_y + r * r_xy).sum(axis=-1), (r_y * r_y + r * r_yy).sum(axis=-1)
        )

    def _residuals(self, x: Array, y: Array) -> Array:
        return np.stack([c - x + x * y**i for i, c in enumerate((1.5, 2.25, 2.625), start=1)], axis=-1)

    def _slopes(self, x: Array, y: Array) -> tuple[Array, Array]:
        by_x = np.stack((y - 1, y**2 - 1, y**3 - 1), axis=-1)
        by_y = np.stack((x, 2 * x * y, 3 * x * y**2), axis=-1)
        return by_x, by_y


@dataclass(frozen=True, slots=True)
class Himmelblau:
    """Four equal minima: L(x, y) = (x² + y − 11)² + (x + y² − 7)².

    References
    ----------
    Himmelblau, D. M. (1972). Applied Nonlinear Programming.
    """

    # The roots of both brackets, by Newton's method in 40 digits.
    minimiser: ClassVar[Array] = locked(
        np.array(
            [
                [3.0, 2.0],
                [-2.805118086952745, 3.131312518250573],
                [-3.779310253377747, -3.283185991286169],
                [3.584428340330492, -1.848126526964404],
            ]
        )
    )
    domain: ClassVar[Array] = locked(np.array([[-5.0, 5.0], [-5.0, 5.0]]))

    @quiet
    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    @quiet
    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        p, q = x**2 + y - 11, x + y**2 - 7
        return _vector(4 * x * p + 2 * q, 2 * p + 4 * y * q)

    @quiet
    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., 2, 2)."""
        x, y = _x_and_y(parameters)
        return _symmetric(12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26)


@dataclass(frozen=True, slots=True)
class StyblinskiTang:
    """Many basins, one of them lowest: L(θ) = ½ Σᵢ (θᵢ⁴ − 16 θᵢ² + 5 θᵢ), in any `dimension`.

    Its minimum is −39.166 d, where every θᵢ is −2.9035; a coordinate that settles at 2.7468 is in another
    basin. Raises ValueError unless the dimension is a whole number above 0, and no more than memory holds.

    References
    ----------
    Styblinski, M. A. and Tang, T.-S. (1990). Experiments in nonconvex optimization. Neural Networks 3,
    467-483.
    """

    dimension: int = 2

    def __post_init__(self) -> None:
        dimension = count("dimension", self.dimension)
        if dimension == 0:
            reject("dimension", 0, "1 or more", "Two parameters can be drawn.")
        check_memory("dimension", shown(dimension), 2 * dimension, "Two parameters can be drawn.")
        freeze(self, dimension=dimension)

    @property
    def minimiser(self) -> Array:
        """The lowest root of 4t³ − 32t + 5, in every coordinate."""
        return locked(np.full(self.dimension, -2.903534027771177))

    @property
    def domain(self) -> Array:
        """[−5, 5] in every coordinate."""
        return locked(np.tile([-5.0, 5.0], (self.dimension, 1)))

    @quiet
    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        theta = points("parameters", parameters, self.dimension)
        return np.asarray(0.5 * (theta**4 - 16 * theta**2 + 5 * theta).sum(axis=-1))

    @quiet
    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., d)."""
        theta = points("parameters", parameters, self.dimension)
        return 2 * theta**3 - 16 * theta + 2.5

    @quiet
    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., d, d)."""
        theta = points("parameters", parameters, self.dimension)
        diagonal = 6 * theta**2 - 16
        return np.where(np.eye(self.dimension), diagonal[..., None], zero_matrices(theta))


def _x_and_y(parameters: ArrayLike) -> tuple[Array, Array]:
    theta = points("parameters", parameters, 2)
    return theta[..., 0], theta[..., 1]


def _vector(x: Array, y: Array) -> Array:
    return np.stack((x, y), axis=-1)


def _symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    return np.stack((_vector(xx, xy), _vector(xy, yy)), axis=-2)
