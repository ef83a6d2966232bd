"""Which language a text is in, and how its name is written: ISO 639 codes, names, and scripts."""

from __future__ import annotations

import re

_KANA, _HANGUL, _CYRILLIC = re.compile("[\u3041-\u30fa]"), re.compile("[\uac00-\ud7a3]"), re.compile("[\u0400-\u04ff]+")
_HAN, _LATIN = re.compile("[\u3400-\u9fff]"), re.compile(r"[A-Za-z]+")
#: Two letters (ISO 639-1) ← the codes of ISO 639-2 and 639-3 and the names that files use for them. The members of the
#: macrolanguage zho are all written in Chinese characters.
_NAMES = {
    "zh": "chi zho cmn yue wuu hsn hak nan gan cdo cjy cpx czh czo mnp lzh chs cht cn tw chinese mandarin 中文 汉语 "
    "漢語 普通话 普通話 国语 國語 华语 華語 简体中文 繁體中文 繁体中文",
    "en": "eng english 英文 英语 英語 anglais englisch us uk",
    "ja": "jpn jp japanese 日本語 日文 日语 日語",
    "ko": "kor kr korean 한국어 朝鲜语 韩语",
    "ru": "rus russian русский 俄文 俄语",
    "fr": "fra fre french français 法文 法语", "de": "deu ger german deutsch 德文 德语",
    "es": "spa spanish español castellano 西班牙语", "pt": "por portuguese português", "it": "ita italian italiano",
    "ar": "ara arb arabic العربية 阿拉伯语", "vi": "vie vietnamese", "id": "ind indonesian", "ms": "msa may zsm malay",
    "nl": "nld dut dutch", "pl": "pol polish", "tr": "tur turkish", "uk": "ukr ukrainian", "fa": "fas per pes persian",
    "hi": "hin hindi", "cs": "ces cze czech", "el": "ell gre greek", "he": "heb hebrew", "th": "tha thai",
    "sv": "swe swedish", "mn": "mon khk mongolian", "bo": "bod tib tibetan", "ug": "uig uighur",
}  # fmt: skip
# A region is no language, but uk is Ukrainian in ISO 639 and is left to it.
_CODES = {name: code for code, names in _NAMES.items() for name in names.split() if name != "uk"}


def language_code(text: str) -> str:
    """Return the code that texts are kept under: two letters where ISO 639-1 has them, without region and script.

    Examples
    --------
    >>> [language_code(text) for text in ("cmn", "zh-Hans-CN", "ENG", "zh_TW", "Chinese", "中文", "gsw")]
    ['zh', 'zh', 'en', 'zh', 'zh', 'zh', 'gsw']
    """
    bare = text.strip().casefold()
    first = re.split(r"[-_\s(（.]", bare, maxsplit=1)[0]
    return _CODES.get(bare) or _CODES.get(first) or first[:8]


def language_of(text: str) -> str:
    """Return ``zh``, ``ja``, ``ko``, ``ru``, ``en`` or ``und`` by the scripts of a text.

    Latin letters are taken for English, Cyrillic ones for Russian.

    Examples
    --------
    >>> language_of("国家安全"), language_of("State of the Union"), language_of("1848")
    ('zh', 'en', 'und')
    """
    sample = text[:4_000]
    han, latin = len(_HAN.findall(sample)), len(_LATIN.findall(sample))
    if 5 * len(_KANA.findall(sample)) > max(han, latin):
        return "ja"
    if len(_HANGUL.findall(sample)) > max(han, latin):
        return "ko"
    if len(_CYRILLIC.findall(sample)) > max(han, latin):
        return "ru"
    return "und" if han == latin == 0 else "zh" if han > latin else "en"
