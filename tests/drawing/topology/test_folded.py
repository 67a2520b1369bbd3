"""What a folded group says: its wires, its findings, how full the fullest of them is."""

from msgspec.structs import replace

from designer.drawing.topology.folded import chevron_place, findings_inside
from designer.drawing.topology.topology import draw_topology
from designer.edit.nodes.folding import fold
from designer.model.design import Design, Link, Node
from designer.review.findings import Finding
from tests.edit.nodes.test_folding import hall


def wires(design: Design) -> dict[str, str]:
    return {wire.id: wire.label for wire in draw_topology(design).wires}


def test_32_hosts_fold_to_one_tile_with_one_edge() -> None:
    design = fold(hall(), ["rack"], folded=True).applied(hall())
    drawing = draw_topology(design)
    assert [(wire.a, wire.b, wire.label) for wire in drawing.wires if "rack" in {wire.a, wire.b}] == [
        ("rack", "c", "32×8×400G")
    ]
    assert drawing.drawn_as["a"] == "rack"


def test_the_sum_alone_is_said_where_devices_differ_or_both_ends_are_folded() -> None:
    design = fold(hall(), ["room"], folded=True).applied(hall())
    # 256 cables of 32 hosts and 2 of one more.
    assert wires(design) == {"ac": "258 × 400G"}
    design = replace(design, nodes={**design.nodes, "box": Node(id="box", kind="pod", folded=True)})
    design = replace(design, nodes={**design.nodes, "c": replace(design.nodes["c"], parent="box")})
    assert wires(design) == {"ac": "258 × 400G"}


def test_one_device_or_one_cable_each_is_said_plainly() -> None:
    design = fold(hall(), ["pod"], folded=True).applied(hall())
    assert wires(design)["bc"] == "2 × 400G"
    single = Link(id="ac", a="a", b="c", medium="fabric", cables=32, capacity_gbps=400)
    design = fold(hall(), ["rack"], folded=True).applied(hall())
    assert wires(replace(design, links={**design.links, "ac": single}))["ac"] == "32 × 400G"


def test_findings_of_the_inside_are_counted_on_the_tile() -> None:
    findings = [
        Finding(rule="x", severity="error", message="No cooling.", ids=("b",)),
        Finding(rule="x", severity="warning", message="Too many cables.", ids=("bd", "d")),
        Finding(rule="x", severity="note", message="Nice.", ids=("b",)),
        Finding(rule="x", severity="error", message="Elsewhere.", ids=("c",)),
    ]
    design = fold(hall(), ["pod"], folded=True).applied(hall())
    drawing = draw_topology(design, findings=findings)
    pod = drawing.tiles[drawing.tile_index["pod"]]
    assert pod.subtitle.startswith("2 findings · ")
    assert pod.note == "2 findings inside. No cooling."
    assert pod.emphasis == "error"
    assert findings_inside(hall(), findings, {one: one for one in hall().nodes}) == {}


def test_the_sign_lies_in_the_caption_of_a_frame_and_beside_the_icon_of_a_folded_tile() -> None:
    open_hall = draw_topology(hall())
    place, frame = chevron_place(open_hall, "pod"), open_hall.rect_of("pod")
    assert place is not None
    assert frame is not None
    assert (place.x, place.y) == (frame.x, frame.y)
    assert chevron_place(open_hall, "c") is None
    folded = draw_topology(fold(hall(), ["pod"], folded=True).applied(hall()))
    assert folded.tiles[folded.tile_index["pod"]].folded
    assert chevron_place(folded, "pod") is not None
