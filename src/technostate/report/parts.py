"""Finished parts of long work, kept in a folder, so that work that was stopped goes on where it was."""

from __future__ import annotations

import hashlib
import io
import json
import os
import sys
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from technostate import __version__
from technostate.errors import DataError, TechnostateError
from technostate.evidence.origin import Origin
from technostate.shocks.impact.record import Case, Impact, Spread, Timing
from technostate.shocks.specification import Shock

_SPREADS = ("real_income", "output", "prices", "trade")
_TIMING = ("first_shortage", "recovery", "course")
_PLAIN = ("horizon", "world", "central", "kind")
_TUPLES = ("regions", "sectors", "failed", "notes")
_ARRAYS = ("base_income", "base_output", "income_cases")


def user_cache() -> Path:
    """Return the folder of the user's cache for finished parts, by the custom of the system."""
    home = Path.home()
    if os.name == "nt":
        base = Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or home / ".cache")
    return base / "technostate" / "parts"


class Parts:
    """A folder of finished impacts, each in a file named by the question it answers.

    A part is written whole or not at all. The name is made of the question, the version and the code of the engines,
    so that a changed shock, world or engine never meets an old answer; a file that cannot be read is made anew.

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
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DataError(f"{folder} cannot be made: {error.strerror}", hint="name a folder with --parts") from None

    def impact(self, question: Mapping[str, Any], make: Callable[[], Impact]) -> Impact:
        """Return the impact that answers a question: the kept one, or the one made now, which is then kept.

        Parameters
        ----------
        question : mapping
            Everything the answer depends on, in plain JSON types.
        make : callable
            Makes the impact.
        """
        path = self.folder / f"{key(question)}.npz"
        try:
            kept = from_bytes(path.read_bytes())
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile, TechnostateError):
            made = make()
            self._keep(path, to_bytes(made))
            return made
        self.found += 1
        return kept

    def _keep(self, path: Path, data: bytes) -> None:
        temporary = ""
        try:
            handle, temporary = tempfile.mkstemp(dir=self.folder, prefix=f".{path.name}.", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            Path(temporary).replace(path)
        except OSError as error:
            Path(temporary).unlink(missing_ok=True) if temporary else None
            raise DataError(
                f"{path} cannot be written: {error.strerror}", hint="name another folder with --parts"
            ) from None


def key(question: Mapping[str, Any]) -> str:
    """Return the name of a question: a digest of its content, the version and the code of the engines.

    Parameters
    ----------
    question : mapping
        In plain JSON types.
    """
    content = {"technostate": __version__, "engines": _engines(), "question": question}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:40]


@cache
def _engines() -> str:
    """Return a digest of the code that makes impacts: a version says too little while it is being worked on."""
    package = Path(__file__).resolve().parents[1]
    digest = hashlib.sha256()
    for room in ("shocks", "world"):
        for path in sorted((package / room).rglob("*.py")):
            digest.update(path.relative_to(package).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def to_bytes(impact: Impact) -> bytes:
    """Return an impact as the bytes of an NPZ file: arrays as they are, all else as JSON beside them.

    Parameters
    ----------
    impact : Impact
    """
    arrays = {name: getattr(impact, name) for name in _ARRAYS}
    for name in _SPREADS:
        arrays |= _spread_arrays(name, getattr(impact, name))
    meta: dict[str, Any] = {name: getattr(impact, name) for name in _PLAIN}
    meta |= {name: list(getattr(impact, name)) for name in _TUPLES}
    meta["shock"], meta["origin"] = impact.shock.as_dict(), impact.origin.as_dict()
    meta["cases"] = [[case.elasticities, case.severity, case.rent] for case in impact.cases]
    meta["days"] = None if impact.timing is None else impact.timing.days
    if impact.timing is not None:
        for name in _TIMING:
            arrays |= _spread_arrays(name, getattr(impact.timing, name))
    arrays["meta"] = np.array(json.dumps(meta, ensure_ascii=False))
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)
    return file.getvalue()


def from_bytes(data: bytes) -> Impact:
    """Return the impact that `to_bytes` wrote; nothing in the file is ever executed.

    Parameters
    ----------
    data : bytes

    Raises
    ------
    ValueError
        If the bytes are no such file (or `KeyError`, `zipfile.BadZipFile`).
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    meta = json.loads(str(arrays.pop("meta")))
    timing = None
    if meta["days"] is not None:
        first, recovery, course = (_spread(arrays, name) for name in _TIMING)
        timing = Timing(meta["days"], first, recovery, course)
    fields: dict[str, Any] = {name: arrays[name] for name in _ARRAYS}
    fields |= {name: meta[name] for name in _PLAIN} | {name: tuple(meta[name]) for name in _TUPLES}
    fields |= {name: _spread(arrays, name) for name in _SPREADS if f"{name}.central" in arrays}
    return Impact(
        **{"prices": None} | fields,
        shock=Shock(**meta["shock"]),
        origin=Origin.from_dict(meta["origin"]),
        cases=tuple(Case(*row) for row in meta["cases"]),
        timing=timing,
    )


def _spread_arrays(name: str, spread: Spread | None) -> dict[str, Any]:
    return {} if spread is None else {f"{name}.{part}": getattr(spread, part) for part in ("low", "central", "high")}


def _spread(arrays: Mapping[str, Any], name: str) -> Spread:
    return Spread(*(arrays[f"{name}.{part}"] for part in ("low", "central", "high")))
