"""Five dated, sourced sentences that a reader may quote, chosen by the same rules for every state.

They answer five different questions, one each and always in this order: who depends on whom now, which goal was met or
missed, what one shock would do, what the figures say of one claim, and what changed in official language. A question
has several rules of its kind, the preferred one first; where none can speak, the finding is listed as missing with the
reason, and no other kind takes its place. A sentence states figures, years and a source, and no cause.
"""

from __future__ import annotations

from technostate.report.finding import CannotSayError, Finding, Unsaid
from technostate.report.ground import Ground, Rule, first_that_speaks
from technostate.report.on_dependence import asymmetry, purchases, reliance_abroad
from technostate.report.on_goals import comparators_goal, declared_goal, goal_in_time, goal_judged, older_goal
from technostate.report.on_language import language, language_of_comparator
from technostate.report.on_models import claim, shock

__all__ = ["QUESTIONS", "Ground", "findings"]

#: Question → its rules, the preferred one first.
QUESTIONS: dict[str, tuple[Rule, ...]] = {
    "dependence": (asymmetry, purchases, reliance_abroad),
    "goal": (goal_judged, declared_goal, goal_in_time, older_goal, comparators_goal),
    "shock": (shock,),
    "claim": (claim,),
    "language": (language, language_of_comparator),
}


def findings(ground: Ground) -> tuple[tuple[Finding, ...], tuple[Unsaid, ...]]:
    """Return at most one finding for each of the five questions, and why the others have none.

    Every finding has the key of its question (`QUESTIONS`), its sentence as plain words (`text`) and as pieces for a
    writer (`said`), the figures that it states, and all origins that it rests on.

    Parameters
    ----------
    ground : Ground
        The data of six parts, each as its view holds it: ``Ground(who, standing=…, exposure=…, shocks=…, claims=…,
        doctrine=…)``. Nothing is computed or read here, so that it may be called again at no cost.

    Returns
    -------
    found : tuple of Finding
        In the order of the questions.
    missing : tuple of Unsaid
        A question each, with the reason.
    """
    found: list[Finding] = []
    missing: list[Unsaid] = []
    for key, rules in QUESTIONS.items():
        try:
            found.append(first_that_speaks(ground, rules).finding(key))
        except CannotSayError as reason:
            missing.append(Unsaid(key, str(reason)))
    return tuple(found), tuple(missing)
