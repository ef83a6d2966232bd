"""The assessment: everything the report says, as plain data, from one function for every door."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate import __version__
from technostate.evidence.origin import Origin
from technostate.report import subjects
from technostate.shocks.progress import Show, beside, silent
from technostate.write.encode import Encoder

if TYPE_CHECKING:
    from technostate.view.doctrine.said import Sayings
    from technostate.write import View

#: Version of the layout of the record.
SCHEMA = 1

Record = dict[str, Any]


class Inlined(Encoder):
    """Encodes typed results with each origin in full where it stands, as the rest of the record has them."""

    def number(self, origin: Origin) -> Any:
        """Return the origin as a record."""
        return origin.as_dict()


@dataclass(frozen=True)
class Assessment:
    """A state beside its comparator, in plain JSON types.

    Parameters
    ----------
    state, against : str
        Codes.
    peers : tuple of str
        Codes of the other states shown.
    names : dict of str to str
        Code → name, for every code in the record.
    as_of : str
        ISO date to which ages refer.
    findings : tuple of dict
        At most five: ``key``, ``text``, ``value``, ``unit``, ``year``, ``kind``, ``origin``, ``figures``.
    findings_missing : tuple of dict
        Which finding could not be made (``key``) and ``why``.
    wheels : dict
        Military spending against real GDP per head: ``paths`` by state.
    strategies : tuple of dict
        Five: ``key``, ``title``, ``indicators``, ``goals``, ``institutions``, ``chronology``.
    exposure : dict
        Reliance, partners, sectors, import shares, chokepoints, circulation, and ``missing``.
    shocks : dict
        ``battery`` (standard shocks × horizons, both states), ``main`` (the first in depth, with its coalition),
        ``missing``.
    doctrine : View
        What each of the two says: salience, security beside development, uses, changes, and ``missing``.
    claims : tuple of dict
        Verdicts of the ledger.
    version : str
        Of technostate.
    """

    state: str
    against: str
    peers: tuple[str, ...]
    names: dict[str, str]
    as_of: str
    findings: tuple[Record, ...]
    findings_missing: tuple[Record, ...]
    wheels: Record
    strategies: tuple[Record, ...]
    exposure: Record
    shocks: Record
    doctrine: View[Sayings]
    claims: tuple[Record, ...]
    version: str = __version__

    def as_dict(self) -> Record:
        """Return the record that ``--format json`` prints."""
        return {
            "schema": SCHEMA,
            "technostate": self.version,
            "as_of": self.as_of,
            "state": self.state,
            "against": self.against,
            "peers": list(self.peers),
            "names": self.names,
            "findings": list(self.findings),
            "findings_missing": list(self.findings_missing),
            "wheels": self.wheels,
            "strategies": list(self.strategies),
            "exposure": self.exposure,
            "shocks": self.shocks,
            "doctrine": Inlined().plain(self.doctrine.data),
            "claims": list(self.claims),
        }


def assess(
    state: str,
    against: str | None = None,
    *,
    peers: Sequence[str] | None = None,
    as_of: dt.date | None = None,
    progress: Callable[[str, float | None], None] | None = None,
    full: bool = False,
    parts: Path | None = None,
) -> Assessment:
    """Return the assessment of a state beside a comparator.

    Parameters
    ----------
    state : str
        ISO 3166 alpha-3 code, or the key of a group that has a file (``EU``).
    against : str, optional
        The comparator; the one that the state's file names by default.
    peers : sequence of str, optional
        Codes shown beside the two; the other states that have a file by default.
    as_of : datetime.date, optional
        Day to which ages of figures refer; today by default.
    progress : callable, optional
        Called with a few words, and the fraction of the shocks' work that is done (None before and after them).
    full : bool
        Run the shocks at the world's own resolution with 64 draws, which takes long; finished parts are kept.
    parts : Path, optional
        Folder for finished parts of the shocks; the user's cache by default where the report is full.

    Raises
    ------
    LabelError
        If a code is unknown, with the nearest codes and names.
    ScenarioError
        If the state is its own comparator.

    Examples
    --------
    >>> from technostate.report import assess
    >>> assessment = assess("CHN", "USA")
    >>> len(assessment.findings), [part["key"] for part in assessment.strategies][:2]
    (5, ['national_security', 'innovation'])
    """
    from technostate.report import (
        exposure_part,
        findings,
        ledger_part,
        shocks_part,
        strategy_part,
        wheels,
    )
    from technostate.view.doctrine.section import sayings

    who = subjects.subjects(state, against, peers)
    day = as_of or dt.date.today()
    show = progress or silent
    runs = shocks_part.usual_runs(full=full, parts=parts)

    def say(words: str) -> None:
        show(words, None)

    def shocked(watch: Show) -> Record:
        return shocks_part.shocks(who, runs, watch)

    # Long work comes last and by itself, so that Ctrl-C ends it at once.
    with beside(shocked, show, at_once=not full) as wait:
        say("indicators and goals")
        strategies = strategy_part.strategies(who, day.year)
        wheel_paths = wheels.wheels(who)
        say("exposure, 1995 to 2022")
        exposure = exposure_part.exposure(who, say)
        say("official texts")
        doctrine = sayings(*who.pair)
        say("claims")
        claims = ledger_part.claims(who)
        say("findings")
        found, missing = findings.findings(who, wheel_paths, strategies, exposure)
        say("shocks")
        shocks = wait()
    record = {"a": wheel_paths, "b": strategies, "c": exposure, "d": claims, "e": found, "f": shocks}
    return Assessment(
        state=who.state,
        against=who.against,
        peers=who.peers,
        names={code: subjects.short_name(code) for code in sorted(_codes(record) | set(who.all))},
        as_of=day.isoformat(),
        findings=tuple(found),
        findings_missing=tuple(missing),
        wheels=wheel_paths,
        strategies=tuple(strategies),
        exposure=exposure,
        shocks=shocks,
        doctrine=doctrine,
        claims=tuple(claims),
    )


def to_json(assessment: Assessment) -> str:
    """Return the assessment as JSON text: UTF-8, indented, no NaN."""
    return json.dumps(assessment.as_dict(), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def _codes(node: Any) -> set[str]:
    """Return every region code that stands as a key or under a region's field in the record."""
    from technostate.evidence import regions

    found: set[str] = set()
    if isinstance(node, dict):
        for key, value in node.items():
            if isinstance(key, str) and regions.is_known(key):
                found.add(key)
            if key in {"region", "buyer", "supplier", "actor"} and isinstance(value, str) and regions.is_known(value):
                found.add(value)
            found |= _codes(value)
    elif isinstance(node, list | tuple):
        for item in node:
            found |= _codes(item)
    return found
