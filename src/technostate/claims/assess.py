"""Every claim of the ledger, judged, for any state beside any other."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from technostate.claims.case import Case, Embedded, Evidence
from technostate.claims.claim import Claim, ledger
from technostate.claims.ruled import ruled
from technostate.claims.verdict import Finding, Verdict, conclude
from technostate.claims.windows import named
from technostate.errors import unknown_label
from technostate.strategies.comparison import code_of, comparator


def judge(claim: Claim, case: Case) -> Verdict:
    """Return the verdict on one claim; what cannot be tested says why and is no error.

    Parameters
    ----------
    claim : Claim
        The statement with its rule.
    case : Case
        The state, its comparator and the evidence.
    """
    if claim.applies not in ("any", case.state):
        finding = _untested(
            f"The statement is about {named(claim.applies)}: its target, date or event is not one of "
            f"{named(case.state)}."
        )
    elif claim.testable != "data":
        finding = _untested(claim.reason)
    else:
        finding = ruled(claim, case)
    return conclude(claim, finding, state=case.state, against=case.against)


def assess(
    state: str = "CHN",
    *,
    against: str | None = None,
    evidence: Evidence | None = None,
    ids: tuple[str, ...] | None = None,
    today: int | None = None,
) -> tuple[Verdict, ...]:
    """Return the verdict on every claim, in the brief's order, for a state beside its comparator.

    Parameters
    ----------
    state : str
        ISO 3166 alpha-3 code, or ``EU``.
    against : str, optional
        The comparator; by default the one in the state's file, else the United States (China for these).
    evidence : Evidence, optional
        Where figures come from; by default what ships inside the package.
    ids : tuple of str, optional
        Only these claims.
    today : int, optional
        Year from which the age of figures is counted; by default this year.

    Raises
    ------
    LabelError
        If a state or a claim is unknown, with the nearest names.
    DataError
        If the state is compared with itself.

    Examples
    --------
    >>> from technostate.claims import assess
    >>> [(v.id, v.verdict) for v in assess("CHN", against="USA", ids=("MI-1", "MI-5"))]
    [('MI-1', 'not testable here'), ('MI-5', 'not testable here')]
    """
    first = code_of(state)
    case = Case(first, comparator(first) if against is None else code_of(against), evidence or Embedded())
    rows = ledger()
    known = tuple(claim.id for claim in rows)
    for key in ids or ():
        if key not in known:
            raise unknown_label("claim", key, known)
    aged = Aged(today)
    return tuple(aged.judge(claim, _beside(claim, case)) for claim in rows if ids is None or claim.id in ids)


def _beside(claim: Claim, case: Case) -> Case:
    """Return the case beside the comparator that the statement itself names, if it names one."""
    return replace(case, against=claim.against) if claim.against not in ("", case.state) else case


@dataclass(frozen=True)
class Aged:
    """Verdicts that say how old their headline figure is.

    Parameters
    ----------
    today : int or None
        Year from which the age is counted; this year by default.
    """

    today: int | None = None

    def judge(self, claim: Claim, case: Case) -> Verdict:
        """Return the verdict on one claim with the age of its headline figure said at the end of `why`; see `judge`."""
        verdict = judge(claim, case)
        if verdict.year is None:
            return verdict
        age = (dt.date.today().year if self.today is None else self.today) - verdict.year
        if age < 0:
            return replace(verdict, why=f"{verdict.why} The headline figure is of {verdict.year}.")
        old = "of this year" if age == 0 else "1 year old" if age == 1 else f"{age} years old"
        return replace(verdict, why=f"{verdict.why} The headline figure is {old} ({verdict.year}).")


def _untested(why: str) -> Finding:
    return Finding("not testable here", why)
