"""With something failed, what is off draws nothing, what stands bears its load, and what is paid stays as it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designer.analysis.chain.failing import first_losses
from designer.analysis.chain.failure.remaining_facility import facility_left, plant_left
from designer.analysis.chain.surviving_copies import ALL_STANDING
from designer.analysis.power.draw import power
from designer.analysis.power.power_chain import plant_result
from designer.analysis.results import Results
from designer.analysis.run import analyze
from designer.model.design import Design, Link, Node
from designer.model.records import RefusedInput
from tests.analysis.power.drawn import drawn, feed, node, two_sides
from tests.analysis.power.test_against_oracle import chains
from tests.long_runs import runs

UPS = 0.965
"""The efficiency of a UPS that states none, as assumed."""
POWER = ("power", "cooling", "resilience")


def after(design: Design, *fail: str, only: tuple[str, ...] = POWER) -> Results:
    return analyze(design, only=only, fail=fail)


def it_w(found: Results) -> float:
    assert found.power is not None
    return found.power.it_max_w.value or 0.0


def top_w(found: Results) -> float:
    """What the chain takes at its top."""
    assert found.plant is not None
    return found.plant.input_max_w.value or 0.0


def test_a_failed_host_draws_nothing_and_its_feeds_carry_less() -> None:
    # 40 racks with a host of 10 kW each, 2N: both sides carry 200 kW; without 4 hosts 180 kW.
    whole, less = after(two_sides()), after(two_sides(), *(f"host[{n}]" for n in range(4)))
    assert it_w(whole) == 400_000
    assert it_w(less) == 360_000
    assert less.power is not None
    assert less.power.by_node["host"].max_w.value == 360_000
    assert less.power.it_max_w.label == "IT power of what is left, maximum"
    assert less.plant is not None
    for side in ("a", "b"):
        assert less.plant.elements[f"ups-{side}"].load_max_w.value == pytest.approx(180_000 / UPS)
    # The first racks' strips carry nothing, the fullest one as before.
    assert less.plant.elements["pdu-a"].load_max_w.value == pytest.approx(5_000)


def test_what_one_side_loses_the_other_carries() -> None:
    less = after(two_sides(), "ups-a")
    assert it_w(less) == 400_000
    assert less.plant is not None
    assert less.plant.elements["ups-a"].load_max_w.value == 0
    assert less.plant.elements["ups-b"].load_max_w.value == pytest.approx(400_000 / UPS)


def test_what_switches_off_overloaded_takes_its_hosts_along() -> None:
    """Each side is too small for all: B takes 400 kW on 300 and switches off, so nothing is drawn any more."""
    less = after(two_sides(ups_w=300_000.0), "ups-a")
    assert it_w(less) == 0
    assert top_w(less) == 0
    assert less.power is not None
    assert less.power.facility_w.value == 0
    assert less.cooling is not None
    assert less.cooling.heat_w.value == 0


def racks_of_two_strips() -> Design:
    """Four racks of three hosts of 10 kW on two strips of 22 kW: with one strip lost the other takes 30 kW."""
    strip, host = {"capacity_w": 22_000.0}, {"power_max_w": 10_000.0, "power_typical_w": 8_000.0}
    records = (
        Node(id="rack", kind="rack", copies=4),
        Node(id="pdu", kind="pdu", parent="rack", copies=2, facts=strip),
        Node(id="host", kind="host", parent="rack", copies=3, facts=host),
        feed("cords", "pdu", "host", 6),
    )
    return drawn(*records)


@pytest.mark.parametrize(
    ("fail", "strips", "hosts", "why"),
    [
        # One strip: the other of its rack switches off too, and those of the other racks do not.
        (("pdu[0]",), 2, 3, "pdu switched off, overloaded"),
        (("pdu[0]", "pdu[1]"), 2, 3, "no power without"),
        (("pdu[1]", "pdu[6]"), 4, 6, "pdu switched off, overloaded"),
        (("rack[2]",), 2, 3, ""),
    ],
)
def test_a_strip_that_switches_off_takes_its_own_rack_along(
    fail: tuple[str, ...], strips: int, hosts: int, why: str
) -> None:
    design = racks_of_two_strips()
    toll = first_losses(design, fail)
    assert (toll.lost("pdu"), toll.lost("host")) == (strips, hosts)
    assert why in toll.because.get("host", "")
    less = after(design, *fail)
    assert it_w(less) == 120_000 - hosts * 10_000


def test_a_copy_that_is_not_there_is_refused_with_those_that_are() -> None:
    design = racks_of_two_strips()
    for name in ("pdu[8]", "rack[0]/pdu[1]"):
        with pytest.raises(RefusedInput, match=r"there are pdu\[0\] to pdu\[7\], counted through the whole design"):
            after(design, name)
    with pytest.raises(RefusedInput, match=r"copy of that id\.$"):
        after(design, "nobody[0]")


def shedding(policy: str) -> Design:
    """Three UPS of 200 kW, N+1 under 30 hosts of 13 kW: with one lost 390 kW hang on 200 + 200, with two on 200."""
    records: list[Node | Link] = [node("host", "host", 30, power_max_w=13_000.0, power_typical_w=10_000.0)]
    for number in range(3):
        name = f"ups{number}"
        records.append(Node(id=name, kind="ups", facts={"capacity_w": 200_000.0}, choices={"overload": policy}))
        records.append(feed(f"in{number}", name, "bus"))
    records.append(node("bus", "busway"))
    records.append(feed("out", "bus", "host", 30))
    return drawn(*records)


def test_shed_hosts_draw_nothing() -> None:
    assert it_w(after(shedding("shed"), "ups0")) == 390_000
    less = after(shedding("shed"), "ups0", "ups1")
    # 15 hosts of 13 kW are 195 kW, 16 would be 208.
    assert it_w(less) == 195_000
    assert less.plant is not None
    assert less.plant.elements["ups2"].load_max_w.value == pytest.approx(195_000 / UPS)


def test_slowed_hosts_draw_no_more_than_is_left() -> None:
    less = after(shedding("cap"), "ups0", "ups1")
    assert it_w(less) == pytest.approx(200_000)
    assert less.power is not None
    # In use each draws 10 kW, now at most 200 / 30 = 6.67 kW.
    assert less.power.it_typical_w.value == pytest.approx(200_000)
    assert less.plant is not None
    assert less.plant.elements["ups2"].load_max_w.value == pytest.approx(200_000 / UPS)


def test_what_stands_in_a_machine_goes_with_it() -> None:
    design = drawn(
        node("pdu", "pdu", 2),
        node("host", "host", 2, power_max_w=500.0),
        node("chip", "gpu", 4, "host", power_max_w=700.0),
        feed("cord", "pdu", "host", 2, spread="pairwise"),
    )
    less = after(design, "pdu[1]")
    assert (it_w(after(design)), it_w(less)) == (2 * 3_300, 3_300)
    one_chip = after(design, "chip[2]")
    assert it_w(one_chip) == 2 * 3_300 - 700
    assert top_w(one_chip) == 2 * 3_300 - 700


def test_a_dark_switch_is_gone_from_the_network() -> None:
    design = drawn(
        node("pdu", "pdu", 2),
        node("leaf", "switch", 2, power_max_w=1_000.0),
        node("host", "host", 4, power_max_w=1_000.0),
        Link(id="up", a="host", b="leaf", medium="fabric", cables=8, spread="mesh", capacity_gbps=400.0),
        feed("cord", "pdu", "leaf", 2, spread="pairwise"),
    )
    dark = after(design, "pdu[1]", only=("network", "resilience"))
    failed = after(design, "leaf[1]", only=("network", "resilience"))
    assert dark.network == failed.network
    assert dark.network != after(design, only=("network",)).network
    assert dark.resilience == failed.resilience


def test_an_unknown_power_that_is_off_is_nothing() -> None:
    design = drawn(node("dark", "switch", 2), node("host", "host", power_max_w=100.0))
    assert after(design).power.it_max_w.at_least  # type: ignore[union-attr]
    less = after(design, "dark")
    assert it_w(less) == 100
    assert less.power is not None
    assert not less.power.it_max_w.missing


@settings(max_examples=runs(40, 400), deadline=None)
@given(chains(), st.data())
def test_a_failure_never_raises_what_is_drawn(design: Design, data: st.DataObject) -> None:
    names = [*design.nodes, *(f"{one}[0]" for one in design.nodes if design.total_copies(one) > 1), *design.links]
    fail = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    whole, less = after(design), after(design, *fail)
    assert it_w(less) <= it_w(whole) * (1 + 1e-9)
    assert less.power is not None
    for one in fail:
        if one in less.power.by_node:
            assert less.power.by_node[one].max_w.value == 0
        if less.plant is not None and one in less.plant.elements and not _passes_mains_on(design, one):
            assert less.plant.elements[one].load_max_w.value == 0


def _passes_mains_on(design: Design, node_id: str) -> bool:
    return bool(design.nodes[node_id].facts.get("bypass"))


@settings(max_examples=runs(40, 400), deadline=None)
@given(chains(), st.data())
def test_what_the_feeds_carry_is_what_is_drawn(design: Design, data: st.DataObject) -> None:
    """Devices on the chain draw at its top what they take and what the stages lose; so it is the load of the whole."""
    fail = data.draw(st.lists(st.sampled_from(list(design.nodes)), max_size=2, unique=True))
    found = after(design, *fail)
    if found.plant is None or found.power is None:
        return
    taken, lost = found.plant.devices_typical_w.value or 0.0, found.plant.losses_typical_w.value or 0.0
    assert found.plant.input_typical_w.value == pytest.approx(taken + lost)
    unfed = sum(found.power.by_node[one].typical_w.value or 0.0 for one in found.plant.unfed)
    assert found.power.it_typical_w.value == pytest.approx(taken + unfed)


@settings(max_examples=runs(20, 200), deadline=None)
@given(chains())
def test_nothing_failed_changes_nothing(design: Design) -> None:
    assert power(design, ALL_STANDING) == power(design)
    left = facility_left(design, power(design), (), ("power", "cooling"))
    found = analyze(design, only=("power", "cooling"))
    assert left.power == found.power
    assert left.plant == found.plant
    assert left.cooling == found.cooling
    assert plant_left(design, ()) == plant_result(design, loads_only=True)
