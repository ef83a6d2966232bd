"""Partners, sectors and chokepoints in a report, from one world: who depends on whom, for what."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from technostate.evidence import derived_from
from technostate.report.subjects import Subjects, members_in, sentence_name, the
from technostate.world import World

Record = dict[str, Any]

#: Rows of a table of partners or sectors.
TOP = 10


def partners(world: World, who: Subjects, missing: list[str]) -> Record:
    """Return suppliers, dependents, sectors and chokepoints of the state in one world.

    Parameters
    ----------
    world : World
        The latest one.
    who : Subjects
    missing : list of str
        Sentences on what could not be said are added to it.

    Returns
    -------
    dict
        Tables with ``key``, ``title``, ``unit``, ``kind``, ``origin``, ``world`` and ``rows``; a table without rows
        is left out.
    """
    members = {code: members_in(world.regions, code) for code in who.pair}
    if not members[who.state]:
        missing.append(f"{sentence_name(who.state)} is no region of {world.name}: no partners, sectors or chokepoints.")
        return {}
    tables: Record = {
        "suppliers": _suppliers(world, who.state, members[who.state], who.against),
        "dependents": _dependents(world, who.state, members[who.state], who.against),
        "chokepoints": _chokepoints(world, who.state, members[who.state]),
    }
    if members[who.against] and not set(members[who.state]) & set(members[who.against]):
        tables["sectors"] = _sectors(world, who, members)
    return tables


def sector_title(world: World, code: str) -> str:
    """Return a sector's title in the world, the code itself where it has none."""
    return world.sector_titles.get(code, code)


def _table(world: World, key: str, title: str, rows: list[Record], **more: Any) -> Record:
    return {
        "key": key,
        "title": title,
        "unit": "1",
        "kind": "derived",
        "world": world.name,
        "year": world.year,
        "origin": derived_from(title, world.origin).as_dict(),
        **more,
        "rows": rows,
    }


def _suppliers(world: World, state: str, members: tuple[str, ...], against: str) -> Record:
    from technostate import exposure

    rows: list[Record] = [
        {"region": region, "value": exposure.foreign_input_reliance(world, members, supplier=region)}
        for region in world.regions
        if region not in members
    ]
    rows.sort(key=lambda row: row["value"], reverse=True)
    title = f"Suppliers’ shares in all inputs of {the(state)}, looking through supply chains, {world.year}"
    return _table(world, "suppliers", title, _top(rows, against))


def _dependents(world: World, state: str, members: tuple[str, ...], against: str) -> Record:
    from technostate import exposure

    shares = exposure.input_reliance_matrix(world)
    own = [world.region_index(region) for region in members]
    rows: list[Record] = [
        {"region": region, "value": float(shares[own, at].sum())}
        for at, region in enumerate(world.regions)
        if region not in members and math.isfinite(shares[own, at].sum())
    ]
    rows.sort(key=lambda row: row["value"], reverse=True)
    title = f"Share of {the(state)} in all inputs of other states, looking through supply chains, {world.year}"
    return _table(world, "dependents", title, _top(rows, against))


def _top(rows: list[Record], against: str) -> list[Record]:
    """Return the first rows with their places, and the comparator's where it is further down."""
    placed = [{**row, "place": place} for place, row in enumerate(rows, start=1)]
    return placed[:TOP] + [row for row in placed[TOP:] if row["region"] == against]


def _sectors(world: World, who: Subjects, members: dict[str, tuple[str, ...]]) -> Record:
    """Return each sector's reliance on the other side, both ways, and on all foreign suppliers."""
    from technostate import exposure

    state, against = members[who.state], members[who.against]
    by = exposure.foreign_input_reliance_by_sector
    columns = {
        "state_on_against": by(world, state, supplier=against),
        "against_on_state": by(world, against, supplier=state),
        "state_on_all": by(world, state),
        "against_on_all": by(world, against),
    }
    rows: list[Record] = [
        {
            "sector": code,
            "title": sector_title(world, code),
            **{key: _number(values[at]) for key, values in columns.items()},
        }
        for at, code in enumerate(world.sectors)
    ]
    rows = [row for row in rows if row["state_on_against"] is not None or row["against_on_state"] is not None]
    rows.sort(key=lambda row: max(row["state_on_against"] or 0.0, row["against_on_state"] or 0.0), reverse=True)
    title = (
        f"Foreign input reliance by sector: {the(who.state)} and {the(who.against)} on each other and on "
        f"all others, {world.year}"
    )
    return _table(world, "sectors", title, rows)


def _chokepoints(world: World, state: str, members: tuple[str, ...]) -> Record:
    from technostate import exposure

    rows = []
    for row in exposure.chokepoints(world, members):
        if not row.recorded_at_home or not np.isfinite(row.index):
            continue
        rows.append(
            {
                "sector": row.sector,
                "title": sector_title(world, row.sector),
                "supplier": row.supplier or None,
                "supplier_share": _number(row.supplier_share),
                "world_share": _number(row.world_share),
                "foreign_share": _number(row.foreign_share),
                "concentration": _number(row.concentration),
                "import_ratio": _number(row.import_ratio),
                "commission": row.commission,
                "merics": row.merics,
                "index": _number(row.index),
            }
        )
    title = f"Concentrated imports of {the(state)} by product of the sector table, {world.year}"
    note = (
        "Three definitions side by side, made for single customs products (HS6); on broad sectors they are analogues. "
        "European Commission (2021): concentration of outside suppliers (HHI) above 0.4, imports above half of all "
        "purchases, imports above exports. MERICS (Zenglein 2020): net importer, over half of imports from one "
        "supplier, which holds over 30 % of world exports. Index: foreign share × concentration × (1 − own exports "
        "over imports), no threshold."
    )
    return _table(world, "chokepoints", title, rows, note=note, flagged=_flagged(rows))


def _flagged(rows: list[Record]) -> Record:
    """Return how many products each definition flags, and how many there are."""
    return {
        "unit": "count",
        "commission": sum(row["commission"] for row in rows),
        "merics": sum(row["merics"] for row in rows),
        "products": len(rows),
    }


def _number(value: float) -> float | None:
    """Return a plain float, None where it is not a finite number: JSON has no NaN."""
    return float(value) if math.isfinite(value) else None
