"""Files of a folder or of a zip archive, read whole and within limits; nothing is ever unpacked to disk."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.arrays import DAMAGED, refuse_rare_packing

#: Largest accepted size of all members together once unpacked, bytes.
LIMIT = 2 * 2**30
#: No honest table packs better than this; deflate's own limit is 1032.
MOST_COMPRESSED = 500


@dataclass(frozen=True)
class Members:
    """The files of one folder (and of the folders in it), of one zip archive, or a single file.

    Parameters
    ----------
    names : tuple of str
        Names relative to the folder with forward slashes, sorted; a folder that holds all of an archive is left out.
    """

    path: Path
    names: tuple[str, ...]

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises
        ------
        DataError
            If it is missing, damaged or larger than the limit.
        """
        if name not in self.names:
            raise DataError(f"{self.path.name} has no {name}", hint=f"it has {', '.join(self.names[:12])}")
        try:
            if self.path.is_dir():
                return _bounded(self.path / name)
            if not zipfile.is_zipfile(self.path) or self.path.suffix.lower() != ".zip":
                return _bounded(self.path)
            with zipfile.ZipFile(self.path) as archive:
                return archive.read(_files(archive)[name])
        except DAMAGED as error:
            raise DataError(
                f"{self.path.name}: {name} cannot be read ({error})", hint="the file is damaged or cut off"
            ) from None

    def text(self, name: str) -> str:
        """Return a member as UTF-8 text, a byte-order mark dropped; raises `DataError` for another encoding."""
        try:
            return self.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self.path.name}: {name} is not UTF-8 (byte {error.start})", hint="save it again as UTF-8"
            ) from None


def members(path: Path) -> Members:
    """Return the files at a path.

    Raises
    ------
    DataError
        If there is nothing, the archive is damaged, would unpack to more than the limit, packs implausibly well, or
        holds two files of one name.
    """
    if path.is_dir():
        inside = [*path.iterdir(), *(item for part in path.iterdir() if part.is_dir() for item in part.iterdir())]
        return Members(path, tuple(sorted(item.relative_to(path).as_posix() for item in inside if item.is_file())))
    if not path.is_file():
        raise DataError(f"{path} does not exist", hint="give a folder, a zip archive or a file")
    if path.suffix.lower() != ".zip":
        return Members(path, (path.name,))
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_rare_packing(archive, path.name)
            count = len([info for info in archive.infolist() if not info.is_dir()])
            files = _files(archive)
    except DAMAGED as error:
        raise DataError(f"{path.name} is not a readable zip archive ({error})", hint="it may be cut off") from None
    unpacked, packed = (sum(getattr(i, size) for i in files.values()) for size in ("file_size", "compress_size"))
    if unpacked > LIMIT or unpacked > MOST_COMPRESSED * max(packed, 1) + 2**20:
        raise DataError(
            f"{path.name} would unpack {packed:,} bytes to {unpacked:,}",
            hint=f"more than {LIMIT // 2**20} MiB or {MOST_COMPRESSED} times its size is refused; unpack it yourself",
        )
    if len(files) != count:
        raise DataError(f"{path.name} holds two files of one name", hint="keep one world an archive")
    return Members(path, tuple(sorted(files)))


def _files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return relative name → entry; where one folder holds everything its name is dropped."""
    entries = {info.filename.replace("\\", "/"): info for info in archive.infolist() if not info.is_dir()}
    tops = {name.partition("/")[0] for name in entries}
    if len(tops) == 1 and all("/" in name for name in entries):
        return {name.partition("/")[2]: info for name, info in entries.items()}
    return entries


def _bounded(path: Path) -> bytes:
    size = path.stat().st_size
    if size > LIMIT:
        raise DataError(
            f"{path.name} has {size / 2**20:,.0f} MiB, more than the limit of {LIMIT // 2**20} MiB",
            hint="aggregate the table first",
        )
    return path.read_bytes()
