"""Reading products from YAML: one product, or several with common sources; one error lists all that is wrong."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from technostate.errors import DataError, with_problems
from technostate.evidence.plain_yaml import LARGEST, Manner, plain
from technostate.evidence.printable import shown
from technostate.world.assumed import Assumed, Source
from technostate.world.product import OTHERS, Product
from technostate.world.products.amounts import ODDS, SHARE, Bounds, Ground, Reader
from technostate.world.products.trade import trade_of

#: More products than this are no set.
MOST_PRODUCTS = 60
#: Mistakes that are listed; the number of the others is said.
_LISTED = 40
#: Shares are rounded figures: their sum may be off by so much, and is made one.
_ROUNDED = 0.02
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_HINT = "docs/products.md has the format; technostate world products NAME shows a product that ships"
_MANNER = Manner(DataError, deep="a product is four levels deep", page="see docs/products.md")

_FIELDS = ("product", "title", "parent", "of", "value", "makers", "users", "buyers", "links", "trade", "inputs",
           "value_added", "year", "weeks", "notes", "sources")  # fmt: skip
_YEAR = {
    "origins": Bounds("elasticity", 0.0, 50.0),
    "multiple": Bounds("ratio", 1.0, 1000.0, above=True),
    "critical_elasticity": Bounds("elasticity", 0.0, 10.0),
    "expand": Bounds("elasticity", 0.0, 10.0),
}
_WEEKS = {
    "days": Bounds("days", 0.0, 3650.0),
    "most": Bounds("ratio", 1.0, 10.0),
    "slack": SHARE,
    "postponed": SHARE,
}
_VALUE = Bounds("musd", 0.0, 1e9, above=True)
#: Nothing is made of inputs alone, and nothing without any.
_VALUE_ADDED = Bounds("share", 0.01, 0.99)


def read_products(path: str | Path) -> tuple[Product, ...]:
    """Return the products of a YAML file.

    Parameters
    ----------
    path : str or Path
        One product, or a mapping with ``products`` (a list) and ``sources`` for all of them.

    Raises
    ------
    DataError
        If the file cannot be read, is no plain YAML, or has mistakes: one error lists them.
    """
    file = Path(path)
    if file.exists() and not file.is_file():
        raise DataError(f"{file} is no file: a folder, a device or a pipe", hint="give the path of a YAML file")
    try:
        with file.open("rb") as stream:
            content = stream.read(4 * LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise DataError(f"{shown(os.fspath(file), 200)} cannot be read: {reason}", hint=_HINT) from None
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise DataError(f"{file.name} is not text in UTF-8", hint="save it as UTF-8") from None
    return products_of(plain(text, file.name, _MANNER), file.name, file.parent)


def parse_products(text: str, *, where: str = "the text") -> tuple[Product, ...]:
    """Return the products of a YAML text; as `read_products`.

    Examples
    --------
    >>> text = "{product: bolts, parent: C25, of: icio-2022, value: {central: 900, status: assumed}}"
    >>> [(product.name, product.value.central) for product in parse_products(text)]
    [('bolts', 900.0)]
    """
    return products_of(plain(text, where, _MANNER), where)


def products_of(content: object, where: str, folder: Path | None = None) -> tuple[Product, ...]:
    """Return the products that a record in the format of the files says.

    Parameters
    ----------
    folder : Path, optional
        Where files of trade flows are looked for; without one none is read.

    Raises
    ------
    DataError
        If there are mistakes: one error lists them.
    """
    problems: list[str] = []
    products = [product for product in _products(content, folder, problems) if product is not None]
    names = [product.name for product in products]
    problems += [f"{name!r} is there {names.count(name)} times" for name in sorted(set(names)) if names.count(name) > 1]
    problems += circles({product.name: product.parent for product in products})
    if problems:
        raise DataError(with_problems(f"{where} has", problems, most=_LISTED), hint=_HINT)
    return tuple(products)


def circles(parents: Mapping[str, str]) -> Iterator[str]:
    """Yield products that are parts of themselves by way of their parents.

    Examples
    --------
    >>> list(circles({"a": "b", "b": "a", "c": "C26"}))
    ['a is a part of itself: a, b, a']
    """
    done: set[str] = set()
    for name in parents:
        chain = [name]
        while chain[-1] in parents and parents[chain[-1]] not in chain:
            chain.append(parents[chain[-1]])
        end = parents.get(chain[-1])
        if end in chain and not done & set(chain):
            ring = chain[chain.index(end) :]
            yield f"{ring[0]} is a part of itself: {', '.join((*ring, ring[0]))}"
        done |= set(chain)


def _products(content: object, folder: Path | None, problems: list[str]) -> Iterator[Product | None]:
    if not isinstance(content, Mapping):
        problems.append("it is no mapping of fields to what they hold")
        return
    if "products" not in content:
        yield _product(content, {}, "", folder, problems)
        return
    reader = Reader((), problems)
    reader.block(content, "the file", ("products", "sources"))
    rows = content["products"]
    if not isinstance(rows, list) or not rows:
        problems.append("products is no list of products")
        return
    if len(rows) > MOST_PRODUCTS:
        problems.append(f"{len(rows):,} products are more than {MOST_PRODUCTS}")
        return
    common = _sources(content.get("sources", {}), reader)
    for number, row in enumerate(rows, 1):
        if not isinstance(row, Mapping):
            problems.append(f"product {number} is no mapping of fields to what they hold")
            continue
        label = row.get("product") if isinstance(row.get("product"), str) else f"product {number}"
        yield _product(row, common, f"{label}: ", folder, problems)


def _product(
    content: Mapping[Any, Any], common: Mapping[str, Source], label: str, folder: Path | None, problems: list[str]
) -> Product | None:
    found: list[str] = []
    sources = {**common, **_sources(content.get("sources", {}), Reader((), found))}
    reader = Reader(tuple(sources), found)
    reader.block(content, "the product", _FIELDS)
    fields: dict[str, Any] = {"name": _name(content, reader), "sources": sources}
    for key in ("parent", "of"):
        fields[key] = reader.text(content[key], key) if key in content else ""
        if not fields[key] and (key not in content or content[key] == ""):
            found.append(f"{key} is missing")
    fields["title"] = reader.text(content.get("title", fields["name"]), "title")
    fields["notes"] = reader.text(content.get("notes", ""), "notes", most=4000)
    if "value" in content:
        fields["value"] = reader.amount(content["value"], "value", _VALUE, Ground())
    else:
        found.append("value is missing")
    if content.get("value_added") is not None:
        fields["value_added"] = reader.amount(content["value_added"], "value_added", _VALUE_ADDED, Ground())
    fields |= _tables(content, reader)
    fields["links"] = _links(content.get("links", []), reader)
    if "trade" in content:
        fields["trade"] = trade_of(content["trade"], folder, reader)
    fields |= _of_engines(content, reader)
    problems += (f"{label}{problem}" for problem in found)
    return None if found else Product(**fields)


def _name(content: Mapping[Any, Any], reader: Reader) -> str:
    if "product" not in content:
        reader.problems.append("product, its name, is missing")
        return ""
    name = reader.text(content["product"], "product", most=60)
    if name and not _NAME.fullmatch(name):
        wrong = "a dot is not used in a name" if "." in name else "small letters, digits and single hyphens are used"
        reader.problems.append(f"product {shown(name)}: {wrong}")
    if name in ("final", "self", "all", "rest", "goods", "services"):
        reader.problems.append(f"product {name!r}: the word has a meaning of its own")
    return name


def _tables(content: Mapping[Any, Any], reader: Reader) -> Iterator[tuple[str, dict[str, Assumed]]]:
    """Yield makers, users, buyers and inputs."""
    for key, inner, bounds in (("makers", "shares", SHARE), ("users", "shares", SHARE),
                               ("buyers", "odds", ODDS), ("inputs", "odds", ODDS)):  # fmt: skip
        if key not in content:
            continue
        block = reader.block(content[key], key, ("status", "source", inner))
        if block and inner not in block:
            reader.problems.append(f"{key} has no {inner}")
        found = reader.amounts(block.get(inner, {}), key, bounds, Ground().of(block))
        if bounds is SHARE and found:
            total = sum(number.central for number in found.values())
            if len(found) == len(block.get(inner, {})) and abs(total - 1.0) > _ROUNDED:
                others = "" if OTHERS in found else f"; '{OTHERS}' stands for all that are not named"
                reader.problems.append(f"{key}: the shares add up to {total:g}, not to 1{others}")
        yield key, found


def _links(value: object, reader: Reader) -> dict[tuple[str, str], Assumed]:
    if not isinstance(value, list):
        reader.problems.append("links is no list; a link is exporter, importer and odds")
        return {}
    found: dict[tuple[str, str], Assumed] = {}
    for number, row in enumerate(value, 1):
        where = f"link {number}"
        block = reader.block(row, where, ("exporter", "importer", "odds", "status", "source"))
        if lacking := [key for key in ("exporter", "importer", "odds") if block and key not in block]:
            reader.problems.append(f"{where} has no {' and no '.join(lacking)}")
            continue
        odds = reader.amount(block["odds"], where, ODDS, Ground().of(block)) if block else None
        for seller in _labels(block.get("exporter", []), f"{where}, exporter,", reader):
            for buyer in _labels(block.get("importer", []), f"{where}, importer,", reader):
                if (seller, buyer) in found:
                    reader.problems.append(f"{where}: {seller} to {buyer} is there twice")
                if odds is not None:
                    found[seller, buyer] = odds
    return found


def _labels(value: object, where: str, reader: Reader) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    for name in names:
        if not isinstance(name, str) or not name:
            reader.problems.append(f"{where} is {shown(name)}; a region or a list of regions is needed")
    return tuple(name for name in names if isinstance(name, str) and name)


def _of_engines(content: Mapping[Any, Any], reader: Reader) -> Iterator[tuple[str, Any]]:
    """Yield what the year and the weeks read; what a file leaves out keeps its usual value."""
    year = reader.block(content.get("year", {}), "year", ("critical", "instead", "status", "source", *_YEAR))
    weeks = reader.block(content.get("weeks", {}), "weeks", ("stops", "status", "source", *_WEEKS))
    if not isinstance(critical := year.get("critical", True), bool):
        reader.problems.append(f"year: critical is {shown(critical)}; true or false is needed")
    yield "critical", critical
    yield "instead", reader.text(year["instead"], "year: instead") if "instead" in year else ""
    for block, fields, name in ((year, _YEAR, "year"), (weeks, _WEEKS, "weeks")):
        ground = Ground().of(block)
        for key, bounds in fields.items():
            if block.get(key) is not None:
                yield key, reader.amount(block[key], f"{name}: {key}", bounds, ground)
    stops = weeks.get("stops", {})
    inner, ground = stops, Ground().of(weeks)
    if isinstance(stops, Mapping) and "shares" in stops:
        ground = ground.of(reader.block(stops, "weeks: stops", ("status", "source", "shares")))
        inner = stops["shares"]
    yield "stops", reader.amounts(inner, "weeks: stops", SHARE, ground)


def _sources(value: object, reader: Reader) -> dict[str, Source]:
    if not isinstance(value, Mapping):
        reader.problems.append(f"sources is {shown(value)}; a mapping of keys to sources is needed")
        return {}
    fields = ("title", "issuer", "date", "url", "terms", "checked")
    found = {}
    for key, row in value.items():
        where = f"source {shown(key)}"
        if not isinstance(key, str):
            reader.problems.append(f"{where}: the key is no text")
            continue
        block = reader.block(row, where, fields)
        if block and not block.get("title"):
            reader.problems.append(f"{where} has no title")
            continue
        said = {field: reader.text(_day(block[field]), f"{where}, {field},", most=2000) for field in fields
                if field in block}  # fmt: skip
        if (url := said.get("url", "")) and not url.startswith(("https://", "http://")):
            reader.problems.append(f"{where}: the url {shown(url)} is no web address")
        if said.get("title"):
            found[key] = Source(**said)
    return found


def _day(value: object) -> object:
    """Return a day or a year, which YAML reads as such, as text."""
    return value if isinstance(value, str | bool | Mapping | list) or value is None else str(value)
