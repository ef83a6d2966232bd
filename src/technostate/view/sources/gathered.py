"""Every published source behind what ships, with what is made from it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from functools import lru_cache

from technostate import states
from technostate import world as worlds
from technostate.claims import ledger
from technostate.evidence import catalogue, embedded
from technostate.evidence.editions import Entry
from technostate.evidence.origin import Origin
from technostate.strategies import dictionary
from technostate.write.cite import key, published


@dataclass(frozen=True)
class Held:
    """A published source with what uses it.

    Parameters
    ----------
    key : str
        As reference managers get it.
    files : tuple of str
        Embedded files that have figures or texts of it.
    series : tuple of Entry
        Newest editions only.
    indicators, claims : tuple of (str, str)
        Id and title.
    worlds : tuple of str
        Names.
    states : tuple of str
        Codes of the states whose files cite it.
    """

    key: str
    origin: Origin
    files: tuple[str, ...] = ()
    series: tuple[Entry, ...] = ()
    indicators: tuple[tuple[str, str], ...] = ()
    worlds: tuple[str, ...] = ()
    claims: tuple[tuple[str, str], ...] = ()
    states: tuple[str, ...] = ()


@dataclass
class _Use:
    files: set[str] = field(default_factory=set)
    series: list[Entry] = field(default_factory=list)
    indicators: list[tuple[str, str]] = field(default_factory=list)
    worlds: list[str] = field(default_factory=list)
    claims: list[tuple[str, str]] = field(default_factory=list)
    states: list[str] = field(default_factory=list)


def gathered() -> dict[str, Held]:
    """Return key → source, those behind the embedded data first; the states' own documents follow."""
    return _gathered(catalogue.state())


@lru_cache(maxsize=2)
def _gathered(stamp: int) -> dict[str, Held]:
    origins: dict[str, Origin] = {}
    uses: dict[str, _Use] = defaultdict(_Use)

    def of(*given: Origin) -> list[_Use]:
        leaves = {key(leaf): leaf for leaf in published(given)}
        for name, leaf in leaves.items():
            origins.setdefault(name, leaf)
        return [uses[name] for name in leaves]

    for product in embedded.manifest()["products"]:
        for use in of(*map(Origin.from_dict, product["origins"])):
            use.files.add(product["path"])
    for entry in catalogue.entries():
        for use in of(entry.origin):
            use.series.append(entry)
    _of_uses(of)
    for code in states.codes():
        for row in states.load(code).sources:
            for use in of(row.origin()):
                use.states.append(code)
    return {
        name: Held(
            name, origins[name], tuple(sorted(use.files)), tuple(use.series), tuple(use.indicators),
            tuple(use.worlds), tuple(use.claims), tuple(dict.fromkeys(use.states)),
        )
        for name, use in uses.items()
    }  # fmt: skip


def _of_uses(of: object) -> None:
    """Add what reads series and worlds: indicators, worlds themselves, claims."""
    assert callable(of), "a function of origins"
    known = {entry.id: entry.origin for entry in catalogue.entries()}
    for row in dictionary.indicators():
        for use in of(*(known[item] for item in row.expression.series_ids() if item in known)):
            use.indicators.append((row.id, row.title))
    for name in worlds.names():
        for use in of(worlds.load(name).origin):
            use.worlds.append(name)
    for claim in ledger():
        for use in of(*_read(claim.data, known)):
            use.claims.append((claim.id, claim.claim))


def _read(data: Iterable[str], known: Mapping[str, Origin]) -> list[Origin]:
    """Return the origins of the series and worlds that a claim reads; ``<field>`` in a name stands for several."""
    patterns = [re.sub("<[a-z]+>", "*", item) for item in data]
    found = [origin for item in patterns for name, origin in known.items() if fnmatchcase(name, item)]
    return found + [worlds.load(item.removeprefix("world ")).origin for item in data if _is_world(item)]


def _is_world(item: str) -> bool:
    return item.startswith("world ") and item.removeprefix("world ") in worlds.names()
