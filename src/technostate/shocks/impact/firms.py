"""What draws of the weeks vary of firms: parameters within the spans of their notes, products in their own ranges."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from technostate.shocks.specification.amounts import PARAMETERS, places, within

if TYPE_CHECKING:
    from technostate.shocks.weeks import FlowEconomy, ParameterNote, Parameters, Practice


class Firms(NamedTuple):
    """What firms do in one case.

    Parameters
    ----------
    values : mapping of str to float
        What draws vary, by name.
    """

    parameters: Parameters
    practice: Practice
    values: Mapping[str, float]


def drawn_firms(
    draws: int, seed: int, parameters: Parameters, practice: Practice, economy: FlowEconomy, steps: int = 0
) -> tuple[Firms, ...]:
    """Return the central firms and those of the draws.

    Parameters
    ----------
    parameters, practice : Parameters, Practice
        The central ones.
    economy : FlowEconomy
        Its products are drawn in their own ranges of days, most, slack, stops and share that waits; what a user set for
        a product in `parameters` stays.
    steps : int
        Measures of the shock, whose amounts have their own dimensions.
    """
    from technostate.shocks.weeks import NOTES

    single = [note.name for note in NOTES if isinstance(getattr(parameters, note.name), int | float)]
    first = PARAMETERS + steps
    ranged = list(_ranged(economy))
    rows = [Firms(parameters, practice, {})]
    for drawn, place in zip(
        drawn_parameters(draws, seed, parameters), places(draws, seed, steps + len(ranged)).tolist(), strict=True
    ):
        values = {name: float(getattr(drawn, name)) for name in single}
        own = {
            (product, key): within(0.0, 0.5, 1.0, place[first + at]) for at, (product, key) in enumerate(ranged)
        }  # fmt: skip
        # A product's days have a range of their own: how far the days of all others are off says nothing of it.
        scale = parameters.stock_factor / drawn.stock_factor
        firms, more = _of_products(practice, economy, own, scale)
        rows.append(Firms(drawn, firms, values | more))
    return tuple(rows)


def drawn_parameters(draws: int, seed: int, central: Parameters | None = None) -> tuple[Parameters, ...]:
    """Return sets of parameters within the spans of `weeks.NOTES`, half on either side of central (`amounts.places`).

    They are even in values, logs or rates, as their notes say. What is not one number keeps its value.

    Examples
    --------
    >>> [round(row.stock_factor, 2) for row in drawn_parameters(2, seed=0)]
    [1.9, 0.35]
    """
    from technostate.shocks.weeks import NOTES, Parameters

    middle = central or Parameters()
    rows = []
    for row in places(draws, seed)[:, : len(NOTES)].tolist():
        values = {
            note.name: _drawn(note, getattr(middle, note.name), place)
            for note, place in zip(NOTES, row, strict=True)
            if isinstance(getattr(middle, note.name), int | float)
        }
        if isinstance(middle.inventory_days, Mapping):
            # No stock is less than the spread (`Parameters`).
            values["spread"] = min(values["spread"], *middle.inventory_days.values())
        rows.append(replace(middle, **values))
    return tuple(rows)


def _drawn(note: ParameterNote, given: float, place: float) -> float:
    low, high = note.span
    low, high = min(low, given), max(high, given)
    if note.even == "logs":
        return math.exp(within(math.log(low), math.log(given), math.log(high), place))
    if note.even == "rates":
        rate = within(1.0 / high, 1.0 / given, 1.0 / low, 1.0 - place)
        return 1.0 / rate if rate else math.inf
    return within(low, given, high, place)


def _ranged(economy: FlowEconomy) -> Iterator[tuple[str, str]]:
    """Return products of the economy and what of them has a range."""
    for name, product in economy.products.items():
        for key in ("days", "most", "slack", "postponed"):
            amount = getattr(product, key)
            if amount is not None and amount.low < amount.high:
                yield name, key
        if any(amount.low < amount.high for amount in product.stops.values()):
            yield name, "stops"


def _of_products(
    practice: Practice, economy: FlowEconomy, own: Mapping[tuple[str, str], float], scale: float
) -> tuple[Practice, dict[str, float]]:
    """Return the practice of a draw, and what was drawn of products.

    Parameters
    ----------
    own : mapping of (product, what) to float
        Places between 0 and 1.
    scale : float
        Times days of products.
    """
    arrays: dict[str, Any] = {key: np.array(getattr(practice, key)) for key in ("days", "most", "slack", "postponed")}
    critical, said = np.array(practice.critical), {}
    for (name, key), place in own.items():
        product, at = economy.products[name], economy.sectors.index(name)
        if key == "stops":
            for user, amount in product.stops.items():
                if user in economy.sectors:
                    critical[at, economy.sectors.index(user)] = within(amount.low, amount.central, amount.high, place)
            said[f"{name}, stops"] = float(critical[at].max())
        else:
            amount = getattr(product, key)
            value = within(amount.low, amount.central, amount.high, place)
            arrays[key][at], said[f"{name}, {key}"] = value, value
    days = arrays["days"]
    for name in economy.products:
        days[economy.sectors.index(name)] *= scale
    return replace(practice, critical=critical, **arrays), said
