"""Political Terror Scale: the class of each level, and the share of states in the worst class.

The producer lets the levels be used and asks to be cited; no terms of passing them on were found. So the levels are
reduced to three classes, which is what the claims and indicators here ask: rare, extensive, spread widely.
"""

from __future__ import annotations

from pathlib import Path

from technostate.evidence.origin import derived_from
from technostate.evidence.readers import tidy
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

_SET = data_set("political-terror-scale")
DONE = _SET.done
#: Its one table: columns of levels, of their status, and rows that are left out.
TABLE = _SET.tables[0]
#: Level of the scale → class: 1 for levels 1 and 2, 2 for level 3, 3 for levels 4 and 5.
CLASS = {1: 1, 2: 1, 3: 2, 4: 3, 5: 3}
WORST = 3
#: Fewer states with a level are not the world.
FEWEST = 100

_SLUGS = {"PTS_S": "state-department", "PTS_A": "amnesty", "PTS_H": "human-rights-watch"}


def read(path: Path) -> tuple[Series, ...]:
    """Return ``pts/classes/<coding>`` and ``pts/shares/<coding>`` of a file of levels.

    Raises
    ------
    DataError
        If the file is malformed or a level is impossible.
    """
    return tuple(found for levels in tidy.read(path, TABLE) for found in classes(levels))


def classes(levels: Series) -> tuple[Series, ...]:
    """Return ``pts/classes/<coding>`` (level 1 to 3) and ``pts/shares/<coding>`` (% of the states coded, WLD).

    Parameters
    ----------
    levels : Series
        One of ``pts/2024/PTS_S``, ``…_A``, ``…_H``, of an edition that its origin names.
    """
    slug, where = _SLUGS[levels.id.rpartition("/")[2]], levels.id
    title = f"{levels.title}, class"
    source = derived_from(
        title, levels.origin, note="levels 1 and 2: class 1; level 3: class 2; levels 4 and 5: class 3"
    )
    found = Gathering(f"pts/classes/{slug}", title, "level", "derived", source)
    by_year: dict[int, list[int]] = {}
    for region, years in levels.values.items():
        for year, level in years.items():
            found.add(region, year, float(CLASS[int(level)]), where=where)
            by_year.setdefault(year, []).append(CLASS[int(level)])
    share = Gathering(f"pts/shares/{slug}", f"States at level 4 or 5 of the {levels.title}", "%", "derived", source)
    for year, coded in by_year.items():
        if len(coded) >= FEWEST:
            share.add("WLD", year, 100.0 * coded.count(WORST) / len(coded), where=where)
    return (found.series(), share.series()) if share.values else (found.series(),)


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder under `raw`."""
    return read(raw / TABLE.file)
