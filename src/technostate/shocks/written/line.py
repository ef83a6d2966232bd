"""One measure in one line: its kind, then each field as ``field:value``, with commas in lists and ranges."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from technostate.errors import ScenarioError

_LINK = ("exporters", "importers", "sectors")
#: Kind → its fields in their order, without name and days, which all have.
KINDS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "export_ban": (*_LINK, "use", "leak", "rent"),
        "import_ban": (*_LINK, "use", "leak", "rent"),
        "tariff": (*_LINK, "use", "basis", "rate", "to"),
        "trade_cost": (*_LINK, "use", "increase"),
        "capacity_loss": ("regions", "sectors", "loss"),
        "demand_loss": ("regions", "sectors", "loss"),
        "transfer_freeze": ("regions", "held_by", "amount_musd_per_year"),
        "stockpile": ("regions", "sectors", "days"),
        "delay": (*_LINK, "days", "share"),
        "technology_cutoff": (*_LINK, "share"),
    }
)
#: Fields that are lists of names, and fields that are a number or low, central and high.
LISTS = frozenset({"exporters", "importers", "regions", "held_by", "sectors", "rent"})
RANGES = frozenset({"leak", "rate", "increase", "loss", "amount_musd_per_year", "days", "share"})
#: What every measure has beside the fields of its kind.
EVERY = ("name", "starts", "ends")
#: Names of the parts of a range.
PARTS = ("low", "central", "high")

_NUMBER = re.compile(r"[+-]?(\d{1,15}(\.\d{0,15})?|\.\d{1,15})")
_PLAIN_NUMBER = re.compile(r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?")
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
#: Words that are no text to the reader of plain YAML.
_RESERVED = frozenset({"true", "false", "null"})


@dataclass(frozen=True)
class Line:
    """One measure as it is written: nothing in it is checked but its form.

    Parameters
    ----------
    fields : tuple of (str, str)
        In the order of the kind.
    """

    kind: str
    fields: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """The line; `line` reads it back."""
        return " ".join([self.kind, *(f"{name}:{value}" for name, value in self.fields)])

    def get(self, name: str) -> str:
        """Return a field as it is written, empty where it is not there."""
        return dict(self.fields).get(name, "")

    def named(self, number: int) -> str:
        """Return its name, or the one that it has by its place, from 1."""
        kind = self.kind.replace("_", "-") if self.kind in KINDS else "measure"
        return self.get("name") or f"{kind}-{number}"

    def yaml(self, number: int) -> str:
        """Return it as a list's entry of a shock's file."""
        rows = [f"  - measure: {scalar(self.kind)}", f"    name: {scalar(self.named(number))}"]
        rows += [f"    {scalar(name)}: {_value(self.kind, name, text)}" for name, text in self.fields if name != "name"]
        return "\n".join(rows)


def line(text: str, where: str = "the measure") -> Line:
    """Return a measure from its line, its fields in order and its numbers in one form.

    Parameters
    ----------
    where : str
        For messages.

    Raises
    ------
    ScenarioError
        If it has not the form of a line.

    Examples
    --------
    >>> line("export_ban leak:.020,0.10,.25 exporters:USA,JPN importers:CHN").text
    'export_ban exporters:USA,JPN importers:CHN leak:0.02,0.1,0.25'
    """
    kind, *tokens = text.split() or [""]
    if not re.fullmatch(r"[a-z_]{1,30}", kind):
        raise ScenarioError(f"{where} begins with {kind[:40]!r}, which is no kind of measure", hint=_HINT)
    found: dict[str, str] = {}
    for token in tokens:
        name, colon, value = token.partition(":")
        if not colon or not re.fullmatch(r"[a-z_]{1,30}", name):
            raise ScenarioError(f"{where}: {token[:60]!r} is no field with its value", hint=_HINT)
        if name in found:
            raise ScenarioError(f"{where}: {name} is there twice", hint="keep one")
        if value.strip(","):
            found[name] = _tidy(name, value)
    order = ("name", *KINDS.get(kind, ()), "starts", "ends")
    known = [(name, found.pop(name)) for name in order if name in found]
    return Line(kind, (*known, *found.items()))


_HINT = "write export_ban exporters:USA importers:CHN sectors:goods leak:0.02,0.1,0.25"


def _tidy(name: str, value: str) -> str:
    """Return a value in the one form it has in an address."""
    if name in LISTS:
        return ",".join(part for part in value.split(",") if part)
    if name in RANGES:
        parts = [number(part) for part in value.split(",")]
        return parts[0] if len(parts) == len(PARTS) and len(set(parts)) == 1 else ",".join(parts)
    return value


def number(text: str) -> str:
    """Return a number in one form; what is none stays what it is.

    Examples
    --------
    >>> number(".50"), number("1e3"), number("-0"), number("12,5")
    ('0.5', '1e3', '0', '12,5')
    """
    if not _NUMBER.fullmatch(text):
        return text
    found = f"{Decimal(text):f}"
    found = found.rstrip("0").rstrip(".") if "." in found else found
    return "0" if found in ("-0", "") else found.removeprefix("+")


def scalar(text: str) -> str:
    """Return a text as plain YAML reads it back: quoted, unless it is a plain word.

    Examples
    --------
    >>> scalar("goods"), scalar("*all"), scalar("null"), scalar("C24A")
    ('goods', '"*all"', '"null"', 'C24A')
    """
    if _WORD.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return json.dumps(text, ensure_ascii=False)


def _value(kind: str, name: str, text: str) -> str:
    """Return the value of a field in YAML."""
    if name in LISTS:
        return f"[{', '.join(scalar(part) for part in text.split(','))}]"
    if name in RANGES:
        parts = text.split(",")
        if len(parts) == 1:
            return _counted(text)
        pairs = [f"{key}: {_counted(part)}" for key, part in zip(PARTS, parts, strict=False) if part]
        # More parts than a range has are a mistake that the reader names.
        pairs += [f"{scalar(f'part-{at}')}: {_counted(part)}" for at, part in enumerate(parts[3:], 4)]
        return f"{{{', '.join(pairs)}}}"
    return day(text)


def day(text: str) -> str:
    """Return a day, or a year, as plain YAML reads it; what is none as a text, for the reader of shocks to say so.

    Examples
    --------
    >>> day("2027-01-01"), day("2027-13-45"), day("2017")
    ('2027-01-01', '"2027-13-45"', '2017')
    """
    try:
        dt.date.fromisoformat(text if _DAY.fullmatch(text) else "")
    except ValueError:
        return text if re.fullmatch(r"[1-9]\d{3}", text) else scalar(text)
    return text


def _counted(text: str) -> str:
    return text if _PLAIN_NUMBER.fullmatch(text) else scalar(text)
