"""A document of a series of official texts, as a reader hands it on."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.delimited import size_checked

#: Largest text or list of texts that is read.
LIMIT_BYTES = 32 * 2**20


@dataclass(frozen=True)
class OfficialText:
    """A document and its text.

    Parameters
    ----------
    id : str
        Unique, for example ``"gwr-1955"``.
    collection : str
        One of `technostate.evidence.readers.official_texts.ORIGINS`.
    date : str
        ISO 8601 to the day, or the year where only that is known.
    language : {"zh", "en"}
    note : str
        Why the document is unlike the others of its collection; mostly empty.
    source : str
        Public address of the text.
    text : str
        As the raw set has it, without the licence footer.
    """

    id: str
    collection: str
    title: str
    date: str
    issuer: str
    type: str
    language: str
    note: str
    source: str
    text: str


def text_of(path: Path) -> str:
    """Return the text of a file without a byte-order mark.

    Raises
    ------
    DataError
        If it is absent, too large or not UTF-8.
    """
    try:
        return size_checked(path, LIMIT_BYTES).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(f"{path.name} is not UTF-8: byte {error.start}", hint="download the file again") from None
