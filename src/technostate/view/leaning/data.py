"""What is said of two suppliers and everyone who buys from them, as typed data whose figures carry unit and origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from technostate.evidence import Figure


@dataclass(frozen=True)
class Leans:
    """One economy: what it takes from each of the two, shares of all its inputs, and the difference in points."""

    region: str
    first: Figure
    second: Figure
    difference: Figure


@dataclass(frozen=True)
class Buyer:
    """One row of the matrix: whose inputs, made where.

    Parameters
    ----------
    suppliers : mapping of str to Figure
        By supplier; those that share a member with the buyer are not there.
    abroad : Figure
        What all abroad makes of the buyer's inputs.
    """

    region: str
    suppliers: Mapping[str, Figure]
    abroad: Figure


@dataclass(frozen=True)
class YearOf:
    """How many economies of one year's table lean more on each of the two.

    Parameters
    ----------
    world : str
        The table; those of another classification are not comparable.
    same : int
        Economies that take alike from both.
    share : Figure
        Of all economies of the table, that lean more on the first.
    """

    world: str
    year: int
    first: int
    second: int
    same: int
    share: Figure

    @property
    def total(self) -> int:
        """Economies of the table, the two apart."""
        return self.first + self.second + self.same


@dataclass(frozen=True)
class LeanMap:
    """On whom the economies of a table lean more, of two.

    Parameters
    ----------
    measure : str
        A key of `technostate.view.leaning.ask.WAYS`.
    sector, sector_title : str or None
        The buyers' sector; all where it is None.
    now : YearOf
        The table that is drawn.
    leans : tuple of Leans
        Largest difference first.
    matrix : tuple of Buyer
        States that have a file, the two first.
    years : tuple of YearOf
        Every table that has the sector, in order of years.
    notes, missing : tuple of str
        Sentences.
    """

    state: str
    against: str
    measure: str
    world: str
    year: int
    sector: str | None
    sector_title: str | None
    now: YearOf
    leans: tuple[Leans, ...]
    matrix: tuple[Buyer, ...]
    years: tuple[YearOf, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def tidy(data: LeanMap) -> Iterator[dict[str, object]]:
    """Yield every figure as one row: the table, the measure, the buyer, the supplier."""
    base = {"world": data.world, "measure": data.measure, "sector": data.sector}
    for row in data.leans:
        yield {**base, "buyer": row.region, "supplier": data.state, "figure": row.first}
        yield {**base, "buyer": row.region, "supplier": data.against, "figure": row.second}
        yield {**base, "buyer": row.region, "supplier": f"{data.state} less {data.against}", "figure": row.difference}
    for buyer in data.matrix:
        for code, figure in buyer.suppliers.items():
            yield {**base, "buyer": buyer.region, "supplier": code, "figure": figure}
        yield {**base, "buyer": buyer.region, "supplier": "all abroad", "figure": buyer.abroad}
    for year in data.years:
        which = f"economies that lean more on {data.state} than on {data.against}"
        yield {**base, "world": year.world, "buyer": which, "supplier": data.state, "figure": year.share}
