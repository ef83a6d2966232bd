"""The figures of the study, drawn from the results alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from benchmarks.pages import Results
from benchmarks.study.prices import LEVERS, SHOCKS
from benchmarks.study.runs import BRIEFS, STRATEGIES, alone
from technostate.evidence import Figure
from technostate.evidence.figure import Range
from technostate.evidence.origin import Origin, derived_from
from technostate.write.blocks import Chart
from technostate.write.charts.standalone import standalone
from technostate.write.forms import Ranges, Span, Zone
from technostate.write.tables import Group

#: Date on the figures; set by hand when they change.
MADE = dt.date(2026, 12, 1)
COMMAND = "python -m benchmarks study"
PLACES = {"CHN": "China", "USA": "United States"}


def pictures(results: Results) -> dict[str, str]:
    """File name → SVG."""
    from technostate import world

    source = world.load("icio-2022").origin
    paths = derived_from("Paths to 2050", source, note=f"{results['draws']} draws, seed 1")
    priced = derived_from("The price of security", source)
    charts = {
        "study-strategies.svg": strategies(results, paths),
        "study-worlds.svg": worlds(results, paths),
        "study-prices.svg": prices(results, priced),
    }
    return {name: standalone(chart, made=MADE, command=COMMAND) for name, chart in charts.items()}


def figure(
    entry: object, unit: str, origin: Origin, region: str, year: int | None, factor: float = 1.0
) -> Figure | None:
    """A figure with its range from an entry; None where it is endless."""
    assert isinstance(entry, Sequence)
    middle, low, high = entry
    if middle is None:
        return None
    top = math.inf if high is None else high
    over = Range(factor * low, factor * top, "p10 to p90", low < 0 < top)
    return Figure(factor * middle, unit, "modelled", origin, region, year, over)


def spans(rows: Sequence[tuple[str, Figure | None, str]]) -> list[Span]:
    """Rows of a chart, without those that have no figure."""
    return [Span(words, found, region) for words, found, region in rows if found is not None]


def strategies(results: Results, origin: Origin) -> Chart:
    """What each strategy alone does to the civil absorption of the state that follows it."""
    rows: list[Span | Group] = []
    for state, brief in BRIEFS.items():
        runs = {words: alone(state, name) for name, words in STRATEGIES.items()} | {"All five": brief}
        rows += [Group(PLACES[state]), *spans([
            (words, figure(results[f"change/{run}/{state}/civil"], "% change", origin, state, 2050, 100.0), state)
            for words, run in runs.items()
        ])]  # fmt: skip
    return Chart(
        "What each strategy costs the state that follows it",
        Ranges(tuple(rows)),
        "Real civil absorption in 2050 against the same draw without levers; median and p10 to p90",
    )


def worlds(results: Results, origin: Origin) -> Chart:
    """What politics and levers cost each state, world by world."""
    names = {
        "drift": "Nobody moves a lever", "china-brief": "China's strategies",
        "us-brief": "The United States' strategies",
        "both-briefs": "Both", "detente": "Détente", "de-risking": "De-risking", "decoupling": "Decoupling",
        "fortress": "Fortress",
    }  # fmt: skip
    rows: list[Span | Group] = []
    for state, place in PLACES.items():
        rows += [Group(place), *spans([
            (words, figure(results[f"cost/{name}/{state}/2050"], "%", origin, state, 2050, 100.0), state)
            for name, words in names.items()
        ])]  # fmt: skip
    return Chart(
        "What it costs depends on the world it is done in",
        Ranges(tuple(rows)),
        "Civil absorption in 2050 below that of a path without politics and levers; median and p10 to p90",
    )


def prices(results: Results, origin: Origin) -> Chart:
    """Break-even probabilities against two events."""
    rows: list[Span | Group] = []
    for shock in ("stop", "cut"):
        rows.append(Group(f"If {SHOCKS[shock]}"))
        for (lever, target), words in LEVERS.items():
            rows += spans([
                (f"{PLACES[state]}: {words}",
                 figure(results[f"break-even/{state}/{lever}/{target}/{shock}"], "ratio", origin, state, None), state)
                for state in PLACES
            ])  # fmt: skip
    return Chart(
        "How likely an event must be, a year, for a lever to pay",
        Ranges(tuple(rows), log=True, zone=Zone(1.0, "never pays")),
        "Median and p10 to p90 over forms of the wedge, rules on rents and draws; above 1 it never pays",
    )
