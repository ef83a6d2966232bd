"""Labour that answers to what it earns, and what becomes of tariff revenue: a loop around the equilibrium."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, Unpack, get_args

import numpy as np

from technostate.errors import ConvergenceError, ScenarioError
from technostate.shocks.decade.scenario import Change
from technostate.shocks.decade.solver import counterfactual

if TYPE_CHECKING:
    from technostate.shocks.decade.economy import TradeEconomy
    from technostate.shocks.decade.equilibrium import Equilibrium
    from technostate.shocks.decade.shares import Array

#: ``lump-sum``: revenue goes to households whatever they earn. ``income-tax``: it replaces a tax on factor income.
Revenue = Literal["lump-sum", "income-tax"]
#: Highest elasticity of labour supply that is taken: macroeconomic estimates end at about 3.
MOST_ELASTIC = 3.0
#: Rounds in which labour must settle, and how closely, as a ratio.
MOST_ROUNDS, SETTLED = 200, 1e-10


@dataclass(frozen=True, eq=False)
class Employed:
    """An equilibrium in which labour answers to its pay, N regions.

    Parameters
    ----------
    equilibrium : Equilibrium
        With the labour below; its `real_income` counts all that is earned by more work as gained.
    labour : array (N,)
        Ratios to the base.
    kept : array (N,)
        What is kept of a unit of pay after income tax, ratio to the base; one where revenue is given back lump sum.
    welfare : array (N,)
        Change of consumption less what more work costs the worker, a fraction of the base's. With preferences
        C − a·L^(1 + 1/κ) the cost is κ/(1 + κ) of what is kept of pay.
    welfare_as_published : array (N,)
        The same with the cost of work not rescaled by `kept`, as the program of Ignatenko et al. (2025) has it; equal
        to `welfare` where no tax changes.
    """

    equilibrium: Equilibrium
    labour: Array
    kept: Array
    welfare: Array
    welfare_as_published: Array


def with_labour_supply(
    economy: TradeEconomy,
    *,
    elasticity: float = 0.5,
    revenue: Revenue = "lump-sum",
    scale: float = 0.0,
    tolerance: float = 1e-10,
    **change: Unpack[Change],
) -> Employed:
    """Return the equilibrium after a change in which labour is supplied with an elasticity to real pay after tax.

    Parameters
    ----------
    elasticity : float
        κ from 0 (labour as at the base, as in `counterfactual`) to 3; 0.5 is usual.
    revenue : {"lump-sum", "income-tax"}
        What new tariff revenue is for. As relief of an income tax it lets workers keep 1/(1 − r) times what they kept,
        r being revenue over factor income, new less base; less revenue is made up by a new tax of −r.
    scale : float
        ψ from 0 to 1: output per input rises with labour to this power (Krugman's variety, 1 over the elasticity of
        substitution less one); 0 is constant returns.
    tolerance : float
        As in `counterfactual`.
    **change
        Of `counterfactual`; `labour` is a change of endowments on top.

    Raises
    ------
    ScenarioError
        If a parameter is out of its range, relief is asked for where labour does not answer, or the change is
        malformed.
    ConvergenceError
        If labour does not settle.

    References
    ----------
    Ignatenko, A., L. Macedoni, A. Lashkaripour and I. Simonovska (2025). Making America Great Again? The economic
    impacts of Liberation Day tariffs. Journal of International Economics; table 9, alternative 4.

    Examples
    --------
    >>> from technostate.shocks.decade import TradeEconomy
    >>> pair = TradeEconomy(
    ...     import_share=[[[0.8, 0.2], [0.2, 0.8]]], value_added_share=[[1.0], [1.0]], input_share=[[[0.0]], [[0.0]]],
    ...     final_share=[[1.0], [1.0]], value_added=[1.0, 1.0], deficit=[0.0, 0.0], trade_elasticity=[4.0])
    >>> apart = with_labour_supply(pair, trade_cost=[[[1.0, np.inf], [np.inf, 1.0]]])
    >>> apart.labour.round(6), round(0.8 ** (0.5 / 4.0), 6)
    (array([0.972492, 0.972492]), 0.972492)
    """
    require_labour(elasticity, revenue, scale)
    rest: dict[str, Any] = dict(change)
    given = rest.pop("labour", None)
    endowment = np.ones(economy.shape[0]) if given is None else np.asarray(given, dtype=np.float64)
    skill = rest.pop("productivity", None)
    plain = given is None and elasticity == 0
    labour, before, step = np.ones(economy.shape[0]), np.inf, 1.0
    found: Equilibrium | None = None
    for _ in range(MOST_ROUNDS):
        better = skill
        if scale != 0:
            more = np.broadcast_to(labour[:, None] ** scale, economy.shape)
            better = more if skill is None else np.asarray(skill) * more
        found = counterfactual(
            economy,
            **rest,
            labour=None if plain else labour * endowment,
            productivity=better,
            tolerance=tolerance,
            start=found,
        )
        kept = _kept(found, revenue)
        wanted = (kept * (1.0 + found.real_wage)) ** elasticity
        gap = float(np.abs(np.log(wanted / labour)).max())
        if gap <= SETTLED:
            return _outcome(found, labour, kept, elasticity)
        # Where the last step made things worse, the answer overshoots: go half as far.
        step *= 0.5 if gap > before else 1.0
        labour, before = labour * (wanted / labour) ** step, gap
    raise ConvergenceError(
        f"labour did not settle in {MOST_ROUNDS} rounds (last change {gap:.1e})",
        hint="use a smaller elasticity of labour supply",
    )


def kept_of_pay(revenue: Array, earned: Array, base_revenue: Array, base_earned: Array) -> Array:
    """Return what is kept of pay (N,), ratio to the base, once new revenue has replaced as much of an income tax.

    Parameters
    ----------
    revenue, base_revenue : array (N,)
        Tariff revenue after the change and at the base.
    earned, base_earned : array (N,)
        Factor income, in the same unit.

    Raises
    ------
    ScenarioError
        If new revenue is more than all factor income somewhere.

    Examples
    --------
    >>> kept_of_pay(np.array([2.0, 0.0]), np.array([10.0, 10.0]), np.array([0.0, 1.0]), np.array([10.0, 10.0]))
    array([1.25, 0.9 ])
    """
    relief = revenue / earned - base_revenue / base_earned
    if (relief >= 1.0).any():
        raise ScenarioError(
            f"new revenue is more than all factor income in {np.count_nonzero(relief >= 1.0)} regions; no income tax "
            "is that high",
            hint="give revenue back lump sum (revenue='lump-sum')",
        )
    # Less revenue than at the base is made up by a tax that was not there.
    kept: Array = np.where(relief >= 0.0, 1.0 / (1.0 - np.maximum(relief, 0.0)), 1.0 + np.minimum(relief, 0.0))
    return kept


def require_labour(elasticity: float, revenue: str, scale: float = 0.0) -> None:
    """Raise `ScenarioError` if a parameter of labour supply is out of its range; all that is wrong at once."""
    problems = []
    if not 0.0 <= elasticity <= MOST_ELASTIC:
        problems.append(f"the elasticity of labour supply is {elasticity:g}; it lies from 0 to {MOST_ELASTIC:g}")
    if revenue not in get_args(Revenue):
        problems.append(f"revenue is {revenue!r}; it can be {' or '.join(map(repr, get_args(Revenue)))}")
    elif revenue == "income-tax" and elasticity == 0:
        problems.append("relief of an income tax changes nothing where labour does not answer (elasticity 0)")
    if not 0.0 <= scale <= 1.0:
        problems.append(f"the elasticity of scale is {scale:g}; it lies from 0 to 1")
    if problems:
        raise ScenarioError("; ".join(problems), hint="0.5 is a usual elasticity; revenue is 'lump-sum' by default")


def _kept(found: Equilibrium, revenue: Revenue) -> Array:
    economy = found.economy
    if revenue == "lump-sum":
        return np.ones(economy.shape[0])
    earned = (economy.value_added_share * found.output).sum(1)
    return kept_of_pay(found.revenue, earned, economy.base_revenue, economy.value_added)


def _outcome(found: Equilibrium, labour: Array, kept: Array, elasticity: float) -> Employed:
    economy = found.economy
    earned = (economy.value_added_share * found.output).sum(1)
    # Tax at the base is what new revenue replaces, and none is left.
    cost = elasticity / (1.0 + elasticity) * economy.value_added / np.maximum(kept, 1.0)
    pay = earned / economy.value_added / found.price_index
    consumed = economy.base_income * (1.0 + found.real_income)
    base = economy.base_income - cost
    return Employed(
        equilibrium=found,
        labour=labour,
        kept=kept,
        welfare=(consumed - cost * kept * pay) / base - 1.0,
        welfare_as_published=(consumed - cost * pay) / base - 1.0,
    )
