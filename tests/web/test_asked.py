"""An address says what is asked, one address a question, and everything wrong with it at once."""

from __future__ import annotations

import pytest

from technostate.errors import LabelError
from technostate.web.asked import read
from technostate.web.questions import QUESTIONS, ROOMS, question
from technostate.web.route import NoPageError, found


@pytest.mark.parametrize(
    ("path", "query", "address", "suffix"),
    [
        ("/exposure/China.json", [], "/exposure/CHN", ".json"),
        ("/exposure/chn", [("sector", "C26"), ("supplier", "Taiwan")], "/exposure/CHN?supplier=TWN&sector=C26", ""),
        ("/strategies/CHN.csv", [("against", "USA")], "/strategies/CHN", ".csv"),
        ("/claims.vl.json", [], "/claims", ".vl.json"),
        ("/timeline", [("states", "usa,China"), ("states", "JPN")], "/timeline?states=USA,CHN,JPN", ""),
        ("/price/EU", [("wedge", ".50")], "/price/EU?wedge=0.5", ""),
    ],
)
def test_an_address_is_the_same_however_it_is_typed(
    path: str, query: list[tuple[str, str]], address: str, suffix: str
) -> None:
    asked, end = found(path, query)
    assert (asked.address, end) == (address, suffix)
    path, _, said = address.partition("?")
    again, _ = found(path, [tuple(part.split("=")) for part in said.split("&") if part])  # type: ignore[misc]
    assert again == asked


def test_everything_wrong_is_said_at_once() -> None:
    with pytest.raises(LabelError) as error:
        read(question("price"), {"state": "CHN", "wegde": "1", "draws": "2.5", "days": "9999", "against": "Atlantis"})
    said = str(error.value)
    assert all(word in said for word in ("did you mean wedge", "no whole number", "days is 9999", "Atlantis"))


@pytest.mark.parametrize("path", ["/nothing", "/exposures", "/exposure/CHN/more", "/exposure/../etc/passwd", "/%00"])
def test_no_page_is_said(path: str) -> None:
    with pytest.raises(NoPageError):
        found(path)


def test_questions_have_one_key_one_address_and_a_part() -> None:
    assert len({row.key for row in QUESTIONS}) == len({row.path for row in QUESTIONS}) == len(QUESTIONS)
    for row in QUESTIONS:
        assert row.room in ROOMS
        assert set(row.required) <= {item.name for item in row.parameters}
        for address in row.examples:
            path, _, query = address.partition("?")
            pairs = [tuple(part.split("=")) for part in query.split("&") if part]
            assert found(path, pairs)[0].question is row  # type: ignore[arg-type]


def test_what_is_left_empty_is_the_default_and_stands_in_no_address() -> None:
    asked = read(question("explore"), {"state": "CHN", "outcome": "", "where": ""})
    assert asked.address == "/futures/CHN"
    assert asked.changed(outcome="cost").changed(outcome="").address == "/futures/CHN"


def test_the_usual_form_carries_what_has_a_control_of_its_own() -> None:
    from technostate.web.controls import controls

    asked, _ = found("/futures/CHN", [("where", "waste:low"), ("outcome", "cost")])
    form = str(controls(asked))
    assert '<input type="hidden" name="where" value="waste:low">' in form and 'type="text" name="where"' not in form
    assert 'href="/futures/CHN"' in form
