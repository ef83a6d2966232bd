"""What a schema finds wrong with a state's file, in the words of whoever writes the file."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from technostate.errors import nearest
from technostate.states.read import CITING, FACT_LISTS

Model = TypeVar("Model", bound=BaseModel)


def did_you_mean(name: str, known: Collection[str]) -> str:
    """Return a suggestion of the nearest known names; empty if none is near."""
    close = nearest(name, known)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def label_of(word: str, number: int, item: dict[str, Any]) -> str:
    """Name one entry so that a reader finds it: its key, region or title, else its number."""
    for field in ("key", "region", "title", "strategy"):
        if isinstance(item.get(field), str) and item[field]:
            return f"{word} {item[field]!r}"
    return f"{word} number {number}"


#: How a domain check says that a field is missing.
_MISSING = {"actor": "names no actor", "date_kind": "has no date_kind", "standing": "has no standing"}
#: What to write instead, by pydantic's name of the fault, and for a pattern by field.
_REMEDIES = {
    "tuple_type": 'write a list, for example ["innovation"]',
    "string_type": "write text in quotes",
    "float_type": "write a number without quotes",
    "int_type": "write a whole number without quotes",
    "bool_type": "write true or false",
    "model_type": "write a table",
    "finite_number": "write a number that is not infinite",
}
_PATTERNS = {
    "url": "write an address that begins with https:// or http://",
    "iso3": "write an ISO 3166 alpha-3 code in capitals",
}


def validated(
    model: type[Model], tables: dict[str, Any], already: Collection[str]
) -> tuple[Model | None, tuple[str, ...]]:
    """Return the record, or what the schema finds wrong in the words of this file; what was said already is left out.

    Parameters
    ----------
    model : type
        The schema.
    tables : dict
        The file's tables, sources in the place of their keys.
    already : collection of str
        Problems that were found otherwise.
    """
    try:
        return model.model_validate(tables), ()
    except ValidationError as error:
        said = " ".join(already)
        return None, tuple(
            text
            for detail in error.errors(include_url=False)
            if not _is_said(detail, text := _in_words(model, tables, detail), said)
        )


def _is_said(detail: Any, text: str, said: str) -> bool:
    """Whether a domain check has already named this value or this missing source in better words."""
    last = str(detail["loc"][-1])
    label = text.split(":")[0]
    if last == "source" and detail["type"] == "missing":
        return f"{label} has no source" in said
    if detail["type"] == "missing" and (words := _MISSING.get(last)):
        return f"{label} {words}" in said
    if detail["type"] == "too_short" and detail["input"]:
        return True  # what the list holds has been said to be wrong
    if detail["type"] == "literal_error" and ("strategy" in last or "strategies" in detail["loc"]):
        return f"unknown strategy {detail['input']!r}" in said
    return False


def _in_words(model: type[BaseModel], tables: dict[str, Any], detail: Any) -> str:
    """Say one pydantic error as a reader of the file would: which entry, which field, what to write."""
    place = list(detail["loc"])
    label, field = _entry(tables, place)
    where = f"{label}: " if label else ""
    kind, given = detail["type"], detail["input"]
    given = list(given) if isinstance(given, tuple) else given
    if kind == "missing":
        return f"{where}{field} is missing"
    if kind == "extra_forbidden":
        return f"{where}unknown field {field!r}{did_you_mean(field, _fields(model, place))}"
    if field in CITING:
        known = [source["key"] for source in tables.get("sources") or ()]
        return f"{where}unknown source {given!r}{did_you_mean(str(given), known)}"
    if kind == "literal_error":
        return f"{where}{field} is {given!r}; write {detail['ctx']['expected']}"
    if kind == "value_error":
        return f"{where}{field}: {detail['ctx']['error']}"
    if kind in ("string_too_short", "too_short"):
        return f"{where}{field} is empty"
    remedy = _REMEDIES.get(kind) or detail["msg"][0].lower() + detail["msg"][1:]
    if kind == "string_pattern_mismatch":
        remedy = _PATTERNS.get(field, "write lower-case letters, digits, - and _ only")
    return f"{where}{field} is {given!r}; {remedy}"


def _entry(tables: dict[str, Any], place: list[Any]) -> tuple[str, str]:
    """Return the label of the entry a pydantic location is in, and the field."""
    field = ".".join(str(part) for part in place[2:]) if len(place) > 2 else str(place[0])
    if len(place) == 1 or not isinstance(place[1], int):
        return "", ".".join(map(str, place))
    name, number = str(place[0]), place[1]
    item = tables[name][number] if number < len(tables.get(name) or ()) else {}
    word = FACT_LISTS.get(name, name.rstrip("s"))
    label = label_of(word, number + 1, item if isinstance(item, dict) else {})
    # A source stands resolved inside each fact; a fault in its table is said once, of the source.
    if len(place) > 3 and place[2] in CITING and isinstance(item, dict) and isinstance(item.get(str(place[2])), dict):
        return f"source {item[str(place[2])]['key']!r}", ".".join(map(str, place[3:]))
    return label, field if len(place) > 2 else "the entry"


def _fields(model: type[BaseModel], place: list[Any]) -> tuple[str, ...]:
    """Return the field names that exist where the unknown one was written."""
    current: Any = model
    for part in place[:-1]:
        if isinstance(part, int):
            continue
        annotation = current.model_fields[part].annotation
        current = next((a for a in (annotation, *get_args(annotation)) if hasattr(a, "model_fields")), current)
    return tuple(current.model_fields)
