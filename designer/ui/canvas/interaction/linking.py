"""Linking by a wire that is being drawn: what it could join, and the link that letting go would make."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.edit.edit_labels import relation_words
from designer.edit.layouts.drawn_boxes import is_frame
from designer.edit.links.join_options import JoinOption, join_options, joined_otherwise, self_cables, why_no_option
from designer.edit.links.links import add_link, what_fits
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node
from designer.model.naming import ends_name
from designer.model.network.port_occupancy import ports_taken
from designer.model.network.ports import Fit, fit, joined_ports
from designer.model.parts.part import Medium, PortGroup
from designer.model.power.power_order import as_drawn, is_turned
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA, RELATIONS, kind_relations
from designer.ui.canvas.port import Fits, Offered

_RANK: Final[Mapping[str, int]] = {"yes": 0, "adapter": 1, "no": 2}


def fits_from(design: Design, node_id: str, port: str) -> dict[tuple[str, str], Fit]:
    """Return how every port group elsewhere fits PORT of a node; any of its ports when PORT is "".

    What could be related to the node stands under its own id and "" for the port: all such where the wire comes from
    the whole node, else those without ports.
    """
    node = design.nodes.get(node_id)
    names = [port] if port else [group.name for group in design.ports_of(node)] if node else []
    taken = ports_taken(design)
    found: dict[tuple[str, str], Fit] = {}
    for name in names:
        group = next((one for one in design.ports_of(node) if one.name == name), None) if node else None
        # Asked for any port, full groups are passed over: another of the node may be free.
        if len(names) > 1 and group is not None and taken.get((node_id, name), 0) >= group.count:
            continue
        for key, verdict in what_fits(design, node_id, name, taken).items():
            if not port and group is not None and node is not None:
                verdict = _in_direction(design, node, group, key, verdict)
            before = found.get(key)
            # Of several groups of ours the verdict of the best one counts.
            if before is None or _rank(verdict) < _rank(before):
                found[key] = verdict
    if node is not None:
        # Without a chosen port, or towards what has no ports, a relation is a way to be joined too.
        found |= _related_to(design, node, only_portless=bool(port))
    return found


def _in_direction(design: Design, node: Node, group: PortGroup, key: tuple[str, str], verdict: Fit) -> Fit:
    """VERDICT on a port of NODE and another, or that power does not run that way where no port was chosen."""
    other = design.nodes[key[0]]
    candidate = next((one for one in design.ports_of(other) if one.name == key[1]), None)
    # Only two plain power ports that are drawn against the chain can have to be turned around.
    if candidate is None or "power" not in group.media or "power" not in candidate.media or as_drawn(node, other):
        return verdict
    turned = is_turned(design, Link(id="", a=node.id, b=other.id, medium="power"))
    gives, takes = (candidate, group) if turned else (group, candidate)
    # Turned, the outlet has to give and the inlet has to take; ports without a role do either.
    if gives.role != "in" and takes.role != "out":
        return verdict
    who, whom = (one.title for one in ((other, node) if turned else (node, other)))
    return Fit(verdict="no", reason=f"{who} feeds {whom}, from an outlet to an inlet.")


def _related_to(design: Design, node: Node, *, only_portless: bool) -> dict[tuple[str, str], Fit]:
    """Return what could be related to NODE, and NODE itself, from which the wire comes."""
    found = {(node.id, ""): Fit(verdict="yes", reason="")}
    for other in design.nodes.values():
        related = kind_relations(node.kind, other.kind)
        if related and other.id != node.id and not (only_portless and design.ports_of(other)):
            found[other.id, ""] = Fit(verdict="yes", reason=RELATIONS[related[0].medium].title)
    return found


def best_fit(fits: Fits, node_id: str, port: str = "") -> Fit | None:
    """The best verdict for a port of a node, or for any port of it; None when it has none."""
    if port:
        return fits.get((node_id, port))
    own = [verdict for (other, name), verdict in fits.items() if other == node_id and name]
    return min(own, key=_rank, default=None)


def _rank(verdict: Fit) -> tuple[int, bool]:
    """Return how far down VERDICT stands; of reasons against, that the fitting port is in use says most."""
    return _RANK[verdict.verdict], not verdict.full


def fitting_nodes(fits: Fits, source: str) -> set[str]:
    """Ids of all that a wire from SOURCE could go to."""
    return {node for (node, _), verdict in fits.items() if verdict.verdict != "no" and node != source}


def takes_relation(design: Design, first: str, second: str) -> bool:
    """Return True when any relation makes sense between two nodes."""
    a, b = design.nodes.get(first), design.nodes.get(second)
    return a is not None and b is not None and a is not b and bool(kind_relations(a.kind, b.kind))


def is_folded(design: Design, node_id: str) -> bool:
    """Return True when a folded container stands there, in which a cable could go to many."""
    node = design.nodes.get(node_id)
    return node is not None and node.folded and is_frame(node)


def proposed_link(
    design: Design, a: str, a_port: str, b: str, b_port: str, cables: int = 0, option: JoinOption | None = None
) -> ChangeSet:
    """The link from A to B by CABLES cables, a sensible number when that is 0; ports that are "" are chosen.

    Without an OPTION it is the likeliest way to join them, cables before relations.

    Raises:
        RefusedInput: the two cannot be joined; the reason says what would fit.
    """
    medium: Medium | None = None if option is None else option.medium
    # From a node to itself: copies are joined to each other, in one of the spreads that its ports take.
    if a == b:
        option = option or next(iter(join_options(design, a, b, a_port, b_port)), None)
        if option is None or option.spread is None:
            raise RefusedInput(why_no_option(design, a, b, a_port, b_port))
        many = cables or self_cables(design, a, option.spread)
        port = a_port or b_port or None
        return add_link(design, a, b, medium=option.medium, cables=many, spread=option.spread, a_port=port, b_port=port)
    # Without a chosen way: by ports where both ends have them, else the likeliest relation.
    if option is None:
        ported = design.ports_of(design.nodes[a]) and design.ports_of(design.nodes[b])
        likeliest = None if ported and (a_port or b_port) else next(iter(join_options(design, a, b)), None)
        if likeliest is None and not ported:
            raise RefusedInput(why_no_option(design, a, b, a_port, b_port))
        # Both ends have plugs, so that "feeds" without a cord would hide that no cord fits.
        if likeliest is not None and likeliest.medium == "feeds" and _both_plugged(design, a, b):
            raise RefusedInput(why_no_option(design, a, b))
        option = likeliest if likeliest is not None and likeliest.is_relation else None
    if option is not None and option.is_relation:
        return add_link(design, option.a, option.b, medium=option.medium)
    # One cable as a trial: it tells which ports are taken, and from these how many cables are sensible.
    trial = add_link(design, a, b, medium=medium, cables=cables or 1, a_port=a_port or None, b_port=b_port or None)
    if cables:
        return trial
    link = link_of(trial)
    cables = likely_cables(design, link)
    # The trial is the link already, unless the ports have to be written down with the number.
    if cables == 1 and not (a_port and b_port):
        return trial
    return add_link(
        design, a, b, medium=link.medium, cables=cables, a_port=link.a_port, b_port=link.b_port, link_id=link.id
    )


def _both_plugged(design: Design, a: str, b: str) -> bool:
    """Return True when both have power ports, so that a cord is meant where one is to feed the other."""
    return all(any("power" in group.media for group in design.ports_of(design.nodes[end])) for end in (a, b))


def offered(design: Design, link: Link, a: str, a_port: str, b: str, b_port: str) -> Offered:
    """The ways in which LINK, which was drawn just now from A to B in DESIGN, could join them."""
    options = join_options(design, a, b, a_port, b_port)
    chosen = next((place for place, one in enumerate(options) if _is_so(link, one)), 0)
    return Offered(link.id, options, chosen)


def _is_so(link: Link, option: JoinOption) -> bool:
    """Return True when LINK is what OPTION says."""
    return option.medium == link.medium and option.spread in {None, link.spread}


def offered_again(design: Design, link: Link) -> Offered:
    """The ways in which LINK of DESIGN could join its ends."""
    options = join_options(design, link.a, link.b)
    ways = [one for one in options if not _is_so(link, one)]
    words = relation_words(design, link.medium, link.a, link.b) if link.medium in RELATION_MEDIA else ""
    if link.a == link.b:
        words = next((one.words for one in options if _is_so(link, one)), "")
    if not words:
        ends = ends_name(*(design.nodes[end].title for end in (link.a, link.b)))
        words = f"{ends} by {link.medium}"
    return Offered(
        link.id,
        (JoinOption(link.medium, link.a, link.b, words, link.spread if link.a == link.b else None), *ways),
        fresh=False,
    )


def otherwise(design: Design, link_id: str, option: JoinOption) -> ChangeSet:
    """The edit that makes a link what OPTION says, with a sensible number of cables.

    Raises:
        RefusedInput: the link is gone, or the option does not fit any more.
    """
    edit = joined_otherwise(design, link_id, option)
    if option.is_relation or option.spread is not None:
        return edit
    _, after = edit.changes.get(("links", link_id), (None, None))
    cables = likely_cables(design, after) if isinstance(after, Link) else 1
    return edit if cables == 1 else joined_otherwise(design, link_id, option, cables)


def link_of(changeset: ChangeSet) -> Link:
    """The link that CHANGESET adds.

    Raises:
        RefusedInput: it adds none.
    """
    for (table, _), (_, after) in changeset.changes.items():
        if table == "links" and isinstance(after, Link):
            return after
    raise RefusedInput("Nothing was joined.")


def likely_cables(design: Design, link: Link) -> int:
    """Return how many cables LINK is likely meant to have, in one copy of the container around both ends.

    From several copies, all free ports of the group that the wire starts at, where the other end has room for them;
    else one for each copy of the end that has more.
    """
    container = design.holder(link)
    a_copies = design.copies_within(link.a, container)
    b_copies = design.copies_within(link.b, container)
    each = max(a_copies, b_copies)
    joined = joined_ports(design, link)
    if joined is None or a_copies == 1 or link.medium in RELATION_MEDIA:
        return each
    a_group, b_group, how = joined
    taken = ports_taken(design)
    a_free = max(a_group.count - taken.get((link.a, a_group.name), 0), 0) * how.a_ways * a_copies
    b_free = max(b_group.count - taken.get((link.b, b_group.name), 0), 0) * how.b_ways * b_copies
    return a_free if each <= a_free <= b_free else each


def why_not(design: Design, fits: Fits, a: str, a_port: str, b: str, b_port: str) -> str:
    """Return the reason why a wire from A cannot end at B; "" when it can."""
    if a == b:
        return "" if join_options(design, a, b, a_port, b_port) else why_no_option(design, a, b, a_port, b_port)
    verdict = best_fit(fits, b, b_port)
    if verdict is not None and verdict.verdict != "no":
        return ""
    try:
        edit = proposed_link(design, a, a_port, b, b_port)
    except RefusedInput as refusal:
        return str(refusal)
    return "" if verdict is None or link_of(edit).medium in RELATION_MEDIA else verdict.reason


def more_ways(options: Sequence[JoinOption]) -> str:
    """Return how many ways there are besides the likeliest: "or 2 other ways"; "" for none."""
    others = len(options) - 1
    return f"or {others} other way{'s' if others != 1 else ''}" if others > 0 else ""


def fits_port(design: Design, a: str, a_port: str, b: str, b_port: str) -> Fit | None:
    """Return the fit of two named ports, free or not; None when one is not there."""
    groups = [
        next((group for group in design.ports_of(design.nodes[node]) if group.name == port), None)
        for node, port in ((a, a_port), (b, b_port))
        if node in design.nodes
    ]
    if len(groups) != 2 or groups[0] is None or groups[1] is None:
        return None
    return fit(groups[0], groups[1])
