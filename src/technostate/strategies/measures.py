"""From a measure to figures: the evaluator of the indicator dictionary.

Figures are joined on region and year exactly: a ratio never mixes years, a mean needs every year, and a region or
year that any operand lacks is absent from the result.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from technostate.errors import DataError
from technostate.evidence.origin import Kind, Origin, derived_from
from technostate.evidence.series import Series
from technostate.strategies.expressions import Expression

#: Region → year → value.
Values = Mapping[str, Mapping[int, float]]

#: The producer's own world total, where a series carries one.
WORLD = "WLD"

#: Keys of groups and totals that a sum or a median over states leaves out.
NOT_STATES = frozenset({WORLD, "EU", "ROW", "OECD"})

#: A share of the world without a published total needs figures from at least this many states.
FEWEST_STATES = 100


@dataclass(frozen=True)
class Figures:
    """What an expression evaluates to: values, the unit as far as it follows, kind and what they came from.

    Parameters
    ----------
    values : mapping of str to mapping of int to float
        Region → year → value.
    unit : str or None
        A symbol of `technostate.units`; None where the dictionary has to say (a ratio, a scaled series).
    """

    values: Values
    unit: str | None
    kind: Kind
    origins: tuple[Origin, ...]


#: Series id and vintage (None: the newest) → series.
Load = Callable[[str, str | None], Series]


def evaluate(expression: Expression, load: Load) -> Figures:
    """Return the figures of an expression.

    Parameters
    ----------
    load : callable
        Series id and vintage (None: the newest) → `Series`.

    Raises
    ------
    DataError
        If operands cannot be combined (units of a sum differ, a share without a total).

    Examples
    --------
    >>> from technostate.evidence import Origin, Series
    >>> from technostate.strategies.expressions import parse
    >>> source = Origin("Example", "Table", "Example (2020).", "2020", "CC BY 4.0")
    >>> table = {"e/t/a": {2019: 1.0, 2020: 3.0}, "e/t/b": {2020: 4.0}}
    >>> load = lambda key, vintage: Series(key, key, "musd", "measured", source, {"CHN": table[key]})
    >>> figures = evaluate(parse({"ratio": ["e/t/a", "e/t/b"], "scale": 100}), load)
    >>> dict(figures.values["CHN"]), figures.kind
    ({2020: 75.0}, 'derived')
    """
    operands = [evaluate(operand, load) for operand in expression.operands]
    if expression.operator == "series":
        figures = _series(load(expression.name, expression.options.get("vintage")))
    elif expression.operator in _COMBINE:
        figures = _joined(operands, *_COMBINE[expression.operator])
    elif expression.operator == "share_of_world":
        figures = share_of_world(*operands, what=expression.operands[0].text(), **expression.options)
    elif expression.operator in _CHANGE:
        figures = _CHANGE[expression.operator](*operands, **expression.options)
    else:
        from technostate.strategies.worlds import leaf

        figures = _series(leaf(expression))
    scale = expression.options.get("scale")
    if scale is None:
        return figures
    values = {region: {y: v * scale for y, v in path.items()} for region, path in figures.values.items()}
    return _derived(values, None, figures)


def as_series(figures: Figures, *, key: str, title: str, unit: str, how: str) -> Series:
    """Return figures as a series `technostate/indicators/<key>` in the declared unit.

    Parameters
    ----------
    key, title, unit : str
        As the dictionary says.
    how : str
        The expression in words, kept in the origin's note of a derived figure.

    Raises
    ------
    DataError
        If the unit that follows from the data is another than the declared one.
    """
    if figures.unit is not None and figures.unit != unit:
        raise DataError(
            f"indicator {key!r} is declared in {unit!r}, its data are in {figures.unit!r}",
            hint="declare the unit of the data, or give the measure a scale",
        )
    single = figures.kind == "measured" and len(figures.origins) == 1
    origin = figures.origins[0] if single else derived_from(title, *figures.origins, note=how)
    return Series(f"technostate/indicators/{key}", title, unit, figures.kind, origin, figures.values)


def share_of_world(figures: Figures, *, what: str = "a series", total: str = "", since: int | None = None) -> Figures:
    """Return each state's share of the world total of the year.

    The total is the producer's own where the series carries it (region ``WLD``), else the sum over all states;
    a sum needs at least `FEWEST_STATES` states in the year: a share of those who report is no share of the world.

    Parameters
    ----------
    what : str
        How an error names them.
    total : str
        ``"listed"`` where the producer lists every state that has any, so that the sum of the listed is the world's.
    since : int, optional
        First year whose total is the world's; earlier years, whose total lacks large states, are left out.

    Raises
    ------
    DataError
        If no year has a total.
    """
    totals = dict(figures.values.get(WORLD, {}))
    if not totals:
        fewest = 1 if total == "listed" else FEWEST_STATES
        totals = {year: sum(values) for year, values in _of_states(figures).items() if len(values) >= fewest}
    totals = {year: whole for year, whole in totals.items() if since is None or year >= since}
    if not totals:
        raise DataError(
            f"{what} has no world total and no year with {FEWEST_STATES} states",
            hint="a share of the world needs the producer's total or nearly all states",
        )
    values = {
        region: {year: value / totals[year] for year, value in path.items() if totals.get(year, 0) > 0}
        for region, path in figures.values.items()
        if region != WORLD
    }
    return _derived(values, "share of world", figures)


def distance_from_median(figures: Figures) -> Figures:
    """Return each state's absolute distance from the median of all states in the same year, unit kept."""
    middle = {year: statistics.median(values) for year, values in _of_states(figures).items()}
    values = {
        region: {year: abs(value - middle[year]) for year, value in path.items() if year in middle}
        for region, path in figures.values.items()
    }
    return _derived(values, figures.unit, figures)


def _of_states(figures: Figures) -> dict[int, list[float]]:
    """Return year → figures of all states, groups and totals left out."""
    by_year: dict[int, list[float]] = {}
    for region, path in figures.values.items():
        if region not in NOT_STATES:
            for year, value in path.items():
                by_year.setdefault(year, []).append(value)
    return by_year


def growth(figures: Figures, years: int) -> Figures:
    """Return compound growth over `years` years, per cent a year, at the end year; both ends must be positive."""
    values = {
        region: {
            year: 100 * ((value / path[year - years]) ** (1 / years) - 1)
            for year, value in path.items()
            if path.get(year - years, 0) > 0 and value > 0
        }
        for region, path in figures.values.items()
    }
    return _derived(values, "% a year", figures)


def trailing_mean(figures: Figures, years: int) -> Figures:
    """Return the mean of each year and the `years` − 1 years before it, where every one of them is known."""
    values = {
        region: {
            year: sum(path[y] for y in range(year - years + 1, year + 1)) / years
            for year in path
            if all(y in path for y in range(year - years + 1, year + 1))
        }
        for region, path in figures.values.items()
    }
    return _derived(values, figures.unit, figures)


def at_least(figures: Figures, level: float) -> Figures:
    """Return 1 where a figure reaches a level and 0 where it does not: an ordered scale of which one step counts."""
    values = {
        region: {year: float(value >= level) for year, value in path.items()} for region, path in figures.values.items()
    }
    return _derived(values, None, figures)


def _series(series: Series) -> Figures:
    return Figures(series.values, series.unit, series.kind, (series.origin,))


#: What an operator of several operands does with the figures of one region and year (None: there is no figure), and
#: whether their units must agree.
_COMBINE: Mapping[str, tuple[Callable[[list[float]], float | None], bool]] = {
    "ratio": (lambda pair: pair[0] / pair[1] if pair[1] != 0 else None, False),
    "product": (lambda pair: pair[0] * pair[1], False),
    "sum": (sum, True),
    "difference": (lambda pair: pair[0] - pair[1], True),
}

#: What an operator of one operand does with it; its options are arguments.
_CHANGE: Mapping[str, Callable[..., Figures]] = {
    "distance_from_median": distance_from_median,
    "growth": growth,
    "mean": trailing_mean,
    "at_least": at_least,
}


def _joined(operands: list[Figures], combine: Callable[[list[float]], float | None], one_unit: bool) -> Figures:
    units = {figures.unit for figures in operands}
    if one_unit and len(units) > 1:
        named = ", ".join(sorted(str(unit) for unit in units))
        raise DataError(f"a sum or difference of different units: {named}", hint="bring them to one unit with scale")
    first, *others = (figures.values for figures in operands)
    values = {}
    for region, path in first.items():
        beside = [other.get(region, {}) for other in others]
        known = {year: [value, *(other[year] for other in beside)] for year, value in path.items()
                 if all(year in other for other in beside)}  # fmt: skip
        values[region] = {year: made for year, cells in known.items() if (made := combine(cells)) is not None}
    return _derived(values, operands[0].unit if one_unit else None, *operands)


def _derived(values: Values, unit: str | None, *inputs: Figures) -> Figures:
    kept = {region: path for region, path in values.items() if path}
    return Figures(kept, unit, _kind(inputs), tuple(dict.fromkeys(o for f in inputs for o in f.origins)))


def _kind(inputs: Iterable[Figures]) -> Kind:
    return "modelled" if any(figures.kind == "modelled" for figures in inputs) else "derived"
