"""Which tables of the Science and Engineering Indicators are read, under which name, from which edition."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from technostate.evidence.origin import Origin
from technostate.evidence.readers.data_set import data_set

_HONG_KONG = "the table has no row for Hong Kong, which may be counted in China"

LICENCE = "US Government work, public domain; NCSES asks to be cited"


@dataclass(frozen=True)
class Table:
    """A table: its number in the raw file, our slug, title, unit, edition, a factor, and a filter on its paths.

    Parameters
    ----------
    modal_id : str
        NCSES's number of the table on its site.
    slug : str
        Last part of the series id.
    edition : int
        Year of the Science and Engineering Indicators.
    factor : float
        What the table's figures are multiplied by.
    path : str
        Beginning of the `path` of the rows to take; empty: all.
    without_eu : bool
        True where the table's European Union still counts the United Kingdom.
    """

    modal_id: str
    slug: str
    title: str
    unit: str
    edition: int
    factor: float = 1.0
    path: str = ""
    without_eu: bool = False


def origin(table_number: str, edition: int, sources: str, note: str = "") -> Origin:
    """Return the origin of a table of one edition; `sources` are those NCSES names under it."""
    return Origin(
        "NCSES",
        f"Science and Engineering Indicators {edition}, table {table_number}",
        f"National Center for Science and Engineering Statistics, National Science Board ({edition}). Science and "
        f"Engineering Indicators {edition}, table {table_number}. Alexandria, VA: National Science Foundation.",
        f"SEI {edition}",
        LICENCE,
        "https://ncses.nsf.gov/indicators",
        dt.date(2025, 3, 27),
        "; ".join(part for part in (f"underlying sources: {sources}" if sources else "", note, _HONG_KONG) if part),
        _SET.origins["federal"].obtained,
    )


_SET = data_set("ncses-sei")
#: What was done with the tables, and with those of `technostate.evidence.readers.ncses_tables`.
DONE, DONE_TABLES = _SET.done, str(_SET.more["done_tables"])
TABLES = tuple(Table(**item) for item in _SET.more["web_tables"])
#: Industry as the long table of 2024 writes it → slug, title.
INDUSTRIES: dict[str, tuple[str, str]] = {
    item["name"]: (item["slug"], item["title"]) for item in _SET.more["industries"]
}
#: The long table of value added by industry and economy, edition 2024, whose economies have to be restored.
LONG_TABLE: str = _SET.more["long_table"]
#: Its economies in the order of its blocks.
LONG_TABLE_ECONOMIES = tuple(_SET.more["economies"])
