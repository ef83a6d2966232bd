"""`technostate states home`, `overview` and `strategies`: two states, as the first pages show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.progress import shown
from technostate.cli.values import OwnStore, reads

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from cyclopts import App

    from technostate.write import View


def home(state: str = "CHN", *, against: str = "USA", store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show what the first page shows: the price of security of two states, a few facts, guns and growth of all states.

    Parameters
    ----------
    state, against : str
        Codes or names.
    """
    from technostate.view.observatory.home import home as view

    reads(store)
    _emit(output, lambda show: view(state, against, progress=show))


def overview(state: str, *, against: str = "USA", store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show a state at a glance: figures with rank and age, goals, dependence, a shock, claims, events, what is missing.

    Parameters
    ----------
    state, against : str
        Codes or names.
    """
    from technostate.view.observatory.overview import overview as view

    reads(store)
    _emit(output, lambda show: view(state, against, progress=show))


def strategies(state: str, *, against: str = "USA", store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show where two states stand in each of the five strategies: indicators, goals, institutions, chronology.

    Parameters
    ----------
    state, against : str
        Codes or names.
    """
    from technostate.view.standing import standing as view

    reads(store)
    _emit(output, lambda show: view(state, against))


def register(app: App) -> None:
    """Add the commands of this module."""
    for each in (home, overview, strategies):
        app.command(each)


def _emit(output: Output, make: Callable[[Callable[[str, float | None], None]], View[Any]]) -> None:
    def view() -> View[Any]:
        with shown() as show:
            return make(show)

    emit(output, view)
