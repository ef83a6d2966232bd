"""How figures are written for readers: few digits, a true minus, and nothing that turns a year into 1,994."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from technostate import units

#: Units shown in another measure than the data carries: symbol → (factor, words).
_SHOWN = {
    "1": (100.0, "%"),
    "share of world": (100.0, "% of world"),
    "% change": (1.0, "%"),
    "pp change": (1.0, "points"),
}
_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
#: Money and counts whose magnitude is better said in words: symbol → (factor to one unit, what is counted).
_LARGE = {
    "musd": (1e6, "US dollars"),
    "musd change": (1e6, "US dollars a year"),
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
#: A change smaller than this, in the unit that is shown, is written as zero.
LEAST_SHOWN = 1e-5
#: A change smaller than this is what solvers leave of none.
NONE = 1e-7
#: Places of changes where all of those that are compared are tiny.
FINEST = 3
#: A change from which a figure is not written as zero beside larger ones.
SEEN = 5e-3
#: Figures up to this number are shown at the scale of the largest.
_FEW = 6


class Scale(NamedTuple):
    """How figures that are to be compared are shown.

    Multiply by `factor`, write `decimals` places, call the unit `words`; a change is `signed`. Beside a figure that has
    a comma all have one from four digits on (`grouped`).
    """

    factor: float
    decimals: int
    words: str
    signed: bool = False
    grouped: bool = False

    def text(self, value: float | None, *, sign: bool = False) -> str:
        """Return the figure as text, ``–`` for a missing one; a figure too small to show is no zero."""
        if value is None or not math.isfinite(value):
            return "–"
        if self.signed or sign:
            return plain(value * self.factor, self.decimals, sign=True, grouped=self.grouped)
        least = 10.0**-self.decimals
        if 0 < value * self.factor < least / 2:
            return f"< {plain(least, self.decimals)}"
        return plain(value * self.factor, self.decimals, grouped=self.grouped)

    def finer(self, value: float | None, ends: Iterable[float] = ()) -> Scale:
        """Return the scale with more places where a change, and the ends of its range, would be written as zero.

        So would a change alone in a scale of `FINEST` places. What is below `LEAST_SHOWN` keeps its scale: it is what
        solvers leave.

        Examples
        --------
        >>> per_cent = Scale(1.0, 2, "%", True)
        >>> [per_cent.finer(-0.0042, ends).text(-0.0042) for ends in ((-0.0049, 0.0), (-0.01, 0.0))]
        ['−0.0042', '0.00']
        >>> per_cent._replace(decimals=1).finer(-0.04, (-0.07, -0.03)).text(-0.04)
        '−0.04'
        >>> per_cent._replace(decimals=3).finer(-0.0002, (-0.001, 0.0)).text(-0.0002), per_cent.finer(1e-9).text(1e-9)
        ('−0.0002', '0.00')
        """
        middle = abs((value or 0.0) * self.factor)
        largest = max([middle, *(abs(end * self.factor) for end in ends if math.isfinite(end))])
        unseen = 0.5 * 10.0**-self.decimals
        if not self.signed or middle >= unseen or largest < LEAST_SHOWN:
            return self
        if largest < unseen:
            return self._replace(decimals=_two_digits(largest))
        if self.decimals < FINEST:
            return self if middle < SEEN else self._replace(decimals=_two_digits(middle) - 1)
        if middle < LEAST_SHOWN:
            return self
        return self._replace(decimals=max(_two_digits(largest), _two_digits(middle) - 1))

    def nothing(self, value: float | None, ends: Iterable[float]) -> str:
        """Return a change that is smaller than `LEAST_SHOWN` everywhere in its range; empty for any other.

        Examples
        --------
        >>> per_cent = Scale(1.0, 3, "%", True)
        >>> per_cent.nothing(1e-8, (0.0, 1e-6)), per_cent.nothing(0.0, (0.0, 1e-9)), per_cent.nothing(0.0, (-0.01, 0.0))
        ('less than 0.00001', '0', '')
        """
        known = [abs((end or 0.0) * self.factor) for end in (value, *ends)]
        if not self.signed or value is None or not max(known) < LEAST_SHOWN:
            return ""
        return f"less than {LEAST_SHOWN:.5f}" if max(known) >= NONE else "0"

    def ends(self, low: float, high: float) -> str:
        """Return both ends of a range; an end beyond what was computed is said so.

        Examples
        --------
        >>> Scale(1.0, 1, "%", True).ends(-5.7, 0.7), Scale(1.0, 0, "days").ends(12.0, math.inf)
        ('−5.7 to +0.7', '12 to beyond')
        """
        return (
            f"{'beyond' if math.isinf(low) else self.text(low)} to {'beyond' if math.isinf(high) else self.text(high)}"
        )

    def unit_after(self) -> str:
        """Return the unit as it follows a number: with a no-break space, empty where there is none."""
        return f"\u00a0{self.words}" if self.words else ""


def _two_digits(value: float) -> int:
    """Return the places that two digits of a small number need, at most those of `LEAST_SHOWN`."""
    return min(1 - math.floor(math.log10(value)), -math.floor(math.log10(LEAST_SHOWN)))


def ordinal(place: int) -> str:
    """Return a place as an ordinal number.

    Examples
    --------
    >>> [ordinal(place) for place in (1, 2, 3, 4, 11, 12, 13, 21, 102, 111)]
    ['1st', '2nd', '3rd', '4th', '11th', '12th', '13th', '21st', '102nd', '111th']
    """
    ends = {1: "st", 2: "nd", 3: "rd"}
    return f"{place}{'th' if place % 100 in (11, 12, 13) else ends.get(place % 10, 'th')}"


def plain(value: float, decimals: int = 1, *, sign: bool = False, grouped: bool = False) -> str:
    """Return a number with commas from ten thousand on (from a thousand where `grouped`), and a true minus sign.

    A figure alone of four digits has no comma, as a year has none; what is written as zero has no sign.

    Examples
    --------
    >>> plain(-1234567.26, 1), plain(1994.0, 0), plain(9999.96, 1)
    ('−1,234,567.3', '1994', '10,000.0')
    >>> plain(0.001, 1, sign=True), plain(2.4, 1, sign=True), plain(math.inf)
    ('0.0', '+2.4', '∞')
    """
    text = "∞" if math.isinf(value) else f"{abs(value):,.{decimals}f}"
    if not grouped and len(text.partition(".")[0]) <= len("9,999"):
        text = text.replace(",", "")
    if not any(character in "123456789∞" for character in text):
        return text
    return ("−" if value < 0 else "+" if sign else "") + text


def lowered(words: str) -> str:
    """Return words as they stand inside a sentence; an abbreviation keeps its capitals.

    Examples
    --------
    >>> lowered("Twice that of 2022"), lowered("GDP at market rates")
    ('twice that of 2022', 'GDP at market rates')
    """
    return words if words[1:2].isupper() else f"{words[:1].lower()}{words[1:]}"


def scale(values: Iterable[float | None], symbol: str) -> Scale:
    """Return one scale for all figures of a row or chart, so that they can be compared.

    Fractions are shown as per cent; ratios and indices, which are no shares, have units of their own.

    Parameters
    ----------
    values : iterable of float or None
        The figures, in the unit `symbol`.
    symbol : str
        A symbol of `technostate.units`.

    Examples
    --------
    >>> scale([0.1607, 0.09], "1").text(0.1607), scale([14.3e6], "musd")
    ('16.1', Scale(factor=1e-06, decimals=1, words='trillion US dollars', signed=False, grouped=False))
    """
    given = [value for value in values if value is not None and math.isfinite(value)]
    made = _scale(given, symbol)
    return made._replace(grouped=max((abs(value) * made.factor for value in given), default=0.0) >= 10_000)


def _scale(given: list[float], symbol: str) -> Scale:
    known = [abs(value) for value in given]
    largest = max(known, default=0.0)
    if units.unit(symbol).signed and symbol not in _LARGE:
        factor, words = _SHOWN.get(symbol, (1.0, units.unit(symbol).title))
        return Scale(factor, change_decimals(v * factor for v in given), words, True)
    if symbol in _LARGE:
        to_one, what = _LARGE[symbol]
        if symbol != "count" or largest >= 1e5:
            size, word = _magnitude(largest * to_one)
            middle = sorted(known)[len(known) // 2] * to_one if len(known) > _FEW else size
            if 0 < middle < size:
                # Where many figures are far apart the middle one decides, so that most show digits.
                size, word = _magnitude(middle)
            factor = to_one / size
            places = _decimals([v * factor for v in known], whole=not word)
            return Scale(factor, places, f"{word} {what}".strip(), units.unit(symbol).signed)
        # A number of things needs no word after it.
        return Scale(1.0, 0 if all(v == int(v) for v in known) else _decimals(known), "")
    factor, words = _SHOWN.get(symbol, (1.0, symbol if symbol.startswith("%") else units.unit(symbol).title))
    return Scale(factor, _decimals([value * factor for value in known]), words)


def _magnitude(value: float) -> tuple[float, str]:
    return next(((size, word) for size, word in _SCALES if value >= size), (1.0, ""))


def change_decimals(values: Iterable[float]) -> int:
    """Return the places that changes are written with: fewer for larger ones, three where all are tiny.

    Examples
    --------
    >>> change_decimals([-12.3, 0.2]), change_decimals([0.4]), change_decimals([-0.007, -0.013])
    (1, 2, 3)
    """
    largest = max(map(abs, values), default=1.0)
    return 1 if largest >= 10 else 2 if largest >= 0.1 else FINEST


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
