"""Labels never overlap, stay in their area, and come out the same every time."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from technostate.report.charts.labels import Box, around, leader, stack, text_width

pixels = st.floats(0, 300, allow_nan=False)


@given(st.lists(pixels, max_size=30), st.floats(5, 20))
def test_stacked_labels_keep_their_distance_and_stay_in_the_column(desired: list[float], spacing: float) -> None:
    places = stack(desired, spacing, 0, 300)
    kept = sorted(place for place in places if place is not None)
    assert len(kept) == min(len(desired), int(300 / spacing + 1e-9))
    assert all(below - above >= spacing - 1e-6 for above, below in itertools.pairwise(kept))
    assert all(spacing / 2 - 1e-6 <= place <= 300 - spacing / 2 + 1e-6 for place in kept)
    assert places == stack(desired, spacing, 0, 300)


@given(st.lists(pixels, min_size=1, max_size=12))
def test_stacked_labels_keep_the_order_of_what_they_point_at(desired: list[float]) -> None:
    places = stack(desired, 10, 0, 300)
    for (wish, place), (other_wish, other) in itertools.combinations(zip(desired, places, strict=True), 2):
        assert place is not None
        assert other is not None
        assert (wish < other_wish) <= (place < other)


def test_labels_with_room_enough_are_not_moved() -> None:
    assert stack([20, 60, 120], 10, 0, 150) == (20, 60, 120)


def test_the_last_labels_give_way_where_there_is_no_room() -> None:
    assert stack([5, 5, 5], 10, 0, 20) == (5, 15, None)


@given(
    st.lists(st.tuples(pixels, pixels), min_size=1, max_size=14),
    st.integers(10, 120),
    st.lists(st.tuples(pixels, pixels), max_size=40),
)
def test_labels_about_points_never_overlap(
    anchors: list[tuple[float, float]], width: int, ink: list[tuple[float, float]]
) -> None:
    area = Box(0, 0, 300, 300)
    placed = around(anchors, [(width, 13)] * len(anchors), ink, area)
    boxes = [box for box in placed if box is not None]
    assert all(box.inside(area) for box in boxes)
    assert not any(a.overlaps(b, 2.0) for a, b in itertools.combinations(boxes, 2))
    assert placed == around(anchors, [(width, 13)] * len(anchors), ink, area)


def test_a_label_avoids_drawn_lines_where_it_can() -> None:
    line = [(float(x), 50.0) for x in range(0, 200, 5)]
    (box,) = around([(100, 50)], [(40, 12)], line, Box(0, 0, 200, 100))
    assert box is not None
    assert not any(box.left <= x <= box.right and box.top <= y <= box.bottom for x, y in line)


def test_a_distant_label_has_a_leader_and_a_near_one_has_none() -> None:
    assert leader((0, 0), Box(5, -5, 30, 5)) == []
    points = leader((0, 0), Box(40, -5, 70, 5))
    assert points[0] == (0, 0)
    assert points[-1] == pytest.approx((40, 0))


@given(st.text(max_size=20), st.text(max_size=20))
def test_width_of_text_adds_up_and_han_are_square(first: str, second: str) -> None:
    assert text_width(first + second, 11) == pytest.approx(text_width(first, 11) + text_width(second, 11))
    assert text_width("国" * len(first), 11) == 11 * len(first)
