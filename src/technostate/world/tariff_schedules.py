"""The embedded rates at each date: the United States on its partners, China on the United States, by sector."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import Origin
from technostate.evidence.readers.tariffs import TEXTS
from technostate.world import storage
from technostate.world.embedded import folder
from technostate.world.tariff_dates import BEGINS, CHINA_LAST, COLLECTED, schedule_of

#: Sectors on which the United States put duties of Section 232 from 2018, which are written apart from 2018 to 2023.
METALS = ("C24A", "C24B")
AMERICA, CHINA = "USA", "CHN"
#: An importer and an exporter, or a partner and a sector.
Pair = tuple[str, str]


@dataclass(frozen=True)
class Schedule:
    """The embedded rates at one date, fractions.

    Parameters
    ----------
    china : mapping of str to float
        Sector → what China puts on the United States.
    america : mapping of (str, str) to float
        (Partner, sector) → what the United States puts on the partner's goods.
    """

    name: str
    china: Mapping[str, float]
    america: Mapping[Pair, float]


@lru_cache(maxsize=1)
def _file() -> tuple[Mapping[str, NDArray[Any]], Mapping[str, Any]]:
    return storage.load(folder() / "icio-tariffs.npz")


@lru_cache(maxsize=1)
def _rows() -> tuple[tuple[dict[str, str], int, float], ...]:
    arrays, _ = _file()
    words = {name: arrays[f"{name}_words"][arrays[name]].tolist() for name in TEXTS}
    texts = [dict(zip(words, row, strict=True)) for row in zip(*words.values(), strict=True)]
    return tuple(zip(texts, arrays["year"].tolist(), (arrays["rate"] / 1e6).tolist(), strict=True))


def origins() -> tuple[Origin, ...]:
    """Return where the embedded rates come from."""
    _, meta = _file()
    return tuple(Origin.from_dict(record) for record in meta["origins"])


@lru_cache(maxsize=len(BEGINS))
def schedule(date: str) -> Schedule:
    """Return the embedded rates at a date.

    For the United States they are statutory on China until 2023, and collected ones of 2024 with the additional duties
    of Section 232 of the year on others; what was collected in 2024; and that plus what was added since. China's are
    statutory; after 2025 the newest known are those of 31 December 2025.

    Raises
    ------
    DataError
        If there is no schedule for the date.

    Examples
    --------
    >>> round(schedule("2024").america["CHN", "C10T12"], 4), round(schedule("2020").america["CHN", "C10T12"], 4)
    (0.1919, 0.2375)
    """
    name = schedule_of(date)
    theirs = _total(CHINA, CHINA_LAST if BEGINS[name] > CHINA_LAST else name)
    ours = _total(AMERICA, name if name >= COLLECTED else COLLECTED)
    if name < COLLECTED:
        war = {pair: rate for pair, rate in _total(AMERICA, name).items() if pair[0] == CHINA}
        ours = {pair: rate for pair, rate in ours.items() if pair[0] != CHINA} | war
        ours |= _metals(ours, int(name))
    return Schedule(
        name, MappingProxyType({sector: rate for (_, sector), rate in theirs.items()}), MappingProxyType(ours)
    )


def _total(importer: str, name: str) -> dict[Pair, float]:
    """Return (partner, sector) → the whole rate at a schedule; of two, the collected one."""
    level = name if len(name) > 4 else ""
    found: dict[Pair, float] = {}
    for texts, year, rate in sorted(_rows(), key=lambda row: row[0]["kind"] == "collected"):
        there = texts["importer"] == importer and texts["basis"] == "total" and year == int(name[:4])
        if there and (texts["as_of"] == level or (not level and texts["as_of"] in ("mean of the year", "whole year"))):
            found[texts["exporter"], texts["sector"]] = rate
    return found


def _metals(collected: Mapping[Pair, float], year: int) -> dict[Pair, float]:
    """Return the rates on metals in a year before 2024: those before Section 232, and its duties of the year.

    What a partner paid before these duties is not in the data; it is taken to be the median of what those pay that
    never had them. A partner whose duties gave way to a quota pays what was collected in 2024.
    """
    added = {
        (which, texts["exporter"], texts["sector"]): rate
        for texts, which, rate in _rows()
        if texts["importer"] == AMERICA and texts["basis"] == "added"
    }
    found: dict[Pair, float] = {}
    for sector in METALS:
        rates = {partner: rate for (partner, which), rate in collected.items() if which == sector}
        paid = {partner for _, partner, which in added if which == sector}
        before = float(np.median([rate for partner, rate in rates.items() if partner not in paid | {CHINA}]))
        for partner, rate in rates.items():
            duty = added.get((year, partner, sector), 0.0)
            early = duty > 0 or (year < 2018 and partner in paid)
            if partner != CHINA:
                found[partner, sector] = before + duty if early else rate
    return found
