"""`technostate doctrine VIEW`: questions to counted texts, one command a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal

from cyclopts import App, Parameter

from technostate.cli.doctrine_where import HERE, Where
from technostate.cli.output import STANDARD, Output, emit
from technostate.cli.values import Whole
from technostate.errors import DataError

if TYPE_CHECKING:
    from technostate.write import View


def register(app: App) -> None:
    """Add the commands to `technostate doctrine`."""
    for command in (trend, kwic, first_last, diff, cooccurrence, rank, profile, change_points):
        app.command(command)


def trend(
    *terms: str,
    by: Literal["document", "month"] | None = None,
    items: Literal["all", "domestic", "foreign", "both"] = "all",
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show how often formulations stand in each document of a collection, with exact 95 % intervals.

    Parameters
    ----------
    terms
        Terms, for example 研发, each counted alone, or ids of formulations, for example research_and_development, all
        whose terms are counted. In imported texts any other term is counted as it is written.
    by
        month for the evening news (--collection xwlb), document for all other collections.
    items
        Of the evening news: domestic, foreign or both (on China and others); every item by default.
    """

    def view() -> View[Any]:
        if where.monthly(by, items):
            from technostate.view.doctrine.monthly import trend as monthly

            return monthly(terms, items)
        from technostate.view.doctrine.trend import trend

        with where.counted(terms) as texts:
            return where.typed(trend(texts, terms))

    emit(output, view)


def kwic(
    term: str,
    /,
    *,
    width: Whole | None = None,
    citations: str = "",
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show every hit of a formulation with the text around it. Needs imported texts.

    Parameters
    ----------
    term
        A formulation, its id, or any term.
    width
        Characters on each side, 0 to 500; 20 in Chinese and 50 in English by default.
    citations
        Add the citation of each paragraph: bibtex, csl-json, ris, gb7714 or chicago.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.kwic import kwic

        with where.read([term]) as (texts, store):
            return where.typed(kwic(store, texts, term, width=width, citations=citations))

    emit(output, view)


def first_last(*terms: str, where: Where = HERE, output: Output = STANDARD) -> None:
    """Show the first and the last use of formulations in a collection, and the years of which nothing is known.

    Parameters
    ----------
    terms
        Formulations or their ids; in imported texts any term.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.uses import uses

        with where.counted(terms) as texts:
            return where.typed(uses(texts, terms))

    emit(output, view)


def diff(first: str, second: str, /, *, where: Where = HERE, output: Output = STANDARD) -> None:
    """Show which formulations are new, gone, rising or falling from one document or period to another.

    Parameters
    ----------
    first
        A document's id, a year, or a period such as 2008-2012.
    second
        The same.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.contrast import contrast

        with where.counted() as texts:
            return where.typed(contrast(texts, first, second))

    emit(output, view)


def cooccurrence(
    term: str,
    other: str = "",
    /,
    *,
    period: str = "",
    least: Whole = 3,
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show which formulations stand in the same paragraphs as one, beside what chance would give.

    Parameters
    ----------
    term
        A formulation or its id; in imported texts any term.
    other
        Only this one.
    period
        A document's id, a year or a period; the whole collection by default.
    least
        Paragraphs that a pair must share to be listed.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.cooccurrence import cooccurrence

        with where.counted([item for item in (term, other) if item]) as texts:
            return where.typed(cooccurrence(texts, term, other, period=period, least=least))

    emit(output, view)


def rank(
    *topics: str,
    in_list: Annotated[bool, Parameter(name="--list", negative="")] = False,
    under: str = "",
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show which topic a document comes to first, or with --list its item in the document's longest numbered list.

    Parameters
    ----------
    topics
        strategy (each of them, the default), domain (each of them), or strategies, domains and formulations by name.
    in_list
        Measure in the longest numbered list. Needs imported texts.
    under
        With --list: only lists under a heading that has this word, for example 任务.
    """
    wanted = topics or ("strategy",)
    if under and not in_list:
        raise DataError("--under chooses among numbered lists", hint="add --list")

    def view() -> View[Any]:
        from technostate.doctrine.views import counted_passages
        from technostate.view.doctrine.order import order, task_rank

        if not in_list:
            with where.counted() as texts:
                return where.typed(order(texts, wanted))
        with where.read() as (texts, store):
            return where.typed(task_rank(texts, counted_passages(store, texts), wanted, under=under))

    emit(output, view)


def profile(
    *periods: str,
    by: Literal["domain", "strategy"] = "domain",
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show the share of each security domain or strategy in the hits of each document or period.

    Parameters
    ----------
    periods
        Documents, years or periods such as 2003-2012; every document by default.
    by
        domain or strategy.
    """

    def view() -> View[Any]:
        from technostate.view.doctrine.profile import profile

        with where.counted() as texts:
            return where.typed(profile(texts, by, periods))

    emit(output, view)


def change_points(
    term: str,
    /,
    *,
    method: Literal["pelt", "binary"] = "pelt",
    penalty: float | None = None,
    seed: Whole = 1,
    items: Literal["all", "domestic", "foreign", "both"] = "all",
    where: Where = HERE,
    output: Output = STANDARD,
) -> None:
    """Show where the rate of a formulation changes; a change is claimed only where shuffling hardly gives it.

    Parameters
    ----------
    term
        A formulation or its id; in imported texts any term.
    method
        pelt (optimal segments) or binary (binary segmentation).
    penalty
        Above 0, in units of the noise variance; 3 ln n by default, n documents.
    seed
        Of the shuffling.
    items
        Of the evening news (--collection xwlb): domestic, foreign or both; every item by default.
    """

    def view() -> View[Any]:
        if where.monthly(items=items):
            from technostate.view.doctrine.monthly_changes import change_points as monthly

            if method != "pelt":
                raise DataError("months are segmented by pelt only", hint="leave out --method")
            return monthly(term, items, penalty=penalty, seed=seed)
        from technostate.view.doctrine.breaks import change_points

        with where.counted([term]) as texts:
            return where.typed(change_points(texts, term, method=method, penalty=penalty, seed=seed))

    emit(output, view)
