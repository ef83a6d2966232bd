"""How a loss changes as a coalition grows, as plain data: targets, those who act, and the world, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from technostate.report.shock_part import MEASURES, after, region_name, what_varies
from technostate.report.shock_words import listed, shortened
from technostate.report.subjects import short_name
from technostate.shocks.impact.coalition import CoalitionCurve
from technostate.shocks.impact.spread import Change
from technostate.shocks.specification.horizons import HORIZONS, Horizon

Record = dict[str, Any]

#: Members of a step that a sentence names; of more it says how many.
MOST_NAMED = 6


def coalition_record(curve: CoalitionCurve) -> Record:
    """Return a coalition's curve as plain JSON types, in per cent.

    Parameters
    ----------
    curve : CoalitionCurve

    Returns
    -------
    dict
        ``steps`` (``name``, ``members``), ``horizons`` with ``parties`` (low, central and high at every step, None
        where a step has no answer), ``refused``, and ``note``.
    """
    there = [name for name in HORIZONS if any(name in item.impacts for item in curve.comparisons.values())]
    return {
        "note": _note(curve),
        "steps": [{"name": step, "members": list(curve.members[step])} for step in curve.steps],
        "horizons": [_horizon(curve, name) for name in there],
        "refused": [
            {"horizon": horizon, "step": step, "why": shortened(why, 200)}
            for step, item in curve.comparisons.items()
            for horizon, why in item.refused.items()
        ],
    }


def _horizon(curve: CoalitionCurve, horizon: Horizon) -> Record:
    impacts = [item.impacts.get(horizon) for item in curve.comparisons.values()]
    first = next(impact for impact in impacts if impact is not None)
    parties = {
        "targets": (curve.targets, curve.target_regions),
        "actors": (curve.actors, curve.actor_regions),
        "world": (("World",), ()),
    }
    changes = [curve.changes(horizon, step) for step in curve.steps]
    return {
        "horizon": horizon,
        "after": after(first),
        "measure": MEASURES[horizon],
        "world": first.world,
        "unit": "%",
        "kind": first.kind,
        "over": what_varies(first),
        "origin": first.origin.as_dict(),
        "parties": [
            {
                "region": regions[0] if len(regions) == 1 else "",
                "name": listed([region_name(name) for name in names]),
                "role": role,
                "steps": [_cell(None if change is None else getattr(change, role)) for change in changes],
            }
            for role, (names, regions) in parties.items()
        ],
    }


def _cell(change: Change | None) -> Record:
    low, central, high = (None, None, None) if change is None else change
    return {"low": low, "central": central, "high": high}


def _note(curve: CoalitionCurve) -> str:
    """Return who acts at each step, in one sentence."""
    parts = [f"{step}: {_members(curve.members[step])}" for step in curve.steps]
    against = listed([region_name(name) for name in curve.targets])
    return f"The same measures against {against} by more and more states; {'; '.join(parts)}."


def _members(codes: Sequence[str]) -> str:
    if codes == ("rest",):
        return "all others"
    names = [short_name(code) if len(code) == 3 else region_name(code) for code in codes]
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
