"""First use: the month in which dated texts first have a formulation, and what was searched before and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import Field, model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Measure
from technostate.claims.measures.texts import Counted, Words, called, check_words, read_texts
from technostate.claims.reading import FEWEST_HITS, Holds, Reading, Step
from technostate.claims.verdict import Figure, NotTestableError
from technostate.notation import plain

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


class Ask(Words):
    """A formulation and the month from which it is said to be used.

    Parameters
    ----------
    stated : str
        The month, as ``2014-04``.
    give : {"months", "distance", "searched", "kept"}
        Months from the stated one to the first use, below zero for an earlier one, or their number either way; texts
        of the `before` months before the stated one that are without it; or texts of the `after` months from the
        stated one that have it.
    before, after : int
        Months.
    """

    stated: str = Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")
    give: Literal["months", "distance", "searched", "kept"] = "months"
    before: int = Field(default=24, ge=1, le=600)
    after: int = Field(default=36, ge=1, le=600)

    @model_validator(mode="after")
    def _sound(self) -> Ask:
        check_words(self)
        return self


#: What is asked of the date itself; of how much was searched other words tell nothing.
_DATES = ("months", "distance")


@dataclass(frozen=True)
class Found:
    """What dated texts say of a word: first month and text, texts searched before, texts that have it after, hits."""

    month: int | None
    text: str
    searched: int
    kept: int
    hits: int

    def number(self, ask: Ask) -> float | None:
        """Return what is asked for; None for a date of a word that no text has."""
        if ask.give in _DATES:
            months = None if self.month is None else float(self.month - _month(ask.stated))
            return abs(months) if months is not None and ask.give == "distance" else months
        return float(self.searched if ask.give == "searched" else self.kept)


def _month(date: str) -> int:
    """Return months since the year 0 of a date that is known to the month."""
    return 12 * int(date[:4]) + int(date[5:7]) - 1


def find(texts: Sequence[Counted], hits: Sequence[NDArray[np.int64]], ask: Ask) -> Found:
    """Return what the texts that are dated to the month say of a word.

    Texts dated to the year alone are read as of its last month where they have the word, so that they can date no first
    use that another text does not date earlier; without it they are left out of what was searched.
    """
    stated = _month(ask.stated)
    uses: list[tuple[int, str]] = []
    searched = kept = total = 0
    for one, values in zip(texts, hits, strict=True):
        for member, count in zip(one.members, values.tolist(), strict=True):
            total += count
            exact = len(member.date) >= 7
            if member.year is None:
                continue
            month = _month(member.date) if exact else 12 * member.year + 11
            if count:
                uses.append((month, member.id))
            if exact and not count and stated - ask.before <= month < stated:
                searched += 1
            if count and stated <= month < stated + ask.after:
                kept += 1
    first = min(uses, default=(None, ""))
    return Found(first[0], first[1], searched, kept, total)


def read(ask: Ask, case: Case, holds: Holds) -> Reading:
    """Return how far the first use lies from the stated month, or how well before and after were searched."""
    texts = read_texts(ask, case)
    found = find(texts, [one.hits(ask.formulations, ask.without, ask.beside) for one in texts], ask)
    value = found.number(ask)
    names, what = ", ".join(one.name for one in texts), ", ".join(ask.formulations)
    if value is None or found.month is None:
        raise NotTestableError(f"{what} stands in no dated text: {called(texts)}")
    tables = [one.every(ask.beside) for one in texts] if ask.give in _DATES else [{}]
    controls: dict[str, bool] = {}
    for name in set.intersection(*(set(table) for table in tables)) - set(ask.words()):
        other = find(texts, [table[name] for table in tables], ask)
        number = other.number(ask)
        if other.hits >= FEWEST_HITS and number is not None:
            controls[name] = bool(holds(number))
    year, month = divmod(found.month, 12)
    date = f"{year}-{month + 1:02d}"
    dates = f"first use in {found.text} ({date}), {plain(value, 0)} months from {ask.stated}"
    said, label = {
        "months": (dates, "first use less the stated month"),
        "distance": (dates, "months between the first use and the stated month"),
        "searched": (f"{found.searched} texts of the {ask.before} months before {ask.stated} are without it",
                     "texts before without it"),
        "kept": (f"{found.kept} texts of the {ask.after} months from {ask.stated} have it", "texts after that have it"),
    }[ask.give]  # fmt: skip
    unit = "months" if ask.give in _DATES else "count"
    figure = Figure(label, case.state, value, unit, date if ask.give in _DATES else ask.stated, "derived", names)
    steps = (
        Step(f"first use of {what}: {found.text}, {date}; years", float(year), "1", names),
        Step(f"texts of {ask.before} months before {ask.stated} without it", float(found.searched), "count", names),
        Step(f"texts of {ask.after} months from {ask.stated} with it", float(found.kept), "count", names),
    )
    return Reading(
        value, unit, f"{said} ({called(texts)})", year, (figure,), tuple(it.origin for it in texts), steps, found.hits,
        controls=controls, proxy=ask.proxy,
    )  # fmt: skip


MEASURE = Measure("first_use", "months from a stated month to the first dated text with a formulation", Ask, read)
