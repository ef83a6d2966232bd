"""One self-contained HTML file: no script, nothing loaded from elsewhere, reads offline and prints."""

from __future__ import annotations

import base64
from importlib.resources import files

from technostate.report.assessment import Assessment
from technostate.report.charts.svg import quickly
from technostate.report.sections.claims import claims
from technostate.report.sections.doctrine import doctrine
from technostate.report.sections.exposure import exposure
from technostate.report.sections.method import method
from technostate.report.sections.opening import opening
from technostate.report.sections.pieces import Page
from technostate.report.sections.shocks import shocks
from technostate.report.sections.strategies import strategies
from technostate.report.sections.wheels import wheels
from technostate.write.markup import Markup, element, join

_SECTIONS = (
    ("wheels", "Two wheels", wheels),
    ("strategies", "Five strategies", strategies),
    ("exposure", "Exposure", exposure),
    ("shocks", "Shocks", shocks),
    ("doctrine", "Doctrine", doctrine),
    ("claims", "Claims, tested", claims),
    ("sources", "Sources and method", method),
)


def to_html(assessment: Assessment) -> str:
    """Return the report as one HTML document (UTF-8), well formed as XML too.

    Parameters
    ----------
    assessment : Assessment
        What `technostate.report.assess` returns.
    """
    page = Page(assessment)
    # The opening cites first, so that the findings' sources have the lowest numbers.
    head = opening(page, [(anchor, title) for anchor, title, _ in _SECTIONS])
    with quickly():
        sections = [section(page) for _, _, section in _SECTIONS]
    body = join(head, element("main", sections, id="main"), _footer(assessment))
    title = f"{page.name(assessment.state)} beside {page.name(assessment.against)} · technostate"
    return document(title, body, version=assessment.version)


def document(title: str, body: Markup, *, version: str) -> str:
    """Return a whole document: head with the style sheet, a link past what comes before ``#main``, and the body.

    Parameters
    ----------
    title : str
    body : Markup
        With an element ``main``.
    version : str
        Of technostate.
    """
    return "<!DOCTYPE html>\n" + element(
        "html",
        element(
            "head",
            element("meta", charset="utf-8"),
            element("meta", name="viewport", content="width=device-width, initial-scale=1"),
            element("meta", name="generator", content=f"technostate {version}"),
            element(
                "meta",
                http_equiv="Content-Security-Policy",
                content="default-src 'none'; style-src 'unsafe-inline'; font-src data:",
            ),
            element("title", title),
            element("style", _style()),
        ),
        element("body", element("a", "Skip to the report", href="#main", class_="skip"), body),
        lang="en",
    )


def _style() -> Markup:
    """Return the style sheet with the embedded face, which holds the glyphs that few systems lack."""
    folder = files("technostate.report")
    sheet = (folder / "style.css").read_text("utf-8")
    font = folder / "fonts" / "cjk-subset.woff"
    if not font.is_file():
        return Markup(sheet)
    data = base64.b64encode(font.read_bytes()).decode("ascii")
    face = (
        f'@font-face {{ font-family: "technostate CJK"; src: url(data:font/woff;base64,{data}) format("woff"); '
        "unicode-range: U+3000-30FF, U+3400-9FFF, U+F900-FAFF, U+FF00-FFEF; }\n"
    )
    return Markup(face + sheet)


def _footer(assessment: Assessment) -> Markup:
    return element(
        "footer",
        element(
            "p",
            f"Made by technostate {assessment.version}, ages to {assessment.as_of}. The same figures as data: ",
            element("code", f"technostate assess {assessment.state} --against {assessment.against} --format json"),
            ".",
        ),
    )
