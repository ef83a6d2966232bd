"""What there is to ask for: indicators, series, measures, sectors, products, shocks, formulations …, by words."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from technostate.errors import DataError
from technostate.view.shell import command
from technostate.write import Code, Column, Items, Prose, Table, View
from technostate.write.blocks import Block

#: What a reader types to see more of a kind.
_MORE = {
    "indicator": "technostate indicators show {id}",
    "series": "technostate data show {id}",
    "measure": "technostate exposure CHN --measure {id}",
    "sector": "technostate exposure CHN --sector {id}",
    "sector list": "technostate world show icio-2022",
    "shock": "technostate shock {id}",
    "world": "technostate world show {id}",
    "product": "technostate world products {id}",
    "formulation": "technostate doctrine trend {id}",
    "state": "technostate states show {id}",
    "claim": "technostate claims CHN --id {id}",
}


@dataclass(frozen=True)
class Hit:
    """One thing that can be asked for.

    Parameters
    ----------
    kind : str
        ``indicator``, ``series``, ``measure``, ``sector``, ``sector list``, ``shock``, ``world``, ``product``,
        ``formulation``, ``state``, ``claim``.
    id : str
        What a command or function takes.
    """

    kind: str
    id: str
    title: str


def search(words: str) -> View[tuple[Hit, ...]]:
    """Return everything whose id or title has every word, those that begin with one first.

    Parameters
    ----------
    words : str
        Case, accents and width are ignored; Chinese words are found in formulations.

    Raises
    ------
    DataError
        If no word is given.

    Examples
    --------
    >>> [hit.id for hit in search("research development share").data][:1]
    ['rd_share_of_gdp']
    """
    wanted = _folded(words).split()
    if not wanted:
        raise DataError("no word to look for", hint="technostate search semiconductor")
    hits = [hit for hit, text in _everything() if all(_has(text, word) for word in wanted)]
    order = tuple(_MORE)
    hits.sort(key=lambda hit: (not _folded(hit.title).startswith(wanted[0]), order.index(hit.kind)))
    found = tuple(hits)
    return View(f"Search: {words}", found, _blocks(words, found), tuple(vars(hit) for hit in found),
                command("search", *words.split()))  # fmt: skip


def _blocks(words: str, found: tuple[Hit, ...]) -> tuple[Block, ...]:
    if not found:
        return (Prose(f"Nothing has {words!r} in its id or title. Fewer or shorter words find more."),)
    kinds = tuple(dict.fromkeys(hit.kind for hit in found))
    rows = tuple((hit.kind, hit.id, hit.title) for hit in found)
    more = tuple((Code(_MORE[kind].format(id=next(h.id for h in found if h.kind == kind))),) for kind in kinds)
    table = Table("", (Column("Kind"), Column("Id"), Column("Title", words=True)), rows)
    return table, Items(more, "More")


def _folded(text: str) -> str:
    """Return text without case, accents, width and underscores, for comparison."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char)).replace("_", " ")


def _has(text: str, word: str) -> bool:
    """Return whether a text has a word, or its singular: electronics are found under electronic."""
    return word in text or (len(word) > 4 and word.endswith("s") and word[:-1] in text)


def _everything() -> Iterator[tuple[Hit, str]]:
    for hit, more in _known():
        yield hit, _folded(f"{hit.id} {hit.title} {more}")


def _known() -> Iterator[tuple[Hit, str]]:
    """Yield everything with further words by which it is found."""
    from technostate import states
    from technostate.claims import ledger
    from technostate.doctrine import formulations
    from technostate.evidence import catalogue
    from technostate.exposure.register import MEASURES
    from technostate.shocks import specification
    from technostate.strategies import dictionary

    for row in dictionary.indicators():
        yield Hit("indicator", row.id, row.title), f"{row.definition} {row.strategy}"
    for entry in catalogue.entries():
        yield Hit("series", entry.id, entry.title), f"{entry.origin.producer} {entry.origin.title}"
    for measure in MEASURES.values():
        yield Hit("measure", measure.name, measure.title), measure.definition
    yield from _of_worlds()
    for key in specification.names():
        shock = specification.load(key)
        yield Hit("shock", key, shock.title), shock.event
    for term in formulations.default():
        yield (
            Hit("formulation", term.id, " / ".join((*term.zh[:1], *term.en[:1]))),
            " ".join((*term.zh, *term.en)),
        )
    for code in states.codes():
        state = states.load(code)
        yield Hit("state", code, state.name), state.name_local
    for claim in ledger():
        yield Hit("claim", claim.id, claim.claim), claim.strategy


def _of_worlds() -> Iterator[tuple[Hit, str]]:
    from technostate import world as worlds
    from technostate.shocks.specification.labels import NAMED_LISTS
    from technostate.world import products

    releases: dict[str, str] = {}
    for key in worlds.names():
        release, _, year = key.rpartition("-")
        yield Hit("world", key, f"{release.upper()} input–output table of {year}"), "input output table"
        releases[release] = key
    for key in releases.values():
        table = worlds.load(key)
        for sector in table.sectors:
            yield Hit("sector", sector, f"{table.sector_titles.get(sector, sector)} ({key})"), ""
    for name in products.names():
        row = products.product(name)
        yield (
            Hit("product", name, f"{row.title} (out of {row.parent} of {row.of})"),
            f"{row.notes} {' '.join(row.makers)}",
        )
    for key, codes in NAMED_LISTS.items():
        yield Hit("sector list", key, f"In ICIO {' '.join(codes['icio'])}; in WIOD {' '.join(codes['wiod'])}"), ""
