"""The JSON record about a world: strict types, no key twice, text that can be printed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from technostate.errors import DataError, TechnostateError
from technostate.evidence import Origin
from technostate.evidence.origin import KINDS
from technostate.evidence.printable import is_printable, shortened
from technostate.world.labels import LONGEST
from technostate.world.products.reading import products_of
from technostate.world.products.record import record_of as product_record
from technostate.world.world import World

#: The file of the record in a folder or archive.
RECORD = "world.json"
UNIT = "USD million, current prices"
#: The fields of a World that hold an origin.
ORIGINS = ("origin", "tariff_origin", "elasticity_origin")
_TEXTS = ("classification", "kind", "value_added_label")


def json_record(text: str | bytes, where: str, hint: str) -> dict[str, Any]:
    """Return a JSON object.

    Raises
    ------
    DataError
        If the text is not JSON, is nested too deeply, is no object, has a key twice or holds half a character.
    """
    try:
        record = json.loads(text, object_pairs_hook=_once)
        json.dumps(record, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise DataError(f"{where} holds half a character (a lone surrogate)", hint=hint) from None
    except (ValueError, RecursionError) as error:
        raise DataError(f"{where} is not JSON ({error})", hint=hint) from None
    if not isinstance(record, dict):
        raise DataError(f"{where} is not a JSON object", hint=hint)
    return record


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) < len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise ValueError(f"key {twice!r} is given twice")
    return record


def identity_of(record: Mapping[str, Any], where: str) -> tuple[str, int, list[str], list[str]]:
    """Return name, year, regions and sectors of a JSON record; raises `DataError` if one is missing or malformed."""
    listed = "a list of text"
    wanted = {"name": f"text of 1 to {LONGEST} letters", "year": "a whole number", "regions": listed, "sectors": listed}
    found = {key: record.get(key) for key in wanted}
    good = {
        "name": isinstance(found["name"], str) and bool(found["name"].strip()) and len(found["name"]) <= LONGEST,
        "year": type(found["year"]) is int and 0 < found["year"] < 10_000,
        **{
            key: isinstance(found[key], list) and all(isinstance(label, str) for label in found[key] or ())
            for key in ("regions", "sectors")
        },
    }
    wrong = [
        f"{key} is missing" if key not in record else f"{key} is {_short(found[key])}, not {wanted[key]}"
        for key, right in good.items()
        if not right
    ]
    if wrong:
        raise DataError(
            f"{where} is malformed: {'; '.join(wrong)}", hint="it has name, year, regions and sectors at least"
        )
    return found["name"], found["year"], found["regions"], found["sectors"]  # type: ignore[return-value]


def unit_of(record: Mapping[str, Any]) -> str:
    """Return the unit that a record states; what says none is in USD million, as this format always is."""
    return str(record.get("unit", UNIT))


def _short(value: object) -> str:
    return shortened(str(value) if isinstance(value, float) else json.dumps(value, ensure_ascii=True), 60)


def about_of(record: Mapping[str, Any], where: str) -> dict[str, Any]:
    """Return the optional fields of `World` from a JSON record; raises `DataError` for malformed ones."""
    about: dict[str, Any] = {key: record[key] for key in (*_TEXTS, "tolerance", "sector_titles") if key in record}
    wrong = [f"{key} is no text" for key in _TEXTS if key in about and not isinstance(about[key], str)]
    titles, tolerance = about.get("sector_titles", {}), about.get("tolerance", 1.0)
    if isinstance(tolerance, bool) or not isinstance(tolerance, int | float) or abs(tolerance) > 1e300:
        wrong.append(f"tolerance is {_short(tolerance)}, not a number")
    if not isinstance(titles, dict) or not all(isinstance(title, str) for title in titles.values()):
        wrong.append("sector_titles is not a table of texts")
    if not isinstance(about.get("kind", "derived"), str) or about.get("kind", "derived") not in KINDS:
        wrong.append(f"kind is {_short(about['kind'])}, not one of {', '.join(KINDS)}")
    wrong += (f"{key} has characters that cannot be printed" for key, value in record.items() if not _prints(value))
    for key in ORIGINS:
        if key in record:
            try:
                about[key] = _origin(record[key])
            except (TechnostateError, TypeError, ValueError, AttributeError, RecursionError) as error:
                wrong.append(f"{key}: {error}")
    if record.get("products"):
        try:
            about["products"] = {row.name: row for row in products_of({"products": record["products"]}, "products")}
        except TechnostateError as error:
            wrong.append(str(error))
    if wrong:
        raise DataError(f"{where}: the record about the world is malformed: {'; '.join(wrong)}", hint="see world.write")
    return about | ({"tolerance": float(tolerance)} if "tolerance" in about else {})


def _prints(value: Any) -> bool:
    """Return whether every text in a JSON value can be printed."""
    if isinstance(value, dict):
        return all(_prints(key) and _prints(item) for key, item in value.items())
    if isinstance(value, list):
        return all(map(_prints, value))
    return not isinstance(value, str) or is_printable(value, "\n\t")


def _origin(record: Any) -> Origin:
    kinds = {"inputs": list, "paragraph": int, "offset": int}
    if not isinstance(record, dict) or any(type(value) is not kinds.get(key, str) for key, value in record.items()):
        raise ValueError("an origin is a table of texts")
    return Origin.from_dict(record)


def record_of(world: World) -> dict[str, Any]:
    """Return the JSON record about a world that `about_of` and the readers understand."""
    return {
        "name": world.name,
        "year": world.year,
        "unit": UNIT,
        "regions": list(world.regions),
        "sectors": list(world.sectors),
        "classification": world.classification,
        "kind": world.kind,
        "value_added_label": world.value_added_label,
        "tolerance": world.tolerance,
        "sector_titles": dict(world.sector_titles),
        **({"products": [product_record(row) for row in world.products.values()]} if world.products else {}),
        **origins_record(world),
    }


def origins_record(world: World) -> dict[str, Any]:
    """Return the world's origins by field as plain JSON types, those that it does not have left out."""
    return {key: origin.as_dict() for key in ORIGINS if (origin := getattr(world, key)) is not None}
