"""How figures are written for readers: few digits, a true minus, and nothing that turns a year into 1,994."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import NamedTuple

from technostate import units

#: Units shown in another measure than the data carries: symbol → (factor, words).
_SHOWN = {"1": (100.0, "%"), "share of world": (100.0, "% of world")}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
#: Money and counts whose magnitude is better said in words: symbol → (factor to one unit, what is counted).
_LARGE = {
    "musd": (1e6, "US dollars"),
    "usd": (1.0, "US dollars"),
    "ppp2017": (1e6, "2017 int. dollars"),
    "usd2015": (1.0, "2015 US dollars"),
    "mppp": (1e6, "int. dollars"),
    "persons": (1.0, "persons"),
    "thousand persons": (1e3, "persons"),
    "million persons": (1e6, "persons"),
    "tiv": (1e6, "SIPRI TIV"),
    "count": (1.0, ""),
}
_RATIO = re.compile(r"\b(concentration|over|index|correlat\w*)\b", re.IGNORECASE)


class Scale(NamedTuple):
    """How the figures of one row are shown: multiply by `factor`, write `decimals` places, call the unit `words`."""

    factor: float
    decimals: int
    words: str

    def text(self, value: float | None, *, sign: bool = False) -> str:
        """Return the figure as text, ``–`` for a missing one; a figure too small to show is no zero."""
        if value is None or not math.isfinite(value):
            return "–"
        least = 10.0**-self.decimals
        if not sign and 0 < value * self.factor < least / 2:
            return f"< {plain(least, self.decimals)}"
        return plain(value * self.factor, self.decimals, sign=sign)


def plain(value: float, decimals: int = 1, *, sign: bool = False) -> str:
    """Return a number with commas from ten thousand on, so that no figure looks like a year, and a true minus sign.

    Examples
    --------
    >>> plain(-1234567.26, 1), plain(1994.0, 0)
    ('−1,234,567.3', '1994')
    >>> plain(0.001, 1), plain(2.4, 1, sign=True)
    ('0.0', '+2.4')
    """
    text = f"{abs(value):,.{decimals}f}"
    negative = value < 0 and any(digit in "123456789" for digit in text)
    text = text if abs(value) >= 10_000 else text.replace(",", "")
    return ("−" if negative else "+" if sign and value > 0 else "") + text


def scale(values: Iterable[float | None], symbol: str, title: str = "") -> Scale:
    """Return one scale for all figures of a row or chart, so that they can be compared.

    Fractions are shown as per cent, except ratios and concentrations (by their title), which are no shares.

    Parameters
    ----------
    values : iterable of float or None
        The figures, in the unit `symbol`.
    symbol : str
        A symbol of `technostate.units`.
    title : str
        What the figures are.

    Examples
    --------
    >>> scale([0.1607, 0.09], "1").text(0.1607), scale([14.3e6], "musd")
    ('16.1', Scale(factor=1e-06, decimals=1, words='trillion US dollars'))
    """
    known = [abs(value) for value in values if value is not None and math.isfinite(value)]
    largest = max(known, default=0.0)
    if symbol in _LARGE:
        to_one, what = _LARGE[symbol]
        if symbol != "count" or largest >= 1e5:
            size, word = next(((s, w) for s, w in _SCALES if largest * to_one >= s), (1.0, ""))
            factor = to_one / size
            return Scale(factor, _decimals([v * factor for v in known], whole=not word), f"{word} {what}".strip())
        return Scale(1.0, 0 if all(v == int(v) for v in known) else _decimals(known), units.unit(symbol).title)
    if symbol == "1" and _RATIO.search(title):
        said = title.casefold()
        words = (
            "index, 0 to 1"
            if "concentration" in said or "index" in said
            else "between −1 and 1"
            if "correlat" in said
            else "ratio"
        )
        return Scale(1.0, 2 if largest < 10 else 1, words)
    factor, words = _SHOWN.get(symbol, (1.0, symbol if symbol.startswith("%") else units.unit(symbol).title))
    return Scale(factor, _decimals([value * factor for value in known]), words)


def _decimals(values: list[float], *, whole: bool = False) -> int:
    """Return the places that show about three digits of the larger figures, at most three places."""
    if not values or (whole and all(value == int(value) for value in values)):
        return 0
    if all(value == int(value) for value in values) and max(values) < 1000:
        return 0
    typical = sorted(values)[len(values) // 2]
    if max(values) >= 1000:
        return 0
    if typical >= 100:
        return 0 if min(values) >= 10 else 1
    if typical >= 1:
        return 1 if max(values) >= 10 else 2
    return 1 if max(values) >= 10 else 2 if max(values) >= 0.1 else 3


def years_text(years: Iterable[int]) -> str:
    """Return ``1995–2011`` for a run of years, the years themselves otherwise.

    Examples
    --------
    >>> years_text([2004, 2002, 2003]), years_text([2011]), years_text([1995, 2000])
    ('2002–2004', '2011', '1995–2000, with gaps')
    """
    known = sorted(set(years))
    if not known:
        return "no years"
    if len(known) == 1:
        return str(known[0])
    gaps = "" if known[-1] - known[0] + 1 == len(known) else ", with gaps"
    return f"{known[0]}–{known[-1]}{gaps}"
