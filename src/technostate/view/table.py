"""Figures of indicators and series, by region and year: the table that most questions begin with."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from technostate import states as files
from technostate.errors import DataError, LabelError, nearest
from technostate.evidence import Figure, Series, catalogue
from technostate.evidence import regions as named
from technostate.strategies import dictionary
from technostate.view import who
from technostate.view.shell import command
from technostate.write import Chart, Cite, Items, Name, Prose, Section, View
from technostate.write.blocks import Block
from technostate.write.forms import Line, Lines
from technostate.write.names import name


@dataclass(frozen=True)
class Column:
    """The figures of one indicator or series.

    Parameters
    ----------
    indicator : str
        Id of the indicator, or of the series.
    figures : tuple of Figure
        By region, then year.
    missing : tuple of str
        Regions that were asked for and have no figure in these years.
    """

    indicator: str
    title: str
    unit: str
    figures: tuple[Figure, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class Figures:
    """Figures of several indicators."""

    columns: tuple[Column, ...]


def table(
    *indicators: str | Sequence[str],
    regions: str | Iterable[str] | None = None,
    years: int | str | tuple[int | None, int | None] | range | None = None,
) -> View[Figures]:
    """Return the figures of indicators or series.

    Parameters
    ----------
    *indicators : str or sequence of str
        Ids, also with commas between, of the dictionary (``rd_share_of_gdp``) or of series (``worldbank/wdi/…``).
    regions : str or iterable of str, optional
        Codes or names, or text with commas between; the states that have a file by default, ``all`` for all.
    years : int, str, (int or None, int or None) or range, optional
        One year, or first and last (``2000-2020``), None where that end is open; all by default.

    Raises
    ------
    LabelError
        If an indicator, series or region is unknown.
    DataError
        If no figure is left.

    Examples
    --------
    >>> view = table("rd_share_of_gdp", regions="CHN,USA", years=(2010, 2012))
    >>> view.frame().columns
    ['indicator', 'region', 'year', 'value', 'unit', 'kind', 'origin']
    """
    given = (key for item in indicators for key in ([item] if isinstance(item, str) else item))
    ids = [part.strip() for key in given for part in key.split(",") if part.strip()]
    if not ids:
        raise LabelError("no indicator is named", hint="technostate search WORDS finds some")
    codes = None if regions == "all" else who.states(regions, files.codes())
    first, last = who.years(years)
    found = tuple(_column(key, codes, first, last) for key in dict.fromkeys(ids))
    said = f" in {_span(first, last)}" if (first, last) != (None, None) else ""
    if not any(column.figures for column in found):
        whom = "any region" if codes is None else ", ".join(map(name, codes))
        raise DataError(
            f"{', '.join(ids)}: no figures for {whom}{said}",
            hint="technostate indicators show ID says which states and years have figures",
        )
    rows = tuple({"indicator": column.indicator, "figure": figure} for column in found for figure in column.figures)
    asked = "all" if codes is None else ",".join(codes)
    return View(
        "; ".join(column.title for column in found) if len(found) <= 3 else f"{len(found)} indicators",
        Figures(found),
        tuple(block for column in found for block in _blocks(column, said, alone=len(found) == 1)),
        rows,
        command("table", *ids, region=asked, from_=first, to=last),
    )


def series(key: str) -> Series:
    """Return the figures of an indicator, or of a series of the catalogue.

    Raises
    ------
    LabelError
        If there is neither, with the nearest of both.
    """
    if "/" in key:
        return catalogue.load(key)
    known = [row.id for row in dictionary.indicators()]
    if key not in known:
        raise LabelError(f"unknown indicator {key!r}", hint=_other(key, known))
    return dictionary.values(key)


def _other(key: str, known: Sequence[str]) -> str:
    """Return what to type instead of what is no indicator."""
    try:
        code = named.typed(key)
    except LabelError:
        close = nearest(key, known)
        did = f"did you mean {' or '.join(close)}? " if close else ""
        return f"{did}technostate search {key} looks further"
    shown = code if isinstance(code, str) else key
    return f"{key} is a state; states are joined by commas: --region {'USA' if code == 'CHN' else 'CHN'},{shown}"


def _column(key: str, codes: tuple[str, ...] | None, first: int | None, last: int | None) -> Column:
    found = series(key)
    wanted = found.regions if codes is None else codes
    figures = tuple(
        Figure(value, found.unit, found.kind, found.origin, region, year)
        for region in wanted
        for year, value in found.values.get(region, {}).items()
        if (first is None or year >= first) and (last is None or year <= last)
    )
    have = {figure.region for figure in figures}
    return Column(key, found.title, found.unit, figures, tuple(code for code in wanted if code not in have))


def _blocks(column: Column, span: str, *, alone: bool) -> tuple[Block, ...]:
    blocks: list[Block] = []
    if column.missing:
        blocks.append(Items((f"No figures for {', '.join(map(name, column.missing))}{span}.",), warn=True))
    if column.figures:
        lines = tuple(
            Line(Name(region), {f.year: f for f in column.figures if f.region == region and f.year}, region=region)
            for region in dict.fromkeys(figure.region for figure in column.figures)
        )
        source = column.figures[0].origin
        blocks += [
            Chart(column.title, Lines(lines), _what(column)),
            Prose(("Source", Cite((source,)), ". Licence: ", source.licence), note=True),
        ]
    return tuple(blocks) if alone else (Section(column.indicator, tuple(blocks)),)


def _what(column: Column) -> str:
    span = sorted({figure.year for figure in column.figures if figure.year is not None})
    if not span:
        return column.unit
    years = f"{span[0]}–{span[-1]}" if len(span) > 1 else str(span[0])
    return f"{column.unit}, {years}; {column.figures[0].kind}"


def _span(first: int | None, last: int | None) -> str:
    if first == last:
        return str(first)
    if first is None:
        return f"{last} or earlier"
    return f"{first} or later" if last is None else f"{first} to {last}"
