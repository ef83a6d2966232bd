"""Exponentials and logarithms of many numbers at once, on vector units."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.kernels import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

LOG2E = 1.4426950408889634
LN2_HIGH = 0.693147180369123816490
LN2_LOW = 1.90821492927058770002e-10
SQRT2 = 1.4142135623730951
MANTISSA = 0x000FFFFFFFFFFFFF
ONE = 0x3FF0000000000000


@compiled(fastmath={"contract"})
def exponentials(x: Floats, work: Integers) -> None:
    """Replace x (flat) by exp(x) within two units of the last place; written so that it runs on vector units."""
    for i in range(x.size):
        y = min(max(x[i], -708.0), 709.0)
        k = np.floor(y * LOG2E + 0.5)
        r = (y - k * LN2_HIGH) - k * LN2_LOW
        p = 1.6059043836821613e-10
        p = p * r + 2.08767569878681e-09
        p = p * r + 2.505210838544172e-08
        p = p * r + 2.755731922398589e-07
        p = p * r + 2.7557319223985893e-06
        p = p * r + 2.48015873015873e-05
        p = p * r + 1.984126984126984e-04
        p = p * r + 1.388888888888889e-03
        p = p * r + 8.333333333333333e-03
        p = p * r + 4.1666666666666664e-02
        p = p * r + 1.6666666666666666e-01
        p = p * r + 0.5
        p = p * r + 1.0
        x[i] = p * r + 1.0
        work[i] = (np.int64(k) + 1023) << 52
    scale = work.view(np.float64)
    for i in range(x.size):
        x[i] *= scale[i]


@compiled(fastmath={"contract"})
def logarithms(x: Floats, work: Integers) -> None:
    """Replace x (flat, positive and normal) by its natural logarithm; written so that it runs on vector units."""
    bits = x.view(np.int64)
    for i in range(x.size):
        work[i] = (bits[i] & MANTISSA) | ONE
        bits[i] = (bits[i] >> 52) - 1023
    m = work.view(np.float64)
    for i in range(x.size):
        big = m[i] > SQRT2
        f = 0.5 * m[i] if big else m[i]
        e = np.float64(bits[i]) + (1.0 if big else 0.0)
        s = (f - 1.0) / (f + 1.0)
        q = s * s
        p = 0.047619047619047616
        p = p * q + 0.05263157894736842
        p = p * q + 0.058823529411764705
        p = p * q + 0.06666666666666667
        p = p * q + 0.07692307692307693
        p = p * q + 0.09090909090909091
        p = p * q + 0.1111111111111111
        p = p * q + 0.14285714285714285
        p = p * q + 0.2
        p = p * q + 0.3333333333333333
        x[i] = e * LN2_HIGH + (2.0 * s + (2.0 * s * q * p + e * LN2_LOW))


@compiled()
def apart(size: int) -> Floats:
    """Return zeros with room on both sides, so that no two arrays of the solver lie next to each other.

    Where they do, compiled loops that check whether arrays overlap take their slow way, which rounds otherwise: the
    same question would have another last digit whenever memory happened to be handed out so.
    """
    return np.zeros(size + 128)[64 : 64 + size]
