"""Published tables beside what this package computes: for readers who trust a number that they can make again."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from technostate.errors import DataError, unknown_label
from technostate.evidence import Figure
from technostate.evidence.origin import FACTS, Kind, Origin, derived_from
from technostate.notation import Scale
from technostate.view.shell import command
from technostate.write import Cite, Column, Mark, Name, Prose, Shown, Table, View
from technostate.write.names import the

#: What the tables of Caliendo and Parro (2015) say of NAFTA: region → welfare, terms of trade, volume, real wage.
_NAFTA = {
    "Mexico": (1.31, -0.41, 1.72, 1.72),
    "Canada": (-0.06, -0.11, 0.04, 0.32),
    "USA": (0.08, 0.04, 0.04, 0.11),
}
#: Table 5: importer, exporter → growth of imports.
_IMPORTS = {
    ("Mexico", "Canada"): 116.60, ("Mexico", "USA"): 118.31, ("Canada", "Mexico"): 58.57, ("Canada", "USA"): 9.49,
    ("USA", "Mexico"): 109.54, ("USA", "Canada"): 6.57,
}  # fmt: skip
#: Costinot and Rodríguez-Clare (2014), table 4.1, first column.
_GAINS = {"USA": 1.8, "CAN": 3.8, "DEU": 4.5, "JPN": 1.7, "FRA": 3.0, "GBR": 3.2, "ITA": 2.9, "KOR": 4.3, "MEX": 3.3}
#: Timmer et al. (2014), table 1: German value added in German transport equipment.
_CHAIN = {1995: 79.0, 2008: 66.0}


@dataclass(frozen=True)
class Line:
    """One published number beside the computed one.

    Parameters
    ----------
    tolerance : float
        Half of the last printed place, or what the two sources of data are known to differ by; in the figure's unit.
    """

    what: str
    region: str
    published: Figure
    computed: Figure
    tolerance: float

    @property
    def agrees(self) -> bool:
        """Whether the two differ by no more than the tolerance; a value that is missing agrees with nothing."""
        published, computed = self.published.value, self.computed.value
        return published is not None and computed is not None and abs(published - computed) <= self.tolerance

    @property
    def scale(self) -> Scale:
        """As many places as the paper prints."""
        places = max(1, round(-math.log10(2 * self.tolerance)))
        return Scale(1.0, places, "%", self.published.unit == "% change")


@dataclass(frozen=True)
class Reproduced:
    """A published table made again.

    Parameters
    ----------
    needs : str
        What data it was made from.
    """

    paper: str
    citation: str
    needs: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Paper:
    """A paper whose numbers can be made again.

    Parameters
    ----------
    make : callable
        (folder or None, paper) → lines.
    own_files : bool
        Whether it is made from the authors' files, which do not ship.
    """

    citation: str
    what: str
    needs: str
    make: Callable[[Path | None, Paper], Iterator[Line]]
    own_files: bool = False

    @property
    def origin(self) -> Origin:
        """The paper as an origin of its published numbers."""
        authors, _, rest = self.citation.partition(" (")
        return Origin(authors, self.what, self.citation, rest[:4], FACTS)


def _line(
    paper: Paper,
    what: str,
    region: str,
    published: float,
    computed: float,
    tolerance: float,
    unit: str,
    *inputs: Origin,
) -> Line:
    kind: Kind = "modelled" if unit == "% change" else "derived"
    made = derived_from(f"{paper.what}, made again", paper.origin, *inputs)
    return Line(
        what,
        region,
        Figure(published, unit, "measured", paper.origin, region),
        Figure(float(computed), unit, kind, made, region),
        tolerance,
    )


def _caliendo_parro(folder: Path | None, paper: Paper) -> Iterator[Line]:
    from technostate.shocks.decade import counterfactual
    from technostate.shocks.decade.authors import FILES, nafta

    if folder is None:
        raise DataError(
            "cp2015 needs the authors' files",
            hint=f"add --data FOLDER with {', '.join(FILES)}; they do not ship, for their terms were not found",
        )
    economy, tariff = nafta(folder.absolute())
    found = counterfactual(economy, tariff=tariff)
    names = ("welfare, first order", "terms of trade", "volume of trade", "real wage")
    for region, published in _NAFTA.items():
        n = economy.region_index(region)
        computed = (
            found.welfare_first_order[n],
            found.terms_of_trade[:, :, n].sum(),
            found.volume_of_trade[:, :, n].sum(),
            found.real_wage[n],
        )
        for name, said, made in zip(names, published, computed, strict=True):
            yield _line(paper, f"table 2: {name}", region, said, 100 * made, 0.005, "% change")
    for (importer, exporter), said in _IMPORTS.items():
        made = 100 * found.import_growth(importer, exporter)
        yield _line(paper, f"table 5: imports from {the(exporter)}", importer, said, made, 0.005, "% change")


def _costinot(folder: Path | None, paper: Paper) -> Iterator[Line]:
    from technostate.shocks.decade import gains_from_trade, one_sector
    from technostate.world import bilateral_sales, load

    world = load("wiod-2008")
    sales = np.maximum(bilateral_sales(world).sum(0), 0.0)
    economy = one_sector(sales, 5.0, regions=world.regions, name=world.name)
    gains = 100 * gains_from_trade(np.diag(economy.import_share[0]), 5.0)
    for region, said in _GAINS.items():
        made = gains[economy.region_index(region)]
        yield _line(paper, "table 4.1: gains from trade", region, said, float(made), 0.15, "% change", world.origin)


def _timmer(folder: Path | None, paper: Paper) -> Iterator[Line]:
    from technostate.exposure import value_chain_share
    from technostate.world import load

    for year, said in _CHAIN.items():
        world = load(f"wiod-{year}")
        made = 100 * (1 - value_chain_share(world, "DEU", "c15"))
        what = f"table 1: domestic value added in transport equipment, {year}"
        yield _line(paper, what, "DEU", said, made, 1.0, "%", world.origin)


def _baqaee_farhi(folder: Path | None, paper: Paper) -> Iterator[Line]:
    from technostate.shocks.year import second_order

    first, second = second_order(-0.13, 0.018, 0.076)
    for name, said, made in (("first order", -0.234, first), ("second order", -0.611, second)):
        yield _line(paper, f"oil in the 1970s, {name}, world GDP", "WLD", said, 100 * float(made), 5e-4, "% change")


PAPERS: dict[str, Paper] = {
    "cp2015": Paper(
        "Caliendo and Parro (2015), Estimates of the trade and welfare effects of NAFTA, Review of Economic Studies "
        "82(1), 1–44",
        "Effects of NAFTA's tariffs",
        "the authors' files (--data)",
        _caliendo_parro,
        own_files=True,
    ),
    "costinot2014": Paper(
        "Costinot and Rodríguez-Clare (2014), Trade theory with numbers, Handbook of International Economics 4, "
        "197–261",
        "Gains from trade in one sector",
        "wiod-2008, which ships; the paper used an earlier edition",
        _costinot,
    ),
    "timmer2014": Paper(
        "Timmer, Erumban, Los, Stehrer and de Vries (2014), Slicing up global value chains, Journal of Economic "
        "Perspectives 28(2), 99–118",
        "Value added in final products",
        "wiod-1995 and wiod-2008, which ship",
        _timmer,
    ),
    "baqaee-farhi2019": Paper(
        "Baqaee and Farhi (2019), The macroeconomic impact of microeconomic shocks, Econometrica 87(4), 1155–1203",
        "Second-order effects of a loss of oil",
        "nothing: a formula",
        _baqaee_farhi,
    ),
}

#: What is set beside the literature and is no paper's own table: key → what it is.
OWN = {
    "literature": "Published figures of shocks beside ours (docs/literature.md)",
    "doubt": "How the range of the first year moves with the share of draws without substitutes",
}


def reproduce(paper: str, *, data: str | Path | None = None) -> View[Reproduced]:
    """Return published numbers beside computed ones.

    Parameters
    ----------
    paper : str
        A key of `PAPERS`.
    data : str or Path, optional
        Folder of the authors' files, where the paper's data do not ship.

    Raises
    ------
    LabelError
        If the paper is unknown.
    DataError
        If its files are missing or are not what they should be, or it needs none.

    Examples
    --------
    >>> [line.agrees for line in reproduce("timmer2014").data.lines]
    [True, True]
    """
    if paper not in PAPERS:
        raise unknown_label("paper", paper, (*PAPERS, *OWN))
    entry = PAPERS[paper]
    require_data(paper, data)
    lines = tuple(entry.make(None if data is None else Path(data), entry))
    agree = sum(line.agrees for line in lines)
    rows = tuple(
        (
            line.what,
            Name(line.region),
            Shown(line.published, line.scale),
            Shown(line.computed, line.scale),
            f"{line.tolerance:g}",
            Mark("agrees", "yes") if line.agrees else Mark("differs", "no"),
        )
        for line in lines
    )
    columns = (Column("What", words=True), Column("Region"), Column("Published"), Column("Computed"), Column("Within"),
               Column(""))  # fmt: skip
    plain = tuple(
        {"what": line.what, "which": which, "agrees": line.agrees, "figure": figure}
        for line in lines
        for which, figure in (("published", line.published), ("computed", line.computed))
    )
    said = f"{agree} of {len(lines)} numbers agree within what the paper prints or its data are known to differ by."
    cited = Cite((entry.origin,))
    return View(
        f"{entry.citation.partition(',')[0]}: {entry.what.lower()}",
        Reproduced(paper, entry.citation, entry.needs, lines),
        (Prose(said), Table("", columns, rows), Prose((f"Made from {entry.needs}. Source", cited), note=True)),
        plain,
        command("reproduce", paper, data=data),
    )


def require_data(paper: str, data: str | Path | None) -> None:
    """Raise `DataError` if files are given for numbers that are made without any."""
    if data is not None and (paper in OWN or not PAPERS[paper].own_files):
        raise DataError(f"{paper} is made from data that ship", hint="leave --data out")


def listing() -> View[tuple[Reproduced, ...]]:
    """Return the papers whose numbers can be made again."""
    found = tuple(Reproduced(key, entry.citation, entry.needs, ()) for key, entry in PAPERS.items())
    rows = tuple((row.paper, PAPERS[row.paper].what, row.needs, row.citation) for row in found)
    rows += tuple((key, what, "icio-2022, which ships", "the studies named there") for key, what in OWN.items())
    columns = (
        Column("Paper"),
        Column("What", words=True),
        Column("Made from", words=True),
        Column("Citation", words=True),
    )
    note = Prose("technostate reproduce PAPER makes one.", note=True)
    return View(f"{len(found)} papers", found, (Table("", columns, rows), note),
                tuple({"paper": row.paper, "needs": row.needs, "citation": row.citation} for row in found),
                "technostate reproduce --list")  # fmt: skip
