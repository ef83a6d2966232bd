"""`technostate exposure`: who depends on whom for what in a world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from technostate.errors import DataError, LabelError, unknown_label
from technostate.exposure.measures import Figure, measure
from technostate.exposure.members import groups, party, unknown_region
from technostate.exposure.register import MEASURES
from technostate.world import World

_SUFFIXES = (".npz", ".parquet", ".csv", ".zip")


def exposure(
    buyer: str | None = None,
    *,
    world: str | None = None,
    measure_: Annotated[str | None, Parameter(name=["--measure", "-m"])] = None,
    supplier: str | None = None,
    sector: str | None = None,
    json_: Annotated[bool, Parameter(name="--json")] = False,
    list_: Annotated[bool, Parameter(name="--list")] = False,
) -> None:
    """Measure who depends on whom for what in a world.

    Without --measure: a short table of the main measures, the largest foreign suppliers and the chokepoints.

    Parameters
    ----------
    buyer : str
        The state: a code (CHN), a group (EU), or codes joined by + (JPN+KOR).
    world : str
        wiod-1995 … wiod-2011, icio-2022, or the path of a world's file; the newest that has the state by default.
    measure_ : str
        One measure; --list names them.
    supplier : str
        The partner, for measures that take one.
    sector : str
        A sector of the world, e.g. c14 (WIOD) or C26 (ICIO): the buyer's column.
    json_ : bool
        Print JSON with unit, kind and origin.
    list_ : bool
        List the measures with unit, kind and definition.
    """
    if list_:
        _list_measures(as_json=json_)
        return
    if buyer is None:
        raise LabelError("no state is named", hint="technostate exposure CHN, or technostate exposure --list")
    if measure_ is not None and measure_ not in MEASURES:
        raise unknown_label("measure", measure_, tuple(MEASURES))
    table = _find_world(world, buyer)
    if measure_ is not None:
        figure = measure(measure_, table, buyer, supplier, sector)
        print(json.dumps(figure.as_dict(), ensure_ascii=False, indent=2) if json_ else _page(table, figure))
        return
    overview = _overview(table, buyer, supplier, sector)
    if json_:
        print(json.dumps({"figures": [figure.as_dict() for figure in overview]}, ensure_ascii=False, indent=2))
    else:
        print(_summary(table, buyer, supplier, sector, overview))


def _find_world(name: str | None, buyer: str) -> World:
    """Return the world that is named, or the newest embedded one that shows the state."""
    from technostate import world as worlds

    if name is not None:
        is_path = name.lower().endswith(_SUFFIXES) or "/" in name or "\\" in name
        return worlds.read(Path(name)) if is_path else worlds.load(name)
    newest_first = sorted(worlds.names(), key=lambda known: int(known[-4:]), reverse=True)
    if not newest_first:
        raise LabelError("no world is embedded", hint="name the file of a world with --world PATH")
    wanted = {part.strip() for part in buyer.split("+")} if buyer not in groups() else set()
    tried: dict[str, World] = {}
    for known in newest_first:
        # The worlds of one release (wiod, icio) show the same regions.
        release = known.rpartition("-")[0]
        if release not in tried:
            tried[release] = worlds.load(known)
            if wanted <= set(tried[release].regions):
                return tried[release]
    newest = next(iter(tried.values()))
    raise unknown_region(newest, sorted(wanted - set(newest.regions))[0])


def _overview(table: World, buyer: str, supplier: str | None, sector: str | None) -> list[Figure]:
    """Return the main measures that exist for this question; those without a value there are left out."""
    figures = []
    party(table, buyer)
    for entry in MEASURES.values():
        if not entry.main or (supplier is not None and entry.partner == "no"):
            continue
        try:
            figures.append(measure(entry.name, table, buyer, supplier, sector))
        except DataError:
            continue
    if not figures:
        measure("foreign_input_reliance", table, buyer, supplier, sector)
    return figures


def _summary(table: World, buyer: str, supplier: str | None, sector: str | None, figures: list[Figure]) -> str:
    lines = [_title(table, buyer, supplier, sector), ""]
    width = max(len(MEASURES[figure.measure].title) for figure in figures)
    for figure in figures:
        lines.append(f"  {MEASURES[figure.measure].title.ljust(width)}  {_value(figure):>12}  {figure.kind}")
    if supplier is None:
        lines += ["", *_suppliers(table, buyer, sector)]
        if sector is None:
            lines += ["", *_chokepoints(table, buyer)]
    notes = [party(table, name).note for name in (buyer, supplier) if name is not None]
    lines += [
        "",
        *(note for note in notes if note),
        f"source: {table.origin.short()}",
        "every measure: technostate exposure --list",
    ]
    return "\n".join(lines)


def _suppliers(table: World, buyer: str, sector: str | None, n: int = 5) -> list[str]:
    from technostate.exposure.reliance import input_reliance_by_origin
    from technostate.exposure.selection import outside, regions

    state = party(table, buyer).members
    shares = input_reliance_by_origin(table, state, sector).sum(axis=1)
    abroad = outside(table, state)
    largest = abroad[shares[abroad].argsort()[::-1][:n]]
    lines = [f"largest foreign suppliers, look-through (home {shares[regions(table, state)].sum():.1%})"]
    return lines + [f"  {table.regions[at]}  {shares[at]:>7.2%}" for at in largest]


def _chokepoints(table: World, buyer: str, n: int = 5) -> list[str]:
    from technostate.exposure.imports import chokepoints

    rows = [row for row in chokepoints(table, party(table, buyer).members) if row.recorded_at_home and row.supplier][:n]
    lines = ["products by chokepoint index (outside share × concentration × not covered by own exports)"]
    for row in rows:
        flags = [name for name, on in (("Commission", row.commission), ("MERICS", row.merics)) if on]
        title = table.sector_titles.get(row.sector, row.sector)
        largest = f"{row.supplier} {row.supplier_share:.0%} of imports"
        marks = f"  meets: {', '.join(flags)}" if flags else ""
        lines.append(f"  {row.sector:<9}{row.index:>6.3f}  {largest:<24} {title}{marks}")
    return lines


def _page(table: World, figure: Figure) -> str:
    entry = MEASURES[figure.measure]
    lines = [
        _title(table, figure.buyer, figure.supplier, figure.sector),
        "",
        f"  {entry.title}: {_value(figure)}  ({figure.kind})",
        f"  {figure.origin.note}",
        f"  {entry.reference}.",
    ]
    if entry.competing:
        lines.append(f"  Other definitions: {', '.join(entry.competing)}.")
    return "\n".join([*lines, "", f"source: {table.origin.short()}"])


def _title(table: World, buyer: str, supplier: str | None, sector: str | None) -> str:
    parts = [buyer] if supplier is None else [f"{buyer}, partner {supplier}"]
    if sector is not None:
        parts.append(f"{sector} {table.sector_titles.get(sector, '')}".strip())
    return f"{', '.join(parts)}: {table.name}, {table.year}"


def _value(figure: Figure) -> str:
    if figure.unit == "musd":
        return f"USD {figure.value:,.0f} m"
    if figure.unit == "1" and figure.measure not in ("imports_over_exports", "welfare_exposure", "income_exposure"):
        return f"{figure.value:.2%}"
    return f"{figure.value:.4f}"


def _list_measures(*, as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [entry.as_dict() for entry in MEASURES.values()]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    needs = {"no": "", "may": "[{}]", "must": "{}"}
    for entry in MEASURES.values():
        takes = [needs[entry.partner].format("--supplier"), needs[entry.sector].format("--sector")]
        print(f"{entry.name}  {' '.join(t for t in takes if t)}".rstrip())
        print(f"    {entry.definition} Unit {entry.unit}, {entry.kind}. {entry.reference}.")
