"""Pages and PDF files are read in a second process with bounds, so that a hostile one takes neither memory nor time.

The parent sends one line of JSON and the bytes of the file; the child (`main`) answers with a length and JSON.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

from technostate.doctrine.importers.encodings import clean
from technostate.doctrine.importers.extract import Extract, from_dict
from technostate.doctrine.importers.limits import MEBIBYTE, MEMORY, PATIENCE, SECONDS, SourceFile
from technostate.errors import DataError

#: Kind → module whose `extract` reads it, and the package that the module needs.
KINDS = {
    "pdf": ("technostate.doctrine.importers.pdf", "pypdfium2"),
    "html": ("technostate.doctrine.importers.html", "trafilatura"),
}
#: More bytes than any answer within the limits has.
_ANSWER = 512 * MEBIBYTE
_START = f"import sys; sys.path[:] = sys.argv[1:]; from {__name__} import main; main()"


class Apart:
    """The second process; a context manager. It starts with the first file and again after one that ended it.

    Examples
    --------
    >>> file = SourceFile("a.pdf", b"hello", "")
    >>> with Apart() as apart:
    ...     apart.extract(file, "pdf")
    Traceback (most recent call last):
    technostate.errors.DataError: a.pdf is not a PDF file
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._files = 0
        self._late = False

    def extract(self, file: SourceFile, kind: str) -> Extract:
        """Return what is in a file.

        Parameters
        ----------
        kind : str
            Of `KINDS`.

        Raises
        ------
        DataError
            If it cannot be read, or not within the bounds.
        """
        answer = self._asked(file, kind)
        if answer is None and self._files:
            # What the files before left in the memory of the process is not this file's fault.
            self._end()
            answer = self._asked(file, kind)
        self._files += 1
        if answer is None:
            raise self._ended(file)
        if error := answer.get("error"):
            raise DataError(str(error), hint=str(answer.get("hint", "")))
        return from_dict(answer, file.name)

    def _asked(self, file: SourceFile, kind: str) -> dict[str, Any] | None:
        """Return the answer, None if the process ended instead."""
        process = self._started()
        timer = threading.Timer(PATIENCE, self._stop)
        timer.start()
        try:
            head = json.dumps({"name": file.name, "kind": kind, "size": len(file.data)})
            with contextlib.suppress(BrokenPipeError):
                _stream(process.stdin).write(head.encode() + b"\n" + file.data)
                _stream(process.stdin).flush()
            size = int.from_bytes(_stream(process.stdout).read(8), "big")
            data = _stream(process.stdout).read(size) if size <= _ANSWER else b""
        except BaseException:
            # An answer that is still to come would be taken for that of the next file.
            self._end()
            raise
        finally:
            timer.cancel()
        if not size or len(data) < size:
            return None
        answer = json.loads(data)
        return answer if isinstance(answer, dict) else None

    def _started(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._end()
            # The folder that the user works in is no place to import from, unless this package is there.
            never = {"", str(Path.cwd())} - {str(Path(__file__).resolve().parents[3])}
            places = [place for place in sys.path if place not in never]
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", _START, *places],
                    stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, start_new_session=True,
                )  # fmt: skip
            except OSError as error:
                raise DataError(
                    f"pages and PDF files need a second process, which cannot be started: {error.strerror}",
                    hint="look at the limits of memory and processes, or save the text as .txt",
                ) from None
        return self._process

    def _ended(self, file: SourceFile) -> DataError:
        code = self._process.wait() if self._process else 0
        self._end()
        if self._late or code == -getattr(signal, "SIGXCPU", 0) != 0:
            self._late = False
            return DataError(f"{file.name} takes more than {SECONDS} s to read", hint="save its text as .txt")
        return DataError(
            f"{file.name} cannot be read within {MEMORY // MEBIBYTE:,} MB of memory, or its reader failed on it",
            hint="the file is damaged or hostile; save its text as .txt",
        )

    def _stop(self) -> None:
        self._late = True
        if self._process is not None:
            self._process.kill()

    def _end(self) -> None:
        process, self._process, self._files = self._process, None, 0
        if process is not None:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                with contextlib.suppress(OSError):
                    _stream(stream).close()

    def __enter__(self) -> Apart:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()


def _stream(stream: Any) -> Any:
    assert stream is not None
    return stream


def main() -> None:
    """Answer until the parent has no more files."""
    with contextlib.suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    for head, data in _files(sys.stdin.buffer):
        answer = json.dumps(_answer(head, data), ensure_ascii=False).encode("utf-8", "replace")
        answers.write(len(answer).to_bytes(8, "big") + answer)
        answers.flush()


def _files(stream: BinaryIO) -> Iterator[tuple[dict[str, Any], bytes]]:
    while line := stream.readline():
        head = json.loads(line)
        yield head, stream.read(head["size"])


def _answer(head: dict[str, Any], data: bytes) -> dict[str, Any]:
    name, (module, package) = head["name"], KINDS[head["kind"]]
    try:
        fresh = module not in sys.modules
        reader = importlib.import_module(module)
        _bound(memory=fresh)
        found: Extract = reader.extract(SourceFile(name, data, ""))
    except ImportError as error:
        missing = isinstance(error, ModuleNotFoundError) and error.name == package
        why = "is not installed" if missing else f"does not load: {clean(' '.join(str(error).split()))[:300]}"
        return {
            "error": f"{name} cannot be read: the package {package} {why}",
            "hint": "pip install 'technostate[doctrine]'" if missing else f"pip check; pip install --upgrade {package}",
        }
    except DataError as error:
        return {"error": str(error), "hint": error.hint}
    except MemoryError:
        os._exit(1)
    except RecursionError:
        return {"error": f"{name} nests too deep to be read", "hint": "save its text as .txt"}
    return asdict(found)


def _bound(*, memory: bool) -> None:
    """Bound processor time and files for the next file, and memory once; some systems have no such bounds."""
    try:
        import resource
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    seconds = int(used.ru_utime + used.ru_stime) + SECONDS
    limits = {resource.RLIMIT_CPU: seconds, resource.RLIMIT_CORE: 0, resource.RLIMIT_FSIZE: 0}
    if memory:
        with contextlib.suppress(OSError, ValueError):
            pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
            limits[resource.RLIMIT_AS] = pages * resource.getpagesize() + MEMORY
    for name, value in limits.items():
        with contextlib.suppress(OSError, ValueError):
            hard = resource.getrlimit(name)[1]
            resource.setrlimit(name, (value if hard == resource.RLIM_INFINITY else min(value, hard), hard))
