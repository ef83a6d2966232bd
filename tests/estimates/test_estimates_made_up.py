"""Each estimator finds what made-up data hold, and finds nothing where they hold nothing."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

if not (Path(__file__).resolve().parents[2] / "benchmarks").is_dir():
    pytest.skip("needs benchmarks/, which a source distribution leaves out", allow_module_level=True)

from benchmarks.estimates import burden, growth, ideas, loop, ratchet, trade_costs, vintages
from benchmarks.estimates.convergence import grown, rate
from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import fit


def panel_of(states: int, years: int, first: int = 1990, **columns: np.ndarray) -> Panel:
    """Columns (states, years) as a panel."""
    region = np.repeat(np.array([f"S{k:03d}" for k in range(states)]), years)
    return Panel({n: c.ravel() for n, c in columns.items()}, region, np.tile(np.arange(first, first + years), states))


def returning_panel(seed: int, rate: float = 0.15, states: int = 49, years: int = 34) -> Panel:
    """Log burdens that return to each state's own level, with common years."""
    rng = np.random.default_rng(seed)
    x = np.zeros((states, years + 60))
    for t in range(1, years + 60):
        x[:, t] = (1 - rate) * x[:, t - 1] + rng.normal(0, 0.12, states)
    lb = x[:, 60:] + rng.normal(0, 1, states)[:, None] + rng.normal(0, 0.1, years)
    panel = panel_of(states, years, lb=lb, dly=rng.normal(0.03, 0.03, lb.shape))
    return panel.having(dlb=panel.change(panel["lb"]), Llb=panel.at(panel["lb"], -1))


def test_the_rate_of_closing_is_that_of_a_gap_that_closes_at_it() -> None:
    years, gap = 24, np.array([-2.0, -1.0, -0.5, 0.0])
    level = gap[:, None] * np.exp(-0.02 * np.arange(years + 1))
    panel = panel_of(4, years + 1, rtfpna=np.exp(level + 0.01 * np.arange(years + 1)))
    first = panel.year == 1990
    slope = fit(grown(panel, years)[first], {"level": level[:, 0]}).value("level")
    assert rate(slope, years) == pytest.approx(0.02, rel=1e-9)
    assert 0 < -slope < 0.02


def test_own_means_make_the_return_look_too_fast_and_the_jackknife_takes_most_of_that_out() -> None:
    panels = [returning_panel(seed) for seed in range(30)]
    within = np.mean([-burden.returning(panel).value("before") for panel in panels])
    halved = np.mean([-burden.jackknifed(panel) for panel in panels])
    assert within > 0.175
    assert abs(halved - 0.15) < 0.5 * abs(within - 0.15)
    assert np.mean([-burden.returning(panel, own=False).value("before") for panel in panels]) < 0.06


def test_the_resampled_error_is_the_spread_of_the_jackknife_over_samples() -> None:
    spread = np.std([burden.jackknifed(returning_panel(seed)) for seed in range(40)], ddof=1)
    assert burden.resampled_error(returning_panel(0), 60) == pytest.approx(spread, rel=0.5)


def spending_panel(seed: int, elasticity: float = 0.7, states: int = 49, years: int = 35) -> Panel:
    """Spending whose log returns at .3 a year to .7 of log GDP, and follows its growth by .4 within the year."""
    rng = np.random.default_rng(seed)
    ly = np.cumsum(rng.normal(0.03, 0.04, (states, years)), axis=1) + rng.normal(0, 2, states)[:, None]
    lm = elasticity * ly
    for t in range(1, years):
        gap = lm[:, t - 1] - elasticity * ly[:, t - 1]
        lm[:, t] = lm[:, t - 1] - 0.3 * gap + 0.4 * (ly[:, t] - ly[:, t - 1]) + rng.normal(0, 0.05, states)
    panel = panel_of(states, years, lm=lm, ly=ly)
    return panel.having(dly=panel.change(panel["ly"]), Lly=panel.at(panel["ly"], -1), Llm=panel.at(panel["lm"], -1))


def test_spending_follows_income_by_the_elasticities_it_was_made_with() -> None:
    found = []
    for seed in range(40):
        panel = spending_panel(seed)
        one = burden.following(panel.change(panel["lm"]), panel["Llm"], panel)
        found.append((*one.of("growth"), *burden.long_run(one)))
    year, year_error, long, long_error = np.array(found).T
    assert year.mean() == pytest.approx(0.4, abs=0.01)
    assert long.mean() == pytest.approx(0.7, abs=0.02)
    assert year_error.mean() == pytest.approx(year.std(ddof=1), rel=0.35)
    assert long_error.mean() == pytest.approx(long.std(ddof=1), rel=0.35)


@pytest.mark.parametrize(("down", "up", "sign"), [(0.08, 0.3, 1), (0.3, 0.08, -1)])
def test_a_ratchet_is_seen_on_the_side_where_it_was_put(down: float, up: float, sign: int) -> None:
    one = ratchet.two_slopes(ratchet.symmetric(80, 40, np.random.default_rng(2), down, up), ratchet.own_mean, 9.0)
    difference, error = one.difference("above", "below")
    assert sign * difference > 1.96 * error
    value, _ = ratchet.ratio(one)
    assert (value < 0.8) if sign > 0 else (value > 1.25)


def test_without_a_ratchet_the_slopes_are_told_apart_seldom() -> None:
    assert ratchet.false_alarms(ratchet.own_mean, 100) < 0.17


def test_usual_levels_are_means_of_the_years_they_say() -> None:
    values = np.arange(30.0)
    assert ratchet.centred(values)[15] == 15.0
    assert ratchet.ten_before(values)[15] == pytest.approx(np.mean(values[5:15]))
    assert np.isnan(ratchet.ten_before(values)[3])
    assert ratchet.own_mean(values).tolist() == [14.5] * 30


def grown_panel(growth_rates: np.ndarray) -> Panel:
    """A panel whose GDP a head grows at the rates (states, years) from 1960 on."""
    y = np.cumsum(growth_rates, axis=1)
    return panel_of(*y.shape, 1960, gdp=np.exp(y), population=np.ones_like(y))


def test_growth_that_never_changes_persists_wholly_and_leaves_no_error() -> None:
    own = np.random.default_rng(0).normal(0.03, 0.02, (30, 1))
    one = growth.persistence(growth.windows(grown_panel(own + np.zeros(60)), 20))
    assert one.slope == pytest.approx(1, abs=1e-9)
    assert max(one.persists, one.regression) < 1e-9 < 0.015 < one.mean


def test_growth_that_forgets_does_not_persist_and_errs_by_its_own_spread() -> None:
    rates = np.random.default_rng(1).normal(0.03, 0.04, (400, 60))
    one = growth.persistence(growth.windows(grown_panel(rates), 20))
    assert abs(one.slope) < 3 * one.error
    assert one.regression == pytest.approx(0.04 / np.sqrt(20), rel=0.05)
    assert one.persists == pytest.approx(0.04 * np.sqrt(1 / 20 + 1 / 10), rel=0.05)


def test_the_error_of_a_spread_is_its_spread_over_worlds() -> None:
    def world(seed: int) -> growth.Windows:
        rates = np.random.default_rng(seed).normal(0.03, 0.04, (30, 60))
        return growth.windows(grown_panel(rates), 10)

    found = [growth.persistence(world(seed)).mean for seed in range(40)]
    assert growth.left_out(world(0))[2] == pytest.approx(np.std(found, ddof=1), rel=0.6)


def test_the_middle_half_is_the_spread_of_normal_errors_and_does_not_mind_a_war() -> None:
    errors = np.random.default_rng(0).normal(0.5, 2.0, 20000)
    assert vintages.spreads(errors) == pytest.approx((0.5, 2.0, 2.0), abs=0.05)
    _, spread, middle = vintages.spreads(np.append(errors[:400], [-60.0, 80.0]))
    assert spread > 5 > 2.3 > middle


def test_insight_of_a_flat_world_is_beta_times_the_log_of_its_size() -> None:
    n, j = 7, 3
    found = ideas.insight(
        np.full((j, n, n), 1 / n), np.full((n, j, j), 1 / j), np.ones((j, n)), np.full((n, j), 1 / j), 0.4
    )
    np.testing.assert_allclose(found, 0.4 * np.log(n), rtol=1e-12)


def sample(seed: int, effect: float, true: float = 0.3) -> ideas.Sample:
    """Forty states on which insight at one β moves growth; β turns one regressor slowly into another."""
    rng = np.random.default_rng(1000 + seed)
    one, other, level = rng.normal(size=(3, 40))
    by_beta = np.array([(1 - beta) * one + beta * other for beta in ideas.BETAS])
    growth_rate = 0.02 - 0.02 * level + effect * by_beta[ideas.BETAS.index(true)] + rng.normal(0, 0.01, 40)
    return ideas.Sample(growth_rate, level, by_beta, np.zeros(40))


def test_a_beta_that_matters_is_found_and_others_are_ruled_out() -> None:
    inside = 0
    for seed in range(40):
        one = ideas.profile(sample(seed, 0.02), made_up=99)
        assert one.p == 0.01
        assert len(one.possible) < len(ideas.BETAS) / 2
        inside += 0.3 in one.possible
    assert inside >= 34


def test_without_the_mechanism_its_p_is_small_as_seldom_as_it_says() -> None:
    found = np.array([ideas.profile(sample(seed, 0.0), made_up=99).p for seed in range(80)])
    assert (found <= 0.1).mean() < 0.2
    assert 0.35 < found.mean() < 0.65


def test_the_likelihood_over_beta_is_that_of_the_fits() -> None:
    one = sample(3, 0.01)
    held = ideas.profile(one, made_up=9)
    direct = [2 * (each.log_likelihood - held.alone.log_likelihood) for each in held.fits]
    np.testing.assert_allclose(held.ratio, direct, rtol=1e-9, atol=1e-9)


def gravity(costs: np.ndarray, seed: int) -> np.ndarray:
    """Import shares [sector, importer, exporter] of made-up exporters at log costs (J, N, N)."""
    strength = np.random.default_rng(seed).normal(0, 1, costs.shape[::2])
    flow = np.exp(strength[:, None, :] - trade_costs.ELASTICITY * costs)
    return flow / flow.sum(2, keepdims=True)


def symmetric_costs(rng: np.random.Generator, j: int, n: int, spread: float) -> np.ndarray:
    """Log costs that are sums of both regions' own, zero at home."""
    own = rng.normal(0, spread, (j, n))
    return (own[:, :, None] + own[:, None, :]) * ~np.eye(n, dtype=bool)


def test_costs_of_a_world_of_gravity_are_found_exactly_whatever_exporters_are() -> None:
    held = 1.0 + np.abs(symmetric_costs(np.random.default_rng(0), 3, 8, 0.3))
    held *= ~np.eye(8, dtype=bool)
    for seed in (1, 2):
        np.testing.assert_allclose(trade_costs.costs(gravity(held, seed)), held, atol=1e-10)


def test_trends_of_costs_are_found_and_their_error_is_their_spread_over_worlds() -> None:
    trend, n, years = np.array([-0.01, 0.02]), 30, 8
    off = ~np.eye(n, dtype=bool)
    found = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        before = np.zeros((2, n, n))
        after = years * (trend[:, None, None] + symmetric_costs(rng, 2, n, 0.02)) * off
        found.append(trade_costs.trends(before, after, np.ones((2, n, n)), years))
    value, error = (np.array(part) for part in zip(*found, strict=True))
    np.testing.assert_allclose(value.mean(0), trend, atol=0.003)
    np.testing.assert_allclose(error.mean(0), value.std(0, ddof=1), rtol=0.25)


def test_spending_of_others_is_weighted_by_how_far_they_vote() -> None:
    panel = Panel(
        {"burden": np.array([2.0, 1.0, 4.0]), "gdp": np.array([10.0, 30.0, 5.0]), "ideal": np.array([0.0, 1.0, 3.0])},
        np.array(["A", "B", "C"]),
        np.full(3, 2000),
    )
    np.testing.assert_allclose(np.exp(loop.weighted_spending(panel)), [30 + 3 * 20, 20 + 2 * 20, 3 * 20 + 2 * 30])


def test_distances_that_last_are_found_to_last() -> None:
    rng = np.random.default_rng(5)
    x = np.zeros((300, 120))
    for t in range(1, 120):
        x[:, t] = 0.8 * x[:, t - 1] + rng.normal(0, 1, 300)
    panel = panel_of(300, 70, away=x[:, 50:])
    own, pooled = (one.value for one in loop.persistence(panel))
    assert pooled == pytest.approx(0.8, abs=0.02)
    assert 0.75 < own < pooled
