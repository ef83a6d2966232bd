"""Scrambled Sobol' points, to the last bit those of scipy.stats, which takes half a second to import."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.uint32]

#: Binary digits of a coordinate.
BITS = 30
#: Primitive polynomials and first direction numbers of the dimensions after the first, from Joe and Kuo (2008).
_TABLE = """
3 1;7 1 3;11 1 3 1;13 1 1 1;19 1 1 3 3;25 1 3 5 13;37 1 1 5 5 17;41 1 1 5 5 5;47 1 1 7 11 19;55 1 1 5 1 1;59 1 1 1 3 11;
61 1 3 5 5 31;67 1 3 3 9 7 49;91 1 1 1 15 21 21;97 1 3 1 13 27 49;103 1 1 1 15 7 5;109 1 3 1 15 13 25;115 1 1 5 5 19 61;
131 1 3 7 11 23 15 103;137 1 3 7 13 13 15 69;143 1 1 3 13 7 35 63;145 1 3 5 9 1 25 53;157 1 3 1 13 9 35 107;
167 1 3 1 5 27 61 31;171 1 1 5 11 19 41 61;185 1 3 5 3 3 13 69;191 1 1 7 13 1 19 1;193 1 3 7 5 13 19 59;
203 1 1 3 9 25 29 41;211 1 3 5 13 23 1 55;213 1 3 7 3 13 59 17;229 1 3 1 3 5 53 69;239 1 1 5 5 23 33 13;
241 1 1 7 7 1 61 123;247 1 1 7 9 13 61 49;253 1 3 3 5 3 55 33;285 1 3 1 15 31 13 49 245;299 1 3 5 15 31 59 63 97;
301 1 3 1 11 11 11 77 249;333 1 3 1 11 27 43 71 9;351 1 1 7 15 21 11 81 45;355 1 3 7 3 25 31 65 79;
357 1 3 1 1 19 11 3 205;361 1 1 5 9 19 21 29 157;369 1 3 7 11 1 33 89 185;391 1 3 3 3 15 9 79 71;
397 1 3 7 11 15 39 119 27;425 1 1 3 1 11 31 97 225;451 1 1 1 3 23 43 57 177;463 1 3 7 7 17 17 37 71;
487 1 3 1 5 27 63 123 213;501 1 1 3 5 11 43 53 133;529 1 3 5 5 29 17 47 173 479;539 1 3 3 11 3 1 109 9 69;
545 1 1 1 5 17 39 23 5 343;557 1 3 1 5 25 15 31 103 499;563 1 1 1 11 11 17 63 105 183;601 1 1 5 11 9 29 97 231 363;
607 1 1 5 15 19 45 41 7 383;617 1 3 7 7 31 19 83 137 221;623 1 1 1 3 23 15 111 223 83;631 1 1 5 13 31 15 55 25 161;
637 1 1 3 13 25 47 39 87 257
"""
_ROWS = tuple(tuple(map(int, row.split())) for row in _TABLE.split(";"))
#: Dimensions that the table has.
DIMENSIONS = len(_ROWS) + 1


def points(power: int, dimensions: int, seed: int) -> NDArray[np.float64]:
    """Return the first 2^power points (2^power, dimensions), each at least 0 and below 1.

    Parameters
    ----------
    power : int
        From 0 to `BITS`.
    dimensions : int
        Up to `DIMENSIONS`.

    References
    ----------
    Joe, S. and F. Y. Kuo (2008). Constructing Sobol' sequences with better two-dimensional projections. SIAM Journal on
    Scientific Computing 30(5), 2635–2654. Matoušek, J. (1998). On the L2-discrepancy for anchored boxes. Journal of
    Complexity 14(4), 527–556: a random linear scramble and a digital shift.

    Examples
    --------
    >>> import numpy as np
    >>> found = points(3, dimensions=5, seed=0)
    >>> bool((np.sort(found // 0.125, axis=0) == np.arange(8.0)[:, None]).all())
    True
    """
    # A child of the seed, as scipy takes: the draws of a seed stay what they were.
    rng = np.random.default_rng(seed).spawn(1)[0]
    digit = np.uint32(1) << np.arange(BITS, dtype=np.uint32)
    shift = (rng.integers(2, size=(dimensions, BITS), dtype=np.uint32) * digit).sum(1, dtype=np.uint32)
    lower = np.tril(rng.integers(2, size=(dimensions, BITS, BITS), dtype=np.uint32))
    lower[:, np.arange(BITS), np.arange(BITS)] = 1
    moved = scrambled(np.stack([directions(at) for at in range(dimensions)]), lower)
    # In the order of Gray's code each point differs from the one before by one direction.
    steps = [shift, *(moved[:, (number & -number).bit_length() - 1] for number in range(1, 2**power))]
    whole: Integers = np.bitwise_xor.accumulate(np.stack(steps), axis=0)
    found: NDArray[np.float64] = whole * np.float64(2.0**-BITS)
    return found


def directions(dimension: int) -> Integers:
    """Return the directions (BITS,) of a dimension: the recurrence of its polynomial from its first numbers."""
    if dimension == 0:
        numbers = [1] * BITS
    else:
        polynomial, *numbers = _ROWS[dimension - 1]
        degree = len(numbers)
        for at in range(degree, BITS):
            new = numbers[at - degree]
            for back in range(1, degree + 1):
                if polynomial >> (degree - back) & 1:
                    new ^= numbers[at - back] << back
            numbers.append(new)
    return np.array([number << (BITS - 1 - at) for at, number in enumerate(numbers)], dtype=np.uint32)


def scrambled(directions: Integers, lower: Integers) -> Integers:
    """Return directions (D, BITS) whose digits, the largest first, are multiplied by lower triangles, modulo two."""
    place = np.arange(BITS - 1, -1, -1, dtype=np.uint32)
    digits = directions[:, :, None] >> place & np.uint32(1)
    mixed = np.einsum("dpk,djk->djp", lower, digits) & 1
    scrambled: Integers = (mixed << place).sum(2, dtype=np.uint32)
    return scrambled
