"""The blocks of a state at a glance; titles count, and hold for all that they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, get_args

from technostate.claims.verdict import Outcome
from technostate.view.claim_blocks import PARTS
from technostate.view.exposure import partners
from technostate.view.observatory.record import Overview, Verdict, nth
from technostate.view.parties import acting
from technostate.view.standing.data import Indicator
from technostate.view.standing.goal_blocks import as_stated
from technostate.view.standing.goals import Goal
from technostate.write import Absent, Chart, Cite, Column, Fold, Items, Mark, Name, Prose, Table
from technostate.write.blocks import Block, Section
from technostate.write.cells import scale_of
from technostate.write.forms import Ranges, Span
from technostate.write.inline import Shown, Text
from technostate.write.names import the

#: Statuses of goals that say that a figure was set against the target by its year, or that it is still open.
MET, OPEN = ("reached",), ("open",)
MISSED = "not reached by the year", "above the stated figure", "below the stated figure"
_SHAPES: dict[str, Literal["yes", "no", "mixed", "none"]] = {
    "supported": "yes", "contradicted": "no", "mixed": "mixed", "not testable here": "none",
}  # fmt: skip


def blocks(data: Overview) -> tuple[Block, ...]:
    """Return what is said of a state, part by part; a part without anything to say is left to what is missing."""
    found: list[Block] = [_figures(data)]
    if data.goals:
        found.append(Section("What it wants and how far it is", tuple(_goals(data)), "goals"))
    found += partners(data.state, _year(data), data.suppliers, data.dependents, rest=data.rest, beside=data.against)
    if data.shock is not None:
        found.append(Section("What a break would cost", _shock(data), "shock"))
    if data.claims:
        found.append(Section("Claims", _claims(data), "claims"))
    if data.language is not None:
        found.append(Section("What it says", (Prose(data.language.line),), "language"))
    if data.events:
        rows = tuple((f"{item.date}: ", *acting(item.actor, item.targets), f". {item.title}", Cite((item.origin,)))
                     for item in data.events)  # fmt: skip
        found.append(Section("Newest measures and events", (Items(rows),), "events"))
    if data.missing:
        found.append(Items(data.missing, f"What is missing for {the(data.state)}", warn=True))
    return tuple(found)


def _year(data: Overview) -> int | None:
    return data.suppliers[0].share.year if data.suppliers else None


def _figures(data: Overview) -> Section:
    columns = (
        Column("Measure", words=True), Column(Name(data.state), ages_to=data.year), Column("Rank"),
        Column(Name(data.against), ages_to=data.year), Column("Rank"), Column("Kind"),
    )  # fmt: skip
    rows = tuple(
        (row.title, _newest(row, data.state), _rank(row, data.state), _newest(row, data.against),
         _rank(row, data.against), row.kind)
        for row in data.figures
    )  # fmt: skip
    caption = f"Newest figures, ages to {data.year}; ranks among all states with a recent figure, highest value first"
    told = tuple((f"{row.title}: {row.definition}", Cite((row.origin,))) for row in data.figures)
    return Section(
        "Figures of record", (Table(caption, columns, rows, by="row"), Fold("What each figure is", (Items(told),))),
        "figures",
    )  # fmt: skip


def _newest(row: Indicator, code: str) -> Text:
    return row.newest(code) or Absent()


def _rank(row: Indicator, code: str) -> Text:
    rank = row.rank.get(code)
    return Absent("–") if rank is None else f"{nth(rank.place)} of {rank.of}"


def tally(goals: Sequence[Goal]) -> tuple[int, int, int, int]:
    """Return how many goals were met, missed by their year, are open, and have no figure that judges them."""
    met, missed, still = (sum(goal.status in words for goal in goals) for words in (MET, MISSED, OPEN))
    return met, missed, still, len(goals) - met - missed - still


def goals_heading(goals: Sequence[Goal], state: str) -> str:
    """Return how many dated goals of a state were met and missed and are open, or that most have no public figure.

    Parameters
    ----------
    goals : sequence of Goal
        The state's own.
    """
    met, missed, still, without = tally(goals)
    plural = "goals" if len(goals) != 1 else "goal"
    if 2 * without > len(goals):
        return f"Of {len(goals)} dated {plural} of {the(state)}, {without} have no public figure to judge them by"
    return f"{len(goals)} dated {plural} of {the(state)}: {met} met, {missed} not by their year, {still} open"


def _goals(data: Overview) -> list[Block]:
    own = {code: [goal for goal in data.goals if goal.region == code] for code in (data.state, data.against)}
    columns = ("Met", "Not by the year", "Open", "No figure, or superseded", "All")
    rows: list[tuple[Text, ...]] = [
        (Name(code), *map(str, (*tally(goals), len(goals)))) for code, goals in own.items() if goals
    ]
    first = own[data.state]
    caption = goals_heading(first, data.state) if first else "Dated goals"
    made: list[Block] = [Table(caption, (Column(""), *map(Column, columns)), tuple(rows))]
    known = [goal for goal in first if goal.value is not None and goal.target is not None]
    known.sort(key=lambda goal: (goal.target_year, goal.title))
    if known:
        made.append(Table(f"Goals of {the(data.state)} with a figure", _GOAL, tuple(map(_goal, known))))
    return made


_GOAL = Column("Goal", words=True), Column("By"), Column("Target"), Column("Figure"), Column("Says")


def _goal(goal: Goal) -> tuple[Text, ...]:
    assert goal.target is not None and goal.value is not None, "it was chosen so"
    scale = scale_of((goal.target, goal.value))
    assert scale is not None, "target and figure have one unit"
    title = (goal.title, Cite((goal.origin,)))
    return title, str(goal.target_year), as_stated(goal.target, scale), Shown(goal.value, scale), goal.status


def _shock(data: Overview) -> tuple[Block, ...]:
    assert data.shock is not None, "it was asked before"
    spans = tuple(Span(Name(figure.region), figure, figure.region) for figure in data.shock.figures)
    sub = "Change of real income after a year; median and p10 to p90 of the cases; modelled"
    caption = f"An end of most trade in goods between {the(data.state)} and {the(data.against)}"
    return Prose(data.shock.line), Chart(caption, Ranges(spans), sub)


def claims_heading(claims: Sequence[Verdict], state: str) -> str:
    """Return how many claims about a state have which verdict."""
    count = Counter(item.verdict for item in claims)
    parts = ", ".join(f"{count[outcome]} {outcome}" for outcome in get_args(Outcome) if count[outcome])
    return f"Claims about {the(state)}: {parts}"


def _claims(data: Overview) -> tuple[Block, ...]:
    rows: dict[str, list[Verdict]] = {}
    for item in data.claims:
        rows.setdefault(PARTS.get(item.key.partition("-")[0], ""), []).append(item)
    columns = Column("Part of the brief", words=True), *(Column(outcome) for outcome in get_args(Outcome))
    table = Table(claims_heading(data.claims, data.state), columns, tuple(
        (part or "Others", *(_cell(items, outcome) for outcome in get_args(Outcome))) for part, items in rows.items()
    ))  # fmt: skip
    weak = sum(item.grade not in ("", "strong") for item in data.claims)
    graded = sum(bool(item.grade) for item in data.claims)
    note = (
        "Each claim has a rule that was written before its figure was looked at; "
        f"{weak} of {graded} verdicts that have a grade rest on weak evidence or failed their placebo."
    )
    return table, Prose(note, note=True)


def _cell(items: Sequence[Verdict], outcome: str) -> Text:
    keys = [item.key for item in items if item.verdict == outcome]
    return (Mark(str(len(keys)), _SHAPES[outcome]), f" {', '.join(keys)}") if keys else Absent("–")
