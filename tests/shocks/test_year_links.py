"""Which links make the loss: one link's part is what tightening that link alone costs the world."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from year_economies import ALLIES, sixteen

from technostate.shocks.year import Ban, Elasticities, Rules, by_rent, counterfactual
from technostate.shocks.year.result import Result

SECTORS = ("C26", "C28")
LEAK = 0.9


def banned(tightened: tuple[str, str] | None = None, step: float = 0.0) -> Result:
    """Allies deliver nine tenths to China; one origin and sector is tightened by a step in logs."""
    economy = sixteen(tariffs=False).with_elasticities(Elasticities(origins=1.5))
    bans = [
        Ban(origin, "CHN", sector, LEAK * float(np.exp(step * ((origin, sector) == tightened))))
        for origin in ALLIES
        for sector in SECTORS
    ]
    return by_rent(economy, bans=bans, tolerance=1e-12)["exporter"]


@pytest.mark.parametrize("origin", ["TWN", "USA", "JPN"])
@pytest.mark.parametrize("sector", SECTORS)
def test_a_links_part_is_its_finite_difference(origin: str, sector: str) -> None:
    """The last unit costs the world its rent; to second order the whole costs half of that (Harberger's triangle)."""
    link, step = (origin, sector), 1e-3
    looser, result, tighter = banned(link, step), banned(), banned(link, -step)
    slope = (looser.world_real_income - tighter.world_real_income) / (2 * step)
    base = result.economy.base
    at = base.sector_index(sector), base.region_index("CHN"), base.region_index(origin)
    assert slope == pytest.approx(result.rents[at] / result.income.sum(), rel=0.02)
    assert result.link_losses[at] == pytest.approx(0.5 * slope * np.log(LEAK), rel=0.06)


def test_parts_sum_to_the_whole_and_nothing_else_has_a_part() -> None:
    result = banned()
    base = result.economy.base
    named = np.zeros(base.base_trade.shape, bool)
    china = base.region_index("CHN")
    for sector in SECTORS:
        named[base.sector_index(sector), china, [base.region_index(origin) for origin in ALLIES]] = True
    assert (result.link_losses[named] < 0).all()
    assert not result.link_losses[~named].any()
    # What is left is of third order in a change of a tenth.
    assert result.link_losses.sum() == pytest.approx(result.world_real_income, rel=0.02)


@pytest.mark.parametrize("sigma", [0.76, 1.5])
@pytest.mark.parametrize("leak", [0.9, 0.5, 0.05, 0.0])
def test_links_make_the_loss_where_substitutes_stand_in(leak: float, sigma: float) -> None:
    """What is missing and what substitutes cost more, total bans included; some of it is of higher order."""
    economy = sixteen(tariffs=False).with_elasticities(Elasticities(origins=sigma))
    bans = [Ban(ALLIES, "CHN", SECTORS, leak)]
    rules = Rules(substitutes=3.0, ceiling=True)
    result = counterfactual(economy, bans=bans, deficit="lend", rules=rules, tolerance=1e-12)
    assert (result.link_losses <= 0).all()
    assert result.link_losses.sum() == pytest.approx(result.world_real_income, rel=0.08)
    # Without them more is lost, and substitutes that are very dear are none.
    if leak > 0:
        none, dear = (
            counterfactual(economy, bans=bans, deficit="lend", rules=replace(rules, substitutes=m), tolerance=1e-12)
            for m in (np.inf, 1e12)
        )
        assert none.link_losses.sum() < dear.link_losses.sum() < result.link_losses.sum()
