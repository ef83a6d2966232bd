"""The claims ledger: each claim with verdict, figure, age, rule, reasons and the strongest objection."""

from __future__ import annotations

from collections import Counter
from typing import Any

from technostate import notation
from technostate.report.sections.pieces import Page
from technostate.write.markup import Markup, Node, details, element, join

Record = dict[str, Any]

_CLASS = {"supported": "supported", "contradicted": "contradicted", "mixed": "mixed"}


def claims(page: Page) -> Markup:
    """Return the section: tested claims first, then those that could not be tested, with the reason."""
    records = page.assessment.claims
    count = Counter(record["verdict"] for record in records)
    tested = [record for record in records if record["verdict"] != "not testable here"]
    untested = [record for record in records if record["verdict"] == "not testable here"]
    summary = ", ".join(f"{count[word]} {word}" for word in (*_CLASS, "not testable here") if count[word])
    return element(
        "section",
        element("h2", "Claims, tested", id="claims-title"),
        element(
            "p",
            f"{len(records)} statements of a policy brief on China’s techno-security state (Cheung, UC IGCC), each "
            f"with a rule that was written before its figure was looked at: {summary}. A claim that is contradicted "
            "is as good a result as one that is supported.",
        ),
        [_claim(page, record) for record in tested],
        details(
            f"{len(untested)} claims that the data here cannot test, and why",
            [_untested(record) for record in untested],
            class_="printed",
        )
        if untested
        else None,
        id="claims",
        aria_labelledby="claims-title",
    )


def _claim(page: Page, record: Record) -> Markup:
    rows: list[tuple[str, Node]] = [
        ("Figure", _value(page, record)),
        ("Why", record["why"]),
        ("Rule", record["rule"]),
        ("Objection", record["objection"]),
    ]
    return element(
        "div",
        element("h3", f"{record['id']}  {record['claim']}"),
        element("span", record["verdict"], class_=f"verdict {_CLASS[record['verdict']]}"),
        element("dl", [join(element("dt", term), element("dd", text)) for term, text in rows if text]),
        class_="claim",
    )


def _value(page: Page, record: Record) -> Node:
    if record["value"] is None:
        return join(f"none; {record['measure']}", page.sources.cite(record["origin"]))
    shown = notation.scale([record["value"]], record["unit"], record["measure"])
    year = record["year"]
    age = page.this_year - year if year else None
    when = f", {year} ({age} y old)" if age is not None and age > 1 else f", {year}" if year else ""
    kind = f", {record['kind']}" if record["kind"] else ""
    words = "" if shown.words == "number" else f" {shown.words}"
    text = f"{shown.text(record['value'])}{words}{when}{kind}: {record['measure']}"
    return join(text, page.sources.cite(record["origin"]))


def _untested(record: Record) -> Markup:
    return element(
        "div",
        element("h3", f"{record['id']}  {record['claim']}"),
        element("p", element("span", record["verdict"], class_="verdict untested"), f" {record['why']}"),
        class_="claim",
    )
