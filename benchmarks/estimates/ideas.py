"""Diffusion of ideas: does what a state could learn from what it buys predict its productivity, and at which β."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import Array, Fit, fit
from benchmarks.estimates.result import Estimate, Section, judged, shown
from benchmarks.estimates.wiod import economy

PERIODS = ((1995, 2003), (2003, 2011), (1995, 2011))
BETAS = tuple(round(0.05 * step, 2) for step in range(1, 20))
#: Made-up samples without the mechanism for the test of it, and the seed.
MADE_UP, SEED = 999, 1
#: Twice the log-likelihood that a β may lie below the best and still be held possible at 95 %.
CUT = 3.841
METHOD = (
    "Mean growth of productivity (PWT `rtfpna`) of the WIOD states on the log of its level at the start and on the "
    "model's insight over knowledge, the mean over sectors of ln(S/λ) at the start with S = Σ η Σ π^(1−β) λ^β (after "
    "Buera and Oberfield 2020), for β from .05 to .95. Knowledge λ is workers × productivity^(θ · value-added share)"
    " or home share × the same; θ = 5. For each: whether any β explains more than convergence alone does (the largest "
    "likelihood ratio over all β, against samples made up without the mechanism: p), which β are as good as the best "
    "(95 %), and how much the fit (R²) moves from the worst β to the best. And beside log workers: insight over "
    "knowledge is large where a state is small, so that the mechanism must be told apart from size."
)


@dataclass(frozen=True)
class Sample:
    """What the cross-section needs: growth a year, log level, log workers (N,), and insight by β (B, N)."""

    growth: Array
    level: Array
    insight: Array
    workers: Array

    def fitted(self, at: int) -> Fit:
        return fit(self.growth, {"insight": self.insight[at], "level": self.level})


@dataclass(frozen=True)
class Profile:
    """Twice the log-likelihood over convergence alone by β (B,), fits by β, and the p of the largest."""

    ratio: Array
    fits: tuple[Fit, ...]
    alone: Fit
    p: float

    @property
    def possible(self) -> tuple[float, ...]:
        """The β that are as good as the best at 95 %."""
        return tuple(beta for beta, ratio in zip(BETAS, self.ratio, strict=True) if self.ratio.max() - ratio < CUT)


def explained(growth: Array, level: Array, insight: Array) -> Array:
    """Twice the log-likelihood that each β (B,) adds to convergence alone."""
    design = np.column_stack([np.ones(level.size), level])
    basis, _ = np.linalg.qr(design)
    g = growth - basis @ (basis.T @ growth)
    x = insight - (insight @ basis) @ basis.T
    share = (x @ g) ** 2 / ((x * x).sum(1) * (g @ g))
    return np.asarray(-growth.size * np.log1p(-share))


def profile(sample: Sample, made_up: int = MADE_UP) -> Profile:
    """The likelihood over β, and how rare the largest is where there is no mechanism."""
    ratio = explained(sample.growth, sample.level, sample.insight)
    rng = np.random.default_rng(SEED)
    # The ratio does not depend on the coefficients of convergence or the variance: pure noise is every null.
    largest = [
        explained(rng.normal(size=sample.level.size), sample.level, sample.insight).max() for _ in range(made_up)
    ]
    p = (1 + sum(one >= ratio.max() for one in largest)) / (made_up + 1)
    fits = tuple(sample.fitted(at) for at in range(len(BETAS)))
    return Profile(ratio, fits, fit(sample.growth, {"level": sample.level}), float(p))


def insight(share: Array, sources: Array, knowledge: Array, weight: Array, beta: float) -> Array:
    """Mean over sectors of ln(S/λ) by region.

    Parameters
    ----------
    share : (J, N, N) array
        Import shares [sector, importer, exporter].
    sources : (N, J, J) array
        Where ideas of a sector come from, [region, from, to]; columns sum to one.
    knowledge : (J, N) array
        λ by sector and region.
    weight : (N, J) array
        Sectors in the mean.
    """
    seen = np.einsum("kni,ki->nk", np.maximum(share, 1e-12) ** (1 - beta), knowledge**beta)
    total = np.einsum("nkj,nk->nj", sources, seen)
    return np.asarray((weight * np.log(total / knowledge.T)).sum(1))


def samples(first: int, last: int) -> Iterator[tuple[str, str, Sample]]:
    """Key, words and sample of a period for both starts of knowledge."""
    one = economy(first)
    regions = list(one.regions)
    pwt = Panel.of(
        rtfpna="pwt/10.01/rtfpna", gdp="pwt/10.01/rgdpo", capital="pwt/10.01/cn", workers="pwt/10.01/emp",
        hc="pwt/10.01/hc",
    )  # fmt: skip
    grown = (pwt.at(np.log(pwt["rtfpna"]), last - first) - np.log(pwt["rtfpna"])) / (last - first)
    rows = {region: at for at, region in enumerate(pwt.region) if pwt.year[at] == first}
    place = [rows.get(region) for region in regions]

    def column(values: Array) -> Array:
        return np.array([np.nan if at is None else values[at] for at in place])

    workers = column(pwt["workers"])
    level = (
        np.log(column(pwt["gdp"])) - 0.6 * np.log(workers * column(pwt["hc"])) - 0.4 * np.log(column(pwt["capital"]))
    )
    # The rest of the world is as the median of the others, with as many workers as its value added at their median.
    known = np.isfinite(level)
    level = np.where(known, level, np.median(level[known])) - level[regions.index("USA")]
    added = one.value_added_share * one.base_output
    per_worker = np.median(added.sum(1)[known] / workers[known])
    workers = np.where(known, workers, added.sum(1) / per_worker)
    weight = added / added.sum(1, keepdims=True)
    power = np.exp(level[:, None] * one.trade_elasticity * one.value_added_share)
    sources = one.input_share / np.maximum(one.input_share.sum(1, keepdims=True), 1e-12)
    home = np.diagonal(one.import_share, axis1=1, axis2=2).T
    keep = np.isfinite(column(grown)) & known
    for key, words, knowledge in (
        ("workers", "λ from workers", workers[:, None] * weight * power),
        ("home", "λ from home shares", home * power),
    ):
        at = np.maximum(knowledge / knowledge.sum(), 1e-12).T
        by_beta = np.array([insight(one.import_share, sources, at, weight, beta) for beta in BETAS])
        yield key, words, Sample(column(grown)[keep], level[keep], by_beta[:, keep], np.log(workers[keep]))


def told(key: str, words: str, sample: Sample) -> list[Estimate]:
    """What one sample says."""
    one = profile(sample)
    size, middle = (sample.growth.size, 0), BETAS.index(0.4)
    fits = [each.r_squared for each in one.fits]
    beside = fit(sample.growth, {"insight": sample.insight[middle], "level": sample.level, "workers": sample.workers})
    return [
        judged(f"ideas/insight-{key}", f"insight at β = .4: {words}", one.fits[middle].of("insight"), size, expected=1),
        judged(
            f"ideas/beside-workers-{key}", f"the same beside log workers: {words}", beside.of("insight"), size,
            expected=1,
        ),
        judged(
            f"ideas/level-{key}", f"convergence beside it, sign turned: {words}", one.fits[middle].of("level"), size,
            expected=1, unit="% a year", scale=-100,
        ),
        shown(f"ideas/p-{key}", f"p of the mechanism at any β: {words}", one.p, None, size),
        shown(f"ideas/lowest-{key}", f"lowest β as good as the best: {words}", min(one.possible), None, size),
        shown(f"ideas/highest-{key}", f"highest β as good as the best: {words}", max(one.possible), None, size),
        shown(f"ideas/fit-alone-{key}", f"R² of convergence alone: {words}", one.alone.r_squared, None, size),
        shown(f"ideas/fit-worst-{key}", f"R² at the worst β: {words}", min(fits), None, size),
        shown(f"ideas/fit-best-{key}", f"R² at the best β: {words}", max(fits), None, size),
    ]  # fmt: skip


def section() -> Section:
    """Every period and start of knowledge."""
    found: list[Estimate] = []
    for first, last in PERIODS:
        for key, words, sample in samples(first, last):
            found += told(f"{key}-{first}-{last}", f"{words}, {first}–{last}", sample)
    return Section("Diffusion of ideas", METHOD, tuple(found))
