"""Gapminder's Systema Globalis: selected indicators by country and year, in one Parquet file."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.columnar import frame
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FILE = "systema_globalis_selected.parquet"

ORIGIN = Origin(
    "Gapminder",
    "Systema Globalis",
    "Gapminder (2026). Systema Globalis. Free data from Gapminder.org, based on the sources named in each title.",
    "2026-03",
    "CC BY 4.0 (Gapminder README: free to use with attribution)",
    "https://github.com/open-numbers/ddf--gapminder--systema_globalis",
    dt.date(2026, 3, 1),
    "Gapminder compiles and in places adjusts the figures of the producer named in the title",
)


@dataclass(frozen=True)
class Indicator:
    """An indicator of the file: title with its first producer, unit, factor, last year to take (None: all)."""

    title: str
    unit: str
    factor: float = 1.0
    until: int | None = None


_WB = "(World Bank via Gapminder)"
_EI = "(Energy Institute via Gapminder)"
_WIPO = "(WIPO via Gapminder)"

INDICATORS: dict[str, Indicator] = {
    "armed_forces_personnel_percent_of_labor_force": Indicator(
        f"Armed forces personnel, share of the labour force {_WB}", "%"
    ),
    "armed_forces_personnel_total": Indicator(f"Armed forces personnel {_WB}", "persons"),
    "arms_exports_sipri_tiv": Indicator("Arms exports (SIPRI via World Bank and Gapminder)", "tiv", 1e-6),
    "arms_imports_sipri_tiv": Indicator("Arms imports (SIPRI via World Bank and Gapminder)", "tiv", 1e-6),
    "broadband_subscribers_per_100_people": Indicator(f"Fixed broadband subscriptions {_WB}", "per 100"),
    "coal_consumption_total": Indicator(f"Coal consumption {_EI}", "toe"),
    "electricity_generation_total": Indicator(f"Electricity generation {_EI}", "TWh", 1e-9),
    "electricity_use_per_person": Indicator(f"Electricity use a head {_WB}", "kWh per head"),
    "energy_use_per_person": Indicator(f"Energy use a head {_WB}", "kgoe per head"),
    "exports_percent_of_gdp": Indicator(f"Exports of goods and services {_WB}", "% of GDP"),
    "gdppercapita_us_inflation_adjusted": Indicator(f"Real GDP a head {_WB}", "usd2015 per head"),
    "hdi_human_development_index": Indicator("Human Development Index (UNDP via Gapminder)", "index"),
    "high_technology_exports_percent_of_manufactured_exports": Indicator(
        f"High-technology exports, share of manufactured exports {_WB}", "%"
    ),
    "imports_percent_of_gdp": Indicator(f"Imports of goods and services {_WB}", "% of GDP"),
    "internet_users": Indicator(f"Individuals using the internet, share of population {_WB}", "%"),
    "investments_percent_of_gdp": Indicator(f"Gross capital formation {_WB}", "% of GDP"),
    "market_value_of_listed_companies_percent_of_gdp": Indicator(f"Market value of listed companies {_WB}", "% of GDP"),
    "military_expenditure_percent_of_gdp": Indicator(
        "Military expenditure (SIPRI via World Bank and Gapminder)", "% of GDP"
    ),
    "oil_consumption_total": Indicator(f"Oil consumption {_EI}", "toe"),
    "oil_production_total": Indicator(f"Oil production {_EI}", "toe"),
    "patent_applications_total": Indicator(f"Patent applications, total {_WIPO}", "count"),
    "patents_granted_total": Indicator(f"Patents granted, total {_WIPO}", "count"),
    "patents_in_force_total": Indicator(f"Patents in force, total {_WIPO}", "count"),
    "total_gdp_us_inflation_adjusted": Indicator(f"Real GDP {_WB}", "usd2015"),
    "total_population_with_projections": Indicator("Population, observed years only (Gapminder)", "persons", 1.0, 2010),
    "trade_balance_percent_of_gdp": Indicator(f"External balance on goods and services {_WB}", "% of GDP"),
    "urban_population_percent_of_total": Indicator(f"Urban population, share of population {_WB}", "%"),
}

#: Gapminder's own labels of regions that ISO 3166 codes otherwise; its other labels stand for no region of ours.
LABELS = {"hos": "VAT", "kos": "XKX", "ussr": "SUN", "cheslo": "CSK", "deu_east": "DDR", "yem_south": "YMD"}

DONE = (
    "Lower-case codes put into capitals; regions without a code of ours left out. Left out: tax revenue (zero for "
    "China and the United States, where it is not known); direct investment, population after 2010 (projections) and "
    "GDP a head at purchasing power parity, of which the World Bank extract has newer or plainer figures; GDP an "
    "employee and GDP a head from the Penn World Table, whose description contradicts their figures; Polity (own "
    "terms). Trend-indicator values divided by a million, electricity generation turned into TWh."
)


def read(path: Path) -> tuple[Series, ...]:
    """Return the series ``gapminder/sg/<indicator>`` of the Parquet file.

    Raises
    ------
    DataError
        If the file is damaged, or a region and year is there twice.
    """
    import polars as pl

    data = frame(path, {"indicator": "text", "geo": "text", "time": "integer", "value": "number"})
    series = []
    for indicator, spec in INDICATORS.items():
        gathering = Gathering(f"gapminder/sg/{indicator}", spec.title, spec.unit, "measured", ORIGIN)
        part = data.filter(pl.col("indicator") == indicator)
        for geo, year, value in part.select("geo", "time", "value").iter_rows():
            region = LABELS.get(geo) or regions.from_code(geo)
            if region is None or value is None or (spec.until is not None and year > spec.until):
                continue
            gathering.add(region, year, value * spec.factor, where=f"{path.name} ({geo})")
        series.append(gathering.series())
    return tuple(series)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `gapminder_systema_globalis` under `raw`."""
    return read(raw / "gapminder_systema_globalis" / FILE)
