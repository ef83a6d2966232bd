"""The two wheels in a report: paths of military spending and GDP per head, and what can be said of them."""

from __future__ import annotations

from typing import Any

from technostate.report.subjects import Subjects, short_name

Record = dict[str, Any]


def wheels(who: Subjects) -> Record:
    """Return the paths of all states on the two wheels, and sentences on those that have none.

    Parameters
    ----------
    who : Subjects

    Returns
    -------
    dict
        ``security`` and ``development`` (each ``title``, ``unit``, ``kind``, ``origin``), ``paths`` (code → year →
        {``security``, ``development``}) and ``missing``.
    """
    from technostate.evidence import catalogue
    from technostate.strategies import wheels as source

    paths: dict[str, dict[str, dict[str, float]]] = {}
    missing = []
    for wheel in source.paths(who.all):
        if wheel.path:
            paths[wheel.region] = {
                str(turn.year): {"security": turn.security, "development": turn.development} for turn in wheel.path
            }
        else:
            missing.append(f"{short_name(wheel.region)}: no year has both figures.")
    axes = {}
    for axis, series_id in (("security", source.SECURITY), ("development", source.DEVELOPMENT)):
        entry = catalogue.entry(series_id)
        axes[axis] = {
            "series": series_id,
            "title": entry.title,
            "unit": entry.unit,
            "kind": entry.kind,
            "origin": entry.origin.as_dict(),
        }
    return {**axes, "paths": paths, "missing": missing}
