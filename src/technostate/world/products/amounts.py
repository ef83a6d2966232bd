"""Numbers of a product's file: a plain number, or low, central and high, with status and source."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from technostate.errors import nearest
from technostate.evidence.printable import shown
from technostate.world.assumed import STATUSES, Assumed, Status

_PARTS = ("low", "central", "high", "unit", "status", "source")
#: Statuses that need no source.
_OWN = "assumed"


@dataclass(frozen=True)
class Bounds:
    """Unit of a number and where it may lie.

    Parameters
    ----------
    above : bool
        Whether it must be above `low`, not at it.
    """

    unit: str
    low: float
    high: float
    above: bool = False

    def problem(self, value: float) -> str:
        """Return what is wrong with a number; nothing if it lies between the bounds."""
        if not math.isfinite(value):
            return "is not a finite number"
        if value < self.low or value > self.high or (self.above and value == self.low):
            start = "above" if self.above else "from"
            meant = f"; is {value / 100:g} meant?" if self.unit == "share" and 1 < value <= 100 else ""
            return f"is {value:g}; it lies {start} {self.low:g} to {self.high:g}{meant}"
        return ""


SHARE = Bounds("share", 0.0, 1.0)
ODDS = Bounds("odds", 0.0, 1e6)


@dataclass(frozen=True)
class Ground:
    """Status and source that hold for the numbers of a block that say none of their own."""

    status: str = ""
    source: str = ""

    def of(self, block: Mapping[str, Any]) -> Ground:
        """Return what holds within a block."""
        return Ground(block.get("status", self.status), block.get("source", self.source))


@dataclass(frozen=True)
class Reader:
    """Reads the blocks of one product; what is wrong goes to `problems`.

    Parameters
    ----------
    sources : sequence of str
        Keys of the sources.
    """

    sources: Sequence[str]
    problems: list[str]

    def block(self, value: object, where: str, fields: Sequence[str]) -> Mapping[str, Any]:
        """Return a mapping with no other fields than these; an empty one where it is none."""
        if not isinstance(value, Mapping):
            self.problems.append(f"{where} is {shown(value)}; a mapping is needed")
            return {}
        for key in value:
            if key not in fields:
                close = nearest(str(key), fields, n=1)
                meant = f" (did you mean {close[0]}?)" if close else f"; fields are {', '.join(fields)}"
                self.problems.append(f"{where}: {shown(key)} is no field of it{meant}")
        return value

    def text(self, value: object, where: str, *, most: int = 400) -> str:
        """Return a text."""
        if not isinstance(value, str):
            self.problems.append(f"{where} is {shown(value)}; a text is needed")
        elif len(value) > most:
            self.problems.append(f"{where} has {len(value):,} letters, more than {most:,}")
        else:
            return value.strip()
        return ""

    def amount(self, value: object, where: str, bounds: Bounds, ground: Ground) -> Assumed | None:
        """Return a number with its range, status and source; None where something is wrong with it."""
        parts: Mapping[str, Any]
        parts = self.block(value, where, _PARTS) if isinstance(value, Mapping) else {"central": value}
        if "central" not in parts:
            self.problems.append(f"{where} has no central value")
            return None
        ground, before = ground.of(parts), len(self.problems)
        numbers = {key: self._number(parts[key], key, where, bounds) for key in _PARTS[:3] if key in parts}
        self.ground(ground, where)
        unit = parts.get("unit", bounds.unit)
        if unit != bounds.unit:
            self.problems.append(f"{where}: the unit is {shown(unit)}; it is {bounds.unit}")
        if len(self.problems) > before:
            return None
        central = numbers["central"]
        low, high = numbers.get("low", central), numbers.get("high", central)
        if not low <= central <= high:
            self.problems.append(f"{where}: low {low:g}, central {central:g} and high {high:g} are not in order")
            return None
        status: Status = ground.status  # type: ignore[assignment]
        return Assumed(low, central, high, bounds.unit, status, ground.source)

    def amounts(self, value: object, where: str, bounds: Bounds, ground: Ground) -> dict[str, Assumed]:
        """Return label → number of a mapping."""
        if not isinstance(value, Mapping):
            self.problems.append(f"{where} is {shown(value)}; a mapping of labels to numbers is needed")
            return {}
        return dict(self._amounts(value, where, bounds, ground))

    def _amounts(
        self, block: Mapping[Any, Any], where: str, bounds: Bounds, ground: Ground
    ) -> Iterator[tuple[str, Assumed]]:
        for key, part in block.items():
            if not isinstance(key, str):
                self.problems.append(f"{where}: {shown(key)} is no label; write it in quotes")
            elif (found := self.amount(part, f"{where} {key}", bounds, ground)) is not None:
                yield key, found

    def _number(self, value: object, part: str, where: str, bounds: Bounds) -> float:
        of = where if part == "central" else f"{where}, {part},"
        if isinstance(value, bool) or not isinstance(value, int | float):
            self.problems.append(f"{of} is {shown(value)}; a number is needed")
            return math.nan
        if isinstance(value, int) and abs(value) > 10**18:
            self.problems.append(f"{of} has more than 18 digits")
            return math.nan
        if problem := bounds.problem(float(value)):
            self.problems.append(f"{of} {problem}")
        return float(value)

    def ground(self, ground: Ground, where: str) -> None:
        """Say what is wrong with a status and a source."""
        if not ground.status:
            self.problems.append(f"{where} has no status; it is one of {', '.join(STATUSES)}")
        elif ground.status not in STATUSES:
            self.problems.append(f"{where}: the status {shown(ground.status)} is not one of {', '.join(STATUSES)}")
        elif not ground.source and ground.status != _OWN:
            self.problems.append(f"{where} is {ground.status} and has no source")
        if ground.source and ground.source not in self.sources:
            self.problems.append(f"{where}: the source {shown(ground.source)} is not among the sources")
