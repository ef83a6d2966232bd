"""Varieties of Democracy: five indices of democracy (v15) and six components (v14), subsets of the full data.

V-Dem's terms are CC BY-SA 4.0: what is derived from these files keeps that licence, so the embedded series lie in files
of their own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.origin import Origin
from technostate.evidence.readers.delimited import rows
from technostate.evidence.readers.gather import Gathering
from technostate.evidence.series import Series

LICENCE = "CC BY-SA 4.0"


def _origin(version: str, year: int, accessed: dt.date, note: str) -> Origin:
    return Origin(
        "V-Dem Institute",
        f"V-Dem Country-Year Dataset v{version}",
        f"Coppedge, M., et al. ({year}). V-Dem Country-Year Dataset v{version}. Varieties of Democracy Project.",
        f"v{version}",
        LICENCE,
        "https://www.v-dem.net",
        accessed,
        note,
    )


V15 = _origin("15", 2025, dt.date(2025, 12, 12), "five indices, from a file that merges them with World Bank figures")
V14 = _origin("14", 2024, dt.date(2026, 1, 23), "six indices, from the V-Dem Institute's demspaces project")

#: The file, its title prefix, the origin and its variables.
INDICES = {
    "v2x_polyarchy": "Electoral democracy index",
    "v2x_libdem": "Liberal democracy index",
    "v2x_partipdem": "Participatory democracy index",
    "v2x_delibdem": "Deliberative democracy index",
    "v2x_egaldem": "Egalitarian democracy index",
}
COMPONENTS = {
    "v2x_veracc_osp": "Vertical accountability index",
    "v2xcs_ccsi": "Core civil society index",
    "v2xcl_rol": "Equality before the law and individual liberty index",
    "v2x_freexp_altinf": "Freedom of expression and alternative sources of information index",
    "v2x_horacc_osp": "Horizontal accountability index",
    "v2x_pubcorr": "Public sector corruption index, turned so that higher is less corrupt",
}

DONE = (
    "Indices from 0 to 1 as published. Rows of the merged file that are World Bank aggregates (no V-Dem code) left "
    "out, as are its World Bank columns. The Republic of Vietnam is RVN. The producer's points are estimates with "
    "intervals that these subsets do not have."
)
_RENAMED = {"VDR": "RVN"}


def read(path: Path, dataset: str, variables: Mapping[str, str], origin: Origin) -> tuple[Series, ...]:
    """Return the series ``vdem/<dataset>/<variable>`` of one file, unit ``index``.

    Raises
    ------
    DataError
        If the file is malformed, a country is unknown, or an index lies outside 0 to 1.
    """
    found = {
        name: Gathering(f"vdem/{dataset}/{name}", title, "index", "measured", origin)
        for name, title in variables.items()
    }
    for row in rows(path, ("country_text_id", "year", *variables)):
        code = row.text("country_text_id")
        if code in ("", "NA"):
            continue
        region = _RENAMED.get(code) or regions.from_code(code)
        for name in variables:
            value = row.number(name)
            if value is None:
                continue
            if region is None:
                raise DataError(
                    f"{row.file} line {row.line}: unknown country {code!r}", hint="add it to evidence/countries.csv"
                )
            if not 0.0 <= value <= 1.0:
                raise DataError(
                    f"{row.file} line {row.line}: {name} is {value:g}, outside 0 to 1", hint="V-Dem indices are 0 to 1"
                )
            found[name].add(region, row.year("year"), value, where=f"{row.file} line {row.line}")
    return tuple(gathering.series() for gathering in found.values())


def read_indices(raw: Path) -> tuple[Series, ...]:
    """Return the series ``vdem/v15/*`` of the raw folder `vdem_subset` under `raw`."""
    return read(raw / "vdem_subset" / "vdem3_with_wdi_1960_2024.csv", "v15", INDICES, V15)


def read_components(raw: Path) -> tuple[Series, ...]:
    """Return the series ``vdem/demspaces/*`` of the raw folder `vdem_subset` under `raw`."""
    return read(raw / "vdem_subset" / "demspaces_dv_data_1968_2023.csv", "demspaces", COMPONENTS, V14)
