"""`technostate shock`: what a sanction, a ban, a tariff or a freeze does, from a name or a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import Parameter

from technostate.cli.values import Whole
from technostate.errors import DataError, ScenarioError

if TYPE_CHECKING:
    from technostate.shocks.impact.coalition import CoalitionCurve
    from technostate.shocks.impact.record import Comparison
    from technostate.shocks.runs import Runs
    from technostate.shocks.specification import Shock

#: Suffix of a file → what is written into it.
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".json": "json", ".md": "md", ".markdown": "md", ".csv": "csv", ".svg": "svg",
}  # fmt: skip


def shock(
    name: str | None = None,
    *,
    horizon: str = "all",
    world: str = "icio-2022",
    regions: Literal["16", "full"] = "16",
    draws: Whole | None = None,
    seed: Whole = 0,
    days: Whole = 91,
    coalition: bool = False,
    mirror_: Annotated[bool, Parameter(name="--mirror")] = False,
    without: Annotated[list[str] | None, Parameter(name="--without")] = None,
    check: bool = False,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    out: Annotated[Path | None, Parameter(name=["--out", "-o"])] = None,
    parts: Path | None = None,
    list_: Annotated[bool, Parameter(name="--list")] = False,
    schema: bool = False,
) -> None:
    """Run a shock: who loses and who gains after weeks, a year and a decade, each figure with its range.

    Parameters
    ----------
    name : str
        A shipped shock (--list) or the path of a YAML file.
    horizon : str
        weeks, year, decade, or all.
    world : str
        wiod-1995 … wiod-2011, icio-2022, or the path of a world's file.
    regions : str
        16 (docs/shocks.md lists them) or full.
    draws : int
        Cases drawn from all ranges; 0 for the shock's own mild, central and severe ends alone.
    seed : int
        Of the draws; the same seed gives the same figures.
    days : int
        Days simulated at the horizon of weeks.
    coalition : bool
        Also how the loss changes as the coalition grows: alone, with allies, with all.
    mirror_ : bool
        Exchange the two sides of every measure.
    without : list of str
        Measures to leave out, by name.
    check : bool
        Only check the shock: say what each measure means at each horizon.
    json_ : bool
        Print JSON.
    out : Path
        Write a file; its name says what: .html (a page), .json, .csv (every figure), .md, .svg (a chart).
    parts : Path
        Folder for finished parts, so that work that was stopped goes on where it was. The user's cache by default at
        full resolution; none at 16 regions.
    list_ : bool
        List the shipped shocks.
    schema : bool
        Print the JSON schema of a shock's file.
    """
    if list_:
        _list(as_json=json_)
        return
    if schema:
        from technostate.shocks.specification import json_schema

        print(json.dumps(json_schema(), ensure_ascii=False, indent=2))
        return
    if name is None:
        raise ScenarioError("no shock is named", hint="technostate shock chips-2022, or technostate shock --list")
    found = _find(name, mirrored=mirror_, without=tuple(without or ()))
    if check:
        _check(found, as_json=json_)
        return
    kind = "json" if json_ and out is None else _kind(out, horizon)
    if json_ and kind != "json":
        raise DataError(f"--json and --out {out} ask for different things", hint="leave --json, or end in .json")
    runs = _runs(world, regions, draws, seed, days, parts)
    comparison, curve = _run(found, horizon, runs, coalition=coalition)
    text = _written(kind, comparison, curve, runs, single=horizon != "all")
    if out is None:
        sys.stdout.write(text)
        return
    from technostate.write.files import write

    write(out, text)
    print(f"written: {out}")


def _find(name: str, *, mirrored: bool, without: tuple[str, ...]) -> Shock:
    from technostate.shocks.specification import load, mirror, read

    is_path = name.lower().endswith((".yaml", ".yml")) or "/" in name or "\\" in name
    found = read(name) if is_path else load(name)
    if without:
        found = found.without(*without)
    return mirror(found) if mirrored else found


def _kind(out: Path | None, horizon: str) -> str:
    """Return what is to be written, before anything runs."""
    if out is None:
        return "text"
    from technostate.write.files import check_target

    suffix = out.suffix.lower()
    if suffix not in _SUFFIXES:
        raise DataError(
            f"the name {out.name!r} does not say what to write", hint="end it in .html, .json, .csv, .md or .svg"
        )
    if suffix == ".svg" and horizon == "all":
        raise DataError(
            "a chart shows one horizon", hint="add --horizon weeks, year or decade, or write a page (.html)"
        )
    check_target(out)
    return _SUFFIXES[suffix]


def _runs(
    world: str, regions: Literal["16", "full"], draws: int | None, seed: int, days: int, parts: Path | None
) -> Runs:
    from technostate import world as worlds
    from technostate.shocks.impact.weeks import MOST_DAYS
    from technostate.shocks.kept import Parts, user_parts
    from technostate.shocks.runs import Runs

    wrong = [
        f"{name} is {value}"
        for name, value in (("--draws", draws), ("--seed", seed))
        if value is not None and value < 0
    ] + [f"--days is {days}"] * (not 1 <= days <= MOST_DAYS)
    if wrong:
        raise ScenarioError(
            "; ".join(wrong), hint=f"draws and seed are whole numbers from 0, days from 1 to {MOST_DAYS}"
        )
    folder = parts if parts is not None else user_parts() if regions == "full" else None
    is_path = world.lower().endswith((".npz", ".parquet", ".csv", ".zip")) or "/" in world or "\\" in world
    table = worlds.read(Path(world)) if is_path else world
    return Runs(table, regions, draws, seed, days, None if folder is None else Parts(folder))


def _run(found: Shock, horizon: str, runs: Runs, *, coalition: bool) -> tuple[Comparison, CoalitionCurve | None]:
    from technostate.cli.progress import shown
    from technostate.shocks.progress import Pace
    from technostate.shocks.runs import horizons_named
    from technostate.shocks.specification import require

    asked = horizons_named(horizon)
    if len(asked) == 1:
        require(found, asked[0])
    with shown() as show:
        pace = Pace(runs.lengths(asked, coalition=coalition), show)
        comparison = runs.compared(found, asked, pace=pace)
        if not comparison.impacts:
            reasons = "\n".join(f"  - {name}: {why}" for name, why in comparison.refused.items())
            raise ScenarioError(
                f"{found.name} has no answer:\n{reasons}",
                hint="the same command with --check says what each measure means at each horizon",
            )
        curve = runs.curve(found, asked, pace=pace) if coalition else None
    return comparison, curve


def _written(kind: str, comparison: Comparison, curve: CoalitionCurve | None, runs: Runs, *, single: bool) -> str:
    from technostate.report import shock_markdown, shock_page, shock_part, shock_text, shock_tidy

    if kind == "json":
        (only,) = comparison.impacts.values() if single else (None,)
        data: dict[str, Any] = comparison.as_dict() if only is None else only.as_dict()
        if curve is not None:
            data["coalition"] = curve.as_dict()
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"
    if kind == "csv":
        return shock_tidy.to_csv(comparison.impacts.values())
    growth = None
    if curve is not None:
        from technostate.report.coalition_part import coalition_record

        growth = coalition_record(curve)
    record = shock_part.shock_record(comparison, titles=runs.titles, coalition=growth)
    if kind == "svg":
        return shock_page.shock_to_svg(record)
    if kind == "text":
        return shock_text.shock_to_text(record) + "\n"
    return {"html": shock_page.shock_to_html, "md": shock_markdown.shock_to_markdown}[kind](record)


def _list(*, as_json: bool) -> None:
    from technostate.shocks.specification import load, names

    found = [load(name) for name in names()]
    if as_json:
        print(json.dumps([row.as_dict() for row in found], ensure_ascii=False, indent=1))
        return
    width = max(len(row.name) for row in found)
    for row in found:
        print(f"{row.name.ljust(width)}  {row.starts}  {row.title}")


def _check(found: Shock, *, as_json: bool) -> None:
    from technostate.shocks.specification import horizons

    table = horizons(found)
    if as_json:
        cells = {
            horizon: {name: {"modelled": cell.modelled, "text": cell.text} for name, cell in row.items()}
            for horizon, row in table.items()
        }
        print(json.dumps({"shock": found.as_dict(), "horizons": cells}, ensure_ascii=False, indent=1))
        return
    print(f"{found.name} is a shock of {len(found.measures)} measure{'s' * (len(found.measures) > 1)}")
    for horizon, row in table.items():
        print(f"{horizon}:")
        for name, cell in row.items():
            print(f"  {name}: {'' if cell.modelled else 'refused, '}{cell.text}")
