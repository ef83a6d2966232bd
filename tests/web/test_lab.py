"""The lab's address, form and page of YAML say the same shock, and whatever is sent, one clear message comes back."""

from __future__ import annotations

import subprocess
import sys
from urllib.parse import parse_qsl

import pytest

from technostate.errors import LabelError, ScenarioError
from technostate.shocks.specification import load, parse
from technostate.shocks.specification.labels import CODES, NAMED_LISTS, group_keys, product_codes
from technostate.shocks.specification.measures import KINDS as MEASURES
from technostate.shocks.specification.shock import Shock
from technostate.shocks.written import KINDS, MOST, line, opened, shipped_lines, shipped_names, written
from technostate.view.shock.lab import built, lab_checked, of
from technostate.web.asked import Asked, read
from technostate.web.pages import lab as page
from technostate.web.pages import lab_words as words
from technostate.web.pages.lab_fold import folded
from technostate.web.questions import question
from technostate.web.route import found

from .forms import sent, wrong

FEW = [name for name in shipped_names() if len(shipped_lines(name)) <= MOST]
MANY = [name for name in shipped_names() if len(shipped_lines(name)) > MOST]
BAN = "export_ban exporters:USA importers:CHN sectors:goods leak:0.02,0.1,0.25"


def at(address: str) -> Asked:
    """Return what is asked at an address."""
    path, _, query = address.partition("?")
    return found(path, parse_qsl(query, keep_blank_values=True))[0]


def meant(shock: Shock) -> list[dict[str, object]]:
    """Return the measures of a shock with the day on which each starts."""
    return [row.model_dump() | {"starts": row.starts or shock.starts} for row in shock.measures]


def test_the_form_offers_what_the_specification_has() -> None:
    fields = {kind: set(model.model_fields) for kind, model in MEASURES.items()}  # type: ignore[attr-defined]
    assert {kind: {"measure", "name", "starts", "ends", *own} for kind, own in KINDS.items()} == fields
    assert set(words.KINDS) == set(KINDS)
    assert set(words.GROUPS) == {*group_keys(), "rest", "ROW"}
    products = {code for codes in product_codes().values() for code in codes}
    assert set(words.SECTORS) == {"all", *NAMED_LISTS, *CODES["icio"], *products}
    assert {*words.PRODUCTS} == {"products", *products}
    from technostate import world

    assert set(words.WORLDS) == set(world.names())


@pytest.mark.parametrize("name", shipped_names())
def test_a_shipped_shock_is_the_same_at_its_address_in_its_form_and_in_its_page(name: str) -> None:
    asked = read(question("lab"), {"start": name})
    shown = written(asked.given)
    assert built(shown) == load(name), "an address that changes nothing is the shock itself"
    drawn = str(page.around(asked, None))
    again = read(question("lab"), sent(drawn))
    assert again.address == asked.address, "a form that is sent as it is drawn changes nothing"
    assert at(asked.address) == asked
    assert page.yaml(asked).partition("\n")[2] == shown.yaml()


@pytest.mark.parametrize("name", FEW)
def test_a_changed_shock_is_the_same_at_its_address_in_its_form_and_in_its_page(name: str) -> None:
    said = {
        "start": name,
        "title": 'So "it" is: {a} & <b>',
        **{f"m{at}": row.text for at, row in enumerate(shipped_lines(name), 1)},
    }
    said["m1"] += " ends:2031-05-01" if " ends:" not in said["m1"] else ""
    asked = read(question("lab"), said)
    shock = built(written(asked.given))
    base = load(name)
    assert (shock.world, shock.base, shock.closure, shock.sector_lists, shock.blind_spot) == (
        base.world, base.base, base.closure, base.sector_lists, base.blind_spot,
    )  # fmt: skip
    assert shock.title == said["title"] and shock.built_on == (name,)
    assert read(question("lab"), sent(str(page.around(asked, None)))) == asked
    assert at(asked.address) == asked
    # The page that is saved, opened again, is the same address.
    assert read(question("lab"), [("do", "open"), ("yaml", page.yaml(asked))]) == asked
    assert parse(page.yaml(asked)) == shock


@pytest.mark.parametrize("name", MANY)
def test_a_shock_of_more_measures_than_the_form_has_is_kept_whole(name: str) -> None:
    asked = read(question("lab"), [("start", name), ("do", "add"), ("keep", "yes")])
    asked = read(question("lab"), {**asked.given, "m1": BAN})
    shock = built(written(asked.given))
    assert meant(shock)[:-1] == meant(load(name)) and shock.measures[-1].measure == "export_ban"
    assert read(question("lab"), sent(str(page.around(asked, None)))) == asked
    assert read(question("lab"), [("do", "open"), ("yaml", page.yaml(asked))]) == asked


def test_buttons_add_remove_start_and_open() -> None:
    lab = question("lab")
    two = read(lab, [("m1", BAN), ("do", "add")])
    assert two.address == (
        "/lab?m1=export_ban+exporters:USA+importers:CHN+sectors:goods+leak:0.02,0.1,0.25&m2=export_ban"
    )
    assert read(lab, [*two.given.items(), ("do", "remove-2")]).given["m1"] == line(BAN).text
    assert "m2" not in read(lab, [*two.given.items(), ("do", "remove-2")]).given
    started = read(lab, [*two.given.items(), ("title", "Mine"), ("do", "start"), ("from", "zte-2018"), ("draws", "8")])
    assert started.address == "/lab?start=zte-2018&draws=8"
    assert read(lab, [*two.given.items(), ("do", "start"), ("from", "")]).address == "/lab?m1=export_ban"
    text = "name: mine\ntitle: Mine\nstarts: 2028-02-01\nworld: icio-2022+magnets\nmeasures:\n" + line(BAN).yaml(1)
    mine = read(lab, [("do", "open"), ("yaml", text)])
    assert dict(mine.values) == {
        "title": "Mine", "starts": "2028-02-01", "world": "icio-2022", "products": "magnets",
        "m1": "export_ban exporters:USA importers:CHN sectors:goods leak:0.02,0.1,0.25",
    }  # fmt: skip


def test_a_form_is_read_as_people_write() -> None:
    said = [
        ("m1.kind", "tariff"), ("m1.exporters", "China, japan ,中国台湾"), ("m1.importers", "the West"),
        ("m1.sectors", "crude energy, C26"), ("m1.rate.low", "2,5"), ("m1.rate.central", "10 %"),
        ("m1.rate.high", ".5"),
        ("m1.basis", "added"), ("m1.leak.central", "5"), ("m1.name", "my tariff"),
    ]  # fmt: skip
    (name, text), *_ = folded(said)
    assert name == "m1"
    assert text.startswith("tariff name:my-tariff exporters:CHN,JPN,")
    assert "importers:west sectors:crude-energy,C26 basis:added rate:2_5,0.1,0.005" in text and "leak" not in text


def test_what_is_wrong_stands_beside_its_field() -> None:
    asked = at("/lab?m1=export_ban+exporters:USA+importers:CHN+sectors:goods+leak:0.3,0.2,0.1&m2=stockpile+regions:XXX")
    with pytest.raises(ScenarioError) as error:
        built(written(asked.given))
    said = wrong(str(page.around(asked, None, str(error.value).splitlines())))
    assert [text.split(":")[0] for text in said] == ["leak", "regions", "sectors is missing", "days is missing"]


LAB = [
    ("/lab?m1=", "bombard+exporters:USA", "unknown measure 'bombard'"),
    ("/lab?m1=", "export_ban", "leak is missing"),
    ("/lab?m1=", BAN.replace("USA", "Atlantis"), "unknown region or group 'Atlantis'"),
    ("/lab?m1=", BAN.replace("goods", "C99"), "unknown sector or list of sectors 'C99'"),
    ("/lab?m1=", BAN.replace("goods", "854231"), "codes of products"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "0.25,0.1,0.02"), "is not in order"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "25"), "is 0.25 meant?"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "-1"), "it lies from 0 to 1"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "1e999"), "it is not a finite number"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "9" * 300), "it lies from 0 to 1"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", ".nan"), "is not a number"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "0.1,,0.2"), "central is missing"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "0,0.1,0.2,0.3"), "no field"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "&x"), "is not a number"),
    ("/lab?m1=", BAN.replace("0.02,0.1,0.25", "!!python/object:os"), "is not a number"),
    ("/lab?m1=", BAN.replace("CHN", "*all"), "unknown region or group '*all'"),
    ("/lab?m1=", BAN.replace("CHN", "USA"), "on both sides"),
    ("/lab?m1=", BAN + " name:<script>alert(1)</script>", "is not made of lower-case words"),
    ("/lab?m1=", BAN + " name:{{7*7}}", "is not made of lower-case words"),
    ("/lab?m1=", BAN + " colour:red", "no field"),
    ("/lab?m1=", BAN + " leak:0.5", "leak is there twice"),
    ("/lab?m1=", BAN + " ends:2020-01-01 starts:2021-01-01", "the end comes after the start"),
    ("/lab?m1=", BAN + " ends:tomorrow", "is not a day"),
    ("/lab?m1=", BAN + " rent:everybody", "rent"),
    ("/lab?m1=", BAN + " plain", "is no field with its value"),
    ("/lab?m1=", "EXPORT", "no kind of measure"),
    ("/lab?m1=", BAN + " name:" + "a" * 2000, "characters"),
    ("/lab?start=", "../../etc/passwd", "unknown shock"),
    ("/lab?start=", "chips-2023", "unknown shock"),
    ("/lab?world=", "/etc/passwd", "characters|unknown world"),
    ("/lab?world=", "icio-2023", "unknown world"),
    ("/lab?products=", "unobtainium", "unknown product"),
    ("/lab?tariffs=", "1850", "tariffs"),
    ("/lab?starts=", "2027-13-45", "is not a day"),
    ("/lab?draws=", "1000000", "draws is 1000000"),
    ("/lab?seed=", "-1", "seed is -1"),
    ("/lab?title=", "a" * 500, "title has 500 characters"),
    ("/lab?m9=", BAN, "nothing that is asked here"),
    ("/lab?horizon=", "century", "is no choice"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "text", "message"), LAB)
def test_what_is_wrong_at_an_address_is_said_once_and_clearly(head: str, text: str, message: str) -> None:
    path, _, name = head.partition("?")
    with pytest.raises((LabelError, ScenarioError)) as error:
        asked, _ = found(path, [(name.rstrip("="), text.replace("+", " "))])
        built(written(asked.given))
    assert any(part in str(error.value) + error.value.hint for part in message.split("|"))
    assert len(str(error.value)) < 2600


YAML = {
    "anchors": "title: &a [x]\nmeasures: [*a]",
    "laughs": "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]",
    "tags": "title: !!python/object/apply:os.system [id]",
    "merges": "title: x\nmeasures:\n  - <<: {measure: stockpile}",
    "twice": "title: x\ntitle: y",
    "deep": "title: " + "[" * 60 + "]" * 60,
    "no mapping": "- a\n- b",
    "no YAML": "title: [",
    "large": "title: x\n" + "# " * 4000,
    "more": "title: x\nsources: []\nmeasures: []",
    "two bases": "title: x\nbased_on: [zte-2018, chips-2022]",
    "a part": "title: x\nbased_on: chips-2022\nwithout: [chips-of-the-united-states]",
    "a measure that is none": "title: x\nmeasures: [1]",
    "spaces": "title: x\nmeasures: [{measure: stockpile, regions: [the moon]}]",
    "nine": "title: x\nmeasures:\n" + "  - {measure: stockpile, regions: [EU], sectors: [C19], days: 3}\n" * 9,
    "a range of other names": "title: x\nmeasures: [{measure: stockpile, days: {least: 1, most: 2}}]",
}


@pytest.mark.parametrize("name", YAML)
def test_a_page_of_yaml_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(LabelError) as error:
        folded([("do", "open"), ("yaml", YAML[name])])
    assert 10 < len(str(error.value)) < 400 and error.value.hint


def test_what_is_written_never_becomes_markup() -> None:
    asked = at("/lab?title=%3Cscript%3Ealert(1)%3C/script%3E&m1=export_ban+name:%22onload=%22x%22+exporters:%3Cb%3E")
    drawn = str(page.around(asked, None, ["measure 1 (<b>): exporters: <i>"]))
    assert "<script" not in drawn and "<b>" not in drawn and "<i>" not in drawn and ' onload="' not in drawn


def test_a_check_says_what_each_measure_means() -> None:
    view = lab_checked(
        m1=BAN, m2="tariff exporters:CHN importers:USA sectors:C26 rate:0.25 basis:added", horizon="year"
    )
    assert {key: cell.modelled for key, cell in view.data.horizons["weeks"].items()} == {
        "export-ban-1": True, "tariff-2": False,
    }  # fmt: skip
    assert view.command == "technostate shock lab.yaml --check"


def test_a_kind_of_the_lab_is_known_by_its_words_alone() -> None:
    with pytest.raises(ScenarioError, match="the lab does not know colour"):
        of({"colour": "red"})
    assert opened("{title: A, measures: [{measure: stockpile, regions: [EU], sectors: [C19], days: 30}]}")["m1"]


def test_drawing_the_form_imports_nothing_that_computes() -> None:
    code = (
        "import sys\nfrom technostate.web.route import found\nfrom technostate.web.pages import lab, lab_compare\n"
        "asked, _ = found('/lab', [('start', 'chips-2022'), ('do', 'add')])\nlab.around(asked, None)\nlab.yaml(asked)\n"
        "lab_compare.around(found('/lab/compare')[0], None)\n"
        "print([name for name in ('numpy', 'pydantic', 'polars', 'scipy', 'numba') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
