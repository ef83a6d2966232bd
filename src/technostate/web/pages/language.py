"""Beside an answer on official language: the pages of a long list of hits."""

from __future__ import annotations

import json

from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.write.markup import Markup, element, join

#: Questions whose hits fill pages → key of the hits in their data, and hits of a page.
PAGED = {"language-search": ("hits", 20), "language-kwic": ("rows", 100)}


def around(asked: Asked, bundle: Bundle | None) -> Markup | None:
    """Return links to the hits before and after those that are shown, None where one page has all."""
    content = bundle.data(".json") if bundle else None
    if asked.question.key not in PAGED or content is None:
        return None
    key, most = PAGED[asked.question.key]
    said = json.loads(content)
    total = said.get("total", len(said.get(key, ())))
    start = int(asked.given.get("start") or 0)
    links = []
    if start > 0:
        before = max(0, start - most)
        links.append(element("a", "Hits before", href=asked.changed(start=str(before) if before else "").address))
    if start + most < total:
        links.append(element("a", "Hits after", href=asked.changed(start=str(start + most)).address))
    return element("p", [join(item, " ") for item in links], class_="pages") if links else None
