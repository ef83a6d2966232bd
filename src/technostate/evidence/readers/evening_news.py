"""Items of the state evening news (新闻联播) as the raw set holds them, for counting: the texts are not shipped."""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.data_set import data_set

FOLDER = "cctv_xinwenlianbo_2012_2026"
#: Unpacked size of one year that is read at most; a year has about 10 MB.
LIMIT_BYTES = 64 * 2**20

(ORIGIN,) = data_set("evening-news").origins.values()
#: Name of the collection.
NAME = "xwlb"

_DATE = re.compile(r"20\d\d-[01]\d-[0-3]\d", re.ASCII)
_KINDS = {"date": str, "n": int, "title": str, "text": str, "whole": bool}


@dataclass(frozen=True)
class Item:
    """One clip of a day's programme.

    Parameters
    ----------
    date : str
        ISO 8601 to the day.
    number : int
        Place in the day's list.
    whole : bool
        Whether it is a clip of the whole programme, which repeats the others.
    """

    date: str
    number: int
    title: str
    text: str
    whole: bool

    @property
    def month(self) -> str:
        """The month, as ``2018-03``."""
        return self.date[:7]


def read_folder(raw: Path) -> Iterator[Item]:
    """Yield the items of every year, oldest file first.

    Parameters
    ----------
    raw : Path
        Folder that holds the raw set's folder.

    Raises
    ------
    DataError
        If there is no file, or one cannot be unpacked, is larger than `LIMIT_BYTES`, or has a line that is no item.
    """
    paths = sorted((raw / FOLDER).glob("xwlb_*.jsonl.xz"))
    if not paths:
        raise DataError(f"{FOLDER} has no items", hint="files are named xwlb_YEAR.jsonl.xz")
    for path in paths:
        for line, record in enumerate(_lines(path), 1):
            yield _item(record, f"{path.name} line {line}")


def _lines(path: Path) -> Iterator[bytes]:
    read = 0
    try:
        with lzma.open(path) as file:
            while line := file.readline(LIMIT_BYTES - read + 1):
                read += len(line)
                if read > LIMIT_BYTES:
                    raise DataError(f"{path.name} unpacks to more than {LIMIT_BYTES:,} bytes", hint="see SOURCE.txt")
                yield line
    except (OSError, EOFError, lzma.LZMAError) as error:
        raise DataError(f"{path.name} cannot be unpacked: {error}", hint="download the file again") from None


def _item(record: bytes, where: str) -> Item:
    try:
        found = json.loads(record)
        date, number, title, text, whole = (found[key] for key in _KINDS)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataError(f"{where} is no item with {', '.join(_KINDS)}", hint="download the file again") from None
    wrong = [key for key, kind in _KINDS.items() if type(found[key]) is not kind]
    if wrong or not _DATE.fullmatch(date):
        raise DataError(f"{where}: {', '.join(wrong) or 'date'} cannot be read", hint="see SOURCE.txt")
    return Item(date, number, title, text, whole)
