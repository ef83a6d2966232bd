"""Five dated, sourced sentences that a reader may quote, chosen by the same rules for every state.

Rules stand in a fixed order of preference; each gives a sentence, or says why it cannot. The first five sentences
are the findings. A sentence states figures, years and a source, and no cause.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from technostate import notation
from technostate.report.subjects import Subjects, the

Record = dict[str, Any]

#: How many findings a report opens with.
WANTED = 5


class CannotSayError(Exception):
    """A rule lacks a figure; the message says which."""


@dataclass(frozen=True)
class Ground:
    """What rules draw on: the parts of the assessment made so far."""

    who: Subjects
    wheels: Record
    strategies: list[Record]
    exposure: Record

    def reliance(self, buyer: str, supplier: str | None) -> Record:
        """Return the reliance path of a buyer on a supplier (None: all); raises `CannotSayError` without figures."""
        for record in self.exposure.get("reliance", ()):
            if record["buyer"] == buyer and record["supplier"] == supplier and record["values"]:
                return dict(record)
        on = f" on {the(supplier)}" if supplier else ""
        raise CannotSayError(f"no input–output table tells the reliance of {the(buyer)}{on} for 1995–2011")

    def indicator(self, key: str) -> Record:
        """Return an indicator's record; raises `CannotSayError` if the dictionary lacks it."""
        for part in self.strategies:
            for record in part["indicators"]:
                if record["id"] == key:
                    return dict(record)
        raise CannotSayError(f"the dictionary has no indicator {key}")


def findings(
    who: Subjects, wheels: Record, strategies: list[Record], exposure: Record
) -> tuple[list[Record], list[Record]]:
    """Return at most five findings, and for each rule that was tried and could not speak, why.

    Parameters
    ----------
    who : Subjects
    wheels, exposure : dict
    strategies : list of dict
        Parts of the assessment.
    """
    ground = Ground(who, wheels, strategies, exposure)
    found: list[Record] = []
    missing: list[Record] = []
    for key, rule in RULES.items():
        if len(found) == WANTED:
            break
        try:
            found.append({"key": key, **rule(ground)})
        except CannotSayError as reason:
            missing.append({"key": key, "why": str(reason)})
    return found, missing if len(found) < WANTED else []


def two_wheels(ground: Ground) -> Record:
    """Say how real GDP per head and the share of military spending moved between the first and the last year."""
    state = ground.who.state
    path = ground.wheels["paths"].get(state, {})
    if len(path) < 2:
        raise CannotSayError(f"no two years have both military spending and GDP per head for {the(state)}")
    first, last = min(path, key=int), max(path, key=int)
    start, end = path[first], path[last]
    security, development = ground.wheels["security"], ground.wheels["development"]
    words = _dollars(development["unit"])
    times = end["development"] / start["development"]
    grew = f"{notation.plain(times, 1)} times its level of {first}" if times >= 1.05 else _moved(times - 1, first)
    text = (
        f"In {last} {_possessive(state)} real GDP per head was {notation.plain(end['development'], 0)} {words}, "
        f"{grew}; "
        f"military spending was {notation.plain(end['security'], 1)} % of GDP, after "
        f"{notation.plain(start['security'], 1)} % in {first}."
    )
    other = ground.wheels["paths"].get(ground.who.against, {}).get(last)
    figures = [
        _figure("military spending", state, end["security"], security["unit"], last),
        _figure("military spending", state, start["security"], security["unit"], first),
        _figure("GDP per head", state, end["development"], development["unit"], last),
        _figure("GDP per head", state, start["development"], development["unit"], first),
    ]
    if other:
        text = text[:-1] + (
            f"; for {the(ground.who.against)} the figures of {last} are "
            f"{notation.plain(other['development'], 0)} dollars and {notation.plain(other['security'], 1)} %."
        )
        figures.append(_figure("military spending", ground.who.against, other["security"], security["unit"], last))
        figures.append(_figure("GDP per head", ground.who.against, other["development"], development["unit"], last))
    return _finding(
        text,
        end["security"],
        security["unit"],
        last,
        _kind(security, development),
        security,
        development,
        figures=figures,
    )


def peak_reliance(ground: Ground) -> Record:
    """Say in which year foreign input reliance was highest, and where it stood at both ends of the tables."""
    state = ground.who.state
    record = ground.reliance(state, None)
    values = record["values"]
    peak, first, last = max(values, key=values.__getitem__), min(values, key=int), max(values, key=int)
    net = _net(ground, state)
    text = (
        f"Looking through supply chains, {_possessive(state)} reliance on foreign inputs was highest in {peak} "
        f"({_percent(values[peak])} of all inputs) of the years {first}–{last}; "
    )
    if peak == last:
        text += f"it was {_percent(values[first])} in {first}."
    elif peak == first:
        text += f"it was {_percent(values[last])} in {last}."
    else:
        text += f"it was {_percent(values[first])} in {first} and {_percent(values[last])} in {last}."
    if net and net != peak:
        text = text[:-1] + f"; with the buyer’s own output taken out the highest year is {net}."
    apart = record["apart"].get("2022")
    if apart is not None:
        text += f" A table of another classification gives {_percent(apart)} for 2022."
    figures = [
        _figure("foreign input reliance", state, values[year], "1", year) for year in sorted({peak, first, last})
    ]
    if apart is not None:
        figures.append(_figure("foreign input reliance", state, apart, "1", 2022))
    return _finding(text, values[peak], "1", peak, record["kind"], record, figures=figures)


def mutual_reliance(ground: Ground) -> Record:
    """Say how far each side came to rely on the other's inputs."""
    who = ground.who
    there, back = ground.reliance(who.against, who.state), ground.reliance(who.state, who.against)
    first, last = min(there["values"], key=int), max(there["values"], key=int)
    a, b = there["values"], back["values"]
    factor = a[last] / a[first] if a[first] > 0 else float("nan")
    how = f", {notation.plain(factor, 1)} times as much" if factor >= 1.5 else ""
    text = (
        f"The share made in {the(who.state)} in all inputs of {the(who.against)}, looking through supply chains, "
        f"{_from_to(a[first], a[last], first, last)}{how}; the share made in {the(who.against)} in "
        f"{_possessive(who.state)} inputs {_from_to(b[first], b[last], first, last)}."
    )
    figures = [
        _figure(f"inputs from {region}", buyer, path[year], "1", year)
        for buyer, region, path in ((who.against, who.state, a), (who.state, who.against, b))
        for year in (first, last)
    ]
    now = there["apart"].get("2022"), back["apart"].get("2022")
    if None not in now:
        text += f" A table of another classification gives {_percent(now[0])} and {_percent(now[1])} for 2022."
        figures.append(_figure(f"inputs from {who.state}", who.against, now[0], "1", 2022))
        figures.append(_figure(f"inputs from {who.against}", who.state, now[1], "1", 2022))
    return _finding(text, a[last], "1", last, there["kind"], there, figures=figures)


def stated_goal(ground: Ground) -> Record:
    """Say how far the state is from a goal of its innovation strategy.

    The goal is the one on the indicator that stands first in the dictionary; of several, the newest that its year has
    caught up with, else the nearest.
    """
    goals = [
        goal
        for part in ground.strategies
        if part["key"] == "innovation"
        for goal in part["goals"]
        if goal["region"] == ground.who.state and goal["value"] is not None and goal["target"] is not None
    ]
    if not goals:
        raise CannotSayError(f"no goal of {the(ground.who.state)} for innovation has both a target and a figure")
    order = [row["id"] for part in ground.strategies for row in part["indicators"]]
    first = min(order.index(goal["indicator"]) for goal in goals)
    goals = [goal for goal in goals if order.index(goal["indicator"]) == first]
    judged = [goal for goal in goals if goal["year"] >= goal["target_year"]]
    goal = (
        max(judged, key=lambda item: (item["measure"] == "level", item["target_year"], item["stated"]))
        if judged
        else min(goals, key=lambda item: (item["measure"] != "level", item["target_year"]))
    )
    record = ground.indicator(goal["indicator"])
    shown = notation.scale([goal["value"], goal["target"]], goal["unit"])
    bound = {"at_least": "at least ", "at_most": "at most "}.get(goal["direction"], "about ")
    text = (
        f"{_possessive(ground.who.state)} goal “{goal['title']}”, stated in {goal['stated'][:4]}, is {bound}"
        f"{goal['target'] * shown.factor:g} {shown.words} by {goal['target_year']}; the figure of {goal['year']} is "
        f"{shown.text(goal['value'])}"
    )
    other = record["values"].get(ground.who.against)
    figures = [_figure(record["title"], ground.who.state, goal["value"], goal["unit"], goal["year"])]
    if other is not None and goal["measure"] == "level":
        year = record["year"][ground.who.against]
        text += f", that of {the(ground.who.against)} {shown.text(other)} ({year})"
        figures.append(_figure(record["title"], ground.who.against, other, record["unit"], year))
    return _finding(
        text + ".", goal["value"], goal["unit"], goal["year"], record["kind"], record, goal, figures=figures
    )


def external_demand(ground: Ground) -> Record:
    """Say which share of GDP foreign final demand sustains, in the newest table, and in the older ones."""
    who = ground.who
    paths = {record["region"]: record for record in ground.exposure.get("circulation", ())}
    record = paths.get(who.state)
    newest = record and (record["apart"] or record["values"])
    if not record or not newest:
        raise CannotSayError(f"no input–output table has {the(who.state)}")
    year = max(newest, key=int)
    text = f"In {year} foreign final demand sustained {_percent(newest[year])} of {_possessive(who.state)} GDP"
    figures = [_figure("external circulation", who.state, newest[year], "1", year)]
    other = paths.get(who.against)
    beside = other and (other["apart"] or other["values"]).get(year)
    if beside is not None and beside:
        text += f", {_percent(beside)} of {_possessive(who.against)}"
        figures.append(_figure("external circulation", who.against, beside, "1", year))
    values = record["values"]
    if values and record["apart"]:
        peak, last = max(values, key=values.__getitem__), max(values, key=int)
        text += f"; in an older classification the share was highest in {peak} ({_percent(values[peak])})"
        figures.append(_figure("external circulation", who.state, values[peak], "1", peak))
        text += f" of the years {min(values, key=int)}–{last}"
    return _finding(text + ".", newest[year], "1", year, record["kind"], record, figures=figures)


def newest_reliance(ground: Ground) -> Record:
    """Say how far a state that only the newest table tells apart relies on foreign inputs, and on the comparator's."""
    who = ground.who
    paths = {(record["buyer"], record["supplier"]): record for record in ground.exposure.get("reliance", ())}
    record = paths.get((who.state, None))
    if not record or not record["apart"]:
        raise CannotSayError(f"no input–output table has {the(who.state)}")
    if record["values"]:
        raise CannotSayError("said already, with the older tables")
    year = max(record["apart"], key=int)
    value = record["apart"][year]
    text = f"In {year} {_percent(value)} of all inputs of {the(who.state)}, looking through supply chains, were foreign"
    figures = [_figure("foreign input reliance", who.state, value, "1", year)]
    pair = paths.get((who.state, who.against))
    if pair and pair["apart"]:
        part = pair["apart"][year]
        text += f", {_percent(part)} from {the(who.against)}"
        figures.append(_figure(f"inputs from {who.against}", who.state, part, "1", year))
    return _finding(text + ".", value, "1", year, record["kind"], record, figures=figures)


def newest_pair(indicator_id: str, what: str) -> Callable[[Ground], Record]:
    """Return the rule that sets the newest figures of an indicator beside each other.

    Parameters
    ----------
    indicator_id : str
    what : str
        What the figure is, as the subject of "was".
    """

    def rule(ground: Ground) -> Record:
        who = ground.who
        record = ground.indicator(indicator_id)
        value, year = record["values"].get(who.state), record["year"].get(who.state)
        if value is None or year is None:
            raise CannotSayError(f"{record['title']}: no figure for {the(who.state)}")
        other, then = record["values"].get(who.against), record["year"].get(who.against)
        shown = notation.scale([value, other], record["unit"], record["title"])
        words = f" {shown.words}" if shown.words.startswith("%") or shown.words.split()[0] in _COUNTING else ""
        words = words.removesuffix(" of world")
        figures = [_figure(record["title"], who.state, value, record["unit"], year)]
        text = f"{what} was {shown.text(value)}{words} for {the(who.state)} in {year}"
        if other is not None and then is not None:
            text += f" and {shown.text(other)}{words} for {the(who.against)} in {then}"
            figures.append(_figure(record["title"], who.against, other, record["unit"], then))
        path = record["path"].get(who.state, {})
        if len(path) > 1:
            early = min(path, key=int)
            text += f"; the oldest figure of {the(who.state)} is {shown.text(path[early])} ({early})"
            figures.append(_figure(record["title"], who.state, path[early], record["unit"], early))
        return _finding(text + ".", value, record["unit"], year, record["kind"], record, figures=figures)

    return rule


_COUNTING = frozenset({"thousand", "million", "billion", "trillion"})

#: Rules in order of preference: the first five that can speak make the findings.
RULES: dict[str, Callable[[Ground], Record]] = {
    "two_wheels": two_wheels,
    "peak_reliance": peak_reliance,
    "mutual_reliance": mutual_reliance,
    "stated_goal": stated_goal,
    "external_demand": external_demand,
    "newest_reliance": newest_reliance,
    "rd_share_of_gdp": newest_pair("rd_share_of_gdp", "Spending on research and development"),
    "military_spending_world_share": newest_pair(
        "military_spending_world_share", "The share of world military spending"
    ),
    "articles_world_share": newest_pair("articles_world_share", "The share of the world’s scientific articles"),
    "un_ideal_point": newest_pair("un_ideal_point", "The ideal point in all votes of the UN General Assembly"),
    "gdp_per_head": newest_pair("gdp_per_head", "Real GDP per head, in international dollars of 2021,"),
    "armed_forces": newest_pair("armed_forces", "The strength of the armed forces"),
}


def _possessive(code: str) -> str:
    name = the(code)
    return f"{name}’" if name.endswith("s") else f"{name}’s"


def _dollars(symbol: str) -> str:
    """Return a money unit for the middle of a sentence: the base year must not touch the figure before it."""
    year = re.search(r"\d{4}", symbol)
    if symbol.startswith("ppp"):
        return f"international dollars of {year[0]}" if year else "international dollars"
    return notation.scale([], symbol).words


def _percent(value: float) -> str:
    share = 100 * value
    return f"{notation.plain(share, 1 if share >= 1 else 2)} %"


def _from_to(start: float, end: float, first: str, last: str) -> str:
    """Return "rose from … in … to … in …"; figures that look alike when written are called about the same."""
    if _percent(start) == _percent(end):
        return f"was {_percent(start)} in {first} and about the same in {last}"
    return f"{'rose' if end > start else 'fell'} from {_percent(start)} in {first} to {_percent(end)} in {last}"


def _moved(change: float, since: str) -> str:
    if abs(change) < 0.005:
        return f"the same as in {since}"
    return f"{notation.plain(abs(change) * 100, 0)} % {'above' if change > 0 else 'below'} that of {since}"


def _net(ground: Ground, state: str) -> str | None:
    for record in ground.exposure.get("definitions", ()):
        if record["buyer"] == state and record["definition"] == "look_through_net" and record["values"]:
            return str(max(record["values"], key=record["values"].__getitem__))
    return None


def _figure(label: str, region: str, value: float, unit: str, year: int | str) -> Record:
    return {"label": label, "region": region, "value": value, "unit": unit, "year": int(year)}


def _kind(*records: Record) -> str:
    kinds = {record["kind"] for record in records}
    return "modelled" if "modelled" in kinds else "derived" if "derived" in kinds else "measured"


def _finding(
    text: str, value: float, unit: str, year: int | str, kind: str, *sources: Record, figures: list[Record]
) -> Record:
    return {
        "text": text[:1].upper() + text[1:],
        "value": value,
        "unit": unit,
        "year": int(year),
        "kind": kind,
        "origin": sources[0]["origin"],
        "origins": [source["origin"] for source in sources],
        "figures": [{**figure, "kind": kind} for figure in figures],
    }
