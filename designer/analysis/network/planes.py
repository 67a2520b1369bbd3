"""Planes of a network: switches that reach one another without passing a host."""

import numpy as np

from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.reach.reachability import components
from designer.model.copy_ids import copy_id
from designer.model.design import Design
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import Record, RefusedInput


class Plane(Record, frozen=True, kw_only=True):
    """The plane that a copy of a switch belongs to.

    Attributes:
        medium: Of its network.
        names: Its switches as `--fail` takes them: "leaf" where all copies belong to it, else "leaf[0]" ...
        switches: How many copies those are.
        of: Copies of switches in the whole network.
        planes: How many planes the network has.
    """

    medium: Medium
    names: tuple[str, ...]
    switches: int
    of: int
    planes: int


def plane_of(design: Design, node_id: str) -> Plane:
    """The plane of the first copy of switch NODE_ID: what hangs together when the endpoints are taken away.

    Switches of different planes reach each other only over hosts, which pass nothing on.

    Raises:
        RefusedInput: it is no switch of a network, or the network is too large to lay out copy by copy.
    """
    survey = survey_of(design)
    owner = survey.roster.owners.get(node_id, node_id)
    found: list[Medium] = [one for one in NETWORK_MEDIA if owner in survey.roster.switches((one,))]
    if not found:
        title = design.nodes[node_id].title if node_id in design.nodes else node_id
        raise RefusedInput(f"{title} is no switch of a network, so it has no plane; select a switch with cables.")
    return _plane(survey, owner, found[0])


def _plane(survey: Survey, owner: str, medium: Medium) -> Plane:
    fabric = survey.fabric((medium,))
    if fabric is None:
        raise RefusedInput("The network is too large to lay out copy by copy, so its planes are not known.")
    node_of = fabric.node_of()
    switches = survey.roster.switches((medium,))
    # (vertices,): True for copies of switches.
    is_switch = np.array([i in switches for i in fabric.nodes], dtype=np.bool_)[node_of]
    # Edges between switches alone: hosts join planes without being a way between them.
    joins = is_switch[fabric.tail] & is_switch[fabric.head]
    _, island = components(fabric.tail[joins], fabric.head[joins], fabric.size)
    # Switches in the same connected part as the first copy of OWNER.
    mine = is_switch & (island == island[fabric.first[fabric.nodes.index(owner)]])
    names: list[str] = []
    for place in dict.fromkeys(node_of[mine].tolist()):
        first, stop = int(fabric.first[place]), int(fabric.first[place + 1])
        # Copies of this node that belong to the plane; all of them are named by the node alone.
        copies = np.flatnonzero(mine[first:stop]).tolist()
        node_id = fabric.nodes[place]
        names += [node_id] if len(copies) == stop - first else [copy_id(node_id, copy) for copy in copies]
    return Plane(
        medium=medium,
        names=tuple(names),
        switches=int(mine.sum()),
        of=int(is_switch.sum()),
        planes=int(np.unique(island[is_switch]).size),
    )
