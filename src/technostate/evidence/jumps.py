"""Jumps: figures that are several times those of the year before, which tell of a break and not of a change.

A new currency, a war budget or another coverage multiplies a published share overnight (Angola's military spending of
1987 is a million times that of 1986). Such a step is flagged, and estimates of yearly change leave it out.
"""

from __future__ import annotations

from collections.abc import Mapping

from technostate.evidence.series import Series

#: A figure more than so many times that of the year before, or less than its inverse, is a jump.
FACTOR = 4.0


def jumps(path: Mapping[int, float], factor: float = FACTOR) -> dict[int, float]:
    """Return year → ratio to the year before, for the years in which it jumps.

    Parameters
    ----------
    path : mapping of int to float
        Year → figure. A year without a positive figure before it cannot jump.
    factor : float
        From which a ratio, or its inverse, is a jump.

    Examples
    --------
    >>> jumps({1986: 1.0, 1987: 22.0, 1988: 20.0, 1990: 1.0, 1991: 0.2})
    {1987: 22.0, 1991: 0.2}
    """
    ratios = {year: value / path[year - 1] for year, value in path.items() if path.get(year - 1, 0.0) > 0.0}
    return {year: ratio for year, ratio in ratios.items() if ratio > factor or ratio < 1.0 / factor}


def flagged(series: Series, factor: float = FACTOR) -> dict[str, dict[int, float]]:
    """Return region → year → ratio to the year before, for regions that jump at all."""
    found = {region: jumps(path, factor) for region, path in series.values.items()}
    return {region: years for region, years in found.items() if years}
