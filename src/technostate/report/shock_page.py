"""One shock as one self-contained page: tables, charts, assumptions, sources, and how to cite it."""

from __future__ import annotations

from typing import Any

from technostate import __version__
from technostate.report.charts.svg import quickly
from technostate.report.charts.theme import WIDE
from technostate.report.page import document
from technostate.report.sections import shock_pieces as pieces
from technostate.report.sections.method import source_list
from technostate.report.sources import Sources
from technostate.write.markup import Markup, element, join

Record = dict[str, Any]


def shock_to_html(record: Record) -> str:
    """Return a shock's record as one HTML document (UTF-8), well formed as XML too.

    Parameters
    ----------
    record : dict
        What `technostate.report.shock_part.shock_record` returns.
    """
    shock = record["shock"]
    setting = pieces.Setting(Sources(), (), "shock")
    with quickly():
        parts = [
            _section("result", "Who loses and who gains", pieces.signs(record), pieces.refused(record),
                     pieces.sides(record), pieces.income(setting, record), pieces.rents(setting, record)),
            _section("weeks", "Day by day", pieces.weeks(setting, record)),
            _section("coalition", "As the coalition grows", pieces.coalition(setting, record["coalition"])),
            _section("sectors", "Through which sectors", pieces.sectors(setting, record)),
            _section("shock", "The shock and its assumptions", pieces.assumptions(record), pieces.references(record)),
            _section("sources", "Sources", source_list(setting.sources) if setting.sources.records() else Markup(""),
                     _citation(record)),
        ]  # fmt: skip
    header = element(
        "header",
        element("p", "technostate · shock", class_="kicker"),
        element("h1", shock["title"]),
        element(
            "p",
            "What one shock does to every region and sector, from a model. Every figure is modelled and stands with "
            f"its range: a range over cases, not a probability. technostate {__version__}.",
            class_="lead",
        ),
    )
    return document(
        f"{shock['title']} · technostate", join(header, element("main", parts, id="main")), version=__version__
    )


def shock_to_svg(record: Record) -> str:
    """Return the chart of who loses and who gains at the record's first horizon, as one SVG file.

    Parameters
    ----------
    record : dict
    """
    setting = pieces.Setting(Sources(), (), "shock")
    with quickly():
        drawn = pieces.income_chart(setting, record["horizons"][0], WIDE, "w")
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def _section(anchor: str, title: str, *parts: Markup) -> Markup | None:
    """Return a section; nothing where none of its parts has anything to say."""
    if not any(parts):
        return None
    return element(
        "section",
        element("h2", title, id=f"{anchor}-title", class_="flow"),
        *parts,
        id=anchor,
        aria_labelledby=f"{anchor}-title",
    )


def _citation(record: Record) -> Markup:
    shock = record["shock"]
    worlds = dict.fromkeys(item["world"] for item in record["horizons"])
    return join(
        element("h3", "How to cite"),
        element(
            "p",
            f"technostate {__version__}: “{shock['title']}” ({shock['name']}), on {', '.join(worlds) or 'no world'}. "
            "Cite the producers listed above with it.",
        ),
    )
