"""Swapping parts: cables are plugged in anew, what does not fit is told, and there and back is where it began."""

from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_container, add_node, set_fact, set_node
from designer.edit.nodes.swap import planned_swap, swap_parts
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design
from designer.model.network.ports import joined_ports
from designer.model.parts.part import Part, PortGroup
from designer.model.records import RefusedInput
from tests.long_runs import runs
from tests.shipped import LIBRARY

H100, H200, B200 = "nvidia/dgx-h100", "nvidia/dgx-h200", "nvidia/dgx-b200"
QM9700, QM9790, SN2201, SN4600C = "nvidia/qm9700", "nvidia/qm9790", "nvidia/sn2201", "nvidia/sn4600c"


@pytest.fixture
def design():
    made = Design()
    for part, node_id, copies in ((H100, "dgx", 8), (QM9700, "leaf", 2)):
        made = add_node(made, LIBRARY, part, 0, 0, node_id=node_id, copies=copies).applied(made)
    return add_link(made, "dgx", "leaf", medium="fabric", cables=64, link_id="rails").applied(made)


def test_cables_stay_where_they_fit(design):
    plan = planned_swap(design, LIBRARY, ["dgx"], H200)
    assert [(end.link_id, end.verdict, end.before, end.after) for end in plan.ends] == [
        ("rails", "yes", "fabric", "fabric")
    ]
    assert plan.kept[0].cables == 64
    assert not plan.lost
    change = swap_parts(design, LIBRARY, ["dgx"], H200)
    after = change.applied(design)
    assert after.nodes["dgx"].part == H200
    assert after.nodes["dgx"].copies == 8
    assert after.links == design.links
    assert H100 not in after.parts
    assert swap_parts(after, LIBRARY, ["dgx"], H100).applied(after) == design


def test_differences_are_over_all_copies(design):
    plan = planned_swap(design, LIBRARY, ["dgx"], H200)
    power = next(one for one in plan.differences if one.fact == "power_max_w")
    assert power.before == 8 * LIBRARY.parts[H100].facts["power_max_w"].value
    assert power.after == 8 * LIBRARY.parts[H200].facts["power_max_w"].value
    own = set_fact(design, "dgx", "power_max_w", 5000.0).applied(design)
    plan = planned_swap(own, LIBRARY, ["dgx"], H200)
    power = next(one for one in plan.differences if one.fact == "power_max_w")
    assert (power.before, power.after) == (40_000.0, 40_000.0)
    assert plan.notes == ("Your own values stay: power, maximum.",)


def test_what_does_not_fit_is_told_and_kept_or_removed_as_chosen(design):
    plan = planned_swap(design, LIBRARY, ["leaf"], SN2201)
    (end,) = plan.lost
    assert end.reason
    assert "\n" not in end.reason
    kept = swap_parts(design, LIBRARY, ["leaf"], SN2201).applied(design)
    assert kept.links == design.links
    removed = swap_parts(design, LIBRARY, ["leaf"], SN2201, removes_lost=True)
    assert not removed.applied(design).links
    assert removed.inverted().applied(removed.applied(design)) == design


def test_too_few_ports_are_told(design):
    small = PortGroup(name="few", media=("fabric",), count=4, rate_gbps=400.0, connector="OSFP")
    part = Part(id="own/small", kind="switch", layer="servers_fabric", vendor="Own", name="Small", ports=(small,))
    library = LIBRARY.joined(Design(parts={part.id: part}))
    (end,) = planned_swap(design, library, ["leaf"], "own/small").lost
    assert end.reason == "There are 4 few ports, which are too few for its cables."


def test_both_ends_of_a_cable_at_once():
    made = Design()
    for node_id in ("one", "two"):
        made = add_node(made, LIBRARY, QM9700, 0, 0, node_id=node_id).applied(made)
    made = add_link(made, "one", "two", cables=4, link_id="l").applied(made)
    plan = planned_swap(made, LIBRARY, ["one", "two"], QM9790)
    assert [end.end for end in plan.ends] == ["a", "b"]
    assert all(end.verdict == "yes" for end in plan.ends)


def test_containers_and_unknown_parts_are_refused(design):
    rack = add_container(design, "rack", 0, 0, node_id="r").applied(design)
    with pytest.raises(RefusedInput, match="has no part to swap"):
        swap_parts(rack, LIBRARY, ["r"], H200)
    with pytest.raises(RefusedInput):
        swap_parts(design, LIBRARY, ["dgx"], "acme/none")
    with pytest.raises(RefusedInput, match="Select the parts"):
        swap_parts(design, LIBRARY, [], H200)


def test_a_kind_that_can_not_stand_there_is_refused(design):
    made = add_container(design, "rack", 0, 0, node_id="r").applied(design)
    made = set_node(made, "dgx", parent="r").applied(made)
    utility = next(part.id for part in LIBRARY.parts.values() if part.kind == "utility")
    with pytest.raises(RefusedInput, match="cannot stand in"):
        planned_swap(made, LIBRARY, ["dgx"], utility)


@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_every_template_swapped_there_and_back(template):
    """Each part of the design becomes another one of its kind and comes back."""
    rnd = Random(template)
    made = build_template(template, LIBRARY, {})
    for part_id in sorted({node.part for node in made.nodes.values() if node.part})[:6]:
        ids = [node.id for node in made.nodes.values() if node.part == part_id]
        others = sorted(one.id for one in LIBRARY.parts.values() if one.kind == made.parts[part_id].kind)
        there_and_back(made, ids, part_id, rnd.choice(others))


def there_and_back(design: Design, ids, old: str, new: str) -> bool:
    """Whether the swap there and back was equal; it must be where all fits and each port finds its own name again."""
    plan = planned_swap(design, LIBRARY, ids, new)
    after = swap_parts(design, LIBRARY, ids, new).applied(design)
    for end in plan.kept:
        joined = joined_ports(after, after.links[end.link_id])
        assert joined is not None
        assert joined[2].verdict != "no"
    back = planned_swap(after, LIBRARY, ids, old)
    names = {(end.link_id, end.end): end.before for end in plan.ends}
    returns = all(not names[end.link_id, end.end] or names[end.link_id, end.end] == end.after for end in back.ends)
    own_ports = any("own ports give way" in note for note in plan.notes)
    if plan.lost or back.lost or own_ports or not returns:
        return False
    assert swap_parts(after, LIBRARY, ids, old).applied(after) == design
    return True


PARTS = (H100, H200, B200, QM9700, SN2201, SN4600C, "generic/host", "generic/switch", "ddn/ai400x2")


@settings(
    max_examples=runs(20, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
@given(st.data())
def test_there_and_back_is_equal_where_all_fits(data):
    made = Design()
    parts = data.draw(st.lists(st.sampled_from(PARTS), min_size=2, max_size=4))
    for number, part in enumerate(parts):
        made = add_node(
            made,
            LIBRARY,
            part,
            0,
            0,
            node_id=f"n{number}",
            name=f"Thing {number}",
            copies=data.draw(st.sampled_from([1, 2])),
        ).applied(made)
    for number in range(data.draw(st.integers(1, 5))):
        a, b = data.draw(st.sampled_from(sorted(made.nodes))), data.draw(st.sampled_from(sorted(made.nodes)))
        try:
            made = add_link(made, a, b, cables=data.draw(st.sampled_from([1, 2, 4])), link_id=f"l{number}").applied(
                made
            )
        except RefusedInput:
            continue
    node_id = data.draw(st.sampled_from(sorted(made.nodes)))
    old = made.nodes[node_id].part
    new = data.draw(st.sampled_from([part for part in PARTS if LIBRARY.parts[part].kind == LIBRARY.parts[old].kind]))
    assume(there_and_back(made, [node_id], old, new))
