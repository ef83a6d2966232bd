"""Made-up settings that the tests of the dynamics share, and the one way to split a state into parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from technostate.dynamics import BY_PAIR, BY_REGION, Policy, Setting
from technostate.shocks.decade import TradeEconomy, settled


def made_up(
    seed: int = 3, n: int = 5, j: int = 3, years: int = 9, flat: bool = False, duties: bool = True, gaps: bool = True
) -> Setting:
    """n states of different size and growth, j sectors, the first not strategic; the first two states are rivals."""
    rng = np.random.default_rng(seed)
    economy = _economy(rng, n, j, duties, gaps)
    t = np.arange(years)[:, None]
    grown = np.zeros((years, n)) if flat else t * rng.uniform(0.03, 0.06, n) + 0.002 * np.sin(t * rng.uniform(0, 1, n))
    distance = np.abs(np.subtract.outer(point := rng.uniform(0, 1, n), point))
    rivals = distance * rng.uniform(0.3, 1, n)[None, :]
    named = np.zeros((n, n), dtype=bool)
    named[0, 1] = named[1, 0] = named[2, 1] = True
    depreciation = rng.uniform(0.03, 0.06, n)
    workers = economy.value_added * rng.uniform(0.5, 2, n)
    added = economy.value_added_share * economy.base_output
    level = rng.uniform(0.3, 1, n)
    share = added / added.sum(1, keepdims=True)
    by_workers = (workers[:, None] * share * level[:, None] ** (economy.trade_elasticity * economy.value_added_share)).T
    home = np.einsum("jnn->jn", economy.import_share) * rng.uniform(0.5, 1, (j, n))
    population = workers * (np.ones((years, 1)) if flat else np.exp(t * rng.uniform(-0.005, 0.01, n)))
    return Setting(
        economy=economy, years=tuple(range(2022, 2022 + years)), projection="flat" if flat else "made-up",
        population=population, income=grown, labour=population / population[0], labour_share=rng.uniform(0.5, 0.65, n),
        depreciation=depreciation, investment=depreciation if flat else depreciation + 0.02,
        knowledge_by_workers=by_workers, knowledge_by_home=home, productivity=level,
        gdp_market=economy.value_added * 1e6,
        gdp_ppp=economy.value_added * rng.uniform(0.8, 2, n) * 1e6, distance=distance / distance.max(),
        rivals=rivals / rivals.sum(1).max(), named=named, burden=rng.uniform(0.01, 0.04, n),
        civil_research=rng.uniform(0.01, 0.03, n), defence_research=rng.uniform(0.02, 0.15, n),
        strategic=np.r_[0.0, np.ones(j - 1)],
    )  # fmt: skip


def _economy(rng: np.random.Generator, n: int, j: int, duties: bool, gaps: bool) -> TradeEconomy:
    share = rng.dirichlet(np.full(n, 0.8), size=(j, n)) * 0.5
    share[:, np.arange(n), np.arange(n)] += 0.5
    added = rng.uniform(0.3, 0.6, (n, j))
    inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
    tariff = rng.uniform(0, 0.2, (j, n, n)) * duties
    tariff[:, np.arange(n), np.arange(n)] = 0
    size = rng.uniform(2, 10, n)
    deficit = 0.03 * rng.standard_normal(n) * size * gaps
    raw = TradeEconomy(
        share, added, inputs, rng.dirichlet(np.ones(j), size=n), size, deficit - size * deficit.sum() / size.sum(),
        rng.uniform(3, 8, j), tariff if duties else None, tuple("ABCDEFGH"[:n]), tuple(f"S{k}" for k in range(j)),
        "made-up",
    )  # fmt: skip
    return settled(raw, deficit="share")


def moved(setting: Setting, **levers: float) -> Policy:
    """Every lever named is moved from the third year on: by the first state, or by it against the second."""
    years, n, _ = setting.shape
    policy = Policy.none(years, n)
    for name, value in levers.items():
        if name in BY_REGION:
            policy.by_region[2:, 0, BY_REGION.index(name)] = value
        else:
            at = BY_PAIR.index(name)
            policy.by_pair[2:, at, 0, 1] = value
            if name == "barrier":
                policy.by_pair[2:, at, 1, 0] = value
    return policy


ALL = {
    "military": 0.01, "internal_security": 0.004, "stockpile": 0.003, "research": 0.005, "permeability": 0.2,
    "concentration": 0.3, "self_reliance": 0.2, "closure": 0.3, "aimed": 0.4, "restriction": 0.3, "barrier": 0.1,
}  # fmt: skip


def parts_of(setting: Setting, state: int, parts: int) -> tuple[np.ndarray, np.ndarray]:
    """Position in the whole of every region of the split setting, and its part of that region."""
    n = len(setting.regions)
    new = np.array([*range(state), *[state] * parts, *range(state + 1, n)])
    return new, np.where(new == state, 1.0 / parts, 1.0)


def split(setting: Setting, state: int, parts: int) -> Setting:
    """The same world with one state cut into like parts that trade freely and fear each other in nothing."""
    new, weight = parts_of(setting, state, parts)
    e = setting.economy
    labels = [f"{e.regions[k]}{i}" if k == state else e.regions[k] for i, k in enumerate(new)]
    economy = TradeEconomy(
        e.import_share[:, new][:, :, new] * weight, e.value_added_share[new], e.input_share[new], e.final_share[new],
        e.value_added[new] * weight, e.deficit[new] * weight, e.trade_elasticity,
        None if e.tariff is None else e.tariff[:, new][:, :, new], labels, e.sectors, e.name,
    )  # fmt: skip
    pair = np.ix_(new, new)
    return replace(
        setting, economy=economy, population=setting.population[:, new] * weight, income=setting.income[:, new],
        labour=setting.labour[:, new], labour_share=setting.labour_share[new], depreciation=setting.depreciation[new],
        investment=setting.investment[new], knowledge_by_workers=setting.knowledge_by_workers[:, new] * weight,
        knowledge_by_home=setting.knowledge_by_home[:, new] * weight, productivity=setting.productivity[new],
        gdp_market=setting.gdp_market[new] * weight,
        gdp_ppp=setting.gdp_ppp[new] * weight, distance=setting.distance[pair], rivals=setting.rivals[pair] * weight,
        named=setting.named[pair], burden=setting.burden[new], civil_research=setting.civil_research[new],
        defence_research=setting.defence_research[new], state_of=tuple(int(k) for k in new),
    )  # fmt: skip


def split_policy(policy: Policy, new: np.ndarray) -> Policy:
    return Policy(policy.by_region[:, new].copy(), policy.by_pair[:, :, new][:, :, :, new].copy())
