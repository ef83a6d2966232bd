"""The command of the study."""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.measure import RESULTS
from benchmarks.pages import Results, filled, keep, read
from benchmarks.study.found import results
from benchmarks.study.pictures import pictures
from benchmarks.study.prices import later, prices
from benchmarks.study.runs import carried_out
from benchmarks.study.tables import TABLES

HERE = Path(__file__).parent
DOCS = HERE.parents[1] / "docs"
PAGE, KEPT, IMAGES = DOCS / "study-five-strategies.md", RESULTS / "study.json", DOCS / "images"


def page(found: Results) -> str:
    """The page, its places filled."""
    return filled((HERE / "page.md").read_text("utf-8"), found, TABLES)


def main(words: list[str]) -> int:
    """Run, keep, draw and write; or write the page again."""
    parser = argparse.ArgumentParser(prog="benchmarks study", description="What the five strategies buy.")
    parser.add_argument("--runs-in", type=Path, default=Path("build/study"), help="folder of the runs (build/study)")
    parser.add_argument("--runs", type=int, default=1024)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--page", action="store_true", help="write page and figures from the results kept")
    asked = parser.parse_args(words)
    if not asked.page:
        found = results(carried_out(asked.runs_in, asked.runs, asked.workers))
        keep(KEPT, found | prices() | later(asked.runs_in / "drift", asked.workers))
    kept = read(KEPT)
    for name, drawing in pictures(kept).items():
        (IMAGES / name).write_text(drawing, "utf-8")
    PAGE.write_text(page(kept), "utf-8")
    return 0
