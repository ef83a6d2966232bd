"""The unit of record: text as it is counted, so that anyone can recount it.

Chinese is counted as substrings of simplified text without whitespace, per 10,000 Han characters; English as whole
words in text whose whitespace runs are single spaces, per 10,000 words. In both, compatibility forms are plain
characters and accents composed (`characters.normal`). Offsets of hits are places in that text.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Literal

from technostate.doctrine.characters import normal
from technostate.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable

Language = Literal["zh", "en"]

# Characters that print nothing: soft hyphen, zero-width spaces and joiners, direction marks, byte-order mark.
_INVISIBLE = "\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
_BLANK = re.compile(rf"[\s{_INVISIBLE}]+")
_UNSEEN = re.compile(rf"[{_INVISIBLE}]+")
_SPACES = re.compile(r"\s+")
# The unified ideographs and their extensions, and the compatibility ideographs; not 〇, which is a number sign.
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f\U00030000-\U000323af]")
_WORD = re.compile(r"[^\W_]+(?:['’‘\-‐‑][^\W_]+)*")
_LINE_ENDS = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_ENDING = re.compile(rf"[。！？；：….!?;:][”’」』）)\"'\]】〕\s{_INVISIBLE}]*$")


# Typographic apostrophes, quotation marks and hyphens as the keyboard has them, one character for one.
_PLAIN = str.maketrans("‘’“”‐‑", "''\"\"--")


def compact(text: str) -> str:
    r"""Return the text in plain characters, without whitespace and without characters that print nothing.

    Examples
    --------
    >>> compact("国家 安\u200b全\n体　系")
    '国家安全体系'
    """
    return normal(_BLANK.sub("", text))


def spaced(text: str) -> str:
    r"""Return the text in plain characters, each run of whitespace as one space, none at the ends, nothing invisible.

    Examples
    --------
    >>> spaced("  export\n controls ")
    'export controls'
    """
    return normal(_SPACES.sub(" ", _UNSEEN.sub("", text)).strip())


@lru_cache(maxsize=1)
def _to_simplified() -> Callable[[str], str]:
    try:
        from opencc import OpenCC
    except ImportError:
        raise DataError(
            "traditional characters cannot be folded: the package opencc is not installed",
            hint="pip install 'technostate[doctrine]'",
        ) from None
    convert: Callable[[str], str] = OpenCC("t2s").convert
    return convert


def simplified(text: str) -> str:
    """Return the text in simplified characters, of the same length, so that offsets stay.

    OpenCC chooses by context (乾坤 stays, 乾燥 becomes 干燥). Where its answer has another length, each character is
    converted by itself.

    Raises
    ------
    DataError
        If the extra ``doctrine`` is not installed, or the text has halves of characters.

    Examples
    --------
    >>> simplified("國家安全")
    '国家安全'
    """
    if text.isascii():
        return text
    convert = _to_simplified()
    try:
        found = convert(text)
    except UnicodeEncodeError:
        raise DataError(
            f"{text[:20]!r} is not text: it has bytes that are no UTF-8", hint="type the words again"
        ) from None
    if len(found) == len(text):
        return found
    return "".join(_one_character(character, convert) for character in text)


def _one_character(character: str, convert: Callable[[str], str]) -> str:
    found = convert(character)
    return found if len(found) == 1 else character


def counted(text: str, language: Language) -> str:
    """Return the text as it is counted: in plain characters (`characters.normal`).

    Chinese is simplified and without whitespace; English is single-spaced, with straight apostrophes and quotation
    marks and plain hyphens.
    """
    return simplified(compact(text)) if language == "zh" else spaced(text).translate(_PLAIN)


def han_count(text: str) -> int:
    """Return the number of Han characters; digits, Latin letters, punctuation and 〇 are none.

    Examples
    --------
    >>> han_count("2024年，GDP增长5%左右")
    5
    """
    return len(_HAN.findall(text))


def word_count(text: str) -> int:
    """Return the number of words: runs of letters and digits, joined by hyphens and apostrophes.

    Examples
    --------
    >>> word_count("America's dual-use exports rose 5 per cent.")
    7
    """
    return sum(1 for _ in _WORD.finditer(text))


def extent(text: str, language: Language) -> int:
    """Return what counts are divided by: Han characters of a Chinese text, words of an English one."""
    return han_count(text) if language == "zh" else word_count(text)


def language(text: str) -> Language:
    """Return the language a text is counted in: Chinese if it has more Han characters than words of Latin letters.

    Examples
    --------
    >>> language("推动AI创新发展"), language("The 提法 of the day")
    ('zh', 'en')
    """
    text = normal(text)
    return "zh" if han_count(text) > len(re.findall(r"[A-Za-z]+", text)) else "en"


def paragraphs(text: str) -> tuple[str, ...]:
    r"""Return the numbered paragraphs of a text: paragraph 1 is the first of the tuple.

    Without blank lines every line is a paragraph. With blank lines these divide paragraphs, and the lines between two
    of them are joined, unless at least half of the single line breaks follow the end of a sentence: then lines are
    paragraphs there too. Joined Chinese lines touch, other lines are joined by a space, so that a break inside a
    sentence splits no term.

    Parameters
    ----------
    text : str
        Line ends of any kind; blank paragraphs vanish.

    Returns
    -------
    tuple of str
        Paragraphs without white space at the ends.

    Examples
    --------
    >>> paragraphs("总体国家\n安全观\n\n第二段")
    ('总体国家安全观', '第二段')
    >>> paragraphs("第一段。\n第二段。")
    ('第一段。', '第二段。')
    """
    lines = [line.strip() for line in _LINE_ENDS.split(text)]
    blocks = [list(block) for filled, block in groupby(lines, key=lambda line: bool(compact(line))) if filled]
    inner = [line for block in blocks for line in block[:-1]]
    ends = sum(1 for line in inner if _ENDING.search(line))
    apart = len(blocks) == 1 or 2 * ends >= len(inner)
    return tuple(line for block in blocks for line in (block if apart else [_joined(block)]))


def _joined(lines: list[str]) -> str:
    whole = lines[0]
    for line in lines[1:]:
        touching = not (whole[-1].isascii() or line[0].isascii())
        whole += line if touching else f" {line}"
    return whole
