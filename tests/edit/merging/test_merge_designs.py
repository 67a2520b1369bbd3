"""Two people's work on one design as one: nothing is lost, and what collides is told."""

from random import Random

import msgspec
import pytest

from designer.edit import settings as design_settings
from designer.edit import views
from designer.edit.links import flows, links
from designer.edit.merging.designs import merge_designs, require_key
from designer.edit.nodes import nodes
from designer.model.changes import ChangeSet, between
from designer.model.design import Design, FloorPlace, RackPlace
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from tests.edit.test_random_edits import EDITS
from tests.shipped import LIBRARY

LEAF, SERVER = "nvidia/qm9700", "nvidia/dgx-h100"


def made(*edits, on: Design | None = None) -> Design:
    """ON after EDITS, each given the design before it."""
    design = on or Design()
    for edit in edits:
        design = edit(design).applied(design)
    return design


def pod() -> Design:
    """A pod with a leaf and four servers, wired."""
    return made(
        lambda d: nodes.add_container(d, "pod", 0, 0, node_id="pod"),
        lambda d: nodes.add_node(d, LIBRARY, LEAF, 10, 10, parent="pod", node_id="leaf"),
        lambda d: nodes.add_node(d, LIBRARY, SERVER, 10, 200, parent="pod", node_id="server", copies=4),
        lambda d: links.add_link(d, "leaf", "server", cables=4, link_id="down"),
    )


def test_both_sides_land_field_by_field() -> None:
    base = pod()
    mine = made(
        lambda d: nodes.set_node(d, "leaf", copies=2),
        lambda d: nodes.set_fact(d, "server", "power_max_w", 9000),
        on=base,
    )
    theirs = made(
        lambda d: nodes.set_node(d, "leaf", name="Top"),
        lambda d: nodes.set_fact(d, "server", "weight_kg", 130),
        lambda d: links.set_link(d, "down", length_m=3),
        on=base,
    )
    merge = merge_designs(base, mine, theirs)
    leaf, server = merge.design.nodes["leaf"], merge.design.nodes["server"]
    assert (leaf.copies, leaf.name) == (2, "Top")
    assert server.facts == {"power_max_w": 9000, "weight_kg": 130}
    assert merge.design.links["down"].length_m == 3
    assert merge.conflicts == merge.notes == ()


def test_a_field_that_both_set_is_a_conflict_and_a_person_decides() -> None:
    base = pod()
    mine = made(lambda d: nodes.set_node(d, "leaf", copies=2), on=base)
    theirs = made(lambda d: nodes.set_node(d, "leaf", copies=3), on=base)
    merge = merge_designs(base, mine, theirs)
    (conflict,) = merge.conflicts
    assert conflict.key == "nodes/leaf.copies"
    assert conflict.sentence == "Quantum-2 QM9700: copies was 1, is 2 in mine, 3 in theirs."
    assert merge.open_conflicts == merge.conflicts
    assert merge.design.nodes["leaf"].copies == 2
    decided = merge_designs(base, mine, theirs, {conflict.key: "theirs"})
    assert decided.design.nodes["leaf"].copies == 3
    assert decided.open_conflicts == ()
    assert merge_designs(base, mine, theirs, all_of="theirs").design.nodes["leaf"].copies == 3
    assert require_key(conflict.key, merge) == conflict.key
    with pytest.raises(RefusedInput, match=r"there is nodes/leaf\.copies"):
        require_key("nodes/leaf.name", merge)


def test_what_one_removed_and_the_other_changed_stays_until_it_is_decided() -> None:
    base = pod()
    mine = made(lambda d: nodes.remove(d, ["server"]), on=base)
    theirs = made(lambda d: nodes.set_node(d, "server", copies=8), on=base)
    merge = merge_designs(base, mine, theirs)
    assert merge.design.nodes["server"].copies == 8
    assert SERVER in merge.design.parts
    assert [one.key for one in merge.open_conflicts] == ["nodes/server"]
    gone = merge_designs(base, mine, theirs, {"nodes/server": "mine"})
    assert "server" not in gone.design.nodes
    assert gone.design.links == {}


def test_what_one_removed_and_the_other_only_moved_goes() -> None:
    base = pod()
    mine = made(lambda d: nodes.remove(d, ["server"]), on=base)
    theirs = made(lambda d: nodes.move_nodes(d, ["server"], 50, 0), on=base)
    merge = merge_designs(base, mine, theirs)
    assert "server" not in merge.design.nodes
    assert merge.conflicts == ()


def test_a_container_that_the_other_still_fills_comes_back() -> None:
    base = made(lambda d: nodes.add_container(d, "rack", 0, 400, node_id="rack"), on=pod())
    mine = made(lambda d: nodes.remove(d, ["rack"]), on=base)
    theirs = made(lambda d: nodes.add_node(d, LIBRARY, LEAF, 0, 420, parent="rack", node_id="extra"), on=base)
    merge = merge_designs(base, mine, theirs)
    assert merge.design.nodes["extra"].parent == "rack"
    assert [one.sentence for one in merge.conflicts] == [
        "Rack is removed in mine, needed by Quantum-2 QM9700 2 in theirs."
    ]
    theirs = made(
        lambda d: nodes.add_container(d, "rack", 0, 400, parent="pod", node_id="inner"),
        lambda d: nodes.put_into(d, ["extra"], "rack"),
        lambda d: links.add_link(d, "extra", "leaf", link_id="up"),
        on=theirs,
    )
    without = merge_designs(base, mine, theirs, {"nodes/rack": "mine"})
    assert "up" not in without.design.links
    assert "rack" not in without.design.nodes
    assert "extra" not in without.design.nodes


def test_containers_put_into_each_other_stand_as_mine_has_them() -> None:
    base = made(
        lambda d: nodes.add_container(d, "pod", 0, 0, node_id="a"),
        lambda d: nodes.add_container(d, "pod", 900, 0, node_id="b"),
    )
    mine = made(lambda d: nodes.put_into(d, ["a"], "b"), on=base)
    theirs = made(lambda d: nodes.put_into(d, ["b"], "a"), on=base)
    merge = merge_designs(base, mine, theirs)
    assert merge.design.nodes["a"].parent == "b"
    assert merge.design.nodes["b"].parent is None
    assert [one.key for one in merge.conflicts] == ["nodes/b.place"]


def test_what_both_added_under_one_id_is_there_twice() -> None:
    base = pod()
    mine = made(lambda d: nodes.add_node(d, LIBRARY, LEAF, 500, 0), on=base)
    theirs = made(
        lambda d: nodes.add_node(d, LIBRARY, SERVER, 500, 0, node_id=next(iter(mine.nodes.keys() - base.nodes.keys()))),
        lambda d: links.add_link(d, next(iter(d.nodes.keys() - base.nodes.keys())), "leaf", link_id="up"),
        lambda d: flows.add_flow(d, [d.links["up"].a], ["server"], 100),
        lambda d: views.add_view(d, "New server", focus=[d.links["up"].a]),
        on=base,
    )
    merge = merge_designs(base, mine, theirs)
    added = merge.design.nodes.keys() - base.nodes.keys()
    assert {merge.design.nodes[one].part for one in added} == {LEAF, SERVER}
    (server,) = (one for one in added if merge.design.nodes[one].part == SERVER)
    assert merge.design.links["up"].a == server
    assert merge.design.settings.flows[0].source == (server,)
    assert next(iter(merge.design.views.values())).focus == (server,)
    assert merge.conflicts == ()
    assert f"as {server}" in merge.notes[0]


def test_both_ran_the_same_command_and_it_counts_once() -> None:
    base = pod()
    mine = made(lambda d: nodes.add_node(d, LIBRARY, LEAF, 500, 0, node_id="extra"), on=base)
    merge = merge_designs(base, mine, mine)
    assert merge.design == mine


def test_assumptions_prices_and_flows_merge_name_by_name() -> None:
    base = made(lambda d: flows.add_flow(d, ["leaf"], ["server"], 100), on=pod())
    mine = made(
        lambda d: design_settings.set_assumption(d, "pue", 1.2),
        lambda d: flows.set_flow_rate(d, d.settings.flows[0].ends, 200),
        on=base,
    )
    theirs = made(
        lambda d: design_settings.set_assumption(d, "years", 4),
        lambda d: flows.add_flow(d, ["server"], ["leaf"], 50),
        on=base,
    )
    settings = merge_designs(base, mine, theirs).design.settings
    assert settings.assumptions == {"pue": 1.2, "years": 4}
    assert [flow.gbps for flow in settings.flows] == [200, 50]


def test_what_both_moved_lies_where_mine_has_it() -> None:
    base = pod()
    mine = made(lambda d: nodes.move_nodes(d, ["leaf"], 0, 5), on=base)
    theirs = made(lambda d: nodes.move_nodes(d, ["leaf"], 40, 0), on=base)
    merge = merge_designs(base, mine, theirs)
    assert merge.design.nodes["leaf"].y == mine.nodes["leaf"].y
    assert merge.conflicts == ()
    assert merge.notes == ("What both moved lies where mine has it: 1 thing.",)


def random_work(on: Design, rnd: Random, count: int) -> Design:
    """ON after COUNT random edits; those that are refused are left out."""
    design = on
    names = sorted(EDITS)
    for _ in range(count):
        try:
            design = EDITS[rnd.choice(names)](design, rnd).applied(design)
        except RefusedInput:
            continue
    return design


@pytest.mark.parametrize("seed", range(30))
def test_random_work_of_two_merges_to_a_valid_design_in_which_nothing_is_lost(seed: int) -> None:
    rnd = Random(seed)
    base = random_work(pod(), rnd, 12)
    mine, theirs = random_work(base, rnd, 8), random_work(base, rnd, 8)
    # One who did nothing changes nothing, and equal work counts once.
    assert merge_designs(base, mine, base).design == mine
    assert merge_designs(base, base, theirs).design == theirs
    assert merge_designs(base, mine, mine).design == mine
    merge = merge_designs(base, mine, theirs)
    require_valid(merge.design)
    assert msgspec.json.decode(msgspec.json.encode(merge.design), type=Design) == merge.design
    # What one added and nobody removed is there, and so is every conflict's way out.
    for table in ("nodes", "links"):
        there = getattr(merge.design, table)
        for side in (mine, theirs):
            added = getattr(side, table).keys() - getattr(base, table).keys()
            lost = {one for one in added if one not in there}
            assert not lost
    other = merge_designs(base, mine, theirs, {one.key: "theirs" for one in merge.conflicts})
    require_valid(other.design)
    undone = ChangeSet(between(merge.design, mine).changes)
    assert undone.applied(merge.design) == mine


def test_places_are_told_in_plain_words() -> None:
    base = pod()
    leaf, server = base.nodes["leaf"], base.nodes["server"]

    def placed(rack: RackPlace, floor: FloorPlace) -> Design:
        nodes_there = {
            **base.nodes,
            "leaf": msgspec.structs.replace(leaf, rack=rack),
            "server": msgspec.structs.replace(server, floor=floor),
        }
        return msgspec.structs.replace(base, nodes=nodes_there)

    mine = placed(RackPlace(u=3), FloorPlace(x_mm=1200, y_mm=800))
    theirs = placed(
        RackPlace(u=12, face="rear", side="left"),
        FloorPlace(x_mm=600, y_mm=800, rotation_deg=90, pitch_mm=600, per_line=4),
    )
    told = {one.id: one for one in merge_designs(base, mine, theirs).conflicts}
    assert (told["leaf"].what, told["server"].what) == ("place in its rack", "place on the floor")
    assert (told["leaf"].mine, told["leaf"].theirs) == ("U3", "U12 at the rear, left half")
    assert told["leaf"].sentence.endswith(
        "place in its rack was not set, is U3 in mine, U12 at the rear, left half in theirs."
    )
    assert told["server"].mine == "1\N{NARROW NO-BREAK SPACE}200 mm, 800 mm from the corner"
    assert told["server"].theirs.endswith("turned 90°, 600 mm from one to the next, 4 in a line")
