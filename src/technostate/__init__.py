"""technostate: measure, simulate and compare techno-security states from public, aggregate sources.

Everything a notebook needs hangs here and is loaded when it is first used::

    import technostate as ts
    ts.table(["rd_share_of_gdp"], regions=["CHN", "USA"]).frame()
    ts.exposure("CHN", supplier="TWN", sector="C26")

Each function returns a `View`: `.data` is the typed result, `.frame()` and `.to_pandas()` its tidy rows, `.text()`,
`.html()`, `.json()` and `.save(path)` write it, `.cite("bibtex")` cites what is behind it. The rooms `claims`,
`doctrine`, `exposure`, `states` and `world` are modules, and also answer the question that they are named after.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import Any

__version__ = "0.1.0"

#: Name → (module, name there). Loaded on first use, so that importing the package costs nothing.
_FUNCTIONS = {
    "assess": ("technostate.report", "assess"),
    "backtests": ("technostate.view.backtests", "backtests"),
    "brief": ("technostate.report", "brief"),
    "by_product": ("technostate.view.by_product", "by_product"),
    "check_claims": ("technostate.view.own_claims", "check_claims"),
    "cite": ("technostate.view.citing", "cite"),
    "explain": ("technostate.view.claims", "explain"),
    "indicator": ("technostate.view.indicators", "one"),
    "indicators": ("technostate.view.indicators", "listing"),
    "load": ("technostate.view.load", "load"),
    "price": ("technostate.view.price", "price"),
    "products": ("technostate.view.products", "products"),
    "reproduce": ("technostate.view.reproduce", "reproduce"),
    "score": ("technostate.view.score", "score"),
    "search": ("technostate.view.search", "search"),
    "series": ("technostate.view.series", "one"),
    "shock": ("technostate.view.shock", "shock"),
    "table": ("technostate.view.table", "table"),
    "timeline": ("technostate.view.timeline", "timeline"),
    "use_store": ("technostate.evidence.own.current", "use"),
}

#: Rooms that can be called → the function that answers.
_ROOMS = {
    "claims": ("technostate.view.claims", "claims"),
    "doctrine": ("technostate.view.doctrine.ask", "doctrine"),
    "exposure": ("technostate.view.exposure", "exposure"),
    "states": ("technostate.view.states", "states_"),
    "world": ("technostate.view.worlds", "world"),
}

__all__ = [
    "__version__", "assess", "backtests", "brief", "by_product", "check_claims", "cite", "claims", "doctrine",
    "explain", "exposure", "indicator",
    "indicators", "load", "price", "products", "reproduce", "score", "search", "series", "shock", "states", "table",
    "timeline", "use_store", "world",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    """Load what is asked for."""
    if name in _FUNCTIONS:
        module, attribute = _FUNCTIONS[name]
        return getattr(import_module(module), attribute)
    if name in _ROOMS:
        return import_module(f"{__name__}.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    """Return every public name, those not yet loaded included."""
    return sorted({*__all__, "__doc__", "__file__", "__name__", "__path__"})


class _Room(ModuleType):
    """A room that answers the question it is named after, so that a name need not be a module or a function only."""

    def __call__(self, *given: Any, **named: Any) -> Any:
        module, attribute = _ROOMS[self.__name__.rpartition(".")[2]]
        return getattr(import_module(module), attribute)(*given, **named)


class _Package(ModuleType):
    """The package: rooms that can be called become so when the import system hangs them here."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in _ROOMS and type(value) is ModuleType:
            value.__class__ = _Room
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
