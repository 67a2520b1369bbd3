"""Ways to join two nodes: cables through ports that fit, then relations, the likeliest first."""

from typing import Final, NamedTuple

import msgspec

from designer.edit.draft import Draft
from designer.edit.edit_labels import relation_words
from designer.edit.links.links import MEDIA_IN_ORDER, add_link, best_ports, require_ends
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link, Node, Spread
from designer.model.kinds import CONTAINERS, KINDS
from designer.model.network.cable_spread import spread_unit
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput
from designer.model.relations import RELATION_MEDIA, RELATIONS, fitting_relations, relation_fits, why_not_related

_CABLES: Final[tuple[Medium, ...]] = tuple(medium for medium in MEDIA_IN_ORDER if medium not in RELATION_MEDIA)


class JoinOption(NamedTuple):
    """One way to join two nodes.

    Attributes:
        medium: What the link would be.
        a: Its first end.
        b: Its second end.
        words: What it says: "LangChain asks vLLM", "Link DGX H100 to QM9700 by fabric".
        spread: How its cables fall, where copies of one tile are joined to each other; None elsewhere.
    """

    medium: Medium
    a: str
    b: str
    words: str
    spread: Spread | None = None

    @property
    def is_relation(self) -> bool:
        """Return True when it needs no ports and no cables."""
        return self.medium in RELATION_MEDIA


def join_options(
    design: Design, first: str, second: str, first_port: str = "", second_port: str = ""
) -> tuple[JoinOption, ...]:
    """Return the ways to join FIRST to SECOND, the likeliest first; empty when there is none.

    Cables through ports come before relations: where both ends have ports that fit, a cable is what is meant. Where
    a port is named and both ends have ports, only cables through it are.
    """
    a, b = design.nodes[first], design.nodes[second]
    if first == second:
        return _within(design, a, first_port or second_port)
    options: list[JoinOption] = []
    if design.ports_of(a) and design.ports_of(b):
        ports = (first_port or None, second_port or None)
        best = _medium_of_best(design, first, second, ports)
        shared = _carried(design, first, first_port) & _carried(design, second, second_port)
        # Media that both ends carry, that of the best fitting ports first.
        media: list[Medium] = [medium for medium in _CABLES if best is not None and medium in shared]
        media.sort(key=lambda one: one != best)
        for medium in media:
            if _cable_fits(design, first, second, medium, ports):
                words = f"{a.title} to {b.title} by {medium}"
                options.append(JoinOption(medium, first, second, words))
        # With a port chosen a cable is meant, so no relation is offered.
        if first_port or second_port:
            return tuple(options)
    for medium, one, other in fitting_relations(a, b):
        options.append(JoinOption(medium, one, other, relation_words(design, medium, one, other)))
    return tuple(options)


def _within(design: Design, node: Node, port: str) -> tuple[JoinOption, ...]:
    """Return the ways to join the copies of NODE to each other: machines as a ring first, others each to each."""
    if node.kind in CONTAINERS or node.copies < 2 or not design.ports_of(node):
        return ()
    shapes: tuple[Spread, ...] = ("ring", "complete") if KINDS[node.kind].endpoint else ("complete", "ring")
    options: list[JoinOption] = []
    for medium in _CABLES:
        for shape in shapes if medium in _carried(design, node.id, port) else ():
            link = msgspec.structs.replace(_blank(node.id, node.id), medium=medium, spread=shape)
            try:
                best_ports(design, link, medium, port or None, port or None)
            except RefusedInput:
                continue
            name = node.title
            words = f"{name}: each copy to each other" if shape == "complete" else f"{name}: its copies as a ring"
            options.append(JoinOption(medium, node.id, node.id, f"{words}, by {medium}", shape))
    # What the copies have most ports of comes first, which is the network that they are made for.
    ports = {medium: _ports_of(design, node, medium) for medium in _CABLES}
    return tuple(sorted(options, key=lambda one: -ports[one.medium]))


def _ports_of(design: Design, node: Node, medium: Medium) -> int:
    return sum(group.count for group in design.ports_of(node) if medium in group.media)


def self_cables(design: Design, node_id: str, spread: Spread) -> int:
    """Return how many cables join all copies of a node once by SPREAD."""
    copies = design.nodes[node_id].copies
    return spread_unit(spread, copies, copies)


def why_no_option(design: Design, first: str, second: str, first_port: str = "", second_port: str = "") -> str:
    """Return why nothing joins FIRST and SECOND, and what would fit."""
    a, b = design.nodes[first], design.nodes[second]
    try:
        require_ends(Draft(design), _blank(first, second))
        if design.ports_of(a) and design.ports_of(b):
            best_ports(design, _blank(first, second), None, first_port or None, second_port or None)
    except RefusedInput as refused:
        return str(refused)
    return why_not_related(a, b)


def joined_otherwise(design: Design, link_id: str, option: JoinOption, cables: int = 1) -> ChangeSet:
    """Return the edit that makes link LINK_ID what OPTION says, under the same id and name.

    Raises:
        RefusedInput: there is no such link, or the option does not fit any more.
    """
    before = design.links.get(link_id)
    if before is None:
        raise RefusedInput(f"There is no link {link_id!r} in this design.")
    # Made against the design without the link, so that it does not take its own ports away.
    rest = msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != link_id})
    if option.spread is not None:
        cables = self_cables(design, option.a, option.spread)
    edit = add_link(
        rest,
        option.a,
        option.b,
        medium=option.medium,
        cables=cables,
        spread=option.spread or "even",
        link_id=link_id,
        name=before.name,
        side="",
    )
    draft = Draft(design)
    draft.put(edit.applied(rest).links[link_id])
    return draft.finished(edit.label)


def turned(design: Design, link_id: str) -> ChangeSet:
    """Return the edit that turns relation LINK_ID around.

    Raises:
        RefusedInput: there is no such relation, or it makes no sense the other way round.
    """
    link = design.links.get(link_id)
    if link is None or link.medium not in RELATION_MEDIA:
        raise RefusedInput("Only a relation can be turned around.")
    a, b = design.nodes[link.a], design.nodes[link.b]
    # What does not fit the other way around is refused in the words of the giver.
    if not relation_fits(link.medium, b, a):
        first, second = (a, b) if RELATIONS[link.medium].gives else (b, a)
        raise RefusedInput(why_not_related(first, second, link.medium))
    draft = Draft(design)
    draft.put(msgspec.structs.replace(link, a=link.b, b=link.a))
    return draft.finished(f"Turn around: {relation_words(design, link.medium, link.b, link.a)}")


def can_turn(design: Design, link: Link) -> bool:
    """Return whether LINK is a relation that makes sense the other way round."""
    a, b = design.nodes.get(link.a), design.nodes.get(link.b)
    return link.medium in RELATION_MEDIA and a is not None and b is not None and relation_fits(link.medium, b, a)


def _blank(first: str, second: str) -> Link:
    return Link(id="", a=first, b=second, medium="fabric")


def _carried(design: Design, node_id: str, port: str) -> set[Medium]:
    """The media of the ports of a node, or of one of them."""
    groups = design.ports_of(design.nodes[node_id])
    return {medium for group in groups if not port or group.name == port for medium in group.media}


def _medium_of_best(design: Design, first: str, second: str, ports: tuple[str | None, str | None]) -> Medium | None:
    try:
        return best_ports(design, _blank(first, second), None, *ports).medium
    except RefusedInput:
        return None


def _cable_fits(design: Design, first: str, second: str, medium: Medium, ports: tuple[str | None, str | None]) -> bool:
    try:
        best_ports(design, _blank(first, second), medium, *ports)
    except RefusedInput:
        return False
    return True
