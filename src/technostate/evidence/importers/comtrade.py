"""UN Comtrade: annual trade of reporters by product and partner.

Layout of the downloads of Comtrade Plus (``refYear``, ``reporterISO``, ``flowCode``, ``partnerISO``, ``cmdCode``,
``primaryValue`` in US dollars; ``partner2Code``, ``customsCode``, ``motCode`` say whether a row is a total), and of the
older site (``Year``, ``Reporter ISO``, ``Trade Flow``, ``Partner ISO``, ``Commodity Code``, ``Trade Value (US$)``).
"""

from __future__ import annotations

from pathlib import Path

from technostate.errors import DataError
from technostate.evidence.importers import files, table
from technostate.evidence.importers.gathered import (
    Gathered,
    check_options,
    chosen,
    date_in,
    edition,
    takes,
    vintage_of,
)
from technostate.evidence.origin import Origin
from technostate.evidence.own.kinds import Asked, Kind, SeriesBatch
from technostate.evidence.printable import printable, shown
from technostate.evidence.readers.delimited import Row

ORIGIN = Origin(
    "United Nations", "UN Comtrade Database", "United Nations ({year}). UN Comtrade Database.",
    "unknown", "UN Comtrade's terms: no redistribution of the data without permission", "https://comtradeplus.un.org",
    note=(
        "The user's download. Imports are valued with, exports without freight and insurance. 'Other Asia, not "
        "elsewhere specified' is taken as Taiwan, most of whose trade it is."
    ),
)  # fmt: skip

COLUMNS = {
    "year": ("refYear", "Year"),
    "reporter": ("reporterISO", "Reporter ISO"),
    "flow": ("flowCode", "Trade Flow"),
    "partner": ("partnerISO", "Partner ISO"),
    "product": ("cmdCode", "Commodity Code"),
    "value": ("primaryValue", "Trade Value (US$)"),
}
OPTIONAL = {
    "words": ("cmdDesc", "Commodity"), "frequency": ("freqCode",), "second": ("partner2Code",),
    "customs": ("customsCode",), "transport": ("motCode",), "scheme": ("classificationCode", "Classification"),
}  # fmt: skip
#: What each column holds in a total: a row with anything else is a part of another one.
TOTALS = {"second": {"", "0"}, "customs": {"", "C00"}, "transport": {"", "0"}}
FLOWS = {"m": "import", "import": "import", "imports": "import", "x": "export", "export": "export", "exports": "export"}
NAMES = {"W00": "WLD", "S19": "TWN", "F19": "EU", "EUR": "EU", "_AC": "", "_X ": "", "R4 ": ""}


def read(path: Path, asked: Asked) -> SeriesBatch:
    """Return imports and exports of reporters, a series a product and partner (the world: the product alone).

    Raises
    ------
    DataError
        If the file is malformed, monthly, or holds too many products and partners for series.
    """
    check_options(asked, KIND.options)
    text = files.text(path, "*.csv")
    vintage = vintage_of(asked, path, _stamp(path.name), date_in(path.name))
    gathered = Gathered(edition(ORIGIN, vintage), "comtrade/annual", NAMES)
    products, partners = chosen(asked, "products"), chosen(asked, "partners")
    parts = other = 0
    schemes: set[str] = set()
    for row in table.rows(text, COLUMNS, OPTIONAL):
        where = f"{row.file} line {row.line}"
        if row.fields.get("frequency", "A").strip() not in {"A", ""}:
            raise DataError(f"{where}: the figures are not annual", hint="choose annual data in the download")
        flow = FLOWS.get(row.text("flow").casefold())
        if any(row.fields.get(name, "").strip() not in totals for name, totals in TOTALS.items()):
            parts += 1
            continue
        if flow is None:
            other += 1
            continue
        product, year = row.text("product").lstrip("'"), row.year("year")
        if not product.isalnum():
            raise DataError(f"{where}: {shown(product)} is no product code", hint="it is TOTAL or a code of digits")
        reporter = gathered.region(row.text("reporter"), code=True)
        partner = gathered.region(row.text("partner"), code=True)
        value = row.number("value")
        if value is not None and value < 0:
            raise DataError(f"{where}: the value {value:g} is negative", hint="download the file again")
        if reporter is None or partner is None or not takes(asked, year):
            continue
        if (products and product not in products) or (partners and partner not in partners):
            continue
        schemes.add(row.fields.get("scheme", "").strip())
        slug, title = _named(row, flow, product, partner)
        gathered.add(slug, title, "usd", reporter, year, value, where=where)
    if parts:
        gathered.said.append(f"Left out: {parts} rows that are parts of totals (by mode, customs procedure or origin).")
    if other:
        gathered.said.append(f"Left out: {other} rows of flows that are neither all imports nor all exports.")
    if len(schemes - {""}) > 1:
        gathered.said.append(
            f"Beware: classifications {', '.join(map(printable, sorted(schemes)))} stand side by side."
        )
    return gathered.batch()


def _named(row: Row, flow: str, product: str, partner: str) -> tuple[str, str]:
    words = printable(row.fields.get("words", "").strip()[:80])
    title = f"{flow.capitalize()}s of {'all products' if product.upper() == 'TOTAL' else f'product {product}'}"
    title += f" ({words})" if words and product.upper() != "TOTAL" else ""
    if partner == "WLD":
        return f"{flow}-{product}", title
    side = "from" if flow == "import" else "to"
    return f"{flow}-{product}-{side}-{partner}", f"{title} {side} {partner}"


def _stamp(name: str) -> str:
    """Return the month of a download that is named ``TradeData_2_20_2025_10_30_9.csv``: month, day, year."""
    parts = name.removesuffix(".csv").split("_")
    if len(parts) > 3 and parts[0] == "TradeData" and all(map(str.isdigit, parts[1:4])) and len(parts[3]) == 4:
        return f"{parts[3]}-{int(parts[1]):02d}" if 1 <= int(parts[1]) <= 12 else ""
    return ""


KIND = Kind(
    "comtrade", "United Nations", "Annual trade by product and partner", "TradeData_2_20_2025_10_30_9.csv",
    "https://comtradeplus.un.org", "series", read,
    {"products": "codes to take, for example 854231,280461", "partners": "labels to take, for example CHN,WLD"},
    ORIGIN.licence,
)  # fmt: skip
