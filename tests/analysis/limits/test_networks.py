"""Every network by itself: who is on it, how full it runs, and whether it hangs together."""

import pytest
from msgspec.structs import replace

from designer.analysis.limits.networks import network_uses
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.network.bandwidth import network
from designer.analysis.reach.words import use_words
from designer.edit.links.links import set_link
from tests.analysis.conftest import drawn

CLUSTER = """
g: gpu-server x4
f: array x2
leaf: switch x2
s: switch x2
t: switch
a: g -- leaf x8 mesh at 400
b: g -- s x8 mesh on storage
c: f -- s x4 mesh at 100 on storage
d: g -- t x4 at 1 on management
n: g -- g x2 at 900 on nvlink
"""


def uses(text, fail=()):
    return {one.medium: one for one in network_uses(drawn(text), fail)}


def test_each_network_is_told_by_itself():
    """Four servers of 2 × 100 ask two arrays of 2 × 100 for 800: the cables of the arrays are asked for twice."""
    found = uses(CLUSTER)
    assert list(found)[:3] == ["fabric", "storage", "management"]
    storage = found["storage"]
    assert (storage.traffic, storage.machines, storage.fullest) == ("storage-read", 6, "c")
    assert storage.worst.value == pytest.approx(2.0)
    assert storage.no_path.value == 0.0
    management = found["management"]
    assert (management.traffic, management.machines, management.fullest) == ("all-to-all", 4, "d")
    assert management.worst.value == pytest.approx(1.0)
    assert found["fabric"].worst.value == pytest.approx(1.0)


@pytest.mark.parametrize(("routing", "worst"), [("", 8 / 3), ("wcmp", 16 / 15), ("adaptive", 16 / 15)])
def test_a_network_is_laid_as_the_routing_says(routing, worst):
    """Each side sends the other 2 × 400 × 2 / 3 = 533.3 Gb/s over ways of 400 and 100: halves, or four to one."""
    design = drawn(
        "g: host x2\nh: host x2\ns: switch\nt: switch\np: switch\nq: switch\na: g -- s x2 at 400\n"
        "b: h -- t x2 at 400\nu: s -- p at 400\nv: s -- q\nw: t -- p at 400\nx: t -- q"
    )
    chosen = replace(design, settings=replace(design.settings, choices={"routing": routing} if routing else {}))
    (fabric,) = network_uses(chosen)
    assert fabric.worst.value == pytest.approx(worst)
    assert network(chosen).worst.value == pytest.approx(worst)


def test_a_network_in_pieces_lacks_paths():
    """Without its switch nobody reaches anybody: nothing is carried, and all that was asked has no path."""
    found = uses(CLUSTER, ("s[0]", "b"))
    assert found["storage"].pieces.apart
    assert found["storage"].fullest == ""
    assert uses(CLUSTER, ("t",))["management"].pieces.count == 4


def test_what_is_too_large_says_so():
    (found,) = network_uses(drawn("h: host x1000000\ns: switch x31250\na: h -- s x4000000"))
    assert found.worst.value is None
    assert "too large" in found.worst.note
    assert network_uses(drawn("")) == ()


def test_all_run_at_once_beside_the_chosen_traffic():
    """The chosen traffic is told where it runs, the others keep one of their own."""
    design = drawn(CLUSTER)
    every = {one.medium: one for one in network(design).by_network}
    assert every == {one.medium: one for one in network_uses(design)}
    assert list(every) == ["fabric", "storage", "management", "nvlink"]
    ring = network(design, "all-reduce-ring")
    assert {one.medium: one.traffic for one in ring.by_network} == {
        "fabric": "all-reduce-ring",
        "storage": "storage-read",
        "management": "all-to-all",
        "nvlink": "all-to-all",
    }
    written = network(design, "checkpoint-write")
    storage = next(one for one in written.by_network if one.medium == "storage")
    assert (storage.traffic, storage.worst) == (
        "checkpoint-write",
        max((row.utilisation for row in written.links if row.medium == "storage"), key=lambda use: use.value or 0.0),
    )
    assert next(one for one in written.by_network if one.medium == "fabric") == every["fabric"]
    assert use_words(design, every["storage"]) == "200% at f to s, when all read from storage"


def test_the_slow_ports_of_management_are_no_way_for_data():
    """2 + 2 servers on one in-band switch at 25, and on two slow switches that one cable of 1 joins.

    In-band all are just full. Over the slow ports each sends 1 evenly to three others: 2 × 2/3 cross either way.
    """
    text = "g: gpu-server x2\nh: gpu-server x2\ni: switch\np: switch\nq: switch\n"
    in_band = "a: g -- i x2 at 25 on management\nb: h -- i x2 at 25 on management\n"
    slow = "c: g -- p x2 at 1 on management\nd: h -- q x2 at 1 on management\nu: p -- q at 1 on management\n"
    found = uses(text + in_band + slow)["management"]
    assert (found.fullest, found.worst.value) == ("u", pytest.approx(4 / 3))
    assert found.no_path.value == 0.0
    assert uses(text + slow)["management"].worst.value == pytest.approx(4 / 3)
    assert uses(text + in_band)["management"].worst.value == pytest.approx(1.0)


def test_what_another_network_was_is_remembered_and_what_was_edited_is_not():
    design = drawn(CLUSTER)
    before = {one.medium: one for one in network_uses(design)}
    after = {one.medium: one for one in network_uses(set_link(design, "c", cables=8).applied(design))}
    assert after["nvlink"] is before["nvlink"]
    assert after["storage"].worst.value == pytest.approx(before["storage"].worst.value / 2)


def test_what_is_kept_of_management_knows_which_switches_pass_it_on():
    """A switch with more cables of the fabric than of management hands none of that on, so nobody reaches anybody."""
    text = "g: host x4\nt: switch\nu: switch\na: g -- t x4 at 1 on management\nc: t -- u x2 at 1 on management\n"
    text += "b: g -- t x{} at 100"
    design = drawn(text.format(4))
    assert {one.medium: one for one in network_uses(design)}["management"].pieces.count == 1
    for cables in (2, 8, 3):
        design = set_link(design, "b", cables=cables).applied(design)
        kept = {one.medium: one for one in network_uses(design)}
        assert kept == uses(text.format(cables))
        assert kept["management"].pieces.count == (1 if cables <= 6 else 4)
        assert uplink_room(design) == uplink_room(drawn(text.format(cables)))
        assert ("t" in {row.id for row in uplink_room(design)}) == (cables <= 6)
