"""Loss surfaces with exact gradients and Hessians.

Every loss is vectorised: parameters of shape (..., d) have values of shape (...), gradients of shape (..., d)
and Hessians of shape (..., d, d). `minimiser` has shape (d,), or (k, d) where k points share the minimum;
`domain` has shape (d, 2), a row (low, high) for each coordinate: the box worth drawing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar, Protocol, runtime_checkable

import numpy as np
from numpy.typing import ArrayLike

from momentum_sim.validation import (
    Array,
    count,
    finite,
    locked,
    points,
    positive,
    reject,
    reject_shape,
    scalar,
)


@runtime_checkable
class Loss(Protocol):
    """What a method asks of a loss; any object with these two will do.

    For a batch of runs both must be vectorised over leading axes. A `minimiser` attribute, if there is one,
    lets a Trajectory measure its distance to it.
    """

    def value(self, parameters: Array, /) -> Array:
        """Return L(θ), shape (...), for parameters of shape (..., d)."""
        ...

    def gradient(self, parameters: Array, /) -> Array:
        """Return ∇L(θ), shape (..., d), for parameters of shape (..., d)."""
        ...


@dataclass(frozen=True, slots=True, eq=False, init=False)
class Quadratic:
    """A bowl, or a ravine where the curvatures differ: L(θ) = ½ (θ − θ*)ᵀ H (θ − θ*).

    H = R diag(λ) Rᵀ, where R turns the axes by `rotation` anticlockwise: the direction of curvature λ₁ is
    (cos, sin), that of λ₂ is (−sin, cos).

    Parameters
    ----------
    curvatures
        λ, shape (d,): the second derivative in each principal direction, above 0.
    minimiser
        θ*, shape (d,), or one number for all coordinates.
    rotation
        Angle in radians; for d = 2 only.
    domain
        Shape (d, 2). By default the box around the level line that the steepest direction reaches at
        distance 1.

    Raises
    ------
    ValueError
        If a curvature is not above 0, a shape does not fit, or a rotation is asked for where d is not 2.
    """

    curvatures: Array
    minimiser: Array
    rotation: float
    domain: Array
    matrix: Array = field(repr=False)  # H, shape (d, d)

    def __init__(
        self,
        curvatures: ArrayLike,
        minimiser: ArrayLike = 0.0,
        rotation: float = 0.0,
        *,
        domain: ArrayLike | None = None,
    ) -> None:
        eigenvalues = positive(
            "curvatures", curvatures, "A loss with a minimum curves upwards in every direction."
        )
        if eigenvalues.ndim != 1 or eigenvalues.size == 0:
            reject_shape("curvatures", eigenvalues, "of shape (d,)", "Pass a list of them.")
        dimension = eigenvalues.size
        centre = finite("minimiser", minimiser)
        if centre.shape not in ((), (dimension,)):
            reject_shape("minimiser", centre, f"of shape ({dimension},)", "Or pass one number.")
        angle = scalar("rotation", finite("rotation", rotation))
        if angle and dimension != 2:
            reject(
                "rotation",
                angle,
                f"0 in {dimension} dimensions",
                "Only a loss of two parameters can be turned.",
            )

        cosine, sine = np.cos(angle), np.sin(angle)
        axes = np.array([[cosine, -sine], [sine, cosine]]) if angle else np.eye(dimension)
        centre = np.broadcast_to(centre, (dimension,)).copy()
        if domain is None:
            reach = np.sqrt(eigenvalues.max() * (axes**2 @ (1 / eigenvalues)))
            box = centre[:, None] + np.outer(reach, [-1.0, 1.0])
        else:
            box = _checked_domain(domain, dimension)
        object.__setattr__(self, "curvatures", locked(eigenvalues))
        object.__setattr__(self, "minimiser", locked(centre))
        object.__setattr__(self, "rotation", angle)
        object.__setattr__(self, "domain", locked(box))
        object.__setattr__(self, "matrix", locked(axes * eigenvalues @ axes.T))

    @property
    def condition_number(self) -> float:
        """κ, the largest curvature over the smallest."""
        return float(self.curvatures.max() / self.curvatures.min())

    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        offset = self._offset(parameters)
        return np.asarray(0.5 * np.einsum("...i,...i->...", offset, self._times_matrix(offset)))

    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ) = H (θ − θ*), shape (..., d)."""
        return self._times_matrix(self._offset(parameters))

    def hessian(self, parameters: ArrayLike) -> Array:
        """Return H, the same everywhere, shape (..., d, d)."""
        offset = self._offset(parameters)
        return np.broadcast_to(self.matrix, (*offset.shape, offset.shape[-1])).copy()

    def _offset(self, parameters: ArrayLike) -> Array:
        return points("parameters", parameters, self.curvatures.size) - self.minimiser

    def _times_matrix(self, offset: Array) -> Array:
        # Without rotation the coordinates are independent: exact, and no 0 · ∞ when one has diverged.
        return offset @ self.matrix if self.rotation else self.curvatures * offset


@dataclass(frozen=True, slots=True)
class Rosenbrock:
    """The banana valley: L(x, y) = (a − x)² + b (y − x²)², with its minimum 0 at (a, a²).

    Raises ValueError unless a and b are above 0.

    References
    ----------
    Rosenbrock, H. H. (1960). An automatic method for finding the greatest or least value of a function.
    """

    a: float = 1.0
    b: float = 100.0

    def __post_init__(self) -> None:
        scalar("a", positive("a", self.a, "It places the minimum, 1 is usual."))
        scalar("b", positive("b", self.b, "It raises the walls of the valley, 100 is usual."))

    @property
    def minimiser(self) -> Array:
        """(a, a²)."""
        return locked(np.array([self.a, self.a**2], dtype=np.float64))

    @property
    def domain(self) -> Array:
        """[−2a, 2a] by [−a², 3a²]: the valley around the origin, and the minimum."""
        return locked(self.minimiser[:, None] * np.array([[-2.0, 2.0], [-1.0, 3.0]]))

    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return (self.a - x) ** 2 + self.b * (y - x**2) ** 2

    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        above = y - x**2
        return _vector(-2 * (self.a - x) - 4 * self.b * x * above, 2 * self.b * above)

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

    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return np.asarray(np.square(self._residuals(x, y)).sum(axis=-1))

    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        r = self._residuals(x, y)
        r_x, r_y = self._slopes(x, y)
        return 2 * _vector((r * r_x).sum(axis=-1), (r * r_y).sum(axis=-1))

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

    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        x, y = _x_and_y(parameters)
        return (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2

    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., 2)."""
        x, y = _x_and_y(parameters)
        p, q = x**2 + y - 11, x + y**2 - 7
        return _vector(4 * x * p + 2 * q, 2 * p + 4 * y * q)

    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., 2, 2)."""
        x, y = _x_and_y(parameters)
        return _symmetric(12 * x**2 + 4 * y - 42, 4 * (x + y), 12 * y**2 + 4 * x - 26)


@dataclass(frozen=True, slots=True)
class StyblinskiTang:
    """Many basins, one of them lowest: L(θ) = ½ Σᵢ (θᵢ⁴ − 16 θᵢ² + 5 θᵢ), in any `dimension`.

    Its minimum is −39.166 d, where every θᵢ is −2.9035; a coordinate that settles at 2.7468 is in another
    basin. Raises ValueError unless the dimension is a whole number above 0.

    References
    ----------
    Styblinski, M. A. and Tang, T.-S. (1990). Experiments in nonconvex optimization. Neural Networks 3,
    467-483.
    """

    dimension: int = 2

    def __post_init__(self) -> None:
        if count("dimension", self.dimension) == 0:
            reject("dimension", 0, "1 or more", "Two parameters can be drawn.")

    @property
    def minimiser(self) -> Array:
        """The lowest root of 4t³ − 32t + 5, in every coordinate."""
        return locked(np.full(self.dimension, -2.903534027771177))

    @property
    def domain(self) -> Array:
        """[−5, 5] in every coordinate."""
        return locked(np.tile([-5.0, 5.0], (self.dimension, 1)))

    def value(self, parameters: ArrayLike) -> Array:
        """Return L(θ), shape (...)."""
        theta = points("parameters", parameters, self.dimension)
        return np.asarray(0.5 * (theta**4 - 16 * theta**2 + 5 * theta).sum(axis=-1))

    def gradient(self, parameters: ArrayLike) -> Array:
        """Return ∇L(θ), shape (..., d)."""
        theta = points("parameters", parameters, self.dimension)
        return 2 * theta**3 - 16 * theta + 2.5

    def hessian(self, parameters: ArrayLike) -> Array:
        """Return ∇²L(θ), shape (..., d, d)."""
        theta = points("parameters", parameters, self.dimension)
        return (6 * theta**2 - 16)[..., None] * np.eye(self.dimension)


def _checked_domain(domain: ArrayLike, dimension: int) -> Array:
    box = finite("domain", domain)
    if box.shape != (dimension, 2) or (box[:, 0] >= box[:, 1]).any():
        reject(
            "domain",
            box.tolist(),
            f"{dimension} rows (low, high) with low < high",
            "Give a row a coordinate.",
        )
    return box


def _x_and_y(parameters: ArrayLike) -> tuple[Array, Array]:
    theta = points("parameters", parameters, 2)
    return theta[..., 0], theta[..., 1]


def _vector(x: Array, y: Array) -> Array:
    return np.stack((x, y), axis=-1)


def _symmetric(xx: Array, xy: Array, yy: Array) -> Array:
    return np.stack((_vector(xx, xy), _vector(xy, yy)), axis=-2)


RAVINE = Quadratic((0.05, 20.0), domain=((-10.6, 2.0), (-1.3, 1.3)))
"""The lesson's ravine, L(θ) = (0.05 θ₁² + 20 θ₂²) / 2: the floor runs along θ₁, the walls across; κ = 400."""
