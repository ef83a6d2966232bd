"""`technostate doctrine drift|states|salience|formulations`: two languages, two states, and the lexicon."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cyclopts import App

from technostate.cli.doctrine_where import HERE, Where
from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import Whole

if TYPE_CHECKING:
    from technostate.write import View


def register(app: App) -> None:
    """Add the commands to `technostate doctrine`."""
    for command in (drift, states, salience, language):
        app.command(command)
    app.command(lexicon, name="formulations")


def drift(*, least: Whole = 5, where: Where = HERE, output: Output = STANDARD) -> None:
    """Show which formulations of aligned Chinese text its English does not render. Needs imported TMX files.

    Parameters
    ----------
    least
        Units that a formulation must be in to be listed.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.drift import drift

        with where.opened() as store:
            return where.typed(drift(store, where.collection, least=least))

    emit(output, view)


def states(topic: str, /, *, other: str = "sotu", where: Where = HERE, output: Output = STANDARD) -> None:
    """Show a strategy, domain or formulation in two collections, each beside its own language.

    Parameters
    ----------
    topic
        A strategy, a domain (domain:military where both have the name), or a formulation.
    other
        The second collection.
    """

    def view() -> View[Any]:
        from dataclasses import replace

        from technostate.view.doctrine.states import states

        with where.counted() as one, replace(where, collection=other, language="").counted() as two:
            return where.typed(states(one, two, topic))

    emit(output, view)


def lexicon(*terms: str, strategy: str = "", domain: str = "", output: Output = STANDARD) -> None:
    """List the formulations of the lexicon, or show some in full: terms, blockers, first use, hits.

    Parameters
    ----------
    terms
        Formulations or their ids, to be shown in full; a list of all by default.
    strategy
        Only those of this strategy.
    domain
        Only those of this security domain.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.lexicon import lexicon

        return lexicon(terms, strategy=strategy, domain=domain)

    emit(output, view)


def language(state: str = "CHN", /, *, against: str = "USA", output: Output = STANDARD) -> None:
    """Show what two states say, month by month and year by year, with what `salience` shows.

    Parameters
    ----------
    state
        A code or name.
    against
        The other state.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.page import language

        return language(state, against)

    emit(output, view)


def salience(state: str = "CHN", /, *, against: str = "USA", output: Output = STANDARD) -> None:
    """Show what two states say: five strategies, security beside development, first uses, latest changes.

    Parameters
    ----------
    state
        A code or name.
    against
        The other state.
    """

    def view() -> View[Any]:
        from technostate.view import who
        from technostate.view.doctrine.section import sayings

        return sayings(who.state(state), who.state(against))

    emit(output, view)
