"""Devices whose names nobody drew: matched by their neighbours, with how certain that is, within a bound."""

import random

import pytest

from designer.export.built.rows import match_words
from designer.model.records import RefusedInput
from designer.reality.built.comparing import compare
from designer.reality.built.records import FoundEnd
from designer.reality.built.structure import Graph, matched_by_structure
from tests.reality.built.made import as_built, told, with_faults
from tests.reality.conftest import Networks


def _tree(names: tuple[str, ...]) -> Graph:
    """A spine with two leaves, of which one has two hosts and the other three."""
    spine, one, two, *hosts = names
    graph = Graph({spine: "switch", one: "switch", two: "switch", **dict.fromkeys(hosts, "host")})
    for a, b in (
        (one, spine),
        (two, spine),
        *((host, one) for host in hosts[:2]),
        *((host, two) for host in hosts[2:]),
    ):
        graph.join(a, "", b, "")
    return graph


def test_a_match_says_how_many_places_fit_alike() -> None:
    drawn = _tree(("spine", "leaf1", "leaf2", "h1", "h2", "h3", "h4", "h5"))
    found = _tree(("x9", "x8", "x7", "a1", "a2", "b1", "b2", "b3"))
    matched, finished = matched_by_structure(found, drawn, {})
    assert finished
    assert {name: one.device for name, one in matched.items()} == dict(zip(found.kinds, drawn.kinds, strict=True))
    assert [matched[name].alike for name in ("x9", "x8", "x7", "a1", "b1")] == [1, 1, 1, 2, 3]


def test_it_can_be_stopped() -> None:
    drawn = _tree(("spine", "leaf1", "leaf2", "h1", "h2", "h3", "h4", "h5"))
    with pytest.raises(RefusedInput, match="stopped"):
        matched_by_structure(drawn, drawn, {}, lambda done, count: False)


@pytest.mark.parametrize("model", ["dual-xclr-regular", "medium", "nvl72", "small-tree"])
def test_models_whose_devices_were_renamed_are_built_as_drawn(networks: Networks, model: str) -> None:
    network = networks[model]
    name = {device: f"x{place:04d}" for place, device in enumerate(reversed(list(network.devices)))}
    found, _ = with_faults(network, 3, 0, name=name.__getitem__)
    comparison = compare(network, found)
    assert comparison.same
    lines = list(match_words(comparison))
    assert len(lines) == len(network.devices)
    # The least certain come first.
    assert "places that fit alike" in lines[0]
    assert all("100% of its cables are as drawn" in line for line in lines)


def test_faults_between_renamed_machines_are_found_by_ports(networks: Networks) -> None:
    network = networks["superpod"]
    names = [f"x{place:04d}" for place in range(len(network.devices))]
    random.Random(3).shuffle(names)
    name = dict(zip(network.devices, names, strict=True))
    # The storage has split ports, "3/2", which tell its two alike machines apart.
    port = "Ethernet-{0.group}/{0.port}".format
    found, faults = with_faults(network, 3, 2, port, name.__getitem__)
    comparison = compare(network, found, media=("fabric", "storage", "management"))
    assert told(comparison) == faults


def test_several_faults_at_one_switch_are_told_apart(networks: Networks) -> None:
    network = networks["superpod"]
    at = [cable for cable in network.cables if cable.a.device == "leaf[0]" and cable.b.node == "spine"]
    one, other = at[0], next(cable for cable in at if cable.b.device != at[0].b.device)
    gone = [cable for cable in at if cable not in (one, other)][:2]
    ends = {
        cable.id: [FoundEnd(end.device, f"{end.group} {end.port}") for end in (cable.a, cable.b)]
        for cable in network.cables
        if cable not in gone
    }
    ends[one.id][0], ends[other.id][0] = ends[other.id][0], ends[one.id][0]
    found = as_built([(a, b) for a, b in ends.values()], network, str)
    comparison = compare(network, found)
    assert told(comparison) == (frozenset(cable.id for cable in gone), frozenset((one.id, other.id)), ())
