"""A yearly number: one series, or arithmetic over several of a state, its comparator and the world."""

from __future__ import annotations

import ast
import math
import operator
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from technostate.claims.case import Case
from technostate.claims.measures.measure import Asked
from technostate.claims.reading import Step
from technostate.claims.verdict import NotTestableError
from technostate.claims.windows import common_years, log_changes, named, path_of, span, window_mean
from technostate.errors import TechnostateError
from technostate.evidence import Origin, Series
from technostate.evidence.printable import shown
from technostate.units import unit as unit_of

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Path = Mapping[int, float]
#: A number of the arithmetic is smaller.
LARGEST = 1e100

_TWO: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., float]] = {"abs": abs, "min": min, "max": max}


class Quantity(Asked):
    """A yearly number.

    Parameters
    ----------
    series : str or mapping of str to str
        Id in the catalogue; or name → id, for the names in `number`.
    of : {"state", "comparator"}
        Whose figures, of a single series.
    number : str
        Arithmetic over the names, year by year: ``+ - * /``, brackets, numbers, ``abs``, ``min``, ``max`` and
        ``growth`` (log change on the year before, jumps left out). ``comparator.name`` and ``world.name`` are figures
        of others.
    unit : str
        Of `number`, a symbol of `technostate.units`; a ratio by default.
    label : str
        What `number` is, in words.
    digits : int
        Of the figures in the sentence.
    """

    series: str | Mapping[Name, str]
    of: Literal["state", "comparator"] = "state"
    number: str = Field(default="", max_length=300)
    unit: str = "ratio"
    label: str = Field(default="", max_length=200)
    digits: int = Field(default=2, ge=0, le=6)

    @field_validator("unit")
    @classmethod
    def _unit(cls, symbol: str) -> str:
        try:
            return unit_of(symbol).symbol
        except TechnostateError as error:
            raise ValueError(str(error)) from None

    @model_validator(mode="after")
    def _whole(self) -> Quantity:
        if isinstance(self.series, str):
            if self.number:
                raise ValueError("a number over several series names them: series = {name = id, …}")
            return self
        if not self.number or not self.label:
            raise ValueError("several series need the number that is made of them, and its label")
        unused = set(self.series) - {name for _, name in _leaves(parsed(self.number, tuple(self.series)))}
        if unused:
            raise ValueError(f"the number {self.number!r} does not use {', '.join(sorted(unused))}")
        return self


@dataclass(frozen=True)
class Yearly:
    """A yearly number with the series it is made of.

    Parameters
    ----------
    path : mapping of int to float
        Year → value.
    title, unit, source, region : str
        What it is, in which unit, which series it comes from, and whose it is.
    parts : tuple of (Series, str)
        Each series with the region read.
    """

    path: Path
    title: str
    unit: str
    source: str
    region: str
    parts: tuple[tuple[Series, str], ...]
    number: str = ""

    def mean(self, window: tuple[int, int]) -> float:
        """Return the mean of a window; raises `NotTestableError` with figures in fewer than half of its years."""
        found = window_mean(self.path, *window)
        if found is None:
            have = f"it has {len(self.path)} from {min(self.path)} to {max(self.path)}" if self.path else "it has none"
            raise NotTestableError(
                f"{self.title} has too few years for {named(self.region)} in {span(*window)}; {have}"
            )
        return found

    def newest(self, until: int) -> int:
        """Return the newest year with a figure that is not after another year."""
        return max((year for year in self.path if year <= until), default=until)

    def steps(self, window: tuple[int, int], mean: float) -> tuple[Step, ...]:
        """Return how the mean of a window comes from its sources."""
        found = []
        for one, region in self.parts if self.number else ():
            part = window_mean(one.values[region], *window)
            if part is not None:
                found.append(Step(f"{one.title}: mean for {named(region)} in {span(*window)}", part, one.unit, one.id))
        made = f"{self.title}: mean for {named(self.region)}"
        made += f" of {self.number}, year by year," if self.number else ""
        return (*found, Step(f"{made} in {span(*window)}", mean, self.unit, self.source))


def yearly(ask: Quantity, case: Case) -> Yearly:
    """Return the yearly number asked of a state beside its comparator.

    Raises
    ------
    NotTestableError
        If a series has no figure for whom it is asked.
    """
    if isinstance(ask.series, str):
        series = case.evidence.series(ask.series)
        region = case.state if ask.of == "state" else case.against
        return Yearly(path_of(series, region), series.title, series.unit, series.id, region, ((series, region),))
    series_of = {name: case.evidence.series(key) for name, key in ask.series.items()}
    if ask.of == "comparator":
        case = replace(case, state=case.against, against=case.state)
    regions = {"state": case.state, "comparator": case.against, "world": "WLD"}
    tree = parsed(ask.number, tuple(ask.series))
    leaves = tuple(dict.fromkeys(_leaves(tree)))
    paths = {leaf: path_of(series_of[leaf[1]], regions[leaf[0]]) for leaf in leaves}
    found = _evaluate(tree, paths)
    if not isinstance(found, Mapping) or not found:
        raise NotTestableError(f"{ask.label}: the series share no year for {named(case.state)}")
    parts = tuple((series_of[name], regions[whose]) for whose, name in leaves)
    source = ", ".join(dict.fromkeys(one.id for one, _ in parts))
    return Yearly(found, ask.label, ask.unit, source, case.state, parts, ask.number)


def parsed(number: str, names: tuple[str, ...]) -> ast.expr:
    """Return the arithmetic of a number; raises `ValueError` at anything but names, numbers and what `Quantity` lists.

    Examples
    --------
    >>> parsed("paid / (paid + own)", ("paid", "own")) is not None
    True
    >>> parsed("paid / spent", ("paid", "own"))
    Traceback (most recent call last):
    ...
    ValueError: 'paid / spent' has an unknown name 'spent'; there are paid, own
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a literal such as 1if, which is refused below
            tree = ast.parse(" ".join(number.split()), mode="eval").body
    except (SyntaxError, ValueError) as error:
        raise ValueError(f"{shown(number)} is no arithmetic: {getattr(error, 'msg', error)}") from None
    except (RecursionError, MemoryError):
        raise ValueError(f"{shown(number)} is no arithmetic: its brackets or signs lie too deep") from None
    _check(tree, number, names)
    return tree


def _check(node: ast.expr, number: str, names: tuple[str, ...]) -> None:
    inner: list[ast.expr] = []
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _TWO:
            inner = [left, right]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            inner = [operand]
        case ast.Call(func=ast.Name(id="growth" | "abs"), args=[only], keywords=[]):
            inner = [only]
        case ast.Call(func=ast.Name(id="min" | "max"), args=[_, _, *_] as several, keywords=[]):
            inner = several
        case ast.Constant(value=int() | float() as value) if abs(value) < LARGEST and not isinstance(value, bool):
            pass
        case ast.Name(id=name) | ast.Attribute(value=ast.Name(id="state" | "comparator" | "world"), attr=name):
            if name not in names:
                raise unknown_name(number, name, names)
        case _:
            raise ValueError(
                f"{shown(number)} may hold names, numbers, + - * /, brackets, abs(a), min(a, b), max(a, b), growth(a), "
                f"and comparator.name or world.name; not {shown(ast.unparse(node))}"
            )
    for one in inner:
        _check(one, number, names)


def unknown_name(number: str, name: str, names: tuple[str, ...]) -> ValueError:
    """Return the error for a name that no series has."""
    listing = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
    return ValueError(f"{shown(number)} has an unknown name {name!r}; there are {listing}")


def _leaves(tree: ast.expr) -> list[tuple[str, str]]:
    """Return (whose, name) of each series that the arithmetic reads."""
    match tree:
        case ast.Name(id=name):
            return [("state", name)]
        case ast.Attribute(value=ast.Name(id=whose), attr=name):
            return [(whose, name)]
        case ast.BinOp(left=left, right=right):
            return _leaves(left) + _leaves(right)
        case ast.UnaryOp(operand=operand):
            return _leaves(operand)
        case ast.Call(args=args):
            return [leaf for one in args for leaf in _leaves(one)]
    return []


def _evaluate(tree: ast.expr, paths: Mapping[tuple[str, str], Path]) -> Path | float:
    match tree:
        case ast.Constant(value=int() | float() as value):
            return float(value)
        case ast.UnaryOp(operand=operand):
            return _by_year(operator.neg, [_evaluate(operand, paths)])
        case ast.BinOp(left=left, op=op, right=right):
            return _by_year(_TWO[type(op)], [_evaluate(left, paths), _evaluate(right, paths)])
        case ast.Call(func=ast.Name(id="growth"), args=[only]):
            found = _evaluate(only, paths)
            return log_changes(found) if isinstance(found, Mapping) else {}
        case ast.Call(func=ast.Name(id=name), args=args):
            return _by_year(_FUNCTIONS[name], [_evaluate(one, paths) for one in args])
    return paths[_leaves(tree)[0]]


def _by_year(made: Callable[..., float], given: list[Path | float]) -> Path | float:
    """Apply a function in each year that all paths have; a year in which it gives no number has none."""
    known = [one for one in given if isinstance(one, Mapping)]
    if not known:
        try:
            return made(*given)
        except ZeroDivisionError:
            return {}  # as in a year without a number: there is none in any
    found = {}
    for year in common_years(*known):
        try:
            value = made(*(one[year] if isinstance(one, Mapping) else one for one in given))
        except ZeroDivisionError:
            continue
        if math.isfinite(value):
            found[year] = value
    return found


def origins_of(*numbers: Yearly) -> tuple[Origin, ...]:
    """Return the origins of the series behind some numbers, each once."""
    return tuple(dict.fromkeys(one.origin for number in numbers for one, _ in number.parts))
