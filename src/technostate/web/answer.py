"""From what is asked to what is kept: the one place where the observatory asks a view. Runs where numbers are made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from technostate.web.asked import Asked
from technostate.web.bundle import BODY, WHOLE, Bundle, Drawing, Meta
from technostate.web.citation import citations
from technostate.web.shelf import Shelf, edition
from technostate.web.writer import PageWriter
from technostate.write import View
from technostate.write.blocks import Section
from technostate.write.charts import chart_file, picture
from technostate.write.cite import cite
from technostate.write.data import to_csv, to_json
from technostate.write.html import anchor_of
from technostate.write.markup import Markup, element, join

Show = Callable[[str, float | None], None]


def answer(asked: Asked, shelf: Shelf, progress: Show | None = None) -> Bundle:
    """Return the kept answer, or the one made now, which is then kept.

    What the view raises is raised, and nothing is kept.
    """
    key = shelf.key(asked)
    found = shelf.read(key)
    if found is None:
        found = bundled(asked, asked.question.answer(asked.given, progress))
        shelf.write(key, found)
    return found


def bundled(asked: Asked, view: View[Any]) -> Bundle:
    """Return a view as it is kept."""
    charts = [_files(view, number) for number, _ in enumerate(view.charts, 1)]
    suffixes = tuple(charts[0]) if charts else ()
    body, whole, listed = _written(asked, view, suffixes)
    members = {BODY: body.encode(), "data.json": to_json(view.data).encode()}
    if whole:
        members[WHOLE] = whole.encode()
    if view.rows:
        members["data.csv"] = to_csv(view.rows).encode()
    if view.origins:
        members |= {f"data{suffix}": cite(view.origins, style).encode() for suffix, style in _CITED.items()}
    sections = [(anchor_of(block), block.title) for block in view.blocks if isinstance(block, Section)]
    for number, files in enumerate(charts, 1):
        members |= {f"chart-{number}{suffix}": content for suffix, content in files.items()}
    drawings = tuple(Drawing(chart.caption, f"chart-{number}", suffixes) for number, chart in enumerate(view.charts, 1))
    meta = Meta(
        view.title, view.lead, view.command, asked.python(), dt.date.today().isoformat(), edition(),
        (*sections, *((("sources", "Sources"),) if listed else ())), drawings,
        citations(view.title, asked.address, edition(), dt.date.today().year),
    )  # fmt: skip
    return Bundle(meta, members)


#: Twins that cite the sources of an answer: suffix → style.
_CITED = {".txt": "text", ".bib": "bibtex", ".ris": "ris", ".csl.json": "csl-json"}


#: Bytes of a page with everything from which its folds are opened on a second look only.
HEAVY = 300_000


def _written(asked: Asked, view: View[Any], suffixes: tuple[str, ...]) -> tuple[str, str, bool]:
    """Return the body of a page, the whole body where the page leaves something out, and whether it lists sources."""
    full = PageWriter(asked, suffixes, whole=True)
    whole = _with_sources(full, full.blocks(view.blocks))
    # Sources have the numbers of the whole page, so that a part of it fits this one.
    writer = PageWriter(asked, suffixes, heavy=len(whole) > HEAVY, sources=full.sources)
    body = _with_sources(writer, writer.blocks(view.blocks))
    return str(body), str(whole) if writer.cut else "", bool(full.sources.origins)


def _with_sources(writer: PageWriter, body: Markup) -> Markup:
    listed = writer.list_of_sources()
    return join(body, element("section", element("h2", "Sources"), listed, id="sources") if listed else None)


def _files(view: View[Any], number: int) -> dict[str, bytes]:
    """Return a chart as files, as the command line writes them; PNG only where its library is installed."""
    made = ((suffix, chart_file(view, kind, number)) for suffix, kind in _DRAWN.items() if picture.possible(kind))
    return {suffix: file.encode() if isinstance(file, str) else file for suffix, file in made}


#: Files of a chart: suffix → kind.
_DRAWN = {".csv": "csv", ".svg": "svg", ".vl.json": "vega", ".png": "png"}
