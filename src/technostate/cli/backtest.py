"""`technostate backtest`: past events beside what the engines give for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import OwnStore, Whole, between_commas, reads
from technostate.errors import ScenarioError

if TYPE_CHECKING:
    from technostate.write import View


def backtest(
    *events: str,
    draws: Whole | None = None,
    seed: Whole = 0,
    list_: Annotated[bool, Parameter(name="--list", negative="")] = False,
    store: OwnStore = None,
    output: Output = STANDARD,
) -> None:
    """Hold past events against the engines: what happened, ours with its range, the error, what was tuned.

    Parameters
    ----------
    events : str
        Past events (--list), all of them by default.
    draws : int
        Cases of each range, 16 by default; fewer are faster.
    seed : int
        Of the draws; the same seed gives the same figures.
    list_ : bool
        List the past events.
    """
    from technostate.shocks.backtests import find
    from technostate.shocks.backtests.run import USUAL_DRAWS, require
    from technostate.view.backtests import backtests, listing

    reads(store)
    if list_:
        if events:
            raise ScenarioError("--list lists all events", hint="leave out the events, or --list")
        emit(output, listing)
        return
    if any(not name.strip() for name in events):
        raise ScenarioError("an event has no name", hint="technostate backtest --list")
    names = between_commas(events)
    find(names)
    require(USUAL_DRAWS if draws is None else draws, seed)

    def answer() -> View[Any]:
        from technostate.cli.progress import shown

        with shown() as show:
            return backtests(*names, draws=draws, seed=seed, progress=show)

    emit(output, answer)
