"""From an economy and events to paths: everything is checked before the first day runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from technostate.errors import ScenarioError
from technostate.shocks.weeks.checks import check
from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.events import Event
from technostate.shocks.weeks.parameters import Parameters
from technostate.shocks.weeks.path import Path
from technostate.shocks.weeks.tables import Scenario

if TYPE_CHECKING:
    from technostate.world import World

Precision = Literal["float64", "float32"]


def simulate(
    world: World | FlowEconomy,
    events: Sequence[Event],
    *,
    days: int = 365,
    parameters: Parameters | None = None,
    precision: Precision = "float64",
    threads: int | None = None,
) -> Path:
    """Return what a set of events does to output, final demand and stocks, day by day.

    Parameters
    ----------
    world : World or FlowEconomy
        The base.
    events : sequence of Event
        Their order does not matter.
    days : int
        Length of the simulation.
    precision : {"float64", "float32"}
        Single precision stays within 1e-4 of base output of the double in the tests, and is faster.
    threads : int, optional
        All cores by default; results do not depend on it.

    Raises
    ------
    ScenarioError
        If an event, a parameter or the length is wrong; lists all that is.

    Notes
    -----
    On a day a node plans the least of its capacity and the demand on it; the input with the lowest stock against
    psi × the stock the plan calls for limits what it makes (Hallegatte 2013, the heuristic in psi). What it makes is
    shared among its customers in proportion to their orders. Users then order what they used plus a share of what
    their stocks lack of the plan's, from their suppliers in fixed proportions. Capacity rises slowly where demand was
    not met. Final demand that is not met is lost. Prices do not enter.

    References
    ----------
    Hallegatte, S. (2008). An adaptive regional input-output model and its application to the assessment of the
    economic cost of Katrina. Risk Analysis 28(3), 779–799.
    Hallegatte, S. (2013). Modeling the role of inventories and heterogeneity in the assessment of the economic costs
    of natural disasters. Risk Analysis 34(1), 152–167.

    Examples
    --------
    >>> from technostate.shocks.weeks import CapacityLoss, FlowEconomy
    >>> economy = FlowEconomy([[1.0, 1.0], [1.0, 1.0]], [[2.0, 0.0], [0.0, 2.0]], regions=("A", "B"), sectors=("s",))
    >>> path = simulate(economy, [CapacityLoss(("A",), loss=0.5)], days=3)
    >>> path.output[0].tolist()
    [[2.0], [4.0]]
    """
    return simulate_many(world, [events], days=days, parameters=parameters, precision=precision, threads=threads)[0]


def simulate_many(
    world: World | FlowEconomy,
    scenarios: Sequence[Sequence[Event]],
    *,
    days: int = 365,
    parameters: Parameters | None = None,
    precision: Precision = "float64",
    threads: int | None = None,
) -> tuple[Path, ...]:
    """Return the paths of several sets of events; they share one pass over the links a day.

    Parameters
    ----------
    days, parameters, precision, threads
        As in `simulate`, the same for all.

    Raises
    ------
    ScenarioError
        If anything is wrong with a scenario, named by its number, or with an option.
    """
    economy = world if isinstance(world, FlowEconomy) else FlowEconomy.from_world(world)
    chosen = Parameters() if parameters is None else parameters
    if precision not in ("float64", "float32"):
        raise ScenarioError(f"precision is {precision!r}", hint="it can be 'float64' or 'float32'")
    if threads is not None and threads < 1:
        raise ScenarioError(f"threads is {threads!r}; at least 1 is needed", hint="leave it out to use all cores")
    chosen.days_of(economy.sectors)
    sets = _checked(economy, scenarios, days)
    if not sets:
        return ()
    from technostate.shocks.weeks.days import run

    results = run(economy, sets, days, chosen, np.dtype(precision), threads or os.cpu_count() or 1)
    results.stocks[:] /= 365.0
    return tuple(
        Path(
            economy,
            events,
            chosen,
            results.output[b],
            results.met[b],
            results.wanted[b],
            results.stocks[b],
            results.cover[b],
            results.trade[:, b] / days,
        )
        for b, events in enumerate(sets)
    )


def _checked(economy: FlowEconomy, scenarios: Sequence[Sequence[Event]], days: int) -> list[Scenario]:
    sets, problems, hint = [tuple(events) for events in scenarios], [], ""
    for number, events in enumerate(sets, 1):
        try:
            check(events, economy.regions, economy.sectors, days)
        except ScenarioError as error:
            problems.append(f"scenario {number}: {error}" if len(sets) > 1 else str(error))
            hint = error.hint
    if problems:
        raise ScenarioError("\n".join(problems), hint=hint)
    return sets
