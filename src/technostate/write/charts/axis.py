"""Axes: round ticks that cover the figures, in the scale that the figures are shown in."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from technostate import notation
from technostate.evidence.figure import Figure
from technostate.notation import Scale


class Tick(NamedTuple):
    """A tick: where it lies (0 to 1), what is written, and whether it is zero (or one, on a logarithmic axis)."""

    at: float
    text: str
    base: bool = False


@dataclass(frozen=True)
class Axis:
    """An axis from `low` to `high` in the unit of the figures."""

    low: float
    high: float
    ticks: tuple[Tick, ...]
    log: bool = False

    def at(self, value: float) -> float:
        """Return where a value lies, 0 to 1; what lies beyond an end is put at that end."""
        if self.log:
            if value <= 0:
                return 0.0
            low, span = math.log(self.low), math.log(self.high) - math.log(self.low)
            return min(max((math.log(value) - low) / span, 0.0), 1.0) if value < math.inf else 1.0
        half = self.high / 2 - self.low / 2
        return min(max((value / 2 - self.low / 2) / half, 0.0), 1.0)

    @property
    def base(self) -> float:
        """Where zero lies, or the nearest end."""
        return 0.0 if self.log else self.at(0.0)


def ends(figures: Iterable[Figure]) -> list[float]:
    """Return what an axis must cover: values, finite ends of ranges, and some room where an end is infinite."""
    found = [end for figure in figures for end in (figure.value, figure.low, figure.high) if end is not None]
    known = [end for end in found if math.isfinite(end)]
    if len(known) < len(found) and known:
        # What goes on beyond what was computed needs some way to be drawn on.
        room = (max(known) - min(known) or abs(known[0]) or 1.0) * 0.2
        known += [max(known) + room] if math.inf in found else []
        known += [min(known) - room] if -math.inf in found else []
    return known


def linear(values: Iterable[float], scale: Scale, *, zero: bool = True, count: int = 4) -> Axis:
    r"""Return an axis that covers values, its ends at round ticks.

    Parameters
    ----------
    values : iterable of float
        In the unit of the figures.
    scale : Scale
        In which ticks are round and written.
    zero : bool
        Whether it must include zero.
    count : int
        About how many steps.

    Examples
    --------
    >>> axis = linear([0.02, 0.174], Scale(100.0, 1, "%"))
    >>> [tick.text for tick in axis.ticks], axis.at(0.1)
    (['0', '5', '10', '15', '20\xa0%'], 0.5)
    """
    known = [value * scale.factor for value in values]
    if zero or not known:
        known.append(0.0)
    steps = nice_ticks(min(known), max(known), count)
    places = decimals(steps)
    low, high = steps[0], steps[-1]
    half = high / 2 - low / 2
    texts = [notation.plain(step, places, sign=scale.signed) if step else "0" for step in steps]
    if len(scale.words) <= 2:
        # The unit stands once, at the end that is farthest from zero.
        far = -1 if abs(high) >= abs(low) else 0
        texts[far] += scale.unit_after()
    ticks = tuple(
        Tick((step / 2 - low / 2) / half, text, base=step == 0) for step, text in zip(steps, texts, strict=True)
    )
    return Axis(low / scale.factor, high / scale.factor, ticks)


def logarithmic(values: Iterable[float], scale: Scale, *, odds: bool = False) -> Axis:
    """Return a logarithmic axis with ticks at 1, 2 and 5 times powers of ten (fewer over a long way).

    Parameters
    ----------
    values : iterable of float
        In the unit of the figures; those at or below zero cannot be shown and lie at the low end.
    scale : Scale
        In which ticks are round and written.
    odds : bool
        Whether figures are fractions, whose ticks are said as odds: ``1 in 20``.

    Examples
    --------
    >>> [tick.text for tick in logarithmic([0.04, 0.6], Scale(1.0, 2, ""), odds=True).ticks]
    ['1 in 50', '1 in 20', '1 in 10', '1 in 5', '1 in 2', '1']
    """
    factor = 1.0 if odds else scale.factor
    known = [value * factor for value in values if value > 0] or [1.0]
    first, last = math.floor(math.log10(min(known))), math.ceil(math.log10(max(known)))
    last = max(last, first + 1)
    heads = (1, 2, 5) if last - first <= 3 else (1,)
    stride = max(1, (last - first) // 6)
    steps = [head * 10.0**power for power in range(first, last + 1, stride) for head in heads]
    # One tick at or below the least and one at or above the largest are enough.
    low = max((step for step in steps if step <= min(known) * 1.0001), default=10.0**first)
    high = min((step for step in steps if step >= max(known) * 0.9999), default=10.0**last)
    if not low < high:
        low, high = low / 2, high * 2
    shown = [step for step in steps if low * 0.9999 <= step <= high * 1.0001]
    span = math.log(high) - math.log(low)
    ticks = tuple(
        Tick((math.log(step) - math.log(low)) / span, _odds(step) if odds else _round(step), base=step == 1.0)
        for step in shown
    )
    return Axis(low / factor, high / factor, ticks, log=True)


def nice_ticks(low: float, high: float, count: int = 4) -> list[float]:
    """Return round tick values that cover [low, high]; the first and last bound the axis.

    Examples
    --------
    >>> nice_ticks(0, 17.2)
    [0.0, 5.0, 10.0, 15.0, 20.0]
    """
    span = high / 2 - low / 2 or abs(high) / 2 or 0.5
    raw = span / count * 2
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(m * power for m in (1, 2, 2.5, 5, 10) if m * power >= raw * 0.999)
    start, stop = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    places = max(0, 2 - math.floor(math.log10(step)))
    return [round(at * step, places) for at in range(start, max(stop, start + 1) + 1)]


def decimals(ticks: Iterable[float]) -> int:
    """Return the fewest places that show every tick in full: a tick at 2.5 is not written 3.

    Examples
    --------
    >>> decimals([0.0, 2.5, 5.0]), decimals([0.0, 20000.0])
    (1, 0)
    """
    given = list(ticks)
    near = max(map(abs, given), default=1.0) * 1e-9
    return next((n for n in range(15) if all(abs(round(tick, n) - tick) <= near for tick in given)), 15)


def _odds(value: float) -> str:
    return _round(value) if value >= 1 else f"1 in {_round(1 / value)}"


def _round(value: float) -> str:
    return notation.plain(value, decimals([value]))
