"""DBnomics, version 22 of its interface: series of many producers by provider, dataset and a mask of dimensions.

A plan's query is ``provider/dataset/mask``, for example ``IMF/WEO:latest/.NGDP_RPCH.pcent_change``. Series lie under
``series.docs``, each with the lists ``period`` and ``value`` and its ``dimensions``; "NA" stands for no figure.
"""

from __future__ import annotations

from typing import Any

from technostate.evidence.fetch.sources.source import Page, Source, json_of, malformed, number, year_of

_ROWS = 1_000
#: Names that datasets give the dimension with the country.
_COUNTRY = ("weo-country", "ref_area", "country", "geo", "location", "area", "economy")


def _first(query: str) -> str:
    return f"/series/{query}?observations=1&limit={_ROWS}&offset=0"


def _read(content: bytes, region: str) -> Page:
    answer = json_of(content)
    found = answer.get("series") if isinstance(answer, dict) else None
    if not isinstance(found, dict) or not isinstance(found.get("docs"), list):
        message = answer.get("message") if isinstance(answer, dict) else None
        raise malformed(str(message) if message else "it has no series")
    page = Page()
    for place, item in enumerate(found["docs"], 1):
        if not isinstance(item, dict):
            raise malformed(f"series {place}")
        page.said = str(item.get("dataset_name") or page.said)
        page.vintage = max(page.vintage, str(item.get("indexed_at") or "")[:10])
        _series(item, f"series {place}", region, page)
    total, offset = found.get("num_found"), found.get("offset", 0)
    if not isinstance(total, int) or not isinstance(offset, int):
        raise malformed("it does not say how many series there are")
    if found["docs"] and offset + len(found["docs"]) < total:
        page.after = f"offset={offset + len(found['docs'])}"
    return page


def _series(item: dict[str, Any], place: str, region: str, page: Page) -> None:
    periods, values, dimensions = item.get("period"), item.get("value"), item.get("dimensions")
    if not (isinstance(periods, list) and isinstance(values, list) and len(periods) == len(values)):
        raise malformed(f"{place} has no periods and values of one length")
    if not isinstance(dimensions, dict):
        raise malformed(f"{place} has no dimensions")
    names = {str(name).lower(): str(value) for name, value in dimensions.items()}
    wanted = (region.lower(),) if region else _COUNTRY
    codes = [names[name] for name in wanted if name in names]
    if not codes:
        raise malformed(f"{place} has no country among its dimensions {', '.join(sorted(names))}")
    for period, value in zip(periods, values, strict=True):
        year, figure = year_of(period), number(value, f"{place}, {period!r:.20}")
        if year is not None and figure is not None:
            page.figures.append((codes[0], year, figure, place))


SOURCE = Source(
    "dbnomics", "DBnomics", "DBnomics", "https://api.db.nomics.world/v22", "https://db.nomics.world",
    "the terms of each producer; DBnomics asks to be cited", "application/json", ("application/json",), _first, _read,
)  # fmt: skip
