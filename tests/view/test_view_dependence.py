"""Dependence of two states: one set of figures at every door, years of two classifications never joined."""

from __future__ import annotations

import json

import pytest

from technostate.cli.app import run
from technostate.errors import LabelError
from technostate.evidence import catalogue
from technostate.view.dependence import Dependence, dependence
from technostate.view.dependence.data import CIRCULATION, FACE, NET, RELIANCE
from technostate.view.exposure import exposure
from technostate.write import Chart, Items, View
from technostate.write.blocks import walk
from technostate.write.forms import Lines

from .doors import agree

QUESTIONS = [("CHN", "USA"), ("USA", "CHN"), ("EU", "CHN"), ("TUV", "USA"), ("JPN", "KOR")]


@pytest.fixture(scope="module")
def pair() -> View[Dependence]:
    return dependence("China", "usa", ("IND", "JPN", "EU", "CHN"))


@pytest.mark.parametrize(("state", "against"), QUESTIONS)
def test_doors_agree(state: str, against: str) -> None:
    # A state that no table shows has no lists; the other one still has its paths.
    assert agree(dependence(state, against)) > (50 if state == "TUV" else 300)


def test_doors_agree_with_peers(pair: View[Dependence]) -> None:
    assert agree(pair) > 500
    assert pair.data.peers == ("IND", "JPN", "EU")
    assert pair.command == "technostate exposure CHN --against USA --peers IND,JPN,EU"


def test_reliance_of_china_peaked_in_2004(pair: View[Dependence]) -> None:
    """Design, section 6: foreign input reliance of CHN in wiod-2004 is .1607, net .2575."""
    path, net = pair.data.reliance("CHN"), pair.data.definition("CHN", NET)
    assert path is not None and path.highest is not None and net is not None
    assert (path.highest.year, path.highest.value) == (2004, pytest.approx(0.1607, abs=5e-5))
    assert net.joined[2004].value == pytest.approx(0.2575, abs=5e-5)
    assert pair.data.definition("CHN", RELIANCE) is path
    face = pair.data.definition("USA", FACE)
    assert face is not None and face.apart[2022].value == pytest.approx(0.0819, abs=5e-5)


def test_reliance_of_the_united_states_on_china_rose_more_than_eightfold(pair: View[Dependence]) -> None:
    path = pair.data.reliance("USA", "CHN")
    assert path is not None and path.first is not None and path.last is not None
    assert (path.first.year, path.last.year) == (1995, 2011)
    assert (path.last.value or 0) / (path.first.value or 1) > 8
    assert pair.data.reliance("IND", "CHN") is None


def test_the_two_classifications_stay_apart(pair: View[Dependence]) -> None:
    data = pair.data
    for path in (*data.reliances, *data.definitions, *data.circulations):
        assert list(path.joined) == list(range(1995, 2012))
        assert list(path.apart) == [2022]
        assert all(0 < (it.value or 0) < 1 for it in (*path.joined.values(), *path.apart.values()))
        assert "OECD" in path.apart[2022].origin.vintage
        assert path.joined[1995].origin.vintage == "World Input-Output Database (WIOD) 2013 release"
    drawn = [block.form for block in walk(pair.blocks) if isinstance(block, Chart)]
    lines = [form for form in drawn if isinstance(form, Lines)]
    assert len(lines) == 7
    assert [2022 in line.apart for form in lines for line in form.series].count(True) == 5 + 2 + 5
    assert "2022  9.4 ◆" in pair.text(200)


def test_indicators_and_dependence_answer_alike(pair: View[Dependence]) -> None:
    """The same question at two doors: the shipped series and the worlds themselves."""
    compared = 0
    for paths, measure in ((pair.data.reliances, RELIANCE), (pair.data.circulations, CIRCULATION)):
        for path in (path for path in paths if path.supplier is None):
            for family, figures in (("wiod", path.joined), ("icio", path.apart)):
                key = f"technostate/exposure/{measure.replace('_', '-')}-{family}"
                shipped = catalogue.load(key).values.get(path.region, {})
                for year, figure in figures.items():
                    assert shipped[year] == pytest.approx(figure.value, rel=1e-4), (path.region, year)
                    compared += 1
    assert compared == 2 * 5 * 18


def test_one_measure_has_the_origin_that_the_room_gives(pair: View[Dependence]) -> None:
    path = pair.data.reliance("USA", "CHN")
    assert path is not None
    for year, world in ((2004, "wiod-2004"), (2022, "icio-2022")):
        alone = exposure("USA", supplier="CHN", measure=RELIANCE, world=world).data
        figure = {**path.joined, **path.apart}[year]
        assert (figure.value, figure.unit, figure.origin) == (alone.value, alone.unit, alone.origin)  # type: ignore[union-attr]
    assert len({figure.origin for figure in pair.figures}) < 25


def test_one_state_alone_has_the_same_lists(pair: View[Dependence]) -> None:
    data, alone = pair.data, exposure("CHN", world="icio-2022").data
    assert isinstance(alone.suppliers, tuple)  # type: ignore[union-attr]
    assert (data.world, data.year) == ("icio-2022", 2022)
    for name in ("suppliers", "dependents", "chokepoints", "rest_of_world"):
        assert getattr(data, name) == getattr(alone, name), name
    with_partner = exposure("CHN", supplier="USA", world="icio-2022").data
    assert data.sectors == with_partner.sectors  # type: ignore[union-attr]
    assert [(row.region, row.place) for row in data.dependents[:2]] == [("KHM", 1), ("VNM", 2)]


def test_lists_are_said_with_the_comparator_wherever_it_stands(pair: View[Dependence]) -> None:
    text = pair.text(400).replace("\u00a0", " ")
    assert "United States (place 75)   1.3" in text
    assert (
        "Economies that the table does not show apart make 1.00 % of all inputs of China together; China makes" in text
    )
    assert "Of 28 products the Commission’s conditions hold together for none" in text
    assert "The other 18 products" in text
    assert "C27 Manufacture of electrical equipment" in text
    assert "Highest of 1995–2011: China 16.1 % (2004); United States 11.0 % (2011)" in text


def test_import_shares_of_the_trade_panel(pair: View[Dependence]) -> None:
    found = pair.data.import_share("USA", "CHN", "C26")
    goods = pair.data.import_share("CHN")
    assert found is not None and goods is not None and goods.last is not None
    assert found.joined[2015].value == pytest.approx(0.4716, abs=5e-5)
    assert (found.title, goods.last.year) == (
        "Share of China in imports of computer, electronic and optical products by the United States",
        2022,
    )
    assert goods.last.value == pytest.approx(0.0875, abs=5e-5)


def test_a_group_without_some_members_says_so(pair: View[Dependence]) -> None:
    assert pair.data.notes == ("The EU-27 in 1995–2011 is without Croatia, part of the rest of the world there.",)


def test_what_no_table_shows_is_said_first() -> None:
    view = dependence("TUV", "USA")
    data, first = view.data, view.blocks[0]
    assert isinstance(first, Items) and first.warn and first.items == data.missing
    assert [sentence.split(" is no region of ")[1].split(" (")[0] for sentence in data.missing[:2]] == [
        "the WIOD worlds",
        "the 2022 world",
    ]
    assert "Tuvalu is no region of icio-2022: no partners, sectors or chokepoints." in data.missing
    assert "Tuvalu is no region of the trade panel: no import shares for 2011–2022." in data.missing
    assert data.world is None and not data.suppliers and not data.sectors
    assert data.reliance("TUV") is None and data.reliance("TUV", "USA") is None
    assert data.circulation("USA") is not None


def test_a_peer_that_tables_lack_is_said_too() -> None:
    missing = dependence("JPN", "KOR", ("VNM",)).data.missing
    assert len(missing) == 1 and missing[0].startswith("Vietnam is no region of the WIOD worlds")


def test_a_group_and_its_member_do_not_depend_on_each_other() -> None:
    data = dependence("DEU", "EU").data
    assert data.reliance("DEU", "EU") is None and data.reliance("DEU") is not None
    assert not data.sectors and data.suppliers
    assert data.missing == (
        "Germany and the EU-27 have Germany in common, so there is no reliance of one on the other.",
    )


def test_joined_codes_are_one_state() -> None:
    data = dependence("Japan+KOR", "CHN").data
    assert data.state == "JPN+KOR"
    assert data.reliance("JPN+KOR", "CHN") is not None
    assert {"JPN", "KOR"}.isdisjoint(row.region for row in data.suppliers)


def test_nobody_is_its_own_comparator() -> None:
    with pytest.raises(LabelError, match="CHN cannot be its own comparator"):
        dependence("CHN", "China")


def test_the_command_says_the_same(capsys: pytest.CaptureFixture[str], pair: View[Dependence]) -> None:
    assert run(["exposure", "chn", "--against", "United States", "--peers", "IND,Japan,EU", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == json.loads(pair.json())
    assert said["reliances"][0]["joined"]["2004"]["value"] == pytest.approx(0.1607, abs=5e-5)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--against", "USA", "--world", "icio-2022"], "--world narrows one state"),
        (["--peers", "USA"], "--peers stand beside two states"),
        (["--against", "Nowhereland"], "Nowhereland"),
    ],
)
def test_options_that_do_not_go_together(capsys: pytest.CaptureFixture[str], words: list[str], message: str) -> None:
    assert run(["exposure", "CHN", *words]) != 0
    assert message in capsys.readouterr().err
