"""Plain text and Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from technostate.doctrine.importers.encodings import decode
from technostate.doctrine.importers.found import Found, Said, from_text
from technostate.doctrine.importers.limits import SourceFile

_HEADING = re.compile(r"^#{1,6}[ \t]+(.*)$", re.MULTILINE)
#: Front matter: YAML between lines of three hyphens, or TOML between lines of three plus signs, at the very beginning.
_FRONT = re.compile(
    r"\s{0,20}(---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)^(?:\1|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)
_PAIR = re.compile(r"^([A-Za-z\u4e00-\u9fff][\w.-]{0,40})[ \t]*[:：=][ \t]*(.*)$", re.MULTILINE)
_FIELDS = {
    "title": ("title", "标题", "题名"),
    "date": ("date", "published", "publishdate", "publish_date", "日期", "发布日期"),
    "issuer": ("issuer", "author", "authors", "speaker", "作者", "发文机关"),
}


def read_text(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a text file; its title and date are the file name's."""
    text, encoding = decode(file.data, file.name)
    yield from_text(file, text, encoding)


def read_markdown(file: SourceFile) -> Iterator[Found]:
    """Yield the document of a Markdown file: headings without their signs, comments left out, the first the title.

    Title, date and author of front matter stand above it and above the file's name; front matter is no text.
    """
    text, encoding = decode(file.data, file.name)
    front, text = _front(text)
    bare = _without_comments(text)
    heading = _HEADING.search(bare)
    said = {name: next((front[key] for key in keys if front.get(key)), "") for name, keys in _FIELDS.items()}
    said["title"] = said["title"] or (_heading(heading) if heading else "")
    yield from_text(file, _HEADING.sub(_heading, bare), encoding, Said(**said, by_hand=bool(front)))


def _front(text: str) -> tuple[dict[str, str], str]:
    """Return the fields of front matter and the text after it; a text between rules that has no fields is text."""
    found = _FRONT.match(text)
    fields = _fields(found[2]) if found else {}
    return (fields, text[found.end() :]) if found and fields else ({}, text)


def _fields(block: str) -> dict[str, str]:
    try:
        # The loader that makes no types: a date stays as it is written.
        loaded = yaml.load(block, Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        loaded = None
    if not isinstance(loaded, dict):
        pairs = _PAIR.findall(block)
        # TOML, or YAML with a colon in a title: enough if every line is a field, a list's item or goes on.
        filled = [line for line in block.splitlines() if line.strip() and line[0] not in " \t-#["]
        loaded = {name: value.strip().strip("\"'") for name, value in pairs} if len(pairs) == len(filled) else {}
    return {str(name).strip().casefold(): text for name, value in loaded.items() if (text := _scalar(value))}


def _scalar(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(item for item in value[:10] if isinstance(item, str))
    return value if isinstance(value, str) else ""


def _heading(found: re.Match[str]) -> str:
    return found[1].rstrip().rstrip("#").rstrip()


def _without_comments(text: str) -> str:
    """Drop what stands between the signs of comments; a sign that is never closed is text."""
    kept, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join([*kept, text[at:]])
