"""Files of a folder or of a zip archive, read whole and within limits; nothing is ever unpacked to disk."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from technostate.errors import DataError
from technostate.evidence.printable import printable
from technostate.evidence.readers.arrays import DAMAGED, refuse_rare_packing
from technostate.evidence.regular import NOT_REGULAR, regular_bytes, regular_stream
from technostate.world.memory import UNFOLDED, check_bytes

#: Largest accepted size of all members together once unpacked, bytes.
LIMIT = 2 * 2**30
#: No honest table packs better than this; deflate's own limit is 1032.
MOST_COMPRESSED = 500
#: A folder or archive of more files than this is something else than a world.
MOST_FILES = 10_000
#: Folders in folders are looked through to this depth.
_DEPTH = 4
#: What file managers leave behind.
_LITTER = {"__macosx", "thumbs.db", "desktop.ini"}


@dataclass(frozen=True)
class Members:
    """The files of one folder (and of the folders in it), of one zip archive, or a single file.

    Parameters
    ----------
    names : tuple of str
        Names relative to the folder with forward slashes, sorted; folders that hold all of an archive are left out,
        and so is what file managers leave behind.
    """

    path: Path
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The name of the folder or file as text that can be printed."""
        try:
            return printable(self.path.name or self.path.resolve().name or str(self.path))
        except OSError:  # a working folder that is no longer there
            return printable(str(self.path))

    def read(self, name: str) -> bytes:
        """Return a member's bytes.

        Raises
        ------
        DataError
            If it is missing, damaged or larger than the limit.
        """
        if name not in self.names:
            raise DataError(f"{self.name} has no {name}", hint=f"it has {', '.join(self.names[:12])}")
        try:
            if self.path.is_dir():
                return bounded(self.path / name)
            if self.path.suffix.lower() != ".zip":
                return bounded(self.path)
            with zipfile.ZipFile(self.path) as archive:
                entry = _files(archive)[name]
                check_bytes(UNFOLDED * entry.file_size, f"{self.name}: {printable(name)}")
                return archive.read(entry)
        except PermissionError as error:
            raise DataError(f"{name} cannot be read: {error.strerror}", hint="look at the file's rights") from None
        except DAMAGED as error:
            raise DataError(
                f"{self.name}: {name} cannot be read ({error})", hint="the file is damaged or cut off"
            ) from None

    @contextmanager
    def open(self, name: str) -> Iterator[BinaryIO]:
        """Give a member as a stream of bytes, for files that are read row by row and never held whole.

        Raises
        ------
        DataError
            If it is missing, no regular file, or damaged.
        """
        if name not in self.names:
            raise DataError(f"{self.name} has no {name}", hint=f"it has {', '.join(self.names[:12])}")
        try:
            if self.path.is_dir() or self.path.suffix.lower() != ".zip":
                with regular_stream(self.path / name if self.path.is_dir() else self.path) as stream:
                    yield stream
                return
            with zipfile.ZipFile(self.path) as archive, archive.open(_files(archive)[name]) as packed:
                yield cast(BinaryIO, packed)
        except PermissionError as error:
            raise DataError(f"{name} cannot be read: {error.strerror}", hint="look at the file's rights") from None
        except DAMAGED as error:
            raise DataError(
                f"{self.name}: {name} cannot be read ({error})", hint="the file is damaged or cut off"
            ) from None

    def text(self, name: str) -> str:
        """Return a member as UTF-8 text, a byte-order mark dropped; raises `DataError` for another encoding."""
        try:
            return self.read(name).decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise DataError(
                f"{self.name}: {name} is not UTF-8 (byte {error.start})", hint="save it again as UTF-8"
            ) from None


def is_pymrio(names: Collection[str]) -> bool:
    """Return whether files are those of a system that pymrio saved."""
    return "file_parameters.json" in names or "Z.txt" in names


def worlds_inside(names: Collection[str]) -> list[str]:
    """Return the folders among these files that are worlds themselves, sorted.

    Examples
    --------
    >>> worlds_inside(["readme.md", "exio/Z.txt", "exio/satellite/file_parameters.json", "made/world.json"])
    ['exio', 'made']
    """
    marks = ("world.json", "file_parameters.json", "Z.txt")
    folders = {str(PurePosixPath(name).parent) for name in names if PurePosixPath(name).name in marks}
    # A system's extensions lie in folders of their own inside it.
    return sorted(f for f in folders - {"."} if not any(f.startswith(f"{other}/") for other in folders))


def members(path: Path, *, limit: int = LIMIT) -> Members:
    """Return the files at a path.

    Parameters
    ----------
    limit : int
        Largest size of all of an archive once unpacked, bytes.

    Raises
    ------
    DataError
        If there is nothing or a device or a pipe, the archive is damaged, would unpack to more than the limit, packs
        implausibly well, or holds two files of one name.
    """
    kind = _kind(path)
    if kind == "folder":
        try:
            return Members(path, tuple(sorted(_inside(path))))
        except OSError as error:
            raise DataError(
                f"{printable(str(path))} cannot be read ({error.strerror})", hint="look at the folder's rights"
            ) from None
    if path.suffix.lower() != ".zip":
        return Members(path, (path.name,))
    name = printable(path.name)
    try:
        with zipfile.ZipFile(path) as archive:
            refuse_rare_packing(archive, name)
            infos = [info for info in archive.infolist() if not info.is_dir() and not _is_litter(_slashed(info))]
            _check_sizes(infos, name, limit)
            files = _files(archive)
    except DAMAGED as error:
        raise DataError(f"{name} is not a readable zip archive ({error})", hint="it may be cut off") from None
    if len(files) != len(infos):
        raise DataError(f"{name} holds two files of one name", hint="keep one world an archive")
    return Members(path, tuple(sorted(files)))


def _kind(path: Path) -> str:
    """Return ``"folder"`` or ``"file"``; raises `DataError` for what is neither."""
    shown = printable(str(path))
    shown = shown if len(shown) <= 200 else f"{shown[:200]} …"
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        raise DataError(f"{shown} does not exist", hint="give a folder, a zip archive or a file") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise DataError(f"{shown} cannot be read ({reason})", hint="give a folder, a zip archive or a file") from None
    if stat.S_ISDIR(mode):
        return "folder"
    if stat.S_ISREG(mode):
        return "file"
    raise DataError(
        f"{shown} cannot be read: {NOT_REGULAR}",
        hint="only folders, zip archives and files can be read; save it first",
    )


def _inside(folder: Path) -> Iterator[str]:
    """Yield the names of the regular files in a folder and the folders in it, to a depth."""
    count = 0
    os.scandir(folder).close()
    for here, folders, files in os.walk(folder):
        base = Path(here).relative_to(folder)
        deep = len(base.parts) >= _DEPTH - 1
        folders[:] = [] if deep else sorted(name for name in folders if not _is_litter(name))
        count += len(files) + len(folders)
        if count > MOST_FILES:
            raise DataError(
                f"{printable(str(folder))} holds more than {MOST_FILES:,} files", hint="name the world in it"
            )
        for name in files:
            if not _is_litter(name) and _is_file(Path(here) / name):
                yield (base / name).as_posix()


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:
        return False


def _is_litter(name: str) -> bool:
    return any(part.startswith(".") or part.casefold() in _LITTER for part in PurePosixPath(name).parts)


def _slashed(info: zipfile.ZipInfo) -> str:
    return info.filename.replace("\\", "/")


def _check_sizes(infos: list[zipfile.ZipInfo], name: str, limit: int) -> None:
    if len(infos) > MOST_FILES:
        raise DataError(f"{name} holds more than {MOST_FILES:,} files", hint="keep one world an archive")
    unpacked, packed = (sum(getattr(info, size) for info in infos) for size in ("file_size", "compress_size"))
    if unpacked > limit or unpacked > MOST_COMPRESSED * max(packed, 1) + 2**20:
        raise DataError(
            f"{name} would unpack {packed:,} bytes to {unpacked:,}",
            hint=f"more than {limit // 2**20} MiB or {MOST_COMPRESSED} times its size is refused; unpack it yourself",
        )


def _files(archive: zipfile.ZipFile) -> dict[str, zipfile.ZipInfo]:
    """Return relative name → entry; where folders hold everything their names are dropped."""
    entries = {_slashed(info): info for info in archive.infolist() if not info.is_dir()}
    entries = {name: info for name, info in entries.items() if not _is_litter(name)}
    while entries and len({name.partition("/")[0] for name in entries}) == 1 and all("/" in name for name in entries):
        entries = {name.partition("/")[2]: info for name, info in entries.items()}
    return entries


def bounded(path: Path, limit: int = LIMIT) -> bytes:
    """Return a regular file's bytes; raises `DataError` if there are more than the limit, whatever its size says."""
    name, size = printable(path.name), path.stat().st_size
    data = b""
    if size <= limit:
        check_bytes(UNFOLDED * size, name)
        data = regular_bytes(path, limit)
    if size > limit or len(data) > limit:
        raise DataError(
            f"{name} has {max(size, len(data)) / 2**20:,.0f} MiB or more, above the limit of {limit // 2**20} MiB",
            hint="aggregate the table first",
        )
    return data
