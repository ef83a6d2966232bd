"""PNG and PDF from the SVG of a chart, by a library that is not part of the core."""

from __future__ import annotations

import struct
import tempfile
import zlib
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from technostate.errors import DataError

#: Kinds that need the library.
PICTURES = frozenset({"png", "pdf"})
#: Picture elements to a px of the SVG: sharp in print at half a page.
_SCALE = 2.0


def possible(kind: str) -> bool:
    """Return whether a kind of picture can be made here."""
    return kind not in PICTURES or find_spec("vl_convert") is not None


def check(kind: str) -> None:
    """Refuse a kind of picture that cannot be made here, before any work.

    Raises
    ------
    DataError
        If it needs the library and the library is not installed.
    """
    if not possible(kind):
        raise DataError(
            f"{kind} needs the package vl-convert-python, which is not installed",
            hint='pip install "technostate[charts]", or write .svg',
        )


def picture(svg: str, kind: str) -> bytes:
    """Return an SVG file as PNG or PDF.

    Parameters
    ----------
    kind : {"png", "pdf"}

    Raises
    ------
    DataError
        If the library is not installed.
    """
    check(kind)
    import vl_convert

    _with_our_faces()
    made: Any = vl_convert.svg_to_png(svg, scale=_SCALE) if kind == "png" else vl_convert.svg_to_pdf(svg)
    return bytes(made)


@cache
def _with_our_faces() -> None:
    """Let the library use the embedded face, since few systems have Chinese ones; it reads the unpacked form only."""
    import vl_convert

    packed = (resources.files("technostate.write") / "fonts" / "cjk-subset.woff").read_bytes()
    folder = tempfile.TemporaryDirectory(prefix="technostate-")
    _KEPT.append(folder)
    (Path(folder.name) / "cjk-subset.otf").write_bytes(unpacked(packed))
    vl_convert.register_font_directory(folder.name)


#: Folders of unpacked faces, which go with the process.
_KEPT: list[tempfile.TemporaryDirectory[str]] = []


def unpacked(woff: bytes) -> bytes:
    """Return a WOFF 1.0 face as the OpenType file inside it.

    References
    ----------
    WOFF File Format 1.0, W3C Recommendation 2012, sections 4 and 5.
    """
    flavor, count = woff[4:8], struct.unpack(">H", woff[12:14])[0]
    tables = []
    for at in range(count):
        tag, offset, packed, length, checksum = struct.unpack(">4s4I", woff[44 + 20 * at : 64 + 20 * at])
        data = woff[offset : offset + packed]
        tables.append((tag, checksum, zlib.decompress(data) if packed < length else data))
    power = 2 ** (count.bit_length() - 1)
    head = flavor + struct.pack(">4H", count, power * 16, power.bit_length() - 1, (count - power) * 16)
    offset, directory, body = 12 + 16 * count, b"", b""
    for tag, checksum, data in tables:
        directory += struct.pack(">4s3I", tag, checksum, offset + len(body), len(data))
        body += data + b"\0" * (-len(data) % 4)
    return head + directory + body
