"""The products carved out of sectors: which there are, and every number of one, with what the table could not hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence import Figure, Range
from technostate.notation import Scale, scale
from technostate.shocks.specification.labels import missing_sector, world_with
from technostate.view.load import typed_world, world_of
from technostate.view.own_products import each, with_own
from technostate.view.shell import command, quoted
from technostate.world import World
from technostate.world.product import FINAL, OTHERS, Carved, Product
from technostate.world.products import Assumed, names, product, read_products, sets
from technostate.world.products.origins import KINDS, origin_of
from technostate.write import Cite, Column, Items, Name, Prose, Section, Table, View, inline
from technostate.write.blocks import Block
from technostate.write.inline import Text

#: Makers and users that the list shows of a product; makers, and margins that are not met, that its own page shows.
MOST, LONGEST = 3, 15
_UNITS = {"share": "1", "musd": "musd", "ratio": "ratio", "odds": "ratio", "elasticity": "ratio", "days": "days"}
_SAID = {
    "value": "world output", "makers": "share of makers", "users": "share of users", "buyers": "odds of buyers",
    "links": "odds of links", "inputs": "odds of inputs", "value_added": "value added in output",
    "origins": "elasticity across origins", "multiple": "price at which half is given up, multiple",
    "critical_elasticity": "elasticity between it and other inputs",
    "expand": "elasticity between value added and inputs of makers", "days": "days of stock",
    "most": "most that can be made, multiple", "slack": "idle capacity", "stops": "output of users that stops",
    "postponed": "unmet demand that waits",
}  # fmt: skip


@dataclass(frozen=True)
class Listed:
    """A product in the list.

    Parameters
    ----------
    makers, users : tuple of str
        The largest by share.
    assumed, numbers : int
        How many of its numbers are assumed, and how many there are.
    world : str
        A shipped world that has it; empty for one of a user's file.
    """

    product: str
    title: str
    parent: str
    value: Figure
    makers: tuple[str, ...]
    users: tuple[str, ...]
    assumed: int
    numbers: int
    world: str


@dataclass(frozen=True)
class Number:
    """A number that a product is made from."""

    what: str
    of: str
    figure: Figure
    status: str
    source: str


@dataclass(frozen=True)
class Made:
    """What a region makes of a product and sells to others."""

    region: str
    output: Figure
    exports: Figure


@dataclass(frozen=True)
class Unmet:
    """What was wanted of a product and what the table could hold."""

    what: str
    of: str
    wanted: Figure
    got: Figure


@dataclass(frozen=True)
class Shown:
    """A product with its numbers, and what became of it in a world."""

    product: Listed
    world: str
    instead: str
    notes: str
    makers: tuple[Made, ...]
    unmet: tuple[Unmet, ...]
    inputs: tuple[Number, ...]


def products(
    name: str | None = None, *, world: str | World | None = None, files: str | Path | Sequence[str | Path] = ()
) -> View[tuple[Listed, ...]] | View[Shown]:
    """Return the products that ship, or those of files; or every number of one.

    Parameters
    ----------
    name : str, optional
        Of a product.
    world : str or World, optional
        From which it is carved; by default the shipped one that has it.
    files : str, Path or sequence of them
        Of products of one's own.

    Raises
    ------
    LabelError
        If there is no such product, or the world does not have it.
    DataError
        If a file has mistakes, or a world of a file does not say what it could hold.
    """
    return listing(each(files)) if name is None else one(name, world=world, files=each(files))


def listing(files: Sequence[str | Path] = ()) -> View[tuple[Listed, ...]]:
    """Return the products that ship, or those of files."""
    given = [row for file in files for row in read_products(file)] if files else [product(key) for key in names()]
    found = tuple(map(_listed, given))
    columns = (Column("Product"), Column("What", words=True), Column("Part of"),
               Column("World output, billion US dollars"), Column("Makers", words=True), Column("Users", words=True),
               Column("Assumed"))  # fmt: skip
    rows = tuple(
        (row.product, row.title, row.parent, (_value(row.value),), ", ".join(row.makers), ", ".join(row.users),
         f"{row.assumed} of {row.numbers}")
        for row in found
    )  # fmt: skip
    of = ", ".join(dict.fromkeys(row.of for row in given))
    note = (
        f"Values are for {of}, with their range; shares of makers and users are in per cent, the largest {MOST}; the "
        "last column says how many of a product's numbers are assumed. technostate world products NAME shows one."
    )
    members = tuple(f"{key}: {', '.join(rows)} (--world {_base(rows)}+{key})" for key, rows in sets().items())
    blocks: tuple[Block, ...] = (Table("", columns, rows), Prose(note, note=True))
    if not files:
        blocks = (*blocks, Section("Sets", (Items(members),)))
    told = tuple({"product": row.product, "parent": row.parent, "figure": row.value} for row in found)
    return View(f"{len(found)} products", found, blocks, told, _typed(None, None, files))


def one(name: str, *, world: str | World | None = None, files: Sequence[str | Path] = ()) -> View[Shown]:
    """Return every number of a product, what it becomes in a world, and what the table could not hold."""
    own = {row.name: row for file in files for row in read_products(file)}
    if name not in own and name not in names() and world is None:
        raise unknown_label("product", name, tuple(dict.fromkeys((*own, *names()))))
    base = world if world is not None else own[name].of if name in own else world_with(name)
    table = with_own(world_of(base), files)
    if name not in table.products:
        raise LabelError(missing_sector(name, table.name, table.sectors), hint="technostate world products lists them")
    row = table.products[name]
    carved = next((found for found in table.carved if found.code == name), None)
    if carved is None:
        raise DataError(
            f"{table.name} says nothing of what it could hold of {name}: a world's file does not keep that",
            hint="carve the product out of the world again",
        )
    data = _shown(row, carved, table)
    title = f"{row.title} ({name}), out of {row.parent} of {table.name}"
    typed = None if world is None else typed_world(world, table)
    return View(title, data, _blocks(data, row, table), tuple(_rows(data)), _typed(name, typed, files))


def _typed(name: str | None, world: str | None, files: Sequence[str | Path]) -> str:
    words = command("world", "products", *((name,) if name else ()), world=world)
    return words + "".join(f" --products {quoted(str(file))}" for file in files)


def _base(rows: Sequence[str]) -> str:
    return product(rows[0]).of


def _listed(row: Product) -> Listed:
    numbers = list(row.numbers())
    return Listed(
        row.name,
        row.title,
        row.parent,
        _figure(row, row.value),
        _largest(row.makers),
        _largest(row.users),
        sum(number.status == "assumed" for _, _, number in numbers),
        len(numbers),
        world_with(row.name),
    )


def _largest(shares: Mapping[str, Assumed]) -> tuple[str, ...]:
    """Return the labels with the largest shares, in per cent."""
    named = [(label, number.central) for label, number in shares.items() if label != OTHERS]
    named.sort(key=lambda pair: -pair[1])
    return tuple(f"{label} {100 * share:.3g}" for label, share in named[:MOST]) or ("in proportion",)


def _figure(row: Product, number: Assumed, region: str = "") -> Figure:
    value, low, high = number.central, number.low, number.high
    unit = "1" if number is row.value and value < 1 else _UNITS[number.unit]
    span = None if low == high else Range(low, high, number.status)
    return Figure(value, unit, KINDS[number.status], origin_of(row, number), region, range=span)


def _shown(row: Product, carved: Carved, table: World) -> Shown:
    def money(value: float, region: str = "") -> Figure:
        return Figure(value, "musd", table.kind, table.origin, region, table.year)

    makers = sorted(carved.output, key=lambda label: -carved.output[label])
    return Shown(
        _listed(row),
        table.name,
        row.instead,
        row.notes,
        tuple(Made(key, money(carved.output[key], key), money(carved.exports.get(key, 0.0), key)) for key in makers),
        tuple(Unmet(unmet.kind, unmet.label, money(unmet.wanted), money(unmet.got)) for unmet in carved.unmet),
        tuple(
            Number(
                _SAID[what],
                of,
                _figure(row, number, of if what in ("makers", "buyers") and of != OTHERS else ""),
                number.status,
                row.sources[number.source].title if number.source else "",
            )
            for what, of, number in row.numbers()
        ),
    )


def _blocks(data: Shown, row: Product, table: World) -> tuple[Block, ...]:
    listed = data.product
    share = f"{listed.assumed} of its {listed.numbers} numbers are assumed"
    said: list[Text] = [
        (f"Cut out of {row.parent} ({table.sector_titles.get(row.parent, row.parent)}) of {table.name}, with the "
         "shares below; world output ", listed.value, ".", Cite((listed.value.origin,))),
        f"{share}. The base is {table.year}.",
    ]  # fmt: skip
    if row.critical:
        multiple = _figure(row, row.multiple)
        said.append(("Half of its use is given up, or done with other goods of "
                     f"{row.instead}, where its price is this multiple of theirs: ", _read(multiple), "."))  # fmt: skip
    if row.stops:
        kinds = sorted({number.status for number in row.stops.values()})
        said.append(f"Which part of a user's output stops without it is {' or '.join(kinds)}.")
    if row.trade is not None:
        count = len(row.trade.flows)
        said.append(f"Exports of makers follow {count} flows between states, {row.trade.status}, as far as they can.")
    if row.notes:
        said.append(row.notes)
    held: Block = Prose("The table holds all that was asked for.", note=True)
    if data.unmet:
        head = Column("What"), Column("Of"), Column("Wanted"), Column("Got")
        rows = tuple((it.what, _of(it.of, table), it.wanted, it.got) for it in data.unmet[:LONGEST])
        held = Table("", head, rows, by="row", note=_more(len(data.unmet)))
    made = tuple((Name(it.region), it.output, it.exports) for it in data.makers[:LONGEST])
    numbers = tuple((it.what, _of(it.of, table), (_read(it.figure),), it.status, it.source) for it in data.inputs)
    columns = Column("What"), Column("Of"), Column("Figure"), Column("Status"), Column("Source", words=True)
    return (
        Items(tuple(said)),
        Section("What the table could not hold", (held,)),
        Section(
            "Makers",
            (
                Table(
                    "", (Column("Region"), Column("Output"), Column("Sold abroad")), made, note=_more(len(data.makers))
                ),
            ),
        ),
        Section("Every number", (Table("", columns, numbers, by="cell"),)),
    )


def _value(figure: Figure) -> inline.Shown:
    """Return a world value in billions, or as a part of the sector, with the digits that it was written with."""
    if figure.unit == "1":
        return _read(figure)
    ends = () if figure.range is None else (figure.range.low, figure.range.high)
    places = max(_places(end / 1e3) for end in (figure.value, *ends) if end is not None)
    return inline.Shown(figure, Scale(1e-3, places, ""))


def _read(figure: Figure) -> inline.Shown:
    """Return a number with the digits that it was written with; ratios and elasticities have no unit.

    Examples
    --------
    >>> from technostate.world.products import product
    >>> from technostate.write.cells import inline_words
    >>> chips = product("chips-advanced")
    >>> inline_words(_read(_figure(chips, chips.critical_elasticity))).line()
    '0.05 (0.00 to 0.20)'
    """
    found = scale([figure.value], figure.unit)
    ends = () if figure.range is None else (figure.range.low, figure.range.high)
    places = max(_places(end * found.factor) for end in (figure.value, *ends) if end is not None)
    return inline.Shown(figure, found._replace(decimals=places, words="" if figure.unit == "ratio" else found.words))


def _places(value: float) -> int:
    return len(np.format_float_positional(value, precision=3, fractional=False, trim="-").partition(".")[2])


def _more(count: int) -> str:
    return f"The rows, as in --json, have {count - LONGEST} more." if count > LONGEST else ""


def _of(label: str, table: World) -> Text:
    if label in table.regions:
        return (Name(label),)
    return {OTHERS: "others, as the sector", FINAL: "final demand"}.get(label, label)


def _rows(data: Shown) -> list[dict[str, object]]:
    key = data.product.product
    rows: list[dict[str, object]] = [
        {"product": key, "what": it.what, "of": it.of, "status": it.status, "source": it.source, "figure": it.figure}
        for it in data.inputs
    ]
    for made in data.makers:
        for what, figure in (("output", made.output), ("exports", made.exports)):
            rows.append({"product": key, "what": what, "of": made.region, "status": "", "source": "", "figure": figure})
    for it in data.unmet:
        for what, figure in (("wanted", it.wanted), ("got", it.got)):
            text = f"{it.what}, {what}"
            rows.append({"product": key, "what": text, "of": it.of, "status": "", "source": "", "figure": figure})
    return rows
