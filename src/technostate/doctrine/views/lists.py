"""Numbered lists of a document: paragraphs that begin with 一、 （一） 第一， 1． or 一是, level by level."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

#: A list has at least this many items.
LEAST_ITEMS = 3
_DIGITS = "一二三四五六七八九"
_NUMBER = f"([{_DIGITS}十]{{1,3}})"
#: Marks of an item, highest level first.
_MARKS = tuple(
    re.compile(mark)
    for mark in (
        f"{_NUMBER}、", f"[（(]{_NUMBER}[）)]", f"第{_NUMBER}[，、,]", r"[（(]?(\d{1,2})(?:[．、)）]|\.(?!\d))",
        f"{_NUMBER}(?:是|要)",
    )
)  # fmt: skip


@dataclass(frozen=True)
class Item:
    """An item of a list: its first and last paragraph and the length of its heading, the first sentence."""

    first: int
    last: int
    heading: int
    title: str


@dataclass(frozen=True)
class TaskList:
    """A numbered list of a document: its level (0 the highest), the heading it stands under, and its items."""

    level: int
    under: str
    items: tuple[Item, ...]


@dataclass
class _Open:
    """A list that may still grow."""

    under: str
    starts: list[int] = field(default_factory=list)


def task_lists(passages: Sequence[tuple[int, str]]) -> tuple[TaskList, ...]:
    """Return the numbered lists of a document, in the order in which they end.

    Parameters
    ----------
    passages : sequence of (int, str)
        Number and counted text of each paragraph, in order.

    Examples
    --------
    >>> (found,) = task_lists([(1, "（一）稳增长。多。"), (2, "细节"), (3, "（二）保安全。"), (4, "（三）惠民生。")])
    >>> [(item.first, item.last, item.title) for item in found.items]
    [(1, 2, '（一）稳增长'), (3, 3, '（二）保安全'), (4, 4, '（三）惠民生')]
    """
    return tuple(item for item in _lists(passages) if len(item.items) >= LEAST_ITEMS)


def _lists(passages: Sequence[tuple[int, str]]) -> Iterator[TaskList]:
    running: dict[int, _Open] = {}
    titles: dict[int, str] = {}
    for at, (_, text) in enumerate(passages):
        mark = _mark(text)
        if mark is None:
            continue
        level, number = mark
        for lower in sorted((key for key in running if key > level), reverse=True):
            yield _closed(passages, lower, running.pop(lower), at)
        if number == 1 and level in running:
            yield _closed(passages, level, running.pop(level), at)
        if number == 1:
            running[level] = _Open(next((titles[key] for key in range(level - 1, -1, -1) if key in titles), ""), [at])
        elif level in running and number == len(running[level].starts) + 1:
            running[level].starts.append(at)
        titles = {key: title for key, title in titles.items() if key < level} | {level: _heading(text)}
    for level in sorted(running, reverse=True):
        yield _closed(passages, level, running[level], len(passages))


def _closed(passages: Sequence[tuple[int, str]], level: int, found: _Open, end: int) -> TaskList:
    items = []
    longest = max((after - before for before, after in pairwise(found.starts)), default=1)
    for start, stop in zip(found.starts, [*found.starts[1:], min(end, found.starts[-1] + longest)], strict=True):
        title = _heading(passages[start][1])
        items.append(Item(passages[start][0], passages[stop - 1][0], len(title), title))
    return TaskList(level, found.under, tuple(items))


def _heading(text: str) -> str:
    return text.split("。", 1)[0]


def _mark(text: str) -> tuple[int, int] | None:
    """Return level and number of the mark at the beginning of a paragraph."""
    for level, mark in enumerate(_MARKS):
        if found := mark.match(text):
            return level, _value(found[1])
    return None


def _value(digits: str) -> int:
    """Return the value of a number up to 99, written in digits or in Chinese; 0 where it is none."""
    if digits.isdecimal():
        return int(digits)
    tens, ten, ones = digits.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return 0
    return (10 * (_DIGITS.find(tens) + 1 if tens else 1) if ten else 0) + (_DIGITS.find(ones) + 1 if ones else 0)
