"""Published and analytic numbers that the year's engine must meet (oracles BF-A, CES-A, CD-A, QUOTA, NEST)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from decade_economies import made_up, nafta
from year_economies import ALLIES, sixteen, small

from technostate.shocks import decade
from technostate.shocks.year import (
    Ban,
    Elasticities,
    Rules,
    YearEconomy,
    by_rent,
    counterfactual,
    log_price,
    second_order,
    two_inputs,
)


def test_oil_in_the_seventies_to_second_order() -> None:
    """Baqaee and Farhi (2019): supply −13 %, Domar weight 1.8 % → 7.6 %."""
    first, second = second_order(-0.13, 0.018, 0.076)
    assert 100 * first == pytest.approx(-0.2340, abs=1e-4)
    assert 100 * second == pytest.approx(-0.6110, abs=1e-4)


@pytest.mark.parametrize(("share", "elasticity", "left", "loss"), [(0.01, 0.1, 0.7, -2.343), (0.04, 0.04, 0.9, -1.569)])
def test_two_inputs_of_which_one_is_cut(share: float, elasticity: float, left: float, loss: float) -> None:
    assert 100 * two_inputs(share, elasticity, left) == pytest.approx(loss, abs=1e-3)


def test_two_inputs_at_the_exact_branches() -> None:
    assert two_inputs(0.3, 1.0, 0.5) == pytest.approx(0.5**0.3 - 1, abs=1e-15)
    assert two_inputs(0.3, 1.0 + 1e-7, 0.5) == pytest.approx(0.5**0.3 - 1, abs=1e-7)
    assert two_inputs(0.3, 0.0, 0.5) == -0.5
    assert two_inputs(0.3, 1e-3, 0.5) == pytest.approx(-0.5, abs=1e-3)


def test_cobb_douglas_and_leontief_are_exact() -> None:
    """CD-A; and σ = .001 is not Leontief: the branch at zero is needed."""
    share, price = np.array([0.2, 0.3, 0.5]), np.array([2.0, 0.5, 1.4])
    leontief = np.log((share * price).sum())
    assert log_price(share, np.log(price), 1.0) == pytest.approx((share * np.log(price)).sum(), abs=1e-12)
    assert log_price(share, np.log(price), 0.0) == pytest.approx(leontief, abs=1e-12)
    assert log_price(share, np.log(price), 0.001) != pytest.approx(leontief, abs=1e-6)


@pytest.mark.parametrize("gap", [1e-15, 1e-12, 1e-9, 1e-6, 9.99e-4, 1.01e-3])
def test_no_digits_are_lost_near_cobb_douglas(gap: float) -> None:
    share, logs = np.array([0.2, 0.3, 0.5]), np.log(np.array([2.0, 0.5, 1.4]))
    mean = (share * logs).sum()
    spread = (share * (logs - mean) ** 2).sum()
    for sigma in (1.0 - gap, 1.0 + gap):
        third = (share * (logs - mean) ** 3).sum()
        s = 1.0 - sigma
        expansion = mean + s * spread / 2 + s**2 * third / 6
        assert log_price(share, logs, sigma) == pytest.approx(expansion, abs=1e-11)


@pytest.mark.parametrize("elasticity", [0.76, 0.999999, 1.0, 1.00001, 1.5, 3.0])
@pytest.mark.parametrize("leak", [0.2, 0.9])
def test_a_ban_delivers_what_leaks(elasticity: float, leak: float) -> None:
    """QUOTA: every origin, buyer and sector it names, under every rent rule, duties and costs changing besides."""
    economy = small().with_elasticities(Elasticities(origins=elasticity))
    costs = np.random.default_rng(3).uniform(1.0, 1.1, (3, 4, 4))
    bans = [Ban(("A", "C"), "D", ("S0", "S1"), leak), Ban("C", "A", "S1", 0.5)]
    results = by_rent(economy, bans=bans, trade_cost=costs)
    assert set(results) == {"importer", "exporter", "lost"}
    for result in results.values():
        assert result.delivered[np.ix_([0, 1], [3], [0, 2])] == pytest.approx(leak, rel=1e-8)
        assert result.delivered[1, 0, 2] == pytest.approx(0.5, rel=1e-8)


@pytest.mark.parametrize("elasticity", [1.2, 2.0])
def test_a_total_ban_delivers_nothing_above_one(elasticity: float) -> None:
    economy = small().with_elasticities(Elasticities(origins=elasticity))
    results = by_rent(economy, bans=[Ban("A", "B", ("S0", "S1"), 0.0)])
    nearly = by_rent(economy, bans=[Ban("A", "B", ("S0", "S1"), 1e-20)])
    for rule, result in results.items():
        assert result.delivered[:2, 1, 0] == pytest.approx(0.0, abs=0)
        assert result.rents.sum() == 0.0
        # The last of the rent goes with leak to the power 1 − 1/σ.
        assert result.real_income == pytest.approx(nearly[rule].real_income, abs=1e-2)


def test_the_rent_is_what_three_results_differ_by() -> None:
    results = by_rent(small(), bans=[Ban("A", "C", "S0", 0.5)])
    importer, exporter, lost = (results[rule] for rule in ("importer", "exporter", "lost"))
    c, a = 2, 0
    assert importer.rent_income[c] == pytest.approx(importer.rents.sum())
    assert exporter.rent_income[a] == pytest.approx(exporter.rents.sum())
    assert not lost.rent_income.any()
    assert lost.rents.sum() == importer.rents.sum() > 0
    assert importer.real_income[c] > lost.real_income[c]
    assert exporter.real_income[a] > importer.real_income[a]
    assert lost.prices == pytest.approx(importer.prices, nan_ok=True)


def test_a_quota_whose_rent_stays_is_the_tariff_that_lets_as_much_in() -> None:
    """Equivalence of tariffs and quotas under competition (Bhagwati 1965)."""
    economy = small()
    quota = by_rent(economy, bans=[Ban("A", "C", ("S0", "S1"), 0.6)])["importer"]
    duty = (1.0 + economy.base.base_tariff) * quota.wedges - 1.0
    tariff = by_rent(economy, tariff=duty)["importer"]
    assert tariff.delivered == pytest.approx(quota.delivered, rel=1e-8, nan_ok=True)
    assert tariff.real_income == pytest.approx(quota.real_income, abs=1e-9)
    assert tariff.revenue - quota.revenue == pytest.approx(quota.rent_income, abs=1e-8)


@pytest.mark.parametrize("elasticity", [0.76, 1.5, 3.0])
@pytest.mark.parametrize("rule", ["importer", "exporter"])
def test_links_make_the_loss_of_the_world(elasticity: float, rule: str) -> None:
    """Harberger's triangles of the banned links add up to the world's loss to second order (Baqaee and Farhi 2024)."""
    economy = sixteen(tariffs=False).with_elasticities(Elasticities(origins=elasticity))
    gaps = []
    for leak in (0.9, 0.99):
        bans = [Ban(ALLIES, "CHN", ("C26", "C28"), leak)]
        result = by_rent(economy, bans=bans, tolerance=1e-12)[rule]
        second = 0.5 * (economy.base.base_trade * np.log(result.wedges) * np.log(leak)).sum()
        assert result.link_losses.sum() == pytest.approx(-abs(second) / economy.base.base_income.sum(), rel=0.06)
        assert (result.link_losses <= 0).all()
        gaps.append(abs(result.link_losses.sum() / result.world_real_income - 1.0))
    # What is left is of third order: ten times smaller where the change is.
    assert gaps[1] < 0.003
    assert gaps[1] < 0.2 * gaps[0]


def test_links_make_most_of_a_large_loss_too() -> None:
    economy = sixteen(tariffs=False).with_elasticities(Elasticities(origins=1.5))
    for rule, result in by_rent(economy, bans=[Ban(ALLIES, "CHN", ("C26", "C28"), 0.05)]).items():
        if rule != "lost":
            assert result.link_losses.sum() == pytest.approx(result.world_real_income, rel=0.05)


@pytest.mark.parametrize("seed", [7, 8, 9])
def test_the_year_nests_the_decade(seed: int) -> None:
    """NEST: Cobb–Douglas but for origins at θ + 1, one mobile factor a region."""
    base = made_up(seed)
    economy = YearEconomy(base, Elasticities(1.0, 1.0, base.trade_elasticity + 1.0, 1.0))
    rng = np.random.default_rng(seed)
    tariff = base.base_tariff * rng.uniform(0.5, 2.0, base.base_tariff.shape)
    cost, skill = rng.uniform(0.9, 1.3, (3, 4, 4)), rng.uniform(0.9, 1.1, (4, 3))
    _same(economy, base, tariff=tariff, trade_cost=cost, productivity=skill)


def test_the_year_nests_the_decade_of_nafta(shared: Path) -> None:
    base, tariff = nafta(shared / "data")
    economy = YearEconomy(base, Elasticities(1.0, 1.0, base.trade_elasticity + 1.0, 1.0))
    _same(economy, base, tariff=tariff)


def _same(economy: YearEconomy, base: decade.TradeEconomy, **change: np.ndarray) -> None:
    year = counterfactual(economy, **change, tolerance=1e-11, rules=Rules(mobility=1.0))
    other = decade.counterfactual(base, **change)
    assert year.real_income == pytest.approx(other.real_income, abs=1e-8)
    assert year.factor_prices[:, 0] + 1 == pytest.approx(other.wages, rel=1e-8)
    used = base.base_expenditure > 1e-9 * base.value_added.sum()
    assert year.prices[used] + 1 == pytest.approx(other.prices[used], rel=1e-8)
    scale = base.value_added.sum()
    assert year.gross_output / scale == pytest.approx(other.output / scale, abs=1e-8)
    assert year.trade / scale == pytest.approx(other.trade / scale, abs=1e-8)
    assert year.revenue / scale == pytest.approx(other.revenue / scale, abs=1e-8)


@pytest.mark.parametrize(
    ("elasticity", "leak", "rule", "china", "taiwan"),
    [
        (1.5, 0.05, "importer", -1.0, -15.0),
        (1.5, 0.05, "exporter", -2.6, 2.0),
        (0.76, 0.20, "importer", 2.0, None),
        (0.76, 0.20, "exporter", -9.0, None),
    ],
)
def test_allies_ban_electronics_and_machinery_to_china(
    elasticity: float, leak: float, rule: str, china: float, taiwan: float | None
) -> None:
    """The design's four plausibility numbers, from a sketch without duties: half a point, one for Taiwan."""
    economy = sixteen(tariffs=False).with_elasticities(Elasticities(origins=elasticity))
    result = by_rent(economy, bans=[Ban(ALLIES, "CHN", ("C26", "C28"), leak)])[rule]
    change = dict(zip(economy.base.regions, 100 * result.real_income, strict=True))
    assert change["CHN"] == pytest.approx(china, abs=0.55)
    if taiwan is not None:
        assert change["TWN"] == pytest.approx(taiwan, abs=1.0)


def test_duties_do_not_turn_the_plausibility_numbers_round() -> None:
    """With the duties of 2022 China −1.1 % or −2.8 %, Taiwan −14 % or +3 %: the signs are those without."""
    economy = sixteen().with_elasticities(Elasticities(origins=1.5))
    results = by_rent(economy, bans=[Ban(ALLIES, "CHN", ("C26", "C28"), 0.05)])
    china, taiwan = economy.base.region_index("CHN"), economy.base.region_index("TWN")
    found = [100 * results[rule].real_income[[china, taiwan]] for rule in ("importer", "exporter")]
    assert found[0] == pytest.approx([-1.14, -14.46], abs=0.01)
    assert found[1] == pytest.approx([-2.85, 2.52], abs=0.01)
