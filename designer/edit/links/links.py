"""Edits of links: draw one, change one, and which ports one could go to."""

from collections.abc import Collection
from itertools import product
from typing import Any, Final, NamedTuple

import msgspec

from designer.catalog.library import Library
from designer.edit.draft import Draft
from designer.edit.fields import changed
from designer.edit.ids import chosen_id
from designer.edit.links.plug_words import outgrown, why_no_plug
from designer.model.changes import ChangeSet
from designer.model.design import WITHIN_ONE, Design, Link, Node, Spread
from designer.model.kinds import CONTAINERS, KINDS, SWITCHES
from designer.model.naming import ends_name
from designer.model.network.cable_spread import ports_used, spread_unit
from designer.model.network.port_occupancy import PortKey, ports_taken
from designer.model.network.ports import Fit, fit, ports_needed
from designer.model.parts.part import Medium, PortGroup
from designer.model.power.power_order import as_drawn, is_turned, ports_that_feed, turned_by_kind
from designer.model.records import RefusedInput
from designer.model.relations import (
    RELATION_MEDIA,
    RELATIONS,
    fitting_relations,
    relation_fits,
    why_not_related,
)
from designer.model.wording import counted

LINK_FIELDS: Final = frozenset(
    {
        "a",
        "b",
        "medium",
        "cables",
        "spread",
        "name",
        "a_port",
        "b_port",
        "capacity_gbps",
        "capacity_back_gbps",
        "length_m",
        "cable_part",
        "side",
        "across",
    }
)
MEDIA_IN_ORDER: Final[tuple[Medium, ...]] = (
    "fabric",
    "storage",
    "management",
    "nvlink",
    "pcie",
    "power",
    "coolant",
    *RELATIONS,
)
_TO_STORAGE: Final[tuple[Medium, ...]] = ("storage",)


class PortChoice(NamedTuple):
    """A way to join two nodes; the least one is taken."""

    overfull: bool
    medium_rank: int
    unlike: bool
    place: int
    a_port: str
    b_port: str
    medium: Medium


def add_link(
    design: Design,
    a: str,
    b: str,
    *,
    medium: Medium | None = None,
    cables: int = 1,
    a_port: str | None = None,
    b_port: str | None = None,
    spread: Spread = "even",
    link_id: str | None = None,
    name: str = "",
    capacity_gbps: float | None = None,
    capacity_back_gbps: float | None = None,
    side: str = "",
    across: str | None = None,
) -> ChangeSet:
    """Join two nodes by cables.

    Without a medium and ports the first pair that fits and has enough free ports is taken: a medium that an end
    carries already, then networks before power, exact fits before adapters. Ports that are full are taken only
    when nothing else fits; a finding says so. Where an end has no ports, the likeliest relation is taken, in the
    direction that makes sense.

    Args:
        design: The design.
        a: One end.
        b: The other end.
        medium: What runs through it.
        cables: In one copy of the innermost container that holds both.
        a_port: Port group at a.
        b_port: Port group at b.
        spread: How the cables fall on copies.
        link_id: Id of the new link.
        name: Its name.
        capacity_gbps: Capacity of one cable where no port tells it, or where it is slower than its ports.
        capacity_back_gbps: The same from b to a, where that differs.
        side: Power side, "A", "B" or "".
        across: Container whose copies a ring or a complete graph joins, instead of those of the ends in one of them.

    Raises:
        RefusedInput: an end is not there, both are the same, nothing fits, or a number is out of range.
    """
    draft = Draft(design)
    fields: dict[str, Any] = {
        "cables": cables,
        "spread": spread,
        "name": name,
        "capacity_gbps": capacity_gbps,
        "capacity_back_gbps": capacity_back_gbps,
        "side": side,
        "across": across,
    }
    if medium is not None:
        fields["medium"] = medium
    blank = Link(id=chosen_id(design, link_id, f"{a}-{b}", "Link"), a=a, b=b, medium="fabric")
    link = changed(blank, fields, LINK_FIELDS, "A link")
    if medium is None and not (a_port or b_port):
        link = _likeliest_relation(design, link)
    first, second = require_ends(draft, link)
    if link.medium in RELATION_MEDIA:
        return _related(draft, link)
    if capacity_gbps is not None and medium and not (design.ports_of(first) and design.ports_of(second)):
        draft.put(link)
        return draft.finished(f"Link {first.title} to {second.title}")
    choice = best_ports(design, link, medium, a_port, b_port)
    draft.put(msgspec.structs.replace(link, medium=choice.medium, a_port=choice.a_port, b_port=choice.b_port))
    many = f" by {cables:,} cables" if cables > 1 else ""
    return draft.finished(f"Link {first.title} to {second.title}{many}")


def _likeliest_relation(design: Design, link: Link) -> Link:
    """LINK as the likeliest relation between its ends where one of these has no ports; else as it is.

    Raises:
        RefusedInput: nothing joins the two; the message says what would.
    """
    first, second = design.nodes.get(link.a), design.nodes.get(link.b)
    # With ports at both ends a cable is meant.
    if first is None or second is None or first is second or (design.ports_of(first) and design.ports_of(second)):
        return link
    fitting = fitting_relations(first, second)
    if not fitting:
        if first.kind in CONTAINERS or second.kind in CONTAINERS:
            return link
        raise RefusedInput(why_not_related(first, second))
    # The likeliest relation may run the other way than it was drawn.
    medium, a, b = fitting[0]
    return msgspec.structs.replace(link, medium=medium, a=a, b=b)


def _related(draft: Draft, link: Link) -> ChangeSet:
    """Put LINK, a relation, when it makes sense as drawn.

    Raises:
        RefusedInput: it does not; the message says what would.
    """
    require_relation(draft.before, link)
    draft.put(link)
    a, b = draft.before.nodes[link.a], draft.before.nodes[link.b]
    return draft.finished(f"{a.title} {RELATIONS[link.medium].verb} {b.title}")


def require_relation(design: Design, link: Link) -> None:
    """Refuse LINK, a relation, when it makes no sense between its ends as drawn.

    `depends_on` may be drawn either way: what needs the other follows from the two kinds.

    Raises:
        RefusedInput: it makes none; the message says what would.
    """
    a, b = design.nodes[link.a], design.nodes[link.b]
    if relation_fits(link.medium, a, b) or (link.medium == "depends_on" and relation_fits(link.medium, b, a)):
        return
    first, second = (b, a) if RELATIONS[link.medium].gives else (a, b)
    raise RefusedInput(why_not_related(first, second, link.medium))


def require_ends(draft: Draft, link: Link) -> tuple[Node, Node]:
    """The two nodes of LINK, when they can be joined at all.

    Raises:
        RefusedInput: one is not there or is a container, or both are the same and no copies of it are joined.
    """
    found: list[Node] = []
    for end in (link.a, link.b):
        node = draft.nodes.get(end)
        if node is None:
            raise RefusedInput(f"There is no {end!r} to link to.")
        if node.kind in CONTAINERS and link.medium not in RELATION_MEDIA:
            raise RefusedInput(f"{node.title} has no ports of its own; link to something inside it.")
        found.append(node)
    if link.across is not None:
        _require_groups(draft, link)
        return found[0], found[1]
    # To itself only between copies, in a spread that joins copies.
    if link.a == link.b and (link.medium in RELATION_MEDIA or link.spread not in WITHIN_ONE or found[0].copies < 2):
        more = " Its copies can be joined to each other: as a ring, or each to each (complete)."
        alone = link.medium in RELATION_MEDIA or found[0].copies < 2
        raise RefusedInput(f"{found[0].title} cannot be linked to itself.{'' if alone else more}")
    return found[0], found[1]


def _require_groups(draft: Draft, link: Link) -> None:
    """Refuse LINK where it cannot join the copies of the container that it is to join.

    Raises:
        RefusedInput: there is no such container around both ends, it stands there once, or the spread is another.
    """
    around = draft.nodes.get(link.across or "")
    if around is None:
        raise RefusedInput(f"There is no {link.across!r} whose copies could be joined.")
    name = around.title
    if link.spread not in WITHIN_ONE:
        raise RefusedInput(f"The copies of {name} are joined as a ring, or each to each (complete), not {link.spread}.")
    if link.medium in RELATION_MEDIA:
        raise RefusedInput(f"A relation does not join the copies of {name}; cables do.")
    design = draft.design()
    if any(around.id not in design.ancestors(end) for end in (link.a, link.b)):
        raise RefusedInput(f"{name} does not hold what the cables end at, so they cannot join its copies.")
    # Copies within one copy of what is around it.
    if design.total_copies(around.id) // (design.total_copies(around.parent) if around.parent else 1) < 2:
        raise RefusedInput(f"{name} has one copy only; there is no other to join it to.")


def _groups(design: Design, node: Node, port: str | None) -> tuple[PortGroup, ...]:
    """The port groups that a link may use at NODE: all, or the one called PORT."""
    groups = design.ports_of(node)
    if not groups:
        raise RefusedInput(f"{node.title} has no ports to link to.")
    if port is None:
        return groups
    chosen = tuple(group for group in groups if group.name == port)
    if not chosen:
        names = ", ".join(group.name for group in groups)
        raise RefusedInput(f"{node.title} has no port {port!r}; it has {names}.")
    return chosen


def best_ports(design: Design, link: Link, medium: Medium | None, a_port: str | None, b_port: str | None) -> PortChoice:
    """The best way to join the ends of LINK, which DESIGN does not hold; ports that are None are chosen.

    Raises:
        RefusedInput: there is none; the reason is that of the ports.
    """
    first, second = design.nodes[link.a], design.nodes[link.b]
    a_groups, b_groups = _groups(design, first, a_port), _groups(design, second, b_port)
    if KINDS[first.kind].passes:
        # Cables from a panel leave at its rear, which is its second group.
        a_groups = a_groups[::-1]
    turned = _turned(design, link, a_port, b_port)
    pairs = a_groups, b_groups
    # A port at one end alone does not turn the chain around: who means that names both, of which the plugs must meet.
    if turned_by_kind(first, second) is (not turned) and (
        (a_port is None) != (b_port is None)
        or (len(a_groups) == len(b_groups) == 1 and _outgrown(design, first, a_groups[0], second, b_groups[0]))
    ):
        pairs = _unpowered(a_groups), _unpowered(b_groups)
    choices = _choices(design, link, medium, *pairs, turned=turned)
    if not choices and as_drawn(first, second):
        # Nothing but the drawn way tells which feeds the other, so the way in which a plug exists is meant.
        choices = _choices(design, link, medium, a_groups, b_groups, turned=True)
    if not choices:
        raise RefusedInput(_why_not(design, link, a_groups, b_groups, medium))
    return min(choices)


def _unpowered(groups: tuple[PortGroup, ...]) -> tuple[PortGroup, ...]:
    return tuple(group for group in groups if "power" not in group.media)


def _turned(design: Design, link: Link, a_port: str | None, b_port: str | None) -> bool:
    """Return True when power would run from b to a."""
    return is_turned(design, msgspec.structs.replace(link, medium="power", a_port=a_port, b_port=b_port))


def _choices(
    design: Design,
    link: Link,
    medium: Medium | None,
    a_groups: tuple[PortGroup, ...],
    b_groups: tuple[PortGroup, ...],
    *,
    turned: bool,
) -> list[PortChoice]:
    """All ways to join the ends of LINK by ports of theirs that fit; for power from outlet to inlet, as TURNED says."""
    taken = ports_taken(design, (link.a, link.b))
    # By the link as it would be drawn, so that its own cables count.
    loads = ports_used(_with(design, link), link)
    ranks = _ranks(design, link)
    feeding = {(x.name, y.name) for x, y in product(*ports_that_feed((a_groups, b_groups), turned=turned))}
    choices: list[PortChoice] = []
    # The place in the table of pairs breaks ties last: the first ports of a device are its usual ones.
    for place, (a_group, b_group) in enumerate(product(a_groups, b_groups)):
        for shared in (medium,) if medium else MEDIA_IN_ORDER:
            if shared == "power" and (a_group.name, b_group.name) not in feeding:
                continue
            found = fit(a_group, b_group, shared)
            if found.verdict == "no":
                continue
            # Full ports are still offered, behind those with room.
            full = _overfull(taken, link.a, a_group, ports_needed(loads[0], found.a_ways)) or _overfull(
                taken, link.b, b_group, ports_needed(loads[1], found.b_ways)
            )
            choices.append(
                PortChoice(full, ranks[shared], found.verdict != "yes", place, a_group.name, b_group.name, shared)
            )
    return choices


def _is_power(node: Node) -> bool:
    kind = KINDS.get(node.kind)
    return kind is not None and kind.role == "power"


def _with(design: Design, link: Link) -> Design:
    return msgspec.structs.replace(design, links={**design.links, link.id: link})


def _overfull(taken: dict[PortKey, int], node_id: str, group: PortGroup, more: int) -> bool:
    return taken.get((node_id, group.name), 0) + more > group.count


def _ranks(design: Design, link: Link) -> dict[Medium, int]:
    """Media by preference: power at what gives it, storage towards storage, what a switch carries, then the table."""
    switches = {end for end in (link.a, link.b) if design.nodes[end].kind in SWITCHES}
    # One look at each of thousands of links: this is asked for each field of a link that is selected.
    carried: set[Medium] = {
        other.medium
        for other in (design.links.values() if switches else ())
        if (other.a in switches or other.b in switches) and other.id != link.id
    }
    kinds = [KINDS[design.nodes[end].kind] for end in (link.a, link.b) if design.nodes[end].kind in KINDS]
    # What the switch at an end carries already is what it is for; power and storage say more than that.
    meant: Collection[Medium] = carried
    if any(kind.role == "power" for kind in kinds):
        meant = ("power",)
    if any(kind.role == "storage" and not kind.managed for kind in kinds):
        meant = _TO_STORAGE
    ranks: dict[Medium, int] = {}
    for place, medium in enumerate(MEDIA_IN_ORDER):
        preferred = medium in meant
        # Preferred media are negative, and so before all others, in the order of the table among themselves.
        ranks[medium] = place - len(MEDIA_IN_ORDER) if preferred else place
    return ranks


def _why_not(
    design: Design,
    link: Link,
    a_groups: tuple[PortGroup, ...],
    b_groups: tuple[PortGroup, ...],
    medium: Medium | None,
) -> str:
    """Return the reason why nothing fits: that of the ports when there is one pair, else what either carries."""
    first, second = design.nodes[link.a], design.nodes[link.b]
    alone = len(a_groups) == len(b_groups) == 1
    # One port on either side with the same role: the pair itself says why.
    if alone and a_groups[0].role == b_groups[0].role:
        return fit(a_groups[0], b_groups[0], medium).reason
    meant = medium == "power" or (medium is None and any(_is_power(node) for node in (first, second)))
    if meant and all(any("power" in one.media for one in groups) for groups in (a_groups, b_groups)):
        return why_no_plug(design, first, second, a_groups, b_groups)
    if alone:
        return fit(a_groups[0], b_groups[0], medium).reason
    who = f"{first.title} and {second.title}"
    if medium is not None:
        return f"{who} have no {medium} ports that fit together."
    # The alphabetically first reason, so that the words do not depend on the order of a set.
    reasons = {fit(x, y).reason for x in a_groups for y in b_groups if set(x.media) & set(y.media)}
    return f"No port of {who} fits: {min(reasons)}" if reasons else f"No port of {who} carries the same medium."


def set_link(design: Design, link_id: str, *, library: Library | None = None, **fields: Any) -> ChangeSet:
    """Change fields of one link (see LINK_FIELDS).

    Args:
        design: The design.
        link_id: The link.
        library: Where `cable_part` is found when the design does not hold it yet.
        **fields: New values.

    Raises:
        RefusedInput: a field is unknown, its value is not allowed, or the ports would not fit.
    """
    draft = Draft(design)
    link = design.links.get(link_id)
    if link is None:
        raise RefusedInput(f"There is no link {link_id!r} in this design.")
    after = changed(link, fields, LINK_FIELDS, "A link")
    first, second = require_ends(draft, after)
    # Only a newly chosen cable needs to be embedded.
    if after.cable_part is not None and after.cable_part != link.cable_part:
        draft.embed(library or Library(), [after.cable_part])
    if {"a", "b", "medium", "a_port", "b_port"} & set(fields):
        after = _refitted(design, link, after)
    draft.put(after)
    who = link.name or ends_name(first.title, second.title)
    if set(fields) == {"cables"}:
        return draft.finished(f"Set {who} to {counted(after.cables, 'cable')}")
    return draft.finished(f"Change link {who}")


def cables_across(design: Design, link_id: str, across: str | None) -> int:
    """Return how many cables LINK_ID has where it is to join the copies of ACROSS, None for single copies.

    They are those that it has where these come out, else one for any two that are joined.
    """
    link = msgspec.structs.replace(design.links[link_id], across=across)
    container, each = design.holder(link), design.each_group(link)
    ends = design.copies_within(link.a, container), design.copies_within(link.b, container)
    unit = spread_unit(link.spread, *ends, each)
    return link.cables if not link.cables % unit else unit


def _refitted(design: Design, before: Link, after: Link) -> Link:
    """AFTER with ports that fit; a port that was chosen for another end or medium is chosen anew."""
    if after.medium in RELATION_MEDIA:
        require_relation(design, after)
        return msgspec.structs.replace(after, a_port=None, b_port=None)
    # An own rate needs no ports where one of the ends has none.
    if after.capacity_gbps is not None and not (
        design.ports_of(design.nodes[after.a]) and design.ports_of(design.nodes[after.b])
    ):
        return after
    # A chosen port is free again with another node or medium, unless it was set in this edit.
    moved = before.medium != after.medium
    a_port = None if after.a_port == before.a_port and (moved or before.a != after.a) else after.a_port
    b_port = None if after.b_port == before.b_port and (moved or before.b != after.b) else after.b_port
    rest = msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != after.id})
    choice = best_ports(rest, after, after.medium, a_port, b_port)
    return msgspec.structs.replace(after, a_port=choice.a_port, b_port=choice.b_port)


def what_fits(
    design: Design, node_id: str, port: str, taken: dict[PortKey, int] | None = None
) -> dict[tuple[str, str], Fit]:
    """Return how every port group of every other node fits PORT of NODE_ID; a full group does not fit, and says so.

    Args:
        design: The design.
        node_id: The node.
        port: Its port group.
        taken: What `ports_taken` says of all of DESIGN, where it is known already.

    Raises:
        RefusedInput: there is no such node or port.
    """
    node = Draft(design).node(node_id)
    group = _groups(design, node, port)[0]
    taken = ports_taken(design) if taken is None else taken
    found: dict[tuple[str, str], Fit] = {}
    # Nodes of one part share its port groups, so that each pair is judged once.
    judged: dict[int, Fit] = {}
    for other in design.nodes.values():
        if other.id == node_id:
            continue
        for candidate in design.ports_of(other):
            verdict = judged.get(id(candidate))
            if verdict is None:
                verdict = judged[id(candidate)] = fit(group, candidate)
            if verdict.verdict != "no" and (why := _outgrown(design, node, group, other, candidate)):
                verdict = Fit(verdict="no", reason=why)
            if verdict.verdict != "no" and _overfull(taken, other.id, candidate, 1):
                verdict = Fit(verdict="no", reason=_full(candidate), full=True)
            found[other.id, candidate.name] = verdict
    return found


def _outgrown(design: Design, node: Node, group: PortGroup, other: Node, candidate: PortGroup) -> str:
    """Return why power does not run against the chain through two ports; "" where it does, or runs along it."""
    if "power" not in group.media or "power" not in candidate.media:
        return ""
    fed_here = group.role == "in" or candidate.role == "out"
    if turned_by_kind(node, other) is fed_here:
        return ""
    return outgrown(design, node, group, candidate) if fed_here else outgrown(design, other, candidate, group)


def _full(group: PortGroup) -> str:
    if group.count == 1:
        return f"The port {group.name} is in use."
    return (
        f"All {group.count:,} ports of {group.name} are in use." if group.count else f"There are no {group.name} ports."
    )
