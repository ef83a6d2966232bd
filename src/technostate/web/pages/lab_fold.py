"""From the fields of the lab's form to the short words of its address: buttons add, remove, start and open."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal

from technostate.errors import LabelError, ScenarioError
from technostate.evidence import regions
from technostate.shocks.written import (
    EXAMPLE,
    KINDS,
    LISTS,
    MOST,
    RANGES,
    Line,
    Written,
    line,
    opened,
    shipped,
    shipped_lines,
)
from technostate.shocks.written.line import PARTS
from technostate.shocks.written.page import STARTS
from technostate.web.pages.lab_words import GROUPS, amount

#: Characters of all measures together.
MOST_LETTERS = 2400
#: Longest text that is taken for a page of YAML.
MOST_YAML = 6000
#: What a new measure is.
FRESH = Line("export_ban")

_FIELD = re.compile(r"m([1-9])\.([a-z_]{1,30})(?:\.(low|central|high))?")
_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,12})?|\.\d{1,12})")


def folded(rows: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return what a form sends as what an address says; what is no field of the form stays as it is.

    Raises
    ------
    LabelError
        If a field has not the form that it must have.
    """
    said: list[tuple[str, str]] = []
    fields: dict[int, dict[tuple[str, str], list[str]]] = {}
    beside = {"do": "", "from": "", "yaml": ""}
    for name, text in rows:
        found = _FIELD.fullmatch(name)
        if found is not None:
            place = (found[2], found[3] or "")
            fields.setdefault(int(found[1]), {}).setdefault(place, []).append(text)
        elif name in beside:
            beside[name] = text
        elif name != "question":
            said.append((name, text))
    try:
        return _done(said, fields, beside)
    except ScenarioError as error:
        raise LabelError(str(error), hint=error.hint) from None


def _done(
    said: list[tuple[str, str]],
    fields: Mapping[int, Mapping[tuple[str, str], list[str]]],
    beside: Mapping[str, str],
) -> list[tuple[str, str]]:
    keys = [f"m{at}" for at in range(1, MOST + 1)]
    values = {name: text for name, text in said if name in ("start", "keep", *keys)}
    rest = [pair for pair in said if pair[0] not in values]
    lines = [line(values[key], f"measure {at}") for at, key in enumerate(keys, 1) if values.get(key, "").strip()]
    if fields:
        lines = [_line(fields[at]) for at in sorted(fields)]
    start, keep = values.get("start", ""), values.get("keep", "")
    match beside["do"].split("-"):
        case ["add"]:
            lines = [*lines, FRESH]
        case ["remove", number] if number in {f"{at}" for at in range(1, len(lines) + 1)}:
            del lines[int(number) - 1]
            # The last one that is taken away leaves an empty form, not the whole of what it started from.
            lines = lines or [FRESH]
        case ["start"]:
            start, keep = beside["from"], ""
            lines = [] if start else [FRESH]
            rest = [pair for pair in rest if pair[0] not in ("title", "starts", "world", "products", "tariffs")]
        case ["open"]:
            return [*_opened(beside["yaml"]), *_run_only(rest)]
    if start and not keep and tuple(lines) == shipped_lines(start):
        lines = []
    base = start or ("" if lines else EXAMPLE)
    usual = str(shipped(base).get("starts", "")) if base else STARTS
    rest = [pair for pair in rest if pair != ("starts", usual)]
    if start == EXAMPLE and not lines:
        start = ""
    return [*rest, *_address(start, keep if lines else "", lines)]


def _run_only(rest: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [pair for pair in rest if pair[0] not in ("title", "starts", "world", "products", "tariffs")]


def _address(start: str, keep: str, lines: list[Line]) -> list[tuple[str, str]]:
    if len(lines) > MOST:
        raise LabelError(f"there are {len(lines)} measures", hint=f"the lab has {MOST}; a file of YAML may have more")
    letters = sum(len(row.text) for row in lines)
    if letters > MOST_LETTERS:
        raise LabelError(f"the measures have {letters:,} characters", hint=f"the lab has {MOST_LETTERS:,}")
    said = [("start", start), ("keep", keep), *((f"m{at}", row.text) for at, row in enumerate(lines, 1))]
    return [pair for pair in said if pair[1]]


def _opened(text: str) -> list[tuple[str, str]]:
    """Return what a pasted page of YAML says."""
    if len(text) > MOST_YAML:
        raise LabelError(f"the text has {len(text):,} characters", hint=f"the lab reads {MOST_YAML:,}")
    found = opened(text)
    base, *products = found.pop("world", "").split("+")
    lines = [line(found.pop(key), key) for key in sorted(found, key=len) if re.fullmatch(r"m\d+", key)]
    start, keep = found.pop("start", ""), found.pop("keep", "")
    first = 1 + (len(shipped_lines(start)) if keep else 0)
    lines = [_nameless(row, at) for at, row in enumerate(lines, first)]
    if found.get("title") == Written(start=start, lines=tuple(lines)).named():
        del found["title"]
    if start and not keep and tuple(lines) == shipped_lines(start):
        lines = []
    head = [*found.items(), ("world", base), ("products", ",".join(products))]
    return [*(pair for pair in head if pair[1]), *_address(start, keep, lines)]


def _nameless(row: Line, number: int) -> Line:
    """Return a measure without the name that it has by its place anyhow."""
    bare = Line(row.kind, tuple(pair for pair in row.fields if pair[0] != "name"))
    return bare if bare.named(number) == row.get("name") else row


def _line(fields: Mapping[tuple[str, str], list[str]]) -> Line:
    """Return the measure of a group of fields: only those that its kind has."""
    kind = next((text.strip() for text in fields.get(("kind", ""), []) if text.strip()), FRESH.kind)
    tokens = [kind]
    for name in ("name", *KINDS.get(kind, ()), "starts", "ends"):
        if name in RANGES and kind in KINDS:
            per_cent = amount(kind, name)[1]
            parts = [_amount(_first(fields, (name, part)), per_cent) for part in PARTS]
            parts = [parts[1]] if not parts[0] and not parts[2] else parts
            value = ",".join(parts)
        elif name in LISTS:
            value = ",".join(_listed(",".join(fields.get((name, ""), [])), sectors=name in ("sectors", "rent")))
        else:
            value = re.sub(r"\s+", "-" if name == "name" else "", _first(fields, (name, "")))
        if value.strip(","):
            tokens.append(f"{name}:{value}")
    return line(" ".join(tokens))


def _first(fields: Mapping[tuple[str, str], list[str]], place: tuple[str, str]) -> str:
    return next((text.strip() for text in fields.get(place, []) if text.strip()), "")


def _amount(text: str, per_cent: bool) -> str:
    """Return a number of the form as the address has it: a fraction for per cent; what is no number as it is."""
    # A comma may be a decimal's or a thousand's: it is no number here, and must not part the range.
    text = "".join(text.split()).replace("−", "-").replace(",", "_").removesuffix("%")
    if not per_cent or not _NUMBER.fullmatch(text):
        return text
    return f"{Decimal(text).scaleb(-2):f}"


def shown_amount(text: str, per_cent: bool) -> str:
    """Return a number of an address as the form shows it.

    Examples
    --------
    >>> shown_amount("0.02", True), shown_amount("1", True), shown_amount("30", False), shown_amount("much", True)
    ('2', '100', '30', 'much')
    """
    if not per_cent or not _NUMBER.fullmatch(text):
        return text
    found = f"{Decimal(text).scaleb(2):f}"
    return found.rstrip("0").rstrip(".") if "." in found else found


def _listed(text: str, *, sectors: bool) -> list[str]:
    """Return names of a field as codes: what means nothing stays, for the reader of shocks to say so."""
    parts = [" ".join(part.split()) for part in text.split(",")]
    return [part.replace(" ", "-") if sectors else _region(part) for part in parts if part]


def _region(text: str) -> str:
    if text in GROUPS:
        return text
    named = [key for key, name in GROUPS.items() if text.casefold() in (name.casefold(), key.casefold())]
    if named:
        return named[0]
    try:
        found = regions.typed(text, groups=tuple(GROUPS))
    except LabelError:
        found = ""
    return found if isinstance(found, str) and found else text.replace(" ", "_")
