"""The decade engine gives the published numbers and the closed forms (ids of the oracle list in brackets)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from decade_economies import nafta
from scipy.stats import spearmanr

from technostate.errors import LabelError
from technostate.evidence.regions import EU27_2020
from technostate.shocks.decade import (
    Equilibrium,
    TradeEconomy,
    counterfactual,
    first_order_exposure,
    gains_from_trade,
    one_sector,
    settled,
)
from technostate.shocks.decade.reference import reference
from technostate.world import bilateral_sales, load

MEMBERS = ("Mexico", "Canada", "USA")


@pytest.fixture(scope="module")
def agreement(shared: Path) -> Equilibrium:
    economy, tariff = nafta(shared / "data")
    return counterfactual(economy, tariff=tariff)


@pytest.mark.parametrize(
    ("region", "welfare", "terms", "volume", "wage"),
    [
        ("Mexico", 1.31, -0.41, 1.72, 1.72),
        ("Canada", -0.06, -0.11, 0.04, 0.32),
        ("USA", 0.08, 0.04, 0.04, 0.11),
    ],
)
def test_nafta_welfare_is_table_2(
    agreement: Equilibrium, region: str, welfare: float, terms: float, volume: float, wage: float
) -> None:
    """[CP-T2] Caliendo and Parro 2015, table 2, per cent, two decimals printed."""
    n = agreement.economy.region_index(region)
    found = [
        agreement.welfare_first_order[n],
        agreement.terms_of_trade[:, :, n].sum(),
        agreement.volume_of_trade[:, :, n].sum(),
        agreement.real_wage[n],
    ]
    assert 100 * np.array(found) == pytest.approx([welfare, terms, volume, wage], abs=0.005)


@pytest.mark.parametrize(
    ("region", "terms_inside", "terms_outside", "volume_inside", "volume_outside"),
    [
        ("Mexico", -0.39, -0.02, 1.80, -0.08),
        ("Canada", -0.09, -0.02, 0.08, -0.04),
        ("USA", 0.03, 0.01, 0.04, 0.00),
    ],
)
def test_nafta_by_partner_is_table_3(
    agreement: Equilibrium,
    region: str,
    terms_inside: float,
    terms_outside: float,
    volume_inside: float,
    volume_outside: float,
) -> None:
    """Terms and volume of trade with members and with the rest of the world, table 3 (quoted from memory)."""
    n = agreement.economy.region_index(region)
    inside = np.isin(agreement.economy.regions, MEMBERS)
    terms, volume = agreement.terms_of_trade[:, :, n].sum(0), agreement.volume_of_trade[:, :, n].sum(0)
    found = [terms[inside].sum(), terms[~inside].sum(), volume[inside].sum(), volume[~inside].sum()]
    published = [terms_inside, terms_outside, volume_inside, volume_outside]
    assert 100 * np.array(found) == pytest.approx(published, abs=0.006)


def test_nafta_real_income_counts_lost_revenue(agreement: Equilibrium) -> None:
    """[CP-RI] Exact real income with tariff revenue is far from the first-order figure for Mexico."""
    at = [agreement.economy.region_index(region) for region in MEMBERS]
    assert 100 * agreement.real_income[at] == pytest.approx([0.0073, -0.1101, 0.0741], abs=0.0002)


def test_nafta_real_wages_to_six_digits(agreement: Equilibrium) -> None:
    """[CP-T2x]"""
    at = [agreement.economy.region_index(region) for region in MEMBERS]
    assert 100 * agreement.real_wage[at] == pytest.approx([1.715323, 0.322829, 0.112443], abs=1e-6)


def test_nafta_import_growth_is_table_5(agreement: Equilibrium) -> None:
    """[CP-T5] Growth of imports among the members, per cent."""
    published = {
        ("Mexico", "Canada"): 116.60, ("Mexico", "USA"): 118.31, ("Canada", "Mexico"): 58.57,
        ("Canada", "USA"): 9.49, ("USA", "Mexico"): 109.54, ("USA", "Canada"): 6.57,
    }  # fmt: skip
    for (importer, exporter), growth in published.items():
        assert 100 * agreement.import_growth(importer, exporter) == pytest.approx(growth, abs=0.005)


def test_nafta_by_the_reference(shared: Path, agreement: Equilibrium) -> None:
    """The paper's own algorithm in plain NumPy, on all 31 regions and 40 sectors."""
    economy, tariff = nafta(shared / "data")
    slow = reference(economy, tariff=tariff, tolerance=1e-9)
    assert np.log(slow.wages) == pytest.approx(np.log(agreement.wages), abs=1e-8)
    assert slow.import_share == pytest.approx(agreement.import_share, abs=1e-8)


def test_the_settled_base_of_1993_solves_itself(shared: Path) -> None:
    """[INV] All hats one, and no world imbalance."""
    economy, _ = nafta(shared / "data")
    same = counterfactual(economy, tariff=economy.tariff)
    assert np.abs(economy.imbalance).max() < 1e-11
    for hats in (same.wages, same.prices, same.costs):
        assert hats == pytest.approx(1.0, abs=1e-10)
    assert abs(same.diagnostics.walras) < 1e-14


@pytest.fixture(scope="module")
def year_2008() -> TradeEconomy:
    world = load("wiod-2008")
    sales = np.maximum(bilateral_sales(world).sum(0), 0.0)
    return one_sector(sales, 5.0, regions=world.regions, name=world.name)


def test_gains_from_trade_in_one_sector_2008(year_2008: TradeEconomy) -> None:
    """[ACR] Costinot and Rodríguez-Clare 2014, table 4.1, first column, per cent."""
    gains = 100 * gains_from_trade(np.diag(year_2008.import_share[0]), 5.0)
    published = {
        "USA": 1.8, "CAN": 3.8, "DEU": 4.5, "JPN": 1.7, "FRA": 3.0, "GBR": 3.2, "ITA": 2.9, "KOR": 4.3, "MEX": 3.3,
    }  # fmt: skip
    for region, value in published.items():
        assert gains[year_2008.region_index(region)] == pytest.approx(value, abs=0.15)


def test_autarky_is_the_closed_form_everywhere(year_2008: TradeEconomy) -> None:
    """[ACR-A] With every border shut the engine gives λ^(1/θ), each region its own numeraire."""
    n = year_2008.shape[0]
    shut = np.where(np.eye(n, dtype=bool), 1.0, np.inf)[None]
    alone = counterfactual(year_2008, trade_cost=shut, deficit="remove", tolerance=1e-13)
    closed = 1.0 - gains_from_trade(np.diag(year_2008.import_share[0]), 5.0)
    assert 1.0 + alone.real_wage == pytest.approx(closed, abs=1e-12)
    assert len(alone.diagnostics.groups) == n


def test_first_order_exposure_is_the_derivative_of_the_engine(year_2008: TradeEconomy) -> None:
    """[KLR-A, KLR-A2] One ten-thousandth more productivity in China; rows of U sum to one."""
    base = settled(year_2008, deficit="remove")
    found = first_order_exposure(base)
    assert found.welfare.sum(1) == pytest.approx(1.0, abs=1e-12)
    china, change = base.region_index("CHN"), 1e-4
    skill = np.ones((base.shape[0], 1))
    skill[china] = np.exp(change)
    exact = np.log1p(counterfactual(base, productivity=skill, tolerance=1e-13).real_income)
    assert exact == pytest.approx(change * found.welfare[:, china], abs=1e-9)
    assert np.abs(change * found.welfare[:, china]).max() > 9e-5


def test_inventories_clipped_or_netted_move_the_screen_by_two_ten_thousandths() -> None:
    """[KLR-A] Welfare exposure of 2008, one sector, deficits taken out: published work clips."""
    world = load("wiod-2008")
    found = []
    for way in ("clipped", "netted"):
        sales = np.maximum(bilateral_sales(world, way).sum(0), 0.0)
        found.append(first_order_exposure(settled(one_sector(sales, 5.0), deficit="remove")).welfare)
    assert np.abs(found[0] - found[1]).max() == pytest.approx(2.4e-4, abs=1e-5)


def test_a_calibration_may_net_inventories() -> None:
    """Both bases solve themselves; what is clipped counts as sold, so that output differs by it."""
    world = load("wiod-2008")
    clipped, netted = (
        TradeEconomy.from_world(world, trade_elasticity=[5.0] * 35, inventories=way) for way in ("clipped", "netted")
    )
    for economy in (clipped, netted):
        assert np.abs(economy.imbalance).max() < 1e-12
    ratio = clipped.base_output.sum() / netted.base_output.sum()
    assert ratio - 1 == pytest.approx(1.1e-5, abs=1e-6)
    with pytest.raises(LabelError, match="way with inventories"):
        TradeEconomy.from_world(world, trade_elasticity=[5.0] * 35, inventories="dropped")


WEST = (*EU27_2020, "AUS", "CAN", "CHE", "GBR", "ISL", "JPN", "KOR", "NOR", "NZL", "TWN", "USA")
BRIC = ("BRA", "RUS", "IND", "CHN")


@pytest.fixture(scope="module")
def year_2022() -> TradeEconomy:
    return TradeEconomy.from_world(load("icio-2022"), missing_tariff=0.0)


def change_of(result: Equilibrium, codes: tuple[str, ...]) -> float:
    """Real income of a group, weighted by base income, per cent."""
    at = [result.economy.region_index(code) for code in codes]
    weight = result.economy.base_income[at]
    return float(100 * (weight @ result.real_income[at]) / weight.sum())


def test_decoupling_of_west_and_bric_is_of_the_published_size(year_2022: TradeEconomy) -> None:
    """[KIEL-1] Published −3.9 % and −1.3 % on other data; a band of a factor two, no more than plausibility."""
    n, j = year_2022.shape
    west, bric = (np.array([year_2022.region_index(code) for code in codes]) for codes in (WEST, BRIC))
    cost = np.ones((j, n, n))
    cost[:, west[:, None], bric] = cost[:, bric[:, None], west] = np.inf
    result = counterfactual(year_2022, trade_cost=cost)
    assert -3.9 * 2 < change_of(result, BRIC) < -3.9 / 2
    assert -1.3 * 2 < change_of(result, WEST) < -1.3 / 2
    assert result.trade[:, west[:, None], bric].sum() == 0


def test_dearer_trade_of_the_eu_with_china_is_of_the_published_size(year_2022: TradeEconomy) -> None:
    """[KIEL-4] The EU doubles the cost of importing from China: published −0.8 % for the EU; a factor two."""
    n, j = year_2022.shape
    union = [year_2022.region_index(code) for code in EU27_2020]
    cost = np.ones((j, n, n))
    cost[:, union, year_2022.region_index("CHN")] = 2.0
    assert -0.8 * 2 < change_of(counterfactual(year_2022, trade_cost=cost), EU27_2020) < -0.8 / 2


#: States in Europe outside the Union, which "non-European partners" leaves out; that reading is ours.
NEIGHBOURS = ("BLR", "CHE", "GBR", "ISL", "NOR", "RUS", "TUR", "UKR")
CHINA, RUSSIA = ("CHN",), ("RUS",)
#: Doubled trade costs: buyers, sellers (None: all outside Europe), whether both ways → group → published, per cent.
#: Felbermayr, Gans, Mahlkow and Sandkamp (2021), Kiel Policy Brief 153, abstract; Felbermayr, Mahlkow and Sandkamp
#: (2022), EconPol Policy Brief 41, key messages.
DOUBLED = (
    (EU27_2020, CHINA, False, {EU27_2020: -0.8}),
    (EU27_2020, CHINA, True, {EU27_2020: -1.0, ("DEU",): -1.4, CHINA: -1.3}),
    (EU27_2020, CHINA, True, {EU27_2020: -0.8, CHINA: -0.9}),
    (EU27_2020, None, False, {EU27_2020: -3.5}),
    (EU27_2020, None, True, {EU27_2020: -5.3}),
    (WEST, RUSSIA, True, {RUSSIA: -9.7, WEST: -0.2}),
    (WEST, BRIC, True, {BRIC: -3.9, WEST: -1.3}),
)


def doubled(economy: TradeEconomy, buyers: tuple[str, ...], sellers: tuple[str, ...] | None, both: bool) -> Equilibrium:
    """Trade costs of all goods and services between two groups twice as high."""
    outside = [code for code in economy.regions if code not in (*EU27_2020, *NEIGHBOURS)]
    one, other = (np.array([economy.region_index(code) for code in codes]) for codes in (buyers, sellers or outside))
    n, j = economy.shape
    cost = np.ones((j, n, n))
    cost[:, one[:, None], other] = 2.0
    if both:
        cost[:, other[:, None], one] = 2.0
    return counterfactual(economy, trade_cost=cost)


@pytest.mark.parametrize(("elasticities", "least"), [("U4", 0.88), ("CP", 0.95), ("FGO", 0.84)])
def test_doubled_trade_costs_hurt_in_the_published_order(elasticities: str, least: float) -> None:
    """[KIEL] Twelve figures of two briefs, services too, balances removed.

    No table by country could be read in full, so that figures of groups are ranked. With four throughout all but
    Russia are within a factor of two; Russia has a fourth to two fifths of the published loss.
    """
    base = TradeEconomy.from_world(load("icio-2022"), trade_elasticity=elasticities, missing_tariff=0.0)
    base = settled(base, deficit="remove")
    published, found = [], []
    for buyers, sellers, both, figures in DOUBLED:
        result = doubled(base, buyers, sellers, both)
        for group, figure in figures.items():
            published.append(figure)
            found.append(change_of(result, group))
    assert len(found) == 12
    assert spearmanr(published, found).statistic > least
    ratio = np.array(found) / published
    russia = published.index(-9.7)
    assert 0.2 < ratio[russia] < 0.45
    others = np.delete(ratio, russia)
    assert 0.5 < np.median(others) < 1.25
    if elasticities == "U4":
        assert ((others > 0.5) & (others < 2)).all()
