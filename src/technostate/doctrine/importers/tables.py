"""Tables with a document a row: CSV, JSON lines and the first sheets of a workbook."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from technostate.doctrine.documents import Document, Flag
from technostate.doctrine.importers.encodings import clean, decode
from technostate.doctrine.importers.found import Found, date_in, language_of, passages_of
from technostate.doctrine.importers.limits import CHARACTERS, COLUMNS, DEPTH, SourceFile
from technostate.doctrine.importers.workbook import rows_of
from technostate.doctrine.text import paragraphs
from technostate.errors import DataError

#: Most characters that a cell of Excel holds; a text of exactly this length was cut there.
EXCEL_CELL = 32_767
#: Field of a document → names that its column usually has, best first.
USUAL = {
    "text": ("text", "full_text", "content", "body", "policy content", "正文", "全文", "内容"),
    "title": ("title", "policy title", "name", "标题", "题名"),
    "date": ("date", "publish_date", "release time", "published", "year", "日期", "发布日期"),
    "issuer": ("issuer", "author", "release department", "policy release department", "province", "发文机关"),
    "source": ("source", "url", "source_url", "policy source", "link", "来源"),
    "type": ("type", "doc_type", "kind", "类型"),
    "language": ("language", "lang", "语言"),
}


def read_csv(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each row of a CSV file with a header."""
    text, encoding = decode(file.data, file.name)
    csv.field_size_limit(CHARACTERS)
    head = text[:10_000].split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from _from_rows(file, rows, encoding)
    except csv.Error as error:
        raise DataError(f"{file.name}, line {rows.line_num}: {error}", hint="save it as UTF-8 CSV") from None


def read_workbook(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each row of each sheet of an .xlsx workbook; the first row of a sheet is its header."""
    for rows in rows_of(file):
        yield from _from_rows(file, iter(rows), "utf-8")


def read_jsonl(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each line of a file of JSON objects."""
    text, encoding = decode(file.data, file.name)
    columns: dict[str, str] | None = None
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _object(line, f"{file.name}, line {number}")
        if columns is None:
            columns = _choose(file, list(row))
        record = {name: row.get(column) for name, column in columns.items()}
        if (found := _document(file, number, record, encoding)) is not None:
            yield found
    if columns is None:
        raise DataError(f"{file.name} is empty", hint="one JSON object a line")


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        what = f"nested more than {DEPTH} deep" if isinstance(error, RecursionError) else f"no JSON: {error}"
        raise DataError(f"{where} is {what}", hint="one JSON object a line") from None
    if not isinstance(row, dict):
        raise DataError(f"{where} is no JSON object", hint="one JSON object a line")
    if len(row) > COLUMNS:
        raise DataError(f"{where} has {len(row)} fields", hint=f"at most {COLUMNS}")
    return row


def _from_rows(file: SourceFile, rows: Iterator[Sequence[str]], encoding: str) -> Iterator[Found]:
    header = [name.strip() for name in next(rows, [])]
    if len(header) > COLUMNS:
        raise DataError(f"{file.name} has {len(header):,} columns", hint=f"at most {COLUMNS}")
    columns = _choose(file, header)
    places = {name: header.index(column) for name, column in columns.items()}
    for number, row in enumerate(rows, 2):
        if len(row) > COLUMNS:
            raise DataError(f"{file.name}, row {number} has {len(row):,} cells", hint=f"at most {COLUMNS}")
        record = {name: row[at] if at < len(row) else None for name, at in places.items()}
        if (found := _document(file, number, record, encoding)) is not None:
            yield found


def _choose(file: SourceFile, header: Sequence[str]) -> dict[str, str]:
    """Return field → column: the user's map, and the usual names for the rest."""
    unknown = [field for field in file.columns if field not in USUAL]
    missing = [column for column in file.columns.values() if column not in header]
    listing = ", ".join(header[:12])
    if unknown or missing:
        raise DataError(
            f"{file.name} does not fit the column map: {', '.join([*unknown, *missing])}",
            hint=f"fields are {', '.join(USUAL)}; columns are {listing}",
        )
    by_fold = {name.casefold(): name for name in reversed(header)}
    usual = {field: next((by_fold[name] for name in names if name in by_fold), None) for field, names in USUAL.items()}
    chosen = {field: column for field, column in {**usual, **file.columns}.items() if column}
    if "text" not in chosen:
        raise DataError(
            f"{file.name} has no column with a text", hint=f"name it: --columns text=COLUMN; columns are {listing}"
        )
    return chosen


def _document(file: SourceFile, number: int, record: Mapping[str, Any], encoding: str) -> Found | None:
    """Return the document of a row, None if its text is empty."""
    fields = {name: clean(str(value)).strip() for name, value in record.items() if isinstance(value, str | int)}
    raw = record.get("text")
    if not isinstance(raw, str) or not raw.strip():
        return None
    text, where = clean(raw), f"{file.name}, row {number}"
    source = fields.get("source", "")
    document = Document(
        title=fields.get("title") or f"{file.stem} {number}", date=date_in(fields.get("date", "")),
        issuer=fields.get("issuer", ""), type=fields.get("type", ""),
        language=fields.get("language") or language_of(text),
        source=source if source.startswith(("http://", "https://")) else f"{file.name}#{number}",
        sha256=hashlib.sha256(text.encode()).hexdigest(), collection="", encoding=encoding,
    )  # fmt: skip
    flags = [Flag("cut", f"the text has exactly {EXCEL_CELL:,} characters, where a spreadsheet's cell ends")]
    return Found(document, passages_of(where, paragraphs(text)), tuple(flags if len(raw) == EXCEL_CELL else ()))
