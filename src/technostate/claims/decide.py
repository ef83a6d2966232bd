"""A rule applied: each condition read and compared, and what they decide together."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, replace

from pydantic import ValidationError

from technostate.claims.case import Case
from technostate.claims.claim import Claim
from technostate.claims.condition import Condition
from technostate.claims.measures import measure
from technostate.claims.reading import FEWEST_HITS, Reading
from technostate.claims.verdict import NotTestableError, Outcome, three_way
from technostate.errors import DataError, LabelError, ScenarioError

#: Level of the exact test of counted words.
LEVEL = 0.05


@dataclass(frozen=True)
class Checked:
    """A condition with what was read and whether it holds; without data both are None, and `lacking` says why."""

    condition: Condition
    reading: Reading | None
    met: bool | None
    lacking: str = ""

    @property
    def unsure(self) -> bool:
        """Whether a change of counted words meets the condition, and its exact test does not tell it from none."""
        return self.chance and bool(self.met) and not self.condition.met(1.0)

    @property
    def chance(self) -> bool:
        """Whether the exact test of counted words does not tell what was read from equal rates."""
        test = self.reading.test if self.reading is not None else None
        return test is not None and test.p > LEVEL


@dataclass(frozen=True)
class Decided:
    """What a rule says of a case, before its placebo is asked.

    Parameters
    ----------
    outcome : str
        The verdict.
    checked : tuple of Checked
        In the order of the rule.
    why : str
        What is missing; empty where the rule decided.
    missing : bool
        Whether data are missing, which `why` then names.
    """

    outcome: Outcome
    checked: tuple[Checked, ...]
    why: str = ""
    missing: bool = False

    @property
    def unsure(self) -> frozenset[str]:
        """Keys of the conditions that are met and not sure."""
        return frozenset(it.condition.key for it in self.checked if it.unsure)

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What was read."""
        return tuple(it.reading for it in self.checked if it.reading is not None)

    @property
    def hits(self) -> int | None:
        """Fewest hits that a condition counts; None where none counts words."""
        return min((it.hits for it in self.readings if it.hits is not None), default=None)


def decide(claim: Claim, case: Case) -> Decided:
    """Return what the rule of a claim says of a state beside its comparator.

    Raises
    ------
    DataError
        If a condition asks its measure something it does not know.
    """
    checked = tuple(_check(claim, condition, case) for condition in claim.condition)
    known = {it.condition.key: it.met for it in checked if it.met is not None}
    lacking = [it.lacking for it in checked if it.lacking]
    needed = len(checked) if claim.needs is None else claim.needs
    if len(known) < needed:
        why = f"Data are missing: {'; '.join(dict.fromkeys(lacking))}."
        return Decided("not testable here", checked, why, missing=True)
    decided = Decided("mixed", checked)
    decided = replace(decided, outcome=outcome(claim, known, decided.unsure))
    if decided.hits is not None and decided.hits < FEWEST_HITS:
        why = f"{decided.hits} hits in both windows together: fewer than {FEWEST_HITS} decide nothing."
        return Decided("not testable here", checked, why)
    return decided


def outcome(claim: Claim, met: Mapping[str, bool], unsure: Set[str] = frozenset()) -> Outcome:
    """Return what conditions decide together.

    Parameters
    ----------
    met : mapping of str to bool
        Condition → whether it holds.
    unsure : set of str
        Conditions that are met by words whose change no test tells from none: they speak neither for nor against.
    """
    assert claim.supported is not None and claim.contradicted is not None, "a rule with conditions has both"
    sure = {key: value for key, value in met.items() if key not in unsure}
    return three_way(claim.supported.holds(sure), claim.contradicted.holds(sure))


def _check(claim: Claim, condition: Condition, case: Case) -> Checked:
    found = measure(condition.measure)
    try:
        asked = found.asks.model_validate(dict(condition.ask))
    except ValidationError as error:
        said = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'ask'}: {e['msg']}" for e in error.errors())
        raise DataError(
            f"claim {claim.id}, condition {condition.key!r}: {condition.measure} cannot be asked this: {said}",
            hint="technostate claims measures lists what each measure is asked",
        ) from None
    try:
        reading = found.read(asked, case, condition.met)
    except NotTestableError as error:
        return Checked(condition, None, None, str(error))
    except (DataError, LabelError, ScenarioError) as error:
        where = f"claim {claim.id}, condition {condition.key!r}: {condition.measure}"
        raise DataError(f"{where}: {error}", hint=error.hint) from None
    return Checked(condition, reading, condition.met(reading.value))
