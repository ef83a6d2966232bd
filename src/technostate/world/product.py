"""A product carved out of a sector, and what the table could hold of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from technostate.world.assumed import Assumed, Source, Status

#: Stands in makers and users for all that are not named, in proportion to the parent.
OTHERS = "*"
#: Final demand among the users; the product itself among its inputs.
FINAL, SELF = "final", "self"


# What a product that says nothing of its own has: ranges of differentiated goods in the year, and of ordinary stocks.
_ORIGINS = Assumed(0.76, 1.5, 3.0, "elasticity", "assumed")
_MULTIPLE = Assumed(1.5, 3.0, 8.0, "ratio", "assumed")
_CRITICAL = Assumed(0.0, 0.05, 0.2, "elasticity", "assumed")
_EXPAND = Assumed(0.4, 0.5, 0.7, "elasticity", "assumed")
_DAYS = Assumed(15.0, 30.0, 60.0, "days", "assumed")
_MOST = Assumed(1.0, 1.05, 1.2, "ratio", "assumed")
_SLACK = Assumed(0.0, 0.02, 0.05, "share", "assumed")


@dataclass(frozen=True)
class Trade:
    """Flows of a product between states, which its exports follow.

    Parameters
    ----------
    flows : mapping of (str, str) to float
        (Exporter, importer) → value, in any unit: the shares in each maker's exports count.
    status : {"measured", "estimated", "literature", "assumed"}
        How well they are known.
    source : str
        Key of the product's sources.
    """

    flows: Mapping[tuple[str, str], float]
    status: Status
    source: str = ""


@dataclass(frozen=True)
class Product:
    """A part of a sector's goods that is made and used elsewhere, or missed in another way, than the rest of them.

    Parameters
    ----------
    name : str
        Its code among the sectors of a world: small letters, digits and hyphens.
    parent : str
        The sector, or product, that it is a part of.
    of : str
        The table whose year and classification the values are for, such as ``icio-2022``.
    value : Assumed
        World output, USD million at the table's prices; below 1 a share of the parent's.
    makers : mapping of str to Assumed
        Region → share of world output; ``*`` all others in proportion to the parent; empty: all in proportion.
    users : mapping of str to Assumed
        Sector or ``final`` → share of world use; likewise.
    buyers, links, inputs : mapping to Assumed
        Odds, 1 as the parent's: of regions that buy; of (exporter, importer); of the inputs that go into it, the
        product itself as ``self``.
    trade : Trade or None
        Flows between states: the exports of each maker that has some are divided among buyers as they are.
    value_added : Assumed or None
        Share of value added in its output; None: the parent's.
    critical : bool
        Whether its users cannot do without it within the year.
    instead : str
        The sector whose goods are what is used in its place: the parent unless said, never a product.
    origins, multiple, critical_elasticity, expand : Assumed
        Of the year: elasticity across origins; price, as a multiple of the price of `instead`, at which half of the use
        is given up; elasticity between it and other inputs; elasticity between value added and inputs of its makers.
    days, most, slack : Assumed
        Of the weeks: stocks in days of use; most that a maker can make, as a multiple of the base; idle capacity as a
        share of output.
    stops : mapping of str to Assumed
        Of the weeks: user → share of its output that stops without the product; who is not named does not stop.
    postponed : Assumed or None
        Share of unmet final demand that waits; None: the parent's.
    notes : str
        What is assumed, in words.
    sources : mapping of str to Source
        Of its numbers, by the keys that they name.
    """

    name: str
    title: str
    parent: str
    of: str
    value: Assumed
    makers: Mapping[str, Assumed] = field(default_factory=dict)
    users: Mapping[str, Assumed] = field(default_factory=dict)
    buyers: Mapping[str, Assumed] = field(default_factory=dict)
    links: Mapping[tuple[str, str], Assumed] = field(default_factory=dict)
    inputs: Mapping[str, Assumed] = field(default_factory=dict)
    trade: Trade | None = None
    value_added: Assumed | None = None
    critical: bool = True
    instead: str = ""
    origins: Assumed = _ORIGINS
    multiple: Assumed = _MULTIPLE
    critical_elasticity: Assumed = _CRITICAL
    expand: Assumed = _EXPAND
    days: Assumed = _DAYS
    most: Assumed = _MOST
    slack: Assumed = _SLACK
    stops: Mapping[str, Assumed] = field(default_factory=dict)
    postponed: Assumed | None = None
    notes: str = ""
    sources: Mapping[str, Source] = field(default_factory=dict)

    @property
    def proportional(self) -> bool:
        """Whether its rows are the same part of each of its parent's."""
        return not (self.makers or self.users or self.buyers or self.links or self.trade)

    @property
    def as_parent(self) -> bool:
        """Whether its columns are the same part of each of its parent's."""
        return self.value_added is None and not self.inputs

    def numbers(self) -> Iterator[tuple[str, str, Assumed]]:
        """Yield every number as what it is, of which region, user or link, and its value."""
        yield "value", "", self.value
        for what in ("makers", "users", "buyers", "inputs"):
            yield from ((what, key, number) for key, number in getattr(self, what).items())
        yield from (("links", f"{seller} to {buyer}", number) for (seller, buyer), number in self.links.items())
        for what in ("value_added", "origins", "multiple", "critical_elasticity", "expand", "days", "most", "slack"):
            if (number := getattr(self, what)) is not None:
                yield what, "", number
        yield from (("stops", key, number) for key, number in self.stops.items())
        if self.postponed is not None:
            yield "postponed", "", self.postponed


@dataclass(frozen=True)
class Margin:
    """A figure that was wanted of a product and what the table could hold, USD million.

    Parameters
    ----------
    kind : {"value", "maker", "user", "link", "value added"}
        Of what.
    label : str
        The region, user, or exporter and importer; empty for the value.
    """

    kind: str
    label: str
    wanted: float
    got: float


@dataclass(frozen=True)
class Carved:
    """What became of a product in a table, USD million.

    Parameters
    ----------
    code : str
        Of the product.
    output, exports : mapping of str to float
        By maker, those that make something; exports are sales to other regions.
    users : mapping of str to float
        By user that buys something, as the parent's users stood before it was carved.
    unmet : tuple of Margin
        What the table could not hold, the largest gap first.
    gap : float
        Largest gap of a margin as a share of the product's world output.
    """

    code: str
    output: Mapping[str, float]
    exports: Mapping[str, float]
    users: Mapping[str, float]
    unmet: tuple[Margin, ...]
    gap: float
