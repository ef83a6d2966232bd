"""Trade flows of a product: read from files of two layouts, followed by its exports, refused where they are wrong."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from made_products import folded, furthest, made_product
from made_worlds import made_world

from technostate.errors import DataError, LabelError
from technostate.world import World, aggregate, load
from technostate.world.product import Trade
from technostate.world.products import carve, parse_products, product, read_products
from technostate.world.products.reading import products_of
from technostate.world.products.record import record_of
from technostate.world.products.rows import TOLD

HEAD = (
    "product: bolts\nparent: C25\nof: icio-2022\nvalue: {central: 9000, status: assumed}\nsources: {b: {title: BACI}}\n"
)
BACI = "t,i,j,k,v,q\n2022,156,392,731815,60,1\n2022,156,842,731815,30,1\n2022,156,842,731816,10,1\n" \
       "2022,156,276,850511,500,1\n2021,156,276,731815,7,1\n2022,842,842,731815,9,1\n" \
       "2022,490,156,731815,4,1\n"  # fmt: skip
NUMBERS = "country_code,country_name,country_iso2,country_iso3\n156,China,CN,CHN\n392,Japan,JP,JPN\n842,USA,US,USA\n" \
          "276,Germany,DE,DEU\n490,Other Asia,NA,N/A\n"  # fmt: skip


def put(folder: Path, trade: str, **files: str) -> Path:
    for name, content in files.items():
        (folder / f"{name}.csv").write_text(content, encoding="utf-8")
    path = folder / "bolts.yaml"
    path.write_text(f"{HEAD}trade: {trade}\n", encoding="utf-8")
    return path


def test_a_file_of_baci_is_summed_over_codes_of_a_year(tmp_path: Path) -> None:
    asked = '{file: baci.csv, countries: numbers.csv, codes: ["7318"], year: 2022, status: measured, source: b}'
    (bolts,) = read_products(put(tmp_path, asked, baci=BACI, numbers=NUMBERS))
    assert bolts.trade == Trade({("CHN", "JPN"): 60.0, ("CHN", "USA"): 40.0}, "measured", "b")
    assert products_of(json.loads(json.dumps(record_of(bolts))), "a record") == (bolts,)


def test_a_plain_file_and_flows_written_out_say_the_same(tmp_path: Path) -> None:
    table = "exporter,importer,value\nCHN,JPN,6\n CHN ,USA,4\nCHN,CHN,99\n"
    (one,) = read_products(put(tmp_path, "{file: flows.csv, status: assumed}", flows=table))
    rows = "{exporter: CHN, importer: JPN, value: 6}, {exporter: CHN, importer: USA, value: 4}"
    (two,) = parse_products(f"{HEAD}trade: {{flows: [{rows}], status: assumed}}\n")
    assert one.trade == two.trade == Trade({("CHN", "JPN"): 6.0, ("CHN", "USA"): 4.0}, "assumed")


@pytest.mark.parametrize(
    ("trade", "files", "said"),
    [
        ("{file: flows.csv}", {"flows": "exporter,importer,value\nCHN,JPN,1\n"}, "trade has no status"),
        ("{file: flows.csv, flows: [], status: assumed}", {}, "one of the two"),
        ("{status: assumed}", {}, "one of the two"),
        ("{file: flows.csv, status: assumed}", {}, "'flows.csv' is no file"),
        ("{file: ., status: assumed}", {}, "is no file"),
        ("{file: /dev/zero, status: assumed}", {}, "is no file"),
        ("{file: flows.csv, status: assumed}", {"flows": "a,b\n1,2\n"}, "no column exporter and no column importer"),
        ("{file: flows.csv, status: assumed}", {"flows": ""}, "cannot be read"),
        ("{file: flows.csv, codes: ['7318'], status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,1\n"},
         "no column code"),
        ("{file: flows.csv, codes: ['73x'], status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,1\n"},
         "the code '73x' has not 2, 4 or 6 digits"),
        ("{file: flows.csv, codes: 7318, status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,1\n"},
         "codes is no list"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,x\n"},
         "1 values are no numbers"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,-1\n"}, "or negative"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\nCHN,JPN,nan\n"}, "no numbers"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\nChina,JPN,1\n"},
         "1 labels are no states by their three letters: 'China'"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\n156,392,1\n"},
         "need a file of them"),
        ("{file: flows.csv, status: assumed}", {"flows": "exporter,importer,value\nCHN,CHN,1\n"},
         "has no flow between"),
        ("{file: flows.csv, countries: n.csv, status: assumed}", {"flows": BACI}, "'n.csv' is no file"),
        ("{file: flows.csv, countries: n.csv, status: assumed}", {"flows": BACI, "n": "a,b\n1,2\n"},
         "has not the columns country_code"),
        ("{flows: [{exporter: CHN, importer: XX, value: 1}], status: assumed}", {}, "'XX' is no state"),
        ("{flows: [{exporter: CHN, importer: JPN, value: -1}], status: assumed}", {}, "flow 1 is -1"),
        ("{flows: 5, status: assumed}", {}, "flows is no list"),
        ("[1]", {}, "a mapping is needed"),
    ],
)  # fmt: skip
def test_trade_that_is_wrong_is_refused_in_words(tmp_path: Path, trade: str, files: dict[str, str], said: str) -> None:
    with pytest.raises(DataError) as error:
        read_products(put(tmp_path, trade, **files))
    assert said in str(error.value)


def test_a_file_is_not_read_for_a_text() -> None:
    with pytest.raises(DataError, match="a file is read only where the product stands in one itself"):
        parse_products(f"{HEAD}trade: {{file: /etc/passwd, status: assumed}}\n")


def exports(world: World, code: str) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    n, j = world.shape
    place = world.sector_index(code)
    flows = world.intermediate.reshape(n, j, n, j)[:, place].sum(axis=2) + world.final_demand.reshape(n, j, n)[:, place]
    np.fill_diagonal(flows, 0.0)
    return flows


def states() -> World:
    world = made_world(4, n=4, j=3)
    return replace(world, regions=("CHN", "JPN", "USA", "ROW"))


def test_exports_are_divided_as_the_flows_are_and_what_cannot_be_is_named() -> None:
    flows = {("CHN", "JPN"): 8.0, ("CHN", "USA"): 1.0, ("CHN", "DEU"): 1.0, ("JPN", "USA"): 5.0}
    row = replace(made_product(parent="s0", value=0.05, makers={"CHN": 0.6, "*": 0.4}), trade=Trade(flows, "assumed"))
    after = carve(states(), [row])
    assert furthest(states(), folded(after)) < 1e-12
    table = exports(after, "part")
    # Germany is in the rest of the world; Japan sells to the USA alone.
    assert table[0, 1:] / table[0].sum() == pytest.approx([0.8, 0.1, 0.1], abs=1e-3)
    assert table[1, [0, 3]].tolist() == [0.0, 0.0] and table[1, 2] > 0
    (carved,) = after.carved
    assert carved.output["CHN"] == pytest.approx(0.6 * sum(carved.output.values()), rel=2e-2)
    much = replace(row, value=replace(row.value, low=0.8, central=0.8, high=0.8))
    (crowded,) = carve(states(), [much]).carved
    assert any(margin.kind == "link" and abs(margin.wanted - margin.got) > TOLD for margin in crowded.unmet)


def test_trade_of_states_needs_a_world_of_states() -> None:
    row = replace(made_product(parent="s0"), trade=Trade({("CHN", "JPN"): 1.0}, "assumed"))
    world = states()
    with pytest.raises(LabelError, match="its trade is by states, and EAST are none"):
        carve(aggregate(world, regions={"CHN": "EAST", "JPN": "EAST", "USA": "USA", "ROW": "ROW"}), [row])
    with pytest.raises(LabelError, match="its trade names JPN, which the world does not show"):
        carve(replace(world, regions=("CHN", "DEU", "USA", "FRA")), [row])


def test_flows_bend_the_magnets_of_the_real_table() -> None:
    flows = {
        ("CHN", "DEU"): 40.0,
        ("CHN", "USA"): 10.0,
        ("CHN", "JPN"): 20.0,
        ("CHN", "KOR"): 20.0,
        ("CHN", "VNM"): 10.0,
    }
    row = replace(product("magnets"), links={}, trade=Trade(flows, "assumed"))
    after = carve(load("icio-2022"), [row])
    sold = exports(after, "magnets")[after.region_index("CHN")]
    for (_, buyer), value in flows.items():
        assert sold[after.region_index(buyer)] / sold.sum() == pytest.approx(value / 100, abs=5e-3)
    assert furthest(load("icio-2022"), folded(after)) < 1e-15
