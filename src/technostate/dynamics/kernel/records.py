"""Records of arrays that compiled functions take: what no draw changes, numbers of a draw, levers, what is written."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


class Trade(NamedTuple):
    """The economy in the layout of the decade's solver, and approximate inverses that steer it.

    Parameters
    ----------
    shares : array (J, N, N)
        π of the base year.
    free : array (J, N, N)
        1 / (1 + τ).
    duty : bool
        Whether there is any.
    inputs, inputs_t : array (N, J, J)
    added_share, final_share : array (N, J)
    added : array (N,)
        Value added.
    deficit : array (N,)
        Share of value added.
    theta : array (J,)
    price, spending, wage, answers : array
        See `technostate.shocks.decade.condensed.Inverses`.
    mix : array (N, J, J)
        Shares of inputs in all inputs of a user.
    income : array (N,)
        Final expenditure of the base year.
    start : array (N + 2·N·J,)
        The solver's vector at the base.
    """

    shares: Floats
    free: Floats
    duty: bool
    inputs: Floats
    inputs_t: Floats
    added_share: Floats
    final_share: Floats
    added: Floats
    deficit: Floats
    theta: Floats
    price: Floats
    spending: Floats
    wage: Floats
    answers: Floats
    mix: Floats
    income: Floats
    start: Floats


class Factors(NamedTuple):
    """Labour and capital: `labour` (Y, N), ratios to the base year; the rest (N,), as in `Setting`."""

    labour: Floats
    labour_share: Floats
    depreciation: Floats
    investment: Floats


class States(NamedTuple):
    """What states are to each other and spend, as in `Setting`.

    Parameters
    ----------
    abroad, named : array (N, N)
        One or zero.
    weight : array (N, J)
        Of sectors in the technology of forces, see `mechanisms.forces.technology`.
    part : array (N,)
        Strategic sectors' part of research that is steered nowhere: their share of sales.
    """

    distance: Floats
    abroad: Floats
    rivals: Floats
    named: Floats
    burden: Floats
    civil: Floats
    defence: Floats
    strategic: Floats
    weight: Floats
    part: Floats


class Course(NamedTuple):
    """The baseline as a path uses it, by year: knowledge, income, capital, GDP over expenditure, solver's vector."""

    knowledge: Floats
    income: Floats
    capital: Floats
    domestic: Floats
    solution: Floats


class Levers(NamedTuple):
    """Levers of `LEVERS` by year: (Y, N) those of a region, (Y, N, N) those of a pair; and blocks, (Y, N) and (Y,)."""

    military: Floats
    internal_security: Floats
    stockpile: Floats
    research: Floats
    permeability: Floats
    concentration: Floats
    self_reliance: Floats
    closure: Floats
    aimed: Floats
    restriction: Floats
    barrier: Floats
    block: Integers
    blocks: Integers


class Coefficients(NamedTuple):
    """The numbers of a draw as the equations use them; `dynamics.coefficients` makes them of the table's values."""

    beta: float
    insight_share: float
    research_elasticity: float
    spillover: float
    permeability: float
    misallocation: float
    crowding: float
    capital_follows: bool
    forces_depreciation: float
    technology_weight: float
    forces_follow: bool
    persistence: float
    by_restriction: float
    by_forces: float
    by_shortfall: float
    initial_threat: float
    up: float
    down: float
    burden_response: float
    burden_adjustment: float
    spending_elasticity: float
    wedge_response: float
    waste: float
    closure_response: float
    stock_response: float
    internal_response: float
    restriction_response: float


class Snapshot(NamedTuple):
    """The state of the model in one year, changed in place: what the next year follows from.

    Parameters
    ----------
    knowledge : array (J, N)
    capital, forces, forces_expected : array (N,)
        Ratios to the base year; expected is what the baseline's spending buys.
    threat : array (N, N)
    priority, raised : array (N,)
        Log points; `raised` is the log of the burden over the base's.
    solution : array (N + 2·N·J,)
        Solver's vector.
    """

    knowledge: Floats
    capital: Floats
    forces: Floats
    forces_expected: Floats
    threat: Floats
    priority: Floats
    raised: Floats
    solution: Floats


class Year(NamedTuple):
    """What is found out about a year, overwritten by the next.

    Parameters
    ----------
    A, B : array (J, N, N)
        As the solver takes them.
    shares : array (J, N, N)
        π.
    hold, share : array (N,)
        Deficits as the solver takes them.
    expenditure : array (N, J)
    factor, gdp, spent, income : array (N,)
        Factor income, GDP, final expenditure; log real income over the base year's.
    preference, restriction, hidden : array (N, N)
        Wedges and closure, see `mechanisms`.
    burden, stock, internal : array (N,)
        Shares of GDP.
    """

    A: Floats
    B: Floats
    shares: Floats
    hold: Floats
    share: Floats
    shift: Floats
    endowment: Floats
    expenditure: Floats
    factor: Floats
    gdp: Floats
    spent: Floats
    income: Floats
    preference: Floats
    restriction: Floats
    hidden: Floats
    burden: Floats
    stock: Floats
    internal: Floats


class Written(NamedTuple):
    """A path, by year: (Y, N) unless said otherwise.

    Parameters
    ----------
    knowledge, shares : array (Y, J, N), (Y, J, N, N)
    bought, bought_abroad : array (Y, N)
        Expenditure on strategic goods, and the part of it that goes abroad.
    threats, restrictions : array (Y, N, N)
    """

    knowledge: Floats
    shares: Floats
    capital: Floats
    factor: Floats
    gdp: Floats
    spent: Floats
    income: Floats
    burden: Floats
    stock: Floats
    internal: Floats
    forces: Floats
    priority: Floats
    threat: Floats
    restricted: Floats
    bought: Floats
    bought_abroad: Floats
    threats: Floats
    restrictions: Floats
