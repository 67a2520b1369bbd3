"""Rules that speak on few designs: when they do, and when they are silent."""

from collections.abc import Iterable
from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import leaf
from designer.model.parts.part import Contained, Part, PortGroup
from designer.review.findings import Finding
from designer.review.money.api_rules import api_supposed
from designer.review.network.network_rules import services_hang_on_it
from designer.review.network.port_rules import needs_adapter, ports_do_not_fit
from designer.review.power.power_rules import plant_unknown
from designer.review.structure_rules import unknown_kind
from designer.review.workloads.data_rules import orchestrator_over_limit
from designer.review.workloads.workload_rules import chips_beside_the_part, service_overloaded
from tests.shipped import LIBRARY

TODAY = date(2026, 12, 1)


@pytest.fixture(scope="module")
def stack() -> tuple[Design, Results]:
    design = build_template("ai-stack", LIBRARY, {})
    return design, analyze(design, library=LIBRARY)


def only(found: Iterable[Finding], rule: str) -> Finding:
    mine = [one for one in found if one.rule == rule]
    assert len(mine) == 1
    return mine[0]


def drawn(*records: Node | Link, parts: Iterable[Part] = ()) -> Design:
    return Design(
        nodes={one.id: one for one in records if isinstance(one, Node)},
        links={one.id: one for one in records if isinstance(one, Link)},
        parts={part.id: part for part in parts},
    )


def results_of(design: Design) -> Results:
    return analyze(design, only=("power",))


def test_a_kind_that_is_not_known() -> None:
    design = drawn(Node(id="a", kind="teapot"), Node(id="b", kind="server"))
    finding = only(unknown_kind(design, results_of(drawn()), TODAY), "unknown-kind")
    assert (finding.ids, finding.severity) == (("a",), "warning")
    assert finding.message == "a: the kind teapot is not known here."


def test_ports_that_are_not_described_and_a_rate_on_the_link() -> None:
    nodes = (Node(id="a", kind="server"), Node(id="b", kind="switch"))
    up = Link(id="up", a="a", b="b", medium="fabric")
    nothing = results_of(drawn())
    finding = only(ports_do_not_fit(drawn(*nodes, up), nothing, TODAY), "ports-unknown")
    assert (finding.ids, finding.severity) == (("up", "a", "b"), "note")
    assert list(ports_do_not_fit(drawn(*nodes, replace(up, capacity_gbps=100.0)), nothing, TODAY)) == []


def test_a_cable_between_unlike_cages_needs_an_adapter() -> None:
    def device(name: str, kind: str, cage: str) -> Part:
        group = PortGroup(name="net", media=("fabric",), count=4, rate_gbps=100.0, connector=cage)
        return Part(id=name, kind=kind, layer="servers_fabric", vendor="X", name=name, ports=(group,))

    parts = (
        device("x/server", "server", "QSFP28"),
        device("x/switch", "switch", "OSFP"),
        device("x/fit", "switch", "QSFP28"),
    )
    nodes = (
        Node(id="a", kind="server", part="x/server"),
        Node(id="b", kind="switch", part="x/switch"),
        Node(id="c", kind="switch", part="x/fit"),
    )
    nothing = results_of(drawn())
    unlike = drawn(*nodes, Link(id="up", a="a", b="b", medium="fabric", cables=2), parts=parts)
    finding = only(needs_adapter(unlike, nothing, TODAY), "needs-adapter")
    assert finding.ids == ("up",)
    assert finding.message.startswith("2 cables (a to b) join different ports")
    alike = drawn(*nodes, Link(id="up", a="a", b="c", medium="fabric"), parts=parts)
    assert list(needs_adapter(alike, nothing, TODAY)) == []


def test_a_cooler_that_does_not_say_what_it_draws() -> None:
    crah = Part(id="x/crah", kind="crah", layer="facility", vendor="X", name="Air handler")
    design = drawn(Node(id="crah", kind="crah", part="x/crah"), parts=(crah,))
    finding = only(plant_unknown(design, results_of(design), TODAY), "plant-unknown")
    assert finding.ids == ("crah",)
    told = replace(
        design, nodes={"crah": replace(design.nodes["crah"], facts={"power_typical_w": 2000.0, "power_max_w": 3000.0})}
    )
    assert list(plant_unknown(told, results_of(told), TODAY)) == []


def test_other_chips_drawn_than_the_part_contains() -> None:
    chip = Part(id="x/chip", kind="accelerator", layer="silicon", vendor="X", name="Chip")
    server = Part(
        id="x/server",
        kind="server",
        layer="servers_fabric",
        vendor="X",
        name="Server",
        contains=(Contained(part="x/chip", count=8),),
    )

    def with_chips(copies: int) -> list[Finding]:
        inside = Node(id="gpu", kind="accelerator", part="x/chip", parent="srv", copies=copies)
        design = drawn(Node(id="srv", kind="server", part="x/server"), inside, parts=(chip, server))
        return list(chips_beside_the_part(design, results_of(drawn()), TODAY))

    finding = only(with_chips(4), "chips-unlike-part")
    assert finding.message == "srv has 4 accelerators drawn inside, and its part 8."
    assert with_chips(8) == []


def test_services_that_hang_on_one_thing(stack) -> None:
    design, results = stack
    assert results.resilience is not None
    found = list(services_hang_on_it(design, results, TODAY))
    points = {point.id for point in results.resilience.service_points}
    assert found
    assert all(one.rule == "services-hang-on-it" and set(one.ids) <= points for one in found)
    none = replace(results, resilience=replace(results.resilience, service_points=()))
    assert list(services_hang_on_it(design, none, TODAY)) == []


def test_a_service_that_is_nearly_full(stack) -> None:
    design, results = stack
    work = results.workloads
    assert work is not None
    load = work.services[0]

    def told(share: float | None) -> list[tuple[str, str]]:
        full = replace(work, services=(replace(load, utilisation=leaf("share", share)),))
        return [(one.rule, one.severity) for one in service_overloaded(design, replace(results, workloads=full), TODAY)]

    assert told(0.95) == [("service-nearly-full", "note")]
    assert told(1.2) == [("service-overloaded", "warning")]
    assert told(0.5) == told(None) == []


def test_what_is_supposed_of_a_model_on_the_net(stack) -> None:
    design, results = stack
    work = results.workloads
    assert work is not None
    api = work.model_apis[0]

    def told(*notes: str) -> list[Finding]:
        supposed = replace(work, model_apis=(replace(api, notes=notes),))
        return list(api_supposed(design, replace(results, workloads=supposed), TODAY))

    finding = only(told("Its tier is supposed.", "So is its rate."), "api-supposed")
    assert finding.message.endswith(": Its tier is supposed.")
    assert finding.detail.startswith("So is its rate.")
    assert told() == []


def test_a_cluster_of_which_something_is_not_known(stack) -> None:
    design, results = stack
    work = results.workloads
    assert work is not None
    cluster = work.orchestration[0]

    def told(reason: str, share: float | None) -> list[tuple[str, str]]:
        one = replace(cluster, reason=reason, utilisation=leaf("share", share))
        found = orchestrator_over_limit(design, replace(results, workloads=replace(work, orchestration=(one,))), TODAY)
        return [(one.rule, one.severity) for one in found]

    assert told("Nobody says how many nodes it takes.", None) == [("orchestrator-unclear", "note")]
    assert told("It manages too many nodes.", 1.5) == [("orchestrator-over-limit", "warning")]
    assert told("", 0.5) == []
