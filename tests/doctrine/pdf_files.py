"""PDF files written by hand, a page a list of lines."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]"


def pdf_of(pages: Sequence[Sequence[str]], *, info: str = "", xmp: str = "") -> bytes:
    """A PDF file with these pages, document information and metadata."""
    count = len(pages)
    kids = " ".join(f"{10 + 2 * number} 0 R" for number in range(count))
    objects = {
        1: f"<</Type/Catalog/Pages 2 0 R{'/Metadata 5 0 R' if xmp else ''}>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
        4: f"<<{info}>>",
        5: stream(xmp.encode(), "/Type/Metadata/Subtype/XML"),
    }
    for number, lines in enumerate(pages):
        shown = " T* ".join(f"({line}) Tj" for line in lines)
        text = f"BT /F1 12 Tf 14 TL 50 700 Td {shown} ET".encode("latin-1")
        objects[10 + 2 * number] = f"{PAGE}/Resources<</Font<</F1 3 0 R>>>>/Contents {11 + 2 * number} 0 R>>"
        objects[11 + 2 * number] = stream(text)
    return assembled(objects)


def stream(data: bytes, entries: str = "") -> str:
    return f"<</Length {len(data)}{entries}>>stream\n{data.decode('latin-1')}\nendstream"


def assembled(objects: dict[int, str]) -> bytes:
    body = "".join(f"{number} 0 obj\n{text}\nendobj\n" for number, text in objects.items())
    return f"%PDF-1.7\n{body}trailer<</Root 1 0 R/Info 4 0 R/Size {max(objects) + 1}>>\n%%EOF".encode("latin-1")


def nested_forms(depth: int = 8, times: int = 10) -> bytes:
    """A page whose forms show the next form ten times, eight deep: a hundred million texts."""
    font = "/Font<</F 3 0 R>>"
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[10 0 R]/Count 1>>",
        3: "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        10: f"{PAGE}/Resources<<{font}/XObject<</X 20 0 R>>>>/Contents 11 0 R>>",
        11: stream(b"/X Do " * times),
    }
    for level in range(20, 20 + depth):
        head = "/Type/XObject/Subtype/Form/BBox[0 0 612 792]"
        objects[level] = stream(b"/X Do " * times, f"{head}/Resources<<{font}/XObject<</X {level + 1} 0 R>>>>")
    objects[20 + depth] = stream(b"BT /F 12 Tf 50 700 Td (ha) Tj ET", f"{head}/Resources<<{font}>>")
    return assembled(objects)


def packed_twice(megabytes: int = 2_000) -> bytes:
    """A page whose text is packed twice: a few kilobytes that unpack to gigabytes."""
    packer = zlib.compressobj(9)
    once = b"".join(packer.compress(b" " * 2**20) for _ in range(megabytes)) + packer.flush()
    objects = {
        1: "<</Type/Catalog/Pages 2 0 R>>",
        2: "<</Type/Pages/Kids[10 0 R]/Count 1>>",
        10: f"{PAGE}/Contents 11 0 R>>",
        11: stream(zlib.compress(once, 9), "/Filter[/FlateDecode/FlateDecode]"),
    }
    return assembled(objects)
