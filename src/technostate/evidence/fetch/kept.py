"""Answers kept on disk: whole ones with their checksum, and the beginning of one that was cut."""

from __future__ import annotations

import datetime as dt
import hashlib
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from technostate import caches

_WHOLE, _PART = "technostate answer 1", "technostate part of an answer 1"


@dataclass(frozen=True)
class Part:
    """The beginning of an answer, and the server's mark of its edition."""

    content: bytes
    mark: str


@dataclass(frozen=True)
class Whole:
    """An answer, the server's mark of its edition, and when it was read or found unchanged (seconds)."""

    content: bytes
    mark: str
    when: float

    def age(self) -> float:
        """Return the seconds since; infinite for a moment that lies ahead."""
        now = time.time()
        return now - self.when if self.when <= now else float("inf")

    @property
    def day(self) -> dt.date:
        """The day on which it was read."""
        return dt.date.fromtimestamp(self.when)


@dataclass(frozen=True)
class Kept:
    """The place of one answer; where nothing can be kept, nothing is found.

    Parameters
    ----------
    folder : Path or None
        Where answers lie.
    question : str
        Address and media types.
    """

    folder: Path | None
    question: str

    def read(self) -> Whole | None:
        """Return the whole answer; None where there is none, or it is not what was written."""
        found = self._read(_WHOLE)
        if found is None:
            return None
        when, mark, content = found
        try:
            return Whole(content, mark, float(when))
        except ValueError:
            return None

    def write(self, content: bytes, mark: str) -> None:
        """Keep a whole answer; the beginning of an older one goes."""
        self._write(_WHOLE, content, mark)
        self.forget_part()

    def part(self) -> Part | None:
        """Return the beginning of an answer that was cut."""
        found = self._read(_PART)
        return None if found is None else Part(found[2], found[1])

    def keep_part(self, content: bytes, mark: str) -> None:
        """Keep what has come, if the server marks its editions: without that, another's end might follow."""
        if mark and content:
            self._write(_PART, content, mark)
        else:
            self.forget_part()

    def forget_part(self) -> None:
        """Remove the beginning of an answer."""
        path = self._path(_PART)
        if path is not None:
            with suppress(OSError):
                path.unlink(missing_ok=True)

    def _path(self, word: str) -> Path | None:
        if self.folder is None:
            return None
        name = hashlib.sha256(self.question.encode()).hexdigest()
        return self.folder / f"{name}{'.part' if word == _PART else ''}"

    def _read(self, word: str) -> tuple[str, str, bytes] | None:
        path = self._path(word)
        content = None if path is None else caches.read_whole(path, word)
        try:
            when, mark, body = (content or b"").split(b"\n", 2)
            return when.decode(), mark.decode("latin-1"), body
        except ValueError:
            return None

    def _write(self, word: str, content: bytes, mark: str) -> None:
        path = self._path(word)
        head = f"{time.time():.3f}\n{mark}\n".encode("latin-1", errors="replace")
        if path is not None:
            # Keeping is a courtesy to the server: a full disk costs a second question, not the answer.
            with suppress(OSError):
                path.parent.mkdir(parents=True, exist_ok=True)
                caches.write_whole(path, word, head + content)
