"""The claims ledger: each statement of the brief with a rule written before looking, and what figures say of it."""

from technostate.claims.assess import assess, judge
from technostate.claims.case import Case, Embedded, Evidence
from technostate.claims.claim import Claim, ledger
from technostate.claims.verdict import Figure, Verdict

__all__ = ["Case", "Claim", "Embedded", "Evidence", "Figure", "Verdict", "assess", "judge", "ledger"]
