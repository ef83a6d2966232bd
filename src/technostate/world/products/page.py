"""The page of the products' figures: what each is, its range, how well it is known and from whom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from technostate.world.assumed import STATUSES, Assumed, Source
from technostate.world.product import FINAL, OTHERS, SELF, Product

#: What a figure is, by its name in a product; of one region, user or link the label takes the place of the braces.
_WORDS = {
    "value": "world output, USD million",
    "makers": "made in {}",
    "users": "used by {}",
    "buyers": "odds of a sale to {}",
    "inputs": "odds of the input {}",
    "links": "odds of the sale from {}",
    "value_added": "value added in its output",
    "origins": "year: elasticity across origins",
    "multiple": "year: multiple of the price at which half is given up",
    "critical_elasticity": "year: elasticity with other inputs",
    "expand": "year: elasticity of value added and inputs of makers",
    "days": "weeks: stocks, days of use",
    "most": "weeks: most that makers can make, multiple of the base",
    "slack": "weeks: idle capacity",
    "stops": "weeks: output of {} that stops",
    "postponed": "weeks: unmet final demand that waits",
}
_LABELS = {OTHERS: "all others", FINAL: "final demand", SELF: "the product itself"}
_HEAD = "| figure | value | low–high | status | source |\n| --- | --- | --- | --- | --- |\n"


def markdown(products: Iterable[Product]) -> str:
    """Return a section a product: its figures, what is assumed of them in words, its sources.

    Examples
    --------
    >>> from technostate.world.products import parse_products
    >>> found = parse_products("{product: bolts, parent: C25, of: icio-2022, value: {central: 900, status: assumed}}")
    >>> print(markdown(found).splitlines()[6])
    | world output, USD million | 900 | – | assumed | – |
    """
    return "\n".join(_section(product) for product in products)


def counts(products: Iterable[Product]) -> str:
    """Return a table of how many figures of each product have which status."""
    lines = [f"| product | {' | '.join(STATUSES)} |", f"| --- |{' --- |' * len(STATUSES)}"]
    for product in products:
        found = [number.status for *_, number in product.numbers()]
        lines.append(f"| {product.name} | {' | '.join(str(found.count(status)) for status in STATUSES)} |")
    return "\n".join(lines) + "\n"


def _section(product: Product) -> str:
    critical = "" if product.critical else " Its users can do without it within the year."
    start = f"{product.title}, a part of {product.parent}; the figures are for {product.of}.{critical}"
    rows = "".join(f"| {' | '.join(map(_cell, row))} |\n" for row in _rows(product))
    notes = f"\n{product.notes}\n" if product.notes else ""
    sources = "".join(f"- `{key}`: {_source(source)}\n" for key, source in product.sources.items())
    return f"## {product.name}\n\n{start}\n\n{_HEAD}{rows}{notes}" + (f"\n{sources}" if sources else "")


def _rows(product: Product) -> Iterator[tuple[str, str, str, str, str]]:
    for (what, label), number in _merged(product).items():
        words = _WORDS[what].format(_LABELS.get(label, label))
        span = "–" if number.low == number.high else f"{_text(number.low, number)}–{_text(number.high, number)}"
        value = _text(number.central, number)
        yield words, value, span, number.status, f"`{number.source}`" if number.source else "–"


def _merged(product: Product) -> Mapping[tuple[str, str], Assumed]:
    """Return the figures, with the links of one exporter that are alike as one."""
    buyers: dict[tuple[str, Assumed], list[str]] = {}
    for (seller, buyer), number in product.links.items():
        buyers.setdefault((seller, number), []).append(buyer)
    links = {("links", f"{seller} to {', '.join(names)}"): number for (seller, number), names in buyers.items()}
    found: dict[tuple[str, str], Assumed] = {}
    for what, label, number in product.numbers():
        if what == "links":
            found |= links
        else:
            found[what, label] = number
    return found


def _text(value: float, number: Assumed) -> str:
    """Return a number as it is read: shares in per cent, money in whole millions."""
    if number.unit == "share":
        return f"{100 * value:.4g} %"
    return f"{value:,.0f}" if number.unit in ("musd", "days") else f"{value:g}"


def _source(source: Source) -> str:
    title = f"[{source.title}]({source.url})" if source.url else source.title
    return f"{source.issuer} ({source.date}), {title}. Terms: {source.terms}. Checked: {source.checked.rstrip('.')}."


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
