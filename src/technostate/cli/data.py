"""`technostate data`: list, show, verify and rebuild the embedded data."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import App, Parameter

if TYPE_CHECKING:
    from technostate.evidence.catalogue import Entry
    from technostate.evidence.series import Series

app = App(name="data", help="List, show, verify and rebuild the embedded data.")

Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON")]


@app.command(name="list")
def list_series(*, text: str = "", as_json: Json = False) -> None:
    """List the series, or those whose id, title, unit or producer has every word of TEXT.

    Parameters
    ----------
    text
        Words to look for, case ignored.
    as_json
        Print JSON instead of a table.
    """
    from technostate.evidence import catalogue

    found = catalogue.search(text)
    if as_json:
        _print_json([_entry_record(item) for item in found])
        return
    rows = [
        (item.id, item.title, item.unit, item.kind, f"{item.first}–{item.last}", str(item.regions)) for item in found
    ]
    _print_table(("id", "title", "unit", "kind", "years", "regions"), rows)
    print(f"{len(found)} of {len(catalogue.entries())} series; technostate data show ID shows one")


@app.command
def show(series_id: str, /, *, region: str = "", vintage: str | None = None, as_json: Json = False) -> None:
    """Show a series: its origin, and the figures of a region or the newest figure of each.

    Parameters
    ----------
    series_id
        For example worldbank/wdi/MS.MIL.XPND.GD.ZS.
    region
        ISO 3166 alpha-3 code, EU or WLD; all regions by default.
    vintage
        An older edition; the newest by default.
    as_json
        Print JSON instead of a table.
    """
    from technostate.evidence import catalogue, regions

    series = catalogue.load(series_id, vintage)
    if region:
        series.path(regions.check(region))
    labels = (region,) if region else series.regions
    if as_json:
        record = _entry_record(catalogue.entry(series_id, vintage))
        values = {label: {str(year): value for year, value in series.path(label).items()} for label in labels}
        _print_json({**record, "origin": series.origin.as_dict(), "values": values})
        return
    _print_head(series, catalogue.entry(series_id, vintage))
    if region:
        _print_table(
            ("year", series.unit), [(str(year), _figure(value)) for year, value in series.path(region).items()]
        )
        return
    newest = [item for item in (series.latest(label) for label in labels) if item is not None]
    rows = [(item.region, regions.name(item.region), str(item.year), _figure(item.value)) for item in newest]
    _print_table(("region", "name", "newest year", series.unit), rows)


@app.command
def verify(*, as_json: Json = False) -> None:
    """Check that every embedded file is there and has the checksum of the manifest.

    Parameters
    ----------
    as_json
        Print JSON instead of a sentence.
    """
    from technostate.evidence import embedded

    if as_json:
        checks = embedded.inspect()
        _print_json([{"path": item.path, "state": item.state, "bytes": item.bytes} for item in checks])
        embedded.verify()
        return
    checks = embedded.verify()
    print(f"{len(checks)} files, {sum(item.bytes for item in checks) / 1e6:.1f} MB: all intact")


@app.command
def build(
    *,
    raw: Annotated[Path, Parameter(name="--from", help="folder with one folder a raw data set")],
    out: Annotated[Path | None, Parameter(help="folder to write; the package's own by default")] = None,
    only: Annotated[str, Parameter(help="names of recipes joined by commas; all by default")] = "",
) -> None:
    """Rebuild the embedded data from the raw data sets; the old data stay until all of the new are made."""
    from technostate.doctrine.recipes import RECIPES as DOCTRINE
    from technostate.evidence import embedded
    from technostate.evidence.build import build as run
    from technostate.evidence.recipes import RECIPES as SERIES
    from technostate.strategies.recipes import RECIPES as EXPOSURE
    from technostate.world.recipes import RECIPES as WORLDS

    target = out or embedded.root()
    names = [name.strip() for name in only.split(",") if name.strip()]
    with _progress() as step:
        manifest = run(raw, target, (*SERIES, *WORLDS, *EXPOSURE, *DOCTRINE), only=names, progress=step)
    products = manifest["products"]
    print(f"{len(products)} files, {sum(item['bytes'] for item in products) / 1e6:.1f} MB, in {target}")


def _entry_record(item: Entry) -> dict[str, Any]:
    return {
        "id": item.id,
        "title": item.title,
        "unit": item.unit,
        "kind": item.kind,
        "vintage": item.vintage,
        "vintages": list(item.vintages),
        "first": item.first,
        "last": item.last,
        "regions": item.regions,
        "producer": item.origin.producer,
        "licence": item.origin.licence,
    }


def _print_head(series: Series, item: Entry) -> None:
    print(f"{series.title} ({series.unit}, {series.kind})")
    print(f"{series.id}, vintage {item.vintage}{_others(item)}")
    print(f"source: {series.origin.citation}")
    print(f"licence: {series.origin.licence}")
    if series.origin.note:
        print(f"note: {series.origin.note}")


def _others(item: Entry) -> str:
    older = [vintage for vintage in item.vintages if vintage != item.vintage]
    return f"; also {', '.join(older)}" if older else ""


def _figure(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,.7g}"


def _print_json(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=2))


def _print_table(header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    """Print a table as wide as the terminal; piped output is tab-separated, one row a line, nothing cut."""
    if not sys.stdout.isatty():
        for row in (header, *rows):
            print("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*header, box=None, header_style="bold")
    for row in rows:
        table.add_row(*row)
    Console().print(table)


@contextmanager
def _progress() -> Iterator[Callable[[int, int, str], None]]:
    """Show which recipe runs: a bar on a terminal, a line each otherwise, both on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, total, name: print(f"[{done}/{total}] {name or 'done'}", file=sys.stderr)
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True)) as bar:
        task = bar.add_task("data")
        yield lambda done, total, name: bar.update(task, completed=done, total=total, description=name or "done")
