"""Another program that reads the producers' layouts finds the same figures in our small files."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from technostate.evidence.own.kinds import Asked
from technostate.world.importers import KINDS
from world import made_files as made

pymrio = pytest.importorskip("pymrio")
KIND = {kind.name: kind for kind in KINDS}


@pytest.mark.parametrize("edition", ["2018", "2021"])
def test_the_oecd_layouts_are_those_that_pymrio_reads(edition: str, tmp_path: Path) -> None:
    file = tmp_path / f"ICIO{edition}_2019.csv"
    file.write_bytes(made.oecd(made.table(), edition))
    theirs, ours = pymrio.parse_oecd(file), KIND["oecd-icio"].read(file, Asked()).world
    rows = [(region, sector) for region in ours.regions for sector in ours.sectors]
    np.testing.assert_allclose(theirs.Z.loc[rows, rows].to_numpy(), ours.intermediate)


def test_the_layout_of_exiobase_is_that_which_pymrio_reads(tmp_path: Path) -> None:
    files = made.exiobase(made.table())
    folder = tmp_path / "IOT_2019_ixi"
    folder.mkdir()
    for name, data in files.items():
        if "/" not in name:
            (folder / name).write_bytes(data)
    (folder / "file_parameters.json").write_text(
        '{"files": {"Z": {"name": "Z.txt", "nr_index_col": "2", "nr_header": "2"}, '
        '"Y": {"name": "Y.txt", "nr_index_col": "2", "nr_header": "2"}, '
        '"x": {"name": "x.txt", "nr_index_col": "2", "nr_header": "1"}, '
        '"unit": {"name": "unit.txt", "nr_index_col": "2", "nr_header": "1"}}, "systemtype": "IOSystem"}'
    )
    theirs = pymrio.parse_exiobase3(folder)
    ours = KIND["exiobase3"].read(folder, Asked(year=2019, options={"to-musd": "1"})).world
    np.testing.assert_allclose(theirs.Z.to_numpy(), ours.intermediate)
    np.testing.assert_allclose(theirs.x.to_numpy()[:, 0], ours.gross_output)


@pytest.mark.filterwarnings("ignore::pandas.errors.PerformanceWarning")
def test_the_layout_of_eora_is_that_which_pymrio_reads(tmp_path: Path) -> None:
    files = made.eora(made.table())
    files["Eora26_2015_bp_Q.txt"] = b"\t".join([b"0"] * 7) + b"\n"
    files["Eora26_2015_bp_QY.txt"] = b"\t".join([b"0"] * 12) + b"\n"
    files["labels_Q.txt"] = b"Carbon (t)\tsource\n"
    files["labels_VA.txt"] = b"".join(b"Primary inputs\tcost %d\t\n" % at for at in range(6))
    path = made.zipped(tmp_path / "Eora26_2015_bp.zip", files)
    theirs, ours = pymrio.parse_eora26(path), KIND["eora26"].read(path, Asked()).world
    np.testing.assert_allclose(theirs.Z.to_numpy() / 1000, ours.intermediate)
