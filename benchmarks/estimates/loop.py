"""The political loop: spending on others' spending, distance and growth, restrictions on distance; and persistence."""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from benchmarks.estimates.burden import LARGEST_GDP, military
from benchmarks.estimates.panel import Array, Panel
from benchmarks.estimates.regression import fit
from benchmarks.estimates.result import Estimate, Section, judged, shown
from technostate.evidence import catalogue

METHOD = (
    "Each link of the loop by itself, with state and year effects and errors clustered by state unless said. Arms: the "
    "change of the log burden on the change, the year before, of the log of what others spend weighted by their "
    "distance in votes of the UN General Assembly, and on the count of strategic rivals. Distance: on the change and "
    "the level of the distance to the United States and to China. Growth: the change of the count of rivals on growth "
    "the year before. Restrictions: trade sanctions in force on the distance to the United States, within states and "
    "across them. Persistence of distance: its regression on the year before over pairs of the states of the burden, "
    "pair and year effects, errors by pair; even a long panel understates it a little. Priority: the log of security "
    "beside development in official language, its persistence and, around the mean of 15 years, the return from above "
    "and below (White's errors)."
)


def weighted_spending(panel: Panel) -> Array:
    """Log of what others spend, each weighted by the distance of its ideal point, by row."""
    spending = panel["burden"] * panel["gdp"]
    out = np.full(len(panel), np.nan)
    for year in np.unique(panel.year):
        rows = np.flatnonzero(panel.year == year)
        rows = rows[np.isfinite(spending[rows]) & np.isfinite(panel["ideal"][rows])]
        if rows.size > 1:
            ideal = panel["ideal"][rows]
            out[rows] = np.log(np.abs(ideal[:, None] - ideal[None]) @ spending[rows])
    return out


def distance(panel: Panel, ideal: Array, other: str) -> Array:
    """Distance of ideal points to one state's, by row; missing for that state itself."""
    path = catalogue.load("unga/ideal-points/all").path(other)
    away = np.abs(ideal - np.array([path.get(year, np.nan) for year in panel.year.tolist()]))
    return np.where(panel.region == other, np.nan, away)


def arms(panel: Panel) -> list[Estimate]:
    """The burden's change on others' spending, rivals and distance."""
    threat = panel.change(weighted_spending(panel))
    columns = {
        "threat": panel.at(threat, -1), "rivals": panel["rivals"], "growth": panel["dly"], "before": panel["Llb"],
    }  # fmt: skip
    one = fit(panel["dlb"], columns, effects=[panel.region, panel.year], clusters=panel.region)
    found = [
        judged("loop/arms", "burden on others' spending by distance", one.of("threat"), one.size, expected=1),
        judged("loop/rivals", "burden on the count of rivals", one.of("rivals"), one.size, expected=1),
    ]
    for other, words in (("USA", "the United States"), ("CHN", "China")):
        away = distance(panel, panel["ideal"], other)
        columns = {
            "moved": panel.change(away), "level": panel.at(away, -1), "growth": panel["dly"], "before": panel["Llb"],
        }  # fmt: skip
        one = fit(panel["dlb"], columns, effects=[panel.region, panel.year], clusters=panel.region)
        for name, told in (("moved", "change of distance"), ("level", "distance")):
            key, words_ = f"loop/distance-{name}-{other}", f"burden on {told} to {words}"
            found.append(judged(key, words_, one.of(name), one.size, expected=0))
    return found


def growth_and_rivals() -> Estimate:
    """The change of the count of rivals on growth the year before."""
    panel = Panel.of(rivals="cow/rivalries/strategic", gdp="gapminder/sg/total_gdp_us_inflation_adjusted")
    growth = panel.at(panel.change(np.log(panel["gdp"])), -1)
    growth = np.where(np.abs(growth) > LARGEST_GDP, np.nan, growth)
    change = panel.change(panel["rivals"])
    one = fit(change, {"growth": growth}, effects=[panel.region, panel.year], clusters=panel.region)
    told = "change of the count of rivals on growth the year before"
    return judged("loop/growth", told, one.of("growth"), one.size, expected=-1)


def restrictions() -> list[Estimate]:
    """Trade sanctions in force on distance, within states and across them."""
    panel = Panel.of(
        against="gsdb/v3/against-trade",
        ideal="unga/ideal-points/all",
        gdp="gapminder/sg/total_gdp_us_inflation_adjusted",
    )
    away = distance(panel, panel["ideal"], "USA")
    columns = {"distance": away, "size": np.log(panel["gdp"])}
    inside = fit(panel["against"], columns, effects=[panel.region, panel.year], clusters=panel.region)
    across = fit(panel["against"], columns, effects=[panel.year], clusters=panel.region)
    told = "trade sanctions in force on distance to the United States"
    return [
        judged("loop/restrictions-within", f"{told}, within states", inside.of("distance"), inside.size, expected=1),
        judged("loop/restrictions-across", f"{told}, across states", across.of("distance"), across.size, expected=1),
    ]


def pairs(regions: NDArray[np.str_]) -> Panel:
    """Distances of all pairs of the states, a row a pair and year."""
    series = catalogue.load("unga/ideal-points/all")
    held = [region for region in np.unique(regions).tolist() if region in series.values]
    keys = [
        (f"{a}-{b}", year, abs(series.values[a][year] - series.values[b][year]))
        for at, a in enumerate(held)
        for b in held[at + 1 :]
        for year in series.path(a)
        if year in series.values[b]
    ]
    names, years, away = zip(*keys, strict=True)
    return Panel({"away": np.array(away)}, np.array(names), np.array(years))


def persistence(panel: Panel) -> list[Estimate]:
    """How much of a distance is left a year later, from each pair's own mean and without pair effects."""
    before = panel.at(panel["away"], -1)
    found = []
    for key, words, effects in (
        ("own", "around each pair's mean", [panel.region, panel.year]),
        ("pooled", "around the mean of the year", [panel.year]),
    ):
        one = fit(panel["away"], {"before": before}, effects=effects, clusters=panel.region)
        told = f"distance of a pair on the year before, {words}"
        found.append(judged(f"loop/persistence-{key}", told, one.of("before"), one.size, expected=1))
    return found


def words_of(state: str, collection: str, reading: Literal["all", "strategic"]) -> list[Estimate]:
    """Persistence of priority in a state's official language, and its return from above and below."""
    from technostate.strategies.salience import priority

    values = priority(state, collection, reading=reading).values
    panel = Panel(
        {"log": np.log(np.array([values[year] for year in sorted(values)]) + 0.02)},
        np.full(len(values), state),
        np.array(sorted(values)),
    )
    before, change = panel.at(panel["log"], -1), panel.change(panel["log"])
    around = np.array(
        [
            np.mean(panel["log"][np.abs(panel.year - year) <= 7])
            if (np.abs(panel.year - year) <= 7).sum() >= 7
            else np.nan
            for year in panel.year
        ]
    )
    gap = before - panel.at(around, -1)
    key, told = f"{state}-{collection}-{reading}", f"priority in words, {state} {collection}, {reading} uses"
    lasting = fit(panel["log"], {"before": before})
    sides = fit(change, {"above": np.where(gap > 0, gap, gap * 0), "below": np.where(gap < 0, gap, gap * 0)})
    return [
        judged(f"loop/words-lasting-{key}", f"{told}: persistence", lasting.of("before"), lasting.size, expected=1),
        judged(
            f"loop/words-ratchet-{key}", f"{told}: φ↑ − φ↓", sides.difference("above", "below"), sides.size, expected=1
        ),
    ]


def joint(estimates: list[Estimate]) -> Estimate:
    """How many of the links that were looked for with a sign are told apart in that direction."""
    told = sum(one.reading == "estimate" for one in estimates)
    return shown("loop/links-told-apart", f"links told apart as looked for, of {len(estimates)}", told, None, (0, 0))


def section() -> Section:
    """All links, how many are told apart, and persistence."""
    panel = military()
    links = [*arms(panel), growth_and_rivals(), *restrictions()]
    looked_for = [one for one in links if "/distance-" not in one.key]
    found = [*links, joint(looked_for), *persistence(pairs(panel.region))]
    found += words_of("CHN", "gwr", "strategic") + words_of("CHN", "gwr", "all") + words_of("USA", "sotu", "all")
    return Section("The political loop", METHOD, tuple(found))
