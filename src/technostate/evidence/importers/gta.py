"""Global Trade Alert: state interventions that affect foreign commerce, counted by year of implementation.

Layout of the data centre's export, by the GTA handbook: a row an intervention, with its evaluation (Red: almost
certainly discriminates, Amber: likely, Green: liberalises), jurisdictions that implement it and that it affects
(names separated by commas), and dates of announcement, implementation and removal.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import Gathered, check_options, date_in, edition, takes, vintage_of
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import shown
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "Global Trade Alert", "Global Trade Alert database",
    "Evenett, S. J., & Fritz, J. ({year}). Global Trade Alert. St. Gallen Endowment for Prosperity through Trade.",
    "unknown", "not found; the database's terms are on its site", "https://globaltradealert.org/data-center",
    note=(
        "Interventions of the user's export, counted by year of implementation. Recent years fill up for years after: "
        "compare years at the same distance from the export. The database begins in November 2008."
    ),
)  # fmt: skip

COLUMNS = {
    "Intervention ID": ("Intervention ID", "intervention_id", "intervention.id"),
    "GTA Evaluation": ("GTA Evaluation", "gta_evaluation", "gta.evaluation"),
    "Implementing Jurisdictions": (
        "Implementing Jurisdictions", "Implementing Jurisdiction", "implementing_jurisdictions",
        "implementing.jurisdiction",
    ),
    "Date Implemented": ("Date Implemented", "Implementation Date", "date_implemented", "date.implemented"),
}  # fmt: skip
AFFECTED = {
    "Affected Jurisdictions": (
        "Affected Jurisdictions", "Affected Jurisdiction", "affected_jurisdictions", "affected.jurisdiction",
    )
}  # fmt: skip
#: Amber is likely discrimination, not a middle: the handbook counts it with Red.
EVALUATIONS = {"red": "harmful", "amber": "harmful", "green": "liberalising"}
#: Names of jurisdictions that hold a comma.
_WITH_COMMA = ("Korea, Republic of", "Macedonia, FYR", "Congo, Democratic Republic of the", "Taiwan, Province of China")
NAMES = {
    "Republic of Korea": "KOR", "DR Congo": "COD", "Chinese Taipei": "TWN", "Türkiye": "TUR", "Macao": "MAC",
    "State of Palestine": "PSE", "European Union": "EU",
}  # fmt: skip


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return numbers of harmful and liberalising interventions that a state implements, and by which it is affected.

    Each intervention counts once for each jurisdiction, in the year it came into force; kind ``derived``. Those not
    implemented are left out. ``affecting`` exists only where the export has the affected jurisdictions.

    Raises
    ------
    DataError
        If the file is malformed, an evaluation is unknown or a date is none.
    """
    check_options(asked, ())
    text = files.text(path, "*intervention*.csv", "*.csv")
    counts: dict[tuple[str, str, int], int] = {}
    seen: set[tuple[str, str]] = set()
    pending = 0
    gathered = Gathered(ORIGIN, "gta/interventions", NAMES)
    for row in table.rows(text, COLUMNS, AFFECTED):
        sort = EVALUATIONS.get(row.text("GTA Evaluation").casefold())
        if sort is None:
            raise DataError(
                f"{row.file} line {row.line}: evaluation {shown(row.text('GTA Evaluation'))} is unknown",
                hint="it is Red, Amber or Green",
            )
        year = _year(row)
        if year is None:
            pending += 1
            continue
        if not takes(asked, year):
            continue
        for role, column in (("implemented", "Implementing Jurisdictions"), ("affecting", "Affected Jurisdictions")):
            for region in {gathered.region(name) for name in _names(row.fields.get(column, ""))} - {None}:
                # Some exports repeat an intervention for each product or each pair of jurisdictions.
                once = (f"{sort} {role} {row.text('Intervention ID')}", str(region))
                if once not in seen:
                    seen.add(once)
                    key = (f"{sort}-{role}", str(region), year)
                    counts[key] = counts.get(key, 0) + 1
    vintage = vintage_of(asked, path, date_in(path.name))
    gathered.origin = edition(ORIGIN, vintage)
    words = {"implemented": "implemented by", "affecting": "that affect"}
    for (slug, region, year), count in sorted(counts.items()):
        sort, _, role = slug.partition("-")
        title = f"{sort.capitalize()} trade interventions {words[role]} a state, by year of implementation"
        gathered.add(slug, title, "count", region, year, float(count), where=text.name, sort="derived")
    if pending:
        gathered.said.append(f"Left out: {pending} interventions without a date of implementation.")
    gathered.said.append("A state without an intervention in a year has no figure: exports may be selections.")
    return gathered.batch()


def _year(row: Row) -> int | None:
    text = row.text("Date Implemented")
    if not text or text.upper() in {"NA", "NULL"}:
        return None
    try:
        return dt.date.fromisoformat(text[:10]).year
    except ValueError:
        raise DataError(
            f"{row.file} line {row.line}: date {shown(text)} is none", hint="dates are written 2022-10-13"
        ) from None


def _names(field: str) -> Iterator[str]:
    for whole in _WITH_COMMA:
        if whole in field:
            yield whole
            field = field.replace(whole, "")
    yield from filter(None, (part.strip() for part in field.replace(";", ",").split(",")))


KIND = Kind(
    "gta", "Global Trade Alert", "Trade interventions by state and year", "interventions.csv",
    "https://globaltradealert.org/data-center", "series", read, {}, ORIGIN.licence,
)  # fmt: skip
