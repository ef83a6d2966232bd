"""`technostate doctrine`: what states say, counted."""

from __future__ import annotations

from typing import Annotated, Any

from cyclopts import App, Parameter

app = App(name="doctrine", help="Count what states say in their official texts.")

Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON")]


@app.command
def trend(term: str, /, *, collection: str = "gwr", as_json: Json = False) -> None:
    """Show how often a formulation stands in each document of a collection.

    Parameters
    ----------
    term
        A formulation or its id, for example 国家安全 or export_controls; all its variants are counted.
    collection
        gwr (Chinese Government Work Reports), congress (CPC congresses), sotu (US annual messages), nss (US National
        Security Strategies).
    as_json
        Print JSON instead of a table.
    """
    from technostate.cli.data import _print_json, _print_table
    from technostate.doctrine import embedded

    record = embedded.trend(term, collection)
    if as_json:
        _print_json(record)
        return
    print(f"{record['formulation']} in {collection}: {', '.join(record['variants'])}")
    print(f"source: {record['origin']['citation']}")
    size = "characters" if record["rows"][0]["characters"] is not None else "words"
    _print_table(
        ("document", "year", "hits", size, "per 10,000", "note"), [_trend_row(row, size) for row in record["rows"]]
    )


def _trend_row(row: dict[str, Any], size: str) -> tuple[str, ...]:
    return (
        row["document"], str(row["year"]), str(row["count"]), str(row[size]), f"{row['per_10000']:.2f}",
        row.get("note", ""),
    )  # fmt: skip
