"""The two samples that are drawn whole: ports, relations, racks, power from two sides, places without overlaps."""

from datetime import date
from itertools import combinations

import pytest

from designer.analysis.run import analyze
from designer.catalog.library import Library
from designer.edit.layouts.drawn_boxes import drawn_boxes, is_frame
from designer.edit.templates.regenerate import regenerate
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.model.network.cable_spread import spread_problem
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import joined_ports
from designer.model.relations import RELATION_MEDIA, fitting_relations, relation_fits
from designer.review.rules import review
from tests.long_runs import runs

SAMPLES: list[tuple[str, dict[str, str]]] = [
    ("ai-stack", {}),
    ("ai-stack", {"systems": "8", "model": "8B", "users": "100"}),
    ("cloud-stack", {}),
    ("cloud-stack", {"instances": "7", "model": "8B"}),
]
TODAY = date(2026, 11, 27)


@pytest.fixture(params=SAMPLES, ids=lambda one: f"{one[0]} {'-'.join(one[1].values())}".strip())
def design(request: pytest.FixtureRequest, library: Library) -> Design:
    name, settings = request.param
    return build_template(name, library, settings)


def test_cables_fit_and_no_port_is_taken_twice(design: Design) -> None:
    for link in design.links.values():
        if link.medium in RELATION_MEDIA:
            continue
        joined = joined_ports(design, link)
        assert joined is not None, link.id
        assert joined[2].verdict != "no", joined[2].reason
        container = design.common_container(link.a, link.b)
        copies = [design.copies_within(end, container) for end in (link.a, link.b)]
        assert spread_problem(link.spread, link.cables, *copies) is None, link.id
    for (node_id, port), taken in ports_taken(design).items():
        group = next(group for group in design.ports_of(design.nodes[node_id]) if group.name == port)
        assert taken <= group.count, (node_id, port)


def test_every_relation_makes_sense_and_says_as_much_as_it_can(design: Design) -> None:
    related = [link for link in design.links.values() if link.medium in RELATION_MEDIA]
    assert {link.medium for link in related} >= {"asks", "runs_on", "reads"}
    for link in related:
        a, b = design.nodes[link.a], design.nodes[link.b]
        assert relation_fits(link.medium, a, b), link.id
        if link.medium == "depends_on":
            assert {fit.medium for fit in fitting_relations(a, b) if fit.a == a.id} == {"depends_on"}, link.id


def test_no_tile_lies_on_another_and_every_frame_holds_its_own(design: Design) -> None:
    boxes = drawn_boxes(design)
    tiles = [node_id for node_id in boxes if not is_frame(design.nodes[node_id])]
    racks = [node_id for node_id in boxes if design.nodes[node_id].kind == "rack"]
    for group in (tiles, racks):
        for first, second in combinations(group, 2):
            assert not boxes[first].meets(boxes[second], 0.0), (first, second)
    for rack in racks:
        inside = {node.id for node in design.nodes.values() if node.parent == rack}
        assert [tile for tile in tiles if boxes[tile].meets(boxes[rack], 0.0)] == [
            tile for tile in tiles if tile in inside
        ]


def test_each_layer_is_drawn_and_all_that_runs_runs_somewhere(library: Library) -> None:
    design = build_template("ai-stack", library, {})
    layers = {part.layer for node in design.nodes.values() if (part := design.part_of(node)) is not None}
    assert layers >= {"facility", "servers_fabric", "cloud", "data_storage", "training", "serving_apps"}
    assert analyze(design).counts.accelerators.value == 8 * (4 + 6)
    runs = {link.a for link in design.links.values() if link.medium == "runs_on"}
    rented = {"api", "documents"}
    for node in design.nodes.values():
        # People, what a job is written in and what is a service run on nothing of one's own.
        if KINDS[node.kind].role == "software" and node.kind not in {"users", "framework"} and node.id not in rented:
            assert node.id in runs, node.id


def test_devices_hang_on_both_sides_and_everything_is_placed(library: Library) -> None:
    design = build_template("ai-stack", library, {"systems": "8"})
    results = analyze(design)
    for side in ("a", "b"):
        for source in (f"utility-{side}", f"switchgear-{side}", f"ups-{side}", f"transformer-{side}"):
            failed = analyze(design, only=("power", "cooling", "resilience", "workloads"), fail=[source])
            assert failed.resilience is not None
            roles = {one.id: KINDS[design.nodes[one.id].kind].role for one in failed.resilience.lost}
            assert set(roles.values()) <= {"power", "cooling"}, (source, roles)
    assert results.cooling is not None
    heat, one_handler = results.cooling.heat_w.value, (results.cooling.capacity_w.value or 0) / 2
    assert heat is not None
    assert heat <= one_handler
    for node in design.nodes.values():
        if node.kind == "rack":
            assert node.floor is not None, node.id
        parent = design.nodes.get(node.parent or "")
        if parent is not None and parent.kind == "rack":
            assert node.rack is not None, node.id


@pytest.mark.scaled
@pytest.mark.parametrize("name", ["ai-stack", "cloud-stack"])
def test_no_choice_on_the_card_makes_an_error(name: str, library: Library) -> None:
    for parameter in TEMPLATES[name].parameters:
        for choice in parameter.choices[runs(-1, 0) :] or ("1", "1000", *runs((), (parameter.default,))):
            made = build_template(name, library, {parameter.name: choice})
            errors = [one.message for one in review(made, analyze(made), TODAY) if one.severity == "error"]
            assert errors == [], (parameter.name, choice)


@pytest.mark.parametrize(
    ("name", "settings"), [("ai-stack", {"systems": "6", "users": "100"}), ("cloud-stack", {"instances": "3"})]
)
def test_other_parameters_make_the_design_anew(name: str, settings: dict[str, str], library: Library) -> None:
    before = build_template(name, library, {})
    after = regenerate(before, library, settings).applied(before)
    fresh = build_template(name, library, settings)
    assert after.nodes == fresh.nodes
    assert after.links == fresh.links
    assert after.marks == fresh.marks
    assert after.views == fresh.views
