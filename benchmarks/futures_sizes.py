"""Made-up settings of any size for the benchmark of paths, and the policy that moves in them."""

from __future__ import annotations

import numpy as np

from benchmarks.shocks_decade import made_up
from technostate.dynamics import BY_PAIR, BY_REGION, Policy, Setting

#: Years of a made-up path, as long as one from 2022 to 2050.
YEARS = 29


def setting(n: int, j: int, seed: int = 0) -> Setting:
    """n regions, j sectors, two in five strategic; all grow by 1 to 4 % a year, and the first two are rivals."""
    economy = made_up(n, j, seed)
    rng = np.random.default_rng(seed)
    t = np.arange(YEARS)[:, None]
    distance = np.abs(np.subtract.outer(point := rng.uniform(0, 1, n), point))
    rivals = distance * rng.uniform(0.3, 1, n)
    named = np.zeros((n, n), dtype=bool)
    named[0, 1] = named[1, 0] = True
    added = economy.value_added_share * economy.base_output
    workers = added.T / added.sum() * rng.uniform(0.3, 1, n)
    population = economy.value_added * np.exp(t * rng.uniform(-0.005, 0.01, n))
    return Setting(
        economy=economy, years=tuple(range(2022, 2022 + YEARS)), projection="made-up", population=population,
        income=t * rng.uniform(0.01, 0.04, n), labour=population / population[0],
        labour_share=rng.uniform(0.5, 0.65, n), depreciation=np.full(n, 0.045), investment=np.full(n, 0.065),
        knowledge_by_workers=workers, knowledge_by_home=workers, productivity=rng.uniform(0.3, 1, n),
        gdp_market=economy.value_added * 1e6, gdp_ppp=economy.value_added * 1e6, distance=distance / distance.max(),
        rivals=rivals / rivals.sum(1).max(), named=named, burden=rng.uniform(0.01, 0.04, n),
        civil_research=np.full(n, 0.02), defence_research=np.full(n, 0.1),
        strategic=(np.arange(j) < 0.4 * j).astype(float),
    )  # fmt: skip


def policy(made: Setting, region: int, against: int) -> Policy:
    """One state arms, steers research and relies on itself, another restricts its sales to it; from the fourth year."""
    years, n, _ = made.shape
    found = Policy.none(years, n)
    for lever, value in {"military": 0.01, "concentration": 0.2, "self_reliance": 0.2, "closure": 0.2}.items():
        found.by_region[3:, region, BY_REGION.index(lever)] = value
    found.by_pair[3:, BY_PAIR.index("restriction"), against, region] = 0.2
    return found
