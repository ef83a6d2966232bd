"""Newton's method on all prices, spending and wedges at once; linear systems are never one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from technostate.shocks.year.linear import Linear

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import System

#: Largest change of a log in one step.
LONGEST = 2.0
#: Products with the derivative in one step, beyond which a new approximate inverse is worth its time.
WORTH_IT = 25


@dataclass
class Effort:
    """What a search has cost: Newton steps, and products with the derivative."""

    steps: int = 0
    products: int = 0


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
        step, used = linear.solve(-residual, near, asked)
        effort.steps += 1
        effort.products += used
        longest = float(np.abs(step).max())
        if not np.isfinite(longest):
            break
        if used > WORTH_IT:
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
