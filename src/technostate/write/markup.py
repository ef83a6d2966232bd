"""A small HTML builder in which text is always escaped and only our own markup is not."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from typing import TypeAlias

#: Elements without an end tag (HTML Living Standard, 13.1.2); written `<br/>`, so that XML parsers read them too.
VOID = frozenset({"br", "hr", "img", "link", "meta", "col"})
#: What a text must hold to be changed on its way into markup; most texts do not.
_SPECIAL = re.compile(r"[&<>\"'\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Markup(str):
    """Text that is already HTML; everything else is escaped when it enters an element."""

    __slots__ = ()


Node: TypeAlias = "Markup | str | int | Iterable[Node] | None"


def clean(text: str) -> str:
    """Return the text without control characters, which neither XML nor HTML may hold."""
    return _CONTROL.sub("", text)


def escape(text: str) -> Markup:
    """Return the text as HTML, quotes included; markup passes through unchanged.

    Examples
    --------
    >>> escape('<b> & "c"')
    '&lt;b&gt; &amp; &quot;c&quot;'
    """
    if isinstance(text, Markup):
        return text
    return Markup(html.escape(clean(text), quote=True) if _SPECIAL.search(text) else text)


def join(*nodes: Node) -> Markup:
    """Return nodes one after another: strings escaped, None left out, iterables flattened."""
    parts: list[str] = []
    for node in nodes:
        if node is None:
            continue
        if isinstance(node, str | int):
            parts.append(escape(str(node)) if not isinstance(node, Markup) else node)
        else:
            parts.append(join(*node))
    return Markup("".join(parts))


def element(tag: str, *children: Node, **attributes: str | int | bool | None) -> Markup:
    """Return one element.

    Parameters
    ----------
    tag : str
        Name of the element.
    *children : str, Markup, None, or iterables of them
        Strings are escaped.
    **attributes : str, int, bool or None
        ``class_`` writes ``class``, ``data_label`` writes ``data-label``; None and False are left out and True
        writes the bare attribute's name as its value.

    Examples
    --------
    >>> element("td", "a < b", class_="number", data_label="China")
    '<td class="number" data-label="China">a &lt; b</td>'
    """
    written = ""
    for key, value in attributes.items():
        if value is None or value is False:
            continue
        name = key.rstrip("_").replace("_", "-")
        written += f' {name}="{escape(name if value is True else str(value))}"'
    if tag in VOID:
        return Markup(f"<{tag}{written}/>")
    return Markup(f"<{tag}{written}>{join(*children)}</{tag}>")


def link(url: str, text: Node) -> Markup:
    """Return a link to a public http(s) address, or the text alone for any other address."""
    if not re.match(r"https?://[^\s\"'<>]+$", url):
        return join(text)
    return element("a", text, href=url, rel="noreferrer")


def table(caption: str, head: Iterable[Node], rows: Iterable[Iterable[Node]], *, class_: str = "") -> Markup:
    """Return a table with a caption, a header row and cells labelled for narrow screens.

    Parameters
    ----------
    caption : str
        What the table shows, units included.
    head : iterable of nodes
        Column headers; their text also labels each cell where a row becomes a card on a phone.
    rows : iterable of iterables of nodes
        The first cell of a row is its header. A cell that is already ``<td …>`` markup is taken as it is.
    class_ : str
        Extra class of the table.
    """
    columns = [join(cell) for cell in head]
    plain = [html.unescape(re.sub(r"<[^>]*>", " ", column)).strip() for column in columns]
    body = []
    for row in rows:
        cells = []
        for position, cell in enumerate(row):
            label = plain[position] if position < len(plain) else ""
            content = join(cell)
            if position == 0:
                cells.append(element("th", content, scope="row"))
            else:
                cells.append(element("td", content, data_label=label or None))
        body.append(element("tr", cells))
    header = element("tr", [element("th", column, scope="col") for column in columns])
    content = join(element("caption", caption) if caption else None, element("thead", header), element("tbody", body))
    return element("div", element("table", content, class_=class_ or None), class_="scroll")


def unseen(at: int) -> Markup:
    """Return the head of a column that needs none for the eye; software that reads aloud does."""
    return element("span", "Figure" if at else "Row", class_="vh")


def details(summary: str, *children: Node, class_: str = "") -> Markup:
    """Return a fold, closed on screen; one of class ``printed`` is open in print, others are left out there."""
    return element("details", element("summary", summary), *children, class_=class_ or None)
