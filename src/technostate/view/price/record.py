"""The typed answer on the price of security: rows choice by choice, cells over all choices, and what survives them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from technostate.evidence import Figure
from technostate.evidence.origin import Origin
from technostate.futures.price.verdict import Choice


@dataclass(frozen=True)
class Row:
    """A lever against a shock under one form of the wedge and one rule on rents.

    Parameters
    ----------
    target : str
        Code of the comparator, ``everyone``, or the state itself.
    shock : str or None
        None where the lever has no cover against any shock here.
    wedge, rent : str or None
        None where the lever has no form, or the rule plays no part.
    premium, cover : float or None
        Medians, fractions of civil absorption a year.
    break_even : float or None
        Median, a probability a year; None where the lever never pays, and `why` says so.
    ranges : mapping of str to pair
        p10 and p90 of each; None stands for never.
    covering : float or None
        Share of the cases in which anything is covered.
    """

    state: str
    lever: str
    target: str
    shock: str | None
    wedge: str | None
    rent: str | None
    premium: float | None
    cover: float | None
    break_even: float | None
    ranges: Mapping[str, tuple[float | None, float | None]]
    covering: float | None
    why: str = ""


@dataclass(frozen=True)
class Cell:
    """A lever against a shock over all forms, rules on rents and cases.

    Parameters
    ----------
    shock : str
        Empty where the lever has no cover against any shock here.
    premium, cover : Figure or None
        Per cent of civil absorption a year.
    break_even : Figure or None
        A probability a year; without a middle where half of all cases never pay.
    why : str
        Why a figure is absent.
    """

    state: str
    lever: str
    target: str
    shock: str
    premium: Figure | None
    cover: Figure | None
    break_even: Figure | None
    why: str = ""


@dataclass(frozen=True)
class Judged:
    """A question with its answer over all choices.

    Parameters
    ----------
    question : str
        ``aimed before self_reliance``, ``stockpile before aimed``, ``aimed pays``, ``stockpile pays``.
    answer : str
        ``always``, ``never``, ``depends`` or ``unknown``.
    turning : tuple of Choice
        What it depends on.
    waste : Figure or None
        Share of waste in the wedge at which the answer turns, where it turns there and the share is known.
    """

    state: str
    shock: str
    question: str
    answer: str
    turning: tuple[Choice, ...]
    waste: Figure | None = None


@dataclass(frozen=True)
class Price:
    """What two states can buy against each other.

    Parameters
    ----------
    unit : str
        Of `premium` and `cover` in `rows`.
    wedge : float
        By which share wedges raise prices.
    days : float
        Of imports that stocks hold.
    shocks : mapping of str to mapping of str to str
        State → key → title.
    strategic : mapping of str to tuple of str
        State → sectors.
    rows : tuple of Row
        Choice by choice.
    cells : tuple of Cell
        Over all choices.
    judged : tuple of Judged
        What survives the choices.
    failed : int
        Equilibria that were not found.
    year : int or None
        Of the paths on which levers are priced; None on the world as it is.
    paths : str
        Which paths, in words; empty without a year.
    missed : mapping of str to str
        Snapshots without an answer → why.
    today : tuple of Cell
        The same on the world as it is, beside a year.
    """

    state: str
    against: str
    unit: str
    wedge: float
    days: float
    draws: int
    shocks: Mapping[str, Mapping[str, str]]
    strategic: Mapping[str, tuple[str, ...]]
    rows: tuple[Row, ...]
    cells: tuple[Cell, ...]
    judged: tuple[Judged, ...]
    failed: int
    notes: tuple[str, ...]
    origin: Origin
    year: int | None = None
    paths: str = ""
    missed: Mapping[str, str] = field(default_factory=dict)
    today: tuple[Cell, ...] = ()
