"""Sources and method: every source cited, with vintage and the words of its licence, and how figures are made."""

from __future__ import annotations

import re
from typing import Any

from technostate.report.sections.pieces import KINDS, Page
from technostate.report.sources import Sources, named
from technostate.write.markup import Markup, Node, element, join, link

Record = dict[str, Any]

METHOD = (
    "Figures are joined on region and year exactly. A missing figure is shown as missing, never filled; an indicator "
    "shows the newest figure of each state, so years in one row may differ.",
    "Foreign input reliance: share of rows of other regions in the sum of all rows of L·x, x being the buyer’s gross "
    "output and L the Leontief inverse (Baldwin, Freeman and Theodorakopoulos 2023).",
    "External circulation: share of a state’s value added that ends in final demand abroad (Johnson and Noguera 2012).",
    "WIOD (1995–2011, 41 regions × 35 sectors) and OECD ICIO (2022, 81 × 28) are two classifications; no line joins "
    "them. The rest of the world in 2022 was constructed and is derived. Value added includes taxes less subsidies on "
    "products.",
    "China excludes Hong Kong, Macao and Taiwan in most sources. Names and boundaries follow the producers’ labels and "
    "say nothing about the status of a territory.",
    "Repression, censorship and internal security are described where data exist. They have no good direction and "
    "enter no score.",
)


def method(page: Page) -> Markup:
    """Return the section; call it last, when all other sections have cited their sources."""
    return element(
        "section",
        element("h2", "Sources and method", id="sources-title"),
        element("h3", "Method"),
        element("ul", [element("li", text) for text in METHOD]),
        element("p", "Kinds of figures: ", "; ".join(f"{kind} – {words}" for kind, words in KINDS.items()), "."),
        element("h3", "Sources"),
        element(
            "p",
            "Each with its edition, the words of its terms, and when it was taken. A derived figure cites what it was "
            "computed from.",
        ),
        source_list(page.sources),
        id="sources",
        aria_labelledby="sources-title",
    )


def source_list(sources: Sources) -> Markup:
    """Return the numbered list of the sources cited so far."""
    return element(
        "ol",
        [element("li", _source(record), id=f"source-{number}") for number, record in sources.records()],
        class_="sources",
    )


def _source(record: Record) -> Markup:
    """Return one source: what it is, its citation where that says more, terms, address, day taken, note."""
    citation, url = record.get("citation", ""), record.get("url", "")
    parts: list[Node] = []
    if record["title"] not in citation or record["producer"] not in citation:
        parts += [element("strong", named(record)), ". "]
    if citation:
        parts += [_linked(_ended(citation)), " "]
    parts.append(f"Licence: {_ended(record['licence'])} ")
    if url and url not in citation:
        parts += [link(url, shown(url)), ". "]
    if record.get("accessed"):
        parts.append(f"Taken {record['accessed']}. ")
    if record.get("note"):
        note = record["note"]
        parts.append(element("span", _ended(f"{note[:1].upper()}{note[1:]}"), class_="small"))
    return join(parts)


def _linked(text: str) -> Markup:
    """Return a text with its web addresses as links; a full stop that ends the sentence is no part of an address."""
    parts: list[Node] = []
    for piece in re.split(r"(https?://[^\s<>\"']+)", text):
        address = piece.rstrip(".,;)")
        parts += [link(address, address), piece[len(address) :]] if piece.startswith("http") else [piece]
    return join(parts)


def _ended(text: str) -> str:
    """Return a sentence with its full stop."""
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def shown(url: str) -> str:
    """Return an address as the list prints it: percent-coded ones, unreadable over many lines, by their site.

    Examples
    --------
    >>> shown("https://www.v-dem.net"), shown("https://zh.wikisource.org/wiki/2016%E5%B9%B4" + "%E4%B8%AD" * 20)
    ('https://www.v-dem.net', 'https://zh.wikisource.org/…')
    """
    if len(url) <= 100 or "%" not in url:
        return url
    return "/".join(url.split("/")[:3]) + "/…"
