"""How two nodes could be joined: cables through ports that fit, then relations, the likeliest first."""

from typing import Final, NamedTuple

import msgspec

from designer.edit.draft import Draft
from designer.edit.links import MEDIA_IN_ORDER, add_link, best_ports, require_ends
from designer.edit.wording import called, relation_words
from designer.model.changes import ChangeSet
from designer.model.design import Design, Link
from designer.model.parts import Medium
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
    """

    medium: Medium
    a: str
    b: str
    words: str

    @property
    def is_relation(self) -> bool:
        """Whether it needs no ports and no cables."""
        return self.medium in RELATION_MEDIA


def join_options(
    design: Design, first: str, second: str, first_port: str = "", second_port: str = ""
) -> tuple[JoinOption, ...]:
    """Return the ways to join FIRST to SECOND, the likeliest first; empty when there is none.

    Cables through ports come before relations: where both ends have ports that fit, a cable is what is meant. Where
    a port is named and both ends have ports, only cables through it are.
    """
    a, b = design.nodes[first], design.nodes[second]
    options: list[JoinOption] = []
    if design.ports_of(a) and design.ports_of(b):
        ports = (first_port or None, second_port or None)
        best = _medium_of_best(design, first, second, ports)
        shared = _carried(design, first, first_port) & _carried(design, second, second_port)
        media: list[Medium] = [medium for medium in _CABLES if best is not None and medium in shared]
        media.sort(key=lambda one: one != best)
        for medium in media:
            if _cable_fits(design, first, second, medium, ports):
                words = f"{called(design, a)} to {called(design, b)} by {medium}"
                options.append(JoinOption(medium, first, second, words))
        if first_port or second_port:
            return tuple(options)
    for medium, one, other in fitting_relations(a, b):
        options.append(JoinOption(medium, one, other, relation_words(design, medium, one, other)))
    return tuple(options)


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
    rest = msgspec.structs.replace(design, links={key: one for key, one in design.links.items() if key != link_id})
    edit = add_link(
        rest, option.a, option.b, medium=option.medium, cables=cables, link_id=link_id, name=before.name, side=""
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
