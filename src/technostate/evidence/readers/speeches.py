"""Texts of speeches and letters of China's president, 2013–2016: one file each, named by day and title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.readers.official_text import OfficialText, text_of

FOLDER = "xi_speeches_2013_2016"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})_(?:.*_)?(.+)")
#: A line of the page that published the text, above it: the press and the hour.
_PUBLISHED = re.compile(r"^.*来源：.*$", re.MULTILINE)
_URL = "https://github.com/JongSeokJang/Xi-Jinping-Speech-Analysis-with-R/tree/e4ad239fede8ef305402503c63bbc74b66538a0f/dataset_raw"


def read_folder(folder: Path, issuer: str) -> Iterator[OfficialText]:
    """Yield the speeches, oldest first.

    Parameters
    ----------
    issuer : str
        Who spoke.

    Raises
    ------
    DataError
        If there is none, or one is not UTF-8 or not named DATE_TITLE.txt.
    """
    paths = sorted(path for path in folder.glob("*.txt") if path.name != "SOURCE.txt")
    if not paths:
        raise DataError(f"{folder.name} has no speeches", hint="files are named YYYY-MM-DD_TITLE.txt")
    for number, path in enumerate(paths, 1):
        named = _NAME.fullmatch(path.stem)
        if named is None:
            raise DataError(f"{path.name} has no date and title in its name", hint="name it YYYY-MM-DD_TITLE.txt")
        yield OfficialText(
            f"speech-{named[1]}-{number:02d}", "speeches", " ".join(named[2].split()), named[1], issuer,
            "speech or letter", "zh", "", _URL, _PUBLISHED.sub("", text_of(path), count=1),
        )  # fmt: skip
