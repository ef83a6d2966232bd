"""Reliance, its definitions and circulation over the years of the worlds, in one pass over them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from technostate import exposure as room
from technostate import world as worlds
from technostate.errors import DataError
from technostate.evidence import Figure, derived_from
from technostate.exposure import Answer
from technostate.notation import years_text
from technostate.view.dependence.data import APART, CIRCULATION, FACE, JOINED, NET, RELIANCE, Path
from technostate.view.dependence.who import Who, disjoint, incomplete, shared, shown
from technostate.world import World
from technostate.write.names import first, the

#: How each definition of reliance looks at inputs.
WAYS = {
    RELIANCE: "looking through supply chains",
    NET: "looking through supply chains, own unit of output taken out",
    FACE: "direct purchases only",
}


class _Asked(NamedTuple):
    """A measure of a state, on a partner or on all abroad."""

    measure: str
    region: str
    supplier: str | None = None

    def title(self) -> str:
        if self.measure == CIRCULATION:
            return f"Share of the GDP of {the(self.region)} that foreign final demand sustains"
        on = f" on {the(self.supplier)}" if self.supplier else ""
        return f"Foreign input reliance of {the(self.region)}{on}, {WAYS[self.measure]}"

    def in_(self, members: Mapping[str, tuple[str, ...]]) -> bool:
        own = members[self.region]
        return bool(own) and (self.supplier is None or disjoint(own, members[self.supplier]))


@dataclass(frozen=True)
class Paths:
    """What one pass over the worlds gives.

    Parameters
    ----------
    reliances, definitions, circulations : tuple of Path
        As in `Dependence`.
    latest : World or None
        The newest world, None where none is embedded.
    notes, missing : tuple of str
        Sentences.
    """

    reliances: tuple[Path, ...]
    definitions: tuple[Path, ...]
    circulations: tuple[Path, ...]
    latest: World | None
    notes: tuple[str, ...]
    missing: tuple[str, ...]


def paths(who: Who) -> Paths:
    """Return every path of the states in all embedded worlds; each world is read once, the newest last."""
    names = sorted(worlds.names(), key=lambda name: (not name.startswith(JOINED), name))
    asked = _asked(who)
    # Answers keep no world: its tables are let go as soon as the next one is read.
    answers: dict[_Asked, list[tuple[int, Answer]]] = {key: [] for key in asked}
    silent: dict[_Asked, list[int]] = {}
    tables: dict[str, World] = {}
    for name in names:
        world = worlds.load(name)
        tables[name.rpartition("-")[0]] = world
        members = {code: shown(world.regions, code) for code in who.all}
        for key in asked:
            if not key.in_(members):
                continue
            try:
                found = room.measure(key.measure, world, key.region, supplier=key.supplier)
                answers[key].append((world.year, found))
            except DataError:
                silent.setdefault(key, []).append(world.year)
    made = [_path(key, given) for key, given in answers.items() if given]
    no_value = [f"{key.title()}: no value in {years_text(years)}." for key, years in silent.items()]
    latest = tables.get(APART) or tables.get(JOINED)
    years = years_text(int(name[-4:]) for name in names if name.startswith(JOINED))
    spans = {JOINED: years, APART: "2022"}
    return Paths(
        tuple(path for path in made if path.measure == RELIANCE),
        tuple(path for path in made if path.measure in (NET, FACE)),
        tuple(path for path in made if path.measure == CIRCULATION),
        latest,
        tuple(note for family, world in tables.items() for note in incomplete(world.regions, who.all, spans[family])),
        (*_absent(who, tables, years), *(shared(latest.regions, who) if latest else ()), *no_value),
    )


def _asked(who: Who) -> tuple[_Asked, ...]:
    return (
        *(_Asked(RELIANCE, code) for code in who.all),
        *(_Asked(RELIANCE, buyer, supplier) for buyer, supplier in who.both),
        *(_Asked(measure, code) for code, _ in who.both for measure in (NET, FACE)),
        *(_Asked(CIRCULATION, code) for code in who.all),
    )


def _path(asked: _Asked, answers: Sequence[tuple[int, Answer]]) -> Path:
    joined = [pair for pair in answers if pair[1].world.startswith(JOINED)]
    others = [pair for pair in answers if not pair[1].world.startswith(JOINED)]
    return Path(
        asked.measure,
        asked.title(),
        asked.region,
        asked.supplier,
        joined=_figures(joined),
        apart=_figures(others),
    )


def _figures(answers: Sequence[tuple[int, Answer]]) -> dict[int, Figure]:
    """Return answers by year with one origin for all: years of one classification have the same source."""
    if not answers:
        return {}
    last = answers[-1][1]
    sources = (source for _, answer in answers for source in answer.origin.inputs)
    origin = derived_from(last.entry.title, *sources, note=last.origin.note)
    return {year: Figure(item.value, item.unit, item.kind, origin, item.buyer, year) for year, item in answers}


def _absent(who: Who, tables: dict[str, World], years: str) -> tuple[str, ...]:
    """Return a sentence for every state that a family of worlds does not show apart."""
    if not tables:
        return ("No input–output table is embedded, so there is no reliance and no circulation.",)
    found = []
    for code in who.all:
        if JOINED in tables and not shown(tables[JOINED].regions, code):
            found.append(
                f"{first(code)} is no region of the WIOD worlds (it is part of the rest of the world there), so there "
                f"is no reliance for {years}."
            )
        if APART in tables and not shown(tables[APART].regions, code):
            found.append(f"{first(code)} is no region of the 2022 world (OECD ICIO), so there is no figure for 2022.")
    return tuple(found)
