"""The opening: who is compared, five findings that can be quoted, contents."""

from __future__ import annotations

from typing import Any

from technostate.report.sections.pieces import KINDS, Page, gaps, unbroken
from technostate.report.sources import producers
from technostate.write.markup import Markup, element, join

Record = dict[str, Any]


def opening(page: Page, contents: list[tuple[str, str]]) -> Markup:
    """Return header, findings and contents.

    Parameters
    ----------
    page : Page
    contents : list of (anchor, title)
        Sections that the page has.
    """
    record = page.assessment
    title = join(page.coloured(record.state), " beside ", page.coloured(record.against))
    peers = ", ".join(page.name(code) for code in record.peers)
    return join(
        element(
            "header",
            element("p", "technostate · assessment", class_="kicker"),
            element("h1", title),
            element(
                "p",
                "What two states set out to do, where they stand, and whom they depend on, from public, aggregate "
                "sources. ",
                f"Shown beside them: {peers}. " if peers else None,
                f"Ages of figures count to {record.as_of}; technostate {record.version}.",
                class_="lead",
            ),
        ),
        _findings(page),
        element(
            "nav",
            element("ul", [element("li", element("a", name, href=f"#{anchor}")) for anchor, name in contents]),
            class_="contents",
            aria_label="Contents",
        ),
    )


def _findings(page: Page) -> Markup:
    record = page.assessment
    items = [
        element(
            "li",
            element("p", unbroken(finding["text"]), page.sources.cite(*finding["origins"]), class_="text"),
            element(
                "p",
                f"{finding['kind']} · figures of {_years(finding)} · ",
                producers(finding),
                class_="source",
            ),
        )
        for finding in record.findings
    ]
    legend = "; ".join(f"{kind}: {words}" for kind, words in KINDS.items())
    missing = [f"{item['why']}." for item in record.findings_missing]
    return element(
        "section",
        element("h2", "What can be quoted", id="findings-title", class_="flow"),
        element("ol", items, class_="findings") if items else None,
        gaps(missing, f"{len(items)} of five findings could be made; the others lack figures:") if missing else None,
        element("p", f"Kinds of figures — {legend}.", class_="note"),
        id="findings",
        aria_labelledby="findings-title",
    )


def _years(finding: Record) -> str:
    return ", ".join(str(year) for year in sorted({figure["year"] for figure in finding["figures"]}))
