"""What the rules of findings draw on: the parts of an assessment made so far."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from technostate.report.finding import CannotSayError, Said
from technostate.report.subjects import Subjects

if TYPE_CHECKING:
    from technostate.view.claims import Verdicts
    from technostate.view.dependence import Dependence
    from technostate.view.doctrine.said import Sayings
    from technostate.view.shock.battery import Battery
    from technostate.view.standing import Indicator, Standing


@dataclass(frozen=True)
class Ground:
    """The data of an assessment's parts, as their views hold them.

    Parameters
    ----------
    who : Subjects
        State and comparator.
    standing : Standing
        Indicators and goals.
    exposure : Dependence
        Who depends on whom.
    shocks : Battery
        Standard shocks on both.
    claims : Verdicts
        Asked about the state beside the comparator.
    doctrine : Sayings
        What both say.
    """

    who: Subjects
    standing: Standing
    exposure: Dependence
    shocks: Battery
    claims: Verdicts
    doctrine: Sayings

    def indicator(self, key: str) -> Indicator:
        """Return an indicator; raises `CannotSayError` if the dictionary lacks it."""
        for row in self.standing.indicators:
            if row.id == key:
                return row
        raise CannotSayError(f"the dictionary has no indicator {key}")


#: A rule says something from the ground, or raises `CannotSayError` with what it lacks.
Rule: TypeAlias = Callable[[Ground], Said]


def first_that_speaks(ground: Ground, rules: tuple[Rule, ...]) -> Said:
    """Return what the first rule that can speak says.

    Parameters
    ----------
    rules : tuple of callable
        All of one question, the preferred one first.

    Raises
    ------
    CannotSayError
        If none can, with the reason of each.
    """
    reasons: list[str] = []
    for rule in rules:
        try:
            return rule(ground)
        except CannotSayError as reason:
            reasons.append(str(reason))
    raise CannotSayError("; ".join(dict.fromkeys(reasons)))
