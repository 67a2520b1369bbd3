"""Single edits: what they do, what they are called, and why they refuse."""

from collections.abc import Callable

import pytest
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.fixes import FIXES
from designer.edit.ids import new_id, slug
from designer.edit.layouts.arrange import arrange, needs_places
from designer.edit.links.links import add_link, set_link, what_fits
from designer.edit.nodes.clipboard import copy_out, read_clip
from designer.edit.nodes.nodes import (
    add_container,
    add_node,
    group,
    move_nodes,
    peel_copy,
    put_into,
    remove,
    resize_node,
    set_fact,
    set_node,
    swap_part,
    ungroup,
)
from designer.edit.settings import set_assumption, set_name
from designer.edit.views import add_view, move_view, set_view
from designer.limits import MOST_NESTED
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.network.cable_spread import cable_ends
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import PortGroup
from designer.model.records import RefusedInput
from designer.model.validity import require_valid

Maker = Callable[..., Design]


@pytest.fixture
def unit(library: Library) -> Design:
    """31 DGX H100 on 8 leaves, drawn one edit after the other."""
    design = Design()
    design = add_node(design, library, "nvidia/dgx-h100", 0, 160, copies=31, node_id="dgx").applied(design)
    design = add_node(design, library, "nvidia/qm9700", 0, 0, copies=8, node_id="leaf").applied(design)
    return add_link(design, "dgx", "leaf", cables=248, link_id="rails").applied(design)


def test_a_part_brings_what_is_inside_it_and_its_sources(library: Library) -> None:
    edit = add_node(Design(), library, "nvidia/dgx-h100", 8, 16, copies=31)
    design = edit.applied(Design())
    assert edit.label == "Add 31 × DGX H100"
    assert set(design.parts) == {"nvidia/dgx-h100", "nvidia/h100-sxm5-80gb"}
    assert "nvidia-dgx-h100-guide" in design.sources
    assert design.nodes["dgx-h100"] == Node(
        id="dgx-h100", kind="server", part="nvidia/dgx-h100", name="DGX H100", copies=31, x=8, y=16
    )
    second = add_node(design, library, "nvidia/dgx-h100", 0, 0).applied(design)
    assert second.nodes["dgx-h100-2"].name == "DGX H100 2"
    assert second.nodes["dgx-h100-2"].order == 1


def test_the_last_user_takes_its_part_along(unit: Design) -> None:
    edit = remove(unit, ["dgx"])
    left = edit.applied(unit)
    assert edit.label == "Remove DGX H100"
    assert set(left.parts) == {"nvidia/qm9700"}
    assert "nvidia-dgx-h100-guide" not in left.sources
    assert not left.links
    assert edit.inverted().applied(left) == unit


def test_an_embedded_part_keeps_its_revision(unit: Design, library: Library) -> None:
    import msgspec

    older = msgspec.structs.replace(library.parts["nvidia/qm9700"], revision="0")
    design = msgspec.structs.replace(unit, parts={**unit.parts, "nvidia/qm9700": older})
    after = add_node(design, library, "nvidia/qm9700", 0, 0).applied(design)
    assert after.parts["nvidia/qm9700"].revision == "0"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (lambda d, lib: add_node(d, lib, "nvidia/dgx-h10", 0, 0), "no part 'nvidia/dgx-h10'"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 0, copies=0), "number of copies is 0"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 0, copies=True), "cannot be True"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", float("nan"), 0), "not a place"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 2e7), "not a place"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 0, node_id="leaf"), "is taken"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 0, node_id="rails"), "is taken"),
        (lambda d, lib: add_node(d, lib, "nvidia/qm9700", 0, 0, parent="dgx"), "(a server); a switch may stand in"),
        (lambda d, lib: add_link(d, "dgx", "cloud"), "no 'cloud' to link to"),
        (lambda d, lib: add_link(d, "dgx", "dgx"), "linked to itself"),
        (lambda d, lib: add_link(d, "dgx", "leaf", cables=-1), "cables is -1"),
        (lambda d, lib: add_link(d, "dgx", "leaf", cables=10_000_001), "10,000,000"),
        (lambda d, lib: add_link(d, "dgx", "leaf", medium="coolant"), "no coolant ports"),
        (lambda d, lib: add_link(d, "dgx", "leaf", a_port="osfp"), "has no port 'osfp'"),
        (lambda d, lib: add_link(d, "dgx", "leaf", a_port="psu", b_port="psu"), "inlets; one must feed the other"),
        (lambda d, lib: add_link(d, "dgx", "leaf", a_port="bmc", b_port="ports"), "carries management"),
        (lambda d, lib: set_link(d, "rails", a_port="psu"), "do not share the medium fabric"),
        (lambda d, lib: set_link(d, "rails", cable_part="nobody/cable"), "no part 'nobody/cable'"),
        (lambda d, lib: set_link(d, "rails", spread="odd"), "cannot be 'odd'"),
        (lambda d, lib: set_link(d, "rails", colour="red"), "no field 'colour'"),
        (lambda d, lib: set_node(d, "dgx", part="nvidia/qm9700"), "no field 'part'"),
        (lambda d, lib: set_node(d, "dgx", kind="rack"), "swap the part"),
        (lambda d, lib: set_node(d, "dgx", copies="two"), "cannot be 'two'"),
        (lambda d, lib: set_node(d, "dgx", copies=None), "is empty; it needs a value"),
        (lambda d, lib: set_node(d, "dgx", facts={"power_max_w": float("inf")}), "finite"),
        (lambda d, lib: set_node(d, "dgx", rack={"u": 0}), "rack unit"),
        (lambda d, lib: set_fact(d, "dgx", "liquid_heat_share", 1.5), "at most 1"),
        (lambda d, lib: swap_part(d, lib, "dgx", "nvidia/none"), "no part"),
        (lambda d, lib: peel_copy(set_node(d, "dgx", copies=1).applied(d), "dgx"), "is there once"),
        (lambda d, lib: remove(d, ["dgx", "gone"]), "no 'gone'"),
        (lambda d, lib: group(d, ["dgx"], "server"), "no kind of container"),
        (lambda d, lib: group(d, [], "rack"), "Select"),
        (lambda d, lib: ungroup(d, "dgx"), "is no group"),
        (lambda d, lib: move_nodes(d, ["dgx"], float("nan"), 0), "not a place"),
        (lambda d, lib: resize_node(d, "dgx", -5, None), "width is -5"),
        (lambda d, lib: set_name(d, "  "), "needs a name"),
        (lambda d, lib: set_assumption(d, "pue", 0.9), "from 1 to 5"),
        (lambda d, lib: add_view(d, "Slide", focus=["gone"]), "no 'gone'"),
        (lambda d, lib: add_view(d, ""), "needs a name"),
    ],
)
def test_refusals_say_why_in_one_line(
    edit: Callable[[Design, Library], ChangeSet], words: str, unit: Design, library: Library
) -> None:
    with pytest.raises(RefusedInput) as refusal:
        edit(unit, library)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_containers_hold_only_what_belongs_there(library: Library) -> None:
    design = add_container(Design(), "room", 0, 0, node_id="hall").applied(Design())
    design = add_container(design, "rack", 0, 0, node_id="rack", parent="hall").applied(design)
    design = add_node(design, library, "nvidia/dgx-h100", 0, 0, parent="rack", node_id="dgx").applied(design)
    with pytest.raises(RefusedInput, match="cannot stand inside itself"):
        put_into(design, ["hall"], "rack")
    outside = add_container(design, "room", 0, 0, node_id="other").applied(design)
    with pytest.raises(RefusedInput, match="Room 2 cannot stand in Rack"):
        put_into(outside, ["other"], "rack")
    # A row becomes a rack only while what it holds may stand in one.
    row = set_node(design, "rack", kind="row").applied(design)
    nested = add_container(row, "rack", 0, 0, parent="rack", node_id="inner").applied(row)
    with pytest.raises(RefusedInput, match="a rack may stand in: site, room, row, pod"):
        set_node(nested, "rack", kind="rack")
    chip = add_node(design, library, "nvidia/h100-sxm5-80gb", 0, 0, parent="dgx", node_id="chip").applied(design)
    assert chip.nodes["chip"].parent == "dgx"


def test_copies_do_not_multiply_without_bound(library: Library) -> None:
    design = add_container(Design(), "pod", 0, 0, node_id="outer").applied(Design())
    design = set_node(design, "outer", copies=1_000_000).applied(design)
    design = add_node(design, library, "generic/host", 0, 0, parent="outer", node_id="host").applied(design)
    with pytest.raises(RefusedInput, match="200,000,000 copies in all"):
        set_node(design, "host", copies=200)


def test_moving_a_container_moves_what_is_inside(unit: Design) -> None:
    design = group(unit, ["dgx", "leaf"], "pod", "Unit").applied(unit)
    edit = move_nodes(design, ["unit", "dgx"], 8, -16)
    moved = edit.applied(design)
    assert edit.label == "Move 2 items"
    assert (moved.nodes["dgx"].x, moved.nodes["dgx"].y) == (8, 144)
    assert (moved.nodes["unit"].x, moved.nodes["unit"].y) == (-8, -48)


def test_group_and_ungroup_keep_the_counts(unit: Design) -> None:
    grouped = group(unit, ["dgx", "leaf"], "pod", "Unit").applied(unit)
    assert grouped.nodes["dgx"].parent == grouped.nodes["leaf"].parent == "unit"
    three = set_node(grouped, "unit", copies=3).applied(grouped)
    assert three.total_cables(three.links["rails"]) == 744
    flat = ungroup(three, "unit").applied(three)
    assert flat.nodes["dgx"].copies == 93
    assert flat.nodes["leaf"].copies == 24
    assert flat.total_cables(flat.links["rails"]) == 744
    assert "unit" not in flat.nodes


def test_peeling_leaves_every_cable_where_it_was(unit: Design) -> None:
    peeled = peel_copy(unit, "dgx").applied(unit)
    assert peeled.nodes["dgx"].copies == 30
    assert peeled.nodes["dgx-one"].copies == 1
    before = sorted((leaf, a) for a, leaf in cable_ends(unit, unit.links["rails"]))
    after = [(leaf, a) for a, leaf in cable_ends(peeled, peeled.links["rails"])]
    after += [(leaf, 30) for _, leaf in cable_ends(peeled, peeled.links["rails-2"])]
    assert sorted(after) == before


def test_peeling_a_rack_takes_its_contents_along(unit: Design) -> None:
    four = set_node(unit, "dgx", copies=4).applied(unit)
    racks = group(four, ["dgx"], "rack", "Rack").applied(four)
    racks = set_node(racks, "rack", copies=8).applied(racks)
    racks = set_link(racks, "rails", cables=256).applied(racks)
    peeled = peel_copy(racks, "rack").applied(racks)
    assert peeled.nodes["rack"].copies == 7
    assert peeled.nodes["dgx-one"].parent == "rack-one"
    assert peeled.total_copies("dgx") == 28
    assert peeled.total_copies("dgx-one") == 4
    assert [peeled.links["rails"].cables, peeled.links["rails-2"].cables] == [224, 32]


def test_pairwise_copies_can_not_leave_alone(library: Library) -> None:
    design = Design()
    for node_id in ("one", "two"):
        design = add_node(design, library, "generic/host", 0, 0, copies=4, node_id=node_id).applied(design)
    design = add_link(design, "one", "two", cables=4, spread="pairwise").applied(design)
    with pytest.raises(RefusedInput, match="joins copy to copy"):
        peel_copy(design, "one")


def test_a_link_finds_its_ports(unit: Design, library: Library) -> None:
    assert unit.links["rails"] == Link(
        id="rails", a="dgx", b="leaf", medium="fabric", cables=248, a_port="fabric", b_port="ports"
    )
    design = add_node(unit, library, "ddn/ai400x2", 0, 0, node_id="store").applied(unit)
    design = add_node(design, library, "nvidia/qm9700", 0, 0, node_id="store-leaf").applied(design)
    design = add_link(design, "store", "store-leaf", cables=8, link_id="s").applied(design)
    assert (design.links["s"].medium, design.links["s"].a_port) == ("storage", "storage")
    # That switch carries storage by now, so a system joins it by its storage ports.
    design = add_link(design, "dgx", "store-leaf", cables=62, link_id="t").applied(design)
    assert (design.links["t"].medium, design.links["t"].a_port) == ("storage", "storage")


def test_full_ports_are_passed_over(unit: Design) -> None:
    full = set_link(unit, "rails", cables=31 * 8 + 8 * 33).applied(unit)
    fits = what_fits(full, "dgx", "fabric")
    assert fits["leaf", "ports"].verdict == "no"
    assert fits["leaf", "ports"].reason == "All 64 ports of ports are in use."
    assert what_fits(unit, "dgx", "fabric")["leaf", "ports"].verdict == "yes"
    assert "power" in what_fits(unit, "dgx", "psu")["leaf", "ports"].reason
    assert not any(node_id == "dgx" for node_id, _ in fits)


def test_the_switch_takes_no_33rd_cable_quietly(library: Library) -> None:
    """A full group is offered only when nothing else fits; then it is drawn, and a finding says so."""
    design = Design()
    two = (PortGroup(name="ports", media=("fabric",), count=32, rate_gbps=100),)
    spare = (*two, PortGroup(name="spare", media=("fabric",), count=1, rate_gbps=100))
    for node_id, ports in (
        ("host", (PortGroup(name="ports", media=("fabric",), count=40, rate_gbps=100),)),
        ("s", spare),
    ):
        design = add_node(design, library, "generic/switch", 0, 0, node_id=node_id).applied(design)
        design = set_node(design, node_id, ports=ports).applied(design)
    design = add_link(design, "host", "s", cables=32, link_id="first").applied(design)
    design = add_link(design, "host", "s", link_id="second").applied(design)
    design = add_link(design, "host", "s", link_id="third").applied(design)
    assert [design.links[name].b_port for name in ("first", "second", "third")] == ["ports", "spare", "ports"]


def test_rehanging_a_link_chooses_ports_anew(unit: Design, library: Library) -> None:
    design = add_node(unit, library, "nvidia/sn2201", 0, 0, node_id="oob").applied(unit)
    with pytest.raises(RefusedInput, match="no fabric ports that fit"):
        set_link(design, "rails", b="oob", a_port="bmc")
    moved = set_link(design, "rails", b="oob", medium="management").applied(design)
    assert (moved.links["rails"].a_port, moved.links["rails"].b_port) == ("bmc", "ports")


def test_swapping_forgets_ports_that_are_gone(unit: Design, library: Library) -> None:
    edit = swap_part(unit, library, "leaf", "generic/switch")
    after = edit.applied(unit)
    assert edit.label == "Swap Quantum-2 QM9700 for Switch"
    assert after.nodes["leaf"].name == "Switch"
    assert set(after.parts) == {"nvidia/dgx-h100", "nvidia/h100-sxm5-80gb", "generic/switch"}
    bare = swap_part(unit, library, "leaf", "nvidia/sn2201").applied(unit)
    assert bare.links["rails"].b_port == "ports"
    assert swap_part(unit, library, "dgx", "generic/host").applied(unit).links["rails"].a_port is None


def test_fixes_by_name(unit: Design, library: Library) -> None:
    assert FIXES["set_copies"](unit, library, node_id="dgx", copies=32).applied(unit).nodes["dgx"].copies == 32
    assert FIXES["set_cables"](unit, library, link_id="rails", cables=256).applied(unit).links["rails"].cables == 256
    fact = FIXES["set_fact"](unit, library, node_id="dgx", fact="power_max_w", value=9000).applied(unit)
    assert fact.nodes["dgx"].facts == {"power_max_w": 9000}
    assert not FIXES["remove"](unit, library, record_id="rails").applied(unit).links
    design = add_node(unit, library, "apc/ap8868", 0, 0, copies=6, node_id="pdu").applied(unit)
    fed = FIXES["add_power_link"](design, library, source="pdu", node_id="dgx", cables=6).applied(design)
    link = fed.links["pdu-dgx"]
    assert (link.medium, link.a_port, link.b_port, link.cables) == ("power", "c19", "psu", 6)


def test_views_walk_in_order(unit: Design) -> None:
    design = unit
    for name in ("One", "Two", "Three"):
        design = add_view(design, name, focus=["dgx"]).applied(design)
    design = move_view(design, "three", 0).applied(design)
    assert [view.name for view in design.views_in_order()] == ["Three", "One", "Two"]
    design = set_view(design, "one", caption="A sentence.").applied(design)
    assert design.views["one"].caption == "A sentence."
    assert remove(design, ["dgx"]).applied(design).views["one"].focus == ()


def test_ids_are_plain_and_new(unit: Design) -> None:
    assert slug("NVIDIA Quantum-2 (QM9700)") == "nvidia-quantum-2-qm9700"
    assert slug("…") == "item"
    assert new_id(unit, "dgx") == "dgx-2"
    assert new_id(unit, "rails", {"rails-2"}) == "rails-3"


def test_a_design_without_places_says_so(unit: Design) -> None:
    heap = move_nodes(unit, ["dgx"], 0, -160).applied(unit)
    assert needs_places(heap)
    assert not needs_places(arrange(heap).applied(heap))
    assert not needs_places(Design())


def test_copies_of_one_tile_are_joined_to_each_other() -> None:
    """A ring or a complete graph may join a node to itself; anything else may not, and says what would."""
    ports = (PortGroup(name="ports", media=("fabric",), count=8, rate_gbps=400.0),)
    design = Design(nodes={"router": Node(id="router", kind="switch", copies=4, ports=ports)})
    after = add_link(design, "router", "router", cables=6, spread="complete").applied(design)
    (link,) = after.links.values()
    assert (link.a, link.b, link.spread, link.medium) == ("router", "router", "complete", "fabric")
    assert ports_taken(after) == {("router", "ports"): 3}
    ring = set_link(after, link.id, spread="ring", cables=4).applied(after)
    assert ports_taken(ring) == {("router", "ports"): 2}
    assert read_clip(copy_out(ring, ["router"])).links == tuple(ring.links.values())
    with pytest.raises(RefusedInput, match="Its copies can be joined to each other"):
        add_link(design, "router", "router", cables=4)
    single = Design(nodes={"router": Node(id="router", kind="switch", ports=ports)})
    with pytest.raises(RefusedInput, match=r"cannot be linked to itself\.$"):
        add_link(single, "router", "router", spread="ring")
    with pytest.raises(RefusedInput, match="joins copy to copy"):
        peel_copy(ring, "router")


def test_places_can_not_be_put_too_deep_into_each_other() -> None:
    rooms = [Node(id=f"r{n}", kind="room", parent=f"r{n - 1}" if n else None) for n in range(MOST_NESTED)]
    alone = [Node(id="hall", kind="room"), Node(id="inner", kind="room", parent="hall")]
    design = Design(nodes={room.id: room for room in (*rooms, *alone)})
    deepest = rooms[-1].id
    draft = Draft(design)
    draft.put(replace(design.nodes["inner"], parent=deepest))
    assert require_valid(draft.finished("Move").applied(design))
    # What is inside goes along, and would be one deeper than any file may hold.
    draft = Draft(design)
    draft.put(replace(design.nodes["hall"], parent=deepest))
    with pytest.raises(RefusedInput, match=r"would stand more than 64 places deep; put it further out\.$"):
        draft.finished("Move")
    draft = Draft(design)
    draft.put(replace(design.nodes["r0"], parent=deepest))
    with pytest.raises(RefusedInput, match="stands inside itself"):
        draft.finished("Move")
