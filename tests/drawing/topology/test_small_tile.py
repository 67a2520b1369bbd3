"""Tiles from some way off: nothing overlaps, no letter is under 9 pixels, names are whole or left out at a glance."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designer.drawing.text import ELLIPSIS, approximate_width
from designer.drawing.theme_tokens import type_scale
from designer.drawing.topology.small_tile import GLANCE_BELOW, LEAST_PX, small_tile
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.visible_labels import FAR, NEAR
from designer.edit.templates.templates import TEMPLATES, build_template

NAMES = st.one_of(
    st.sampled_from(("DGX H100", "Leaf switch", "In-band core switch", "Tuning Llama 3.1 70B", "x" * 60)),
    st.text("abcdefgh XYZ-0123456789", min_size=1, max_size=60).map(lambda text: " ".join(text.split()) or "a"),
)
SCALES = st.floats(FAR, NEAR)


@given(NAMES, st.sampled_from(("", "×2", "×1,016")), st.sampled_from((96.0, 104.0, 112.0)), SCALES)
def test_plate_and_name_lie_in_the_tile_and_not_on_each_other(name, badge, height, scale):
    placed = small_tile(name, badge, (224.0, height), height - 56, scale, approximate_width)
    wide = approximate_width
    assert placed.plate is not None
    assert placed.plate.x >= 0 <= placed.plate.y
    assert placed.plate.right <= 224
    assert placed.plate.bottom <= height
    if placed.lines:
        assert placed.px * scale >= LEAST_PX - 1e-9
        bottom = placed.top + placed.row * len(placed.lines)
        assert bottom <= height + 1.0 / scale
        right = placed.left + max(wide(line, "strong") for line in placed.lines) * placed.px / type_scale()["strong"].px
        assert right <= 224
        # The name stands below its plate, or beside a narrow sign.
        assert placed.top >= placed.plate.bottom - 1e-9 or placed.left >= placed.plate.right - 1e-9
    # Words break at spaces, and behind hyphens.
    said = "".join(placed.lines).replace(" ", "")
    whole = (name if placed.counted or not badge else f"{name}{badge}").replace(" ", "")
    if scale < GLANCE_BELOW:
        assert said in ("", whole)
    elif said != whole:
        assert ELLIPSIS in said or not said


@given(st.text("abc d", min_size=1, max_size=30).map(lambda text: " ".join(text.split()) or "a"), SCALES)
def test_a_low_tile_has_words_alone(name, scale):
    placed = small_tile(name, "", (192.0, 48.0), 0.0, scale, approximate_width)
    assert placed.plate is None
    assert placed.top >= 0
    if placed.lines:
        assert placed.top + placed.row * len(placed.lines) <= 48.0 + 1.0 / scale


@pytest.mark.parametrize("name", sorted(set(TEMPLATES) - {"empty"}))
def test_no_name_of_a_template_is_cut_where_it_is_shown(name, library):
    """From near by and from 40% on names are whole; at a glance they are whole or left out."""
    drawing = draw_topology(build_template(name, library, {}))
    for tile in drawing.tiles:
        assert ELLIPSIS not in tile.title, tile.title
        if tile.plate is None:
            continue
        for scale in (0.3, 0.4, 0.5, 0.6, 0.75):
            size = tile.rect.width, tile.rect.height
            placed = small_tile(tile.title, tile.badge, size, tile.plate.height, scale, approximate_width)
            assert ELLIPSIS not in " ".join(placed.lines), (tile.title, scale)
            if scale >= GLANCE_BELOW:
                assert placed.lines, (tile.title, scale)
