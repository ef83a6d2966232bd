"""What a measure is: a name, a schema of what it is asked, and a pure function to a reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field, model_validator

from technostate.claims.case import Case
from technostate.claims.reading import Holds, Reading


class Asked(BaseModel):
    """What a measure is asked: fields of its own, checked; none beside them.

    Parameters
    ----------
    proxy : str
        What the number stands for without measuring it, in words; empty where it measures what the statement says.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    proxy: str = Field(default="", max_length=300)


class Window(BaseModel):
    """Years from `first` to `last`, both included; without `last` to the newest."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: int = Field(ge=1500, le=2150)
    last: int | None = Field(default=None, ge=1500, le=2150)

    @model_validator(mode="after")
    def _in_order(self) -> Window:
        if self.last is not None and self.last < self.first:
            raise ValueError(f"the window ends in {self.last}, before it begins in {self.first}")
        return self

    def years(self, newest: int) -> tuple[int, int]:
        """Return first and last year, the newest for a window without an end."""
        return self.first, max(self.first, newest) if self.last is None else self.last


def one_after_the_other(base: Window, test: Window) -> None:
    """Raise `ValueError` unless the later window begins after the earlier one ends."""
    if base.last is None or base.last >= test.first:
        raise ValueError(f"the later window begins in {test.first}, and the earlier one has not ended before")


Ask = TypeVar("Ask", bound=Asked)


@dataclass(frozen=True)
class Measure(Generic[Ask]):
    """A measure.

    Parameters
    ----------
    name : str
        As a condition names it.
    said : str
        What it gives, in a sentence for docs and errors.
    asks : type
        Schema of what it is asked.
    read : callable
        (asked, case, holds) → reading; raises `NotTestableError` where data are missing. `holds` says whether a number
        meets the condition, for measures that ask control words the same.
    """

    name: str
    said: str
    asks: type[Ask]
    read: Callable[[Ask, Case, Holds], Reading]
