"""Edits over many records: each by its own value, one step back, and a refusal changes none of them."""

import pytest

from designer.edit.links.links import add_link
from designer.edit.nodes.bulk_edit import (
    edit_each,
    fact_now,
    give_look,
    look_of,
    set_choices,
    set_facts,
    set_media,
    set_numbers,
    set_texts,
    shared_facts,
)
from designer.edit.nodes.nodes import add_container, add_node, set_fact, set_node
from designer.edit.racks.rack_places import put_at
from designer.model.design import Design, RackPlace
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.records import RefusedInput


@pytest.fixture
def design(library):
    made = Design()
    for number, copies in ((1, 8), (2, 16), (3, 31)):
        made = add_node(
            made, library, "nvidia/dgx-h100", 0, 200.0 * number, copies=copies, node_id=f"dgx{number}"
        ).applied(made)
    made = add_node(made, library, "nvidia/qm9700", 0, 0, copies=8, node_id="leaf").applied(made)
    for number in (1, 2, 3):
        made = add_link(made, f"dgx{number}", "leaf", medium="fabric", cables=8 * number, link_id=f"l{number}").applied(
            made
        )
    return made


DGX = ("dgx1", "dgx2", "dgx3")


def test_each_by_its_own_value(design):
    typed = read_typed("*2", "", "Copies")
    change = set_numbers(design, DGX, "copies", typed.value)
    after = change.applied(design)
    assert [after.nodes[name].copies for name in DGX] == [16, 32, 62]
    assert change.label == "Set copies of 3 × Server"
    assert change.inverted().applied(after) == design


def test_what_one_refuses_changes_none(design):
    typed = read_typed("*1.5", "", "Copies")
    with pytest.raises(RefusedInput, match=r"DGX H100 3: 46\.5 is not a whole number"):
        set_numbers(design, DGX, "copies", typed.value)
    with pytest.raises(RefusedInput, match="DGX H100: The number of copies is 0"):
        set_numbers(design, DGX, "copies", read_typed("-8", "", "Copies").value)


def test_facts_start_from_the_parts_value_and_go_back_to_it(design):
    before = fact_now(design, design.nodes["dgx1"], "power_max_w")
    assert before
    after = set_facts(design, DGX, "power_max_w", read_typed("+10%", "W", "Power").value).applied(design)
    assert fact_now(after, after.nodes["dgx2"], "power_max_w") == pytest.approx(before * 1.1)
    back = set_facts(after, DGX, "power_max_w", lambda _: None).applied(after)
    assert back == design
    with pytest.raises(RefusedInput, match="no fact called"):
        set_facts(design, DGX, "beauty", lambda _: 1.0)


def test_cables_and_prices(design):
    after = set_numbers(design, ("l1", "l2"), "cables", read_typed("/2", "", "Cables").value).applied(design)
    assert (after.links["l1"].cables, after.links["l2"].cables) == (4, 8)
    after = set_numbers(design, DGX, "price_usd", lambda _: 250_000.0).applied(design)
    assert {after.nodes[name].price_usd for name in DGX} == {250_000.0}
    assert set_numbers(after, DGX, "price_usd", lambda _: None).applied(after) == design


def test_the_other_way_starts_from_the_first_where_it_is_not_told(design):
    """100 Gb/s there: a quarter back is 25; of 40 back it is 10."""
    both = set_numbers(design, ("l1", "l2"), "capacity_gbps", lambda _: 100.0).applied(design)
    both = set_numbers(both, ("l2",), "capacity_back_gbps", lambda _: 40.0).applied(both)
    change = set_numbers(both, ("l1", "l2"), "capacity_back_gbps", read_typed("/4", "Gb/s", "The capacity").value)
    after = change.applied(both)
    assert [after.links[one].capacity_back_gbps for one in ("l1", "l2")] == [25.0, 10.0]
    assert change.label == "Set capacity of a cable the other way of 2 links"
    with pytest.raises(RefusedInput, match="from the second end to the first"):
        set_numbers(both, ("l1", "l2"), "capacity_back_gbps", lambda _: -1.0)


def test_names_are_numbered_in_design_order(design):
    after = set_texts(design, DGX, "name", "pod-##").applied(design)
    assert [after.nodes[name].name for name in DGX] == ["pod-01", "pod-02", "pod-03"]
    with pytest.raises(RefusedInput, match="write x-# to number them"):
        set_texts(design, DGX, "name", "x")
    noted = set_texts(design, DGX, "note", "ordered").applied(design)
    assert {noted.nodes[name].note for name in DGX} == {"ordered"}


def test_choices_of_a_kind_that_has_none_are_refused(design, library):
    with pytest.raises(RefusedInput, match="has no batching to choose"):
        set_choices(design, library, DGX, "batching", "static")
    with pytest.raises(RefusedInput, match="Select what to change first"):
        set_choices(design, library, (), "batching", "static")


def test_a_medium_that_does_not_fit_changes_no_link(design):
    after = set_media(design, ("l1", "l2"), "fabric").applied(design)
    assert after == design
    with pytest.raises(RefusedInput, match="l1"):
        set_media(design, ("l1", "l2"), "nvlink")


def test_the_painter_gives_size_to_all_and_the_rest_to_its_kind(design, library):
    made = set_fact(design, "dgx1", "power_max_w", 9000.0).applied(design)
    made = set_node(made, "dgx1", note="liquid", price_usd=1.0, width=300.0, height=100.0).applied(made)
    change = give_look(made, library, ("dgx2", "leaf"), look_of(made, "dgx1"))
    after = change.applied(made)
    two, leaf = after.nodes["dgx2"], after.nodes["leaf"]
    assert (two.facts, two.note, two.price_usd, two.width) == ({"power_max_w": 9000.0}, "liquid", 1.0, 300.0)
    assert (leaf.facts, leaf.note, leaf.price_usd, leaf.width) == ({}, "", None, 300.0)
    assert (two.copies, two.name) == (16, "DGX H100 2")
    assert change.inverted().applied(after) == made
    # What was painted once is painted.
    assert not give_look(after, library, ("dgx2", "leaf"), look_of(after, "dgx1"))


def test_what_a_form_offers_for_many(design, library):
    servers = [design.nodes[name] for name in DGX]
    assert "power_max_w" in shared_facts(design, servers)
    own = set_fact(design, "dgx2", "height_u", 9.0).applied(design)
    assert shared_facts(own, [own.nodes[name] for name in DGX])[-1] == "height_u"
    rack = add_container(design, "rack", 0, 0, node_id="r1").applied(design)
    assert shared_facts(rack, [rack.nodes["r1"]]) == (
        "power_limit_w",
        "load_limit_kg",
        "rack_units",
        "mtbf_h",
        "repair_h",
    )
    assert shared_facts(design, []) == ()


def test_one_alone_is_told_as_by_its_own_edit(design, library):
    """The label of one says what it became, and a refusal does not name what is in sight anyway."""
    assert set_numbers(design, ["dgx1"], "copies", lambda _: 31).label == "Set DGX H100 to ×31"
    assert set_texts(design, ["dgx1"], "name", "Rack row 1").label == "Rename DGX H100 to Rack row 1"
    assert set_numbers(design, ["l1"], "cables", lambda _: 4).label.endswith(" to 4 cables")
    with pytest.raises(RefusedInput, match=r"^The number of copies is 0"):
        set_numbers(design, ["dgx1"], "copies", lambda _: 0)
    with pytest.raises(RefusedInput, match=r"^1\.5 is not a whole number"):
        set_numbers(design, ["dgx1"], "copies", lambda _: 1.5)


def test_links_are_named_by_a_pattern_too(design):
    after = set_texts(design, ("l2", "l1"), "name", "uplink-##").applied(design)
    assert (after.links["l1"].name, after.links["l2"].name) == ("uplink-01", "uplink-02")


def test_what_stands_where_a_record_has_no_value_is_started_from(design):
    after = set_numbers(design, ("dgx1", "dgx2"), "price_usd", lambda now: (now or 0) * 2, {"dgx1": 10.0, "dgx2": 20.0})
    assert [after.applied(design).nodes[one].price_usd for one in ("dgx1", "dgx2")] == [20.0, 40.0]
    after = set_facts(design, ("dgx1", "dgx2"), "mtbf_h", lambda now: (now or 0) + 1, {"dgx1": 1.0, "dgx2": 2.0})
    assert [after.applied(design).nodes[one].facts["mtbf_h"] for one in ("dgx1", "dgx2")] == [2.0, 3.0]


def test_an_edit_of_each_is_one_step_and_names_who_refuses(design):
    def doubled(now, one):
        return set_node(now, one, copies=now.nodes[one].copies * 2)

    change = edit_each(design, DGX, doubled, "Double three")
    assert [change.applied(design).nodes[one].copies for one in DGX] == [16, 32, 62]
    assert change.label == "Double three"
    assert edit_each(design, ["dgx1"], doubled, "Double three").label == "Set DGX H100 to ×16"
    with pytest.raises(RefusedInput, match=r"^DGX H100 2: "):
        edit_each(design, DGX, lambda now, one: set_node(now, one, copies=0 if one == "dgx2" else 1))


def test_many_that_grow_keep_a_free_place_in_their_rack(library):
    """Two systems of 8 units at U1 and U35 of 42 units."""
    made = add_container(Design(), "rack", 0, 0, node_id="r").applied(Design())
    for name, copies in (("low", 1), ("high", 1)):
        made = add_node(made, library, "nvidia/dgx-h100", 0, 0, node_id=name, copies=copies, parent="r").applied(made)
    made = put_at(made, "low", "r", RackPlace(u=1)).applied(made)
    made = put_at(made, "high", "r", RackPlace(u=35)).applied(made)
    after = set_numbers(made, ("low", "high"), "copies", lambda _: 2).applied(made)
    # Two of eight units each: U1 to U16 is free; at U35 the second would end at U50, and U27 is the nearest place.
    assert (after.nodes["low"].rack, after.nodes["high"].rack) == (RackPlace(u=1), RackPlace(u=27))
    taller = set_facts(made, ("low", "high"), "height_u", lambda _: 10.0).applied(made)
    assert (taller.nodes["low"].rack, taller.nodes["high"].rack) == (RackPlace(u=1), RackPlace(u=33))
