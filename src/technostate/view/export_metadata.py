"""Descriptions of an export for machines and people: a Data Package, Croissant (schema.org), and a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from technostate import __version__
from technostate.evidence.origin import Origin

_ABOUT = (
    "Series, indicators and input–output tables of technostate: public, aggregate figures on techno-security states, "
    "each with unit, kind, edition, citation and the words of its producer's terms."
)
_TYPES = {"string": "sc:Text", "integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean"}


@dataclass(frozen=True)
class Field:
    """A column: its name, its type in a Table Schema, and what it holds."""

    name: str
    type: str
    description: str


@dataclass(frozen=True)
class Resource:
    """A file of an export.

    Parameters
    ----------
    rows, size : int
        Size in bytes.
    """

    path: str
    title: str
    rows: int
    size: int
    sha256: str
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """Name as a Data Package wants it: lower case, digits, dashes."""
        return str(PurePosixPath(self.path).with_suffix("")).replace("/", "-")

    @property
    def mediatype(self) -> str:
        """Media type of the file."""
        return "text/csv" if self.path.endswith(".csv") else "application/vnd.apache.parquet"


def data_package(resources: Sequence[Resource], origins: Sequence[Origin]) -> dict[str, Any]:
    """Return the descriptor of a Data Package (Frictionless, version 1).

    Parameters
    ----------
    origins : sequence of Origin
        Sources of the figures; their terms are in the words of their producers.
    """
    sources = {(origin.producer, origin.title): origin for origin in origins}
    return {
        "profile": "data-package",
        "name": "technostate",
        "title": "technostate: embedded data",
        "description": _ABOUT,
        "version": __version__,
        "licenses": [
            {"name": "other-open", "title": "Each series carries its producer's terms: catalogue.csv, column licence"}
        ],
        "sources": [
            {"title": f"{origin.producer}, {origin.title}", **({"path": origin.url} if origin.url else {})}
            for origin in sources.values()
        ],
        "resources": [
            {
                "profile": "tabular-data-resource" if item.path.endswith(".csv") else "data-resource",
                "name": item.name,
                "path": item.path,
                "title": item.title,
                "format": item.path.rpartition(".")[2],
                "mediatype": item.mediatype,
                **({"encoding": "utf-8"} if item.path.endswith(".csv") else {}),
                "bytes": item.size,
                "hash": f"sha256:{item.sha256}",
                "schema": {
                    "fields": [
                        {"name": field.name, "type": field.type, "description": field.description}
                        for field in item.fields
                    ]
                },
            }
            for item in resources
        ],
    }


def croissant(resources: Sequence[Resource], licences: Sequence[str]) -> dict[str, Any]:
    """Return the description in Croissant 1.0, which is schema.org with what machine learning tools ask for.

    Parameters
    ----------
    licences : sequence of str
        The words of the producers' terms.
    """
    return {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.0",
        "name": "technostate",
        "description": _ABOUT,
        "version": f"{__version__}" if __version__.count(".") == 2 else f"{__version__}.0",
        "license": "; ".join(licences),
        "citeAs": f"technostate {__version__}. Embedded data. Cite the producers of the figures too: catalogue.csv.",
        "distribution": [
            {
                "@type": "cr:FileObject",
                "@id": item.name,
                "name": item.name,
                "description": item.title,
                "contentUrl": item.path,
                "contentSize": f"{item.size} B",
                "encodingFormat": "text/csv" if item.path.endswith(".csv") else "application/x-parquet",
                "sha256": item.sha256,
            }
            for item in resources
        ],
        "recordSet": [
            {
                "@type": "cr:RecordSet",
                "@id": f"{item.name}-rows",
                "name": f"{item.name}-rows",
                "description": item.title,
                "field": [
                    {
                        "@type": "cr:Field",
                        "@id": f"{item.name}-rows/{field.name}",
                        "name": f"{item.name}-rows/{field.name}",
                        "description": field.description,
                        "dataType": _TYPES[field.type],
                        "source": {"fileObject": {"@id": item.name}, "extract": {"column": field.name}},
                    }
                    for field in item.fields
                ],
            }
            for item in resources
        ],
    }


def read_me(resources: Sequence[Resource]) -> str:
    """Return the page that lies beside the files."""
    files = "\n".join(f"| `{item.path}` | {item.rows:,} | {item.title} |" for item in resources)
    return f"""# technostate: embedded data, version {__version__}

{_ABOUT} Missing is absent: no row, never a zero. Figures of WIOD and ICIO are in two classifications; do not join them.

```r
series <- arrow::read_parquet("series.parquet")
subset(series, series == "worldbank/wdi/GB.XPD.RSDV.GD.ZS" & region == "CHN")
```

```sql
SELECT region, year, value FROM 'series.parquet' WHERE series = 'worldbank/wdi/GB.XPD.RSDV.GD.ZS' AND region = 'CHN';
```

| file | rows | what |
|---|---|---|
{files}

`catalogue.csv` has the citation and the words of the terms of each series: cite the producers of what you use."""


#: The context that the Croissant format asks for, word for word (mlcommons.org/croissant/1.0).
_CONTEXT: dict[str, Any] = {
    "@language": "en", "@vocab": "https://schema.org/", "citeAs": "cr:citeAs", "column": "cr:column",
    "conformsTo": "dct:conformsTo", "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataBiases": "cr:dataBiases", "dataCollection": "cr:dataCollection",
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"}, "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"}, "extract": "cr:extract", "field": "cr:field",
    "fileObject": "cr:fileObject", "fileProperty": "cr:fileProperty", "fileSet": "cr:fileSet", "format": "cr:format",
    "includes": "cr:includes", "isLiveDataset": "cr:isLiveDataset", "jsonPath": "cr:jsonPath", "key": "cr:key",
    "md5": "cr:md5", "parentField": "cr:parentField", "path": "cr:path",
    "personalSensitiveInformation": "cr:personalSensitiveInformation", "recordSet": "cr:recordSet",
    "references": "cr:references", "regex": "cr:regex", "repeated": "cr:repeated", "replace": "cr:replace",
    "sc": "https://schema.org/", "separator": "cr:separator", "source": "cr:source", "subField": "cr:subField",
    "transform": "cr:transform",
}  # fmt: skip
