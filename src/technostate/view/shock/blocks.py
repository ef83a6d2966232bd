"""The blocks that say what a shock does: what cannot be seen and what is not settled, then who, through what, when."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TypeVar

from technostate.evidence import Figure
from technostate.notation import NONE, Scale
from technostate.shocks.impact.sign import HARDLY, Side
from technostate.view.shock.assumptions import description
from technostate.view.shock.cases import cases_chart
from technostate.view.shock.coalition import coalition_blocks
from technostate.view.shock.described import Described
from technostate.view.shock.readings import reading_blocks
from technostate.view.shock.record import Answer, Horizon, Region
from technostate.view.shock.scenarios import scenario_blocks
from technostate.view.shock.words import (
    counted,
    in_sentence,
    listed,
    of_cases,
    reason,
    shortened,
    some,
    upper,
)
from technostate.view.shock.years import over, path_blocks
from technostate.write import Chart, Column, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines, Ranges, Span
from technostate.write.inline import Absent, Inline, Shown, Text
from technostate.write.tables import Group

T = TypeVar("T")

#: Regions of a table at full resolution: the ends of the list; the middle changes least.
MOST_REGIONS = 24
#: Regions that hardly change and are named; of more it is said how many they are.
MOST_HARDLY = 5
#: Regions whose days stand in one chart.
MOST_COURSES = 4

BLIND = "What the model cannot see in this shock"
UNSETTLED = "Not settled: between 10 and 90 of 100 cases lose"
OUTPUT_NOTE = (
    "Part in the change of the region’s gross output, percentage points: the sector’s change of output times its share "
    "in that output. Medians and ends are each sector’s own, so that they do not add up to the region’s."
)
SHORT_NOTE = "Of each product the region where that is first; 1 is the day on which the shock begins."
MORE_NOTE = "GDP: value added at the base’s prices. Consumer prices: where the region’s factors earn as much as before."
#: Columns of what moves beside real income: head → which of `Figures`.
MORE = (("GDP", "gdp"), ("Consumer prices", "consumer_prices"), ("Employment", "employment"))

#: What is true of a group of regions, said of one and of several.
_VERBS: dict[Side, tuple[str, str]] = {
    "lose": ("loses in at least 90 of 100 cases", "lose in at least 90 of 100 cases"),
    "gain": ("gains in at least 90 of 100 cases", "gain in at least 90 of 100 cases"),
    "no_loss": (
        "gains or hardly changes in at least 90 of 100 cases",
        "gain or hardly change in at least 90 of 100 cases",
    ),
    "hardly": (
        f"changes by less than {HARDLY} % in at least 80 of 100 cases",
        f"change by less than {HARDLY} % in at least 80 of 100 cases",
    ),
}
#: The same where only the central case was run.
_CENTRAL: dict[Side, tuple[str, str]] = {
    "lose": ("loses", "lose"),
    "gain": ("gains", "gain"),
    "hardly": (f"changes by less than {HARDLY} %", f"change by less than {HARDLY} %"),
}


def answer_blocks(answer: Answer, *, whose: str = "") -> tuple[Block, ...]:
    """Return everything that is said of a shock.

    Parameters
    ----------
    whose : str
        Whose sectors were looked at, for the caption; of all regions by default.
    """
    blocks: list[Block] = [*first(answer)]
    if answer.refused:
        why = tuple(f"{upper(horizon)}: {reason(text)}" for horizon, text in answer.refused.items())
        blocks.append(Items(why, "Horizons without an answer", warn=True))
    blocks += reading_blocks(answer.readings, answer.products)
    for item in answer.horizons.values():
        blocks.append(Section(upper(item.after), horizon_blocks(item, answer.shock, whose=whose), item.horizon))
    if answer.coalition is not None:
        blocks.append(Section("As the coalition grows", coalition_blocks(answer.coalition), "coalition"))
    told = description(answer.shock, tuple(answer.horizons.values()))
    blocks.append(Section("The shock and its assumptions", told, "assumptions"))
    return tuple(blocks)


def first(answer: Answer) -> tuple[Block, ...]:
    """Return what stands before all figures: what the model cannot see where that decides, open signs, the world."""
    blocks: list[Block] = []
    if answer.shock.blind_spot:
        blocks.append(Items((answer.shock.blind_spot,), BLIND, warn=True))
    if answer.unsettled:
        blocks.append(Items(tuple(unsettled(answer)), UNSETTLED, warn=True))
    if answer.world:
        blocks.append(Prose(f"On {answer.world}."))
    return tuple(blocks)


def unsettled(answer: Answer) -> list[str]:
    """Return one sentence a horizon on the regions whose sign is not settled, each with its shares of cases.

    Of those that gain in no case it is said once that they do not, and of each how many of the cases lose.
    """
    said = []
    for key, names in answer.unsettled.items():
        item = answer.horizons[key]
        rows = [item.region(name) for name in names]
        either = [_shares(row, item.cases) for row in rows if row.gain_share > 0]
        losing = [f"{in_sentence(row.region)} in {of_cases(row.loss_share, item.cases)}"
                  for row in rows if row.gain_share == 0]  # fmt: skip
        clauses = [some(either, glue="; ")] if either else []
        if losing:
            clauses.append(f"a loss in some of {counted(item.cases)} cases and a gain in none: {some(losing)}")
        said.append(f"{upper(item.after)}: {'; '.join(clauses)}.")
    return said


def _shares(row: Region, cases: int) -> str:
    loss, gain = of_cases(row.loss_share, cases), of_cases(row.gain_share, cases)
    return f"{in_sentence(row.region)} (a loss in {loss}, a gain in {gain} of {counted(cases)} cases)"


def horizon_blocks(item: Horizon, shock: Described, *, whose: str = "") -> tuple[Block, ...]:
    """Return the blocks on one horizon."""
    if still(item):
        return (Prose(f"{over(item, shock)} Nothing changes in any region.".strip()), *_without_answer(item))
    blocks: list[Block] = [Prose(said) for said in (over(item, shock), sides(item)) if said]
    if item.path:
        blocks += path_blocks(item, shock)
    elif (drawn := cases_chart(item)) is not None:
        blocks.append(drawn)
    blocks.append(income(item))
    if (table := more(item)) is not None:
        blocks.append(table)
    blocks += _without_answer(item)
    blocks += scenario_blocks(item)
    if item.courses:
        blocks.append(days(item))
    if item.shortages:
        blocks.append(shortages(item))
    if item.sectors:
        blocks.append(sectors(item, whose))
    return tuple(blocks)


def still(item: Horizon) -> bool:
    """Return whether a horizon of equilibria is the base in every case: tables would have nothing but zeros."""
    ends = [end for row in item.regions for end in (row.central, row.median, row.p10, row.p90)]
    return not item.days and not item.path and more(item) is None and all(abs(100 * end) < NONE for end in ends)


def _without_answer(item: Horizon) -> tuple[Block, ...]:
    return (Items((failed(item),), warn=True),) if item.failed else ()


def sides(item: Horizon) -> str:
    """Return one sentence on who loses and gains in nearly all cases, and whose sign is open."""
    clauses = []
    if opened := [in_sentence(code) for code in item.on("open")]:
        clauses.append(f"whether there is a loss is not settled for {some(opened)}")
    for key, verbs in (_VERBS if item.over else _CENTRAL).items():
        codes = item.on(key)
        if codes:
            names = some([in_sentence(code) for code in codes])
            if key == "hardly" and len(codes) > MOST_HARDLY:
                names = f"{'all' if len(codes) == len(item.regions) else 'the other'} {len(codes)} regions"
            clauses.append(f"{names} {verbs[len(codes) > 1 or ' and ' in names]}")
    said = upper("; ".join(clauses))
    return f"{said}." if item.over else f"In the central case alone: {said}."


def income(item: Horizon) -> Chart:
    """Return the regions by change, with their ranges and the cases that lose."""
    head = (f"cases of {counted(item.cases)} with a loss",) if item.over else ()
    scale = Scale(counted(item.cases) / 100, 0, "")
    spans = [
        Span(Name(row.region), row.figures.change, row.region, beside=_loss(row, scale) if head else ())
        for row in item.regions
    ]
    return Chart(
        f"{upper(item.after)}: change of {item.measure}",
        Ranges(_shortened(spans), "Region", beside=head),
        f"%, {f'median ({item.over})' if item.over else 'central case'}, {item.world}; modelled",
    )


def _loss(row: Region, scale: Scale) -> tuple[Text, ...]:
    return (Absent("–") if row.figures.loss is None else Shown(row.figures.loss, scale),)


def more(item: Horizon) -> Table | None:
    """Return GDP, consumer prices and employment of the regions where one of them moves; None where none does."""
    keys = [(head, key) for head, key in MORE if any(getattr(row.figures, key) for row in item.regions)]
    moved = [row for row in item.regions if any(_moves(getattr(row.figures, key)) for _, key in keys)]
    if not moved:
        return None
    rows = [(Name(row.region), *(getattr(row.figures, key) or Absent("–") for _, key in keys)) for row in moved]
    words = listed([head if head == "GDP" else head.lower() for head, _ in keys])
    middle = "median (p10 to p90)" if item.over else "central case"
    caption = f"{upper(item.after)}: change of {words}, {middle}; modelled"
    columns = Column("Region"), *(Column(head, signs=False) for head, _ in keys)
    notes = [MORE_NOTE] * (len(keys) > 1)
    still = len(item.regions) - len(moved)
    left = f"{still} regions" if still > 1 else "one region"
    notes += [f"Left out: {left} in which none of them is 0.005 % or more from zero."] * (still > 0)
    return Table(caption, columns, _shortened(rows), note=" ".join(notes))


def _moves(figure: Figure | None) -> bool:
    """Return whether a figure, or an end of its range, counts as a change."""
    ends = () if figure is None else (figure.value, figure.low, figure.high)
    return any(end is not None and abs(end) >= HARDLY for end in ends)


def _shortened(rows: Sequence[T]) -> tuple[T | Group, ...]:
    """Return rows, of many only those at both ends, with a heading between them."""
    if len(rows) <= MOST_REGIONS:
        return tuple(rows)
    half = MOST_REGIONS // 2
    between = len(rows) - 2 * half
    return *rows[:half], Group(f"{between} region{'s' * (between > 1)} between"), *rows[-half:]


def failed(item: Horizon) -> str:
    """Return a sentence on cases that have no answer and are in no range."""
    listing = "; ".join(shortened(why, 150) for why in item.failed[:3]) + "; …" * (len(item.failed) > 3)
    have = "case has" if len(item.failed) == 1 else "cases have"
    return f"{len(item.failed)} {have} no answer and no part in the ranges: {listing}."


def days(item: Horizon) -> Chart:
    """Return output day by day for the regions that fall furthest."""
    lines = tuple(
        Line(Name(course.region), dict(enumerate(course.days, start=1)), region=course.region)
        for course in item.courses[:MOST_COURSES]
    )
    shown = f"median and {item.over}" if item.over else "central case"
    return Chart(
        f"Output day by day in the first {item.days} days",
        Lines(lines, "day"),
        f"Gross output against its base, %: {shown}; modelled",
        _recoveries(item),
    )


def _recoveries(item: Horizon) -> Text:
    said: list[Inline] = []
    for course in item.courses[:MOST_COURSES]:
        recovery = course.recovery
        if recovery is None or recovery.value == recovery.high == 0:
            continue
        said += ["; " if said else "Days more than 1 % from the base: ", Name(course.region), " "]
        never = recovery.value is None and recovery.low is not None and math.isinf(recovery.low)
        said.append("to the last day simulated and beyond" if never else recovery)
    return tuple(said)


def shortages(item: Horizon) -> Table:
    """Return which products run short first, and where."""
    rows = tuple((f"{row.sector} {row.title}", Name(row.region), row.day) for row in item.shortages)
    columns = Column("Product", words=True), Column("Region of the user"), Column("First short, days")
    caption = "Which products run short first: days until half of the stock from one origin is gone"
    return Table(caption, columns, rows, note=SHORT_NOTE)


def sectors(item: Horizon, whose: str = "") -> Table:
    """Return the sectors with the largest part in the change of a region's output."""
    rows = tuple((Name(row.region), f"{row.sector} {row.title}", row.output, row.part) for row in item.sectors)
    columns = (
        Column("Region"),
        Column("Sector", words=True),
        Column("Change of output"),
        Column("Part in the region’s change"),
    )
    caption = f"{upper(item.after)}: sectors{whose} with the largest part in a change of output; modelled"
    return Table(caption, columns, rows, note=OUTPUT_NOTE)
