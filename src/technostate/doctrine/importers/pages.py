"""The lines of pages as paragraphs: running heads and page numbers go, sentences run on over the page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from statistics import median

from technostate.doctrine.importers.joints import Joints

_END = re.compile(r"[。！？；：.!?:;]['\"”’」）)]*$")
_NUMBER = re.compile(
    r"\W*(?:(?:page|seite|p\.|第)?\s*[0-9]{1,4}\s*(?:页|頁)?(?:\s*(?:/|of|von|共)\s*[0-9]{1,4}\s*(?:页|頁)?)?"
    r"|(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))\W*",
    re.IGNORECASE,
)
#: A head with the number of its page before or behind it.
_NUMBERED = re.compile(r"(?:([0-9]{1,4})\W+)?(.*?)(?:\W+([0-9]{1,4}))?")
_LETTERS = re.compile(r"[^\W\d_]{2}")
#: A head runs if it stands at the edge of three of six neighbouring pages, for left and right pages differ, or of both
#: pages of two.
_OFTEN, _NEAR = 3, 6
_EDGE = 3
#: Characters from which a line is neither the number of a page nor a head.
_LONG_NUMBER, _LONG_HEAD = 40, 200


def paragraphs_of_pages(pages: Sequence[str]) -> tuple[list[str], list[str]]:
    r"""Return the paragraphs of pages, and the running heads that were left out.

    Parameters
    ----------
    pages : sequence of str
        Lines of each page; a hyphen that cut a word at the end of a line is U+0002 or U+FFFE, as PDFium has it.

    Examples
    --------
    >>> head, text = "National Strategy", "We speak of national"
    >>> paragraphs_of_pages([f"{head}\n{text}", f"{head}\nsecurity.\n2", f"{head}\nThe end.\n3"])
    (['We speak of national security.', 'The end.'], ['National Strategy'])
    """
    lines = [[line.strip() for line in _lines(page) if line.strip()] for page in pages]
    bare, heads = _without_heads(lines)
    return join_pages(bare), heads


def _lines(page: str) -> list[str]:
    # The reader takes a cut word together; the line's end comes back, for it may be a compound.
    return re.sub("[\x02\ufffe]", "-\n", page).splitlines()


def _without_heads(pages: Sequence[list[str]]) -> tuple[list[list[str]], list[str]]:
    """Take lines from the edges of the pages as long as they are page numbers or repeated on pages nearby."""
    left = [list(page) for page in pages]
    found: dict[str, None] = {}
    for at in (0, -1):
        for _ in range(_EDGE):
            for page in left:
                # A page of one letter may be an appendix; a page of one number is empty.
                while (
                    page
                    and len(page[at]) < _LONG_NUMBER
                    and _NUMBER.fullmatch(page[at])
                    and (page[1:] or page[0].isdecimal())
                ):
                    page.pop(at)
            heads = [_head(page[at], number) if page else None for number, page in enumerate(left)]
            running = _running(heads)
            if not running:
                break
            for page, head in zip(left, heads, strict=True):
                if head is not None and head in running:
                    page.pop(at)
                    found[head[0]] = None
    return left, list(found)


Head = tuple[str, int | None]


def _head(line: str, page: int) -> Head | None:
    """Return a line that could be a head, and what its number is ahead of the count of pages."""
    found = _NUMBERED.fullmatch(line) if len(line) < _LONG_HEAD else None
    if not found or not _LETTERS.search(found[2]):
        return None
    number = found[1] or found[3]
    return (found[2], int(number) - page) if number else (line, None)


def _running(edge: Sequence[Head | None]) -> set[Head]:
    """Return which of the outermost lines of the pages are running heads."""
    places: dict[Head, list[int]] = defaultdict(list)
    for page, head in enumerate(edge):
        if head:
            places[head].append(page)
    often = min(_OFTEN, max(2, len(edge)))
    return {
        head
        for head, at in places.items()
        if any(at[n + often - 1] - at[n] < _NEAR for n in range(len(at) - often + 1))
    }


def join_pages(pages: Sequence[Sequence[str]]) -> list[str]:
    """Return the paragraphs: a line goes on unless it ends a sentence or is clearly shorter than most of its page.

    Examples
    --------
    >>> join_pages([["国家安全是民族复兴的", "根基。", "社会稳定是国家强盛的"], ["前提。"]])
    ['国家安全是民族复兴的根基。', '社会稳定是国家强盛的前提。']
    """
    joints = Joints("\n".join(line for page in pages for line in page))
    found, open_ = [], ""
    for page in pages:
        usual = median(map(len, page)) if page else 0
        for line in page:
            open_ = joints.joined(open_, line)
            if _END.search(line[-20:]) or len(line) < 0.6 * usual:
                found.append(open_)
                open_ = ""
    return [*found, open_] if open_ else found
