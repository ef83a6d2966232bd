"""Where draws lie: a scrambled Sobol' sequence, and how its places become values of a range."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.parameters import parameters
from technostate.errors import ScenarioError
from technostate.shocks.specification import sobol

Array = NDArray[np.float64]
Form = Literal["even", "logs", "normal"]

#: Draws of one block of the dimensions that the table of directions does not have.
_BLOCK = 1024
#: Standard deviations from the middle of a normal range at which it is cut off.
CUT = 2.0


def places(first: int, count: int, dimensions: int | Sequence[int], seed: int) -> Array:
    """Return the places (count, D) of draws `first`, `first` + 1, …, each above 0 and below 1.

    A coordinate depends on the seed, the number of the draw and the number of its dimension, and on nothing else: not
    on how many draws or dimensions there are, nor on where a batch begins. So two scenarios that number a dimension
    alike draw the same values of it (common random numbers). Of draws 0 to 2^k − 1 each dimension has exactly one in
    each of 2^k equal parts.

    Parameters
    ----------
    dimensions : int or sequence of int
        How many (then 0 to D − 1), or their numbers. Dimensions from `sobol.DIMENSIONS` on are plain random numbers.
    seed : int
        From 0.

    Raises
    ------
    ScenarioError
        If a number is negative, or more than 2^30 draws are asked for.

    References
    ----------
    Joe and Kuo (2008), SIAM Journal on Scientific Computing 30(5), 2635–2654 (directions); Owen (1998), Journal of
    Complexity 14(4), 466–489, and Matoušek (1998), Journal of Complexity 14(4), 527–556 (scramble and shift).

    Examples
    --------
    >>> import numpy as np
    >>> whole = places(0, 64, 3, seed=1)
    >>> bool((places(40, 24, 3, seed=1) == whole[40:]).all()), bool((places(0, 64, [2], seed=1) == whole[:, 2:]).all())
    (True, True)
    """
    numbers = tuple(range(dimensions)) if isinstance(dimensions, int) else tuple(dimensions)
    if min((first, count, seed, *numbers)) < 0 or first + count > 2**sobol.BITS:
        raise ScenarioError(
            f"draws {first} to {first + count} with seed {seed} in dimensions {list(numbers)[:4]} cannot be made",
            hint=f"numbers from 0, and at most {2**sobol.BITS:,} draws",
        )
    if not count or not numbers:
        return np.empty((count, len(numbers)))
    draws = np.arange(first, first + count, dtype=np.uint32)
    return np.stack([_column(draws, number, seed) for number in numbers], axis=1)


def _column(draws: NDArray[np.uint32], number: int, seed: int) -> Array:
    """Return the places of one dimension."""
    if number >= sobol.DIMENSIONS:
        blocks = np.arange(int(draws[0]) // _BLOCK, int(draws[-1]) // _BLOCK + 1)
        found = np.concatenate([np.random.default_rng((seed, number, int(at))).random(_BLOCK) for at in blocks])
        start = int(draws[0]) - int(blocks[0]) * _BLOCK
        return np.asarray(np.clip(found[start : start + len(draws)], 2.0**-31, 1.0 - 2.0**-31))
    rng = np.random.default_rng((seed, number))
    bits = sobol.BITS
    shift = np.uint32(rng.integers(2**bits))
    lower = np.tril(rng.integers(2, size=(1, bits, bits), dtype=np.uint32))
    lower[:, np.arange(bits), np.arange(bits)] = 1
    directions = sobol.scrambled(sobol.directions(number)[None], lower)[0]
    gray = draws ^ (draws >> np.uint32(1))
    whole = np.full(len(draws), shift, dtype=np.uint32)
    for bit in range(int(draws[-1]).bit_length()):
        whole ^= np.where(gray >> np.uint32(bit) & np.uint32(1), directions[bit], np.uint32(0))
    return np.asarray((whole + np.float64(0.5)) * 2.0**-bits, dtype=np.float64)


def numbered(names: Sequence[str]) -> tuple[int, ...]:
    """Return a number for each dimension: a parameter's place in the table, and the others after it in their order.

    Scenarios that leave a parameter at a point so keep the draws of all others.
    """
    table = {name: at for at, name in enumerate(parameters())}
    rest = iter(range(len(table), len(table) + len(names)))
    return tuple(table[name] if name in table else next(rest) for name in names)


def values(low: float, high: float, form: Form, at: Array) -> Array:
    """Return the values of a range below which the shares `at` of draws lie.

    Parameters
    ----------
    low, high : float
        Ends of the range; above zero for ``logs``.
    form : {"even", "logs", "normal"}
        Even, even in logs, or normal about the middle, cut off at the ends, which lie `CUT` standard deviations away.
    at : array
        Places between 0 and 1.

    Raises
    ------
    ScenarioError
        If the range is upside down, not finite, or has logs of what is not above zero; or if the form is unknown.

    Examples
    --------
    >>> import numpy as np
    >>> values(1.0, 100.0, "logs", np.array([0.0, 0.5, 1.0]))
    array([  1.,  10., 100.])
    """
    if not (np.isfinite(low) and np.isfinite(high) and low <= high):
        raise ScenarioError(f"{low:g} to {high:g} is no range", hint="two finite numbers, the lower one first")
    if form == "even":
        return low + (high - low) * at
    if form == "logs":
        if low <= 0.0:
            raise ScenarioError(f"{low:g} to {high:g} has no logarithms", hint="form: even, or a lower end above zero")
        return np.clip(low * (high / low) ** at, low, high)
    if form == "normal":
        from scipy.special import ndtr, ndtri

        below = ndtr(-CUT)
        score = ndtri(below + (1.0 - 2.0 * below) * at)
        return np.asarray(np.clip(0.5 * (low + high) + 0.5 * (high - low) / CUT * score, low, high))
    raise ScenarioError(f"unknown form {form!r} of a range", hint="even, logs or normal")
