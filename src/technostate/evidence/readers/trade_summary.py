"""What states' imports and exports hang on, from the World Bank's WITS country summaries: shares, no levels."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.tally import counted
from technostate.evidence.series import Series

FILE = "wits_trade_summary_1988_2021.csv.gz"

_SET = data_set("wits-summary")
_IMPORTS = "Imports (in US$ Mil)"
_PARTNER = "Trade (US$ Mil)-Top 5 Import Partner"
_PRODUCT = "Import(US$ Mil)"
_EXPORTS, _EXPORT_PARTNER = "Exports (in US$ Mil)", "Trade (US$ Mil)-Top 5 Export Partner"
_CAPITAL, _RAW = "Capital goods", "Raw materials"
_FEWEST = 5

Values = dict[str, dict[int, float]]


class Summary:
    """Figures of the summaries that the shares need, taken row by row."""

    def __init__(self) -> None:
        self._levels: dict[str, Values] = {name: {} for name in (_IMPORTS, _EXPORTS, _CAPITAL, _RAW)}
        self._partners: dict[str, dict[str, dict[int, list[float]]]] = {_PARTNER: {}, _EXPORT_PARTNER: {}}

    def take(self, region: str, indicator: str, product: str, year: int, value: float) -> None:
        """Take one figure in the producer's words, millions of dollars; one that no share needs is left."""
        if indicator in self._partners:
            self._partners[indicator].setdefault(region, {}).setdefault(year, []).append(value)
            return
        name = product if indicator == _PRODUCT else indicator
        if name in self._levels:
            self._levels[name].setdefault(region, {})[year] = value

    def shares(self, *origins: Origin) -> tuple[Series, ...]:
        """Return the series ``wits/summary/*``: largest partner's share, and two kinds of goods in imports, fractions.

        Parameters
        ----------
        origins : Origin
            Of the edition; none: of the one that ships.
        """
        levels = self._levels
        rows = (
            ("largest-supplier", "Largest supplier's share of imports of goods", self._largest(_PARTNER), _IMPORTS),
            ("largest-customer", "Largest customer's share of exports of goods", self._largest(_EXPORT_PARTNER),
             _EXPORTS),
            ("capital-goods", "Capital goods in imports of goods", levels[_CAPITAL], _IMPORTS),
            ("raw-materials", "Raw materials in imports of goods", levels[_RAW], _IMPORTS),
        )  # fmt: skip
        return tuple(_share(slug, title, part, levels[whole], origins) for slug, title, part, whole in rows)

    def _largest(self, indicator: str) -> Values:
        return {
            region: {year: max(values) for year, values in path.items() if len(values) == _FEWEST}
            for region, path in self._partners[indicator].items()
        }


def read(path: Path) -> tuple[Series, ...]:
    """Return the four shares of a table with a figure a row.

    Raises
    ------
    DataError
        If the file is malformed.
    """
    summary = Summary()
    for row in rows(path, ("iso3", "Product categories", "Indicator", "year", "value")):
        region, value = regions.from_code(row.text("iso3")), row.number("value")
        if region is not None and value is not None:
            summary.take(region, row.text("Indicator"), row.text("Product categories"), row.year("year"), value)
    return summary.shares()


def _share(slug: str, title: str, part: Values, whole: Values, origins: tuple[Origin, ...]) -> Series:
    values: Values = {}
    for region, path in part.items():
        shares = {year: value / total for year, value in path.items() if (total := whole.get(region, {}).get(year))}
        # A summary whose part exceeds its whole contradicts itself; it says nothing of that year.
        if kept := {year: share for year, share in shares.items() if share <= 1.0}:
            values[region] = kept
    found = counted(_SET, slug, title, "1", values)
    return replace(found, origin=derived_from(title, *origins)) if origins else found


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
