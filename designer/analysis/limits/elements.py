"""What may fail: copies of nodes and containers with all that stands in them, and single cables."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import numpy as np

from designer.analysis.cabling import Ints
from designer.analysis.fabric import Fabric, living_joints
from designer.analysis.failing import Failed
from designer.analysis.flows import Network
from designer.analysis.losses import colours_of
from designer.analysis.survey import Survey

LINK: Final = "link"
MOST_ELEMENTS: Final = 20_000


@dataclass(frozen=True, slots=True)
class Element:
    """One thing that may fail.

    Attributes:
        name: As `--fail` takes it.
        id: Of the drawn node or link.
        vertices: Vertices of the fabric that go with it.
        pairs: Pairs of the fabric that lose cables.
        one: Whether they lose a single cable, and not all.
        colour: Equal for elements that look alike from everywhere.
    """

    name: str
    id: str
    vertices: Ints
    pairs: Ints
    one: bool
    colour: tuple[int, ...]


def elements_of(survey: Survey, fabric: Fabric, network: Network, kinds: Collection[str]) -> list[Element]:
    """Every copy and cable of KINDS that has to do with the fabric; copies that fail the same vertices once."""
    at = network.at
    colours = colours_of(fabric, network)
    place = {node_id: n for n, node_id in enumerate(fabric.nodes)}
    found: list[Element] = []
    seen: set[bytes] = set()
    for node in survey.design.nodes_in_order():
        if node.kind not in kinds:
            continue
        copies = survey.design.total_copies(node.id)
        inside = [
            owner for owner in dict.fromkeys(
                survey.roster.owners[i] for i in survey.roster.order
                if i == node.id or node.id in survey.design.ancestors(i)
            ) if owner in place
        ]  # fmt: skip
        for copy in range(min(copies, MOST_ELEMENTS + 1)) if inside else ():
            vertices = np.concatenate([_of_copy(fabric, place[owner], copy, copies) for owner in inside])
            vertices = vertices[fabric.alive[vertices]]
            if not vertices.size or vertices.tobytes() in seen:
                continue
            seen.add(vertices.tobytes())
            merged = at[vertices]
            # A host is one with its half in the flow, so what tells it apart is the switches that it hangs on.
            colour = (
                (place[inside[0]], *sorted(colours[merged[merged > 1]].tolist()))
                if (merged > 1).all()
                else (-1, len(found))
            )
            name = node.id if copies == 1 else f"{node.id}[{copy}]"
            found.append(Element(name, node.id, vertices, np.zeros(0, np.int64), False, colour))
    touched = _pairs_of(fabric)
    found = [
        Element(
            e.name,
            e.id,
            e.vertices,
            np.unique(np.concatenate([touched(v) for v in e.vertices.tolist()])),
            False,
            e.colour,
        )
        for e in found
    ]
    if LINK in kinds:
        found.extend(islice(_cables(survey, fabric, network, colours), MOST_ELEMENTS + 1))
    return found


def _of_copy(fabric: Fabric, place: int, copy: int, copies: int) -> Ints:
    """The vertices of a node that stand in copy COPY of what has COPIES."""
    first, stop = int(fabric.first[place]), int(fabric.first[place + 1])
    own = stop - first
    if own >= copies:
        each = own // copies
        return np.arange(first + copy * each, first + (copy + 1) * each)
    # Several of them stand in one host: with each the host is gone.
    return np.array([first + copy // (copies // own)])


def _pairs_of(fabric: Fabric) -> Callable[[int], Ints]:
    ends = np.concatenate([fabric.tail, fabric.head])
    order = np.argsort(ends, kind="stable")
    bounds = np.searchsorted(ends[order], np.arange(fabric.size + 1))
    pair = np.tile(np.arange(fabric.tail.size), 2)[order]
    return lambda vertex: pair[bounds[vertex] : bounds[vertex + 1]]


def _cables(survey: Survey, fabric: Fabric, network: Network, colours: Ints) -> Iterator[Element]:
    """One cable of every pair of copies, named by its number in the link."""
    at = network.at
    tail, head = at[fabric.tail], at[fabric.head]
    order = np.argsort(fabric.link, kind="stable")
    bounds = np.searchsorted(fabric.link[order], np.arange(len(fabric.links) + 1))
    for link, link_id in enumerate(fabric.links):
        pairs = order[bounds[link] : bounds[link + 1]]
        for pair, number in zip(pairs.tolist(), _numbers(survey, fabric, link_id, pairs), strict=False):
            ends = [int(colours[end]) if end >= 0 else -1 for end in (int(tail[pair]), int(head[pair]))]
            yield Element(
                f"{link_id}[{number}]", link_id, np.zeros(0, np.int64), np.array([pair]), True,
                (-2, link, *ends, int(fabric.cables[pair])),
            )  # fmt: skip


def _numbers(survey: Survey, fabric: Fabric, link_id: str, pairs: Ints) -> Iterator[int]:
    """The number in its link of a cable of each of PAIRS, which stand in the order of the cables."""
    cabling = survey.cablings[link_id]
    a, b, count = living_joints(cabling, Failed())
    ends: list[Ints] = []
    for node_id, copies in ((cabling.link.a, a), (cabling.link.b, b)):
        owner = survey.roster.owners[node_id]
        each = survey.design.total_copies(node_id) // survey.design.total_copies(owner)
        ends.append(fabric.first[fabric.nodes.index(owner)] + copies // each)
    gone = survey.failed.cables.get(link_id, set[int]())
    starts: list[int] = (np.cumsum(count) - count).tolist()
    joints = zip(ends[0].tolist(), ends[1].tolist(), starts, count.tolist(), strict=True)
    for tail, head in zip(fabric.tail[pairs].tolist(), fabric.head[pairs].tolist(), strict=True):
        for joint_tail, joint_head, start, cables in joints:
            living = next((n for n in range(start, start + cables) if n not in gone), None)
            if (joint_tail, joint_head) == (tail, head) and living is not None:
                yield living
                break
