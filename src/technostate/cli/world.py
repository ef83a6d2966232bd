"""`technostate world`: the input–output tables, their regions, sectors and lists."""

from __future__ import annotations

from cyclopts import App

from technostate.cli.output import STANDARD, Output, apart, emit
from technostate.cli.values import Whole

app = App(name="world", help="List the input–output tables, and show one's regions, sectors and lists.")


@app.command(name="list")
def list_(*, output: Output = STANDARD) -> None:
    """List the worlds that ship."""
    from technostate.view.worlds import listing

    emit(output, listing)


@app.command
def show(name: str, *, year: Whole | None = None, to_musd: float | None = None, output: Output = STANDARD) -> None:
    """Show the regions, sectors and named lists of a world.

    Parameters
    ----------
    name : str
        The name of a shipped world, or the path of a world's file.
    year : int
        Of a world's file that holds several years, or does not say its year.
    to_musd : float
        What one unit of a world's file is in USD million, where it is in another unit.
    """
    from technostate.view.worlds import one

    apart(output, name)
    emit(output, lambda: one(name, year=year, to_musd=to_musd))
