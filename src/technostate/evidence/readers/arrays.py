"""Safe reading of NPZ archives: no pickles, no bombs, no surprises; every mistake is one `DataError`."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError

#: What Python's own zip reader raises on damaged archives.
DAMAGED = (
    OSError, zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, ValueError,
    IndexError, OverflowError,
)  # fmt: skip
#: Largest accepted archive and largest accepted member once unpacked, bytes.
LARGEST_FILE = 512 * 2**20
LARGEST_MEMBER = 1024 * 2**20


@dataclass(frozen=True)
class ArraySpec:
    """What an array of an archive must be.

    Parameters
    ----------
    kinds : str
        Accepted NumPy dtype kinds, for example ``"iuf"`` for numbers, ``"U"`` for labels.
    ndim : int
        Number of axes.
    finite : bool
        Whether NaN and infinities are refused.
    """

    kinds: str
    ndim: int
    finite: bool = True


def read_arrays(
    path: Path | BinaryIO, specs: Mapping[str, ArraySpec], *, optional: Sequence[str] = (), what: str = "archive"
) -> dict[str, NDArray[Any]]:
    """Read the named arrays of an NPZ archive and check each against its specification.

    Parameters
    ----------
    specs : mapping of str to ArraySpec
        The arrays that are wanted; others are ignored.
    optional : sequence of str
        Those of `specs` that may be absent.
    what : str
        What the file is, for the message.

    Returns
    -------
    dict of str to array
        The arrays found, in the order of `specs`.

    Raises
    ------
    DataError
        If the file is missing, truncated, not a zip, too large, lacks an array, or holds pickles (object arrays),
        wrong types, wrong dimensions or values that are not finite. All problems of the arrays are listed at once.
    """
    where = f"{what} {Path(getattr(path, 'name', '')).name if not isinstance(path, Path) else path.name}".strip()
    hint = "the file may be truncated or something else; take it again from its producer"
    if isinstance(path, Path) and not path.is_file():
        raise DataError(f"{where}: no such file", hint=f"looked at {path}")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive, where)
            members = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
            missing = [name for name in specs if name not in members and name not in optional]
            if missing:
                raise DataError(f"{where}: has no array {', '.join(missing)}", hint=f"it has {', '.join(members)}")
            found = {name: _array(archive, members[name], where) for name in specs if name in members}
    except DAMAGED as error:
        raise DataError(f"{where}: cannot be unpacked ({error})", hint=hint) from None
    problems = [problem for name, array in found.items() for problem in _problems(name, array, specs[name])]
    if problems:
        raise DataError(f"{where}: " + "; ".join(problems), hint=hint)
    return found


def _check_sizes(archive: zipfile.ZipFile, where: str) -> None:
    """Refuse an archive that claims to unpack into more than a table can need."""
    refuse_rare_packing(archive, where)
    names = [info.filename for info in archive.infolist()]
    if len(set(names)) != len(names):
        raise DataError(f"{where}: holds the same array twice", hint="write it again with one array a name")
    total = sum(info.file_size for info in archive.infolist())
    if total > LARGEST_MEMBER or sum(info.compress_size for info in archive.infolist()) > LARGEST_FILE:
        raise DataError(
            f"{where}: unpacks to {total / 2**20:,.0f} MiB, more than the limit of {LARGEST_MEMBER / 2**20:,.0f} MiB",
            hint="split the table or aggregate it before importing",
        )


def refuse_rare_packing(archive: zipfile.ZipFile, where: str) -> None:
    """Raise `DataError` if a member is encrypted or packed by anything but deflate."""
    if any(
        info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) or info.flag_bits & 1
        for info in archive.infolist()
    ):
        raise DataError(f"{where}: is encrypted or packed in a rare way", hint="pack it as an ordinary zip (deflate)")


def _array(archive: zipfile.ZipFile, info: zipfile.ZipInfo, where: str) -> NDArray[Any]:
    name = info.filename.removesuffix(".npy")
    try:
        # Member by member through a bounded buffer: a header that promises more than the zip's index says fails.
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
        array: NDArray[Any] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
    except (ValueError, TypeError, SyntaxError, MemoryError) as error:
        reason = "it holds Python objects (pickles)" if "pickle" in str(error) else str(error)
        raise DataError(
            f"{where}: array {name} is refused: {reason}",
            hint="store numbers as numbers and labels as text (dtype U), never as objects",
        ) from None
    return array


def _problems(name: str, array: NDArray[Any], spec: ArraySpec) -> list[str]:
    if array.dtype.kind not in spec.kinds:
        return [f"{name} is of type {array.dtype}, not of kind {'/'.join(spec.kinds)}"]
    if array.ndim != spec.ndim:
        return [f"{name} has {array.ndim} axes, not {spec.ndim}"]
    if spec.finite and array.dtype.kind == "f" and not np.isfinite(array).all():
        at = tuple(int(i) for i in np.argwhere(~np.isfinite(array))[0])
        return [f"{name} has {int((~np.isfinite(array)).sum())} values that are not finite, first at {at}"]
    return []
