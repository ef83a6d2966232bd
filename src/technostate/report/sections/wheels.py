"""The two wheels: security and development as a path, one line a state."""

from __future__ import annotations

from technostate import notation
from technostate.report.charts import wheels as chart
from technostate.report.sections.pieces import Page, figure, gaps
from technostate.write.markup import Markup, element, join, table


def wheels(page: Page) -> Markup:
    """Return the section; where no state has both figures in a year, it says so."""
    record = page.assessment.wheels
    paths = [
        chart.Path(
            page.name(code),
            {int(year): (turn["development"], turn["security"]) for year, turn in record["paths"][code].items()},
            page.position(code),
        )
        for code in page.codes
        if code in record["paths"]
    ]
    security, development = record["security"], record["development"]
    across = f"Real GDP per head, {notation.scale([], development['unit']).words} (log scale)"
    up = "Military spending, % of GDP"
    caption = "Military spending and real GDP per head, each state’s path over the years"

    def draw(width: int, suffix: str) -> Markup:
        return chart.draw(
            paths,
            name=f"wheels-{suffix}",
            alternative=_spoken(caption, paths),
            across=across if width > 400 else "Real GDP per head (log scale)",
            up=up,
            width=width,
            height=380 if width > 400 else 330,
        )

    sub = join(
        f"{notation.years_text(year for path in paths for year in path.points)}; "
        f"up: military spending, % of GDP ({security['kind']}); "
        f"right: GDP per head, {notation.scale([], development['unit']).words}, log scale ({development['kind']})"
    )
    cited = page.sources.cite(security["origin"], development["origin"])
    return element(
        "section",
        element("h2", "Two wheels: security and development", id="wheels-title"),
        element(
            "p",
            "One question runs through the five strategies: how much development is paid for how much security. As "
            "long as nothing better is argued for, military spending stands for the one and real GDP per head for the "
            "other. Spending is an input, not security, and internal security is not in it.",
        ),
        figure(caption, sub, draw, behind=_behind(page, paths), source=join("Source: ", cited)) if paths else None,
        gaps(record["missing"]),
        id="wheels",
        aria_labelledby="wheels-title",
    )


def _spoken(caption: str, paths: list[chart.Path]) -> str:
    parts = []
    for path in paths[:4]:
        first, last = min(path.points), max(path.points)
        (income, burden), (income2, burden2) = path.points[first], path.points[last]
        parts.append(
            f"{path.label}: {notation.plain(burden, 1)} % of GDP at {notation.plain(income, 0)} dollars per head in "
            f"{first}, {notation.plain(burden2, 1)} % at {notation.plain(income2, 0)} in {last}."
        )
    return f"{caption}. {' '.join(parts)}"


def _behind(page: Page, paths: list[chart.Path]) -> Markup:
    years = sorted({year for path in paths for year in path.points})
    rows = []
    for year in years:
        cells = [str(year)]
        for path in paths:
            point = path.points.get(year)
            cells += ["–", "–"] if point is None else [notation.plain(point[1], 2), notation.plain(point[0], 0)]
        rows.append(cells)
    head = ["Year"]
    for path in paths:
        head += [f"{path.label}, % of GDP", f"{path.label}, GDP per head"]
    return table("Military spending in % of GDP and real GDP per head", head, rows, class_="plain")
