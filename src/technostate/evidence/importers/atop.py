"""ATOP's directed dyad-years: with how many states each state has an alliance treaty, by obligation.

Layout by the ATOP codebook (version 5.1): a row a directed pair and year, ``stateA`` and ``stateB`` by Correlates of
War number, ``year``, and 1 or 0 for ``defense``, ``offense``, ``neutral``, ``nonagg``, ``consul`` of the first
towards the second. Only pairs with a treaty are listed in the short edition of the file.
"""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError, LabelError
from technostate.evidence import regions, shipped
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, edition, takes, vintage_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.readers.cow import FIRST, PACTS, STATES, counts
from technostate.evidence.readers.data_set import data_set

_SHIPPED = data_set("cow").origins["atop"]
ORIGIN = Origin(
    _SHIPPED.producer, _SHIPPED.title, _SHIPPED.citation, "unknown", _SHIPPED.licence, _SHIPPED.url,
    note="Counted in the user's directed dyad-years. A state without an obligation has zero.",
)  # fmt: skip

#: Obligation as the shipped counts name it → its column.
_FIELDS = {
    "defence": "defense", "offence": "offense", "neutrality": "neutral", "non_aggression": "nonagg",
    "consultation": "consul",
}  # fmt: skip
COLUMNS = {
    "stateA": ("stateA", "ccode1"), "stateB": ("stateB", "ccode2"), "year": ("year",),
    **{field: (field, f"atop_{field}") for field in _FIELDS.values()},
}  # fmt: skip


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return counts of partners by state and year from 1946, of each obligation and of any; kind ``derived``.

    Raises
    ------
    DataError
        If the file is malformed, an obligation is neither 0 nor 1, or a number is no state's.
    """
    check_options(asked, ())
    text = files.text(path, "*ddyr*.csv")
    partners: dict[str, dict[tuple[str, int], set[str]]] = {obligation: {} for obligation in PACTS}
    for row in table.rows(text, COLUMNS):
        year = row.year("year")
        if year < FIRST or not takes(asked, year):
            continue
        pair = [_state(row.integer(side), year, f"{row.file} line {row.line}") for side in ("stateA", "stateB")]
        flags = {field: row.number(field) for field in _FIELDS.values()}
        if wrong := [field for field, flag in flags.items() if flag not in (0.0, 1.0, None)]:
            raise DataError(
                f"{row.file} line {row.line}: {wrong[0]} is {row.text(wrong[0])!r}, neither 0 nor 1",
                hint="take the directed dyad-years (ddyr) as ATOP publishes them",
            )
        one, two = pair
        if one is None or two is None:
            continue
        for obligation, field in _FIELDS.items():
            if flags[field] == 1.0:
                partners[obligation].setdefault((one, year), set()).add(two)
                partners[""].setdefault((one, year), set()).add(two)
    if not partners[""]:
        raise DataError(
            f"{text.name} has no obligation", hint="take the directed dyad-years (ddyr) as ATOP publishes them"
        )
    # ATOP 5.1 is of 2022 and goes to 2018.
    vintage = vintage_of(asked, path, "2022" if "5_1" in text.name or "5.1" in path.name else "")
    gathered = Gathered(edition(ORIGIN, vintage), "cow/atop")
    system = _system({year for _, year in partners[""]})
    series = [
        counts(f"cow/atop/{slug}", f"Number of states {words}", (gathered.origin, STATES), partners[obligation], system)
        for obligation, (slug, words) in PACTS.items()
    ]
    gathered.said.append("A state without an obligation has zero in the years of the shipped list of states.")
    return gathered.batch(made=lambda _: series)


def _system(years: set[int]) -> dict[str, list[int]]:
    """Return state → those of the years in which the edition that ships has it; after its last, as in its last."""
    (entry, *_) = shipped.editions()["cow/atop/any"]
    return {
        state: [year for year in sorted(years) if min(year, entry.last) in path]
        for state, path in shipped.figures(entry).items()
    }


def _state(code: int, year: int, where: str) -> str | None:
    try:
        return regions.from_cow(code, year)
    except LabelError as error:
        raise DataError(f"{where}: {error}", hint=error.hint) from None


KIND = Kind(
    "atop", _SHIPPED.producer, "Alliance treaties by state and obligation", "atop5_1ddyr.csv",
    "http://www.atopdata.org/data.html", "series", read, {}, _SHIPPED.licence,
)  # fmt: skip
