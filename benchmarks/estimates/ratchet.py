"""The ratchet: does the military burden fall more slowly towards its usual level than it rises to it."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.estimates.burden import military
from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import Array, Fit, fit
from benchmarks.estimates.result import Estimate, Section, judged, shown

#: Largest yearly change of the log burden kept: almost all, or without wars and breaks.
LIMITS = (1.5, 0.5)
#: Symmetric panels made up for the share of false alarms, and the seed.
MADE_UP, SEED = 200, 1
METHOD = (
    "The yearly change of the log burden on the gap to a usual level, one slope where the burden is above it (φ↓, "
    "sign turned) and one where it is below (φ↑), with GDP growth, state and year effects, errors clustered by state. A"
    " ratchet is φ↓ < φ↑: the difference φ↑ − φ↓ is looked for with a plus sign. Six specifications: three usual levels"
    " by two limits on the change kept. The ratio φ↓/φ↑ has its error by the delta method. The share of false alarms "
    "is measured on made-up panels of the same shape whose return is as fast from above as from below (rate .15, "
    "normal shocks): where it is far above five per cent, the test says little. Beside them: what a rise and a fall "
    "of the year before do to the next change, and the burden over the years after a state's count of strategic rivals "
    "rises or falls."
)


def rolled(values: Array, before: int, after: int, least: int) -> Array:
    """Mean over a window around each place, NaN with fewer than `least` values."""
    out = np.full(values.size, np.nan)
    for at in range(values.size):
        window = values[max(0, at - before) : at + after + 1]
        window = window[np.isfinite(window)]
        if window.size >= least:
            out[at] = window.mean()
    return out


def own_mean(values: Array) -> Array:
    """The mean of all years, at each."""
    held = values[np.isfinite(values)]
    return np.full(values.size, held.mean() if held.size else np.nan)


def centred(values: Array) -> Array:
    """Mean of the 21 years around each."""
    return rolled(values, 10, 10, 10)


def ten_before(values: Array) -> Array:
    """Mean of the ten years before each."""
    shifted = np.concatenate([[np.nan], values[:-1]])
    return rolled(shifted, 9, 0, 5)


USUAL: dict[str, tuple[str, Callable[[Array], Array]]] = {
    "centred": ("mean of 21 years around", centred),
    "before": ("mean of ten years before", ten_before),
    "own": ("mean of all years", own_mean),
}


def by_state(panel: Panel, column: Array, usual: Callable[[Array], Array]) -> Array:
    """The usual level of each state's column."""
    out = np.full(column.size, np.nan)
    for state in np.unique(panel.region):
        rows = panel.region == state
        out[rows] = usual(column[rows])
    return out


def two_slopes(panel: Panel, usual: Callable[[Array], Array], limit: float) -> Fit:
    """The change of `lb` on the gap above and below the usual level; the slopes are minus the rates of return."""
    gap = panel.at(panel["lb"], -1) - by_state(panel, panel["lb"], usual)
    change = np.where(np.abs(panel["dlb"]) < limit, panel["dlb"], np.nan)
    sides = {"above": np.where(gap > 0, gap, gap * 0), "below": np.where(gap < 0, gap, gap * 0)}
    return fit(change, {**sides, "growth": panel["dly"]}, effects=[panel.region, panel.year], clusters=panel.region)


def ratio(one: Fit) -> tuple[float, float]:
    """φ↓/φ↑ and its error by the delta method."""
    a, b = one.value("above"), one.value("below")
    gradient = np.array([1 / b, -a / b**2, 0.0])
    return a / b, float(np.sqrt(gradient @ one.covariance @ gradient))


def symmetric(states: int, years: int, rng: np.random.Generator, down: float = 0.15, up: float = 0.15) -> Panel:
    """A panel whose log burden returns to its level at rates `down` from above and `up` from below."""
    burn = 60
    x = np.zeros((states, years + burn))
    for t in range(1, years + burn):
        last = x[:, t - 1]
        x[:, t] = last - np.where(last > 0, down, up) * last + rng.normal(0, 0.12, states)
    x = x[:, burn:]
    region = np.repeat(np.array([f"S{k:03d}" for k in range(states)]), years)
    panel = Panel({"lb": x.ravel()}, region, np.tile(np.arange(1990, 1990 + years), states))
    return panel.having(dlb=panel.change(panel["lb"]), dly=rng.normal(0.03, 0.03, x.size))


def false_alarms(usual: Callable[[Array], Array], count: int = MADE_UP) -> float:
    """Share of symmetric panels in which the two slopes are told apart at 1.96 standard errors."""
    rng = np.random.default_rng(SEED)
    told = 0
    for _ in range(count):
        difference, error = two_slopes(symmetric(49, 35, rng), usual, 9.0).difference("above", "below")
        told += abs(difference) > 1.96 * error
    return told / count


def specifications(panel: Panel, key: str = "ratchet", more: str = "") -> list[Estimate]:
    """The six specifications, and how many of them go the other way."""
    found = []
    for name, (words, usual) in USUAL.items():
        for limit in LIMITS:
            one = two_slopes(panel, usual, limit)
            told, end = f"{words}, changes below {limit:g}{more and f', {more}'}", f"{name}-{limit:g}"
            pair = one.difference("above", "below")
            found += [
                judged(f"{key}/difference-{end}", f"φ↑ − φ↓: {told}", pair, one.size, expected=1),
                shown(f"{key}/ratio-{end}", f"φ↓/φ↑: {told}", *ratio(one), one.size),
            ]
    for reading, words in (("estimate", "that show a ratchet"), ("contrary", "that go the other way")):
        count = sum(one.reading == reading for one in found)
        told = f"specifications of six {words}{more and f', {more}'}"
        found.append(shown(f"{key}/{reading}-of-six", told, count, None, (6, 0)))
    return found


def alarms() -> list[Estimate]:
    """How often each usual level raises a false alarm."""
    return [
        shown(
            f"ratchet/false-alarms-{name}", f"share of false alarms, {words}", false_alarms(usual), None, (MADE_UP, 0)
        )
        for name, (words, usual) in USUAL.items()
    ]


def momentum(panel: Panel, key: str = "ratchet") -> Estimate:
    """What a rise the year before does to the change, less what a fall does."""
    last = panel.at(panel["dlb"], -1)
    sides = {"rise": np.maximum(last, 0), "fall": np.minimum(last, 0), "growth": panel["dly"]}
    change = np.where(np.abs(panel["dlb"]) < LIMITS[1], panel["dlb"], np.nan)
    one = fit(change, sides, effects=[panel.region, panel.year], clusters=panel.region)
    told = "next change after a rise less after a fall"
    return judged(f"{key}/momentum", told, one.difference("rise", "fall"), one.size, expected=1)


def rivalries(panel: Panel, key: str = "ratchet") -> list[Estimate]:
    """The log burden from the year before to some years after the count of rivals rises or falls."""
    moved = panel.change(panel["rivals"])
    sides = {"begun": np.maximum(moved, 0), "ended": np.maximum(-moved, 0)}
    rows = np.isfinite(panel["lb"])
    found = [
        shown(
            f"{key}/rivalries-{side}", f"states and years in which a rivalry {words}", count, None, (int(rows.sum()), 0)
        )
        for side, words in (("begun", "began"), ("ended", "ended"))
        for count in [int((sides[side][rows] > 0).sum())]
    ]
    for years in (3, 5):
        grown = panel.at(panel["lb"], years) - panel.at(panel["lb"], -1)
        one = fit(grown, sides, effects=[panel.region, panel.year], clusters=panel.region)
        for side, words, sign in (("begun", "began", 1), ("ended", "ended", -1)):
            told = f"log burden {years} years after a rivalry {words}"
            found.append(judged(f"{key}/rivalry-{side}-{years}", told, one.of(side), one.size, expected=sign))
    return found


def section() -> Section:
    """All that bears on the ratchet."""
    panel = military()
    found = (*specifications(panel), *alarms(), momentum(panel), *rivalries(panel))
    return Section("The ratchet", METHOD, found)
