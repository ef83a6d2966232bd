"""The catalogue: producers, sources, series, indicators, tables and texts, all of them or those with some words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from technostate import __version__
from technostate import world as worlds
from technostate.evidence import Figure
from technostate.evidence import catalogue as series_room
from technostate.evidence.editions import Entry
from technostate.evidence.origin import FACTS, KINDS, Origin
from technostate.strategies import dictionary
from technostate.strategies.dictionary import Indicator
from technostate.view.shell import command
from technostate.view.sources.gathered import Held, gathered
from technostate.write import Chart, Column, Fold, Items, Prose, Section, See, Table, View
from technostate.write.blocks import Block
from technostate.write.forms import Bar, Bars
from technostate.write.frame import Row
from technostate.write.inline import Text

#: Rows of a table that a page shows; the CSV has all.
MOST = 120
#: Characters of a licence in a table; its page has all.
_WORDS = 60
#: Folders of the embedded data that hold texts.
_TEXTS = "doctrine/"


@dataclass(frozen=True)
class Producer:
    """A producer with what ships of it.

    Parameters
    ----------
    last : int or None
        Last year of any of its series.
    taken : date or None
        Newest day on which a file was taken.
    """

    name: str
    sources: tuple[str, ...]
    series: int
    worlds: int
    texts: bool
    first: int | None
    last: int | None
    licences: tuple[str, ...]
    taken: dt.date | None


@dataclass(frozen=True)
class Catalogue:
    """What there is, all or with some words.

    Parameters
    ----------
    documents : int
        Documents that states' files cite beside: each has a page.
    """

    words: str
    producers: tuple[Producer, ...]
    sources: tuple[str, ...]
    series: tuple[str, ...]
    indicators: tuple[str, ...]
    worlds: tuple[str, ...]
    documents: int
    by_last_year: dict[int, Figure]


def catalogue(words: str = "") -> View[Catalogue]:
    """Return what ships as data, or what of it has every word.

    Parameters
    ----------
    words : str
        Case ignored; of producers, titles, ids and units. All where it is empty.
    """
    wanted = words.casefold().split()

    def has(*texts: str) -> bool:
        whole = " ".join(texts).casefold()
        return all(word in whole for word in wanted)

    every = list(gathered().values())
    shipped = [row for row in every if row.files or row.series or row.worlds]
    sources = [row for row in shipped if has(row.origin.producer, row.origin.title, row.origin.vintage)]
    entries = list(series_room.search(words))
    rows = [row for row in dictionary.indicators() if has(row.id, row.title, row.definition, row.strategy)]
    tables = [name for name in worlds.names() if has(name, "input–output table world")]
    documents = [row for row in every if row not in shipped and has(row.origin.producer, row.origin.title)]
    last = _by_last_year(entries)
    data = Catalogue(
        words, tuple(_producers(sources)), tuple(row.key for row in sources), tuple(row.id for row in entries),
        tuple(row.id for row in rows), tuple(tables), len(documents), last,
    )  # fmt: skip
    typed = command("data", "catalogue", *((words,) if words else ()))
    title = f"Data: {words}" if wanted else "Data: what ships, from whom, how old"
    return View(title, data, tuple(_blocks(data, sources, entries, rows, documents)),
                tuple(_rows(data, sources, entries, rows, documents)), typed)  # fmt: skip


def _producers(sources: Sequence[Held]) -> Iterator[Producer]:
    for name in sorted({row.origin.producer for row in sources}, key=str.casefold):
        mine = [row for row in sources if row.origin.producer == name]
        entries = {entry.id: entry for row in mine for entry in row.series}
        days = [row.origin.accessed for row in mine if row.origin.accessed]
        yield Producer(
            name, tuple(row.key for row in mine), len(entries), len({item for row in mine for item in row.worlds}),
            any(file.startswith(_TEXTS) for row in mine for file in row.files),
            min((entry.first for entry in entries.values()), default=None),
            max((entry.last for entry in entries.values()), default=None),
            tuple(dict.fromkeys(row.origin.licence for row in mine)), max(days, default=None),
        )  # fmt: skip


def _by_last_year(entries: Sequence[Entry]) -> dict[int, Figure]:
    found: dict[int, int] = {}
    for entry in entries:
        found[entry.last] = found.get(entry.last, 0) + 1
    origin = Origin("technostate", "Catalogue of series", f"technostate {__version__}, catalogue of series.",
                    __version__, "counts of our own")  # fmt: skip
    return {year: Figure(found[year], "count", "derived", origin, "", year) for year in sorted(found)}


def headline(entries: Sequence[Entry]) -> str:
    """Return how old the series are: the last year that half of them reach, or go beyond."""
    years = sorted(entry.last for entry in entries)
    middle = years[(len(years) - 1) // 2]
    return f"Half of the {len(years):,} series end in {middle} or before"


def _blocks(
    data: Catalogue, sources: Sequence[Held], entries: Sequence[Entry], rows: Sequence[Indicator],
    documents: Sequence[Held],
) -> Iterator[Block]:  # fmt: skip
    yield Prose(
        f"{_many(len(data.series), 'series', 'series')}, {_many(len(data.indicators), 'indicator')}, "
        f"{_many(len(data.worlds), 'input–output table')}; {_many(len(data.sources), 'published source')} by "
        f"{_many(len(data.producers), 'producer')} behind what ships; {_many(data.documents, 'document')} that files "
        f"of states cite beside."
    )
    if len(entries) > 1:
        bars = tuple(Bar(str(year), figure) for year, figure in data.by_last_year.items() if year >= 2000)
        if bars:
            sub = "Series by the last year they have, from 2000 on; years to come are projections"
            yield Chart(headline(entries), Bars(bars, "Last year"), sub)
    if sources:
        yield Section("Producers", (_of_producers(data),), "producers")
        yield _fold("Sources", len(sources), _of_sources(sources), open_=bool(data.words))
    if rows:
        yield _fold("Indicators", len(rows), _of_indicators(rows), open_=bool(data.words))
    if entries:
        yield _fold("Series", len(entries), _of_series(entries), open_=bool(data.words))
    if data.worlds:
        yield Section(
            "Input–output tables", (Items(tuple(See(name, "world", name) for name in data.worlds)),), "worlds"
        )
    if documents:
        yield _fold("Documents of states’ files", len(documents), _of_sources(documents), open_=bool(data.words))
    kinds = "; ".join(f"{kind}: {words}" for kind, words in KINDS.items())
    yield Prose((f"Kinds. {kinds}. ", See("Licences in their words", "licences")), note=True)


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _fold(title: str, count: int, table: Table, *, open_: bool) -> Block:
    words = f"{title} ({count:,})"
    return Section(words, (table,)) if open_ else Fold(words, (table,))


def _left(count: int, shown: int) -> str:
    return f"{count - shown:,} more: search for words, or take the CSV." if count > shown else ""


def _of_producers(data: Catalogue) -> Table:
    columns = (Column("Producer", words=True), Column("Sources"), Column("Series"), Column("Years"), Column("Taken"),
               Column("Licence", words=True))  # fmt: skip
    rows = tuple(
        (
            _named(row),
            f"{len(row.sources):,}", _held(row), f"{row.first}–{row.last}" if row.last else "–",
            "–" if row.taken is None else str(row.taken), _cut(row.licences[0]) + " …" * (len(row.licences) > 1),
        )
        for row in data.producers
    )  # fmt: skip
    return Table("What ships, by producer", columns, rows)


def _held(row: Producer) -> str:
    held = [str(row.series)] if row.series else []
    held += [_many(row.worlds, "table")] if row.worlds else []
    held += ["texts"] if row.texts else []
    return ", ".join(held) or "in files"


def _named(row: Producer) -> See:
    """Return a producer's name: its one source, or a search for all of them."""
    one = len(row.sources) == 1
    return See(row.name, "origin", row.sources[0]) if one else See(row.name, "data", row.name[:100])


def _cut(licence: str) -> str:
    if licence == FACTS:
        return "facts quoted"
    return licence if len(licence) <= _WORDS else licence[:_WORDS].rsplit(" ", 1)[0].rstrip(" ,;:(") + "…"


def _of_sources(sources: Sequence[Held]) -> Table:
    columns = Column("Source", words=True), Column("Producer", words=True), Column("Edition"), Column("Taken")
    rows: tuple[tuple[Text, ...], ...] = tuple(
        (See(row.origin.title, "origin", row.key), row.origin.producer, row.origin.vintage,
         "–" if row.origin.accessed is None else str(row.origin.accessed))
        for row in sources[:MOST]
    )  # fmt: skip
    return Table("", columns, rows, note=_left(len(sources), len(rows)))


def _of_indicators(rows: Sequence[Indicator]) -> Table:
    columns = Column("Indicator", words=True), Column("Strategy"), Column("Unit")
    made = tuple((See(r.title, "indicator", r.id), r.strategy.replace("_", " "), r.unit) for r in rows[:MOST])
    return Table("", columns, made, note=_left(len(rows), len(made)))


def _of_series(entries: Sequence[Entry]) -> Table:
    columns = (Column("Series", words=True), Column("Unit"), Column("Kind"), Column("Years"), Column("Edition"),
               Column("Regions"))  # fmt: skip
    rows = tuple(
        (See(row.title, "series", row.id), row.unit, row.kind, f"{row.first}–{row.last}", row.vintage, str(row.regions))
        for row in entries[:MOST]
    )
    return Table("", columns, rows, note=_left(len(entries), len(rows)))


def _rows(
    data: Catalogue, sources: Sequence[Held], entries: Sequence[Entry], rows: Sequence[Indicator],
    documents: Sequence[Held],
) -> Iterator[Row]:  # fmt: skip
    for what, held in (("source", sources), ("document", documents)):
        for row in held:
            it = row.origin
            yield {"what": what, "id": row.key, "title": it.title, "producer": it.producer, "vintage": it.vintage,
                   "licence": it.licence, "taken": str(it.accessed or ""), "url": it.url}  # fmt: skip
    for entry in entries:
        yield {"what": "series", "id": entry.id, "title": entry.title, "unit": entry.unit, "kind": entry.kind,
               "first": entry.first, "last": entry.last, "vintage": entry.vintage,
               "producer": entry.origin.producer, "licence": entry.origin.licence}  # fmt: skip
    for item in rows:
        yield {"what": "indicator", "id": item.id, "title": item.title, "unit": item.unit}
    for name in data.worlds:
        yield {"what": "world", "id": name, "title": name}
    for year, figure in data.by_last_year.items():
        yield {"what": "series by last year", "id": str(year), "figure": figure}
