"""The embedded file format: NPZ with the same bytes at every rebuild, integers in byte planes.

Figures are rounded to a stated unit (`scale`, USD million) and stored as integers, zigzag-coded and split into byte
planes: neighbouring small numbers share their high bytes, so that deflate packs a table to a third less than plain
int32. Every member has the same date and the order of writing, and any zip reader and `numpy.load` can open the file.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from technostate.errors import DataError
from technostate.evidence.readers.arrays import DAMAGED
from technostate.world.memory import check_bytes

#: The earliest date a zip file can carry: rebuilding must not leave a trace of the day.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_META = "meta"


def planes(values: NDArray[np.int64]) -> NDArray[np.uint8]:
    """Return integers as byte planes (k, *shape), lowest byte first; k is the least number that holds them all.

    Examples
    --------
    >>> import numpy as np
    >>> planes(np.array([0, -1, 300])).shape
    (2, 3)
    >>> unplanes(planes(np.array([0, -1, 300]))).tolist()
    [0, -1, 300]
    """
    zigzag = (values.astype(np.int64) << 1) ^ (values.astype(np.int64) >> 63)
    top = int(zigzag.max(initial=0))
    count = max(1, (top.bit_length() + 7) // 8)
    return np.stack([(zigzag >> (8 * k) & 0xFF).astype(np.uint8) for k in range(count)])


def unplanes(coded: NDArray[np.uint8]) -> NDArray[np.int64]:
    """Return the integers that `planes` coded."""
    wide = np.uint32 if coded.shape[0] <= 4 else np.uint64
    total = coded[0].astype(wide)
    for k in range(1, coded.shape[0]):
        total |= coded[k].astype(wide) << wide(8 * k)
    # Undo the zigzag in unsigned arithmetic: (u >> 1) ^ -(u & 1), where the minus wraps around.
    signed = (total >> wide(1)) ^ (~(total & wide(1)) + wide(1))
    integers: NDArray[np.int64] = signed.view(np.int32 if wide is np.uint32 else np.int64).astype(np.int64)
    return integers


def save(path: Path, arrays: Mapping[str, NDArray[Any]], meta: Mapping[str, Any], *, level: int = 9) -> None:
    """Write arrays and a JSON record as a deterministic NPZ.

    Parameters
    ----------
    arrays : mapping of str to array
        Integer arrays are stored as byte planes, text and float arrays as they are.
    meta : mapping
        Plain JSON types.
    level : int
        Deflate level, 1 (fast) to 9 (small).
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        text = json.dumps(meta, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        _write(archive, _META, np.frombuffer(text.encode(), dtype=np.uint8), level)
        for name, array in arrays.items():
            if array.dtype.kind in "iu":
                _write(archive, f"{name}.planes", planes(array), level)
            else:
                _write(archive, name, array, level)


def _write(archive: zipfile.ZipFile, name: str, array: NDArray[Any], level: int) -> None:
    buffer = io.BytesIO()
    np.lib.format.write_array(buffer, np.ascontiguousarray(array), version=(1, 0), allow_pickle=False)
    info = zipfile.ZipInfo(f"{name}.npy", date_time=_EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o644 << 16
    archive.writestr(info, buffer.getvalue(), compresslevel=level)


def load(path: Path | Traversable) -> tuple[dict[str, NDArray[Any]], dict[str, Any]]:
    """Read the arrays and the record that `save` wrote.

    Raises
    ------
    DataError
        If the file is missing or damaged.
    """
    try:
        with path.open("rb") as stream, zipfile.ZipFile(stream) as archive:
            raw = {name.removesuffix(".npy"): _read(archive, name) for name in archive.namelist()}
        meta: dict[str, Any] = json.loads(raw.pop(_META).tobytes())
        if not isinstance(meta, dict):
            raise ValueError("its record is no JSON object")
        for name, array in raw.items():
            if name.endswith(".planes") and not (array.dtype == np.uint8 and array.ndim > 1 and 0 < len(array) <= 8):
                raise ValueError(f"{name} are no byte planes but {array.dtype} of shape {array.shape}")
        # Planes become integers of eight bytes, these figures; half of that is taken on the way.
        check_bytes(20 * sum(array[0].size for name, array in raw.items() if name.endswith(".planes")), path.name)
        arrays = {
            name.removesuffix(".planes"): unplanes(array) if name.endswith(".planes") else array
            for name, array in raw.items()
        }
    except (*DAMAGED, KeyError, TypeError, RecursionError) as error:
        raise DataError(
            f"embedded file {path.name} cannot be read ({error})",
            hint="run `technostate data verify`; reinstalling technostate brings the file back",
        ) from None
    return arrays, meta


def _read(archive: zipfile.ZipFile, name: str) -> NDArray[Any]:
    array: NDArray[Any] = np.lib.format.read_array(io.BytesIO(archive.read(name)), allow_pickle=False)
    return array
