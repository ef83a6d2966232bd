"""The sets of trade elasticities: which there are, whose they are, and what the finer ones of Fontagné et al. are."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from technostate.errors import DataError
from technostate.evidence.readers import trade_elasticities as reader
from technostate.world import conventional_sets, elasticities, elasticity_sets, load, low_long_run_sets

#: What the raw data set has for the finer estimates, simple means over GTAP sectors.
FINER_MEANS = {
    "A01": 5.15, "A02": 2.528, "A03": 6.647, "B05": 8.277, "B06": 10.892, "B07": 8.277, "B08": 8.277, "B09": 8.277,
    "C10T12": 4.298, "C13T15": 5.29, "C16": 8.686, "C17_18": 8.177, "C19": 3.638, "C20": 7.829, "C21": 7.916,
    "C22": 7.037, "C23": 4.828, "C24A": 3.449, "C24B": 13.387, "C25": 4.25, "C26": 5.258, "C27": 4.621, "C28": 4.231,
    "C29": 8.981, "C301": 7.983, "C302T309": 7.983, "C31T33": 4.906, "SVC": 4.0,
}  # fmt: skip


def test_eight_sets_are_conventional_three_are_low_and_one_is_what_was_called_fgo() -> None:
    assert conventional_sets() == ("BSY", "CP", "FGO", "GYY", "IS", "LL", "Shap", "U4")
    assert low_long_run_sets() == ("BLP0.75", "BLP1", "BLP1.25")
    assert set(elasticity_sets()) == {*conventional_sets(), *low_long_run_sets(), "FGO28"}
    assert [set(elasticities(name).values.values()) for name in low_long_run_sets()] == [{0.75}, {1.0}, {1.25}]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("BSY", "Econometrica, 89(4), 1595"), ("CP", "Review of Economic Studies, 82(1)"), ("FGO", "137, 103593"),
        ("FGO28", "137, 103593"), ("GYY", "does sectoral heterogeneity matter"), ("IS", "citation not found"),
        ("LL", "American Economic Review, 113(10)"), ("Shap", "Trade costs, CO2"), ("U4", "92(1), 34-50"),
        ("BLP1", "American Economic Review, 113(4), 861-905"),
    ],
)  # fmt: skip
def test_each_set_cites_its_own_paper(name: str, words: str) -> None:
    assert words in elasticities(name).origin.citation
    assert elasticities(name).origin.licence


def test_the_finer_set_differs_from_a_simple_mean_only_where_a_sector_joins_several() -> None:
    found = elasticities("FGO").values
    joined = {"A01": 3.8954, "C10T12": 4.0676, "C13T15": 4.8794}
    for sector, theta in FINER_MEANS.items():
        assert found[sector] == pytest.approx(joined.get(sector, theta), abs=6e-4), sector


def test_the_finer_set_tells_oil_and_metals_from_the_rest() -> None:
    new, old = elasticities("FGO").values, elasticities("FGO28").values
    assert [old[code] for code in ("B06", "C24A", "C24B", "C20", "SVC")] == [3.41, 7.39, 7.39, 10.56, 8.35]
    assert [new[code] for code in ("B06", "C24A", "C24B", "C20", "SVC")] == [10.8923, 3.4486, 13.3875, 7.829, 4.0]
    assert np.array_equal(load("icio-2022").trade_elasticity, list(new.values()))


def test_the_finer_set_is_what_the_raw_files_give(shared: Path) -> None:
    found = reader.finer(shared / "data")
    assert found == dict(elasticities("FGO").values)
    with (shared / "data/tariffs_2017_2026/elasticity_sets.csv").open() as stream:
        listed = {row[""]: row for row in csv.DictReader(stream)}
    assert {sector: float(row["FGOGTAP"]) for sector, row in listed.items()} == FINER_MEANS
    for name in (*set(conventional_sets()) - {"FGO"}, *low_long_run_sets()):
        values = elasticities(name).values
        assert all(values[sector] == pytest.approx(float(row[name]), abs=6e-4) for sector, row in listed.items()), name


def test_sectors_are_joined_by_what_is_imported(tmp_path: Path) -> None:
    (tmp_path / "cross.csv").write_text("hs6_code,gtap,icio28\n010101,AAA,X\n010102,BBB,X\n010103,CCC,X\n")
    estimates = (reader.Elasticity("aaa", -2.0, None), reader.Elasticity("bbb", -6.0, None))
    estimates = (*estimates, reader.Elasticity("ccc", None, None))
    imports = {"010101": 3.0, "010102": 1.0, "010103": 100.0}
    assert reader.aggregated(estimates, tmp_path / "cross.csv", imports) == {"X": 3.0}


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00damaged"])
def test_damaged_imports_are_one_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "imports.csv.gz"
    path.write_bytes(content)
    if content:
        with pytest.raises(DataError, match="cannot be read"):
            reader.imports_by_product(path)
    else:
        assert reader.imports_by_product(path) == {}
