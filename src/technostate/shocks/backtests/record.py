"""A past event: its shock, what is read off an engine's answer, and what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from technostate.shocks.specification import Shock

Horizon = Literal["weeks", "year"]
#: What is read: within weeks the first three, in the year the others (real income and GDP of regions together).
Of = Literal["output", "value_added", "final_demand", "real_income", "gdp", "price", "quantity", "imports"]
#: What was published: what happened, other causes included; an estimate of what the event itself did; a model's answer;
#: or that nothing was seen, so that the effect lies within what would have been seen.
Kind = Literal["outcome", "estimate", "model", "bound"]
#: How much of a figure is the shock itself, as it was put in, and how much is spread by the model.
Input = Literal["mostly", "partly", "none"]

#: The whole world, which is no region of a table.
WORLD = "WLD"
#: What may be read at each horizon.
READ: Mapping[Horizon, tuple[Of, ...]] = {
    "weeks": ("output", "value_added", "final_demand"),
    "year": ("real_income", "gdp", "price", "quantity", "imports"),
}


@dataclass(frozen=True)
class Source:
    """Where a figure of what happened stands, and how it was checked."""

    title: str
    issuer: str
    date: str
    url: str
    checked: str

    @property
    def citation(self) -> str:
        """The source in one line."""
        return f"{self.issuer} ({self.date}). {self.title}." + (f" {self.url}" if self.url else "")


@dataclass(frozen=True)
class Reading:
    """What is read off an engine's answer, as a change against the base in per cent.

    Parameters
    ----------
    of : str
        Within weeks ``output`` or ``value_added`` of regions' sectors or ``final_demand`` that is delivered; in the
        year ``real_income`` or ``gdp`` of regions, ``price`` (to buyers) or ``quantity`` (made) of one region's sector,
        or ``imports``, the value of all that one region buys from one other.
    regions, sectors : tuple of str
        Codes, groups and lists as in shocks; ``WLD`` is the world, no sector is all of them.
    partner : str
        Whose goods are bought, for ``imports``.
    over : tuple of int or None
        First day and the day after the last one, of which the mean is taken; negative days lie before the shock.
    worst : int or None
        Instead: the lowest mean over as many days on end.
    """

    horizon: Horizon
    of: Of
    regions: tuple[str, ...]
    sectors: tuple[str, ...] = ()
    partner: str = ""
    over: tuple[int, int] | None = None
    worst: int | None = None


@dataclass(frozen=True)
class Measure:
    """One thing that is told of an event: what is read, what happened, and how far the two can be compared.

    Parameters
    ----------
    low, high : float
        What happened, per cent; equal where it is one figure.
    put_in : {"mostly", "partly", "none"}
        How much of it is the shock as it was put in.
    calibrated : tuple of str
        Parameters that were set with this figure in view; none for a figure that is out of sample.
    told : str
        How it is to be read, and where ours misses, why.
    """

    id: str
    what: str
    reading: Reading
    low: float
    high: float
    kind: Kind
    source: Source
    put_in: Input
    calibrated: tuple[str, ...]
    told: str

    @property
    def observed(self) -> float:
        """The figure, or the middle of its range."""
        return (self.low + self.high) / 2.0


@dataclass(frozen=True)
class PastEvent:
    """An event that happened, the shock that stands for it, and its measures.

    Parameters
    ----------
    apart : tuple of str
        Regions shown by themselves beside the sixteen.
    days : int
        Simulated within weeks.
    """

    id: str
    title: str
    shock: Shock
    apart: tuple[str, ...]
    days: int
    measures: tuple[Measure, ...] = field(default_factory=tuple)

    @property
    def world(self) -> str:
        """Name of the world on which it is run."""
        return self.shock.world or "icio-2022"
