"""The burden and the ratchet once more on all of SIPRI's states, more than its terms let the package ship."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import numpy as np

from benchmarks.estimates.burden import adjustment, elasticity, prepared
from benchmarks.estimates.panel import Panel
from benchmarks.estimates.ratchet import momentum, rivalries, specifications
from benchmarks.estimates.result import Estimate, Section, shown
from benchmarks.measure import SHARED
from technostate.evidence import catalogue

#: SIPRI's table by country and year, where raw data lie.
FILE = SHARED / "data" / "sipri_milex_1949_2024" / "sipri_milex_1949_2024.csv.gz"
FIRST, LAST = 1970, 2022
#: Least share of GDP taken for a burden: below it lie hyperinflations and states that keep hardly any forces.
FLOOR = 0.001
#: A share of GDP that no state with forces can have had; it takes away twelve figures of two states.
MILLIONTH = 1e-6
#: Other floors that the ratchet is tried with.
FLOORS = (1e-5, 1e-4, 5e-4, 1e-3, 3e-3)
METHOD = (
    "As in the two sections before, on SIPRI's burden of all states 1970–2022, read from its own table; the part that "
    f"ships is a third of the states, from 1990 on. Burdens below {100 * FLOOR:g} % of GDP are left out: SIPRI's table "
    "has some of less than a millionth, from years of hyperinflation. `as published` keeps them, `none below a "
    "millionth` leaves out those few alone. Without that table this section is left out."
)


def there() -> bool:
    """Whether SIPRI's table lies where raw data do."""
    return FILE.is_file()


def table(path: Path) -> dict[str, dict[str, dict[int, float]]]:
    """`burden` (share of GDP) and `dollars` (constant, millions) by state and year; zeros and gaps left out."""
    from technostate.evidence.readers.delimited import rows
    from technostate.evidence.readers.sipri import region

    columns = {"burden": "share_gdp", "dollars": "constant_2023_usd_m"}
    found: dict[str, dict[str, dict[int, float]]] = {name: {} for name in columns}
    for row in rows(path, ("country", "year", *columns.values())):
        if not (label := region(row.text("country"))):
            continue
        for name, column in columns.items():
            if (value := row.number(column)) is not None and value > 0:
                found[name].setdefault(label, {})[row.year("year")] = value
    return found


@lru_cache(maxsize=8)
def military(floor: float = FLOOR) -> Panel:
    """All states of SIPRI's table, prepared as the part that ships; burdens below the floor are missing."""
    ids = {
        "gdp": "gapminder/sg/total_gdp_us_inflation_adjusted",
        "rivals": "cow/rivalries/strategic",
        "ideal": "unga/ideal-points/all",
    }
    paths = {**table(FILE), **{name: catalogue.load(series).values for name, series in ids.items()}}
    panel = Panel.beside(paths)
    if floor:
        panel = panel.having(burden=np.where(panel["burden"] < floor, np.nan, panel["burden"]))
    panel = prepared(panel)
    return panel.where(panel.between(FIRST, LAST))


def impossible(published: Panel) -> list[Estimate]:
    """How many burdens are below a millionth, and how many specifications are told apart at any floor above them."""
    count = int((published["burden"] < MILLIONTH).sum())
    told = 0
    for floor in FLOORS:
        found = specifications(military(floor), "")
        told = max(told, sum(one.reading in ("estimate", "contrary") for one in found))
    return [
        shown("wide/below-a-millionth", "burdens below a millionth of GDP", count, None, (len(published), 0)),
        shown("wide/told-apart-at-any-floor", "most of six told apart, floors .001 % to .3 %", told, None, (6, 0)),
    ]


def section() -> Section:
    """Adjustment, elasticity and ratchet on the wider panel, and again with every burden as published."""
    panel, published = military(), military(0.0)
    recent = panel.where(panel.year >= 1990)
    found = (
        *adjustment(panel, "wide", "all states"),
        *adjustment(recent, "wide/from-1990", "all states from 1990", halves=False),
        *adjustment(recent.where(recent["rivals"] > 0), "wide/rivals", "with rivals, from 1990", halves=False),
        *elasticity(panel, "wide"),
        *specifications(panel, "wide"),
        momentum(panel, "wide"),
        *rivalries(panel, "wide"),
        *adjustment(published, "wide/published", "all states, as published", halves=False),
        *specifications(published, "wide/published", "as published"),
        *impossible(published),
        *specifications(military(MILLIONTH), "wide/millionth", "none below a millionth"),
    )
    return Section("Burden and ratchet, all of SIPRI's states", METHOD, found)
