"""Windows of years, changes between them, and how a sentence names a region and a span."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

from technostate.claims.verdict import Figure, NotTestableError
from technostate.evidence import Series
from technostate.evidence.jumps import jumps
from technostate.evidence.regions import name, with_article
from technostate.units import unit as unit_of

#: First and last year, both included.
Window = tuple[int, int]


def window_mean(path: Mapping[int, float], first: int, last: int) -> float | None:
    """Return the mean of the years from `first` to `last` that have data, or None with data in fewer than half.

    Parameters
    ----------
    path : mapping of int to float
        Year → value.
    first, last : int
        Both included.

    Examples
    --------
    >>> window_mean({2010: 1.0, 2012: 3.0}, 2010, 2012), window_mean({2010: 1.0}, 2010, 2012)
    (2.0, None)
    """
    values = [value for year, value in path.items() if first <= year <= last]
    return math.fsum(values) / len(values) if 2 * len(values) >= last - first + 1 and values else None


def path_of(series: Series, region: str) -> Mapping[int, float]:
    """Return year → value of a region; raises `NotTestableError` if the series has none for it."""
    if not series.values.get(region):
        raise NotTestableError(f"{series.title} ({series.id}) has no figure for {named(region)}")
    return series.values[region]


def common_years(*paths: Mapping[int, float]) -> tuple[int, ...]:
    """Return the years that all paths have, in order.

    Examples
    --------
    >>> common_years({2001: 1.0, 2002: 2.0}, {2002: 5.0})
    (2002,)
    """
    shared = set(paths[0]).intersection(*paths[1:]) if paths else set()
    return tuple(sorted(shared))


def log_changes(path: Mapping[int, float]) -> dict[int, float]:
    """Return year → log change on the year before, where both have positive values and the later one is no jump.

    Examples
    --------
    >>> {year: round(change, 4) for year, change in log_changes({2000: 1.0, 2001: 1.1, 2003: 2.0}).items()}
    {2001: 0.0953}
    """
    broken = jumps(path)
    return {
        year: math.log(value / path[year - 1])
        for year, value in path.items()
        if value > 0 and path.get(year - 1, 0.0) > 0 and year not in broken
    }


def relative_change(new: float, old: float) -> float:
    """Return new / old − 1; a rise from zero is infinite, no change from zero is zero.

    Examples
    --------
    >>> round(relative_change(1.1, 1.0), 6), relative_change(0.0, 0.0), relative_change(1.0, 0.0)
    (0.1, 0.0, inf)
    """
    if old == 0:
        return 0.0 if new == 0 else math.copysign(math.inf, new)
    return new / old - 1.0


def named(code: str) -> str:
    """Return a region's name as a sentence needs it, with the article where English wants one.

    Examples
    --------
    >>> named("CHN"), named("USA")
    ('China', 'the United States')
    """
    return with_article(name(code))


def headed(title: str, unit: str) -> str:
    """Return what a number is with its unit, where the unit says more than that it is a number.

    Examples
    --------
    >>> headed("Research and development expenditure", "% of GDP"), headed("Number of strategic rivals", "count")
    ('Research and development expenditure, in per cent of GDP', 'Number of strategic rivals')
    """
    found = unit_of(unit)
    return title if unit == "1" or found.title in _BARE else f"{title}, in {found.title}"


#: Titles of units that stand for no unit.
_BARE = ("ratio", "number", "index", "level on an ordered scale", "correlation", "fraction")


def span(first: int, last: int) -> str:
    """Return a window of years as text.

    Examples
    --------
    >>> span(2017, 2019), span(2020, 2020)
    ('2017–2019', '2020')
    """
    return str(first) if first == last else f"{first}–{last}"


def figures_of(
    label: str, region: str, unit: str, source: str, values: Iterable[tuple[float, Window | int]]
) -> tuple[Figure, ...]:
    """Return one derived figure for each value and its window or year."""
    spans = ((value, (when, when) if isinstance(when, int) else when) for value, when in values)
    return tuple(Figure(label, region, value, unit, span(*window), "derived", source) for value, window in spans)
