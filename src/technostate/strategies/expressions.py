r"""The measure of an indicator as data: a small grammar, parsed into a tree and checked before anything is computed.

An expression is a series id, or a table with one operator and its options:

| operator | value | options | meaning |
|---|---|---|---|
| ``series`` | id | ``scale``, ``vintage`` | the series itself, newest edition or the one named, times ``scale`` |
| ``ratio`` | [a, b] | ``scale`` | a / b, same region and same year |
| ``product`` | [a, b] | ``scale`` | a · b, same region and same year |
| ``sum`` | [a, b, …] | ``scale`` | all of them, same region and same year |
| ``difference`` | [a, b] | ``scale`` | a − b, same region and same year |
| ``share_of_world`` | a | ``total``, ``since`` | a over the producer's world total, or over the sum of states |
| ``distance_from_median`` | a | | absolute distance from the median of all states in the year |
| ``growth`` | a | ``years`` | compound growth over so many years, per cent a year |
| ``mean`` | a | ``years`` | mean of the year and the years before it; all must be known |
| ``at_least`` | a | ``level`` | 1 where a reaches the level, 0 where it does not |
| ``exposure`` | measure | ``worlds``, ``sector`` | a look-through measure, every year of a family of worlds |
| ``panel`` | measure | ``sectors`` | a measure of the trade panel |
| ``public_inputs`` | measure | | inputs of public administration and defence, finer intermediate table |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from technostate.errors import DataError, nearest
from technostate.evidence.series import check_id


@dataclass(frozen=True)
class Expression:
    """One node of a measure: operator, what it works on, and its options.

    Parameters
    ----------
    operator : str
        A key of `OPERATORS`.
    operands : tuple of Expression
        What it works on; empty for a leaf.
    name : str
        Series id or name of a measure; empty unless a leaf.
    options : mapping
        Only those the operator knows.
    """

    operator: str
    operands: tuple[Expression, ...] = ()
    name: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)

    def series_ids(self) -> tuple[str, ...]:
        """Return the ids of all series in the tree, each once, in order."""
        own = (self.name,) if self.operator == "series" else ()
        return tuple(dict.fromkeys(own + tuple(i for operand in self.operands for i in operand.series_ids())))

    def text(self) -> str:
        """Return the expression in words and signs, as a footnote would give it.

        Examples
        --------
        >>> parse({"ratio": ["a/b/x", "a/b/y"], "scale": 100}).text()
        'a/b/x / a/b/y × 100'
        """
        return _text(self)


@dataclass(frozen=True)
class Operator:
    """What an operator takes and how a footnote says it.

    Parameters
    ----------
    operands : int or None
        How many expressions; None: at least two; 0: a leaf, which takes a name.
    names : tuple of str
        Names that a leaf may have; empty: series ids.
    options, required : mapping of str to type, tuple of str
        Options it knows, and those it needs.
    sign : str
        What stands between its operands in words.
    words : str
        The whole in words, with ``{0}`` for the operand and options by name.
    """

    operands: int | None = 0
    names: tuple[str, ...] = ()
    options: Mapping[str, type] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    sign: str = ""
    words: str = ""


_SCALE: Mapping[str, type] = {"scale": float}
_YEARS: Mapping[str, type] = {"years": int}

#: Measures a leaf may name, beside the series of the catalogue.
WORLD_FAMILIES = ("wiod", "icio")
EXPOSURES = ("foreign_input_reliance", "external_circulation")
PANELS = ("import_share", "supplier_concentration", "largest_supplier_share", "output_share")
PUBLIC_INPUTS = ("high_technology_share", "high_technology_domestic", "high_technology_foreign_share", "foreign_share")

OPERATORS: dict[str, Operator] = {
    "series": Operator(options={**_SCALE, "vintage": str}),
    "ratio": Operator(operands=2, options=_SCALE, sign=" / "),
    "product": Operator(operands=2, options=_SCALE, sign=" · "),
    "sum": Operator(operands=None, options=_SCALE, sign=" + "),
    "difference": Operator(operands=2, options=_SCALE, sign=" − "),
    "share_of_world": Operator(operands=1, options={"total": str, "since": int}),
    "distance_from_median": Operator(operands=1, words="absolute distance from the median state of {0}"),
    "growth": Operator(1, options=_YEARS, required=("years",), words="compound growth over {years} years of {0}"),
    "mean": Operator(1, options=_YEARS, required=("years",), words="mean over {years} years of {0}"),
    "at_least": Operator(1, options={"level": float}, required=("level",), words="1 where {0} ≥ {level}, else 0"),
    "exposure": Operator(names=EXPOSURES, options={"worlds": str, "sector": str}, required=("worlds",)),
    "panel": Operator(names=PANELS, options={"sectors": list}, required=("sectors",)),
    "public_inputs": Operator(names=PUBLIC_INPUTS),
}


#: A measure as TOML gives it: a series id or a table with one operator.
Written: TypeAlias = str | Mapping[str, Any]


def problems(written: object, where: str = "measure") -> Iterator[str]:
    """Yield in plain words everything that is wrong with a measure, at every depth.

    Examples
    --------
    >>> list(problems({"ratio": ["a/b/x"]}))
    ['measure: ratio takes 2 expressions, 1 given']
    """
    if isinstance(written, str):
        yield from _id_problems(written, where)
        return
    if not isinstance(written, Mapping):
        yield f"{where}: {written!r} is neither a series id nor a table with an operator"
        return
    operators = [key for key in written if key in OPERATORS]
    if len(operators) != 1:
        unknown = [str(key) for key in written if key not in OPERATORS]
        close = nearest(unknown[0], OPERATORS) if unknown and not operators else ()
        found = ", ".join(operators) if operators else "none"
        yield f"{where}: one operator is needed, {found} given" + (
            f"; did you mean {' or '.join(close)}?" if close else ""
        )
        return
    operator = operators[0]
    rule = OPERATORS[operator]
    yield from _option_problems(operator, rule, {k: v for k, v in written.items() if k != operator}, where)
    yield from _operand_problems(operator, rule, written[operator], where)


def parse(written: Written) -> Expression:
    """Return the tree of a measure.

    Parameters
    ----------
    written : str or mapping
        As TOML gives it.

    Raises
    ------
    DataError
        Listing everything that is wrong.
    """
    found = list(problems(written))
    if found:
        raise DataError("; ".join(found), hint=f"operators: {', '.join(OPERATORS)}")
    return _parse(written)


def _parse(written: Written) -> Expression:
    if isinstance(written, str):
        return Expression("series", name=written)
    operator = next(key for key in written if key in OPERATORS)
    options = {key: value for key, value in written.items() if key != operator}
    value = written[operator]
    if OPERATORS[operator].operands == 0:
        return Expression(operator, name=value, options=options)
    operands = value if isinstance(value, list) else [value]
    return Expression(operator, operands=tuple(_parse(item) for item in operands), options=options)


def _id_problems(series_id: str, where: str) -> Iterator[str]:
    try:
        check_id(series_id)
    except DataError as error:
        yield f"{where}: {error}"


def _option_problems(operator: str, rule: Operator, options: Mapping[str, Any], where: str) -> Iterator[str]:
    for key, value in options.items():
        if key not in rule.options:
            yield f"{where}: {operator} has no option {key!r}" + (
                f"; it has {', '.join(rule.options)}" if rule.options else ""
            )
        elif not _is_a(value, rule.options[key]):
            yield f"{where}: {operator}'s {key} is {value!r}, not {rule.options[key].__name__}"
        elif key == "years" and not 1 < value <= 50:
            yield f"{where}: {operator} over {value} years; between 2 and 50 are possible"
        elif key == "scale" and value == 0:
            yield f"{where}: a scale of zero"
        elif key == "total" and value != "listed":
            yield f"{where}: total {value!r} is not 'listed'"
        elif key == "worlds" and value not in WORLD_FAMILIES:
            yield f"{where}: worlds {value!r} are none of {', '.join(WORLD_FAMILIES)}"
    yield from (f"{where}: {operator} needs {key}" for key in rule.required if key not in options)


def _operand_problems(operator: str, rule: Operator, value: object, where: str) -> Iterator[str]:
    if rule.operands == 0:
        if not isinstance(value, str):
            yield f"{where}: {operator} takes a name, not {value!r}"
        elif operator == "series":
            yield from _id_problems(value, where)
        elif value not in rule.names:
            yield f"{where}: {operator} has no {value!r}; it has {', '.join(rule.names)}"
        return
    items = value if isinstance(value, list) else [value]
    wanted = rule.operands
    if (wanted is None and len(items) < 2) or (wanted is not None and len(items) != wanted):
        count = "at least 2" if wanted is None else str(wanted)
        noun = "expression" if wanted == 1 else "expressions"
        yield f"{where}: {operator} takes {count} {noun}, {len(items)} given"
    for number, item in enumerate(items, start=1):
        yield from problems(item, f"{where}.{operator}[{number}]")


def _is_a(value: object, wanted: type) -> bool:
    if isinstance(value, bool):
        return False
    if wanted is list:
        return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)
    if wanted is float:
        return isinstance(value, int | float)
    return isinstance(value, wanted) and value != ""


def _text(node: Expression) -> str:
    parts = [operand.text() if not operand.operands else f"({operand.text()})" for operand in node.operands]
    options, rule = node.options, OPERATORS[node.operator]
    if rule.sign:
        text = rule.sign.join(parts)
    elif rule.words:
        text = rule.words.format(*parts, **options)
    elif node.operator == "series":
        text = node.name + (f" ({options['vintage']})" if "vintage" in options else "")
    elif node.operator == "share_of_world":
        total = "total of all states listed" if "total" in options else "world total"
        text = f"share of the {total} of {parts[0]}" + (f" from {options['since']} on" if "since" in options else "")
    else:
        details = ", ".join(f"{key} {_listed(v) if isinstance(v, list) else v}" for key, v in options.items())
        text = node.name.replace("_", " ") + (f" ({details})" if details else "")
    scale = options.get("scale")
    return f"{text} × {scale:g}" if scale is not None else text


def _listed(codes: list[str]) -> str:
    return "+".join(codes) if len(codes) <= 6 else f"{codes[0]} to {codes[-1]} ({len(codes)})"
