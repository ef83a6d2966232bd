"""From a shock's words to arrays over the regions and sectors of a world, case by case; no engine is named here."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from technostate.errors import ScenarioError, with_problems
from technostate.shocks.specification.amounts import amounts
from technostate.shocks.specification.division import Division
from technostate.shocks.specification.levels import Levels, averaged, levels_of
from technostate.shocks.specification.measures import BanMeasure, Delay, Measure, Tariff, TradeMeasure
from technostate.shocks.specification.shock import Shock
from technostate.shocks.specification.step import Step, step_of

if TYPE_CHECKING:
    from technostate.world import World


Use = Literal["inputs", "final"]


def days_until(starts: dt.date, years: int) -> int:
    """Return the days from a shock's start to the same day some years later; 29 February becomes 1 March.

    Examples
    --------
    >>> [days_until(dt.date(2027, 1, 1), years) for years in (0, 1, 2, 9)]
    [0, 365, 731, 3287]
    """
    year = starts.year + years
    # Beyond the last year that dates reach the calendar repeats itself every 400 years.
    cycles = max(0, -((dt.MAXYEAR - year) // 400))
    year -= 400 * cycles
    leap = starts.month == 2 and starts.day == 29 and not calendar.isleap(year)
    day = dt.date(year, 3, 1) if leap else starts.replace(year=year)
    return (day - starts).days + 146_097 * cycles


@dataclass(frozen=True, eq=False)
class Span:
    """Days on which the same measures are in force.

    Parameters
    ----------
    first_day, last_day : int
        Days after the shock's start; on `last_day` they are no longer in force, None where they last.
    steps : tuple of int
        Positions of the measures in `Resolved.steps`.
    """

    first_day: int
    last_day: int | None
    steps: tuple[int, ...]


class Late(NamedTuple):
    """Goods that are under way longer.

    Parameters
    ----------
    days : float
        Later than usual.
    share : array (J, N importer, N exporter)
        Share of what is shipped that is late, 0 where nothing is.
    """

    days: float
    share: NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Resolved:
    """A shock on the axes of a world, with the amount of every measure in every case.

    Parameters
    ----------
    steps : tuple of Step
        Measure by measure, in order of their names, on the axes of the world they were resolved on.
    amounts : mapping of case to tuple of float
        ``mild``, ``central`` and ``severe``: every range at its weak end, its middle, its strong end; then
        ``draw 1`` … .
    notes : tuple of str
        What was taken how.
    """

    shock: Shock
    world: str
    regions: tuple[str, ...]
    sectors: tuple[str, ...]
    steps: tuple[Step, ...]
    amounts: Mapping[str, tuple[float, ...]]
    notes: tuple[str, ...]
    _fine: World = field(repr=False)
    _division: Division | None = field(default=None, repr=False)

    @property
    def levels(self) -> Mapping[str, Levels]:
        """Case → all measures together, whatever their dates."""
        return _Cases(self)

    def in_year(self, case: str, year: int = 1, use: Use | None = None) -> Levels:
        """Return the levels of a case in a year after the start, each measure by its days in force.

        Parameters
        ----------
        year : int
            1 is the year from the shock's first day to the same day of the next year, leap days among its days.
        use : {"inputs", "final"}, optional
            As in `during`.
        """
        first, last = days_until(self.shock.starts, year - 1), days_until(self.shock.starts, year)
        parts = []
        for span in self.spans:
            length = min(last, last if span.last_day is None else span.last_day) - max(first, span.first_day)
            if length > 0:
                parts.append((self._fine_levels(case, span.steps, use), length))
        found = averaged(parts, last - first, *self._fine.shape)
        return found if self._division is None else self._division.levels(found, self._touched)

    @property
    def draws(self) -> tuple[str, ...]:
        """Names of the drawn cases."""
        return tuple(case for case in self.amounts if case.startswith("draw "))

    @property
    def ranged_names(self) -> tuple[str, ...]:
        """The amounts that have a range, in the order of their measures, as ``measure, field``."""
        return tuple(f"{step.name}, {step.field}" for step in self.steps if step.amount.low < step.amount.high)

    def ranged_amounts(self, case: str) -> tuple[float, ...]:
        """Return the amounts of `ranged_names` in a case."""
        rows = zip(self.steps, self.amounts[case], strict=True)
        return tuple(value for step, value in rows if step.amount.low < step.amount.high)

    @property
    def spans(self) -> tuple[Span, ...]:
        """The days on which the same measures are in force, in order and without overlap."""
        last = [step.last_day for step in self.steps]
        marks = sorted({step.first_day for step in self.steps} | {day for day in last if day is not None})
        spans = []
        for first, end in zip(marks, [*marks[1:], None], strict=True):
            on = (
                at
                for at, step in enumerate(self.steps)
                if step.first_day <= first and (step.last_day is None or first < step.last_day)
            )
            spans.append(Span(first, end, tuple(on)))
        return tuple(span for span in spans if span.steps)

    def on(self, division: Division) -> Resolved:
        """Return the shock on another division: of a world of the same labels and tariffs, with other flows."""
        return replace(self, _division=division)

    @property
    def single_use(self) -> bool:
        """Whether any measure bears on inputs or on final goods alone (`technostate.shocks.decade.by_use`)."""
        return any(_use(row) != "both" for row in self.shock.measures)

    def during(self, case: str, steps: Sequence[int], use: Use | None = None) -> Levels:
        """Return the levels of some measures in a case.

        Parameters
        ----------
        steps : sequence of int
            Positions in `steps`: those of a `Span`, say.
        use : {"inputs", "final"}, optional
            Leaves out the measures that bear on the other use alone; by default every measure bears on all trade.
        """
        found = self._fine_levels(case, steps, use)
        return found if self._division is None else self._division.levels(found, self._touched)

    def late(self, case: str, steps: Sequence[int]) -> list[Late]:
        """Return the delays among some measures in a case.

        On a coarser division the share is that of a group's trade which is late.

        Parameters
        ----------
        steps : sequence of int
            As in `during`.
        """
        rows, values = _rows(self.shock), self.amounts[case]
        found = []
        for at in self._order:
            row, links = rows[at], self.steps[at].links
            if at in steps and isinstance(row, Delay) and links is not None:
                share: NDArray[np.float64] = np.where(links, row.share, 0.0)
                whole = share if self._division is None else self._division.links(share, 0.0, self.steps[at].at)
                found.append(Late(values[at], whole))
        return found

    def _fine_levels(self, case: str, steps: Sequence[int], use: Use | None = None) -> Levels:
        rows, values = _rows(self.shock), self.amounts[case]
        chosen = (at for at in self._order if at in steps and (use is None or _use(rows[at]) in ("both", use)))
        return levels_of(((rows[at], self.steps[at], values[at]) for at in chosen), self._fine)

    @cached_property
    def _touched(self) -> NDArray[np.intp]:
        return np.unique(np.concatenate([np.empty(0, np.intp), *(step.at for step in self.steps)]))

    @cached_property
    def _order(self) -> tuple[int, ...]:
        # Sums and products are rounded by their order, which no name may decide.
        return tuple(sorted(range(len(self.steps)), key=lambda at: self.steps[at].content))


class _Cases(Mapping[str, Levels]):
    """Levels by case, made when they are asked for: draws at full resolution would not fit in memory together."""

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved

    def __getitem__(self, case: str) -> Levels:
        return self._resolved.during(case, range(len(self._resolved.steps)))

    def __iter__(self) -> Iterator[str]:
        return iter(self._resolved.amounts)

    def __len__(self) -> int:
        return len(self._resolved.amounts)


def _use(row: Measure) -> str:
    return row.use if isinstance(row, TradeMeasure) else "both"


def _rows(shock: Shock) -> list[Measure]:
    return sorted(shock.measures, key=lambda row: row.name)


def resolve(shock: Shock, world: World, draws: int = 0, seed: int = 0) -> Resolved:
    """Return the shock as arrays over a world's regions and sectors.

    Parameters
    ----------
    draws : int
        Cases drawn from all ranges, each by itself, beside mild, central and severe (`amounts`).

    Raises
    ------
    ScenarioError
        If the world lacks a region or a sector that the shock names, or a tariff falls to −100 % or below; all at once.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> from technostate.world import load as load_world
    >>> at = resolve(load("zte-2018"), load_world("icio-2022"))
    >>> level = at.levels["central"].delivered
    >>> float(level[at.sectors.index("C26"), at.regions.index("CHN"), at.regions.index("USA")])
    0.95
    """
    problems: list[str] = []
    notes: list[str] = [*shock.closure.notes]
    rows = _rows(shock)
    steps = tuple(step_of(row, shock, world, problems, notes) for row in rows)
    if problems:
        raise ScenarioError(
            with_problems(f"{shock.name} does not fit {world.name},", problems),
            hint="name lists of sectors that have codes of both classifications, and regions that the world shows",
        )
    unknown = [row.name for row, step in zip(rows, steps, strict=True) if _replaces_unknown(row, step, world)]
    notes += [f"{name}: {note}" for name, note in _rents_said(rows)]
    notes += [f"{name}: unknown tariffs of {world.name} are taken as none before the new rate" for name in unknown]
    found = Resolved(
        shock, world.name, world.regions, world.sectors, steps, amounts(steps, draws, seed), tuple(notes), world
    )
    try:
        for case in ("mild", "severe"):
            for span in found.spans:
                for use in ("inputs", "final") if found.single_use else (None,):
                    found.during(case, span.steps, use)
    except ScenarioError as error:
        raise ScenarioError(f"{shock.name}: {error}", hint=error.hint) from None
    return replace(found, notes=tuple(dict.fromkeys(notes)))


def _rents_said(rows: Sequence[Measure]) -> Iterator[tuple[str, str]]:
    """Yield the bans that say who gets their rent, with what is made of it."""
    for row in rows:
        if isinstance(row, BanMeasure) and len(row.rent) == 1:
            who = {"exporter": "goes to exporters", "importer": "stays with importers", "lost": "is used up"}[
                row.rent[0]
            ]
            yield row.name, f"all of its scarcity rent {who}, as the file says; that is a scenario"
        elif isinstance(row, BanMeasure) and len(row.rent) == 2:
            yield row.name, "two rules on the rent leave it open: it is drawn over all splits"


def _replaces_unknown(row: Measure, step: Step, world: World) -> bool:
    whole = isinstance(row, Tariff) and row.basis == "total"
    return whole and (world.tariff is None or bool(np.isnan(world.tariff[step.links]).any()))


def coarsen(resolved: Resolved, world: World, regions: Mapping[str, str] | Division, name: str = "") -> Resolved:
    """Return the shock on a coarser division of regions: shares are weighted by the world's flows.

    A ban on one member of a group stops that member's part of the group's trade. Trade inside a group cannot be
    touched at that division; a note says where a measure would have.

    Parameters
    ----------
    resolved : Resolved
        On the axes of `world`.
    world : World
        The fine world, for the weights.
    regions : mapping of str to str, or Division
        Region → group, for every region (`technostate.world.grouping`), or the division made of it.
    name : str
        Name of the coarse world; a `Division` has its own.

    Raises
    ------
    ScenarioError
        If `resolved` is not on the axes of `world`.
    """
    if resolved.regions != world.regions or resolved.sectors != world.sectors:
        raise ScenarioError(f"the shock was resolved on {resolved.world}, not {world.name}", hint="resolve it anew")
    division = regions if isinstance(regions, Division) else Division(world, regions, name)
    hidden = sorted({group for step in resolved.steps for group in division.hidden(step)})
    note = f"not shown at {len(division.groups)} regions: measures on trade inside {', '.join(hidden)}"
    return replace(
        resolved,
        world=division.name,
        regions=division.groups,
        notes=(*resolved.notes, *([note] if hidden else [])),
        _division=division,
    )
