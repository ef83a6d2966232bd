"""What must hold of a table to be a `World`; one function an invariant, one error for all that is broken."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from technostate.errors import BalanceError
from technostate.world.table import Array, Table


def check(world: Table) -> None:
    """Raise `BalanceError` listing every violated invariant of the world."""
    problems = [*labels(world), *products(world), *shapes(world)]
    if not problems:
        problems = [*finite(world), *signs(world), *parameters(world)]
    if not problems:
        problems = [*rows(world), *columns(world)]
    if problems:
        raise BalanceError(
            f"world {world.name!r} breaks {len(problems)} invariants:\n  - " + "\n  - ".join(problems),
            hint="units are USD million, nodes are region-major; technostate.world.balance can repair small gaps",
        )


def labels(world: Table) -> Iterator[str]:
    """Yield duplicate or empty labels."""
    for what, names in (("region", world.regions), ("sector", world.sectors)):
        if not names:
            yield f"no {what}s"
        for name, count in sorted(Counter(names).items()):
            if count > 1:
                yield f"{what} {name!r} appears {count} times"
        if any(not str(name).strip() for name in names):
            yield f"an empty {what} label"


def products(world: Table) -> Iterator[str]:
    """Yield products that are no sectors, or that are parts of none in the end."""
    for code, product in world.products.items():
        if code not in world.sectors:
            yield f"the product {code!r} is no sector"
        chain = [code]
        while chain[-1] in world.products and len(chain) <= len(world.products):
            chain.append(world.products[chain[-1]].parent)
        if chain[-1] in world.products:
            yield f"the product {code!r} is a part of itself"
        elif chain[-1] not in world.sectors:
            yield f"{chain[-1]!r}, of which the product {code!r} is a part, is no sector"
        if product.name != code:
            yield f"the product {product.name!r} stands under {code!r}"


def shapes(world: Table) -> Iterator[str]:
    """Yield arrays whose shape does not follow from the labels."""
    n, j = world.shape
    m = n * j
    expected = {
        "intermediate": (m, m),
        "final_demand": (m, n),
        "inventories": (m, n),
        "value_added": (m,),
        "taxes_on_products": (m,),
        "gross_output": (m,),
        "discrepancy": (m,),
        "trade_elasticity": (j,),
        "tariff": (j, n, n),
    }
    for name, shape in expected.items():
        array = getattr(world, name)
        if array is not None and array.shape != shape:
            yield f"{name} has shape {array.shape}, the labels say {shape}"


def finite(world: Table) -> Iterator[str]:
    """Yield NaN and infinities where a figure is required."""
    for name in ("intermediate", "final_demand", "value_added", "gross_output", "discrepancy"):
        array = getattr(world, name)
        bad = np.argwhere(~np.isfinite(array))
        if len(bad):
            yield f"{name} has {len(bad)} values that are not finite, first at {_place(world, bad[0])}"
    unknown = np.isnan(world.inventories)
    if unknown.any() and not unknown.all():
        yield "inventories are partly NaN: they are known throughout or not at all"
    if np.isinf(world.inventories).any() or np.isinf(world.taxes_on_products).any():
        yield "inventories or taxes on products are infinite somewhere"


def signs(world: Table) -> Iterator[str]:
    """Yield negative outputs, and sales or inputs of nodes without output."""
    output = world.gross_output
    yield from (f"gross_output of {_place(world, at)} is negative" for at in np.argwhere(output < 0)[:10])
    idle = output == 0
    used = np.abs(world.intermediate[:, idle]).sum(axis=0)
    for position in np.flatnonzero(idle)[np.flatnonzero(used > world.tolerance)][:10]:
        yield f"{_place(world, [position])} has zero output but buys inputs"


def parameters(world: Table) -> Iterator[str]:
    """Yield a tolerance that checks nothing, tariffs that make a price negative, elasticities that are not positive."""
    if not 0.0 <= world.tolerance < np.inf:
        yield f"tolerance is {world.tolerance}, neither zero nor a positive number"
    if world.tariff is not None and (bad := int(((world.tariff <= -1) | np.isinf(world.tariff)).sum())):
        yield f"tariff has {bad} values at or below -1 or infinite"
    for sector, theta in zip(world.sectors, world.trade_elasticity, strict=True):
        if theta <= 0 or np.isinf(theta):
            yield f"trade_elasticity of {sector} is not positive and finite"


def rows(world: Table, tolerance: float | None = None) -> Iterator[str]:
    """Yield nodes whose sales and discrepancy do not add up to output within a tolerance (by default the world's)."""
    gap = sales(world) + world.discrepancy - world.gross_output
    yield from _gaps(world, gap, "sales differ from output", tolerance)


def columns(world: Table, tolerance: float | None = None) -> Iterator[str]:
    """Yield nodes whose inputs, taxes and value added do not add up to output within a tolerance."""
    inputs = world.intermediate.sum(axis=0) + np.nan_to_num(world.taxes_on_products) + world.value_added
    yield from _gaps(world, inputs - world.gross_output, "inputs and value added differ from output", tolerance)


def sales(world: Table) -> Array:
    """Return all recorded sales of each node, USD million (N·J,)."""
    total: Array = np.sum(world.intermediate, axis=1)
    total = total + world.final_demand.sum(axis=1) + np.nan_to_num(world.inventories).sum(axis=1)
    return total


def _gaps(world: Table, gap: Array, what: str, tolerance: float | None) -> Iterator[str]:
    limit = world.tolerance if tolerance is None else tolerance
    bad = np.flatnonzero(np.abs(gap) > limit)
    if len(bad):
        worst = bad[np.argmax(np.abs(gap[bad]))]
        yield (
            f"{what} by more than USD {limit:g} million at {len(bad)} nodes, "
            f"most at {_place(world, [worst])} ({gap[worst]:+.3f})"
        )


def _place(world: Table, at: object) -> str:
    position = [int(i) for i in np.atleast_1d(np.asarray(at))]
    region, sector = world.nodes[position[0]]
    place = f"{region} {sector}"
    return f"{place}, column {position[1]}" if len(position) > 1 else place
