"""Identities of the year's equilibrium that hold for every economy, elasticity and rent rule."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, settings
from hypothesis import strategies as st
from year_economies import ALLIES, sixteen, small

from technostate.shocks.decade import TradeEconomy
from technostate.shocks.decade.shares import FIELDS
from technostate.shocks.year import RENTS, Ban, Elasticities, Rules, YearEconomy, by_rent, counterfactual
from technostate.world import load

FEW = settings(max_examples=12, deadline=None)
SEEDS = st.integers(0, 40)
#: So that every ban in these tests has an equilibrium near the base whatever the made-up economy.
SIGMAS = st.floats(1.5, 4.0)
#: In place, half mobile, free to move.
MOBILITY = st.sampled_from([0.0, 0.5, 1.0])
BANS = (Ban("A", "C", ("S0", "S1"), 0.5), Ban("D", "A", "S0", 0.7))


def economy(seed: int, sigma: float) -> YearEconomy:
    return YearEconomy(made_up(seed), Elasticities(origins=sigma))


def rebuilt(base: TradeEconomy, **arrays: np.ndarray) -> TradeEconomy:
    fields = {name: getattr(base, name) for name in FIELDS} | arrays
    return TradeEconomy(**fields, name="rebuilt")


@FEW
@given(SEEDS, st.floats(0.5, 4.0), MOBILITY)
def test_no_shock_gives_back_the_base(seed: int, sigma: float, mobility: float) -> None:
    made = economy(seed, sigma)
    for bans in ((), (Ban("A", "C", ("S0", "S1"), 1.0),)):
        for result in by_rent(made, bans=bans, rules=Rules(mobility=mobility)).values():
            assert result.real_income == pytest.approx(0.0, abs=1e-9)
            assert result.real_gdp == pytest.approx(0.0, abs=1e-9)
            assert result.prices == pytest.approx(0.0, abs=1e-9)
            assert result.trade == pytest.approx(made.base.base_trade, abs=1e-8)
            assert result.rents == pytest.approx(0.0, abs=1e-8)


@FEW
@given(SEEDS, SIGMAS, st.floats(0.01, 1000.0))
def test_the_unit_of_account_does_not_matter(seed: int, sigma: float, scale: float) -> None:
    made = economy(seed, sigma)
    other = YearEconomy(
        rebuilt(made.base, value_added=made.base.value_added * scale, deficit=made.base.deficit * scale),
        made.elasticities,
    )
    named = [
        Ban(*(tuple(str("ABCD".index(x)) for x in names) for names in (b.exporters, b.importers)), ("0", "1"), b.leak)
        for b in BANS[:1]
    ]
    there = by_rent(other, bans=named)
    for rule, result in by_rent(made, bans=BANS[:1]).items():
        assert there[rule].real_income == pytest.approx(result.real_income, abs=1e-9)
        assert there[rule].gross_output / scale == pytest.approx(result.gross_output, rel=1e-8)


@FEW
@given(SEEDS, SIGMAS, MOBILITY)
def test_money_adds_up(seed: int, sigma: float, mobility: float) -> None:
    """Walras: the factor income that no equation sets is the numeraire, and each region's payments balance."""
    made = economy(seed, sigma)
    rules = Rules(mobility=mobility)
    for rent, result in by_rent(made, bans=BANS, tariff=made.base.base_tariff * 0.5, rules=rules).items():
        assert abs(result.diagnostics.walras) < 1e-9
        world = made.base.value_added.sum()
        assert result.factor_income.sum() == pytest.approx(world, rel=1e-9)
        exports, imports = result.trade.sum((0, 1)), result.trade.sum((0, 2))
        received = result.rents.sum((0, 1)) if rent == "exporter" else 0.0
        paid = result.rents.sum((0, 2)) if rent == "exporter" else 0.0
        assert imports + paid - exports - received == pytest.approx(made.base.deficit, abs=1e-8 * world)
        kept = result.income + (result.rents.sum((0, 2)) if rent == "lost" else 0.0)
        rents = {"importer": (0, 2), "exporter": (0, 1), "lost": (0, 2)}[rent]
        assert kept == pytest.approx(
            result.factor_income + result.revenue + result.rents.sum(rents) + result.deficit, rel=1e-9
        )


@FEW
@given(SEEDS, SIGMAS)
def test_the_order_of_measures_does_not_matter(seed: int, sigma: float) -> None:
    made = economy(seed, sigma)
    there = by_rent(made, bans=BANS[::-1])
    apart = by_rent(made, bans=(Ban("A", "C", "S1", 0.5), BANS[1], Ban("A", "C", "S0", 0.5)))
    for rule, result in by_rent(made, bans=BANS).items():
        assert there[rule].real_income == pytest.approx(result.real_income, abs=1e-12)
        assert apart[rule].real_income == pytest.approx(result.real_income, abs=1e-12)


@FEW
@given(SEEDS, SIGMAS, MOBILITY)
def test_splitting_a_region_into_halves_changes_nothing(seed: int, sigma: float, mobility: float) -> None:
    made = economy(seed, sigma)
    base, at = made.base, np.array([0, 1, 2, 3, 0])
    weight = np.array([0.5, 1.0, 1.0, 1.0, 0.5])
    tariff = base.base_tariff[:, at][:, :, at]
    halves = TradeEconomy(
        base.import_share[:, at][:, :, at] * weight, base.value_added_share[at], base.input_share[at],
        base.final_share[at], base.value_added[at] * weight, base.deficit[at] * weight, base.trade_elasticity, tariff,
        ("A", "B", "C", "D", "A2"), base.sectors, "halves",
    )  # fmt: skip
    split = replace(made, base=halves)
    bans = (Ban(("A", "A2"), "C", ("S0", "S1"), 0.5), Ban("D", ("A", "A2"), "S0", 0.7))
    rules = Rules(mobility=mobility)
    there = by_rent(split, bans=bans, rules=rules)
    for rule, result in by_rent(made, bans=BANS, rules=rules).items():
        assert there[rule].real_income == pytest.approx(result.real_income[at], abs=1e-9)
        assert there[rule].gross_output == pytest.approx(result.gross_output[at] * weight[:, None], rel=1e-8)


@FEW
@given(SEEDS, SIGMAS)
def test_splitting_a_sector_into_halves_changes_nothing(seed: int, sigma: float) -> None:
    made = economy(seed, sigma)
    base, at = made.base, np.array([0, 1, 2, 0])
    weight = np.array([0.5, 1.0, 1.0, 0.5])
    halves = TradeEconomy(
        base.import_share[at], base.value_added_share[:, at], base.input_share[:, at][:, :, at] * weight[:, None],
        base.final_share[:, at] * weight, base.value_added, base.deficit, base.trade_elasticity[at],
        base.base_tariff[at], base.regions, ("S0", "S1", "S2", "S0b"), "halves",
    )  # fmt: skip
    bans = (Ban("A", "C", ("S0", "S1", "S0b"), 0.5), Ban("D", "A", ("S0", "S0b"), 0.7))
    there = by_rent(replace(made, base=halves), bans=bans)
    for rule, result in by_rent(made, bans=BANS).items():
        assert there[rule].real_income == pytest.approx(result.real_income, abs=1e-9)
        assert there[rule].output == pytest.approx(result.output[:, at], abs=1e-8)


@FEW
@given(SEEDS, SIGMAS)
def test_a_quantity_the_market_would_choose_needs_no_wedge(seed: int, sigma: float) -> None:
    made = economy(seed, sigma)
    tariff = made.base.base_tariff.copy()
    tariff[0, 2, 0] += 0.4
    free = by_rent(made, tariff=tariff, tolerance=1e-11)["importer"]
    bans = [Ban("A", "C", "S0", min(1.0, float(free.delivered[0, 2, 0])))]
    if bans[0].leak == 1.0:
        return
    for result in by_rent(made, tariff=tariff, bans=bans, tolerance=1e-11).values():
        assert result.wedges[0, 2, 0] == pytest.approx(1.0, abs=1e-7)
        assert result.real_income == pytest.approx(free.real_income, abs=1e-8)


def test_small_productivity_changes_have_hultens_effect() -> None:
    """First order: world real GDP moves by the sum of Domar weights where nothing distorts."""
    base = made_up(duties=False, gaps=False)
    made = YearEconomy(base)
    step = 1e-5
    result = by_rent(made, productivity=np.full((4, 3), 1.0 + step))["importer"]
    world = (result.real_gdp * base.value_added).sum() / base.value_added.sum()
    domar = base.base_output.sum() / base.value_added.sum()
    # Real income: the same weights, final expenditure being value added.
    income = (result.real_income * base.base_income).sum() / base.base_income.sum()
    assert income / step == pytest.approx(domar, rel=1e-4)
    assert world / step == pytest.approx(domar, rel=1e-4)


def test_full_employment_returns_where_wages_may_fall_enough() -> None:
    made = small().with_elasticities(Elasticities(origins=1.5))
    free = by_rent(made, bans=BANS)
    lowest = min(float(result.factor_prices.min()) for result in free.values())
    there = by_rent(made, bans=BANS, rules=Rules(pay_floor=1.0 + lowest - 1e-6))
    rigid = by_rent(made, bans=BANS, rules=Rules(pay_floor=1.0))
    for rule, result in free.items():
        assert there[rule].real_income == pytest.approx(result.real_income, abs=1e-9)
        assert result.employment == pytest.approx(0.0, abs=0)
        assert rigid[rule].world_real_income < result.world_real_income
        assert abs(rigid[rule].diagnostics.walras) < 1e-9


def test_wages_that_cannot_fall_leave_the_base_alone() -> None:
    for result in by_rent(small(), rules=Rules(pay_floor=1.0)).values():
        assert result.real_income == pytest.approx(0.0, abs=1e-9)
        assert result.employment == pytest.approx(0.0, abs=1e-9)


def test_doubling_every_factor_doubles_the_world() -> None:
    made = YearEconomy(made_up(gaps=False))
    result = by_rent(made, capacity=np.full((4, 3), 2.0))["importer"]
    assert result.real_income == pytest.approx(1.0, abs=1e-9)
    assert result.output == pytest.approx(1.0, abs=1e-9)


def test_a_transfer_moves_spending_to_who_receives_it() -> None:
    made = small()
    owed = made.base.deficit + np.array([0.1, -0.1, 0.0, 0.0])
    result = by_rent(made, deficit=owed)["importer"]
    assert result.deficit == pytest.approx(owed, rel=1e-9)
    assert result.real_income[0] > 0 > result.real_income[1]


def test_a_warm_start_finds_the_same() -> None:
    made = small()
    near = by_rent(made, bans=[Ban("A", "C", "S0", 0.5)])
    for rule, cold in by_rent(made, bans=[Ban("A", "C", "S0", 0.45)]).items():
        warm = counterfactual(made, bans=[Ban("A", "C", "S0", 0.45)], start=near[rule], rules=RENTS[rule])
        assert warm.real_income == pytest.approx(cold.real_income, abs=1e-9)
        assert "neighbour" in warm.diagnostics.attempts[0]
        assert warm.diagnostics.steps <= cold.diagnostics.steps


def test_nothing_given_is_changed() -> None:
    made = small()
    before = [np.array(getattr(made.base, name)) for name in FIELDS]
    costs = np.full((3, 4, 4), 1.1)
    by_rent(made, bans=BANS, trade_cost=costs)
    assert (costs == 1.1).all()
    for name, kept in zip(FIELDS, before, strict=True):
        assert (getattr(made.base, name) == kept).all()


def test_sixteen_regions_are_in_equilibrium_at_their_base() -> None:
    for result in by_rent(sixteen()).values():
        assert result.real_income == pytest.approx(0.0, abs=1e-9)


def test_the_world_needs_no_trade_elasticity_of_the_decade() -> None:
    world = load("icio-2022")
    without = replace(world, trade_elasticity=np.full(28, np.nan))
    one, other = (YearEconomy.from_world(some, missing_tariff=0.0) for some in (world, without))
    assert (one.factor_income == other.factor_income).all()


@pytest.mark.parametrize("elasticity", [0.76, 1.5])
def test_the_answer_found_at_once_is_the_one_that_grows_out_of_the_base(elasticity: float) -> None:
    """Several equilibria may exist at low elasticities: Newton finds the one that a slowly tightened ban reaches."""
    made = sixteen().with_elasticities(Elasticities(origins=elasticity))
    for rule in ("importer", "exporter"):
        found = None
        for leak in (0.9, 0.75, 0.6, 0.5, 0.4, 0.3, 0.25, 0.2):
            bans = [Ban(ALLIES, "CHN", ("C26", "C28"), leak)]
            found = counterfactual(made, bans=bans, start=found, rules=RENTS[rule])
        at_once = counterfactual(made, bans=bans, rules=RENTS[rule])
        assert found is not None
        assert at_once.real_income == pytest.approx(found.real_income, abs=1e-9)


def test_links_that_the_market_would_leave_below_the_leak_are_counted() -> None:
    made = small().with_elasticities(Elasticities(origins=3.0))
    duty = made.base.base_tariff.copy()
    duty[0, 2, 0] += 0.5
    for result in by_rent(made, tariff=duty, bans=[Ban("A", "C", ("S0", "S1"), 1.0)]).values():
        assert result.wedges[0, 2, 0] < 1.0
        assert result.rents[0, 2, 0] < 0.0
        assert result.diagnostics.subsidised >= 1
        assert result.delivered[0, 2, 0] == pytest.approx(1.0, rel=1e-8)
