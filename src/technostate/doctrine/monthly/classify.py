"""Domestic, foreign or both: whom an item of the evening news is about, by published rules.

The labels are those of docs/codebook-items.md; the words that the rules look for are `rules.toml` in this folder. Title
and opening are read, as the coder read them.
"""

from __future__ import annotations

import csv
import hashlib
import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from technostate.doctrine.text import compact

About = Literal["domestic", "foreign", "both"]
#: What an item can be about.
ABOUT: tuple[About, ...] = get_args(About)

_RULES = Path(__file__).with_name("rules.toml")
#: The words with which every text of the programme begins, and the notes of its editors.
_PREFIX = re.compile(r"^(?:中国网络电视台|央视网|中央电视台)?(?:消息)?[（(]?新闻联播[）)]?(?:消息)?[：:]?")
#: Our labels of what the codebook does not call foreign.
_OWN = frozenset({"CHN", "HKG", "MAC", "TWN"})


def about(title: str, text: str) -> About:
    """Return whom an item is about.

    Parameters
    ----------
    title, text : str
        As the programme's page has them.

    Examples
    --------
    >>> about("习近平会见埃及总统", "国家主席习近平25日在人民大会堂会见埃及总统塞西。")
    'both'
    >>> about("国内联播快讯", ""), about("日本参议院通过法案", "法案获得通过。")
    ('domestic', 'foreign')
    """
    rules = _rules()
    head = compact(title)
    for label in ("domestic", "foreign"):
        if any(word in head for word in rules["titles"][label]):
            return "domestic" if label == "domestic" else "foreign"
    opening = _PREFIX.sub("", compact(text))[: rules["opening"]]
    foreign, chinese = _finder("foreign"), _finder("chinese")
    named = bool(foreign.search(head) or _letters().search(title))
    ours = bool(chinese.search(head) or chinese.search(opening))
    if any(word in head for word in rules["dealings"]["names"]):
        abroad = named or foreign.search(opening)
        return ("both" if ours else "foreign") if abroad else "domestic"
    if named:
        return "both" if ours else "foreign"
    if foreign.search(opening) and not ours:
        return "foreign"
    return "domestic"


def version() -> str:
    """Return the first twelve digits of the SHA-256 of the rules: which rules counted."""
    return hashlib.sha256(_RULES.read_bytes()).hexdigest()[:12]


@cache
def _rules() -> Mapping[str, Any]:
    return tomllib.loads(_RULES.read_text(encoding="utf-8"))


@cache
def _finder(party: str) -> re.Pattern[str]:
    """Return what finds a name of a party that no blocker touches."""
    rules = _rules()[party]
    names = {*rules["names"], *(_states() if party == "foreign" else ())} - {*rules.get("not", ())}
    left, right = rules.get("blocked_left", {}), rules.get("blocked_right", {})
    return re.compile(
        "|".join(_guarded(name, left, right) for name in sorted(names, key=lambda name: (-len(name), name)))
    )


def _guarded(name: str, left: Mapping[str, list[str]], right: Mapping[str, list[str]]) -> str:
    before = "".join(f"(?<!{re.escape(word)})" for word in left.get(name, ()))
    after = "".join(f"(?!{re.escape(word)})" for word in right.get(name, ()))
    return before + re.escape(name) + after


@cache
def _letters() -> re.Pattern[str]:
    rules = _rules()["letters"]
    return re.compile(rf"(?:^|[\s“])[{rules['states']}](?:[{rules['after']}])")


def _states() -> Iterable[str]:
    """Yield the Chinese names of states and groups that the package reads."""
    text = files("technostate.evidence").joinpath("typed_names.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        if row["sort"] == "chinese" and row["label"] not in _OWN:
            yield row["text"]
