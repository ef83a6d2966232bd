"""One self-contained HTML file: no script, nothing loaded from elsewhere, reads offline and prints."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from technostate import __version__
from technostate.write.alone import AloneWriter
from technostate.write.blocks import Block, Section, Sheet, walk
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
    if any(isinstance(block, Sheet) for block in blocks):
        return document(title, element("main", HtmlWriter().blocks(blocks), id="main"))
    writer = AloneWriter(command)
    body = writer.blocks(blocks)
    listed = writer.list_of_sources()
    sources = element("section", element("h2", "Sources"), listed, id="sources") if listed else None
    head = element(
        "header",
        element("h1", title),
        element("p", lead, class_="lead") if lead else None,
        contents(blocks, sources=bool(listed)),
        id="top",
    )
    main = element("main", body, writer.glossary(), sources, id="main")
    return document(title, join(head, beside(blocks, sources=bool(listed)), main, footer(command), to_top(blocks)))


def contents(blocks: tuple[Block, ...], *, sources: bool = False) -> Markup | None:
    """Return a fold of links to the sections of a long page and those inside them; None where there are few."""
    listed = _listed(blocks, sources)
    if listed is None:
        return None
    nav = element("nav", listed, aria_label="Contents")
    return element("details", element("summary", "Contents"), nav, class_="contents")


def beside(blocks: tuple[Block, ...], *, sources: bool = False) -> Markup | None:
    """Return the same links to stand beside the text of a long page on a wide screen, in place of the fold."""
    listed = _listed(blocks, sources)
    if listed is None:
        return None
    back = element("p", element("a", "Back to top", href="#top"))
    return element("nav", listed, back, class_="contents beside", aria_label="Contents")


def to_top(blocks: tuple[Block, ...]) -> Markup | None:
    """Return a link back to the top of a long page."""
    if _listed(blocks, False) is None:
        return None
    return element("p", element("a", "Back to top", href="#top"), class_="totop")


def _listed(blocks: tuple[Block, ...], sources: bool) -> Markup | None:
    # As the writer gives them: an anchor belongs to the first section of its name.
    firsts: dict[str, Section] = {}
    for block in walk(blocks):
        if isinstance(block, Section):
            firsts.setdefault(anchor_of(block), block)
    found = [it for it in blocks if isinstance(it, Section) and firsts[anchor_of(it)] is it]
    if len(found) < _LONG:
        return None
    items = [_entry(block, firsts) for block in found]
    if sources:
        items.append(element("li", element("a", "Sources", href="#sources")))
    return element("ul", items)


def _entry(section: Section, firsts: Mapping[str, Section]) -> Markup:
    """Return a link to a section, with links to the sections in it."""
    inner = [it for it in section.blocks if isinstance(it, Section) and firsts[anchor_of(it)] is it]
    below = [element("li", element("a", it.title, href=f"#{anchor_of(it)}")) for it in inner]
    link = element("a", section.title, href=f"#{anchor_of(section)}")
    return element("li", link, element("ul", below) if below else None)


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
