"""Tied firms by hand, and the figures of 2011 and of a ban as this version gives them."""

from __future__ import annotations

import numpy as np
import pytest
from weeks_cases import cut, needed, tohoku, wiod

from technostate.shocks.weeks import FlowEconomy, LinkBan, Parameters, Path, Stockpile, simulate, simulate_many
from technostate.world import load

#: Days and what a maker then makes who buys a fifth of its input from a region that sells no more, by number of ties.
DAYS = (0, 1, 5, 10, 20, 40, 79)
BY_HAND = {
    1.0: (1, 0.9995, 0.987867733, 0.956418426, 0.88115662, 0.812337921, 0.800209381),
    3.0: (1, 0.99878, 0.970643358, 0.897213543, 0.732709764, 0.570246068, 0.516325424),
}


def one_maker() -> FlowEconomy:
    """A makes goods from inputs of B (a fifth) and of C, which have other customers too."""
    flows, final = np.zeros((6, 6)), np.zeros((6, 3))
    flows[2, 1], flows[4, 1] = 20.0, 80.0
    final[1, 0], final[2, 1], final[4, 2] = 300.0, 50.0, 70.0
    return FlowEconomy(flows, final, None, ("A", "B", "C"), ("in", "out"))


@pytest.mark.parametrize("ties", [1.0, 2.0, 2.5, 3.0, 8.0])
@pytest.mark.parametrize("pile", [0.0, 10.0])
def test_a_maker_runs_out_of_one_source_as_worked_out_by_hand(ties: float, pile: float) -> None:
    """Of 20 days S are left; a share d² of the firms, d = 1 − S/20, has none, and each needs several draws of sources.

    Firms that stand still draw on the other source no more, so that the stock lasts longer.
    """
    alone = Parameters(
        ties=ties, priority=1.0, slack=0.0, overproduction=1.0, rerouting_limit=0.0, qualifying_days=np.inf
    )
    events = [LinkBan(("B",), ("A",), ("in",))] + [Stockpile(("A",), ("in",), pile)] * (pile > 0)
    path = simulate(one_maker(), events, days=80, parameters=alone, practice=needed(one_maker(), 20.0))
    whole, part = int(ties), ties - int(ties)
    stock, expected = 20.0 + pile, []
    for _ in range(80):
        rest = 1 - (1 - min(1.0, stock / 20)) ** 2
        made = rest + (1 - rest) * 0.8**whole * (1 - part + part * 0.8)
        expected.append(made)
        stock -= rest * made / (1 - 0.2 * (1 - rest))
    found = path.output[:, 0, 1] / 300.0
    assert np.abs(found - expected).max() < 1e-9
    if ties in BY_HAND and not pile:
        assert [found[day] for day in DAYS] == pytest.approx(BY_HAND[ties], abs=1e-9)


def test_firms_that_stand_still_find_another_source_in_time() -> None:
    """Of those that lack their source for ever a share 1/30 a day finds another, and what is missing is a fifth."""
    alone = Parameters(ties=8, priority=1.0, slack=0.0, overproduction=1.0, rerouting_limit=0.0)
    path = simulate(
        one_maker(), [LinkBan(("B",), ("A",), ("in",))], days=600, parameters=alone, practice=needed(one_maker(), 20.0)
    )
    made = path.output[:, 0, 1] / 300.0
    assert made[50:70].min() < 0.5
    assert made[-1] == pytest.approx(0.8, abs=0.01)
    assert (made[100:] >= made[99:-1] - 1e-12).all()


#: wiod-2011, 365 days, by factor on stocks: value added of Japan and of the United States (%), American car output over
#: its base on days 30, 60 and 90, Japanese on day 30, world output at its least and on the last day, final demand lost
#: in the world (%). Figures of this version, not of the world.
TOHOKU = {
    1 / 3: (-1.29387, -0.06630, 0.907227, 0.947224, 1.012819, 0.385364, 0.976862, 1.000181, 0.175222),
    1.0: (-0.76674, -0.02359, 0.968572, 0.954523, 0.999712, 0.497729, 0.987816, 1.000094, 0.078942),
    2.0: (-0.50391, -0.00388, 0.988077, 0.983832, 0.997033, 0.565272, 0.993664, 1.000057, 0.035085),
}


def value_added(path: Path, region: str) -> float:
    """Change over the days simulated, per cent."""
    economy = path.economy
    added = load("wiod-2011").value_added.reshape(economy.shape)[economy.regions.index(region)]
    at = economy.regions.index(region)
    base = np.where(economy.output[at] > 0, economy.output[at], 1.0)
    return float(100 * ((path.output[:, at].mean(0) / base) @ added / added.sum() - 1))


def test_the_figures_of_japan_in_2011_and_what_was_published() -> None:
    economy = wiod()
    cars, (america, japan) = economy.sectors.index("c15"), (economy.regions.index(name) for name in ("USA", "JPN"))
    rows = [Parameters(stock_factor=factor) for factor in TOHOKU]
    for path, expected in zip(
        simulate_many(economy, [tohoku(economy)] * 3, parameters=rows), TOHOKU.values(), strict=True
    ):
        world = path.output.sum((1, 2)) / economy.output.sum()
        ours, theirs = (path.output[:, at, cars] / economy.output[at, cars] for at in (america, japan))
        found = (
            value_added(path, "JPN"), value_added(path, "USA"), *ours[[30, 60, 90]], theirs[30], world.min(), world[-1],
            100 * path.final_lost.sum() / (365 * economy.final_use.sum()),
        )  # fmt: skip
        assert found == pytest.approx(expected, abs=2e-5, rel=0)
        # Carvalho et al. (2021): −0.47 points of growth; a factor of two, of three with a third of the stocks.
        assert -0.47 * (2 if expected[0] > -1 else 3) < found[0] < -0.2
        # Federal Reserve: American output of vehicles and parts −8.9 % in April 2011.
        worst = np.convolve(ours, np.ones(30) / 30, "valid").min() - 1
        assert -0.15 < worst < -0.01


def test_the_figures_of_a_ban_between_china_and_the_united_states() -> None:
    path = simulate(wiod(), cut(wiod(), "CHN", ("USA",), np.inf))
    found = [value_added(path, region) for region in ("USA", "CHN", "DEU", "MEX")]
    assert found == pytest.approx([-3.5986, -2.7259, -0.2217, 0.3196], abs=2e-4)
    world = path.output.sum((1, 2)) / wiod().output.sum()
    assert (world.min(), world[-1]) == pytest.approx((0.940989, 0.997502), abs=1e-5)
