"""States' shares of reported imports and exports of machines that make semiconductors, 2016–2020."""

from __future__ import annotations

from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import WORLD, Tally, counted, label
from technostate.evidence.series import Series

FILE = "comtrade_sme_hs6_2016_2020.csv.gz"

_SET = data_set("chip-equipment")
#: Machines that make semiconductor devices or circuits; the set's other headings hold testers.
HEADING = "848620"
_FLOWS = {"Import": "imports", "Export": "exports"}


def read(path: Path) -> tuple[Series, ...]:
    """Return ``comtrade/chip-equipment/imports`` and ``…/exports``: shares of what all reporters state.

    Raises
    ------
    DataError
        If the file is malformed or a reporter is unknown.
    """
    found = {flow: Tally() for flow in _FLOWS}
    for row in rows(path, ("Year", "Trade Flow", "Reporter", "Reporter ISO", "Commodity Code", "Trade Value (US$)")):
        flow, value = row.text("Trade Flow"), row.number("Trade Value (US$)")
        if flow not in found or row.text("Commodity Code") != HEADING or value is None:
            continue
        where = f"{row.file} line {row.line}"
        state = regions.from_code(row.text("Reporter ISO")) or label(
            row.text("Reporter"), _SET.more["labels"], where=where
        )
        found[flow].add(state, row.year("Year"), value)
    made = []
    for flow, word in _FLOWS.items():
        world = found[flow].amounts.get(WORLD, {})
        shares = {
            region: {year: value / world[year] for year, value in path_of.items() if world[year] > 0.0}
            for region, path_of in found[flow].amounts.items()
            if region != WORLD
        }
        title = f"Share of reported {word} of machines that make semiconductors"
        made.append(counted(_SET, word, title, "share of world", shares))
    return tuple(made)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
