"""The claims ledger in a report: each verdict with its figure, age and the strongest objection."""

from __future__ import annotations

from typing import Any

from technostate.evidence.encode import plain
from technostate.report.subjects import Subjects


def claims(who: Subjects) -> list[dict[str, Any]]:
    """Return the ledger's verdicts for the state beside its comparator, as plain JSON types."""
    from technostate.claims import assess

    return [plain(verdict) for verdict in assess(who.state, against=who.against)]
