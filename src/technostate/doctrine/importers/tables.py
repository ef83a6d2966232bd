"""Tables with a document a row: CSV, JSON lines and the sheets of a workbook."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import Any

from technostate.doctrine.documents import Document, Flag
from technostate.doctrine.importers.columns import choose, usual
from technostate.doctrine.importers.dates import date_field
from technostate.doctrine.importers.encodings import clean, decode, one_line
from technostate.doctrine.importers.found import Found, passages_of
from technostate.doctrine.importers.languages import language_code, language_of
from technostate.doctrine.importers.limits import CHARACTERS, COLUMNS, DEPTH, ROWS, TEXT, SourceFile
from technostate.doctrine.importers.lines import paragraphs_of
from technostate.doctrine.importers.workbook import sheets_of
from technostate.errors import DataError

#: Most characters that a cell of Excel holds; a text of exactly this length was cut there.
EXCEL_CELL = 32_767
#: Rows among which the header is looked for: titles and notes may stand above it.
_ABOVE = 10
#: The line with which Excel is told the separator.
_SEPARATOR = re.compile(r"\"?sep=(.)\"?\r?\n", re.IGNORECASE)


def read_csv(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each row of a CSV file with a header."""
    text, encoding = decode(file.data, file.name)
    csv.field_size_limit(CHARACTERS)
    told = _SEPARATOR.match(text)
    text = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter(file, text)
    counted = _Rows(file, encoding)
    _look_over(file, text, delimiter)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        yield from counted.documents(rows)
    except csv.Error as error:
        raise DataError(f"{file.name}, line {rows.line_num}: {error}", hint="save it as UTF-8 CSV") from None
    counted.remark()


def _delimiter(file: SourceFile, text: str) -> str:
    """Return the sign that gives a header with a text, the commonest first; the header may stand below a title."""
    head = text[:10_000].split("\n", _ABOVE)[:_ABOVE]
    signs = sorted(",;\t|", key=lambda sign: max(line.count(sign) for line in head), reverse=True)
    wanted = set(file.columns.values())
    for sign in signs:
        names = [[cell.strip().strip('"') for cell in line.split(sign)] for line in head]
        if any(wanted <= set(row) if wanted else "text" in usual(row) for row in names):
            return sign
    return signs[0]


def _look_over(file: SourceFile, text: str, delimiter: str) -> None:
    """Refuse too many rows, and remark a quotation mark that is never closed: all rows after it are one cell."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        _check_number(file, sum(1 for row in rows if row))
    except csv.Error as error:
        file.remarks.append(
            f"{file.name}, line {rows.line_num}: the quotation marks are not those of CSV ({error}); rows may be lost"
        )


def _check_number(file: SourceFile, rows: int) -> None:
    # The header is no document.
    if rows > ROWS + 1:
        raise DataError(f"{file.name} has more than {ROWS:,} rows", hint="split it into smaller files")


def read_workbook(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each row of the sheets of an .xlsx workbook that have a column with a text."""
    errors: list[DataError] = []
    names: list[str] = []
    read = 0
    for name, rows in sheets_of(file):
        names.append(name)
        counted = _Rows(file, "utf-8", sheet=name)
        try:
            yield from counted.documents(iter(rows))
        except DataError as error:
            if counted.begun:
                raise
            errors.append(error)
            continue
        read += 1
        counted.remark()
    if not read:
        listing = f"; sheets are {', '.join(names)}" if len(names) > 1 else ""
        hint = errors[0].hint if errors else "the first row of a sheet names its columns"
        raise DataError(str(errors[0]) if errors else f"{file.name} has no rows", hint=f"{hint}{listing}")
    file.remarks.extend(f"{error}, and is left out" for error in errors)


def read_jsonl(file: SourceFile) -> Iterator[Found]:
    """Yield a document for each line of a file of JSON objects; each names its own fields."""
    text, encoding = decode(file.data, file.name)
    counted = _Rows(file, encoding)
    columns: dict[tuple[str, ...], dict[str, str]] = {}
    _check_number(file, len(re.findall(r"\S[^\n]*", text)) if text.count("\n") > ROWS else 0)
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        row = _object(line, f"{file.name}, line {number}")
        key = tuple(row)
        if key not in columns:
            # An object that lacks a column of the map has no such field; no other column stands in for it.
            columns[key] = {**usual(key), **file.columns}
        record = {name: row.get(column) for name, column in columns[key].items()}
        if found := counted.document(number, record):
            yield found
    if not columns:
        raise DataError(f"{file.name} is empty", hint="one JSON object a line")
    choose(file.name, file.columns, [*dict.fromkeys(chain.from_iterable(columns))])
    counted.remark()


def _reason(error: ValueError) -> str:
    """Return what is wrong, without the advice to programmers on numbers of thousands of digits."""
    return str(error).partition(" for integer string conversion")[0]


def _object(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line, object_pairs_hook=_pairs)
    except (ValueError, RecursionError) as error:
        what = f"nested more than {DEPTH} deep" if isinstance(error, RecursionError) else f"no JSON: {_reason(error)}"
        raise DataError(f"{where} is {clean(what)[:200]}", hint="one JSON object a line") from None
    if not isinstance(row, dict):
        raise DataError(f"{where} is no JSON object", hint="one JSON object a line")
    if len(row) > COLUMNS:
        raise DataError(f"{where} has {len(row)} fields", hint=f"at most {COLUMNS}")
    return row


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    row = dict(pairs)
    if len(row) < len(pairs):
        raise ValueError("a field stands twice in one object")
    return row


class _Rows:
    """The rows of one table as documents, with what is left out of them."""

    def __init__(self, file: SourceFile, encoding: str, sheet: str = "") -> None:
        self._file, self._encoding = file, encoding
        self._where = f"{file.name}, sheet {sheet}" if sheet else file.name
        self._rows = self._characters = 0
        self._empty: list[int] = []
        self._wider: list[int] = []
        #: Whether a document was found.
        self.begun = False

    def documents(self, rows: Iterator[Sequence[str]]) -> Iterator[Found]:
        """Yield the documents of rows of which one of the first is the header."""
        at, header, rest = self._header(rows)
        columns = choose(self._where, self._file.columns, header)
        places = {name: header.index(column) for name, column in columns.items()}
        if at:
            self._file.remarks.append(
                f"{self._where}: row {at + 1} is taken for the header, the rows above are left out"
            )
        for number, row in enumerate(rest, at + 2):
            if len(row) > COLUMNS:
                raise DataError(f"{self._where}, row {number} has {len(row):,} cells", hint=f"at most {COLUMNS}")
            if any(cell.strip() for cell in row[len(header) :]):
                self._wider.append(number)
            if not any(cell.strip() for cell in row):
                continue
            record = {name: row[at] if at < len(row) else None for name, at in places.items()}
            if found := self.document(number, record):
                yield found

    def _header(self, rows: Iterator[Sequence[str]]) -> tuple[int, list[str], Iterator[Sequence[str]]]:
        """Return place and names of the header, the first row that names a text or else the first, and the rest."""
        top = list(islice(rows, _ABOVE))
        names = [[cell.strip() for cell in row] for row in top]
        wanted = set(self._file.columns.values())
        fits = (
            at
            for at, row in enumerate(names)
            if wanted <= set(row) and ("text" in self._file.columns or "text" in usual(row))
        )
        at = next(fits, 0)
        header = names[at] if names else []
        if len(header) > COLUMNS:
            raise DataError(f"{self._where} has {len(header):,} columns", hint=f"at most {COLUMNS}")
        return at, header, chain(top[at + 1 :], rows)

    def document(self, number: int, record: Mapping[str, Any]) -> Found | None:
        """Return the document of a row, None if it has no text."""
        self._rows += 1
        _check_number(self._file, self._rows)
        raw = record.get("text")
        if isinstance(raw, list) and all(isinstance(item, str) for item in raw):
            raw = "\n".join(raw)
        if not isinstance(raw, str) or not raw.strip():
            self._empty.append(number)
            return None
        self._characters += len(raw)
        if self._characters > TEXT:
            raise DataError(
                f"{self._file.name} has more than {TEXT:,} characters of text", hint="split it into smaller files"
            )
        found = _document(self._file, number, record, raw, self._encoding)
        self.begun = True
        return found

    def remark(self) -> None:
        """Say how many rows gave no document, or lost cells."""
        if self._empty:
            self._file.remarks.append(f"{self._where}: {_rows(self._empty)} of {self._rows:,} without a text left out")
        if self._wider:
            self._file.remarks.append(
                f"{self._where}: {_rows(self._wider)} with more cells than the header; a text without quotation marks "
                "may be cut at a comma"
            )


def _rows(numbers: Sequence[int]) -> str:
    """Return row numbers in words: '2 rows (3, 7)'."""
    some = ", ".join(map(str, numbers[:5])) + (", …" if len(numbers) > 5 else "")
    return f"{len(numbers):,} row{'s' if len(numbers) > 1 else ''} ({some})"


def _document(file: SourceFile, number: int, record: Mapping[str, Any], raw: str, encoding: str) -> Found:
    fields = {name: one_line(str(value)) for name, value in record.items() if isinstance(value, str | int | float)}
    text, where = clean(raw), f"{file.name}, row {number}"
    source = fields.get("source", "")
    date, doubt = date_field(fields.get("date", ""))
    pieces, doubts = (paragraphs_of(text)) if not isinstance(record.get("text"), list) else (text.split("\n"), ())
    document = Document(
        title=fields.get("title") or f"{file.stem} {number}", date=date,
        issuer=fields.get("issuer", ""), type=fields.get("type", ""),
        language=language_code(fields.get("language", "")) or language_of(text),
        source=source if source.startswith(("http://", "https://")) else f"{file.name}#{number}",
        sha256=hashlib.sha256(text.encode()).hexdigest(), collection="", encoding=encoding,
    )  # fmt: skip
    flags = list(doubts)
    if doubt:
        flags.append(Flag("date", f"the date, {doubt}"))
    if len(raw) == EXCEL_CELL:
        flags.append(Flag("cut", f"the text has exactly {EXCEL_CELL:,} characters, where a spreadsheet's cell ends"))
    return Found(document, passages_of(where, pieces), tuple(flags))
