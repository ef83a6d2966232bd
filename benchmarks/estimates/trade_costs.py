"""Trends of trade costs by sector (WIOD), and whether a trend carries on."""

from __future__ import annotations

import numpy as np

from benchmarks.estimates.regression import Array, fit
from benchmarks.estimates.result import Estimate, Section, judged, shown
from benchmarks.estimates.wiod import ELASTICITY, GROUPS, economy

PERIODS = ((1995, 2003), (2003, 2011))
METHOD = (
    "The symmetric trade cost of a pair by sector after Head and Ries (2001), −ln(π_ni π_in / (π_nn π_ii))/(2θ) with "
    "θ = 5; another θ scales every figure. The trend of a sector is the mean change a year over pairs, by the root of "
    "the two flows at the start; its error leaves out one region at a time with all its pairs (too large, by up to 1.4 "
    "times, where pairs rather than regions differ). Whether a trend carries on: the later trends on the earlier over "
    "sectors, by their trade at the start; one half is what the hindcasts carry on."
)


def costs(share: Array, elasticity: float = ELASTICITY) -> Array:
    """Log trade costs (J, N, N), up to a constant of the pair that does not change; zero at home."""
    p = np.maximum(share, 1e-8)
    home = np.diagonal(p, axis1=1, axis2=2)
    ratio = p * p.transpose(0, 2, 1) / (home[:, :, None] * home[:, None, :])
    return np.asarray(-np.log(ratio) / (2 * elasticity))


def trends(before: Array, after: Array, weight: Array, years: float) -> tuple[Array, Array]:
    """Mean change a year by sector (J,) and its error, from leaving out one region at a time.

    Parameters
    ----------
    before, after, weight : (J, N, N) arrays
        Log costs in both years and the weight of each pair; the diagonal does not count.
    """
    n = before.shape[1]
    held = weight * ~np.eye(n, dtype=bool)
    moved = held * (after - before) / years

    def mean(keep: Array) -> Array:
        inside = keep[:, None] * keep[None, :]
        return np.asarray((moved * inside).sum((1, 2)) / (held * inside).sum((1, 2)))

    without = np.array([mean(1.0 - np.eye(n)[out]) for out in range(n)])
    error = np.sqrt((n - 1) / n * ((without - without.mean(0)) ** 2).sum(0))
    return mean(np.ones(n)), error


def between(first: int, last: int) -> tuple[Array, Array, Array]:
    """Trend a year, its error, and trade between regions at the start, by sector."""
    one, other = economy(first), economy(last)
    flow = one.base_trade
    weight = np.sqrt(flow * flow.transpose(0, 2, 1))
    trend, error = trends(costs(one.import_share), costs(other.import_share), weight, last - first)
    crossing = (flow * ~np.eye(flow.shape[1], dtype=bool)).sum((1, 2))
    return trend, error, crossing


def section() -> Section:
    """Trends in both periods and what the first says about the second."""
    found: list[Estimate] = []
    kept = []
    for first, last in PERIODS:
        trend, error, crossing = between(first, last)
        kept.append((trend, crossing))
        size = (economy(first).shape[0], 0)
        for group, value, own in zip(GROUPS, trend, error, strict=True):
            key = group.split(" ")[0].strip(",") if group != "other services" else "services"
            found.append(
                judged(
                    f"trade-costs/{key}-{first}-{last}", f"{group}, {first}–{last}", (float(value), float(own)), size,
                    expected=0, unit="% a year", scale=100,
                )
            )  # fmt: skip
    (early, crossing), (late, _) = kept
    alike = float(np.corrcoef(early, late)[0, 1])
    root = np.sqrt(crossing / crossing.sum())
    one = fit(late * root, {"early": early * root, "one": root}, constant=False)
    found += [
        judged("trade-costs/carried-on", "later trend on the earlier, by trade", one.of("early"), one.size, expected=1),
        shown("trade-costs/correlation", "correlation of the two", alike, None, one.size),
    ]  # fmt: skip
    return Section("Trade costs by sector", METHOD, tuple(found))
