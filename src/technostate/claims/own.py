"""A user's own claims: the statements of any public text, each with a rule, judged by the machinery of the ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from technostate.claims.assess import Aged
from technostate.claims.case import Case, Embedded, Evidence
from technostate.claims.claim import Claim
from technostate.claims.condition import Condition, Decision, said_of
from technostate.claims.problems import asked, conditions, placebo, validated
from technostate.claims.verdict import Verdict
from technostate.errors import DataError, LabelError
from technostate.evidence import plain_toml
from technostate.evidence.printable import is_printable, shortened
from technostate.evidence.regular import regular_bytes
from technostate.strategies.comparison import code_of, comparator

#: A file of claims is some pages long.
MAX_BYTES = 500_000
#: Statements and letters of one text that are read.
MOST_CLAIMS, LONGEST = 100, 3_000
#: Problems that are listed; a file that has more is another file.
MOST_PROBLEMS = 30
#: Tables in lists in tables lie this deep in a right file.
DEEPEST = 8

HINT = "docs/claims.md shows a file of claims; technostate claims measures lists what each measure is asked"


class Brief(BaseModel):
    """The public text whose statements are tested.

    Parameters
    ----------
    title, author, date, url : str
        As it is cited.
    note : str
        What a reader should know of it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str = Field(min_length=3, max_length=300)
    author: str = Field(min_length=2, max_length=300)
    date: str = Field(pattern=r"^\d{4}(-\d{2}){0,2}$")
    url: str = Field(pattern=r"^https?://\S+$", max_length=500)
    note: str = Field(default="", max_length=LONGEST)


class OwnClaim(Claim):
    """A statement of a user's text: what the ledger asks for, less what a file can leave out.

    Without a `measure` or `rule` in words these are put together from the conditions.

    Parameters
    ----------
    id : str
        Letters, digits, ``-`` and ``_``.
    state, against : str
        Whom it is about, beside whom; empty: whom the file or the command names.
    """

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,19}$")]
    strategy: str = Field(default="", max_length=40)
    fair: str = Field(default="", max_length=LONGEST)
    objection: str = Field(default="", max_length=LONGEST)
    condition: tuple[Condition, ...] = Field(min_length=1, max_length=20)
    supported: Decision
    contradicted: Decision
    state: str = ""
    against: str = ""

    @model_validator(mode="before")
    @classmethod
    def _told(cls, given: Any) -> Any:
        """Put measure and rule into words where the file does not."""
        if not isinstance(given, Mapping):
            return given
        rows = given.get("condition")
        rows = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list | tuple) else []
        what = {str(row.get("key")): f"“{_clause(row)}” ({said_of(str(row.get('holds')))})" for row in rows}
        headline = str(given.get("headline") or next(iter(what), ""))
        usual = {
            "measure": f"the number that {what[headline]} compares" if headline in what else "none named",
            "rule": f"Supported if {_in_words(given.get('supported'), what)}; contradicted if "
            f"{_in_words(given.get('contradicted'), what)}; mixed otherwise.",
            "unit": "1", "applies": "any", "testable": "data",
        }  # fmt: skip
        return {**usual, **given}

    @field_validator("applies", "testable")
    @classmethod
    def _as_is(cls, value: str) -> str:
        if value not in ("any", "data"):
            raise ValueError("a claim of a file is asked of any state and decided from data; leave this out")
        return value


def _clause(row: Mapping[str, Any]) -> str:
    return str(row.get("what")).rstrip(". ")


def _in_words(decision: object, what: Mapping[str, str]) -> str:
    """Return what a decision asks for, in the words of its conditions."""
    of = decision.get("of") if isinstance(decision, Mapping) else decision
    least = decision.get("at_least") if isinstance(decision, Mapping) else None
    terms = [str(term) for term in of] if isinstance(of, list | tuple) else []
    said = [("not " if term.startswith("not ") else "") + what.get(term.removeprefix("not "), term) for term in terms]
    return (f"at least {least} of: " if least is not None else "") + "; ".join(said)


@dataclass(frozen=True)
class OwnClaims:
    """A text with its claims.

    Parameters
    ----------
    brief : Brief
        What is tested.
    state, against : str
        Whom the claims are about where they do not say; may be empty.
    """

    brief: Brief
    state: str
    against: str
    claims: tuple[OwnClaim, ...]


def read(path: Path) -> OwnClaims:
    """Return the claims of a file.

    Raises
    ------
    DataError
        Naming all that is wrong with it.
    """
    try:
        raw = regular_bytes(path, MAX_BYTES)
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path} is not UTF-8: byte {error.start + 1}", hint="save it as UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{path} cannot be read: {reason}", hint=HINT) from None
    if len(raw) > MAX_BYTES:
        raise DataError(f"{path} has more than {MAX_BYTES:,} bytes", hint="a file of claims has some pages of text")
    return parse(plain_toml.tables(text, str(path)), str(path))


def parse(tables: Mapping[str, Any], where: str) -> OwnClaims:
    """Return the claims of parsed tables; raises as `read`."""
    problems = [*_texts(tables)]
    rows = tables.get("claim")
    if not isinstance(rows, list) or not rows:
        problems.append("there is no claim; write [[claim]] tables")
        rows = []
    if len(rows) > MOST_CLAIMS:
        problems.append(f"there are {len(rows)} claims, more than {MOST_CLAIMS}")
    if surplus := sorted(set(tables) - {"brief", "state", "against", "claim"}):
        problems.append(f"unknown at the top: {', '.join(surplus)}; there are brief, state, against and claim")
    brief = validated(Brief, tables.get("brief", {}), "brief", problems)
    claims: list[OwnClaim] = []
    for at, row in enumerate(rows[:MOST_CLAIMS], 1):
        named = row.get("id") if isinstance(row, Mapping) else None
        label = f"claim {named}" if isinstance(named, str) and named else f"claim number {at}"
        claim = validated(OwnClaim, row, label, problems)
        if claim is not None:
            problems += placebo(claim, label)
            claims.append(claim)
        problems += asked(conditions(row), label)
    ids = [claim.id for claim in claims]
    problems += (f"claim {key} stands {ids.count(key)} times" for key in dict.fromkeys(ids) if ids.count(key) > 1)
    problems += _states(tables, claims)
    if problems:
        unique = list(dict.fromkeys(map(shortened, problems)))
        more = [f"and {len(unique) - MOST_PROBLEMS} more"] if len(unique) > MOST_PROBLEMS else []
        listing = "\n".join(f"  - {problem}" for problem in (*unique[:MOST_PROBLEMS], *more))
        noun = "problem" if len(unique) == 1 else "problems"
        raise DataError(f"{where} has {len(unique)} {noun}:\n{listing}", hint=HINT)
    return OwnClaims(brief, str(tables.get("state", "")), str(tables.get("against", "")), tuple(claims))


def judged(
    own: OwnClaims,
    *,
    state: str = "",
    against: str = "",
    evidence: Evidence | None = None,
    today: int | None = None,
) -> tuple[Verdict, ...]:
    """Return the verdict on every claim of a text.

    Parameters
    ----------
    own : OwnClaims
        As `read` gives them.
    state, against : str
        Codes that go before those of the file; empty: the file's.
    evidence : Evidence, optional
        Where figures come from; by default what ships and the user's store.
    today : int, optional
        Year from which ages are counted.

    Raises
    ------
    DataError
        If neither the call nor the file says whom a claim is about.
    """
    found = evidence or Embedded()
    verdicts = []
    for claim in own.claims:
        whom = state or claim.state or own.state
        if not whom:
            raise DataError(
                f"claim {claim.id} does not say whom it is about", hint='name a state: --state, or state = "CHN"'
            )
        code = code_of(whom)
        beside = against or claim.against or own.against
        other = code_of(beside) if beside else comparator(code)
        verdicts.append(Aged(today).judge(claim, Case(code, other, found)))
    return tuple(verdicts)


def _states(tables: Mapping[str, Any], claims: list[OwnClaim]) -> list[str]:
    """Say which states there are not."""
    named = [("the file", tables.get("state", "")), ("the file", tables.get("against", ""))]
    named += [(f"claim {claim.id}", code) for claim in claims for code in (claim.state, claim.against)]
    problems = []
    for label, code in named:
        if not isinstance(code, str):
            problems.append(f'{label}: a state is written as text, for example "CHN"')
        elif code:
            try:
                code_of(code)
            except LabelError as error:
                problems.append(f"{label}: {error}{f' ({error.hint})' if error.hint else ''}")
    return problems


def _texts(value: object, place: str = "", depth: int = 0) -> list[str]:
    """Say which texts are endless or hold what no terminal should print, and whether tables lie too deep."""
    if depth > DEEPEST:
        return [f"{place} lies deeper than any field of a claim"]
    pairs = value.items() if isinstance(value, Mapping) else enumerate(value, 1) if isinstance(value, list) else ()
    found = []
    for key, item in pairs:
        where = f"{place}.{key}" if place else str(key)
        if not is_printable(str(key)):
            found.append(f"{place or 'the file'} has a name that cannot be printed: {key!r}")
        elif isinstance(item, str):
            if len(item) > LONGEST:
                found.append(f"{where} has {len(item):,} letters, more than {LONGEST:,}")
            if not is_printable(item, "\n\t"):
                found.append(f"{where} has characters that cannot be printed")
        else:
            found += _texts(item, where, depth + 1)
    return found
