"""The price of security: what a lever costs a year, what it covers of a shock, and at which odds the two are equal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from technostate.futures.price.insurance import Spread, break_even, cover, spread
from technostate.futures.price.levers import FORMS, LEVERS, Lever
from technostate.futures.price.priced import Insured, Priced
from technostate.futures.price.terms import Terms

if TYPE_CHECKING:
    from technostate.futures.price.cases import price

__all__ = [
    "FORMS",
    "LEVERS",
    "Insured",
    "Lever",
    "Priced",
    "Spread",
    "Terms",
    "break_even",
    "cover",
    "price",
    "spread",
]


def __getattr__(name: str) -> Any:
    """Load the engines when a price is asked for: what is kept is read without them."""
    if name == "price":
        from technostate.futures.price.cases import price

        return price
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
