"""Dates as precisely as a source gives them: a year is not the first of January."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

Precision = Literal["year", "month", "day"]

_PATTERN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


class When(BaseModel):
    """A date as precisely as the source gives it: a year, a month or a day.

    Examples
    --------
    >>> when("2014-04").precision, str(when("2014-04")), when("2013-11-12") < when("2014-04")
    ('month', '2014-04', True)
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    year: int = Field(ge=1000, le=2200)
    month: int | None = Field(default=None, ge=1, le=12)
    day: int | None = Field(default=None, ge=1, le=31)

    @property
    def precision(self) -> Precision:
        """``"day"``, ``"month"`` or ``"year"``."""
        return "day" if self.day else "month" if self.month else "year"

    def __str__(self) -> str:
        """Return the ISO 8601 form, cut at the precision."""
        month = f"-{self.month:02d}" if self.month else ""
        return f"{self.year:04d}{month}" + (f"-{self.day:02d}" if self.day else "")

    def __lt__(self, other: When) -> bool:
        """Order by calendar; a coarser date comes before the finer dates inside it."""
        return (self.year, self.month or 0, self.day or 0) < (other.year, other.month or 0, other.day or 0)


def when(text: object) -> When:
    """Return the date written as ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``.

    Parameters
    ----------
    text : object
        A string in one of the three forms, or a TOML date.

    Raises
    ------
    ValueError
        If `text` is neither, or names a day that no calendar has.
    """
    if isinstance(text, When):
        return text
    if isinstance(text, dt.date) and not isinstance(text, dt.datetime):
        return When(year=text.year, month=text.month, day=text.day)
    match = _PATTERN.fullmatch(text) if isinstance(text, str) else None
    if match is None:
        raise ValueError(f'{text!r} is not a date; write "2014", "2014-04" or "2014-04-15"')
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    try:
        dt.date(year, month or 1, day or 1)
    except ValueError as error:
        raise ValueError(f"{text!r} is not a date: {error}") from None
    if not 1000 <= year <= 2200:
        raise ValueError(f"{text!r} is not a plausible date; write a year between 1000 and 2200")
    return When(year=year, month=month, day=day)


Date = Annotated[When, BeforeValidator(when), PlainSerializer(str, return_type=str)]
