"""Single points by dominators over the graph of needs agree with a walk by hand, and with failing each in turn."""

import networkx as nx
import pytest
from msgspec.structs import replace

from designer.analysis.chain.needs import needs_of
from designer.analysis.chain.single_points import cut_by_networks, service_points
from designer.analysis.run import analyze
from designer.analysis.workloads.service_graph import resting_on
from designer.edit.templates.templates import build_template
from designer.model.design import Link
from designer.model.kinds import KINDS
from designer.model.relations import RELATIONS
from tests.analysis.chain.expected_losses import AI_STACK_LOSSES, CLOUD_STACK_LOSSES
from tests.analysis.conftest import drawn

MEDIA = {
    "relation": set(RELATIONS) - {"feeds", "cools"},
    "cable": {"fabric", "storage", "management"},
    "feed": {"power", "feeds"},
}
SAMPLES = {"ai-stack": AI_STACK_LOSSES, "cloud-stack": CLOUD_STACK_LOSSES}


def points_of(design):
    return {point.id: set(point.services) for point in service_points(needs_of(design))}


def is_software(design, node_id):
    return KINDS[design.nodes[node_id].kind].role == "software"


@pytest.mark.parametrize("name", SAMPLES)
def test_points_are_those_of_the_walk_by_hand(name, library):
    design = build_template(name, library, {})
    points = points_of(design)
    for failed, losses in SAMPLES[name].items():
        if failed not in design.nodes or design.total_copies(failed) > 1:
            continue
        lost = {one for one, state in losses.items() if state == "lost" and one != failed and is_software(design, one)}
        told = {one for one in points.get(failed, ()) if is_software(design, one)}
        assert told <= lost, failed
        # What a network takes along is followed by what reaches what, not by what needs what.
        if KINDS[design.nodes[failed].kind].role in {"software", "power", "cooling"}:
            assert told == lost, failed


def test_points_of_software_fall_when_failed_in_turn(library):
    design = build_template("ai-stack", library, {})
    graph, points = needs_of(design).services, points_of(design)
    for node_id in graph.nodes:
        if is_software(design, node_id) and design.total_copies(node_id) == 1:
            assert set(resting_on(graph, node_id)) == {
                one for one in points.get(node_id, ()) if is_software(design, one)
            }, node_id


def test_the_graph_of_needs_holds_everything_that_is_drawn(library):
    design = build_template("ai-stack", library, {})
    needs = needs_of(design)
    graph = needs.graph
    assert set(graph) == set(design.nodes)
    by_sort = {}
    for _, _, key, sort in graph.edges(keys=True, data="sort"):
        by_sort.setdefault(sort, set()).add(key)
    drawn = {sort: {link.id for link in design.links.values() if link.medium in media} for sort, media in MEDIA.items()}
    assert {sort: by_sort[sort] for sort in MEDIA} == drawn
    # A network cable joins both ways, all else goes one way.
    assert all(graph.has_edge(b, a, key) for a, b, key, sort in graph.edges(keys=True, data="sort") if sort == "cable")
    assert nx.is_directed_acyclic_graph(needs.of_sort("relation", "feed", "place"))


def split_service(switches):
    """An application on one host asks an engine on another one, over SWITCHES in a network that carries requests."""
    design = drawn(
        f"a: host\ne: host\ns: switch x{switches}\nn: a -- s x{switches} at 25 on management\n"
        f"m: e -- s x{switches} at 25 on management\napp: application\nengine: serving"
    )
    relations = [("r1", "app", "a", "runs_on"), ("r2", "engine", "e", "runs_on"), ("r3", "app", "engine", "asks")]
    links = {i: Link(id=i, a=a, b=b, medium=medium) for i, a, b, medium in relations}
    return replace(design, links={**design.links, **links})


def test_the_one_switch_between_a_service_and_what_it_asks_is_a_point():
    points = points_of(split_service(1))
    assert "app" in points["s"]
    assert "app" in {one.id for one in analyze(split_service(1), fail=("s",)).resilience.lost if one.state == "lost"}
    assert "s" not in points_of(split_service(2))


@pytest.mark.parametrize("name", SAMPLES)
def test_what_a_network_takes_along_is_what_failing_it_says(name, library):
    design = build_template(name, library, {})
    for node_id, services in cut_by_networks(needs_of(design)).items():
        lost = {one.id for one in analyze(design, fail=(node_id,)).resilience.lost if one.state == "lost"}
        assert {one for one in services if is_software(design, one)} <= lost, node_id


def test_what_stood_in_for_what_failed_becomes_a_point():
    """One of two switches gone, the other one is single; both gone, nothing more can be lost."""
    design = split_service(2)

    def points(*fail):
        found = analyze(design, fail=fail).resilience.service_points
        return {point.id: point.services for point in found}

    assert "s" not in points()
    assert "app" in points("s[0]")["s"]
    assert "app" not in {one for services in points("s").values() for one in services}


def test_the_other_model_becomes_a_point_when_one_has_failed(library):
    design = build_template("ai-stack", library, {})
    whole = {point.id: point.services for point in analyze(design).resilience.service_points}
    assert "app" not in whole.get("api", ())
    left = {point.id: point.services for point in analyze(design, fail=("engine",)).resilience.service_points}
    assert "app" in left["api"]
    assert "engine" not in left
