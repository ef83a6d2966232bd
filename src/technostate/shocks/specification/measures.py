"""The ten measures a shock is made of: who, what, how much, when, each checked when it is made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Annotated, Literal, get_args

from pydantic import BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from technostate.errors import ScenarioError, nearest, with_problems
from technostate.shocks.specification.fields import (
    Amount,
    Cost,
    Day,
    Days,
    DaysLate,
    FinalLoss,
    Loss,
    Names,
    Part,
    Rate,
    Record,
    Regions,
    Share,
    Slug,
    TariffDate,
    names_of,
)
from technostate.shocks.specification.labels import REST
from technostate.shocks.specification.problems import problems_of

Severity = Literal["mild", "central", "severe"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Rent = Literal["importer", "exporter", "lost"]
#: What a measure on trade bears on: what is bought as inputs, by final demand, or both.
Use = Literal["inputs", "final", "both"]


class MeasureBase(Record):
    """What every measure has: a name, dates (the shock's own where none is given; no end means that it lasts)."""

    name: Slug
    starts: Day | None = None
    ends: Day | None = None

    def __init__(self, /, **data: object) -> None:
        try:
            super().__init__(**data)
        except ValidationError as error:
            label = f"measure {data.get('name', '(without a name)')!r}"
            raise ScenarioError(
                with_problems(f"{label} has", problems_of(error)),
                hint="docs/shocks.md describes every measure and its fields",
            ) from None

    @field_validator("ends")
    @classmethod
    def _after_start(cls, value: dt.date | None, info: ValidationInfo) -> dt.date | None:
        starts = info.data.get("starts")
        if value is not None and starts is not None and value <= starts:
            raise ValueError(f"it ends on {value} and starts on {starts}; the end comes after the start")
        return value


class LinkMeasure(MeasureBase):
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


class TradeMeasure(LinkMeasure):
    """A measure on goods and services: those bought as inputs, those bought by final demand, or both."""

    use: Use = Field(default="both", description="what is bought as inputs, by final demand, or both")


class BanMeasure(TradeMeasure):
    """A ban: at most `leak` × base is delivered; a single `rent` says who gets all of its scarcity rent, a scenario."""

    leak: Share = Field(description="share of the base quantity that is still delivered", examples=[0.05])
    rent: Annotated[tuple[Rent, ...], BeforeValidator(names_of)] = ("importer", "exporter", "lost")


class ExportBan(BanMeasure):
    """Exporters stop selling; `leak` (share of base quantity) still arrives."""

    measure: Literal["export_ban"] = "export_ban"


class ImportBan(BanMeasure):
    """Importers stop buying; `leak` (share of base quantity) still arrives."""

    measure: Literal["import_ban"] = "import_ban"


class Tariff(TradeMeasure):
    """An ad-valorem tariff of the importers: ``added`` to the rate in force, the new ``total``, or ``reversed``.

    What is reversed goes back to the rates of a date, `to`, on its links; it has no rate of its own.
    """

    measure: Literal["tariff"] = "tariff"
    basis: Literal["added", "total", "reversed"]
    rate: Rate | None = Field(
        default=None, validate_default=True, description="fraction of the value, 0.25 is 25 per cent"
    )
    to: TariffDate | None = Field(
        default=None, validate_default=True, description="date whose rates hold again; only where basis is reversed"
    )

    @field_validator("rate")
    @classmethod
    def _rate_or_date(cls, value: object, info: ValidationInfo) -> object:
        basis = info.data.get("basis", "added" if value is None else None)
        if value is None and basis in ("added", "total"):
            raise PydanticCustomError("missing", "Field required")
        if value is not None and basis == "reversed":
            raise ValueError("what is reversed takes the rates of the date 'to'; leave the rate out")
        return value

    @field_validator("to")
    @classmethod
    def _date_if_reversed(cls, value: str | None, info: ValidationInfo) -> str | None:
        basis = info.data.get("basis")
        if value is None and basis == "reversed":
            raise PydanticCustomError("missing", "Field required")
        if value is not None and basis in ("added", "total"):
            raise ValueError(f"{value} is a date to go back to, which basis: reversed does; this one is {basis}")
        if value == "world":
            raise ValueError("a date is needed, as 2017; the world's own table has none")
        return value


class TradeCost(TradeMeasure):
    """Iceberg trade costs rise by a fraction of the value shipped."""

    measure: Literal["trade_cost"] = "trade_cost"
    increase: Cost = Field(description="fraction by which the cost of delivering one unit rises")


class CapacityLoss(MeasureBase):
    """Regions lose a fraction of what they can produce in sectors."""

    measure: Literal["capacity_loss"] = "capacity_loss"
    regions: Regions
    sectors: Names
    loss: Loss = Field(description="fraction of productive capacity")


class DemandLoss(MeasureBase):
    """Regions' final demand for sectors falls by a fraction."""

    measure: Literal["demand_loss"] = "demand_loss"
    regions: Regions
    sectors: Names
    loss: FinalLoss = Field(description="fraction of final demand")


class TransferFreeze(MeasureBase):
    """Regions can no longer spend an amount a year that `held_by` hold (reserves, credit, transfers)."""

    measure: Literal["transfer_freeze"] = "transfer_freeze"
    regions: Regions
    held_by: Regions
    amount_musd_per_year: Amount = Field(description="USD million a year, all regions of the measure together")


class Stockpile(MeasureBase):
    """Regions hold inventories of sectors' products on top of the usual ones."""

    measure: Literal["stockpile"] = "stockpile"
    regions: Regions
    sectors: Names
    days: Days = Field(description="days of the users' normal use")


class Delay(LinkMeasure):
    """Goods from the exporters are under way longer: `share` of what is shipped arrives `days` later, none is lost."""

    measure: Literal["delay"] = "delay"
    days: DaysLate = Field(description="days later than usual", examples=[12])
    share: Part = Field(default=1.0, description="share of what is shipped that is late", examples=[0.7])


class TechnologyCutoff(LinkMeasure):
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
    | Delay
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
