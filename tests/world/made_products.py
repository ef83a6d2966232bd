"""Products made for tests, for the small worlds of `made_worlds`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from hypothesis import strategies as st

from technostate.world import World, aggregate
from technostate.world.products import Assumed, Product

Shares = Mapping[Any, float]


def made_product(
    name: str = "part",
    parent: str = "g",
    value: float = 0.1,
    *,
    makers: Shares | None = None,
    users: Shares | None = None,
    buyers: Shares | None = None,
    links: Shares | None = None,
    inputs: Shares | None = None,
    value_added: float | None = None,
    **more: Any,
) -> Product:
    """A product whose numbers are all assumed; shares and odds are given as plain numbers."""

    def of(numbers: Shares | None, unit: str) -> dict[Any, Assumed]:
        return {key: Assumed.at(number, unit, "assumed") for key, number in (numbers or {}).items()}

    return Product(
        name, name.title(), parent, "made-2000", Assumed.at(value, "musd", "assumed"),
        makers=of(makers, "share"), users=of(users, "share"), buyers=of(buyers, "odds"), links=of(links, "odds"),
        inputs=of(inputs, "odds"),
        value_added=None if value_added is None else Assumed.at(value_added, "share", "assumed"), **more,
    )  # fmt: skip


def folded(world: World) -> World:
    """The world with its products put back into the sectors that they were carved out of."""
    return aggregate(world, sectors=dict(zip(world.sectors, world.roots, strict=True)))


def furthest(one: World, two: World) -> float:
    """The largest difference of two worlds' figures as a share of the largest flow."""
    names = ("intermediate", "final_demand", "inventories", "value_added", "taxes_on_products", "gross_output",
             "discrepancy")  # fmt: skip
    gaps = [np.abs(getattr(one, name) - getattr(two, name)) for name in names]
    return float(max(gap[~np.isnan(gap)].max(initial=0.0) for gap in gaps) / one.intermediate.max())


def shares(draw: Any, labels: tuple[str, ...]) -> dict[str, float]:
    """Shares of some labels that add up to one, or none."""
    chosen = draw(st.lists(st.sampled_from(labels), unique=True, max_size=len(labels)))
    weights = [draw(st.floats(0.05, 1.0)) for _ in chosen]
    others = draw(st.booleans()) and len(chosen) < len(labels)
    total = sum(weights) + (0.3 if others else 0.0)
    found = {label: weight / total for label, weight in zip(chosen, weights, strict=True)}
    return {**found, "*": 0.3 / total} if others and chosen else found


@st.composite
def any_product(draw: Any, world: World, name: str = "part", parent: str = "") -> Product:
    """A product of a world with any margins, odds and value."""
    regions, sectors = world.regions, world.sectors
    odds = st.floats(0.05, 20.0)
    return made_product(
        name,
        parent or draw(st.sampled_from(sectors)),
        draw(st.floats(0.01, 0.3)),
        makers=shares(draw, regions),
        users=shares(draw, (*sectors, "final")),
        buyers=draw(st.dictionaries(st.sampled_from(regions), odds, max_size=2)),
        links=draw(st.dictionaries(st.tuples(st.sampled_from(regions), st.sampled_from(regions)), odds, max_size=3)),
        inputs=draw(st.dictionaries(st.sampled_from((*sectors, "self")), odds, max_size=2)),
        value_added=draw(st.none() | st.floats(0.05, 0.9)),
    )
