"""Ethernet or InfiniBand in place of the drawn fabric: ports, rates and bandwidth hold, and what cannot be is told."""

from collections.abc import Iterable
from typing import Any

import pytest
from msgspec.structs import replace

from designer.analysis.network.bandwidth import network
from designer.catalog.library import Library
from designer.edit.fabrics.other_protocol import FabricPlan, other_fabric, swap_fabric
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.design import Design, Link, Node
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import cable_gbps, joined_ports
from designer.model.parts.part import Part, PortGroup, Price, Quantity
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

TEMPLATES = ("dgx-superpod-h100", "leaf-spine", "nvl72", "ten-thousand-h100", "ai-stack", "dragonfly")


def template(name: str) -> Design:
    return build_template(name, LIBRARY, {})


def spoken(design: Design, media: Iterable[str] = ("fabric",)) -> set[str]:
    """The protocols of the switch ports that the cables of MEDIA go into."""
    found: set[str] = set()
    for link in design.links.values():
        joined = joined_ports(design, link) if link.medium in media else None
        for end, group in zip((link.a, link.b), joined[:2] if joined else (), strict=False):
            if design.nodes[end].kind == "switch":
                found |= set(group.protocols)
    return found


def bandwidth(design: Design) -> dict[str, float]:
    return {
        link.id: (cable_gbps(design, link) or 0.0) * link.cables
        for link in design.links.values()
        if link.medium in {"fabric", "storage"}
    }


def unrated(design: Design) -> set[str]:
    """Links with an end whose port has no rate of its own, so that it follows the switch."""
    return {
        link.id
        for link in design.links.values()
        if (joined := joined_ports(design, link)) is not None and None in {joined[0].rate_gbps, joined[1].rate_gbps}
    }


@pytest.mark.parametrize("name", TEMPLATES)
@pytest.mark.parametrize("storage", [False, True])
def test_the_templates_speak_ethernet_afterwards_and_carry_the_same(name: str, storage: bool) -> None:
    design = template(name)
    media = ("fabric", "storage") if storage else ("fabric",)
    if "infiniband" not in spoken(design, media):
        with pytest.raises(RefusedInput, match="does not speak Ethernet"):
            other_fabric(design, LIBRARY, "ethernet", storage=storage)
        return
    after = swap_fabric(design, LIBRARY, "ethernet", storage=storage).applied(design)
    assert spoken(after, media) == {"ethernet"}
    then, now = bandwidth(after), bandwidth(design)
    assert {name for name in now if then[name] != now[name]} <= unrated(design)
    taken = ports_taken(after)
    for (node_id, group), count in taken.items():
        if design.nodes[node_id].part != after.nodes[node_id].part:
            port = next(one for one in after.ports_of(after.nodes[node_id]) if one.name == group)
            assert count <= port.count, (node_id, group)
    before_bits, after_bits = (network(one).bisection_gbps for one in (design, after))
    assert (after_bits.low, after_bits.high) == pytest.approx((before_bits.low, before_bits.high))


def test_endpoints_and_other_networks_are_left_alone() -> None:
    design = template("dgx-superpod-h100")
    after = swap_fabric(design, LIBRARY, "ethernet").applied(design)
    switches = {end for link in design.links.values() if link.medium == "fabric" for end in (link.a, link.b)}
    for node_id, node in design.nodes.items():
        if node_id not in switches or node.kind != "switch":
            assert after.nodes[node_id] == node
    for link_id, link in design.links.items():
        if link.a not in switches and link.b not in switches:
            assert after.links[link_id] == link


def test_it_is_one_edit_that_is_taken_back_at_once() -> None:
    design = template("nvl72")
    session = Session(design)
    session.commit(swap_fabric(design, LIBRARY, "ethernet"))
    assert session.design != design
    session.undo()
    assert session.design == design


def test_there_and_back_again_carries_the_same() -> None:
    design = template("nvl72")
    there = swap_fabric(design, LIBRARY, "ethernet").applied(design)
    back = swap_fabric(there, LIBRARY, "infiniband").applied(there)
    assert spoken(back) == {"infiniband"}
    assert bandwidth(back) == bandwidth(design)


# Small fabrics with parts of our own, so that every choice can be reckoned by hand.


def group(
    count: int, rate: float, *protocols: str, name: str = "ports", plug: str = "OSFP", split: Any = ()
) -> PortGroup:
    return PortGroup(
        name=name,
        media=("fabric", "storage"),
        count=count,
        connector=plug,
        rate_gbps=rate,
        protocols=protocols,
        breakouts=split,
    )


def part(name: str, kind: str, *ports: PortGroup, usd: float | None = None) -> Part:
    return Part(
        id=f"x/{name}",
        kind=kind,
        layer="servers_fabric",
        vendor="X",
        name=name,
        ports=ports,
        facts={} if usd is None else {"power_max_w": Quantity(value=1_000.0)},
        prices=() if usd is None else (Price(low=usd, typical=usd, high=usd, basis="list"),),
        availability="sold",
    )


HOST = part("host", "server", group(8, 400, "infiniband", "ethernet", name="nic"))
STUBBORN = replace(
    part("stubborn", "server", group(8, 400, "infiniband", name="nic")),
    contains=LIBRARY.part("nvidia/dgx-h100").contains,
)
MANAGER = part("manager", "server", group(1, 400, "infiniband", name="nic"))
OLD = part("old", "switch", group(64, 400, "infiniband", split=(2,)), usd=30_000)
SAME = part("same", "switch", group(64, 400, "ethernet"), usd=40_000)
TWIN = part("twin", "switch", group(64, 800, "ethernet", split=(2, 4)), usd=50_000)
FLAT = part("flat", "switch", group(64, 400, "ethernet", plug="QSFP-DD"), usd=1_000)
SMALL = part("small", "switch", group(32, 400, "ethernet"), usd=10)
SLOW = part("slow", "switch", group(128, 200, "ethernet"), usd=10)
GIFT = part("gift", "switch", group(64, 400, "ethernet"))


def library(*parts: Part) -> Library:
    inside = {one.part: LIBRARY.part(one.part) for one in STUBBORN.contains}
    return Library(parts={**inside, **{one.id: one for one in (HOST, STUBBORN, MANAGER, OLD, *parts)}})


def fabric(*more: Node | Link, host: Part = HOST) -> Design:
    """16 hosts of 8 × 400G on 4 leaves, 2 spines; a leaf has 32 cables down and 32 up."""
    nodes = [
        Node(id="host", kind="server", part=host.id, copies=16),
        Node(id="leaf", kind="switch", part=OLD.id, copies=4),
        Node(id="spine", kind="switch", part=OLD.id, copies=2),
        *(one for one in more if isinstance(one, Node)),
    ]
    links = [
        Link(id="down", a="host", b="leaf", medium="fabric", cables=128),
        Link(id="up", a="leaf", b="spine", medium="fabric", cables=128),
        *(one for one in more if isinstance(one, Link)),
    ]
    held = library()
    return Design(nodes={one.id: one for one in nodes}, links={one.id: one for one in links}, parts=dict(held.parts))


def planned(design: Design, *parts: Part, **more: Any) -> FabricPlan:
    return other_fabric(design, library(*parts), "ethernet", **more)


@pytest.mark.parametrize(
    ("offered", "taken", "leaves", "spines", "up"),
    [
        ((SAME,), SAME, 4, 2, 128),
        # One with twice the ports stands in for two leaves; two spines stay. Uplinks join 800G ports, half as many.
        ((SAME, TWIN), TWIN, 2, 2, 64),  # 4 × 50,000 is less than 6 × 40,000
        # Other plugs would need other cables and optics throughout, however cheap the switch is.
        ((SAME, FLAT), SAME, 4, 2, 128),
        ((FLAT,), FLAT, 4, 2, 128),
        # A price that is known comes before one that is not.
        ((GIFT, SAME), SAME, 4, 2, 128),
        ((GIFT, SLOW), GIFT, 4, 2, 128),
        # Twice as many of half the ports, where they are cheaper together.
        ((SAME, SMALL), SMALL, 8, 4, 128),
    ],
)
def test_ports_rate_and_price_decide(offered: tuple[Part, ...], taken: Part, leaves: int, spines: int, up: int) -> None:
    design = fabric()
    plan = planned(design, *offered)
    (one,) = plan.replaced
    assert one.after == taken
    assert plan.edit is not None
    after = plan.edit.applied(design)
    assert (after.nodes["leaf"].copies, after.nodes["spine"].copies) == (leaves, spines)
    assert after.links["up"].cables == up
    assert after.links["down"].cables == 128


def test_a_switch_with_fewer_ports_stands_there_more_often() -> None:
    design = fabric()
    plan = planned(design, SMALL)
    (one,) = plan.replaced
    assert (one.after, one.counts) == (SMALL, {"leaf": 8, "spine": 4})
    assert plan.edit is not None
    assert bandwidth(plan.edit.applied(design)) == bandwidth(design)


def test_what_somebody_chooses_is_taken_where_it_has_the_ports() -> None:
    design = fabric()
    plan = planned(design, SAME, TWIN, choices={OLD.id: SAME.id})
    assert plan.replaced[0].after == SAME
    assert TWIN.id in plan.replaced[0].others
    refused = planned(design, SAME, SLOW, choices={OLD.id: SLOW.id})
    assert refused.edit is None
    assert refused.problems == ("old: slow does not have the Ethernet ports that its cables need.",)
    with pytest.raises(RefusedInput, match="There is no part"):
        planned(design, SAME, choices={OLD.id: "x/none"})


def test_nothing_that_fits_is_told_with_what_is_needed() -> None:
    plan = planned(fabric(), SLOW)
    assert plan.edit is None
    assert plan.problems == ("old: No Ethernet switch in the catalog has ports of 400G; 64 × 400G are needed.",)
    with pytest.raises(RefusedInput, match="64 × 400G are needed"):
        swap_fabric(fabric(), library(SLOW), "ethernet")


def test_a_host_that_speaks_the_old_protocol_alone_is_told() -> None:
    plan = planned(fabric(host=STUBBORN), SAME)
    assert plan.edit is None
    assert plan.problems == ("host speaks InfiniBand alone and has no card to exchange.",)


def test_what_only_serves_the_old_fabric_goes_with_it() -> None:
    ufm = Node(id="ufm", kind="server", part=MANAGER.id)
    design = fabric(ufm, Link(id="watch", a="ufm", b="leaf", medium="fabric", cables=1))
    plan = planned(design, TWIN)
    assert plan.leaves == ("ufm",)
    assert plan.edit is not None
    assert not {"ufm", "watch"} & {*plan.edit.applied(design).nodes, *plan.edit.applied(design).links}


def test_cards_are_exchanged_by_ports_and_rate_too() -> None:
    old_card = part("card", "nic", group(1, 400, "infiniband", name="port"))
    new_card = part("new card", "nic", group(1, 400, "ethernet", name="port"), usd=500)
    slow_card = part("slow card", "nic", group(1, 200, "ethernet", name="port"), usd=5)
    card = Node(id="card", kind="nic", part=old_card.id)
    design = fabric(card, Link(id="in", a="card", b="spine", medium="fabric", cables=1))
    design = replace(design, parts={**design.parts, old_card.id: old_card})
    plan = planned(design, TWIN, new_card, slow_card)
    assert {one.before.id: one.after and one.after.id for one in plan.replaced} == {
        OLD.id: TWIN.id,
        old_card.id: new_card.id,
    }


def test_ports_that_speak_both_stay_and_change_their_mode() -> None:
    assert planned(fabric(), SAME).stays == ("The 8 ports of each host speak both; they stay and are set to Ethernet.",)


def test_where_nothing_has_to_change_it_is_refused() -> None:
    after = swap_fabric(fabric(), library(SAME), "ethernet").applied(fabric())
    with pytest.raises(RefusedInput, match="none is drawn that does not speak Ethernet"):
        other_fabric(after, library(SAME), "ethernet")
    with pytest.raises(RefusedInput, match="No switch of the fabric has to be replaced"):
        other_fabric(Design(), library(SAME), "infiniband")


def test_cords_follow_the_number_of_switches() -> None:
    power = PortGroup(name="psu", media=("power",), count=2, connector="C14", role="in")
    outlet = PortGroup(name="c13", media=("power",), count=40, connector="C13", role="out")
    twin = replace(TWIN, ports=(*TWIN.ports, power))
    old = replace(OLD, ports=(*OLD.ports, power))
    strip = part("strip", "pdu", outlet)
    design = fabric(
        Node(id="pdu", kind="pdu", part=strip.id),
        Link(id="cords", a="pdu", b="leaf", medium="power", cables=8),
    )
    design = replace(design, parts={**design.parts, old.id: old, strip.id: strip})
    plan = other_fabric(design, library(twin, strip), "ethernet")
    assert plan.edit is not None, plan.problems
    assert plan.edit.applied(design).links["cords"].cables == 4
