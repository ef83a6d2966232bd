"""Texts of readouts of China's leading bodies in the state evening news: meetings, communiqués and decisions.

The raw list was picked by loose patterns, so that each kind is told again here by the title: reports of what others
say about a meeting, awards and book launches are left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from technostate.errors import DataError
from technostate.evidence.readers.official_text import OfficialText, text_of

FOLDER = "cctv_xinwenlianbo_2012_2026"
FILE = "readouts.jsonl"
#: Kind → what its title is like; the first that fits counts.
KINDS: dict[str, re.Pattern[str]] = {
    "Politburo meeting": re.compile(r"中共中央政治局(?:常务委员会|常委会)?召开.*会议"),
    "Politburo study session": re.compile(r"(?:习近平|胡锦涛)(?:总书记)?在(?:中共)?中央政治局第.{1,4}次集体学习时强调"),
    "plenum communiqué": re.compile(r"中国共产党第.{2,4}届中央委员会第.次全体会议公报$"),
    "Central Economic Work Conference": re.compile(r"中央经济工作会议在北京举行"),
    "plenum decision or recommendation": re.compile(
        r"《?中共中央关于(?!追授|授予|表彰|修改|认真学习)[^》]*(?:决定|决议|建议)(?:摘要)?(?:》公布)?$"
    ),
    "explanation of a plenum document": re.compile(
        r"(?:习近平)?(?:关于)?《中共中央关于[^》]*(?:决定|决议|建议)》的说明$"
    ),
    "commission meeting": re.compile(
        r"习近平(?:主持召开|在).{0,6}中央(?:全面深化改革|财经|国家安全|军民融合发展|军委深化国防和军队改革)"
        r"(?:委员会|领导小组)第.{1,4}次(?:全体)?会议"
    ),
}
_URL = "https://tv.cctv.com/lm/xwlb/"


def kind_of(title: str) -> str:
    """Return the kind of a readout by its title; empty where it is none.

    Examples
    --------
    >>> kind_of("中央经济工作会议在北京举行"), kind_of("中共中央关于追授黄大年同志“全国优秀共产党员”称号的决定")
    ('Central Economic Work Conference', '')
    """
    return next((kind for kind, pattern in KINDS.items() if pattern.match(title)), "")


def read_folder(folder: Path, issuer: str) -> Iterator[OfficialText]:
    """Yield the readouts, oldest first, each once.

    Parameters
    ----------
    issuer : str
        Said of every readout.

    Raises
    ------
    DataError
        If the list is absent, or a line is no record of text fields.
    """
    found: dict[tuple[str, str], tuple[str, str, str]] = {}
    for line, record in enumerate(text_of(folder / FILE).splitlines(), 1):
        date, title, text, url = _record(line, record)
        if kind := kind_of(title):
            found.setdefault((date, text), (kind, title, url))
    day: dict[str, int] = {}
    for (date, text), (kind, _, url) in sorted(found.items(), key=lambda item: (item[0][0], item[1])):
        day[date] = day.get(date, 0) + 1
        yield OfficialText(
            f"readout-{date}-{day[date]}",
            "readouts",
            f"{kind}, {date}",
            date,
            issuer,
            kind,
            "zh",
            "",
            url or _URL,
            text,
        )


def _record(line: int, record: str) -> tuple[str, str, str, str]:
    try:
        item: dict[str, Any] = json.loads(record)
        date, title, text, url = (item[key] for key in ("date", "title", "text", "url"))
    except (ValueError, KeyError, TypeError, RecursionError):
        raise DataError(
            f"{FILE} line {line} is no record with date, title, text and url", hint="download the file again"
        ) from None
    if not all(isinstance(part, str) for part in (date, title, text)) or not re.fullmatch(r"\d{4}-\d\d-\d\d", date):
        raise DataError(f"{FILE} line {line}: date is a day, title and text are text", hint="see SOURCE.txt")
    return date, title, text, url if isinstance(url, str) else ""
