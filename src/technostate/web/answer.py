"""From what is asked to what is kept: the one place where the observatory asks a view. Runs where numbers are made."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

from technostate import __version__
from technostate.web.asked import Asked
from technostate.web.bundle import BODY, Bundle, Drawing, Meta
from technostate.web.shelf import Shelf, edition
from technostate.web.writer import PageWriter
from technostate.write import View
from technostate.write.blocks import Chart, Section
from technostate.write.charts import picture, standalone
from technostate.write.charts.vega import specification
from technostate.write.cite import STYLES, cite
from technostate.write.data import to_csv, to_json
from technostate.write.html import anchor_of
from technostate.write.markup import element, join

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
    charts = [_files(chart, view) for chart in view.charts]
    suffixes = tuple(charts[0]) if charts else ()
    writer = PageWriter(asked, suffixes)
    body = writer.blocks(view.blocks)
    listed = writer.list_of_sources()
    sources = element("section", element("h2", "Sources"), listed, id="sources") if listed else None
    sections = [(anchor_of(block), block.title) for block in view.blocks if isinstance(block, Section)]
    members = {BODY: str(join(body, sources)).encode(), "data.json": to_json(view.data).encode()}
    if view.rows:
        members["data.csv"] = to_csv(view.rows).encode()
    for number, files in enumerate(charts, 1):
        members |= {f"chart-{number}{suffix}": content for suffix, content in files.items()}
    drawings = tuple(Drawing(chart.caption, f"chart-{number}", suffixes) for number, chart in enumerate(view.charts, 1))
    meta = Meta(
        view.title, view.lead, view.command, asked.python(), dt.date.today().isoformat(), edition(),
        (*sections, *((("sources", "Sources"),) if listed else ())), drawings,
        {style: cite(view.origins, style) for style in STYLES} if view.origins else {}, _own(asked, view),
    )  # fmt: skip
    return Bundle(meta, members)


def _files(chart: Chart, view: View[Any]) -> dict[str, bytes]:
    """Return a chart as files; PNG only where its library is installed."""
    drawn = standalone.standalone(chart, command=view.command)
    files = {
        ".csv": to_csv(tuple({"figure": figure} for figure in chart.form.figures)).encode(),
        ".svg": drawn.encode(),
        ".vl.json": json.dumps(specification(chart), ensure_ascii=False).encode(),
    }
    if picture.possible("png"):
        files[".png"] = picture.picture(drawn, "png")
    return files


def _own(asked: Asked, view: View[Any]) -> dict[str, str]:
    """Return how to cite the answer itself: program, version, title, edition of the data, address."""
    year = dt.date.today().year
    text = f"technostate ({year}). {view.title}. Version {__version__}, edition {edition()}. {asked.address}"
    return {"text": text}
