"""Trade flows of a product, from a file or written out: by whom each maker's exports are bought.

Two layouts of files are read: ``exporter, importer, value`` (with ``code`` where goods are told apart), and that of
BACI (Gaulier and Zignago 2010): ``t, i, j, k, v`` with i the exporter, j the importer, k a code of the Harmonised
System. Countries are ISO 3166 alpha-3 codes, or numbers that a second file (``countries``) explains.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.evidence import regions
from technostate.evidence.printable import shown
from technostate.world.assumed import STATUSES
from technostate.world.product import Trade
from technostate.world.products.amounts import Bounds, Ground, Reader

if TYPE_CHECKING:
    import polars as pl

#: A year of BACI has eleven million rows in some 350 MB.
MOST_BYTES, MOST_CODES = 2**30, 200
_FIELDS = ("file", "countries", "codes", "year", "flows", "status", "source")
_BACI = {"i": "exporter", "j": "importer", "k": "code", "v": "value", "t": "year"}
_NAMES = {"country_code": "number", "country_iso3": "iso3", "iso_3digit_alpha": "iso3"}
_VALUE = Bounds("value", 0.0, 1e15)


def trade_of(block: object, folder: Path | None, reader: Reader) -> Trade | None:
    """Return the flows that a product's file names or has; what is wrong goes to the reader's problems.

    Parameters
    ----------
    folder : Path or None
        Where files are looked for; without one none is read.
    """
    found, before = reader.block(block, "trade", _FIELDS), len(reader.problems)
    ground = Ground().of(found)
    reader.ground(ground, "trade")
    if ("file" in found) == ("flows" in found):
        reader.problems.append("trade has a file, or flows written out: one of the two")
    if len(reader.problems) > before:
        return None
    flows = _written(found["flows"], ground, reader) if "flows" in found else _filed(found, folder, reader)
    if len(reader.problems) == before and not flows:
        reader.problems.append("trade has no flow between two regions")
    if len(reader.problems) > before:
        return None
    return Trade(flows, next(status for status in STATUSES if status == ground.status), ground.source)


def _written(rows: object, ground: Ground, reader: Reader) -> dict[tuple[str, str], float]:
    if not isinstance(rows, list):
        reader.problems.append("trade: flows is no list; a flow is exporter, importer and value")
        return {}
    flows: dict[tuple[str, str], float] = {}
    for number, row in enumerate(rows, 1):
        where = f"trade: flow {number}"
        block = reader.block(row, where, ("exporter", "importer", "value"))
        value = reader.amount(block.get("value"), where, _VALUE, ground) if block else None
        pair = str(block.get("exporter")), str(block.get("importer"))
        for side in pair:
            if block and not regions.is_known(side):
                reader.problems.append(f"{where}: {shown(side)} is no state by its three letters")
        if value is not None and pair[0] != pair[1]:
            flows[pair] = flows.get(pair, 0.0) + value.central
    return flows


def _filed(block: Mapping[str, Any], folder: Path | None, reader: Reader) -> dict[tuple[str, str], float]:
    if folder is None:
        reader.problems.append("trade: a file is read only where the product stands in one itself")
        return {}
    codes = _codes(block.get("codes", []), reader)
    table = _table(folder, block["file"], "file", reader)
    countries = _countries(folder, block.get("countries"), reader)
    if table is None:
        return {}
    names = table.collect_schema().names()
    if {"i", "j", "k", "v"} <= set(names):
        table = table.rename({old: new for old, new in _BACI.items() if old in names})
        names = table.collect_schema().names()
    lacking = [name for name in ("exporter", "importer", "value", *(("code",) if codes else ()),
                                 *(("year",) if "year" in block else ())) if name not in names]  # fmt: skip
    if lacking:
        reader.problems.append(f"trade: {block['file']} has no column {' and no column '.join(lacking)}")
        return {}
    return _summed(table, codes, block.get("year"), countries, reader)


def _table(folder: Path, name: object, what: str, reader: Reader) -> pl.LazyFrame | None:
    """Return a CSV file whose fields are all text; nothing is read of it yet."""
    import polars as pl

    text = reader.text(name, f"trade: {what}")
    if not text:
        return None
    path = folder / text
    try:
        if not path.is_file():
            reader.problems.append(f"trade: {shown(text)} is no file")
        elif (size := path.stat().st_size) > MOST_BYTES:
            reader.problems.append(f"trade: {shown(text)} has {size:,} bytes, more than {MOST_BYTES:,}")
        else:
            table = pl.scan_csv(path, infer_schema=False)
            table.collect_schema()
            return table
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        reader.problems.append(f"trade: {shown(text)} cannot be read: {str(error).splitlines()[0][:120]}")
    return None


def _codes(given: object, reader: Reader) -> tuple[str, ...]:
    """Return codes of goods as text; YAML reads some of them as numbers."""
    if not isinstance(given, list) or len(given) > MOST_CODES:
        reader.problems.append(f"trade: codes is no list of at most {MOST_CODES} codes")
        return ()
    codes = tuple(str(code) for code in given)
    for code in codes:
        if not re.fullmatch(r"\d{2}|\d{4}|\d{6}", code):
            reader.problems.append(f"trade: the code {shown(code)} has not 2, 4 or 6 digits; write it in quotes")
    return codes


def _countries(folder: Path, name: object, reader: Reader) -> dict[str, str]:
    """Return number of a country → its three letters, of a file such as BACI's own."""
    if name is None:
        return {}
    table = _table(folder, name, "countries", reader)
    if table is None:
        return {}
    found = table.collect_schema().names()
    table = table.rename({old: new for old, new in _NAMES.items() if old in found})
    if not {"number", "iso3"} <= set(table.collect_schema().names()):
        reader.problems.append(f"trade: {name} has not the columns country_code and country_iso3")
        return {}
    rows = table.select("number", "iso3").collect().rows()
    return {number.lstrip("0"): iso3 for number, iso3 in rows if number and iso3}


def _summed(
    table: pl.LazyFrame, codes: tuple[str, ...], year: object, countries: Mapping[str, str], reader: Reader
) -> dict[tuple[str, str], float]:
    import polars as pl

    sides = ("exporter", "importer")
    columns = [pl.col(name).str.strip_chars() for name in (*sides, "value", *(("code",) if codes else ()),
                                                           *(("year",) if year is not None else ()))]  # fmt: skip
    table = table.select(columns)
    if codes:
        padded = pl.col("code").str.zfill(6)
        table = table.filter(pl.any_horizontal(*(padded.str.starts_with(code) for code in codes)))
    if year is not None:
        table = table.filter(pl.col("year") == str(year))
    number = pl.col("value").cast(pl.Float64, strict=False)
    wrong = (number.is_null() | number.is_nan() | number.is_infinite() | (number < 0)).sum()
    try:
        rows = table.group_by(*sides).agg(number.sum().alias("total"), wrong.alias("wrong")).collect().rows()
    except (OSError, ValueError, pl.exceptions.PolarsError) as error:
        reader.problems.append(f"trade: the file cannot be read: {str(error).splitlines()[0][:120]}")
        return {}
    if bad := sum(row[3] for row in rows):
        reader.problems.append(f"trade: {bad:,} values are no numbers, or negative")
        return {}
    flows: dict[tuple[str, str], float] = {}
    strange: dict[str, None] = {}
    for seller, buyer, total, _ in sorted(rows, key=str):
        pair = tuple(countries.get((side or "").lstrip("0"), side or "") for side in (seller, buyer))
        strange |= dict.fromkeys(side for side in pair if not regions.is_known(side))
        if pair[0] != pair[1] and total > 0:
            flows[pair[0], pair[1]] = flows.get((pair[0], pair[1]), 0.0) + total
    if countries:
        # A list of countries has more than states: what no table shows is left out of it.
        return {pair: value for pair, value in flows.items() if not set(pair) & strange.keys()}
    if strange:
        named = ", ".join(map(shown, list(strange)[:5]))
        hint = "; numbers of countries need a file of them (countries)" if any(map(str.isdigit, strange)) else ""
        reader.problems.append(f"trade: {len(strange)} labels are no states by their three letters: {named}{hint}")
    return flows
