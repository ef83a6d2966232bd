"""Past events run: each shock on its world, and every measure read off the draws beside what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError
from technostate.evidence.origin import Origin, derived_from
from technostate.shocks.backtests.paths import STOCKS, paths_of, put_in
from technostate.shocks.backtests.reading import (
    changes,
    course,
    of_year,
    over_days,
    regions_of,
    sectors_of,
    weights,
)
from technostate.shocks.backtests.record import Measure, PastEvent
from technostate.shocks.impact.sign import HARDLY
from technostate.shocks.impact.spread import Change
from technostate.shocks.impact.stage import Stage, stage_of
from technostate.shocks.impact.year import to_year
from technostate.shocks.literature.beside import Place, place_of
from technostate.shocks.progress import Pace

Array = NDArray[np.float64]

#: Draws of an event where nothing is said, and the most that are made: an event of the weeks is hundreds of days each.
USUAL_DRAWS, MOST_DRAWS = 16, 256


@dataclass(frozen=True)
class Compared:
    """One measure of a past event beside what the engines give.

    Parameters
    ----------
    change : Change
        Ours, per cent.
    shock_alone : float or None
        What the shock's own losses of capacity are of it, with nothing spread, per cent; None in the year.
    stocks : mapping of str to float
        Ours at the centre with a ``third``, the ``usual`` and ``twice`` the usual stocks; empty in the year.
    draws : int
        With an answer.
    origin : Origin
        Of ours.
    """

    event: PastEvent
    measure: Measure
    change: Change
    shock_alone: float | None
    stocks: Mapping[str, float]
    draws: int
    origin: Origin

    @property
    def place(self) -> Place:
        """Where what happened lies against p10 to p90 (`technostate.shocks.literature.beside.place_of`).

        A bound is met by our median, to what counts as zero, and not by an end of a wide range.
        """
        low, high, change = self.measure.low, self.measure.high, self.change
        if self.measure.kind != "bound":
            return place_of((low, high), change)
        return place_of((low - HARDLY, high + HARDLY), replace(change, p10=change.median, p90=change.median))

    @property
    def error(self) -> float:
        """Our median less what happened, percentage points; what lies in the range that happened is no error."""
        nearest = min(max(self.change.median, self.measure.low), self.measure.high)
        return self.change.median - nearest


def require(draws: int, seed: int) -> None:
    """Raise `ScenarioError` if draws or seed are none."""
    if isinstance(draws, bool) or not isinstance(draws, int) or not 2 <= draws <= MOST_DRAWS:
        raise ScenarioError(
            f"draws is {draws!r}; a range of past events needs 2 to {MOST_DRAWS}",
            hint=f"leave it out for {USUAL_DRAWS}; technostate shock NAME --draws takes more",
        )
    if isinstance(seed, bool) or not isinstance(seed, int) or seed < 0:
        raise ScenarioError(f"seed is {seed!r}; a whole number from 0 is needed", hint="leave it out for 0")


def backtest(
    event: PastEvent, draws: int = USUAL_DRAWS, seed: int = 0, pace: Pace | None = None
) -> tuple[Compared, ...]:
    """Return the measures of an event beside what the engines give, in their order.

    Parameters
    ----------
    pace : Pace, optional
        With one piece.

    Raises
    ------
    ScenarioError
        If the draws or the seed are wrong, or the event's shock has no meaning at a horizon that is read.
    """
    require(draws, seed)
    stage = stage_of(event.world, "16", event.apart).of(event.shock)
    made: dict[str, Compared] = {}
    for horizon, run in (("weeks", _weeks), ("year", _year)):
        rows = [row for row in event.measures if row.reading.horizon == horizon]
        if rows:
            made |= {row.measure.id: row for row in run(event, rows, stage, draws, seed, pace)}
    return tuple(made[row.id] for row in event.measures)


def _weeks(
    event: PastEvent, rows: Sequence[Measure], stage: Stage, draws: int, seed: int, pace: Pace | None
) -> list[Compared]:
    resolved, economy, year = stage.resolve(event.shock, draws, seed), stage.weeks, event.shock.starts.year
    asked = [
        (row.reading, regions_of(row.reading, stage, year), sectors_of(row.reading.sectors, stage.world))
        for row in rows
    ]
    read: dict[str, Array] = {}
    for case, path in paths_of(resolved, economy, event.days, draws, seed, stage.drawn_worlds(resolved, seed)):
        weighed = [(reading, weights(reading, path.economy, *where)) for reading, *where in asked]
        read[case] = 100.0 * np.array([over_days(reading, course(reading, path, part)) for reading, part in weighed])
        if pace is not None:
            pace.within(len(read), draws + len(STOCKS), event.id)
    cases = np.array([read[case] for case in resolved.draws])
    left, weight = put_in(resolved, event.days), [weights(reading, economy, *where) for reading, *where in asked]
    origin = derived_from(f"{event.shock.name} on {stage.world.name}, weeks", *stage.origins("weeks"))
    return [
        Compared(
            event,
            row,
            Change.over(cases[:, at], float(read["usual"][at])),
            None if row.reading.of == "final_demand" else 100.0 * over_days(row.reading, changes(left, weight[at])),
            {name: float(read[name][at]) for name in ("third", "usual", "twice")},
            draws,
            origin,
        )
        for at, row in enumerate(rows)
    ]


def _year(
    event: PastEvent, rows: Sequence[Measure], stage: Stage, draws: int, seed: int, pace: Pace | None
) -> list[Compared]:
    def progress(done: int, total: int, what: str) -> None:
        if pace is not None:
            pace.within(done, total, event.id)

    resolved, year = stage.resolve(event.shock, draws, seed), event.shock.starts.year
    impact = to_year(
        resolved, stage.year, draws=draws, seed=seed, origins=stage.origins("year"), progress=progress,
        worlds=stage.drawn_worlds(resolved, seed),
    )  # fmt: skip
    found = []
    for row in rows:
        partner = stage.regions_of((row.reading.partner,), year)[0] if row.reading.partner else ""
        change = of_year(row.reading, impact, regions_of(row.reading, stage, year), partner)
        found.append(Compared(event, row, change, None, {}, len(impact.cases), impact.origin))
    return found
