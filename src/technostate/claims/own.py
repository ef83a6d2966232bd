"""A user's own claims: the statements of any public text, each with a rule, judged by the machinery of the ledger."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from technostate.claims.assess import Aged
from technostate.claims.case import Case, Embedded, Evidence
from technostate.claims.claim import Claim, dated
from technostate.claims.condition import Condition, Decision, said_of
from technostate.claims.problems import asked, conditions, placebo, validated
from technostate.claims.verdict import Verdict
from technostate.errors import DataError, LabelError, TechnostateError, with_problems
from technostate.evidence import plain_toml
from technostate.evidence.printable import is_printable, printable, shortened, shown
from technostate.evidence.regular import regular_bytes
from technostate.strategies.comparison import code_of, comparator
from technostate.units import unit

#: A file of claims is some pages long.
MAX_BYTES = 500_000
#: Statements and letters of one text that are read.
MOST_CLAIMS, LONGEST = 100, 3_000
#: Problems that are listed; a file that has more is another file.
MOST_PROBLEMS = 30
#: Tables in lists in tables lie this deep in a right file.
DEEPEST = 8
#: Seconds that a condition takes for one state: a measure that runs an engine, and any other.
SECONDS = {"bans": 1.5}
SECONDS_OTHERWISE = 0.05
#: A file whose conditions take longer than this is refused.
MOST_SECONDS = 600.0

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
    date: Annotated[str, Field(pattern=r"^[0-9]{4}(-[0-9]{2}){0,2}$"), AfterValidator(dated)]
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

    @field_validator("unit")
    @classmethod
    def _symbol(cls, value: str) -> str:
        try:
            return unit(value).symbol
        except TechnostateError as error:
            raise ValueError(str(error)) from None

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
    where : str
        The file, for messages.
    """

    brief: Brief
    state: str
    against: str
    claims: tuple[OwnClaim, ...]
    where: str = "the file"


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
        listing = ", ".join(map(printable, surplus[:5])) + (", …" if len(surplus) > 5 else "")
        problems.append(f"unknown at the top: {listing}; there are brief, state, against and claim")
    brief = validated(Brief, tables.get("brief", {}), "brief", problems)
    claims: list[OwnClaim] = []
    for at, row in enumerate(rows[:MOST_CLAIMS], 1):
        named = row.get("id") if isinstance(row, Mapping) else None
        label = f"claim {printable(named)}" if isinstance(named, str) and named else f"claim number {at}"
        claim = validated(OwnClaim, row, label, problems)
        if claim is not None:
            problems += placebo(claim, label)
            claims.append(claim)
        problems += asked(conditions(row), label)
    ids = [claim.id for claim in claims]
    problems += (f"claim {key} stands {ids.count(key)} times" for key in dict.fromkeys(ids) if ids.count(key) > 1)
    problems += _states(tables, claims)
    problems += _long_work(claims)
    if problems:
        raise _wrong(where, problems)
    return OwnClaims(brief, str(tables.get("state", "")), str(tables.get("against", "")), tuple(claims), where)


def _wrong(where: str, problems: Sequence[str]) -> DataError:
    unique = list(dict.fromkeys(map(shortened, problems)))
    return DataError(with_problems(f"{where} has", unique, most=MOST_PROBLEMS), hint=HINT)


def judged(
    own: OwnClaims,
    *,
    state: str = "",
    against: str = "",
    evidence: Evidence | None = None,
    today: int | None = None,
    show: Callable[[str, float | None], None] = lambda words, done: None,
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
    show : callable
        Told which claim is judged, and the share of the work that is done.

    Raises
    ------
    DataError
        If neither the call nor the file says whom a claim is about, or a measure is asked for what there is not:
        naming every such claim.
    """
    found = evidence or Embedded()
    work = [sum(_lengths(claim)) for claim in own.claims]
    verdicts, problems = [], []
    for at, claim in enumerate(own.claims):
        show(f"claim {claim.id}, {at + 1} of {len(work)}", sum(work[:at]) / sum(work))
        whom = state or claim.state or own.state
        if not whom:
            raise DataError(
                f"{own.where}: claim {claim.id} does not say whom it is about",
                hint='name a state: --state, or state = "CHN"',
            )
        code = code_of(whom)
        beside = against or claim.against or own.against
        other = code_of(beside) if beside else comparator(code)
        if code == other:
            problems.append(f"claim {claim.id}: {code} is compared with itself; name another with against")
            continue
        try:
            verdicts.append(Aged(today).judge(claim, Case(code, other, found)))
        except DataError as error:
            problems.append(f"{error}{f' ({error.hint})' if error.hint else ''}")
    if problems:
        raise _wrong(own.where, problems)
    return tuple(verdicts)


def _lengths(claim: Claim) -> list[float]:
    """Return how long the conditions of a claim take with all its placebo states, in seconds, roughly."""
    times = 1 + (len(claim.placebo.states) if claim.placebo is not None else 0)
    # What an engine computed once is kept; anything else is read anew.
    kept = {(it.measure, repr(sorted(it.ask.items(), key=str))) for it in claim.condition if it.measure in SECONDS}
    others = sum(it.measure not in SECONDS for it in claim.condition)
    return [*(times * SECONDS[name] for name, _ in kept), times * others * SECONDS_OTHERWISE]


def _long_work(claims: Sequence[Claim]) -> list[str]:
    """Say that what a file asks takes longer than anybody waits."""
    seconds = sum(sum(_lengths(claim)) for claim in claims)
    if seconds <= MOST_SECONDS:
        return []
    bans = sum(any(it.measure == "bans" for it in claim.condition) for claim in claims)
    said = f"; {bans} claims ask for bans, which an engine computes for every state" if bans else ""
    return [
        f"what is asked takes about {seconds / 60:.0f} minutes, more than {MOST_SECONDS / 60:.0f}: ask fewer claims, "
        f"conditions or placebo states, or several files{said}"
    ]


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
    for claim in claims:
        whom = claim.state or tables.get("state", "")
        if claim.placebo is not None and isinstance(whom, str) and whom.upper() in claim.placebo.states:
            problems.append(f"claim {claim.id}: placebo names {whom.upper()}, of which the statement is made")
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
            found.append(f"{place or 'the file'} has a name that cannot be printed: {shown(key)}")
        elif isinstance(item, bool):
            found.append(f"{where} is {str(item).lower()}; no field of a claim is true or false")
        elif isinstance(item, float) and not math.isfinite(item):
            found.append(f"{where} is {item}; write a finite number")
        elif isinstance(item, str):
            if item and not item.strip():
                found.append(f"{where} is blank")
            if len(item) > LONGEST:
                found.append(f"{where} has {len(item):,} letters, more than {LONGEST:,}")
            if not is_printable(item, "\n\t"):
                found.append(f"{where} has characters that cannot be printed")
        else:
            found += _texts(item, where, depth + 1)
    return found
