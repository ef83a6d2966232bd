"""Change points: found where a rate changes, not claimed where only chance does."""

from __future__ import annotations

import math

import numpy as np
import pytest

from technostate.doctrine.views import change_points, shipped
from technostate.doctrine.views import segments as module
from technostate.doctrine.views.breaks import RUN
from technostate.errors import DataError

pytest.importorskip("ruptures")

EXTENTS = np.linspace(30_000, 15_000, 56)


def claimed(count: np.ndarray, seed: int) -> list[int]:
    series = module.standardised(count.astype(float), EXTENTS)
    found = module.segment(series, 3 * math.log(len(series)))
    generator = np.random.default_rng(seed)
    tests = [module.stretch_p(series, generator, run=run) for run in (1, RUN)]
    if not found or max(tests) > module.LEVEL:
        return []
    return module.eliminate(series, found, generator)[1]


def test_poisson_noise_has_no_change_point_in_95_of_100_series(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SHUFFLES", 199)
    generator = np.random.default_rng(7)
    false = 0
    for seed in range(100):
        level = (0.3, 1, 4, 15, 60)[seed % 5]
        false += bool(claimed(generator.poisson(level * EXTENTS / 1e4), seed))
    assert false <= 5


def test_clustered_noise_has_no_change_point_in_90_of_100_series(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hits come in clusters: counts with three times the variance of a Poisson count."""
    monkeypatch.setattr(module, "SHUFFLES", 199)
    generator = np.random.default_rng(8)
    false = 0
    for seed in range(100):
        mean = (2, 8, 40)[seed % 3] * EXTENTS / 1e4
        false += bool(claimed(generator.negative_binomial(mean / 2, 1 / 3), seed))
    assert false <= 10


def test_reports_that_repeat_each_other_seldom_have_a_change_point(monkeypatch: pytest.MonkeyPatch) -> None:
    """First-order autocorrelation 0.5: about 10 % of such series, three standard errors allowed for 100 of them."""
    monkeypatch.setattr(module, "SHUFFLES", 199)
    generator = np.random.default_rng(9)
    false = 0
    for seed in range(100):
        level = np.zeros(len(EXTENTS))
        for at in range(1, len(level)):
            level[at] = 0.5 * level[at - 1] + generator.normal(0, 0.35)
        false += bool(claimed(generator.poisson(15 * np.exp(level) * EXTENTS / 1e4), seed))
    assert false <= 20


@pytest.mark.parametrize("place", [10, 28, 45])
def test_a_tripled_rate_is_found_within_a_document(place: int) -> None:
    rate = np.where(np.arange(56) < place, 4, 12)
    count = np.random.default_rng(place).poisson(rate * EXTENTS / 1e4)
    (found,) = claimed(count, 1)
    assert abs(found - place) <= 1


def test_a_fashion_that_comes_and_goes_is_found() -> None:
    """Military-civil fusion: in no report before 2011 and in none after 2019 (oracle GWR-MCF)."""
    table = change_points(shipped("gwr"), "军民融合")
    assert table.p_any.value is not None and table.p_any.value < 0.01
    assert [row.after_year for row in table.rows if row.claimed] == [2011]


def test_the_segments_hold_all_documents_and_their_mean_rate() -> None:
    texts = shipped("gwr")
    table = change_points(texts, "安全")
    assert sum(part.documents for part in table.segments) == len(texts.members)
    assert len(table.segments) == 1 + sum(row.claimed for row in table.rows)


def test_a_steady_rise_is_called_a_drift() -> None:
    series = np.linspace(0, 12, 56) + np.random.default_rng(3).normal(0, 1, 56)
    assert module.line_fits_better(series, module.segment(series, 3 * math.log(56)))
    step = np.where(np.arange(56) < 28, 0.0, 6.0) + np.random.default_rng(4).normal(0, 1, 56)
    assert not module.line_fits_better(step, module.segment(step, 3 * math.log(56)))


def test_the_same_seed_gives_the_same_answer() -> None:
    texts = shipped("gwr")
    assert change_points(texts, "创新", seed=5) == change_points(texts, "创新", seed=5)


def test_both_searches_find_a_large_step() -> None:
    series = np.where(np.arange(40) < 17, 0.0, 9.0)
    assert module.segment(series, 10, "pelt") == module.segment(series, 10, "binary") == [17]


@pytest.mark.parametrize("penalty", [0.0, -1.0, math.inf, math.nan])
def test_a_penalty_is_a_number_above_zero(penalty: float) -> None:
    with pytest.raises(DataError, match="penalty"):
        change_points(shipped("gwr"), "安全", penalty=penalty)
