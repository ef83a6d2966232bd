"""The tidy rows of explored paths: one a figure."""

from __future__ import annotations

from collections.abc import Iterator

from technostate.view.futures.explorer_data import Explored
from technostate.write.frame import Row


def rows(data: Explored) -> Iterator[Row]:
    """Yield every figure with the paths it is of: those that remain, all, or the same draws of drift."""
    for of, fans in (("remaining", data.fans), ("all", data.whole), ("drift", data.still)):
        for fan in fans:
            for what, years in (("p10 to p90", fan.years), ("p25 to p75", fan.half)):
                for year, figure in years.items():
                    yield {
                        "of": of,
                        "name": fan.outcome,
                        "region": fan.region,
                        "year": year,
                        "what": what,
                        "figure": figure,
                    }
    for way, one in (("above drift", data.above), ("below drift", data.below)):
        if one is not None:
            keys = {"of": "remaining", "name": data.outcome, "region": one.region, "year": one.year}
            yield {**keys, "what": f"share of draws {way}", "figure": one}
    for item in data.goals:
        odds, keys = item.odds, {"name": item.odds.milestone, "region": item.odds.region, "year": item.odds.year}
        for of, one in (("remaining", odds.share), ("all", item.whole), ("drift", item.still)):
            if one is not None:
                yield {"of": of, **keys, "what": "share of paths", "figure": one}
        yield {"of": "remaining", **keys, "what": "reached", "figure": odds.reached}
        yield {"of": "remaining", **keys, "what": "goal", "figure": odds.goal}
        if odds.where is not None:
            for what in ("density", "coverage", "mass"):
                yield {"of": "box", **keys, "what": what, "figure": getattr(odds.where, what)}
            for bound in odds.where.bounds:
                for what, one in (("above", bound.low), ("below", bound.high), ("quasi-p-value", bound.chance)):
                    if one is not None:
                        yield {"of": "box", **keys, "what": f"{bound.dimension} {what}", "figure": one}
    for moved in data.moved:
        goes = moved.correlation
        keys = {"of": "remaining", "name": moved.dimension, "region": goes.region, "year": goes.year}
        yield {**keys, "what": "rank correlation", "figure": goes}
