"""The formats of an answer: one table from name and suffix to writer, and the one way to write a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from technostate.errors import DataError, nearest
from technostate.write.answer import Answer
from technostate.write.files import is_special


@dataclass(frozen=True)
class Format:
    """One way to write an answer.

    Parameters
    ----------
    write : callable
        Answer → text or bytes.
    """

    name: str
    suffixes: tuple[str, ...]
    write: Callable[[Answer[Any]], str | bytes]


def _text(answer: Answer[Any]) -> str:
    from technostate.write.text import to_text

    return to_text(answer.title, answer.blocks)


def _markdown(answer: Answer[Any]) -> str:
    from technostate.write.markdown import to_markdown

    return to_markdown(answer.title, answer.blocks)


def _page(answer: Answer[Any]) -> str:
    from technostate.write.page import to_page

    return to_page(answer.title, answer.blocks, lead=answer.lead, command=answer.command)


def _json(answer: Answer[Any]) -> str:
    from technostate.write.data import to_json

    return to_json(answer.data)


def _csv(answer: Answer[Any]) -> str:
    from technostate.write.data import to_csv

    return to_csv(answer.rows)


def _parquet(answer: Answer[Any]) -> bytes:
    from technostate.write.data import to_parquet

    return to_parquet(answer.rows)


def _xlsx(answer: Answer[Any]) -> bytes:
    from technostate.write.data import to_xlsx

    return to_xlsx(answer.rows, answer.title)


def _chart(kind: str) -> Callable[[Answer[Any]], str | bytes]:
    def write(answer: Answer[Any]) -> str | bytes:
        from technostate.write.charts import chart_file

        return chart_file(answer, kind)

    return write


FORMATS: dict[str, Format] = {
    item.name: item
    for item in (
        Format("text", (".txt",), _text),
        Format("md", (".md", ".markdown"), _markdown),
        Format("html", (".html", ".htm"), _page),
        Format("json", (".json",), _json),
        Format("csv", (".csv",), _csv),
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
#: Formats of one chart.
CHARTS = ("svg", "png", "pdf", "vega", "csv")
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
    ends_in = {end: item.name for item in FORMATS.values() for end in item.suffixes if _ends(path, end)}
    if not ends_in:
        ends = ", ".join(item.suffixes[0] for item in FORMATS.values())
        raise DataError(
            f"the name {path.name!r} does not say what to write", hint=f"end it in {ends}, or give a format"
        )
    # A chart's .vl.json ends in .json too.
    return _possible(ends_in[max(ends_in, key=len)])


def _ends(path: Path, end: str) -> bool:
    return path.name.casefold().endswith(end)


def _possible(name: str) -> str:
    """Return a format that can be written here; refuse one whose library is missing, before any work."""
    from technostate.write.charts.picture import check

    check(name)
    return name


def written(answer: Answer[Any], format: str, chart: int | None = None) -> str | bytes:
    """Return an answer in a format by name, or one of its charts.

    Parameters
    ----------
    chart : int, optional
        Number of a chart on the page; the first one where a format is of charts only and nothing is said.
    """
    if chart is None:
        return FORMATS[format].write(answer)
    of_charts(format)
    from technostate.write.charts import chart_file

    return chart_file(answer, format, chart)


def of_charts(format: str) -> None:
    """Refuse a format that cannot hold one chart.

    Raises
    ------
    DataError
        If it is none of `CHARTS`.
    """
    if format not in CHARTS:
        raise DataError(f"{format} is no format of one chart", hint=f"--chart with --format {', '.join(CHARTS)}")


def save(answer: Answer[Any], path: Path, format: str | None = None) -> Path:
    """Write an answer into a file, whole or not at all; see `technostate.write.view.View.save`."""
    from technostate.write.files import check_target, write

    name = chosen(path, format)
    check_target(path)
    write(path, written(answer, name))
    return path
