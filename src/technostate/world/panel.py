"""The trade panel 2011–2022: who buys what from whom, year by year, sales at home included."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError, unknown_label
from technostate.evidence import Kind, Origin
from technostate.evidence.regions import missing
from technostate.world import storage
from technostate.world.embedded import folder, unpack_tariff
from technostate.world.table import Array

Codes = str | Sequence[str]


@dataclass(frozen=True, eq=False)
class TradePanel:
    """Flows and tariffs by year, sector, importer and exporter, USD million at current prices.

    Parameters
    ----------
    years : tuple of int
        Y years.
    sectors : tuple of str
        J codes; ``SVC`` is all services together.
    regions : tuple of str
        N codes with ``ROW``; the order of both region axes.
    flow : array (Y, J, N importer, N exporter)
        Duty excluded; sales at home on the diagonal of the last two axes.
    tariff : array (Y, J, N importer)
        What an importer puts on a sector on average, most-favoured-nation and preferential duties, ad-valorem
        fraction, NaN where unknown (ROW's goods): `technostate.world.mean_tariffs`.

    Notes
    -----
    The additional duties of 2018–2020 between the United States and China are not in `tariff`; its 2022 repeats 2021.
    """

    years: tuple[int, ...]
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    flow: Array
    tariff: Array
    origin: Origin
    tariff_origin: Origin
    kind: Kind = "derived"
    sector_titles: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shape = (len(self.years), len(self.sectors), len(self.regions), len(self.regions))
        shapes = {"flow": shape, "tariff": shape[:-1]}
        wrong = [name for name, needed in shapes.items() if getattr(self, name).shape != needed]
        if wrong:
            raise DataError(
                f"{' and '.join(wrong)}: shape differs from the labels' {shape}", hint="axes: see TradePanel"
            )
        for name in ("flow", "tariff"):
            getattr(self, name).setflags(write=False)

    def year_index(self, year: int) -> int:
        """Return the position of a year; raises `DataError` naming the years that exist."""
        if year not in self.years:
            raise DataError(
                f"the trade panel has no year {year}", hint=f"years {self.years[0]} to {self.years[-1]} exist"
            )
        return self.years.index(year)

    def positions(self, what: str, codes: Codes | None) -> NDArray[np.intp]:
        """Return the positions of regions or sectors (`what` is ``"region"`` or ``"sector"``); None means all.

        Raises
        ------
        LabelError
            If a code is unknown, with the nearest ones.
        """
        known = self.regions if what == "region" else self.sectors
        if codes is None:
            return np.arange(len(known))
        wanted = [codes] if isinstance(codes, str) else list(codes)
        for code in wanted:
            if code not in known:
                if what == "region":
                    raise missing(code, known, "the trade panel", lacks="is not shown apart in")
                raise unknown_label(what, code, known, where="the trade panel")
        return np.array([known.index(code) for code in wanted], dtype=np.intp)

    def purchases(
        self, importer: Codes, exporter: Codes | None = None, *, sector: Codes | None = None, home: bool = True
    ) -> Array:
        """Return what importers buy from exporters, by year, USD million (Y,).

        Parameters
        ----------
        importer : str or sequence of str
            A region, or a group taken as one.
        exporter : str or sequence of str, optional
            None means everybody.
        sector : str or sequence of str, optional
            None means all sectors.
        home : bool
            Whether sales within the importer (or the importers' group) count.

        Raises
        ------
        LabelError
            If a code is unknown.
        """
        buyers, sellers = self.positions("region", importer), self.positions("region", exporter)
        if not home:
            sellers = np.setdiff1d(sellers, buyers)
        goods = self.positions("sector", sector)
        total: Array = self.flow[:, goods][:, :, buyers][:, :, :, sellers].sum(axis=(1, 2, 3))
        return total

    def import_share(
        self, importer: Codes, exporter: Codes | None = None, *, sector: Codes | None = None, home: bool = False
    ) -> Array:
        """Return the share of exporters in what importers buy, by year (Y,), as a fraction.

        Parameters
        ----------
        importer : str or sequence of str
            A region, or a group taken as one (trade within it is home trade).
        exporter : str or sequence of str, optional
            None means everybody abroad; then the share is one without, and the import share with home sales.
        sector : str or sequence of str, optional
            None means all sectors.
        home : bool
            Whether the denominator includes sales at home. False: share in imports; True: share in all purchases.

        Returns
        -------
        array (Y,)
            NaN in years without purchases.

        Raises
        ------
        LabelError
            If a code is unknown.

        Examples
        --------
        >>> trade = panel()
        >>> share = trade.import_share("USA", "CHN", sector="C26")
        >>> bool(0.2 < share[trade.year_index(2017)] < 0.5)
        True
        """
        part = self.purchases(importer, exporter, sector=sector, home=False)
        whole = self.purchases(importer, None, sector=sector, home=home)
        return np.divide(part, whole, out=np.full_like(part, np.nan), where=whole > 0)

    def import_shares(self, year: int, *, home: bool = False) -> Array:
        """Return all shares of one year (J, N importer, N exporter); each importer's row sums to one or is NaN.

        Parameters
        ----------
        home : bool
            Whether sales at home count; if not, the diagonal is zero.

        Raises
        ------
        DataError
            If the panel lacks the year.
        """
        flow = np.array(self.flow[self.year_index(year)])
        if not home:
            own = np.arange(len(self.regions))
            flow[:, own, own] = 0.0
        whole = flow.sum(axis=2, keepdims=True)
        shares: Array = np.divide(flow, whole, out=np.full_like(flow, np.nan), where=whole > 0)
        return shares


@lru_cache(maxsize=1)
def panel() -> TradePanel:
    """Return the embedded trade panel 2011–2022, 28 sectors, 81 regions.

    Raises
    ------
    DataError
        If its file is missing or damaged.

    Examples
    --------
    >>> trade = panel()
    >>> trade.flow.shape, trade.years[0], trade.years[-1]
    ((12, 28, 81, 81), 2011, 2022)
    """
    arrays, meta = storage.load(folder() / "icio-trade-panel.npz")
    labels = {key: tuple(str(code) for code in arrays[key]) for key in ("sectors", "sector_titles", "regions")}
    return TradePanel(
        years=tuple(int(year) for year in arrays["years"]),
        sectors=labels["sectors"],
        regions=labels["regions"],
        # Regions stand before years in the file, where a link's yearly figures lie side by side and pack better.
        flow=np.ascontiguousarray(np.moveaxis(arrays["flow"], -1, 0)).astype(np.float64),
        tariff=unpack_tariff(arrays["tariff"]),
        origin=Origin.from_dict(meta["origin"]),
        tariff_origin=Origin.from_dict(meta["tariff_origin"]),
        kind=meta["kind"],
        sector_titles=MappingProxyType(dict(zip(labels["sectors"], labels["sector_titles"], strict=True))),
    )
