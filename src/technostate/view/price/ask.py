"""The question of the price of security: who against whom, with which sizes, kept where parts are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from technostate.errors import ScenarioError
from technostate.evidence import Figure
from technostate.futures.price import Priced, Terms
from technostate.futures.price.kept import PRICE, question
from technostate.shocks.kept import Parts, user_parts
from technostate.shocks.progress import Show, silent
from technostate.strategies import comparison
from technostate.view import who
from technostate.view.price.blocks import blocks
from technostate.view.price.data import answer
from technostate.view.price.record import Price, Row
from technostate.view.shell import command
from technostate.write import View
from technostate.write.names import the

USUAL = Terms()


def price(
    state: str,
    against: str | None = None,
    *,
    wedge: float = USUAL.wedge,
    days: float = USUAL.days,
    draws: int = USUAL.draws,
    seed: int = USUAL.seed,
    sectors: str | Sequence[str] | None = None,
    world: str = USUAL.world,
    doubt: float | None = None,
    at: int | None = None,
    paths: Path | None = None,
    snapshots: int | None = None,
    workers: int = 1,
    parts: Path | None = None,
    progress: Show = silent,
) -> View[Price]:
    """Return what a state and its comparator can buy against each other: premium, cover, break-even probability.

    Parameters
    ----------
    state, against : str
        Codes or names; the comparator of the state's own file by default.
    wedge : float
        By which share a wedge raises the price of an import.
    days : float
        Of strategic imports that a stock holds.
    draws, seed : int
        Cases of the range, and what decides them.
    sectors : str or sequence of str, optional
        Strategic goods in place of those of the states' files: codes or lists, with commas between.
    world : str
        Name of a shipped world.
    doubt : float, optional
        Share of the draws, 0 to 1, in which nothing replaces what a ban takes away; a fifth by default.
    at : int, optional
        A year of paths: levers are priced in the worlds that these have made by then, beside today's.
    paths : Path, optional
        Folder of a finished run (`futures run`); by default the paths of `drift` are run, and kept with the parts.
    snapshots : int, optional
        Paths that are priced; 64 by default, where there are as many.
    workers : int
        Processes that price paths.
    parts : Path, optional
        Folder of finished parts, the user's cache by default: a second call is fast.
    progress : callable
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    LabelError, ScenarioError, DataError
        For a wrong name or size, each with what to do.
    ConvergenceError
        If a wedge, or every case of a shock, has no equilibrium.
    """
    if at is None and (paths is not None or snapshots is not None):
        raise ScenarioError("paths are given and no year of theirs", hint="--at 2035")
    first = who.state(state)
    second = who.state(against) if against is not None else comparison.comparator(first)
    if first == second:
        raise ScenarioError(
            f"{first} cannot insure against itself", hint=f"name another state: technostate price {first} --against USA"
        )
    terms = Terms(wedge, days, draws, seed, who.words(sectors), world, doubt)
    kept = Parts(parts or user_parts())
    pairs = (first, second), (second, first)
    sides = [_side(pair, terms, kept, progress, at / len(pairs), 1 / len(pairs)) for at, pair in enumerate(pairs)]
    data = answer(sides)
    if at is not None:
        from technostate.view.price.later import Later, later

        data = later(data, Later(at, paths, snapshots, workers), terms, kept, progress)
    usual = Terms()
    changed = {
        name: getattr(terms, name)
        for name in ("wedge", "days", "draws", "seed", "world", "doubt")
        if getattr(terms, name) != getattr(usual, name)
    }
    on = {"at": at, "paths": None if paths is None else str(paths), "snapshots": snapshots}
    again = command("price", first, against=second, **changed, sectors=",".join(terms.sectors), **on)
    title = f"The price of security{'' if at is None else f' in {at}'}: {the(first)} and {the(second)}"
    return View(title, data, blocks(data), tuple(_tidy(data)), again)


def priced(state: str, against: str, terms: Terms, progress: Show) -> Priced:
    """Return what the levers of one side cost and cover; the engines are loaded here."""
    from technostate.futures.price.cases import price as made

    return made(state, against, terms, progress=progress)


def _side(pair: tuple[str, str], terms: Terms, kept: Parts, progress: Show, before: float, part: float) -> Priced:
    def show(words: str, done: float | None) -> None:
        progress(words, before + part * (done or 0.0))

    return kept.answer(question(*pair, terms), lambda: priced(*pair, terms, show), PRICE)


def _tidy(data: Price) -> Iterator[Mapping[str, object]]:
    """Yield the figures over all choices, then those choice by choice; premium and cover in per cent."""
    for cells, when in ((data.cells, "all"), (data.today, "all, today")):
        for cell in cells:
            keys = {"state": cell.state, "lever": cell.lever, "target": cell.target, "shock": cell.shock}
            for measure in ("premium", "cover", "break_even"):
                figure = getattr(cell, measure)
                if figure is not None:
                    yield {**keys, "wedge": when, "rent": "all", "measure": measure, "figure": figure}
    for item in data.judged:
        if item.waste is not None:
            keys = {"state": item.state, "lever": "aimed", "target": "", "shock": item.shock}
            yield {**keys, "wedge": "turning", "rent": "all", "measure": "waste", "figure": item.waste}
    for row in data.rows:
        yield from _tidy_row(row, data)


def _tidy_row(row: Row, data: Price) -> Iterator[Mapping[str, object]]:
    keys = {"state": row.state, "lever": row.lever, "target": row.target, "shock": row.shock or ""}
    for measure, factor, unit in (("premium", 100.0, "%"), ("cover", 100.0, "%"), ("break_even", 1.0, "1")):
        value = getattr(row, measure)
        if value is not None:
            figure = Figure(factor * value, unit, "modelled", data.origin, row.state)
            yield {**keys, "wedge": row.wedge or "", "rent": row.rent or "", "measure": measure, "figure": figure}
