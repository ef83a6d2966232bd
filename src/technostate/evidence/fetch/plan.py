"""What may be fetched, as data: one row a series, in a file that ships or in one of the user's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from technostate import units
from technostate.errors import DataError, TechnostateError, with_problems
from technostate.evidence.plain_toml import tables
from technostate.evidence.printable import is_printable, shown
from technostate.evidence.series import check_id

#: Bytes and rows of the largest plan that is read.
MOST_BYTES, MOST_ROWS = 1_000_000, 2_000
#: Letters of the longest title.
_LONGEST = 300
_FIELDS = {"id", "source", "query", "title", "unit", "factor", "region", "without_eu", "from_first_figure", "past_only"}
_SWITCHES = ("without_eu", "from_first_figure", "past_only")
_NEEDED = ("id", "source", "query", "title", "unit")


@dataclass(frozen=True)
class Plan:
    """One series that can be fetched.

    Parameters
    ----------
    id : str
        ``producer/dataset/series``; newer figures stand beside older ones of the same id.
    source : str
        One of `technostate.evidence.fetch.SOURCES`.
    query : str
        What is asked for, in the words of the source.
    title, unit : str
        Of the series; the unit is a symbol of `technostate.units`.
    factor : float
        What the source's figures are multiplied by.
    region : str
        Name of the dimension with the country, for a source whose series name it in different ways.
    without_eu, from_first_figure : bool
        As for a column of a data set (`technostate.evidence.readers.data_set.Column`).
    past_only : bool
        True where figures of the edition's year and later ones are forecasts, which are left out.
    """

    id: str
    source: str
    query: str
    title: str
    unit: str
    factor: float = 1.0
    region: str = ""
    without_eu: bool = False
    from_first_figure: bool = False
    past_only: bool = False


@cache
def plans() -> tuple[Plan, ...]:
    """Return the rows that ship, in their order.

    Examples
    --------
    >>> next(plan.query for plan in plans() if plan.id == "worldbank/wdi/GB.XPD.RSDV.GD.ZS")
    'GB.XPD.RSDV.GD.ZS'
    """
    from technostate.evidence.fetch.sources import SOURCES

    text = (files("technostate.evidence.fetch") / "plans.toml").read_text("utf-8")
    return parse(text, "plans.toml", tuple(SOURCES))


def read_plans(path: Path) -> tuple[Plan, ...]:
    """Return the rows of a user's file; raises `DataError` with all that is wrong in it."""
    from technostate.evidence.fetch.sources import SOURCES

    try:
        if not path.is_file():
            raise OSError("it is no file")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        text = content.decode("utf-8")
    except (OSError, ValueError) as error:
        raise DataError(f"{path} cannot be read: {error}", hint="a plan is a TOML file in UTF-8") from None
    if len(content) > MOST_BYTES:
        raise DataError(f"{path} has more than {MOST_BYTES:,} bytes", hint="split it into several plans")
    return parse(text, path.name, tuple(SOURCES))


def parse(text: str, where: str, sources: Sequence[str]) -> tuple[Plan, ...]:
    """Return the rows of a TOML text.

    Parameters
    ----------
    where : str
        Name of the text, for the message.
    sources : sequence of str
        Names of sources that exist.

    Raises
    ------
    DataError
        With all that is wrong.
    """
    content = tables(text, where)
    rows = content.get("series")
    if not isinstance(rows, list) or set(content) != {"series"} or not 0 < len(rows) <= MOST_ROWS:
        raise DataError(
            f"{where} has no list of series, or more than that",
            hint=f"write [[series]] tables, at most {MOST_ROWS:,}, with {', '.join(_NEEDED)}",
        )
    problems: list[str] = []
    found: dict[str, Plan] = {}
    for number, row in enumerate(rows, 1):
        wrong = _wrong(row, sources)
        if not wrong and row["id"] in found:
            wrong = [f"{shown(row['id'])} is there twice"]
        if wrong:
            problems += [f"series {number}: {words}" for words in wrong]
        else:
            found[row["id"]] = Plan(**{**row, "factor": float(row.get("factor", 1.0))})
    if problems:
        raise DataError(
            with_problems(f"{where} has", problems, most=20), hint=f"fields are {', '.join(sorted(_FIELDS))}"
        )
    return tuple(found.values())


def _wrong(row: object, sources: Sequence[str]) -> list[str]:
    if not isinstance(row, Mapping):
        return ["it is no table"]
    wrong = [f"{shown(str(name))} is no field" for name in row if name not in _FIELDS]
    texts = [name for name in (*_NEEDED, "region") if name in row or name in _NEEDED]
    wrong += [f"{name} must be a text" for name in texts if not isinstance(row.get(name), str) or not row[name].strip()]
    factor = row.get("factor", 1.0)
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not 0 < abs(factor) < 1e15:
        wrong.append("factor must be a number other than zero")
    wrong += [f"{name} must be true or false" for name in _SWITCHES if not isinstance(row.get(name, False), bool)]
    if wrong:
        return wrong
    for test, value in ((check_id, row["id"]), (units.unit, row["unit"])):
        try:
            test(value)
        except TechnostateError as error:
            wrong.append(str(error))
    if not is_printable(row["title"]) or len(row["title"]) > _LONGEST:
        wrong.append(f"the title has control characters or more than {_LONGEST} letters")
    if row["source"] not in sources:
        wrong.append(f"{shown(row['source'])} is no source; sources are {', '.join(sources)}")
    if any(not "!" <= letter <= "~" or letter in '#\\"<>' for letter in row["query"]):
        wrong.append("the query has characters that no address has; others than plain letters are written as %XX")
    return wrong
