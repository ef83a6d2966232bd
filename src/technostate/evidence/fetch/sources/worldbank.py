"""The World Bank's Indicators interface, version 2 (its documentation: "Basic Call Structures", "API Response").

An answer is a list of two: how many pages there are and when the data were updated, and the rows. An unknown indicator
is answered with status 200 and a message.
"""

from __future__ import annotations

from technostate.evidence.fetch.sources.source import Page, Source, json_of, malformed, number, year_of

_ROWS = 20_000


def _first(query: str) -> str:
    return f"/country/all/indicator/{query}?format=json&per_page={_ROWS}&page=1"


def _read(content: bytes, region: str) -> Page:
    answer = json_of(content)
    if not isinstance(answer, list) or not answer or not isinstance(answer[0], dict):
        raise malformed("it is no list")
    head = answer[0]
    if "message" in head:
        messages = head["message"] if isinstance(head["message"], list) else [head["message"]]
        raise malformed(
            "; ".join(str(item.get("value", item) if isinstance(item, dict) else item) for item in messages)
        )
    rows = answer[1] if len(answer) > 1 else None
    if rows is None and head.get("total") == 0:
        rows = []
    if not isinstance(rows, list):
        raise malformed("it has no rows")
    page = Page(vintage=str(head.get("lastupdated") or ""))
    for place, row in enumerate(rows, 1):
        if not isinstance(row, dict) or not isinstance(row.get("indicator"), dict):
            raise malformed(f"row {place}")
        where = f"row {place}"
        value, year = number(row.get("value"), where), year_of(row.get("date"))
        if value is not None and year is not None:
            page.figures.append((str(row.get("countryiso3code") or ""), year, value, where))
    now, last = head.get("page"), head.get("pages")
    if not isinstance(now, int) or not isinstance(last, int):
        raise malformed("it does not say which page it is")
    if now < last and rows:
        page.after = f"page={now + 1}"
    return page


SOURCE = Source(
    "worldbank", "World Bank", "World Development Indicators", "https://api.worldbank.org/v2",
    "https://data.worldbank.org", "CC BY 4.0 (World Bank, Terms of Use for Datasets), unless a series says otherwise",
    "application/json", ("application/json", "text/json"), _first, _read,
)  # fmt: skip
