"""What is said of a state's dependence beside its comparator's: paths over years, and lists of the newest table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from technostate.evidence import Figure, Origin, value_of
from technostate.view.exposure_data import Chokepoint, Partner, Sector, tidy_lists

RELIANCE, NET, FACE = (
    "foreign_input_reliance",
    "foreign_input_reliance_net",
    "foreign_input_reliance_face_value",
)
CIRCULATION = "external_circulation"
#: Measures of the trade panel: imports in all purchases, and the supplier's share in imports.
OF_PURCHASES, OF_IMPORTS = "imports_in_purchases", "share_in_imports"
#: Families of worlds whose years one classification joins, and the one that stands apart.
JOINED, APART = "wiod", "icio"


@dataclass(frozen=True)
class Path:
    """One quantity over years; figures of another classification stand apart and are never joined to the others.

    Parameters
    ----------
    measure : str
        A key of `technostate.exposure.MEASURES`, ``imports_in_purchases`` or ``share_in_imports``.
    title : str
        What it is, of whom.
    region : str
        Whose: the buyer, or the state whose GDP is sustained.
    supplier : str or None
        None: all abroad.
    sector : str or None
        Of the goods that are bought; None: all.
    joined, apart : mapping of int to Figure
        By year.
    """

    measure: str
    title: str
    region: str
    supplier: str | None = None
    sector: str | None = None
    joined: Mapping[int, Figure] = field(default_factory=dict)
    apart: Mapping[int, Figure] = field(default_factory=dict)

    @property
    def highest(self) -> Figure | None:
        """The highest of the joined figures, the earlier of two that are equal; None without any."""
        return max((self.joined[year] for year in sorted(self.joined)), key=value_of, default=None)

    @property
    def first(self) -> Figure | None:
        """The earliest joined figure."""
        return self.joined[min(self.joined)] if self.joined else None

    @property
    def last(self) -> Figure | None:
        """The latest joined figure."""
        return self.joined[max(self.joined)] if self.joined else None

    @property
    def newest(self) -> Figure | None:
        """The latest figure that stands apart, or else the latest joined one."""
        return self.apart[max(self.apart)] if self.apart else self.last

    @property
    def origins(self) -> tuple[Origin, ...]:
        """The origins of all figures, each once: at most one of the joined and one of the others."""
        return tuple(dict.fromkeys(it.origin for it in (self.last, self.newest) if it is not None))


@dataclass(frozen=True)
class Dependence:
    """A state's dependence beside its comparator's.

    Parameters
    ----------
    state, against : str
        Codes, keys of groups, or labels of joined codes.
    peers : tuple of str
        Shown beside the two in paths.
    reliances : tuple of Path
        Foreign input reliance of everybody on all abroad, and of the two on each other.
    definitions : tuple of Path
        The two's reliance on all abroad by the competing definitions.
    circulations : tuple of Path
        Share of everybody's GDP that final demand abroad sustains.
    import_shares : tuple of Path
        Of the two, 2011–2022: imports in purchases, and the other's share in imports.
    notes, missing : tuple of str
        Whom the names stand for; what could not be said, and why.
    world : str or None
        What the lists below are from; None where it does not show the state.
    year : int or None
        Of the lists.
    suppliers, dependents : tuple of Partner
        All of them, largest first.
    rest_of_world, rest_dependent : Figure or None
        Share of all economies that the table does not show apart in the state's inputs, and of the state in theirs.
    sectors : tuple of Sector
        In the table's order, on all abroad and on each other; empty where the two share members.
    chokepoints : tuple of Chokepoint
        Products, highest index first.
    """

    state: str
    against: str
    peers: tuple[str, ...]
    reliances: tuple[Path, ...]
    definitions: tuple[Path, ...]
    circulations: tuple[Path, ...]
    import_shares: tuple[Path, ...]
    notes: tuple[str, ...]
    missing: tuple[str, ...]
    world: str | None = None
    year: int | None = None
    suppliers: tuple[Partner, ...] = ()
    rest_of_world: Figure | None = None
    dependents: tuple[Partner, ...] = ()
    rest_dependent: Figure | None = None
    sectors: tuple[Sector, ...] = ()
    chokepoints: tuple[Chokepoint, ...] = ()

    def reliance(self, buyer: str, supplier: str | None = None) -> Path | None:
        """Return foreign input reliance of a buyer on a supplier (None: all abroad), None where no table shows it."""
        return _one(self.reliances, RELIANCE, buyer, supplier)

    def definition(self, buyer: str, measure: str) -> Path | None:
        """Return reliance of one of the two on all abroad by one definition, None where no table shows it.

        Parameters
        ----------
        measure : str
            ``foreign_input_reliance``, ``foreign_input_reliance_net`` or ``foreign_input_reliance_face_value``.
        """
        return _one((*self.reliances, *self.definitions), measure, buyer, None)

    def circulation(self, region: str) -> Path | None:
        """Return the share of a state's GDP that final demand abroad sustains, None where no table shows it."""
        return _one(self.circulations, CIRCULATION, region, None)

    def import_share(self, buyer: str, supplier: str | None = None, sector: str | None = None) -> Path | None:
        """Return imports in all purchases of a buyer, or a supplier's share in its imports, None where there is none.

        Parameters
        ----------
        sector : str, optional
            Of the trade panel; all goods by default.
        """
        measure = OF_PURCHASES if supplier is None else OF_IMPORTS
        return _one(self.import_shares, measure, buyer, supplier, sector)


def _one(
    paths: tuple[Path, ...], measure: str, region: str, supplier: str | None, sector: str | None = None
) -> Path | None:
    wanted = measure, region, supplier, sector
    return next((it for it in paths if (it.measure, it.region, it.supplier, it.sector) == wanted), None)


def tidy(data: Dependence) -> list[dict[str, object]]:
    """Return every figure as one row: the table, whose, the measure, the partner, the sector."""
    rows: list[dict[str, object]] = []

    def add(
        world: str, state: str, measure: str, figure: Figure | None, partner: str | None, sector: str | None
    ) -> None:
        if figure is not None:
            asked = {"world": world, "state": state, "measure": measure}
            rows.append({**asked, "partner": partner, "sector": sector, "figure": figure})

    for path in (*data.reliances, *data.definitions, *data.circulations):
        for family, figures in ((JOINED, path.joined), (APART, path.apart)):
            for year, figure in figures.items():
                add(f"{family}-{year}", path.region, path.measure, figure, path.supplier, None)
    for path in data.import_shares:
        for figure in path.joined.values():
            add("trade panel", path.region, path.measure, figure, path.supplier, path.sector)
    if data.world is not None:
        lists = tidy_lists(data.suppliers, data.dependents, data.chokepoints, data.sectors, data.against)
        for measure, listed, partner, sector in lists:
            add(data.world, data.state, measure, listed, partner, sector)
        add(data.world, data.state, "share_in_inputs", data.rest_of_world, "ROW", None)
        add(data.world, data.state, "share_in_inputs_of", data.rest_dependent, "ROW", None)
    return rows
