"""Evidence made up for the tests: whatever a rule asks for, with figures that are known beforehand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import numpy as np

from technostate.claims import Case, Claim, Verdict, judge, ledger
from technostate.claims.verdict import NotTestableError
from technostate.doctrine import formulations
from technostate.doctrine.monthly.stored import MonthlyTable, find
from technostate.doctrine.views import CountedCollection
from technostate.doctrine.views.collection import Member
from technostate.evidence import Origin, Series
from technostate.futures.ensemble import Ensemble, Question
from technostate.world import TradePanel

ORIGIN = Origin("Example", "Made for a test", "Example (2020).", "2020", "CC BY 4.0")


def series(key: str, values: Mapping[str, Mapping[int, float]], unit: str = "1") -> Series:
    """A series with this id and these values."""
    return Series(key, key.rpartition("/")[2], unit, "measured", ORIGIN, values)


def flat(value: float, first: int, last: int) -> dict[int, float]:
    """The same value in every year from `first` to `last`."""
    return dict.fromkeys(range(first, last + 1), value)


def steps(*parts: tuple[float, int, int]) -> dict[int, float]:
    """Values that are constant over spans of years: (value, first, last), …"""
    return {year: value for value, first, last in parts for year in range(first, last + 1)}


class Given:
    """Evidence that holds what a test puts into it and nothing else."""

    def __init__(
        self,
        *found: Series,
        panel: TradePanel | None = None,
        texts: Sequence[CountedCollection] = (),
        own: Sequence[CountedCollection] = (),
        news: Mapping[str, Mapping[str, int]] | None = None,
        paths: Callable[[Question], Ensemble] | None = None,
    ):
        self._series = {one.id: one for one in found}
        self._panel = panel
        self._texts = {one.name: one for one in texts}
        self._own = {one.name: one for one in own}
        self._news = news
        self._paths = paths

    def series(self, series_id: str) -> Series:
        if series_id not in self._series:
            raise NotTestableError(f"no {series_id}")
        return self._series[series_id]

    def ids(self, prefix: str) -> tuple[str, ...]:
        return tuple(sorted(key for key in self._series if key.startswith(prefix)))

    def panel(self) -> TradePanel:
        if self._panel is None:
            raise NotTestableError("no panel")
        return self._panel

    def texts(self, collection: str) -> CountedCollection:
        if collection not in self._texts:
            raise NotTestableError(f"no {collection}")
        return self._texts[collection]

    def own_texts(self, collection: str, words: Sequence[str]) -> CountedCollection:
        if collection not in self._own:
            raise NotTestableError(f"no {collection} in the store")
        return self._own[collection]

    def months(self) -> MonthlyTable:
        if self._news is None:
            raise NotTestableError("no evening news")
        months = tuple(sorted(self._news))
        names = {name for found in self._news.values() for name in found}
        counts = {find(name): np.array([self._news[month].get(name, 0) for month in months]) for name in names}
        return MonthlyTable(months, np.full(len(months), 100_000), counts, ORIGIN)

    def ensemble(self, question: Question) -> Ensemble:
        if self._paths is None:
            raise NotTestableError("no paths")
        return self._paths(question)


#: Where a hit stands: paragraph, offset, length.
Place = tuple[int, int, int]


def counted(
    name: str,
    texts: Mapping[int, Mapping[str, int | Sequence[Place]]] | Mapping[str, Mapping[str, int | Sequence[Place]]],
    language: Literal["zh", "en"] = "zh",
    *,
    more: Sequence[str] = (),
) -> CountedCollection:
    """One document of 10,000 characters a year or date; a number stands for so many hits in paragraphs of their own."""
    lexicon = (*formulations.default(), *(formulations.Formulation(word, (word,)) for word in more))
    places = {item.id: at for at, item in enumerate(lexicon)}
    members, rows = [], []
    for at, (date, found) in enumerate(sorted((str(key), found) for key, found in texts.items())):
        members.append(Member(f"{name}-{date}", date, int(date[:4]), date, 10_000, 1000))
        lone = 100
        for key, hits in found.items():
            if isinstance(hits, int):
                hits = [(lone + n, 0, 2) for n in range(hits)]
                lone += len(hits)
            rows += [(places[key], at, *hit) for hit in hits]
    rows.sort(key=lambda row: (row[1], row[2], row[3], row[0]))
    columns = np.array(rows, dtype=np.int64).reshape(-1, 5).T
    return CountedCollection(name, language, tuple(members), lexicon, *columns, origin=ORIGIN)


def spoken(**parts: Sequence[tuple[int, int, int]]) -> dict[int, dict[str, int]]:
    """Year → formulation → hits, from (hits a year, first year, last year) of each formulation; all years 2008–2025."""
    years: dict[int, dict[str, int]] = {year: {} for year in range(2008, 2026)}
    for key, spans in parts.items():
        for hits, first, last in spans:
            for year in range(first, last + 1):
                years[year][key] = hits
    return years


def trade_panel(import_shares: Mapping[str, Mapping[str, Mapping[int, float]]]) -> TradePanel:
    """A panel 2011–2022 in which region r buys the share [r][sector][year] of 100 abroad; elsewhere 10 of 100."""
    years, regions = tuple(range(2011, 2023)), ("CHN", "USA", "ROW")
    sectors = ("A01", "A03", "B05", "B06", "C10T12", "C19", "C26", "C27", "C28", "SVC")
    flow = np.zeros((len(years), len(sectors), 3, 3))
    for r, region in enumerate(regions):
        for s, sector in enumerate(sectors):
            for t, year in enumerate(years):
                abroad = import_shares.get(region, {}).get(sector, {}).get(year, 10.0)
                flow[t, s, r, r] = 100.0 - abroad
                flow[t, s, r, (r + 1) % 3] = abroad
    return TradePanel(years, sectors, regions, flow, np.full(flow.shape[:-1], np.nan), ORIGIN, ORIGIN)


ROWS: dict[str, Claim] = {claim.id: claim for claim in ledger()}


def verdict_on(key: str, evidence: Given, state: str = "CHN", against: str = "USA") -> Verdict:
    """The verdict on one claim, from this evidence."""
    return judge(ROWS[key], Case(state, against, evidence))


#: A file of own claims in which nothing is wrong, up to the conditions of its one claim.
OWN_CLAIM = """
state = "CHN"
against = "USA"

[brief]
title = "A speech"
author = "A ministry"
date = "2026-03"
url = "https://www.example.org/speech"

[[claim]]
id = "A-1"
claim = "Expenditure of the state has doubled."
place = "paragraph 3"
supported = ["doubled"]
contradicted = ["not rose"]

[claim.placebo]
states = ["FRA", "DEU", "JPN"]
why = "The speech does not speak of them."
"""
