"""The path: a shock year by year for the regions that matter, and when its measures end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from technostate.evidence import Figure
from technostate.notation import LEAST_SHOWN
from technostate.shocks.impact.course import Days, Years
from technostate.shocks.impact.equilibria import LAST
from technostate.shocks.impact.notes import NOTHING
from technostate.shocks.impact.record import Impact
from technostate.view.shock.described import Described
from technostate.view.shock.record import Horizon
from technostate.view.shock.words import listed, reason, upper
from technostate.write import Chart, Column, Name, Prose, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines
from technostate.write.inline import Text

#: Years after the start that the table has; the chart and every file have all.
SHOWN = (1, 2, 3, 5, 7, 10)
#: Weeks after the start that the table has.
WEEKS_SHOWN = (1, 2, 4, 8, 13)
JOINT = (
    "Weeks and years are two models with a joint between them, and need not meet. In the weeks prices are fixed: what "
    "is missing is rationed once stocks are gone, and the line is gross output. In the years prices clear every "
    "market, and the line is real income, the mean of each year."
)


def path(impact: Impact, years: Years, regions: Sequence[str]) -> dict[str, tuple[Figure, ...]]:
    """Return region → its change year by year; regions of which a year is not known are left out."""
    found = {}
    for name in regions:
        at = impact.regions.index(name)
        if np.isfinite(years.real_income.median[:, at]).all():
            found[name] = tuple(
                impact.as_figure(years.real_income.at(step, at), name) for step in range(len(years.years))
            )
    return found


def with_weeks(item: Horizon, found: Impact | str | None) -> Horizon:
    """Return a path that begins with its first weeks, for the regions of its chart.

    Parameters
    ----------
    found : Impact, str or None
        Of the weeks; or why there is none; None where they were not run.
    """
    if found is None:
        return item
    if isinstance(found, str):
        return replace(item, without_weeks=reason(found))
    weeks = found.course
    assert isinstance(weeks, Days), "an impact of the weeks has days"
    rows = {}
    for name in item.path:
        at = found.regions.index(name)
        if np.isfinite(weeks.by_week.median[:, at]).all():
            each = (weeks.by_week.at(week, at) for week in range(len(weeks.by_week.median)))
            rows[name] = tuple(found.as_figure(change, name) for change in each)
    return replace(item, first_weeks=rows)


def path_blocks(item: Horizon, shock: Described) -> tuple[Block, ...]:
    """Return the chart and the table of a path, and a sentence on the measures that end."""
    said = ended(shock, max(item.years, default=0))
    years = tuple(at for at in SHOWN if at <= _moving(item) + 1)
    blocks: list[Block] = [Prose(said)] if said else []
    first, last = min(item.years, default=1), max(item.years, default=1)
    shown = f"median{' and p10 to p90' * bool(item.over)}; modelled"
    lines = Lines(_lines(item.path, item.years), "year", head="years: real income")
    if not item.first_weeks:
        sub = f"Real income against the base, %: {shown}"
        blocks.append(Chart(f"Real income year by year, years {first} to {last}", lines, sub, told=True))
        if item.without_weeks:
            blocks.append(Prose(f"The path begins with its first year: weeks have no answer ({item.without_weeks})."))
        return (*blocks, _table(item, item.path, "Year", item.years, years, "Year by year: change of real income"))
    count = max(map(len, item.first_weeks.values()))
    weeks = tuple(range(1, count + 1))
    before = Lines(_lines(item.first_weeks, weeks), "week", head="weeks: output")
    sub = f"Against the base, %: gross output in weeks 1 to {count}, real income in years {first} to {last}; {shown}"
    caption = f"The first {count} weeks, and years {first} to {last}"
    blocks += [
        Chart(caption, replace(lines, before=before), sub, told=True),
        Prose(JOINT),
        _table(item, item.first_weeks, "Week", weeks, WEEKS_SHOWN, "Week by week: change of gross output"),
        _table(item, item.path, "Year", item.years, years, "Year by year: change of real income"),
    ]
    return tuple(blocks)


def _moving(item: Horizon) -> int:
    """Return the last year in which a region changes; of the years after it the first and the last are shown."""
    each = [pair for figures in item.path.values() for pair in zip(item.years, figures, strict=True)]
    return max((year for year, figure in each if max(map(abs, _known(figure))) >= LEAST_SHOWN), default=0)


def _known(figure: Figure) -> tuple[float, ...]:
    span = () if figure.range is None else (figure.range.low, figure.range.high)
    return span if figure.value is None else (figure.value, *span)


def _lines(of: Mapping[str, Sequence[Figure]], positions: Sequence[int]) -> tuple[Line, ...]:
    return tuple(
        Line(Name(name), dict(zip(positions, figures, strict=True)), region=name) for name, figures in of.items()
    )


def _table(
    item: Horizon,
    of: Mapping[str, Sequence[Figure]],
    head: str,
    positions: Sequence[int],
    shown: Sequence[int],
    caption: str,
) -> Table:
    """Return some of the positions of a course, the last always."""
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (str(at), *(figures[positions.index(at)] for figures in of.values()))
        for at in positions
        if at in shown or at == positions[-1]
    )
    shared = scale_of([figure for figures in of.values() for figure in figures])
    columns = Column(head), *(Column(Name(name), shared) for name in of)
    return Table(f"{caption}{', median (p10 to p90)' * bool(item.over)}; modelled", columns, rows)


def ended(shock: Described, years: int) -> str:
    """Return a sentence on measures that end within some years, empty where all of them last.

    Parameters
    ----------
    years : int
        Years of the path.
    """
    in_year = {row["name"]: int(row["ends_in_year"]) for row in shock.measures if row["ends_in_year"]}
    ends = {name: year for name, year in in_year.items() if year <= years}
    if not ends:
        return ""
    if len(ends) < len(shock.measures):
        said = listed([f"{name} in year {year}" for name, year in ends.items()])
        return f"Not all measures last: {said} end{'s' * (len(ends) == 1)}; the others stay in force."
    last = max(ends.values())
    when = f"in year {last}" if len(set(ends.values())) == 1 else f"between years {min(ends.values())} and {last}"
    return (
        f"All measures end {when}. From then on none is in force and nothing changes: each year is an equilibrium of "
        "its own, without a memory of the one before."
    )


def over(item: Horizon, shock: Described) -> str:
    """Return a sentence on measures that are over at a horizon, or have not begun; empty where all are in force.

    A measure that ends within the tenth year is not over at the decade: it counts by its days.
    """
    in_year = {row["name"]: int(row["ends_in_year"]) for row in shock.measures if row["ends_in_year"]}
    gone = [name for name, year in in_year.items() if year < LAST]
    if item.horizon == "decade" and gone:
        which = "All measures" if len(gone) == len(shock.measures) else upper(listed(gone))
        verb = "has" if len(gone) == 1 < len(shock.measures) else "have"
        return f"{which} {verb} ended by then; --lasting asks what they would do if they lasted."
    if found := next((note for note in item.notes if note.startswith(NOTHING)), ""):
        return f"{upper(found)}."
    within = [name for name, year in in_year.items() if year == LAST]
    if item.horizon == "decade" and within:
        ends = "ends" if len(within) == 1 else "end"
        return f"{upper(listed(within))} {ends} within year {LAST}, of which only the days before that count."
    return ""
