"""What a brief holds: one answer, and the few typed parts that carry it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from technostate.evidence import Figure
from technostate.report.finding import Finding, Labelled, Unsaid
from technostate.view.doctrine.said import Changes
from technostate.view.doctrine.salience import Salient
from technostate.view.exposure_data import Sector
from technostate.view.futures.outlook_data import Goal
from technostate.view.price.section import Insurance
from technostate.view.shock.battery import Battery
from technostate.write.inline import Text

#: Verdict of a claim that the data do not decide.
UNTESTED = "not testable here"


@dataclass(frozen=True)
class Answered:
    """The sentence that answers.

    Parameters
    ----------
    rule : str
        Which of the rules made it (`technostate.report.brief_answer`).
    figures : tuple of Labelled
        Those that it states, or that its odds are the ends of.
    """

    rule: str
    text: str
    figures: tuple[Labelled, ...]


@dataclass(frozen=True)
class Mutual:
    """How far two states rely on each other's inputs now, looking through supply chains.

    Parameters
    ----------
    year : int or None
        Of all figures; None where no table shows both.
    there, back : Figure or None
        The state's reliance on the comparator, and the comparator's on the state.
    sectors : tuple of Sector
        By the buyer's sector, in the table's order.
    known, more : int
        Sectors with a figure both ways; those of them in which the comparator relies more on the state.
    """

    year: int | None
    there: Figure | None
    back: Figure | None
    sectors: tuple[Sector, ...]
    known: int
    more: int


@dataclass(frozen=True)
class Graded:
    """A claim with its verdicts for both.

    Parameters
    ----------
    verdict, against_verdict : str
        ``supported``, ``contradicted``, ``mixed`` or ``not testable here``.
    grade : str or None
        Of the evidence for the state's verdict.
    """

    id: str
    short: str
    claim: str
    verdict: str
    against_verdict: str
    grade: str | None


@dataclass(frozen=True)
class Brief:
    """A state beside its comparator on two pages.

    Parameters
    ----------
    schema : int
        Version of the layout.
    technostate : str
        Version of the package.
    as_of : str
        ISO date to which ages refer.
    dated : str
        ISO date of the newest source that it cites; empty where none has one.
    answer : Answered
        The sentence that answers.
    price : Insurance
        What levers of the two against each other cost, cover, and at which odds they pay.
    exposure : Mutual
        Who depends on whom.
    shock : Battery
        One shock that strikes both.
    language : tuple of Salient
        The five strategies in the official language of those of the two that have texts.
    changes : tuple of Changes
        Between the latest years and as many before, or between the two latest texts.
    tally : mapping of str to int
        Verdict → how many claims of the state's have it.
    claims : tuple of Graded
        All of the ledger.
    odds : tuple of Goal
        How often paths meet goals that are about one of the two.
    findings, findings_missing
        As in `Assessment`.
    missing : tuple of str
        What could not be said, and why, a sentence each.
    """

    schema: int
    technostate: str
    as_of: str
    dated: str
    state: str
    against: str
    answer: Answered
    price: Insurance
    exposure: Mutual
    shock: Battery
    language: tuple[Salient, ...]
    changes: tuple[Changes, ...]
    tally: Mapping[str, int]
    claims: tuple[Graded, ...]
    odds: tuple[Goal, ...]
    findings: tuple[Finding, ...]
    findings_missing: tuple[Unsaid, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Told:
    """What blocks need beside the record.

    Parameters
    ----------
    lead : Text
        Under the sentence that answers.
    movers : mapping of str to str
        Scenario → the one state that moves levers in it; none where no state does.
    command : str
        What to type for the same figures.
    """

    lead: Text
    movers: Mapping[str, str]
    command: str
