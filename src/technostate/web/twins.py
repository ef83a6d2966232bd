"""An answer in the formats that it is asked in: its page, its data, its charts, how to cite its sources."""

from __future__ import annotations

from technostate.web import shell
from technostate.web.around import around
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.links import Beside
from technostate.web.refused import RefusedError
from technostate.web.replies import Finished, finished

#: Media types by suffix; empty for the page.
KINDS = {
    "": "text/html; charset=utf-8", ".json": "application/json", ".csv": "text/csv; charset=utf-8",
    ".svg": "image/svg+xml", ".png": "image/png", ".vl.json": "application/json", ".txt": "text/plain; charset=utf-8",
    ".bib": "application/x-bibtex; charset=utf-8", ".ris": "application/x-research-info-systems; charset=utf-8",
    ".csl.json": "application/vnd.citationstyles.csl+json", ".yaml": "application/yaml; charset=utf-8",
}  # fmt: skip
#: Formats of charts only.
OF_CHARTS = (".svg", ".png", ".vl.json")
#: Formats that a browser shows.
_SHOWN = (".json", ".svg", ".png", ".txt")


def written(asked: Asked, bundle: Bundle, suffix: str, chart: str, beside: Beside) -> Finished:
    """Return a page or a twin, ready to be sent.

    Parameters
    ----------
    chart : str
        Number of the chart that is asked for; empty for the whole answer.

    Raises
    ------
    RefusedError
        If it is not kept in this format.
    """
    if not suffix:
        page = shell.page(asked, bundle, around=around(asked, bundle), beside=beside)
        return finished(page.encode(), KINDS[""])
    content = bundle.chart(int(chart), suffix) if chart else bundle.data(suffix)
    if content is None:
        have = ", ".join(_formats(bundle, chart)) or "none"
        raise RefusedError(404, f"{'this chart' if chart else 'this answer'} is not kept as {suffix}", f"kept: {have}")
    return finished(content, KINDS[suffix], headers=_named(asked, suffix, chart))


def of_text(suffix: str, name: str, text: str) -> Finished:
    """Return a twin that is written from the address alone, as a file of this name."""
    safe = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "-.") else "-" for letter in name)
    return finished(text.encode(), KINDS[suffix], headers={"content-disposition": f'attachment; filename="{safe}"'})


def _named(asked: Asked, suffix: str, chart: str) -> dict[str, str]:
    """Return the header that names the file of a download."""
    parts = [part for part in asked.path.split("/") if part] + (["chart", chart] if chart else [])
    safe = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in "-".join(parts))[:100]
    how = "inline" if suffix in _SHOWN else "attachment"
    return {"content-disposition": f'{how}; filename="technostate-{safe or "home"}{suffix}"'}


def _formats(bundle: Bundle, chart: str) -> list[str]:
    start = f"chart-{int(chart)}." if chart else "data."
    return sorted("." + name.removeprefix(start) for name in bundle.members if name.startswith(start))
