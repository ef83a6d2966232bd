"""Reading a Parquet file on trial: in a process of its own, because a damaged one can end the process that reads it.

Some damages make the reader ask for more memory than there is, and it then stops the whole process without an error
that could be caught. The trial ends only itself; what it could read is read again here.
"""

from __future__ import annotations

import os
import struct
import subprocess
import sys
from collections.abc import Mapping

from technostate.errors import DataError

#: Seconds after which a trial is stopped.
LONGEST = 300
_PROGRAM = """
import io, struct, sys
import polars
while head := sys.stdin.buffer.read(8):
    data = io.BytesIO(sys.stdin.buffer.read(struct.unpack("<Q", head)[0]))
    try:
        # More rows than are accepted are not unpacked: who reads the file then says so.
        if polars.scan_parquet(data).select(polars.len()).collect().item() <= ROWS:
            polars.read_parquet(data)
        print("read", flush=True)
    except BaseException as error:
        print((str(error).splitlines() or ["no reason is given"])[0][:200], flush=True)
"""


def on_trial(files: Mapping[str, bytes], rows: int) -> None:
    """Raise `DataError` for the first of these Parquet files that cannot be read; the others are safe to read.

    Parameters
    ----------
    files : mapping of str to bytes
        Name → bytes.
    rows : int
        A file of more rows is not unpacked.

    Raises
    ------
    DataError
        If one cannot be read, ends the process that reads it, or takes longer than `LONGEST` seconds.
    """
    if not files or not sys.executable:
        return
    program = _PROGRAM.replace("ROWS", str(rows))
    sent = b"".join(struct.pack("<Q", len(data)) + data for data in files.values())
    paths = os.pathsep.join(path for path in sys.path if path)
    try:
        # -P: nothing is imported from the folder that the user happens to be in.
        trial = subprocess.run(
            [sys.executable, "-P", "-c", program],
            input=sent, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=LONGEST, check=False,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        answers, ended = trial.stdout.decode("utf-8", "replace").splitlines(), trial.returncode != 0
    except subprocess.TimeoutExpired as error:
        answers, ended = (error.stdout or b"").decode("utf-8", "replace").splitlines(), True
    for name, answer in zip(files, answers, strict=False):
        if answer != "read":
            raise DataError(f"{name} cannot be read: {answer}", hint="it may be cut off or damaged; save it again")
    if ended or len(answers) < len(files):
        name = list(files)[min(len(answers), len(files) - 1)]
        raise DataError(f"{name} cannot be read: its reader stopped", hint="it is damaged; save it again")
