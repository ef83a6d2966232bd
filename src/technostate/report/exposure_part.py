"""Exposure in a report: paths over the worlds' years, partners, sectors, chokepoints; one pass over the worlds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from technostate import world as worlds
from technostate.evidence import Origin, derived_from
from technostate.report import partners_part, purchases_part
from technostate.report.subjects import Subjects, absent_members, members_in, sentence_name, short_name, the
from technostate.world import World

Record = dict[str, Any]

#: Family of worlds whose years one classification joins, and the latest world, which stands apart.
JOINED, APART = "wiod-", "icio-2022"

REFERENCES = {
    "foreign_input_reliance": "Baldwin, Freeman and Theodorakopoulos (2023)",
    "external_circulation": "Johnson and Noguera (2012)",
}
#: Competing definitions of reliance: key → (title, variant, look).
DEFINITIONS = {
    "look_through": ("looking through supply chains, own unit of output included", "gross", "look_through"),
    "look_through_net": ("looking through supply chains, own unit of output taken out", "net", "look_through"),
    "face_value": ("direct purchases only", "gross", "face_value"),
}


@dataclass
class _Path:
    """One quantity over worlds: collected year by year, turned into a record at the end."""

    key: str
    title: str
    subject: Record
    values: dict[str, float] = field(default_factory=dict)
    apart: dict[str, float] = field(default_factory=dict)
    origins: list[Origin] = field(default_factory=list)

    def add(self, world: World, value: float) -> None:
        (self.values if world.name.startswith(JOINED) else self.apart)[str(world.year)] = value
        self.origins.append(world.origin)

    def record(self) -> Record:
        note = "1995–2011: WIOD, 41 × 35; 2022: OECD ICIO, 81 × 28, another classification, not joined"
        return {
            "key": self.key,
            "title": self.title,
            **self.subject,
            "reference": REFERENCES[self.subject["measure"]],
            "unit": "1",
            "kind": "derived",
            "origin": derived_from(self.title, *self.origins, note=note).as_dict(),
            "values": self.values,
            "apart": self.apart,
        }


def exposure(who: Subjects, say: Callable[[str], None] = lambda words: None) -> Record:
    """Return the exposure part: who the state depends on, who depends on it, by year, partner and sector.

    Parameters
    ----------
    who : Subjects
    say : callable
        Called with a few words before each world.

    Returns
    -------
    dict
        ``reliance``, ``definitions`` and ``circulation`` (lists of paths with ``values`` by year and ``apart``),
        ``suppliers``, ``dependents``, ``sectors``, ``import_shares``, ``chokepoints``, and ``missing`` (sentences).
    """
    reliance, definitions, circulation = _reliance_paths(who), _definition_paths(who), _circulation_paths(who)
    missing: list[str] = []
    names = [name for name in worlds.names() if name.startswith(JOINED)]
    latest: World | None = None
    for name in [*sorted(names), *(name for name in worlds.names() if name == APART)]:
        say(f"world {name}")
        latest = worlds.load(name)
        _collect(latest, who, reliance, definitions, circulation)
    missing += _absent(reliance, who, bool(names))
    notes = _notes(who, names)
    record: Record = {
        "reliance": [path.record() for path in reliance.values() if path.origins],
        "definitions": [path.record() for path in definitions.values() if path.origins],
        "circulation": [path.record() for path in circulation.values() if path.origins],
    }
    say("partners and sectors")
    if latest is not None:
        record |= partners_part.partners(latest, who, missing)
    say("import shares, 2011 to 2022")
    record["import_shares"] = purchases_part.import_shares(who, missing)
    record["missing"] = missing
    record["notes"] = notes
    return record


def _reliance_paths(who: Subjects) -> dict[tuple[str, str], _Path]:
    """Return empty paths of foreign input reliance: everybody's on all others, and the pair's on each other."""
    pairs = [(code, "") for code in who.all] + [who.pair, (who.against, who.state)]
    return {
        (buyer, supplier): _Path(
            f"foreign_input_reliance/{buyer}/{supplier or 'all'}",
            f"Foreign input reliance of {the(buyer)}"
            + (f" on {the(supplier)}" if supplier else "")
            + ", looking through supply chains",
            {"measure": "foreign_input_reliance", "buyer": buyer, "supplier": supplier or None},
        )
        for buyer, supplier in pairs
    }


def _definition_paths(who: Subjects) -> dict[tuple[str, str], _Path]:
    return {
        (buyer, key): _Path(
            f"foreign_input_reliance/{buyer}/all/{key}",
            f"Foreign input reliance of {the(buyer)}, {title}",
            {"measure": "foreign_input_reliance", "definition": key, "buyer": buyer, "supplier": None},
        )
        for buyer in who.pair
        for key, (title, _, _) in DEFINITIONS.items()
    }


def _circulation_paths(who: Subjects) -> dict[str, _Path]:
    return {
        code: _Path(
            f"external_circulation/{code}",
            f"Share of the GDP of {the(code)} that foreign final demand sustains",
            {"measure": "external_circulation", "region": code},
        )
        for code in who.all
    }


def _collect(
    world: World,
    who: Subjects,
    reliance: dict[tuple[str, str], _Path],
    definitions: dict[tuple[str, str], _Path],
    circulation: dict[str, _Path],
) -> None:
    """Add one world's figures to every path whose states the world has."""
    from technostate import exposure as measures

    members = {code: members_in(world.regions, code) for code in who.all}
    for (buyer, supplier), path in reliance.items():
        if members[buyer] and (not supplier or members[supplier]) and _apart(members[buyer], members.get(supplier)):
            chosen = members[supplier] if supplier else None
            path.add(world, measures.foreign_input_reliance(world, members[buyer], supplier=chosen))
    for (buyer, key), path in definitions.items():
        if members[buyer]:
            _, variant, look = DEFINITIONS[key]
            value = measures.foreign_input_reliance(world, members[buyer], variant=variant, measure=look)  # type: ignore[arg-type]
            path.add(world, value)
    for code, path in circulation.items():
        if members[code]:
            path.add(world, measures.circulation(world, members[code]).external)


def _apart(buyer: tuple[str, ...], supplier: tuple[str, ...] | None) -> bool:
    """Return whether two states have no member in common: a member does not depend on its own group."""
    return not supplier or not set(buyer) & set(supplier)


def _absent(reliance: dict[tuple[str, str], _Path], who: Subjects, joined: bool) -> list[str]:
    """Return a sentence for every state of the pair that the worlds do not tell apart."""
    found = []
    for code in who.pair:
        path = reliance[code, ""]
        name = sentence_name(code)
        if joined and not path.values:
            found.append(
                f"{name} is no region of the WIOD worlds (it is part of the rest of the world there), so there is "
                "no reliance for 1995–2011."
            )
        if not path.apart:
            found.append(f"{name} is no region of the 2022 world (OECD ICIO), so there is no figure for 2022.")
    return found


def _notes(who: Subjects, names: list[str]) -> list[str]:
    """Return a sentence for every group that the older tables show without some of its members."""
    if not names:
        return []
    known = worlds.load(max(names)).regions
    found = []
    for code in who.all:
        absent = absent_members(known, code)
        if absent and members_in(known, code):
            missing = ", ".join(short_name(member) for member in absent)
            found.append(
                f"{sentence_name(code)} in 1995–2011 is without {missing}, part of the rest of the world there."
            )
    return found
