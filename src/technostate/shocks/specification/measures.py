"""The nine measures a shock is made of: who, what, how much, when, each checked when it is made."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from typing import Annotated, Any, Literal, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

from technostate.errors import ScenarioError, nearest
from technostate.shocks.specification.labels import REST, region_problem

Severity = Literal["mild", "central", "severe"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Rent = Literal["importer", "exporter", "lost"]


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


def _names(value: object) -> object:
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


def _known_regions(value: tuple[str, ...]) -> tuple[str, ...]:
    problems = [problem for name in value if (problem := region_problem(name))]
    if problems:
        raise ValueError("; ".join(problems))
    if REST in value and len(value) > 1:
        raise ValueError("'rest' stands alone: every region that the other side does not name")
    return value


Day = Annotated[dt.date, BeforeValidator(_day)]
Words = Annotated[str, AfterValidator(_printable)]
Names = Annotated[tuple[str, ...], BeforeValidator(_names)]
Regions = Annotated[tuple[str, ...], BeforeValidator(_names), AfterValidator(_known_regions)]
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


class _Measure(Record):
    """What every measure has: a name, dates (the shock's own where none is given; no end means that it lasts)."""

    name: Slug
    starts: Day | None = None
    ends: Day | None = None

    def __init__(self, /, **data: Any) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            lines = problems_of(error)
            label = f"measure {data.get('name', '(without a name)')!r}"
            raise ScenarioError(
                f"{label} has {len(lines)} problem{'s' * (len(lines) > 1)}:\n"
                + "\n".join(f"  - {line}" for line in lines),
                hint="docs/shocks.md describes every measure and its fields",
            ) from None

    @field_validator("ends")
    @classmethod
    def _after_start(cls, value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        starts = info.data.get("starts")
        if value is not None and starts is not None and value <= starts:
            raise ValueError(f"it ends on {value} and starts on {starts}; the end comes after the start")
        return value


class _Link(_Measure):
    """A measure on links: exporters, importers, sectors. Sales at home are never touched."""

    exporters: Regions
    importers: Regions
    sectors: Names

    @field_validator("importers")
    @classmethod
    def _two_sides(cls, value: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        other = info.data.get("exporters")
        if other is not None and value == other:
            if value == (REST,):
                raise ValueError("'rest' on both sides names nobody")
            if len(value) == 1 and len(value[0]) == 3 and value[0].isupper():
                raise ValueError(f"{value[0]} is on both sides; sales at home are never touched")
        return value


class _Ban(_Link):
    """A ban: delivered quantity is `leak` × base; `rent` says whose scarcity rents are looked at (year)."""

    leak: Share = Field(description="share of the base quantity that is still delivered", examples=[0.05])
    rent: Annotated[tuple[Rent, ...], BeforeValidator(_names)] = ("importer", "exporter", "lost")


class ExportBan(_Ban):
    """Exporters stop selling; `leak` (share of base quantity) still arrives."""

    measure: Literal["export_ban"] = "export_ban"


class ImportBan(_Ban):
    """Importers stop buying; `leak` (share of base quantity) still arrives."""

    measure: Literal["import_ban"] = "import_ban"


class Tariff(_Link):
    """An ad-valorem tariff of the importers, a fraction: ``added`` to the rate in force or the new ``total``."""

    measure: Literal["tariff"] = "tariff"
    rate: Rate = Field(description="fraction of the value, 0.25 is 25 per cent")
    basis: Literal["added", "total"]


class TradeCost(_Link):
    """Iceberg trade costs rise by a fraction of the value shipped."""

    measure: Literal["trade_cost"] = "trade_cost"
    increase: Cost = Field(description="fraction by which the cost of delivering one unit rises")


class CapacityLoss(_Measure):
    """Regions lose a fraction of what they can produce in sectors."""

    measure: Literal["capacity_loss"] = "capacity_loss"
    regions: Regions
    sectors: Names
    loss: Loss = Field(description="fraction of productive capacity")


class DemandLoss(_Measure):
    """Regions' final demand for sectors falls by a fraction."""

    measure: Literal["demand_loss"] = "demand_loss"
    regions: Regions
    sectors: Names
    loss: FinalLoss = Field(description="fraction of final demand")


class TransferFreeze(_Measure):
    """Regions can no longer spend an amount a year that `held_by` hold (reserves, credit, transfers)."""

    measure: Literal["transfer_freeze"] = "transfer_freeze"
    regions: Regions
    held_by: Regions
    amount_musd_per_year: Amount = Field(description="USD million a year, all regions of the measure together")


class Stockpile(_Measure):
    """Regions hold inventories of sectors' products on top of the usual ones."""

    measure: Literal["stockpile"] = "stockpile"
    regions: Regions
    sectors: Names
    days: Days = Field(description="days of the users' normal use")


class TechnologyCutoff(_Link):
    """Knowledge of the exporters no longer reaches the importers; `share` of the flow is cut."""

    measure: Literal["technology_cutoff"] = "technology_cutoff"
    share: Share = Field(description="share of the flow of knowledge that is cut")


Measure = (
    ExportBan
    | ImportBan
    | Tariff
    | TradeCost
    | CapacityLoss
    | DemandLoss
    | TransferFreeze
    | Stockpile
    | TechnologyCutoff
)
KINDS: dict[str, Callable[..., Measure]] = {kind.model_fields["measure"].default: kind for kind in get_args(Measure)}


def measure_of(data: object, place: str) -> Measure:
    """Return the measure of a mapping as a file gives it.

    Parameters
    ----------
    data : object
        Mapping of field → value with the key ``measure``.
    place : str
        Where it stands, for the message.

    Raises
    ------
    ScenarioError
        If it is no measure; all that is wrong with it at once.
    """
    if not isinstance(data, dict):
        raise ScenarioError(f"{place} is not a mapping of fields", hint="write measure:, name:, and so on")
    kind = data.get("measure")
    if not isinstance(kind, str) or kind not in KINDS:
        close = nearest(str(kind), KINDS)
        raise ScenarioError(
            f"{place} has the unknown measure {kind!r}",
            hint=f"did you mean {' or '.join(close)}? " * bool(close) + f"measures are {', '.join(KINDS)}",
        )
    if any(not isinstance(key, str) for key in data):
        raise ScenarioError(f"{place} has a field whose name is no text", hint="write names of fields as plain words")
    return KINDS[kind](**data)


#: Kind of mistake → what is said of a field in place of pydantic's words.
_PLAIN_WORDS = {
    "too_short": "the list is empty",
    "too_long": "the list has more than {max_length} entries",
    "string_too_short": "the text is empty",
    "string_too_long": "the text has more than {max_length} letters",
    "string_unicode": "the text cannot be printed",
    "finite_number": "it is not a finite number",
    "tuple_type": "a list is needed",
    "dict_type": "a mapping is needed",
    "model_type": "a number is needed, or low, central and high",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
    "float_type": "a number is needed",
    "date_type": "a day is needed, as 2022-10-07",
}


def _read_as(value: object) -> str:
    """Return how YAML has read a plain word, where that is why it is no text."""
    if isinstance(value, bool | int | float | dt.date):
        what = "true or false" if isinstance(value, bool) else "a day" if isinstance(value, dt.date) else "a number"
        return f"; {str(value).lower()} is {what} to YAML, in quotes it is a text"
    return ""


def problems_of(error: ValidationError) -> list[str]:
    """Return one plain sentence for each mistake that pydantic found."""
    lines = []
    for item in error.errors(include_url=False):
        place = ".".join(str(part) for part in item["loc"] if not str(part).startswith("function-"))
        if item["type"] == "missing":
            lines.append(f"{place} is missing")
        elif item["type"] == "extra_forbidden":
            lines.append(f"{place} is no field of it")
        elif item["type"] == "string_pattern_mismatch" and place == "name":
            lines.append(f"name: {item['input']!r} is not made of lower-case words, digits and hyphens")
        elif item["type"] == "string_type":
            lines.append(f"{place}: a text is needed{_read_as(item['input'])}")
        elif item["type"] in _PLAIN_WORDS:
            lines.append(f"{place}: {_PLAIN_WORDS[item['type']].format(**item.get('ctx', {}))}")
        else:
            lines.append(f"{place}: {item['msg'].removeprefix('Value error, ')}" if place else item["msg"])
    return lines
