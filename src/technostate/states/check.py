"""All that is wrong with a state's file or the file of groups, in plain words, collected before anything is said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

from technostate.errors import nearest
from technostate.evidence.printable import is_printable, shortened
from technostate.states.dates import When, when
from technostate.states.model import ICIO_SECTORS, WIOD_SECTORS, Group, State, Strategy
from technostate.states.read import FACT_LISTS, parse, resolved
from technostate.states.words import did_you_mean, label_of, validated
from technostate.units import UNITS

STRATEGIES: tuple[str, ...] = get_args(Strategy)

#: A name or a note is some lines; a longer text is a document.
LONGEST_TEXT = 5_000

#: Target of a measure that names nobody and holds for all others.
EVERYONE = "WLD"

Problems = Iterator[str]


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
        found += _fact_problems(word, _items(tables, name))
    found += _strategy_problems(tables)
    found += _goal_problems(_items(tables, "goals"), indicators)
    found += _region_problems(tables, is_region, regions)
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
        for label, item in _numbered("member", members):
            found += _unknown_region(f"group {key!r}: {label}", item, is_region, regions)
            found += _period_problems(f"group {key!r}: {label}", item)
        body = {name: value for name, value in table.items() if name != "source"} | {"key": key, "members": members}
        record, structural = validated(Group, resolved(body, tables.get("sources")), found)
        found += (f"group {key!r}: {text}" for text in structural)
        groups += [record] if record else []
    problems = tuple(dict.fromkeys(map(shortened, found)))
    return problems, () if problems else tuple(groups)


def _items(tables: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = tables.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


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


def _numbered(word: str, items: Iterable[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, item in enumerate(items, 1):
        yield label_of(word, number, item), item


def _places_apart(one: str, other: str) -> list[int]:
    return [place for place, (a, b) in enumerate(zip(one, other, strict=False)) if a != b]


def _nearest_region(code: str, regions: Collection[str]) -> str:
    """Suggest codes: those one letter away, a later letter first, because the start of a code is seldom mistaken."""
    folded = code.upper()
    same_length = (known for known in sorted(regions) if len(known) == len(code))
    one_off = [known for known in same_length if len(_places_apart(known, folded)) == 1]
    close = tuple(sorted(one_off, key=lambda known: _places_apart(known, folded), reverse=True)[:3])
    close = close or nearest(code, regions)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _date(value: object) -> When | None:
    try:
        return when(value)
    except ValueError:
        return None


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


def _fact_problems(word: str, items: list[dict[str, Any]]) -> Problems:
    """Say which facts name no source; whether the source exists is said when the file is resolved."""
    for label, item in _numbered(word, items):
        if not item.get("source") or not isinstance(item["source"], str):
            yield f"{label} has no source; write the key of a source, and leave out a fact that has none"


def _strategy_problems(tables: dict[str, Any]) -> Problems:
    for name, word in FACT_LISTS.items():
        for label, item in _numbered(word, _items(tables, name)):
            named = item.get("strategies", item.get("strategy", []))
            for strategy in named if isinstance(named, list) else [named]:
                if isinstance(strategy, str) and strategy not in STRATEGIES:
                    hint = did_you_mean(strategy, STRATEGIES) or f"; the five are {', '.join(STRATEGIES)}"
                    yield f"{label}: unknown strategy {strategy!r}{hint}"


def _goal_problems(goals: list[dict[str, Any]], indicators: Collection[str] | None) -> Problems:
    keys = {goal["key"] for goal in goals if isinstance(goal.get("key"), str)}
    for label, goal in _numbered("goal", goals):
        indicator, target, unit = goal.get("indicator", ""), goal.get("target"), goal.get("unit", "")
        if not indicator and not goal.get("reason"):
            yield f"{label} has no indicator and gives no reason; name an indicator or say why none measures it"
        if goal.get("dated") is False and not goal.get("reason"):
            yield f"{label} has no year in its source and gives no reason; say which year stands for it"
        if indicators is not None and isinstance(indicator, str) and indicator and indicator not in indicators:
            yield f"{label}: unknown indicator {indicator!r}{did_you_mean(indicator, indicators)}"
        if target is not None and not unit:
            yield f"{label} has the target {target} without a unit"
        if isinstance(unit, str) and unit and unit not in UNITS:
            yield f"{label}: unknown unit {unit!r}{did_you_mean(unit, tuple(UNITS))}"
        yield from _goal_years(label, goal)
        step_of = goal.get("milestone_of", "")
        if step_of and isinstance(step_of, str) and (step_of not in keys or step_of == goal.get("key")):
            yield f"{label} is a milestone of {step_of!r}, which is no other goal of this file"


def _goal_years(label: str, goal: dict[str, Any]) -> Problems:
    year, stated, base = goal.get("year"), _date(goal.get("stated")), goal.get("base_year")
    if isinstance(year, int) and stated is not None and year < stated.year:
        yield f"{label} is for {year}, before it was stated ({stated})"
    if goal.get("measure", "level") != "level":
        if base is None:
            yield f"{label} has the measure {goal['measure']!r} and no base_year"
        elif isinstance(base, int) and isinstance(year, int) and base >= year:
            yield f"{label} has the base year {base}, which is not before {year}"
    elif base is not None:
        yield f'{label} is a level and has a base_year; say measure = "change" or take it out'


def _unknown_region(
    label: str, item: dict[str, Any], is_region: Callable[[str], bool], regions: Collection[str], field: str = "region"
) -> Problems:
    code = item.get(field)
    if isinstance(code, str) and code and not is_region(code):
        yield f"{label}: {code!r} is no ISO 3166 alpha-3 code and no group{_nearest_region(code, regions)}"


def _region_problems(tables: dict[str, Any], is_region: Callable[[str], bool], regions: Collection[str]) -> Problems:
    own = tables.get("iso3")
    if isinstance(own, str) and tables.get("kind") == "country" and not is_region(own):
        yield f"iso3: {own!r} is no ISO 3166 alpha-3 code{_nearest_region(own, regions)}"
    yield from _unknown_region("comparator", tables, is_region, regions, "comparator")
    if own is not None and own == tables.get("comparator"):
        yield f"comparator: {own!r} is the state itself"
    for name, word, field in (
        ("partners", "partner", "region"),
        ("members", "member", "region"),
        ("chronology", "event", "actor"),
    ):
        for label, item in _numbered(word, _items(tables, name)):
            yield from _unknown_region(label, item, is_region, regions, field)
            yield from _period_problems(label, item)
    for label, item in _numbered("event", _items(tables, "chronology")):
        yield from _event_problems(label, item, own, is_region, regions)


def _event_problems(
    label: str, event: dict[str, Any], own: object, is_region: Callable[[str], bool], regions: Collection[str]
) -> Problems:
    """Say what is wrong with who acted on whom: a step has no target, pressure and easing have one."""
    kind, actor, targets = event.get("kind"), event.get("actor"), event.get("targets", [])
    named = [code for code in targets if isinstance(code, str)] if isinstance(targets, list) else []
    for code in named:
        if code != EVERYONE:
            yield from _unknown_region(label, {"target": code}, is_region, regions, "target")
    if kind == "step" and named:
        yield f"{label} is a step and names targets; a measure towards others is pressure or easing"
    if kind in ("pressure", "easing") and not named:
        yield f"{label} is {kind} and names no targets"
    if isinstance(actor, str) and actor in named:
        yield f"{label}: {actor!r} is actor and target"
    if isinstance(own, str) and isinstance(actor, str) and own not in (actor, *named):
        yield f"{label} is neither by {own} nor towards it; keep it in the file of {actor}"


def _period_problems(label: str, item: dict[str, Any]) -> Problems:
    since, until = _date(item.get("since")), _date(item.get("until"))
    if since is not None and until is not None and until < since:
        yield f"{label} ends ({until}) before it begins ({since})"


def _sector_problems(tables: dict[str, Any]) -> Problems:
    for name in ("strategic_sectors", "dual_use_sectors"):
        for label, item in _numbered(FACT_LISTS[name], _items(tables, name)):
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
        ("chronology", ("date", "title")),
        ("partners", ("region", "relation", "since")),
        ("members", ("region", "since")),
    ):
        counts = Counter(tuple(str(item.get(field)) for field in fields) for item in _items(tables, name))
        for identity, count in counts.items():
            if count > 1 and "None" not in identity:
                yield f"{FACT_LISTS[name]} {', '.join(identity)} is given {count} times"


def _membership_problems(tables: dict[str, Any]) -> Problems:
    kind, members = tables.get("kind"), _items(tables, "members")
    if kind == "group" and not members:
        yield "the file describes a group and names no members"
    if kind == "country" and members:
        yield 'the file describes a country and names members; a union of states is kind = "group"'
