"""What a day of many scenarios reads and fills, in arrays of one precision."""

from __future__ import annotations

from typing import Any, NamedTuple

from numpy.typing import NDArray

Array = NDArray[Any]


class Base(NamedTuple):
    """What all scenarios share.

    Parameters
    ----------
    share : array (N importer, J product, N origin, J + 1 user)
        Origins of each user's purchases of a product, final demand last; sum to one over origins, or zero.
    use : array (N, J product, J user)
        Input coefficients.
    inverse : array (N, J product, J user)
        1 / (use × psi × days of stock): output that a unit of stock allows; 0 where nothing is used or stored.
    final, other, output : array (N, J)
        Final demand by buyer and product, other constant demand and base output by producer: annual rate.
    keep : array (J,)
        Days of stock; 0: not stored.
    """

    share: Array
    use: Array
    inverse: Array
    final: Array
    other: Array
    output: Array
    keep: Array


class Pace(NamedTuple):
    """Share of a gap in stocks ordered a day; most that capacity rises to, and over how many days.

    Scalars in the precision of the arrays, which would otherwise be widened with them. `alternatives`: orders go by
    what is left of capacity at each origin.
    """

    restock: Any
    most: Any
    climb: Any
    alternatives: bool


class Gates(NamedTuple):
    """Doors of the R triples (importer, product, scenario) that some ban touches.

    Parameters
    ----------
    row : array (N importer, J, B)
        Row of a triple; −1: its doors are always open.
    doors : array (2, R, N origin)
        Share of what is ordered that is delivered on a day.
    spill : array (2, R, J + 1)
        What is stopped of each user's purchases over what comes by open links; 0 where none does.
    turned : array (2, R)
        Share of the stopped orders that other suppliers take.
    """

    row: Array
    doors: Array
    spill: Array
    turned: Array


class State(NamedTuple):
    """Where B scenarios stand.

    Parameters
    ----------
    stock : array (N importer, J product, B, J user)
        Days × annual rate.
    orders : array (N importer, J product, B, N origin)
        Placed for the day, through its doors.
    demand : array (parts, J product, B, N origin)
        Sum of orders, by the part of the importers that placed them.
    allowed : array (N, B, J)
        Output that stocks allow.
    plan, made : array (2, N, B, J)
    per_plan : array (N, B, J)
        1 / plan; 0 without one.
    alpha : array (N, B, J)
        Capacity over base capacity.
    fill : array (J, B, N)
        Made over demanded.
    capacity : array (2, J, B, N)
        What is left of capacity, with what it has risen.
    left, asked : array (2, B, N·J)
        What events leave of capacity and of final demand.
    """

    stock: Array
    orders: Array
    demand: Array
    allowed: Array
    plan: Array
    made: Array
    per_plan: Array
    alpha: Array
    fill: Array
    capacity: Array
    left: Array
    asked: Array


class Results(NamedTuple):
    """Receive what happened: (B, T, N, J) each, as in `Path`, and the sum of deliveries (N importer, B, N origin)."""

    output: Array
    met: Array
    wanted: Array
    stocks: Array
    cover: Array
    trade: Array
