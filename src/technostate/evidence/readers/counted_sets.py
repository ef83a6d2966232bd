"""Data sets on technology, minerals and trade, each with the reader that counts or divides its rows."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from technostate.evidence.readers import (
    chip_equipment,
    electric_cars,
    epoch,
    launches,
    mineral_exports,
    minerals,
    reactors,
    satellites,
    supercomputers,
    trade_summary,
    us_tariffs,
)
from technostate.evidence.series import Series

#: Stem of the set's file under ``readers/sets`` → the folder of all raw sets → its series.
COUNTED: dict[str, Callable[[Path], tuple[Series, ...]]] = {
    "gcat-launches": launches.read_folder,
    "ucs-satellites": satellites.read_folder,
    "top500": supercomputers.read_folder,
    "epoch-ai": epoch.read_folder,
    "nuclear-reactors": reactors.read_folder,
    "iea-ev": electric_cars.read_folder,
    "usgs-minerals": minerals.read_folder,
    "wits-summary": trade_summary.read_folder,
    "china-mineral-exports": mineral_exports.read_folder,
    "chip-equipment": chip_equipment.read_folder,
    "us-tariffs": us_tariffs.read_folder,
}
