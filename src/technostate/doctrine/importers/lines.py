"""Paragraphs of plain text: lines that were cut at a width are joined, doubtful ones are flagged."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from technostate.doctrine.documents import Flag
from technostate.doctrine.importers.joints import Joints
from technostate.doctrine.text import paragraphs

_ENDING = re.compile(r"[。！？；：….!?;:][”’」』）)\"'\]】〕\s]*$")
_WIDE = re.compile(
    "[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff]+"
)
_FIRST = re.compile(r"\S+")
_INDENT = re.compile(r"[ \t\u3000]*")
_NUMBER = re.compile(r"\W*[0-9]{1,4}\W*")
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S")
#: Lines that are looked at, fewest that tell anything, and the widths in columns that a page or a screen has.
_SAMPLE, _FEWEST, _WIDTHS = 300, 4, range(24, 201)
_WIDTHS_IN_CHARACTERS = range(12, 201)
#: A line that ends within a sentence is full from this share of the width on (Latin letters and figures vary, indents
#: get lost); shares of all lines, and of such lines that are neither full nor short, which full ones must have.
_FULL, _SHORT = 0.85, 0.6
_FULL_LINES, _FULL_ENDS = 0.25, 0.85
#: Columns that are taken for one width when the usual one is looked for, and how far a tenth of lines may be beyond.
_BIN, _BEYOND = 4, 1.3
#: A closing mark may not begin a line and takes the character before it along.
_SLACK = 2
#: Columns and share of lines from which line ends within sentences are worth a flag.
_LONG, _DOUBTFUL = 24, 0.3


def paragraphs_of(text: str) -> tuple[tuple[str, ...], tuple[Flag, ...]]:
    r"""Return the paragraphs of a text, and a flag if lines may be parts of paragraphs rather than paragraphs.

    Lines are taken as cut at a width if nearly all long ones that end within a sentence end where the next word would
    not have fitted. Then a paragraph begins after a blank line, after a line that was not full, and at an indented one.
    Otherwise `text.paragraphs` decides. Words cut by a hyphen are made whole in either case.

    Examples
    --------
    >>> wrapped = "　　各位代表，现在我代表国务院向\n大会报告政府工作，请予审议，并请\n提意见。\n　　坚持总体国家"
    >>> paragraphs_of(wrapped + "安全观，统筹发展\n和安全，建设更高水平的平安中国社\n会。")[0][1]
    '坚持总体国家安全观，统筹发展和安全，建设更高水平的平安中国社会。'
    """
    lines = [line.rstrip() for line in text.splitlines()]
    joints = Joints(text)
    if _spaced_out(lines):
        lines = [line for line in lines if line]
    width = _wrapped_at(lines)
    if width:
        return tuple(_joined(lines, width, joints)), ()
    found = paragraphs(joints.whole_words(text))
    return found, tuple(_doubts(found))


def width_of(text: str) -> int:
    """Return the columns that a text fills: two for a wide character."""
    return len(text) if text.isascii() else len(text) + sum(map(len, _WIDE.findall(text)))


def _spaced_out(lines: Sequence[str]) -> bool:
    """Whether a blank line stands after every line, cut ones too: then blank lines tell nothing."""
    filled = [line for line in lines if line]
    pairs = sum(1 for one, other in pairwise(lines) if one and other)
    return len(filled) >= _FEWEST and not pairs and bool(_wrapped_at(filled))


def _wrapped_at(lines: Sequence[str]) -> int:
    """Return the width at which the lines were cut, 0 if they were not."""
    some = lines[: 2 * _SAMPLE]
    filled = [line for line in some if line]
    if len(filled) < _FEWEST:
        return 0
    # Cheap looks first: most texts have long lines, or lines that end with their sentence.
    if sorted(map(len, filled))[-1 - len(filled) // 10] not in _WIDTHS_IN_CHARACTERS:
        return 0
    pairs = [(one, other) for one, other in pairwise(some) if one and other and not _ends(one)]
    if len(pairs) < max(3, _FULL_LINES * len(filled)):
        return 0
    if 5 * sum(1 for line in filled if _COLUMNS.search(line.strip())) > len(filled):
        return 0
    widths = sorted(map(width_of, filled))
    # Parts of a text may have been cut at other widths: the usual one counts, if it is not that of the widest lines.
    usual = Counter(width_of(one) // _BIN for one, _ in pairs).most_common(1)[0][0] * _BIN + _BIN - 1
    for width in (widths[-1 - len(widths) // 10], usual):
        long = [(one, other) for one, other in pairs if width_of(one) >= _SHORT * width]
        full = sum(_is_full(one, other, width) for one, other in long)
        beyond = sum(1 for found in widths if found > _BEYOND * width)
        enough = full >= max(3, _FULL_LINES * len(filled), _FULL_ENDS * len(long))
        if width in _WIDTHS and enough and 10 * beyond <= len(widths):
            return width
    return 0


def _ends(line: str) -> bool:
    return bool(_ENDING.search(line[-20:]))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the next line would not have fitted; a sentence's end must stand at the very edge."""
    word = _FIRST.search(following)
    if word is None:
        return False
    wide = bool(_WIDE.match(word[0])) or not (line[-1].isascii() or word[0][0].isascii())
    need = 2 + _SLACK if wide else 1 + width_of(_WIDE.split(word[0], maxsplit=1)[0])
    fits = width_of(line) + need <= width
    return not fits or (not _ends(line) and width_of(line) + (0 if wide else need) >= _FULL * width)


def _joined(lines: Sequence[str], width: int, joints: Joints) -> list[str]:
    """Return the paragraphs; a page number between two lines of one of them is left out."""
    usual = Counter(width_of(_indent(line)) for line in lines if line).most_common(1)[0][0]
    found: list[str] = []
    before = ""
    for at, line in enumerate(lines):
        if _NUMBER.fullmatch(line) and at + 1 < len(lines) and _goes_over(before, lines[at + 1], width):
            continue
        if line:
            fresh = not before or width_of(_indent(line)) >= usual + 2 or not _is_full(before, line, width)
            bare = line.strip()
            if fresh:
                found.append(bare)
            else:
                found[-1] = joints.joined(found[-1], bare)
        before = line
    return found


def _goes_over(before: str, following: str, width: int) -> bool:
    return bool(before and following) and not _ends(before) and _is_full(before, following, width)


def _indent(line: str) -> str:
    found = _INDENT.match(line)
    return found[0] if found else ""


def _doubts(pieces: Sequence[str]) -> list[Flag]:
    """Flag a text many of whose paragraphs end within a sentence: long ones, or before one that goes on in small."""
    some = pieces[:_SAMPLE]
    within = [
        one
        for one, other in pairwise(some)
        if not _ends(one) and (other[0].islower() or (width_of(one) >= _LONG and _goes_on(one, other)))
    ]
    small = sum(1 for one, other in pairwise(some) if not _ends(one) and other[0].islower())
    if (len(within) < 3 and not small) or len(within) < _DOUBTFUL * (len(some) - 1):
        return []
    return [Flag("lines", f"{len(within)} of {len(some)} lines end within a sentence; a term cut there is not found")]


def _goes_on(one: str, other: str) -> bool:
    """Whether neither line looks like a heading or an item of a list."""
    return unicodedata.category(one[-1])[0] in "LP" and unicodedata.category(other[0])[0] == "L"
