"""A state at a glance, typed: which figures stand for it at first sight, verdicts in short, and all that is beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from technostate.claims import Verdict as Judged
from technostate.evidence import Figure
from technostate.view.exposure_data import Partner
from technostate.view.observatory.facts import Fact
from technostate.view.standing.data import Indicator
from technostate.view.standing.goals import Goal
from technostate.view.timeline.data import Happening

#: Figures of record: wealth, forces, research and dependence, two each; the same for every state.
RECORD = (
    "gdp_per_head", "military_spending_gdp", "rd_share_of_gdp", "foreign_input_reliance_icio",
    "external_circulation_icio", "import_share_electronics", "articles_world_share", "military_spending_world_share",
)  # fmt: skip


@dataclass(frozen=True)
class Verdict:
    """A verdict of the ledger in short.

    Parameters
    ----------
    key : str
        Of the claim.
    verdict, grade : str
        What the figures say of it, and how good the evidence is; no grade where none was given.
    """

    key: str
    claim: str
    verdict: str
    grade: str

    @classmethod
    def of(cls, found: Judged) -> Verdict:
        """Return a verdict of the ledger."""
        return cls(found.id, found.claim, found.verdict, found.grade or "")


@dataclass(frozen=True)
class Overview:
    """A state at a glance, beside a comparator.

    Parameters
    ----------
    year : int
        To which ages count.
    figures : tuple of Indicator
        Of record, in the order of `RECORD`; each with the figures of both.
    goals : tuple of Goal
        Of both.
    suppliers, dependents : tuple of Partner
        Of the state in the newest table that shows it; empty where none does.
    rest : (Figure or None, Figure or None)
        The rest of the world's share in its inputs, and its share in theirs.
    shock, language : Fact or None
        What an end of trade between the two costs; what changed in its official language.
    claims : tuple of Verdict
        On the claims of the ledger, asked about the state.
    events : tuple of Happening
        The newest by or towards it.
    missing : tuple of str
        What could not be said, and why.
    """

    state: str
    against: str
    year: int
    figures: tuple[Indicator, ...]
    goals: tuple[Goal, ...]
    table: str
    suppliers: tuple[Partner, ...]
    dependents: tuple[Partner, ...]
    rest: tuple[Figure | None, Figure | None]
    shock: Fact | None
    language: Fact | None
    claims: tuple[Verdict, ...]
    events: tuple[Happening, ...]
    missing: tuple[str, ...]


def of_record(indicators: Sequence[Indicator]) -> tuple[Indicator, ...]:
    """Return the figures of record, in their order, as far as the dictionary has them."""
    known = {row.id: row for row in indicators}
    return tuple(known[key] for key in RECORD if key in known)


def nth(place: int) -> str:
    """Return a place in words.

    Examples
    --------
    >>> [nth(place) for place in (1, 2, 3, 4, 11, 12, 13, 21, 112)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '112th']
    """
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ends.get(place % 10, 'th')}"
