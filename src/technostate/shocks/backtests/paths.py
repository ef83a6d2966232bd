"""A shock's paths of days, one a draw: the parameters of the weeks and the shock's own amounts drawn together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.impact.batch import Base
from technostate.shocks.impact.events import events_of
from technostate.shocks.impact.firms import Firms, drawn_firms
from technostate.shocks.impact.worlds_drawn import NONE, DrawnWorlds
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.weeks import FlowEconomy, Path

Array = NDArray[np.float64]
Item = TypeVar("Item")

#: Name → times the usual stocks; the first is the central case.
STOCKS: Mapping[str, float] = MappingProxyType({"usual": 1.0, "third": 1 / 3, "twice": 2.0})
#: Paths that share a pass over the links.
TOGETHER = 8


def paths_of(
    resolved: Resolved, economy: FlowEconomy, days: int, draws: int, seed: int = 0, worlds: DrawnWorlds = NONE
) -> Iterator[tuple[str, Path]]:
    """Yield case and path: the central case with the usual and other stocks (`STOCKS`), then the draws.

    Parameters
    ----------
    resolved : Resolved
        On the regions and sectors of the economy, with as many draws.
    worlds : DrawnWorlds, optional
        Which draws have (`Stage.drawn_worlds`): the economy of a path is that of its own.
    """
    from technostate.shocks.weeks import Parameters, practice_of, simulate_many

    usual, own = practice_of(economy), [(row.resolved(resolved), row.weeks) for row in worlds.rows]
    firms = drawn_firms(draws, seed, Parameters(), usual, economy, len(resolved.steps))[1:]
    central = [Firms(Parameters(stock_factor=factor), usual, {}) for factor in STOCKS.values()]
    rows = [(name, "central", row) for name, row in zip(STOCKS, central, strict=True)]
    rows += [(case, case, row) for case, row in zip(resolved.draws, firms, strict=True)]
    # Products are drawn in ranges of their own, so that each draw has a practice of its own; paths of one share a pass.
    size = 1 if economy.products else TOGETHER
    for batch in (*_parts(rows[: len(central)], TOGETHER), *_parts(rows[len(central) :], size)):
        there, start = worlds.of(batch[0][1], (resolved, economy), own)
        base = Base(start.final.sum(0), start.output)
        events = [events_of(there, case, base, days) for _, case, _ in batch]
        parameters = [row.parameters for _, _, row in batch]
        found = simulate_many(start, events, days=days, parameters=parameters, practice=batch[0][2].practice)
        yield from zip((name for name, _, _ in batch), found, strict=True)


def _parts(rows: Sequence[Item], size: int) -> Iterator[Sequence[Item]]:
    return (rows[at : at + size] for at in range(0, len(rows), size))


def put_in(resolved: Resolved, days: int) -> Array:
    """Return the share of output (T, N, J) that the shock's own losses of capacity leave, at its central amounts."""
    left = np.ones((days, len(resolved.regions), len(resolved.sectors)))
    for span in resolved.spans:
        last = days if span.last_day is None else min(days, span.last_day)
        left[span.first_day : last] = resolved.during("central", span.steps).capacity
    return left
