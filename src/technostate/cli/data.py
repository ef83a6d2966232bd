"""`technostate data`: list, show, verify and rebuild the embedded data."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

from cyclopts import App, Parameter

from technostate.cli import data_own, data_update
from technostate.cli.output import STANDARD, Output, chosen, emit
from technostate.cli.values import OwnStore, Place, reads

app = App(name="data", help="List, show and verify the data; import your own.")
data_own.register(app)
data_update.register(app)


@app.command(name="list")
def list_series(
    text: str = "",
    *,
    own: Annotated[bool, Parameter(negative="")] = False,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """List the series, or those whose id, title, unit or producer has every word of TEXT.

    Parameters
    ----------
    text
        Words to look for, case ignored.
    own
        Only what you have imported: series, worlds and tariffs, every edition.
    """
    from technostate.view.own import holdings
    from technostate.view.series import listing

    reads(store)
    emit(output, lambda: holdings(text) if own else listing(text))


@app.command
def catalogue(text: str = "", *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Say what ships: producers, sources, series, indicators, tables; how old and under which terms.

    Parameters
    ----------
    text
        Only what has every word, case ignored.
    """
    from technostate.view.sources import catalogue as view

    reads(store)
    emit(output, lambda: view(text))


@app.command
def origin(key: str, /, *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show a source: who published what, which edition, its terms, when it was taken, what uses it, how to cite it.

    Parameters
    ----------
    key
        As --cite bibtex writes it: worldbank-2025-4d7938.
    """
    from technostate.view.sources import source as view

    reads(store)
    emit(output, lambda: view(key))


@app.command
def show(
    series_id: str,
    /,
    *,
    region: str | None = None,
    vintage: str | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Show a series: its origin, and the figures of a region or the newest figure of each.

    Parameters
    ----------
    series_id
        For example worldbank/wdi/GB.XPD.RSDV.GD.ZS.
    region
        A code or name; all regions by default.
    vintage
        An older edition; the newest by default.
    """
    from technostate.view.series import one

    reads(store)
    emit(output, lambda: one(series_id, region=region, vintage=vintage))


@app.command
def verify(*, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Check that every embedded file is there and has the checksum of the manifest, and your own series theirs."""
    from technostate.view.series import verified

    reads(store)
    emit(output, verified)


@app.command
def licences(*, output: Output = STANDARD) -> None:
    """Show under which terms each source of the embedded data ships, and from where it was obtained."""
    from technostate.view.licences import licences as answer

    emit(output, answer)


@app.command
def export(folder: Place, *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Write all series, indicators and worlds as tidy Parquet with their descriptions, for R, DuckDB and others.

    Parameters
    ----------
    folder
        A new or empty folder, or one that an earlier export made.
    """
    from technostate.cli.progress import shown
    from technostate.view.export import export as write

    reads(store)
    chosen(output)
    with shown() as show:
        view = write(folder, progress=show)
    emit(output, view)


@app.command
def build(
    *,
    raw: Annotated[list[Place], Parameter(name="--from", negative="", help="a folder with one a data set; repeated")],
    out: Annotated[Place | None, Parameter(help="folder to write; the package's own by default")] = None,
    only: Annotated[str, Parameter(help="names of recipes joined by commas; all by default")] = "",
) -> None:
    """Rebuild the embedded data from the raw data sets; the old data stay until all of the new are made."""
    from technostate.doctrine.monthly.recipes import RECIPES as MONTHLY
    from technostate.doctrine.recipes import RECIPES as DOCTRINE
    from technostate.evidence import embedded
    from technostate.evidence.build import build as run
    from technostate.evidence.build import gathered
    from technostate.evidence.recipes import RECIPES as SERIES
    from technostate.strategies.recipes import RECIPES as EXPOSURE
    from technostate.world.recipes import RECIPES as WORLDS

    target = out or embedded.root()
    names = [name.strip() for name in only.split(",") if name.strip()]
    with _progress() as step, gathered(raw) as root:
        manifest = run(root, target, (*SERIES, *WORLDS, *EXPOSURE, *DOCTRINE, *MONTHLY), only=names, progress=step)
    products = manifest["products"]
    print(f"{len(products)} files, {sum(item['bytes'] for item in products) / 1e6:.1f} MB, in {target}")


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
