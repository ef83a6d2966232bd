"""The evening news beside Government Work Reports and congress reports, year by year."""

from __future__ import annotations

from technostate.doctrine.monthly import beside as compared
from technostate.doctrine.monthly.beside import Beside
from technostate.doctrine.monthly.stored import Items
from technostate.notation import Scale
from technostate.view.doctrine.monthly import SAID
from technostate.view.doctrine.words import Row, bare, command, ending, known, measured, short, term
from technostate.write import Column, Prose, Table, View
from technostate.write.blocks import Block
from technostate.write.inline import pieces

#: Of rank correlations.
R = Scale(1.0, 2, "")


def beside(name: str = "", items: Items = "all") -> View[Beside]:
    """Return the rank correlation of the evening news with Government Work Reports by year, and a term beside both.

    Parameters
    ----------
    name : str
        A formulation or one of its Chinese terms; empty: none.
    items : {"all", "domestic", "foreign", "both"}
        Of the evening news.
    """
    data = compared.beside(name, items)
    known_rho = [row.rho.value for row in data.rows if row.rho is not None and row.rho.value is not None]
    title = f"The evening news{SAID[items]} beside Government Work Reports"
    blocks: list[Block] = []
    if known_rho:
        blocks.append(
            Prose(
                f"Rank correlation over formulations, year by year: {min(known_rho):.2f} to {max(known_rho):.2f} "
                f"({data.rows[0].year}–{data.rows[-1].year})."
            )
        )
    if name:
        blocks += _term(data)
    blocks.append(_years(data))
    typed = command("beside", *filter(None, (name,)), items=items if items != "all" else "")
    return View(title, data, (*blocks, *ending(data)), _rows(data), typed)


def _term(data: Beside) -> list[Block]:
    rates = bare(figure for row in data.years for figure in (row.news, row.gwr, row.congress))
    columns = (Column("Year"), Column("Months"), Column("Evening news", rates), Column("Government Work Report", rates),
               Column("Congress report", rates))  # fmt: skip
    rows = tuple(
        (str(row.year), str(row.months), known(row.news), known(row.gwr), known(row.congress)) for row in data.years
    )
    said = "of this term over years: not computed, it does not vary or has too few years"
    if data.rho is not None:
        said = f"of this term over years with twelve months and a report: {data.rho.value:.2f}"
    return [
        Prose(("Counted: ", *pieces(term(data.counted, data.term)), f". Rank correlation {said}.")),
        Table(f"{short(data.counted, data.term)}, {data.unit}", columns, rows),
    ]


def _years(data: Beside) -> Table:
    columns = (Column("Year"), Column("Formulations in either"), Column("Rank correlation", R))
    rows = tuple((str(row.year), str(row.formulations), known(row.rho)) for row in data.rows)
    return Table("Spearman's rank correlation of rates over formulations", columns, rows)


def _rows(data: Beside) -> tuple[Row, ...]:
    rows: list[Row] = []
    for row in data.rows:
        rows += measured({"what": "year", "items": data.items, "year": row.year, "n": row.formulations}, rho=row.rho)
    for own in data.years:
        keys = {"what": "term", "items": data.items, "term": data.term, "year": own.year, "n": own.months}
        rows += measured(keys, news=own.news, gwr=own.gwr, congress=own.congress)
    if data.rho is not None:
        rows += measured({"what": "term", "items": data.items, "term": data.term}, rho=data.rho)
    return tuple(rows)
