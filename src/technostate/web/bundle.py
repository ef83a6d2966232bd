"""What is kept of an answer: the body of its page, its data, its charts, and how to cite and to repeat it."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

#: Members of a bundle that every answer has.
META, BODY = "meta.json", "body.html"
#: The body with every row of every table, where the first has fewer.
WHOLE = "whole.html"


@dataclass(frozen=True)
class Drawing:
    """A chart of an answer.

    Parameters
    ----------
    anchor : str
        On the page.
    suffixes : tuple of str
        Formats that are kept: ``.svg``, ``.vl.json``, ``.csv``, ``.png``.
    """

    caption: str
    anchor: str
    suffixes: tuple[str, ...]


@dataclass(frozen=True)
class Meta:
    """What a page says around an answer.

    Parameters
    ----------
    command : str
        What to type for the same figures; python: likewise.
    sections : tuple of (str, str)
        Anchor and title.
    own : mapping of str to str
        Style → how to cite the answer itself.
    made : str
        ISO date.
    edition : str
        Of program and data.
    """

    title: str
    lead: str
    command: str
    python: str
    made: str
    edition: str
    sections: tuple[tuple[str, str], ...] = ()
    charts: tuple[Drawing, ...] = ()
    own: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Bundle:
    """An answer as it is kept.

    Parameters
    ----------
    members : mapping of str to bytes
        ``body.html``; ``data.json``, ``data.csv``, …; ``chart-1.svg``, ``chart-1.vl.json``, …
    """

    meta: Meta
    members: Mapping[str, bytes]

    @property
    def body(self) -> str:
        """The body of the page: our own markup."""
        return self.members[BODY].decode()

    @property
    def whole(self) -> str:
        """The body with every row of every table."""
        return self.members.get(WHOLE, self.members[BODY]).decode()

    def chart(self, number: int, suffix: str) -> bytes | None:
        """Return a chart by its number from 1, None where there is none in this format."""
        return self.members.get(f"chart-{number}{suffix}")

    def data(self, suffix: str) -> bytes | None:
        """Return the data, None where they are not kept in this format."""
        return self.members.get(f"data{suffix}")


def pack(bundle: Bundle) -> bytes:
    """Return a bundle as bytes."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as file:
        for name, content in _members(bundle):
            # No time of writing: the same answer has the same bytes.
            file.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _members(bundle: Bundle) -> Iterator[tuple[str, bytes]]:
    yield META, json.dumps(asdict(bundle.meta), ensure_ascii=False).encode()
    yield from bundle.members.items()


class _Packed(Mapping[str, bytes]):
    """Members as they are packed: one is unpacked when it is asked for, so that a page costs no picture."""

    def __init__(self, file: zipfile.ZipFile) -> None:
        self._file = file
        self._names = tuple(name for name in file.namelist() if name != META)

    def __getitem__(self, name: str) -> bytes:
        if name not in self._names:
            raise KeyError(name)
        return self._file.read(name)

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def unpack(content: bytes) -> Bundle:
    """Return the bundle that `pack` wrote; raises `ValueError` if the bytes are none."""
    try:
        file = zipfile.ZipFile(io.BytesIO(content))
        meta, members = _meta(json.loads(file.read(META))), _Packed(file)
    except (KeyError, TypeError, OSError, zipfile.BadZipFile) as error:
        raise ValueError(f"no answer: {error}") from None
    if BODY not in members:
        raise ValueError("no answer: it has no body")
    return Bundle(meta, members)


def _meta(said: dict[str, Any]) -> Meta:
    charts = tuple(Drawing(row["caption"], row["anchor"], tuple(row["suffixes"])) for row in said.pop("charts"))
    sections = tuple((anchor, title) for anchor, title in said.pop("sections"))
    return Meta(**said, charts=charts, sections=sections)
