"""Which column of a table holds what: the user's map first, then the usual names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from technostate.doctrine.importers.limits import shown
from technostate.errors import DataError

#: Field of a document → names that its column usually has, best first.
USUAL = {
    "text": ("text", "full_text", "full text", "fulltext", "content", "body", "policy content", "正文", "全文", "内容"),
    "title": ("title", "policy title", "name", "标题", "题名"),
    "date": ("date", "publish_date", "release time", "published", "year", "日期", "发布日期"),
    "issuer": ("issuer", "author", "release department", "policy release department", "province", "发文机关"),
    "source": ("source", "url", "source_url", "policy source", "link", "来源"),
    "type": ("type", "doc_type", "kind", "类型"),
    "language": ("language", "lang", "语言"),
}


def choose(name: str, given: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """Return field → column: the user's map, and the usual names for the rest.

    Parameters
    ----------
    name : str
        Of the file, for the error.
    given : mapping
        The user's map.
    header : sequence of str
        The columns' names.

    Raises
    ------
    DataError
        If the map names a column that is not there, no column holds a text, or two columns of one name do.
    """
    unknown = [field for field in given if field not in USUAL]
    missing = [column for column in given.values() if column not in header]
    listing = ", ".join(shown(column)[:60] for column in header[:12]) or "none"
    if unknown or missing:
        raise DataError(
            f"{name} does not fit the column map: {', '.join(shown(word) for word in [*unknown, *missing])}",
            hint=f"fields are {', '.join(USUAL)}; columns are {listing}",
        )
    chosen = usual(header) | dict(given)
    if "text" not in chosen:
        raise DataError(
            f"{name} has no column with a text", hint=f"name it: --columns text=COLUMN; columns are {listing}"
        )
    twice = [column for column in chosen.values() if Counter(header)[column] > 1]
    if twice:
        raise DataError(f"{name} has two columns named {shown(twice[0])!r}", hint="give each column a name of its own")
    return chosen


def usual(header: Sequence[str]) -> dict[str, str]:
    """Return field → column for the columns that have a usual name."""
    by_fold = {column.strip().casefold(): column for column in reversed(header)}
    found = {field: next((by_fold[name] for name in names if name in by_fold), None) for field, names in USUAL.items()}
    return {field: column for field, column in found.items() if column}
