"""What states' imports and exports hang on, from the World Bank's WITS country summaries: shares, no levels."""

from __future__ import annotations

from pathlib import Path

from technostate.evidence import regions
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


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``wits/summary/*``: largest partner's share, and two kinds of goods in imports, fractions.

    Raises
    ------
    DataError
        If the file is malformed.
    """
    levels: dict[str, Values] = {name: {} for name in (_IMPORTS, _EXPORTS, _CAPITAL, _RAW)}
    partners: dict[str, dict[str, dict[int, list[float]]]] = {_PARTNER: {}, _EXPORT_PARTNER: {}}
    for row in rows(path, ("iso3", "Product categories", "Indicator", "year", "value")):
        region, value = regions.from_code(row.text("iso3")), row.number("value")
        indicator = row.text("Indicator")
        if region is None or value is None:
            continue
        if indicator in partners:
            partners[indicator].setdefault(region, {}).setdefault(row.year("year"), []).append(value)
            continue
        name = row.text("Product categories") if indicator == _PRODUCT else indicator
        if name in levels:
            levels[name].setdefault(region, {})[row.year("year")] = value
    largest = {
        indicator: {
            r: {y: max(values) for y, values in path_of.items() if len(values) == _FEWEST}
            for r, path_of in found.items()
        }
        for indicator, found in partners.items()
    }
    return (
        _share("largest-supplier", "Largest supplier's share of imports of goods", largest[_PARTNER], levels[_IMPORTS]),
        _share(
            "largest-customer", "Largest customer's share of exports of goods", largest[_EXPORT_PARTNER],
            levels[_EXPORTS],
        ),
        _share("capital-goods", "Capital goods in imports of goods", levels[_CAPITAL], levels[_IMPORTS]),
        _share("raw-materials", "Raw materials in imports of goods", levels[_RAW], levels[_IMPORTS]),
    )  # fmt: skip


def _share(slug: str, title: str, part: Values, whole: Values) -> Series:
    values: Values = {}
    for region, path in part.items():
        shares = {year: value / total for year, value in path.items() if (total := whole.get(region, {}).get(year))}
        # A summary whose part exceeds its whole contradicts itself; it says nothing of that year.
        if kept := {year: share for year, share in shares.items() if share <= 1.0}:
            values[region] = kept
    return counted(_SET, slug, title, "1", values)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / _SET.more["folder"] / FILE)
