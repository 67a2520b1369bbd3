"""Elevations to scale: where devices, names and bars stand."""

import pytest

from designer.drawing.racks.elevations import FRONT_PX, HINT, MOST_RACKS, UNIT_PX, draw_racks, rack_words
from designer.model.design import Design, Node, RackPlace
from tests.shipped import LIBRARY

DGX, LEAF, PDU, PANEL = "nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8886", "generic/blanking-panel-1u"
OOB = "nvidia/sn2201"


def device(node_id: str, part: str, place: RackPlace | None, copies: int = 1) -> Node:
    kind = LIBRARY.parts[part].kind
    return Node(id=node_id, kind=kind, part=part, name=node_id, parent="r", copies=copies, rack=place)


def design_of(*drawn: Node) -> Design:
    rack = Node(id="r", kind="rack", name="R", copies=8, facts={"rack_units": 42})
    low = Node(id="s", kind="rack", name="S", facts={"rack_units": 24})
    return LIBRARY.embedded(Design(nodes={node.id: node for node in (rack, low, *drawn)}))


def test_a_unit_and_the_width_of_a_front_are_to_scale() -> None:
    drawing = draw_racks(design_of(device("dgx", DGX, RackPlace(u=1))))
    front, rear = drawing.columns[0].elevations
    (box,) = front.boxes
    assert box.rect.height == 8 * UNIT_PX
    assert box.rect.width == FRONT_PX == pytest.approx(482.6 / 44.45 * UNIT_PX)
    assert box.rect.bottom == front.field.bottom
    assert [b.seen for b in rear.boxes] == ["back"]
    assert drawing.columns[0].title == "R 1–8"


def test_racks_of_unlike_height_stand_on_one_line() -> None:
    drawing = draw_racks(design_of())
    bottoms = {elevation.outline.bottom for column in drawing.columns for elevation in column.elevations}
    assert len(bottoms) == 1
    assert drawing.columns[1].elevations[0].outline.height == 24 * UNIT_PX


def test_halves_are_mirrored_from_behind_and_panels_are_seen_in_front_only() -> None:
    drawing = draw_racks(design_of(device("a", LEAF, RackPlace(u=5, side="left")), device("p", PANEL, RackPlace(u=9))))
    front, rear = drawing.columns[0].elevations
    assert {box.node: box.seen for box in front.boxes} == {"a": "front", "p": "blank"}
    (behind,) = rear.boxes
    assert front.boxes[0].rect.x == front.field.x
    assert behind.rect.right == pytest.approx(rear.field.right)
    assert drawing.columns[0].subtitle == "8 alike · 42U · 40 free in front"
    assert drawing.columns[0].bars[0].text == "0.5 of 42U, 1 closed"


def test_pdus_hang_beside_at_their_own_face() -> None:
    hung = RackPlace(u=1, face="rear", side="left", zero_u=True)
    front, rear = draw_racks(design_of(device("p", PDU, hung, 3))).columns[0].elevations
    assert [box.seen for box in front.boxes] == ["beside"]
    assert [box.seen for box in rear.boxes] == ["beside", "beside"]
    assert rear.boxes[0].rect.right <= rear.field.x
    assert rear.boxes[1].rect.x >= rear.field.right


def test_what_is_wrong_is_marked_and_stays_in_sight() -> None:
    drawing = draw_racks(
        design_of(
            device("a", LEAF, RackPlace(u=90)), device("b", LEAF, RackPlace(u=5)), device("c", LEAF, RackPlace(u=5))
        )
    )
    column = drawing.columns[0]
    assert {box.node for box in column.elevations[0].boxes if box.emphasis == "error"} == {"a", "b", "c"}
    assert column.emphasis == "error"
    assert all(drawing.bounds.grown(3 * UNIT_PX).meets(box.rect) for box in column.elevations[0].boxes)


def test_names_never_lie_on_each_other() -> None:
    drawing = draw_racks(design_of(*(device(f"d{u}", LEAF, RackPlace(u=u)) for u in range(1, 20))))
    tops = [tag.rect.y for tag in drawing.columns[0].names]
    assert len(set(tops)) == len(tops) == 19


def test_points_find_devices_units_and_racks() -> None:
    drawing = draw_racks(design_of(device("dgx", DGX, RackPlace(u=1), 2)))
    box = drawing.columns[0].elevations[0].boxes[1]
    assert drawing.box_at(*box.rect.centre) == box
    assert drawing.tag_at(*drawing.columns[0].names[0].rect.centre) == drawing.columns[0].names[0]
    found = drawing.unit_at(*box.rect.centre)
    assert found is not None
    assert (found[1], found[2]) == (12.0, 0.5)
    assert drawing.box_at(-50, -50) is None
    assert drawing.unit_at(-50, -50) is None


def test_words_for_those_who_do_not_see_it() -> None:
    design = design_of(device("dgx", DGX, RackPlace(u=1), 2), device("oob", OOB, RackPlace(u=42, face="rear")))
    assert rack_words(draw_racks(design, ["r"])) == (
        "R 1–8 (8 alike · 42U · 26 free in front): U42 oob, at the rear; U1–16 2 × dgx; Units 17 of 42U"
    )
    assert rack_words(draw_racks(Design())) == HINT


def test_more_racks_than_anybody_reads_are_counted() -> None:
    nodes = {f"r{i}": Node(id=f"r{i}", kind="rack") for i in range(MOST_RACKS + 7)}
    drawing = draw_racks(Design(nodes=nodes))
    assert (len(drawing.columns), drawing.left_out) == (MOST_RACKS, 7)
