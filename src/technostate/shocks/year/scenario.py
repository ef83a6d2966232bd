"""From measures to arrays: bans by name, tariffs, costs and capacities, checked all at once before anything runs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike, NDArray

from technostate.errors import ScenarioError
from technostate.shocks.given import given, refuse
from technostate.shocks.year.bans import Ban, fixed
from technostate.shocks.year.rules import RENTS, Rules

if TYPE_CHECKING:
    from technostate.shocks.year.economy import YearEconomy
    from technostate.shocks.year.nests import Array

Deficit = Literal["hold", "lend"]

#: Share of a product's base quantity that a buyer still gets whose every supplier is banned.
TRACE = 1e-6

UNITS = (
    "tariff: new rates as fractions; trade_cost, productivity, capacity, demand: ratios to the base, 1 = unchanged; "
    "deficit: new levels that sum to zero, nothing for regions cut off entirely; transfer: changes that sum to zero; "
    "bans: codes of the economy, leak from 0 to 1; delivered: shares, 1 = no ban; room: shares above 0, 1 = no limit"
)


@dataclass(frozen=True, eq=False)
class Prepared:
    """A checked scenario as the solver takes it; logs are of ratios to the base.

    Parameters
    ----------
    substitution : array (J, 1)
        s = 1 − σ across origins.
    free : array (J, N importer, N exporter)
        π κ^s of the links that no ban fixes, κ being the ratio of cost and duty to the base.
    log_cost : array (J, N importer, N exporter) or None
        log κ; None where nothing changes.
    rate : array (J, N importer, N exporter)
        Tariffs after the change.
    iceberg : array (J, N importer, N exporter) or None
        Trade costs, ratios to the base.
    links : tuple of three arrays (B,)
        Sectors, importers and exporters of banned links.
    leak : array (B,)
    skill : array (N, J)
        Log productivity.
    supply : array (N, J)
        Factor income at base factor prices after the change of capacity.
    owed : array (N, N)
        Deficits are this matrix times the factor incomes of all regions.
    final_share : array (N, J)
        Shares of final expenditure at base prices.
    to_exporter, used_up : array (B,)
        Shares of the rent of banned links that go to the exporter and that are used up by the importer's side.
    rules : Rules
        All else that is taken for granted.
    """

    substitution: Array
    free: Array
    log_cost: Array | None
    rate: Array
    iceberg: Array | None
    links: tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]
    leak: Array
    skill: Array
    supply: Array
    owed: Array
    final_share: Array
    to_exporter: Array
    used_up: Array
    rules: Rules


def prepare(
    economy: YearEconomy,
    bans: Sequence[Ban] = (),
    tariff: ArrayLike | None = None,
    trade_cost: ArrayLike | None = None,
    productivity: ArrayLike | None = None,
    capacity: ArrayLike | None = None,
    demand: ArrayLike | None = None,
    deficit: ArrayLike | Deficit = "hold",
    held: float = 0.0,
    delivered: ArrayLike | None = None,
    transfer: ArrayLike | None = None,
    rules: Rules | None = None,
    room: ArrayLike | None = None,
) -> Prepared:
    """Return the scenario as the solver takes it; raises `ScenarioError` listing all that is wrong with it."""
    base = economy.base
    n, j = base.shape
    problems: list[str] = []
    rules = given_rules(rules)
    sigma = economy.elasticities.by_sector(j)
    new_tariff = _given("tariff", tariff, (j, n, n), problems)
    cost = _given("trade_cost", trade_cost, (j, n, n), problems)
    ratios = {"productivity": productivity, "capacity": capacity, "demand": demand}
    skill, factors, taste = (_given(name, value, (n, j), problems) for name, value in ratios.items())
    limit = _given("room", room, (n, j), problems)
    levels = _given_deficit(deficit, n, problems)
    moved = _given("transfer", transfer, (n,), problems)
    nodes = dict(zip(ratios, (skill, factors, taste), strict=True))
    problems += (*_values(economy, new_tariff, cost, nodes, levels), *_limits(economy, limit))
    problems += _lending(economy, deficit, held, moved)
    shares = [_on_links(name, getattr(rules, name), (j, n, n), problems) for name in ("to_exporter", "used_up")]
    shares_left = _given("delivered", delivered, (j, n, n), problems)
    leak = _let_through(economy, fixed(economy, bans, shares_left, sigma, rules.zeta > 0, problems), limit, cost)
    if not problems:
        problems += (*_supplied(economy, leak), *_cut_off(economy, leak, levels, moved))
    refuse(problems, UNITS)
    rate = base.base_tariff.copy() if new_tariff is None else new_tariff
    log_cost = None if new_tariff is None and cost is None else _log_cost(economy, rate, cost)
    banned = np.isfinite(leak) & (base.import_share > 0)
    s = (1.0 - sigma)[:, None, None]
    free = np.where(banned, 0.0, base.import_share)
    if log_cost is not None:
        free = free * np.exp(s * log_cost)
    place = _links(banned)
    return Prepared(
        substitution=s[:, :, 0],
        free=free,
        log_cost=log_cost,
        rate=rate,
        iceberg=cost,
        links=place,
        leak=leak[place],
        skill=np.zeros((n, j)) if skill is None else np.log(skill),
        supply=_supply(economy, rules, factors, limit),
        owed=_owed(economy, deficit, levels, held, moved),
        final_share=base.final_share if taste is None else _shifted(base.final_share, taste),
        to_exporter=shares[0][place],
        used_up=shares[1][place],
        rules=rules,
    )


def _links(banned: NDArray[np.bool_]) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Return sectors, importers and exporters of banned links."""
    sectors, importers, exporters = (np.ascontiguousarray(part) for part in np.nonzero(banned))
    return sectors, importers, exporters


def _let_through(economy: YearEconomy, leak: Array, limit: Array | None, cost: Array | None) -> Array:
    """Return shares at which bans and makers' limits fix links, with a trace where a product would have no supplier.

    Its users turn to an outside option, but at which price they do takes a quantity.
    """
    if limit is not None:
        # What a maker can send is limited; a part of it melts on the way.
        arrives = limit.T[:, None, :] / (1.0 if cost is None else cost)
        leak = np.fmin(leak, np.where((limit < 1).T[:, None, :] & (arrives < 1), arrives, np.nan))
    product = economy.options.product
    if not product.size:
        return leak
    found, share, banned = leak.copy(), economy.base.import_share[product], leak[product] == 0
    gone = (share > 0).any(2) & (np.where(banned, 0.0, share).sum(2) <= 1e-12)
    found[product] = np.where(gone[:, :, None] & banned, TRACE, leak[product])
    return found


def _supply(economy: YearEconomy, rules: Rules, factors: Array | None, limit: Array | None) -> Array:
    """Return factor income at base prices: what a limit leaves idle is lost as far as it cannot move elsewhere."""
    supply = economy.factor_income * (1.0 if factors is None else factors)
    return supply if limit is None else supply * limit ** (1.0 - rules.mobility)


def _limits(economy: YearEconomy, limit: Array | None) -> Iterator[str]:
    base = economy.base
    if limit is None:
        return
    for n, j in np.argwhere((limit <= 0) | (limit > 1))[:5]:
        yield f"room of {base.sectors[j]} in {base.regions[n]} is {limit[n, j]:g}; it is above 0 and at most 1"


def _log_cost(economy: YearEconomy, rate: Array, cost: Array | None) -> Array:
    duty: Array = np.log1p(rate) - np.log1p(economy.base.base_tariff)
    return duty if cost is None else duty + np.log(cost)


def given_rules(rules: Rules | None) -> Rules:
    """Return the rules, the default ones for None; raises `ScenarioError` for anything else."""
    if rules is None or isinstance(rules, Rules):
        return rules or Rules()
    raise ScenarioError(f"rules is {rules!r}; it is a Rules", hint=f"Rules(...), or RENTS[...] of {', '.join(RENTS)}")


def _on_links(name: str, share: float | Array, shape: tuple[int, ...], problems: list[str]) -> Array:
    """Return a share of rents by link."""
    if np.ndim(share) == 0:
        return np.broadcast_to(np.float64(share), shape)
    array = _given(name, share, shape, problems)
    return np.zeros(shape) if array is None else array


def _shifted(share: Array, ratio: Array) -> Array:
    moved = share * ratio
    shifted: Array = moved / moved.sum(1, keepdims=True)
    return shifted


def _lending(economy: YearEconomy, deficit: ArrayLike | Deficit, held: float, moved: Array | None) -> Iterator[str]:
    if moved is not None and abs(moved.sum()) > 1e-9 * economy.base.value_added.sum():
        yield f"transfers sum to {moved.sum():.6g}; what one region gets another gives"
    if not isinstance(held, int | float | np.floating) or not 0.0 <= held <= 1.0:
        yield f"held is {held!r}; it is a part, from 0 to 1, of the way from lending a share to holding levels"
    elif held > 0.0 and not _lends(deficit):
        yield f"held is {held:g}; it goes with deficit='lend'"


def _lends(deficit: ArrayLike | Deficit) -> bool:
    return isinstance(deficit, str) and deficit == "lend"


def _owed(
    economy: YearEconomy, deficit: ArrayLike | Deficit, levels: Array | None, held: float, moved: Array | None
) -> Array:
    """Return what deficits are of regions' factor incomes (N, N)."""
    owed = _held(economy, levels)
    if _lends(deficit):
        owed = held * owed + (1.0 - held) * _lent(economy)
    return owed if moved is None else owed + _held(economy, moved)


def _held(economy: YearEconomy, levels: Array | None) -> Array:
    """Levels in units of the world's factor income."""
    held = economy.base.deficit if levels is None else levels
    return np.repeat(held[:, None] / economy.factor_income.sum(), held.size, axis=1)


def _lent(economy: YearEconomy) -> Array:
    """Lenders lend the base's share of their factor income; borrowers divide it as at the base."""
    deficit = economy.base.deficit
    lent, borrowed = np.maximum(-deficit, 0.0), np.maximum(deficit, 0.0)
    share = lent / economy.factor_income.sum(1)
    owed: Array = np.outer(borrowed / max(borrowed.sum(), 1e-300), share) - np.diag(share)
    return owed


def _given_deficit(deficit: ArrayLike | Deficit, n: int, problems: list[str]) -> Array | None:
    if not isinstance(deficit, str):
        return _given("deficit", deficit, (n,), problems)
    if deficit not in get_args(Deficit):
        problems.append(f"deficit is {deficit!r}; it can be 'hold', 'lend' or an array of new levels")
    return None


def _given(name: str, value: ArrayLike | None, shape: tuple[int, ...], problems: list[str]) -> Array | None:
    array = given(name, value, shape, problems)
    if array is None:
        return None
    if not np.isfinite(array).all():
        problems.append(f"{name} has {np.count_nonzero(~np.isfinite(array))} values that are not finite")
        return None
    return array.copy()


def _values(
    economy: YearEconomy,
    tariff: Array | None,
    cost: Array | None,
    ratios: Mapping[str, Array | None],
    owed: Array | None,
) -> Iterator[str]:
    base = economy.base
    regions, sectors = base.regions, base.sectors
    if tariff is not None:
        if tariff.min() <= -1:
            j, n, i = np.argwhere(tariff <= -1)[0]
            rate = tariff[j, n, i]
            yield f"tariff of {regions[n]} on {sectors[j]} from {regions[i]} is {rate:.0%}; −100 % is the limit"
        at = np.arange(len(regions))
        if (tariff[:, at, at] != base.base_tariff[:, at, at]).any():
            yield "tariff changes on the diagonal; a region has no tariff on its own sales"
    if cost is not None and cost.min() <= 0:
        j, n, i = np.argwhere(cost <= 0)[0]
        yield f"trade_cost of {regions[n]} for {sectors[j]} from {regions[i]} is {cost[j, n, i]:g}; it must be positive"
    for name, ratio in ratios.items():
        if ratio is not None and ratio.min() <= 0:
            n, j = np.argwhere(ratio <= 0)[0]
            yield f"{name} of {sectors[j]} in {regions[n]} is {ratio[n, j]:g}; it must be positive"
    if owed is not None and abs(owed.sum()) > 1e-9 * base.value_added.sum():
        yield f"deficits sum to {owed.sum():.6g}; the world cannot run one"


def _supplied(economy: YearEconomy, leak: Array) -> Iterator[str]:
    base = economy.base
    bought = base.import_share.sum(2)
    left = np.where(leak == 0, 0.0, base.import_share).sum(2)
    for j, n in np.argwhere((bought > 0.5) & (left <= 1e-12))[:5]:
        yield f"{base.regions[n]} is left without any supplier of {base.sectors[j]}"


def _cut_off(economy: YearEconomy, leak: Array, levels: Array | None, moved: Array | None) -> Iterator[str]:
    """Yield regions that total bans leave without any trade but with a deficit or surplus, which only trade moves."""
    if not (leak == 0).any():
        return
    from scipy.sparse.csgraph import connected_components

    base = economy.base
    linked = np.where(leak == 0, 0.0, base.import_share).any(0)
    count, group = connected_components(linked, directed=False)
    owed = (base.deficit if levels is None else levels) + (0.0 if moved is None else moved)
    for members in (group == at for at in range(count) if count > 1):
        rate = owed[members].sum() / base.value_added[members].sum()
        # The largest group is what the others are cut off from.
        if abs(rate) > 1e-9 and members.sum() <= base.shape[0] / 2:
            names = ", ".join(base.regions[n] for n in np.flatnonzero(members))
            kind = "deficit" if rate > 0 else "surplus"
            yield f"{names} would trade with nobody and cannot keep a {kind} of {abs(rate):.2%} of value added"
