"""Arithmetic on series: units, kinds and origins are joined here and nowhere else.

A result exists only where all it needs exists; it is `derived` (`modelled` where an input is), and its origin names
its inputs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from itertools import pairwise

from technostate.errors import DataError, LabelError
from technostate.evidence.origin import Kind, Origin, derived_from
from technostate.evidence.series import Series


def ratio(
    above: Series, below: Series, *, id: str, title: str, unit: str, factor: float = 1.0, note: str = ""
) -> Series:
    """Return above / below × factor, where both exist and the second is positive.

    Parameters
    ----------
    id, title, unit, note : str
        Of the result; by default the note says which is over which.
    factor : float
        For example 100 for per cent.

    Raises
    ------
    LabelError
        If no region has both.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> one = Series("a/b/c", "Exports", "musd", "measured", source, {"CHN": {2020: 1.0}})
    >>> other = Series("a/b/d", "GDP", "musd", "measured", source, {"CHN": {2020: 4.0, 2021: 5.0}})
    >>> ratio(one, other, id="x/y/z", title="Openness", unit="%", factor=100).path("CHN")[2020]
    25.0
    """
    values = {
        region: {
            year: factor * value / below.values[region][year]
            for year, value in path.items()
            if below.values.get(region, {}).get(year, 0.0) > 0
        }
        for region, path in above.values.items()
    }
    note = note or f"{above.title} over {below.title}, where both exist"
    return _made(values, (above, below), id, title, unit, note)


def share_of(part: Series, whole: str, *, id: str, title: str, note: str = "share of {} in the same series") -> Series:
    """Return each region's share, per cent, of one region's figure in the same series (for example ``WLD``).

    Parameters
    ----------
    whole : str
        Region that is the whole.
    id, title, note : str
        Of the result.

    Raises
    ------
    LabelError
        If the series has no such region.
    """
    total = part.path(whole)
    values = {
        region: {year: 100 * value / total[year] for year, value in path.items() if total.get(year, 0.0) > 0}
        for region, path in part.values.items()
        if region != whole
    }
    return _made(values, (part,), id, title, "%", note.format(whole))


def before(series: Series) -> Series:
    """Return the series a year late: at each year the figure of the year before, for use inside `combined`."""
    values = {region: {year + 1: value for year, value in path.items()} for region, path in series.values.items()}
    return replace(series, values=values)


def growth(level: Series, *, id: str, title: str) -> Series:
    """Return growth in per cent a year between neighbouring years, where both figures exist and are positive.

    Parameters
    ----------
    id, title : str
        Of the result.

    Examples
    --------
    >>> from technostate.evidence import Origin
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> gdp = Series("a/b/c", "GDP", "musd", "measured", source, {"CHN": {2018: 1.0, 2020: 2.0, 2021: 2.5}})
    >>> growth(gdp, id="x/y/z", title="Growth of GDP").path("CHN")[2021]
    25.0
    """
    values = {
        region: {
            after: 100 * (path[after] / path[before] - 1)
            for before, after in pairwise(sorted(path))
            if after == before + 1 and path[before] > 0 and path[after] > 0
        }
        for region, path in level.values.items()
    }
    return _made(values, (level,), id, title, "% a year", "change between neighbouring years")


def mean(series: Iterable[Series], *, id: str, title: str) -> Series:
    """Return the plain mean of several series of one unit, where all exist.

    Parameters
    ----------
    id, title : str
        Of the result.

    Raises
    ------
    DataError
        If there is none, or their units differ.
    """
    given = tuple(series)
    found = {item.unit for item in given}
    if len(found) != 1:
        raise DataError(
            f"a mean of units {', '.join(sorted(found)) or 'of nothing'}", hint="all series need the same unit"
        )
    return combined(given, lambda *parts: math.fsum(parts) / len(parts), id=id, title=title, unit=given[0].unit)


def combined(
    series: Iterable[Series], rule: Callable[..., float], *, id: str, title: str, unit: str, note: str = ""
) -> Series:
    """Return any rule of several series, for each region and year where all of them exist.

    Parameters
    ----------
    rule : callable
        Takes one number a series; a result that is not finite is left out.
    id, title, unit : str
        Of the result.
    note : str
        What the rule does.

    Raises
    ------
    LabelError
        If no region and year has all.
    """
    given = tuple(series)
    values: dict[str, dict[int, float]] = {}
    for region in given[0].values:
        own = [item.values.get(region, {}) for item in given]
        for year in sorted(set(own[0]).intersection(*own[1:])):
            result = rule(*(path[year] for path in own))
            if math.isfinite(result):
                values.setdefault(region, {})[year] = result
    return _made(values, given, id, title, unit, note)


def _made(
    values: Mapping[str, Mapping[int, float]], inputs: tuple[Series, ...], id: str, title: str, unit: str, note: str
) -> Series:
    known = {region: path for region, path in values.items() if path}
    if not known:
        raise LabelError(
            f"{title}: no region has all of {', '.join(item.id for item in inputs)} in one year",
            hint="technostate data show ID tells which regions and years a series has",
        )
    kind: Kind = "modelled" if any(item.kind == "modelled" for item in inputs) else "derived"
    origin = derived_from(title, *(source for item in inputs for source in sources_of(item)), note=note)
    return Series(id, title, unit, kind, origin, known)


def sources_of(series: Series) -> tuple[Origin, ...]:
    """Return the producers' origins of a series: its own, or, if we computed it, those of its inputs."""
    return series.origin.inputs or (series.origin,)
