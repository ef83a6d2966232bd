"""The formats of an answer: one table from name and suffix to writer, and the one way to write a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from technostate.errors import DataError, nearest
from technostate.write.files import is_special

if TYPE_CHECKING:
    from technostate.write.view import View


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    Parameters
    ----------
    write : callable
        View → text or bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[View[Any]], str | bytes]


def _parquet(view: View[Any]) -> bytes:
    from technostate.write.data import to_parquet

    return to_parquet(view.rows)


def _xlsx(view: View[Any]) -> bytes:
    from technostate.write.data import to_xlsx

    return to_xlsx(view.rows, view.title)


def _chart(kind: str) -> Callable[[View[Any]], str | bytes]:
    def write(view: View[Any]) -> str | bytes:
        from technostate.write.charts import chart_file

        return chart_file(view, kind)

    return write


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("text", (".txt",), lambda view: view.text()),
        Format("md", (".md", ".markdown"), lambda view: view.markdown()),
        Format("html", (".html", ".htm"), lambda view: view.html()),
        Format("json", (".json",), lambda view: view.json()),
        Format("csv", (".csv",), lambda view: view.csv()),
        Format("xlsx", (".xlsx",), _xlsx),
        Format("parquet", (".parquet",), _parquet),
        Format("svg", (".svg",), _chart("svg")),
        Format("png", (".png",), _chart("png")),
        Format("pdf", (".pdf",), _chart("pdf")),
        Format("vega", (".vl.json",), _chart("vega")),
    )
}
#: Other words for formats.
_MEANT = {"markdown": "md", "txt": "text", "htm": "html", "excel": "xlsx"}
#: What is written by hand, and how one begins.
_BY_HAND = {
    "yaml": "a shock's own file may begin with based_on: NAME (docs/shocks.md)",
    "toml": "docs/states-files.md has the smallest file of a state",
}
#: Formats that a terminal should not be given.
BINARY = frozenset({"xlsx", "parquet", "png", "pdf"})


def chosen(path: Path | None, format: str | None, *, otherwise: str = "text") -> str:
    """Return the name of the format that an option or a file's suffix says.

    Parameters
    ----------
    otherwise : str
        Where neither says it.

    Raises
    ------
    DataError
        If the name or suffix is unknown.
    """
    if format is not None:
        name = _MEANT.get(format.casefold(), format.casefold())
        if name not in FORMATS:
            close = nearest(format, FORMATS)
            raise DataError(
                f"unknown format {format!r}",
                hint=_BY_HAND.get(name)
                or (f"did you mean {close[0]}? " if close else "") + f"formats: {', '.join(FORMATS)}",
            )
        return _possible(name)
    if path is None or is_special(path):
        return _possible(otherwise)
    name = path.name.casefold()
    found = next((item.name for item in FORMATS.values() for end in sorted(item.suffixes) if name.endswith(end)), None)
    if name.endswith(".vl.json"):
        return _possible("vega")
    if found is None:
        ends = ", ".join(item.suffixes[0] for item in FORMATS.values())
        raise DataError(
            f"the name {path.name!r} does not say what to write", hint=f"end it in {ends}, or give a format"
        )
    return _possible(found)


def _possible(name: str) -> str:
    """Return a format that can be written here; refuse one whose library is missing, before any work."""
    from technostate.write.charts.picture import check

    check(name)
    return name


def written(view: View[Any], format: str) -> str | bytes:
    """Return an answer in a format by name."""
    return FORMATS[format].write(view)


def save(view: View[Any], path: Path, format: str | None = None) -> Path:
    """Write an answer into a file, whole or not at all; see `View.save`."""
    from technostate.write.files import check_target, write

    name = chosen(path, format)
    check_target(path)
    write(path, written(view, name))
    return path
