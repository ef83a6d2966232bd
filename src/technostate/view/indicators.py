"""The data dictionary: the list of indicators, one of them with its figures, and the score with its intervals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from technostate import states as files
from technostate import units
from technostate.evidence import Figure
from technostate.strategies import dictionary, standing
from technostate.strategies.dictionary import Indicator
from technostate.view import who
from technostate.view.shell import command
from technostate.write import Absent, Cite, Column, Name, Prose, See, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import Text

_WAYS = {"up": "↑", "down": "↓", "none": "·"}


@dataclass(frozen=True)
class Entry:
    """A row of the dictionary.

    Parameters
    ----------
    competing : tuple of str
        Other definitions: ids, or words; why there is none where there is none.
    """

    id: str
    title: str
    strategy: str
    definition: str
    unit: str
    direction: str
    why: str
    measure: str
    proxy: bool
    scored: bool
    competing: tuple[str, ...]
    notes: str

    @classmethod
    def of(cls, row: Indicator) -> Entry:
        """Return a row of the dictionary as it is shown."""
        return cls(
            row.id, row.title, row.strategy, row.definition, row.unit, row.direction, row.why, row.expression.text(),
            row.proxy, row.scored, row.competing or (row.no_competing,), row.notes,
        )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """Where one state stands on an indicator.

    Parameters
    ----------
    place : int or None
        From the highest value, among `of` states whose newest figure is recent.
    change : Figure or None
        To the newest figure from the one about ten years earlier.
    """

    region: str
    newest: Figure | None
    place: int | None
    of: int | None
    change: Figure | None
    since: int | None


@dataclass(frozen=True)
class Shown:
    """An indicator with the standing of some states.

    Parameters
    ----------
    states : int
        How many states have any figure.
    """

    indicator: Entry
    states: int
    standings: tuple[Standing, ...]


def listing(strategy: str | None = None) -> View[tuple[Entry, ...]]:
    """Return the dictionary, or the rows of one strategy.

    Parameters
    ----------
    strategy : str, optional
        One of the five keys; all by default.
    """
    entries = tuple(map(Entry.of, dictionary.indicators(strategy)))
    columns = Column("Id"), Column(""), Column("Title", words=True), Column("Unit")
    tables = []
    for key in dict.fromkeys(entry.strategy for entry in entries):
        rows = [entry for entry in entries if entry.strategy == key]
        cells = tuple(
            (
                See(row.id, "indicator", row.id),
                _WAYS[row.direction],
                row.title + (" (proxy)" if row.proxy else ""),
                units.unit(row.unit).title,
            )
            for row in rows
        )
        tables.append(Table(f"{key} ({len(rows)})", columns, cells))
    note = "↑ ↓ the way the strategy wants the figure to move, · none named"
    return View(
        f"{len(entries)} indicators", entries, (*tables, Prose(note, note=True)),
        tuple({**vars(entry)} for entry in entries), command("indicators", "list", strategy=strategy),
    )  # fmt: skip


def one(indicator: str, regions: str | Iterable[str] | None = None) -> View[Shown]:
    """Return an indicator: its definition, and where some states stand.

    Parameters
    ----------
    regions : str or iterable of str, optional
        Codes or names; the states that have a file by default.
    """
    row = dictionary.indicator(indicator)
    series = dictionary.values(row)
    codes = who.states(regions, files.codes())
    found = standing.row(row, series, codes)
    data = Shown(Entry.of(row), found.states, tuple(_standing(found, code) for code in codes))
    entry = data.indicator
    said: tuple[tuple[Text, ...], ...] = (
        ("Definition", entry.definition),
        ("Unit, kind", f"{units.unit(entry.unit).title}; {found.kind}"),
        ("Why", entry.why),
        ("Direction", {"up": "higher", "down": "lower", "none": "none named"}[entry.direction]),
        ("Other definitions", "; ".join(entry.competing)),
        ("Measure", entry.measure),
        ("Series", _listed([See(item, "series", item) for item in row.expression.series_ids()])),
        *((("Notes", entry.notes),) if entry.notes else ()),
    )
    blocks: tuple[Block, ...] = (
        Table("", (Column(""), Column("", words=True)), said),
        _standings(data),
        Prose((f"{found.states} states have figures.", Cite((found.origin,))), note=True),
    )
    rows = [
        {"indicator": entry.id, "what": what, "figure": figure, "place": item.place, "of": item.of}
        for item in data.standings
        for what, figure in (("newest", item.newest), (f"change since {item.since}", item.change))
        if figure is not None
    ]
    return View(f"{entry.title} ({entry.id}, {entry.strategy})", data, blocks, tuple(rows),
                command("indicators", "show", entry.id, region=",".join(codes)))  # fmt: skip


def _listed(items: list[See]) -> Text:
    return tuple(piece for at, item in enumerate(items) for piece in (*((", ",) if at else ()), item))


def _standing(found: standing.Row, code: str) -> Standing:
    value, year, rank, trend = found.values[code], found.year[code], found.rank[code], found.trend[code]
    unit = found.indicator.unit
    newest = None if value is None else Figure(value, unit, found.kind, found.origin, code, year)
    change = None
    if trend is not None:
        change = Figure(trend.change, unit, "derived", found.origin, code, trend.end_year)
    return Standing(
        code,
        newest,
        rank.place if rank else None,
        rank.of if rank else None,
        change,
        trend.start_year if trend else None,
    )


def _standings(data: Shown) -> Table:
    rows = tuple(
        (
            Name(item.region),
            item.newest or Absent(),
            f"{item.place} of {item.of}" if item.place else Absent("–"),
            (item.change, f" since {item.since}") if item.change else Absent("–"),
        )
        for item in data.standings
    )
    year = dt.date.today().year
    columns = Column("State"), Column("Newest figure", ages_to=year), Column("Place, highest first"), Column("Change")
    return Table("Where states stand", columns, rows, by="cell")
