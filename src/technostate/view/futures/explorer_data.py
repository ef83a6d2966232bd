"""What paths say under conditions, as a record."""

from __future__ import annotations

from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.view.futures.record import Fan, Odds


@dataclass(frozen=True)
class Chosen:
    """A condition with how many paths it leaves, by itself.

    Parameters
    ----------
    key : str
        As it stands in an address: ``waste:low``.
    words : str
        As it stands in a sentence.
    """

    key: str
    words: str
    leaves: int


@dataclass(frozen=True)
class Choice:
    """Something that a condition may be about: a thing that is drawn, or a goal, and the sides it may have."""

    name: str
    title: str
    sides: tuple[str, ...]


@dataclass(frozen=True)
class Moved:
    """How an outcome's last year goes with an assumption.

    Parameters
    ----------
    identified : bool
        Whether any data decide the assumption.
    correlation : Figure
        By ranks, over the paths that remain.
    """

    dimension: str
    title: str
    identified: bool
    correlation: Figure


@dataclass(frozen=True)
class Beside:
    """A goal in the paths that remain, in all of the scenario, and in the same draws of drift.

    Parameters
    ----------
    whole, still : Figure or None
        Shares of paths: of all, where conditions left some out; of the same draws of drift.
    """

    odds: Odds
    whole: Figure | None
    still: Figure | None


@dataclass(frozen=True)
class Explored:
    """What paths of a scenario say, all of them or those that meet conditions.

    Parameters
    ----------
    draws, paths, remaining : int
        Draws; those that have a path; those of them that meet every condition.
    fans, still : tuple of Fan
        Of the paths that remain, and of the same draws of drift, a state each.
    whole : tuple of Fan
        Of all paths of the scenario, where conditions left some out.
    above, below : Figure or None
        Share of draws in which the subject's last year lies above, below that of drift.
    """

    scenario: str
    title: str
    state: str
    against: str
    outcome: str
    outcome_title: str
    meaning: str
    draws: int
    paths: int
    remaining: int
    conditions: tuple[Chosen, ...]
    fans: tuple[Fan, ...]
    whole: tuple[Fan, ...]
    still: tuple[Fan, ...]
    above: Figure | None
    below: Figure | None
    goals: tuple[Beside, ...]
    moved: tuple[Moved, ...]
    choices: tuple[Choice, ...]
    missing: tuple[str, ...]

    @property
    def subject(self) -> str:
        """The state that titles speak of: the first that paths show."""
        return self.fans[0].region if self.fans else self.state
