"""How good the evidence of a verdict is: its placebo first, then hits, tests, controls, proxies and margins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from technostate.claims import windows
from technostate.claims.claim import Claim
from technostate.claims.condition import said_of
from technostate.claims.decide import LEVEL, Checked, Decided, outcome
from technostate.claims.verdict import OtherWords, Outcome
from technostate.notation import plain

Grade = Literal["strong", "weak", "failed its placebo"]

#: A rule fails where it gives the statement to more than this share of the placebo's decided states.
GIVEN = 1 / 3
#: Fewer other words than this are no placebo.
FEWEST_WORDS = 10
#: A verdict that more than this share of the placebo's decided states get too is weak.
COMMON = 1 / 2
#: With fewer decided placebo states a verdict is weak.
FEWEST_PLACEBOS = 3
#: Share of control words that may meet the same condition.
CONTROLS = 0.10
#: Hits from which counted words can be strong evidence.
MANY_HITS = 30
#: Thresholds are moved by this share either way; a verdict that then changes is weak.
MARGIN = 0.20
#: A ratio that must only be above or below one is asked with one more or less by this.
NEUTRAL = 0.05


@dataclass(frozen=True)
class Graded:
    """A grade with its reasons; None where nothing was decided.

    Parameters
    ----------
    turning : tuple of str
        Which thresholds, moved by a fifth, change the verdict.
    other_words : OtherWords or None
        A placebo inside the same texts.
    """

    grade: Grade | None = None
    reasons: tuple[str, ...] = ()
    turning: tuple[str, ...] = ()
    other_words: OtherWords | None = None


def grade(claim: Claim, decided: Decided, placebo: Mapping[str, Outcome]) -> Graded:
    """Return the grade of a verdict.

    A rule fails its placebo if it says ``supported`` of more than a third of the placebo's decided states, or if more
    than a third of the other words of the same texts meet all its conditions: it gives the statement to states, or to
    words, of which it is not made, so that its verdict on this one, whatever it is, tells nothing. A verdict is strong
    if at least three placebo states are decided and nothing weakens it: `Claim.untested`, `Claim.foreknown`, the same
    verdict for more than half of the placebo's states, fewer than thirty hits, an exact test that does not part the
    windows by hits or by documents, a condition that more than a tenth of other words meet, a proxy, or a threshold
    that, moved by a fifth, changes the verdict.

    Parameters
    ----------
    placebo : mapping of str to str
        State → verdict of the same rule.
    """
    if decided.outcome == "not testable here":
        return Graded()
    moved, words = turning(claim, decided), other_words(claim, decided)
    known = [it for it in placebo.values() if it != "not testable here"]
    if failed := (*_given_to_states(placebo, len(known)), *_given_to_words(words)):
        return Graded("failed its placebo", failed, moved, words)
    reasons = [f"not tested: {claim.untested}"] if claim.untested else []
    reasons += [f"known when the rule was written: {claim.foreknown}"] if claim.foreknown else []
    reasons += _few(len(known))
    same = known.count(decided.outcome)
    if same > COMMON * len(known):
        reasons.append(f"{same} of {len(known)} placebo states get the same verdict")
    reasons += _proxies(decided)
    for it in decided.checked:
        reasons += _doubts(it)
    reasons += [f"another verdict if {said}" for said in moved]
    return Graded("weak" if reasons else "strong", tuple(reasons), moved, words)


def _given_to_states(placebo: Mapping[str, Outcome], known: int) -> tuple[str, ...]:
    """Say whether too many states of which the statement is not made get it."""
    given = [code for code, it in placebo.items() if it == "supported"]
    if not known or len(given) <= GIVEN * known:
        return ()
    names = ", ".join(map(windows.named, given))
    return (f"it is supported for {names}, {len(given)} of {known} states of which it is not said",)


def _given_to_words(asked: OtherWords | None) -> tuple[str, ...]:
    """Say whether too many other words meet all that ``supported`` asks."""
    if asked is None or not asked.all or asked.met <= GIVEN * asked.of:
        return ()
    return (f"{asked.said} meet all that it asks",)


def other_words(claim: Claim, decided: Decided) -> OtherWords | None:
    """Return how many other words of the same texts meet what ``supported`` asks, as far as it is asked of them.

    None where no condition is, where a count of conditions decides, or with too few words.
    """
    assert claim.supported is not None, "a rule with conditions has a decision"
    tables = {it.condition.key: it.reading.controls for it in decided.checked if it.reading is not None}
    asked = [(term.removeprefix("not "), not term.startswith("not ")) for term in claim.supported.of]
    told = [(key, wanted) for key, wanted in asked if tables.get(key)]
    if claim.supported.at_least is not None or not told:
        return None
    common = set.intersection(*(set(tables[key]) for key, _ in told))
    met = sum(all(tables[key][word] is wanted for key, wanted in told) for word in common)
    return OtherWords(met, len(common), len(told) == len(asked)) if len(common) >= FEWEST_WORDS else None


def turning(claim: Claim, decided: Decided) -> tuple[str, ...]:
    """Return which thresholds, moved by a fifth either way, change the verdict.

    Of a change the distance from none is moved: of a later figure over an earlier one 1.25 becomes 1.20 or 1.30, and
    what asks for no more than a change at all is asked with 0.95 or 1.05.
    """
    met = {it.condition.key: it.met for it in decided.checked if it.met is not None}
    found = []
    for it in decided.checked:
        if it.reading is None:
            continue
        key, still = it.condition.key, it.reading.still
        distance = abs(it.condition.threshold - still)
        step = MARGIN * distance if distance or not still else NEUTRAL
        for number in (it.condition.threshold - step, it.condition.threshold + step):
            moved = {**met, key: it.condition.met(it.reading.value, number)}
            doubted = it.chance and moved[key] and not it.condition.met(1.0, number)
            unsure = decided.unsure - {key} | ({key} if doubted else set())
            if outcome(claim, moved, unsure) != decided.outcome:
                asked = it.condition.holds.partition(" ")[0]
                other = said_of(f"{asked} {number:.3g}")
                found.append(f"“{it.condition.what}” asks for {other} in place of {said_of(it.condition.holds)}")
    return tuple(found)


def _few(known: int) -> list[str]:
    """Say that too few placebo states could be decided."""
    if known >= FEWEST_PLACEBOS:
        return []
    many = {0: "no placebo state", 1: "only 1 placebo state"}.get(known, f"only {known} placebo states")
    return [f"{many} could be decided"]


def _proxies(decided: Decided) -> list[str]:
    """Say which conditions are read from a proxy; those that share one are named together."""
    found: dict[str, list[str]] = {}
    for it in decided.checked:
        if it.reading is not None and it.reading.proxy:
            found.setdefault(it.reading.proxy, []).append(f"“{it.condition.what}”")
    said = []
    for proxy, what in found.items():
        *first, last = what
        said.append(
            f"{', '.join(first)} and {last} are read from a proxy: {proxy}"
            if first
            else f"{last} is read from a proxy: {proxy}"
        )
    return said


def _doubts(it: Checked) -> list[str]:
    """Return what weakens a condition that was read."""
    found, reading, what = [], it.reading, f"“{it.condition.what}”"
    if reading is None:
        return [f"{what} has no data"]
    if reading.hits is not None and reading.hits < MANY_HITS:
        found.append(f"{what} rests on {reading.hits} hits")
    if reading.test is not None and it.met and it.condition.met(1.0):
        # Equal rates meet the condition, so that what is asked is whether the interval does.
        if not (it.condition.met(reading.test.low) and it.condition.met(reading.test.high)):
            said = f"{plain(reading.test.low, 2)} to {plain(reading.test.high, 2)}"
            found.append(f"the interval of {what}, {said}, does not lie wholly at {said_of(it.condition.holds)}")
    elif reading.test is not None and it.met:
        for p, by in ((reading.test.p, "hits"), (reading.test.p_documents, "documents")):
            if p > LEVEL:
                found.append(f"{what}: p {p:.2g} by {by}")
    passed, tried = sum(reading.controls.values()), len(reading.controls)
    if it.met and passed > CONTROLS * tried:
        found.append(f"{what} holds for {passed} of {tried} other words of the same texts")
    return found
