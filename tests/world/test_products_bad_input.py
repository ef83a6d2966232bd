"""Files of products that are wrong, and products that do not fit a world: one clear error, everything in it."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_products import made_product
from made_worlds import made_world

from technostate.errors import DataError, LabelError, TechnostateError
from technostate.evidence.plain_yaml import LARGEST
from technostate.world import load
from technostate.world.products import Assumed, carve, parse_products, read_products

GOOD = """
product: bolts
title: Bolts
parent: C25
of: icio-2022
value: {central: 9000, low: 5000, high: 12000, status: literature, source: table}
makers: {status: literature, source: table, shares: {CHN: 0.5, DEU: {central: 0.2, low: 0.1, high: 0.3}, "*": 0.3}}
users: {status: assumed, shares: {C29: 0.6, C28: 0.3, final: 0.1}}
buyers: {status: assumed, odds: {DEU: 2}}
links: [{exporter: CHN, importer: [DEU, FRA], odds: 3, status: assumed}]
inputs: {status: assumed, odds: {C24A: 4, self: 0.1}}
value_added: {central: 0.4, status: assumed}
year:
  critical: true
  instead: C25
  status: assumed
  origins: 1
  multiple: {central: 4, low: 2, high: 10}
  critical_elasticity: 0.05
  expand: 0.2
weeks:
  status: assumed
  days: 30
  most: 1.1
  slack: 0.05
  stops: {C29: 0.4}
  postponed: 0.5
notes: Made for a test.
sources:
  table:
    {title: A table, issuer: An office, date: 2023, url: "https://example.org", terms: fact cited only, checked: read}
"""


def test_a_good_file_is_read_as_it_stands(tmp_path: Path) -> None:
    file = tmp_path / "bolts.yaml"
    file.write_text(GOOD, encoding="utf-8")
    (bolts,) = read_products(file)
    assert (bolts.name, bolts.parent, bolts.of, bolts.instead) == ("bolts", "C25", "icio-2022", "C25")
    assert bolts.makers["DEU"] == Assumed(0.1, 0.2, 0.3, "share", "literature", "table")
    assert bolts.links["CHN", "FRA"].central == 3 == bolts.links["CHN", "DEU"].central
    assert bolts.postponed == Assumed.at(0.5, "share", "assumed") and bolts.stops["C29"].central == 0.4
    assert bolts.sources["table"].date == "2023"
    assert len(list(bolts.numbers())) == 22
    carve(load("icio-2022"), [bolts])


def test_several_products_share_their_sources() -> None:
    rows = "".join(
        f"\n- {{product: p{at}, parent: C25, of: x, value: {{central: 9, status: measured, source: s}}}}"
        for at in (1, 2)
    )
    found = parse_products(f"sources: {{s: {{title: T}}}}\nproducts:{rows}")
    assert [row.name for row in found] == ["p1", "p2"] and all(row.sources["s"].title == "T" for row in found)


#: What is replaced in the good file, by what, and what the error says.
WRONG = [
    ("product: bolts", "product: C25.bolts", "a dot is not used in a name"),
    ("product: bolts", "product: Bolts", "small letters, digits and single hyphens"),
    ("product: bolts", "product: final", "has a meaning of its own"),
    ("product: bolts", "product: [bolts]", "a text is needed"),
    ("product: bolts", "name: bolts", "product, its name, is missing"),
    ("product: bolts\n", "product: bolts\nprodct: x\n", "'prodct' is no field of it (did you mean product?)"),
    ("parent: C25\n", "", "parent is missing"),
    ("parent: C25\n", "parent: bolts\n", "bolts is a part of itself: bolts, bolts"),
    ("of: icio-2022\n", "", "of is missing"),
    ("of: icio-2022\n", "of: 2022\n", "of is 2022; a text is needed"),
    ("central: 9000, low: 5000", "low: 5000", "value has no central value"),
    ("central: 9000", "central: -9000", "value is -9000; it lies above 0"),
    ("central: 9000", "central: .nan", "value is '.nan'; a number is needed"),
    ("central: 9000", "central: 1e400", "is not a finite number"),
    ("central: 9000", "central: 99999999999999999999", "has more than 18 digits"),
    ("central: 9000", "central: nine", "value is 'nine'; a number is needed"),
    ("central: 9000", "central: true", "value is True; a number is needed"),
    ("central: 9000, low: 5000", "central: 9000, low: 10000", "are not in order"),
    ("high: 12000, status", "high: 12000, unit: EUR, status", "the unit is 'EUR'; it is musd"),
    ("status: literature, source: table}\nmakers", "source: table}\nmakers", "value has no status"),
    ("status: literature, source: table}\nmakers", "status: guessed, source: table}\nmakers",
     "'guessed' is not one of"),
    ("status: literature, source: table}\nmakers", "status: literature}\nmakers", "is literature and has no source"),
    ("status: literature, source: table}\nmakers", "status: literature, source: tabel}\nmakers",
     "the source 'tabel' is not among the sources"),
    ("CHN: 0.5", "CHN: 50", "makers CHN is 50; it lies from 0 to 1; is 0.5 meant?"),
    ("CHN: 0.5", "CHN: -0.5", "makers CHN is -0.5"),
    ("CHN: 0.5", "CHN: 0.9", "makers: the shares add up to 1.4, not to 1"),
    ("CHN: 0.5", "CHN: 0.1", "makers: the shares add up to 0.6, not to 1"),
    ("CHN: 0.5", "CHN: 0.5, CHN: 0.5", "'CHN' is there twice"),
    ("CHN: 0.5", "15: 0.5", "15 is no label; write it in quotes"),
    ("CHN: 0.5", "CHN: {central: 0.5, hgih: 1}", "'hgih' is no field of it (did you mean high?)"),
    ("shares: {C29: 0.6, C28: 0.3, final: 0.1}", "share: {C29: 1}", "users has no shares"),
    ("shares: {C29: 0.6, C28: 0.3, final: 0.1}", "shares: [C29, C28]", "a mapping of labels to numbers is needed"),
    ("odds: {DEU: 2}", "odds: {DEU: -2}", "buyers DEU is -2; it lies from 0"),
    ("odds: {DEU: 2}", "odds: {DEU: 1e9}", "buyers DEU is 1e+09"),
    ("importer: [DEU, FRA], ", "", "link 1 has no importer"),
    ("importer: [DEU, FRA]", "importer: [DEU, DEU]", "CHN to DEU is there twice"),
    ("importer: [DEU, FRA]", "importer: [DEU, 5]", "a region or a list of regions is needed"),
    ("links: [{exporter: CHN, importer: [DEU, FRA], odds: 3, status: assumed}]", "links: {CHN: DEU}",
     "links is no list"),
    ("value_added: {central: 0.4", "value_added: {central: 1.4", "value_added is 1.4; it lies from 0.01 to 0.99"),
    ("critical: true", "critical: maybe", "critical is 'maybe'; true or false is needed"),
    ("multiple: {central: 4, low: 2", "multiple: {central: 4, low: 1", "multiple, low, is 1; it lies above 1"),
    ("expand: 0.2", "expnd: 0.2", "'expnd' is no field of it (did you mean expand?)"),
    ("most: 1.1", "most: 0.9", "weeks: most is 0.9; it lies from 1 to 10"),
    ("stops: {C29: 0.4}", "stops: {C29: 1.4}", "weeks: stops C29 is 1.4"),
    ("stops: {C29: 0.4}", "stops: 0.4", "a mapping of labels to numbers is needed"),
    ("postponed: 0.5", "postponed: 2", "weeks: postponed is 2"),
    ("notes: Made for a test.", "notes: 5", "notes is 5; a text is needed"),
    ("title: A table, ", "", "source 'table' has no title"),
    ('"https://example.org"', '"javascript:alert(1)"', "is no web address"),
    ("terms: fact cited only", "term: x", "'term' is no field of it (did you mean terms?)"),
    # What plain YAML does not read.
    ("notes: Made for a test.", "notes: &a Made\nnotes2: *a", "anchors and aliases are not read"),
    ("notes: Made for a test.", "notes: !!python/object:os.system x", "tags such as"),
    ("notes: Made for a test.", "<<: {title: y}", "merges (<<) are not read"),
    ("notes: Made for a test.", 'notes: "a\\e[31m"', "control characters"),
    ("notes: Made for a test.", "? [a]\n: b", "a list or a mapping is no name of a field"),
    ("notes: Made for a test.", "notes: {a: [", "is not plain YAML"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "said"), WRONG, ids=range(len(WRONG)))
def test_one_clear_error_says_what_is_wrong_with_a_file(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(DataError) as error:
        parse_products(GOOD.replace(before, after, 1), where="bolts.yaml")
    assert said in str(error.value) and "bolts.yaml" in str(error.value)
    assert str(error.value).isprintable() or "\n" in str(error.value)


def test_one_error_lists_everything_that_is_wrong() -> None:
    text = GOOD.replace("CHN: 0.5", "CHN: 50").replace("most: 1.1", "most: 0.9").replace("parent: C25\n", "")
    with pytest.raises(DataError, match=r"bolts\.yaml has 3 problems") as error:
        parse_products(text, where="bolts.yaml")
    assert "docs/products.md" in error.value.hint
    with pytest.raises(DataError, match=r"and \d+ more"):
        shares = ", ".join(f"R{at}: 7" for at in range(200))
        parse_products(GOOD.replace("CHN: 0.5", shares), where="bolts.yaml")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no mapping"),
        ("[1, 2]", "no mapping"),
        ("just words", "no mapping"),
        ("products: []", "products is no list of products"),
        ("products: [5]", "product 1 is no mapping"),
        ("products: [{product: a, parent: b, of: x, value: {central: 1, status: assumed}}, "
         "{product: b, parent: a, of: x, value: {central: 1, status: assumed}}]", "a is a part of itself: a, b, a"),
        ("products: [{product: a, parent: C, of: x, value: {central: 1, status: assumed}}, "
         "{product: a, parent: C, of: x, value: {central: 1, status: assumed}}]", "'a' is there 2 times"),
        (f"products: [{'{}, ' * 61}]", "61 products are more than 60"),
        ("a: " + "[" * 60 + "]" * 60, "nested more than 20 deep"),
        ("a" * (LARGEST + 1), "is larger than 200,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_file_of_products_is_refused(text: str, said: str) -> None:
    with pytest.raises(DataError) as error:
        parse_products(text)
    assert said in str(error.value)


def test_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="is no file"):
        read_products(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        read_products(tmp_path / "none.yaml")
    with pytest.raises(DataError, match="cannot be read"):
        read_products("a\0b")
    for content, said in ((b"\xff\xfe\x00", "not text in UTF-8"), (b"a: " + b"x" * 10**6, "larger than")):
        file = tmp_path / "bad.yaml"
        file.write_bytes(content)
        with pytest.raises(DataError, match=said):
            read_products(file)


SMALL = made_world(1, n=3, j=3)


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "there is no product"),
        ([made_product(parent="s9")], "its parent 's9' is no sector that the world shows (nearest: "),
        ([made_product("s1", "s0")], "s1 is a sector of made-2000 already"),
        ([made_product(parent="s0"), made_product(parent="s1")], "part is there 2 times"),
        ([made_product("a", "b"), made_product("b", "a")], "a is a part of itself: a, b, a"),
        ([made_product(parent="s0", makers={"XXX": 1.0})], "'XXX' is no region that the world shows"),
        ([made_product(parent="s0", buyers={"BBX": 1.0})], "'BBX' is no region that the world shows (nearest: BBB)"),
        ([made_product(parent="s0", links={("AAA", "ZZZ"): 2.0})], "'ZZZ' is no region"),
        ([made_product(parent="s0", users={"C26": 1.0})], "the user 'C26' is no sector"),
        ([made_product("a", "s0", users={"b": 1.0}), made_product("b", "s0")], "is a product that is carved at"),
        ([made_product(parent="s0", inputs={"steel": 2.0})], "the input 'steel' is no sector"),
        ([made_product(parent="s0", stops={"cars": Assumed.at(0.5, "share", "assumed")})], "stops: 'cars' is no"),
        ([made_product(parent="s0", instead="s7")], "what is used instead, 's7' is no sector"),
        ([made_product("a", "s0", instead="b"), made_product("b", "s1")], "what is used instead, b, is a product"),
        ([made_product(parent="s0", value=1e6)], "its value 1,000,000 is not below the"),
        ([made_product("a", "s0", 0.6), made_product("b", "s0", 0.5)], "the products of s0 are worth"),
        ([made_product("a", "s0", 0.2), made_product("b", "a", 300.0)], "b: its value 300 is not below the"),
    ],
)  # fmt: skip
def test_products_that_do_not_fit_a_world_are_refused(rows: list[object], said: str) -> None:
    with pytest.raises(LabelError) as error:
        carve(SMALL, rows)  # type: ignore[arg-type]
    assert said in str(error.value) and "technostate world show" in error.value.hint


def test_one_error_lists_every_product_that_does_not_fit() -> None:
    rows = [made_product("a", "s0", makers={"XXX": 1.0}, users={"cars": 1.0}), made_product("b", "s9")]
    with pytest.raises(LabelError, match="the products do not fit made-2000, 3 problems"):
        carve(SMALL, rows)


@pytest.mark.parametrize("name", ["../../etc/passwd", "products\n", "a" * 500, "\x1b[31m", "+", "++"])
def test_hostile_names_of_products_are_refused_in_words_that_can_be_printed(name: str) -> None:
    with pytest.raises(TechnostateError) as error:
        load(f"icio-2022+{name}")
    assert "\x1b" not in error.value.full()
