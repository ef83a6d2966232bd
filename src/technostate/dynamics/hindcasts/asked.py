"""A span asked again: every method's picture of the last year beside what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from technostate.dynamics.hindcasts import rules, static
from technostate.dynamics.hindcasts.costs import as_costs, sector_change
from technostate.dynamics.hindcasts.growth import Growth, growth
from technostate.dynamics.hindcasts.pictures import Picture, after, errors, picture
from technostate.dynamics.hindcasts.spans import METHODS, OWN_PAST, SPANS, Span
from technostate.dynamics.hindcasts.tables import economy, wiod
from technostate.errors import unknown_label
from technostate.evidence import Origin, catalogue
from technostate.shocks.decade import TradeEconomy

Array = NDArray[np.float64]

#: Trade elasticity of every sector at the centre, and those of the range.
CENTRAL, LOW, HIGH = 5.0, 3.0, 8.0
#: How much of an earlier trend is carried on where half of it is.
HALF = 0.5


@dataclass(frozen=True)
class Hindcast:
    """A span, and how far each method was from what happened.

    Parameters
    ----------
    elasticity : float
        Trade elasticity of every sector.
    errors : mapping of str to mapping of str to float
        Id of a method → id of a measure → error, per cent or points; methods that the span allows.
    origins : tuple of Origin
        Of all that was read.
    notes : tuple of str
        What stands for what is not known.
    """

    span: Span
    elasticity: float
    errors: Mapping[str, Mapping[str, float]]
    origins: tuple[Origin, ...]
    notes: tuple[str, ...]


def hindcast(name: str, elasticity: float = CENTRAL) -> Hindcast:
    """Return a span asked again.

    Parameters
    ----------
    name : str
        Of `SPANS`, ``1995-2011`` for example.
    elasticity : float
        Trade elasticity θ of every sector.

    Raises
    ------
    LabelError
        If there is no such span.
    ConvergenceError
        If the model does not meet a target.

    Examples
    --------
    >>> found = hindcast("2003-2011")
    >>> [round(found.errors[method]["partners"], 1) for method in ("persistence", "gravity-nominal", "model-nominal")]
    [13.7, 11.9, 11.0]
    """
    if name not in SPANS:
        raise unknown_label("span", name, tuple(SPANS))
    return _hindcast(name, elasticity, catalogue.state())


@lru_cache(maxsize=16)
def _hindcast(name: str, elasticity: float, state: int) -> Hindcast:
    span = SPANS[name]
    base, end = economy(span.first, span.tables, elasticity), economy(span.last, span.tables, elasticity)
    found = growth(span.first, span.last, base.regions)
    actual = picture(end)
    said = _ex_ante(span, base, found) | _conditional(span, base, end, found, actual)
    ordered = {method: errors(said[method], actual) for method in METHODS if method in said}
    return Hindcast(span, elasticity, ordered, (*_tables(span), *found.origins), found.notes)


def forecast(found: Growth, years: int, own_past: float) -> tuple[Array, Array]:
    """Return log growth of GDP, and of people, over years to come (N,), from what was known at their start.

    Parameters
    ----------
    own_past : float
        Weight of a region's own growth a head of the past decade; the rest is the mean of all regions.
    """
    people = years * found.past_population
    mean = float((found.past_head * found.size).sum())
    return years * (mean + own_past * (found.past_head - mean)) + people, people


def _ex_ante(span: Span, base: TradeEconomy, found: Growth) -> dict[str, Picture]:
    now, years = picture(base), span.last - span.first
    said = {"persistence": now}
    for name, weight in OWN_PAST.items():
        total, people = forecast(found, years, weight)
        factors = np.exp(people)
        said[f"growth-{name}"] = rules.grown(now, total)
        said[f"gravity-{name}"] = rules.gravity(now, total)
        said[f"model-{name}"] = after(static.to_real_income(base, factors, total), factors)
    if span.trend is not None:
        total, people = forecast(found, years, OWN_PAST["mean"])
        factors, costs = np.exp(people), as_costs(HALF * carried(span, span.trend, base), len(base.regions))
        said["model-mean-costs"] = after(static.to_real_income(base, factors, total, costs), factors)
        if span.tables == "wiod":
            before = picture(economy(span.trend[0], "wiod", float(base.trade_elasticity[0])))
            said["half-trend"] = rules.trend(before, now, HALF * span.stretch)
    return said


def _conditional(
    span: Span, base: TradeEconomy, end: TradeEconomy, found: Growth, actual: Picture
) -> dict[str, Picture]:
    now, factors, regions = picture(base), np.exp(found.factors), len(base.regions)
    nominal = np.log(actual.gdp / now.gdp)

    def model(change: Array | None = None) -> Picture:
        costs = None if change is None else as_costs(change, regions)
        return after(static.to_nominal_shares(base, factors, actual.gdp, costs), factors)

    said = {
        "growth-real": rules.grown(now, found.real),
        "gravity-real": rules.gravity(now, found.real),
        "model-real": after(static.to_real_income(base, factors, found.real), factors),
        "gravity-nominal": rules.gravity(now, nominal),
        "model-nominal": model(),
        "model-actual-costs": model(sector_change(base, end)),
    }
    if span.trend is not None:
        trend = carried(span, span.trend, base)
        said |= {"model-half-costs": model(HALF * trend), "model-costs": model(trend)}
    return said


def carried(span: Span, trend: tuple[int, int], base: TradeEconomy) -> Array:
    """Return the change of log trade costs by sector (J,) over a span if the trend before it went on.

    Parameters
    ----------
    trend : tuple of two int
        Years of WIOD before the span.
    base : TradeEconomy
        Of the first year; the trend is taken on its division and elasticity.
    """
    groups, elasticity = ("fifteen" if span.tables == "wiod" else "common"), float(base.trade_elasticity[0])
    before, since = (wiod(year, groups, elasticity) for year in trend)
    change: Array = sector_change(before, since) * span.stretch
    return change


def _tables(span: Span) -> tuple[Origin, ...]:
    from technostate.world import load, panel

    wiod_origin = load(f"wiod-{min(span.first, 2011)}").origin
    return (wiod_origin,) if span.tables == "wiod" else (panel().origin, wiod_origin)
