"""What the runs say, as results by key: odds, differences from `drift`, what decides, where goals are met."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from benchmarks.pages import Entry, rounded
from benchmarks.study.runs import BRIEFS, SCENARIOS, STRATEGIES, alone
from technostate.dynamics import parameters
from technostate.futures import boxes, given, odds
from technostate.futures.space import Dimension
from technostate.view.futures.ensemble import Ensemble

Array = NDArray[np.float64]
STATES = ("CHN", "USA")
#: Outcomes compared with `drift`: in per cent of it, or as a difference.
RELATIVE = ("civil", "income_a_head", "technology", "forces")
POINTS = ("reliance", "burden")
#: Outcomes of which the page says what they come to in `drift`.
LEVELS = ("income_a_head", "technology", "reliance", "burden", "gdp_market")
#: Parameters that no data decide, whose thirds are compared, and the outcome that shows each best.
UNKNOWN = {
    "beta": ("decoupling", "cost"),
    "knowledge_mix": ("decoupling", "cost"),
    "insight_share": ("decoupling", "cost"),
    "waste": ("both-briefs", "cost"),
    "ratchet": ("drift", "priority"),
    "gain_restrictions": ("both-briefs", "threat"),
    "initial_threat": ("drift", "cost"),
}
#: Draws of the reduced run that a test makes again, and what it compares.
FEW = 64
REDUCED = ("drift", "china-brief", "us-brief", "decoupling")
COMPARED = ("civil", "cost", "technology", "forces", "reliance", "burden", "priority")


def three(values: Array) -> list[float | None]:
    """Median, p10 and p90."""
    return [rounded(float(value)) for value in np.percentile(values, [50.0, 10.0, 90.0])]


def results(runs: Mapping[str, Ensemble]) -> dict[str, Entry]:
    """Everything that the page says of the runs."""
    kept: dict[str, Entry] = {}
    first = runs["drift"]
    kept["draws"] = first.drawn
    failed = sum(len(run.run.failed) for run in runs.values())
    kept["failed"] = f"{failed:,} draws have no path and no part in any figure" if failed else "Every draw has a path"
    kept["scenarios"] = len(runs)
    kept["drawn"] = len(first.dimensions)
    for name in SCENARIOS:
        kept |= goals(name, runs[name])
        kept |= costs(name, runs[name])
        if name != "drift":
            kept |= changes(name, first, runs[name], STATES)
    for state in STATES:
        for strategy in STRATEGIES:
            kept |= changes(alone(state, strategy), first, runs[alone(state, strategy)], (state,))
    kept |= levels(first)
    kept |= unknown(runs)
    kept |= shares(runs)
    kept |= conditions(runs)
    kept |= apart(runs)
    for name in REDUCED:
        kept |= reduced(name, runs[name])
    return kept


def goals(name: str, run: Ensemble) -> dict[str, Entry]:
    """Share of draws that meet each milestone with its interval, and what is reached."""
    kept: dict[str, Entry] = {}
    for goal in run.scenario.milestones:
        figures, met = run.reached(goal)
        found = odds.odds(int(met.sum()), len(met))
        kept[f"odds/{name}/{goal.id}"] = [rounded(item) for item in (found.share, found.low, found.high)]
        if name == "drift":
            kept[f"reached/{goal.id}"] = three(figures)
    return kept


def costs(name: str, run: Ensemble) -> dict[str, Entry]:
    """Civil absorption below that of the same draw without politics and levers."""
    return {
        f"cost/{name}/{state}/2050": three(run.run.paths("cost", state)[:, -1])
        for state in (*STATES, "EU", "JPN", "IND")
    }


def levels(run: Ensemble) -> dict[str, Entry]:
    """What paths of `drift` come to."""
    years = run.run.years
    return {
        f"level/{state}/{outcome}/{year}": three(run.run.paths(outcome, state)[:, years.index(year)])
        for state in STATES
        for outcome in LEVELS
        for year in (years[0], 2035, 2050)
    }


def difference(first: Ensemble, other: Ensemble, outcome: str, state: str) -> Array:
    """What a scenario changes in 2050, draw by draw: relative to `first` for `RELATIVE`, else as a difference."""
    draws = [run.run.draws["draw"].to_numpy() for run in (first, other)]
    _, *rows = np.intersect1d(*draws, return_indices=True)
    before, after = (
        run.run.paths(outcome, state)[row, -1] for run, row in zip((first, other), rows, strict=True)
    )  # fmt: skip
    return after / before - 1.0 if outcome in RELATIVE else after - before


def changes(name: str, first: Ensemble, run: Ensemble, states: tuple[str, ...]) -> dict[str, Entry]:
    """What a scenario changes for states, and in which share of the draws it is more."""
    kept: dict[str, Entry] = {}
    for state in states:
        for outcome in (*RELATIVE, *POINTS):
            found = difference(first, run, outcome, state)
            kept[f"change/{name}/{state}/{outcome}"] = three(found)
            if outcome == "civil":
                kept[f"less/{name}/{state}"] = rounded(float((found < 0).mean()))
    return kept


def unknown(runs: Mapping[str, Ensemble]) -> dict[str, Entry]:
    """What no data decide: a result in the lowest and the highest third of its range."""
    kept: dict[str, Entry] = {}
    for parameter, (name, outcome) in UNKNOWN.items():
        run = runs[name]
        column = run.cases[:, [row.name for row in run.dimensions].index(parameter)]
        low, high = np.percentile(column, [100 / 3, 200 / 3])
        year = 2040 if outcome in ("priority", "threat") else 2050
        for state in STATES:
            values = run.run.paths(outcome, state)[:, run.run.years.index(year)]
            for third, inside in (("low", column <= low), ("high", column >= high)):
                kept[f"third/{parameter}/{state}/{third}"] = three(values[inside])
    return kept


def shares(runs: Mapping[str, Ensemble]) -> dict[str, Entry]:
    """Total shares of variance of what the page asks about, of each thing drawn, and the name of the largest."""
    kept: dict[str, Entry] = {}
    asked: dict[str, Callable[[], tuple[Ensemble, Array]]] = {
        "income": lambda: _last(runs["china-brief"], "income_a_head", "CHN"),
        "income-usa": lambda: _last(runs["us-brief"], "income_a_head", "USA"),
        "brief": lambda: _last(runs["china-brief"], "cost", "CHN"),
        "brief-usa": lambda: _last(runs["us-brief"], "cost", "USA"),
        "decoupling": lambda: _last(runs["decoupling"], "cost", "CHN"),
        "decoupling-usa": lambda: _last(runs["decoupling"], "cost", "USA"),
    }
    for question, ask in asked.items():
        run, values = ask()
        found = given.of_sample(run.cases, values)
        order = np.argsort(-found.total, kind="stable")
        kept[f"explained/{question}"] = rounded(float(found.explained or 0.0))
        for place, at in enumerate(order[:3].tolist(), 1):
            ends = found.total_range[:, at]
            kept[f"share/{question}/{place}"] = [
                rounded(float(item)) for item in (found.total[at], min(ends[0], found.total[at]), ends[1])
            ]
            kept[f"share/{question}/{place}/what"] = title(run.dimensions[at])
        growth = [at for at, row in enumerate(run.dimensions) if row.name.startswith("growth_")]
        kept[f"share/{question}/growth"] = rounded(float(found.first[growth].sum()))
    return kept


def _last(run: Ensemble, outcome: str, state: str) -> tuple[Ensemble, Array]:
    return run, run.run.paths(outcome, state)[:, -1]


PLACES = {"china": "China", "usa": "the United States", "others": "all others"}


def title(dimension: Dimension) -> str:
    """What was drawn, in a few words: growth by whose, a parameter by its symbol and name, a lever by its name."""
    if dimension.name.startswith("growth_"):
        return f"growth of {PLACES[dimension.name.removeprefix('growth_')]}"
    if dimension.name in parameters():
        return f"{parameters()[dimension.name].symbol} (`{dimension.name}`)"
    return f"lever `{dimension.name}`"


#: Goals whose boxes the page asks for: scenario → milestones.
ASKED = {
    "drift": ("chn-income-a-head-2035-since-2020", "chn-gdp-2050-market", "chn-reliance-2035"),
    "china-brief": ("chn-income-a-head-2035-since-2020", "chn-technology-2049-usa", "chn-burden-2035"),
    "us-brief": ("usa-reliance-2035",),
}


def conditions(runs: Mapping[str, Ensemble]) -> dict[str, Entry]:
    """Where goals are met, as boxes in words, measured on draws that they were not made from."""
    kept: dict[str, Entry] = {}
    for name, wanted in ASKED.items():
        for goal in runs[name].scenario.milestones:
            if goal.id in wanted:
                met = runs[name].reached(goal)[1]
                side, interest = ("missed", ~met) if met.mean() >= 0.5 else ("met", met)
                kept[f"box/{name}/{goal.id}"] = words(runs[name], side, interest)
    for name, state in (("china-brief", "CHN"), ("us-brief", "USA"), ("decoupling", "CHN"), ("decoupling", "USA")):
        cost = runs[name].run.paths("cost", state)[:, -1]
        limit = float(np.percentile(cost, 75.0))
        kept[f"dear/{name}/{state}"] = rounded(limit)
        kept[f"box/{name}/dear-{state}"] = words(runs[name], "dearer", cost > limit)
    return kept


def words(run: Ensemble, side: str, interest: NDArray[np.bool_]) -> str:
    """A box in words; or that no few limits say more than chance."""
    found = boxes.where(run.cases, interest)
    if found is None:
        return f"{side} in no box of few limits that says more than chance"
    by_dimension: dict[int, list[boxes.Limit]] = {}
    for limit in found.limits:
        by_dimension.setdefault(limit.dimension, []).append(limit)
    parts = [_limits(run.dimensions[at], each) for at, each in by_dimension.items()]
    return (
        f"{side} in {found.density:.0%} of the draws where {' and '.join(parts)}; these hold {found.coverage:.0%} "
        f"of all in which it is {side}"
    ).replace("%", " %")


def _limits(dimension: Dimension, limits: list[boxes.Limit]) -> str:
    scale, unit = _unit(dimension)
    ends = {limit.upper: f"{scale * limit.value:.2g}".replace("-", "\u2212") for limit in limits}
    name = title(dimension)
    if dimension.name.startswith("growth_"):
        name += " beyond the projection"
    if len(ends) == 2:
        return f"{name} lies between {ends[False]} and {ends[True]}{unit}"
    return f"{name} is {'below' if True in ends else 'above'} {next(iter(ends.values()))}{unit}"


def _unit(dimension: Dimension) -> tuple[float, str]:
    if dimension.name.startswith("growth_"):
        return 100.0, " points a year"
    if dimension.unit.startswith("share of GDP"):
        return 100.0, " per cent of GDP"
    return 1.0, " log points" if dimension.unit.startswith("log points") else ""


def apart(runs: Mapping[str, Ensemble]) -> dict[str, Entry]:
    """What five strategies cost one by one against together; who loses more by a parting."""
    china, usa = (runs["decoupling"].run.paths("cost", state)[:, -1] for state in STATES)
    kept: dict[str, Entry] = {"parting": rounded(float((china > usa).mean()))}
    first = runs["drift"]
    for state, brief in BRIEFS.items():
        whole = np.median(difference(first, runs[brief], "civil", state))
        each = [
            float(np.median(difference(first, runs[alone(state, strategy)], "civil", state))) for strategy in STRATEGIES
        ]
        kept[f"sum/{state}"] = rounded(sum(each) / float(whole))
        kept[f"dearest/{state}"] = list(STRATEGIES.values())[int(np.argmin(each))].lower()
    return kept


def reduced(name: str, run: Ensemble) -> dict[str, Entry]:
    """Medians of the first few draws, which a run of as many draws gives again."""
    few = run.run.draws["draw"].to_numpy() < FEW
    return {
        f"few/{name}/{state}/{outcome}": rounded(float(np.median(run.run.paths(outcome, state)[few, -1])))
        for state in STATES
        for outcome in COMPARED
    }
