"""The foot of every page: how to cite the view, where its twins are, and what to type for the same numbers."""

from __future__ import annotations

from technostate import __version__
from technostate.evidence.origin import KINDS
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.links import NOTHING, Beside
from technostate.write.markup import Markup, Node, details, element, join

#: Twins of an answer: suffix → what the link says. The last four cite its sources.
TWINS = {".json": "JSON", ".csv": "CSV"}
CITED = {".txt": "text", ".bib": "BibTeX", ".ris": "RIS", ".csl.json": "CSL-JSON"}
#: Styles in which the view itself is cited, and what they are called.
_OWN = {"bibtex": "BibTeX", "ris": "RIS", "csl-json": "CSL-JSON"}
_NAMES = "Names of states and territories follow the producers of the data and say nothing on their status."


def foot(asked: Asked, bundle: Bundle, beside: Beside = NOTHING) -> Markup:
    """Return the foot of the page of an answer."""
    parts = _cite(asked, bundle), _get(asked, bundle), _about(asked.address, beside, bundle)
    return element("footer", element("div", parts, class_="wrap"), class_="foot", id="foot")


def page_foot(address: str, beside: Beside = NOTHING) -> Markup:
    """Return the foot of a page that is no answer, or none yet."""
    return element("footer", element("div", _about(address, beside), class_="wrap"), class_="foot", id="foot")


def permalink(asked: Asked, bundle: Bundle) -> str:
    """Return the address of an answer with the edition that it was made with."""
    return f"{asked.address}{'&' if asked.query else '?'}edition={bundle.meta.edition}"


def _cite(asked: Asked, bundle: Bundle) -> Markup:
    meta = bundle.meta
    link = permalink(asked, bundle)
    own = [
        join(element("p", words), element("pre", meta.own[style].strip()))
        for style, words in _OWN.items()
        if style in meta.own
    ]
    sources = _links(asked, bundle, CITED)
    return element(
        "section",
        element("h2", "Cite this view"),
        element("p", meta.own.get("text", ""), class_="copy"),
        details("BibTeX, RIS and CSL-JSON of this view", *own) if own else None,
        element("p", "Its sources as ", sources) if sources else None,
        element("p", "Permalink: ", element("a", link, href=link, class_="copy")),
        id="cite",
    )


def _get(asked: Asked, bundle: Bundle) -> Markup:
    meta = bundle.meta
    data = _links(asked, bundle, TWINS)
    charts = "; each chart as CSV, SVG and more in its source line" if meta.charts else ""
    return element(
        "section",
        element("h2", "Get the same numbers"),
        element("p", "Data of this view: ", data, charts) if data else None,
        element("p", "Command line:"),
        element("pre", meta.command, class_="copy", tabindex=0),
        element("p", "Python:"),
        element("pre", meta.python, class_="copy", tabindex=0),
    )


def _links(asked: Asked, bundle: Bundle, twins: dict[str, str]) -> list[Node]:
    """Return links to the twins that are kept, with commas between."""
    found: list[Node] = []
    for suffix, words in twins.items():
        if bundle.data(suffix) is not None:
            found += [", "] * bool(found) + [
                element("a", words, href=asked.twin(suffix), download=suffix not in (".json", ".csv"))
            ]
    return found


def _about(address: str, beside: Beside, bundle: Bundle | None = None) -> Markup:
    """Return what the kinds of figures mean, on names, on the edition, and the choice of light and dark."""
    kinds = [
        join(element("dt", element("span", kind, class_=f"kind {kind}")), element("dd", f"{words}"))
        for kind, words in KINDS.items()
    ]
    edition = (
        f"technostate {__version__}, edition {bundle.meta.edition}; made {bundle.meta.made}."
        if bundle
        else f"technostate {__version__}."
    )
    return element(
        "section",
        element("h2", "About the figures"),
        element("dl", kinds),
        element("p", _NAMES),
        element("p", edition),
        _themes(address, beside),
    )


def _themes(address: str, beside: Beside) -> Markup:
    """Return links to the same page in light, in dark, and as the system wishes."""
    said = beside.get("theme", "")
    parts: list[Node] = ["Colours: "]
    for at, (key, words) in enumerate((("", "as the system"), ("light", "light"), ("dark", "dark"))):
        more = f"{'&' if '?' in address else '?'}theme={key}" if key else ""
        here = key == (said if said in ("light", "dark") else "")
        parts += [" · "] * bool(at)
        parts.append(element("strong", words) if here else element("a", words, href=address + more))
    return element("p", parts, class_="themes")
