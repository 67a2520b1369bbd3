"""Designs that make no sense: rings of containers and of coolant, what is not there, nothing, and far too much."""

from datetime import date

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node, Settings
from designer.model.parts.part import PortGroup
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.review.documents.results_document import results_document
from designer.review.rules import review
from tests.analysis.cooling.drawn import heat, pipe
from tests.analysis.power.drawn import drawn, node
from tests.long_runs import runs

KINDS = (
    "site",
    "room",
    "row",
    "rack",
    "server",
    "rack-system",
    "crah",
    "cdu",
    "chiller",
    "dry-cooler",
    "cooling-tower",
    "ups",
    "pdu",
    "no such kind",
)
FACTS = {
    "power_max_w": (0.0, 1e3, 1e12),
    "liquid_heat_share": (0.0, 0.5, 1.0),
    "cooling_capacity_w": (0.0, 1e4, 1e15),
    "airflow_cfm": (0.0, 100.0),
    "inlet_max_c": (0.0, 30.0, 45.0),
    "supply_c": (0.0, 22.0, 60.0),
    "coolant_max_c": (10.0, 45.0),
    "coolant_volume_l": (0.0, 500.0),
    "flow_l_per_min": (0.0, 80.0),
    "weight_kg": (0.0, 500.0),
    "efficiency": (0.0, 0.9, 1.0),
    "approach_c": (4.0,),
}


@st.composite
def odd_designs(draw: st.DrawFn) -> Design:
    """Anything in anything, linked to anything."""
    ids = [f"n{number}" for number in range(draw(st.integers(0, 8)))]
    facts = st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in FACTS.items()})
    ports = tuple(PortGroup(name=role, media=("coolant",), count=2, role=role) for role in ("in", "out"))
    nodes = {
        one: Node(
            id=one,
            kind=draw(st.sampled_from(KINDS)),
            parent=draw(st.sampled_from([None, None, "gone", *ids])),
            copies=draw(st.sampled_from([1, 1, 2, 50])),
            order=place,
            facts=draw(facts),
            ports=draw(st.sampled_from([(), ports, ports[:1], ports[1:]])),
            plan=draw(st.sampled_from([None, RoomPlan(), RoomPlan(outline=rectangle(9_000, 9_000))])),
        )
        for place, one in enumerate(ids)
    }
    links: dict[str, Link] = {}
    for number in range(draw(st.integers(0, 7)) if ids else 0):
        ends = [draw(st.sampled_from([*ids, "gone"])) for _ in range(2)]
        links[f"l{number}"] = pipe(
            f"l{number}", *ends, draw(st.sampled_from([1, 2, 7])), spread=draw(st.sampled_from(["even", "mesh"]))
        )
    altitude = draw(st.sampled_from([{}, {"altitude_m": 1_800.0}, {"altitude_m": 11_000.0}]))
    return Design(nodes=nodes, links=links, settings=Settings(assumptions=altitude))


@given(odd_designs(), st.data())
@settings(max_examples=runs(10, 60), deadline=None)
def test_odd_designs_are_answered(design: Design, data: st.DataObject) -> None:
    """Results, findings and a document without an error, whatever fails; no heat is lost on the way."""
    fail = (
        data.draw(st.lists(st.sampled_from([*design.nodes, *design.links]), max_size=2, unique=True))
        if (design.nodes or design.links)
        else []
    )
    found = analyze(design, only=("cooling",), fail=fail)
    review(design, found, date(2026, 11, 27))
    assert msgspec.json.encode(results_document(found, ()))
    assert found.cooling is not None
    for unit in found.cooling.heat.units.values():
        assert unit.load_max_w.value is not None
        assert unit.load_max_w.value >= 0


def test_more_hoses_than_can_be_laid_out_is_said() -> None:
    found = heat(
        drawn(
            node("cdu", "cdu", 2_000, cooling_capacity_w=1e6),
            node("srv", "server", 2_000, power_max_w=1e4, liquid_heat_share=1.0),
            pipe("hoses", "cdu", "srv", 4_000_000, spread="mesh"),
        )
    )
    assert found.notes == ("The coolant system has more than 2,000,000 copies or cables, too many to lay out.",)
    assert found.devices["srv"].liquid_max_w.value == 10_000
