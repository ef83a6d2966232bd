"""A scenario's file on top of another: its fields replace those of the other, entries of lists by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from technostate.futures.scenarios.problems import Problems, meant, name_of
from technostate.futures.scenarios.values import several

#: Fields of a scenario that say what it is built on.
BUILT = ("extends", "without")
_LISTS = ("moves", "milestones")


def merged(base: Mapping[str, Any], own: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """Return the fields of a scenario that starts from another.

    Parameters
    ----------
    base : mapping
        `Scenario.specification` of the other.
    own : mapping
        The file; entries of ``moves`` and ``milestones`` of a name that the other has replace its fields, the rest is
        added, and ``without`` leaves entries out. Milestones of the other that lie after the file's ``last`` fall away.
    """
    result = {**base, **{key: value for key, value in own.items() if key not in (*BUILT, *_LISTS, "ranges")}}
    for key in ("name", "title"):
        if key not in own:
            result.pop(key)
    if "text" not in own:
        result["text"] = ""
    dropped = several(own["without"], ("without",), problems) if "without" in own else ()
    known = [row["name"] for row in base["moves"]] + [row["id"] for row in base["milestones"]]
    for name in dropped:
        if name not in known:
            problems.add(("without",), f"{base['name']} has no {name!r}; {meant(name, dict.fromkeys(known))}")
    last = own.get("last")
    if isinstance(last, int):
        base = {**base, "milestones": [row for row in base["milestones"] if row["year"] <= last]}
    if isinstance(own.get("ranges"), dict):
        result["ranges"] = base["ranges"] | own["ranges"]
    elif "ranges" in own:
        result["ranges"] = own["ranges"]
    for key in _LISTS:
        if isinstance(own.get(key, []), list):
            result[key] = _joined(base[key], own.get(key, []), dropped)
        else:
            result[key] = own[key]
    return result


def _joined(base: list[dict[str, Any]], own: list[Any], dropped: tuple[str, ...]) -> list[Any]:
    """Return the entries of a list of the base with those of the file; moves drawn together are changed together."""
    kept = [row for row in base if name_of(row, 0) not in dropped]
    named = {name_of(row, 0) for row in kept}
    changes: dict[str, dict[str, Any]] = {}
    added: list[Any] = []
    for at, row in enumerate(own):
        name = row if isinstance(row, str) else name_of(row, at) if isinstance(row, dict) else ""
        if isinstance(row, dict) and name in named:
            changes[name] = row
        elif not (isinstance(row, str) and row in named):
            added.append(row)
    return [*_changed(kept, changes), *added]


def _changed(kept: list[dict[str, Any]], changes: Mapping[str, dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    done: set[str] = set()
    for row in kept:
        name = name_of(row, 0)
        change = changes.get(name, {})
        if name in done:
            continue
        base = {key: value for key, value in row.items() if not _replaced(key, change)}
        if "lever" in row and {"region", "against"} & set(change):
            # States of a move are written as lists: those that the file names replace all that were there.
            done.add(name)
            same = [other for other in kept if name_of(other, 0) == name]
            base |= {key: list(dict.fromkeys(o[key] for o in same)) for key in ("region", "against") if key in row}
        found.append({**base, **change})
    return found


def _replaced(key: str, change: Mapping[str, Any]) -> bool:
    """Whether a field gives way: one value stands for low and high, and these for it."""
    if "value" in change:
        return key in ("low", "high")
    return key == "value" and bool({"low", "high"} & set(change))
