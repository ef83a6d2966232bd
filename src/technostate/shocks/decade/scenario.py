"""From a scenario's arrays to the solver's: everything is checked at once, before anything runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, TypedDict, get_args

import numpy as np
from numpy.typing import ArrayLike

from technostate.errors import ScenarioError
from technostate.shocks.decade.deficits import Deficit, deficits_of, some_names
from technostate.shocks.given import given, refuse

if TYPE_CHECKING:
    from technostate.shocks.decade.condensed import Condensed, Integers
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.shares import Array

#: A, B, whether any duty is left, and nine arrays more.
Terms: TypeAlias = "tuple[Array, Array, bool, Array, Array, Array, Array, Array, Array, Array, Array, Array]"


class Change(TypedDict, total=False):
    """The keywords of `counterfactual`, for `counterfactuals`."""

    tariff: ArrayLike | None
    trade_cost: ArrayLike | None
    productivity: ArrayLike | None
    labour: ArrayLike | None
    deficit: Deficit


@dataclass(frozen=True, eq=False)
class Prepared:
    """A checked scenario in the layout of the solver (see `kernel.solve`)."""

    A: Array
    B: Array
    duty: bool
    shift: Array
    local_shift: Array
    value_added: Array
    hold: Array
    share: Array
    block: Integers
    target: Array

    def terms(self, base: Condensed) -> Terms:
        """Return what every function of the kernel that holds the equations takes first, in its order."""
        return (
            self.A, self.B, self.duty, base.inputs, base.inputs_t, base.value_added_share, self.shift, base.final_share,
            self.value_added, self.hold, self.share, base.theta,
        )  # fmt: skip


def prepare(
    economy: TradeEconomy,
    tariff: ArrayLike | None = None,
    trade_cost: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    labour: ArrayLike | None = None,
    deficit: Deficit = "hold",
) -> Prepared:
    """Return the scenario as the solver takes it; raises `ScenarioError` listing all that is wrong with it."""
    n, j = economy.shape
    problems: list[str] = []
    new_tariff = _given("tariff", tariff, (j, n, n), problems)
    cost = _given("trade_cost", trade_cost, (j, n, n), problems)
    skill = _given("productivity", productivity, (n, j), problems)
    people = _given("labour", labour, (n,), problems)
    problems += _values(economy, new_tariff, cost, skill, people)
    if deficit not in get_args(Deficit):
        problems.append(f"deficit is {deficit!r}; it can be {', '.join(map(repr, get_args(Deficit)))}")
    refuse(
        problems,
        "tariff: new rates as fractions; trade_cost, productivity, labour: ratios to the base, 1 = unchanged, "
        "an infinite trade_cost stops a link",
    )
    A, B, duty, supply, linked = _wedges(economy, new_tariff, cost)
    block, apart = _groups(economy, linked, deficit)
    if apart:
        together = block[:, None] == block[None, :]
        A, B = A * together, B * together
        supply = A.sum(2)
    _require_suppliers(economy, supply)
    shift, local_shift = _shifts(economy, cost, skill)
    added = economy.value_added if people is None else economy.value_added * people
    hold, share = deficits_of(economy, deficit, block)
    target = np.bincount(block, weights=economy.value_added).astype(np.float64)
    return Prepared(A, B, duty, shift, local_shift, added, hold, share, block, target)


def _given(name: str, value: ArrayLike | None, shape: tuple[int, ...], problems: list[str]) -> Array | None:
    array = given(name, value, shape, problems)
    if array is not None and np.isnan(array.min()):
        problems.append(f"{name} has {np.count_nonzero(np.isnan(array))} NaN; a scenario leaves nothing unknown")
        return None
    return array


def _values(
    economy: TradeEconomy, tariff: Array | None, cost: Array | None, skill: Array | None, people: Array | None
) -> Iterator[str]:
    regions, sectors = economy.regions, economy.sectors
    if tariff is not None:
        if not tariff.min() > -1:
            j, n, i = np.argwhere(~(tariff > -1))[0]
            rate = tariff[j, n, i]
            yield f"tariff of {regions[n]} on {sectors[j]} from {regions[i]} is {rate:.0%}; −100 % is the limit"
        if tariff.max() == np.inf:
            yield "tariff has infinite rates; stop a link by an infinite trade_cost"
        at = np.arange(len(regions))
        if (tariff[:, at, at] != economy.base_tariff[:, at, at]).any():
            yield "tariff changes on the diagonal; a region has no tariff on its own sales"
    if cost is not None and not cost.min() > 0:
        j, n, i = np.argwhere(~(cost > 0))[0]
        yield f"trade_cost of {regions[n]} for {sectors[j]} from {regions[i]} is {cost[j, n, i]:g}; it must be positive"
    for name, ratio in (("productivity", skill), ("labour", people)):
        if ratio is not None and not ((ratio > 0) & np.isfinite(ratio)).all():
            yield f"{name} must be positive and finite everywhere; the lowest is {ratio.min():g}"


def _wedges(economy: TradeEconomy, tariff: Array | None, cost: Array | None) -> tuple[Array, Array, bool, Array, Array]:
    """Return π·κ^(−θ), the same over 1 + τ, whether any duty is left, supply by buyer, and links (see the kernel)."""
    base = economy.condensed
    t, (count, n, _) = base.traded, base.import_share.shape
    if tariff is None and cost is None:
        duty = economy.tariff is not None and bool(economy.tariff[t].any())
        return base.import_share, base.net_share, duty, base.import_share.sum(2), base.import_share.sum(0)
    from technostate.shocks.decade.kernel import wedges

    none = np.zeros((0, 0, 0))
    old = none if economy.tariff is None else economy.tariff
    # Without a new tariff the old one stays: it cancels in the ratio and still divides the net share.
    new = old if tariff is None else tariff
    A, B = np.empty_like(base.import_share), np.empty_like(base.import_share)
    supply, linked = np.empty((count, n)), np.empty((n, n))
    duty = wedges(
        base.import_share,
        t,
        old,
        np.ascontiguousarray(new),
        none if cost is None else np.ascontiguousarray(cost),
        base.theta,
        A,
        B,
        supply,
        linked,
    )
    return A, B, duty, supply, linked


def _require_suppliers(economy: TradeEconomy, supply: Array) -> None:
    base = economy.condensed
    lost = (supply <= 0) & (base.expenditure.T > 0)
    if lost.any():
        places = [
            f"{economy.regions[n]} can buy {economy.sectors[base.traded[t]]} nowhere" for t, n in np.argwhere(lost)[:5]
        ]
        more = f" (and {np.count_nonzero(lost) - 5} more)" if np.count_nonzero(lost) > 5 else ""
        raise ScenarioError(
            f"no supplier is left, so that prices are infinite: {'; '.join(places)}{more}",
            hint="leave a trickle (a finite trade_cost), merge sectors, or ask the year engine, which bans quantities",
        )


def _shifts(economy: TradeEconomy, cost: Array | None, skill: Array | None) -> tuple[Array, Array]:
    """Return the log shifts of unit costs of traded (N, T) and local (N, S) sectors, local inputs included."""
    base = economy.condensed
    n = economy.shape[0]
    shift, local = np.zeros((n, base.traded.size)), np.zeros((n, base.local.size))
    if skill is not None:
        shift -= np.log(skill[:, base.traded])
        local -= np.log(skill[:, base.local])
    if cost is not None and base.local.size:
        home = cost[base.local][:, np.arange(n), np.arange(n)].T
        if np.isinf(home).any():
            at, s = np.argwhere(np.isinf(home))[0]
            raise ScenarioError(
                f"{economy.regions[at]} cannot buy {economy.sectors[base.local[s]]} from itself, its only supplier",
                hint="leave the diagonal of trade_cost at 1 for sectors that are not traded",
            )
        local += np.log(home)
    if local.any():
        # What local sectors cost, their use of each other included, enters the cost of traded ones.
        whole = np.einsum("nsu,ns->nu", base.local_inverse, local)
        inputs = economy.input_share[:, base.local[:, None], base.traded]
        shift = shift + np.einsum("nst,ns->nt", inputs, whole)
    return np.ascontiguousarray(shift), local


def _groups(economy: TradeEconomy, linked: Array, deficit: Deficit) -> tuple[Integers, bool]:
    """Return the number of each region's group of trading regions, and whether links between groups are to be dropped.

    Regions that can only sell to each other or only buy carry no trade in a balanced equilibrium (the wage that would
    clear it is infinite), so that groups are those whose members reach each other both ways, and links between
    groups are dropped. Deficits can pay for one-way trade; then groups are those linked at all.
    """
    from scipy.sparse.csgraph import connected_components

    one = np.zeros(economy.shape[0], np.int64)
    if (linked > 0).all():
        return one, False
    count, strong = connected_components(linked != 0, directed=True, connection="strong")
    if count == 1:
        return one, False
    owed = np.bincount(strong, weights=economy.deficit).astype(np.float64)
    balanced = deficit == "remove" or bool((np.abs(owed) <= 1e-9 * economy.value_added.sum()).all())
    if balanced:
        return strong.astype(np.int64), True
    _require_payable(economy, linked, strong, owed)
    return connected_components(linked != 0, directed=False)[1].astype(np.int64), False


def _require_payable(economy: TradeEconomy, linked: Array, group: Integers, owed: Array) -> None:
    """Refuse one-way trade that the deficits cannot pay for: no wage would clear it."""
    apart = group[:, None] != group[None, :]
    # The smallest group says most clearly who is cut off.
    for at in np.argsort(np.bincount(group), kind="stable"):
        members = group == at
        buys, sells = (linked * apart)[members].any(), (linked * apart)[:, members].any()
        if (buys and not sells and owed[at] < 0) or (sells and not buys and owed[at] > 0):
            can, cannot, keeps = ("buy", "sell", "surplus") if buys else ("sell", "buy", "deficit")
            rate = abs(owed[at]) / economy.value_added[members].sum()
            raise ScenarioError(
                f"{some_names(economy, np.flatnonzero(members))} could only {can} abroad and not {cannot}, and cannot "
                f"keep a {keeps} of {rate:.2%} of value added",
                hint="use deficit='remove' when regions are cut off entirely",
            )
