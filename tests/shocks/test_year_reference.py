"""The solver against a twin that shares nothing with it but the shares, and its derivative against differences."""

from __future__ import annotations

import numpy as np
import pytest
from year_economies import small

from technostate.errors import ConvergenceError
from technostate.shocks.year import Ban, Elasticities, counterfactual
from technostate.shocks.year.economy import Factors
from technostate.shocks.year.linear import Linear
from technostate.shocks.year.newton import Effort, gmres, improve
from technostate.shocks.year.reference import reference
from technostate.shocks.year.scenario import prepare
from technostate.shocks.year.system import Rent, System

SETS = {
    "central": Elasticities(),
    "origins above one": Elasticities(origins=1.5),
    "edges": Elasticities(value_added=1.0, inputs=0.0, origins=np.array([0.7, 1.0, 3.0]), final=1.0),
    "near one": Elasticities(value_added=1.0001, inputs=0.9999, origins=0.9995, final=1.0005),
}


@pytest.mark.parametrize("rent", ["importer", "exporter", "lost"])
@pytest.mark.parametrize("factors", ["specific", "mobile"])
@pytest.mark.parametrize("name", SETS)
def test_the_twin_finds_the_same_equilibrium(name: str, factors: Factors, rent: Rent) -> None:
    economy = small(factors).with_elasticities(SETS[name])
    rng = np.random.default_rng(4)
    change = {
        "tariff": economy.base.base_tariff * 1.3,
        "trade_cost": rng.uniform(1.0, 1.2, (3, 4, 4)),
        "productivity": rng.uniform(0.9, 1.1, (4, 3)),
        "capacity": rng.uniform(0.9, 1.1, (4, 3)),
        "demand": rng.uniform(0.8, 1.2, (4, 3)),
    }
    result = counterfactual(economy, bans=[Ban(("A", "B"), "C", ("S0", "S1"), 0.5)], **change)[rent]
    twin = reference(economy, quotas={(j, 2, i): 0.5 for j in (0, 1) for i in (0, 1)}, rent=rent, **change)
    assert result.real_income == pytest.approx(twin.real_income, abs=1e-9)
    assert result.gross_output == pytest.approx(twin.output, rel=1e-8)
    assert result.costs + 1 == pytest.approx(twin.costs, rel=1e-8)
    assert result.factor_prices + 1 == pytest.approx(twin.factor_prices, rel=1e-8)
    k, n, i = np.array([(j, 2, i) for j in (0, 1) for i in (0, 1)]).T
    assert result.wedges[k, n, i] == pytest.approx(twin.wedges, rel=1e-7)
    assert result.rent_income == pytest.approx(0 * twin.rents if rent == "lost" else twin.rents, abs=1e-8)


@pytest.mark.parametrize("rent", ["importer", "exporter"])
@pytest.mark.parametrize("factors", ["specific", "mobile"])
@pytest.mark.parametrize("name", SETS)
def test_the_derivative_is_the_limit_of_differences(name: str, factors: Factors, rent: Rent) -> None:
    economy = small(factors).with_elasticities(SETS[name])
    prepared = prepare(
        economy, [Ban(("A", "B"), "C", ("S0", "S1"), 0.1)], tariff=economy.base.base_tariff * 1.5, wage_floor=1.0
    )
    system = System(economy, prepared, rent)
    rng = np.random.default_rng(1)
    size = system.n * (system.f + 2 * system.j)
    z, direction = 0.05 * rng.standard_normal(size), rng.standard_normal(size)
    product = Linear(system, system.state(z)).product(direction)

    def residual(at: np.ndarray) -> np.ndarray:
        return system.residual(at, system.state(at))

    step = 1e-6
    assert product == pytest.approx(
        (residual(z + step * direction) - residual(z - step * direction)) / (2 * step), abs=1e-8
    )


@pytest.mark.parametrize("rent", ["importer", "exporter", "lost"])
@pytest.mark.parametrize("factors", ["specific", "mobile"])
@pytest.mark.parametrize("floor", [0.95, 1.0])
def test_the_twin_finds_the_same_unemployment(floor: float, factors: Factors, rent: Rent) -> None:
    economy = small(factors).with_elasticities(Elasticities(origins=1.5))
    result = counterfactual(economy, bans=[Ban(("A", "B"), "C", ("S0", "S1"), 0.5)], wage_floor=floor)[rent]
    quotas = {(j, 2, i): 0.5 for j in (0, 1) for i in (0, 1)}
    twin = reference(economy, quotas=quotas, rent=rent, wage_floor=floor)
    assert result.real_income == pytest.approx(twin.real_income, abs=1e-9)
    assert result.factor_prices + 1 == pytest.approx(twin.factor_prices, rel=1e-8)
    assert result.gross_output == pytest.approx(twin.output, rel=1e-8)
    # Either the price is at its floor or all are employed.
    assert (result.factor_prices > floor - 1 - 1e-9).all()
    assert ((result.factor_prices + 1 - floor) * result.employment) == pytest.approx(0.0, abs=1e-9)
    if floor == 1.0:
        assert result.employment.min() < -0.01


def test_gmres_solves_a_linear_system() -> None:
    rng = np.random.default_rng(0)
    matrix, b = np.eye(30) + 0.1 * rng.standard_normal((30, 30)), rng.standard_normal(30)
    x, used = gmres(lambda v: matrix @ v, lambda v: v, b, 1e-13, 40)
    assert x == pytest.approx(np.linalg.solve(matrix, b), abs=1e-11)
    assert used <= 30


def test_newton_converges_in_few_steps() -> None:
    economy = small()
    system = System(economy, prepare(economy, [Ban("A", "C", "S0", 0.3)]), "exporter")
    effort = Effort()
    _, size = improve(system, np.zeros(system.n * (system.f + 2 * system.j)), 1e-11, 40, effort)
    assert size < 1e-11
    assert effort.steps <= 8


def test_the_twin_says_when_it_fails() -> None:
    with pytest.raises(ConvergenceError, match="reference did not settle"):
        reference(small(), quotas={(0, 2, 0): 1e-9}, rent="exporter")
