"""All that is wrong with a state's file or the file of groups, in plain words, collected before anything is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import Any, get_args

from technostate.evidence.printable import is_printable, shortened
from technostate.states.addresses import host, not_the_issuers
from technostate.states.check_events import event_problems
from technostate.states.check_goals import goal_problems
from technostate.states.entries import (
    Problems,
    before,
    date_of,
    items,
    nearest_region,
    numbered,
    unknown_region,
)
from technostate.states.model import ICIO_SECTORS, WIOD_SECTORS, Group, Standing, State, Strategy
from technostate.states.read import FACT_LISTS, parse, resolved
from technostate.states.words import did_you_mean, validated

STRATEGIES: tuple[str, ...] = get_args(Strategy)

#: A name or a note is some lines; a longer text is a document.
LONGEST_TEXT = 5_000


def problems_of_state(
    path: Path, *, is_region: Callable[[str], bool], regions: Collection[str], indicators: Collection[str] | None
) -> tuple[tuple[str, ...], State | None]:
    """Return everything wrong with a state's file, and the state if nothing is.

    Parameters
    ----------
    is_region : callable
        Whether a code or key names a country or a group that may be a partner or an actor.
    regions : collection of str
        Codes and keys to suggest for one that is unknown.
    indicators : collection of str or None
        Ids of the indicator dictionary; None leaves indicator ids unchecked.
    """
    tables, unreadable = parse(path)
    if unreadable:
        return unreadable, None
    found = [*_source_problems(tables)]
    for name, word in FACT_LISTS.items():
        found += _fact_problems(word, items(tables, name))
    found += _strategy_problems(tables)
    found += goal_problems(items(tables, "goals"), indicators)
    found += _region_problems(tables, is_region, regions)
    own = tables.get("iso3")
    is_actor = (lambda code: code == own or is_region(code)) if tables.get("kind") == "group" else is_region
    found += event_problems(items(tables, "chronology"), own, is_actor, regions)
    found += _sector_problems(tables)
    found += _duplicate_problems(tables)
    found += _membership_problems(tables)
    found += _text_problems(tables)
    state, structural = validated(State, resolved(tables, tables.get("sources")), found)
    found += structural
    problems = tuple(dict.fromkeys(map(shortened, found)))
    return problems, None if problems else state


def problems_of_groups(
    path: Path, *, is_region: Callable[[str], bool], regions: Collection[str]
) -> tuple[tuple[str, ...], tuple[Group, ...]]:
    """Return everything wrong with a file of named groups, and the groups if nothing is."""
    tables, unreadable = parse(path)
    if unreadable:
        return unreadable, ()
    found = [*_source_problems(tables)]
    groups: list[Group] = []
    named = tables.get("groups")
    for key, table in (named if isinstance(named, dict) else {}).items():
        members = [{"source": table.get("source"), **item} for item in table.get("members", [])]
        found += (f"group {key!r}: {text}" for text in _fact_problems("member", members))
        for label, item in numbered("member", members):
            found += unknown_region(f"group {key!r}: {label}", item, is_region, regions)
            found += _period_problems(f"group {key!r}: {label}", item)
        body = {name: value for name, value in table.items() if name != "source"} | {"key": key, "members": members}
        record, structural = validated(Group, resolved(body, tables.get("sources")), found)
        found += (f"group {key!r}: {text}" for text in structural)
        groups += [record] if record else []
    problems = tuple(dict.fromkeys(map(shortened, found)))
    return problems, () if problems else tuple(groups)


def _text_problems(value: object, place: str = "") -> Problems:
    """Say which texts are blank, endless or hold what no terminal should print."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value, 1) if isinstance(value, list) else ()
    for key, item in pairs:
        where = f"{place}.{key}" if place else str(key)
        if isinstance(item, str):
            if item and not item.strip():
                yield f"{where} is blank"
            if len(item) > LONGEST_TEXT:
                yield f"{where} has {len(item):,} letters, more than {LONGEST_TEXT:,}"
            if not is_printable(item, "\n\t"):
                yield f"{where} has characters that cannot be printed: {item!r}"
        else:
            yield from _text_problems(item, where)


def _source_problems(tables: dict[str, Any]) -> Problems:
    sources = tables.get("sources", {})
    if not isinstance(sources, dict):
        yield "sources: write each source as a table of its own, [sources.key]"
        return
    cited = {value for value in _cited(tables) if isinstance(value, str)}
    for key, table in sources.items():
        if not isinstance(table, dict):
            yield f"source {key!r} is not a table; write [sources.{key}]"
        elif key not in cited:
            yield f"source {key!r} is cited by no fact; cite it or take it out"
        if isinstance(table, dict):
            yield from _standing_problems(f"source {key!r}", table)


def _standing_problems(label: str, source: dict[str, Any]) -> Problems:
    """Say that nothing is said of whose address it is, or that it is evidently not that of who issued the document."""
    url = source.get("url")
    if "standing" not in source:
        yield f"{label} has no standing; write {' or '.join(get_args(Standing))}"
    if source.get("standing") == "official" and isinstance(url, str) and not_the_issuers(url):
        yield f"{label} is official and its address is of {host(url)}, which is not the issuer; say copy or secondary"


def _cited(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        for key, item in value.items():
            if key in ("source", "status_source"):
                yield item
            else:
                yield from _cited(item)
    elif isinstance(value, list):
        for item in value:
            yield from _cited(item)


def _fact_problems(word: str, facts: list[dict[str, Any]]) -> Problems:
    """Say which facts name no source; whether the source exists is said when the file is resolved."""
    for label, item in numbered(word, facts):
        if not item.get("source") or not isinstance(item["source"], str):
            yield f"{label} has no source; write the key of a source, and leave out a fact that has none"


def _strategy_problems(tables: dict[str, Any]) -> Problems:
    for name, word in FACT_LISTS.items():
        for label, item in numbered(word, items(tables, name)):
            named = item.get("strategies", item.get("strategy", []))
            for strategy in named if isinstance(named, list) else [named]:
                if isinstance(strategy, str) and strategy not in STRATEGIES:
                    hint = did_you_mean(strategy, STRATEGIES) or f"; the five are {', '.join(STRATEGIES)}"
                    yield f"{label}: unknown strategy {strategy!r}{hint}"


def _region_problems(tables: dict[str, Any], is_region: Callable[[str], bool], regions: Collection[str]) -> Problems:
    own = tables.get("iso3")
    if isinstance(own, str) and tables.get("kind") == "country" and not is_region(own):
        yield f"iso3: {own!r} is no ISO 3166 alpha-3 code{nearest_region(own, regions)}"
    yield from unknown_region("comparator", tables, is_region, regions, "comparator")
    if own is not None and own == tables.get("comparator"):
        yield f"comparator: {own!r} is the state itself"
    for name, word in (("partners", "partner"), ("members", "member")):
        for label, item in numbered(word, items(tables, name)):
            yield from unknown_region(label, item, is_region, regions)
            yield from _period_problems(label, item)


def _period_problems(label: str, item: dict[str, Any]) -> Problems:
    since, until = date_of(item.get("since")), date_of(item.get("until"))
    if since is not None and until is not None and before(until, since):
        yield f"{label} ends ({until}) before it begins ({since})"


def _sector_problems(tables: dict[str, Any]) -> Problems:
    for name in ("strategic_sectors", "dual_use_sectors"):
        for label, item in numbered(FACT_LISTS[name], items(tables, name)):
            for field, known in (("wiod", WIOD_SECTORS), ("icio", ICIO_SECTORS)):
                codes = item.get(field, [])
                for code in codes if isinstance(codes, list) else []:
                    if isinstance(code, str) and code not in known:
                        yield f"{label}: unknown {field} sector {code!r}{did_you_mean(code, known)}"
                named = [code for code in codes if isinstance(code, str)] if isinstance(codes, list) else []
                yield from (f"{label}: {field} sector {code!r} twice" for code, n in Counter(named).items() if n > 1)
            if not item.get("wiod") and not item.get("icio"):
                yield f"{label} names no sector code"


def _duplicate_problems(tables: dict[str, Any]) -> Problems:
    for name, fields in (
        ("goals", ("key",)),
        ("institutions", ("key",)),
        ("strategies", ("strategy",)),
        ("strategic_sectors", ("key",)),
        ("dual_use_sectors", ("key",)),
        ("chronology", ("date", "actor", "title")),
        ("partners", ("region", "relation", "since")),
        ("members", ("region", "since")),
    ):
        counts = Counter(tuple(str(item.get(field)) for field in fields) for item in items(tables, name))
        for identity, count in counts.items():
            if count > 1 and "None" not in identity:
                yield f"{FACT_LISTS[name]} {', '.join(identity)} is given {count} times"


def _membership_problems(tables: dict[str, Any]) -> Problems:
    kind, members = tables.get("kind"), items(tables, "members")
    if kind == "group" and not members:
        yield "the file describes a group and names no members"
    if kind == "country" and members:
        yield 'the file describes a country and names members; a union of states is kind = "group"'
