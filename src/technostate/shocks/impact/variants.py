"""Rows beside the range: the shock under one other assumption, all else central."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from technostate.errors import TechnostateError
from technostate.shocks.impact.batch import Outcome, reason, tried
from technostate.shocks.impact.draws import Draw, Rents
from technostate.shocks.impact.record import Variant

#: Key of a row on bans → what is assumed, and the split of rents; None where there is no substitute instead.
_ON_BANS: dict[str, tuple[str, Rents | None]] = {
    "who rations": ("all scarcity rent goes to the side that rations", Rents(1.0, 0.0)),
    "other side": ("all scarcity rent goes to the other side", Rents(0.0, 1.0)),
    "used up": ("all scarcity rent is used up on contesting it", Rents(0.0, 0.0)),
    "no substitutes": ("nothing from outside the model replaces what bans take away", None),
}
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
        found = tried(partial(solve, draw))
        if isinstance(found, TechnostateError):
            yield Variant(key, text, None, why=reason(found))
        else:
            yield Variant(key, text, 100.0 * found.real_income, gdp=100.0 * found.gdp)


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
