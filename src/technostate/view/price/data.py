"""From priced cases to the typed answer: rows, cells and verdicts of each state."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import Figure, Range
from technostate.evidence.origin import Origin, derived_from
from technostate.futures.price import LEVERS, Insured, Lever, Priced, Spread, spread
from technostate.futures.price.insurance import LEAST_COVER
from technostate.futures.price.verdict import WEDGE, cheaper, pays, turning_waste
from technostate.view.price.record import Cell, Judged, Price, Row

Array = NDArray[np.float64]

UNIT = "fraction of civil absorption a year"
NEVER, NO_CASE = "it covers nothing, so that it never pays", "no case has an equilibrium"
AIMED, GENERAL, STOCK = ("aimed", "comparator"), ("self_reliance", "everyone"), ("stockpile", "comparator")


def answer(sides: Sequence[Priced], origin: Origin | None = None) -> Price:
    """Return the answer of a pair of states.

    Parameters
    ----------
    sides : sequence of two Priced
        The state against its comparator, and the other way round.
    origin : Origin, optional
        Of the figures; that of the pair on its world by default.
    """
    first = sides[0]
    origin = origin or origin_of(first)
    return Price(
        first.state,
        first.against,
        UNIT,
        first.wedge,
        first.days,
        len(first.elastic),
        {side.state: side.shocks for side in sides},
        {side.state: side.strategic for side in sides},
        tuple(row for side in sides for row in _rows(side)),
        tuple(cell for side in sides for cell in _cells(side, origin)),
        tuple(item for side in sides for item in _judged(side, origin)),
        sum(side.failed for side in sides),
        tuple(f"{side.state}: {note}" for side in sides for note in side.notes),
        origin,
    )


def origin_of(priced: Priced) -> Origin:
    """Return the origin of every figure of a pair."""
    pair = f"{priced.state} and {priced.against}"
    return derived_from(
        f"price of security of {pair} on {priced.world}",
        *priced.origins,
        note="premium from the equilibrium of the decade, losses from that of the year, with a lever and without it",
    )


def _target(priced: Priced, lever: Lever) -> str:
    return {"comparator": priced.against, "everyone": "everyone", "itself": priced.state}[lever.target]


def _rows(priced: Priced) -> Iterator[Row]:
    for lever in LEVERS:
        target = _target(priced, lever)
        for row in priced.of(lever.name, lever.target):
            odds, covered = priced.break_even(row), priced.covered(row)
            for at, shock in enumerate(priced.shocks):
                for rule, rent in enumerate(priced.rents):
                    parts = row.premium, covered[at, rule], odds[at, rule]
                    yield _row(priced, lever, target, (shock, row.form or None, rent), parts)
        if lever.kind == "spending":
            cost = priced.military if lever.name == "military" else None
            yield Row(
                priced.state, lever.name, target, None, None, None, cost, None, None, {}, None, lever.why
            )  # fmt: skip


def _row(
    priced: Priced, lever: Lever, target: str, choice: tuple[str, str | None, str], parts: tuple[Array, Array, Array]
) -> Row:
    premium, covered, odds = (spread(part) for part in parts)
    known = parts[1][~np.isnan(parts[1])]
    ranges = {
        name: (_finite(part.low), _finite(part.high))
        for name, part in (("premium", premium), ("cover", covered), ("break_even", odds))
    }
    return Row(
        priced.state,
        lever.name,
        target,
        *choice,
        _finite(premium.median),
        _finite(covered.median),
        _finite(odds.median),
        ranges,
        float((known > LEAST_COVER).mean()) if known.size else None,
        "" if math.isfinite(odds.median) else NEVER if known.size else NO_CASE,
    )


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


def _cells(priced: Priced, origin: Origin) -> Iterator[Cell]:
    for lever in LEVERS:
        rows = priced.of(lever.name, lever.target)
        for shock in priced.shocks if rows else ():
            yield _cell(priced, lever, rows, shock, origin)
        if lever.kind == "spending":
            cost = None
            if lever.name == "military":
                cost = Figure(100.0 * priced.military, "%", "modelled", origin, priced.state)
            yield Cell(priced.state, lever.name, _target(priced, lever), "", cost, None, None, lever.why)


def _cell(priced: Priced, lever: Lever, rows: Sequence[Insured], shock: str, origin: Origin) -> Cell:
    odds = spread(priced.pooled([priced.break_even(row) for row in rows], shock))
    covered = spread(priced.pooled([priced.covered(row) for row in rows], shock))
    premium = spread(np.stack([row.premium for row in rows]))
    over = f"p10 to p90 of {odds.cases} cases: forms of the wedge, rules on rents, draws"
    state = priced.state
    return Cell(
        state,
        lever.name,
        _target(priced, lever),
        shock,
        _figure(premium, 100.0, "%", origin, state, over),
        _figure(covered, 100.0, "%", origin, state, over),
        _figure(odds, 1.0, "1", origin, state, over),
        "" if math.isfinite(odds.low) else NEVER if odds.cases else NO_CASE,
    )


def _figure(part: Spread, factor: float, unit: str, origin: Origin, state: str, over: str) -> Figure | None:
    """Return a spread as a figure: without a middle where that is infinite, none where all of it is."""
    if not math.isfinite(part.low):
        return None
    low, high = factor * part.low, factor * part.high
    middle = factor * part.median if math.isfinite(part.median) else None
    return Figure(middle, unit, "modelled", origin, state, range=Range(low, high, over, open=low < 0 < high))


def _judged(priced: Priced, origin: Origin) -> Iterator[Judged]:
    for shock in priced.shocks:
        compared = cheaper(priced, AIMED, GENERAL, shock)
        waste = None
        if WEDGE in [choice.name for choice in compared.turning]:
            share = turning_waste(priced, AIMED, GENERAL, shock)
            waste = None if share is None else Figure(100.0 * share, "%", "modelled", origin, priced.state)
        yield Judged(
            priced.state, shock, "aimed before self_reliance", compared.answer, compared.turning, waste
        )  # fmt: skip
        for question, found in (
            ("stockpile before aimed", cheaper(priced, STOCK, AIMED, shock)),
            ("aimed pays", pays(priced, *AIMED, shock)),
            ("stockpile pays", pays(priced, *STOCK, shock)),
        ):
            yield Judged(priced.state, shock, question, found.answer, found.turning)
