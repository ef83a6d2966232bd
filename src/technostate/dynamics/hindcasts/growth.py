"""What grew between two years, and what had grown before: output, people and factors by the Penn World Table."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence import Origin, catalogue

Array = NDArray[np.float64]
Paths = Mapping[str, Mapping[int, float]]

#: Years before the first from which a forecast is made.
MEMORY = 10
#: Last year of factors in the edition that has them; later growth goes on at the mean rate of the span.
LAST_FACTORS = 2019
#: What stands for a labour share that is not known, and the limits of one that is.
LABOUR_SHARE, LEAST, MOST = 0.55, 0.4, 0.7
#: Persons engaged a head, and human capital, where they are not known.
ENGAGED, HUMAN_CAPITAL = 0.4, 2.0


@dataclass(frozen=True, eq=False)
class Growth:
    """Growth of N regions between two years.

    Parameters
    ----------
    real, population, factors : array (N,)
        Logs over the span: output at national prices, persons, and labour with capital weighted by labour's share.
    past_head, past_population : array (N,)
        Log points a year over the ten years before the first, or as many of them as are known.
    size : array (N,)
        Shares of output of the first year, at purchasing power parity.
    origins : tuple of Origin
        Of the series.
    notes : tuple of str
        What stands for what is not known.
    """

    real: Array
    population: Array
    factors: Array
    past_head: Array
    past_population: Array
    size: Array
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]


def growth(first: int, last: int, regions: tuple[str, ...]) -> Growth:
    """Return growth between two years; ``ROW`` is everybody else of whom both years are known.

    Raises
    ------
    DataError
        If a region has no figures of both years.

    Examples
    --------
    >>> found = growth(2003, 2011, ("CHN", "USA", "ROW"))
    >>> [round(float(value), 2) for value in found.real]
    [0.69, 0.13, 0.27]
    """
    edition = "10.01" if last <= LAST_FACTORS else "11.0"
    output, people = catalogue.load(f"pwt/{edition}/rgdpna"), catalogue.load(f"pwt/{edition}/pop")
    capital = catalogue.load("pwt/10.01/rnna")
    groups = [_members(region, regions, output.values) for region in regions]
    until = min(last, LAST_FACTORS)
    stretch = (last - first) / (until - first)
    factors = stretch * _factors(capital.values, groups, first, until)
    start = _starts(output.values, groups, first)
    past_population = _change(people.values, groups, start, first) / (first - start)
    past_output = _change(output.values, groups, start, first) / (first - start)
    known = start == first - MEMORY
    size = np.array([sum(output.values[code].get(first, 0.0) for code in group) for group in groups])
    head = past_output - past_population
    mean = float(np.average(head[known], weights=size[known]))
    unknown = ", ".join(region for region, is_known in zip(regions, known, strict=True) if not is_known)
    notes = [f"{unknown}: output of {first - MEMORY} is not known; the others' mean growth a head is theirs"] * bool(
        unknown
    )
    notes += [f"factors after {LAST_FACTORS} grow at their mean rate since {first}"] * (stretch > 1)
    return Growth(
        real=_change(output.values, groups, first, last),
        population=_change(people.values, groups, first, last),
        factors=factors,
        past_head=np.where(known, head, mean),
        past_population=past_population,
        size=size / size.sum(),
        origins=tuple(dict.fromkeys((output.origin, capital.origin))),
        notes=tuple(notes),
    )


def _members(region: str, regions: tuple[str, ...], known: Paths) -> list[str]:
    return [code for code in known if code not in regions] if region == "ROW" else [region]


def _change(values: Paths, groups: Sequence[Sequence[str]], first: int | Array, last: int) -> Array:
    """Log growth of sums over members (N,), between a year, or a year each, and another; members known in both."""
    found = []
    for group, year in zip(groups, np.broadcast_to(first, len(groups)), strict=True):
        paths = [values[code] for code in group if {int(year), last} <= values.get(code, {}).keys()]
        if not paths:
            raise DataError(
                f"growth of {', '.join(group[:3])} from {year} to {last} is not known",
                hint="the Penn World Table has the years 1950 to 2019, output and population to 2023",
            )
        found.append(math.log(sum(path[last] for path in paths) / sum(path[int(year)] for path in paths)))
    return np.array(found)


def _starts(values: Paths, groups: Sequence[Sequence[str]], first: int) -> Array:
    """First year (N,) of the ten before that a region is known in."""
    found = [min(year for code in group for year in values[code] if year >= first - MEMORY) for group in groups]
    return np.array(found, dtype=np.int64)


def _factors(capital: Paths, groups: Sequence[Sequence[str]], first: int, last: int) -> Array:
    """Log growth of labour × human capital and of capital, weighted by labour's share of the first year (N,)."""
    engaged, persons, skill, share, output = (
        catalogue.load(f"pwt/10.01/{name}").values for name in ("emp", "pop", "hc", "labsh", "rgdpna")
    )
    labour = {
        code: {
            year: engaged.get(code, {}).get(year, ENGAGED * number) * skill.get(code, {}).get(year, HUMAN_CAPITAL)
            for year, number in path.items()
            if year in (first, last)
        }
        for code, path in persons.items()
    }
    weights = []
    for group in groups:
        known = [(share[code][first], output[code][first]) for code in group if first in share.get(code, {})]
        mean = sum(part * size for part, size in known) / sum(size for _, size in known) if known else LABOUR_SHARE
        weights.append(min(max(mean, LEAST), MOST))
    weight = np.array(weights)
    grown: Array = weight * _change(labour, groups, first, last) + (1 - weight) * _change(capital, groups, first, last)
    return grown
