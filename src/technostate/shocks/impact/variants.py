"""Rows beside the range: the shock under one other assumption, all else central."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from technostate.errors import TechnostateError
from technostate.shocks.impact.batch import Outcome, reason, tried
from technostate.shocks.impact.draws import Draw, Rents
from technostate.shocks.impact.record import Variant

if TYPE_CHECKING:
    from technostate.shocks.weeks import Parameters
    from technostate.shocks.year import YearProduct

#: Key of a row on bans → what is assumed, and the split of rents; None where there is no substitute instead.
_ON_BANS: dict[str, tuple[str, Rents | None]] = {
    "who rations": ("all scarcity rent goes to the side that rations", Rents(1.0, 0.0)),
    "other side": ("all scarcity rent goes to the other side", Rents(0.0, 1.0)),
    "used up": ("all scarcity rent is used up on contesting it", Rents(0.0, 0.0)),
    "no substitutes": ("nothing from outside the model replaces what bans take away", None),
}
#: Key of a row on stocks → what is assumed, and times the usual days.
_ON_STOCKS: dict[str, tuple[str, float]] = {
    "short stocks": ("a third of the usual days of stock of every product", 1 / 3),
    "long stocks": ("twice the usual days of stock of every product", 2.0),
}
_NO_SOURCES = "no other sources", "firms find no other source, and what does not come is sought nowhere else"
_HARD = "hard to replace", "products are done without at the high end of M, with elasticities at their low ends"
_LOW = (
    "low long-run elasticity",
    "trade responds to prices after ten years as little as in Boehm, Levchenko and Pandalai-Nayar (2023)",
)


def on_bans(solve: Callable[[Draw], Outcome]) -> Iterator[Variant]:
    """Yield the rows on rents and substitutes, which only bans have.

    Parameters
    ----------
    solve : callable
        Draw → what is told of it.
    """
    central = Draw.central()
    for key, (text, rents) in _ON_BANS.items():
        # All scarcity rent, that of products too.
        draw = replace(central, substitutes=np.inf) if rents is None else replace(central, rents=rents, rationed=None)
        yield _row(key, text, partial(solve, draw))


def hard_to_replace(solve: Callable[[Draw], Outcome], products: Sequence[YearProduct]) -> Iterator[Variant]:
    """Yield the row on products that a shock bears on, if there are any: the end of their ranges that costs users most.

    Parameters
    ----------
    solve : callable
        Draw → what is told of it.
    """
    from technostate.shocks.year import Places

    if products:
        worst = dict.fromkeys((row.code for row in products), Places(0.0, 1.0, 0.0))
        yield _row(*_HARD, partial(solve, replace(Draw.central(), critical=0.0, products=worst)))


def on_firms(solve: Callable[[Parameters], Outcome], central: Parameters) -> Iterator[Variant]:
    """Yield the rows of the weeks: how much hangs on stocks, and on firms that find other sources.

    Parameters
    ----------
    solve : callable
        Parameters of the weeks → what is told of them.
    """
    if central.inventory_days is None:
        for key, (text, factor) in _ON_STOCKS.items():
            yield _row(key, text, partial(solve, replace(central, stock_factor=factor * central.stock_factor)))
    yield _row(*_NO_SOURCES, partial(solve, replace(central, qualifying_days=math.inf, rerouting_limit=0.0)))


def _row(key: str, text: str, solve: Callable[[], Outcome]) -> Variant:
    found = tried(solve)
    if isinstance(found, TechnostateError):
        return Variant(key, text, None, why=reason(found))
    return Variant(key, text, 100.0 * found.real_income, gdp=100.0 * found.gdp)


def low_elasticity(rows: Sequence[Outcome | TechnostateError]) -> Iterator[Variant]:
    """Yield the row for low long-run elasticities, with its ends over them; the middle one is its figure.

    Parameters
    ----------
    rows : sequence
        What is told of each set, the lowest first, or the error in its place.
    """
    found = []
    for row in rows:
        if isinstance(row, TechnostateError):
            yield Variant(*_LOW, None, why=reason(row))
            return
        found.append(row)
    if found:
        income, middle = [100.0 * row.real_income for row in found], found[len(found) // 2]
        ends = np.min(income, axis=0), np.max(income, axis=0)
        yield Variant(*_LOW, 100.0 * middle.real_income, *ends, gdp=100.0 * middle.gdp)
