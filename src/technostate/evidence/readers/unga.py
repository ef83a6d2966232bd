"""Ideal points of states in the United Nations General Assembly, all votes and three kinds of them, 1946–2019.

A state's position on the first dimension of a spatial model of roll-call votes (Bailey, Strezhnev and Voeten 2017,
Journal of Conflict Resolution 61(2)). Distances between states mean something, a position alone little.
"""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from technostate.evidence import regions
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

ORIGIN = Origin(
    "Voeten, Strezhnev and Bailey",
    "United Nations General Assembly ideal points",
    "Bailey, M. A., Strezhnev, A., & Voeten, E. (2017). Estimating dynamic state preferences from United Nations "
    "voting data. Journal of Conflict Resolution, 61(2), 430–456. Estimates of April 2020.",
    "2020-04",
    "MIT (authors' repository)",
    "https://github.com/evoeten/United-Nations-General-Assembly-Votes-and-Ideal-Points",
    dt.date(2020, 4, 29),
)

#: Slug → (file, suffix of its columns, words of the title).
KINDS = {
    "all": ("IdealpointestimatesAll_Apr2020.csv", "", "all votes"),
    "important": ("IdealpointestimatesImportant_Apr2020.csv", "Important", "important votes"),
    "human-rights": ("IdealpointestimatesHumanRights_Apr2020.csv", "HumanRights", "human rights votes"),
    "nuclear": ("IdealpointestimatesNuclear_Apr2020.csv", "Nuclear", "nuclear votes"),
}

DONE = (
    "Ideal points as published, year = session + 1945; Correlates of War numbers mapped to codes by year (Yugoslavia's "
    "number is Serbia from 2006). Quantiles left out. Distances are absolute differences of the points of all votes."
)


def read(path: Path, kind: str) -> Series:
    """Return the series ``unga/ideal-points/<kind>``; `kind` is a key of `KINDS`.

    Raises
    ------
    DataError
        If the file is malformed or a state and session is there twice.
    LabelError
        If a Correlates of War number is unknown.
    """
    _, suffix, words = KINDS[kind]
    column = f"IdealPoint{suffix}"
    title = f"Ideal point in the UN General Assembly, {words}"
    gathering = Gathering(f"unga/ideal-points/{kind}", title, "index", "measured", ORIGIN)
    for row in rows(path, ("ccode", "session", column)):
        year = row.integer("session") + 1945
        region = regions.from_cow(row.integer("ccode"), year)
        if region is not None:
            gathering.add(region, year, row.number(column), where=f"{row.file} line {row.line}")
    return gathering.series()


def distance(points: Series, other: str) -> Series:
    """Return each state's distance to `other` in each year in which both voted; kind ``derived``."""
    base = points.path(other)
    title = f"Distance to {regions.name(other)} in the UN General Assembly, all votes"
    values = {
        region: {year: abs(value - base[year]) for year, value in path.items() if year in base}
        for region, path in points.values.items()
        if region != other
    }
    kept = {region: path for region, path in values.items() if path}
    series_id = f"technostate/unga/distance-to-{other.lower()}"
    return Series(series_id, title, "index", "derived", derived_from(title, points.origin), kept)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `unga_ideal_points` under `raw`."""
    return tuple(read(raw / "unga_ideal_points" / file, kind) for kind, (file, _, _) in KINDS.items())
