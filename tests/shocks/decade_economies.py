"""Economies that the tests of the decade engine share: a small made-up world and the world of NAFTA."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from technostate.shocks.decade import TradeEconomy, authors, settled


def made_up(
    seed: int = 7, n: int = 4, j: int = 3, local: int = 1, duties: bool = True, gaps: bool = True
) -> TradeEconomy:
    """n regions, j sectors of which the last `local` are not traded; a settled base with duties and deficits."""
    rng = np.random.default_rng(seed)
    share = rng.dirichlet(np.full(n, 0.8), size=(j, n)) * 0.5
    share[:, np.arange(n), np.arange(n)] += 0.5
    if local:
        share[-local:] = np.eye(n)
    added = rng.uniform(0.3, 0.6, (n, j))
    inputs = rng.dirichlet(np.ones(j), size=(n, j)).transpose(0, 2, 1) * (1 - added)[:, None, :]
    tariff = rng.uniform(0, 0.3, (j, n, n)) if duties else np.zeros((j, n, n))
    tariff[:, np.arange(n), np.arange(n)] = 0
    if local:
        tariff[-local:] = 0
    size = rng.uniform(1, 10, n)
    deficit = 0.03 * rng.standard_normal(n) * size * gaps
    raw = TradeEconomy(
        share, added, inputs, rng.dirichlet(np.ones(j), size=n), size, deficit - deficit.mean(),
        rng.uniform(2, 9, j), tariff, tuple("ABCDEFGH"[:n]), tuple(f"S{k}" for k in range(j)), "made-up",
    )  # fmt: skip
    return settled(raw)


def nafta(data: Path) -> tuple[TradeEconomy, np.ndarray]:
    """The 1993 base without aggregate deficits, and the tariffs of 2005 among Mexico, Canada and the United States."""
    return authors.nafta(data / "caliendo_parro_2015")
