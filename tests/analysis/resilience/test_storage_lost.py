"""Accelerators that lose their storage with one switch, cable or panel: by hand, and by taking each away."""

import random

import pytest
from msgspec.structs import replace

from designer.analysis.chain.point_words import cut_off_words
from designer.analysis.resilience.single_failures import resilience
from designer.analysis.run import analyze
from designer.cli.text.summary import print_summary
from designer.drawing.topology.badges import single_point_words
from designer.review.documents.results_document import results_document
from designer.review.network.network_rules import single_point_of_failure
from tests.analysis.conftest import drawn
from tests.analysis.reach.test_brute_force import cables_of, expanded, hosts_of, parts_of, random_design
from tests.long_runs import runs

HOSTS = "g: gpu-server x4\nleaf: switch x2\na: g -- leaf x8\nf: array x2\n"


def told(design, medium="storage", **keywords):
    """Per single point of MEDIUM: machines cut off, accelerators among them, accelerators without storage."""
    return {
        point.id: (point.lost_endpoints, point.lost_accelerators, point.accelerators_without_storage)
        for point in resilience(design, **keywords).single_points_of_failure
        if point.medium == medium
    }


def test_one_switch_before_all_storage_takes_it_from_every_accelerator(draw):
    """No server is cut off from another, yet none reads any more.

    g x4 – edge x2 – core – f x2: without the core both stores are cut off, and the 32 accelerators lose them.
    """
    design = draw(
        f"{HOSTS}edge: switch x2\ncore: switch\nb: g -- edge x8 on storage\nc: edge -- core x4 on storage\n"
        "d: f -- core x4 on storage"
    )
    assert told(design) == {"core": (2, 0, 32)}
    (point,) = resilience(design).single_points_of_failure
    words = "2 machines are cut off from the storage network, and 32 accelerators lose their storage"
    assert cut_off_words(point) == words
    assert words in single_point_words(point)


def test_one_store_of_two_is_left(draw):
    """Each store on a switch of its own, every server on both: what is lost parts one from a store, not from storage.

    With one store failed the other one is all that there is.
    """
    design = draw(f"{HOSTS}s: switch x2\nb: g -- s x8 on storage\nd: f -- s x2 on storage")
    assert {name: without for name, (_, _, without) in told(design).items()} == {"s": 0, "b": 0, "d": 0}
    failed = told(design, fail=["f[1]"])
    assert {name: without for name, (_, _, without) in failed.items()} == {"s": 32, "b": 8, "d": 32}


def test_a_store_on_the_compute_fabric(draw):
    """The stores hang on p alone, one server too: without p it is cut off, and all five lose their storage.

    A server that loses its cable to p meets the other four over q, but neither that one nor a store.
    """
    design = draw(
        "g: gpu-server x4\nh: gpu-server\nf: array x2\np: switch\nq: switch\na: g -- p x4\nb: g -- q x4\n"
        "c: h -- p\nd: f -- p x4"
    )
    assert told(design, "fabric") == {"p": (1, 8, 40), "a": (1, 8, 8), "c": (1, 8, 8)}


def test_over_management_nothing_is_read(draw):
    design = draw(f"{HOSTS}m: switch\nb: g -- m x4 on management\nd: f -- m x2 on management")
    assert told(design, "management") == {"m": (6, 32, 0), "b": (1, 8, 0), "d": (1, 0, 0)}


def test_a_network_too_large_to_lay_out_tells_it_too(draw):
    design = draw(
        "g: gpu-server x1000000\nf: array\ns: switch x100\nt: switch\na: g -- s x4000000 on storage\n"
        "b: s -- t x100 on storage\nc: f -- t x2 on storage"
    )
    assert told(design) == {"t": (1, 0, 8_000_000)}


def test_every_place_that_tells_of_it(draw, capsys):
    """Finding, summary and document of the same design say the same 32 accelerators, as a warning."""
    design = draw(
        f"{HOSTS}edge: switch x2\ncore: switch\nb: g -- edge x8 on storage\nc: edge -- core x4 on storage\n"
        "d: f -- core x4 on storage"
    )
    results = analyze(design)
    (finding,) = single_point_of_failure(design, results, None)
    assert finding.severity == "warning"
    assert "32 accelerators lose their storage" in finding.message
    (row,) = results_document(results)["resilience"]["single_points_of_failure"]
    assert (row["id"], row["lost_accelerators"], row["accelerators_without_storage"]) == ("core", 0, 32)
    print_summary(design, results, [finding], why=False)
    assert "core (2 cut off, 0 accelerators, 32 without storage" in " ".join(capsys.readouterr().out.split())


def with_stores(seed, medium):
    """A random design of `test_brute_force`, some of whose hosts are stores and the others servers of 8."""
    chance = random.Random(seed)
    design = random_design(seed)
    parts = drawn("").parts
    hosts = [node for node in design.nodes.values() if node.kind == "host"]
    stores = {node.id for node in hosts if chance.random() < 0.5}
    nodes = {
        node.id: replace(node, kind="storage") if node.id in stores else replace(node, kind="server", part="gpu-server")
        for node in hosts
    }
    links = {key: replace(link, medium=medium) for key, link in design.links.items()}
    return design, stores, replace(design, nodes=design.nodes | nodes, parts=parts), links


@pytest.mark.scaled
@pytest.mark.parametrize("seed", range(runs(40, 200)))
def test_any_design_is_what_taking_each_away_says(seed):
    medium = ("fabric", "storage")[seed % 2]
    alike, stores, design, links = with_stores(seed, medium)
    alike, design = replace(alike, links=links), replace(design, links=links)

    def reading(without):
        graph = expanded(alike, medium, without)
        near = [part for part in parts_of(graph) if any(name in stores for name, _ in part)]
        return {host for part in near for host in part if host[0] not in stores}

    whole = reading(())
    losses = {node.id: design.total_copies(node.id) for node in design.nodes.values() if node.kind == "switch"} | {
        link.id: sum(1 for _ in cables_of(alike, link)) for link in links.values()
    }
    expected = {
        name: max(8 * len(whole - reading({f"{name}[{n}]"})) for n in range(count)) for name, count in losses.items()
    }
    found = {name: without for name, (_, _, without) in told(design, medium).items() if without}
    assert found == {name: without for name, without in expected.items() if without}
    assert len(hosts_of(expanded(alike, medium))) <= 7
