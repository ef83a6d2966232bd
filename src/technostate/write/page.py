"""One self-contained HTML file: no script, nothing loaded from elsewhere, reads offline and prints."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files

from technostate import __version__
from technostate.write.blocks import Block, Section, Sheet
from technostate.write.charts.fluid import PATTERNS
from technostate.write.fonts.blanked import with_only
from technostate.write.html import HtmlWriter, anchor_of
from technostate.write.markup import Markup, Node, element, join


def to_page(title: str, blocks: tuple[Block, ...], *, lead: str = "", command: str = "") -> str:
    """Return an answer as one HTML document, well formed as XML too.

    Parameters
    ----------
    lead : str
        One sentence under the title.
    command : str
        What to type for the same figures.
    """
    writer = HtmlWriter()
    body = writer.blocks(blocks)
    if any(isinstance(block, Sheet) for block in blocks):
        return document(title, element("main", body, id="main"))
    listed = writer.list_of_sources()
    sources = element("section", element("h2", "Sources"), listed, id="sources") if listed else None
    head = element(
        "header",
        element("h1", title),
        element("p", lead, class_="lead") if lead else None,
        contents(blocks, sources=bool(listed)),
    )
    return document(title, join(head, element("main", body, sources, id="main"), footer(command)))


def contents(blocks: tuple[Block, ...], *, sources: bool = False) -> Markup | None:
    """Return links to the sections of a long page; None where there are few."""
    found = {anchor_of(block): block.title for block in blocks if isinstance(block, Section)}
    if len(found) < _LONG:
        return None
    if sources:
        found["sources"] = "Sources"
    links = [element("li", element("a", title, href=f"#{anchor}")) for anchor, title in found.items()]
    return element("nav", element("ul", links), class_="contents", aria_label="Contents")


#: Sections from which a page has a list of them.
_LONG = 4


def footer(command: str, *more: Node) -> Markup:
    """Return the foot of a page: the version, and what to type for the same figures."""
    again = join(" The same figures: ", element("code", command), ".") if command else None
    return element("footer", element("p", f"technostate {__version__}.", again, *more))


def document(title: str, body: Markup) -> str:
    """Return a whole document: head with the style sheet, a link past what comes before ``#main``, and the body.

    Parameters
    ----------
    body : Markup
        With an element whose id is ``main``.
    """
    policy = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="generator", content=f"technostate {__version__}"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("title", f"{title} · technostate"),
        element("style", _style_of(title + body)),
    )
    skip = element("a", "Skip to the text", href="#main", class_="skip")
    page = element("body", skip, PATTERNS, element("div", body, class_="wrap"))
    return "<!DOCTYPE html>\n" + element("html", head, page, lang="en") + "\n"


@cache
def style(chinese: bool = False) -> Markup:
    """Return the style sheet with the embedded faces.

    Parameters
    ----------
    chinese : bool
        Whether the page holds Chinese or Japanese, whose glyphs few systems lack; the face is larger than a page.
    """
    folder = files("technostate.write")
    faces = FACES if chinese else FACES[:-1]
    return Markup("".join(_face(*face) for face in faces) + (folder / "style.css").read_text("utf-8"))


def _style_of(text: str) -> Markup:
    """Return the style sheet of one page, the face for Chinese with its own characters only."""
    made = style()
    found = frozenset(_CHINESE.findall(text))
    if found:
        made = join(_chinese(found), made)
    if _SHEET in text:
        made = join(made, Markup((files("technostate.write") / "sheets.css").read_text("utf-8")))
    return made


@cache
def _chinese(characters: frozenset[str]) -> Markup:
    family, file, kind, more = FACES[-1]
    face = (files("technostate.write") / "fonts" / file).read_bytes()
    return Markup(_faced(family, with_only(face, characters), kind, more))


#: What a page of sheets has.
_SHEET = 'class="sheet"'

#: Family, file, format and descriptors of the embedded faces (fonts/OFL.txt); the last is for Chinese.
FACES = (
    ("technostate Sans", "sans.woff2", "woff2", "font-weight: 400 700;"),
    ("technostate Serif", "serif.woff2", "woff2", "font-weight: 600;"),
    ("technostate CJK", "cjk-subset.woff", "woff",
     "unicode-range: U+3000-30FF, U+3400-9FFF, U+F900-FAFF, U+FF00-FFEF;"),
)  # fmt: skip
_CHINESE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")


def _face(family: str, file: str, kind: str, more: str) -> str:
    return _faced(family, (files("technostate.write") / "fonts" / file).read_bytes(), kind, more)


def _faced(family: str, face: bytes, kind: str, more: str) -> str:
    data = base64.b64encode(face).decode("ascii")
    return (
        f'@font-face {{ font-family: "{family}"; src: url(data:font/{kind};base64,{data}) format("{kind}"); {more} }}\n'
    )
