"""Pages as files: links made relative, what needs a server taken out or put in words."""

from __future__ import annotations

import os.path
import re
from collections.abc import Collection, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qsl, quote, unquote, urlsplit

from technostate.errors import LabelError
from technostate.web.asked import Asked, beside
from technostate.web.guard import POLICY
from technostate.web.route import found
from technostate.write.markup import VOID, Markup, element, escape, join

#: Said of a link whose page is not among the files.
ELSEWHERE = "Not among these files; technostate serve shows it"
#: Opened from disk, a page's own files are of the scheme file.
_POLICY = POLICY.replace("'self'", "'self' file:").replace("form-action 'self' file:", "form-action 'none'")
_POLICY = _POLICY.replace("; frame-ancestors 'none'", "")


def stem(asked: Asked) -> str:
    """Return the name of a page's file, without suffix.

    Examples
    --------
    >>> from technostate.web.asked import read
    >>> from technostate.web.questions import question
    >>> stem(read(question("exposure"), {"state": "CHN", "sector": "C26"}))
    'exposure/CHN--sector-C26'
    """
    parts = [_plain(unquote(part)) for part in asked.path.strip("/").split("/")]
    query = _plain(unquote(asked.query.replace("=", "-").replace("&", "--")))
    return ("/".join(parts) or "index") + (f"--{query}" if query else "")


def _plain(text: str) -> str:
    return re.sub(r"[^A-Za-z0-9,_-]", "-", text)[:120]


class Places:
    """Turns addresses into places of files.

    Parameters
    ----------
    pages : collection of Asked
        All that are among the files.
    """

    def __init__(self, pages: Collection[Asked]) -> None:
        self._pages = {page.address: page for page in pages}
        self._stems = {address: stem(page) for address, page in self._pages.items()}
        self.files: set[str] = set()

    def place(self, address: str) -> str | None:
        """Return the file of an address of this site, None where there is none."""
        parts = urlsplit(address)
        if parts.path.startswith("/static/"):
            return parts.path[1:]
        pairs = parse_qsl(parts.query)
        chart = next((text for name, text in pairs if name == "chart"), "")
        if any(name == "theme" for name, _ in pairs):
            return None
        whole = ".whole" if beside(pairs).get("whole") == "yes" else ""
        try:
            asked, suffix = found(parts.path, [item for item in pairs if item[0] != "chart"])
        except LabelError:
            return None
        name = self._stems.get(asked.address)
        if name is None:
            return None
        return name + (f".chart-{chart}" if chart else "") + (suffix or f"{whole}.html")

    def relative(self, address: str, here: str) -> str | None:
        """Return how a file refers to an address, None where it is not among the files."""
        place = self.place(address)
        if place is None or (self.files and place not in self.files):
            return None
        fragment = urlsplit(address).fragment
        return quote(os.path.relpath(place, Path(here).parent), safe="/,+") + (f"#{fragment}" if fragment else "")

    def others(self, here: str) -> Markup | None:
        """Return links to the other pages of a page's question, in place of its controls."""
        key = next((page.question.key for page in self._pages.values() if here in self._of(page)), None)
        rows = [page for page in self._pages.values() if page.question.key == key and here not in self._of(page)]
        if not rows:
            return None
        links = [element("a", _said(page), href=self.relative(page.address, here)) for page in rows]
        return element("p", "Also among these files: ", join(*_between(links)), class_="note others")

    def _of(self, page: Asked) -> tuple[str, str]:
        name = self._stems[page.address]
        return f"{name}.html", f"{name}.whole.html"


def _said(page: Asked) -> str:
    return ", ".join(text for text in page.given.values()) or page.question.title


def _between(links: list[Markup]) -> list[Markup | str]:
    return [part for link in links for part in (link, " · ")][:-1]


def page_as_file(page: str, here: str, links: Places) -> str:
    """Return a page as it stands in a file.

    Parameters
    ----------
    here : str
        Place of the file.
    """
    writer = _Files(here, links)
    writer.feed(page)
    writer.close()
    return "".join(writer.parts)


class _Files(HTMLParser):
    """Copies a page and changes its links, forms and scripts."""

    def __init__(self, here: str, links: Places) -> None:
        super().__init__(convert_charrefs=False)
        self.parts: list[str] = []
        self._here = here
        self._links = links
        self._within = ""
        self._depth = 0

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._within:
            self._depth += tag == self._within
            return
        said = dict(attributes)
        if tag == "form" or (tag == "script" and "htmx" in (said.get("src") or "")):
            self._within, self._depth = tag, 1
            return
        if tag == "meta" and "charset" in said:
            self.parts.append(element("meta", http_equiv="Content-Security-Policy", content=_POLICY))
        self.parts.append(self._changed(tag, said) or self.get_starttag_text() or "")

    def _changed(self, tag: str, said: Mapping[str, str | None]) -> str | None:
        """Return a start tag with other addresses; None where it stays."""
        if said.get("id") == "answer":
            return (self._links.others(self._here) or "") + (self.get_starttag_text() or "")
        local = {name for name in ("href", "src") if (said.get(name) or "").startswith("/")}
        live = {name for name in said if name.startswith("hx-")}
        if not local and not live:
            return None
        kept: dict[str, str | None] = {}
        for name, text in said.items():
            place = self._links.relative(text or "", self._here) if name in local else text
            if name not in live and (name not in local or place is not None):
                kept[name] = place
        if local and not local & kept.keys() and tag == "a":
            kept = {name: text for name, text in kept.items() if name != "download"} | {"title": ELSEWHERE}
        words = "".join(f' {name}="{escape(text or "")}"' for name, text in kept.items())
        return f"<{tag}{words}{'/' if tag in VOID else ''}>"

    def handle_endtag(self, tag: str) -> None:
        if self._within:
            self._depth -= tag == self._within
            self._within = self._within if self._depth else ""
            return
        if tag not in VOID:
            self.parts.append(f"</{tag}>")

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if self._within:
            return
        if tag in VOID:
            self.handle_starttag(tag, attributes)
        else:
            self.parts.append(self._changed(tag, dict(attributes)) or self.get_starttag_text() or "")

    def handle_data(self, data: str) -> None:
        self._copy(data)

    def handle_entityref(self, name: str) -> None:
        self._copy(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self._copy(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self._copy(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self._copy(f"<!{decl}>")

    def _copy(self, text: str) -> None:
        if not self._within:
            self.parts.append(text)
