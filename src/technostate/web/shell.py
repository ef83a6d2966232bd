"""The page around an answer: what stands above and below it. It reads bundles and makes no number."""

from __future__ import annotations

import re

from technostate.web import assets
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.controls import controls
from technostate.web.foot import foot, page_foot
from technostate.web.links import NOTHING, Beside, entrance, looked_at
from technostate.web.questions import QUESTIONS, ROOMS
from technostate.web.top import top
from technostate.write.charts.fluid import PATTERNS
from technostate.write.markup import Markup, element, escape, join

#: Where static files are served.
STATIC = assets.STATIC
#: What the pinned script may not do (write styles, run text, ask other hosts), and that pages of errors are shown.
_HTMX = (
    '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true,"responseHandling":'
    '[{"code":"204","swap":false},{"code":"[23]..","swap":true},{"code":"[45]..","swap":true,"error":true}]}'
)
#: Sections from which a page has a list of them.
_LONG = 3


def page(
    asked: Asked,
    bundle: Bundle | None,
    *,
    around: Markup | None = None,
    waiting: Markup | None = None,
    beside: Beside = NOTHING,
    live: bool = True,
) -> str:
    """Return the page of an answer, or of one that is not there yet.

    Parameters
    ----------
    around : Markup, optional
        What stands before the answer: a form, say.
    waiting : Markup, optional
        What stands in place of an answer that is being made.
    beside : mapping
        What the address says beside what is asked, as `technostate.web.asked.beside` reads it.
    live : bool
        Whether a server answers; a page written as a file has no forms and no script.
    """
    title = bundle.meta.title if bundle else asked.question.title
    lead = (bundle.meta.lead if bundle else "") or asked.question.words
    inner = Markup(bundle.whole if beside.get("whole") == "yes" else bundle.body) if bundle else waiting
    contents = _contents(bundle) if bundle else None
    main = element(
        "main",
        _crumbs(asked, beside),
        element("h1", title),
        element("p", lead, class_="lead"),
        _other_edition(bundle, beside),
        controls(asked, beside) if live and not asked.question.form else None,
        None if asked.question.below else around,
        element("div", contents, element("div", inner, id="answer"), class_="laid" if contents else None),
        around if asked.question.below else None,
        id="main",
        class_="wrap",
    )
    states = looked_at(asked, beside)
    body = join(
        top(asked.question.room, states, asked, beside=beside, live=live),
        element("p", title, class_="vh", id="said", role="status"),
        main,
        foot(asked, bundle, beside) if bundle else page_foot(asked.address, beside),
    )
    return document(title, body, beside=beside, live=live)


def message(title: str, lead: str, inner: Markup | None = None, *, room: str = "", beside: Beside = NOTHING) -> str:
    """Return a page that is no answer: what went wrong, say, or a list.

    Parameters
    ----------
    room : str
        Part of the navigation that it belongs to.
    """
    main = element(
        "main", element("h1", title), element("p", lead, class_="lead"), element("div", inner, id="answer"),
        id="main", class_="wrap",
    )  # fmt: skip
    said = element("p", title, class_="vh", id="said", role="status")
    body = join(top(room, looked_at(None, beside), beside=beside), said, main, page_foot("/", beside))
    return document(title, body, beside=beside)


def header(asked: Asked, beside: Beside = NOTHING) -> Markup:
    """Return the top of a page that somebody else fills."""
    return top(asked.question.room, looked_at(asked, beside), beside=beside)


def document(title: str, body: Markup, *, beside: Beside = NOTHING, live: bool = True) -> str:
    """Return a whole document, light or dark where its address says so.

    Parameters
    ----------
    body : Markup
        With an element whose id is ``main``.
    """
    theme = beside.get("theme") if beside.get("theme") in THEMES else None
    script = element("script", Markup(""), src=assets.address("htmx.min.js"), defer=True) if live else None
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content=theme or "light dark"),
        element("meta", name="htmx-config", content=_HTMX) if live else None,
        element("title", f"{title} · technostate"),
        element("link", rel="stylesheet", href=assets.address("style.css")),
        element("link", rel="icon", href=assets.address("icon.svg")),
        script,
    )
    skip = element("a", "Skip to the text", href="#main", class_="skip")
    made = element("html", head, element("body", skip, PATTERNS, body, id="top"), lang="en", data_theme=theme)
    return "<!DOCTYPE html>\n" + (_kept(made, theme) if theme else made) + "\n"


#: What a reader may choose; without a choice the system's wish counts.
THEMES = ("light", "dark")
#: Links to pages of this place, which are our own markup.
_LINK = re.compile(r'(<a [^>]*?href="|<a href="|hx-get=")(/(?!static/)[^"#]*)((?:#[^"]*)?")')
_FILE = re.compile(r"\.(json|csv|svg|png|bib|ris)(\?|$)")


def _kept(made: str, theme: str) -> str:
    """Return a document whose links to other pages keep the theme."""

    def kept(found: re.Match[str]) -> str:
        address = found[2]
        if "theme=" in address or _FILE.search(address):
            return found[0]
        return f"{found[1]}{address}{'&amp;' if '?' in address else '?'}theme={theme}{found[3]}"

    return _LINK.sub(kept, made)


def _contents(bundle: Bundle) -> Markup | None:
    """Return links to the sections of a long answer; None where there are few."""
    sections = bundle.meta.sections
    if len(sections) < _LONG:
        return None
    links = [element("li", element("a", title, href=f"#{anchor}")) for anchor, title in sections]
    links.append(element("li", element("a", "Cite and repeat", href="#cite")))
    up = element("li", element("a", "Back to top", href="#top"), class_="up")
    return element("nav", element("ul", links, up), class_="toc", aria_label="On this page")


def _crumbs(asked: Asked, beside: Beside) -> Markup | None:
    """Return the pages of the same part; a page below one of them names itself."""
    states = looked_at(asked, beside)
    items = []
    rows = [row for row in QUESTIONS if row.room == asked.question.room]
    for row in rows:
        here = row is asked.question
        target = None if here else entrance(row, states)
        if here:
            items.append(element("li", element("span", row.title, aria_current="page")))
        elif target:
            items.append(element("li", element("a", row.title, href=target)))
    if len(items) < 2:
        return None
    label = f"Pages of {ROOMS[asked.question.room]}" if asked.question.room in ROOMS else "Pages"
    return element("nav", element("ul", items), class_="crumbs", aria_label=label)


def _other_edition(bundle: Bundle | None, beside: Beside) -> Markup | None:
    """Return a note where a link was made with another edition of program and data."""
    said = beside.get("edition", "")
    if bundle is None or not said or said == bundle.meta.edition:
        return None
    words = f"This link was made with edition {said}; the figures are those of {bundle.meta.edition} and may differ."
    return element("p", escape(words), class_="warn", role="note")
