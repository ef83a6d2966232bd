"""Which encoding a text is in: marks and declarations first, then strict decoding and a look at the characters."""

from __future__ import annotations

import codecs
import re

from technostate.errors import DataError

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe\x00\x00", "utf-32"), (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"),
)  # fmt: skip
# The most frequent characters of modern Chinese prose in both scripts, and its punctuation.
_COMMON = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方"
    "多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情"
    "明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给"
    "世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太"
    "這個們來為國說時會對過發後現當動還進樣從實軍無與長機業將兩間問應戰體見產東員論處義條氣題爾變總電數報結認幾門"
    "，。、；：？！“”「」（）《》〈〉·—… 　"
)
# Control characters that no text has: all but tab, line feed, vertical tab, form feed, carriage return, escape, 0x1a.
_CONTROL = re.compile("[\x00-\x08\x0e-\x19\x1c-\x1f\x7f\ufffe\uffff]")
_SIGNS = re.compile("[\x1a\x1b\x80-\x84\x86-\x9f]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00ff]")
_ASCII_LETTER, _HIGH = re.compile(rb"[A-Za-z]"), re.compile(rb"[\x80-\xff]")
#: Encodings that pages and XML may declare (the web's, under Python's names); Python knows others that are no text
#: encodings or take for ever, for example punycode.
_DECLARED = frozenset({
    "utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "ascii", "gb2312", "gbk", "gb18030", "hz", "big5",
    "big5hkscs", "cp950", "euc_jp", "shift_jis", "cp932", "iso2022_jp", "euc_kr", "cp949", "johab", "koi8-r", "koi8-u",
    "cp866", "mac-cyrillic", "mac-roman", "tis-620", "cp874", *(f"cp125{number}" for number in range(9)),
    *(f"iso8859-{number}" for number in range(1, 17)),
})  # fmt: skip
_ONE_BYTE = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252", "mac-roman"})
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic")
#: The twelve most frequent letters of Russian are some 70 % of a text; of Ukrainian and Bulgarian about as many.
_FREQUENT = frozenset("оеаинтсрвлкм")
_LAST = re.compile("[ыьэюя]")
#: Share of bytes above ASCII among letters from which a text is in no Western language; French has some 4 %.
_FOREIGN = 0.3
#: Signs that no Western word has inside; in the encodings of Central Europe they are letters. So many are no accident.
_WITHIN, _FEW = re.compile("[a-z][¡¢£¥¦±³¶¹¼¾¿][a-z]"), 3
_SAMPLE = 200_000


def decode(data: bytes, name: str, declared: str = "") -> tuple[str, str]:
    """Return the text of a file and the encoding that it was found to be in.

    Parameters
    ----------
    name : str
        For the error.
    declared : str
        What the file says of itself (html, XML); believed if it decodes.

    Raises
    ------
    DataError
        If it is no text.

    Examples
    --------
    >>> decode("国家安全是头等大事。".encode("gb18030"), "a.txt")
    ('国家安全是头等大事。', 'gb18030')
    """
    text, encoding = _decoded(data, declared)
    if text is None and _is_text(data):
        raise DataError(f"the encoding of {name} is not known", hint="save it as UTF-8")
    if text is None or len(_CONTROL.findall(text)) * 200 > len(text) + 400:
        raise DataError(f"{name} is not text", hint="known endings: txt md html docx pdf tmx csv jsonl xlsx")
    return clean(text), encoding


def clean(text: str) -> str:
    r"""Return the text without control characters, lone surrogates replaced.

    Examples
    --------
    >>> clean("a\x00b")
    'ab'
    """
    return _SURROGATE.sub("\ufffd", _CONTROL.sub("", text))


def one_line(text: str) -> str:
    r"""Return a title or name as one line, without signs that a terminal would obey.

    Examples
    --------
    >>> one_line(" A\x1b[2J\n title")
    'A[2J title'
    """
    return " ".join(_SIGNS.sub("", clean(text)).split())


def _decoded(data: bytes, declared: str) -> tuple[str | None, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            # A damaged end costs one character, not the document: a mark is proof enough of the encoding.
            return data.decode(encoding, "replace"), "utf-8" if encoding == "utf-8-sig" else encoding
    if declared and (text := _as_declared(data, declared)) is not None:
        return text, declared.lower()
    sixteen = _utf16(data)
    if sixteen:
        return _strict(data, sixteen), sixteen
    if (text := _strict(data, "utf-8")) is not None:
        return text, "utf-8"
    if (text := _lenient(data, "utf-8")) is not None:
        return text, "utf-8 with errors"
    return _legacy(data)


def _as_declared(data: bytes, declared: str) -> str | None:
    """Decode as a page says, unless it names no encoding of texts, or a Western one where the bytes are UTF-8."""
    try:
        name = codecs.lookup(declared.removeprefix("x-")).name
    except LookupError:
        return None
    if name not in _DECLARED:
        return None
    if name in _ONE_BYTE:
        chinese = max(_likeness(_strict(data, "gb18030")), _likeness(_strict(data, "big5")))
        if _strict(data, "utf-8") is not None or chinese > 0.15:
            return None
        return data.decode("cp1252", "replace") if name in {"ascii", "iso8859-1"} else _strict(data, name)
    return _strict(data, "gb18030" if name in {"gb2312", "gbk"} else name)


def _is_text(data: bytes) -> bool:
    """Whether the bytes have hardly any that only programs and pictures have."""
    head = data[:_SAMPLE]
    return 100 * len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]", head)) <= len(head)


def _strict(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _lenient(data: bytes, encoding: str) -> str | None:
    """Decode what is nearly sound: at most one character that is not ASCII in twenty is damaged."""
    text = data.decode(encoding, "replace")
    other = sum(1 for c in text if c > "\x7f")
    return text if 20 * text.count("\ufffd") <= other else None


def _utf16(data: bytes) -> str:
    """Name the UTF-16 whose high bytes the data shows: many zeros of ASCII, or of Chinese a common text."""
    if len(data) % 2 or len(data) < 4:
        return ""
    head = data[:_SAMPLE]
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2
    if max(even, odd) > 0.3 * half and min(even, odd) < 0.05 * half:
        encoding = "utf-16-be" if even > odd else "utf-16-le"
        return encoding if _strict(data, encoding) is not None else ""
    if _strict(data, "utf-8") is not None:
        return ""
    likely = {name: _likeness(_strict(data, name)) for name in ("utf-16-le", "utf-16-be", "gb18030", "big5")}
    best = max(likely, key=lambda name: likely[name])
    return best if best.startswith("utf-16") and likely[best] > 0.15 else ""


def _legacy(data: bytes) -> tuple[str | None, str]:
    """Choose between the Chinese encodings and those of one byte by how common the characters are."""
    found = {name: text for name in ("gb18030", "big5") if (text := _strict(data, name)) is not None}
    if found:
        best = max(found, key=lambda name: _likeness(found[name]))
        if _likeness(found[best]) > 0.15:
            return found[best], best
    damaged = {name: text for name in ("gb18030", "big5") if (text := _lenient(data, name)) is not None}
    if damaged:
        best = max(damaged, key=lambda name: _likeness(damaged[name]))
        if _likeness(damaged[best]) > 0.15:
            return damaged[best], f"{best} with errors"
    return _one_byte(data)


def _one_byte(data: bytes) -> tuple[str | None, str]:
    """Tell Cyrillic from Western texts by how many letters are above ASCII and which they would be."""
    head = data[:_SAMPLE]
    letters, high = len(_ASCII_LETTER.findall(head)), len(_HIGH.findall(head))
    if high > _FOREIGN * (letters + high):
        shares = {name: _frequent(head.decode(name, "replace")) for name in _CYRILLIC}
        best = max(shares, key=lambda name: shares[name])
        # The letters of Hebrew stand where Cyrillic has its first ones, but nothing where it has the last.
        cyrillic = shares[best] > 0.5 and _LAST.search(head.decode(best, "replace"))
        return (data.decode(best, "replace"), best) if cyrillic else (None, "")
    # Windows writes its quotation marks and dashes where Latin-1 has control characters.
    name = "windows-1252" if re.search(rb"[\x80-\x9f]", data) else "latin-1"
    text = data.decode("cp1252" if name == "windows-1252" else name, "replace")
    sample = text[:_SAMPLE]
    if len(_WITHIN.findall(sample)) >= _FEW:
        return None, ""
    return (text, name) if len(_LATIN.findall(sample)) * 2 > len(sample) else (None, "")


def _frequent(text: str) -> float:
    """Return the share of the most frequent small Cyrillic letters among the characters that are not ASCII."""
    other = [c for c in text if c > "\x7f"]
    return sum(1 for c in other if c in _FREQUENT) / len(other) if other else 0.0


def _likeness(text: str | None) -> float:
    """Return the share of common Chinese characters among those that are not ASCII."""
    other = [c for c in (text or "")[:_SAMPLE] if c > "\x7f"]
    return sum(1 for c in other if c in _COMMON) / len(other) if other else 0.0
