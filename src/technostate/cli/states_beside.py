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


def home(state: str = "CHN", *, against: str | None = None, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show what the first page shows: the price of security of two states, a few facts, guns and growth of all states.

    Parameters
    ----------
    state : str
        A code or name.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    """
    from technostate.view.observatory.home import home as view

    reads(store)
    _emit(output, lambda show: view(*_beside(state, against), progress=show))


def overview(state: str, *, against: str | None = None, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show a state at a glance: figures with rank and age, goals, dependence, a shock, claims, events, what is missing.

    Parameters
    ----------
    state : str
        A code or name.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    """
    from technostate.view.observatory.overview import overview as view

    reads(store)
    _emit(output, lambda show: view(*_beside(state, against), progress=show))


def strategies(state: str, *, against: str | None = None, store: OwnStore = None, output: Output = STANDARD) -> None:
    """Show where two states stand in each of the five strategies: indicators, goals, institutions, chronology.

    Parameters
    ----------
    state : str
        A code or name.
    against : str
        The comparator; by default the one in the state's file, else USA (CHN for USA).
    """
    from technostate.view.standing import standing as view

    reads(store)
    _emit(output, lambda show: view(*_beside(state, against)))


def register(app: App) -> None:
    """Add the commands of this module."""
    for each in (home, overview, strategies):
        app.command(each)


def _beside(state: str, against: str | None) -> tuple[str, str]:
    """Return a state and whom it stands beside, where nobody is said."""
    from technostate.strategies.comparison import comparator
    from technostate.view import who

    return state, against or comparator(who.state(state))


def _emit(output: Output, make: Callable[[Callable[[str, float | None], None]], View[Any]]) -> None:
    def view() -> View[Any]:
        with shown() as show:
            return make(show)

    emit(output, view)
