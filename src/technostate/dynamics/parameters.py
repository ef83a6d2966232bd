"""The parameters of the dynamics, as a table: symbol, meaning, unit, range, source and status of each."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Literal

from technostate.errors import ScenarioError, unknown_label

Status = Literal["measured", "estimated", "literature", "assumed"]


@dataclass(frozen=True)
class Parameter:
    """A parameter with the range within which it is drawn.

    Parameters
    ----------
    name : str
        As scenarios write it.
    mechanism : str
        The mechanism it belongs to: ideas, capital, research, forces, threat, priority, budgets, restrictions, or
        ``baseline``.
    low, central, high : float
        In `unit`.
    form : {"even", "logs", "normal"}
        Draws are even between low and high, even in logs, or normal about the centre, two standard deviations from
        which low and high lie and cut off.
    identified : bool
        Whether data decide it at all; the page names those of which nothing does.
    """

    name: str
    mechanism: str
    symbol: str
    meaning: str
    unit: str
    low: float
    central: float
    high: float
    status: Status
    source: str
    form: Literal["even", "logs", "normal"] = "even"
    identified: bool = True


@cache
def parameters() -> Mapping[str, Parameter]:
    """Return name → parameter, in the order of the table."""
    text = resources.files("technostate.dynamics").joinpath("parameters.toml").read_text("utf-8")
    return MappingProxyType({name: Parameter(name=name, **row) for name, row in tomllib.loads(text).items()})


class Values(Mapping[str, float]):
    """A value for every parameter: what is given, and the centre of the table for the rest.

    Raises
    ------
    LabelError
        If there is no such parameter, naming the nearest.
    ScenarioError
        If a value is not a finite number, or lies outside the parameter's range.
    """

    def __init__(self, given: Mapping[str, float] | None = None) -> None:
        table = parameters()
        self._values = {name: row.central for name, row in table.items()}
        for name, value in (given or {}).items():
            if name not in table:
                raise unknown_label("parameter", name, tuple(table))
            row = table[name]
            if not row.low <= value <= row.high:
                raise ScenarioError(
                    f"{name} is {value:g} {row.unit}; its range is {row.low:g} to {row.high:g}",
                    hint="technostate futures parameters prints all ranges with their sources",
                )
            self._values[name] = float(value)

    def __getitem__(self, name: str) -> float:
        """Return a parameter's value."""
        return self._values[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._values)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._values)
