"""The military burden: how fast it goes back to a state's own level, and how spending follows income."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from benchmarks.estimates.panel import Panel
from benchmarks.estimates.regression import Array, Fit, complete, fit
from benchmarks.estimates.result import Estimate, Section, judged

#: Largest change of the log burden and of log GDP in a year that is not taken for a break of the series or a war.
LARGEST_BURDEN, LARGEST_GDP = 1.5, 0.5
#: Resamples of the states for the jackknife's error, and the seed.
RESAMPLES, SEED = 199, 1
METHOD = (
    "SIPRI's burden (share of GDP) of the states that ship, 1990–2024, and the World Bank's real GDP. Adjustment: the "
    "yearly change of the log burden on its level the year before and on the growth of GDP, year effects, errors "
    "clustered by state. With state effects the burden returns to each state's own mean, and a short panel makes that "
    "look too fast (Nickell 1981); without them all return to one mean, which makes it look too slow; the split-panel "
    "jackknife (Dhaene and Jochmans 2015) takes out most of the first bias, its error from resampled states. Years in "
    f"which the log burden moves by more than {LARGEST_BURDEN} or log GDP by more than {LARGEST_GDP} are left out. "
    "Elasticity: of spending to GDP within the year, and in the long run, the ratio of the two levels' coefficients "
    "(delta method). Spending is the burden times GDP, so an error in GDP pulls its elasticity to one; SIPRI's dollars "
    "of constant prices do not have that fault."
)


@lru_cache(maxsize=1)
def military() -> Panel:
    """The burden of the states that ship, with what explains it."""
    return prepared(
        Panel.of(
            burden="sipri/milex/share-of-gdp",
            gdp="gapminder/sg/total_gdp_us_inflation_adjusted",
            dollars="sipri/milex/constant-usd",
            rivals="cow/rivalries/strategic",
            ideal="unga/ideal-points/all",
        )
    )


def prepared(panel: Panel) -> Panel:
    """The panel with logs (`lb` of the burden, `ly` of GDP, `lm` of constant dollars), their changes (`d…`), and
    their values the year before (`L…`); changes that break a series are missing."""
    logs = {
        to: np.log(np.where(panel[name] > 0, panel[name], np.nan))
        for to, name in (("lb", "burden"), ("ly", "gdp"), ("lm", "dollars"))
    }
    changes = {f"d{name}": panel.change(column) for name, column in logs.items()}
    before = {f"L{name}": panel.at(column, -1) for name, column in logs.items()}
    broken = (np.abs(changes["dlb"]) > LARGEST_BURDEN) | (np.abs(changes["dly"]) > LARGEST_GDP)
    changes |= {name: np.where(broken, np.nan, changes[name]) for name in ("dlb", "dly")}
    return panel.having(**logs, **changes, **before)


def returning(panel: Panel, *, own: bool = True) -> Fit:
    """The change of the log burden on its level before, with state effects (`own`) or without, and year effects."""
    return fit(
        panel["dlb"],
        {"before": panel["Llb"], "growth": panel["dly"]},
        effects=[panel.region, panel.year] if own else [panel.year],
        clusters=panel.region,
    )


def usable(panel: Panel) -> Panel:
    """The rows that `returning` fits."""
    return panel.where(complete(panel["dlb"], panel["Llb"], panel["dly"]))


def jackknifed(panel: Panel) -> float:
    """Twice the coefficient of the whole panel less the mean of its two halves in time."""
    used = usable(panel)
    late = used.year > np.median(used.year)
    halves = [returning(used.where(half)).value("before") for half in (late, ~late)]
    return 2 * returning(used).value("before") - sum(halves) / 2


def resampled_error(panel: Panel, resamples: int = RESAMPLES) -> float:
    """Standard deviation of the jackknife over states drawn with replacement; a state drawn twice counts as two."""
    rng = np.random.default_rng(SEED)
    states = np.unique(panel.region)
    places = [np.flatnonzero(panel.region == state) for state in states]
    found = []
    for _ in range(resamples):
        drawn = rng.integers(states.size, size=states.size)
        rows = np.concatenate([places[at] for at in drawn])
        labels = np.repeat(np.arange(drawn.size), [places[at].size for at in drawn]).astype(str)
        columns = {name: column[rows] for name, column in panel.columns.items()}
        found.append(jackknifed(Panel(columns, labels, panel.year[rows])))
    return float(np.std(found, ddof=1))


def largest_spenders(panel: Panel, count: int = 16) -> Panel:
    """The states that spent most in 2019, in SIPRI's constant dollars."""
    rows = (panel.year == 2019) & np.isfinite(panel["dollars"])
    order = np.argsort(-panel["dollars"][rows])[:count]
    return panel.where(np.isin(panel.region, panel.region[rows][order]))


def adjustment(
    panel: Panel, key: str = "burden", words: str = "states that ship", *, halves: bool = True
) -> list[Estimate]:
    """Speed of adjustment, per cent of the gap a year; also by half of the years and for the largest, if wanted."""
    found = []
    samples = {
        "all": (f"{words}, state effects", panel),
        "pooled": (f"{words}, no state effects", panel),
    }
    if halves:
        samples |= {
            "early": (f"{words} to 2007, state effects", panel.where(panel.year <= 2007)),
            "late": (f"{words} from 2008, state effects", panel.where(panel.year > 2007)),
            "largest": ("16 largest spenders, state effects", largest_spenders(panel)),
        }
    for name, (told, rows) in samples.items():
        one = returning(rows, own=name != "pooled")
        found.append(
            judged(
                f"{key}/adjustment-{name}",
                f"adjustment: {told}",
                one.of("before"),
                one.size,
                expected=1,
                unit="% a year",
                scale=-100,
            )
        )
    used = usable(panel)
    pair = (jackknifed(used), resampled_error(used))
    size, told = (len(used), np.unique(used.region).size), f"adjustment: {words}, split-panel jackknife"
    found.append(judged(f"{key}/adjustment-jackknife", told, pair, size, expected=1, unit="% a year", scale=-100))
    return found


def following(change: Array, before: Array, panel: Panel) -> Fit:
    """The change of log spending on its level before, the level of GDP before and the growth of GDP."""
    columns = {"before": before, "income": panel["Lly"], "growth": panel["dly"]}
    return fit(change, columns, effects=[panel.region, panel.year], clusters=panel.region)


def long_run(one: Fit) -> tuple[float, float]:
    """Elasticity of the level to that of GDP: minus the ratio of the two coefficients; delta method."""
    a, b = one.value("before"), one.value("income")
    gradient = np.array([b / a**2, -1 / a, 0.0])
    return -b / a, float(np.sqrt(gradient @ one.covariance @ gradient))


def elasticity(panel: Panel, key: str = "burden") -> list[Estimate]:
    """Elasticity of spending to GDP, within the year and in the long run, from both measures of spending."""
    usual = panel["dlb"] + panel["dly"]
    dollars = np.where(np.abs(panel["dlm"]) > LARGEST_BURDEN, np.nan, panel["dlm"])
    found = []
    for name, words, change, before in (
        ("product", "burden × GDP", usual, panel["Llb"] + panel["Lly"]),
        ("dollars", "constant dollars", dollars, panel["Llm"]),
    ):
        one = following(change, before, panel)
        for reach, told, pair in (
            ("year", "within the year", one.of("growth")),
            ("long", "in the long run", long_run(one)),
        ):
            about = f"elasticity of spending to GDP {told}: {words}"
            found.append(judged(f"{key}/elasticity-{reach}-{name}", about, pair, one.size, expected=1))
    return found


def section() -> Section:
    """Adjustment and elasticity."""
    panel = military()
    return Section("Military burden and spending", METHOD, (*adjustment(panel), *elasticity(panel)))
