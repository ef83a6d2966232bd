"""Conditions of a rule, and how they decide: which must hold for ``supported``, which for ``contradicted``."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, field_validator, model_validator

from technostate.errors import TechnostateError
from technostate.evidence.printable import shown

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]


def _code(text: str) -> str:
    from technostate.strategies.comparison import code_of

    try:
        return code_of(text)
    except TechnostateError as error:
        raise ValueError(f"{error}; {error.hint}" if error.hint else str(error)) from None


#: A state or union, by its code.
State = Annotated[str, AfterValidator(_code)]

_COMPARISON = re.compile(r"(>=|<=|>|<|==)\s*([+-]?[0-9]{1,15}(?:\.[0-9]{1,12})?)")
_OPERATORS: dict[str, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
    "==": operator.eq,
}


_WORDS = {">=": "{} or more", "<=": "{} or less", ">": "more than {}", "<": "less than {}", "==": "exactly {}"}


def said_of(holds: str) -> str:
    """Return a comparison in words.

    Examples
    --------
    >>> said_of(">= 1.25"), said_of("<= -0.1"), said_of(">0")
    ('1.25 or more', '−0.1 or less', 'more than 0')
    """
    match = _COMPARISON.fullmatch(holds.strip())
    return holds if match is None else _WORDS[match[1]].format(match[2].replace("-", "−"))


class Condition(BaseModel):
    """One condition of a rule: a measure, what it is asked, and what its number must be.

    Parameters
    ----------
    key : str
        By which the decision names it.
    what : str
        What it says when it holds, for example ``"use doubled"``.
    measure : str
        A key of `technostate.claims.measures.MEASURES`.
    holds : str
        A comparison with a number in the measure's unit, for example ``">= 1.25"``.
    ask : mapping
        What the measure is asked; its own schema checks it.
    why : str
        Where the number of the comparison comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: Key
    what: str = Field(min_length=5, max_length=300)
    measure: str
    holds: str
    ask: Mapping[str, Any] = Field(default_factory=dict)
    why: str = ""

    @field_validator("what")
    @classmethod
    def _clause(cls, text: str) -> str:
        return text.strip().rstrip(".")

    @field_validator("holds")
    @classmethod
    def _comparison(cls, text: str) -> str:
        found = _COMPARISON.fullmatch(text.strip())
        if not found:
            raise ValueError(f'{shown(text)} is no comparison; write for example ">= 1.25"')
        return f"{found[1]} {found[2]}"

    @property
    def threshold(self) -> float:
        """The number of the comparison."""
        return float(self._parts()[1])

    def met(self, value: float, number: float | None = None) -> bool:
        """Return whether a value meets the comparison, or the same comparison with another number.

        Examples
        --------
        >>> rose = Condition(key="rose", what="it rose", measure="change", holds=">= 1.25")
        >>> rose.met(1.28), rose.met(1.28, 1.3)
        (True, False)
        """
        sign, own = self._parts()
        return _OPERATORS[sign](value, float(own) if number is None else number)

    def _parts(self) -> tuple[str, str]:
        match = _COMPARISON.fullmatch(self.holds)
        assert match is not None
        return match[1], match[2]


class Decision(BaseModel):
    """How many of some conditions must hold; ``not key`` asks that one does not.

    Parameters
    ----------
    of : tuple of str
        Keys of conditions, each alone or after ``not ``.
    at_least : int or None
        How many must hold; None asks for all.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    of: tuple[str, ...] = Field(min_length=1, max_length=20)
    at_least: int | None = Field(default=None, ge=1)

    @model_validator(mode="before")
    @classmethod
    def _short(cls, given: Any) -> Any:
        return {"of": given} if isinstance(given, list | tuple) else given

    @model_validator(mode="after")
    def _possible(self) -> Decision:
        if self.at_least is not None and self.at_least > len(self.of):
            raise ValueError(f"at least {self.at_least} of {len(self.of)} conditions cannot hold")
        if twice := sorted({key for key in self.keys if self.keys.count(key) > 1}):
            raise ValueError(f"{', '.join(twice)} is named twice")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of the conditions that are named."""
        return tuple(term.removeprefix("not ") for term in self.of)

    def same(self, other: Decision) -> bool:
        """Return whether another decision asks for the same."""
        least = [len(it.of) if it.at_least is None else it.at_least for it in (self, other)]
        return set(self.of) == set(other.of) and least[0] == least[1]

    def holds(self, met: Mapping[str, bool]) -> bool:
        """Return whether enough of the conditions are as the decision wants them; one without data is not.

        Examples
        --------
        >>> Decision(of=("a", "not b")).holds({"a": True, "b": False})
        True
        >>> Decision(of=("a", "b", "c"), at_least=2).holds({"a": True, "c": False})
        False
        """
        wanted = sum(self._as_wanted(term, met) for term in self.of)
        return wanted >= (len(self.of) if self.at_least is None else self.at_least)

    @staticmethod
    def _as_wanted(term: str, met: Mapping[str, bool]) -> bool:
        key = term.removeprefix("not ")
        return key in met and met[key] is (key == term)
