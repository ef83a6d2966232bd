"""`technostate doctrine event-study|beside`: the state evening news, counted by the month."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from cyclopts import App, Parameter

from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import Whole
from technostate.errors import unknown_label

if TYPE_CHECKING:
    from technostate.write import View

Items: TypeAlias = Literal["all", "domestic", "foreign", "both"]
Collection = Annotated[str, Parameter(help="xwlb, the only collection that is counted by the month")]


def register(app: App) -> None:
    """Add the commands to `technostate doctrine`."""
    for command in (months, event_study, beside):
        app.command(command)


def months(
    *terms: str,
    events: Literal["calendar", "broad", "none"] = "calendar",
    items: Items = "all",
    output: Output = STANDARD,
) -> None:
    """Show formulations in the evening news month by month, beside one another, and where their rates change.

    Parameters
    ----------
    terms
        Chinese terms, or ids of formulations, at most six; six telling ones by default.
    events
        Markers: calendar (congresses and five-year plans), broad (steps that touch two strategies or more), none.
    items
        domestic, foreign or both (on China and others); every item by default.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.months import months

        return months(*terms, events=events, items=items)

    emit(output, view)


def event_study(
    term: str,
    /,
    *,
    state: str = "CHN",
    kind: Literal["", "pressure", "easing", "step"] = "",
    window: Whole = 6,
    items: Items = "all",
    collection: Collection = "xwlb",
    output: Output = STANDARD,
) -> None:
    """Show how often a term stands in the evening news before and after dated events, beside every other month.

    Parameters
    ----------
    term
        A Chinese term, or the id of a formulation.
    state
        By whom or towards whom the events are; of all states' files.
    kind
        pressure, easing or step; all by default.
    window
        Months on each side, 1 to 36; the month of the event belongs to neither.
    items
        domestic, foreign or both (on China and others); every item by default.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.monthly_changes import event_study

        _check(collection)
        return event_study(term, state.upper(), kind, items, window=window)

    emit(output, view)


def beside(
    term: str = "", /, *, items: Items = "all", collection: Collection = "xwlb", output: Output = STANDARD
) -> None:
    """Show whether the evening news and the Government Work Reports speak of the same things in the same years.

    Parameters
    ----------
    term
        A formulation or one of its Chinese terms, shown beside Government Work Reports and congress reports.
    items
        domestic, foreign or both (on China and others); every item by default.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.beside import beside

        _check(collection)
        return beside(term, items)

    emit(output, view)


def _check(collection: str) -> None:
    from technostate.evidence.readers.evening_news import NAME

    if collection != NAME:
        raise unknown_label("collection by the month", collection, (NAME,))
