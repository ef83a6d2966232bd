"""Mistakes that pydantic finds, in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any, get_args

from pydantic import ValidationError

from technostate.errors import nearest
from technostate.shocks.specification.fields import Record

#: Kind of mistake → what is said of a field in place of pydantic's words.
_PLAIN_WORDS = {
    "too_short": "the list is empty",
    "too_long": "the list has more than {max_length} entries",
    "string_too_short": "the text is empty",
    "string_too_long": "the text has more than {max_length} letters",
    "string_unicode": "the text cannot be printed",
    "finite_number": "it is not a finite number",
    "tuple_type": "a list is needed",
    "dict_type": "a mapping is needed",
    "model_type": "a number is needed, or low, central and high",
    "bool_type": "true or false is needed",
    "bool_parsing": "true or false is needed",
    "float_type": "a number is needed",
    "date_type": "a day is needed, as 2022-10-07",
}


def _read_as(value: object) -> str:
    """Return how YAML has read a plain word, where that is why it is no text."""
    if isinstance(value, bool | int | float | dt.date):
        what = "true or false" if isinstance(value, bool) else "a day" if isinstance(value, dt.date) else "a number"
        return f"; {str(value).lower()} is {what} to YAML, in quotes it is a text"
    return ""


def _fields() -> dict[str, Any]:
    """Return the fields of shocks, measures and sources with what they may hold."""
    return {key: field.annotation for model in _models(Record) for key, field in model.model_fields.items()}


def _models(base: type[Record]) -> Iterator[type[Record]]:
    for model in base.__subclasses__():
        yield model
        yield from _models(model)


def _choices(field: str) -> str:
    """Return the words that a field may hold, where they are few."""
    words = get_args(_fields().get(field))
    return f": {' or '.join(words)}" if field != "measure" and words and all(isinstance(w, str) for w in words) else ""


def _like(field: str) -> str:
    """Return the field of a measure or a shock that may be meant."""
    close = nearest(field, sorted(_fields()), n=1)
    return f" (did you mean {close[0]}?)" if close else ""


def problems_of(error: ValidationError) -> list[str]:
    """Return one plain sentence for each mistake that pydantic found."""
    lines = []
    for item in error.errors(include_url=False):
        place = ".".join(str(part) for part in item["loc"] if not str(part).startswith("function-"))
        if item["type"] == "missing":
            lines.append(f"{place} is missing{_choices(str(item['loc'][-1]))}")
        elif item["type"] == "extra_forbidden":
            lines.append(f"{place} is no field of it{_like(str(item['loc'][-1]))}")
        elif item["type"] == "string_pattern_mismatch" and place == "name":
            lines.append(f"name: {item['input']!r} is not made of lower-case words, digits and hyphens")
        elif item["type"] == "string_type":
            lines.append(f"{place}: a text is needed{_read_as(item['input'])}")
        elif item["type"] in _PLAIN_WORDS:
            lines.append(f"{place}: {_PLAIN_WORDS[item['type']].format(**item.get('ctx', {}))}")
        else:
            lines.append(f"{place}: {item['msg'].removeprefix('Value error, ')}" if place else item["msg"])
    return lines
