"""The finding of a rule with conditions: decided, its placebo asked, graded, and said."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from technostate.claims import verdict
from technostate.claims.case import Case
from technostate.claims.claim import Claim
from technostate.claims.decide import Checked, Decided, decide
from technostate.claims.grade import grade
from technostate.claims.reading import Reading
from technostate.claims.verdict import Finding, Outcome
from technostate.evidence import Kind
from technostate.strategies.comparison import comparator


def ruled(claim: Claim, case: Case) -> Finding:
    """Return what a rule finds of a state, with its placebo and grade; a verdict that its placebo shares is none.

    Parameters
    ----------
    claim : Claim
        With conditions.
    """
    decided = decide(claim, case)
    asked = placebo(claim, case)
    graded = grade(claim, decided, asked)
    main = next((it for it in decided.checked if it.condition.key == (claim.headline or claim.condition[0].key)), None)
    reading = main.reading if main else None
    why = _sentence(decided.checked, told=decided.missing)
    outcome = decided.outcome
    if outcome == "not testable here":
        why = f"{decided.why} {why}".strip()
    if graded.grade == "failed its placebo":
        why = f"The rule would say {outcome}, but {graded.reasons[0]}. {why}"
        outcome = "not testable here"
    return Finding(
        outcome, why,
        _finite(reading),
        None if reading is None else reading.year,
        tuple(dict.fromkeys(figure for it in decided.readings for figure in it.figures)),
        tuple(origin for it in decided.readings for origin in it.origins),
        _kind(reading, decided),
        graded.grade, graded.reasons, decided.hits, asked,
        graded.other_words, tuple(_condition(it, decided) for it in decided.checked), graded.turning,
        None if reading is None else reading.range,
        "" if reading is None else reading.unit,
    )  # fmt: skip


def placebo(claim: Claim, case: Case) -> dict[str, Outcome]:
    """Return what the same rule says of the states of which the statement is not made, whoever is asked about.

    A placebo state that is asked about itself stays one: a rule that failed, failed for everybody.
    """
    if claim.placebo is None:
        return {}
    found: dict[str, Outcome] = {}
    for code in claim.placebo.states:
        other = claim.placebo.beside.get(code) or claim.placebo.against
        other = comparator(code) if other in ("", code) else other
        found[code] = decide(claim, replace(case, state=code, against=other)).outcome
    return found


def _sentence(checked: Sequence[Checked], *, told: bool = False) -> str:
    """Return each condition with whether it holds; conditions that read the same number say it once.

    Parameters
    ----------
    told : bool
        Whether what is missing has been said.
    """
    found: dict[str, list[str]] = {}
    for it in checked:
        what = it.reading.said if it.reading else "no data" if told else f"no data: {it.lacking}"
        answer = "yes" if it.met else "no" if it.reading else "unknown"
        answer += ", but the test does not tell it from chance, so that it counts neither way" if it.unsure else ""
        found.setdefault(what, []).append(f"{it.condition.what}: {answer}")
    clauses = (f"{', '.join(conditions)} ({what})" for what, conditions in found.items())
    return f"{'; '.join(clauses)}." if found else ""


def _finite(reading: Reading | None) -> float | None:
    """Return the number read; None without one, and for a rise from nothing, which has no ratio."""
    return reading.value if reading is not None and math.isfinite(reading.value) else None


def _kind(reading: Reading | None, decided: Decided) -> Kind:
    """Return the kind of a number; what stands beside figures of other sources is derived, unless a model gave it."""
    alone = len(decided.readings) == 1
    return reading.kind if reading is not None and (alone or reading.kind == "modelled") else "derived"


def _condition(it: Checked, decided: Decided) -> verdict.Condition:
    base = it.condition.key, it.condition.what, it.condition.holds, it.met
    reading = it.reading
    if reading is None:
        return verdict.Condition(*base, it.lacking)
    test, tried = reading.test, len(reading.controls) or None
    met = sum(reading.controls.values()) if tried else None
    return verdict.Condition(
        *base, reading.said, _finite(reading), reading.unit, reading.hits,
        test.p if test else None, test.p_documents if test else None, test.low if test else None,
        test.high if test and math.isfinite(test.high) else None, met, tried, reading.proxy,
        reading.steps, _kind(reading, decided), reading.range,
    )  # fmt: skip
