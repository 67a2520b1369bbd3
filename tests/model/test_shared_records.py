"""Designs that come anew keep the objects of what has not changed, and what was made of them."""

import msgspec
import pytest
from msgspec.structs import replace

from designer.analysis.uncertainty import with_likely
from designer.edit.templates.templates import build_template
from designer.model.design import Design, FloorPlace, Node
from designer.model.figures.figure import leaf, product
from designer.model.identity_cache import Remembered
from designer.model.rooms.floor_positions import standing
from designer.model.shared_records import same_values, with_same_records
from tests.shipped import LIBRARY


def again(design):
    """DESIGN made anew from bytes."""
    return msgspec.msgpack.decode(msgspec.msgpack.encode(design), type=Design)


def test_what_is_equal_is_the_very_same():
    before = build_template("rag-service", LIBRARY, {})
    found = with_same_records(again(before), before)
    assert found == before
    for name in ("settings", "nodes", "links", "views", "parts", "sources", "marks", "pictures"):
        assert getattr(found, name) is getattr(before, name)


def test_what_has_changed_is_new_and_the_rest_is_kept():
    before = build_template("rag-service", LIBRARY, {})
    first, *others = before.nodes.values()
    edited = replace(before, nodes={**before.nodes, first.id: replace(first, copies=first.copies + 1)})
    found = with_same_records(again(edited), before)
    assert found == edited
    assert found.nodes[first.id].copies == first.copies + 1
    assert found.nodes is not before.nodes
    assert all(found.nodes[one.id] is one for one in others)
    assert found.links is before.links


@pytest.mark.parametrize(
    "new", [{"a": 1.5}, {"b": 2.5, "a": 1.5}, {"a": 1.5, "b": 2.5, "c": 3.5}, {"a": 9.5, "b": 2.5}, {}]
)
def test_a_map_with_less_more_another_order_or_another_value_is_not_the_same(new):
    old = {"a": 1.5, "b": 2.5}
    found = same_values(new, old)
    assert found is not old
    assert list(found.items()) == list(new.items())


def test_results_are_kept_by_what_they_were_made_of_and_not_by_what_is_equal():
    made = []
    known = Remembered(kept=2)
    first, equal = [1], [1]

    def make():
        made.append(len(made))
        return made[-1]

    assert [known.of((first,), 0, make), known.of((first,), 0, make), known.of((equal,), 0, make)] == [0, 0, 1]
    assert [known.of((first,), 1, make), known.of((first,), 0, make)] == [2, 3]
    assert known.of((first,), 1, make) == 2
    assert known.of((equal,), 0, make) == 4


def test_what_stands_on_the_floor_is_laid_out_again_when_a_rack_has_moved():
    rack = Node(id="r", kind="rack", floor=FloorPlace(x_mm=0.0, y_mm=0.0))
    design = Design(nodes={"r": rack})
    first = standing(design)
    assert standing(replace(design, links={})) is first
    with pytest.raises(ValueError, match="read-only"):
        first.corner[0, 0] = 5.0
    moved = standing(replace(design, nodes={"r": replace(rack, floor=FloorPlace(x_mm=600.0, y_mm=0.0))}))
    assert moved.corner.tolist() == [[600.0, 0.0]]
    assert first.corner.tolist() == [[0.0, 0.0]]


def test_what_was_drawn_of_a_figure_is_drawn_once():
    figure = product("a day", (leaf("a", 10.0, "USD", low=8.0, high=15.0), leaf("b", 3.0, low=1.0, high=4.0)), "USD")
    first = with_likely(figure)
    assert first.likely is not None
    assert with_likely(figure) is first
    again = with_likely(replace(figure))
    assert again is not first
    assert again == first
    assert with_likely(figure, seed=1).likely != first.likely
