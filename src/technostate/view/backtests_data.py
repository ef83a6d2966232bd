"""Past events as typed data: plain records for JSON, and the figures that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.evidence.origin import FACTS, Kind, Origin
from technostate.shocks.backtests.record import Source
from technostate.shocks.backtests.run import Compared
from technostate.shocks.literature.beside import Place

UNIT = "% change"
#: What an observation is to a reader: what happened and a bound on it are measured, the others a model's.
KINDS: Mapping[str, Kind] = {"outcome": "measured", "bound": "derived", "estimate": "modelled", "model": "modelled"}


@dataclass(frozen=True)
class Predicted:
    """Ours over the draws, per cent."""

    median: float
    p10: float
    p90: float


@dataclass(frozen=True)
class Held:
    """One measure of a past event beside ours, as JSON has it.

    Parameters
    ----------
    observed : float
        Per cent; the middle of `observed_range` where it is a range.
    source : str
        Of what happened, in one line; `checked` says how.
    kind : str
        An outcome with other causes in it, an estimate of the event alone, a model's answer, or a bound.
    inside : str
        Where what happened lies against p10 to p90: ``inside``, ``ours smaller``, ``ours larger``, ``other sign``.
    error : float
        Our median less what happened, points; zero inside the range that happened.
    input : str
        How much is the shock as it was put in: ``mostly``, ``partly``, ``none``; `shock_alone` says it in per cent.
    stocks : mapping of str to float
        Ours at the centre with a third, the usual and twice the usual stocks, per cent; empty in the year.
    calibrated : tuple of str
        Parameters that were set with this figure in view.
    figures : mapping
        Both as records with unit, kind and origin.
    """

    event: str
    measure: str
    predicted: Predicted
    observed: float
    unit: str
    source: str
    title: str
    what: str
    observed_range: tuple[float, float] | None
    kind: str
    checked: str
    horizon: str
    world: str
    inside: Place
    error: float
    input: str
    shock_alone: float | None
    stocks: Mapping[str, float]
    calibrated: tuple[str, ...]
    note: str
    draws: int
    figures: Mapping[str, Mapping[str, Any]]


def held(row: Compared) -> Held:
    """Return a measure as JSON has it."""
    measure, change = row.measure, row.change
    return Held(
        event=row.event.id,
        measure=measure.id,
        predicted=Predicted(change.median, change.p10, change.p90),
        observed=measure.observed,
        unit=UNIT,
        source=measure.source.citation,
        title=row.event.title,
        what=measure.what,
        observed_range=None if measure.low == measure.high else (measure.low, measure.high),
        kind=measure.kind,
        checked=measure.source.checked,
        horizon=measure.reading.horizon,
        world=row.event.world,
        inside=row.place,
        error=row.error,
        input=measure.put_in,
        shock_alone=row.shock_alone,
        stocks=row.stocks,
        calibrated=measure.calibrated,
        note=measure.told,
        draws=row.draws,
        figures={name: _record(figure) for name, figure in figures(row).items()},
    )


def figures(row: Compared) -> dict[str, Figure]:
    """Return what happened, ours, the error, and within weeks what was put in and ours by stocks, as figures."""
    measure, change = row.measure, row.change
    source, kind = origin_of(measure.source), KINDS[measure.kind]
    single = measure.low == measure.high
    span = None if single else Range(measure.low, measure.high, "what happened")
    found = {
        "observed": Figure(measure.low if single else None, UNIT, kind, source, range=span),
        "predicted": Figure(
            change.median, UNIT, "modelled", row.origin, range=Range(change.p10, change.p90, "p10 to p90")
        ),
        "error": Figure(row.error, "pp change", "modelled", row.origin),
    }
    if row.shock_alone is not None:
        found["shock alone"] = Figure(row.shock_alone, UNIT, "modelled", row.origin)
    for name, value in row.stocks.items():
        found[f"{name} stocks"] = Figure(value, UNIT, "modelled", row.origin)
    return found


def _record(figure: Figure) -> dict[str, Any]:
    """Return a figure in plain types, its origin in one line: a list of records has no list of origins beside it."""
    span = figure.range
    ends = {} if span is None else {"low": span.low, "high": span.high, "sign_open": span.open, "over": span.over}
    return {"value": figure.value, "unit": figure.unit, "kind": figure.kind, **ends, "origin": figure.origin.short()}


def origin_of(source: Source) -> Origin:
    """Return the source of what happened as the origin of its figure."""
    return Origin(
        source.issuer,
        source.title,
        source.citation,
        source.date,
        FACTS,
        source.url,
        note=source.checked,
    )
