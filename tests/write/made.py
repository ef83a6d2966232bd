"""Made-up figures and a chart of each form, for the tests of writers."""

from __future__ import annotations

import math
from typing import Any

from technostate.evidence.figure import Figure, Range
from technostate.evidence.origin import Origin
from technostate.write import Chart, Group, Items, Local, Name, Prose, Section, Table, View
from technostate.write.blocks import Block, Fold, Side
from technostate.write.forms import (
    Bar,
    Bars,
    Cases,
    Dumbbell,
    Event,
    Line,
    Lines,
    Matrix,
    Multiples,
    Pair,
    Ranges,
    Span,
    Tiles,
    Trail,
    Trails,
    Zone,
)
from technostate.write.tables import Column

ORIGIN = Origin(
    "Example Office", "Yearbook", "Example Office (2022). Yearbook.", "2022", "CC BY 4.0", "https://example.org"
)
MODEL = Origin("Example Model", "Runs", "Example Model (2024). Runs.", "2024", "CC BY 4.0")
NINE = ("CHN", "USA", "EU", "JPN", "KOR", "TWN", "IND", "RUS", "GBR")


def share(value: float | None, region: str = "", low: float | None = None, high: float | None = None) -> Figure:
    span = None if low is None or high is None else Range(low, high, "lowest to highest of 4")
    return Figure(value, "1", "derived", ORIGIN, region, 2022, span)


def change(value: float | None, low: float | None = None, high: float | None = None, region: str = "") -> Figure:
    span = None
    if low is not None and high is not None:
        span = Range(low, high, "p10 to p90 of 81 cases", open=low < 0 < high)
    return Figure(value, "% change", "modelled", MODEL, region, 2022, span)


def bars() -> Bars:
    shares = zip(
        (*NINE, "VNM"), (0.0074, 0.0065, 0.0064, 0.006, 0.0048, 0.004, 0.004, 0.0037, 0.0028, 0.0027), strict=True
    )
    return Bars(tuple(Bar(Name(code), share(value, code), code) for code, value in shares), "Made in")


def dumbbell() -> Dumbbell:
    names = (
        "Textiles, clothing",
        "Electrical equipment",
        "Computers, electronics",
        "Coal",
        "Agriculture, hunting, forestry",
    )
    rows = tuple(
        Pair(name, share(0.005 * (at + 1)), None if at == 3 else share(0.05 - 0.006 * at))
        for at, name in enumerate(names)
    )
    return Dumbbell(
        (*rows, Pair("Fishing", None, None)),
        ("China on the United States", "United States on China"),
        ("CHN", "USA"),
        "Buyer’s sector",
    )


def ranges() -> Ranges:
    rows: list[Span | Group] = [Group("After a year")]
    rows += [Span(Name("CHN"), change(-1.21, -5.7, 0.68), "CHN"), Span(Name("USA"), change(-2.89, -12.04, -0.9), "USA")]
    rows += [Group("After a decade"), Span(Name("CHN"), change(-0.5, -0.6, -0.4), "CHN")]
    rows += [Span(Name("VNM"), change(0.5, -0.2, 0.9), "VNM"), Span("no middle", change(None, -3.0, -1.0))]
    return Ranges(tuple(rows), "Horizon and state")


def odds() -> Ranges:
    rows = (
        Span("Strategic goods, from the other", share(0.09, "CHN", 0.05, 0.31), "CHN"),
        Span("Strategic goods, from everyone", share(0.4, "CHN", 0.2, 3.0), "CHN"),
        Span("All goods", share(None, "USA", 1.5, 9.0), "USA"),
    )
    return Ranges(rows, "Insured", log=True, zone=Zone(1.0, "never pays"))


def beyond() -> Ranges:
    days = Figure(40.0, "days", "modelled", MODEL, range=Range(12.0, math.inf, "32 cases"))
    return Ranges((Span("first day below nine tenths", days, "CHN"),), "What")


def cases() -> Cases:
    made = tuple(-1.2 + 0.11 * ((at * 37) % 81 - 40) for at in range(80))
    return Cases(
        (
            Span(Name("CHN"), change(-1.21, -4.7, 2.3), "CHN", (*made, -26.0)),
            Span(Name("USA"), change(-2.9, -12.0, -0.9), "USA", tuple(2 * case - 3 for case in made)),
        )
    )


def lines() -> Lines:
    def wave(base: float, turn: int) -> dict[int, Figure]:
        return {year: share(base + 0.04 * math.sin((year + turn) / 3)) for year in range(1995, 2012)}

    series = tuple(
        Line(Name(code), wave(0.1 + 0.02 * at, at), {2022: share(0.08 + 0.03 * at)}, code)
        for at, code in enumerate(("CHN", "USA", "IND", "JPN"))
    )
    return Lines(series)


def bands() -> Lines:
    points = {day: change(-0.2 * day, -0.3 * day - 0.1, -0.1 * day + (0.4 if day < 3 else -0.01)) for day in range(13)}
    other = {day: change(-0.1 * day, -0.12 * day, -0.08 * day) for day in range(10)}
    return Lines(
        (Line(Name("CHN"), points, region="CHN"), Line("Rest of the world, all other economies together", other)),
        "week",
        events=(Event(2, "stocks run out"), Event(8, "other suppliers deliver")),
    )


def stretches() -> Lines:
    weeks = {week: change(-0.2 * week, -0.3 * week - 0.1, -0.1 * week) for week in range(1, 14)}
    years = {year: change(-2.0 / year, -2.4 / year, -1.5 / year) for year in range(1, 11)}
    lines = [tuple(Line(Name(code), points, region=code) for code in ("CHN", "USA")) for points in (weeks, years)]
    return Lines(lines[1], "year", head="years: income", before=Lines(lines[0], "week", head="weeks: output"))


def counts() -> Lines:
    points = {}
    for year in range(2000, 2026):
        hits = year % 4
        exact = Range(0.1 * hits, hits + 2.5, "exact 95 %")
        points[year] = Figure(float(hits), "per 10,000", "derived", ORIGIN, "CHN", year, exact)
    return Lines((Line(Local("国家安全", "zh"), points, region="CHN"),), joined=False)


def steps() -> Lines:
    made = {at: change(value, value - 1, value + 0.5) for at, value in enumerate((-0.2, -1.2, -0.5))}
    return Lines(
        (Line(Name("CHN"), made, region="CHN"),), "horizon", ("First 91 days", "After a year", "After a decade")
    )


def multiples() -> Multiples:
    panels = []
    for at, title in enumerate(("Fusion all but gone", "Supply chains enter", "Self-reliance follows")):
        points = {year: share(0.01 * ((year * (at + 2)) % 7)) for year in range(2012, 2027)}
        panels.append((title, Lines((Line(Name("CHN"), points, region="CHN"),), events=(Event(2018, "denial order"),))))
    return Multiples(tuple(panels))


def matrix(size: int = 9) -> Matrix:
    codes = (*NINE, "VNM", "AUS", "BRA", "MEX", "CAN", "ZAF", "TUR")[:size]
    cells = {
        (row, to): share(0.003 * (1 + (row * 7 + to * 5) % 19))
        for row in range(size)
        for to in range(size)
        if row != to and (row + 2 * to) % 11
    }
    return Matrix(tuple(map(Name, codes)), tuple(map(Name, codes)), cells, "Buyer")


def tiles(codes: tuple[str, ...] = ()) -> Tiles:
    from technostate.write.charts.tiles import layout

    used = codes or tuple(sorted(set(layout()) - {"CHN", "USA"}))[::2]
    made = tuple(
        Figure(((at * 29) % 41 - 12) / 2, "pp change", "derived", ORIGIN, code, 2022) for at, code in enumerate(used)
    )
    return Tiles(made, ("CHN", "USA"))


def trails() -> Trails:
    def way(start: float, growth: float, share: float) -> dict[int, tuple[Figure, Figure]]:
        return {
            year: (
                Figure(start * growth ** (year - 1990), "ppp2017 per head", "measured", ORIGIN),
                Figure(share + 0.4 * math.sin(year / 4), "% of GDP", "measured", ORIGIN),
            )
            for year in range(1990, 2023)
        }

    given = (
        ("CHN", 1500, 1.075, 1.8),
        ("USA", 38000, 1.014, 3.9),
        ("IND", 1700, 1.045, 2.8),
        ("JPN", 30000, 1.007, 1.0),
        ("VNM", 1400, 1.06, 2.4),
    )
    made = tuple(Trail(Name(code), way(a, b, c), code) for code, a, b, c in given)
    return Trails(made, "Real GDP a head", "Military spending")


FORMS: dict[str, Any] = {
    "bars": bars, "dumbbell": dumbbell, "ranges": ranges, "odds": odds, "beyond": beyond, "cases": cases,
    "lines": lines, "bands": bands, "stretches": stretches, "counts": counts, "steps": steps,
    "multiples": multiples, "matrix": matrix,
    "tiles": tiles, "trails": trails,
}  # fmt: skip


def chart(name: str) -> Chart:
    return Chart(f"A chart of {name}", FORMS[name](), "Measure, unit, place and year", "What matters most.")


def view(*names: str) -> View[Any]:
    """Return an answer with charts and every other kind of block."""
    warn = Items(("Sign open for China after a year.", ("No figure for ", Name("TWN"), ".")), "Beware", warn=True)
    wide = Table(
        "Where both stand",
        (
            Column("Indicator"),
            Column("China", ages_to=2026),
            Column("United States", ages_to=2026),
            Column("Note", words=True),
        ),
        (
            Group("Spending"),
            (
                "Military spending",
                share(0.017, "CHN"),
                share(0.034, "USA"),
                "Estimated by the producer from open budgets.",
            ),
            ("Research and development", share(0.026, "CHN"), share(0.036, "USA", 0.03, 0.04), "As published."),
        ),
    )
    blocks: tuple[Block, ...] = (
        warn,
        Prose(("One sentence with a figure: ", share(0.094), " of inputs.")),
        *(chart(name) for name in names),
        Section("Tables", (wide, Side((chart("bars"), chart("odds"))), Fold("More", (Prose("Folded."),)))),
    )
    return View(
        "Made up: every form of chart",
        {"n": 1},
        blocks,
        (),
        "technostate made up",
        "What the writers do with figures that nobody published.",
    )
