"""The Federal Register's interface, version 1: documents that answer a search, counted by year of publication.

A plan's query is the search itself (``conditions[…]=…&…``). An answer has ``count``, ``total_pages``,
``next_page_url`` and ``results`` with ``publication_date`` and ``document_number``. The service stops at 2,000
documents a search: a search with more is refused here, since its counts would end without a word.
"""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

from technostate.evidence.fetch.sources.source import Page, Source, json_of, malformed

#: Documents of one search that the service gives.
MOST = 2_000
_ROWS = 1_000


def _first(query: str) -> str:
    fields = "fields[]=document_number&fields[]=publication_date"
    return f"/documents.json?{query}&{fields}&order=oldest&per_page={_ROWS}"


def _read(content: bytes, region: str) -> Page:
    answer = json_of(content)
    if not isinstance(answer, dict) or not isinstance(answer.get("count"), int):
        raise malformed(
            str(answer.get("errors"))[:200] if isinstance(answer, dict) and "errors" in answer else "no count"
        )
    if answer["count"] > MOST:
        raise malformed(f"{answer['count']:,} documents answer, and only {MOST:,} would be given; narrow the search")
    rows = answer.get("results", [])
    if not isinstance(rows, list):
        raise malformed("results is no list")
    page = Page()
    for place, row in enumerate(rows, 1):
        try:
            day = dt.date.fromisoformat(row["publication_date"])
            page.figures.append(("USA", day.year, 1.0, str(row["document_number"])))
        except (TypeError, KeyError, ValueError):
            raise malformed(f"document {place} has no date or number") from None
    following = answer.get("next_page_url")
    if isinstance(following, str) and following:
        try:
            page.after = f"/documents.json?{urlsplit(following).query}"
        except ValueError:
            raise malformed("the address of the next page is none") from None
    return page


SOURCE = Source(
    "federal-register", "Office of the Federal Register", "Federal Register", "https://www.federalregister.gov/api/v1",
    "https://www.federalregister.gov", "US Government work, public domain", "application/json", ("application/json",),
    _first, _read, adds=True,
)  # fmt: skip
