"""`technostate doctrine VIEW`: questions to counted texts, one command a view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import App, Parameter

from technostate.cli.doctrine_output import Output, Where, counted, opened, write
from technostate.errors import DataError

if TYPE_CHECKING:
    from technostate.doctrine.views import CountedCollection
    from technostate.evidence.store import Store

_HERE, _TABLE = Where(), Output()


def register(app: App) -> None:
    """Add the commands to `technostate doctrine`."""
    app.command(trend)
    app.command(kwic)
    app.command(first_last)
    app.command(diff)
    app.command(cooccurrence)
    app.command(rank)
    app.command(profile)
    app.command(change_points)
    app.command(drift)
    app.command(states)


def trend(*terms: str, where: Where = _HERE, output: Output = _TABLE) -> None:
    """Show how often formulations stand in each document of a collection, with exact 95 % intervals.

    Parameters
    ----------
    terms
        Formulations or their ids, for example 国家安全 or export_controls; all variants are counted. In imported texts
        any other term is counted as it is written.
    """
    from technostate.doctrine import views

    with counted(where, terms) as (texts, _):
        table = views.trend(texts, terms)
    columns = ("document", "year", "count", "extent", "per_10000", "low", "high", "note")
    titles = {"count": "hits", "extent": "characters" if table.language == "zh" else "words", "per_10000": "per 10,000"}
    variants = "; ".join(f"{name}: {', '.join(found)}" for name, found in zip(table.terms, table.variants, strict=True))
    several = ("formulation",) if len(table.terms) > 1 else ()
    write(table, (*several, *columns), output, f"{variants} in {where.collection}", titles)


def kwic(
    term: str,
    /,
    *,
    width: int | None = None,
    cite: str = "",
    where: Where = _HERE,
    output: Output = _TABLE,
) -> None:
    """Show every hit of a formulation with the text around it. Needs imported texts.

    Parameters
    ----------
    term
        A formulation, its id, or any term.
    width
        Characters on each side, 0 to 500; 20 in Chinese and 50 in English by default.
    cite
        Add the citation of each paragraph: bibtex, csl-json, ris, gb7714 or chicago.
    """
    from technostate.doctrine import views

    with counted(where, [term]) as (texts, known):
        store = _texts_of(known, texts)
        source = views.passage_citations(store, texts, cite) if cite else None
        table = views.kwic(texts, views.counted_passages(store, texts), term, width=width, cite=source)
    columns = ("document", "date", "paragraph", "left", "hit", "right", *(("citation",) if cite else ()))
    write(table, columns, output, f"{len(table.rows)} hits of {', '.join(table.variants)} in {where.collection}")


def first_last(*terms: str, where: Where = _HERE, output: Output = _TABLE) -> None:
    """Show the first and the last use of formulations in a collection, and the years of which nothing is known.

    Parameters
    ----------
    terms
        Formulations or their ids; in imported texts any term.
    """
    from technostate.doctrine import views

    with counted(where, terms) as (texts, _):
        table = views.uses(texts, terms)
    columns = ("formulation", "first_year", "first", "last_year", "last", "documents", "hits", "silent", "unknown")
    write(table, columns, output, "\n".join(row.sentence for row in table.rows))


def diff(first: str, second: str, /, *, where: Where = _HERE, output: Output = _TABLE) -> None:
    """Show which formulations are new, gone, rising or falling from one document or period to another.

    Parameters
    ----------
    first
        A document's id, a year, or a period such as 2008-2012.
    second
        The same.
    """
    from technostate.doctrine import views

    with counted(where) as (texts, _):
        table = views.contrast(texts, first, second)
    columns = (
        "formulation", "change", "count_first", "count_second", "per_10000_first", "per_10000_second", "log2_ratio",
        "g2", "p_adjusted",
    )  # fmt: skip
    sizes = f"{first}: {len(table.documents_first)} documents; {second}: {len(table.documents_second)}"
    write(table, columns, output, f"{where.collection}, {sizes}")


def cooccurrence(
    term: str,
    other: str = "",
    /,
    *,
    period: str = "",
    least: int = 3,
    where: Where = _HERE,
    output: Output = _TABLE,
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
    from technostate.doctrine import views

    with counted(where, [item for item in (term, other) if item]) as (texts, _):
        table = views.cooccurrence(texts, term, other, period=period, least=least)
    columns = ("other", "together", "expected", "pmi", "npmi", "paragraphs", "paragraphs_other")
    write(table, columns, output, f"{table.formulation} in {where.collection}, {table.total} paragraphs")


def rank(
    *topics: str,
    in_list: Annotated[bool, Parameter(name="--list", negative="")] = False,
    under: str = "",
    where: Where = _HERE,
    output: Output = _TABLE,
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
    from technostate.doctrine import views

    wanted = topics or ("strategy",)
    if under and not in_list:
        raise DataError("--under chooses among numbered lists", hint="add --list")
    with counted(where) as (texts, store):
        if in_list:
            read = views.counted_passages(_texts_of(store, texts), texts)
            tasks = views.task_rank(texts, read, wanted, under=under)
            write(
                tasks, ("document", "year", "topic", "items", "heading_item", "first_item", "most_item", "hits"), output
            )
            return
        table = views.order(texts, wanted)
    write(table, ("document", "year", "topic", "rank", "topics", "paragraph", "offset", "depth"), output)


def profile(
    *periods: str,
    by: Literal["domain", "strategy"] = "domain",
    where: Where = _HERE,
    output: Output = _TABLE,
) -> None:
    """Show the share of each security domain or strategy in the hits of each document or period.

    Parameters
    ----------
    periods
        Documents, years or periods such as 2003-2012; every document by default.
    by
        domain or strategy.
    """
    from technostate.doctrine import views

    with counted(where) as (texts, _):
        table = views.profile(texts, by, periods)
    write(table, ("document", "category", "count", "share", "per_10000"), output)


def change_points(
    term: str,
    /,
    *,
    method: Literal["pelt", "binary"] = "pelt",
    penalty: float | None = None,
    seed: int = 1,
    where: Where = _HERE,
    output: Output = _TABLE,
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
    """
    from technostate.doctrine import views

    with counted(where, [term]) as (texts, _):
        table = views.change_points(texts, term, method=method, penalty=penalty, seed=seed)
    columns = ("before", "after", "per_10000_before", "per_10000_after", "p", "claimed")
    write(table, columns, output, f"{table.formulation} in {where.collection}, p of any change {table.p_any:.4f}")


def drift(*, least: int = 5, where: Where = _HERE, output: Output = _TABLE) -> None:
    """Show which formulations of aligned Chinese text its English does not render. Needs imported TMX files.

    Parameters
    ----------
    least
        Units that a formulation must be in to be listed.
    """
    from technostate.doctrine import formulations, views
    from technostate.doctrine.views.collection import listed, origin_of
    from technostate.evidence.readers.official_texts import ORIGINS

    if where.store is None and where.collection in ORIGINS:
        raise _no_text(where.collection)
    with opened(where) as store:
        units = views.aligned_units(store, where.collection)
        origin = origin_of(where.collection, listed(store, where.collection, "zh"))
    table = views.drift(units, formulations.default(), origin, name=where.collection, least=least)
    columns = ("formulation", "year", "units", "kept", "dropped", "near", "dropped_share", "low", "high")
    write(table, columns, output, f"{table.aligned} aligned units in {where.collection}; year – is all years")


def states(topic: str, /, *, other: str = "sotu", where: Where = _HERE, output: Output = _TABLE) -> None:
    """Show a strategy, domain or formulation in two collections, each beside its own language.

    Parameters
    ----------
    topic
        A strategy, a domain (domain:military where both have the name), or a formulation.
    other
        The second collection.
    """
    from dataclasses import replace

    from technostate.doctrine import views

    with counted(where) as (one, _), counted(replace(where, collection=other, language="")) as (two, _):
        table = views.compare_states(one, two, topic)
    columns = ("collection", "year", "count", "extent", "per_10000", "index", "rank", "topics")
    write(table, columns, output, f"{table.topic}: {where.collection} beside {other}")


def _texts_of(store: Store | None, texts: CountedCollection) -> Store:
    if store is None:
        raise _no_text(texts.name)
    return store


def _no_text(name: str) -> DataError:
    return DataError(
        f"the embedded counts of {name} have positions and no text",
        hint="import the texts (technostate doctrine import FOLDER --collection NAME), then ask with --collection NAME",
    )
