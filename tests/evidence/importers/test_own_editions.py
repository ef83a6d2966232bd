"""A user's edition takes the place of the one that ships, in every indicator: the same units, regions and treatment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import whole_files as whole

from technostate.evidence import Series, catalogue, derived, shipped
from technostate.evidence.fetch import plans
from technostate.evidence.importers import KINDS, wdi
from technostate.evidence.own import current
from technostate.evidence.own.kinds import Asked, SeriesBatch
from technostate.evidence.readers import weo
from technostate.evidence.store import Store
from technostate.strategies import dictionary

#: Sums of the world or the Union that the file's producer gives, or that are computed as for the shipped edition.
GROUPS = {"EU", "WLD"}
#: Series of outlooks whose shipped figures are errors of many editions: one edition cannot make them.
OF_SEVERAL_EDITIONS = "imf/weo/growth-error-"
#: Sets that ship, whole or in part, and can be imported.
SETS = "sipri/", "pts/", "vdem/", "unga/", "imf/weo/", "wits/summary/", "cow/atop/", "worldbank/wdi/"
SHIPPED = {key for key in shipped.editions() if key.startswith(SETS) and not key.startswith(OF_SEVERAL_EDITIONS)}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Series]]]:
    """A store with one file of every kind, and all series that were written."""
    folder = tmp_path_factory.mktemp("own")
    made: dict[str, Series] = {}
    with Store(folder / "own.sqlite") as store:
        for kind in KINDS:
            batch = kind.read(whole.FILES[kind.name](folder), Asked(whole.VINTAGE))
            assert isinstance(batch, SeriesBatch)
            # Writing refuses an edition in another unit than the one that ships.
            batch.write(store)
            made |= {item.id: item for item in batch.series}
    yield folder / "own.sqlite", made


def test_every_kind_is_tried() -> None:
    assert set(whole.FILES) == {kind.name for kind in KINDS}


def test_units_kinds_and_groups_are_those_that_ship(own: tuple[Path, dict[str, Series]]) -> None:
    both = {key: item for key, item in own[1].items() if key in shipped.editions()}
    assert len(both) > 60
    for key, item in both.items():
        (entry, *_) = shipped.editions()[key]
        assert (item.unit, item.kind) == (entry.unit, entry.kind), key
        assert GROUPS & set(shipped.figures(entry)) <= set(item.regions), key


def test_what_ships_of_a_producer_is_made_of_a_file_of_the_producers(own: tuple[Path, dict[str, Series]]) -> None:
    """All of a set's series, those computed from it too; of ideal points, all votes come with older releases only."""
    assert SHIPPED - set(own[1]) == {"unga/ideal-points/all"}


READERS = [
    row for row in dictionary.indicators()
    if (SHIPPED | derived.computed_from(SHIPPED)).intersection(row.expression.series_ids())
]  # fmt: skip


@pytest.mark.parametrize("row", READERS, ids=[row.id for row in READERS])
def test_indicators_read_the_users_edition(row: dictionary.Indicator, own: tuple[Path, dict[str, Series]]) -> None:
    path, made = own
    ids = set(row.expression.series_ids())
    fed = set(made) | derived.computed_from(made)
    before = dictionary.values(row)
    current.use(path)
    series = dictionary.values(row)
    assert series.unit == row.unit == before.unit
    assert series.values != before.values
    assert "CHN" in series.regions
    if ids <= fed:
        assert GROUPS & set(before.regions) <= set(series.regions)


def test_what_is_computed_from_a_users_series_is_computed_anew(own: tuple[Path, dict[str, Series]]) -> None:
    current.use(own[0])
    spending = catalogue.load("technostate/military/spending-at-gdp-ppp")
    inputs = [
        catalogue.load(key).value("CHN", 2024)
        for key in ("sipri/milex/share-of-gdp", "worldbank/wdi/NY.GDP.PCAP.PP.KD", "worldbank/wdi/SP.POP.TOTL")
    ]
    assert spending.value("CHN", 2024) == pytest.approx(inputs[0] / 100 * inputs[1] * inputs[2] / 1e6)
    assert whole.VINTAGE in catalogue.entry(spending.id).vintage
    # It stands in no file of the store, so it is none of those that are listed and can be removed.
    assert spending.id not in {entry.id for entry in catalogue.search("", own=True)}


def test_plans_fetch_series_as_they_ship() -> None:
    columns = {f"worldbank/wdi/{code}": column for code, column in wdi.known().items()}
    for plan in plans():
        for entry in shipped.editions().get(plan.id, ()):
            assert plan.unit == entry.unit, plan.id
        if column := columns.get(plan.id):
            assert plan.without_eu == column.without_eu, plan.id
            assert plan.from_first_figure == column.from_first_figure, plan.id
            assert plan.factor == 1.0
        if plan.id.startswith("imf/weo/"):
            # Forecasts are no figures of the same series.
            assert plan.past_only
            said = weo.CONCEPTS.get(plan.query.rpartition("*.")[2].removesuffix(".A"))
            assert said is None or said["unit"] == plan.unit
