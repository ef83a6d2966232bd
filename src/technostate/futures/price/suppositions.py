"""The shocks that levers insure against: four suppositions, the same for every pair of states."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from technostate.shocks.specification import Shock
from technostate.shocks.specification.coalition import ALL_OTHERS, ALONE, coalitions, steps_of
from technostate.shocks.specification.labels import REST

#: Day from which each shock is in force, for the whole year.
STARTS = "2027-01-01"
#: What still arrives where a state, alone or with others, stops its exports: a supposition.
STOPPED = {"low": 0.0, "central": 0.1, "high": 0.25}
#: What still arrives where all suppliers of energy hold back: a supposition.
IN_PART = {"low": 0.4, "central": 0.6, "high": 0.8}


def suppositions(
    state: str, against: str, strategic: Sequence[str], energy: Sequence[str], shown: Collection[str]
) -> dict[str, Shock]:
    """Return name → shock: ``stop``, ``coalition`` (where the comparator has one), ``cut`` and ``energy``.

    The comparator stops its exports of what is strategic for the state; its allies, or else the security partners that
    its file names, do so with it; all trade in goods between the two ends; everyone holds back part of the energy.

    Parameters
    ----------
    state, against : str
        Codes.
    strategic, energy : sequence of str
        Sectors.
    shown : collection of str
        Regions of the world.
    """
    stop = _shock(
        f"strategic-exports-of-{_slug(against)}-to-{_slug(state)}-stop",
        f"{against} stops its strategic exports to {state}",
        [_ban("strategic-goods", (against,), (state,), strategic, STOPPED)],
        "That up to a quarter of these deliveries goes on, by other ways, is a supposition.",
    )
    found = {"stop": stop}
    steps = steps_of(stop, frozenset(shown))
    joined = [name for name in steps if name not in (ALONE, ALL_OTHERS)]
    if joined:
        found["coalition"] = coalitions(stop, {joined[0]: steps[joined[0]]})[joined[0]]
    found["cut"] = _shock(
        f"goods-between-{_slug(state)}-and-{_slug(against)}-end",
        f"{state} and {against} end all trade in goods with each other",
        [
            _ban("goods-to-the-state", (against,), (state,), ("goods",), 0.0),
            _ban("goods-to-the-other", (state,), (against,), ("goods",), 0.0),
        ],
        "That no goods are traded at all for a year is a supposition.",
    )
    found["energy"] = _shock(
        f"energy-held-back-from-{_slug(state)}",
        f"All suppliers hold back part of their energy from {state}",
        [_ban("energy", (REST,), (state,), energy, IN_PART)],
        "That 40 to 80 per cent of the imports of energy go on is a supposition.",
    )
    return found


def _ban(
    name: str, exporters: Sequence[str], importers: Sequence[str], sectors: Sequence[str], leak: object
) -> dict[str, Any]:
    # Export bans on both sides, so that the same word always means the same end of a link when rents are split.
    return {
        "measure": "export_ban", "name": name, "exporters": list(exporters), "importers": list(importers),
        "sectors": list(sectors), "leak": leak,
    }  # fmt: skip


def _shock(name: str, title: str, measures: list[dict[str, Any]], assumptions: str) -> Shock:
    return Shock(
        name=name,
        title=title,
        starts=STARTS,
        event="None; a supposition, the same for every pair of states.",
        assumptions=assumptions,
        leaves_out=("finance, knowledge and persons", "answers of the other side", "goods routed through others"),
        measures=measures,
    )


def _slug(name: str) -> str:
    return name.lower().replace("_", "-")
