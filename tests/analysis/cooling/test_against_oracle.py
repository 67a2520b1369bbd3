"""Failures of cooling against an oracle that follows every copy and every hose."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.cooling.records import CoolingFailure
from designer.model.design import Design, Link, Node
from tests.analysis.cooling.drawn import heat, pipe
from tests.analysis.cooling.oracle import Copy, Told, follow
from tests.analysis.power.drawn import drawn, node
from tests.long_runs import runs


@st.composite
def cooled_halls(draw: st.DrawFn) -> Design:
    """A hall of rows with racks, air handlers in the hall and in rows, coolant units, chillers, or some of them."""
    rows, racks = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    share = draw(st.sampled_from([0.0, 0.5, 0.85]))
    records: list[Node | Link] = [
        node("hall", "room"),
        node("row", "row", rows, "hall"),
        node("rack", "rack", racks, "row"),
        node("srv", "server", 2, "rack", power_max_w=10_000.0, liquid_heat_share=share),
        node("sw", "switch", 1, "hall", power_max_w=1_500.0),
    ]
    capacity = st.sampled_from([4_000.0, 12_000.0, 30_000.0, 200_000.0])
    handlers: list[str] = []
    for name, parent in (("inrow", "row"), ("wall", "hall"), ("big", "hall")):
        if draw(st.booleans()):
            records.append(node(name, "crah", draw(st.integers(1, 3)), parent, cooling_capacity_w=draw(capacity)))
            handlers.append(name)
    total = {"inrow": rows, "wall": 1, "big": 1}
    design = drawn(*records)
    if draw(st.booleans()):
        records.append(node("cdu", "cdu", draw(st.integers(1, 3)), "hall", cooling_capacity_w=draw(capacity)))
        records.append(pipe("hoses", "cdu", "srv", draw(st.integers(1, 20))))
    if draw(st.booleans()):
        records.append(node("chiller", "chiller", draw(st.integers(1, 2)), cooling_capacity_w=draw(capacity)))
        for name in handlers:
            if draw(st.booleans()):
                ends = total[name] * design.nodes[name].copies
                records.append(pipe(f"to-{name}", "chiller", name, draw(st.integers(1, 2 * ends))))
        if any(record.id == "cdu" for record in records):
            records.append(pipe("to-cdu", "chiller", "cdu", draw(st.integers(1, 4))))
    return drawn(*records)


def counted(copies: set[Copy]) -> dict[str, int]:
    return dict(Counter(name for name, _ in copies))


def agree(found: CoolingFailure, told: Told) -> None:
    assert dict(found.uncooled) == counted(told.uncooled)
    assert dict(found.stopped) == counted(told.stopped)
    assert {one: over.copies for one, over in found.overloaded.items()} == counted(told.overloaded)
    assert {one: hot.copies for one, hot in found.zones.items()} == counted(set(told.kept))
    for zone, hot in found.zones.items():
        worst = max(watts for (name, _), watts in told.kept.items() if name == zone)
        assert hot.heat_w - hot.capacity_w == pytest.approx(worst)


@given(cooled_halls(), st.data())
@settings(max_examples=runs(15, 60), deadline=None)
def test_any_failure_is_what_the_oracle_says(design: Design, data: st.DataObject) -> None:
    """Loads, and a failure of up to three copies of anything."""
    found = heat(design)
    told = follow(design, set())
    for unit in found.units.values():
        own = [told.load.get((unit.id, n), 0.0) for n in range(unit.copies)]
        assert unit.load_max_w.value == pytest.approx(max(own))
    loaded = [one.id for one in design.nodes.values() if one.facts]
    everything = [(one, n) for one in loaded for n in range(design.total_copies(one))]
    gone = set(data.draw(st.lists(st.sampled_from(everything), min_size=1, max_size=3)))
    names = [f"{name}[{n}]" if design.total_copies(name) > 1 else name for name, n in gone]
    failure = heat(design, *names).failure if found.units else None
    if failure is not None:
        agree(failure, follow(design, gone))


@given(cooled_halls())
@settings(max_examples=30, deadline=None)
def test_the_sweep_stands_for_every_single_failure(design: Design) -> None:
    """As many with each outcome as when every copy and every loop fails on its own."""
    found = heat(design)
    outcomes: Counter[tuple[object, ...]] = Counter()
    for one in found.sweep.failures:
        outcomes[key(one.uncooled, one.stopped, one.overloaded, one.zones)] += one.alike
    wanted: Counter[tuple[object, ...]] = Counter()
    for unit in found.units.values():
        for number in range(unit.copies):
            wanted[told_key(follow(design, {(unit.id, number)}))] += 1
    if found.units:
        for link_id in design.links:
            wanted[told_key(follow(design, set(), frozenset({link_id})))] += 1
    assert outcomes == wanted
    assert found.sweep.tried == sum(wanted.values())


def key(*tables: object) -> tuple[object, ...]:
    return tuple(
        tuple(sorted((name, getattr(value, "copies", value)) for name, value in dict(table).items()))  # type: ignore[call-overload]
        for table in tables
    )


def told_key(told: Told) -> tuple[object, ...]:
    return key(counted(told.uncooled), counted(told.stopped), counted(told.overloaded), counted(set(told.kept)))
