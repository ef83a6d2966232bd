"""The blocks that say what a shock does: signs that are open first, then who, through what, and when."""

from __future__ import annotations

from collections.abc import Sequence

from technostate.evidence import Figure
from technostate.shocks.impact.sign import HARDLY, Side
from technostate.view.shock.coalition import coalition_blocks
from technostate.view.shock.data import Answer, Horizon, Rent
from technostate.view.shock.described import Described
from technostate.view.shock.words import MOST_NAMED, RENTS, in_sentence, listed, reason, shortened, some, upper
from technostate.write import Chart, Cite, Column, Fold, Items, Link, Name, Prose, Section, Strong, Table
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines, Ranges, Span
from technostate.write.inline import Absent, Inline, Text
from technostate.write.tables import Group, Row

#: Regions of a table at full resolution: the ends of the list; the middle changes least.
MOST_REGIONS = 24
#: Regions that the rule on scarcity rents moves most.
MOST_RENTS = 6
#: Regions whose days stand in one chart.
MOST_COURSES = 5

OUTPUT_NOTE = (
    "Part in the change of the region’s gross output, percentage points: the sector’s change of output times its share "
    "in that output. The central parts of all sectors add up to the region’s change; the ends of ranges do not."
)
RENT_NOTE = (
    "What is still delivered past a ban sells at a higher price. The ban itself does not say who keeps the difference, "
    "so all answers stand side by side, for the regions that it moves most."
)

#: What is true of a group of regions, said of one and of several.
_VERBS: dict[Side, tuple[str, str]] = {
    "lose": ("loses in every case", "lose in every case"),
    "gain": ("gains in every case", "gain in every case"),
    "no_gain": ("loses or hardly changes", "lose or hardly change"),
    "no_loss": ("gains or hardly changes", "gain or hardly change"),
    "open": ("loses in some cases and gains in others", "lose in some cases and gain in others"),
    "hardly": (f"changes by less than {HARDLY} % in every case", f"change by less than {HARDLY} % in every case"),
}


def answer_blocks(answer: Answer, *, pair: Sequence[str] = (), whose: str = "") -> tuple[Block, ...]:
    """Return everything that is said of a shock.

    Parameters
    ----------
    pair : sequence of str
        Regions that come first in tables of a few.
    whose : str
        Whose sectors were looked at, for the caption; of all regions by default.
    """
    blocks: list[Block] = []
    if answer.unsettled:
        blocks.append(Items(tuple(unsettled(answer)), "Not settled: both signs lie inside the range", warn=True))
    if answer.refused:
        why = tuple(f"{upper(horizon)}: {reason(text)}" for horizon, text in answer.refused.items())
        blocks.append(Items(why, "Horizons without an answer", warn=True))
    for item in answer.horizons:
        blocks.append(Section(upper(item.after), horizon_blocks(item, pair=pair, whose=whose), item.horizon))
    if answer.coalition is not None:
        blocks.append(Section("As the coalition grows", coalition_blocks(answer.coalition), "coalition"))
    blocks.append(Section("The shock and its assumptions", description(answer.shock, answer.horizons), "assumptions"))
    return tuple(blocks)


def unsettled(answer: Answer) -> list[str]:
    """Return one sentence a horizon on the regions whose change has both signs inside the range."""
    return [
        f"{upper(item.after)}, the sign is not settled inside the range for "
        f"{listed([in_sentence(code) for code in answer.unsettled[item.horizon]])}."
        for item in answer.horizons
        if item.horizon in answer.unsettled
    ]


def horizon_blocks(item: Horizon, *, pair: Sequence[str] = (), whose: str = "") -> tuple[Block, ...]:
    """Return the blocks on one horizon."""
    blocks: list[Block] = [Prose(sides(item)), income(item)]
    if item.failed:
        blocks.append(Items((failed(item),), warn=True))
    if item.rents:
        blocks.append(rents(item, pair))
    if item.courses:
        blocks.append(days(item))
    if item.shortages:
        blocks.append(shortages(item))
    if item.sectors:
        blocks.append(sectors(item, whose))
    return tuple(blocks)


def sides(item: Horizon) -> str:
    """Return one sentence on who loses and gains in every case, and whose sign is open."""
    clauses = []
    for key, verbs in _VERBS.items():
        codes = item.on(key)
        if codes:
            names = some([in_sentence(code) for code in codes])
            if key == "hardly" and len(codes) > MOST_NAMED:
                names = f"{'all' if len(codes) == len(item.regions) else 'the other'} {len(codes)} regions"
            clauses.append(f"{names} {verbs[len(codes) > 1 or ' and ' in names]}")
    return upper(f"{'; '.join(clauses)}.") if clauses else ""


def income(item: Horizon) -> Chart:
    """Return the regions by change, with their ranges and the change in money."""
    spans: list[Span | Group] = [Span(Name(row.region), row.change, row.region) for row in item.regions]
    if len(spans) > MOST_REGIONS:
        half = MOST_REGIONS // 2
        spans = [*spans[:half], Group(f"{len(spans) - 2 * half} regions between"), *spans[-half:]]
    return Chart(
        f"{upper(item.after)}: change of {item.measure}",
        Ranges(tuple(spans), "Region"),
        f"%, central (low to high), {item.world}; range over {item.over}; modelled",
    )


def failed(item: Horizon) -> str:
    """Return a sentence on cases that have no answer and are in no range."""
    listing = "; ".join(shortened(why, 150) for why in item.failed[:3]) + "; …" * (len(item.failed) > 3)
    have = "case has" if len(item.failed) == 1 else "cases have"
    return f"{len(item.failed)} {have} no answer and no part in the ranges: {listing}."


def rents(item: Horizon, pair: Sequence[str] = ()) -> Section:
    """Return who gets the scarcity rent of bans and what that changes: the regions that it moves most."""
    chosen = _moved(item.rents, [row.region for row in item.regions], pair)
    rows: tuple[Row, ...] = tuple(
        (Name(region), *(cell or Absent() for cell in cells)) for region, cells in chosen[:MOST_RENTS]
    )
    columns = Column("Region"), *(Column(RENTS[rule.rule]) for rule in item.rents)
    caption = f"{upper(item.after)}: change of real income by who gets the rent; modelled"
    return Section("Who gets the scarcity rent", (Prose(RENT_NOTE), Table(caption, columns, rows)))


def _moved(
    rules: Sequence[Rent], regions: Sequence[str], pair: Sequence[str]
) -> list[tuple[str, tuple[Figure | None, ...]]]:
    """Return regions with their change under every rule, those that the rule moves most first."""
    rows = list(zip(regions, zip(*(rule.changes for rule in rules), strict=True), strict=False))

    def width(cells: Sequence[Figure | None]) -> float:
        known = [cell.value for cell in cells if cell is not None and cell.value is not None]
        return max(known, default=0.0) - min(known, default=0.0)

    return sorted(rows, key=lambda row: (row[0] not in pair, -width(row[1])))


def days(item: Horizon) -> Chart:
    """Return output day by day for the regions that fall furthest."""
    lines = tuple(
        Line(Name(course.region), dict(enumerate(course.days, start=1)), region=course.region)
        for course in item.courses[:MOST_COURSES]
    )
    return Chart(
        f"Output day by day in the first {item.days} days",
        Lines(lines, "day"),
        "Gross output against its base, %: central and range; modelled",
        _recoveries(item),
    )


def _recoveries(item: Horizon) -> Text:
    said: list[Inline] = []
    for course in item.courses:
        if course.recovery is not None:
            said += ["; " if said else "Days more than 1 % from the base: ", Name(course.region), " ", course.recovery]
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
        origins = dict.fromkeys(row.change.origin for item in horizons for row in item.regions)
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
