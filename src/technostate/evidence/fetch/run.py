"""Fetch series by their plans into the store: each is whole and newer, or what was there stays as it is.

An answer is believed only so far: one that has lost half of the figures known, or whose figures are another order of
magnitude, is not written, since it would hide the older edition behind itself.
"""

from __future__ import annotations

import datetime as dt
import re
import statistics
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from technostate.errors import DataError, LabelError
from technostate.evidence import regions, shipped
from technostate.evidence.fetch.client import Client, NoAnswerError, RefusedError
from technostate.evidence.fetch.plan import Plan
from technostate.evidence.fetch.sources import SOURCES, Page, Source
from technostate.evidence.origin import Origin
from technostate.evidence.own import series as own
from technostate.evidence.own.kinds import SeriesBatch
from technostate.evidence.printable import printable, shortened
from technostate.evidence.readers.gather import without_leading_zeros
from technostate.evidence.series import Series
from technostate.evidence.store import Store

#: Share of the figures known that a newer answer must have, and the largest change of their order of magnitude.
FEWEST, LARGEST = 0.5, 50.0
#: Pages of one answer.
MOST_PAGES = 200

State = Literal["new", "unchanged", "failed", "not asked"]


@dataclass(frozen=True)
class Fetched:
    """What became of one plan.

    Parameters
    ----------
    state : str
        ``"new"``: written; ``"unchanged"``: the figures are those of the edition that is here; ``"failed"``: nothing
        written, `words` say why; ``"not asked"``: its source refused before.
    vintage : str
        Edition that is newest now; empty where none is.
    left_out : tuple of str
        The source's codes of what is no region here, or is not wanted.
    """

    plan: Plan
    state: State
    vintage: str = ""
    figures: int = 0
    first: int | None = None
    last: int | None = None
    words: str = ""
    left_out: tuple[str, ...] = ()


def update(
    plans: Sequence[Plan],
    store: Store,
    client: Client,
    *,
    bases: Mapping[str, str] | None = None,
    smaller: bool = False,
    progress: Callable[[str, float | None], None] = lambda words, done: None,
) -> tuple[Fetched, ...]:
    """Ask for series one after the other and write what is new, each in a transaction of its own.

    Parameters
    ----------
    bases : mapping of str to str, optional
        Source → address of a mirror.
    smaller : bool
        Believe answers that have lost figures or changed their order of magnitude.
    progress : callable
        Told what is asked and which fraction is done.

    Raises
    ------
    StoreError
        If the store cannot be written; what came before is in it.
    """
    done: list[Fetched] = []
    asked: dict[str, int] = {}
    silent: dict[str, str] = {}
    for place, plan in enumerate(plans):
        progress(f"{plan.source}: {plan.id}", place / len(plans))
        source = SOURCES[plan.source]
        if asked.get(plan.source, 0) >= source.most:
            silent.setdefault(
                plan.source, f"its limit of {source.most} questions a run is reached; run again in an hour"
            )
        if plan.source in silent:
            done.append(Fetched(plan, "not asked", _newest(store, plan.id), words=silent[plan.source]))
            continue
        base = (bases or {}).get(plan.source, source.base)
        try:
            pages, day, questions = _pages(plan, source, base, client)
            asked[plan.source] = asked.get(plan.source, 0) + questions
            done.append(_written(plan, source, pages, day, store, smaller))
        except RefusedError as error:
            silent[plan.source] = str(error)
            done.append(Fetched(plan, "failed", _newest(store, plan.id), words=str(error)))
        except (NoAnswerError, DataError, LabelError) as error:
            done.append(Fetched(plan, "failed", _newest(store, plan.id), words=str(error)))
    progress("", 1.0)
    return tuple(done)


def _pages(plan: Plan, source: Source, base: str, client: Client) -> tuple[list[Page], dt.date, int]:
    """Return all pages of an answer, the day of the oldest, and how often the network was asked."""
    path, questions, size = source.first(plan.query), 0, 0
    pages: list[Page] = []
    days: list[dt.date] = []
    seen: set[str] = set()
    while path:
        if path in seen or len(pages) >= MOST_PAGES:
            raise NoAnswerError(f"{source.name} goes on with pages without an end", hint="try later")
        seen.add(path)
        answer = client.get(base + path, accept=source.accept, types=source.types, pause=source.pause)
        size += len(answer.content)
        if size > client.most:
            raise NoAnswerError(f"{source.name} answers with more than {client.most / 2**20:g} MB", hint="try later")
        questions += not answer.again
        days.append(answer.day)
        pages.append(source.read(answer.content, plan.region))
        after = pages[-1].after
        path = after if not after or after.startswith("/") else re.sub(r"[a-z]+=\d+$", after, path)
    return pages, min(days), questions


def _written(plan: Plan, source: Source, pages: Sequence[Page], day: dt.date, store: Store, smaller: bool) -> Fetched:
    vintage = _vintage(pages, day)
    series, codes = _series(plan, source, pages, vintage, day)
    left_out = tuple(printable(shortened(code, 40)) for code in sorted(codes))
    old = _known(store, plan.id)
    if old is not None and old.values == series.values:
        return _fetched(plan, "unchanged", series, _newest(store, plan.id), left_out)
    if old is not None and not smaller:
        _believable(series, old)
    SeriesBatch(vintage, (series,)).write(store)
    return _fetched(plan, "new", series, vintage, left_out)


def _fetched(plan: Plan, state: State, series: Series, vintage: str, left_out: tuple[str, ...]) -> Fetched:
    years, figures = series.years, sum(map(len, series.values.values()))
    return Fetched(plan, state, vintage, figures, years[0], years[-1], left_out=left_out)


def _vintage(pages: Sequence[Page], day: dt.date) -> str:
    """Return the edition as the source says it; the day of the answer where it says none, or one far ahead.

    One far ahead would hide all that follow.
    """
    said = max(page.vintage for page in pages)
    try:
        found = dt.date.fromisoformat(said)
    except ValueError:
        return day.isoformat()
    return (found if found.year <= day.year + 1 else day).isoformat()


def _series(plan: Plan, source: Source, pages: Sequence[Page], vintage: str, day: dt.date) -> tuple[Series, set[str]]:
    values: dict[str, dict[int, float]] = {}
    left_out: set[str] = set()
    documents: set[str] = set()
    for page in pages:
        for code, year, value, where in page.figures:
            if plan.past_only and year >= int(vintage[:4]):
                continue
            label = source.areas.get(code) or regions.from_code(code)
            if label is None or (plan.without_eu and label == "EU"):
                left_out.add(code or "no code")
                continue
            path = values.setdefault(label, {})
            if source.adds:
                # The year of the answer has not ended, and a document may stand on two pages.
                if year >= day.year or where in documents:
                    continue
                documents.add(where)
                path[year] = path.get(year, 0.0) + value * plan.factor
            elif path.setdefault(year, value * plan.factor) != value * plan.factor:
                raise DataError(
                    f"{where}: {label} {year} is there twice ({path[year]:g} and {value * plan.factor:g})",
                    hint="the query names more than one series",
                )
    if not values:
        raise DataError(f"{source.name} gives no yearly figures of states for {plan.query}", hint="look at the query")
    # Into titles and citations goes what can be printed, and no more than a title.
    said = printable(shortened(next((page.said for page in pages if page.said), ""), 200))
    title = said or source.title
    origin = Origin(
        producer=source.producer,
        title=title,
        citation=f"{source.producer} ({day.year}). {title}, {plan.query}. {source.home}, accessed {day.isoformat()}.",
        vintage=vintage,
        licence=source.terms,
        url=source.home,
        accessed=day,
        note=f"fetched for this store from {source.base}" + (f"; times {plan.factor:g}" if plan.factor != 1 else ""),
    )
    kind: Literal["measured", "derived"] = "derived" if source.adds else "measured"
    found = Series(plan.id, plan.title, plan.unit, kind, origin, values)
    return (without_leading_zeros(found) if plan.from_first_figure else found), left_out


def _known(store: Store, series_id: str) -> Series | None:
    """Return the newest edition in this store, or the one that ships; None where there is neither."""
    vintages = [entry.vintage for entry in own.editions(store) if entry.id == series_id]
    if vintages:
        return own.load(store, series_id, max(vintages))
    entries = shipped.editions().get(series_id, ())
    if not entries:
        return None
    entry = max(entries, key=lambda item: item.vintage)
    return Series(entry.id, entry.title, entry.unit, entry.kind, entry.origin, shipped.figures(entry))


def _newest(store: Store, series_id: str) -> str:
    known = _known(store, series_id)
    return "" if known is None else known.origin.vintage


def _believable(new: Series, old: Series) -> None:
    """Raise `DataError` if an answer has lost most figures, or has another unit than it says."""
    pairs = [
        (new.values.get(region, {}).get(year), value)
        for region, path in old.values.items()
        for year, value in path.items()
    ]
    kept = [(now, then) for now, then in pairs if now is not None]
    if len(kept) < FEWEST * len(pairs):
        raise DataError(
            f"the answer has {len(kept):,} of the {len(pairs):,} figures of the edition {old.origin.vintage}; "
            "not written without --believe",
            hint=_SMALLER,
        )
    ratios = [now / then for now, then in kept if now and then and (now > 0) == (then > 0)]
    middle = statistics.median(ratios) if ratios else 1.0
    if not 1 / LARGEST < middle < LARGEST:
        raise DataError(
            f"the answer's figures are {middle:g} times those of the edition {old.origin.vintage}; "
            "not written without --believe",
            hint=_SMALLER,
        )


_SMALLER = "if it is right, run the command again with --believe"
