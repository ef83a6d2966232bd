"""Ask what a shock does: find it, run it at the horizons that are asked for, and say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, cast

from technostate.errors import ScenarioError
from technostate.shocks.impact.long_table import tidy
from technostate.shocks.impact.record import Comparison
from technostate.shocks.impact.spread import Change, Unit
from technostate.shocks.kept import Parts, user_parts
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.runs import Runs, horizons_named
from technostate.shocks.specification import Shock, load, mirror, names, read, require
from technostate.view.load import world_at
from technostate.view.shock.blocks import answer_blocks
from technostate.view.shock.coalition import Coalition, coalition_data, coalition_rows
from technostate.view.shock.data import Answer, answer, figure
from technostate.world import World
from technostate.write import View
from technostate.write.frame import Row


def shock(
    what: str | Path | Shock,
    *,
    horizon: str = "all",
    world: str | World = "icio-2022",
    regions: Literal["16", "full"] = "16",
    tariffs: str | Path | None = None,
    draws: int | None = None,
    seed: int = 0,
    days: int = 91,
    doubt: float | None = None,
    coalition: bool = False,
    mirrored: bool = False,
    without: Sequence[str] = (),
    parts: Path | None = None,
    progress: Show | None = None,
) -> View[Answer]:
    """Return what a shock does.

    Parameters
    ----------
    what : str, Path or Shock
        The name of a shipped shock, the path of a YAML file, or a shock.
    horizon : str
        weeks, year, decade, or all.
    world : str or World
        The name of a shipped world, the path of a table, or a world.
    regions : {"16", "full"}
        Sixteen regions, or every region of the world.
    tariffs : str, Path or None
        Where year and decade start from: a date (2017, 2026-09), ``world`` for the world's own table, or a CSV file of
        importer, exporter, sector, rate. It goes before what the shock says.
    draws : int, optional
        Cases drawn from all ranges; the engines' usual number by default, 0 for the shock's own ends alone.
    seed : int
        Of the draws.
    days : int
        Simulated at the horizon of weeks.
    doubt : float, optional
        Share of the draws in which nothing replaces what bans take away; a fifth by default.
    coalition : bool
        Whether to add how the loss changes as the coalition grows.
    mirrored : bool
        Exchange the two sides of every measure.
    without : sequence of str
        Measures to leave out, by name.
    parts : Path, optional
        Folder for finished parts; the user's cache at full resolution, none at sixteen regions by default.
    progress : callable, optional
        Called with a few words and the fraction of the work that is done.

    Raises
    ------
    ScenarioError
        If the shock is wrong, or no horizon has an answer.

    Examples
    --------
    >>> view = shock("chips-2022", horizon="decade", draws=0)
    >>> view.data.horizons[0].measure
    'real income'
    """
    found = find(what, mirrored=mirrored, without=without)
    check_numbers(draws=draws, seed=seed, days=days)
    folder = parts if parts is not None else user_parts() if regions == "full" else None
    kept = None if folder is None else Parts(folder)
    runs = Runs(world_at(world), regions, draws, seed, days, kept, tariffs=tariffs, doubt=doubt)
    return view_of(found, runs, horizons_named(horizon), coalition=coalition, progress=progress or silent)


def view_of(
    found: Shock, runs: Runs, horizons: Sequence[Literal["weeks", "year", "decade"]], *, coalition: bool, progress: Show
) -> View[Answer]:
    """Return the answer of prepared runs; see `shock`."""
    if len(horizons) == 1:
        require(found, horizons[0])
    pace = Pace(runs.lengths(horizons, coalition=coalition), progress)
    comparison = runs.compared(found, horizons, pace=pace)
    if not comparison.impacts:
        reasons = "\n".join(f"  - {key}: {why}" for key, why in comparison.refused.items())
        raise ScenarioError(
            f"{found.name} has no answer:\n{reasons}",
            hint="the same question with check says what each measure means at each horizon",
        )
    grown = coalition_data(runs.curve(found, horizons, pace=pace)) if coalition else None
    data = answer(comparison, runs.titles, coalition=grown)
    one = f" --horizon {horizons[0]}" if len(horizons) == 1 else ""
    return View(
        data.shock.title,
        data,
        answer_blocks(data),
        tuple(rows(comparison, data)),
        f"technostate shock {found.name}{one}{' --coalition' * coalition}",
    )


def find(what: str | Path | Shock, *, mirrored: bool = False, without: Sequence[str] = ()) -> Shock:
    """Return the shock that is meant, with its sides exchanged and measures left out where that is asked.

    Parameters
    ----------
    what : str, Path or Shock
        A name, a path (``.yaml``, or with a slash), or a shock.

    Raises
    ------
    ScenarioError
        If it is unknown or malformed.
    """
    if isinstance(what, Shock):
        found = what
    else:
        text = str(what)
        is_path = text.lower().endswith((".yaml", ".yml")) or "/" in text or "\\" in text
        found = read(text) if is_path and text not in names() else load(text)
    if without:
        found = found.without(*without)
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


def rows(comparison: Comparison, data: Answer) -> Iterator[Row]:
    """Yield every figure as one tidy row: the engines' whole tables, money, parts of sectors, and the coalition."""
    for impact in comparison.impacts.values():
        for row in tidy((impact,)):
            unit = cast(Unit, row.unit)
            # A date beyond the days simulated has no number in the long table; it is beyond, and not unknown.
            beyond = unit == "days" and row.low is not None and row.high is None
            high = float("inf") if beyond else _number(row.high)
            change = Change(_number(row.low), _number(row.central), high, unit)
            shown = figure(change, impact, row.region)
            if shown is not None:
                keys = {"horizon": row.horizon, "measure": row.measure, "region": row.region, "partner": row.partner}
                yield {**keys, "sector": row.sector, "day": row.day, "step": None, "figure": shown}
    for item in data.horizons:
        base: dict[str, object] = {"horizon": item.horizon, "partner": None, "day": None, "step": None}
        for region in item.regions:
            if region.amount is not None:
                yield {**base, "measure": "amount", "region": region.region, "sector": None, "figure": region.amount}
        for sector in item.sectors:
            yield {**base, "measure": "part in the change of output", "region": sector.region,
                   "sector": sector.sector, "figure": sector.part}  # fmt: skip
    if isinstance(data.coalition, Coalition):
        yield from coalition_rows(data.coalition)


def _number(value: float | None) -> float:
    return float("nan") if value is None else value
