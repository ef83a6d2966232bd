"""The finding on a goal: one that was met or missed, or one that is not yet due, and then said to be so."""

from __future__ import annotations

from collections.abc import Callable

from technostate.evidence import value_of
from technostate.report.finding import CannotSayError, Said
from technostate.report.ground import Ground
from technostate.report.saying import labelled, said_scale, sentence
from technostate.view.standing import Goal
from technostate.view.standing.goal_blocks import as_stated
from technostate.write.cells import scale_of
from technostate.write.inline import Shown
from technostate.write.names import of, the

#: Whose goals are said first: research has both targets and figures for most states.
_FIRST = "innovation"
#: Years for which a goal that was judged is of interest before one that is to come.
_RECENT = 20
_BOUNDS = {"at_least": "at least ", "at_most": "at most "}
#: What the figures say of a goal whose year has a figure.
_FATES = {
    "reached": "was met",
    "not reached by the year": "was missed",
    "above the stated figure": "was missed, from above",
    "below the stated figure": "was missed, from below",
}
#: What became of a goal by the state's own words.
_DECLARED = {"met": "was met", "missed": "was missed"}


def goal_judged(ground: Ground) -> Said:
    """Say of a goal of the last twenty years that its year's figure judges whether it was met."""
    since = ground.standing.year - _RECENT
    return _judged(ground, ground.who.state, since)


def declared_goal(ground: Ground) -> Said:
    """Say of a goal that no figure judges what became of it by the state's own words."""
    state = ground.who.state
    goal = _chosen(ground, state, lambda it: it.target is not None and _told(it) is not None)
    told, target = _told(goal), goal.target
    assert told is not None and target is not None and goal.declared is not None, "it was chosen so"
    scale = scale_of((target,))
    assert scale is not None, "one figure has one unit"
    scale = said_scale(scale)
    said = sentence(
        f"{of(state)} goal for {goal.target_year}, stated in {goal.stated[:4]}, “{goal.title}” "
        f"({_BOUNDS.get(goal.direction, 'about ')}", as_stated(target, scale), f"), {told} by the state’s own words "
        f"({goal.declared.since})",
    )  # fmt: skip
    besides = (goal.origin, *(() if goal.declared.origin is None else (goal.declared.origin,)))
    return Said((*said, "."), target, labelled("goal", target), besides, goal.target_year)


def goal_in_time(ground: Ground) -> Said:
    """Say of a goal that is not yet due where its figure stands."""
    state = ground.who.state
    goal = _chosen(ground, state, lambda it: _compared(it) and it.status == "open", nearest=True)
    return _beside(ground, goal, "is not yet due" if goal.target_year >= ground.standing.year else "has no figure yet")


def older_goal(ground: Ground) -> Said:
    """Say the same of an older goal, where none is newer and none is to come."""
    return _judged(ground, ground.who.state)


def comparators_goal(ground: Ground) -> Said:
    """Say the same of the comparator, where the state has stated no goal that a figure can be set beside."""
    return _judged(ground, ground.who.against)


def _judged(ground: Ground, code: str, since: int = 0) -> Said:
    goal = _chosen(ground, code, lambda it: _compared(it) and it.status in _FATES and it.target_year >= since)
    return _beside(ground, goal, _FATES[goal.status])


def _beside(ground: Ground, goal: Goal, fate: str) -> Said:
    """Return a goal, what became of it, the figure that says so, and the other state's figure of that year."""
    assert goal.value is not None and goal.target is not None and goal.indicator is not None, "it was chosen so"
    scale = scale_of((goal.value, goal.target))
    assert scale is not None, "target and figure have one unit"
    scale = said_scale(scale)
    record = ground.indicator(goal.judged_by or goal.indicator)
    said = sentence(
        f"{of(goal.region)} goal for {goal.target_year}, stated in {goal.stated[:4]}, “{goal.title}” "
        f"({_BOUNDS.get(goal.direction, 'about ')}", as_stated(goal.target, scale), f"), {fate}: “{record.title}” was ",
        Shown(goal.value, scale), f" in {goal.value.year}",
    )  # fmt: skip
    figures = labelled("goal", goal.target) + labelled(record.title, goal.value)
    state, against = ground.who.pair
    beside = against if goal.region == state else state
    other = record.in_year(beside, goal.value.year)
    if other is not None and goal.measure == "level":
        said += sentence(" (", Shown(other, scale), f" for {the(beside)})")
        figures += labelled(record.title, other)
    told = _told(goal)
    if told is not None and told != fate.partition(",")[0]:
        said += (f"; by the state’s own words it {told}",)
    return Said((*said, "."), goal.value, figures, (goal.origin,))


def _chosen(ground: Ground, code: str, fits: Callable[[Goal], bool], *, nearest: bool = False) -> Goal:
    """Return the goal of a state that is said: of innovation first, on the indicator that stands first, the newest.

    Parameters
    ----------
    nearest : bool
        The one that is due next instead.
    """
    order = {row.id: at for at, row in enumerate(ground.standing.indicators)}
    goals = [goal for part in ground.standing.strategies for goal in part.goals if goal.region == code and fits(goal)]
    if not goals:
        raise CannotSayError(f"no goal of {the(code)} has both a target and a figure that could judge it")
    place = {id(goal): (goal.strategy != _FIRST, order.get(goal.indicator or "", len(order))) for goal in goals}
    best = min(place.values())
    goals = [goal for goal in goals if place[id(goal)] == best]
    if nearest:
        return min(goals, key=lambda goal: (goal.measure != "level", goal.target_year))
    return max(goals, key=lambda goal: (goal.measure == "level", goal.target_year, goal.stated))


def _compared(goal: Goal) -> bool:
    """Return whether a target and a dated figure can be set beside each other."""
    known = goal.value is not None and goal.value.year is not None and goal.value.value is not None
    return known and goal.target is not None and goal.indicator is not None and value_of(goal.target) is not None


def _told(goal: Goal) -> str | None:
    return None if goal.declared is None else _DECLARED.get(goal.declared.status)
