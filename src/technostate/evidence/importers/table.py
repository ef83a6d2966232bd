"""Rows of a user's table: the header is looked for, a column goes by any known name, only those wanted are kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from technostate.errors import DataError, nearest
from technostate.evidence.importers.files import LIMIT_COLUMNS, Text
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.delimited import Row

#: Rows of a table that are read at most.
LIMIT_ROWS = 50_000_000
#: Lines in which the header is looked for: producers put titles, dates and terms above it.
PREAMBLE = 40
_YEAR = re.compile(r"(?:YR)?((?:1[0-9]|20|21)\d\d)(?: \[YR\d{4}\])?")

#: Key → the names that the column has had, the newest first.
Columns = Mapping[str, tuple[str, ...]]


def columns(*names: str) -> dict[str, tuple[str, ...]]:
    """Return columns that have one name each, which is their key.

    Examples
    --------
    >>> columns("year")
    {'year': ('year',)}
    """
    return {name: (name,) for name in names}


def rows(
    text: Text, required: Columns, optional: Columns | None = None, *, years: bool = False, delimiters: str = ",;\t"
) -> Iterator[Row]:
    """Yield the rows below the header, with the wanted columns under their keys and the years, if asked, as ``"2020"``.

    A line with a single field between the rows is a note and is left out, as producers write one at the end. Empty
    fields beyond the header are ignored.

    Parameters
    ----------
    required, optional : mapping of str to tuple of str
        Key → names of the column, compared without case.
    years : bool
        Whether columns that are named by a year are kept; one at least must be there.

    Raises
    ------
    DataError
        If no header is found (with what is missing), or a row has too few or too many fields, or a quote is open.
    """
    lines = text.lines()
    preamble: list[str] = []
    places: dict[str, int] = {}
    names: list[str] = []
    delimiter = delimiters[0]
    for line in lines:
        preamble.append(line)
        if max(map(line.count, delimiters)) > LIMIT_COLUMNS:
            raise DataError(
                f"{text.name} line {len(preamble)} has more than {LIMIT_COLUMNS:,} fields",
                hint="technostate data kinds names each kind's file",
            )
        for delimiter in delimiters:
            names = _fields(line, delimiter)
            places = _places(names, {**(optional or {}), **required}, years)
            if all(key in places for key in required) and (not years or any(map(str.isdigit, places))):
                break
        else:
            if len(preamble) < PREAMBLE:
                continue
            lines = iter(())
            break
        yield from _below(text.name, lines, names, places, delimiter, len(preamble))
        return
    raise _no_header(text.name, preamble, required, years, delimiters)


def preamble(text: Text, most: int = PREAMBLE) -> list[str]:
    """Return the first lines of a text, where producers write the date of their file."""
    found = []
    for line in text.lines():
        found.append(line.strip())
        if len(found) == most:
            break
    return found


def check(name: str, keys: Iterable[str], required: Columns) -> None:
    """Raise `DataError` unless all keys that are required are there."""
    missing = [key for key in required if key not in keys]
    if missing:
        raise DataError(
            f"{name} lacks {len(missing)} column{'s' if len(missing) > 1 else ''}: "
            + ", ".join(" or ".join(required[key]) for key in missing),
            hint="technostate data kinds names the file of each kind",
        )


def _fields(line: str, delimiter: str) -> list[str]:
    try:
        return [name.strip().lstrip("\ufeff") for name in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _places(names: Sequence[str], wanted: Columns, years: bool) -> dict[str, int]:
    """Return key → position in the header; a name that is there twice has the first place."""
    at: dict[str, int] = {}
    for position, name in enumerate(names):
        at.setdefault(name.casefold(), position)
    found = {
        key: next(at[name.casefold()] for name in known if name.casefold() in at)
        for key, known in wanted.items()
        if any(name.casefold() in at for name in known)
    }
    if years:
        found |= {year[1]: position for position, name in enumerate(names) if (year := _YEAR.fullmatch(name))}
    return found


def _below(
    name: str, lines: Iterator[str], names: Sequence[str], places: Mapping[str, int], delimiter: str, above: int
) -> Iterator[Row]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    count = 0
    try:
        for fields in reader:
            line = above + reader.line_num
            while len(fields) > len(names) and not fields[-1].strip():
                fields.pop()
            if sum(1 for field in fields if field.strip()) <= 1 and len(names) > 1:
                continue
            if len(fields) != len(names):
                raise DataError(
                    f"{name} line {line}: {len(fields)} fields, {len(names)} expected",
                    hint="the file is cut off or a quote is not closed: download it again",
                )
            count += 1
            if count > LIMIT_ROWS:
                raise DataError(f"{name} has more than {LIMIT_ROWS:,} rows", hint="split the file")
            yield Row(name, line, {key: fields[at] for key, at in places.items()})
    except csv.Error as error:
        raise DataError(
            f"{name} line {above + reader.line_num}: {error}",
            hint="the file is cut off or a quote is not closed: download it again",
        ) from None


def _no_header(name: str, preamble: Sequence[str], required: Columns, years: bool, delimiters: str) -> DataError:
    if not preamble:
        return DataError(f"{name} is empty", hint="download the file again")
    tried = [_fields(line, delimiter) for line in preamble for delimiter in delimiters]
    names = max(tried, key=lambda names: (len(_places(names, required, False)), len(names)))
    missing = [known for key, known in required.items() if key not in _places(names, required, False)]
    if not missing:
        return DataError(f"{name} has no column that is a year", hint=_it_has(names))
    close = nearest(missing[0][0], names, n=1)
    guess = f"is {missing[0][0]} named {shown(close[0])}? " if close else ""
    return DataError(
        f"{name} lacks {len(missing)} column{'s' if len(missing) > 1 else ''}: "
        + ", ".join(" or ".join(known) for known in missing),
        hint=guess + _it_has(names),
    )


def _it_has(names: Sequence[str]) -> str:
    listed = ", ".join(printable(name[:40]) for name in names[:12] if name)
    return f"the file has {listed}{', …' if len(names) > 12 else ''}; technostate data kinds names each kind's file"
