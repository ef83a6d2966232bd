"""A batch of cases: run each, keep what failed with its reason, and make one `Impact` of the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError, TechnostateError
from technostate.evidence.origin import Origin, derived_from
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.record import Impact, Variant
from technostate.shocks.impact.spread import Spread
from technostate.shocks.specification.horizons import Horizon, require
from technostate.shocks.specification.resolve import Resolved

if TYPE_CHECKING:
    from technostate.shocks.decade import TradeEconomy
    from technostate.shocks.weeks import FlowEconomy

Array = NDArray[np.float64]
Item = TypeVar("Item")
Found = TypeVar("Found")

#: Called with cases done, cases in all, and what they are; what it raises stops the work.
Progress = Callable[[int, int, str], None]


class Outcome(NamedTuple):
    """Fractions of change in one case; what a horizon does not have is None.

    Real income, GDP, consumer prices and employment (N,), output and buyers' prices (N, J), trade (N importer,
    N exporter).
    """

    real_income: Array
    output: Array
    prices: Array | None
    trade: Array
    gdp: Array
    consumer_prices: Array | None = None
    employment: Array | None = None


class Base(NamedTuple):
    """Levels before the shock, USD million a year: final expenditure (N,) and gross output (N, J)."""

    income: Array
    output: Array


def require_fit(resolved: Resolved, horizon: Horizon, economy: TradeEconomy | FlowEconomy, draws: int) -> None:
    """Raise `ScenarioError` if a shock has no meaning at a horizon, other axes than the economy, or too few draws."""
    require(resolved.shock, horizon)
    if economy.regions != resolved.regions or economy.sectors != resolved.sectors:
        raise ScenarioError(
            f"the shock stands on {resolved.world}, the economy {economy.name!r} on other regions or sectors",
            hint="resolve the shock on the world of the economy, and coarsen it the same way",
        )
    if len(resolved.draws) < draws:
        raise ScenarioError(
            f"{draws} draws are asked for and the shock has {len(resolved.draws)}",
            hint="resolve(shock, world, draws=...)",
        )


def tried(one: Callable[[], Found]) -> Found | TechnostateError:
    """Return what a function returns, or the `TechnostateError` that it raises."""
    try:
        return one()
    except TechnostateError as error:
        return error


def each(
    items: Sequence[Item],
    one: Callable[[Item], Found],
    what: str,
    progress: Progress | None = None,
    threads: int = 1,
) -> list[Found | TechnostateError]:
    """Return what `one` makes of every item, in their order; a `TechnostateError` stands where it raised one.

    Parameters
    ----------
    what : str
        For `progress`.
    threads : int
        Worth more than one where `one` leaves the interpreter's lock.
    """

    def safe(item: Item) -> Found | TechnostateError:
        return tried(lambda: one(item))

    found = []
    workers = max(1, min(threads, os.cpu_count() or 1, len(items)))
    with ThreadPoolExecutor(workers) as pool:
        results = pool.map(safe, items) if workers > 1 else map(safe, items)
        try:
            for done, result in enumerate(results, 1):
                found.append(result)
                if progress is not None:
                    progress(done, len(items), what)
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return found


@dataclass(frozen=True)
class Answered(Generic[Found]):
    """The cases of a batch that have an answer.

    Parameters
    ----------
    at : list of int
        Their positions.
    answers : list
        One a case.
    failed : tuple of str
        The other cases, with the reason.
    notes : tuple of str
        How many those are; empty where there are none.
    """

    at: list[int]
    answers: list[Found]
    failed: tuple[str, ...]
    notes: tuple[str, ...]


def answered(cases: Sequence[str], results: Sequence[Found | TechnostateError], kind: str) -> Answered[Found]:
    """Return the cases that have an answer, and what is said of the others.

    Parameters
    ----------
    results : sequence
        Of `each`, one a case.
    kind : str
        What a case that failed has not got, for the note.
    """
    at, answers, failed = [], [], []
    for position, (case, result) in enumerate(zip(cases, results, strict=True)):
        if isinstance(result, TechnostateError):
            failed.append(f"{case}: {reason(result)}")
        else:
            at.append(position)
            answers.append(result)
    note = f"{len(failed)} of {len(cases)} cases have no {kind} and are in no range"
    return Answered(at, answers, tuple(failed), (note,) * bool(failed))


def reason(error: TechnostateError) -> str:
    """Return an error's message as one line."""
    return " ".join(line.strip().removeprefix("- ") for line in str(error).splitlines())


def central_or_raise(result: Found | TechnostateError) -> Found:
    """Return the central case's answer; raises the error that stands in its place."""
    if isinstance(result, TechnostateError):
        raise type(result)(f"the central case: {result}", hint=result.hint) from result
    return result


class Drawn(NamedTuple):
    """What the draws with an answer vary: their names, the names of what is varied (P), and its values (C, P)."""

    cases: tuple[str, ...]
    parameters: tuple[str, ...]
    values: Array


def impact_of(
    resolved: Resolved,
    horizon: Horizon,
    base: Base,
    central: Outcome,
    outcomes: Sequence[Outcome],
    drawn: Drawn,
    *,
    notes: Sequence[str] = (),
    origins: Sequence[Origin] = (),
    failed: tuple[str, ...] = (),
    variants: Sequence[Variant] = (),
    course: Days | Years | None = None,
) -> Impact:
    """Return the `Impact` of a batch of outcomes; here fractions become per cent.

    Parameters
    ----------
    central : Outcome
        Of the central case; where nothing is drawn it is the only case.
    outcomes : sequence of Outcome
        One a draw.
    notes : sequence of str
        Beside those of `resolved`.
    origins : sequence of Origin
        Of the world and of what else the figures rest on.
    """
    rows = list(outcomes) or [central]

    def over(name: str) -> Spread:
        return Spread.over(100.0 * np.stack([getattr(row, name) for row in rows]), 100.0 * getattr(central, name))

    def known(name: str) -> Spread | None:
        return None if getattr(central, name) is None else over(name)

    sources = origins or (Origin("technostate", resolved.world, resolved.world, "not dated", "not found"),)
    return Impact(
        shock=resolved.shock,
        horizon=horizon,
        world=resolved.world,
        regions=resolved.regions,
        sectors=resolved.sectors,
        base_income=base.income,
        base_output=base.output,
        real_income=over("real_income"),
        output=over("output"),
        prices=known("prices"),
        trade=over("trade"),
        gdp=over("gdp"),
        consumer_prices=known("consumer_prices"),
        employment=known("employment"),
        cases=drawn.cases if outcomes else ("central",),
        income_cases=100.0 * np.stack([row.real_income for row in rows]),
        gdp_cases=100.0 * np.stack([row.gdp for row in rows]),
        parameters=drawn.parameters if outcomes else (),
        values=drawn.values if outcomes else np.empty((1, 0)),
        variants=tuple(variants),
        failed=failed,
        notes=(*resolved.notes, *notes),
        origin=derived_from(f"{resolved.shock.name} on {resolved.world}, {horizon}", *sources),
        course=course,
    )


def ratio(new: Array, old: Array) -> Array:
    """Return new over old less one; NaN where there was nothing.

    Examples
    --------
    >>> ratio(np.array([1.1, 1.0]), np.array([1.0, 0.0])).round(3).tolist()
    [0.1, nan]
    """
    return np.divide(new, old, out=np.full_like(new, np.nan), where=old > 0) - 1.0
