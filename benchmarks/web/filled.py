"""A folder of answers, filled with the examples of every question, and the figures that the others draw."""

from __future__ import annotations

import csv
import json
import time
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import parse_qsl

from benchmarks.web.servers import OURS, Server, started
from technostate.web import folder as folders
from technostate.web.asked import Asked
from technostate.web.bundle import Bundle
from technostate.web.questions import QUESTIONS
from technostate.web.route import found

#: The page that all three show.
PAGE = "/exposure/CHN"
#: Formats of an answer that a client may ask for beside its page.
TWINS = (".json", ".csv", ".svg")


def examples() -> list[Asked]:
    """Every example address of the table of questions."""
    rows = [address.partition("?") for row in QUESTIONS for address in row.examples or ()]
    return [found(path, parse_qsl(query))[0] for path, _, query in rows]


def filled(folder: Path, figures: Path) -> dict[Asked, Bundle]:
    """Have every example made that takes no minutes, and return what is kept; writes the figures of the page."""
    folder.mkdir(parents=True, exist_ok=True)
    shelf = folders.shelf(folder, None)
    wanted = [asked for asked in examples() if not asked.question.long and not shelf.has(shelf.key(asked))]
    if wanted:
        server = started(OURS, folder, figures)
        try:
            for asked in wanted:
                _made(server, asked)
        finally:
            server.end()
    kept = {asked: bundle for asked in examples() if (bundle := shelf.read(shelf.key(asked))) is not None}
    page = next(bundle for asked, bundle in kept.items() if asked.address == PAGE)
    figures.write_text(json.dumps(_charts(page), ensure_ascii=False), "utf-8")
    return kept


def _made(server: Server, asked: Asked, seconds: float = 600) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(server.address + asked.twin(".json"), timeout=180) as reply:
                if reply.status == 200:
                    print(f"{asked.address} is made", flush=True)
                    return
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{asked.address}: {error.code} {error.read()[:300]!r}") from None
        time.sleep(1)
    raise RuntimeError(f"{asked.address} was not made in {seconds} s")


def paths(kept: dict[Asked, Bundle]) -> list[str]:
    """What clients ask for: every page three times as often as each of its twins."""
    pages = [asked.address for asked in kept for _ in range(3)]
    twins = [asked.twin(end) for asked, bundle in kept.items() for end in TWINS
             if (bundle.chart(1, end) if end == ".svg" else bundle.data(end)) is not None]  # fmt: skip
    return pages + twins


def _charts(bundle: Bundle) -> list[dict[str, object]]:
    made = []
    for number, chart in enumerate(bundle.meta.charts, 1):
        content = bundle.chart(number, ".csv")
        assert content is not None, chart.caption
        rows = [
            {"label": row["label"], "year": int(row["year"]), "value": float(row["value"])}
            | ({"group": row["group"]} if row.get("group") else {})
            for row in csv.DictReader(content.decode("utf-8").splitlines())
            if row.get("value")
        ]
        made.append({"title": chart.caption, "rows": rows})
    return made
