"""Ask what a shock does: find it, run it at the horizons that are asked for, and say it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from technostate.errors import ScenarioError
from technostate.shocks.face import Face, face
from technostate.shocks.impact.stocks import Stocks, require_stocks
from technostate.shocks.kept import Parts, user_parts
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.readings import beside, lengths
from technostate.shocks.runs import Runs, horizons_named
from technostate.shocks.specification import Shock, load, mirror, names, read, require
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.shock import WORLD
from technostate.view.load import typed_world, world_at
from technostate.view.own_products import each, names_of, with_own
from technostate.view.shell import command, quoted
from technostate.view.shock.blocks import answer_blocks
from technostate.view.shock.coalition import coalition_data
from technostate.view.shock.data import answer
from technostate.view.shock.parties import parties
from technostate.view.shock.products import carved_words
from technostate.view.shock.record import Answer
from technostate.view.shock.rows import rows
from technostate.world import World
from technostate.write import View

#: Days simulated at the horizon of weeks where nothing is said.
DAYS = 91


def shock(
    what: str | Path | Shock,
    *,
    horizon: str = "all",
    world: str | World | None = None,
    year: int | None = None,
    to_musd: float | None = None,
    regions: Literal["16", "full"] = "16",
    products: str | Path | Sequence[str | Path] = (),
    tariffs: str | Path | None = None,
    draws: int | None = None,
    seed: int = 0,
    days: int = DAYS,
    stock_days: float | None = None,
    stocks: float = 1.0,
    path: bool = False,
    doubt: float | None = None,
    coalition: bool = False,
    mirrored: bool = False,
    without: Sequence[str] = (),
    lasting: bool = False,
    parts: Path | None = None,
    progress: Show | None = None,
) -> View[Answer]:
    """Return what a shock does.

    Parameters
    ----------
    what : str, Path or Shock
        The name of a shipped shock, the path of a YAML file, or a shock.
    horizon : str
        weeks, year, path, decade, or all, which is the three without the path.
    world : str, World or None
        The name of a shipped world, the path of a table, or a world; None for the shock's own, ``icio-2022`` where it
        names none.
    year, to_musd : int, float, optional
        Of a table's file, as `technostate.view.load.load` takes them.
    regions : {"16", "full"}
        Sixteen regions, or every region of the world.
    products : str, Path or sequence of them
        Files of products that are carved out of the world (`technostate.world.products`).
    tariffs : str, Path or None
        Where year and decade start from: a date (2017, 2026-09), ``world`` for the world's own table, or a CSV file of
        importer, exporter, sector, rate. It goes before what the shock says.
    draws : int, optional
        Cases drawn from all ranges; the engines' usual number by default, 0 for the central case alone.
    seed : int
        Of the draws.
    days : int
        Simulated at the horizon of weeks.
    stock_days : float, optional
        Days of use of all goods held at the start of the weeks, whatever they are, in place of the usual ones.
    stocks : float
        The usual days of stock times this.
    path : bool
        Whether to add years 1 to 10 one by one.
    doubt : float, optional
        Share of the draws in which nothing replaces what bans take away; a fifth by default.
    coalition : bool
        Whether to add how the loss changes as the coalition grows.
    mirrored : bool
        Exchange the two sides of every measure.
    without : sequence of str
        Measures to leave out, by name.
    lasting : bool
        Whether to take every measure as lasting, whatever end it has.
    parts : Path, optional
        Folder for finished parts; by default the user's cache at full resolution and on shipped worlds, none for a
        table of one's own at sixteen regions.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    ScenarioError
        If the shock is wrong, or no horizon has an answer.

    Examples
    --------
    >>> view = shock("chips-2022", horizon="decade", draws=0)
    >>> view.data.horizons["decade"].measure
    'real income'
    """
    products = each(products)
    found = find(what, mirrored=mirrored, without=without, lasting=lasting, products=products)
    check_numbers(draws=draws, seed=seed, days=days)
    held, asked = Stocks(stock_days, stocks), horizons_named(horizon, path=path)
    require_stocks(held, asked)
    table = world_for(found, world, products, year=year, to_musd=to_musd)
    # Parts of a shipped world are found by its name, without reading its table.
    folder = parts if parts is not None else user_parts() if regions == "full" or isinstance(table, str) else None
    kept = None if folder is None else Parts(folder)
    runs = Runs(table, regions, draws, seed, days, kept, tariffs=tariffs, doubt=doubt, stocks=held)
    name = found.world or WORLD if world is None else typed_world(world, table)
    typed = command(
        "shock", found.name if isinstance(what, Shock) else str(what),
        horizon=None if horizon == "all" else horizon, path=path and horizon != "path",
        world=None if name == (found.world or WORLD) else name, year=year, to_musd=to_musd,
        regions=None if regions == "16" else regions, tariffs=tariffs, draws=draws, seed=seed or None,
        days=None if days == DAYS else days, stock_days=None if stock_days is None else f"{stock_days:g}",
        stocks=None if stocks == 1 else f"{stocks:g}", doubt=doubt, coalition=coalition, mirror=mirrored,
        lasting=lasting,
    )  # fmt: skip
    typed += "".join(f" --products {quoted(str(file))}" for file in products)
    typed += "".join(f" --without {quoted(row)}" for row in without)
    return view_of(found, runs, asked, coalition=coalition, typed=typed, progress=progress or silent)


def world_for(
    found: Shock,
    world: str | World | None = None,
    products: Sequence[str | Path] = (),
    *,
    year: int | None = None,
    to_musd: float | None = None,
) -> str | World:
    """Return the world that a shock runs on: the one asked for, else its own, with the products of files carved out.

    Parameters
    ----------
    world, products, year, to_musd
        As in `shock`.

    Raises
    ------
    DataError
        If a file has mistakes, or a product does not fit the world.
    """
    from technostate import world as worlds

    table = world_at(found.world or WORLD if world is None else world, year=year, to_musd=to_musd)
    if not products:
        return table
    return with_own(worlds.load(table) if isinstance(table, str) else table, products)


def _ran_on(runs: Runs, seen: Face) -> str:
    name = runs.world if isinstance(runs.world, str) else "" if runs.world is None else runs.world.name
    return f"{name.partition('+')[0]}{carved_words(seen.count)}" if seen.count else ""


def view_of(
    found: Shock, runs: Runs, horizons: Sequence[Horizon], *, coalition: bool, typed: str, progress: Show
) -> View[Answer]:
    """Return the answer of prepared runs; see `shock`. `typed` is what a reader types to have it again."""
    if len(horizons) == 1:
        require(found, horizons[0])
    runs = runs.of(found)
    seen = face(found, runs)
    once = runs.lengths(horizons)
    curves = runs.lengths(horizons, coalition=coalition)[len(once) :]
    pace = Pace([*once, *lengths(seen, runs, horizons), *curves], progress)
    comparison = runs.compared(found, horizons, pace=pace)
    more = beside(seen, runs, horizons, comparison, pace)
    if not comparison.impacts:
        reasons = "\n".join(f"  - {key}: {why}" for key, why in comparison.refused.items())
        raise ScenarioError(
            f"{found.name} has no answer:\n{reasons}",
            hint="the same question with check says what each measure means at each horizon",
        )
    curve = runs.curve(found, horizons, pace=pace) if coalition else None
    grown = None if curve is None else coalition_data(curve)
    named = parties(found, seen.regions)
    data = answer(comparison, seen.titles, coalition=grown, parties=named, more=more, world=_ran_on(runs, seen))
    return View(
        data.shock.title,
        data,
        answer_blocks(data),
        tuple(rows(comparison, data, curve)),
        typed,
    )


def find(
    what: str | Path | Shock,
    *,
    mirrored: bool = False,
    without: Sequence[str] = (),
    lasting: bool = False,
    products: Sequence[str | Path] = (),
) -> Shock:
    """Return the shock that is meant: its sides exchanged, measures left out, and ends dropped where that is asked.

    Parameters
    ----------
    what : str, Path or Shock
        A name, a path (``.yaml``, or with a slash), or a shock.
    products : sequence of str or Path
        Files whose products a shock's file may name.

    Raises
    ------
    ScenarioError
        If it is unknown or malformed.
    DataError
        If a file of products has mistakes.
    """
    if isinstance(what, Shock):
        found = what
    else:
        text = str(what)
        is_path = text.lower().endswith((".yaml", ".yml")) or "/" in text or "\\" in text
        found = read(text, products=names_of(products)) if is_path and text not in names() else load(text)
    if without:
        found = found.without(*without)
    if lasting:
        found = found.lasting()
    return mirror(found) if mirrored else found


def check_numbers(*, draws: int | None, seed: int, days: int) -> None:
    """Raise `ScenarioError` for numbers that no run can take."""
    from technostate.shocks.impact.weeks import MOST_DAYS
    from technostate.shocks.specification.amounts import MOST_DRAWS

    given = (("draws", draws), ("seed", seed))
    wrong = [f"--{key} is {value}" for key, value in given if value is not None and value < 0]
    if draws is not None and draws > MOST_DRAWS:
        wrong.append(f"--draws is {draws}")
    wrong += [f"--days is {days}"] * (not 1 <= days <= MOST_DAYS)
    if wrong:
        hint = f"draws go from 0 to {MOST_DRAWS:,}, the seed from 0, days from 1 to {MOST_DAYS:,}"
        raise ScenarioError("; ".join(wrong), hint=hint)
