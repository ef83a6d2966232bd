"""How good the evidence of a verdict is: its placebo first, then hits, tests, controls, proxies and margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from technostate.claims import windows
from technostate.claims.claim import Claim
from technostate.claims.decide import LEVEL, Checked, Decided, outcome
from technostate.claims.verdict import Outcome
from technostate.notation import plain

Grade = Literal["strong", "weak", "failed its placebo"]

#: A rule fails where it gives the statement to more than this share of the placebo's decided states.
GIVEN = 1 / 3
#: With fewer decided placebo states a verdict is weak.
FEWEST_PLACEBOS = 3
#: Share of control words that may meet the same condition.
CONTROLS = 0.10
#: Hits from which counted words can be strong evidence.
MANY_HITS = 30
#: Thresholds are moved by this share either way; a verdict that then changes is weak.
MARGIN = 0.20


@dataclass(frozen=True)
class Graded:
    """A grade with its reasons; None where nothing was decided."""

    grade: Grade | None
    reasons: tuple[str, ...]


def grade(claim: Claim, decided: Decided, placebo: Mapping[str, Outcome]) -> Graded:
    """Return the grade of a verdict.

    A rule that says ``supported`` of more than a third of the placebo's decided states failed its placebo: it gives the
    statement to states of which it is not made, so that its verdict on this one, whatever it is, tells nothing. A
    verdict is strong if at least three placebo states are decided and nothing weakens it: fewer than thirty hits, an
    exact test that does not part the windows by hits or by documents, a condition that more than a tenth of other words
    meet, a proxy, or a threshold that, moved by a fifth, changes the verdict.

    Parameters
    ----------
    placebo : mapping of str to str
        State → verdict of the same rule.
    """
    if decided.outcome == "not testable here":
        return Graded(None, ())
    known = [it for it in placebo.values() if it != "not testable here"]
    given = [code for code, it in placebo.items() if it == "supported"]
    if known and len(given) > GIVEN * len(known):
        names = ", ".join(map(windows.named, given))
        said = f"it is supported for {names}, {len(given)} of {len(known)} states of which it is not said"
        return Graded("failed its placebo", (said,))
    reasons = [f"only {len(known)} placebo states could be decided"] if len(known) < FEWEST_PLACEBOS else []
    for it in decided.checked:
        reasons += _doubts(it)
    reasons += [f"another verdict if {said}" for said in turning(claim, decided)]
    return Graded("weak" if reasons else "strong", tuple(reasons))


def turning(claim: Claim, decided: Decided) -> tuple[str, ...]:
    """Return which thresholds, moved by a fifth either way, change the verdict.

    Of a change the distance from none is moved: of a later figure over an earlier one 1.25 becomes 1.20 or 1.30.
    """
    met = {it.condition.key: it.met for it in decided.checked if it.met is not None}
    found = []
    for it in decided.checked:
        if it.reading is None:
            continue
        for factor in (1 - MARGIN, 1 + MARGIN):
            about, key = it.reading.still, it.condition.key
            moved = {**met, key: it.condition.met(it.reading.value, factor=factor, about=about)}
            doubted = it.chance and moved[key] and not it.condition.met(1.0, factor=factor, about=about)
            unsure = decided.unsure - {key} | ({key} if doubted else set())
            if outcome(claim, moved, unsure) != decided.outcome:
                number = about + factor * (it.condition.threshold - about)
                asked = it.condition.holds.partition(" ")[0]
                found.append(
                    f"“{it.condition.what}” is asked with {asked} {number:.3g} in place of {it.condition.holds}"
                )
    return tuple(found)


def _doubts(it: Checked) -> list[str]:
    """Return what weakens a condition that was read."""
    found, reading, what = [], it.reading, f"“{it.condition.what}”"
    if reading is None:
        return [f"{what} has no data"]
    if reading.proxy:
        found.append(f"{what} is read from a proxy: {reading.proxy}")
    if reading.hits is not None and reading.hits < MANY_HITS:
        found.append(f"{what} rests on {reading.hits} hits")
    if reading.test is not None and it.met and it.condition.met(1.0):
        # Equal rates meet the condition, so that what is asked is whether the interval does.
        if not (it.condition.met(reading.test.low) and it.condition.met(reading.test.high)):
            said = f"{plain(reading.test.low, 2)} to {plain(reading.test.high, 2)}"
            found.append(f"the interval of {what}, {said}, reaches beyond {it.condition.holds}")
    elif reading.test is not None and it.met:
        for p, by in ((reading.test.p, "hits"), (reading.test.p_documents, "documents")):
            if p > LEVEL:
                found.append(f"{what}: p {p:.2g} by {by}")
    if reading.controls is not None and it.met:
        passed, tried = reading.controls
        if passed > CONTROLS * tried:
            found.append(f"{what} holds for {passed} of {tried} other words of the same texts")
    return found
