"""A claim of the brief, as a row of the ledger: statement, place, measure, data, rule, fairness, objection."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator

from technostate.claims.condition import Condition, Decision, State
from technostate.errors import DataError
from technostate.states.dates import when

#: The order in which the brief's statements stand.
IDS: tuple[str, ...] = (
    *(f"NS-{n}" for n in range(1, 6)),
    *(f"IN-{n}" for n in range(1, 8)),
    *(f"MI-{n}" for n in range(1, 6)),
    *(f"MC-{n}" for n in range(1, 3)),
    *(f"ES-{n}" for n in range(1, 8)),
    *(f"CO-{n}" for n in range(1, 4)),
)


#: Keys of the five strategies.
STRATEGIES = "national_security", "innovation", "military", "fusion", "securitization"


def dated(text: str) -> str:
    """Return a date as it is written; raises `ValueError` for one that no calendar has."""
    when(text)
    return text


class Revision(BaseModel):
    """A later change of a rule, with its date and the reason for it.

    Parameters
    ----------
    date : str
        ISO date of the change.
    what : str
        What was changed.
    reason : str
        Why, and why it does not serve to move a verdict.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    date: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"), AfterValidator(dated)]
    what: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class Placebo(BaseModel):
    """States of which the statement is not made, so that the same rule should not give it to them.

    Parameters
    ----------
    states : tuple of str
        ISO 3166 alpha-3 codes, chosen before the rule was applied to them.
    against : str
        Comparator of a placebo state; empty: the one it has by default.
    beside : mapping of str to str
        Placebo state → comparator of its own, for pairs of which the statement is not made.
    why : str
        Why the statement is not made of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    states: tuple[State, ...] = Field(min_length=1, max_length=12)
    against: State | Literal[""] = ""
    beside: Mapping[State, State] = Field(default_factory=dict)
    why: str = Field(min_length=10)

    @model_validator(mode="after")
    def _pairs(self) -> Placebo:
        if strange := sorted(set(self.beside) - set(self.states)):
            raise ValueError(f"beside names {', '.join(strange)}, which are no placebo states")
        return self


class Claim(BaseModel):
    """One statement and the rule that decides on it, written before any figure was looked at.

    Parameters
    ----------
    id : str
        For example ``"ES-3"``.
    strategy : str
        Key of the strategy it belongs to.
    claim : str
        The statement in our own words.
    short : str
        The same in a few words, for a grid; no verdict rests on them.
    place : str
        Section and paragraph of the brief.
    measure, rule, fair, objection : str
        What is measured, how it decides, why that is a fair test, and the strongest objection to it.
    data : tuple of str
        Series ids, and worlds or the panel by name.
    unit : str
        Unit of the headline figure, a symbol of `technostate.units`.
    applies : {"CHN", "any"}
        Whether the statement is about China alone.
    testable : {"data", "text", "model", "none"}
        What decides it: figures, official texts, a simulation, or nothing in the data.
    reason : str
        Why it is not testable here, where `testable` is not ``"data"``.
    window : str
        The years that the statement speaks of.
    condition : tuple of Condition
        What the rule asks.
    supported, contradicted : Decision
        Which conditions must hold for either verdict; anything between is mixed.
    needs : int or None
        How many conditions need data; None: all.
    headline : str
        Key of the condition whose number stands for the claim; the first by default.
    placebo : Placebo
        States of which the statement is not made.
    untested : str
        The part of the statement that no condition asks; a verdict on the rest is weak.
    foreknown : str
        What was known of the outcome when the rule was written, where it foretold a verdict; that is weak too.
    against : str
        The comparator that the statement itself names, whoever is asked about; empty: the state's own.
    known : str
        What was known of the figures when the rule was written.
    revised : tuple of Revision
        Later changes.

    Raises
    ------
    pydantic.ValidationError
        If a field is missing, empty or unknown; `ledger` turns it into a `DataError`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    strategy: str
    claim: str = Field(min_length=20)
    short: str = Field(default="", max_length=34)
    place: str = Field(min_length=5)
    measure: str = Field(min_length=10)
    data: tuple[str, ...] = ()
    unit: str
    rule: str = Field(min_length=30)
    fair: str = Field(min_length=10)
    objection: str = Field(min_length=10)
    applies: Literal["CHN", "any"]
    testable: Literal["data", "text", "model", "none"]
    reason: str = ""
    window: str = ""
    condition: tuple[Condition, ...] = Field(default=(), max_length=20)
    supported: Decision | None = None
    contradicted: Decision | None = None
    needs: int | None = Field(default=None, ge=1)
    headline: str = ""
    placebo: Placebo | None = None
    untested: str = ""
    foreknown: str = ""
    against: str = ""
    known: str = ""
    revised: tuple[Revision, ...] = ()

    @model_validator(mode="after")
    def _complete(self) -> Claim:
        if self.strategy not in ("", *STRATEGIES):
            raise ValueError(f"strategy is {self.strategy!r}; the five are {', '.join(STRATEGIES)}")
        if self.testable == "data":
            if not self.condition:
                raise ValueError("a claim decided from data has conditions")
            self._decisions()
        if self.testable != "data" and not self.reason:
            raise ValueError("a claim that is not testable gives the reason")
        return self

    def _decisions(self) -> None:
        keys = [condition.key for condition in self.condition]
        if len(set(keys)) < len(keys):
            raise ValueError(
                f"two conditions have one key: {', '.join(sorted({k for k in keys if keys.count(k) > 1}))}"
            )
        if self.supported is None or self.contradicted is None:
            raise ValueError("a rule with conditions says when it is supported and when contradicted")
        named = {*self.supported.keys, *self.contradicted.keys, *([self.headline] if self.headline else [])}
        if unknown := sorted(named - set(keys)):
            raise ValueError(f"no condition is called {', '.join(unknown)}; there are {', '.join(keys)}")
        if self.supported.same(self.contradicted):
            raise ValueError("supported and contradicted ask for the same")
        if self.needs is not None and self.needs > len(keys):
            raise ValueError(f"{self.needs} conditions need data and there are {len(keys)}")
        if self.placebo is None:
            raise ValueError(
                "placebo is missing: name states of which the statement is not made, and why, in [claim.placebo]"
            )


@cache
def ledger() -> tuple[Claim, ...]:
    """Return the 29 claims in the brief's order.

    Raises
    ------
    DataError
        If the shipped ledger is malformed.

    Examples
    --------
    >>> rows = ledger()
    >>> len(rows), rows[0].id, rows[-1].id
    (29, 'NS-1', 'CO-3')
    """
    folder = files("technostate.claims") / "ledger"
    rows = [row for part in sorted(folder.iterdir(), key=lambda it: it.name) if part.name.endswith(".toml")
            for row in tomllib.loads(part.read_text("utf-8")).get("claim", ())]  # fmt: skip
    place = {key: at for at, key in enumerate(IDS)}
    return parse({"claim": sorted(rows, key=lambda row: place.get(row.get("id"), len(place)))}, "the ledger")


def parse(table: Mapping[str, Any], where: str) -> tuple[Claim, ...]:
    """Return the claims of a parsed ledger, checking each row and that every id stands once and in order.

    Raises
    ------
    DataError
        Listing every problem at once.
    """
    problems: list[str] = []
    claims: list[Claim] = []
    for position, row in enumerate(table.get("claim", ()), start=1):
        try:
            claims.append(Claim.model_validate(row))
        except ValidationError as error:
            label = row.get("id", f"row {position}") if isinstance(row, Mapping) else f"row {position}"
            problems += [f"{label}: {'.'.join(map(str, e['loc'])) or 'row'}: {e['msg']}" for e in error.errors()]
    found = tuple(claim.id for claim in claims)
    if not problems and found != IDS:
        missing = [key for key in IDS if key not in found]
        surplus = sorted({key for key in found if key not in IDS or found.count(key) > 1})
        problems.append(f"ids are not the {len(IDS)} of the brief in order; missing {missing}, surplus {surplus}")
    if problems:
        raise DataError(
            f"{where} has {len(problems)} problems:\n  - " + "\n  - ".join(problems), hint="see docs/claims.md"
        )
    return tuple(claims)
