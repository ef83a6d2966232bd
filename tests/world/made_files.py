"""Small files of ours in the layouts of producers of input-output tables, made from a world made for a test."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import xlsxwriter

from technostate.world import World
from world.made_worlds import made_world

#: Economies that every producer shows, here with two sectors.
REGIONS = ("CHN", "DEU", "ROW")
OUTSIDE = {"FIGARO": ("CN", "DE", "FIGW1"), "EXIOBASE": ("CN", "DE", "WA"), "ADB": ("PRC", "GER", "RoW")}
SECTORS = ("A01", "C26")


def table(year: int = 2019, **changes: Any) -> World:
    """A balanced world of three economies and two sectors, rows that add up exactly, taxes and inventories known."""
    nothing = np.zeros(6)
    return made_world(
        regions=REGIONS,
        sectors=SECTORS,
        year=year,
        discrepancy=nothing,
        tariff=None,
        tariff_origin=None,
        sector_titles={"A01": "Crops", "C26": "Electronics"},
        **changes,
    )


def text(rows: Iterable[Sequence[object]], mark: str = ",") -> bytes:
    return "".join(mark.join(repr(c) if isinstance(c, float) else str(c) for c in row) + "\n" for row in rows).encode()


def zipped(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def oecd(world: World, edition: str = "2023") -> bytes:
    """The OECD's layout of an edition; in 2016 and in the extended table China is written in two parts."""
    parted = edition in ("2016", "extended")
    split = {"CHN": ("CN1", "CN2")} if parted else {}
    regions = [part for region in world.regions for part in split.get(region, (region,))]
    share = {"CN1": 0.25, "CN2": 0.75}
    home = [world.region_index("CHN" if region in share else region) for region in regions]
    nodes = [
        (region, at * 2 + j, sector)
        for region, at in zip(regions, home, strict=True)
        for j, sector in enumerate(world.sectors)
    ]
    weight = np.array([share.get(region, 1.0) for region, _, _ in nodes])
    old = edition == "2016"
    uses = ("HFCE", "NPS" if old else "NPISH", "GGFC", "GFCF", "INV" if old else "INVNT", "DIRP" if old else "DPABR")
    final = (
        [(use, region) for use in uses for region in world.regions]
        if old
        else [(use, region) for region in world.regions for use in uses]
    )
    header = [f"{region}_{sector}" for region, _, sector in nodes]
    header += [f"{use}_{region}" if old else f"{region}_{use}" for use, region in final]
    header += ["DISC"] if old else ["TOTAL" if edition in ("2018", "2021") else "OUT"]
    rows: list[list[object]] = [["" if old else "V1", *header]]
    for (region, at, sector), own in zip(nodes, weight, strict=True):
        cells = [float(world.intermediate[at, to] * own * w) for (_, to, _), w in zip(nodes, weight, strict=True)]
        for use, buyer in final:
            n = world.region_index(buyer)
            value = world.inventories[at, n] if use.startswith("INV") else world.final_demand[at, n] / 5
            cells.append(float(value * own))
        rows.append([f"{region}_{sector}", *cells, 0.0 if old else float(world.gross_output[at] * own)])
    places = [at for _, at, _ in nodes]
    blank = [0.0] * (len(final) + 1)
    if edition in ("2018", "2021"):
        for buyer in world.regions:
            own_taxes = [float(world.taxes_on_products[at]) if region == buyer else 0.0 for region, at, _ in nodes]
            rows.append([f"{buyer}_TAXSUB", *own_taxes, *blank])
        totals = (("VALU", world.value_added), ("OUTPUT", world.gross_output))
    elif old:
        totals = (("VA+TAXSUB", world.value_added + world.taxes_on_products), ("OUT", world.gross_output))
    else:
        totals = (("TLS", world.taxes_on_products), ("VA", world.value_added), ("OUT", world.gross_output))
    rows += [[label, *(float(v) for v in values[places] * weight), *blank] for label, values in totals]
    return text(rows)


def figaro_cells(world: World) -> list[tuple[str, str, str, str, float]]:
    """Row economy and code, column economy and code, figure; in the euro of a rate of one."""
    codes = OUTSIDE["FIGARO"]
    nodes = [(code, sector) for code in codes for sector in world.sectors]
    cells = [(*a, *b, float(world.intermediate[i, k])) for i, a in enumerate(nodes) for k, b in enumerate(nodes)]
    for i, a in enumerate(nodes):
        for n, code in enumerate(codes):
            cells += [
                (*a, code, use, float(world.final_demand[i, n] / 4)) for use in ("P3_S13", "P3_S14", "P3_S15", "P51G")
            ]
            cells.append((*a, code, "P5M", float(world.inventories[i, n])))
    for label, part in (
        ("D21X31", world.taxes_on_products),
        ("D1", world.value_added * 0.6),
        ("D29X39", world.value_added * 0.1),
        ("B2A3G", world.value_added * 0.3),
    ):
        cells += [("W2", label, *b, float(part[k])) for k, b in enumerate(nodes)]
        cells += [
            ("W2", label, code, use, 7.0 if label == "D21X31" else 0.0)
            for code in codes
            for use in ("P3_S13", "P3_S14", "P3_S15", "P51G", "P5M")
        ]
    return cells


def figaro_flat(world: World) -> bytes:
    head = ("icioiRow", "icioiCol", "refArea", "rowIi", "counterpartArea", "colIi", "obsValue")
    return text([head, *((f"{a}_{r}", f"{b}_{c}", a, r, b, c, v) for a, r, b, c, v in figaro_cells(world))])


def figaro_matrix(world: World) -> bytes:
    cells = {(f"{a}_{r}", f"{b}_{c}"): v for a, r, b, c, v in figaro_cells(world)}
    rows, columns = (list(dict.fromkeys(key[side] for key in cells)) for side in (0, 1))
    return text([["rowLabels", *columns], *([row, *(cells[row, column] for column in columns)] for row in rows)])


def exiobase(world: World, *, coefficients: bool = False) -> dict[str, bytes]:
    nodes = [(code, sector) for code in OUTSIDE["EXIOBASE"] for sector in world.sectors]
    kinds = ("Final consumption expenditure by households", "Gross fixed capital formation", "Changes in inventories")
    uses = [(code, kind) for code in OUTSIDE["EXIOBASE"] for kind in kinds]
    final = np.stack([world.final_demand / 2, world.final_demand / 2, world.inventories], axis=2).reshape(6, -1)
    flows = world.intermediate / world.gross_output if coefficients else world.intermediate

    def labelled(name: str, columns: list[tuple[str, str]], values: Any, second: str) -> bytes:
        head = [
            ["region", "", *(c[0] for c in columns)],
            [second, "", *(c[1] for c in columns)],
            ["region", "sector", *[""] * len(columns)],
        ]
        return text([*head, *([*node, *map(float, row)] for node, row in zip(nodes, values, strict=True))], "\t")

    return {
        "A.txt" if coefficients else "Z.txt": labelled("Z", nodes, flows, "sector"),
        "Y.txt": labelled("Y", uses, final, "category"),
        "x.txt": text(
            [
                ["region", "sector", "indout"],
                *([*node, float(v)] for node, v in zip(nodes, world.gross_output, strict=True)),
            ],
            "\t",
        ),
        "unit.txt": text([["region", "sector", "unit"], *([*node, "M.EUR"] for node in nodes)], "\t"),
        "satellite/F.txt": b"of no use here\n",
    }


def eora(world: World) -> dict[str, bytes]:
    """Thousand USD; a last row and column of statistical discrepancies."""
    labels = [(code, code, "Industries", sector) for code in (*REGIONS[:2], "RUS") for sector in world.sectors]
    labels.append(("ROW", "ROW", "TOTAL", "TOTAL"))
    kinds = ("Household final consumption P.3h", "Gross fixed capital formation P.51", "Changes in inventories P.52")
    uses = [(code, code, "Final Demand", kind) for code in (*REGIONS[:2], "RUS", "ROW") for kind in kinds]
    flows = np.zeros((7, 7))
    flows[:6, :6], flows[:6, 6], flows[6, :6] = world.intermediate, 0.5, 0.25
    final = np.zeros((7, 12))
    final[:6, :9] = np.stack([world.final_demand / 2, world.final_demand / 2, world.inventories], axis=2).reshape(6, -1)
    costs = np.zeros((6, 7))
    costs[:, :6] = (world.value_added + world.taxes_on_products - 0.25) / 6
    made = {"T": flows, "FD": final, "VA": costs}
    files = {f"Eora26_2015_bp_{key}.txt": text(np.round(value * 1000, 6).tolist(), "\t") for key, value in made.items()}
    files["labels_T.txt"] = text([[*row, ""] for row in labels], "\t")
    files["labels_FD.txt"] = text([[*row, ""] for row in uses], "\t")
    files["Eora26_2015_bp_Q.txt"] = b"of no use here\n"
    return files


def gloria(world: World, folder: Path) -> Path:
    """A folder of tables in thousand USD with the workbook of labels beside it; returns the folder."""
    uses = ("Household final consumption P.3h", "Gross fixed capital formation P.51", "Changes in inventories P.52")
    supply = np.zeros((12, 12))
    final = np.zeros((12, 9))
    costs = np.zeros((6, 12))
    parts = np.stack([world.final_demand / 2, world.final_demand / 2, world.inventories], axis=2).reshape(6, -1)
    for i in range(6):
        industry, product = (i // 2) * 4 + i % 2, (i // 2) * 4 + 2 + i % 2
        supply[industry, product] = world.gross_output[i]
        final[product] = parts[i]
        costs[2 * (i // 2), industry] = world.value_added[i]
        costs[2 * (i // 2) + 1, industry] = world.taxes_on_products[i]
        for k in range(6):
            supply[product, (k // 2) * 4 + k % 2] = world.intermediate[i, k]
    place = folder / "GLORIA_MRIOs_59_2022"
    place.mkdir(parents=True)
    for key, value in (("T", supply), ("Y", final), ("V", costs)):
        name = f"20240111_120secMother_AllCountries_002_{key}-Results_2022_059_Markup001(full).csv"
        (place / name).write_bytes(text((value * 1000).tolist()))
    with xlsxwriter.Workbook(folder / "GLORIA_ReadMe_059.xlsx") as book:
        for name, columns in (
            (
                "Regions",
                {
                    "Lfd_Nr": range(1, 4),
                    "Region_acronyms": (*REGIONS[:2], "XAS"),
                    "Region_names": ("China", "Germany", "Rest of Asia"),
                },
            ),
            ("Sectors", {"Lfd_Nr": range(1, 3), "Sector_names": ("Growing crops", "Electronic equipment")}),
            (
                "Value added and final demand",
                {
                    "Value_added_names": ("Compensation of employees D.1", "Taxes on products D.2"),
                    "Final_demand_names": uses,
                },
            ),
        ):
            sheet = book.add_worksheet(name)
            for at, (title, values) in enumerate(columns.items()):
                sheet.write_column(0, at, [title, *values])
    return place


def sheet_rows(world: World, producer: str) -> list[list[object]]:
    """Rows of a sheet as WIOD (2013, 2016) and the Asian Development Bank lay it out; None is a blank cell."""
    codes = OUTSIDE["ADB"] if producer == "ADB" else ("CHN", "DEU", "RoW")
    uses = (
        [f"F{k}" for k in range(1, 6)]
        if producer == "ADB"
        else ["c57", "c58", "c59", "c60", "c61"]
        if producer == "2016"
        else ["c37", "c38", "c39", "c41", "c42"]
    )
    letters = {"c1": "A01", "c2": "C26"}
    names = {"c1": "Crops", "c2": "Electronics"}
    nodes = [(code, sector) for code in codes for sector in ("c1", "c2")]
    columns = [*nodes, *((code, use) for code in codes for use in uses), ("TOT", "c62" if producer == "2016" else "")]
    final = np.stack([*[world.final_demand / 4] * 4, world.inventories], axis=2).reshape(6, -1)
    above = [
        [letters.get(c, c) for _, c in columns],
        [names.get(c, c) for _, c in columns],
        [r for r, _ in columns],
        [c or None for _, c in columns],
    ]
    titles = [f"World Input-Output Table for {world.year}", "(industry-by-industry)", "(millions of US$)", None]
    rows: list[list[object]] = [[title, None, None, None, *cells] for title, cells in zip(titles, above, strict=True)]
    for i, (code, sector) in enumerate(nodes):
        cells = [*world.intermediate[i], *final[i], world.gross_output[i]]
        rows.append([letters[sector], names[sector], code, sector, *map(float, cells)])
    sums = world.intermediate.sum(axis=0)
    if producer == "2016":
        below = [
            ("II_fob", "r65", sums),
            ("TXSP", "r66", world.taxes_on_products),
            ("EXP_adj", "r67", 0 * sums),
            ("PURR", "r68", 0 * sums),
            ("PURNR", "r69", 0 * sums),
            ("VA", "r70", world.value_added * 0.9),
            ("IntTTM", "r71", world.value_added * 0.1),
            ("GO", "r73", world.gross_output),
        ]
    else:
        margin = "trs" if producer == "ADB" else "r65"
        below = [
            ("x", "r60", sums),
            ("x", "r99", world.taxes_on_products),
            ("x", "r61", 0 * sums),
            ("x", "r62", 0 * sums),
            ("x", "r63", 0 * sums),
            ("x", "r64", world.value_added * 0.9),
            ("x", margin, world.value_added * 0.1),
            ("x", "r69", world.gross_output),
        ]
    rest = len(columns) - 6
    return rows + [
        [letter, "a total", "TOT", code, *map(float, values), *[None] * rest] for letter, code, values in below
    ]


def xlsx(path: Path, rows: list[list[object]], sheet: str = "Table") -> Path:
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet(sheet)
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(at, column, cell)
        book.add_worksheet("Legend").write(0, 0, "Code")
    return path


def record(kind: int, data: bytes = b"") -> bytes:
    """One record of a binary workbook."""
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size, length = b"", len(data)
    while True:
        size += bytes([length & 0x7F | (0x80 if length > 127 else 0)])
        length >>= 7
        if not length:
            return head + size + data


def counted(words: str) -> bytes:
    return struct.pack("<I", len(words)) + words.encode("utf-16-le")


def xlsb(path: Path, rows: list[list[object]]) -> Path:
    """A binary workbook: texts shared and in cells, whole numbers in four bytes, other numbers in eight."""
    shared = sorted({cell for row in rows for cell in row if isinstance(cell, str)})
    cells = []
    for at, row in enumerate(rows):
        cells.append(record(0, struct.pack("<I", at) + bytes(13)))
        for column, cell in enumerate(row):
            head = struct.pack("<II", column, 0)
            if cell is None:
                cells.append(record(1, head))
            elif isinstance(cell, str) and column == 1:
                cells.append(record(6, head + counted(cell)))
            elif isinstance(cell, str):
                cells.append(record(7, head + struct.pack("<I", shared.index(cell))))
            elif cell == int(cell):  # type: ignore[call-overload]
                cells.append(record(2, head + struct.pack("<I", (int(cell) << 2 | 2) & 0xFFFFFFFF)))  # type: ignore[call-overload]
            else:
                cells.append(record(5, head + struct.pack("<d", cell)))
    extent = struct.pack("<IIII", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    rels = (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return zipped(
        path,
        {
            "xl/workbook.bin": record(131) + record(156, bytes(8) + counted("rId1") + counted("2014")),
            "xl/_rels/workbook.bin.rels": rels.encode(),
            "xl/sharedStrings.bin": record(159, bytes(8))
            + b"".join(record(19, b"\0" + counted(words)) for words in shared),
            "xl/worksheets/sheet1.bin": record(129) + record(148, extent) + b"".join(cells) + record(130),
        },
    )


def wiod_text(world: World) -> bytes:
    """The table of the 2016 release for R and Stata, saved as CSV."""
    rows = sheet_rows(world, "2016")
    uses = {"c57": 3, "c58": 4, "c59": 5, "c60": 6, "c61": 7, "c1": 1, "c2": 2}
    columns = [f"{r.upper()}{uses[str(c)]}" for r, c in zip(rows[2][4:-1], rows[3][4:-1], strict=True)]  # type: ignore[union-attr]
    out: list[list[object]] = [["IndustryCode", "IndustryDescription", "Country", "RNr", "Year", *columns, "TOT"]]
    for row in rows[4:]:
        number = uses.get(str(row[3])) or int(str(row[3])[1:])
        out.append(
            [
                row[0],
                row[1],
                str(row[2]).upper(),
                number,
                world.year,
                *("" if cell is None else cell for cell in row[4:]),
            ]
        )
    return text(out)
