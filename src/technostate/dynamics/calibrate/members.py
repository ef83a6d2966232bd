"""Which countries a region of an economy stands for, and figures of countries added up or averaged over them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import catalogue

Array = NDArray[np.float64]

#: How many names a note spells out before it counts.
SPELT = 8


@dataclass(frozen=True, eq=False)
class Members:
    """C countries that N regions stand for; every country is in one region.

    Parameters
    ----------
    labels : tuple of str
        The N regions.
    countries : tuple of str
        The C countries.
    belongs : array (N, C)
        One where a country is in a region, else zero.
    notes : list of str
        Grows as figures are filled.
    """

    labels: tuple[str, ...]
    countries: tuple[str, ...]
    belongs: Array
    notes: list[str] = field(default_factory=list)

    @classmethod
    def of(
        cls, labels: tuple[str, ...], region_of: Mapping[str, str], rest: str, countries: tuple[str, ...]
    ) -> Members:
        """Return the members of regions: what the world's table shows by itself, and all others in its rest.

        Parameters
        ----------
        labels : tuple of str
            Regions of the economy.
        region_of : mapping of str to str
            Region of the world's table → region of the economy.
        rest : str
            Region of the economy that holds every country the table does not show.
        countries : tuple of str
            All countries with figures.
        """
        belongs = np.zeros((len(labels), len(countries)))
        for c, country in enumerate(countries):
            belongs[labels.index(region_of.get(country, rest)), c] = 1.0
        return cls(labels, countries, belongs)

    def summed(self, values: Array) -> Array:
        """Return sums over members (N, …) of figures (C, …)."""
        total: Array = np.tensordot(self.belongs, values, axes=1)
        return total

    def averaged(self, values: Array, weights: Array) -> Array:
        """Return means over members (N,) of figures (C,), weighted; where all weigh nothing, evenly."""
        shares = self.belongs * weights
        empty = ~(shares.sum(1) > 0)
        shares[empty] = self.belongs[empty]
        mean: Array = shares @ values / shares.sum(1)
        return mean

    def filled(self, values: Array, weights: Array, what: str) -> Array:
        """Return figures (C,) without gaps, with a note on the regions that lack more than half of their weight.

        A missing one is the weighted mean of the members of its region that have one; where these make less than half
        of the region, it is the median of all countries that have one.
        """
        known = np.isfinite(values)
        median = float(np.median(values[known]))
        held = self.belongs * np.where(known, weights, 0.0)
        with np.errstate(invalid="ignore", divide="ignore"):
            mean = held @ np.where(known, values, 0.0) / held.sum(1)
        covered = held.sum(1) / (self.belongs @ weights)
        mean = np.where(covered >= 0.5, mean, median)
        poor = [label for label, share in zip(self.labels, covered, strict=True) if share < 0.5]
        if poor:
            self.notes.append(
                f"{what}: no figure of {spelt(poor)}, or of less than half of it; where one is missing the median of "
                f"{int(known.sum())} countries stands in."
            )
        return np.where(known, values, mean @ self.belongs)

    def figures(self, series_id: str, year: int, *, window: int = 10) -> Array:
        """Return the newest figure (C,) of each country not after `year` and at most `window` years older, else NaN."""
        series = catalogue.load(series_id)
        found = np.full(len(self.countries), np.nan)
        for c, country in enumerate(self.countries):
            seen = series.latest(country, until=year)
            if seen is not None and seen.year >= year - window:
                found[c] = seen.value
        return found


def spelt(names: list[str]) -> str:
    """Return names in a row, the first eight of many."""
    return ", ".join(names[:SPELT]) + (f" and {len(names) - SPELT} more" if len(names) > SPELT else "")
