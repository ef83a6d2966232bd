"""Shocks in a report: the standard battery on state and comparator, one shock in depth, and its coalition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from technostate.errors import ScenarioError
from technostate.report.coalition_part import coalition_record
from technostate.report.shock_part import MEASURES, after, description, shock_record
from technostate.report.subjects import Subjects, the
from technostate.shocks.impact.record import Comparison, Impact
from technostate.shocks.kept import Parts, user_parts
from technostate.shocks.progress import Pace, Show, silent
from technostate.shocks.runs import Runs
from technostate.shocks.specification import HORIZONS, Shock
from technostate.shocks.specification.battery import battery
from technostate.shocks.specification.horizons import Horizon
from technostate.shocks.specification.regions import SIXTEEN, sixteen

Record = dict[str, Any]

#: Cases drawn for each shock and horizon when the report is asked for in full.
FULL_DRAWS = 64


#: Cases drawn where it is not: as many as the time of a report allows; the decade takes all sets of elasticities.
USUAL_DRAWS: dict[Horizon, int | None] = {"weeks": 2, "year": 2, "decade": None}


def usual_runs(*, full: bool = False, parts: Path | None = None) -> Runs:
    """Return how a report runs its shocks: quickly at sixteen regions, or in full with finished parts kept.

    Parameters
    ----------
    full : bool
        Every region of the world and `FULL_DRAWS` draws instead of sixteen regions and a few draws.
    parts : Path, optional
        Folder for finished parts; where the report is full, the user's cache by default.
    """
    if not full:
        return Runs(draws=USUAL_DRAWS, parts=None if parts is None else Parts(parts))
    return Runs(regions="full", draws=FULL_DRAWS, parts=Parts(parts or user_parts()))


def shocks(who: Subjects, runs: Runs | None = None, show: Show = silent) -> Record:
    """Return the shock part: what standard shocks do to the state and the comparator at three horizons.

    Parameters
    ----------
    who : Subjects
    runs : Runs, optional
        `usual_runs` by default.
    show : callable
        Called with a few words and the fraction of the shocks' work that is done.

    Returns
    -------
    dict
        ``battery`` (rows with one cell a horizon), ``main`` (the record of the first shock with its coalition),
        ``labels`` (how the world calls the two), and ``missing`` (sentences).
    """
    runs = runs or usual_runs()
    if runs.regions == "16":
        runs = replace(runs, apart=tuple(code for code in who.pair if _hidden(code)))
    nothing: Record = {"battery": [], "main": None, "labels": {}, "resolution": _resolution(runs)}
    try:
        chosen = both_ways(who.state, who.against)
        year = chosen[0].starts.year
        labels = {code: runs.stage.regions_of((code,), year) for code in who.pair}
    except ScenarioError as error:
        return {**nothing, "missing": [f"No shock was run: {error}."]}
    pace = Pace(runs.lengths(shocks=len(chosen), coalition=True), show)
    found = [runs.compared(shock, pace=pace) for shock in chosen]
    growth = coalition_record(runs.curve(chosen[0], pace=pace))
    main = shock_record(
        found[0], titles=runs.titles, coalition=growth, among=[*labels[who.state], *labels[who.against]]
    )
    main["shock"]["title"] = named(main["shock"]["title"], who.pair)
    return {
        **nothing,
        "battery": [_row(item, labels, who.pair) for item in found],
        "main": main,
        "labels": {code: found[0] if len(found) == 1 else "" for code, found in labels.items()},
        "missing": [],
    }


def both_ways(state: str, against: str) -> list[Shock]:
    """Return the battery on the state, and what of the battery on the comparator is another shock.

    Parameters
    ----------
    state, against : str

    Examples
    --------
    >>> [shock.name for shock in both_ways("CHN", "USA")][3:]
    ['tariffs-between-chn-and-usa', 'controls-by-chn-on-usa', 'energy-withheld-from-usa']
    """
    first = list(battery(state, against=against))
    known = [_content(shock) for shock in first]
    return first + [shock for shock in battery(against, against=state) if _content(shock) not in known]


def _hidden(code: str) -> bool:
    """Return whether a state is only part of one of the sixteen regions."""
    return code not in SIXTEEN and sixteen((code,))[code] != code


def _content(shock: Shock) -> list[str]:
    return sorted(row.model_copy(update={"name": ""}).model_dump_json() for row in shock.measures)


def named(title: str, codes: Sequence[str]) -> str:
    """Return a title with names in place of codes, the first letter large.

    Parameters
    ----------
    title : str
    codes : sequence of str

    Examples
    --------
    >>> named("USA and CHN add tariffs", ("CHN", "USA"))
    'The United States and China add tariffs'
    """
    for code in codes:
        title = re.sub(rf"\b{re.escape(code)}\b", the(code), title)
    return title[:1].upper() + title[1:]


def _resolution(runs: Runs) -> str:
    regions = f"{16 + len(runs.apart)} regions" if runs.regions == "16" else "every region"
    size = f"{regions} × 28 sectors"
    counts = {horizon: runs.drawn(horizon) for horizon in HORIZONS}
    draws = [
        f"{horizon}: all sets of elasticities" if count is None else f"{horizon}: {count or 'no'} draws"
        for horizon, count in counts.items()
    ]
    return f"{runs.world}, {size}; beside the shocks’ own mild and severe ends, {', '.join(draws)}"


def _row(found: Comparison, labels: dict[str, tuple[str, ...]], pair: tuple[str, str]) -> Record:
    cells: Record = {name: {"why": why} for name, why in found.refused.items()}
    for name, impact in found.impacts.items():
        cells[name] = {
            "measure": MEASURES[name],
            "after": after(impact),
            "unit": "%",
            "kind": impact.kind,
            "origin": impact.origin.as_dict(),
            "failed": list(impact.failed),
            "notes": list(impact.notes),
            "states": {code: _change(impact, labels[code]) for code in pair},
        }
    shock = description(found.shock)
    shock["title"] = named(shock["title"], pair)
    return {"shock": shock, "cells": {name: cells[name] for name in HORIZONS}}


def _change(impact: Impact, regions: Sequence[str]) -> Record:
    change = impact.together(regions)
    return {
        "low": change.low,
        "central": change.central,
        "high": change.high,
        "sign_changes": change.side == "open",
    }
