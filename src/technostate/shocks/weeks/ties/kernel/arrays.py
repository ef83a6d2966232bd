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
    weight : array (N, J product, J user)
        Each sector's part of what a region's sectors buy of a product; sums to one over users, or zero.
    critical : array (J product, J user)
        Part of a user's output that stops when the product is missing.
    final, other, output : array (N, J)
        Final demand by buyer and product, other constant demand and base output by producer: annual rate.
    bought : array (N importer, J product, N origin)
        Base purchases of all users: annual rate.
    to_final : array (N importer, J product, N origin)
        Origins of final purchases, the last user of `share` in one piece.
    """

    share: Array
    use: Array
    weight: Array
    critical: Array
    final: Array
    other: Array
    output: Array
    bought: Array
    to_final: Array


class Terms(NamedTuple):
    """What scenarios may differ in: by product and scenario (J, B), by scenario (B,). Rates are one over days.

    Parameters
    ----------
    keep, slack, most, postponed : array (J, B)
        Days of stock, spare capacity, most that capacity rises to, share of unmet final demand that waits.
    spread, least, ties, priority, limit : array (B,)
        As in `Parameters`; `least` is the share of the usual stock up to which its loss leaves no firm short, see
        `reference.NOTICED`, `limit` that of rerouting.
    restock, climb, turn, wait, qualify : array (B,)
        Of gaps in stocks, capacity, rerouting, the backlog, and firms that stand still.
    pile : array (N importer, J product, B)
        Days of stock held beyond `keep`, not built up again.
    """

    keep: Array
    slack: Array
    most: Array
    postponed: Array
    spread: Array
    least: Array
    ties: Array
    priority: Array
    limit: Array
    restock: Array
    climb: Array
    turn: Array
    wait: Array
    qualify: Array
    pile: Array


class Gates(NamedTuple):
    """What events do on the rows (importer, product, scenario) that some ban or delay touches.

    Parameters
    ----------
    row : array (N importer, J, B)
        Row of a triple; −1: nothing touches it.
    doors : array (2, R, N origin)
        Share of what is ordered that is delivered; day t at t % 2.
    late : array (R, N origin)
        What arrives today of earlier shipments less what is shipped today and arrives later: days × annual rate.
    """

    row: Array
    doors: Array
    late: Array


class State(NamedTuple):
    """Where B scenarios stand. Slots are (N importer, J product, B, N origin), days × annual rate unless said.

    Parameters
    ----------
    stock, order, need : array, slots
        Held; ordered for the day, annual rate; needed today with the waiting buyers who are served.
    turned : array, slots
        Share of an order that is sought elsewhere.
    left_over, given : array, slots
        Share of need that firms get, and what final users get in all; set only where `short`.
    mean : array (N, J, B, J user)
        Share of what it needs that a user gets of all origins together; set only where `short`.
    short, active : array (N, J, B)
        Something is missing today; something is sought elsewhere.
    sought : array (N, J, B)
        Scale of the orders placed elsewhere for the day: × base purchases × room at the origin.
    waiting, qualified : array (N, J, B)
        Final demand that waits; share of firms that need no single source of the product any more.
    limited : array (N, B)
        Some user makes less than planned.
    alpha, plan, made : array (N, B, J)
        Capacity over base capacity; what is planned and made.
    demand, extra : array (parts, J product, B, N origin)
        Sum of orders, and of orders placed elsewhere, by the part of the importers that placed them.
    regular, other : array (N, B, J)
        The same, all together.
    fill, fill_extra : array (J, B, N origin)
        Delivered over ordered, of regular orders and of those placed elsewhere.
    room : array (2, J, B, N origin)
        Spare capacity over base output, and a little; day t at t % 2.
    left, asked : array (B, N·J)
        What events leave of capacity and of final demand.
    """

    stock: Array
    order: Array
    need: Array
    turned: Array
    left_over: Array
    given: Array
    mean: Array
    short: Array
    active: Array
    sought: Array
    waiting: Array
    qualified: Array
    limited: Array
    alpha: Array
    plan: Array
    made: Array
    demand: Array
    extra: Array
    regular: Array
    other: Array
    fill: Array
    fill_extra: Array
    room: Array
    left: Array
    asked: Array


class Results(NamedTuple):
    """Receive what happened: (B, T, N, J) each, as in `Path`, and the sum of deliveries (N importer, B, N origin)."""

    output: Array
    met: Array
    wanted: Array
    lost: Array
    waiting: Array
    stocks: Array
    cover: Array
    trade: Array
