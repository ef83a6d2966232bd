"""`technostate shock`: what a sanction, ban, tariff, freeze or loss does after weeks, a year and a decade."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.values import OwnStore, Place, Whole, reads
from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.shocks.specification import Shock
    from technostate.write import View


def shock(
    name: str | None = None,
    *,
    horizon: str = "all",
    world: str | None = None,
    year: Whole | None = None,
    to_musd: float | None = None,
    regions: Literal["16", "full"] = "16",
    products: Annotated[list[str] | None, Parameter(name="--products")] = None,
    tariffs: str | None = None,
    draws: Whole | None = None,
    seed: Whole = 0,
    days: Whole = 91,
    stock_days: float | None = None,
    stocks: float = 1.0,
    path: Annotated[bool, Parameter(negative="")] = False,
    doubt: float | None = None,
    coalition: Annotated[bool, Parameter(negative="")] = False,
    mirror_: Annotated[bool, Parameter(name="--mirror", negative="")] = False,
    without: Annotated[list[str] | None, Parameter(name="--without")] = None,
    lasting: Annotated[bool, Parameter(negative="")] = False,
    compare: str | None = None,
    check: Annotated[bool, Parameter(negative="")] = False,
    parts: Place | None = None,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    schema: Annotated[bool, Parameter(negative="")] = False,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Run a shock: who loses and who gains after weeks, a year and a decade, each figure with its range.

    Parameters
    ----------
    name : str
        A shipped shock (--list) or the path of a YAML file.
    horizon : str
        weeks, year, path, decade, or all, which is the three without the path.
    world : str
        wiod-1995 … wiod-2011, icio-2022, icio-2022+products with products carved out of its sectors, or the path of a
        world's file; the shock's own by default, icio-2022 where it names none.
    year : int
        Of a world's file that holds several years, or does not say its year.
    to_musd : float
        What one unit of a world's file is in USD million, where it is in another unit.
    regions : str
        16 (docs/shocks.md lists them) or full.
    products : list of str
        Files of products that are carved out of the world (docs/products.md).
    tariffs : str
        Tariffs that year and decade start from: 2017 … 2024, 2026-09 or another date, world for the world's own table,
        or a CSV file of importer, exporter, sector, rate. Goes before what the shock says.
    draws : int
        Cases drawn from all ranges; 0 for the central case alone.
    seed : int
        Of the draws; the same seed gives the same figures.
    days : int
        Days simulated at the horizon of weeks.
    stock_days : float
        Days of use of all goods held at the start of the weeks, in place of the usual days of each.
    stocks : float
        The usual days of stock times this.
    path : bool
        Also years 1 to 10 one by one: a chart, and what is left when measures end.
    doubt : float
        Share of the draws, 0 to 1, in which nothing replaces what bans take away; 0.2 by default.
    coalition : bool
        Also how the loss changes as the coalition grows: alone, with allies, with all.
    mirror_ : bool
        Exchange the two sides of every measure.
    without : list of str
        Measures to leave out, by name.
    lasting : bool
        Take every measure as lasting, whatever end it has.
    compare : str
        Another shock, by name or by the path of a YAML file, run in the same way: what it does more or less.
    check : bool
        Only check the shock against its world: say what each measure means at each horizon.
    parts : Path
        Folder for finished parts, so that work that was stopped goes on where it was. The user's cache by default at
        full resolution and on shipped worlds; none for a table of your own at 16 regions.
    list_ : bool
        List the shipped shocks.
    schema : bool
        Print the JSON schema of a shock's file.
    """
    from technostate.view import shock as views
    from technostate.view.shock.ask import check_numbers, find, world_for

    reads(store)
    if list_:
        emit(output, views.listing)
        return
    if schema:
        from technostate.shocks.specification import json_schema

        print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return
    if name is None:
        raise ScenarioError("no shock is named", hint="technostate shock chips-2022, or technostate shock --list")
    found = find(name, mirrored=mirror_, without=tuple(without or ()), lasting=lasting, products=products or ())
    check_numbers(draws=draws, seed=seed, days=days)
    apart(output, name, compare, world, *(products or ()))
    if check:
        table = world_for(found, world, products or (), year=year, to_musd=to_musd)
        emit(output, lambda: views.checked(found, table, regions=regions, tariffs=tariffs, days=days))
        return

    asked: dict[str, Any] = {
        "horizon": horizon, "world": world, "products": products or (), "year": year, "to_musd": to_musd,
        "regions": regions, "tariffs": tariffs, "draws": draws, "seed": seed, "days": days, "stock_days": stock_days,
        "stocks": stocks, "doubt": doubt, "path": path, "coalition": coalition,
        "mirrored": mirror_, "without": without or (), "lasting": lasting, "parts": parts,
    }  # fmt: skip
    emit(output, lambda: _answer(name, asked) if compare is None else _compared((found, name), compare, asked))


def _compared(first: tuple[Shock, str], name: str, asked: dict[str, Any]) -> View[Any]:
    from technostate.cli.progress import shown
    from technostate.view.shock.ask import find
    from technostate.view.shock.compare import Run, compared

    read = {key: asked[key] for key in ("mirrored", "without", "lasting")}
    other = find(name, **read, products=asked["products"])
    # Both shocks are what they were asked to be; the other options are of both runs.
    same = {key: value for key, value in asked.items() if key not in read}
    if asked["coalition"]:
        raise ScenarioError("two coalitions are not compared", hint="leave --coalition or --compare out")
    one, two = (Run(found, same, typed) for found, typed in (first, (other, name)))
    with shown() as show:
        return compared(one, two, progress=show)


def _answer(name: str, asked: dict[str, Any]) -> View[Any]:
    from technostate.cli.progress import shown
    from technostate.view.shock import shock as answered

    with shown() as show:
        return answered(name, **asked, progress=show)
