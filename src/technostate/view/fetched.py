"""Newer figures from producers' interfaces: what can be fetched, and what became of each."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from technostate.errors import DataError, nearest
from technostate.evidence.fetch import SOURCES, Client, Fetched, Plan, plans, read_plans, update
from technostate.evidence.fetch.client import check
from technostate.evidence.fetch.client import folder as kept_in
from technostate.evidence.store import Store
from technostate.view.shell import command
from technostate.write import Column, Items, Prose, Table, View
from technostate.write.blocks import Block


def chosen(names: Sequence[str], plan: Path | None = None) -> tuple[Plan, ...]:
    """Return the plans that are named by source or id; all where none is.

    Parameters
    ----------
    plan : Path, optional
        A file of the user's in place of what ships.

    Raises
    ------
    DataError
        If a name is neither, with the nearest.
    """
    known = plans() if plan is None else read_plans(plan)
    names = tuple(dict.fromkeys(names))
    every = tuple(dict.fromkeys((*(row.source for row in known), *(row.id for row in known))))
    for name in names:
        if name not in every:
            close = nearest(name, every)
            did = f"did you mean {' or '.join(close)}? " if close else ""
            raise DataError(f"nothing is fetched under {name!r:.80}", hint=f"{did}technostate data update --list")
    return tuple(row for row in known if not names or row.id in names or row.source in names)


def mirrors(addresses: Sequence[str]) -> dict[str, str]:
    """Return source → address of a mirror, from SOURCE=URL; raises `DataError` for what is neither."""
    found: dict[str, str] = {}
    for text in addresses:
        name, sign, url = text.partition("=")
        if not sign or name not in SOURCES or name in found:
            raise DataError(
                f"--address {text!r:.80} is no SOURCE=URL", hint=f"sources are {', '.join(SOURCES)}, each once"
            )
        check(url)
        found[name] = url.rstrip("/")
    return found


def listing(rows: Sequence[Plan]) -> View[tuple[Plan, ...]]:
    """Return what can be fetched, and from where; nothing is asked."""
    found = tuple(rows)
    columns = Column("Series"), Column("Title", words=True), Column("Source"), Column("Asked for", words=True)
    table = Table("", columns, tuple((row.id, row.title, row.source, row.query) for row in found))
    terms = Items(tuple(f"{SOURCES[name].producer} ({SOURCES[name].base}): {SOURCES[name].terms}."
                        for name in dict.fromkeys(row.source for row in found)))  # fmt: skip
    said = Prose("Nothing is fetched unless you ask: technostate data update.", note=True)
    return View(f"{len(found)} series can be fetched", found, (table, terms, said),
                tuple(map(dataclasses.asdict, found)), command("data", "update", list=True))  # fmt: skip


def fetched(
    rows: Sequence[Plan],
    store: Path | None,
    *,
    addresses: Mapping[str, str],
    again: bool = False,
    believe: bool = False,
    client: Client | None = None,
    progress: Callable[[str, float | None], None] = lambda words, done: None,
) -> View[tuple[Fetched, ...]]:
    """Ask for series and return what became of each.

    Parameters
    ----------
    addresses : mapping of str to str
        Source → address of a mirror.
    again : bool
        Ask even for what was asked within half a day.
    believe : bool
        Write answers that have lost figures or changed their order of magnitude.
    client : Client, optional
        How addresses are asked.
    """
    asking = client or Client(folder=kept_in())
    if again:
        asking.fresh = 0.0
    with Store(store) as opened:
        found = update(rows, opened, asking, bases=addresses, smaller=believe, progress=progress)
        path = opened.path
    columns = Column("Series"), Column("Result"), Column("Edition"), Column("Figures"), Column("Years")
    table = Table("", columns, tuple((row.plan.id, row.state, row.vintage, _count(row), _years(row)) for row in found))
    blocks: list[Block] = [table]
    if wrong := tuple(f"{row.plan.id}: {row.words}" for row in found if row.words):
        blocks.append(Items(wrong, warn=True))
    terms = dict.fromkeys(SOURCES[row.plan.source] for row in found if row.state in ("new", "unchanged"))
    if terms:
        blocks.append(Items(tuple(f"{source.producer}: {source.terms}." for source in terms)))
    blocks.append(Prose(f"Store: {path}. Older editions stay in it.", note=True))
    counts = [
        (state, sum(row.state == state for row in found)) for state in ("new", "unchanged", "failed", "not asked")
    ]
    title = f"{len(found)} series: {', '.join(f'{count} {state}' for state, count in counts if count)}"
    return View(title, found, tuple(blocks), tuple(map(_plain, found)), command("data", "update"))


def _plain(row: Fetched) -> dict[str, object]:
    rest = {name: value for name, value in vars(row).items() if name != "plan"}
    return {"series": row.plan.id, "source": row.plan.source, **rest, "left_out": " ".join(row.left_out)}


def _count(row: Fetched) -> str:
    return f"{row.figures:,}" if row.figures else ""


def _years(row: Fetched) -> str:
    return "" if row.first is None else f"{row.first}–{row.last}"
