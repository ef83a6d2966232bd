"""A batch of cases: run each, keep what failed with its reason, and make one `Impact` of the rest."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from technostate.errors import TechnostateError
from technostate.evidence.origin import Origin, derived_from
from technostate.shocks.impact.record import Case, Impact, Timing
from technostate.shocks.impact.spread import Spread
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.resolve import Resolved

Array = NDArray[np.float64]
Item = TypeVar("Item")
Found = TypeVar("Found")

#: Called with cases done, cases in all, and what they are; what it raises stops the work.
Progress = Callable[[int, int, str], None]


class Outcome(NamedTuple):
    """Fractions of change in one case: real income (N,), output and prices (N, J), trade (N importer, N exporter)."""

    income: Array
    output: Array
    prices: Array | None
    trade: Array


class Base(NamedTuple):
    """Levels before the shock, USD million a year: final expenditure (N,) and gross output (N, J)."""

    income: Array
    output: Array


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
        try:
            return one(item)
        except TechnostateError as error:
            return error

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
    answers : list
        One a case.
    central : int
        Position of the central case.
    failed : tuple of str
        The other cases, with the reason.
    notes : tuple of str
        How many those are; empty where there are none.
    """

    cases: tuple[Case, ...]
    answers: list[Found]
    central: int
    failed: tuple[str, ...]
    notes: tuple[str, ...]


def split(
    cases: Sequence[Case], results: Sequence[Found | TechnostateError], central: int, kind: str
) -> Answered[Found]:
    """Return the cases that have an answer, and what is said of the others.

    Parameters
    ----------
    results : sequence
        Of `each`, one a case.
    central : int
        Position of the central case, which must have an answer.
    kind : str
        What a case that failed has not got, for the note.

    Raises
    ------
    TechnostateError
        The central case's.
    """
    middle = results[central]
    if isinstance(middle, TechnostateError):
        raise type(middle)(f"the central case: {middle}", hint=middle.hint) from middle
    kept, answers, failed = [], [], []
    for case, result in zip(cases, results, strict=True):
        if isinstance(result, TechnostateError):
            reason = " ".join(line.strip().removeprefix("- ") for line in str(result).splitlines())
            rule = f", rent {case.rent}" if case.rent else ""
            failed.append(f"{case.elasticities}, {case.severity}{rule}: {reason}")
        else:
            kept.append(case)
            answers.append(result)
    note = f"{len(failed)} of {len(cases)} cases have no {kind} and are in no range"
    return Answered(tuple(kept), answers, kept.index(cases[central]), tuple(failed), (note,) * bool(failed))


def impact_of(
    resolved: Resolved,
    horizon: Horizon,
    base: Base,
    rows: Mapping[Case, Outcome],
    central: int,
    notes: Sequence[str],
    origin: Origin | None,
    *,
    failed: tuple[str, ...] = (),
    timing: Timing | None = None,
) -> Impact:
    """Return the `Impact` of a batch of outcomes; here fractions become per cent.

    Parameters
    ----------
    central : int
        Position of the central case.
    notes : sequence of str
        Beside those of `resolved`.
    origin : Origin or None
        Of the world.
    """
    answers = list(rows.values())
    priced = [row.prices for row in answers if row.prices is not None]
    income = 100.0 * np.stack([row.income for row in answers])
    output = 100.0 * np.stack([row.output for row in answers])
    trade = 100.0 * np.stack([row.trade for row in answers])
    source = origin or Origin("technostate", resolved.world, resolved.world, "not dated", "not found")
    return Impact(
        shock=resolved.shock,
        horizon=horizon,
        world=resolved.world,
        regions=resolved.regions,
        sectors=resolved.sectors,
        base_income=base.income,
        base_output=base.output,
        real_income=Spread.over(income, central),
        output=Spread.over(output, central),
        prices=Spread.over(100.0 * np.stack(priced), central) if priced else None,
        trade=Spread.over(trade, central),
        income_cases=income,
        cases=tuple(rows),
        central=central,
        failed=failed,
        notes=(*resolved.notes, *notes),
        origin=derived_from(f"{resolved.shock.name} on {resolved.world}, {horizon}", source),
        timing=timing,
    )


def ratio(new: Array, old: Array) -> Array:
    """Return new over old less one; NaN where there was nothing.

    Examples
    --------
    >>> ratio(np.array([1.1, 1.0]), np.array([1.0, 0.0])).round(3).tolist()
    [0.1, nan]
    """
    return np.divide(new, old, out=np.full_like(new, np.nan), where=old > 0) - 1.0


def lasting(resolved: Resolved) -> tuple[str, ...]:
    """Return the note on measures that end in time, as an equilibrium takes them; nothing where all last."""
    names = ", ".join(step.name for step in resolved.steps if step.ends is not None)
    return (f"ends in time: {names}; an equilibrium takes every measure as lasting",) * bool(names)
