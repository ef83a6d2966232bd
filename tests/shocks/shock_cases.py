"""Measures and shocks that several tests of shocks use."""

from __future__ import annotations

from typing import Any

from technostate.shocks.specification import Shock

BAN: dict[str, Any] = {
    "measure": "export_ban", "name": "ban", "exporters": ["USA"], "importers": ["CHN"], "sectors": ["C26"], "leak": 0.1,
}  # fmt: skip


def shock(*measures: dict[str, Any], starts: str = "2018-01-01") -> Shock:
    """Return a shock of the given measures."""
    return Shock(name="trial", title="Trial", starts=starts, measures=list(measures))


def tariff(**fields: Any) -> dict[str, Any]:
    """Return an added tariff of CHN on electronics from USA, with fields replaced."""
    row = {key: value for key, value in BAN.items() if key != "leak"}
    return row | {"measure": "tariff", "name": "duty", "rate": 0.25, "basis": "added"} | fields
