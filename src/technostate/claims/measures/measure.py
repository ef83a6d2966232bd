"""What a measure is: a name, a schema of what it is asked, and a pure function to a reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

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
