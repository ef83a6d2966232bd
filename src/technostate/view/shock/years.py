"""The path: a shock year by year for the regions that matter, and when its measures end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from technostate.evidence import Figure
from technostate.shocks.impact.course import Years
from technostate.shocks.impact.equilibria import LAST
from technostate.shocks.impact.notes import NOTHING
from technostate.shocks.impact.record import Impact
from technostate.view.shock.described import Described
from technostate.view.shock.record import Horizon
from technostate.view.shock.words import listed, upper
from technostate.write import Chart, Column, Name, Prose, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines
from technostate.write.inline import Text

#: Years after the start that the table has; the chart and every file have all.
SHOWN = (1, 2, 3, 5, 7, 10)


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


def path_blocks(item: Horizon, shock: Described) -> tuple[Block, ...]:
    """Return the chart and the table of a path, and a sentence on the measures that end."""
    lines = tuple(
        Line(Name(name), dict(zip(item.years, figures, strict=True)), region=name)
        for name, figures in item.path.items()
    )
    said = ended(shock, max(item.years, default=0))
    blocks: list[Block] = [Prose(said)] if said else []
    sub = f"Real income against the base, %: median{' and p10 to p90' * bool(item.over)}; modelled"
    first, last = min(item.years, default=1), max(item.years, default=1)
    blocks.append(Chart(f"Real income year by year, years {first} to {last}", Lines(lines, "year"), sub, told=True))
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (str(year), *(figures[item.years.index(year)] for figures in item.path.values()))
        for year in item.years
        if year in SHOWN or year == last
    )
    shared = scale_of([figure for figures in item.path.values() for figure in figures])
    columns = Column("Year"), *(Column(Name(name), shared) for name in item.path)
    caption = f"Year by year: change of real income{', median (p10 to p90)' * bool(item.over)}; modelled"
    blocks.append(Table(caption, columns, rows))
    return tuple(blocks)


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
