"""What says paths as a part of the report: what a share of paths is not, what paths cost, how often goals are met."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from technostate.evidence.figure import value_of
from technostate.view.futures.blocks import NOT_ODDS, unworded
from technostate.write import Chart, Cite, Code, Column, Fold, Items, Name, Prose, Table
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines
from technostate.write.inline import Absent, Inline, Text
from technostate.write.names import name, the
from technostate.write.tables import Group

if TYPE_CHECKING:
    from technostate.view.futures.outlook_data import Course, Goal, Outlook

#: Years that tables have.
YEARS = (2030, 2035, 2050)
#: A goal that this share of the paths of every scenario meets, or misses, stands in the fold.
EXTREME = 0.01


def outlook_blocks(data: Outlook) -> tuple[Block, ...]:
    """Return the blocks of an outlook."""
    found: list[Block] = [Prose(lead(data))] if data.scenarios else []
    warnings = [*([NOT_ODDS] if data.goals else []), *data.missing]
    warnings += [f"{count} of {data.draws} draws of {name} have no path." for name, count in data.failed.items()]
    if warnings:
        found.append(Items(tuple(warnings), warn=True))
    found += _cost(data)
    found += _odds(data)
    if rest := tuple(_courses(data, [row for row in data.courses if row.outcome != "cost"])):
        found.append(Fold("Income, technology, burden and reliance", rest, printed=True))
    if data.scenarios:
        origins = tuple(dict.fromkeys(row.years[max(row.years)].origin for row in data.courses))
        words = "With four times the draws, boxes in which goals are missed, and what decides: "
        again = f"technostate futures run {next(iter(data.scenarios))} --runs 1024 --seed 1 --out DIR"
        found.append(Prose((words, Code(again), ". Source", Cite(origins)), note=True))
    return tuple(found)


def lead(data: Outlook) -> str:
    """Return what the paths are and how they differ."""
    moving = [f"one in which {the(code)} alone follows its strategies ({name})" for name, code in data.whose.items()]
    beside = f"; beside it {' and '.join(moving)}" if moving else ""
    return (
        f"Paths from 2022 to 2050, year by year, {data.draws} draws a scenario from the ranges of all parameters: one "
        f"in which no state moves a lever (drift){beside}. What others answer follows from the threat they perceive."
    )


def _names(data: Outlook, region: str) -> list[str]:
    """Return the scenarios in which a state is shown: where nobody moves, and where it does."""
    return [name for name in data.scenarios if data.whose.get(name, region) == region]


def _head(data: Outlook, name: str) -> str:
    return "own strategies" if name in data.whose else "no lever moved"


def _cost(data: Outlook) -> Iterator[Block]:
    rows = [row for row in data.courses if row.outcome == "cost"]
    regions = tuple(dict.fromkeys(row.region for row in rows))
    lines = []
    for region in regions:
        course = data.course(_names(data, region)[-1], "cost", region)
        if course is not None:
            lines.append(Line(Name(region), course.years, region=region))
    if not lines:
        return
    words = "What own strategies and the answers of others cost" if data.whose else "What paths without a lever cost"
    yield Chart(
        words,
        Lines(tuple(lines), from_zero=False),
        "Civil absorption below that of the same draw without politics and levers; median and p10 to p90; modelled",
        told=True,
    )
    yield from _courses(data, rows)
    said = [_moved(data, region) for region in regions]
    yield Items(tuple(item for item in said if item), "What the cost in 2050 goes with most")


def _moved(data: Outlook, region: str) -> Text:
    course = data.course(_names(data, region)[-1], "cost", region)
    if course is None or not course.moves:
        return ""
    return (Name(region), f": {_spelled(' and '.join(course.moves))}.")


def _spelled(words: str) -> str:
    """Return titles of what is drawn with names of states in place of codes.

    Examples
    --------
    >>> _spelled("growth and CHN: military spending")
    'growth and China, military spending'
    """
    return re.sub(r"\b([A-Z]{3}): ", lambda found: f"{name(found[1])}, ", words)


def _courses(data: Outlook, rows: Sequence[Course]) -> Iterator[Block]:
    """Yield a table an outcome: years × scenarios, a group a state."""
    for outcome in dict.fromkeys(row.outcome for row in rows):
        each = [row for row in rows if row.outcome == outcome]
        known = [row for row in each if row.scenario in _names(data, row.region)]
        years = [year for year in YEARS if year in each[0].years]
        scale = unworded([row.years[year] for row in known for year in years])
        table: list[tuple[Text, ...] | Group] = []
        for region in dict.fromkeys(row.region for row in known):
            for row in known:
                if row.region == region:
                    label: tuple[Inline, ...] = (Name(region), f", {_head(data, row.scenario)}")
                    table.append((label, *(row.years[year] for year in years)))
        columns = Column("", words=True), *(Column(str(year), scale) for year in years)
        yield Table(f"{each[0].title}: {each[0].meaning.lower()}; median (p10 to p90); modelled", columns, tuple(table))


def _odds(data: Outlook) -> Iterator[Block]:
    live = [goal for goal in data.goals if any(EXTREME < value_of(one) < 1 - EXTREME for one in goal.shares.values())]
    settled = [goal for goal in data.goals if goal not in live]
    if live:
        yield _table(data, live, "How often goals are met, by definition")
    if settled:
        words = f"Goals met in next to every path or in next to none ({len(settled)} definitions)"
        yield Fold(words, (_table(data, settled, "Share of paths that meet a goal"),), printed=True)


def _table(data: Outlook, goals: Sequence[Goal], caption: str) -> Table:
    heads = ["no lever moved", *(["own strategies"] if data.whose else [])]
    rows: list[tuple[Text, ...] | Group] = []
    for title in dict.fromkeys(goal.title for goal in goals):
        rows.append(Group(title))
        for goal in goals:
            if goal.title != title:
                continue
            by_head = {
                _head(data, name): goal.shares[name] for name in _names(data, goal.region) if name in goal.shares
            }
            rows.append((goal.definition, *(by_head.get(head, Absent("no such scenario")) for head in heads)))
    columns = Column("Goal and definition", words=True), *map(Column, heads)
    return Table(f"{caption}; share of paths (95 % interval); modelled", columns, tuple(rows))
