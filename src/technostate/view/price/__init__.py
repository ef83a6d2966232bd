"""The price of security: what levers cost a year, what they cover, and at which odds the two are equal."""

from technostate.view.price.ask import price
from technostate.view.price.record import Cell, Judged, Price, Row

__all__ = ["Cell", "Judged", "Price", "Row", "price"]
