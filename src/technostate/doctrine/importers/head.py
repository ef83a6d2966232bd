"""What the head of a web page declares: its title and the day on which it was published, nothing guessed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

#: Characters of a page that are looked at.
_SCOPE = 400_000
_TITLE = re.compile(r"<title\b[^>]{0,500}>([^<]{0,2000})", re.IGNORECASE)
_META = re.compile(r"<(meta|time)\b([^<>]{0,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([A-Za-z][\w:-]{0,60})(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{4,40})"')
#: Names of meta elements, best first: open graph, Dublin Core, the indexes of journals.
_TITLES = ("og:title", "citation_title", "dc.title", "dcterms.title", "title", "articletitle", "twitter:title")
#: When a page was published, the names that Chinese government sites use among them; never when it was changed.
_DATES = (
    "article:published_time", "og:article:published_time", "datepublished", "citation_publication_date",
    "citation_date", "dcterms.issued", "dc.date.issued", "dc.date", "dcterms.date", "dc.date.created",
    "dcterms.created", "pubdate", "publishdate", "publish_date", "publish-date", "publication_date", "publicationdate",
    "publishtime", "published", "firstpublishedtime", "parsely-pub-date", "sailthru.date", "date", "release_date",
    "datecreated",
)  # fmt: skip
_PUBLISHED = re.compile(r"publish|pubdate|dc:date|issued", re.IGNORECASE)


def declared(text: str) -> tuple[str, str]:
    """Return the title and the date of publication as a page writes them, each empty where it declares none.

    Parameters
    ----------
    text : str
        The page with its scripts, for a page may declare its date as linked data.

    Examples
    --------
    >>> declared('<title>A talk</title><meta name="pubdate" content="2014-04-15"><time>2009</time>')
    ('A talk', '2014-04-15')
    """
    top = _COMMENT.sub(" ", text[:_SCOPE])
    meta: dict[str, str] = {}
    times: list[str] = []
    for tag, values in _elements(top):
        if tag == "time":
            if values.get("datetime") and any(_PUBLISHED.search(f"{name} {value}") for name, value in values.items()):
                times.append(values["datetime"])
            continue
        for name in ("property", "name", "itemprop"):
            if values.get(name) and values.get("content", "").strip():
                meta.setdefault(values[name].strip().casefold(), values["content"].strip())
    linked = set(_LINKED.findall(top))
    named = _TITLE.search(top)
    title = next((meta[name] for name in _TITLES if name in meta), "") or (html.unescape(named[1]) if named else "")
    dates = [meta[name] for name in _DATES if name in meta] + times[:1] + (list(linked) if len(linked) == 1 else [])
    return " ".join(title.split()), next(iter(dates), "")


def _elements(text: str) -> Iterator[tuple[str, dict[str, str]]]:
    for found in _META.finditer(text):
        values: dict[str, str] = {}
        for name, *quoted in _ATTRIBUTE.findall(found[2]):
            values.setdefault(name.lower(), html.unescape(next((value for value in quoted if value), "")))
        yield found[1].lower(), values
