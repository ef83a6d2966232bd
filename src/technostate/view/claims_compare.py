"""The same claims asked about several states, verdicts side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from technostate.claims import assess
from technostate.errors import DataError
from technostate.view import who
from technostate.view.claim_blocks import PARTS, mark, part_of
from technostate.view.claim_record import Judged
from technostate.view.parties import missing_files
from technostate.view.shell import command
from technostate.write import Absent, Column, Group, Name, Prose, Table, View
from technostate.write.inline import Text
from technostate.write.names import name
from technostate.write.tables import Row

#: States at once: columns that a page has room for, and some seconds each.
MOST = 6
#: States asked where none is named.
USUAL = "CHN", "USA", "JPN"


@dataclass(frozen=True)
class Compared:
    """A claim asked about several states.

    Parameters
    ----------
    verdicts : mapping of str to Judged
        State → its verdict.
    agreed : bool
        Whether all states that can be tested have one verdict.
    """

    id: str
    claim: str
    verdicts: Mapping[str, Judged]
    agreed: bool


@dataclass(frozen=True)
class SideBySide:
    """The same claims for several states; `against` is the comparator of each."""

    states: tuple[str, ...]
    against: Mapping[str, str]
    claims: tuple[Compared, ...]


def compare(*states: str, year: int | None = None) -> View[SideBySide]:
    """Return the verdicts on the same claims for several states.

    Parameters
    ----------
    states : str
        Two to six codes or names; China, the United States and Japan by default.
    year : int, optional
        To which ages of figures count; this one by default.

    Raises
    ------
    DataError
        If fewer than two or more than six states are named.
    """
    codes = who.states(states, USUAL) if states else USUAL
    if not 2 <= len(codes) <= MOST:
        raise DataError(f"{len(codes)} states to compare", hint=f"name two to {MOST}")
    to = who.this_year(year)
    found = {code: tuple(assess(code, today=to)) for code in codes}
    judged = {code: {one.id: Judged.of(one) for one in verdicts} for code, verdicts in found.items()}
    claims = tuple(_compared(one.id, one.claim, judged) for one in found[codes[0]])
    data = SideBySide(codes, {code: verdicts[0].against for code, verdicts in found.items()}, claims)
    shared = sum(one.agreed for one in claims)
    lead = (
        f"{len(claims)} claims of a brief on China, asked by the same rules of each state beside its own comparator. "
        f"{shared} have the same verdict wherever they can be tested, so that they tell no state from another."
    )
    blocks = (*missing_files(codes), Prose(lead), _tally(data), _table(data))
    names = ", ".join(name(code) for code in codes)
    return View(f"The same claims for {names}", data, blocks, _rows(data), command("claims", "compare", *codes))


def _compared(key: str, claim: str, judged: Mapping[str, Mapping[str, Judged]]) -> Compared:
    own = {code: verdicts[key] for code, verdicts in judged.items()}
    tested = {it.verdict for it in own.values() if it.verdict != "not testable here"}
    return Compared(key, claim, own, len(tested) == 1)


def _tally(data: SideBySide) -> Table:
    words = ("supported", "mixed", "contradicted", "not testable here")
    rows: list[Row] = []
    for code in data.states:
        count = Counter(one.verdicts[code].verdict for one in data.claims)
        rows.append((Name(code), Name(data.against[code]), *(str(count[word]) for word in words)))
    return Table("", (Column(""), Column("Comparator"), *(Column((mark(word),)) for word in words)), tuple(rows))


def _table(data: SideBySide) -> Table:
    columns = (Column("Claim"), Column("It says", words=True), *(Column(name(code)) for code in data.states))
    rows: list[Row] = []
    part = ""
    for one in data.claims:
        if part_of(one.id) != part:
            part = part_of(one.id)
            rows.append(Group(PARTS.get(part, part)))
        rows.append((one.id, one.claim, *(_cell(one.verdicts[code]) for code in data.states)))
    return Table("", columns, tuple(rows), by="cell")


def _cell(it: Judged) -> Text:
    """Return a verdict with its figure; a grade that is no strong one is said."""
    parts: list[Any] = [mark(it.verdict)]
    if it.grade not in (None, "strong"):
        parts.append(f" ({it.grade})")
    return (*parts, " ", it.headline) if it.headline is not None else tuple(parts) if parts else Absent("–")


def _rows(data: SideBySide) -> tuple[dict[str, object], ...]:
    made: list[dict[str, object]] = []
    for one in data.claims:
        for code, it in one.verdicts.items():
            row: dict[str, object] = {"claim": one.id, "state": code, "against": data.against[code],
                                      "verdict": it.verdict, "grade": it.grade or ""}  # fmt: skip
            made.append(row | ({"figure": it.headline} if it.headline is not None else {}))
    return tuple(made)
