"""What NetBox keeps beside devices and cables: panels, modules, bays, chassis, addresses, coolant; drawn, or said."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from designer.catalog.library import Library
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.drawn_network import drawn_cables
from designer.model.design import Node
from designer.model.kinds import CHILLERS, COOLING_TOWERS
from designer.model.network.port_map import PORT_MAP
from designer.model.records import RefusedInput
from designer.reality.netbox.incoming import MOST_PLACES, SiteImport, design_of_site
from designer.reality.netbox.reading import NetBoxObjects

DAY = date(2026, 11, 29)
SITE = {"id": 1, "name": "North", "slug": "north"}


def listed(kind: str, rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """ROWS as the API answers with them."""
    return [{"id": number, "url": f"https://n/api/dcim/{kind}/{number}/", **row} for number, row in enumerate(rows, 1)]


def device(number: int, name: str, model: str, **more: Any) -> dict[str, Any]:
    """A device of NVIDIA's, in the rack; its id is NUMBER."""
    kind = {"id": number, "model": model, "manufacturer": {"id": 1, "name": "NVIDIA"}}
    return {
        "name": name,
        "device_type": kind,
        "role": {"id": 1, "name": "thing"},
        "site": SITE,
        "rack": {"id": 1},
        **more,
    }


@pytest.fixture(scope="module")
def taken(library: Library) -> SiteImport:
    """A site as NetBox 4.7 tells it, with a bit of all that has no object in a design."""
    panel = {"id": 3, "name": "panel"}
    ports = range(1, 5)
    return design_of_site(
        NetBoxObjects(
            by_kind={
                "sites": [SITE],
                "racks": listed("racks", [{"name": "R1", "site": SITE, "u_height": 42, "cooling_capacity": 80}]),
                "devices": listed(
                    "devices",
                    [
                        device(
                            1, "leaf", "QM9700", position=40.0, vc_position=2, virtual_chassis={"id": 1, "name": "vc"}
                        ),
                        device(2, "h1", "DGX H100", position=1.0, cooling_method={"value": "hybrid"}),
                        {**device(3, "panel", "Shelf 4"), "position": 42.0},
                        device(
                            4, "blade", "Blade 1", parent_device={"id": 2, "name": "h1", "device_bay": {"name": "B1"}}
                        ),
                        device(5, "cdu", "unknown"),
                    ],
                ),
                "rear-ports": listed(
                    "rear-ports",
                    [{"name": f"r{one}", "device": panel, "type": {"value": "lc"}, "positions": 1} for one in ports],
                ),
                "front-ports": listed(
                    "front-ports",
                    [
                        {
                            "name": f"f{one}",
                            "device": panel,
                            "type": {"value": "lc"},
                            "positions": 1,
                            # Crossed in pairs, as 4.5 and later say it.
                            "rear_ports": [{"position": 1, "rear_port": (one - 1 ^ 1) + 1, "rear_port_position": 1}],
                        }
                        for one in ports
                    ],
                ),
                "modules": listed(
                    "modules",
                    [
                        {
                            "device": {"id": 1},
                            "module_bay": {"name": "PS1"},
                            "module_type": {"model": "PSU-2"},
                            "serial": "Z9",
                        }
                    ],
                ),
                "module-bays": listed("module-bays", [{"device": {"id": 1}, "name": "PS2", "installed_module": None}]),
                "virtual-chassis": listed("virtual-chassis", [{"name": "vc", "master": {"id": 1, "name": "leaf"}}]),
                "ip-addresses": listed(
                    "ip-addresses",
                    [
                        {"address": f"10.0.0.{one}/24", "assigned_object": {"name": "m", "device": {"id": 2}}}
                        for one in range(1, 15)
                    ],
                ),
                "cooling-sources": listed(
                    "cooling-sources",
                    [
                        {"name": "CH1", "site": SITE, "type": {"value": "chiller"}, "cooling_capacity": 350.0},
                        {
                            "name": "CH-T",
                            "site": SITE,
                            "type": {"value": "cooling-tower"},
                            "fluid_type": {"value": "water"},
                        },
                    ],
                ),
                "cooling-feeds": listed(
                    "cooling-feeds",
                    [{"name": "loop", "cooling_source": {"id": 1, "name": "CH1"}, "rack": {"id": 1}, "max_flow": 90}],
                ),
                "cooling-intakes": listed(
                    "cooling-intakes",
                    [
                        {
                            "name": "cold",
                            "device": {"id": 2},
                            "cooling_outflow": {"name": "o1", "device": {"id": 5, "name": "cdu"}},
                        }
                    ],
                ),
            }
        ),
        library,
        "x",
        DAY,
    )


@pytest.fixture(scope="module")
def named(taken: SiteImport) -> dict[str, Node]:
    return {node.title: node for node in taken.design.nodes.values()}


def test_what_stands_in_a_device_is_said_in_its_note(named: dict[str, Node]) -> None:
    assert "module in PS1: PSU-2, serial Z9" in named["leaf"].note
    assert "virtual chassis: vc, position 2" in named["leaf"].note
    assert "master of virtual chassis vc" in named["leaf"].note
    assert "stands in: h1, bay B1" in named["blade"].note
    assert "cooling method: hybrid" in named["h1"].note
    assert "coolant intake cold: from o1 of cdu" in named["h1"].note
    assert "address: 10.0.0.12/24 on m" in named["h1"].note


def test_what_has_no_place_is_counted_with_its_reason(taken: SiteImport) -> None:
    lost = {(one.object, one.field): (one.objects, one.why) for one in taken.entries if one.outcome == "not mapped"}
    assert lost["ip-addresses", "address"][0] == 2, "a note lists twelve"
    assert "nothing is in the bay" in lost["module-bays", "name"][1]
    assert any("cooled by one that is no cooling" in note for note in taken.notes)


def test_front_ports_of_4_5_lead_to_their_rear_ports(named: dict[str, Node]) -> None:
    assert named["panel"].choices[PORT_MAP] == "1:2, 2:1, 3:4, 4:3"


def test_cooling_of_4_7_is_drawn_by_its_type(taken: SiteImport, named: dict[str, Node]) -> None:
    assert named["CH1"].kind in CHILLERS
    assert named["CH1"].facts["cooling_capacity_w"] == 350_000
    assert named["CH-T"].kind in COOLING_TOWERS
    assert "fluid type: water" in named["CH-T"].note
    (link,) = [one for one in taken.design.links.values() if one.medium == "cools"]
    assert {link.a, link.b} == {named["CH1"].id, named["R1"].id}
    assert "feed loop: 90" in named["CH1"].note


def test_a_network_goes_on_through_panels(library: Library) -> None:
    def end(sort: str, name: str, port: str) -> list[dict[str, Any]]:
        return [{"object_type": f"dcim.{sort}", "object": {"device": {"name": name}, "name": port}}]

    couplers = [{"name": f"{one:02d}", "type": "8p8c"} for one in range(1, 3)]
    panel = {
        "manufacturer": "Panduit",
        "model": "Panel",
        "slug": "panel",
        "u_height": 1,
        "rear-ports": couplers,
        "front-ports": [{**one, "rear_port": one["name"], "rear_port_position": 1} for one in couplers],
    }
    kind = {"id": 9, "model": "Panel", "manufacturer": {"name": "Panduit"}}
    hops = (
        (end("interface", "leaf", "ports 1"), end("frontport", "p1", "02")),
        (end("rearport", "p1", "02"), end("rearport", "p2", "02")),
        (end("frontport", "p2", "02"), end("interface", "h1", "bmc")),
    )
    objects = NetBoxObjects(
        by_kind={
            "sites": [SITE],
            "devices": listed(
                "devices",
                [
                    device(1, "leaf", "Spectrum SN2201"),
                    device(2, "h1", "DGX H100"),
                    *({**device(9, name, "Panel"), "device_type": kind} for name in ("p1", "p2")),
                ],
            ),
            "cables": listed("cables", [{"a_terminations": a, "b_terminations": b} for a, b in hops]),
        },
        types={"panel.yaml": panel},
    )
    design = design_of_site(objects, library, "x", DAY).design
    assert {link.medium for link in design.links.values()} == {"management"}
    cables = drawn_cables(cable_schedule(design, library.parts))
    # Each cable is plugged into the panel's own port, on the side where it lands.
    ends = sorted((end.name, end.group) for cable in cables for end in (cable.a, cable.b))
    assert ends == [
        ("h1", "bmc"),
        ("leaf", "ports"),
        *((panel, side) for panel in ("p1", "p2") for side in ("front", "rear")),
    ]


def test_a_netbox_too_large_for_a_canvas_is_refused(library: Library) -> None:
    devices = [{"name": str(number)} for number in range(MOST_PLACES + 1)]
    with pytest.raises(RefusedInput, match="a site or a hall at a time"):
        design_of_site(NetBoxObjects(by_kind={"devices": devices}), library, "x", DAY)
