"""ETO's map of the advanced chip supply chain: importer only.

The data set of Georgetown's Emerging Technology Observatory is CC BY-NC 4.0. Nothing of it is embedded: this reads the
copy a user has downloaded, for that user's own, non-commercial work.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from technostate.errors import DataError
from technostate.evidence import regions
from technostate.evidence.readers.data_set import data_set
from technostate.evidence.readers.delimited import rows

ORIGIN = data_set("eto-chips").origins["eto"]

#: Providers that are no single country; their shares are left out.
GROUPS = frozenset({"Various countries", "Various", "EUR"})


@dataclass(frozen=True)
class Provision:
    """A country's share of the world market of one input of chip production.

    `share` is in per cent; None where the data set says only that the country provides it.
    """

    input_id: str
    input_name: str
    country: str
    share: float | None
    year: int | None
    source: str


def read(folder: Path) -> tuple[Provision, ...]:
    """Return the shares of single countries (neither firms nor groups) by input, from the folder of the CSV files.

    Raises
    ------
    DataError
        If a file is malformed, a provider is not in the list of providers, a country unknown, or a share outside
        0 to 100.
    """
    countries = {}
    others = set()
    for row in rows(folder / "providers.csv", ("provider_name", "provider_id", "provider_type", "alias")):
        if row.text("provider_type") == "country" and row.text("provider_name") not in GROUPS:
            region = regions.from_code(row.text("provider_name")) or regions.from_name(row.text("alias"))
            if region is None:
                raise DataError(
                    f"{row.file} line {row.line}: unknown country {row.text('provider_name')!r}",
                    hint="add it to evidence/country_names.csv",
                )
            countries[row.text("provider_id")] = region
        else:
            others.add(row.text("provider_id"))
    found = []
    columns = ("provider_id", "provided_name", "provided_id", "share_provided", "year", "source")
    for row in rows(folder / "provision.csv", columns):
        provider = row.text("provider_id")
        if provider in others:
            continue
        if provider not in countries:
            raise DataError(
                f"{row.file} line {row.line}: provider {provider!r} is not in providers.csv",
                hint="take both files from one release",
            )
        share = row.number("share_provided")
        if share is not None and not 0.0 <= share <= 100.0:
            raise DataError(f"{row.file} line {row.line}: share {share:g} is not 0 to 100", hint="shares are per cent")
        year = row.year("year") if row.text("year") else None
        found.append(
            Provision(
                row.text("provided_id"), row.text("provided_name"), countries[provider], share, year, row.text("source")
            )
        )
    return tuple(sorted(found, key=lambda item: (item.input_id, item.country)))
