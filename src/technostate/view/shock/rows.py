"""Every figure of a shock as one tidy row, with its whole spread in plain columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from technostate.evidence import Figure
from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.long_table import tidy
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.impact.spread import Change
from technostate.shocks.readings import QUARTER, YEAR
from technostate.view.shock.coalition import coalition_rows
from technostate.view.shock.data import contributions, known, scaled
from technostate.view.shock.readings import Readings
from technostate.view.shock.record import Answer, Horizon
from technostate.view.shock.scenarios import variant_figures
from technostate.write.frame import Row

#: Keys of every row, in the order of the columns; what does not apply is None.
KEYS = ("horizon", "measure", "region", "partner", "sector", "day", "year", "step", "assumption", "parameter")
#: What the rows beside the range are called, so that nobody takes them for it.
ASSUMED = "change under one assumption"


def rows(comparison: Comparison, data: Answer, curve: CoalitionCurve | None = None) -> Iterator[Row]:
    """Yield every figure: the engines' whole tables, money, sectors' parts, cases, assumptions, and the coalition.

    Parameters
    ----------
    curve : CoalitionCurve, optional
        Behind `Answer.coalition`.
    """
    for impact in comparison.impacts.values():
        yield from _tables(impact)
        yield from _parts(impact)
        yield from _assumptions(impact)
        yield from _shown(data.horizons[impact.horizon])
    if "path" in data.horizons:
        yield from _first_weeks(data.horizons["path"])
    if data.readings is not None:
        yield from _readings(data.readings)
    if curve is not None and data.coalition is not None:
        for figure, change, keys in coalition_rows(data.coalition, curve):
            yield row(figure, change, **keys)


def _first_weeks(item: Horizon) -> Iterator[Row]:
    """Yield the weeks that a path begins with, each by its last day."""
    for name, figures in item.first_weeks.items():
        for week, figure in enumerate(figures, 1):
            yield row(figure, horizon="weeks", measure="output, mean of seven days", region=name, day=7 * week)


def _readings(found: Readings) -> Iterator[Row]:
    """Yield both readings of a shock on products; the world is the region ``WLD``."""
    named = (
        ("income", "year", "price clearing: real income"),
        ("gdp", "year", "price clearing: GDP"),
        ("quarter", "weeks", f"rationing: value added, {QUARTER} days"),
        ("year", "weeks", f"rationing: value added, {YEAR} days"),
    )
    for reading in found.rows:
        for field, horizon, measure in named:
            if (figure := getattr(reading, field)) is not None:
                yield row(figure, horizon=horizon, measure=measure, region=reading.region)
    for price in found.prices:
        for name, figure in price.changes.items():
            yield row(figure, horizon="year", measure="price clearing: price", region=name, sector=price.code)


def row(figure: Figure, change: Change | None = None, /, **keys: object) -> Row:
    """Return one row: its keys, the spread behind the figure where that is known, and the figure."""
    return {**dict.fromkeys(KEYS), **keys, **spread(change), "figure": figure}


def spread(change: Change | None) -> Mapping[str, Any]:
    """Return the columns of a spread: its smallest and largest case are here and in JSON tables only, never shown.

    A figure without a spread, as the answer under another assumption, has its value alone.
    """
    parts = ("median", "p10", "p90", "low", "high", "central")
    if change is None:
        return dict.fromkeys((*parts, "loss_share", "gain_share"))
    shares = {"loss_share": change.loss, "gain_share": change.gain}
    # A date beyond the days simulated is no number of days; its sign says nothing.
    days = change.unit == "days"
    return {name: getattr(change, name) for name in parts} | (dict.fromkeys(shares) if days else shares)


def _tables(impact: Impact) -> Iterator[Row]:
    for found in tidy((impact,)):
        shown = known(impact, found.change, found.region)
        if shown is not None:
            keys = {name: value for name, value in found._asdict().items() if name != "change"}
            yield row(shown, found.change, **keys)


def _parts(impact: Impact) -> Iterator[Row]:
    """Yield what is computed from the tables: each region's change in money, each sector's part in output."""
    for at, region in enumerate(impact.regions):
        money = scaled(impact.real_income.at(at), float(impact.base_income[at]) / 100, "musd change")
        if (shown := known(impact, money, region)) is not None:
            yield row(shown, money, horizon=impact.horizon, measure="amount", region=region)
    parts = contributions(impact)
    for at, region in enumerate(impact.regions):
        for to, sector in enumerate(impact.sectors):
            change = parts.at(at, to)
            if change.central and (shown := known(impact, change, region)) is not None:
                measure = "part in the change of output"
                yield row(shown, change, horizon=impact.horizon, measure=measure, region=region, sector=sector)


def _assumptions(impact: Impact) -> Iterator[Row]:
    for variant in impact.variants:
        for region, shown in variant_figures(impact, variant, impact.regions).items():
            keys = {"measure": ASSUMED, "region": region, "assumption": variant.key}
            ends = {"low": shown.low, "high": shown.high}
            yield {**row(shown, horizon=impact.horizon, **keys), **ends}


def _shown(item: Horizon) -> Iterator[Row]:
    """Yield what is printed of regions beside the tables: cases, central case, and what moves them."""
    for region in item.regions:
        for key in ("loss", "gain"):
            if (figure := getattr(region.figures, key)) is not None:
                yield row(figure, horizon=item.horizon, measure=f"cases with a {key}", region=region.region)
    for name, figure in item.central.items():
        yield row(figure, horizon=item.horizon, measure=ASSUMED, region=name, assumption="central case")
    for name, found in item.movers.items():
        for mover in found:
            keys = {"measure": "rank correlation with the change", "region": name, "parameter": mover.parameter}
            yield row(mover.correlation, horizon=item.horizon, **keys)
