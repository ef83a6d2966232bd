"""Documents that a user imported, as a view takes them: one language, oldest first, within dates, with one origin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from technostate.doctrine import documents as stored
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence.origin import NO_ISSUER, Origin

if TYPE_CHECKING:
    from technostate.evidence.store import Store


def listed(store: Store, name: str, language: str = "") -> list[stored.StoredDocument]:
    """Return the documents of an imported collection in one language, oldest first.

    Parameters
    ----------
    language : str
        ``"zh"`` or ``"en"``; needed where the collection has both.

    Raises
    ------
    LabelError
        If there is no such collection, or it has texts in both languages and none was named.
    DataError
        If it has no text in the language.
    """
    every = stored.documents(store, collection=name)
    if not every:
        known = sorted({item.document.collection for item in stored.documents(store)})
        error = unknown_label("collection", name, known, where="the user's store")
        raise LabelError(str(error), hint=f"{error.hint}; technostate doctrine import adds one")
    if language not in ("", "zh", "en"):
        raise unknown_label("language", language, ("zh", "en"))
    spoken = {item.document.language for item in every} & {"zh", "en"}
    if not language and len(spoken) > 1:
        raise LabelError(f"{name} has Chinese and English texts", hint="name one: --language zh or --language en")
    wanted = language or next(iter(spoken), "")
    found = [item for item in every if item.document.language == wanted]
    if not found:
        raise DataError(
            f"{name} has no text in {language or 'Chinese or English'}",
            hint="technostate doctrine documents shows each document's language",
        )
    return found


def within(date: str, since: str, until: str) -> bool:
    """Return whether a date can lie between two bounds; of inexact dates only the known part is compared."""
    if not (since or until):
        return True
    for bound in (since, until):
        stored.DocumentDate(bound)
    return bool(date) and date >= since[: len(date)] and (not until or date[: len(until)] <= until)


def origin_of(name: str, found: Sequence[stored.StoredDocument]) -> Origin:
    """Return the origin of counts over imported documents.

    Parameters
    ----------
    name : str
        Of the collection.
    found : sequence of StoredDocument
        At least one.
    """
    issuers = sorted({item.document.issuer for item in found} - {""})
    dates = sorted(item.document.date.text for item in found if item.document.date.text)
    return Origin(
        "; ".join(issuers[:5]) + ("; …" if len(issuers) > 5 else "") or NO_ISSUER,
        f"Collection {name} in the user's store, {len(found)} documents",
        f"Collection {name}, imported by the user, {len(found)} documents.",
        dates[-1] if dates else "not dated",
        "not found",
    )
