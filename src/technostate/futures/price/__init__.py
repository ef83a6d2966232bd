"""The price of security: what a lever costs a year, what it covers of a shock, and at which odds the two are equal."""

from technostate.futures.price.cases import price
from technostate.futures.price.insurance import Spread, break_even, cover, spread
from technostate.futures.price.levers import FORMS, LEVERS, Lever
from technostate.futures.price.priced import Insured, Priced
from technostate.futures.price.terms import Terms

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
