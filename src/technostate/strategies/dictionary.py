"""The data dictionary: what each indicator is, why it matters and how else it could be measured.

The dictionary is data: one TOML file a strategy under ``strategies/indicators``. Validation lists every problem of
every file and raises once.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from technostate import units
from technostate.errors import DataError, LabelError, unknown_label
from technostate.evidence.series import Series
from technostate.strategies import measures
from technostate.strategies.expressions import Expression, Written, parse, problems
from technostate.strategies.written import no_score

StrategyKey = Literal["national_security", "innovation", "military", "fusion", "securitization"]

#: The five strategies, in the order of the report.
STRATEGIES: tuple[StrategyKey, ...] = get_args(StrategyKey)

Text = Annotated[str, Field(min_length=1)]


class Indicator(BaseModel):
    """One row of the dictionary.

    Parameters
    ----------
    id : str
        Short, lower case with underscores, unique in the dictionary.
    title, definition : str
        What a chart's title says; what exactly is counted.
    unit : str
        A symbol of `technostate.units`.
    strategy : str
        One of the five keys.
    direction : {"up", "down", "none"}
        Which way the strategy, as states write it down, wants the figure to move. It is no judgement of the state;
        ``none`` where the strategy names no way, and throughout `national_security`.
    measure : str or mapping
        A series id or an expression (`technostate.strategies.expressions`).
    why : str
        Why the figure matters for the strategy.
    competing : tuple of str
        Other ways to measure the same thing: ids of the dictionary, or words; empty only with `no_competing`.
    no_competing : str
        Why there is no other definition; empty where `competing` names some.
    proxy : bool
        Whether it stands in for something that no public source measures; `notes` then say for what.
    counted : {"up", "down"} or None
        Which way the score counts it where `direction` is none.
    instead_of : str
        Id of an indicator of which this is another definition: in its share of the score's combinations it stands in
        the place of that one, and never beside it.
    out_of_score : str
        Why it does not enter the score although it has a direction; empty where it enters.
    notes : str
        What to beware of.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    id: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{2,59}$")]
    title: Text
    definition: Text
    unit: Text
    strategy: StrategyKey
    direction: Literal["up", "down", "none"] = "none"
    measure: Written
    why: Text
    competing: tuple[Text, ...] = ()
    no_competing: str = ""
    proxy: bool = False
    counted: Literal["up", "down"] | None = None
    instead_of: str = ""
    out_of_score: str = ""
    notes: str = ""

    @field_validator("unit")
    @classmethod
    def _known_unit(cls, symbol: str) -> str:
        try:
            units.unit(symbol)
        except LabelError as error:
            raise ValueError(f"{error} ({error.hint})") from None
        return symbol

    @field_validator("measure")
    @classmethod
    def _well_formed(cls, written: Written) -> Written:
        if found := list(problems(written)):
            raise ValueError("; ".join(found))
        return written

    @property
    def expression(self) -> Expression:
        """The measure as a tree."""
        return parse(self.measure)

    @property
    def way(self) -> str:
        """Which way the score counts the figure: ``"up"``, ``"down"`` or ``"none"``."""
        return self.counted or self.direction

    @property
    def scored(self) -> bool:
        """Whether the indicator may enter its strategy's score; fresh figures of enough states are needed too."""
        return self.way != "none" and not self.out_of_score and not no_score(self.strategy)


def folder() -> Traversable:
    """Return the folder of the dictionary's files inside the package."""
    return files("technostate.strategies") / "indicators"


@cache
def _all() -> tuple[Indicator, ...]:
    sources = {
        item.name: item.read_bytes()
        for item in sorted(folder().iterdir(), key=lambda item: item.name)
        if item.name.endswith(".toml")
    }
    return read(sources)


def indicators(strategy: str | None = None) -> tuple[Indicator, ...]:
    """Return the indicators, in the order of the strategies and of their files.

    Parameters
    ----------
    strategy : str, optional
        One of `STRATEGIES`; all where it is None.

    Raises
    ------
    LabelError
        If there is no such strategy.

    Examples
    --------
    >>> len(indicators()) >= 60, {row.strategy for row in indicators("fusion")}
    (True, {'fusion'})
    """
    if strategy is None:
        return _all()
    if strategy not in STRATEGIES:
        raise unknown_label("strategy", strategy, STRATEGIES)
    return tuple(row for row in _all() if row.strategy == strategy)


def indicator(indicator_id: str) -> Indicator:
    """Return one indicator by its `indicator_id`.

    Raises
    ------
    LabelError
        If there is none, with the nearest ids.

    Examples
    --------
    >>> indicator("rd_share_of_gdp").unit
    '% of GDP'
    """
    rows = {row.id: row for row in _all()}
    try:
        return rows[indicator_id]
    except KeyError:
        raise unknown_label("indicator", indicator_id, tuple(rows)) from None


def values(row: Indicator | str) -> Series:
    """Return the figures of an indicator for every state and year that has them.

    Parameters
    ----------
    row : Indicator or str
        An indicator or its id.

    Returns
    -------
    Series
        ``technostate/indicators/<id>``; kind `measured` where the measure is one published series, else `derived`.

    Raises
    ------
    LabelError
        If there is no such indicator, or its measure names a series that does not exist.
    DataError
        If its unit is not the unit of its data.
    """
    from technostate.evidence import catalogue

    return _values(row if isinstance(row, str) else row.id, catalogue.state())


@lru_cache(maxsize=1024)
def _values(indicator_id: str, _: int) -> Series:
    from technostate.evidence.catalogue import load

    row = indicator(indicator_id)
    tree = row.expression
    figures = measures.evaluate(tree, load)
    return measures.as_series(figures, key=row.id, title=row.title, unit=row.unit, how=tree.text())


def read(sources: dict[str, bytes]) -> tuple[Indicator, ...]:
    """Return the rows of dictionary files.

    Parameters
    ----------
    sources : dict of str to bytes
        File name → content; the name's stem is the strategy of all its rows.

    Raises
    ------
    DataError
        Listing every problem of every file.
    """
    rows: list[Indicator] = []
    found: list[str] = []
    for name, content in sources.items():
        rows_of_file, problems_of_file = _read_file(name, content)
        rows.extend(rows_of_file)
        found.extend(problems_of_file)
    if not found:
        found.extend(_across(rows))
    if found:
        raise DataError(
            f"the indicator dictionary has {len(found)} problems:\n  - " + "\n  - ".join(found),
            hint="docs/indicators.md says what a row holds",
        )
    return tuple(sorted(rows, key=lambda row: STRATEGIES.index(row.strategy)))


def _read_file(name: str, content: bytes) -> tuple[list[Indicator], list[str]]:
    stem = name.removesuffix(".toml")
    if stem not in STRATEGIES:
        return [], [f"{name}: the file's name is none of {', '.join(STRATEGIES)}"]
    try:
        tables = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError as error:
        return [], [f"{name}: not UTF-8 (byte {error.start})"]
    except tomllib.TOMLDecodeError as error:
        return [], [f"{name}: not valid TOML: {error}"]
    entries = tables.pop("indicator", [])
    if tables or not isinstance(entries, list) or not entries:
        extra = f"unknown tables {', '.join(tables)}" if tables else "no [[indicator]] table"
        return [], [f"{name}: {extra}"]
    rows, found = [], []
    for number, entry in enumerate(entries, start=1):
        where = f"{name}, {entry['id']!r}" if entry.get("id") else f"{name}, indicator {number}"
        if "strategy" in entry:
            found.append(f"{where}: strategy is the name of the file and is not written in the row")
        try:
            rows.append(Indicator.model_validate({**_frozen(entry), "strategy": stem}))
        except ValidationError as error:
            found.extend(f"{where}: {line}" for line in _lines(error))
    return rows, found


def _frozen(entry: dict[str, Any]) -> dict[str, Any]:
    competing = entry.get("competing")
    return {**entry, "competing": tuple(competing)} if isinstance(competing, list) else entry


def _lines(error: ValidationError) -> Iterator[str]:
    for item in error.errors():
        place = ".".join(str(part) for part in item["loc"] if not str(part).startswith(("str", "dict")))
        message = "missing" if item["type"] == "missing" else item["msg"].removeprefix("Value error, ")
        yield f"{place}: {message}"


def _across(rows: Sequence[Indicator]) -> Iterator[str]:
    """Yield what is wrong between rows, and what a row may only be in view of its strategy."""
    ids = [row.id for row in rows]
    yield from (f"{key!r} appears {ids.count(key)} times" for key in sorted({i for i in ids if ids.count(i) > 1}))
    for row in rows:
        if row.strategy == "national_security" and row.way != "none":
            yield f"{row.id!r}: an indicator of national_security has no good direction"
        if row.strategy == "fusion" and not row.proxy:
            yield f"{row.id!r}: indicators of fusion are proxies and say so"
        if row.proxy and not row.notes:
            yield f"{row.id!r}: a proxy's notes say what it stands in for"
        if bool(row.competing) == bool(row.no_competing):
            yield f"{row.id!r}: name competing definitions, or say in no_competing why there are none (not both)"
        if row.counted and row.direction != "none":
            yield f"{row.id!r}: counted is for an indicator whose direction is none"
        if row.out_of_score and row.way == "none":
            yield f"{row.id!r}: without a direction it enters no score, and out_of_score says nothing"
        if row.instead_of and not any(_stands_for(row, other) for other in rows):
            yield (
                f"{row.id!r}: instead_of names an indicator that enters the same score, in the same direction and in "
                f"its own right; {row.instead_of!r} does not"
            )
        if row.id in row.competing:
            yield f"{row.id!r}: competes with itself"
        for other in row.competing:
            if " " not in other and other not in ids:
                yield f"{row.id!r}: competing definition {other!r} is no indicator (write words for others)"


def _stands_for(row: Indicator, other: Indicator) -> bool:
    one_thing = row.instead_of == other.id and (row.strategy, row.way) == (other.strategy, other.way)
    return one_thing and not other.out_of_score and not other.instead_of
