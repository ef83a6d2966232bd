"""What paths say of two states, as a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence import Figure


@dataclass(frozen=True)
class Course:
    """An outcome of a region in a scenario, year by year: median with p10 to p90.

    Parameters
    ----------
    moves : tuple of str
        The assumptions that its last year goes with most, with their rank correlation.
    """

    scenario: str
    outcome: str
    title: str
    meaning: str
    region: str
    years: Mapping[int, Figure]
    moves: tuple[str, ...]


@dataclass(frozen=True)
class Goal:
    """A goal by one definition.

    Parameters
    ----------
    shares : mapping of str to Figure
        Scenario → share of its paths that meet it, with a 95 % interval.
    """

    milestone: str
    title: str
    definition: str
    region: str
    against: str
    year: int
    shares: Mapping[str, Figure]


@dataclass(frozen=True)
class Outlook:
    """What paths say of two states.

    Parameters
    ----------
    scenarios : mapping of str to str
        Name → title: the one in which no state moves a lever, then those in which one of the two alone does.
    whose : mapping of str to str
        Scenario → the state that moves in it.
    draws : int
        Of each scenario.
    failed : mapping of str to int
        Scenario → draws without a path.
    """

    scenarios: Mapping[str, str]
    whose: Mapping[str, str]
    draws: int
    failed: Mapping[str, int]
    goals: tuple[Goal, ...]
    courses: tuple[Course, ...]
    missing: tuple[str, ...]

    def course(self, scenario: str, outcome: str, region: str) -> Course | None:
        """Return an outcome of a region in a scenario; None where it is not shown."""
        wanted = (scenario, outcome, region)
        return next((row for row in self.courses if (row.scenario, row.outcome, row.region) == wanted), None)
