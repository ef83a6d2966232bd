"""The second page of a brief: language, verdicts, odds, findings, what is missing; rows by rule, so that they fit."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from technostate.evidence import Figure, value_of
from technostate.report.brief_record import UNTESTED, Brief, Graded, Told
from technostate.view.claim_blocks import mark
from technostate.view.doctrine.changed import clear, side
from technostate.view.doctrine.said import Changes
from technostate.view.doctrine.salience import Salient
from technostate.view.doctrine.words import concept, local
from technostate.view.futures.outlook_blocks import EXTREME
from technostate.view.futures.outlook_data import Goal
from technostate.view.shock.words import shortened
from technostate.write import Chart, Cite, Column, Items, Name, Prose, Section, Table
from technostate.write.blocks import Block, Side
from technostate.write.forms import Line, Lines, Multiples, Ranges, Span
from technostate.write.inline import Inline, Text
from technostate.write.names import of, the
from technostate.write.tables import Group, Row

#: Lines of odds with their titles, and items of what is missing.
ODDS, MISSING = 10, 5
#: Strategies whose paths are drawn, those that moved most.
PANELS = 3
#: Expressions that are named as used more, and as used less.
TERMS = 3
#: Years at the end of a path that are set against those before, and how much more they must be to be said.
LATE, CLEAR = 5, 1.5


def language_blocks(data: Brief) -> tuple[Block, ...]:
    """Return what changed in official language: a small chart a strategy; and whose texts are not there."""
    have = tuple(dict.fromkeys(row.region for row in data.language))
    lack = [code for code in (data.state, data.against) if code not in have]
    if not have:
        said = (
            f"No official texts of {the(data.state)} or {the(data.against)} are embedded, so that no change is counted."
        )
        return (Section("Official language", (Prose(said),), "language"),)
    panels = []
    for key in _moved(data.language)[:PANELS]:
        own = [row for row in data.language if row.strategy == key and row.index]
        lines = tuple(Line(Name(row.region), _by_year(row), region=row.region) for row in own)
        panels.append((f"{own[0].title[:1].upper()}{own[0].title[1:]}", Lines(lines)))
    note: list[Inline] = [piece for item in data.changes for piece in _changed(item)]
    if lack:
        note.append(f"No texts of {' and '.join(map(the, lack))} are embedded.")
    sub = (
        "Uses of each strategy’s set expressions in yearly official texts, 100 = each state’s own mean since 1979; in "
        "brackets: mean of the latest five years over that of the years before"
    )
    if not panels:
        return (Section("Official language", (Prose(tuple(note)),), "language"),)
    return (Chart(language_title(data.language), Multiples(tuple(panels)), sub, tuple(note)),)


def language_title(rows: Sequence[Salient]) -> str:
    """Return which strategy each state's texts turned to most; what is shown where none is clear.

    A strategy is said where the mean of the latest five years is at least half as large again as that of the years
    before.
    """
    said: list[str] = []
    for code in dict.fromkeys(row.region for row in rows):
        best: tuple[float, str] | None = None
        for row in rows:
            times = _times(row) if row.region == code else None
            if times is not None and (best is None or times > best[0]):
                best = times, row.title
        if best is not None and best[0] >= CLEAR:
            said.append(f"{of(code, start=not said)} to {best[1][:1].lower()}{best[1][1:]} ({best[0]:.1f} times)")
    if not said:
        return "Official language: how much of it each strategy takes"
    return f"{said[0].replace(' to ', ' texts turned most to ', 1)}{''.join(f', {it}' for it in said[1:])}"


def _moved(rows: Sequence[Salient]) -> list[str]:
    """Return the strategies that have a path, the one whose latest years differ most from those before first."""
    most: dict[str, float] = {}
    for row in rows:
        if row.index:
            times = _times(row) or 1.0
            most[row.strategy] = max(most.get(row.strategy, 0.0), times, 1 / times if times > 0 else 0.0)
    return sorted(most, key=lambda key: -most[key])


def _times(row: Salient) -> float | None:
    values = [value_of(figure) for figure in row.index]
    if len(values) < 3 * LATE:
        return None
    late, before = values[-LATE:], values[:-LATE]
    mean = sum(before) / len(before)
    return sum(late) / len(late) / mean if mean > 0 else None


def _changed(item: Changes) -> tuple[Inline, ...]:
    """Return which set expressions a state's texts use more and less often beyond chance, the clearest first."""
    said: list[Inline] = [Name(item.region), f", {side(item.latest)} against {side(item.before)}: "]
    found = [(way, [row for row in rows if clear(row)][:TERMS]) for way, rows in
             (("more ", item.rising), ("less ", item.falling))]  # fmt: skip
    known = [(way, rows) for way, rows in found if rows]
    if not known:
        return (*said, f"none of {value_of(item.compared):.0f} expressions differs beyond chance. ")
    for at, (way, rows) in enumerate(known):
        said.append(f"{'; ' * bool(at)}{way}")
        for number, row in enumerate(rows):
            said += [", " * bool(number) + concept(row.formulation), *_glossed(item.counted.get(row.formulation, ()))]
    return (*said, f" ({value_of(item.distinguishable):.0f} of {value_of(item.compared):.0f} differ beyond chance). ")


def _glossed(terms: Sequence[str]) -> tuple[Inline, ...]:
    """Return the first term in its own language, where that is not English."""
    found = next((local(term) for term in terms), "")
    return () if isinstance(found, str) else (" ", found)


def _by_year(row: Salient) -> dict[int, Figure]:
    return {figure.year: figure for figure in row.index if figure.year is not None}


def grid_blocks(data: Brief) -> Section:
    """Return the grid of verdicts: those that are decided for either, the others by number."""
    decided = [it for it in data.claims if {it.verdict, it.against_verdict} != {UNTESTED}]
    rest = [it for it in data.claims if it not in decided]
    tally = ", ".join(f"{count} {verdict.removesuffix(' here')}" for verdict, count in data.tally.items())
    title = f"{len(data.claims)} claims of a brief on China’s strategies, asked of {the(data.state)}: {tally}"
    half = (len(decided) + 1) // 2
    sides = [part for part in (decided[:half], decided[half:]) if part]
    tables = tuple(_grid(part, data) for part in sides)
    grades = Counter(it.grade for it in data.claims if it.grade in ("strong", "weak"))
    evidence = ", ".join(f"{grades[grade]} on {grade} evidence" for grade in ("strong", "weak") if grades[grade])
    said = "Each rule was written before its figure was seen; rule, figure, objection and placebo are in the annex."
    said += f" Of those decided for {the(data.state)}: {evidence}." if evidence else ""
    if rest:
        said += f" Not testable for either: {', '.join(it.id for it in rest)}."
    return Section(title, (*((Side(tables),) if tables else ()), Prose(said, note=True)), "verdicts")


def _grid(part: Sequence[Graded], data: Brief) -> Table:
    rows: list[Row] = []
    for it in part:
        rows.append((it.short, mark(it.verdict), mark(it.against_verdict)))
    columns = Column("Claim", words=True), Column(Name(data.state)), Column(Name(data.against))
    return Table("", columns, tuple(rows), by="cell")


def open_odds(data: Brief, told: Told) -> list[tuple[Goal, Figure]]:
    """Return goals that some paths meet and others miss, with their share: as many as a page has lines for.

    Parameters
    ----------
    told : Told
        Who moves in which scenario.
    """
    found: list[tuple[Goal, Figure]] = []
    titles: set[str] = set()
    for goal in data.odds:
        share = _share(goal, told)
        if share is None or not EXTREME < value_of(share) < 1 - EXTREME:
            continue
        if len(found) + len(titles | {goal.title}) < ODDS:
            found.append((goal, share))
            titles.add(goal.title)
    return found


def odds_block(data: Brief, told: Told) -> Block:
    """Return how often paths meet goals that are about one of the two, or that there are none.

    Parameters
    ----------
    told : Told
        Who moves in which scenario.
    """
    shown = open_odds(data, told)
    if not shown:
        said = f"No milestone with open odds is about {the(data.state)} or {the(data.against)}."
        return Section("Milestones to 2050", (Prose(said),), "odds")
    spans: list[Span | Group] = []
    for title in dict.fromkeys(goal.title for goal, _ in shown):
        spans.append(Group(re.sub("'", "’", title)))
        spans += [
            Span(shortened(_defined(goal), 30), figure, goal.region) for goal, figure in shown if goal.title == title
        ]
    more = len(data.odds) - len(shown)
    note = f"{more} more definitions in the annex. " if more else ""
    note += "Growth decides more than strategy."
    sub = "Share of paths, with its 95 % interval; a state with a scenario of its own moves its levers in it"
    return Chart("How often paths from 2022 meet a goal", Ranges(tuple(spans)), sub, note)


def _share(goal: Goal, told: Told) -> Figure | None:
    own = [name for name, code in told.movers.items() if code == goal.region and name in goal.shares]
    still = [name for name in goal.shares if name not in told.movers]
    return next((goal.shares[name] for name in (*own, *still)), None)


def _defined(goal: Goal) -> str:
    """Return the first words of a definition; the annex has all of it."""
    return re.split(r"[,;:(]", goal.definition)[0].strip()


def findings_block(data: Brief) -> Section:
    """Return the findings that can be quoted."""
    items: tuple[Text, ...] = tuple((*it.said, f" ({it.kind})", Cite(it.origins)) for it in data.findings)
    title = "What can be quoted"
    if not items:
        return Section(title, (Prose("No finding could be made from public figures."),), "findings")
    return Section(title, (Items(items, ordered=True),), "findings")


def missing_block(data: Brief) -> Section:
    """Return the gaps that matter most, and how many more there are."""
    shown = data.missing[:MISSING]
    more = len(data.missing) - len(shown)
    items = (*shown, *((f"{more} more in the annex.",) if more else ()))
    return Section("What is missing", (Items(items),), "missing")
