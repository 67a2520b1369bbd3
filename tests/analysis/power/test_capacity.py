"""What a stage may carry: breakers at 80%, banks, rated output; published cases among them."""

import pytest

from designer.analysis.power.capacity import capacity_of
from designer.analysis.power.power_chain import plant_result
from designer.catalog.library import Library
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design, Node
from designer.model.figures.figure import recompute
from designer.model.parts.part import PortGroup
from tests.analysis.power.drawn import drawn, feed, node


def placed(library: Library, part: str) -> Design:
    return add_node(Design(), library, part, 0, 0, node_id="it").applied(Design())


def test_the_ap8868_is_limited_by_its_banks(library: Library) -> None:
    design = placed(library, "apc/ap8868")
    found = capacity_of(design, design.nodes["it"])
    assert found.continuous_w.value == pytest.approx(9984.0)
    assert found.limit == "banks"
    assert found.breaker_w.value == pytest.approx(3**0.5 * 208 * 50 * 0.8)
    assert recompute(found.continuous_w) == pytest.approx(9984.0)


def test_a_breaker_of_208_v_and_30_a_carries_8646_va_of_three_phases() -> None:
    design = drawn(node("it", "busway", volts=208.0, amps=30.0, phases=3.0))
    assert capacity_of(design, design.nodes["it"]).continuous_w.value == pytest.approx(8646, rel=1e-3)
    single = drawn(node("it", "busway", volts=208.0, amps=30.0, phases=1.0))
    assert capacity_of(single, single.nodes["it"]).continuous_w.value == pytest.approx(208 * 30 * 0.8)


def test_volt_amperes_are_times_the_power_factor() -> None:
    design = drawn(node("it", "ups", capacity_va=1000.0), assumptions={"power_factor": 0.9})
    found = capacity_of(design, design.nodes["it"])
    assert found.continuous_w.value == pytest.approx(900.0)
    assert found.limit == "rating"


def test_the_least_of_what_is_stated_counts_and_nothing_stated_is_unknown() -> None:
    design = drawn(
        node("it", "switchgear", volts=400.0, amps=100.0, phases=3.0, capacity_w=40_000.0), node("bare", "switchgear")
    )
    assert capacity_of(design, design.nodes["it"]).continuous_w.value == pytest.approx(40_000.0)
    bare = capacity_of(design, design.nodes["bare"])
    assert bare.limit == ""
    assert not bare.continuous_w.known


def test_a_phase_and_a_bank_of_their_own_fill_first() -> None:
    def ports(*names: str) -> tuple[PortGroup, ...]:
        return tuple(PortGroup(name=name, media=("power",), count=8, role="out") for name in names)

    panel = Node(id="panel", kind="rpp", ports=ports("L1", "L2", "L3"), facts={"capacity_w": 9000.0})
    hosts = [node("one", "host", power_max_w=2000.0), node("two", "host", power_max_w=1000.0)]
    design = drawn(
        panel,
        *hosts,
        feed("a", "panel", "one", a_port="L1"),
        feed("b", "panel", "two", a_port="L2"),
    )
    result = plant_result(design)
    assert result is not None
    element = result.elements["panel"]
    assert [one.value for one in element.phases_w] == pytest.approx([2000.0, 1000.0, 0.0])
    assert element.imbalance.value == pytest.approx(1.0)
    # L1 has 2,000 of the 3,000 W that a third of the capacity is.
    assert element.utilisation.value == pytest.approx(2 / 3)
    (lost,) = [one for one in result.stranded if one.cause == "phases"]
    assert lost.stranded_w.value == pytest.approx(4500.0)
    banked = Node(
        id="pdu", kind="pdu", ports=ports("bank 1", "bank 2"), facts={"volts": 208.0, "banks": 2.0, "bank_amps": 16.0}
    )
    full = plant_result(drawn(banked, hosts[0], feed("a", "pdu", "one", a_port="bank 2")))
    assert full is not None
    assert full.elements["pdu"].utilisation.value == pytest.approx(2000 / (208 * 16))


def test_a_cord_beyond_its_banks_and_a_stage_beyond_its_breakers_are_stranded(library: Library) -> None:
    design = placed(library, "apc/ap8868")
    whole = drawn(
        node("ups", "ups", capacity_w=100_000.0),
        design.nodes["it"],
        node("host", "host", power_max_w=500.0),
        feed("in", "ups", "it"),
        feed("cord", "it", "host"),
    )
    whole = Design(settings=whole.settings, nodes=whole.nodes, links=whole.links, parts=design.parts)
    result = plant_result(whole)
    assert result is not None
    told = {(one.id, one.cause): one.stranded_w.value for one in result.stranded}
    assert told["it", "banks"] == pytest.approx(3**0.5 * 208 * 50 * 0.8 - 9984.0)
    assert told["ups", "breakers"] == pytest.approx(100_000.0 - 9984.0)


def test_a_chain_that_is_too_large_to_lay_out_says_so_instead_of_stopping() -> None:
    design = drawn(
        node("pdu", "pdu", 3_000_000),
        node("host", "host", power_max_w=1.0),
        feed("cords", "pdu", "host"),
    )
    result = plant_result(design)
    assert result is not None
    assert result.elements == {}
    assert "too many to lay out" in result.notes[0]
    assert not result.input_max_w.known
