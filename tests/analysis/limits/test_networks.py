"""Every network by itself: who is on it, how full it runs, and whether it hangs together."""

import pytest

from designer.analysis.limits.networks import network_uses
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
