"""How people write regions: names in English and Chinese, ISO codes of two letters, old codes, groups' names.

The table (`typed_names.csv`: text, label, sort, first and last year of a code) is ours and is read beside the two
tables of names. It is for what somebody *types*; labels in files and tables are joined exactly and never looked up
here. A text with two labels is ambiguous on purpose (Congo, Korea).
"""

from __future__ import annotations

import csv
import unicodedata
from functools import cache
from importlib import resources

# Traditional characters in the names of states, and the simplified ones of the tables.
_SIMPLIFIED = str.maketrans(
    "國團組織區東華臺灣陸門麥烏蘭茲別達聯亞羅關島岡幾內紹剛納約韓馬頓羣喬極蘇爾盧敘薩倫圖庫"
    "聖維誕諾奧韋臘勞開脫萊濟揚鮮義魯歐時湯屬領澤愛買凱祕紐緬堅衆眾嶼撾賓貝寧贊磚長來裏裡",
    "国团组织区东华台湾陆门麦乌兰兹别达联亚罗关岛冈几内绍刚纳约韩马顿群乔极苏尔卢叙萨伦图库"
    "圣维诞诺奥韦腊劳开脱莱济扬鲜义鲁欧时汤属领泽爱买凯秘纽缅坚众众屿挝宾贝宁赞砖长来里里",
)


def rows(file: str) -> list[dict[str, str]]:
    """Return the rows of one of this folder's CSV tables."""
    text = resources.files("technostate.evidence").joinpath(file).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def fold(text: str) -> str:
    """Return a text without case, accents, spaces, punctuation and a leading "the", in simplified characters.

    Examples
    --------
    >>> fold("The U.S.A."), fold("Côte d’Ivoire"), fold("ＥＵ-27"), fold("剛果（金）")
    ('usa', 'cotedivoire', 'eu27', '刚果金')
    """
    plain = unicodedata.normalize("NFKD", text.replace("&", " and ")).casefold().strip()
    return "".join(letter for letter in plain.removeprefix("the ") if letter.isalnum()).translate(_SIMPLIFIED)


@cache
def spellings() -> dict[str, tuple[str, ...]]:
    """Return folded text → the labels it may stand for: one, or several where it is ambiguous."""
    found: dict[str, dict[str, None]] = {}
    for row in rows("typed_names.csv"):
        found.setdefault(fold(row["text"]), {})[row["label"]] = None
    ambiguous = {text for text, labels in found.items() if len(labels) > 1}
    for row in (*rows("countries.csv"), *rows("country_names.csv")):
        for text in (row["iso3"], row["name"]):
            if fold(text) not in ambiguous:
                found.setdefault(fold(text), {})[row["iso3"]] = None
    return {text: tuple(labels) for text, labels in found.items()}


@cache
def old_codes() -> dict[str, str]:
    """Return the codes of three letters and more that older files use → ours, in capitals."""
    return {row["text"]: row["label"] for row in rows("typed_names.csv") if row["sort"] == "old" and row["text"][2:]}
