"""The price of a bundle some of whose origins are banned, and the shadow prices of those: one root a bundle."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from technostate.kernels import compiled

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

#: Newton steps for a bundle's price, and for one shadow price inside it; both take a handful.
MOST, MOST_INSIDE = 200, 100
#: |1 − σ| below which the sum is taken about one, so that no digits are lost (`nests.NEAR_ONE`).
NEAR_ONE = 1e-3


@compiled()
def shadow_price(x: float, sigma: float, leak: float, zeta: float, cost: float, quota: float, start: float) -> float:
    """Log shadow price p at which σ p + log(leak + (1 − leak) F(p − cost)) = x, F(a) = 1 − exp(−ζ a).

    In p the gap is convex and falls: Newton's steps come from the left without passing the root.
    """
    least = cost + 1e-14
    p = min(max(start, cost + 1e-9), quota)
    for _ in range(MOST_INSIDE):
        e = np.exp(-zeta * (p - cost))
        c = leak + (1.0 - leak) * (1.0 - e)
        step = (x - sigma * p - np.log(c)) / (sigma + (1.0 - leak) * zeta * e / c)
        new: float = min(max(p + step, least), quota)
        if abs(new - p) <= 1e-15 * (1.0 + abs(p)):
            return new
        p = new
    return p


@compiled()
def banned_price(
    x: float, sigma: float, leak: float, zeta: float, own: float, cost: float, ceiling: bool, start: float
) -> tuple[float, float]:
    """Return the log shadow price of a banned origin, and σ + ε: infinite where the ban does not bind."""
    quota = (x - np.log(leak)) / sigma if leak > 0.0 else np.inf
    p = quota
    steep = sigma
    if zeta > 0.0 and quota > cost:
        p = shadow_price(x, sigma, leak, zeta, cost, quota, start)
        e = np.exp(-zeta * (p - cost))
        steep += (1.0 - leak) * zeta * e / (leak + (1.0 - leak) * (1.0 - e))
    if ceiling and p <= own:
        return own, np.inf
    return p, steep


@compiled()
def bundle_price(s: float, total: float, about_one: float) -> float:
    """Return log Σ π p^s over s: from the sum, or near s = 0 from the sum of π (p^s − 1), of π log p at s = 0."""
    if s == 0.0:
        return about_one
    price: float = np.log1p(about_one) / s if abs(s) < NEAR_ONE else np.log(total) / s
    return price


@compiled()
def solve(
    s: Floats,
    pairs: Integers,
    first: Integers,
    total: Floats,
    about_one: Floats,
    spent: Floats,
    share: Floats,
    leak: Floats,
    zeta: Floats,
    own: Floats,
    cost: Floats,
    ceiling: bool,
    h: Floats,
    shadow: Floats,
) -> None:
    """Replace `h` and `shadow` by log prices of bundles with banned origins and of those origins.

    With s = 1 − σ, x = log of spending over its base and P the bundle's price, a banned origin b that binds has
    leak + (1 − leak) F(P̃/R) = (X P^(σ−1) P̃^(−σ) over its base), one that does not has P̃ = its own price; and
    P^s = Σ_free π (κ p)^s + Σ_b π P̃^s.

    Parameters
    ----------
    s : array (J,)
    pairs : array (P, 2)
        Sector and importer of bundles with banned origins.
    first : array (P + 1,)
        Where the links of each begin.
    total, about_one : array (J, N)
        Σ_free π (κ p)^s; and Σ_free π ((κ p)^s − 1), or Σ_free π log κp where s is zero, of sectors near s = 0.
    spent : array (N, J)
        Log of spending over its base.
    share, leak, zeta, own, cost : array (B,)
        Base share, what is let through, exponent of substitutes, log of own duty-paid price and of R.
    ceiling : bool
        Whether a ban may not bind.
    h : array (J, N), shadow : array (B,)
        Starts, replaced.
    """
    for row in range(pairs.shape[0]):
        k, n = pairs[row, 0], pairs[row, 1]
        sk = s[k]
        below, above = -np.inf, np.inf
        for _ in range(MOST):
            x = spent[n, k] - sk * h[k, n]
            part = 0.0
            around = 0.0
            pull = 0.0
            for b in range(first[row], first[row + 1]):
                p, steep = banned_price(x, 1.0 - sk, leak[b], zeta[b], own[b], cost[b], ceiling, shadow[b])
                shadow[b] = p
                # An origin that is gone without a substitute has no price; above σ = 1 it drops out of the bundle.
                value = share[b] * np.exp(sk * p) if np.isfinite(p) else 0.0
                part += value
                around += share[b] * (p if sk == 0.0 else np.expm1(sk * p)) if np.isfinite(p) else -share[b]
                pull += value * sk / steep
            new = bundle_price(sk, total[k, n] + part, about_one[k, n] + around)
            # Newton on h − log(…)/s: its slope is one and the banned origins' share of it.
            step = (new - h[k, n]) / (1.0 + pull / (total[k, n] + part))
            if not abs(step) > 1e-15 * (1.0 + abs(h[k, n])):
                h[k, n] += step
                break
            # The slope is above zero: the root lies between what was too low and what was too high. Kinks, where a ban
            # begins to bind or a substitute to pay, could send Newton to and fro.
            if step > 0.0:
                below = max(below, h[k, n])
            else:
                above = min(above, h[k, n])
            h[k, n] += step
            if not below < h[k, n] < above:
                h[k, n] = 0.5 * (below + above)
