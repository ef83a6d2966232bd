"""A shock as plain data for every door: who loses and who gains, through which sectors, with ranges, in per cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.evidence import regions as known_regions
from technostate.report.subjects import short_name
from technostate.shocks.impact.record import Comparison, Impact, Timing
from technostate.shocks.impact.sign import unsettled
from technostate.shocks.impact.spread import Spread
from technostate.shocks.specification import Shock

Record = dict[str, Any]

#: Sectors listed under a horizon: the largest changes of a region's output.
MOST_SECTORS = 10
#: A sector whose output moved less than this part of its region's output (percentage points) is not listed.
LEAST_CONTRIBUTION = 0.005

AFTER = {"weeks": "after weeks", "year": "after a year", "decade": "after a decade"}
#: What stands for the region as a whole at each horizon.
MEASURES = {
    "weeks": "final demand delivered, average over the days simulated",
    "year": "real income",
    "decade": "real income",
}


def region_name(label: str) -> str:
    """Return the name printed for a region of a world, or for a label of joined codes.

    Parameters
    ----------
    label : str

    Examples
    --------
    >>> region_name("CHN"), region_name("AUS+NZL"), region_name("Latin America"), region_name("EU without DEU")
    ('China', 'Australia and New Zealand', 'Latin America', 'EU-27 without Germany')
    """
    whole, without, part = label.partition(" without ")
    if without:
        return f"{region_name(whole)} without {region_name(part)}"
    codes = label.split("+")
    if all(known_regions.is_known(code) for code in codes):
        return " and ".join(short_name(code) for code in codes)
    return label


def shock_record(
    comparison: Comparison,
    *,
    titles: Mapping[str, str] | None = None,
    coalition: Record | None = None,
    among: Sequence[str] | None = None,
) -> Record:
    """Return everything that is said of a shock, as plain JSON types.

    Parameters
    ----------
    comparison : Comparison
        The horizons that were asked for, and why others have no answer.
    titles : mapping of str to str, optional
        Sector → its title; the code itself where there is none.
    coalition : dict, optional
        What `technostate.report.coalition_part.coalition_record` returns.
    among : sequence of str, optional
        Regions whose sectors are looked at; all by default.

    Returns
    -------
    dict
        ``sign_changes`` first; ``shock``, ``horizons`` (``income``, ``sectors``, ``rent``, ``course``, …, in per
        cent), ``refused``, ``coalition``.
    """
    shown = titles or {}
    return {
        "sign_changes": [
            {"horizon": name, "regions": list(impact.sign_changes)}
            for name, impact in comparison.impacts.items()
            if impact.sign_changes
        ],
        "shock": description(comparison.shock),
        "horizons": [horizon_record(impact, shown, among) for impact in comparison.impacts.values()],
        "refused": [{"horizon": name, "why": why} for name, why in comparison.refused.items()],
        "coalition": coalition,
    }


def alone(impact: Impact) -> Comparison:
    """Return the comparison that has one horizon."""
    return Comparison(impact.shock, {impact.horizon: impact}, {})


def description(shock: Shock) -> Record:
    """Return what a shock is in plain JSON types: its texts, sources and measures in words."""
    return {
        "name": shock.name,
        "title": shock.title + (" (mirror)" if shock.mirrored else ""),
        "starts": shock.starts.isoformat(),
        "event": "Of the shock that this one mirrors: " * (shock.mirrored and bool(shock.event)) + shock.event,
        "assumptions": shock.assumptions,
        "leaves_out": list(shock.leaves_out),
        "measures": [measure_words(row) for row in shock.measures],
        "built_on": list(shock.built_on),
        "sources": [source.model_dump(mode="json") for source in shock.sources],
    }


def measure_words(measure: Any) -> Record:
    """Return a measure as name, kind, who, what and how much, each a short text.

    Parameters
    ----------
    measure : Measure
        One of the nine kinds.
    """
    fields = type(measure).model_fields
    sides = [("exporters", "importers"), ("regions", "held_by")]
    who = next(
        " → ".join(", ".join(region_name(code) for code in getattr(measure, side)) for side in pair if side in fields)
        for pair in sides
        if pair[0] in fields
    )
    amount = next((name for name in _AMOUNTS if name in fields), None)
    return {
        "name": measure.name,
        "measure": measure.measure.replace("_", " "),
        "who": who,
        "what": ", ".join(getattr(measure, "sectors", ())),
        "how_much": "" if amount is None else _amount(amount, getattr(measure, amount)),
        "from": "" if measure.starts is None else measure.starts.isoformat(),
        "to": "" if measure.ends is None else measure.ends.isoformat(),
    }


#: Field of a measure → (factor, what the number is).
_AMOUNTS = {
    "leak": (100.0, "% still delivered"),
    "rate": (100.0, "% tariff"),
    "increase": (100.0, "% higher cost"),
    "loss": (100.0, "% lost"),
    "amount_musd_per_year": (1e-3, "billion US dollars a year"),
    "days": (1.0, "days of normal use"),
    "share": (100.0, "% of the flow"),
}


def _amount(field: str, spread: Any) -> str:
    factor, words = _AMOUNTS[field]
    low, central, high = (f"{factor * value:g}" for value in (spread.low, spread.central, spread.high))
    return f"{central} {words}" if low == high else f"{central} ({low} to {high}) {words}"


def horizon_record(impact: Impact, titles: Mapping[str, str], among: Sequence[str] | None = None) -> Record:
    """Return what a shock does at one horizon: regions by change, the largest sectors, notes and failures.

    Parameters
    ----------
    impact : Impact
    titles : mapping of str to str
        Sector → its title.
    among : sequence of str, optional
        Regions whose sectors are looked at; all by default.
    """
    return {
        "horizon": impact.horizon,
        "after": after(impact),
        "measure": MEASURES[impact.horizon],
        "world": impact.world,
        "unit": "%",
        "kind": impact.kind,
        "origin": impact.origin.as_dict(),
        "income": income_rows(impact),
        "sectors": sector_rows(impact, titles, among=among),
        "rent": rent_rows(impact),
        "course": None if impact.timing is None else course(impact.timing, impact.regions),
        "shortages": [] if impact.timing is None else shortages(impact, impact.timing, titles),
        "cases": len(impact.cases),
        "over": what_varies(impact),
        "failed": list(impact.failed),
        "notes": list(impact.notes),
    }


def after(impact: Impact) -> str:
    """Return the horizon in words, with the days that were simulated."""
    if impact.timing is None:
        return AFTER[impact.horizon]
    return f"in the first {impact.timing.days} days"


def what_varies(impact: Impact) -> str:
    """Return in words what the range of an impact is over."""
    sets = list(dict.fromkeys(case.elasticities for case in impact.cases))
    drawn = [name for name in sets if name.startswith("draw ")]
    named = [name for name in sets if name not in drawn]
    severities = [name for name in dict.fromkeys(case.severity for case in impact.cases) if not name.startswith("draw")]
    rents = list(dict.fromkeys(case.rent for case in impact.cases if case.rent))
    many = f"{len(drawn)} draw{'s' * (len(drawn) != 1)}" * bool(drawn)
    parts = [f"elasticities and parameters: {', '.join(named)}" if named else "", many]
    parts += [f"the shock’s own ranges: {', '.join(severities)}"]
    parts += [f"who gets the scarcity rent: {', '.join(rents)}" if rents else ""]
    count = f"{len(impact.cases)} case{'s' * (len(impact.cases) != 1)}"
    return f"{count}; " + "; ".join(part for part in parts if part)


def spread_at(spread: Spread, at: Any) -> Record:
    """Return low, central and high of one cell of a spread, in its unit; what is not known is None.

    Parameters
    ----------
    spread : Spread
    at : int or tuple of int
    """
    return {name: _known(getattr(spread, name)[at]) for name in ("low", "central", "high")}


def _known(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def income_rows(impact: Impact) -> list[Record]:
    """Return one row a region, largest loss first: per cent, USD million a year, whether the sign is settled."""
    spread = impact.real_income
    rows = []
    for at in np.argsort(spread.central, kind="stable"):
        low, central, high = (part / 100 * impact.base_income for part in (spread.low, spread.central, spread.high))
        musd = Spread(low, central, high, "musd")
        rows.append(
            {
                "region": impact.regions[at],
                **spread_at(spread, at),
                "sign_changes": impact.regions[at] in impact.sign_changes,
                "amount": {"unit": "musd", **spread_at(musd, at)},
            }
        )
    return rows


def contributions(impact: Impact) -> Spread:
    """Return each sector's part in the change of its region's gross output (N, J), percentage points.

    The central parts of a region add up to the change of its output at base prices; lows and highs do not, as each is
    the end of its own range.

    Parameters
    ----------
    impact : Impact
    """
    total = impact.base_output.sum(1, keepdims=True)
    weight = np.divide(impact.base_output, total, out=np.zeros_like(impact.base_output), where=total > 0)

    def part(change: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.where(weight > 0, change * weight, 0.0)

    return Spread(part(impact.output.low), part(impact.output.central), part(impact.output.high), "pp")


def sector_rows(
    impact: Impact, titles: Mapping[str, str], *, most: int = MOST_SECTORS, among: Sequence[str] | None = None
) -> list[Record]:
    """Return the sectors with the largest part in the change of their region's output, losses and gains.

    Parameters
    ----------
    impact : Impact
    titles : mapping of str to str
        Sector → its title.
    most : int
        Rows.
    among : sequence of str, optional
        Regions looked at; all by default.
    """
    parts = contributions(impact)
    looked = [at for at, name in enumerate(impact.regions) if among is None or name in among]
    size = np.full(parts.central.shape, -1.0)
    size[looked] = np.nan_to_num(np.abs(parts.central[looked]))
    rows = []
    for flat in np.argsort(-size, axis=None, kind="stable")[:most]:
        at = tuple(int(index) for index in np.unravel_index(flat, size.shape))
        if size[at] < LEAST_CONTRIBUTION:
            break
        low, high = parts.low[at], parts.high[at]
        rows.append(
            {
                "region": impact.regions[at[0]],
                "sector": impact.sectors[at[1]],
                "title": titles.get(impact.sectors[at[1]], impact.sectors[at[1]]),
                "sign_changes": unsettled(low, high),
                "output": spread_at(impact.output, at),
                "contribution": {"unit": "pp", **spread_at(parts, at)},
            }
        )
    return rows


def rent_rows(impact: Impact) -> list[Record]:
    """Return each rent rule's change by region, in the order of the income rows; empty where no rule matters."""
    order = np.argsort(impact.real_income.central, kind="stable")
    return [
        {"rent": rule, "income": [{"region": impact.regions[at], **spread_at(spread, at)} for at in order]}
        for rule, spread in impact.by_rent.items()
    ]


def course(timing: Timing, regions: Sequence[str], *, most: int = 6) -> Record:
    """Return output day by day for the regions that fall furthest, and the days each is away from its base.

    Parameters
    ----------
    timing : Timing
    regions : sequence of str
    most : int
        Regions shown.
    """
    depth = np.nan_to_num(timing.course.central).min(axis=0)
    chosen = [int(at) for at in np.argsort(depth, kind="stable")[:most] if depth[at] < -0.01]
    return {
        "days": timing.days,
        "unit": "%",
        "paths": [
            {
                "region": regions[at],
                **{
                    name: [_known(value) for value in getattr(timing.course, name)[:, at]]
                    for name in ("low", "central", "high")
                },
                "recovery": {"unit": "days", **spread_at(timing.recovery, at)},
            }
            for at in chosen
        ],
    }


def shortages(impact: Impact, timing: Timing, titles: Mapping[str, str], *, most: int = MOST_SECTORS) -> list[Record]:
    """Return which products run short first, and where: the day of the first shortage, earliest first.

    Parameters
    ----------
    impact : Impact
    timing : Timing
    titles : mapping of str to str
        Sector → its title.
    most : int
        Rows.
    """
    first = timing.first_shortage.central
    rows = []
    for flat in np.argsort(first, axis=None, kind="stable")[:most]:
        at = tuple(int(index) for index in np.unravel_index(flat, first.shape))
        if not np.isfinite(first[at]):
            break
        rows.append(
            {
                "region": impact.regions[at[0]],
                "sector": impact.sectors[at[1]],
                "title": titles.get(impact.sectors[at[1]], impact.sectors[at[1]]),
                "unit": "days",
                **spread_at(timing.first_shortage, at),
            }
        )
    return rows
