"""`technostate doctrine`: what states say, counted."""

from __future__ import annotations

import json
from typing import Annotated, Any

from cyclopts import App, Parameter

from technostate.cli.doctrine_texts import register

app = App(name="doctrine", help="Count what states say in their official texts.")
register(app)

Json = Annotated[bool, Parameter(name="--json", negative="", help="print JSON")]


@app.command
def trend(term: str, /, *, collection: str = "gwr", sense: str | None = None, as_json: Json = False) -> None:
    """Show how often a formulation stands in each document of a collection.

    Parameters
    ----------
    term
        A formulation or its id, for example 国家安全 or export_controls; all its variants are counted.
    collection
        gwr (Chinese Government Work Reports), congress (CPC congresses), sotu (US annual messages), nss (US National
        Security Strategies).
    sense
        Of 安全 in gwr and congress: strategic, safety or other; every hit by default.
    as_json
        Print JSON instead of a table.
    """
    from technostate.doctrine import embedded

    record = embedded.trend(term, collection, sense=sense)
    if as_json:
        _print_json(record)
        return
    print(f"{record['formulation']} in {collection}, {record['unit']}: {', '.join(record['variants'])}")
    if sense is not None:
        print(f"sense: {sense}, by the rules {record['rules']}")
    print(f"source: {record['origin']['citation']}")
    size = "characters" if record["rows"][0]["characters"] is not None else "words"
    print("\t".join(("document", "year", "hits", size, "per 10,000", "note")))
    for row in record["rows"]:
        print(row["document"], row["year"], row["count"], row[size], f"{row['per_10000']:.2f}", row["note"], sep="\t")


def _print_json(record: Any) -> None:
    print(json.dumps(record, ensure_ascii=False, indent=1))
