"""`technostate table` and `technostate search`: figures by region and year, and what there is to ask for."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, Whole, between_commas, reads
from technostate.errors import DataError


def table(
    *indicators: str,
    region: Annotated[list[str] | None, Parameter(name=["--region", "--regions"], negative="")] = None,
    from_: Annotated[Whole | None, Parameter(name="--from")] = None,
    to: Whole | None = None,
    year: Whole | None = None,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Print the figures of indicators or series by region and year.

    Parameters
    ----------
    indicators : str
        Ids of indicators (technostate search WORDS finds them) or of series, with spaces or commas between.
    region : list of str
        Codes, names or groups (g7) with commas between, or the option repeated; all for all. The states with a file by
        default.
    from_ : int
        First year.
    to : int
        Last year.
    year : int
        This year alone.
    """
    from technostate.view.table import table as view

    reads(store)
    chosen: str | list[str] | None = "all" if region in (["all"], ["ALL"]) else region
    if year is not None and not from_ is to is None:
        raise DataError("--year is one year, --from and --to are several", hint="leave one of them out")
    span = (from_, to) if year is None else (year, year)
    emit(output, lambda: view(between_commas(indicators), regions=chosen, years=span))


def search(*words: str, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Find indicators, series, measures, sectors, sector lists, shocks, worlds, formulations, states and claims.

    Parameters
    ----------
    words : str
        All must be in the id or title.
    """
    from technostate.view.search import search as view

    reads(store)
    emit(output, lambda: view(" ".join(words)))
