"""Exposure: who the state depends on and who depends on it, by year, partner and sector."""

from __future__ import annotations

from typing import Any

from technostate import notation
from technostate.report.charts import bars, dumbbell, lines
from technostate.report.partners_part import TOP
from technostate.report.purchases_part import goods_words
from technostate.report.sections.pieces import Page, figure, gaps, line_figure, path, unbroken
from technostate.write.markup import Markup, Node, element, join, table

Record = dict[str, Any]

_APART = "Diamonds: 2022 in another classification (OECD ICIO, 81 regions × 28 sectors), not comparable with the lines."
_PERCENT = notation.Scale(100.0, 1, "%")


def exposure(page: Page) -> Markup:
    """Return the section; parts without figures are absent, and what is missing is said."""
    record = page.assessment.exposure
    state, against = page.coloured(page.assessment.state), page.coloured(page.assessment.against)
    return element(
        "section",
        element("h2", "Exposure: who depends on whom", id="exposure-title"),
        element(
            "p",
            "Looking through supply chains means counting everything made anywhere so that a state’s output could be "
            "made: a chip in a machine in a car counts where the chip was made. Shares of value, not of what could be "
            "replaced: a small share may be hard to do without. Tables join 1995–2011; 2022 stands apart.",
        ),
        gaps(record["missing"]),
        [element("p", note, class_="note") for note in record["notes"]],
        _reliance(page, record),
        element("div", _mutual(page, record), _circulation(page, record), class_="grid"),
        _definitions(page, record),
        element("h3", "Import shares, 2011–2022") if record["import_shares"] else None,
        element("div", _import_shares(page, record["import_shares"]), class_="grid"),
        element("h3", "Partners: whom ", state, " depends on, and who depends on ", state)
        if "suppliers" in record
        else None,
        element("div", _partners(page, record), class_="grid"),
        _sectors(page, record.get("sectors"), (state, against)),
        _chokepoints(page, record.get("chokepoints")),
        id="exposure",
        aria_labelledby="exposure-title",
    )


def _reliance(page: Page, record: Record) -> Markup:
    found = [item for item in record["reliance"] if item["supplier"] is None]
    return line_figure(
        page,
        "reliance",
        "Foreign input reliance: share of all inputs made abroad",
        [
            lines.Line(
                page.name(item["buyer"]),
                path(item["values"], 100),
                path(item["apart"], 100),
                page.position(item["buyer"]),
            )
            for item in found
        ],
        unit="% of all inputs, looking through supply chains",
        sub="% of all inputs, looking through supply chains, own unit of output included; derived",
        origins=[item["origin"] for item in found],
        apart_note=_APART,
        mark_peaks=True,
    )


def _mutual(page: Page, record: Record) -> Markup:
    found = [item for item in record["reliance"] if item["supplier"] is not None]
    return line_figure(
        page,
        "mutual",
        "Reliance on each other’s inputs",
        [
            lines.Line(
                f"{page.name(item['buyer'])} on {page.name(item['supplier'])}",
                path(item["values"], 100),
                path(item["apart"], 100),
                page.position(item["buyer"]),
            )
            for item in found
        ],
        unit="% of all inputs",
        sub="% of all inputs of the buyer, looking through supply chains; derived",
        origins=[item["origin"] for item in found],
        apart_note=_APART,
        beside=True,
        scale=_PERCENT._replace(decimals=2),
    )


def _circulation(page: Page, record: Record) -> Markup:
    found = record["circulation"]
    return line_figure(
        page,
        "circulation",
        "External circulation: share of GDP sustained by foreign final demand",
        [
            lines.Line(
                page.name(item["region"]),
                path(item["values"], 100),
                path(item["apart"], 100),
                page.position(item["region"]),
            )
            for item in found
        ],
        unit="% of GDP",
        sub="% of GDP (value added); the rest is sustained by demand at home; derived",
        origins=[item["origin"] for item in found],
        apart_note=_APART,
        beside=True,
    )


def _definitions(page: Page, record: Record) -> Markup | None:
    """Return reliance by three definitions in a few years: the verdict must not hang on one."""
    found = record["definitions"]
    if not found:
        return None
    words = {
        "look_through": "looking through, own output included",
        "look_through_net": "looking through, own output taken out",
        "face_value": "direct purchases only",
    }
    joined = sorted({int(year) for item in found for year in item["values"]})
    years = (
        sorted({joined[0], *(y for y in (2000, 2004, 2008) if joined[0] < y < joined[-1]), joined[-1]})
        if joined
        else []
    )
    rows: list[list[Node]] = []
    for item in found:
        values = item["values"]
        top = max(values, key=values.__getitem__) if values else None
        cells: list[Node] = [join(page.coloured(item["buyer"]), f", {words[item['definition']]}")]
        cells += [_PERCENT.text(values.get(str(year))) for year in years]
        if joined:
            cells.append(top or "–")
        cells.append(_PERCENT.text(item["apart"].get("2022")))
        rows.append(cells)
    head: list[Node] = [
        "Definition",
        *(str(year) for year in years),
        *(["Highest in"] if joined else []),
        "2022, apart",
    ]
    cited = page.sources.cite(*(item["origin"] for item in found))
    return join(
        table("Foreign input reliance by three definitions, % of all inputs; derived", head, rows, class_="whole"),
        element("p", "Source: ", cited, class_="source"),
    )


def _import_shares(page: Page, found: list[Record]) -> list[Markup]:
    charts = []
    for share_of, caption in (
        ("purchases", "Imports in all purchases"),
        ("imports", "The other side’s share in imports"),
    ):
        for sector in dict.fromkeys(item["sector"] for item in found):
            chosen = [item for item in found if item["share_of"] == share_of and item["sector"] == sector]
            if not chosen:
                continue
            what = "electronics" if sector == "C26" else goods_words(sector) if sector else "goods"
            series = [
                lines.Line(
                    page.name(item["buyer"])
                    if share_of == "purchases"
                    else f"{page.name(item['supplier'])} in imports of {page.name(item['buyer'])}",
                    path(item["values"], 100),
                    position=page.position(item["buyer"]),
                )
                for item in chosen
            ]
            of = "all purchases" if share_of == "purchases" else "imports"
            charts.append(
                line_figure(
                    page,
                    f"share-{share_of}-{sector or 'goods'}",
                    f"{caption}: {what}",
                    series,
                    unit=f"% of {of} of {what}",
                    sub=f"% of {of} of {what}, final and intermediate, basic prices; derived",
                    origins=[item["origin"] for item in chosen],
                    beside=True,
                )
            )
    return charts


def _partners(page: Page, record: Record) -> list[Markup]:
    charts = []
    state = page.name(page.assessment.state)
    for key, caption, unit in (
        ("suppliers", f"Whom {state} depends on", f"share of the supplier in all inputs of {state}, %"),
        ("dependents", f"Who depends on {state}", f"share of {state} in all inputs of the buyer, %"),
    ):
        found = record.get(key)
        if not found or not found["rows"]:
            continue
        drawn = [
            bars.Bar(
                page.name(row["region"]) + (f" (place {row['place']})" if row["place"] > TOP else ""),
                100 * row["value"],
                _PERCENT._replace(decimals=2 if key == "suppliers" else 1).text(row["value"]),
                row["region"] == page.assessment.against,
            )
            for row in found["rows"]
        ]
        alternative = f"{caption}, {found['year']}: " + ", ".join(f"{bar.name} {bar.text} %" for bar in drawn)
        rows = [[bar.name, bar.text] for bar in drawn]
        charts.append(
            figure(
                caption,
                f"{found['year']}, {unit}, looking through supply chains, the ten largest; derived",
                lambda width, suffix, drawn=drawn, key=key, alternative=alternative: bars.draw(  # type: ignore[misc]
                    drawn, name=f"{key}-{suffix}", alternative=alternative, unit="%", position=1, width=width
                ),
                behind=table(unit, ["State", "%"], rows, class_="plain"),
                source=join("Source: ", page.sources.cite(found["origin"])),
                beside=True,
            )
        )
    return charts


def _sectors(page: Page, found: Record | None, names: tuple[Markup, Markup]) -> Markup | None:
    """Return the chart of sector-by-sector reliance both ways, with all sectors in the table behind it."""
    if not found or not found["rows"]:
        return None
    state, against = page.name(page.assessment.state), page.name(page.assessment.against)

    def percent(value: float | None) -> float | None:
        return None if value is None else 100 * value

    rows = found["rows"][:14]
    pairs = [
        dumbbell.Pair(_sector(row["title"]), percent(row["state_on_against"]), percent(row["against_on_state"]))
        for row in rows
    ]
    legend = f"{state} on {against}", f"{against} on {state}"
    caption = f"By sector: {state} and {against} on each other, {found['year']}"
    alternative = f"{caption}. " + "; ".join(
        f"{pair.name}: {_PERCENT.text((pair.first or 0) / 100)} and {_PERCENT.text((pair.second or 0) / 100)} %"
        for pair in pairs[:6]
    )
    keys = ("state_on_against", "against_on_state", "state_on_all", "against_on_all")
    behind = table(
        "Foreign input reliance by the buyer’s sector, % of all inputs",
        ["Buyer’s sector", *legend, f"{state} on all", f"{against} on all"],
        [
            [
                f"{row['sector']} {_sector(row['title'])}",
                *(_PERCENT._replace(decimals=2).text(row[key]) for key in keys),
            ]
            for row in found["rows"]
        ],
    )
    return join(
        element("h3", "Sectors: ", names[0], " and ", names[1], " on each other"),
        figure(
            caption,
            "% of all inputs of the buyer’s sector made by the other side, looking through supply chains; the sectors "
            "with the highest figures; derived",
            lambda width, suffix: dumbbell.draw(
                pairs,
                name=f"sectors-{suffix}",
                alternative=alternative,
                unit="% of all inputs of the sector",
                legend=legend,
                width=width,
                longest=46 if width > 400 else 24,
            ),
            behind=behind,
            source=join("Source: ", page.sources.cite(found["origin"])),
        ),
    )


def _sector(title: str) -> str:
    words = goods_words(title)
    return words[:1].upper() + words[1:]


def _chokepoints(page: Page, found: Record | None) -> Markup | None:
    """Return the table of concentrated imports with the definitions side by side."""
    if not found or not found["rows"]:
        return None
    flagged = found["flagged"]
    head: list[Node] = [
        "Product", "Largest supplier, its share of the imports", "Supplier’s share of world exports",
        "Imports in purchases", "Concentration of suppliers (HHI)", "Imports over exports", "Commission", "MERICS",
        "Index",
    ]  # fmt: skip
    rows: list[list[Node]] = []
    for row in found["rows"][:TOP]:
        ratio = row["import_ratio"]
        rows.append(
            [
                join(_sector(row["title"]), element("span", row["sector"], class_="unit")),
                unbroken(f"{page.name(row['supplier'])} {_PERCENT.text(row['supplier_share'])} %")
                if row["supplier"]
                else "–",
                f"{_PERCENT.text(row['world_share'])} %",
                f"{_PERCENT.text(row['foreign_share'])} %",
                "–" if row["concentration"] is None else notation.plain(row["concentration"], 2),
                "no exports" if ratio is None else notation.plain(ratio, 1),
                "all three hold" if row["commission"] else "no",
                "all three hold" if row["merics"] else "no",
                "–" if row["index"] is None else notation.plain(row["index"], 3),
            ]
        )
    state = page.name(page.assessment.state)
    said = (
        f"Of {flagged['products']} products, the Commission’s conditions hold together for "
        f"{flagged['commission'] or 'none'} and MERICS’ for {flagged['merics'] or 'none'}; below are the {len(rows)} "
        "with the highest index."
    )
    return join(
        element("h3", f"Chokepoints: concentrated imports of {state}"),
        element("p", said, page.sources.cite(found["origin"])),
        table(f"Imports of {state} by product, {found['year']}; derived", head, rows, class_="cards"),
        element("p", found["note"], class_="note"),
    )
