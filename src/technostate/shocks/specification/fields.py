"""Fields of a shock, each checked when it is made: days, texts, names, regions, fractions and amounts."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from technostate.errors import TechnostateError, nearest
from technostate.shocks.specification.labels import REST, region_problem

#: An amount closer to zero is zero: what solvers make of it is rounding.
LEAST = 1e-12


class Record(BaseModel):
    """A frozen record that knows no other fields than its own."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Range(Record):
    """A number with its range: low ≤ central ≤ high; a plain number is a range of no width."""

    low: float
    central: float
    high: float

    @model_validator(mode="after")
    def _ordered(self) -> Range:
        if not self.low <= self.central <= self.high:
            raise ValueError(f"the range {self.low:g}, {self.central:g}, {self.high:g} is not in order")
        return self


def _meant(value: object) -> str:
    """Return the number that a text such as 1e6, which YAML does not read as one, stands for, in digits."""
    try:
        number = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return ""
    return f"{number:.12f}".rstrip("0").rstrip(".") if abs(number) < 1e15 else ""


def _spread(value: object) -> object:
    if isinstance(value, bool | str):
        plain = _meant(value)
        if plain:
            raise ValueError(f"{value!r} is text to YAML; write {plain}")
        raise ValueError(f"{value!r} is not a number; write 0.05, or low, central and high")
    if isinstance(value, int | float):
        return dict.fromkeys(("low", "central", "high"), _finite(value))
    if isinstance(value, dict):
        wrong = [key for key, part in value.items() if isinstance(part, bool | str)]
        if wrong:
            raise ValueError(f"{', '.join(map(repr, wrong))} is not a number")
        return {key: _finite(part) if isinstance(part, int | float) else part for key, part in value.items()}
    return value


def _finite(value: float) -> float:
    if abs(value) > 1e300 or value != value:
        raise ValueError("it is not a finite number")
    if 0 < abs(value) < LEAST:
        raise ValueError(f"{value:g} is closer to zero than {LEAST:g}; write 0")
    return float(value)


def _per_cent_meant(value: Range, low: float, high: float) -> str:
    """Return the question whether a fraction was written in per cent; nothing where that would not fit either."""
    if not low <= value.low / 100 <= value.high / 100 <= high or not 1 < max(abs(value.low), abs(value.high)) <= 1000:
        return ""
    return f"; {value.central:g} is {100 * value.central:,.10g} per cent: is {value.central / 100:g} meant?"


def _within(
    what: str, low: float, high: float, *, open_low: bool = False, open_high: bool = False, share: bool = True
) -> Any:
    """Return the type of a `Range` whose ends lie between two bounds; a `share` is a fraction of something."""

    def check(value: Range) -> Range:
        under = value.low < low or (open_low and value.low == low)
        over = value.high > high or (open_high and value.high == high)
        if under or over:
            text = f"{value.low:g}" if value.low == value.high else f"{value.low:g} to {value.high:g}"
            limits = f"{'above' if open_low else 'from'} {low:g} {'to below' if open_high else 'to'} {high:g}"
            raise ValueError(f"{what} is {text}; it lies {limits}{_per_cent_meant(value, low, high) if share else ''}")
        return value

    return Annotated[Range, BeforeValidator(_spread, json_schema_input_type=float | Range), AfterValidator(check)]


def _part(value: object) -> float:
    """Return a share above zero that is one number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"{value!r} is not one number; write 0.7, say")
    if not LEAST <= value <= 1:
        meant = f"; {value:g} is {100 * value:,.10g} per cent: is {value / 100:g} meant?" if 1 < value <= 100 else ""
        raise ValueError(f"the share is {value:g}; it lies above 0 to 1{meant}")
    return float(value)


def _printable(value: str) -> str:
    """Return a text whose letters a terminal shows as they are."""
    if not all(letter.isprintable() or letter in "\n\t" for letter in value):
        raise ValueError("the text has control characters")
    return value


def _day(value: object) -> object:
    if isinstance(value, dt.datetime):
        raise ValueError(f"{value.isoformat()} has a time; write the day alone, {value.date().isoformat()}")
    if not isinstance(value, dt.date | str | None):
        raise ValueError(f"{value!r} is not a day; write it as 2022-10-07")
    if isinstance(value, str):
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            raise ValueError(f"{value!r} is not a day; write it as 2022-10-07") from None
    return value


def names_of(value: object) -> object:
    """Return a list of names as a tuple, with text for codes that YAML has read as numbers; raises if it is none."""
    if isinstance(value, str):
        raise ValueError(f"{value!r} is one name; write a list, [{value}]")
    if isinstance(value, list | tuple):
        value = tuple(map(code_text, value))
        repeated = sorted({str(item) for item in value if value.count(item) > 1})
        if repeated:
            raise ValueError(f"{', '.join(repeated)} is named twice")
        if not value:
            raise ValueError("the list is empty")
    return value


def code_text(value: object) -> object:
    """Return the text of a code that YAML has read as a number.

    Examples
    --------
    >>> code_text(854231), code_text("C26"), code_text(True)
    ('854231', 'C26', True)
    """
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def text_of_date(value: object) -> object:
    """Return the text of a date or year that YAML has read as such.

    Examples
    --------
    >>> text_of_date(2017), text_of_date(dt.date(2026, 4, 6))
    ('2017', '2026-04-06')
    """
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _date_of_tariffs(value: str) -> str:
    """Return a date for which tariffs are embedded, or ``world``."""
    from technostate.world.tariff_dates import OWN, schedule_of

    try:
        if value != OWN:
            schedule_of(value)
    except TechnostateError as error:
        raise ValueError(f"{error}; {error.hint}") from None
    return value


def _known_world(value: str) -> str:
    """Return the name of a world that ships or lies in the store, with products or sets of them carved out of it."""
    from technostate import world
    from technostate.world import products

    base, *parts = value.split("+")
    known = (*products.sets(), *products.names())
    named = (*world.names(), *world.own_names())
    problems = [] if world.is_named(base) else [f"unknown world {base!r}{_meant_by(base, named)}"]
    problems += [f"unknown product {part!r}{_meant_by(part, known)}" for part in parts if part not in known]
    problems += [f"{part} is named twice" for part in dict.fromkeys(parts) if parts.count(part) > 1]
    if problems:
        raise ValueError("; ".join(problems))
    return value


def _meant_by(name: str, known: Sequence[str]) -> str:
    close = nearest(name, known)
    return f" (did you mean {' or '.join(close)}?)" if close else ""


def _known_regions(value: tuple[str, ...]) -> tuple[str, ...]:
    problems = [problem for name in value if (problem := region_problem(name))]
    if problems:
        raise ValueError("; ".join(problems))
    if REST in value and len(value) > 1:
        raise ValueError("'rest' stands alone: every region that the other side does not name")
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
Words = Annotated[str, AfterValidator(_printable)]
Names = Annotated[tuple[str, ...], BeforeValidator(names_of)]
Regions = Annotated[tuple[str, ...], BeforeValidator(names_of), AfterValidator(_known_regions)]
TariffDate = Annotated[
    str, BeforeValidator(text_of_date, json_schema_input_type=str | int), AfterValidator(_date_of_tariffs)
]
WorldName = Annotated[str, AfterValidator(_known_world)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Share: Any = _within("the share", 0.0, 1.0)
Loss: Any = _within("the loss", 0.0, 1.0, open_high=True)
FinalLoss: Any = _within("the loss", 0.0, 1.0)
#: Above this a tariff or a cost stops trade, and a number is more likely per cent than a fraction.
MOST = 3.0
Rate: Any = _within("the tariff", -1.0, MOST, open_low=True)
Cost: Any = _within("the cost increase", -0.9, MOST)
Amount: Any = _within("the amount", 0.0, 1e8, share=False)
Days: Any = _within("the stock", 0.0, 3650.0, share=False)
#: What comes later than this is not late but lost to its users: a ban.
MOST_LATE = 365.0
DaysLate: Any = _within("the delay", 1.0, MOST_LATE, share=False)
Part = Annotated[float, BeforeValidator(_part)]
