"""The few words that tell a part from its neighbours."""

from designer.model.parts.part import Part, PortGroup
from designer.ui.widgets.part_words import part_line

MANAGEMENT = PortGroup(name="mgmt", media=("management",), count=1, rate_gbps=1)
PORTS = PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=800)
CORDS = PortGroup(name="psu", media=("power",), count=80)


def line_of(*ports):
    return part_line(Part(id="own/leaf", kind="switch", layer="servers_fabric", vendor="A", name="L", ports=ports), {})


def test_a_switch_is_told_by_the_ports_it_has_most_of():
    assert line_of(MANAGEMENT, PORTS, CORDS) == "64 × 800G"
    assert line_of(PORTS, MANAGEMENT) == "64 × 800G"


def test_a_switch_with_unknown_rates_is_told_by_its_first_ports():
    assert line_of(PortGroup(name="ports", media=("fabric",), count=32), CORDS) == "32"
