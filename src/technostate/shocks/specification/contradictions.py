"""Measures that cannot both hold, dates that do not fit: found in the description, before any world is read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from technostate.shocks.specification.labels import REST, members, sector_codes, states_named
from technostate.shocks.specification.measures import (
    BanMeasure,
    CapacityLoss,
    Delay,
    DemandLoss,
    LinkMeasure,
    Measure,
    MeasureBase,
    Stockpile,
    Tariff,
    TradeCost,
    TransferFreeze,
)

Lists = Mapping[str, Mapping[str, tuple[str, ...]]]


def contradictions(measures: Sequence[Measure], starts: dt.date, own: Lists) -> list[str]:
    """Return one sentence for each contradiction among measures.

    Parameters
    ----------
    starts : date
        Of the shock.
    own : mapping
        The shock's own lists of sectors.
    """
    return [
        *_dates(measures, starts),
        *_empty_groups(measures, starts),
        *(
            f"{one.name} and {two.name} contradict each other: {why}"
            for one, two in combinations(sorted(measures, key=lambda row: row.name), 2)
            if (why := _clash(one, two)) and _meet(one, two, starts, own)
        ),
    ]


def _dates(measures: Sequence[Measure], starts: dt.date) -> Iterator[str]:
    for row in measures:
        if row.starts is not None and row.starts < starts:
            yield f"{row.name} starts on {row.starts}, before the shock itself ({starts})"
        elif row.starts is None and row.ends is not None and row.ends <= starts:
            yield f"{row.name} ends on {row.ends} and starts with the shock on {starts}; the end comes after the start"


def _sides(row: MeasureBase) -> tuple[tuple[str, ...], ...]:
    if isinstance(row, LinkMeasure):
        return row.exporters, row.importers
    if isinstance(row, TransferFreeze):
        return row.regions, row.held_by
    return (getattr(row, "regions", ()),)


def _empty_groups(measures: Sequence[Measure], starts: dt.date) -> Iterator[str]:
    for row in measures:
        year = (row.starts or starts).year
        for name in dict.fromkeys(name for side in _sides(row) for name in side):
            if name != REST and not members(name, year):
                yield f"{row.name}: the group {name} has no members in {year}"
        if isinstance(row, TransferFreeze):
            both = sorted(states_named(row.regions, year) & states_named(row.held_by, year))
            if both:
                yield f"{row.name}: {', '.join(both)} on both sides; nobody freezes assets of its own"


def _clash(one: Measure, two: Measure) -> str:
    """Return why two measures cannot hold on the same place at the same time, or nothing."""
    if isinstance(one, BanMeasure) and isinstance(two, BanMeasure) and one.leak != two.leak:
        return "two bans leave different shares of the same trade"
    if isinstance(one, Tariff) and isinstance(two, Tariff):
        if "reversed" in (one.basis, two.basis):
            same = one.basis == two.basis and one.to == two.to
            return "" if same else "one takes the tariff back to a date and the other changes it too"
        if one.basis != two.basis:
            return "one sets the whole tariff and the other adds to it"
        if one.basis == "total":
            return "two whole tariffs on the same trade; write one"
    ban, other = (one, two) if isinstance(one, BanMeasure) else (two, one)
    if isinstance(ban, BanMeasure) and isinstance(other, TradeCost) and other.increase.low < 0:
        return "a ban and cheaper trade on the same link"
    if isinstance(one, CapacityLoss | DemandLoss) and type(one) is type(two):
        return "two losses of the same thing in the same place; write one"
    if isinstance(one, Stockpile) and isinstance(two, Stockpile):
        return "two stockpiles of the same product in the same place; write one"
    if isinstance(one, Delay) and isinstance(two, Delay):
        return "two delays of the same trade; write one"
    return ""


def _meet(one: Measure, two: Measure, starts: dt.date, own: Lists) -> bool:
    """Whether two measures share time, a use, regions on every side, and a sector."""
    if {getattr(row, "use", "both") for row in (one, two)} == {"inputs", "final"}:
        return False
    begin = [row.starts or starts for row in (one, two)]
    end = [row.ends or dt.date.max for row in (one, two)]
    if max(begin) >= min(end):
        return False
    for side, (left, right) in enumerate(zip(_sides(one), _sides(two), strict=True)):
        if not _overlap(one, two, left, right, side, [day.year for day in begin]):
            return False
    codes = [
        {code for name in getattr(row, "sectors", ()) for table in sector_codes(name, own).values() for code in table}
        for row in (one, two)
    ]
    return bool(codes[0] & codes[1])


def _overlap(
    one: Measure, two: Measure, left: tuple[str, ...], right: tuple[str, ...], side: int, years: list[int]
) -> bool:
    """Whether two lists of regions share a state; 'rest' is all but the states of the measure's other side."""
    if left == (REST,) and right == (REST,):
        return True
    if left == (REST,) or right == (REST,):
        row, named, year = (one, right, years[1]) if left == (REST,) else (two, left, years[0])
        row_year = years[0] if row is one else years[1]
        return bool(states_named(named, year) - states_named(_sides(row)[1 - side], row_year))
    return bool(states_named(left, years[0]) & states_named(right, years[1]))
