"""`technostate shock`: what a sanction, a ban, a tariff or a freeze does, from a name or a file."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from technostate.errors import DataError, NotModelledError, ScenarioError

if TYPE_CHECKING:
    from technostate.shocks.impact.record import Impact
    from technostate.shocks.specification import Shock


def shock(
    name: str | None = None,
    *,
    horizon: str = "decade",
    world: str = "icio-2022",
    regions: Literal["16", "full"] = "16",
    mirror_: Annotated[bool, Parameter(name="--mirror")] = False,
    without: Annotated[list[str] | None, Parameter(name="--without")] = None,
    check: bool = False,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    out: Path | None = None,
    list_: Annotated[bool, Parameter(name="--list")] = False,
    schema: bool = False,
) -> None:
    """Run a shock and print who loses and who gains, with the range over elasticities and over the shock's own.

    Parameters
    ----------
    name : str
        A shipped shock (--list) or the path of a YAML file.
    horizon : str
        decade; weeks and year have no engine in this version.
    world : str
        wiod-1995 … wiod-2011, icio-2022, or the path of a world's file.
    regions : str
        16 (docs/shocks.md lists them) or full.
    mirror_ : bool
        Exchange the two sides of every measure.
    without : list of str
        Measures to leave out, by name.
    check : bool
        Only check the shock: say what each measure means at each horizon.
    json_ : bool
        Print JSON.
    out : Path
        Write the JSON to a file.
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
    impact = _run(found, horizon, world, regions)
    if out is not None:
        try:
            out.write_text(json.dumps(impact.as_dict(), ensure_ascii=False, indent=1) + "\n", "utf-8")
        except OSError as error:
            raise DataError(
                f"{out} cannot be written: {error.strerror}", hint="name a file in a folder that is there"
            ) from None
        print(f"written: {out}")
    elif json_:
        print(json.dumps(impact.as_dict(), ensure_ascii=False, indent=1))
    else:
        print(_page(impact))


def _find(name: str, *, mirrored: bool, without: tuple[str, ...]) -> Shock:
    from technostate.shocks.specification import load, mirror, read

    is_path = name.lower().endswith((".yaml", ".yml")) or "/" in name or "\\" in name
    found = read(name) if is_path else load(name)
    if without:
        found = found.without(*without)
    return mirror(found) if mirrored else found


def _run(found: Shock, horizon: str, world: str, regions: str) -> Impact:
    from technostate import world as worlds
    from technostate.shocks.impact.decade import economies, to_decade
    from technostate.shocks.specification import HORIZONS, require
    from technostate.shocks.specification.regions import sixteen
    from technostate.shocks.specification.resolve import coarsen, resolve

    if horizon not in HORIZONS:
        raise ScenarioError(f"unknown horizon {horizon!r}", hint=f"horizons are {', '.join(HORIZONS)}")
    if horizon != "decade":
        require(found, horizon)
        raise NotModelledError(
            f"this command does not run the horizon {horizon} yet",
            hint=f"use --horizon decade, or technostate.shocks.{horizon} from Python (docs/{horizon}.md)",
        )
    is_path = world.lower().endswith((".npz", ".parquet", ".csv", ".zip")) or "/" in world or "\\" in world
    table = worlds.read(Path(world)) if is_path else worlds.load(world)
    resolved = resolve(found, table)
    if regions == "16" and len(table.regions) > 16:
        mapping = sixteen(table.regions)
        small = worlds.aggregate(table, regions=mapping)
        resolved, table = coarsen(resolved, table, mapping, small.name), small
    return to_decade(resolved, economies(table), origin=table.origin)


def _page(impact: Impact, sectors: int = 8) -> str:
    import numpy as np

    shock, spread = impact.shock, impact.real_income
    lines = []
    if impact.sign_changes:
        both = ", ".join(impact.sign_changes)
        lines += [f"the sign is not settled inside the range for: {both}", ""]
    lines += [
        f"{shock.title}{' (mirror)' if shock.mirrored else ''}",
        f"after a decade, {impact.world}, modelled; per cent of real income: central (low to high)",
        "",
    ]
    width = max(len(region) for region in impact.regions)
    for at in np.argsort(spread.central, kind="stable"):
        low, high = f"{spread.low[at]:+.3%}", f"{spread.high[at]:+.3%}"
        lines.append(f"  {impact.regions[at].ljust(width)}  {spread.central[at]:+9.3%}  ({low} to {high})")
    lines += ["", "largest changes of output by sector, quantity: central (low to high)"]
    change = np.nan_to_num(np.abs(impact.output.central))
    for flat in np.argsort(-change, axis=None, kind="stable")[:sectors]:
        n, j = np.unravel_index(flat, change.shape)
        output = impact.output
        lines.append(
            f"  {impact.regions[n].ljust(width)}  {impact.sectors[j]:<9} {output.central[n, j]:+8.2%}"
            f"  ({output.low[n, j]:+.2%} to {output.high[n, j]:+.2%})"
        )
    sets = list(dict.fromkeys(case.elasticities for case in impact.cases))
    lines += ["", f"range: {len(impact.cases)} cases, elasticities {', '.join(sets)}; ranges of the shock together"]
    lines += [f"event: {shock.event}"] * bool(shock.event)
    lines += [f"assumptions: {shock.assumptions}"] * bool(shock.assumptions)
    lines += [f"left out: {'; '.join(shock.leaves_out)}"] * bool(shock.leaves_out)
    lines += [f"note: {note}" for note in impact.notes]
    lines += [f"source: {source.issuer}, {source.title} ({source.date})" for source in shock.sources]
    return "\n".join(lines)


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
