"""A WOFF face with the outlines of a page's own characters only: the others are blanked, so that they compress away.

The face stays as it is in all else. In CFF every glyph is a program in one index; one that does nothing but end is a
program too, so that no offset moves and nothing has to be built anew.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable
from itertools import pairwise

#: The program of a glyph without an outline: endchar, once and again.
_END = b"\x0e"
#: Bytes of the head of a WOFF file, and of each entry of its directory.
_HEAD, _ENTRY = 44, 20
#: Operator of the top dictionary that says where the glyphs' programs are.
_PROGRAMS = 17


def with_only(face: bytes, characters: Iterable[str]) -> bytes:
    """Return a WOFF face with CFF outlines that draws these characters only.

    Parameters
    ----------
    characters : iterable of str
        Those that the face lacks are ignored.

    Raises
    ------
    ValueError
        If the bytes are no such face.
    """
    if face[:8] != b"wOFFOTTO":
        raise ValueError("no WOFF face with CFF outlines")
    tables = dict(_tables(face))
    glyphs = _glyphs(tables[b"cmap"])
    kept = {0, *(glyphs[ord(one)] for one in characters if ord(one) in glyphs)}
    tables[b"CFF "] = _blanked(tables[b"CFF "], kept)
    return _packed(face, tables)


def _entries(face: bytes) -> Iterable[tuple[bytes, int, int, int, int]]:
    for at in range(struct.unpack_from(">H", face, 12)[0]):
        yield struct.unpack_from(">4sIIII", face, _HEAD + _ENTRY * at)


def _tables(face: bytes) -> Iterable[tuple[bytes, bytes]]:
    for tag, at, packed, size, _ in _entries(face):
        data = face[at : at + packed]
        yield tag, zlib.decompress(data) if packed < size else data


def _packed(face: bytes, tables: dict[bytes, bytes]) -> bytes:
    """Return a face with other tables of the same sizes."""
    entries = list(_entries(face))
    at = _HEAD + _ENTRY * len(entries)
    directory, body = b"", b""
    for tag, _, _, size, checksum in entries:
        data = zlib.compress(tables[tag], 9)
        data = data if len(data) < size else tables[tag]
        directory += struct.pack(">4sIIII", tag, at + len(body), len(data), size, checksum)
        body += data + b"\0" * (-len(data) % 4)
    head = face[:8] + struct.pack(">I", at + len(body)) + face[12:_HEAD]
    return head + directory + body


def _glyphs(cmap: bytes) -> dict[int, int]:
    """Return character → glyph, of the tables of formats 4 and 12."""
    found: dict[int, int] = {}
    for number in range(struct.unpack_from(">H", cmap, 2)[0]):
        at = struct.unpack_from(">HHI", cmap, 4 + 8 * number)[2]
        form = struct.unpack_from(">H", cmap, at)[0]
        if form == 12:
            for group in range(struct.unpack_from(">I", cmap, at + 12)[0]):
                start, end, glyph = struct.unpack_from(">III", cmap, at + 16 + 12 * group)
                found |= {point: glyph + point - start for point in range(start, end + 1)}
        elif form == 4:
            found |= _segments(cmap, at)
    return found


def _segments(cmap: bytes, at: int) -> dict[int, int]:
    count = struct.unpack_from(">H", cmap, at + 6)[0] // 2
    ends = struct.unpack_from(f">{count}H", cmap, at + 14)
    starts = struct.unpack_from(f">{count}H", cmap, at + 16 + 2 * count)
    deltas = struct.unpack_from(f">{count}H", cmap, at + 16 + 4 * count)
    offsets = struct.unpack_from(f">{count}H", cmap, at + 16 + 6 * count)
    found = {}
    for number, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for point in range(start, min(end, 0xFFFE) + 1):
            if offsets[number] == 0:
                found[point] = (point + deltas[number]) & 0xFFFF
                continue
            place = at + 16 + 6 * count + 2 * number + offsets[number] + 2 * (point - start)
            glyph = struct.unpack_from(">H", cmap, place)[0]
            found[point] = (glyph + deltas[number]) & 0xFFFF if glyph else 0
    return found


def _blanked(cff: bytes, kept: set[int]) -> bytes:
    """Return a CFF table in which all other glyphs end at once."""
    _, after = _index(cff, cff[2])
    top, _ = _index(cff, after)
    programs, _ = _index(cff, _offset(cff[top[0] : top[1]]))
    made = bytearray(cff)
    for glyph, (start, end) in enumerate(pairwise(programs)):
        if glyph not in kept:
            made[start:end] = _END * (end - start)
    return bytes(made)


def _index(cff: bytes, at: int) -> tuple[list[int], int]:
    """Return where the items of an index begin, the end of the last after them, and where the index ends."""
    count, size = struct.unpack_from(">HB", cff, at)
    if count == 0:
        return [], at + 2
    first = at + 3
    base = first + size * (count + 1) - 1
    ends = [base + int.from_bytes(cff[first + size * n : first + size * (n + 1)], "big") for n in range(count + 1)]
    return ends, ends[-1]


def _offset(top: bytes) -> int:
    """Return the operand of the operator that says where the programs are."""
    at, last = 0, 0
    while at < len(top):
        byte = top[at]
        if byte == 12:
            at += 2
        elif byte <= 21:
            if byte == _PROGRAMS:
                return last
            at += 1
        elif byte == 28:
            last, at = struct.unpack_from(">h", top, at + 1)[0], at + 3
        elif byte == 29:
            last, at = struct.unpack_from(">i", top, at + 1)[0], at + 5
        elif byte == 30:
            at += 1
            while top[at] & 0xF != 0xF and top[at] >> 4 != 0xF:
                at += 1
            at += 1
        elif byte <= 246:
            last, at = byte - 139, at + 1
        elif byte <= 250:
            last, at = (byte - 247) * 256 + top[at + 1] + 108, at + 2
        else:
            last, at = -(byte - 251) * 256 - top[at + 1] - 108, at + 2
    raise ValueError("the top dictionary names no programs")
