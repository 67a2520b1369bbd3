"""Ends of flows from A to B: the nodes and copies that each stands for on the networks."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from designer.analysis.failing import failed_of
from designer.analysis.network.cabling import Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import Survey
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput, require_quantity


class Chosen(NamedTuple):
    """Nodes and vertices of one network that a selection stands for."""

    nodes: tuple[str, ...]
    vertices: Ints


def require_known(design: Design, ids: Sequence[str], what: str) -> tuple[str, ...]:
    """IDS once each, when every one names a node, container or copy of DESIGN.

    Raises:
        RefusedInput: there is none, or one is not known.
    """
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise RefusedInput(f"Nothing was chosen as {what}; name at least one node.")
    links = [i for i in wanted if i in design.links]
    unknown = links or failed_of(design, wanted).unknown
    if unknown:
        kind = "a link" if links else "no node, container or copy of the design"
        raise RefusedInput(f"{unknown[0]!r} cannot be {what}: it is {kind}. Choose nodes.")
    return wanted


def require_asks(design: Design, asks: Sequence[FlowAsk]) -> None:
    """Refuse flows that no design could carry.

    Raises:
        RefusedInput: an end is not known, the ends share a node, or the rate is no number from 0 up.
    """
    for ask in asks:
        require_known(design, ask.source, "a source")
        require_known(design, ask.target, "a target")
        both = set(ask.source) & set(ask.target)
        if both:
            raise RefusedInput(f"{min(both)!r} is at both ends of {ask.title}; a flow needs two different ends.")
        if ask.gbps is not None:
            require_quantity(ask.gbps, f"The rate of {ask.title}")


def chosen_vertices(survey: Survey, fabric: Fabric, ids: Sequence[str]) -> Ints:
    """The living vertices of FABRIC that IDS stand for: a container's contents, a card's host, all copies or one."""
    design, roster = survey.design, survey.roster
    meant = failed_of(design, ids)
    position = {node_id: n for n, node_id in enumerate(fabric.nodes)}
    wanted = np.zeros(fabric.size, dtype=np.bool_)
    for node_id in meant.nodes:
        # Cards are owned by their host, which is the vertex of the network.
        owner = roster.owners.get(node_id, node_id)
        if owner in position:
            place = position[owner]
            wanted[fabric.first[place] : fabric.first[place + 1]] = True
    for node_id, spans in meant.copies.items():
        owner = roster.owners.get(node_id, node_id)
        if owner not in position:
            continue
        # So many cards of one host: copies of the card become copies of the host.
        each = max(1, design.total_copies(node_id) // design.total_copies(owner))
        first = int(fabric.first[position[owner]])
        for span in spans:
            wanted[first + span.start // each : first + (span.stop - 1) // each + 1] = True
    return np.flatnonzero(wanted & fabric.alive)


def owners_of(survey: Survey, ids: Sequence[str]) -> tuple[str, ...]:
    """The nodes whose cables IDS use, in design order."""
    meant = failed_of(survey.design, ids)
    owners = {survey.roster.owners.get(i, i) for i in (*meant.nodes, *meant.copies)}
    return tuple(i for i in survey.roster.order if i in owners)


def media_joining(survey: Survey, sources: Sequence[str], targets: Sequence[str]) -> tuple[Medium, ...]:
    """The network that holds both selections: the fabric where it does, else storage, management, else all."""
    ends = (set(owners_of(survey, sources)), set(owners_of(survey, targets)))
    for medium in NETWORK_MEDIA:
        cabled = survey.roster.cabled((medium,))
        if all(end & cabled for end in ends):
            return (medium,)
    return NETWORK_MEDIA


def networks_of(survey: Survey, asks: Sequence[FlowAsk]) -> dict[tuple[Medium, ...], list[int]]:
    """The places of ASKS by the network that each goes over.

    No link is of two of them. Where one ask has to cross from network to network, all go over all of them together.
    """
    found: dict[tuple[Medium, ...], list[int]] = {}
    for place, ask in enumerate(asks):
        found.setdefault(media_joining(survey, ask.source, ask.target), []).append(place)
    return {NETWORK_MEDIA: list(range(len(asks)))} if len(found) > 1 and NETWORK_MEDIA in found else found
