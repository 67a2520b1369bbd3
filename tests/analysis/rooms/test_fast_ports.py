"""Every pair of ports of 800G and more that fits gets a cable from 1 m to as far as its modules reach."""

from collections.abc import Iterator
from typing import NamedTuple

import pytest

from designer.analysis.rooms.cable_choice import Need, cable_parts, choose_cable, need_of, options_for, socket_of
from designer.model.design import Node
from designer.model.network.ports import Fit, fit
from designer.model.parts.part import Part, PortGroup
from tests.long_runs import runs
from tests.shipped import LIBRARY

EVERY_LENGTH = (1, 1.5, 2, 3, 5, 10, 30, 50, 100, 150, 300, 500, 1000, 2000)
LENGTHS = runs((1, 2, 3, 50, 500, 2000), EVERY_LENGTH)
PARTS = cable_parts(LIBRARY.parts.values())

NO_CAGE = {
    "juniper/qfx5250": "its cage is not published",
    "nvidia/sn6810-ld": "its optics are inside and no MMC-12 fibre is published",
    "nvidia/sn6800-ld": "its optics are inside and no MMC-12 fibre is published",
    "nvidia/q3450-ld": "its optics are inside, so that a fibre alone goes into it",
}
"""Switches that cannot be cabled, and why."""


class Pair(NamedTuple):
    a: Part
    a_port: PortGroup
    b: Part
    b_port: PortGroup
    how: Fit

    def __str__(self) -> str:
        return f"{self.a.id} {self.a_port.name} to {self.b.id} {self.b_port.name}"

    @property
    def need(self) -> Need:
        return need_of(
            socket_of(Node(id="a", kind=self.a.kind), self.a, self.a_port, self.how.a_ways),
            socket_of(Node(id="b", kind=self.b.kind), self.b, self.b_port, self.how.b_ways),
            self.how,
            self.how.rate_gbps,
        )


def fast_ports() -> list[tuple[Part, PortGroup]]:
    return [
        (part, group)
        for part in LIBRARY.parts.values()
        if part.kind in {"switch", "nic", "server", "rack-system"} and part.id not in NO_CAGE
        for group in part.ports
        if "fabric" in group.media and (group.rate_gbps or 0) >= 800
    ]


def pairs() -> Iterator[Pair]:
    """One end at least is a switch, both run at 800G or more."""
    ports = fast_ports()
    for number, (a, ours) in enumerate(ports):
        for b, theirs in ports[number:]:
            how = fit(ours, theirs, "fabric")
            if how.verdict != "no" and (how.rate_gbps or 0) >= 800 and "switch" in {a.kind, b.kind}:
                yield Pair(a, ours, b, theirs, how)


def test_the_ports_of_the_catalog_are_all_looked_at() -> None:
    ids = {part.id for part, _ in fast_ports()}
    assert {
        "nvidia/dgx-b300",
        "nvidia/gb300-nvl72",
        "nvidia/connectx-8-800g",
        "nvidia/sn5600",
        "nvidia/q3400-ra",
        "arista/7060x6-64pe",
        "dell/z9964f-on",
    } <= ids
    assert len(ids) >= 27


def lane_gbps(group: PortGroup) -> float:
    return (group.rate_gbps or 0.0) / (group.lanes or 1)


def between_generations(pair: Pair) -> bool:
    """Two switches whose lanes differ, 100G and 200G: light of the one is not read by the other at 800G."""
    return pair.a.kind == pair.b.kind == "switch" and lane_gbps(pair.a_port) != lane_gbps(pair.b_port)


def wanted_m(pair: Pair) -> float:
    """2 km between switches of one cage; 500 m, the longest published, to systems and cards and on 1.6T Ethernet."""
    switches = pair.a.kind == pair.b.kind == "switch"
    cage = [(port.rate_gbps or 0.0) * port.count / (port.cages or port.count) for port in (pair.a_port, pair.b_port)]
    fast_ethernet = max(cage) >= 1600 and "ethernet" in pair.need.protocols
    return 2000 if switches and pair.a_port.connector == pair.b_port.connector and not fast_ethernet else 500


@pytest.mark.scaled
def test_each_pair_has_a_cable_at_each_length_up_to_its_reach() -> None:
    without: list[str] = []
    seen: set[Need] = set()
    for pair in pairs():
        need = pair.need
        if between_generations(pair) or need in seen:
            continue
        seen.add(need)
        options = options_for(need, PARTS)
        for length in LENGTHS:
            if length <= wanted_m(pair):
                choice = choose_cable(need, length, PARTS, together=2, options=options)
                if choice.sort == "none":
                    without.append(f"{pair}: {length} m: {choice.why}")
                else:
                    assert choice.reach_m is not None
                    assert choice.stock_m is not None
                    assert length <= choice.stock_m <= choice.reach_m + 1
    assert without == []
    assert len(seen) > 40


def test_between_generations_of_lanes_no_optics_are_made_up() -> None:
    crossed = [pair for pair in pairs() if between_generations(pair)]
    assert crossed
    for pair in crossed:
        assert all(option.sort != "optics and fibre" for option in options_for(pair.need, PARTS))


def choice(a: str, a_port: str, b: str, b_port: str, length_m: float):
    one, other = LIBRARY.parts[a], LIBRARY.parts[b]
    ours, theirs = one.port(a_port), other.port(b_port)
    assert ours is not None
    assert theirs is not None
    return choose_cable(Pair(one, ours, other, theirs, fit(ours, theirs)).need, length_m, PARTS, together=2)


def test_a_b300_to_a_q3400_as_the_vendor_lists_it() -> None:
    """Up to 2 m MCA7K10; else MMS4A20 at the card, a fibre, and MMS4A00 at the switch, two cards to a twin port."""
    near = choice("nvidia/dgx-b300", "fabric", "nvidia/q3400-ra", "ports", 2.0)
    assert (near.cable, near.part_number, near.links) == ("nvidia/mca7k10-xdr-split", "980-9IAO5-00X002", 2)
    far = choice("nvidia/dgx-b300", "fabric", "nvidia/q3400-ra", "ports", 12.0)
    assert (far.cable, far.stock_m) == ("nvidia/mfp7e30-smf", 15.0)
    assert (far.optic_a, far.a_links) == ("nvidia/mms4a20-xm800", 1)
    assert (far.optic_b, far.b_links) in {("nvidia/mms4a00-1600g", 2), ("nvidia/mms4c10-1600g", 2)}
    assert (far.links, far.fibres) == (1, 1)
    gone = choice("nvidia/dgx-b300", "fabric", "nvidia/q3400-ra", "ports", 501.0)
    assert gone.why == "The longest that joins OSFP at 800 Gb/s reaches 500 m."


def test_between_q3400_switches_active_copper_then_two_twin_modules() -> None:
    near = choice("nvidia/q3400-ra", "ports", "nvidia/q3400-ra", "ports", 3.0)
    assert (near.cable, near.part_number) == ("nvidia/mca4k50-xdr-acc", "980-9IAM3-00X003")
    far = choice("nvidia/q3400-ra", "ports", "nvidia/q3400-ra", "ports", 1900.0)
    assert (far.cable, far.cut) == ("generic/lc-os2-cord", True)
    assert far.optic_a == far.optic_b == "nvidia/mms4a50-xm"


def test_one_link_of_800g_runs_over_two_fibres_of_a_twin_module_and_both_are_paid() -> None:
    """65 m between Spectrum-4 switches of one port a cage: what two modules and two trunks of 70 m cost."""
    far = choice("nvidia/sn5600", "ports", "nvidia/sn5600", "ports", 65.0)
    assert (far.sort, far.links, far.a_links, far.b_links) == ("optics and fibre", 1, 1, 1)
    assert (far.fibres, far.cable, far.stock_m) == (2, "nvidia/mfp7e30-smf", 70.0)
    optics = [LIBRARY.parts[one].prices[0].typical for one in (far.optic_a, far.optic_b)]
    assert far.usd == pytest.approx(sum(optics) + 2 * (60 + 1.60 * 70))


@pytest.mark.parametrize("part", sorted(NO_CAGE))
def test_what_cannot_be_cabled_is_known(part: str) -> None:
    if part in LIBRARY.parts:
        group = next(one for one in LIBRARY.parts[part].ports if "fabric" in one.media)
        assert group.connector in {"", "MMC-12", "MPO-12"}
