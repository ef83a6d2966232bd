"""Newton's method on all prices, spending and wedges at once; linear systems are never one matrix."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from technostate.shocks.year.linear import Linear

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array
    from technostate.shocks.year.system import State, System

#: Largest change of a log in one step.
LONGEST = 2.0
#: Products with the derivative in one step, beyond which a new approximate inverse is worth its time.
WORTH_IT = 25

#: Steps allowed that do not come nearer, in one search, and their length as a part of Newton's.
STRIDES, STRIDE = 4, 0.5


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
    z, state, residual, size = _at(system, z)
    strides = 0
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
        for part in 0.5 ** np.arange(12):
            trial = _at(system, z + part * length * step)
            if trial.size < (1.0 - 1e-4 * part * length) * size:
                break
        else:
            # A kink lies across the way (a ban that begins to bind, say): step over it.
            trial, strides = _at(system, z + STRIDE * length * step), strides + 1
            if strides > STRIDES or not np.isfinite(trial.size):
                break
        z, state, residual, size = trial
    return z, size, near


class _Point(NamedTuple):
    z: Array
    state: State
    residual: Array
    size: float


def _at(system: System, z: Array) -> _Point:
    with np.errstate(all="ignore"):
        state = system.state(z)
        residual = system.residual(z, state)
    size = float(np.abs(residual).max()) if np.isfinite(residual).all() else np.inf
    return _Point(z, state, residual, size)
