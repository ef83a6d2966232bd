"""Correlates of War and related sets: capabilities, alliances (ATOP), rivalries, disputes; state-years and dyads.

The sets are free for research with citation; no wider terms were found. So only figures computed here ship: shares of
the world for a few states, the class of every state by them, counts of partners and of rivals. The tables of pairs are
read from the raw files by `alliances` and `rivalries`, whoever has those.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin, derived_from
from technostate.evidence.readers.columnar import frame
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

FOLDER = "cow_peacesciencer"
#: First year that ships.
FIRST = 1946

_SET = data_set("cow")
DONE = _SET.done
NMC, STATES, ATOP, TSS, TD, MID = _SET.origins.values()

#: The six components of the index of capabilities, in words.
COMPONENTS: Mapping[str, str] = _SET.more["components"]
#: States whose shares ship, and the indices from which a state is in the next class.
FEW: tuple[str, ...] = tuple(_SET.more["few"])
BOUNDS: tuple[float, ...] = tuple(_SET.more["bounds"])
#: States that share a label with a successor: in the year both are listed (1990) the successor's figure is taken.
SUCCESSORS = {260: 255, 678: 679}
#: Field of `Alliance` → slug of the series and its words.
OBLIGATIONS: Mapping[str, list[str]] = _SET.more["obligations"]
#: The same, and what any of them is.
PACTS: Mapping[str, list[str]] = {
    **OBLIGATIONS, "": ["any", "to which this state has any of the five obligations"]
}  # fmt: skip
RIVALRY_TYPES = ("positional", "spatial", "ideological", "interventionary")


@dataclass(frozen=True)
class Alliance:
    """Obligations of `state` towards `partner` in one year; directed."""

    state: str
    partner: str
    year: int
    defence: bool
    offence: bool
    neutrality: bool
    non_aggression: bool
    consultation: bool


@dataclass(frozen=True)
class Rivalry:
    """A rivalry between two states: years it lasted (the last year of the set if it goes on) and its types."""

    name: str
    first: str
    second: str
    start: int
    end: int
    types: tuple[str, ...]


def capabilities(path: Path) -> tuple[Series, ...]:
    """Return ``cow/nmc/cinc`` (index), ``…/class`` (level) and ``…/<component>`` (% of the world), kind ``derived``.

    Shares and index are given for a few states and, as a sum, the European Union; the class of the index for all: 3
    from a twentieth of the world's capabilities on, 2 from a hundredth, 1 below. The index is the mean of a state's
    shares that are known, as Singer, Bremer and Stuckey (1972) define it.

    Raises
    ------
    DataError
        If the file is malformed, or a state and year is there twice.
    """
    figures: dict[tuple[int, int], dict[str, float]] = {}
    totals: dict[tuple[int, str], float] = {}
    for row in rows(path, ("ccode", "year", *COMPONENTS)):
        key = (row.integer("ccode"), row.year("year"))
        if key in figures:
            raise DataError(f"{row.file} line {row.line}: state {key[0]} {key[1]} is there twice", hint="remove a row")
        figures[key] = {}
        for name in COMPONENTS:
            value = row.number(name)
            if value is not None:
                figures[key][name] = value
                totals[key[1], name] = totals.get((key[1], name), 0.0) + value
    found = {
        name: _derived(f"cow/nmc/{name}", f"Share of the world's {words}", "%", NMC)
        for name, words in COMPONENTS.items()
    }
    index = _derived("cow/nmc/cinc", "Composite index of national capability, recomputed", "index", NMC)
    for (code, year), values in figures.items():
        if (SUCCESSORS.get(code), year) in figures:
            continue
        region = regions.from_cow(code, year)
        shares = {name: value / totals[year, name] for name, value in values.items() if totals[year, name] > 0.0}
        if region is None or year < FIRST:
            continue
        for name, share in shares.items():
            found[name].add(region, year, 100.0 * share, where=path.name)
        if shares:
            index.add(region, year, sum(shares.values()) / len(shares), where=path.name)
    whole = index.series()
    classes = _derived("cow/nmc/class", "Class of national capability", "level", NMC)
    for label, years in whole.values.items():
        for year, value in years.items():
            classes.add(label, year, 1.0 + sum(value >= bound for bound in BOUNDS), where=path.name)
    return (_few(whole), classes.series(), *(_few(gathering.series()) for gathering in found.values()))


def _few(series: Series) -> Series:
    """Return the states that ship, and the sum of the Union's members in years in which all have a figure."""
    values = {label: series.values[label] for label in FEW if label in series.values}
    members = [series.values.get(member, {}) for member in regions.EU27_2020]
    if years := sorted(set(members[0]).intersection(*members[1:])):
        values["EU"] = {year: sum(path[year] for path in members) for year in years}
    return replace(series, values=values)


def members(path: Path, until: int) -> dict[str, set[int]]:
    """Return label → years from 1946 in which the state was a member of the system.

    Members at the end of the list (2016) are taken to have remained so to `until`.
    """
    found: dict[str, set[int]] = {}
    for row in rows(path, ("ccode", "styear", "endyear", "version")):
        end = until if row.integer("endyear") == row.integer("version") else row.year("endyear")
        for year in range(max(FIRST, row.year("styear")), end + 1):
            region = regions.from_cow(row.integer("ccode"), year)
            if region is not None:
                found.setdefault(region, set()).add(year)
    return found


def alliances(path: Path, *, state: str = "", year: int | None = None) -> tuple[Alliance, ...]:
    """Return the pairs of which the first has an obligation to the second, sorted by year, state and partner.

    Raises
    ------
    DataError
        If the Parquet file is damaged or a column is missing.
    """
    import polars as pl

    obligations = ["atop_defense", "atop_offense", "atop_neutral", "atop_nonagg", "atop_consul"]
    columns = {"ccode1": "integer", "ccode2": "integer", "year": "integer"} | dict.fromkeys(obligations, "integer")
    data = frame(path, columns).filter(pl.col("year") >= FIRST)
    if year is not None:
        data = data.filter(pl.col("year") == year)
    found = []
    for first, second, when, *flags in data.iter_rows():
        one, two = regions.from_cow(first, when), regions.from_cow(second, when)
        if one is None or two is None or (state and one != state) or not any(flags):
            continue
        found.append(Alliance(one, two, when, *(bool(flag) for flag in flags)))
    return tuple(sorted(found, key=lambda pair: (pair.year, pair.state, pair.partner)))


def alliance_counts(path: Path, states: Path) -> tuple[Series, ...]:
    """Return ``cow/atop/<pact>`` and ``cow/atop/any``: number of states to which a state is obliged, kind ``derived``.

    The obligations are directed: the United States are obliged to defend Japan, Japan is not obliged to defend them.
    """
    pairs = alliances(path)
    until = max(pair.year for pair in pairs)
    system = members(states, until)
    found = []
    for field, (slug, words) in PACTS.items():
        partners: dict[tuple[str, int], set[str]] = {}
        for pair in pairs:
            if not field or getattr(pair, field):
                partners.setdefault((pair.state, pair.year), set()).add(pair.partner)
        found.append(counts(f"cow/atop/{slug}", f"Number of states {words}", (ATOP, STATES), partners, system))
    return tuple(found)


def rivalries(path: Path) -> tuple[Rivalry, ...]:
    """Return the rivalries of one of the two files (`tss_rivalries.csv` or `td_rivalries.csv`) that last past 1945.

    Raises
    ------
    DataError
        If the file is malformed or a rivalry ends before it starts.
    """
    newer = path.name.startswith("tss")
    columns = ("rivalry", "ccode1", "ccode2", "start", "end") if newer else (
        "rivalryname", "ccode1", "ccode2", "styear", "endyear",
    )  # fmt: skip
    found = []
    for row in rows(path, (*columns, *(RIVALRY_TYPES if newer else ("type1", "type2", "type3")))):
        start, end = row.year(columns[3]), row.year(columns[4])
        if end < start:
            raise DataError(f"{row.file} line {row.line}: it ends in {end} and starts in {start}", hint="swap them")
        if end < FIRST:
            continue
        if newer:
            types = tuple(name for name in RIVALRY_TYPES if row.number(name) == 1.0)
        else:
            types = tuple(row.text(name) for name in ("type1", "type2", "type3") if row.text(name))
        first, second = (regions.from_cow(row.integer(name), end) for name in columns[1:3])
        if first is not None and second is not None:
            found.append(Rivalry(row.text(columns[0]), first, second, start, end, types))
    return tuple(found)


def rivalry_counts(newer: Path, older: Path, states: Path) -> tuple[Series, ...]:
    """Return ``cow/rivalries/strategic``, its four types, and the older list's ``td-strategic``; kind ``derived``."""
    current, before = rivalries(newer), rivalries(older)
    found = [_rivals("strategic", "Number of strategic rivals", TSS, current, states)]
    for name in RIVALRY_TYPES:
        part = tuple(item for item in current if name in item.types)
        found.append(_rivals(name, f"Number of {name} rivals", TSS, part, states, max(item.end for item in current)))
    found.append(_rivals("td-strategic", "Number of strategic rivals, list of 2012", TD, before, states))
    return tuple(found)


def _rivals(
    slug: str, title: str, source: Origin, listed: tuple[Rivalry, ...], states: Path, until: int | None = None
) -> Series:
    last = until or max(item.end for item in listed)
    partners: dict[tuple[str, int], set[str]] = {}
    for item in listed:
        for year in range(max(FIRST, item.start), item.end + 1):
            partners.setdefault((item.first, year), set()).add(item.second)
            partners.setdefault((item.second, year), set()).add(item.first)
    return counts(f"cow/rivalries/{slug}", title, (source, STATES), partners, members(states, last))


def disputes(path: Path) -> tuple[Series, ...]:
    """Return ``cow/mid/disputes-begun`` and ``cow/mid/force-used``: militarized disputes in the world by year of onset.

    The file has no participants, so that the only region is WLD.
    """
    began: dict[int, int] = {}
    force: dict[int, int] = {}
    for row in rows(path, ("dispnum", "styear", "hostlev")):
        year = row.year("styear")
        if year < FIRST:
            continue
        began[year] = began.get(year, 0) + 1
        force[year] = force.get(year, 0) + (row.integer("hostlev") >= 4)
    found = []
    for slug, title, counts in (
        ("disputes-begun", "Militarized interstate disputes that began in the year", began),
        ("force-used", "Militarized interstate disputes that began in the year and came to force or war", force),
    ):
        gathering = _derived(f"cow/mid/{slug}", title, "count", MID)
        for year, count in counts.items():
            gathering.add("WLD", year, float(count), where=path.name)
        found.append(gathering.series())
    return tuple(found)


def _derived(series_id: str, title: str, unit: str, *sources: Origin) -> Gathering:
    return Gathering(series_id, title, unit, "derived", derived_from(title, *sources))


def counts(
    series_id: str,
    title: str,
    sources: Iterable[Origin],
    partners: Mapping[tuple[str, int], set[str]],
    system: Mapping[str, Iterable[int]],
) -> Series:
    """Return how many partners each state has, kind ``derived``; none is zero in a year in the system of states.

    Parameters
    ----------
    partners : mapping of (str, int) to set of str
        State and year → others.
    system : mapping of str to iterable of int
        State → years in which it was a member; other years have no figure.
    """
    gathering = _derived(series_id, title, "count", *sources)
    for region, years in system.items():
        for year in sorted(years):
            gathering.add(region, year, float(len(partners.get((region, year), ()))), where=series_id)
    return gathering.series()


def read_folder(raw: Path) -> tuple[Series, ...]:
    """Return all series of the raw folder `cow_peacesciencer` under `raw`."""
    folder = raw / FOLDER
    states = folder / "cow_states.csv"
    return (
        *capabilities(folder / "cow_nmc.csv"),
        *alliance_counts(folder / "atop_alliance.parquet", states),
        *rivalry_counts(folder / "tss_rivalries.csv", folder / "td_rivalries.csv", states),
        *disputes(folder / "cow_mid_disps.csv"),
    )
