"""Newton's method on all prices, spending and wedges at once; linear systems by GMRES, never as one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.linear import Linear, precondition

if TYPE_CHECKING:
    from collections.abc import Callable

    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import System

#: Largest change of a log in one step.
LONGEST = 2.0
#: Products with the derivative in one step, beyond which the approximate inverse is made anew.
MOST_PRODUCTS = 25


@dataclass
class Effort:
    """What a search has cost: Newton steps, and products with the derivative."""

    steps: int = 0
    products: int = 0


def gmres(
    product: Callable[[Array], Array], near: Callable[[Array], Array], b: Array, tolerance: float, most: int
) -> tuple[Array, int]:
    """Return x with product(x) ≈ b within `tolerance` of |b|, and the number of products used.

    Saad, Y. and M. Schultz (1986), preconditioned from the right by `near`, so that the residual is the true one.
    """
    beta = float(np.linalg.norm(b))
    basis = np.empty((most + 1, b.size))
    basis[0] = b / beta
    triangle = np.zeros((most, most))
    turns: list[tuple[float, float]] = []
    target = [beta]
    for m in range(most):
        v = product(near(basis[m]))
        column = basis[: m + 1] @ v
        v -= column @ basis[: m + 1]
        again = basis[: m + 1] @ v
        v -= again @ basis[: m + 1]
        length = float(np.linalg.norm(v))
        # Givens' rotations keep the least-squares problem triangular, its residual at the end of the target.
        values = (column + again).tolist()
        for k, (c, s) in enumerate(turns):
            values[k], values[k + 1] = c * values[k] + s * values[k + 1], c * values[k + 1] - s * values[k]
        size = float(np.hypot(values[m], length))
        c, s = (values[m] / size, length / size) if size > 0 else (1.0, 0.0)
        turns.append((c, s))
        values[m] = size
        triangle[: m + 1, m] = values
        target[m:] = [c * target[m], -s * target[m]]
        if not abs(target[-1]) > tolerance * beta or length <= 1e-15 * beta or not np.isfinite(length):
            break
        basis[m + 1] = v / length
    # A region cut off entirely leaves its price level open: the smallest solution of a singular system.
    weights = np.linalg.lstsq(triangle[: m + 1, : m + 1], np.array(target[: m + 1]), rcond=None)[0]
    return near(weights @ basis[: m + 1]), m + 1


def improve(
    system: System, z: Array, tolerance: float, most: int, effort: Effort, near: Array | None = None
) -> tuple[Array, float, Array | None]:
    """Return a better vector, its largest residual, and the inverse that conditioned the last steps.

    Stops at `tolerance`, after `most` steps, or where stuck.

    Parameters
    ----------
    near : array (N, 3J, 3J), optional
        An inverse of a neighbour (`Linear.near_inverse`), used until it does badly.
    """
    state = system.state(z)
    residual = system.residual(z, state)
    size = _largest(residual)
    for _ in range(most):
        if size < tolerance or not np.isfinite(size):
            break
        linear = Linear(system, state)
        if near is None:
            try:
                near = linear.near_inverse()
            except np.linalg.LinAlgError:
                break
        # As exact as the residual is small, so that the last steps converge quadratically.
        asked = min(0.05, max(1e-6, 0.3 * size, 0.1 * tolerance / size))
        step, used = gmres(linear.product, partial(precondition, near), -residual, asked, 100)
        effort.steps += 1
        effort.products += used
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            break
        if used > MOST_PRODUCTS:
            near = None
        length = min(1.0, LONGEST / longest) if longest > 0 else 1.0
        for _ in range(12):
            trial = z + length * step
            with np.errstate(all="ignore"):
                new_state = system.state(trial)
                new = system.residual(trial, new_state)
            if _largest(new) < (1.0 - 1e-4 * length) * size:
                break
            length *= 0.5
        else:
            break
        z, state, residual, size = trial, new_state, new, _largest(new)
    return z, size, near


def _largest(residual: Array) -> float:
    return float(np.abs(residual).max()) if np.isfinite(residual).all() else np.inf
