"""Pieces on one shock that its own page and the report share: signs first, then who, through what and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from technostate.report.charts import bands, ranges
from technostate.report.sections.pieces import figure, gaps, unbroken
from technostate.report.shock_figures import amount, days, decimals_for, ends, interval, output_decimals, signed
from technostate.report.shock_part import region_name
from technostate.report.shock_words import (
    RENTS,
    failed_words,
    first_upper,
    listed,
    notes,
    open_signs,
    rent_table,
    sector_words,
    sides_text,
)
from technostate.report.sources import Sources
from technostate.write.markup import Markup, Node, details, element, join, link, table

Record = dict[str, Any]

OUTPUT_NOTE = (
    "Part in the change of the region’s gross output, percentage points: the sector’s change of output times its share "
    "in that output. The central parts of all sectors add up to the region’s change; the ends of ranges do not."
)


@dataclass(frozen=True)
class Setting:
    """What the pieces share: the sources cited so far, whose colours are used, and a prefix for names of charts.

    Parameters
    ----------
    sources : Sources
    pair : tuple of str
        Labels of the state and the comparator in the shock's world; empty on a shock's own page.
    prefix : str
        Unique in the page.
    """

    sources: Sources
    pair: tuple[str, ...]
    prefix: str

    def position(self, region: str) -> int | None:
        """Return the palette slot of a region: 0 the state, 1 the comparator, None for others."""
        return self.pair.index(region) if region in self.pair else None

    def name(self, region: str) -> Markup:
        """Return a region's name, in its colour where it is one of the pair."""
        side = {0: "of-state", 1: "of-against"}.get(self.position(region))  # type: ignore[arg-type]
        return element("span", region_name(region), class_=side)


def signs(record: Record) -> Markup:
    """Return the box that says whose sign is not settled; nothing where all are."""
    return gaps(open_signs(record), "Not settled")


def income(setting: Setting, record: Record) -> Markup:
    """Return one range chart a horizon: regions from the largest loss to the largest gain, figures behind."""
    items = record["horizons"]
    charts = [_income_figure(setting, item, beside=len(items) > 1) for item in items]
    return element("div", charts, class_="grid") if len(items) > 1 else join(*charts)


#: Regions drawn at each end of the order where a world has many; the table behind the chart has all.
MOST_EACH_END = 10


def income_chart(setting: Setting, item: Record, width: int, suffix: str) -> Markup:
    """Return the picture of one horizon: a dot and an interval for each region, largest loss first.

    Parameters
    ----------
    setting : Setting
    item : dict
        One of the record's ``horizons``.
    width : int
        Outer width, pixels.
    suffix : str
        Of the picture's name.
    """
    known = [row for row in item["income"] if row["central"] is not None]
    shown = known if len(known) <= 2 * MOST_EACH_END + 2 else known[:MOST_EACH_END] + known[-MOST_EACH_END:]
    shown += [row for row in known if row["region"] in setting.pair and row not in shown]
    decimals = decimals_for(known)
    spoken = "; ".join(f"{region_name(row['region'])} {interval(row, decimals)}" for row in (*known[:4], *known[-3:]))
    return ranges.draw(
        [
            ranges.Row(
                region_name(row["region"]), row["low"], row["central"], row["high"], setting.position(row["region"])
            )
            for row in sorted(shown, key=lambda row: row["central"])
        ],
        name=f"{setting.prefix}-{item['horizon']}-{suffix}",
        alternative=f"{_caption(item)}, {_unit(item)}. {spoken}",
        unit=_unit(item),
        width=width,
        longest=28,
    )


def _caption(item: Record) -> str:
    return f"{first_upper(item['after'])}: who loses and who gains"


def _which(item: Record) -> str:
    """Return which regions of many the picture shows."""
    count = len(item["income"])
    return f"The {MOST_EACH_END} at each end of {count} regions. " if count > 2 * MOST_EACH_END + 2 else ""


def _unit(item: Record) -> str:
    return f"change of {item['measure'].split(',')[0]}, %"


def _income_figure(setting: Setting, item: Record, *, beside: bool) -> Markup:
    decimals = decimals_for(item["income"])
    behind = table(
        f"{first_upper(item['measure'])}, {item['after']}; modelled",
        ["Region", "%, central", "%, range", "USD billion a year"],
        [
            [region_name(row["region"]), signed(row["central"], decimals), ends(row, decimals), amount(row["amount"])]
            for row in item["income"]
        ],
        class_="plain",
    )
    return figure(
        _caption(item),
        f"{first_upper(item['measure'])}, %: central and range over {item['over']}. Hollow dots: both signs inside "
        f"the range. {_which(item)}Modelled",
        lambda width, suffix: income_chart(setting, item, width, suffix),
        behind=behind,
        source=join("Source: ", item["world"], setting.sources.cite(item["origin"])),
        beside=beside,
    )


def sides(record: Record) -> Markup:
    """Return one sentence a horizon on who loses and gains in every case, and on cases without an answer."""
    items = []
    for item in record["horizons"]:
        after = element("strong", f"{first_upper(item['after'])}: ")
        items.append(element("li", after, unbroken(sides_text(item)), " ", failed_words(item)))
    return element("ul", items) if items else Markup("")


def sectors(setting: Setting, record: Record, *, among: str = "") -> Markup:
    """Return one table a horizon of the sectors with the largest part in the change of a region's output.

    Parameters
    ----------
    setting : Setting
    record : dict
    among : str
        Whose sectors they are, for the caption; of all regions by default.
    """
    tables = []
    for item in record["horizons"]:
        rows = item["sectors"]
        if not rows:
            continue
        parts = decimals_for([row["contribution"] for row in rows])
        body = [
            [
                _place(setting, row),
                interval(row["output"], output_decimals(row["output"])),
                interval(row["contribution"], parts),
            ]
            for row in rows
        ]
        caption = f"{first_upper(item['after'])}: sectors{among} with the largest part in a change of output; modelled"
        head: list[Node] = ["Region and sector", "Output, %", "Part, percentage points"]
        tables.append(table(caption, head, body, class_="cards"))
    return join(*tables, element("p", OUTPUT_NOTE, class_="note")) if tables else Markup("")


def _place(setting: Setting, row: Record) -> Markup:
    """Return a region with the title and code of one of its sectors below."""
    below = f"{sector_words(row['title'])} ({row['sector']})"
    return join(setting.name(row["region"]), element("span", below, class_="unit"))


def rents(setting: Setting, record: Record) -> Markup:
    """Return who gets the scarcity rent of bans and what that changes: the regions that it moves most."""
    item = next((item for item in record["horizons"] if item["rent"]), None)
    if item is None:
        return Markup("")
    chosen = rent_table(item, setting.pair)
    decimals = decimals_for(cell for _, cells in chosen for cell in cells)
    body = [[setting.name(code), *(interval(cell, decimals) for cell in cells)] for code, cells in chosen]
    return join(
        element("h3", "Who gets the scarcity rent"),
        element(
            "p",
            "What is still delivered past a ban sells at a higher price. The ban itself does not say who keeps the "
            "difference, so all answers stand side by side, for the regions that it moves most.",
        ),
        table(
            f"{first_upper(item['after'])}: change of real income, %, by who gets the rent; modelled",
            ["Region", *(RENTS[rule["rent"]] for rule in item["rent"])],
            body,
            class_="cards",
        ),
    )


def weeks(setting: Setting, record: Record) -> Markup:
    """Return output day by day and the first shortages; nothing where the horizon of weeks was not asked for."""
    item = next((item for item in record["horizons"] if item["course"]), None)
    if item is None or not item["course"]["paths"]:
        return Markup("")
    course = item["course"]
    others = iter(range(2, 9))
    drawn = [
        bands.Band(
            region_name(path["region"]),
            path["low"],
            path["central"],
            path["high"],
            _slot(setting.position(path["region"]), others),
        )
        for path in course["paths"][:5]
    ]
    caption = f"Output day by day in the first {course['days']} days"
    lowest = [min(value for value in path["central"] if value is not None) for path in course["paths"]]
    alternative = f"{caption}. " + "; ".join(
        f"{region_name(path['region'])}: lowest {signed(low, 2)} %"
        for path, low in zip(course["paths"], lowest, strict=True)
    )
    behind = table(
        f"{caption}: lowest point and recovery; modelled",
        ["Region", "Lowest, %", "Days more than 1 % from its base"],
        [
            [region_name(path["region"]), signed(low, 2), days(path["recovery"], course["days"])]
            for path, low in zip(course["paths"], lowest, strict=True)
        ],
        class_="plain",
    )
    chart = figure(
        caption,
        "Gross output against its base, %: central and range. Modelled",
        lambda width, suffix: bands.draw(
            drawn,
            name=f"{setting.prefix}-course-{suffix}",
            alternative=alternative,
            unit="% of output",
            across="day",
            width=width,
            height=220 if width > 400 else 190,
        ),
        behind=behind,
        source=join("Source: ", item["world"], setting.sources.cite(item["origin"])),
    )
    return join(chart, _shortages(setting, item, course["days"]))


def _slot(position: int | None, others: Any) -> int:
    return next(others) if position is None else position


def _shortages(setting: Setting, item: Record, simulated: int) -> Markup | None:
    if not item["shortages"]:
        return None
    body = [[_place(setting, row), days(row, simulated)] for row in item["shortages"]]
    return table(
        "Which products run short first: day on which stocks first limit a user; central (range), modelled",
        ["Region of the user, product", "Day"],
        body,
        class_="cards",
    )


def coalition(setting: Setting, found: Record | None) -> Markup:
    """Return one chart a horizon of how losses change as the coalition grows; nothing without a curve."""
    if found is None:
        return Markup("")
    charts = [_curve(setting, found, item) for item in found["horizons"]]
    reasons = [f"{first_upper(item['horizon'])}, {item['step']}: {item['why']}" for item in found["refused"]]
    return join(
        element("p", found["note"]) if found["note"] else None,
        element("div", charts, class_="grid"),
        gaps(reasons, "Steps without an answer") if reasons else None,
    )


def _curve(setting: Setting, found: Record, item: Record) -> Markup:
    others = iter(range(2, 9))
    drawn = [
        bands.Band(
            party["name"],
            [cell["low"] for cell in party["steps"]],
            [cell["central"] for cell in party["steps"]],
            [cell["high"] for cell in party["steps"]],
            _slot(setting.position(party["region"]), others) if setting.pair else at,
        )
        for at, party in enumerate(item["parties"])
    ]
    steps = [step["name"] for step in found["steps"]]
    decimals = decimals_for(cell for party in item["parties"] for cell in party["steps"])
    caption = f"{first_upper(item['after'])}: the loss as the coalition grows"
    spoken = "; ".join(
        f"{party['name']}: "
        + ", ".join(f"{step} {interval(cell, decimals)}" for step, cell in zip(steps, party["steps"], strict=True))
        for party in item["parties"]
    )
    head: list[Node] = ["", *steps]
    body: list[list[Node]] = [
        [party["name"], *(interval(cell, decimals) for cell in party["steps"])] for party in item["parties"]
    ]
    return figure(
        caption,
        f"Change of {item['measure'].split(',')[0]}, %: central and range over {item['over']}. Modelled",
        lambda width, suffix: bands.draw(
            drawn,
            name=f"{setting.prefix}-coalition-{item['horizon']}-{suffix}",
            alternative=f"{caption}. {spoken}",
            unit="%",
            steps=steps,
            width=width,
            height=190,
        ),
        behind=table(f"{caption}, %; modelled", head, body, class_="plain"),
        source=join("Source: ", item["world"], setting.sources.cite(item["origin"])),
        beside=True,
    )


def refused(record: Record) -> Markup:
    """Return the horizons without an answer and why; nothing where all have one."""
    return gaps(
        [f"{first_upper(item['horizon'])}: {' '.join(item['why'].split())}" for item in record["refused"]],
        "Horizons without an answer",
    )


def assumptions(record: Record) -> Markup:
    """Return what the shock is made of: event, measures, assumptions, what it leaves out, notes of the runs."""
    shock = record["shock"]
    computed = [f"{first_upper(listed(horizons))}: {note}" for note, horizons in notes(record).items()]
    body: list[list[Node]] = [
        [
            row["measure"],
            row["who"],
            row["what"] or "–",
            row["how_much"] or "–",
            " to ".join(part for part in (row["from"] or shock["starts"], row["to"]) if part),
        ]
        for row in shock["measures"]
    ]
    return join(
        element("p", element("strong", "Event. "), shock["event"]) if shock["event"] else None,
        element("p", element("strong", "Assumptions. "), shock["assumptions"]) if shock["assumptions"] else None,
        table("The measures", ["Measure", "Who", "What", "How much", "From"], body, class_="cards words"),
        element("p", element("strong", "Left out:"), class_="flow") if shock["leaves_out"] else None,
        element("ul", [element("li", text) for text in shock["leaves_out"]]) if shock["leaves_out"] else None,
        details("How it was computed", element("ul", [element("li", note) for note in computed]), class_="printed")
        if computed
        else None,
    )


def references(record: Record) -> Markup:
    """Return the documents that the shock rests on, with how each was checked; nothing without any."""
    found = record["shock"]["sources"]
    if not found:
        return Markup("")
    items = [
        element(
            "li",
            f"{row['issuer']}, ",
            link(row["url"], row["title"]) if row["url"] else sector_words(row["title"]),
            f" ({row['date']}). ",
            element("span", f"Checked: {row['checked']}.", class_="small"),
        )
        for row in found
    ]
    return join(element("h3", "Documents"), element("ul", items))
