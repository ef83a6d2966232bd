"""The figures of the dictionary: real values for China, the United States and all who have them."""

from __future__ import annotations

import numpy as np
import pytest

from technostate import units
from technostate.evidence import Origin, Series, catalogue
from technostate.strategies import STRATEGIES, dictionary, standing
from technostate.strategies.look_through import exposure_id, look_through, panel_measure
from technostate.world import load, panel

ROWS = dictionary.indicators()

#: Year of the newest edition among the data; figures more than five years older are old.
NOW = 2026
MOST_OLD_CELLS = 45


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_every_indicator_has_figures_for_china_and_the_united_states(row: dictionary.Indicator) -> None:
    series = dictionary.values(row)
    assert series.unit == row.unit
    for code in ("CHN", "USA"):
        seen = series.latest(code)
        assert seen is not None, code
        assert 2009 <= seen.year <= NOW
    assert len(series.regions) > 2


def test_sixty_indicators_and_eight_a_strategy_have_figures_for_both() -> None:
    both = {row.id: row.strategy for row in ROWS if {"CHN", "USA"} <= set(dictionary.values(row).regions)}
    assert len(both) >= 60
    for key in STRATEGIES:
        assert sum(strategy == key for strategy in both.values()) >= 8


def test_every_series_of_every_measure_is_in_the_catalogue() -> None:
    known = {entry.id for entry in catalogue.entries()}
    for row in ROWS:
        assert set(row.expression.series_ids()) <= known, row.id


@pytest.mark.parametrize("row", ROWS, ids=[row.id for row in ROWS])
def test_shares_lie_between_zero_and_one_and_levels_on_their_scale(row: dictionary.Indicator) -> None:
    series = dictionary.values(row)
    figures = np.array([value for path in series.values.values() for value in path.values()])
    if row.unit in {"share of world", "1"}:
        assert figures.min() >= 0
        assert figures.max() <= 1 + 1e-9
    if units.unit(row.unit).quantity == "count":
        assert figures.min() >= 0
    if row.id.startswith("pts_"):
        assert set(figures) <= {1.0, 2.0, 3.0}


@pytest.mark.parametrize(
    ("indicator", "region", "year", "value", "tolerance"),
    [
        # SIPRI, release of April 2025; register of arms transfers, deliveries of 2020-24 pooled.
        ("military_spending_gdp", "CHN", 2024, 1.71, 0.005),
        ("military_spending_gdp", "USA", 2024, 3.42, 0.005),
        ("military_spending_usd", "CHN", 2024, 313_658.3, 0.1),
        ("arms_imports_world_share", "CHN", 2024, 0.0183, 5e-5),
        ("arms_exports_world_share", "CHN", 2024, 0.0587, 5e-5),
        ("arms_exports_world_share", "USA", 2024, 0.426, 5e-4),
        # World Bank, World Development Indicators, editions of 2026.
        ("rd_share_of_gdp_wdi", "CHN", 2023, 2.577, 0.001),
        ("rd_share_of_gdp_wdi", "USA", 2023, 3.447, 0.001),
        ("researchers_per_million", "USA", 2022, 4937.49, 0.01),
        # Penn World Table 11.0.
        ("human_capital", "CHN", 2023, 2.7498, 5e-5),
        # OECD trade cube: sales of computers, electronics and optics at home and abroad over the world's.
        ("electronics_output_world_share", "CHN", 2022, 0.4368, 5e-5),
        # Counted from the General Catalog of Artificial Space Objects and the UCS Satellite Database.
        ("orbital_launches", "USA", 2024, 145.0, 0.0),
        ("satellites_shared_use", "CHN", 2023, 100 * 50 / 157, 1e-4),
        # TOP500, November 2024, and Epoch AI, August 2026.
        ("supercomputers_world_share", "USA", 2024, 0.5526, 5e-5),
        ("ai_computing_world_share", "USA", 2026, 0.7323, 5e-5),
        # NCSES, Science and Engineering Indicators 2024, tables SRD-1 and SRD-2.
        ("rd_share_of_gdp", "CHN", 2021, 2.43, 0.005),
        ("rd_share_of_gdp", "USA", 2021, 3.46, 0.005),
        ("rd_business_funded", "CHN", 2021, 78.0, 0.05),
        ("rd_business_performed", "USA", 2021, 77.6, 0.05),
        # NCSES, Science and Engineering Indicators 2022, table SINV-5: 456,088 of 938,038 families.
        ("patent_families_world_share", "CHN", 2020, 456088 / 938038, 1e-6),
        # Penn World Table 10.01.
        ("tfp_level", "USA", 2019, 1.0, 1e-9),
        ("tfp_level", "CHN", 2019, 0.4035, 5e-4),
        # Political Terror Scale 2024, coded from Amnesty International and Human Rights Watch.
        ("pts_amnesty", "CHN", 2022, 3.0, 0.0),
        ("pts_amnesty", "USA", 2023, 2.0, 0.0),
        ("pts_hrw", "USA", 2022, 1.0, 0.0),
        # OECD trade cube: imports over imports plus home sales.
        ("import_share_electronics", "CHN", 2022, 0.2254, 5e-5),
        # Correlates of War, National Material Capabilities 7.0, recomputed from the components.
        ("cinc", "CHN", 2022, 0.234097, 1e-6),
        ("nuclear_status", "USA", 2022, 3.0, 0.0),
    ],
)
def test_golden_values(indicator: str, region: str, year: int, value: float, tolerance: float) -> None:
    assert dictionary.values(indicator).value(region, year) == pytest.approx(value, abs=tolerance)


def test_shipped_look_through_series_are_what_the_worlds_give() -> None:
    world = load("wiod-2004")
    computed = {series.id: series for series in look_through("wiod", [world])}
    for sector in (None, "c1", "c14"):
        series_id = exposure_id("foreign_input_reliance", "wiod", sector)
        shipped = catalogue.load(series_id).cross_section(2004)
        for region, value in computed[series_id].cross_section(2004).items():
            # The series are stored with seven significant digits.
            assert shipped[region] == pytest.approx(value, rel=1e-6)


def test_reliance_of_china_peaks_in_2004() -> None:
    """Direct computation (design section 6): .1607 in wiod-2004."""
    path = catalogue.load(exposure_id("foreign_input_reliance", "wiod")).path("CHN")
    assert max(path, key=lambda year: path[year]) == 2004
    assert path[2004] == pytest.approx(0.1607, abs=5e-5)


def test_look_through_years_are_never_joined() -> None:
    assert catalogue.load(exposure_id("foreign_input_reliance", "wiod")).years == tuple(range(1995, 2012))
    assert dictionary.values("foreign_input_reliance_icio").years == (2022,)


def test_at_most_forty_five_figures_of_china_and_the_united_states_are_older_than_five_years() -> None:
    newest = {(row.id, code): dictionary.values(row).latest(code) for row in ROWS for code in ("CHN", "USA")}
    old = sorted((seen.year, *cell) for cell, seen in newest.items() if seen is not None and NOW - seen.year > 5)
    assert len(old) <= MOST_OLD_CELLS, old


def test_panel_measures_by_hand() -> None:
    trade = panel()
    flow = trade.flow[trade.years.index(2018), trade.sectors.index("C26"), trade.regions.index("CHN")]
    home = flow[trade.regions.index("CHN")]
    foreign = np.delete(flow, trade.regions.index("CHN"))
    share = panel_measure("import_share", trade, ("C26",))["CHN"][2018]
    assert share == pytest.approx(foreign.sum() / (foreign.sum() + home), rel=1e-12)
    index = panel_measure("supplier_concentration", trade, ("C26",))["CHN"][2018]
    # ROW is many economies: in the sum, and in no square.
    single = np.delete(flow, [trade.regions.index("CHN"), trade.regions.index("ROW")])
    assert index == pytest.approx(np.square(single / foreign.sum()).sum(), rel=1e-12)
    sold = trade.flow[trade.years.index(2018), trade.sectors.index("C26")]
    made = panel_measure("output_share", trade, ("C26",))["CHN"][2018]
    assert made == pytest.approx(sold[:, trade.regions.index("CHN")].sum() / sold.sum(), rel=1e-12)
    largest = panel_measure("largest_supplier_share", trade, ("C26",))["CHN"][2018]
    assert largest == pytest.approx(single.max() / foreign.sum(), rel=1e-12)


def test_trade_among_members_of_the_european_union_is_at_home() -> None:
    """So the group depends less on foreign inputs and markets than its large members do one by one."""
    for indicator in ("foreign_input_reliance_icio", "import_share_goods", "external_circulation_icio"):
        cross = dictionary.values(indicator).cross_section(2022)
        assert cross["EU"] < min(cross[member] for member in ("DEU", "FRA", "ITA", "ESP", "POL", "NLD"))
    ranked = standing.ranks(dictionary.values("import_share_goods"))
    assert "EU" not in ranked


SOURCE = Origin("Example", "Table", "Example (2020). Table.", "2020", "CC BY 4.0")


def table(values: dict[str, dict[int, float]]) -> Series:
    return Series("e/t/a", "A", "%", "measured", SOURCE, values)


def test_ranks_put_the_highest_first_share_ties_and_leave_out_groups_and_old_figures() -> None:
    ranks = standing.ranks(
        table({"CHN": {2020: 3.0}, "USA": {2019: 3.0}, "JPN": {2020: 1.0}, "IND": {2010: 9.0}, "EU": {2020: 9.0}})
    )
    assert {code: (rank.place, rank.of) for code, rank in ranks.items()} == {
        "CHN": (1, 3),
        "USA": (1, 3),
        "JPN": (3, 3),
    }
    assert (ranks["CHN"].oldest, ranks["CHN"].newest) == (2019, 2020)


def test_a_trend_names_both_of_its_years_and_needs_a_start_near_ten_years_before() -> None:
    series = table({"CHN": {2008: 1.0, 2011: 2.0, 2020: 4.0}, "USA": {2000: 1.0, 2020: 2.0}, "JPN": {2020: 1.0}})
    found = standing.trend(series, "CHN")
    assert found is not None
    assert (found.start_year, found.end_year, found.change) == (2011, 2020, 2.0)
    assert standing.trend(series, "USA") is None
    assert standing.trend(series, "JPN") is None
    assert standing.trend(series, "IND") is None


def test_a_region_without_figures_is_none_and_not_zero() -> None:
    row = standing.row(dictionary.indicator("gdp_growth"), table({"CHN": {2020: 3.0}}), ["CHN", "PRK"])
    assert row.values == {"CHN": 3.0, "PRK": None}
    assert row.year == {"CHN": 2020, "PRK": None}
    assert row.rank["PRK"] is None
