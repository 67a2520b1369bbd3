"""The edits that a finding can offer, by the name that it carries."""

from collections.abc import Callable, Mapping
from typing import Final, cast

import msgspec

from designer.catalog.library import Library
from designer.edit import settings
from designer.edit.draft import Draft
from designer.edit.fabrics import join_lonely, join_pieces, second_way
from designer.edit.links import links
from designer.edit.nodes import nodes, part_updates
from designer.edit.power.feed_unfed import feed_unfed
from designer.edit.power.power_chain import draw_simple_chain
from designer.edit.power.power_units import more_units
from designer.edit.racks import rack_fill, rack_places, relieve_rack
from designer.edit.rooms.cool_by_liquid import cool_by_liquid
from designer.edit.rooms.floor import turn_around
from designer.edit.rooms.floor_fill import move_to_free
from designer.model.changes import ChangeSet
from designer.model.design import Design, Spread
from designer.model.network.port_map import PORT_MAP
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput

Fix = Callable[..., ChangeSet]
"""(design, library, **arguments) -> ChangeSet."""


def set_copies(design: Design, library: Library, *, node_id: str, copies: int) -> ChangeSet:
    """Change how many stand there."""
    return nodes.set_node(design, node_id, copies=copies)


def set_cables(design: Design, library: Library, *, link_id: str, cables: int) -> ChangeSet:
    """Change the number of cables."""
    return links.set_link(design, link_id, cables=cables)


def set_spread(design: Design, library: Library, *, link_id: str, spread: str = "even") -> ChangeSet:
    """Change how the cables fall on copies."""
    return links.set_link(design, link_id, spread=spread)


def set_fact(design: Design, library: Library, *, node_id: str, fact: str, value: float) -> ChangeSet:
    """Give a node its own value of a fact."""
    return nodes.set_fact(design, node_id, fact, value)


def set_assumption(design: Design, library: Library, *, name: str, value: float) -> ChangeSet:
    """Give an assumption the design's own value."""
    return settings.set_assumption(design, name, value)


def remove(design: Design, library: Library, *, record_id: str) -> ChangeSet:
    """Remove a node or link."""
    return nodes.remove(design, [record_id])


def add_link(
    design: Design, library: Library, *, a: str, b: str, cables: int = 1, spread: str = "even", medium: str = ""
) -> ChangeSet:
    """Join two nodes by the first ports that fit, or by a relation; "" lets the likeliest MEDIUM be taken."""
    kind = cast("Medium | None", medium or None)
    return links.add_link(design, a, b, medium=kind, cables=cables, spread=cast("Spread", spread))


def move_end(design: Design, library: Library, *, link_id: str, end: str, node_id: str) -> ChangeSet:
    """Let end "a" or "b" of a link go to another node, by the first port that fits there."""
    return links.set_link(design, link_id, a=node_id) if end == "a" else links.set_link(design, link_id, b=node_id)


def swap_ends(design: Design, library: Library, *, link_id: str, end: str, other_id: str, other_end: str) -> ChangeSet:
    """Exchange an end of one link with an end of another: what was plugged in wrongly is plugged over.

    Raises:
        RefusedInput: one of the links is gone.
    """
    draft = Draft(design)
    one, other = design.links.get(link_id), design.links.get(other_id)
    if one is None or other is None:
        raise RefusedInput("One of the two links is no longer there, so their ends cannot be exchanged.")
    places = {"a": (one.a, one.a_port), "b": (one.b, one.b_port)}
    others = {"a": (other.a, other.a_port), "b": (other.b, other.b_port)}
    # End and port change places together: the port belongs to the node that it was plugged into.
    places[end], others[other_end] = others[other_end], places[end]
    for link, ends in ((one, places), (other, others)):
        (a, a_port), (b, b_port) = ends["a"], ends["b"]
        draft.put(msgspec.structs.replace(link, a=a, a_port=a_port, b=b, b_port=b_port))
    return draft.finished(f"Exchange the ends of {one.name or one.id} and {other.name or other.id}")


def set_ports(design: Design, library: Library, *, link_id: str, a_port: str, b_port: str) -> ChangeSet:
    """Plug a link into other ports of its two nodes."""
    return links.set_link(design, link_id, a_port=a_port, b_port=b_port)


def set_port_map(design: Design, library: Library, *, node_id: str, port_map: str = "") -> ChangeSet:
    """Choose which port of a panel leads to which; straight through when PORT_MAP is ""."""
    return nodes.set_choice(design, library, node_id, PORT_MAP, port_map)


def set_cable_part(design: Design, library: Library, *, link_id: str, part_id: str = "") -> ChangeSet:
    """Choose the cable or optic of a link; none when PART_ID is ""."""
    return links.set_link(design, link_id, library=library, cable_part=part_id or None)


def forget_length(design: Design, library: Library, *, link_id: str) -> ChangeSet:
    """Let the length of a link follow from its route again."""
    return links.set_link(design, link_id, length_m=None)


def add_power_link(design: Design, library: Library, *, source: str, node_id: str, cables: int = 1) -> ChangeSet:
    """Feed a node from a power source."""
    return links.add_link(design, source, node_id, medium="power", cables=cables)


def draw_power_chain(design: Design, library: Library) -> ChangeSet:
    """Draw two sides from the utility to the racks for what nothing feeds yet."""
    return draw_simple_chain(design, library)


def swap_part(design: Design, library: Library, *, node_id: str, part_id: str) -> ChangeSet:
    """Make a node another part."""
    return nodes.swap_part(design, library, node_id, part_id)


def take_out(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Take a node out of its container."""
    return nodes.put_into(design, [node_id], None)


def accept_update(design: Design, library: Library, *, part_id: str) -> ChangeSet:
    """Take the newer facts of a part from the catalog."""
    return part_updates.accept_updates(design, library, [part_id])


def seat_in_rack(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Move a device to the nearest free place of its rack.

    Raises:
        RefusedInput: there is none.
    """
    return rack_fill.seat_nearest(design, node_id)


def seat_all(design: Design, library: Library) -> ChangeSet:
    """Give everything that waits in racks a place."""
    return rack_fill.place_unplaced(design)


def turn_in_rack(design: Design, library: Library, *, node_id: str) -> ChangeSet:
    """Mount a device at the other face of its rack."""
    return rack_places.to_other_face(design, [node_id])


FIXES: Final[Mapping[str, Fix]] = {
    fix.__name__: fix
    for fix in (
        set_copies,
        set_cables,
        set_spread,
        set_fact,
        set_assumption,
        remove,
        add_link,
        join_pieces.set_medium,
        join_pieces.join_above,
        join_lonely.join_lonely,
        second_way.second_switch,
        add_power_link,
        draw_power_chain,
        feed_unfed,
        cool_by_liquid,
        more_units,
        swap_part,
        take_out,
        accept_update,
        move_end,
        swap_ends,
        set_ports,
        set_port_map,
        set_cable_part,
        forget_length,
        seat_in_rack,
        seat_all,
        relieve_rack.to_new_rack,
        turn_in_rack,
        turn_around,
        move_to_free,
    )
}
