"""Functions compiled to machine code, kept on disk: a damaged file is compiled anew and never run.

Numba's own cache runs whatever bytes it finds, raises where no folder can be written, and watches one source file only.
Here every kept function carries a checksum, and its file's name a digest of all sources beside it: kernels may call
those of their own folder, in several modules, and those of the folders that they name.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

import llvmlite.binding  # type: ignore[import-untyped,unused-ignore]
import numba  # type: ignore[import-untyped,unused-ignore]
from numba.core import compiler as _compiler  # type: ignore[import-untyped,unused-ignore]
from numba.core import serialize as _serialize  # type: ignore[import-untyped,unused-ignore]
from numba.core.caching import _Cache  # type: ignore[import-untyped,unused-ignore]
from numba.core.codegen import JITCodeLibrary, JITCPUCodegen  # type: ignore[import-untyped,unused-ignore]

from technostate import caches, notices

Function = TypeVar("Function", bound=Callable[..., Any])

#: Fast sums may be reordered (for vector units); infinities and NaN keep their meaning.
SUMS = {"reassoc", "contract", "nsz"}

_WORD = "technostate kernel 1"
#: Said when engines are compiled.
COMPILING = "compiling the engines, which takes up to a minute; only the first run after an installation does"
# Numba says no types of what it does inside.
compiler: Any = _compiler
serialize: Any = _serialize


def compiled(*, calls: Sequence[ModuleType] = (), **options: Any) -> Callable[[Function], Function]:
    """Return the decorator of a kernel: compiled when it is first called, kept on disk, releasing the lock.

    Parameters
    ----------
    calls : sequence of module
        Packages of other folders whose kernels it calls, directly or through others: what is kept is compiled anew
        when their sources change.
    **options
        Of `numba.njit`.
    """

    def decorate(function: Function) -> Function:
        made = numba.njit(nogil=True, error_model="numpy", **options)(function)
        if hasattr(made, "_cache"):  # not where compiling is switched off
            made._cache = _Kept(function, calls)
        return cast(Function, made)

    return decorate


class _Alone(JITCodeLibrary):  # type: ignore[misc,unused-ignore]
    """Machine code that calls its own copies of the kernels that are linked into it.

    Numba's copies are shared between modules by name, and whichever a process loaded first runs. Copies optimised in
    different company add in different orders, so last digits would hang on what was compiled, read or called before.
    """

    def _optimize_final_module(self) -> None:
        for function in self._final_module.functions:
            if not function.is_declaration and function.linkage == llvmlite.binding.Linkage.linkonce_odr:
                function.linkage = llvmlite.binding.Linkage.internal
        super()._optimize_final_module()  # type: ignore[no-untyped-call,unused-ignore]


JITCPUCodegen._library_class = _Alone


class _Kept(_Cache):  # type: ignore[misc,unused-ignore]
    """The kept machine code of one kernel, for each kind of arguments and processor."""

    def __init__(self, function: Callable[..., Any], calls: Sequence[ModuleType] = ()) -> None:
        self._source = Path(function.__code__.co_filename)
        others = sorted(Path(folder) for module in calls for folder in module.__path__)
        self._sources = (self._source.parent, *others)
        self._name = f"{self._source.stem}.{function.__qualname__}"
        self._enabled = True

    @property
    def cache_path(self) -> str:
        """The folder, for numba's statistics."""
        return str(_folder(self._source.parent) or "")

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """Return the kept code for a kind of arguments; None where it is to be compiled."""
        target_context.refresh()
        path = self._path(sig, target_context.codegen())
        content = None if path is None else caches.read_whole(path, _WORD)
        if content is None:
            notices.remark(COMPILING)
            return None
        return compiler.CompileResult._rebuild(target_context, *pickle.loads(content))

    def save_overload(self, sig: Any, data: Any) -> None:
        """Keep what was compiled; where that is not possible, say so once and go on."""
        path = self._path(sig, data.codegen)
        if path is None or data.library.has_dynamic_globals:
            return
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            caches.write_whole(path, _WORD, serialize.dumps(data._reduce()))
            for old in path.parent.glob(f"{self._name}-*.kernel"):
                if not old.name.startswith(f"{self._name}-{_stamp(*self._sources)}-"):
                    old.unlink(missing_ok=True)
        except OSError as error:
            notices.notice(f"compiled engines were not kept, and the next run compiles anew: {error.strerror}")

    def enable(self) -> None:
        """Take part in reading and writing."""
        self._enabled = True

    def disable(self) -> None:
        """Take no part in it."""
        self._enabled = False

    def flush(self) -> None:
        """Leave all as it is: what is out of date is replaced when it is compiled anew."""

    def _path(self, sig: Any, codegen: Any) -> Path | None:
        folder = _folder(self._source.parent) if self._enabled else None
        if folder is None:
            return None
        kind = hashlib.sha256(repr((sig, codegen.magic_tuple())).encode()).hexdigest()[:16]
        return folder / f"{self._name}-{_stamp(*self._sources)}-{kind}.kernel"


@cache
def _stamp(*sources: Path) -> str:
    """Return a digest of what machine code depends on: the sources it is made of, this module, numba and Python."""
    digest = hashlib.sha256(f"{numba.__version__} {llvmlite.__version__} {sys.version}".encode())
    for path in [*(path for folder in sources for path in sorted(folder.glob("*.py"))), Path(__file__)]:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _folder(sources: Path) -> Path | None:
    """Return the folder for the machine code of sources: beside them, in the user's cache, or a temporary one."""
    own = hashlib.sha256(os.fsencode(sources)).hexdigest()[:16]
    given = os.environ.get("NUMBA_CACHE_DIR")
    user = caches.user_cache()
    usual = [Path(given) / own] if given else [sources / "__pycache__"]
    usual += [] if user is None else [user / "kernels" / own]
    for folder in usual:
        if caches.can_write(folder):
            return folder
    with suppress(OSError):
        folder = caches.temporary() / "kernels" / own
        if caches.can_write(folder):
            notices.notice(f"no cache of yours can be written; compiled engines are kept in {folder.parent}")
            return folder
    notices.notice("no folder can be written; the engines are compiled anew in every run, which takes up to a minute")
    return None
