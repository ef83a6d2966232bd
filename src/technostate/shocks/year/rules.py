"""What an equilibrium takes for granted beside elasticities: rents, substitutes, ceilings, pay, mobility."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from technostate.shocks.given import refuse

if TYPE_CHECKING:
    from technostate.shocks.year.nests import Array

Rent = Literal["importer", "exporter", "lost"]
#: In what unit pay is rigid: of world factor income (a fixed exchange rate), or of the region's own mean pay.
Anchor = Literal["world", "region"]


_RANGES: Mapping[str, tuple[Callable[[float], bool], str]] = {
    "substitutes": (lambda x: x > 1, "is a multiple of the cost of free origins, above 1"),
    "mobility": (lambda x: 0 <= x <= 1, "lies from 0 (in place) to 1 (mobile)"),
    "pay_floor": (lambda x: 0 < x <= 1, "is a ratio to the base above 0 and at most 1, or None"),
    "labour": (lambda x: 0 < x <= 1, "is a share of value added above 0 and at most 1"),
}


def _is_number(value: object) -> bool:
    return isinstance(value, int | float | np.integer | np.floating) and not isinstance(value, bool)


def _said(value: object) -> str:
    return f"{value:g}" if _is_number(value) else repr(value)


@dataclass(frozen=True, eq=False)
class Rules:
    """How a scenario is closed. By default rents stay with importers, nothing replaces what is banned, pay is free.

    Parameters
    ----------
    to_exporter, used_up : float or array (J, N importer, N exporter)
        Shares of a banned link's scarcity rent that go to the exporter, and that the importer's side spends on
        contesting it, which is nobody's real income (Krueger 1974); the importer keeps the rest.
    substitutes : float
        M: the cost of a substitute from outside the model, as a multiple of that of the free origins, at which half of
        what a ban takes away is replaced. Costs are spread as a Pareto distribution from one; infinite is none.
    ceiling : bool
        Whether a ban is a ceiling, which does not bind where buyers want less, or fixes the quantity.
    mobility : float
        m, from 0 (factors stay in their node) to 1 (a factor moves freely between a region's sectors): the constant
        elasticity of transformation between sectors is m / (1 − m).
    pay_floor : float or None
        Lowest pay, ratio to the base, in units of `anchor`: where demand pays less, part of labour is not employed.
    labour : float
        Share of value added that is labour's pay, to which the floor applies.
    anchor : {"world", "region"}

    Raises
    ------
    ScenarioError
        If a value is outside its range; lists all.

    References
    ----------
    Krueger, A. (1974). The political economy of the rent-seeking society. American Economic Review 64(3), 291–303.
    """

    to_exporter: float | Array = 0.0
    used_up: float | Array = 0.0
    substitutes: float = np.inf
    ceiling: bool = False
    mobility: float = 0.0
    pay_floor: float | None = None
    labour: float = 1.0
    anchor: Anchor = "world"

    def __post_init__(self) -> None:
        refuse([*self._problems()], "docs/year.md says what each rule means")

    def _problems(self) -> Iterator[str]:
        yield from self._rents()
        for name, (holds, meaning) in _RANGES.items():
            value = getattr(self, name)
            if not (name == "pay_floor" and value is None) and not (_is_number(value) and holds(value)):
                yield f"{name} is {_said(value)}; it {meaning}"
        if not isinstance(self.ceiling, bool | np.bool_):
            yield f"ceiling is {_said(self.ceiling)}; it is True or False"
        if self.anchor not in get_args(Anchor):
            yield f"anchor is {self.anchor!r}; it can be 'world' or 'region'"

    def _rents(self) -> Iterator[str]:
        parts = {}
        for name in ("to_exporter", "used_up"):
            value = getattr(self, name)
            try:
                parts[name] = np.asarray(value, dtype=np.float64)
            except (TypeError, ValueError):
                yield f"{name} is {value!r}; it is a share of the rent, or an array of shares"
                continue
            if not ((parts[name] >= 0) & (parts[name] <= 1)).all():
                yield f"{name} has values outside 0 to 1; it is a share of the rent"
        if len(parts) < 2 or not all(np.isfinite(part).all() for part in parts.values()):
            return
        one, other = parts.values()
        if one.ndim and other.ndim and one.shape != other.shape:
            yield f"to_exporter has shape {one.shape} and used_up {other.shape}; both are by link, or numbers"
        elif np.max(one + other) > 1 + 1e-12:
            yield "to_exporter and used_up together are more than the whole rent"

    @property
    def zeta(self) -> float:
        """ζ, exponent of the Pareto distribution of substitutes' costs: log 2 / log M; zero where there are none."""
        return float(np.log(2.0) / np.log(self.substitutes)) if np.isfinite(self.substitutes) else 0.0

    @property
    def log_floor(self) -> float:
        """Log of the lowest pay; −∞ where there is none."""
        return -np.inf if self.pay_floor is None else float(np.log(self.pay_floor))


#: The three pure rules on who receives the rents of bans.
RENTS: Mapping[Rent, Rules] = MappingProxyType(
    {"importer": Rules(), "exporter": Rules(to_exporter=1.0), "lost": Rules(used_up=1.0)}
)
