"""The tables and lists that say which goals a state stated, and how far each is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from technostate.evidence import Figure
from technostate.notation import Scale
from technostate.view.standing.goals import Goal
from technostate.write import Absent, Cite, Column, Fold, Section, Table
from technostate.write.blocks import Block, Items
from technostate.write.cells import scale_of
from technostate.write.inline import Inline, Shown, Text
from technostate.write.names import the

_BOUNDS = {"at_least": "≥ ", "at_most": "≤ ", "about": "≈ "}
#: Places of a target that are written; it is printed as it was stated, without zeros that a figure would add.
_PLACES = 3


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
    names = {goal.key: goal.title for goal in own}
    others = tuple(_aim(goal, titles, names) for goal in own if goal.distance is None)
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
            _fate(goal, {}),
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


def _fate(goal: Goal, names: Mapping[str, str]) -> tuple[Inline, ...]:
    """Return what the figures say of a goal, and what became of it by the state's own words, with the document.

    Parameters
    ----------
    names : mapping of str to str
        Titles of the state's goals, by key.
    """
    told = goal.declared
    if told is None:
        return (goal.status,)
    by = f" by “{names.get(told.superseded_by, told.superseded_by)}”" if told.superseded_by else ""
    said = f"{told.status} {told.since}{by}"
    own = said if told.status == goal.status else f"{goal.status}; {said}, by the state’s own words"
    return own, *(() if told.origin is None else (Cite((told.origin,)),))


def _aim(goal: Goal, titles: Mapping[str, str], names: Mapping[str, str]) -> Text:
    """Return a goal that no figure can be set against, in one line."""
    said: list[Inline] = [goal.title]
    if goal.target is not None and (scale := scale_of((goal.target,))) is not None:
        said += [f" ({_BOUNDS[goal.direction]}", as_stated(goal.target, scale), ")"]
    said += [f", by {goal.target_year}", f", stated {goal.stated}", Cite((goal.origin,)), ": ", *_fate(goal, names)]
    return (*said, f". {in_words(titles, goal.note)}" if goal.note else "")
