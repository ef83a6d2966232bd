"""States' shares of the world's production of critical minerals, from the US Geological Survey's yearly summaries."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import MISSING, Row, rows
from technostate.evidence.readers.tally import UNION, WORLD, counted, label
from technostate.evidence.series import Series

RELIANCE = "2024/MCS2024_Fig2_Net_Import_Reliance.csv"

_SET = data_set("usgs-minerals")
#: Production columns hold these years; the second is the producer's estimate.
YEARS: tuple[int, int] = tuple(_SET.more["years"])
MINERALS: tuple[dict[str, Any], ...] = tuple(_SET.more["minerals"])
#: What the tables write for a withheld figure, one not known, and none.
_UNKNOWN = MISSING | {"W", "—", "--", "XX"}
#: Rows that are no state: what is left over.
_REST = re.compile(r"Other( countries)?\b", re.IGNORECASE)
_REMARK = re.compile(r"\s*\(.*\)|[\s\d]+$")

Shares = dict[str, dict[int, float]]


def read_mineral(path: Path, mineral: Mapping[str, Any]) -> Shares:
    """Return region → year → share of the world total that the same table prints; ``EU`` is the sum of members named.

    Parameters
    ----------
    path : Path
        Table of world production.
    mineral : mapping
        ``types``: the table's words for the product (absent where it has one product); ``columns``: of the two years.

    Raises
    ------
    DataError
        If the file is malformed, has no world total, a state is unknown, or a state makes more than the world.
    """
    amounts: Shares = {}
    columns = dict(zip(YEARS, mineral["columns"], strict=True))
    wanted = ["Country", *columns.values(), *(["Type"] if "types" in mineral else [])]
    for row in rows(path, wanted):
        if "types" in mineral and row.text("Type") not in mineral["types"]:
            continue
        region = _region(row)
        if region is None:
            continue
        for year, column in columns.items():
            value = _amount(row, column)
            if value is not None:
                amounts.setdefault(region, {})[year] = value
    totals = amounts.pop(WORLD, {})
    if not totals:
        raise DataError(f"{path.name}: no world total", hint=f"rows wanted: {mineral.get('types', 'all')}")
    shares = {r: {y: v / totals[y] for y, v in made.items() if totals.get(y)} for r, made in amounts.items()}
    members = [shares[code] for code in regions.EU27_2020 if code in shares]
    if members:
        shares[UNION] = {year: sum(path_of.get(year, 0.0) for path_of in members) for year in totals}
    high = [(region, year) for region, path_of in shares.items() for year, share in path_of.items() if share > 1.0]
    if high:
        raise DataError(f"{path.name}: {high[0][0]} {high[0][1]} is above the world total", hint="a unit was mistaken")
    return shares


def _region(row: Row) -> str | None:
    name = row.text("Country").replace("\xa0", " ")
    if not name or _REST.match(name):
        return None
    if name.startswith("World total"):
        return WORLD
    known = name in _SET.more["labels"] or regions.from_name(name) is not None
    # Congo (Kinshasa) is a name; Brazil (beneficiated) is a name and a remark.
    return label(name if known else _REMARK.sub("", name), _SET.more["labels"], where=f"{row.file} line {row.line}")


def _amount(row: Row, column: str) -> float | None:
    # "e" before a figure marks an estimate.
    text = row.text(column).replace(",", "").replace(" ", "").removeprefix("e")
    if text in _UNKNOWN:
        return None
    return Row(row.file, row.line, {column: text}).number(column)


def read_reliance(path: Path) -> dict[str, float]:
    """Return commodity → net import reliance of the United States, per cent; of ``>95`` the bound 95 is taken.

    Raises `DataError` if the file is malformed; ``<25`` and figures withheld are left out.
    """
    column = "Net_Import_Reliance_pct_2023"
    found: dict[str, float] = {}
    for row in rows(path, ("Commodity", column)):
        text = row.text(column).removeprefix(">")
        if text in _UNKNOWN or text.startswith("<") or text == "E":
            continue
        value = Row(row.file, row.line, {column: text}).number(column)
        if value is not None:
            found[row.text("Commodity")] = value
    return found


def series(shares: Mapping[str, Shares], reliance: Mapping[str, float]) -> tuple[Series, ...]:
    """Return the series ``usgs/mcs/*``: shares of each mineral, their mean, minerals led, and US import reliance.

    Parameters
    ----------
    shares : mapping
        Key of a mineral → what `read_mineral` gives.
    reliance : mapping
        What `read_reliance` gives.
    """
    titles = {mineral["key"]: mineral["title"] for mineral in MINERALS}
    made = [
        counted(_SET, f"share-{key}", f"Share of world production, {titles[key]}", "share of world", found)
        for key, found in sorted(shares.items())
    ]
    named = sorted({region for found in shares.values() for region in found})
    mean = {r: {y: sum(s.get(r, {}).get(y, 0.0) for s in shares.values()) / len(shares) for y in YEARS} for r in named}
    led: Shares = {region: dict.fromkeys(YEARS, 0.0) for region in named if region != UNION}
    for found in shares.values():
        for year in YEARS:
            states = {region: path[year] for region, path in found.items() if region != UNION and year in path}
            if states:
                led[max(states, key=lambda region: states[region])][year] += 1.0
    note = f"{len(shares)} minerals; a state counts where a table names it, so that figures are lower bounds"
    made += [
        counted(
            _SET, "mean-share", "Share of world production, mean of critical minerals", "share of world", mean, note
        ),
        counted(_SET, "led", "Critical minerals of which it is the largest producer named", "count", led, note),
    ]
    for mineral in MINERALS:
        if value := reliance.get(mineral.get("reliance", "")):
            title = f"Net import reliance of the United States, {mineral['title']}"
            slug = f"us-import-reliance-{mineral['key']}"
            made.append(counted(_SET, slug, title, "%", {"USA": {YEARS[1]: value}}, "a printed bound counts as figure"))
    return tuple(made)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    folder = raw / _SET.more["folder"]
    shares = {mineral["key"]: read_mineral(folder / mineral["file"], mineral) for mineral in MINERALS}
    return series(shares, read_reliance(folder / RELIANCE))
