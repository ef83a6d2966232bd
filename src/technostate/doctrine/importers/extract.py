"""What is read out of a page or a PDF file in the second process, before it becomes a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

from technostate.errors import DataError


@dataclass(frozen=True)
class Extract:
    """Paragraphs of a file and what it says of itself.

    Parameters
    ----------
    pieces : tuple of str
        Paragraphs.
    date : str
        When the file says that its text was published; as it is written there.
    made : str
        When the file itself was made, which is later for an old text.
    remarks : tuple of str
        What was left out.
    """

    pieces: tuple[str, ...]
    encoding: str
    title: str = ""
    date: str = ""
    made: str = ""
    remarks: tuple[str, ...] = ()


def from_dict(record: Mapping[str, Any], name: str) -> Extract:
    """Return the extract of a record whose every field is checked: the process that wrote it read a hostile file.

    Raises
    ------
    DataError
        If a field is missing or of another type.
    """
    values: dict[str, Any] = {}
    for item in fields(Extract):
        value = record.get(item.name)
        if (
            item.name in {"pieces", "remarks"}
            and isinstance(value, list)
            and all(isinstance(one, str) for one in value)
        ):
            values[item.name] = tuple(value)
        elif item.name not in {"pieces", "remarks"} and isinstance(value, str):
            values[item.name] = value
        else:
            raise DataError(f"{name} cannot be read", hint="save its text as .txt")
    return Extract(**values)
