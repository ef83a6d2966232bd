"""Stated goals and how far they are, typed, and the tables and lists that say it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from technostate.evidence import Figure, Origin, derived_from
from technostate.evidence.series import Series
from technostate.notation import Scale
from technostate.states.model import Goal as Stated
from technostate.strategies.dictionary import values
from technostate.strategies.distance import Progress
from technostate.write import Absent, Cite, Column, Fold, Section, Table
from technostate.write.blocks import Block, Inline, Items, Shown, Text
from technostate.write.cells import scale_of
from technostate.write.names import the

_BOUNDS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
#: Places of a target that are written; it is printed as it was stated, without zeros that a figure would add.
_PLACES = 3


@dataclass(frozen=True)
class Goal:
    """A stated goal, and the figure beside it.

    Parameters
    ----------
    region, key, strategy, title, measure, direction : str
        As in the state's file.
    indicator : str or None
        Whose figure is set against it.
    stated : str
        When.
    status : str
        What the figures say; see `technostate.strategies.distance`.
    note, goal_note : str
        What limits the comparison; what the file says of the goal.
    origin : Origin
        Where it was stated.
    target : Figure or None
        In the state's own words: measured.
    value : Figure or None
        The figure it is judged by.
    distance, needed_per_year, pace_per_year : Figure or None
        Target less value; what a straight line needs a year; the change a year so far.
    """

    region: str
    key: str
    strategy: str
    title: str
    measure: str
    direction: str
    indicator: str | None
    target_year: int
    stated: str
    status: str
    note: str
    goal_note: str
    origin: Origin
    target: Figure | None
    value: Figure | None
    distance: Figure | None
    needed_per_year: Figure | None
    pace_per_year: Figure | None

    @property
    def figures(self) -> dict[str, Figure]:
        """What is known, by name."""
        names = "target", "value", "distance", "needed_per_year", "pace_per_year"
        return {name: found for name in names if (found := getattr(self, name)) is not None}

    @classmethod
    def of(cls, found: Progress, region: str) -> Goal:
        """Return a goal of a state with its figures as they travel."""
        goal: Stated = found.goal
        stated = goal.source.origin(goal.place)
        series = values(found.judged_by or goal.indicator) if found.value is not None else None
        target = None
        if goal.target is not None and found.unit:
            target = Figure(goal.target, found.unit, "measured", stated, region, goal.year)
        worked = None if series is None else derived_from("Distance to a stated goal", stated, series.origin)

        def computed(value: float | None) -> Figure | None:
            if value is None or worked is None:
                return None
            return Figure(value, found.unit, "derived", worked, region, found.year)

        return cls(
            region, goal.key, goal.strategy, goal.title, goal.measure, goal.direction, goal.indicator or None,
            goal.year, str(goal.stated), found.status, found.note, goal.note, stated, target,
            None if series is None else _value(found, series, region), computed(found.distance),
            computed(found.needed_per_year), computed(found.pace_per_year),
        )  # fmt: skip


def _value(found: Progress, series: Series, region: str) -> Figure:
    """Return the figure that a goal is judged by: one of the indicator, or a change computed from it."""
    if found.goal.measure == "level":
        return Figure(found.value, found.unit, series.kind, series.origin, region, found.year)
    origin = derived_from(f"{series.title}: change since {found.goal.base_year}", series.origin)
    return Figure(found.value, found.unit, "derived", origin, region, found.year)


def goal_blocks(goals: Sequence[Goal], code: str, titles: Mapping[str, str], this_year: int) -> list[Block]:
    """Return for a state a table of goals that have a distance, and a list of those that have none, with why.

    Parameters
    ----------
    goals : sequence of Goal
        Of every state.
    code : str
        Whose are shown.
    titles : mapping of str to str
        Of indicators, by id, for notes.
    this_year : int
        To which ages count.
    """
    own = [goal for goal in goals if goal.region == code]
    measured = [goal for goal in own if goal.distance is not None]
    others = tuple(_aim(goal, titles) for goal in own if goal.distance is None)
    blocks: list[Block] = [_table(measured, titles, this_year)] if measured else []
    if others:
        count = f"{len(others)} goals" if len(others) > 1 else "1 goal"
        blocks.append(Fold(f"{count} without a distance, and why", (Items(others),), printed=True))
    return [Section(f"Goals of {the(code)}", tuple(blocks))] if own else []


def in_words(titles: Mapping[str, str], note: str) -> str:
    """Return a note with indicators' titles in place of their ids.

    Examples
    --------
    >>> in_words({"rd_share": "Research"}, "judged by rd_share")
    'Judged by “Research”'
    """
    text = re.sub(r"\b[a-z][a-z0-9]*(?:_[a-z0-9]+)+\b", lambda found: f"“{titles.get(found[0], found[0])}”", note)
    return f"{text[:1].upper()}{text[1:]}"


def _table(goals: Sequence[Goal], titles: Mapping[str, str], this_year: int) -> Table:
    open_ = any(goal.needed_per_year is not None for goal in goals)
    columns = (
        Column("Goal", words=True), Column("Target"), Column("By"), Column("Figure", ages_to=this_year),
        Column("Distance"), *((Column("Needed a year · pace a year"),) if open_ else ()), Column("Status"),
    )  # fmt: skip
    rows = []
    for goal in goals:
        assert goal.target is not None and goal.value is not None and goal.distance is not None, "it has a distance"
        scale = scale_of((goal.target, goal.value))
        assert scale is not None, "target and figure have one unit"
        away = scale._replace(signed=True, words="")
        notes = [in_words(titles, note).rstrip(".") for note in (goal.note, goal.goal_note) if note]
        row: list[Text] = [
            (goal.title, Cite((goal.origin,)), f" ({'. '.join([f'stated {goal.stated}', *notes])})"),
            (_BOUNDS[goal.direction], as_stated(goal.target, scale)),
            str(goal.target_year),
            Shown(goal.value, scale._replace(words="")),
            Shown(goal.distance, away),
            *((_pace(goal, away),) if open_ else ()),
            goal.status,
        ]
        rows.append(tuple(row))
    return Table("Targets and the distance to them", columns, tuple(rows), by="cell")


def as_stated(target: Figure, scale: Scale) -> Shown:
    """Return a target as it was stated, without the zeros that its figure's precision would add."""
    assert target.value is not None, "a target is a number"
    shown = target.value * scale.factor
    places = next((at for at in range(_PLACES) if abs(shown - round(shown, at)) < 1e-9 * max(abs(shown), 1)), _PLACES)
    return Shown(target, scale._replace(decimals=places))


def _pace(goal: Goal, scale: Scale) -> Text:
    """Return what a straight line to the target needs a year and, beside it, the change a year so far."""
    if goal.needed_per_year is None:
        return Absent("–")
    finer = scale._replace(decimals=scale.decimals + 1)
    needed = Shown(goal.needed_per_year, finer)
    return needed if goal.pace_per_year is None else (needed, " · ", Shown(goal.pace_per_year, finer))


def _aim(goal: Goal, titles: Mapping[str, str]) -> Text:
    """Return a goal that no figure can be set against, in one line."""
    said: list[Inline] = [goal.title]
    if goal.target is not None and (scale := scale_of((goal.target,))) is not None:
        said += [f" ({_BOUNDS[goal.direction]}", as_stated(goal.target, scale), ")"]
    said += [f", by {goal.target_year}", f", stated {goal.stated}", Cite((goal.origin,)), f": {goal.status}"]
    return (*said, f". {in_words(titles, goal.note)}" if goal.note else "")
