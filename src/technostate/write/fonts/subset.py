"""Make the embedded face: ``python -m technostate.write.fonts.subset NotoSansCJK-Regular.ttc [TEXT …]``.

Needs fonttools, which the development environment has. The face holds the Han and kana of the package's own data
files (states, indicators, claims, formulations), the characters of ``characters.txt``, and the `COMMON` most frequent
Han characters of the texts given, so that a few new names need no new face. Debian's package fonts-noto-cjk has the
source. Scripts that need shaping (Devanagari) are left to the reader's system.
"""

from __future__ import annotations

import importlib
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
FACE = FOLDER / "cjk-subset.woff"
CHARACTERS = FOLDER / "characters.txt"

#: Han characters taken from the texts given, most frequent first.
COMMON = 600
#: Number of the simplified Chinese face in the collection.
_SIMPLIFIED = 2


def is_cjk(character: str) -> bool:
    """Return whether a character is Han, kana, or their punctuation and full-width forms.

    Examples
    --------
    >>> is_cjk("中"), is_cjk("ア"), is_cjk("《"), is_cjk("é")
    (True, True, True, False)
    """
    point = ord(character)
    return (
        0x3000 <= point <= 0x30FF or 0x3400 <= point <= 0x9FFF or 0xF900 <= point <= 0xFAFF or 0xFF00 <= point <= 0xFFEF
    )


def used() -> set[str]:
    """Return the CJK characters of the package's data files; words of rules are looked for and not printed."""
    package = FOLDER.parents[1]
    files = [
        path
        for room in ("states", "strategies", "claims", "doctrine")
        for path in sorted((package / room).rglob("*.toml"))
        if path.name != "rules.toml"
    ]
    return {character for path in files for character in path.read_text("utf-8") if is_cjk(character)}


def frequent(texts: Iterable[Path]) -> set[str]:
    """Return the most frequent Han characters of some texts (UTF-8)."""
    count: Counter[str] = Counter()
    for path in texts:
        count.update(character for character in path.read_text("utf-8") if "\u4e00" <= character <= "\u9fff")
    return {character for character, _ in count.most_common(COMMON)}


def make(collection: Path, characters: Iterable[str], out: Path) -> None:
    """Write the WOFF face with these characters.

    Parameters
    ----------
    collection : Path
        ``NotoSansCJK-Regular.ttc``.
    """
    subset: Any = importlib.import_module("fontTools.subset")
    options = subset.Options(flavor="woff", desubroutinize=True, hinting=False, layout_features=[], notdef_outline=True)
    options.font_number = _SIMPLIFIED
    font = subset.load_font(str(collection), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(characters)))
    subsetter.subset(font)
    font["head"].modified = font["head"].created  # the same characters give the same bytes
    font.recalcTimestamp = False
    subset.save_font(font, str(out), options)


def main(arguments: Sequence[str]) -> None:
    """Make the face from the command line's words: the collection, then texts."""
    collection, *texts = map(Path, arguments)
    kept = set(CHARACTERS.read_text("utf-8").split("\n", 1)[0]) if CHARACTERS.is_file() else set()
    chosen = used() | kept | frequent(texts)
    CHARACTERS.write_text("".join(sorted(chosen)) + "\n", encoding="utf-8")
    make(collection, chosen, FACE)
    print(f"{FACE.name}: {len(chosen)} characters, {FACE.stat().st_size:,} bytes")


if __name__ == "__main__":
    main(sys.argv[1:])
