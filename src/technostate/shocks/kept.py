"""Finished parts of long work, kept in a folder, so that work that was stopped goes on where it was.

A part answers a question: everything the answer depends on, in plain JSON types. Its file is named by the question's
digest; a file that is damaged, or answers another question, is made anew (`technostate.caches`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from technostate import __version__, caches, notices
from technostate.errors import DataError
from technostate.evidence import embedded
from technostate.evidence.build import MANIFEST

Found = TypeVar("Found")

_WORD = "technostate part 1"


@dataclass(frozen=True)
class Packing(Generic[Found]):
    """How one kind of answer becomes bytes and back.

    Parameters
    ----------
    unpack : callable
        Raises `ValueError` for bytes that `pack` did not write.
    rooms : tuple of str
        Rooms whose code makes the answer: a change there makes every kept part an old one.
    """

    pack: Callable[[Found], bytes]
    unpack: Callable[[bytes], Found]
    rooms: tuple[str, ...]


def user_parts() -> Path:
    """Return the folder of finished parts in the user's cache; among the temporary ones for a user without a home.

    Raises
    ------
    DataError
        If there is none of the two.
    """
    folder = caches.user_cache()
    if folder is None:
        try:
            folder = caches.temporary()
        except OSError as error:
            raise DataError(f"no folder for finished parts: {error}", hint="name one with --parts") from None
        notices.notice(f"no home folder is known; finished parts are kept in {folder}")
    return folder / "parts"


def kept_in(folder: Path | None) -> Parts | None:
    """Return the parts in a folder, in the user's cache by default; none, with a `Notice`, where that cannot be used.

    Parameters
    ----------
    folder : Path, optional
        The one that was asked for.

    Raises
    ------
    DataError
        If one was asked for that cannot be made or written.
    """
    if folder is not None:
        return Parts(folder)
    try:
        return Parts(user_parts())
    except DataError as error:
        notices.notice(f"finished parts are not kept: {error}")
        return None


class Parts:
    """A folder of finished parts of any long work, each in a file named by the question it answers.

    Parameters
    ----------
    folder : Path
        Made where it does not exist.

    Raises
    ------
    DataError
        If the folder cannot be made or written.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.found = 0
        hint = "name another folder with --parts"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(f"{folder} cannot be made: {error.strerror}", hint=hint) from None
        if not caches.can_write(folder):
            raise DataError(f"{folder} cannot be written", hint=hint)

    def answer(self, question: Mapping[str, Any], make: Callable[[], Found], packing: Packing[Found]) -> Found:
        """Return the answer to a question: the kept one, or the one made now, which is then kept.

        What `make` raises is raised, and nothing is kept. An answer that cannot be kept is returned all the same, with
        a `Notice`.

        Parameters
        ----------
        question : mapping
            Everything the answer depends on, in plain JSON types.
        """
        path = self.path(key(question, packing.rooms))
        kept = caches.read_whole(path, _WORD)
        if kept is not None:
            with suppress(ValueError):
                found = packing.unpack(kept)
                self.found += 1
                return found
        made = make()
        self._keep(path, packing.pack(made))
        return made

    def path(self, name: str) -> Path:
        """Return the file of a part.

        Parameters
        ----------
        name : str
            `key` of its question.
        """
        return self.folder / f"{name}.part"

    def _keep(self, path: Path, content: bytes) -> None:
        try:
            caches.write_whole(path, _WORD, content)
        except OSError as error:
            notices.notice(f"finished parts were not kept in {self.folder}: {error.strerror}")


def key(question: Mapping[str, Any], rooms: tuple[str, ...]) -> str:
    """Return the name of a question: a digest of its content, the version, the code that answers it and the data.

    Parameters
    ----------
    question : mapping
        In plain JSON types.
    rooms : tuple of str
        Whose code answers it.
    """
    content = {"technostate": __version__, "code": _code(rooms), "data": _data(), "question": question}
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


@cache
def _code(rooms: tuple[str, ...]) -> str:
    """Return a digest of the code and parameters of rooms: a version says too little while it is worked on."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for room in rooms:
        files = (path for suffix in ("*.py", "*.toml", "*.yaml", "*.csv") for path in (package / room).rglob(suffix))
        for path in sorted(files):
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


@cache
def _data() -> str:
    """Return a digest of the manifest of the embedded data, which has the checksum of every file."""
    return hashlib.sha256((embedded.root() / MANIFEST).read_bytes()).hexdigest()
