"""`technostate table` and `technostate search`: figures by region and year, and what there is to ask for."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit


def table(
    *indicators: str,
    region: list[str] | None = None,
    from_: Annotated[int | None, Parameter(name="--from")] = None,
    to: int | None = None,
    output: Output = STANDARD,
) -> None:
    """Print the figures of indicators or series by region and year.

    Parameters
    ----------
    indicators : str
        Ids of indicators (technostate search WORDS finds them) or of series.
    region : list of str
        Codes or names with commas between, or the option repeated; all for all. The states with a file by default.
    from_ : int
        First year.
    to : int
        Last year.
    """
    from technostate.view.table import table as view

    chosen: str | list[str] | None = "all" if region in (["all"], ["ALL"]) else region
    emit(output, lambda: view(indicators, regions=chosen, years=_span(from_, to)))


def _span(first: int | None, last: int | None) -> tuple[int, int] | None:
    """Return both years; an end that is not named lies beyond every figure."""
    if first is None and last is None:
        return None
    return (0 if first is None else first, 9999 if last is None else last)


def search(*words: str, output: Output = STANDARD) -> None:
    """Find indicators, series, measures, sectors, sector lists, shocks, worlds, formulations, states and claims.

    Parameters
    ----------
    words : str
        All must be in the id or title.
    """
    from technostate.view.search import search as view

    emit(output, lambda: view(" ".join(words)))
