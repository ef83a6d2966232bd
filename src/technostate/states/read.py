"""From a file to records: decode, parse, and put each fact's source in the place of its key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from technostate.evidence import plain_toml
from technostate.evidence.printable import shortened
from technostate.evidence.regular import regular_bytes

#: A state's file is a few hundred kilobytes at most; anything larger is another file.
MAX_BYTES = 2_000_000
#: Tables in lists in tables lie four deep in a right file.
MOST_DEEP = 20
_TOO_DEEP = "the file is not valid TOML: its lists or tables are nested too deeply"

#: Fields that hold the key of a source.
CITING = ("source", "status_source")

#: Lists of facts in a state's file, each with the word used for one of them.
FACT_LISTS = {
    "strategies": "strategy",
    "goals": "goal",
    "institutions": "institution",
    "chronology": "event",
    "partners": "partner",
    "strategic_sectors": "strategic sector",
    "dual_use_sectors": "dual-use sector",
    "members": "member",
}


def parse(path: Path) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Return the tables of a TOML file, and in plain words what stopped it from being read.

    Returns
    -------
    (dict, tuple of str)
        The tables are empty if there is a problem.
    """
    raw, unreadable = _bytes(path)
    if unreadable:
        return {}, (unreadable,)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return {}, ("the file is UTF-16; save it as UTF-8",)
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return {}, (f"the file is not UTF-8: line {line} has the byte 0x{raw[error.start]:02x}; save it as UTF-8",)
    try:
        tables = plain_toml.loads(text)
    except RecursionError:
        return {}, (_TOO_DEEP,)
    except ValueError as error:  # no TOML, an integer of thousands of digits, a key of thousands of parts
        return {}, (f"the file is not valid TOML: {shortened(str(error).partition(' for integer string')[0])}",)
    return ({}, (_TOO_DEEP,)) if _is_deep(tables) else (tables, ())


def _bytes(path: Path) -> tuple[bytes, str]:
    """Return a regular file's bytes, or why there are none: no device or pipe is read, and nothing without end."""
    try:
        size, raw = path.stat().st_size, regular_bytes(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        return b"", f"the file cannot be read: {getattr(error, 'strerror', None) or error}"
    size = max(size, len(raw))
    if size > MAX_BYTES:
        return b"", f"the file has {size:,} bytes; a state's file has at most {MAX_BYTES:,}"
    return raw, ""


def _is_deep(tables: dict[str, Any]) -> bool:
    """Return whether tables and lists lie deeper in one another than any state's file has them."""
    level: list[Any] = [tables]
    for _ in range(MOST_DEEP):
        level = [
            item for value in level for item in (value.values() if isinstance(value, dict) else value)
            if isinstance(item, dict | list)
        ]  # fmt: skip
    return bool(level)


def resolved(tables: dict[str, Any], sources: Any) -> dict[str, Any]:
    """Return the tables with lists as tuples and every fact's source key replaced by the source's own table.

    A key that no source has is left as it is, and anything but a key is left out: validation says so.

    Parameters
    ----------
    sources : dict
        Source key → its table; anything else counts as no sources.
    """
    sources = sources if isinstance(sources, dict) else {}
    documents = {key: {"key": key, **table} for key, table in sources.items() if isinstance(table, dict)}

    def visit(value: Any) -> Any:
        if isinstance(value, list):
            return tuple(visit(item) for item in value)
        if isinstance(value, dict):
            named = {key: item for key, item in value.items() if key not in CITING or (item and isinstance(item, str))}
            return {key: documents.get(item, item) if key in CITING else visit(item) for key, item in named.items()}
        return value

    result: dict[str, Any] = visit({key: table for key, table in tables.items() if key != "sources"})
    if "sources" in tables:
        result["sources"] = tuple(documents.values())
    return result
