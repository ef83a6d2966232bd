"""Stated goals and how far they are, typed."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.evidence import Figure, Origin, derived_from
from technostate.evidence.series import Series
from technostate.states.model import Goal as Stated
from technostate.strategies.dictionary import values
from technostate.strategies.distance import Progress


@dataclass(frozen=True)
class Declared:
    """What became of a goal by the words of the state that stated it.

    Parameters
    ----------
    status : str
        ``met``, ``missed``, ``dropped`` or ``superseded``.
    since, superseded_by : str
        Since when; the key of the goal that took its place; empty where there is none.
    origin : Origin or None
        The document that says so.
    """

    status: str
    since: str
    superseded_by: str
    origin: Origin | None

    @classmethod
    def of(cls, goal: Stated) -> Declared | None:
        """Return what the file says became of a goal; None while it stands."""
        if goal.status == "standing":
            return None
        origin = None if goal.status_source is None else goal.status_source.origin()
        return cls(goal.status, str(goal.status_since or ""), goal.superseded_by, origin)


@dataclass(frozen=True)
class Goal:
    """A stated goal, and the figure beside it.

    Parameters
    ----------
    region, key, strategy, title, measure, direction : str
        As in the state's file.
    indicator : str or None
        Whose figure is set against it.
    judged_by : str or None
        The one of which `value` is, where that indicator has no figure of the year.
    stated : str
        When.
    status : str
        What the figures say; see `technostate.strategies.distance`. A dropped or superseded goal says so instead.
    declared : Declared or None
        What became of it by the state's own words; None while it stands.
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
    judged_by: str | None
    target_year: int
    stated: str
    status: str
    declared: Declared | None
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
            found.judged_by or None, goal.year, str(goal.stated), found.status,
            Declared.of(goal), found.note, goal.note, stated, target,
            None if series is None else _value(found, series, region), computed(found.distance),
            computed(found.needed_per_year), computed(found.pace_per_year),
        )  # fmt: skip


def _value(found: Progress, series: Series, region: str) -> Figure:
    """Return the figure that a goal is judged by: one of the indicator, or a change computed from it."""
    if found.goal.measure == "level":
        return Figure(found.value, found.unit, series.kind, series.origin, region, found.year)
    origin = derived_from(f"{series.title}: change since {found.goal.base_year}", series.origin)
    return Figure(found.value, found.unit, "derived", origin, region, found.year)
