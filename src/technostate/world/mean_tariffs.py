"""Rounded mean tariffs by importer and sector, in place of tariffs between pairs whose author grants no redistribution.

A mean is taken over the partners outside the importer's own customs union, weighted by what it buys of each, and
rounded to `STEP`: what an importer earns on a sector is kept to the rounding, who of its partners pays less is not.
Inside a union goods pay nothing; that is the public content of its treaty and read from no table.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import derived_from
from technostate.evidence.readers.icio import CUBE_ORIGIN, TARIFF_ORIGIN
from technostate.evidence.regions import EU27_2020
from technostate.world.table import Array

#: Means are rounded to a tenth of a percentage point.
STEP = 0.001
#: Customs unions, and two agreements under which all goods are free: regions between which no duty is paid.
FREE_INSIDE: dict[str, frozenset[str]] = {
    "European Union": frozenset(EU27_2020),
    "Trade and Cooperation Agreement of the European Union and the United Kingdom": frozenset({*EU27_2020, "GBR"}),
    "Eurasian Economic Union": frozenset({"ARM", "BLR", "KAZ", "KGZ", "RUS"}),
    "Gulf Cooperation Council": frozenset({"ARE", "BHR", "KWT", "OMN", "QAT", "SAU"}),
    "Mercosur": frozenset({"ARG", "BRA", "PRY", "URY"}),
    "Closer Economic Relations of Australia and New Zealand": frozenset({"AUS", "NZL"}),
}
MEAN_ORIGIN = derived_from(
    "Mean tariffs by importer and sector",
    TARIFF_ORIGIN,
    CUBE_ORIGIN,
    note=(
        "means over partners outside the importer's own customs union, weighted by its imports, rounded to 0.1 "
        "percentage points; none inside customs unions; preferences of single partners are not told apart"
    ),
)


def free_inside(regions: Sequence[str]) -> NDArray[np.bool_]:
    """Return where no duty is paid (N importer, N exporter): at home, and inside one of `FREE_INSIDE`.

    Examples
    --------
    >>> free_inside(["DEU", "FRA", "USA"]).astype(int).tolist()
    [[1, 1, 0], [1, 1, 0], [0, 0, 1]]
    """
    free = np.eye(len(regions), dtype=bool)
    for members in FREE_INSIDE.values():
        inside = np.array([region in members for region in regions])
        free |= np.outer(inside, inside)
    return free


def mean_tariffs(tariff: Array, flow: Array, regions: Sequence[str]) -> Array:
    """Return an importer's mean tariff on each sector (..., J, N importer), rounded to `STEP`.

    Parameters
    ----------
    tariff, flow : array (..., J, N importer, N exporter)
        Fractions, NaN where unknown, and purchases in any unit, of which only those above zero weigh. An importer
        that buys nothing of a sector abroad has the plain mean.
    regions : sequence of str
        N codes.

    Returns
    -------
    array
        NaN where no tariff of the importer is known.

    Examples
    --------
    >>> rates = np.array([[[0.0, 0.0, 0.1], [0.0, 0.0, 0.2], [0.02, 0.0508, 0.0]]])
    >>> bought = np.array([[[9.0, 5.0, 1.0], [5.0, 9.0, 1.0], [1.0, 3.0, 9.0]]])
    >>> mean_tariffs(rates, bought, ["DEU", "FRA", "USA"]).tolist()
    [[0.1, 0.2, 0.043]]
    """
    known = ~np.isnan(tariff) & ~free_inside(regions)
    rate = np.where(known, np.nan_to_num(tariff), 0.0)
    weight = np.where(known, np.maximum(flow, 0.0), 0.0)
    count, whole = known.sum(-1), weight.sum(-1)
    plain = np.divide(rate.sum(-1), count, out=np.full(whole.shape, np.nan), where=count > 0)
    mean = np.divide((rate * weight).sum(-1), whole, out=plain, where=whole > 0)
    rounded: Array = np.round(np.rint(mean / STEP) * STEP, 6)
    return rounded


def between(means: Array, regions: Sequence[str], unknown: NDArray[np.bool_]) -> Array:
    """Return the tariffs (J, N importer, N exporter) that mean ones stand for; NaN where `unknown` says so."""
    spread = np.where(free_inside(regions), 0.0, means[..., :, None])
    found: Array = np.where(unknown, np.nan, spread)
    return found
