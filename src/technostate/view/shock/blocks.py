"""The blocks that say what a shock does: what cannot be seen and what is not settled, then who, through what, when."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from technostate.notation import Scale
from technostate.shocks.impact.sign import HARDLY, Side
from technostate.view.shock.coalition import coalition_blocks
from technostate.view.shock.described import Described
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
from technostate.view.shock.years import path_blocks
from technostate.write import Chart, Cite, Column, Fold, Items, Link, Name, Prose, Section, Strong, Table
from technostate.write.blocks import Block
from technostate.write.cells import scale_of
from technostate.write.forms import Line, Lines, Ranges, Span
from technostate.write.inline import Absent, Inline, Shown, Text
from technostate.write.tables import Group

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
BESIDE_NOTE = (
    "GDP: value added at the base’s prices. Consumer prices: where the region’s factors earn as much as before. Each "
    "is the median of its own cases; open: its sign is not settled. Ranges: below for a few, in every file for all."
)

#: Where there is no region.
_BARE = Scale(1.0, 2, "", signed=True)
#: Columns behind the ranges: head → which of `Figures`.
BESIDE = (
    ("cases of {cases} with a loss", "loss"),
    ("GDP", "gdp"),
    ("consumer prices", "consumer_prices"),
    ("employment", "employment"),
)

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
    for item in answer.horizons.values():
        blocks.append(Section(upper(item.after), horizon_blocks(item, answer.shock, whose=whose), item.horizon))
    if answer.coalition is not None:
        blocks.append(Section("As the coalition grows", coalition_blocks(answer.coalition), "coalition"))
    told = description(answer.shock, tuple(answer.horizons.values()))
    blocks.append(Section("The shock and its assumptions", told, "assumptions"))
    return tuple(blocks)


def first(answer: Answer) -> tuple[Block, ...]:
    """Return what stands before all figures: what the model cannot see where that decides, and open signs."""
    blocks: list[Block] = []
    seen = [item.after for key, item in answer.horizons.items() if key != "weeks"]
    if answer.shock.blind_spot and seen:
        blocks.append(Items((f"{upper(listed(seen))}: {answer.shock.blind_spot}",), BLIND, warn=True))
    if answer.unsettled:
        blocks.append(Items(tuple(unsettled(answer)), UNSETTLED, warn=True))
    return tuple(blocks)


def unsettled(answer: Answer) -> list[str]:
    """Return one sentence a horizon on the regions whose sign is not settled, each with its shares of cases."""
    said = []
    for key, names in answer.unsettled.items():
        item = answer.horizons[key]
        regions = [_shares(item.region(name), item.cases) for name in names]
        said.append(f"{upper(item.after)}: {some(regions, glue='; ')}.")
    return said


def _shares(row: Region, cases: int) -> str:
    loss, gain = of_cases(row.loss_share, cases), of_cases(row.gain_share, cases)
    return f"{in_sentence(row.region)} (a loss in {loss}, a gain in {gain} of {counted(cases)} cases)"


def horizon_blocks(item: Horizon, shock: Described, *, whose: str = "") -> tuple[Block, ...]:
    """Return the blocks on one horizon."""
    blocks: list[Block] = [Prose(sides(item))]
    if item.path:
        blocks += path_blocks(item, shock)
    blocks.append(income(item))
    if item.failed:
        blocks.append(Items((failed(item),), warn=True))
    blocks += scenario_blocks(item)
    if item.courses:
        blocks.append(days(item))
    if item.shortages:
        blocks.append(shortages(item))
    if item.sectors:
        blocks.append(sectors(item, whose))
    return tuple(blocks)


def sides(item: Horizon) -> str:
    """Return one sentence on who loses and gains in nearly all cases, and whose sign is open."""
    clauses = []
    if opened := [in_sentence(code) for code in item.on("open")]:
        clauses.append(f"the sign is not settled for {some(opened)}")
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
    """Return the regions by change with their ranges, the cases that lose, and what moves beside real income."""
    scale = scale_of([row.figures.change for row in item.regions])
    shown = {"loss": Scale(counted(item.cases) / 100, 0, ""), "": (scale or _BARE)._replace(words="")}
    kept = [(head, key) for head, key in BESIDE if any(getattr(row.figures, key) for row in item.regions)]
    heads = tuple(head.format(cases=counted(item.cases)) for head, _ in kept)
    spans: list[Span | Group] = [
        Span(Name(row.region), row.figures.change, row.region, beside=_beside(row, [key for _, key in kept], shown))
        for row in item.regions
    ]
    if len(spans) > MOST_REGIONS:
        half = MOST_REGIONS // 2
        spans = [*spans[:half], Group(f"{len(spans) - 2 * half} regions between"), *spans[-half:]]
    return Chart(
        f"{upper(item.after)}: change of {item.measure}",
        Ranges(tuple(spans), "Region", beside=heads),
        f"%, {f'median ({item.over})' if item.over else 'central case'}, {item.world}; modelled",
        BESIDE_NOTE if any(row.figures.consumer_prices for row in item.regions) else "",
    )


def _beside(row: Region, keys: Sequence[str], scales: Mapping[str, Scale]) -> tuple[Text, ...]:
    cells: list[Text] = []
    for key in keys:
        figure = getattr(row.figures, key)
        if figure is None or figure.open:
            # A median alone says nothing where the sign is open.
            cells.append(Absent("–" if figure is None else "open"))
        else:
            cells.append(Shown(figure, scales.get(key, scales[""]), alone=True))
    return tuple(cells)


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
    columns = Column("Product", words=True), Column("Region of the user"), Column("Day")
    return Table("Which products run short first: day on which stocks first limit a user", columns, rows)


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


def description(shock: Described, horizons: Sequence[Horizon] = ()) -> tuple[Block, ...]:
    """Return what the shock is made of: event, measures, assumptions, what is left out, notes, documents."""
    blocks: list[Block] = []
    if shock.event:
        blocks.append(Prose((Strong("Event. "), shock.event)))
    if shock.assumptions:
        blocks.append(Prose((Strong("Assumptions. "), shock.assumptions)))
    rows = tuple(
        (
            row["measure"],
            row["who"],
            row["what"] or "–",
            row["how_much"] or "–",
            " to ".join(part for part in (row["from"] or shock.starts, row["to"]) if part),
        )
        for row in shock.measures
    )
    columns = (
        Column("Measure"),
        Column("Who", words=True),
        Column("What", words=True),
        Column("How much"),
        Column("From"),
    )
    blocks.append(Table("The measures", columns, rows))
    if shock.leaves_out:
        blocks.append(Items(shock.leaves_out, "Left out"))
    notes: dict[str, list[str]] = {}
    for item in horizons:
        for note in item.notes:
            notes.setdefault(note, []).append(item.horizon)
    if notes:
        computed = tuple(f"{upper(listed(where))}: {note}" for note, where in notes.items())
        blocks.append(Fold("How it was computed", (Items(computed),), printed=True))
    if horizons and horizons[0].regions:
        origins = dict.fromkeys(row.figures.change.origin for item in horizons for row in item.regions)
        blocks.append(Prose(("Figures: ", Cite(tuple(origins))), note=True))
    if shock.sources:
        documents: tuple[Text, ...] = tuple(
            (
                f"{row['issuer']}, ",
                Link(row["title"], row.get("url") or ""),
                f" ({row['date']}). Checked: {row['checked']}.",
            )
            for row in shock.sources
        )
        blocks.append(Items(documents, "Documents"))
    return tuple(blocks)
