"""The user's own data: which kinds of file can be imported, an import, what the store holds, and removal from it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from technostate.errors import DataError, unknown_label
from technostate.evidence import catalogue, derived
from technostate.evidence.own import current
from technostate.evidence.own import series as own
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch, Taken
from technostate.evidence.printable import is_printable, shown
from technostate.evidence.store import Store
from technostate.exposure.products import stored as trade
from technostate.strategies import dictionary
from technostate.view.series import Known
from technostate.view.shell import command, quoted
from technostate.world.importers import rows as stored
from technostate.world.labels import EDITION
from technostate.write import Column, Items, Prose, Table, View
from technostate.write.blocks import Block

#: Modules that name kinds of file in `KINDS`, in the order of the list. Each is imported when a kind is asked for.
ROOMS = (
    "technostate.evidence.importers",
    "technostate.world.importers",
    "technostate.exposure.products",
    "technostate.evidence.own.tidy_map",
)
#: Names that are printed of an import; files of data have all.
_SHOWN = 12


@dataclass(frozen=True)
class KnownKind:
    """A kind of file as it is listed.

    Parameters
    ----------
    command : str
        What to type, with the file's name as its producer publishes it.
    options : mapping of str to str
        Name → what it says.
    """

    kind: str
    producer: str
    title: str
    file: str
    url: str
    makes: str
    terms: str
    command: str
    options: Mapping[str, str]


@dataclass(frozen=True)
class Imported:
    """What an import has written.

    Parameters
    ----------
    file, store : str
        Name of the file, path of the store.
    used_by : tuple of str
        Indicators whose figures are now the imported ones, whole or in part.
    behind : tuple of str
        Ids of which a newer edition is there, so that the imported one is read only where its vintage is named.
    """

    kind: str
    file: str
    store: str
    what: str
    names: tuple[str, ...]
    vintage: str
    said: tuple[str, ...]
    used_by: tuple[str, ...]
    behind: tuple[str, ...]


@dataclass(frozen=True)
class StoredTable:
    """A world, tariffs or a year of trade in the store."""

    what: str
    name: str
    vintage: str
    year: int


@dataclass(frozen=True)
class Holdings:
    """What the user has imported, every edition."""

    series: tuple[Known, ...]
    tables: tuple[StoredTable, ...]


@cache
def kinds() -> Mapping[str, Kind]:
    """Return name → kind of file, of all rooms, in their order."""
    found: dict[str, Kind] = {}
    for room in ROOMS:
        if find_spec(room) is not None:
            found |= {kind.name: kind for kind in getattr(import_module(room), "KINDS", ())}
    return found


def kind(name: str) -> Kind:
    """Return a kind by its name; raises `LabelError` with the nearest if there is none."""
    known = kinds()
    if name not in known:
        raise unknown_label("kind", name, tuple(known))
    return known[name]


def listing() -> View[tuple[KnownKind, ...]]:
    """Return the kinds of file that can be imported, each with the command that does it."""
    found = tuple(
        KnownKind(
            item.name, item.producer, item.title, item.file, item.url, item.makes, item.terms,
            command("data", "import", item.name, re.split(", | or ", item.file)[0]), item.options,
        )
        for item in kinds().values()
    )  # fmt: skip
    columns = (Column("Producer", words=True), Column("File", words=True), Column("Becomes"), Column("Command"))
    rows = tuple(
        (f"{row.producer}: {row.title}", row.file, row.makes, command("data", "import", row.kind, "FILE"))
        for row in found
    )
    more = Items(_options(found), "Options, each as --option NAME=VALUE")
    note = Prose("FILE is where yours lies; --vintage names its edition where the file does not.", note=True)
    return View(f"{len(found)} kinds of file can be imported", found,
                (Table("", columns, rows), *([more] if more.items else []), note),
                tuple({**vars(row), "options": ", ".join(row.options)} for row in found),
                command("data", "kinds"))  # fmt: skip


def _options(found: tuple[KnownKind, ...]) -> tuple[str, ...]:
    """Return a line for every option: its kinds, its name and what it says, each wording once."""
    kinds_of: dict[tuple[str, str], list[str]] = {}
    for row in found:
        for name, words in row.options.items():
            kinds_of.setdefault((name, words), []).append(row.kind)
    return tuple(f"{name} ({', '.join(kinds)}): {words}" for (name, words), kinds in kinds_of.items())


def asked_of(kind: Kind, *, vintage: str = "", year: int | None = None, options: Iterable[str] = ()) -> Asked:
    """Return what is said beside a file, checked.

    Parameters
    ----------
    options : iterable of str
        ``name=value`` each.

    Raises
    ------
    DataError
        If an option is no ``name=value``, there twice, or unknown to the kind.
    """
    found: dict[str, str] = {}
    for text in options:
        name, equals, value = text.partition("=")
        name = name.strip()
        if not equals or not name:
            raise DataError(f"{shown(text)} is no option", hint="--option NAME=VALUE")
        if name not in kind.options:
            has = f"it has {', '.join(kind.options)}" if kind.options else "it has none"
            raise DataError(f"{kind.name} has no option {shown(name)}", hint=f"{has}: technostate data kinds")
        if name in found:
            raise DataError(f"the option {name} is there twice", hint="leave one of them out")
        if not is_printable(value):
            raise DataError(f"the option {name} is not printable text", hint="write it without control characters")
        found[name] = value.strip()
    return Asked(vintage.strip(), year, found)


def imported(kind: Kind, path: Path, asked: Asked, store: Path | None = None) -> View[Imported]:
    """Read a file whole, check it, write it to the store in one transaction, and say what came of it.

    Parameters
    ----------
    store : Path, optional
        The store's file, made where there is none; the usual one by default.

    Raises
    ------
    DataError
        If the file is not what its kind says; nothing is written.
    StoreError
        If the store cannot be written.
    """
    if not path.exists():
        hint = f"{kind.producer} publishes it as {kind.file}: {kind.url}" if kind.url else "look at its path"
        raise DataError(f"there is no file {shown(str(path))}", hint=hint)
    batch = kind.read(path, asked)
    if isinstance(batch, SeriesBatch):
        batch = batch.taken_from(path.name, dt.date.today())
    with Store(store) as opened:
        taken = batch.write(opened)
        behind = _behind(opened, taken)
        data = Imported(
            kind.name, path.name, str(opened.path), taken.what, taken.names, taken.vintage, taken.said,
            _used_by(set(taken.names) - set(behind)) if taken.what == "series" else (), behind,
        )  # fmt: skip
    return View(_title(data), data, _blocks(kind, data, store), tuple({"what": data.what, "name": name,
                "vintage": data.vintage, "file": data.file} for name in data.names),
                command("data", "import", kind.name, str(path), vintage=asked.vintage, year=asked.year,
                        store=store) + "".join(f" --option {quoted(f'{k}={v}')}"
                                               for k, v in asked.options.items()))  # fmt: skip


def holdings(text: str = "") -> View[Holdings]:
    """Return what the user has imported, every edition.

    Parameters
    ----------
    text : str
        Only what has every word of it in its id, title, unit or producer.
    """
    store = current.opened()
    series = tuple(map(Known.of, catalogue.search(text, own=True)))
    words = text.casefold().split()
    tables = tuple(item for item in _tables(store) if all(word in f"{item.what} {item.name}" for word in words))
    columns = (Column("Id"), Column("Title", words=True), Column("Unit"), Column("Years"), Column("Edition"),
               Column("Imported", words=True))  # fmt: skip
    rows = tuple(
        (row.id, row.title, row.unit, str(row.first) if row.first == row.last else f"{row.first}–{row.last}",
         row.vintage,
         row.imported.removeprefix("imported from ")) for row in series
    )  # fmt: skip
    blocks: list[Block] = [Table("", columns, rows)] if series else []
    if tables:
        said = tuple((item.what, item.name, str(item.year), item.vintage) for item in tables)
        blocks.append(Table("", (Column("What"), Column("Name"), Column("Year"), Column("Edition")), said))
    if not blocks:
        hint = "Nothing is imported" if store is None else f"Nothing of this kind is in {store.path}"
        blocks.append(Prose(f"{hint}: technostate data import KIND FILE."))
    count = len(series) + len(tables)
    return View(
        f"{count} edition{'s' * (count != 1)} of your own data", Holdings(series, tables), tuple(blocks),
        (*({"what": "series", "name": row.id, "vintage": row.vintage, "imported": row.imported} for row in series),
         *({"what": row.what, "name": row.name, "vintage": row.vintage, "imported": ""} for row in tables)),
        command("data", "list", text=text, own=True),
    )  # fmt: skip


def removed(name: str, vintage: str | None = None, store: Path | None = None) -> View[tuple[str, ...]]:
    """Remove a series, a world, tariffs or a year of trade, or one vintage of them; return the vintages that went.

    Raises
    ------
    LabelError
        If the store has none of that name and vintage.
    """
    with Store(store, create=False) as opened:
        table = next((item for item in _tables(opened) if item.name == name), None)
        if table is None:
            gone = own.remove(opened, name, vintage)
        elif table.what == "trade":
            gone = trade.remove(opened, name, vintage)
        else:
            gone = stored.remove(opened, table.what, name if vintage is None else f"{name}{EDITION}{vintage}")
        said = Prose(f"{name}: {', '.join(gone)} removed from {opened.path}")
    return View("", gone, (said,), tuple({"name": name, "vintage": item} for item in gone),
                command("data", "remove", name, vintage=vintage, store=store))  # fmt: skip


def _tables(store: Store | None) -> tuple[StoredTable, ...]:
    if store is None:
        return ()
    tables = tuple(StoredTable(what, *row) for what in ("world", "tariffs") for row in stored.listed(store, what))
    years = (StoredTable("trade", item.name, item.vintage, item.year) for item in trade.editions(store))
    return (*tables, *years)


def _title(data: Imported) -> str:
    count = len(data.names)
    plural = data.what if data.what in ("series", "tariffs") or count == 1 else f"{data.what}s"
    if data.what == "trade":
        plural = "year of trade" if count == 1 else "years of trade"
    return f"{data.file}: {count} {plural}, {data.vintage}, in {data.store}"


def _blocks(kind: Kind, data: Imported, store: Path | None) -> tuple[Block, ...]:
    names = (*data.names[:_SHOWN], *([f"and {len(data.names) - _SHOWN} more"] if len(data.names) > _SHOWN else []))
    blocks: list[Block] = [Items(names, f"Written ({data.what})")]
    if data.said:
        blocks.append(Items(data.said, "Left out, or to be known"))
    if data.behind:
        text = f"A newer edition of {_some(data.behind)} is there and is read first; name this one: --vintage"
        blocks.append(Items((text,), warn=True))
    if data.used_by:
        blocks.append(Prose(f"Indicators that read them now: {_some(data.used_by)}."))
    example = {
        "series": ("table", data.names[0]), "world": ("world", "show", data.names[0]),
        "trade": ("exposure", "products", "DEU"),
    }  # fmt: skip
    if words := example.get(data.what):
        blocks.append(Prose(f"Next: {command(*words, store=store)}"))
    blocks.append(Prose(f"Terms of use: {kind.terms}", note=True))
    return tuple(blocks)


def _some(names: tuple[str, ...]) -> str:
    return ", ".join(names[:_SHOWN]) + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


def _behind(store: Store, taken: Taken) -> tuple[str, ...]:
    if taken.what != "series":
        return ()
    newest = catalogue.overlaid(own.editions(store))
    return tuple(name for name in taken.names if next(iter(newest[name])) != taken.vintage)


def _used_by(ids: set[str]) -> tuple[str, ...]:
    read = ids | derived.computed_from(ids)
    return tuple(row.id for row in dictionary.indicators() if read & set(row.expression.series_ids()))
