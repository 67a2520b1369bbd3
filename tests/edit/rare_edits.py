"""Edits that are made seldom: each finds what it needs, or makes it first, so that any design takes most of them."""

from functools import partial
from random import Random

import numpy as np

from designer.catalog.prices.price_report import PriceOffer
from designer.edit import addresses, deck, phases
from designer.edit import settings as design_settings
from designer.edit.fabrics.other_protocol import swap_fabric
from designer.edit.fabrics.second_way import one_more_switch
from designer.edit.fixes import FIXES
from designer.edit.links import flows, links
from designer.edit.money.price_offers import add_offers
from designer.edit.nodes import bulk_edit, nodes
from designer.edit.nodes.folding import fold
from designer.edit.racks import rack_fill, rack_places
from designer.edit.removal import remove_with_flows
from designer.edit.rooms import room_plan
from designer.edit.rooms.floor import drop_part
from designer.edit.workloads.logged_demand import set_logged_demand
from designer.formulas.workloads.request_log import demand_of_log
from designer.model.assumptions.places import PLACES
from designer.model.changes import ChangeSet
from designer.model.deck_settings import LEVELS
from designer.model.design import Design
from designer.model.parts.part import Price
from tests.edit.edit_tries import (
    LIBRARY,
    Edit,
    first_made,
    in_a_rack,
    in_a_room,
    on_a_floor,
    some_link,
    some_mark,
    some_node,
    with_new_link,
    with_new_rack,
)

SLIDES = ("decision", "money", "risk")
PANEL = "generic/blanking-panel-1u"
PLANS = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + (800).to_bytes(4, "big") + (600).to_bytes(4, "big")


def laid_under(design: Design, rnd: Random, then) -> ChangeSet:
    """A drawing under a room, and THEN something with it."""

    def make(now: Design, room: str) -> ChangeSet:
        edit = room_plan.set_underlay(now, room, "hall.png", PLANS + bytes([rnd.randrange(3)]))
        return edit.then(then(edit.applied(now), room))

    return in_a_room(design, rnd, make)


def with_a_service(design: Design, make) -> ChangeSet:
    """MAKE on a new data set, which has something to choose."""
    edit = nodes.add_node(design, LIBRARY, "generic/data-set", 0, 0)
    (made,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    return edit.then(make(edit.applied(design), made))


def without_own_slide(design: Design, rnd: Random) -> ChangeSet:
    """A slide of the person's own, taken away again or another one instead."""
    edit, made = deck.add_slide(design, SLIDES, "In between")
    own = [one for one, slide in edit.applied(design).settings.deck.slides.items() if slide.own]
    return edit.then(deck.remove_slide(edit.applied(design), rnd.choice([made, *own])))


def with_a_panel(design: Design, port_map: str) -> ChangeSet:
    """PORT_MAP on a new patch panel."""
    edit = nodes.add_node(design, LIBRARY, "generic/patch-panel", 0, 0)
    (made,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    return edit.then(FIXES["set_port_map"](edit.applied(design), LIBRARY, node_id=made, port_map=port_map))


def logged(design: Design, rnd: Random) -> ChangeSet:
    """A new application with the demand of a log of two or more requests."""
    came = np.cumsum([rnd.uniform(0.01, 900) for _ in range(rnd.randint(2, 30))])
    tokens = np.array([rnd.randint(1, 4096) for _ in came], dtype=np.float64)
    edit = nodes.add_node(design, LIBRARY, "langchain/langchain", 0, 0)
    (made,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    return edit.then(set_logged_demand(edit.applied(design), made, demand_of_log(came, tokens, tokens[::-1].copy())))


def fixed(name: str, **arguments) -> Edit:
    """The fix NAME on a link between two new hosts; LINK and THIRD stand for the link and a third host."""

    def edit(design: Design, rnd: Random) -> ChangeSet:
        def make(now: Design, link: str, third: str) -> ChangeSet:
            stand_for = {"LINK": link, "THIRD": third, "FIRST": now.links[link].a}
            return FIXES[name](now, LIBRARY, **{key: stand_for.get(value, value) for key, value in arguments.items()})

        return with_new_link(design, make)

    return edit


def swapped_ends(design: Design, rnd: Random) -> ChangeSet:
    def make(now: Design, link: str, third: str) -> ChangeSet:
        edit = links.add_link(now, now.links[link].b, third)
        after = edit.applied(now)
        (other,) = after.links.keys() - now.links.keys()
        return edit.then(FIXES["swap_ends"](after, LIBRARY, link_id=link, end="a", other_id=other, other_end="b"))

    return with_new_link(design, make)


def fed(design: Design, rnd: Random) -> ChangeSet:
    """A PDU that feeds a server, both new."""
    edit = nodes.add_node(design, LIBRARY, "apc/ap8868", 0, 0)
    edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "nvidia/dgx-h100", 0, 0))
    pdu, server = sorted(edit.applied(design).nodes.keys() - design.nodes.keys(), key=lambda one: "dgx" in one)
    return edit.then(FIXES["add_power_link"](edit.applied(design), LIBRARY, source=pdu, node_id=server))


def more_strips(design: Design, rnd: Random) -> ChangeSet:
    """More PDUs behind a UPS, both new."""
    edit = nodes.add_node(design, LIBRARY, "schneider/galaxy-vxl-1250", 0, 0)
    edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "apc/ap8886", 0, 0))
    made = edit.applied(design)
    pdu, ups = sorted(made.nodes.keys() - design.nodes.keys(), key=lambda one: made.nodes[one].kind)
    edit = edit.then(links.add_link(made, ups, pdu))
    return edit.then(FIXES["more_units"](edit.applied(design), LIBRARY, node_id=pdu, copies=rnd.randint(2, 6)))


def chained(design: Design, rnd: Random) -> ChangeSet:
    """A power chain for a server that is new."""
    edit = nodes.add_node(design, LIBRARY, "nvidia/dgx-h100", 0, 0)
    return edit.then(FIXES["draw_power_chain"](edit.applied(design), LIBRARY))


def joined_above(design: Design, rnd: Random) -> ChangeSet:
    """A switch above two others that are new; its cable to one of them carries management then."""
    edit = nodes.add_node(design, LIBRARY, "nvidia/qm9700", 0, 0)
    edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "nvidia/sn5600", 0, 200))
    now = edit.applied(design)
    below = " ".join(now.nodes.keys() - design.nodes.keys())
    medium = rnd.choice(["fabric", "storage"])
    return edit.then(FIXES["join_above"](now, LIBRARY, node_ids=below, medium=medium))


def second_leaf(design: Design, rnd: Random) -> ChangeSet:
    """A second switch beside a new one on which a new server hangs."""
    edit = nodes.add_node(design, LIBRARY, "nvidia/dgx-h100", 0, 0)
    edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "nvidia/qm9700", 0, 200))
    now = edit.applied(design)
    new = {now.nodes[one].kind: one for one in now.nodes.keys() - design.nodes.keys()}
    server, switch = new["server"], new["switch"]
    edit = edit.then(links.add_link(now, server, switch, medium="fabric", cables=rnd.randint(1, 4)))
    edit = edit.then(FIXES["second_switch"](edit.applied(design), LIBRARY, node_id=switch))
    return edit.then(one_more_switch(edit.applied(design), LIBRARY, node_id=switch)) if rnd.random() < 0.5 else edit


def joined_lonely(design: Design, rnd: Random) -> ChangeSet:
    """A new server without a cable, and a management switch for it."""
    edit = nodes.add_node(design, LIBRARY, "dell/r770", 0, 0, copies=rnd.randint(1, 5))
    (server,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    return edit.then(FIXES["join_lonely"](edit.applied(design), LIBRARY, node_ids=server))


def cooled(design: Design, rnd: Random) -> ChangeSet:
    """A coolant unit for a new rack that a liquid cools."""
    edit = nodes.add_node(design, LIBRARY, "nvidia/gb200-nvl72", 0, 0)
    rack = next(
        name for name, node in edit.applied(design).nodes.items() if name not in design.nodes and not node.parent
    )
    return edit.then(FIXES["cool_by_liquid"](edit.applied(design), LIBRARY, node_ids=rack, watts="115000"))


def exchanged(design: Design, rnd: Random) -> ChangeSet:
    """A server and its InfiniBand switch, both new, that speak Ethernet then, as all others of the fabric do."""
    edit = nodes.add_node(design, LIBRARY, "nvidia/dgx-h100", 0, 0)
    edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "nvidia/qm9700", 0, 0))
    made = edit.applied(design)
    server, switch = sorted(made.nodes.keys() - design.nodes.keys(), key=lambda one: made.nodes[one].kind)
    edit = edit.then(links.add_link(made, server, switch, medium="fabric", cables=rnd.randint(1, 8)))
    return edit.then(swap_fabric(edit.applied(design), LIBRARY, "ethernet", storage=rnd.random() < 0.5))


def turned_flow(design: Design, rnd: Random) -> ChangeSet:
    drawn = design.settings.flows
    if drawn and rnd.random() < 0.5:
        return flows.turn_flow(design, rnd.choice(drawn).ends)
    return with_new_flow(design, lambda now, flow: flows.turn_flow(now, flow.ends))


def with_new_flow(design: Design, make) -> ChangeSet:
    """MAKE on a new flow between two new hosts."""

    def edit(now: Design, link: str, third: str) -> ChangeSet:
        drawn = flows.add_flow(now, [now.links[link].a], [third], 400)
        return drawn.then(make(drawn.applied(now), drawn.applied(now).settings.flows[-1]))

    return with_new_link(design, edit)


def removed_together(design: Design, rnd: Random) -> ChangeSet:
    """Anything that can be selected, with a flow among it."""
    others = [some_node(design, rnd)] if design.nodes else []
    others += [some_link(design, rnd)] if design.links else []
    others += [some_mark(design, rnd)] if design.marks else []
    return with_new_flow(design, lambda now, flow: remove_with_flows(now, [flow.id, *others]))


def offers(design: Design, rnd: Random) -> ChangeSet:
    found = [
        PriceOffer(part="nvidia/qm9700", price=Price(low=cost, typical=cost, high=cost, basis="list"))
        for cost in (rnd.uniform(1e3, 9e4), 30_000.0)
    ]
    return add_offers(design, found, {})


def hung_beside(design: Design, rnd: Random) -> ChangeSet:
    """A PDU that needs no unit, beside a new rack."""

    def make(now: Design, one: str, other: str) -> ChangeSet:
        edit = nodes.add_node(now, LIBRARY, "apc/ap8868", 0, 0, parent=now.nodes[one].parent)
        (pdu,) = edit.applied(now).nodes.keys() - now.nodes.keys()
        side = rnd.choice(["left", "right"])
        return edit.then(rack_places.hang_beside(edit.applied(now), pdu, side=side))

    return with_new_rack(design, make)


def some_container(design: Design, rnd: Random) -> list[str]:
    return sorted(node.id for node in design.nodes.values() if node.kind in {"rack", "room", "pod", "row", "site"})


def folded(design: Design, rnd: Random) -> ChangeSet:
    found = some_container(design, rnd)
    if found:
        one = rnd.choice(found)
        return fold(design, [one], folded=not design.nodes[one].folded)
    edit = nodes.add_container(design, "pod", 0, 0)
    (pod,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    return edit.then(fold(edit.applied(design), [pod], folded=True))


def planned(design: Design, rnd: Random) -> tuple[ChangeSet, str]:
    """A new phase, and its id."""
    edit = phases.add_phase(design, {"order_date": f"20{rnd.randrange(27, 40)}-03-01", "ramp_months": "3"})
    return edit, edit.applied(design).settings.phases[-1].id


def on_a_phase(design: Design, rnd: Random, then) -> ChangeSet:
    """THEN on a new phase."""
    edit, phase = planned(design, rnd)
    return edit.then(then(edit.applied(design), phase))


RARE: dict[str, Edit] = {
    "stand_at": lambda d, r: design_settings.stand_at(d, r.choice([*PLACES.values()]), r.choice(["", "dry", "none"])),
    "compare_at": lambda d, r: design_settings.compare_at(d, r.sample([*PLACES], r.randrange(4))),
    "set_addresses": lambda d, r: addresses.set_addresses(
        d, r.choice([{"keep": "yes"}, {"keep": "no"}, {"host_length": "25", "ipv6": "fd00:1:2::/48"}, {"ipv6": ""}])
    ),
    "title_block": lambda d, r: design_settings.set_title_block(d, revision=str(r.randrange(9)), drawn_by="Office"),
    "add_phase": lambda d, r: planned(d, r)[0],
    "set_phase": lambda d, r: on_a_phase(
        d,
        r,
        lambda now, one: phases.set_phase(
            now, one, *r.choice([("wanted", "2029-01-01"), ("building", "4/6/9"), ("lead_weeks", "server=30")])
        ),
    ),
    "hold_in_phase": lambda d, r: on_a_phase(
        d, r, lambda now, one: phases.hold_in_phase(now, one, some_node(now, r), r.choice([0, 1]))
    ),
    "remove_phase": lambda d, r: on_a_phase(d, r, phases.remove_phase),
    "room_outline": lambda d, r: in_a_room(
        d, r, lambda now, room: room_plan.set_outline(now, room, [(0, 0), (r.uniform(4e3, 9e3), 0), (4e3, 8e3)])
    ),
    "insert_corner": lambda d, r: in_a_room(d, r, lambda now, room: room_plan.insert_corner(now, room, 0, 4e3, -500)),
    "remove_corner": lambda d, r: in_a_room(d, r, lambda now, room: room_plan.remove_corner(now, room, 0)),
    "resize_room": lambda d, r: in_a_room(
        d, r, lambda now, room: room_plan.resize_room(now, room, r.uniform(3e3, 3e4), r.uniform(3e3, 3e4))
    ),
    "set_piece": lambda d, r: in_a_room(
        d, r, lambda now, room: room_plan.set_piece(now, room, "doors", 0, width_mm=r.uniform(800, 1_400))
    ),
    "underlay": lambda d, r: laid_under(d, r, lambda now, room: ChangeSet()),
    "calibrate_underlay": lambda d, r: laid_under(
        d, r, lambda now, room: room_plan.calibrate_underlay(now, room, (0, 0), (1_000, 0), r.uniform(500, 9_000))
    ),
    "change_underlay": lambda d, r: laid_under(
        d, r, lambda now, room: room_plan.change_underlay(now, room, x_mm=5, opacity=r.uniform(0.1, 1))
    ),
    "remove_underlay": lambda d, r: laid_under(d, r, room_plan.remove_underlay),
    "turn_around": lambda d, r: on_a_floor(d, r, lambda now, one: FIXES["turn_around"](now, LIBRARY, node_id=one)),
    "move_to_free": lambda d, r: on_a_floor(d, r, lambda now, one: FIXES["move_to_free"](now, LIBRARY, node_id=one)),
    "drop_on_floor": lambda d, r: in_a_room(
        d, r, lambda now, room: drop_part(now, LIBRARY, "nvidia/dgx-h100", room, r.uniform(0, 9e3), 600)
    ),
    "rack_first": in_a_rack(lambda d, one, _: rack_fill.place_first(d, one, d.nodes[one].parent or "")),
    "rack_nearest": in_a_rack(lambda d, one, _: rack_fill.seat_nearest(d, one)),
    "rack_panels": in_a_rack(lambda d, one, _: rack_fill.close_gaps(d, LIBRARY, [d.nodes[one].parent or ""], PANEL)),
    "rack_beside": hung_beside,
    "fix_seat": in_a_rack(lambda d, one, _: FIXES["seat_in_rack"](d, LIBRARY, node_id=one)),
    "fix_seat_all": in_a_rack(
        lambda d, one, _: (out := rack_places.take_from_places(d, [one])).then(
            FIXES["seat_all"](out.applied(d), LIBRARY)
        )
    ),
    "fix_face": in_a_rack(lambda d, one, _: FIXES["turn_in_rack"](d, LIBRARY, node_id=one)),
    "fix_relief": in_a_rack(
        lambda d, one, _: FIXES["to_new_rack"](d, LIBRARY, rack_id=d.nodes[one].parent or "", node_id=one, copies=1)
    ),
    "fix_take_out": in_a_rack(lambda d, one, _: FIXES["take_out"](d, LIBRARY, node_id=one)),
    "fix_copies": lambda d, r: first_made(
        [
            partial(FIXES["set_copies"], d, LIBRARY, node_id=some_node(d, r), copies=r.choice([2, 5])),
            lambda: fixed("set_copies", node_id="THIRD", copies=3)(d, r),
        ]
    ),
    "fix_units": more_strips,
    "fix_chain": chained,
    "fix_above": joined_above,
    "fix_second": second_leaf,
    "fix_lonely": joined_lonely,
    "fix_coolant": cooled,
    "fix_unfed": lambda d, r: (edit := nodes.add_node(d, LIBRARY, "dell/r770", 0, 0)).then(
        FIXES["feed_unfed"](edit.applied(d), LIBRARY)
    ),
    "fix_medium": fixed("set_medium", link_id="LINK", medium="fabric"),
    "other_fabric": exchanged,
    "fix_cables": fixed("set_cables", link_id="LINK", cables=2),
    "fix_end": fixed("move_end", link_id="LINK", end="b", node_id="THIRD"),
    "fix_ends": swapped_ends,
    "fix_ports": fixed("set_ports", link_id="LINK", a_port="ports", b_port="ports"),
    "fix_map": lambda d, r: with_a_panel(d, r.choice(["1:2, 2:1", "none", "1-4:4-1"])),
    "fix_cable": fixed("set_cable_part", link_id="LINK"),
    "fix_length": fixed("forget_length", link_id="LINK"),
    "fix_power": fed,
    "logged_demand": logged,
    "choice": lambda d, r: with_a_service(
        d, lambda now, one: nodes.set_choice(now, LIBRARY, one, "sensitivity", r.choice(["public", "internal"]))
    ),
    "choices": lambda d, r: with_a_service(
        d, lambda now, one: bulk_edit.set_choices(now, LIBRARY, [one], "sensitivity", r.choice(["public", "internal"]))
    ),
    "offers": offers,
    "deck level": lambda d, r: deck.set_deck(d, level=r.choice(LEVELS)),
    "deck template": lambda d, r: deck.set_deck(d, template=r.choice(["", "house.pptx"])),
    "slide title": lambda d, r: deck.write_slide(d, r.choice(SLIDES), title=r.choice(["", "Only {buy}"]), figures={}),
    "slide notes": lambda d, r: deck.write_slide(d, r.choice(SLIDES), notes=r.choice(["", "Slowly"])),
    "slide confirmed": lambda d, r: deck.confirm_slide(
        d, r.choice(SLIDES), {"headlines.buy": r.choice([None, 1.0])}, "said"
    ),
    "slide computed": lambda d, r: deck.compute_slide(d, r.choice(SLIDES)),
    "slide hidden": lambda d, r: deck.hide_slide(d, r.choice(SLIDES), r.random() < 0.5),
    "slide moved": lambda d, r: deck.move_slide(d, SLIDES, r.choice(SLIDES), r.randrange(4)),
    "slide of a variant": lambda d, r: deck.add_comparison(d, SLIDES, r.choice(("main", "ab12")), "Main")[0],
    "own slide": lambda d, r: deck.add_slide(d, SLIDES, "Why now", after=r.choice(SLIDES))[0],
    "own slide gone": without_own_slide,
    "description": lambda d, r: design_settings.set_description(d, r.choice(["", "Phase 1\nof three"])),
    "parameters": lambda d, r: design_settings.set_parameters(d, "", {"hosts": str(r.randint(1, 9))}),
    "fold": folded,
    "turn_flow": turned_flow,
    "remove_together": removed_together,
}
