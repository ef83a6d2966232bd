"""From an economy and events to paths: everything is checked before the first day runs."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, get_args

import numpy as np

from technostate.errors import ScenarioError
from technostate.shocks.weeks.ario.parameters import ArioParameters
from technostate.shocks.weeks.checks import check
from technostate.shocks.weeks.economy import FlowEconomy
from technostate.shocks.weeks.events import Delay, DelayShares, Event, LinkBan, LinkShares
from technostate.shocks.weeks.path import Path
from technostate.shocks.weeks.tables import Scenario
from technostate.shocks.weeks.ties.parameters import Parameters
from technostate.shocks.weeks.ties.practice import Practice, practice_of

if TYPE_CHECKING:
    from technostate.world import World

Precision = Literal["float64", "float32"]
Production = Literal["ties", "ario"]
Chosen: TypeAlias = Parameters | ArioParameters


def simulate(
    world: World | FlowEconomy,
    events: Sequence[Event],
    *,
    days: int = 365,
    parameters: Chosen | None = None,
    practice: Practice | None = None,
    production: Production | None = None,
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
    parameters : Parameters or ArioParameters, optional
        Their type chooses the engine.
    practice : Practice, optional
        What differs by product; by default `practice_of` the world. Only with "ties".
    production : {"ties", "ario"}, optional
        The engine where no parameters are given: firms tied to sources of what they need (the default), or pooled
        inputs with a threshold (Hallegatte 2013).
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
    On a day a node plans the least of its capacity and what is ordered of it. Stocks are held by region, product and
    origin; where part of a stock is gone, some firms are out of it. What is short falls on final users harder than on
    firms. A firm needs several sources of a product and stops with the worst of them; how much of its output stops
    depends on how critical the product is. Suppliers serve regular orders first; what does not come is sought
    elsewhere, slowly and from spare capacity. Orders follow plans and refill stocks. Firms that stand still for want of
    one source find another in time. Part of unmet final demand waits, the rest is lost. Prices do not enter.
    With "ario" inputs are pooled over origins, the scarcest limits production below psi × the intended stock, and
    orders follow what was used.

    References
    ----------
    Hallegatte, S. (2008). An adaptive regional input-output model and its application to the assessment of the
    economic cost of Katrina. Risk Analysis 28(3), 779–799.
    Hallegatte, S. (2013). Modeling the role of inventories and heterogeneity in the assessment of the economic costs
    of natural disasters. Risk Analysis 34(1), 152–167.
    Pichler, A., Pangallo, M., del Rio-Chanona, R. M., Lafond, F. and Farmer, J. D. (2022). Forecasting the propagation
    of pandemic shocks with a dynamic input-output model. Journal of Economic Dynamics and Control 144, 104527.

    Examples
    --------
    >>> from technostate.shocks.weeks import CapacityLoss, FlowEconomy
    >>> economy = FlowEconomy([[1.0, 1.0], [1.0, 1.0]], [[2.0, 0.0], [0.0, 2.0]], regions=("A", "B"), sectors=("s",))
    >>> path = simulate(economy, [CapacityLoss(("A",), loss=0.5)], days=3)
    >>> path.output[0].tolist()
    [[2.06], [4.0]]
    """
    return simulate_many(
        world, [events], days=days, parameters=parameters, practice=practice, production=production,
        precision=precision, threads=threads,
    )[0]  # fmt: skip


def simulate_many(
    world: World | FlowEconomy,
    scenarios: Sequence[Sequence[Event]],
    *,
    days: int = 365,
    parameters: Chosen | Sequence[Parameters] | None = None,
    practice: Practice | None = None,
    production: Production | None = None,
    precision: Precision = "float64",
    threads: int | None = None,
) -> tuple[Path, ...]:
    """Return the paths of several sets of events; they share one pass over the links a day.

    Parameters
    ----------
    parameters : Parameters or ArioParameters or sequence of Parameters, optional
        For all, or one a scenario.
    days, practice, production, precision, threads
        As in `simulate`, the same for all.

    Raises
    ------
    ScenarioError
        If anything is wrong with a scenario, named by its number, or with an option.
    """
    economy = world if isinstance(world, FlowEconomy) else FlowEconomy.from_world(world)
    chosen = _chosen(parameters, production, len(scenarios))
    if precision not in get_args(Precision):
        raise ScenarioError(f"precision is {precision!r}", hint="it can be 'float64' or 'float32'")
    if threads is not None and threads < 1:
        raise ScenarioError(f"threads is {threads!r}; at least 1 is needed", hint="leave it out to use all cores")
    if isinstance(chosen, ArioParameters):
        if practice is not None:
            raise ScenarioError("production 'ario' knows no practice by product", hint="leave practice out")
        return _by_ario(economy, scenarios, days, chosen, precision, threads or os.cpu_count() or 1)
    return _by_ties(economy, scenarios, days, chosen, practice, precision, threads or os.cpu_count() or 1)


def _chosen(
    parameters: Chosen | Sequence[Parameters] | None, production: Production | None, scenarios: int
) -> ArioParameters | list[Parameters]:
    if production not in (None, *get_args(Production)):
        raise ScenarioError(f"production is {production!r}", hint="it can be 'ties' or 'ario'")
    if parameters is None:
        return ArioParameters() if production == "ario" else [Parameters()] * scenarios
    kind = "ario" if isinstance(parameters, ArioParameters) else "ties"
    if production not in (None, kind):
        raise ScenarioError(
            f"production is {production!r}, and the parameters are those of {kind!r}",
            hint="Parameters belong to 'ties', ArioParameters to 'ario'",
        )
    if isinstance(parameters, ArioParameters):
        return parameters
    rows = [parameters] * scenarios if isinstance(parameters, Parameters) else list(parameters)
    if len(rows) != scenarios or not all(isinstance(row, Parameters) for row in rows):
        raise ScenarioError(
            f"there are {scenarios} scenarios and {len(rows)} sets of parameters",
            hint="give one set of Parameters for all, or one a scenario",
        )
    return rows


def _by_ties(
    economy: FlowEconomy, scenarios: Sequence[Sequence[Event]], days: int, chosen: list[Parameters],
    practice: Practice | None, precision: Precision, threads: int,
) -> tuple[Path, ...]:  # fmt: skip
    from technostate.shocks.weeks.ties.terms import rule_of

    given = practice_of(economy) if practice is None else practice
    rules = [rule_of(row, given, economy.sectors) for row in chosen]
    sets = _checked(economy, scenarios, days)
    if not sets:
        return ()
    from technostate.shocks.weeks.ties.days import run

    results = run(economy, sets, days, rules, np.dtype(precision), threads)
    results.stocks[:] /= 365.0
    return tuple(
        Path(
            economy, events, chosen[b], given, results.output[b], results.met[b], results.wanted[b], results.lost[b],
            results.waiting[b], results.stocks[b], results.cover[b], results.trade[:, b] / days,
        )
        for b, events in enumerate(sets)
    )  # fmt: skip


def _by_ario(
    economy: FlowEconomy, scenarios: Sequence[Sequence[Event]], days: int, chosen: ArioParameters,
    precision: Precision, threads: int,
) -> tuple[Path, ...]:  # fmt: skip
    chosen.days_of(economy.sectors)
    sets = _checked(economy, scenarios, days)
    _refuse(sets, chosen)
    if not sets:
        return ()
    from technostate.shocks.weeks.ario.days import run

    results = run(economy, sets, days, chosen, np.dtype(precision), threads)
    results.stocks[:] /= 365.0
    return tuple(
        Path(
            economy, events, chosen, None, results.output[b], results.met[b], results.wanted[b],
            results.wanted[b] - results.met[b], np.zeros_like(results.met[b]), results.stocks[b], results.cover[b],
            results.trade[:, b] / days,
        )
        for b, events in enumerate(sets)
    )  # fmt: skip


def _refuse(sets: Sequence[Scenario], chosen: ArioParameters) -> None:
    """Raise if an event has no meaning in "ario"."""
    kinds: list[tuple[Any, str]] = [((Delay, DelayShares), "knows no goods under way")]
    if chosen.orders == "alt":
        kinds.append(((LinkBan, LinkShares), "turns to other suppliers by itself and knows no bans with orders='alt'"))
    for number, events in enumerate(sets, 1):
        for kind, why in kinds:
            if any(isinstance(event, kind) for event in events):
                raise ScenarioError(f"scenario {number}: production 'ario' {why}", hint="use production='ties'")


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
