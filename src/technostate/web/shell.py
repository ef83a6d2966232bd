"""The page around an answer: navigation, controls, how to cite and repeat it. It reads bundles and makes no number."""

from __future__ import annotations

from technostate.evidence import regions
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.parameter import Parameter
from technostate.web.questions import QUESTIONS, ROOMS
from technostate.write.charts.fluid import PATTERNS
from technostate.write.markup import Markup, element, join

#: Where static files are served.
STATIC = "/static"
#: What the pinned script may not do: write styles, run text, ask other hosts.
_HTMX = '{"includeIndicatorStyles":false,"allowEval":false,"selfRequestsOnly":true}'


def page(asked: Asked, bundle: Bundle | None, *, around: Markup | None = None, waiting: Markup | None = None) -> str:
    """Return the page of an answer, or of one that is not there yet.

    Parameters
    ----------
    around : Markup, optional
        What stands before the answer: a form, say.
    waiting : Markup, optional
        What stands in place of an answer that is being made.
    """
    title = bundle.meta.title if bundle else asked.question.title
    lead = (bundle.meta.lead if bundle else "") or asked.question.words
    inner = Markup(bundle.body) if bundle else waiting
    main = element(
        "main", element("h1", title), element("p", lead, class_="lead"), controls(asked), around,
        element("div", inner, id="answer"), foot(asked, bundle) if bundle else None, id="main",
    )  # fmt: skip
    return document(title, join(header(asked), element("div", main, class_="wrap")))


def document(title: str, body: Markup) -> str:
    """Return a whole document."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="htmx-config", content=_HTMX),
        element("title", f"{title} · technostate"),
        element("link", rel="stylesheet", href=f"{STATIC}/style.css"),
        element("script", Markup(""), src=f"{STATIC}/htmx.min.js", defer=True),
    )  # fmt: skip
    skip = element("a", "Skip to the text", href="#main", class_="skip")
    return "<!DOCTYPE html>\n" + element("html", head, element("body", skip, PATTERNS, body), lang="en") + "\n"


def header(asked: Asked) -> Markup:
    """Return the navigation; the part that is open is marked."""
    items = []
    for row in QUESTIONS:
        if row.first:
            here = row.room == asked.question.room
            link = element("a", ROOMS[row.room], href=_entrance(row.path, asked), aria_current="page" if here else None)
            items.append(element("li", link))
    brand = element("a", "technostate", href="/", class_="brand")
    return element("header", brand, element("nav", element("ul", items), aria_label="Observatory"), class_="bar")


def _entrance(path: str, asked: Asked) -> str:
    """Return the address of a part for the state that a reader is looking at."""
    return path.replace("{state}", asked.given.get("state") or "CHN")


def controls(asked: Asked) -> Markup | None:
    """Return the form with which a question is asked with other values; it works without script."""
    if not asked.question.parameters or asked.question.around.startswith("technostate.web.pages.lab"):
        return None
    fields = [element("label", element("span", row.title), _control(row, asked)) for row in asked.question.parameters]
    return element("form", fields, element("button", "Show"), action="/ask/" + asked.question.key, class_="controls")


def _control(row: Parameter, asked: Asked) -> Markup:
    value = asked.given.get(row.name, "")
    if row.kind == "choice" or (row.kind == "state" and not row.many):
        choices = row.choices or tuple(regions.countries())
        names = row.names or (row.choices if row.choices else tuple(map(regions.name, choices)))
        empty = () if row.default else (("", "–"),)
        options = [
            element("option", said, value=code, selected=code == value)
            for code, said in (*empty, *zip(choices, names, strict=True))
        ]
        return element("select", options, name=row.name)
    if row.kind == "flag":
        return element("input", name=row.name, type="checkbox", value="yes", checked=value == "yes")
    return element("input", name=row.name, value=value, maxlength=row.longest)


def foot(asked: Asked, bundle: Bundle) -> Markup:
    """Return how to cite the answer, its permalink and twins, and what to type for the same numbers."""
    meta = bundle.meta
    twins = [element("a", suffix[1:].upper(), href=asked.twin(suffix)) for suffix in (".json", ".csv")
             if bundle.data(suffix) is not None]  # fmt: skip
    link = f"{asked.address}{'&' if '?' in asked.address else '?'}edition={meta.edition}"
    return element(
        "footer",
        element("p", element("strong", "Cite this view. "), meta.own.get("text", "")),
        element("p", "Permalink: ", element("a", link, href=link), " · ", [join(twin, " ") for twin in twins]),
        element("p", "Same numbers: ", element("code", meta.command)),
        element("pre", meta.python),
    )
