"""Which measure means what at which horizon, and which pair is refused, with the reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, get_args

from technostate.errors import ScenarioError
from technostate.shocks.specification.measures import Measure, TradeMeasure
from technostate.shocks.specification.shock import Shock

Horizon = Literal["weeks", "year", "path", "decade"]
#: The horizons of a shock where nothing else is asked for; the path runs through years 1 to 10 between two of them.
HORIZONS: tuple[Horizon, ...] = ("weeks", "year", "decade")
EVERY: tuple[Horizon, ...] = get_args(Horizon)


@dataclass(frozen=True)
class Meaning:
    """What a measure means at a horizon.

    Parameters
    ----------
    text : str
        How it enters the engine, or why it is refused.
    """

    modelled: bool
    text: str


def _row(weeks: str, year: str, decade: str) -> Mapping[Horizon, Meaning]:
    # The years of the path are those of the year engine.
    cells = zip(EVERY, (weeks, year, year, decade), strict=True)
    return MappingProxyType(
        {horizon: Meaning(not text.startswith("-"), text.removeprefix("- ")) for horizon, text in cells}
    )


_CEILING = "ceiling: at most leak × base is delivered; the scarcity rent is split, and substitutes replace a part"
_BAN = _row(
    "mask on the link: leak × orders is delivered; buyers whose stocks run low order more than at the base",
    _CEILING,
    _CEILING,
)
#: Why a measure on inputs or on final goods alone is refused but for the decade.
ONE_USE = "only the decade tells inputs from final goods"
#: A use of goods and services, in words.
USES = MappingProxyType({"inputs": "on what is bought as inputs", "final": "on what final demand buys"})
_PRICES = "- prices do not move within weeks, so that a price instrument moves no quantity"
_SPENDING = "share of final expenditure, the rest scaled up"
_LATE = (
    "- what is late comes within the year, and an equilibrium has no transit; what a longer way costs is a trade_cost"
)
_KNOWLEDGE = "- trade in goods is unchanged; what is lost is knowledge, which only the year-by-year dynamics carry"

#: Measure → horizon → meaning.
TABLE: Mapping[str, Mapping[Horizon, Meaning]] = MappingProxyType(
    {
        "export_ban": _BAN,
        "import_ban": _BAN,
        "tariff": _row(_PRICES, "wedge between the price paid and received, with revenue", "new tariff, with revenue"),
        "trade_cost": _row(_PRICES, "iceberg cost", "iceberg cost"),
        "capacity_loss": _row("capacity of the node", "productivity of the node", "productivity of the node"),
        "demand_loss": _row("final demand", _SPENDING, _SPENDING),
        "transfer_freeze": _row("loss of final demand", "change of the deficit", "change of the deficit"),
        "stockpile": _row(
            "inventories of the users",
            "- stocks are used up within the year; an annual equilibrium has none",
            "- stocks are used up within the year; a long-run equilibrium has none",
        ),
        "delay": _row(
            "in transit: what is shipped arrives later, and nothing is lost",
            _LATE,
            _LATE,
        ),
        "technology_cutoff": _row(_KNOWLEDGE, _KNOWLEDGE, _KNOWLEDGE),
    }
)


def horizons(shock: Shock) -> dict[Horizon, dict[str, Meaning]]:
    """Return horizon → name of the measure → meaning, for every horizon.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> {horizon: all(cell.modelled for cell in row.values()) for horizon, row in horizons(load("zte-2018")).items()}
    {'weeks': True, 'year': True, 'path': True, 'decade': True}
    """
    return {horizon: {row.name: meaning(row, horizon) for row in shock.measures} for horizon in EVERY}


def meaning(row: Measure, horizon: Horizon) -> Meaning:
    """Return what a measure means at a horizon; one that bears on a single use has a meaning at the decade alone."""
    found = TABLE[row.measure][horizon]
    if not isinstance(row, TradeMeasure) or row.use == "both" or not found.modelled:
        return found
    if horizon != "decade":
        return Meaning(False, ONE_USE)
    return Meaning(True, f"{found.text}, {USES[row.use]}")


def require(shock: Shock, horizon: Horizon) -> None:
    """Raise if a shock has no meaning at a horizon; says all reasons at once.

    Raises
    ------
    ScenarioError
        If a measure is refused at the horizon.
    """
    if horizon not in EVERY:
        raise ScenarioError(f"unknown horizon {horizon!r}", hint=f"horizons are {', '.join(EVERY)}")
    refused = [
        f"{row.name} ({row.measure}): {cell.text}"
        for row in shock.measures
        if not (cell := meaning(row, horizon)).modelled
    ]
    if refused:
        raise ScenarioError(
            f"{shock.name} cannot be asked about at the horizon {horizon}:\n"
            + "\n".join(f"  - {line}" for line in refused),
            hint="leave these measures out (--without, shock.without), or choose another horizon",
        )
