"""One character for one meaning: compatibility forms become the plain character before text is counted or searched."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

# Radicals that Unicode gives no decomposition, as PDF fonts write them, and the ideographs they stand for
# (Unicode's EquivalentUnifiedIdeograph); the Kangxi radicals U+2F00–2FD5 have one.
_RADICALS = dict(
    zip(
        "⺁⺄⺈⺊⺌⺍⺎⺏⺐⺒⺓⺔⺖⺗⺘⺙⺝⺞⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺶⺷⺹⺺⺻⺼⺾⺿⻀⻁⻂⻃⻄⻅⻆⻈⻉⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻖⻗⻘⻙⻚⻛⻜⻝⻟⻠⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲",
        "厂乙刀卜小小兀尣尢巳幺彑忄㣺扌攵月歹民氵氺灬爫爫丬牛犭王疋目示礻竹糹纟罓罒羊羊耂肀聿肉艹艹艹虎衤覀西见角讠贝车辶辶辶邑钅長镸长门阝雨青韦页风飞食飠饣马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀",
        strict=True,
    )
)
# Full-width signs that Chinese itself sets so; they are no variants of the ASCII ones.
_CHINESE_SIGNS = frozenset("，：；！？（）～")
# Blocks that hold compatibility forms, without the signs above; most passages have none, and one search shows it.
_UNUSUAL = re.compile(
    "[ªµº\u0132-\u0133\u013f-\u0140\u0149\u017f\u01c4-\u01cc\u01f1-\u01f3\u02b0-\u02b8\u02e0-\u02e4\u03d0-\u03d6"
    "\u03f0-\u03f9\u0587\u0675-\u0678\u0e33\u0eb3\u0edc-\u0edd\u0f77-\u0f79\u10fc\u1d2c-\u1dbf\u1e9a-\u1e9b\u2071\u207f"
    "\u2090-\u209c\u2102-\u2183\u2c7c-\u2d6f\u2e80-\u2fd5\u3038-\u303a\u309f\u30ff\u3131-\u318e\ua69c-\ua69d\ua770-\ua7f9\uab5c-\uab69"
    "\ufb00-\ufdfb\ufe70-\ufefc\uff02-\uff07\uff0a-\uff0b\uff0d-\uff19\uff1c-\uff1e\uff20-\uff5d\uff5f-\uffee"
    "\U00010781-\U000107ba\U0001d400-\U0001d7ff\U0001e030-\U0001e06d\U0001ee00-\U0001eebb\U0001fbf0-\U0001fbf9]"
)


def normal(text: str) -> str:
    r"""Return the text with compatibility forms as plain characters and with composed accents.

    Letters, digits and ideographs are those of Unicode's NFKC: full and half width, ligatures, radicals, Roman
    numerals, mathematical alphabets. So are full-width signs, but not those that Chinese sets so: ，：；！？（）～.
    Superscript and circled numbers and fractions stay, because NFKC would make 10² another number. The length may
    change.

    Examples
    --------
    >>> normal("⼈⼯智能５Ｇ，ﬁnal nai\u0308ve")
    '人工智能5G，final naïve'
    """
    if text.isascii():
        return text
    if _UNUSUAL.search(text):
        text = _UNUSUAL.sub(lambda found: _plain(found[0]), text)
    return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)


@cache
def _plain(character: str) -> str:
    """Return the plain form of one character, itself where it has none that may take its place."""
    plain = _RADICALS.get(character) or unicodedata.normalize("NFKC", character)
    kind = unicodedata.category(character)
    letter = kind[0] in "LM" or kind in {"Nd", "Nl"} or "\u2e80" <= character <= "\u2fd5"
    full_width = "\uff01" <= character <= "\uffee" and character not in _CHINESE_SIGNS
    # A form that brings a space would split a word.
    return plain if (letter or full_width) and not re.search(r"\s", plain) else character
