"""`technostate indicators`: the data dictionary, an indicator's figures, and the score with its intervals."""

from __future__ import annotations

from cyclopts import App

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, Whole, reads

app = App(name="indicators", help="List and show the indicators and their values, and the score with its intervals.")


@app.command(name="list")
def list_(strategy: str | None = None, *, store: OwnStore = None, output: Output = STANDARD) -> None:
    """List the indicators of the data dictionary.

    Parameters
    ----------
    strategy : str, optional
        national_security, innovation, military, fusion or securitization; all five by default.
    """
    from technostate.view.indicators import listing

    reads(store)
    emit(output, lambda: listing(strategy))


@app.command
def show(indicator: str, *, region: list[str] | None = None, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show one indicator: definition, figures with their years, ranks, trends, sources.

    Parameters
    ----------
    indicator : str
        Its id; technostate indicators list names them.
    region : list of str
        Codes or names with commas between, or the option repeated; the states with a file of their own by default.
    """
    from technostate.view.indicators import one

    reads(store)
    emit(output, lambda: one(indicator, region))


@app.command
def score(
    strategy: str | None = None,
    *,
    region: list[str] | None = None,
    first: Whole = 20,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Rank states on a strategy, as intervals over named choices of method, and say which choice moves a rank.

    A rank whose interval spans more than ten places is not settled, and has no middle (OECD/JRC handbook).

    Parameters
    ----------
    strategy : str, optional
        innovation, military or securitization; those together by default. The other two have no score, and say why.
    region : list of str
        Codes or names with commas between, or the option repeated: these are shown, with what each choice does to
        their ranks; beside one alone its comparator.
    first : int
        How many states to print where none is named; files of data have all.
    """
    from technostate.view.score import score as view

    reads(store)
    emit(output, lambda: view(strategy, region, first=first))
