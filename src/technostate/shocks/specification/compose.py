"""Shocks made of shocks: several as one, one on other days, and one with its two sides exchanged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from technostate.errors import ScenarioError
from technostate.shocks.specification.closure import Closure
from technostate.shocks.specification.measures import LinkMeasure, TransferFreeze
from technostate.shocks.specification.shock import MOST_BLIND, Shock, changed


def compose(shocks: Iterable[Shock], *, name: str, title: str) -> Shock:
    """Return one shock with the measures of several; it starts when the first starts.

    Each measure keeps its own dates; measures of the same name must be renamed first. Shocks that state no closure
    take that of the others.

    Parameters
    ----------
    name, title : str
        Of the result.

    Raises
    ------
    ScenarioError
        If measures contradict each other or share a name, or two state different closures, tariffs or worlds.
    """
    parts = tuple(shocks)
    if not parts:
        raise ScenarioError("nothing to compose", hint="pass at least one shock")
    bases = list(dict.fromkeys(part.base for part in parts if part.base is not None))
    if len(bases) > 1:
        named = " and ".join(base.tariffs for base in bases)
        raise ScenarioError(f"the shocks start from different tariffs: {named}", hint="let one start from the other's")
    worlds = list(dict.fromkeys(part.world for part in parts if part.world is not None))
    if len(worlds) > 1:
        raise ScenarioError(f"the shocks run on different worlds: {' and '.join(worlds)}", hint="give them one world")
    rows = [
        measure.model_dump() | {"starts": measure.starts or part.starts, "ends": measure.ends}
        for part in parts
        for measure in part.measures
    ]
    closures = {part.closure for part in parts if part.closure != Closure()}
    if len(closures) > 1:
        raise ScenarioError("two shocks close the decade differently", hint="give them one closure, or leave it to one")
    lists: dict[str, dict[str, tuple[str, ...]]] = {}
    for part in parts:
        for key, table in part.sector_lists.items():
            if lists.setdefault(key, table) != table:
                raise ScenarioError(f"two shocks define the list of sectors {key!r} differently", hint="rename one")
    return Shock(
        name=name,
        title=title,
        starts=min(part.starts for part in parts),
        event=" ".join(dict.fromkeys(part.event for part in parts if part.event)),
        assumptions=" ".join(dict.fromkeys(part.assumptions for part in parts if part.assumptions)),
        blind_spot=_blind(parts),
        leaves_out=tuple(dict.fromkeys(text for part in parts for text in part.leaves_out)),
        sources=tuple(dict.fromkeys(source for part in parts for source in part.sources)),
        sector_lists=lists,
        closure=closures.pop() if closures else Closure(),
        measures=rows,
        base=bases[0] if bases else None,
        world=worlds[0] if worlds else None,
    )


def _blind(parts: Sequence[Shock]) -> str:
    """Return what the models cannot see in any of the shocks; what does not fit is cut at a word."""
    found = " ".join(dict.fromkeys(part.blind_spot.strip() for part in parts if part.blind_spot))
    return found if len(found) <= MOST_BLIND else f"{found[: MOST_BLIND - 2].rsplit(' ', 1)[0].rstrip(',;:')} …"


def moved(shock: Shock, starts: dt.date) -> Shock:
    """Return the shock beginning on another day; every day of its measures moves with it.

    Raises
    ------
    ScenarioError
        If a day would lie outside the calendar.

    Examples
    --------
    >>> from technostate.shocks.specification import load
    >>> moved(load("zte-2018"), dt.date(2027, 1, 1)).measure("parts").ends
    datetime.date(2027, 3, 31)
    """
    gap = starts - shock.starts
    try:
        rows = [
            row.model_dump()
            | {"starts": (row.starts or shock.starts) + gap, "ends": None if row.ends is None else row.ends + gap}
            for row in shock.measures
        ]
    except OverflowError:
        raise ScenarioError(
            f"{shock.name} cannot start on {starts}: the calendar ends before its measures do", hint="start it earlier"
        ) from None
    return changed(shock, starts=starts, measures=rows)


def mirror(shock: Shock) -> Shock:
    """Return the shock with the two sides of every measure exchanged; the mirror of the mirror is the shock.

    Exporters and importers change places, and so do those whose assets are frozen and those who hold them.

    Raises
    ------
    ScenarioError
        If a measure has one side only (a loss of capacity or demand, a stockpile), which no mirror has.
    """
    one_sided = [row.name for row in shock.measures if not isinstance(row, LinkMeasure | TransferFreeze)]
    if one_sided:
        raise ScenarioError(
            f"{shock.name} has no mirror: {', '.join(one_sided)}: what happens in one place has no other side",
            hint="leave these measures out first (--without, shock.without), or write the mirror's losses yourself",
        )
    rows = []
    for measure in shock.measures:
        row = measure.model_dump()
        one, other = ("exporters", "importers") if isinstance(measure, LinkMeasure) else ("regions", "held_by")
        row[one], row[other] = row[other], row[one]
        rows.append(row)
    return changed(shock, measures=rows, mirrored=not shock.mirrored)
