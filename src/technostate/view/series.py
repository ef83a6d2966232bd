"""The series behind the indicators: the catalogue, one series with its figures, and whether the files are intact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from technostate import units
from technostate.evidence import Figure, catalogue, embedded
from technostate.evidence.editions import Entry
from technostate.evidence.origin import Origin
from technostate.evidence.own import current
from technostate.evidence.own import series as stored
from technostate.exposure.products import stored as trade
from technostate.view import who
from technostate.view.shell import command
from technostate.world.importers import stored as worlds
from technostate.world.importers import stored_tariffs as tariffs
from technostate.write import Chart, Cite, Column, Items, Name, Prose, See, Table, View
from technostate.write.blocks import Block
from technostate.write.cite import key, published
from technostate.write.forms import Line, Lines
from technostate.write.names import first

#: Figures from which on a line is drawn.
LEAST = 3


@dataclass(frozen=True)
class Known:
    """What the catalogue knows of a series.

    Parameters
    ----------
    vintages : tuple of str
        Newest first.
    first, last : int
        Years.
    imported : str
        The user's file and the day of its import; empty for what ships.
    """

    id: str
    title: str
    unit: str
    kind: str
    vintage: str
    vintages: tuple[str, ...]
    first: int
    last: int
    regions: int
    producer: str
    licence: str
    imported: str

    @classmethod
    def of(cls, entry: Entry) -> Known:
        """Return an entry of the catalogue as it is shown."""
        return cls(
            entry.id, entry.title, entry.unit, entry.kind, entry.vintage, entry.vintages, entry.first, entry.last,
            entry.regions, entry.origin.producer, entry.origin.licence, entry.origin.imported,
        )  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A series with figures."""

    series: Known
    origin: Origin
    figures: tuple[Figure, ...]


def listing(text: str = "") -> View[tuple[Known, ...]]:
    """Return the series whose id, title, unit or producer has every word.

    Parameters
    ----------
    text : str
        All where it is empty.
    """
    found = tuple(map(Known.of, catalogue.search(text)))
    rows = tuple((row.id, row.title, row.unit, row.kind, f"{row.first}–{row.last}", str(row.regions)) for row in found)
    columns = (Column("Id"), Column("Title", words=True), Column("Unit"), Column("Kind"), Column("Years"),
               Column("Regions"))  # fmt: skip
    note = Prose("technostate data show ID shows one.", note=True)
    title = f"{len(found)} of {len(catalogue.entries())} series"
    return View(title, found, (Table("", columns, rows), note), tuple({**vars(row)} for row in found),
                command("data", "list", text=text))  # fmt: skip


def one(series_id: str, *, region: str | None = None, vintage: str | None = None) -> View[Shown]:
    """Return a series: its origin, and all figures of a region or the newest of each.

    Parameters
    ----------
    region : str, optional
        Code or name; the newest figure of every region by default.
    vintage : str, optional
        The newest by default.
    """
    series = catalogue.load(series_id, vintage)
    known = Known.of(catalogue.entry(series_id, vintage))
    if region is not None:
        code = region if region in series.values else who.state(region)
        figures = tuple(
            Figure(value, series.unit, series.kind, series.origin, code, year)
            for year, value in series.path(code).items()
        )
        table = Table(
            (Name(code),), (Column("Year"), Column("")), tuple((str(figure.year), figure) for figure in figures)
        )
    else:
        newest = [found for label in series.regions if (found := series.latest(label))]
        figures = tuple(
            Figure(found.value, series.unit, series.kind, series.origin, found.region, found.year) for found in newest
        )
        columns = Column("Code"), Column("Region"), Column("Newest", ages_to=dt.date.today().year)
        rows = tuple((figure.region, Name(figure.region), figure) for figure in figures)
        table = Table("", columns, rows)
    others = ", ".join(edition for edition in known.vintages if edition != known.vintage)
    origin = series.origin
    said = [
        f"{known.id}, vintage {known.vintage}" + (f"; also {others}" if others else ""),
        f"Cite as: {origin.citation}",
        f"Licence: {origin.licence}",
        *((f"Obtained from: {origin.obtained}",) if origin.obtained else ()),
        *((f"{origin.imported[:1].upper()}{origin.imported[1:]}",) if origin.imported else ()),
        *((f"Note: {origin.note}",) if origin.note else ()),
    ]
    leaves = published([origin])
    sources = tuple(See(leaf.short(), "origin", key(leaf)) for leaf in leaves)
    drawn = _drawn(series.title, figures) if region is not None else ()
    blocks: tuple[Block, ...] = (
        *(Prose(line) for line in said), *drawn, table,
        Items(sources, "Sources of this series"),
        Prose(("Source", Cite((origin,))), note=True),
    )  # fmt: skip
    every = tuple({"series": series_id, "figure": figure} for figure in figures)
    title = f"{series.title} ({units.unit(series.unit).title}, {series.kind})"
    return View(title, Shown(known, origin, figures), blocks, every,
                command("data", "show", series_id, region=region, vintage=vintage))  # fmt: skip


def _drawn(title: str, figures: tuple[Figure, ...]) -> tuple[Block, ...]:
    """Return a line of a region's figures where there are enough to see a course."""
    if len(figures) < LEAST:
        return ()
    code = figures[0].region
    points = {figure.year: figure for figure in figures if figure.year is not None}
    lines = Lines((Line(Name(code), points, region=code),), from_zero=False)
    return (Chart(f"{title}: {first(code)}", lines, f"{min(points)} to {max(points)}", told=True),)


def verified() -> View[tuple[embedded.Check, ...]]:
    """Return the state of every embedded file, and of the user's own series; raises an error naming what is damaged."""
    checks = embedded.verify()
    size = sum(item.bytes for item in checks) / 1e6
    said = [Prose(f"{len(checks)} files, {size:.1f} MB: all intact")]
    if (store := current.opened()) is not None:
        store.check()
        count = stored.check(store)
        said.append(Prose(f"{store.path}: intact, {count} edition{'s' * (count != 1)} of your own series"))
        if tables := worlds.check(store) + tariffs.check(store):
            own = f"{tables} edition{'s' * (tables != 1)} of your own worlds and tariffs"
            said.append(Prose(f"{store.path}: intact, {own}"))
        if years := trade.check(store):
            said.append(Prose(f"{store.path}: intact, {years} year{'s' * (years != 1)} of trade by product"))
    return View("", checks, tuple(said), tuple({**vars(item)} for item in checks), "technostate data verify")
