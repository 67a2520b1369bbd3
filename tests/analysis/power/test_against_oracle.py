"""Loads, dark and overloaded copies equal those of a plain walk over every copy and cable."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from designer.analysis.power.chain import MAX
from designer.analysis.power.failures import Plant, alike_copies, failure_of, gone_of, outcome
from designer.analysis.power.limits import OVER
from designer.analysis.power.load_flow import walk
from designer.analysis.power.power_chain import plant_of, plant_result
from designer.model.design import Design, Link, Node
from tests.analysis.power.drawn import drawn, feed, node, two_sides
from tests.analysis.power.oracle import Copy, follow
from tests.long_runs import runs

STAGES = ("utility", "generator", "transformer", "switchgear", "ups", "sts", "busway", "pdu")


@st.composite
def chains(draw: st.DrawFn) -> Design:
    """Anything that runs downwards, with copies in and out of racks."""
    records: list[Node | Link] = [node("rack", "rack", draw(st.integers(1, 3)))]
    stages: list[tuple[int, str]] = []
    for number in range(draw(st.integers(2, 8))):
        stage = draw(st.integers(0, len(STAGES) - 1))
        kind = STAGES[stage]
        facts: dict[str, float] = {}
        if draw(st.booleans()):
            facts["capacity_w"] = float(draw(st.integers(500, 4000)))
        if kind in {"ups", "transformer", "pdu"} and draw(st.booleans()):
            facts["efficiency"] = draw(st.sampled_from((0.9, 0.95, 1.0)))
        if kind == "ups" and draw(st.booleans()):
            facts["bypass"] = 1.0
        parent = "rack" if kind in {"pdu", "sts"} and draw(st.booleans()) else None
        name = f"{kind}-{number}"
        records.append(node(name, kind, draw(st.integers(1, 3)), parent, **facts))
        stages.append((stage, name))
    for number in range(draw(st.integers(1, 3))):
        parent = "rack" if draw(st.booleans()) else None
        watts = float(draw(st.integers(0, 1500)))
        records.append(node(f"host-{number}", "host", draw(st.integers(1, 3)), parent, power_max_w=watts))
        stages.append((len(STAGES), f"host-{number}"))
    pairs = [(a, b) for a in stages for b in stages if a[0] < b[0]]
    for number, (a, b) in enumerate(draw(st.lists(st.sampled_from(pairs), max_size=12)) if pairs else ()):
        side = draw(st.sampled_from(("", "A", "B")))
        records.append(feed(f"feed-{number}", a[1], b[1], draw(st.integers(1, 6)), side=side))
    return drawn(*records, assumptions={"diversity": draw(st.sampled_from((1.0, 0.8)))})


def named(plant: Plant, flags) -> set[Copy]:
    chain = plant.chain
    found: set[Copy] = set()
    for vertex in flags.nonzero()[0].tolist():
        node_id = chain.order[chain.owner[vertex]]
        found.add((node_id, vertex - chain.first[node_id]))
    return found


def assert_equal(design: Design, plant: Plant, gone: set[Copy], ids: tuple[str, ...]) -> None:
    diversity = design.settings.assumptions.get("diversity", 1.0)
    told = follow(design, gone, diversity)
    chain = plant.chain
    without = gone_of(chain, ids)
    left = walk(chain, without.cut, without.cables, bypassed=without.bypassed)
    assert named(plant, chain.devices & ~without.vertices & (left.state == 0)) == told.dark
    full = plant.limits.fullness(left)
    assert named(plant, ~chain.devices & (full > OVER)) == told.overloaded
    for vertex in range(chain.vertices):
        node_id = chain.order[chain.owner[vertex]]
        wanted = told.load.get((node_id, vertex - chain.first[node_id]), 0.0)
        assert left.load[vertex, MAX] == pytest.approx(wanted, rel=1e-9, abs=1e-9)
    failure = failure_of(plant, ids)
    assert sum(failure.dark.values()) == len(told.dark)
    assert failure.lost_w.value == pytest.approx(told.lost_w)
    overloaded = sum(one.copies for name, one in failure.overloaded.items() if name in chain.order)
    assert overloaded == len(told.overloaded)


def every_copy(design: Design) -> Iterator[tuple[Copy, str]]:
    for one in design.nodes.values():
        if one.kind in {*STAGES, "host"}:
            copies = design.total_copies(one.id)
            for copy in range(copies):
                yield (one.id, copy), one.id if copies == 1 else f"{one.id}[{copy}]"


@given(chains())
@settings(max_examples=runs(10, 60), deadline=None)
def test_random_chains_equal_the_oracle_with_each_copy_failed_in_turn(design: Design) -> None:
    if not any(link.medium == "power" for link in design.links.values()):
        return
    plant = plant_of(design)
    assert_equal(design, plant, set(), ())
    for copy, name in every_copy(design):
        assert_equal(design, plant, {copy}, (name,))


@given(chains(), st.lists(st.sampled_from(("", "L1", "L2-L3", "bank 2", "L3 bank 1")), min_size=12, max_size=12))
@settings(max_examples=runs(10, 60), deadline=None)
def test_failures_that_are_walked_at_once_are_those_walked_one_by_one(design: Design, ports: list[str]) -> None:
    named = {
        link.id: replace(link, a_port=port) if link.medium == "power" and port else link
        for link, port in zip(design.links.values(), ports, strict=False)
    }
    plant = plant_of(replace(design, links={**design.links, **named}))
    chain, limits = plant.chain, plant.limits
    if not chain.vertices:
        return
    failed = np.eye(chain.vertices, dtype=np.bool_)
    bypassed = failed & chain.bypasses
    for columns in (slice(None), slice(MAX, MAX + 1)):
        every = walk(chain, failed & ~bypassed, columns=columns, bypassed=bypassed)
        full = limits.fullness(every, 0)
        for vertex in range(chain.vertices):
            alone = walk(chain, (failed & ~bypassed)[vertex], columns=columns, bypassed=bypassed[vertex])
            found = every.of(vertex)
            for name in ("state", "out", "load", "flow", "live_cords", "share"):
                assert np.array_equal(getattr(found, name), getattr(alone, name)), name
            assert np.array_equal(full[vertex], limits.fullness(alone, 0))


@given(chains())
@settings(max_examples=runs(10, 40), deadline=None)
def test_copies_that_are_called_alike_have_the_same_outcome(design: Design) -> None:
    plant = plant_of(design)
    chain = plant.chain
    tried = 0
    for vertex, count in alike_copies(chain):
        tried += count
        node_id = chain.order[chain.owner[vertex]]
        first = failure_of(plant, (chain.name(vertex),))
        outcomes = [failure_of(plant, (chain.name(other),)) for other in chain.range_of(node_id)]
        same = [one for one in outcomes if (dict(one.dark), dict(one.overloaded)) == (first.dark, first.overloaded)]
        assert len(same) >= count
    assert tried == int((~chain.devices).sum())


@given(chains())
@settings(max_examples=runs(20, 60), deadline=None)
def test_what_enters_is_what_the_devices_take_and_what_the_stages_lose(design: Design) -> None:
    result = plant_result(design)
    if result is None:
        return
    plant = plant_of(design)
    chain, walked = plant.chain, walk(plant.chain)
    lost = (walked.load - walked.out)[~chain.devices].sum(axis=0)
    taken = chain.draws[walked.state > 0].sum(axis=0)
    assert walked.load[chain.roots].sum(axis=0) == pytest.approx(taken + lost)
    assert result.input_typical_w.value == pytest.approx(
        result.devices_typical_w.value + sum(one.losses_w.value for one in result.elements.values())
    )
    assert result.losses_typical_w.value == pytest.approx(float(lost[0]), abs=1e-6)
    diversity = design.settings.assumptions["diversity"]
    entering = walked.load[chain.roots].sum(axis=0)
    assert result.input_typical_w.value == pytest.approx(float(entering[0]))
    assert result.input_max_w.value == pytest.approx(float(entering[MAX]) * diversity)


def test_a_2n_chain_of_40_racks_with_each_single_source_failed_in_turn() -> None:
    design = two_sides()
    plant = plant_of(design)
    for copy, name in every_copy(design):
        assert_equal(design, plant, {copy}, (name,))
    for pair in (("utility-a", "generator-a"), ("utility-a", "ups-b"), ("ups-a", "ups-b"), ("busway-a[0]", "ups-b")):
        gone = {(name.split("[")[0], 0) for name in pair}
        assert_equal(design, plant, gone, pair)


def test_golden_outcomes_of_the_2n_chain() -> None:
    plant = plant_of(two_sides())
    calm = failure_of(plant, ("ups-a",))
    assert not calm.dark
    assert not calm.overloaded
    tight = plant_of(two_sides(ups_w=390_000.0))
    over = failure_of(tight, ("ups-a",))
    assert {name: one.copies for name, one in over.overloaded.items()} == {"ups-b": 1}
    assert over.overloaded["ups-b"].load_w == pytest.approx(400_000.0)
    both = failure_of(plant, ("ups-a", "busway-b[0]"))
    assert both.dark == {"host": 10}
    assert both.lost_w.value == pytest.approx(100_000.0)


def test_cables_fail_one_by_one() -> None:
    design = drawn(
        node("pdu", "pdu", 2, capacity_w=900.0),
        node("host", "host", power_max_w=1000.0),
        feed("cords", "pdu", "host", 2),
    )
    plant = plant_of(design)
    assert not failure_of(plant, ()).overloaded
    cut = failure_of(plant, ("cords[0]",))
    assert {name: one.copies for name, one in cut.overloaded.items()} == {"pdu": 1}
    assert failure_of(plant, ("cords[0]", "cords[1]")).dark == {"host": 1}
    assert failure_of(plant, ("cords",)).dark == {"host": 1}
    assert outcome(plant, (), gone_of(plant.chain, ())).dark == {}
