"""What is not known of a shock, drawn all at once: the engines' parameters, the split of rents, and the amounts.

One scrambled Sobol' sequence (`amounts.places`) serves year, path and decade, so that a draw is the same case at each.
Of a world's products those are drawn that the shock bears on; the others keep their central values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from technostate.shocks.impact.batch import Drawn
from technostate.shocks.specification.amounts import places

if TYPE_CHECKING:
    from technostate.shocks.specification.horizons import Horizon
    from technostate.shocks.specification.levels import Levels
    from technostate.shocks.specification.resolve import Resolved
    from technostate.shocks.year import Elasticities, Places, Rules, YearProduct

Array = NDArray[np.float64]
Option = TypeVar("Option")

#: Share of the draws in which nothing replaces what a ban takes away; None is the parameter's central value.
Doubt = float | None


@dataclass(frozen=True)
class Rents:
    """Shares of the scarcity rents of bans: to the side that rations, to the other side, and used up; one in all.

    Examples
    --------
    >>> round(Rents(0.5, 0.2).used_up, 12)
    0.3
    """

    rations: float = 1.0 / 3.0
    other: float = 1.0 / 3.0

    @property
    def used_up(self) -> float:
        """What is spent on contesting the rent."""
        return max(0.0, 1.0 - self.rations - self.other)


@dataclass(frozen=True)
class Rationed:
    """Shares of the scarcity rent of critical products: to the maker, and used up; the buyers' side keeps the rest.

    Contracts do not give makers what the last unit is worth: unlike the rents of other bans it does not matter who
    rations.
    """

    exporter: float
    used_up: float


@dataclass(frozen=True)
class Draw:
    """One set of everything that is not known.

    Parameters
    ----------
    case : str
        Of the shock's amounts: ``central``, ``draw 1`` ….
    differentiated, commodities : float
        Places, 0 to 1, in the ranges of elasticities across origins (`year.across_origins`).
    value_added, inputs, final : float
        Elasticities of substitution.
    substitutes : float
        M of `year.Rules`; infinite where nothing replaces what a ban takes away. Elasticities across origins are then
        drawn from their central values up.
    least : float
        Part of the base quantity that arrives in spite of any ban, where nothing replaces it.
    rents : Rents
        How scarcity rents are split.
    pay_floor : float
        In the first year, lowest pay of a node over its region's mean.
    labour : float
        Share of value added that the floor bears on.
    speed : float
        At which the path leaves the first year, a year.
    long_run : float
        Place, 0 to 1, among the sets of elasticities of the decade.
    critical : float
        Place, 0 to 1, in the ranges of the elasticity between critical products and other inputs.
    rationed : Rationed or None
        How rents of critical products are split; None: as those of all other goods.
    products : mapping of str to Places
        Where the draw lies in the ranges of products; those that are not named are central.
    """

    case: str
    differentiated: float
    commodities: float
    value_added: float
    inputs: float
    final: float
    substitutes: float
    least: float
    rents: Rents
    pay_floor: float
    labour: float
    speed: float
    long_run: float
    critical: float = 0.5
    rationed: Rationed | None = None
    products: Mapping[str, Places] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def at(cls, case: str, place: Sequence[float], doubt: Doubt = None) -> Draw:
        """Return the draw at places from 0 to 1, in the order of `_COLUMNS`; ½ is central, and so is what has none."""
        from technostate.shocks.year import parameters

        table = parameters()
        at = dict.fromkeys(_COLUMNS, 0.5) | dict(zip(_COLUMNS, place, strict=False))
        none = at["doubt"] < (table["doubt"].central if doubt is None else doubt)
        # Two cuts of a stick at even places make three parts that are even over all splits.
        one, two = sorted((at["first cut"], at["second cut"]))
        drawn: dict[str, Any] = {
            name: table[name].at(at[name])
            for name in ("value_added", "inputs", "final", "substitutes", "pay_floor", "labour", "speed")
        }
        # A draw has substitutes or a least quantity: the place of the one that it lacks serves the other.
        drawn["least"] = table["least"].at(at["substitutes"])
        if none:
            drawn["substitutes"] = np.inf
        # Hardly any turning to other origins is another way to say that nothing replaces what is missing: both at once
        # would make what is left so dear that whoever is banned could gain. Such draws lie from central to high.
        differentiated, commodities = (
            0.5 + 0.5 * at[name] if none else at[name] for name in ("differentiated", "commodities")
        )
        exporter, used_up = (table[name].at(at[name]) for name in ("product_exporter", "product_used_up"))
        return cls(
            case=case,
            differentiated=differentiated,
            commodities=commodities,
            rents=Rents(one, two - one),
            long_run=at["long run"],
            critical=at["critical"],
            rationed=Rationed(exporter, (1.0 - exporter) * used_up),
            **drawn,
        )

    @classmethod
    def central(cls) -> Draw:
        """Return the central case: every parameter at its central value, a third of the rent to each."""
        return replace(cls.at("central", [0.5] * len(_COLUMNS), doubt=0.0), rents=Rents())

    def one_of(self, options: Sequence[Option]) -> Option:
        """Return the one of several sets of elasticities, all equally likely, that the draw takes at `long_run`."""
        return options[min(int(self.long_run * len(options)), len(options) - 1)]

    def elasticities(self, sectors: Sequence[str], products: Sequence[YearProduct] = ()) -> Elasticities:
        """Return the elasticities of the first year, by sector across origins, of products their own."""
        from technostate.shocks.year import Elasticities, across_origins, with_products
        from technostate.shocks.year.products import roots

        origins = across_origins(roots(sectors, products), self.differentiated, self.commodities)
        plain = Elasticities(self.value_added, self.inputs, origins, self.final)
        return with_products(plain, sectors, products, self.products, self.critical)

    def delivered(self, levels: Levels) -> Array:
        """Return what bans let through on every link (J, N importer, N exporter), never nothing at all.

        Where nothing replaces what is banned, the price of the last unit has no bound at elasticities of one or less:
        `least` arrives in spite of any ban. With substitutes a ban lets through what it says, zero included.
        """
        return np.maximum(levels.delivered, self.least) if np.isinf(self.substitutes) else levels.delivered

    def rules(self, levels: Levels, critical: NDArray[np.bool_] | None = None) -> Rules:
        """Return the rules of the first year.

        Parameters
        ----------
        critical : array (J,) of bool, optional
            Sectors that are critical products.
        """
        from technostate.shocks.year import Rules

        split: tuple[float | Array, ...] = self.rents.rations, self.rents.other, self.rents.used_up
        if critical is not None and critical.any():
            levels, split = self._of_products(levels, critical, split)
        to_exporter, used_up = levels.rents(*split)
        return Rules(
            to_exporter=to_exporter,
            used_up=used_up,
            substitutes=self.substitutes,
            ceiling=True,
            pay_floor=self.pay_floor,
            labour=self.labour,
            anchor="region",
        )

    def _of_products(
        self, levels: Levels, critical: NDArray[np.bool_], split: tuple[float | Array, ...]
    ) -> tuple[Levels, tuple[float | Array, ...]]:
        """Return levels in which what makers of critical products cannot deliver is withheld, and splits by sector."""
        missing = np.where(critical, 1.0 - levels.capacity, 0.0).T[:, None, :]
        levels = replace(levels, withheld=levels.withheld + missing)
        if self.rationed is None:
            return levels, split
        own = self.rationed.exporter, self.rationed.exporter, self.rationed.used_up
        at = critical[:, None, None]
        return levels, tuple(np.where(at, mine, usual) for mine, usual in zip(own, split, strict=True))


_COLUMNS = (
    "differentiated", "commodities", "value_added", "inputs", "final", "substitutes", "first cut", "second cut",
    "pay_floor", "doubt", "speed", "long run", "labour", "critical", "product_exporter", "product_used_up",
)  # fmt: skip

#: Parameter in words → its value in a draw, whether only bans have it, and the horizons that have it.
_SAID: dict[str, tuple[str, bool, tuple[str, ...]]] = {
    "elasticity across origins, differentiated goods": ("differentiated", False, ("year", "path")),
    "elasticity across origins, commodities": ("commodities", False, ("year", "path")),
    "elasticity between value added and inputs": ("value_added", False, ("year", "path")),
    "elasticity across inputs": ("inputs", False, ("year", "path")),
    "elasticity across final goods": ("final", False, ("year", "path")),
    "cost of substitutes": ("substitutes", True, ("year", "path", "decade")),
    "rent to who rations": ("rents.rations", True, ("year", "path", "decade")),
    "rent to the other side": ("rents.other", True, ("year", "path", "decade")),
    "rent used up": ("rents.used_up", True, ("year", "path", "decade")),
    "lowest pay": ("pay_floor", False, ("year", "path")),
    "speed of adjustment": ("speed", False, ("path",)),
}
#: The elasticities of the decade in words: the mean of their set.
LONG_RUN = "long-run trade elasticity"


def sectors_of(resolved: Resolved) -> frozenset[str]:
    """Return the sectors that a measure of a shock bears on."""
    on = [step.links.any((1, 2)) for step in resolved.steps if step.links is not None]
    on += [step.nodes.any(0) for step in resolved.steps if step.nodes is not None]
    return frozenset(resolved.sectors[at] for at in np.flatnonzero(np.any(on, axis=0))) if on else frozenset()


@dataclass(frozen=True, eq=False)
class Sample:
    """The draws of a shock.

    Parameters
    ----------
    resolved : Resolved
        With as many draws as are asked for.
    doubt : float or None
        Share of the draws without substitutes.
    """

    resolved: Resolved
    draws: int
    seed: int
    doubt: Doubt = None
    products: tuple[YearProduct, ...] = ()

    @cached_property
    def rows(self) -> tuple[Draw, ...]:
        """The draws, without the central case."""
        table = places(self.draws, self.seed, len(self.resolved.steps)).tolist()
        # Without a ban there is nothing to replace, and nothing that a draw could leave without substitutes.
        doubt = self.doubt if self.bans else 0.0
        rows = tuple(Draw.at(f"draw {number}", row, doubt) for number, row in enumerate(table, 1))
        if not self.drawn_products:
            return rows
        return tuple(replace(row, products=of) for row, of in zip(rows, self._of_products(), strict=True))

    def _of_products(self) -> Iterator[Mapping[str, Places]]:
        """Yield each draw's places in the ranges of products: the last dimensions, behind those of the amounts."""
        from technostate.shocks.year import Places

        width, steps = len(Places._fields), len(self.resolved.steps)
        table = places(self.draws, self.seed, steps + width * len(self.products))
        first = table.shape[1] - width * len(self.products)
        named = [row.code for row in self.drawn_products]
        columns = {row.code: first + width * at for at, row in enumerate(self.products)}
        for row in table.tolist():
            of = {code: row[columns[code] : columns[code] + width] for code in named}
            yield MappingProxyType({code: Places(*place) for code, place in of.items()})

    @cached_property
    def drawn_products(self) -> tuple[YearProduct, ...]:
        """The products that a measure of the shock bears on."""
        touched = sectors_of(self.resolved)
        return tuple(row for row in self.products if row.code in touched)

    @property
    def bans(self) -> bool:
        """Whether the shock bans anything."""
        return any(step.bans for step in self.resolved.steps)

    @property
    def rations(self) -> bool:
        """Whether the shock makes anything scarce that has a rent: by a ban, or where makers of a product lose room."""
        critical = np.isin(self.resolved.sectors, [row.code for row in self.products if row.critical])
        lost = [step.nodes for step in self.resolved.steps if step.kind == "capacity_loss" and step.nodes is not None]
        return self.bans or any(bool(nodes[:, critical].any()) for nodes in lost)

    def drawn(self, horizon: Horizon, at: Sequence[int], means: Sequence[float] = ()) -> Drawn:
        """Return what the draws with an answer vary at a horizon.

        Parameters
        ----------
        at : sequence of int
            Positions of the draws with an answer.
        means : sequence of float
            Mean trade elasticity of each set (`long_run.mean_elasticities`), where the horizon has sets.
        """
        said = {
            words: field
            for words, (field, of_bans, horizons) in _SAID.items()
            if horizon in horizons and (self.bans or not of_bans)
        }
        rows = [self.rows[row] for row in at]
        columns = [[attrgetter(field)(row) for row in rows] for field in said.values()]
        names = [*said]
        for name, column in self._said_of_products(horizon, rows):
            names.append(name)
            columns.append(column)
        taken = [draw.one_of(means) for draw in self.rows] if means else []
        if len(set(taken)) > 1:
            names.append(LONG_RUN)
            columns.append([taken[row] for row in at])
        amounts = [self.resolved.ranged_amounts(row.case) for row in rows]
        known = np.array(columns, dtype=np.float64).reshape(len(names), len(rows)).T
        more = np.array(amounts, dtype=np.float64).reshape(len(rows), len(self.resolved.ranged_names))
        values = np.column_stack([known, more])
        return Drawn(tuple(row.case for row in rows), (*names, *self.resolved.ranged_names), values)

    def _said_of_products(self, horizon: Horizon, rows: Sequence[Draw]) -> Iterator[tuple[str, list[float]]]:
        """Yield what the draws vary of products, in words, with its values."""
        from technostate.shocks.year import Places

        critical = [row for row in self.drawn_products if row.critical]
        if critical:
            yield "rent of products to their makers", [row.rationed.exporter if row.rationed else 0.0 for row in rows]
            yield "rent of products used up", [row.rationed.used_up if row.rationed else 0.0 for row in rows]
        if critical and horizon != "decade":
            yield "elasticity between critical products and other inputs", [row.critical for row in rows]
        for product in self.drawn_products:
            for name in Places._fields:
                amount = getattr(product, name)
                if amount.low < amount.high and (name == "multiple" or horizon != "decade"):
                    yield amount.name, [amount.at(getattr(row.products[product.code], name)) for row in rows]
