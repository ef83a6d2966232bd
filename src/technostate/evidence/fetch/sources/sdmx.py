"""The IMF's and the OECD's SDMX interfaces, read as SDMX-CSV (1.0 and 2.0: columns by name, one row a figure).

The IMF's is version 3.0 (``/data/dataflow/AGENCY/FLOW/VERSION/KEY``, ``*`` for any); a plan's query is
``AGENCY/FLOW/VERSION/KEY``. The OECD's is version 2.1 (``/data/AGENCY,FLOW,VERSION/KEY``, nothing for any); a plan's
query is ``AGENCY,FLOW,VERSION/KEY``. The OECD allows 60 downloads an hour, the IMF 10 questions in 5 seconds.
"""

from __future__ import annotations

import csv
import io
import re

from technostate.evidence.fetch.sources.source import Page, Source, malformed, number, year_of
from technostate.evidence.readers import weo

_CSV = "application/vnd.sdmx.data+csv"
#: Columns that hold the country, by custom of the two.
_COUNTRY = ("REF_AREA", "COUNTRY", "COUNTERPART_AREA")
#: Column that says to which power of ten figures are to be multiplied. (The IMF's ``SCALE`` is for display only.)
_POWER = "UNIT_MULT"
_MOST = 2_000_000
#: Series after which enough is known of what differs between them.
_MOST_KINDS = 1_000


def _read(content: bytes, region: str) -> Page:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise malformed(f"it is not UTF-8 at byte {error.start}") from None
    csv.field_size_limit(100_000)
    rows = csv.reader(io.StringIO(text, newline=""))
    try:
        # Columns may carry a title behind their code.
        head = [name.split(":", 1)[0].strip().upper() for name in next(rows, [])]
        place = {name: number for number, name in enumerate(head)}
        country = _country(region, place)
        period, value = place.get("TIME_PERIOD"), place.get("OBS_VALUE")
        if country is None or period is None or value is None or len(place) != len(head):
            raise malformed(f"its columns are {', '.join(head)[:200] or 'none'}")
        page = Page()
        others = [
            number for name, number in place.items()
            if name not in (*_COUNTRY, *_NOTES, "TIME_PERIOD", "OBS_VALUE") and number != country
        ]  # fmt: skip
        kinds: set[tuple[str, ...]] = set()
        for line, row in enumerate(rows, 2):
            if not row:
                continue
            if len(row) != len(head) or line > _MOST:
                raise malformed(f"line {line} has {len(row)} fields, the header {len(head)}")
            figure = number(row[value], f"line {line}")
            year = year_of(row[period])
            if figure is None or year is None:
                continue
            kinds.add(tuple(row[other] for other in others))
            if len(kinds) > _MOST_KINDS:
                break
            power = _power(row, place, f"line {line}")
            page.figures.append((_code(row[country]), year, figure * 10.0**power, f"line {line}"))
    except csv.Error as error:
        raise malformed(str(error)) from None
    if len(kinds) > 1:
        differ = [head[other] for position, other in enumerate(others) if len({kind[position] for kind in kinds}) > 1]
        raise malformed(f"it has several series: {', '.join(differ)} differ; name one of each in the query")
    return page


#: Columns that describe a figure and name no other series.
_NOTES = (
    "STRUCTURE", "STRUCTURE_ID", "STRUCTURE_NAME", "ACTION", "DATAFLOW", "OBS_STATUS", "UNIT_MULT", "SCALE",
    "DECIMALS", "DECIMALS_DISPLAYED", "CONF_STATUS", "BASE_PER", "BASE_PERIOD", "CURRENCY", "SERIES_NAME",
    "COMMENT_OBS", "COMMENT_TS", "LATEST_ACTUAL_ANNUAL_DATA", "HISTORICAL_DATA_SOURCE", "METHODOLOGY_NOTES",
    "OVERLAP", "TIME_FORMAT", "UPDATE_DATE", "PUBLICATION_DATE", "DERIVATION_TYPE", "FULL_SOURCE_CITATION",
    "SHORT_SOURCE_CITATION",
)  # fmt: skip


def _country(region: str, place: dict[str, int]) -> int | None:
    names = (region.upper(),) if region else _COUNTRY
    return next((place[name] for name in names if name in place), None)


def _code(cell: str) -> str:
    return cell.split(":", 1)[0].strip()


def _power(row: list[str], place: dict[str, int], where: str) -> int:
    """Return the power of ten by which a row's figure is to be multiplied."""
    text = _code(row[place[_POWER]]) if _POWER in place else ""
    if not text:
        return 0
    if not re.fullmatch("-?[0-9]{1,3}", text) or abs(int(text)) > 15:
        raise malformed(f"{where} has the power of ten {text!r:.20}")
    return int(text)


IMF = Source(
    "imf", "International Monetary Fund", "World Economic Outlook", "https://api.imf.org/external/sdmx/3.0",
    "https://data.imf.org", "IMF copyright and usage terms: reuse with citation; read them before publishing",
    f"{_CSV};version=2.0.0, text/csv", (_CSV, "text/csv", "application/csv"),
    lambda query: f"/data/dataflow/{query}?format=csv", _read, pause=1.0, areas=weo.AREAS,
)  # fmt: skip
OECD = Source(
    "oecd", "OECD", "OECD Data Explorer", "https://sdmx.oecd.org/public/rest", "https://data-explorer.oecd.org",
    "OECD terms and conditions (CC BY 4.0 for OECD data since July 2024)",
    f"{_CSV};version=1.0.0, text/csv", (_CSV, "text/csv", "application/csv", "application/vnd.ms-excel"),
    lambda query: f"/data/{query}?format=csvfile", _read, pause=3.0, most=50,
)  # fmt: skip
