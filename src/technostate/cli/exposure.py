"""`technostate exposure`: who depends on whom for what in a world."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from technostate.errors import LabelError, unknown_label
from technostate.exposure import MEASURES, Answer, Chokepoints, Partners, Profile, profile
from technostate.exposure.members import groups, unknown_region
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
    found = profile(table, buyer, supplier=supplier, sector=sector, measure=measure_)
    if json_:
        records = [{**vars(figure), "origin": figure.origin.as_dict()} for figure in found.figures]
        print(json.dumps(records[0] if measure_ else {"figures": records}, ensure_ascii=False, indent=2))
    else:
        print(_page(found) if measure_ else _summary(found))


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


def _summary(found: Profile) -> str:
    lines = [_title(found), ""]
    width = max(len(figure.entry.title) for figure in found.figures)
    for figure in found.figures:
        lines.append(f"  {figure.entry.title.ljust(width)}  {_value(figure):>12}  {figure.kind}")
    lines += [f"  {MEASURES[one.measure].title.ljust(width)}  {'none':>12}  {one.why}" for one in found.absent]
    if found.suppliers is not None:
        lines += ["", *_suppliers(found.suppliers)]
    if found.chokepoints is not None:
        lines += ["", *_chokepoints(found.chokepoints)]
    lines += ["", *found.notes, f"source: {found.origin.short()}", "every measure: technostate exposure --list"]
    return "\n".join(lines)


def _suppliers(found: Partners, n: int = 5) -> list[str]:
    lines = [f"largest foreign suppliers, look-through (home {found.home:.1%})"]
    lines += [f"  {row.region}  {row.share:>7.2%}" for row in found.rows[:n]]
    if found.rest_of_world is not None:
        lines.append(f"  all economies that the table does not show apart (ROW) {found.rest_of_world:.2%}")
    return lines


def _chokepoints(found: Chokepoints, n: int = 5) -> list[str]:
    lines = ["products by chokepoint index (outside share × concentration × not covered by own exports)"]
    for row in found.rows[:n]:
        flags = [name for name, on in (("Commission", row.commission), ("MERICS", row.merics)) if on]
        largest = f"{row.supplier} {row.supplier_share:.0%} of imports"
        marks = f"  meets: {', '.join(flags)}" if flags else ""
        low, high = f"{row.index:.3f}", f"{row.index_row_as_one:.3f}"
        index = low if low == high else f"{low}–{high}"
        lines.append(f"  {row.sector:<9}{index:<11}  {largest:<24} {row.title}{marks}")
    if any(row.rest_of_world > 0 for row in found.rows):
        lines.append("  from and to: the rest of the world as many small suppliers, and as one")
    return lines


def _page(found: Profile) -> str:
    (figure,) = found.figures
    entry = figure.entry
    lines = [
        _title(found),
        "",
        f"  {entry.title}: {_value(figure)}  ({figure.kind})",
        f"  {figure.origin.note}",
        f"  {entry.reference}.",
    ]
    if entry.competing:
        lines.append(f"  Other definitions: {', '.join(entry.competing)}.")
    return "\n".join([*lines, "", f"source: {found.origin.short()}"])


def _title(found: Profile) -> str:
    parts = [found.region] if found.supplier is None else [f"{found.region}, partner {found.supplier}"]
    if found.sector is not None:
        parts.append(f"{found.sector} {found.sector_title}" if found.sector_title != found.sector else found.sector)
    return f"{', '.join(parts)}: {found.world}, {found.year}"


def _value(figure: Answer) -> str:
    if figure.unit == "musd":
        return f"USD {figure.value:,.0f} m"
    return f"{figure.value:.2%}" if figure.unit == "1" and figure.entry.share else f"{figure.value:.4f}"


def _list_measures(*, as_json: bool) -> None:
    if as_json:
        rows: list[dict[str, Any]] = [vars(entry) for entry in MEASURES.values()]
        print(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    needs = {"no": "", "may": "[{}]", "must": "{}"}
    for entry in MEASURES.values():
        takes = [needs[entry.partner].format("--supplier"), needs[entry.sector].format("--sector")]
        print(f"{entry.name}  {' '.join(t for t in takes if t)}".rstrip())
        print(f"    {entry.definition} Unit {entry.unit}, {entry.kind}. {entry.reference}.")
