"""The tables of the page."""

from __future__ import annotations

from collections.abc import Callable

from benchmarks.pages import Results, table, told
from benchmarks.study.found import UNKNOWN
from benchmarks.study.prices import LEVERS, SHOCKS
from benchmarks.study.runs import BRIEFS, SCENARIOS, STRATEGIES, alone
from technostate.dynamics import parameters
from technostate.futures import scenarios

#: Goals of the table, in short words.
GOALS = {
    "chn-income-a-head-2035-since-2020": "China: income a head twice that of 2020 by 2035 (official goal)",
    "chn-income-a-head-2035-since-2022": "the same, twice that of 2022",
    "chn-gdp-2035-market": "China: GDP above the United States', 2035, market rates",
    "chn-gdp-2035-ppp": "the same, purchasing power parities",
    "chn-gdp-2050-market": "2050, market rates",
    "chn-gdp-2050-ppp": "2050, purchasing power parities",
    "chn-technology-2035-frontier": "China: technology at nine tenths of the frontier, 2035",
    "chn-technology-2049-usa": "China: technology above the United States', 2049",
    "chn-technology-2049-frontier": "the same, the highest of ten large economies",
    "chn-reliance-2035": "China: reliance on strategic goods from abroad down by a fifth, 2035",
    "usa-reliance-2035": "United States: the same",
    "chn-burden-2035": "China: military burden below 2.5 % of GDP, 2035",
    "usa-burden-2035": "United States: 3.5 % of GDP for defence, 2035 (goal of the alliance)",
    "chn-cost-2050": "China: security costs at most one per cent, 2050",
    "usa-cost-2050": "United States: the same",
}
#: What a strategy changes, with the form of its figures.
BOUGHT = {
    "civil": ("civil absorption, %", "%range+.1"),
    "technology": ("technology, %", "%range+.1"),
    "forces": ("forces, %", "%range+.0"),
    "reliance": ("reliance, points", "%range+.1"),
    "burden": ("burden, points", "%range+.2"),
}
SHORT = {
    "drift": "drift", "china-brief": "China's", "us-brief": "United States'", "both-briefs": "both",
    "detente": "détente",
    "de-risking": "de-risking", "decoupling": "decoupling", "fortress": "fortress",
}  # fmt: skip


def goals(results: Results) -> str:
    """Share of draws that meet each goal, scenario by scenario, in per cent."""
    rows = [
        [words, *(told(results[f"odds/{name}/{goal}"], "%.0") for name in SCENARIOS)] for goal, words in GOALS.items()
    ]
    return table(["Goal", *(SHORT[name] for name in SCENARIOS)], rows)


def strategies(state: str) -> Callable[[Results], str]:
    """What each strategy of a state changes for it in 2050, alone and all together."""

    def made(results: Results) -> str:
        runs = {words: alone(state, name) for name, words in STRATEGIES.items()} | {"all five": BRIEFS[state]}
        rows = [
            [words, *(told(results[f"change/{run}/{state}/{outcome}"], form) for outcome, (_, form) in BOUGHT.items())]
            for words, run in runs.items()
        ]  # fmt: skip
        return table(["Strategy", *(head for head, _ in BOUGHT.values())], rows)

    return made


def worlds(results: Results) -> str:
    """What the others' doing costs both states, and three more."""
    places = {"CHN": "China", "USA": "United States", "EU": "European Union", "JPN": "Japan", "IND": "India"}
    rows = [
        [scenarios.load(name).title if name != "both-briefs" else "Both states follow their five strategies",
         *(told(results[f"cost/{name}/{state}/2050"], "%range.1") for state in places)]
        for name in SCENARIOS
    ]  # fmt: skip
    return table(["Scenario", *places.values()], rows)


def unknown(results: Results) -> str:
    """A result where a parameter that no data decide is low and where it is high."""
    rows = []
    asked = {
        "cost": "cost 2050, %",
        "priority": "priority 2040, log points",
        "threat": "threat perceived 2040, log points",
    }
    for parameter, (name, outcome) in UNKNOWN.items():
        form = "%range.2" if outcome == "cost" else "range.3"
        row = parameters()[parameter]
        for state, place in (("CHN", "China"), ("USA", "United States")):
            cells = [told(results[f"third/{parameter}/{state}/{third}"], form) for third in ("low", "high")]
            rows.append([f"{row.symbol} (`{parameter}`)", f"{name}, {place}: {asked[outcome]}", *cells])
    lines = table(["Not known", "Result", "lowest third", "highest third"], rows).splitlines()
    return "\n".join([lines[0], "| --- | --- | ---: | ---: |", *lines[2:]])


def deciding(results: Results) -> str:
    """The things drawn that decide most, question by question."""
    questions = {
        "income": "China's income a head, 2050, its five strategies",
        "income-usa": "the United States', theirs",
        "brief": "what China's strategies cost it, 2050",
        "brief-usa": "what the United States' cost them",
        "decoupling": "what decoupling costs China, 2050",
        "decoupling-usa": "what it costs the United States",
    }
    rows = [
        [words, *(f"{results[f'share/{key}/{place}/what']}: {told(results[f'share/{key}/{place}'], '%.0')} %"
                  for place in (1, 2, 3))]
        for key, words in questions.items()
    ]  # fmt: skip
    lines = table(["Question", "first", "second", "third"], rows).splitlines()
    return "\n".join([lines[0], "| --- | --- | --- | --- |", *lines[2:]])


def prices(results: Results) -> str:
    """Break-even probability a year, lever by shock, both states."""
    rows = [
        [words, what, *(told(results[f"break-even/{state}/{lever}/{target}/{shock}"], "range.2") for state in BRIEFS)]
        for (lever, target), words in LEVERS.items()
        for shock, what in SHOCKS.items()
    ]
    lines = table(["Lever", "Event", "China", "United States"], rows).splitlines()
    return "\n".join([lines[0], "| --- | --- | ---: | ---: |", *lines[2:]])


def later(results: Results) -> str:
    """Break-even probability a year against two events, today and on snapshots of paths."""
    rows = [
        [words, what, *(told(results[f"{when}break-even/{state}/{lever}/{target}/{shock}"], "range.2")
                        for state in BRIEFS for when in ("", "later/"))]
        for (lever, target), words in LEVERS.items()
        for shock, what in SHOCKS.items()
        if shock in ("stop", "cut")
    ]  # fmt: skip
    heads = ["Lever", "Event", "China, 2022", "China, 2035", "United States, 2022", "United States, 2035"]
    lines = table(heads, rows).splitlines()
    return "\n".join([lines[0], "| --- | --- | ---: | ---: | ---: | ---: |", *lines[2:]])


TABLES: dict[str, Callable[[Results], str]] = {
    "goals": goals,
    "strategies-CHN": strategies("CHN"),
    "strategies-USA": strategies("USA"),
    "worlds": worlds,
    "unknown": unknown,
    "deciding": deciding,
    "prices": prices,
    "later": later,
}
