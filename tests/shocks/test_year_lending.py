"""Who lends and borrows in the year: levels that are held can leave no equilibrium, shares of income do not."""

from __future__ import annotations

import numpy as np
import pytest
from decade_economies import made_up
from hypothesis import given, settings
from hypothesis import strategies as st
from year_economies import ALLIES, sixteen, small

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.year import Ban, Elasticities, Rules, YearEconomy, by_rent, counterfactual
from technostate.shocks.year.linear import Linear
from technostate.shocks.year.scenario import prepare
from technostate.shocks.year.system import System

FEW = settings(max_examples=12, deadline=None)
BANS = (Ban("A", "C", ("S0", "S1"), 0.5), Ban("D", "A", "S0", 0.7))


@FEW
@given(st.integers(0, 40), st.floats(1.5, 4.0), st.sampled_from([0.0, 0.5, 1.0]))
def test_lenders_lend_a_share_and_borrowers_divide_it_as_before(seed: int, sigma: float, mobility: float) -> None:
    made = YearEconomy(made_up(seed), Elasticities(origins=sigma))
    base = made.base
    lends = base.deficit < 0
    for result in by_rent(made, bans=BANS, deficit="lend", rules=Rules(mobility=mobility)).values():
        assert result.deficit[lends] / result.factor_income[lends] == pytest.approx(
            base.deficit[lends] / base.value_added[lends], rel=1e-9
        )
        lent = -result.deficit[lends].sum()
        assert result.deficit[~lends] / lent == pytest.approx(
            base.deficit[~lends] / -base.deficit[lends].sum(), rel=1e-9
        )
        assert abs(result.diagnostics.walras) < 1e-9


@FEW
@given(st.integers(0, 40), st.floats(1.5, 4.0))
def test_deficits_found_are_the_same_equilibrium_when_held(seed: int, sigma: float) -> None:
    made = YearEconomy(made_up(seed), Elasticities(origins=sigma))
    lent = by_rent(made, bans=BANS, deficit="lend")
    for rule, result in lent.items():
        held = by_rent(made, bans=BANS, deficit=result.deficit)[rule]
        assert held.real_income == pytest.approx(result.real_income, abs=1e-8)
        assert held.output == pytest.approx(result.output, abs=1e-8)


def test_without_a_shock_lending_changes_nothing() -> None:
    for result in by_rent(small(), deficit="lend").values():
        assert result.real_income == pytest.approx(0.0, abs=1e-9)
        assert result.deficit == pytest.approx(small().base.deficit, abs=1e-9)


def test_without_deficits_the_rules_are_one() -> None:
    made = YearEconomy(made_up(gaps=False), Elasticities(origins=1.5))
    held, lent = (by_rent(made, bans=BANS, deficit=rule) for rule in ("hold", "lend"))  # type: ignore[arg-type]
    for rule, result in held.items():
        assert lent[rule].real_income == pytest.approx(result.real_income, abs=1e-10)


@pytest.mark.parametrize("rule", ["hold", "lend"])
def test_the_derivative_knows_both_rules(rule: str) -> None:
    economy = small().with_elasticities(Elasticities(origins=0.8))
    system = System(economy, prepare(economy, BANS, deficit=rule, rules=Rules(to_exporter=1.0)))  # type: ignore[arg-type]
    rng = np.random.default_rng(1)
    z, direction = 0.05 * rng.standard_normal((2, 3 * system.n * system.j))
    step = 1e-6
    ends = [system.residual(at, system.state(at)) for at in (z + step * direction, z - step * direction)]
    assert Linear(system, system.state(z)).product(direction) == pytest.approx(
        (ends[0] - ends[1]) / (2 * step), abs=1e-9
    )


def test_every_draw_has_an_equilibrium_where_lending_follows_income() -> None:
    """At elasticities below 0.6 a surplus that is held outlives the lender's income; nowhere else."""
    made = sixteen()
    bans = [Ban(ALLIES, "CHN", ("C26", "C28"), 0.3)]
    failed = []
    for origins in np.geomspace(0.5, 3.0, 12):
        economy = made.with_elasticities(Elasticities(origins=float(origins)))
        for result in by_rent(economy, bans=bans, deficit="lend").values():
            assert np.isfinite(result.real_income).all()
        try:
            by_rent(economy, bans=bans)
        except ConvergenceError:
            failed.append(float(origins))
    assert failed
    assert max(failed) < 0.6


def test_a_held_surplus_takes_all_that_its_lender_has() -> None:
    """As the ban tightens the lender loses two thirds of its spending; long before its 0.3 the path ends."""
    made = sixteen().with_elasticities(Elasticities(origins=0.5))
    lenders, found, left = made.base.deficit < 0, None, np.ones(16)
    with pytest.raises(ConvergenceError, match="no equilibrium"):
        for leak in np.arange(0.995, 0.3, -0.005):
            found = counterfactual(made, bans=[Ban(ALLIES, "CHN", ("C26", "C28"), float(leak))], start=found)
            spending = found.income / made.base.base_income
            assert spending.min() < left.min()
            left = spending
    assert left.min() < 0.35
    assert lenders[int(np.argmin(left))]


@FEW
@given(st.integers(0, 40), st.floats(0.001, 0.02))
def test_a_transfer_on_held_deficits_is_a_new_level_of_deficits(seed: int, size: float) -> None:
    made = YearEconomy(made_up(seed), Elasticities(origins=1.5))
    given_away = np.zeros(made.base.shape[0])
    given_away[:2] = np.array([-size, size]) * made.base.value_added.min()
    moved = by_rent(made, bans=BANS, transfer=given_away)
    held = by_rent(made, bans=BANS, deficit=made.base.deficit + given_away)
    for rule, result in moved.items():
        assert result.real_income == pytest.approx(held[rule].real_income, abs=1e-9)
    lent = by_rent(made, deficit="lend", transfer=given_away)["importer"]
    assert lent.deficit.sum() == pytest.approx(0.0, abs=1e-9)
    assert lent.real_income[0] < 0 < lent.real_income[1]


def test_transfers_that_do_not_cancel_are_refused() -> None:
    made = YearEconomy(made_up(0), Elasticities(origins=1.5))
    with pytest.raises(ScenarioError, match="what one region gets another gives"):
        by_rent(made, transfer=np.full(made.base.shape[0], 1.0))
