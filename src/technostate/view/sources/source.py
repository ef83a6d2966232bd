"""A page of each source: who, what, which edition, under which terms, taken when, what uses it, how to cite it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from technostate.errors import unknown_label
from technostate.evidence.origin import FACTS, Origin
from technostate.view.shell import command
from technostate.view.sources.gathered import Held, gathered
from technostate.write import Column, Fold, Items, Link, Name, Prose, Section, See, Strong, Table, View
from technostate.write.blocks import Block, Verbatim
from technostate.write.cite import STYLES, cite
from technostate.write.frame import Row
from technostate.write.inline import Inline, Text

#: Series that a page lists; of more the number is said.
MOST = 60


@dataclass(frozen=True)
class Source:
    """A published source.

    Parameters
    ----------
    key : str
        As reference managers get it.
    cited : mapping of str to str
        Style → how to cite it.
    series, indicators, worlds, claims : tuple of str
        Ids of what is made from it or reads it.
    files : tuple of str
        Embedded files that hold figures or texts of it.
    states : tuple of str
        States whose files cite it.
    """

    key: str
    origin: Origin
    age: int | None
    cited: dict[str, str]
    files: tuple[str, ...]
    series: tuple[str, ...]
    indicators: tuple[str, ...]
    worlds: tuple[str, ...]
    claims: tuple[str, ...]
    states: tuple[str, ...]


def source(key: str) -> View[Source]:
    """Return a source by its key.

    Parameters
    ----------
    key : str
        As ``cite`` writes it, for example ``worldbank-2021-058362``.

    Raises
    ------
    LabelError
        If there is no such source, with the nearest.
    """
    known = gathered()
    if key not in known:
        raise unknown_label("source", key, tuple(known))
    held = known[key]
    origin = held.origin
    data = Source(
        key, origin, None if origin.accessed is None else (dt.date.today() - origin.accessed).days,
        {style: cite([origin], style) for style in STYLES},
        held.files, tuple(row.id for row in held.series), tuple(item for item, _ in held.indicators), held.worlds,
        tuple(item for item, _ in held.claims), held.states,
    )  # fmt: skip
    return View(origin.title, data, tuple(_blocks(held, data)), tuple(_rows(data)), command("data", "origin", key))


def _blocks(held: Held, data: Source) -> Iterator[Block]:
    yield Table("", (Column(""), Column("", words=True)), tuple(_facts(held.origin, data)))
    used = tuple(_used(held))
    yield Section("What uses it", used or (Prose("Nothing that ships cites it by itself."),), "used")
    yield Section("How to cite it", tuple(_cited(data)), "cite")


def _facts(origin: Origin, data: Source) -> Iterator[tuple[Text, ...]]:
    yield ("Producer", origin.producer)
    yield ("What", origin.title)
    yield ("Edition", origin.vintage)
    if origin.licence == FACTS:
        yield ("Licence", "None is stated or needed: single facts are quoted with citation.")
    else:
        yield ("Licence, in its words", origin.licence)
    if origin.url:
        yield ("At the producer", Link(origin.url, origin.url))
    if origin.obtained:
        yield ("Obtained from", origin.obtained)
    yield ("Taken", "on a day not known" if origin.accessed is None else f"{origin.accessed} ({_days(data.age or 0)})")
    if origin.note:
        yield ("To know", origin.note)
    yield ("Key", data.key)


def _days(count: int) -> str:
    """Return an age in words.

    Examples
    --------
    >>> _days(0), _days(1), _days(400)
    ('today', '1 day ago', '400 days ago')
    """
    return "today" if count < 1 else "1 day ago" if count == 1 else f"{count:,} days ago"


def _used(held: Held) -> Iterator[Block]:
    if held.indicators:
        yield Items(tuple(See(title, "indicator", name) for name, title in held.indicators), "Indicators")
    if held.claims:
        yield Items(tuple((See(name, "claim", name), f": {text}") for name, text in held.claims), "Claims")
    if held.worlds:
        yield Items(tuple(See(name, "world", name) for name in held.worlds), "Input–output tables")
    if held.states:
        yield Prose((Strong("Files of states that cite it: "), *_listed(held.states)))
    if held.series:
        columns = Column("Series"), Column("Title", words=True), Column("Years")
        rows = tuple(
            (See(row.id, "series", row.id), row.title, f"{row.first}–{row.last}") for row in held.series[:MOST]
        )
        left = len(held.series) - len(rows)
        note = f"{left} more: technostate data list" if left > 0 else ""
        table = Table("", columns, rows, note=note)
        yield Fold(f"Series ({len(held.series)})", (table,), printed=True) if len(rows) > 8 else table
    if held.files:
        yield Prose(f"Embedded files: {', '.join(held.files)}.", note=True)


def _listed(codes: tuple[str, ...]) -> list[Inline]:
    said: list[Inline] = []
    for code in codes:
        said += [", "] * bool(said) + [Name(code)]
    return said


def _cited(data: Source) -> Iterator[Block]:
    names = {"text": "In words", "bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL JSON"}
    for style, text in data.cited.items():
        said: Block = Prose(text.strip()) if style == "text" else Verbatim(text.replace("\r\n", "\n").strip())
        yield said if style == "text" else Fold(names[style], (said,))


def _rows(data: Source) -> Iterator[Row]:
    keys = {"source": data.key, "producer": data.origin.producer, "vintage": data.origin.vintage}
    for what in ("series", "indicators", "worlds", "claims", "states", "files"):
        for name in getattr(data, what):
            yield {**keys, "what": what, "id": name}
