"""Copies of the power chain one by one: what each carries, whether it is dark, and which copies feed it."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import NamedTuple

from designer.analysis.chain.supplies import supplied_ids
from designer.analysis.chain.surviving_copies import ALL_STANDING, Standing
from designer.analysis.power.chain import MAX, TYPICAL, with_left
from designer.analysis.power.failures import gone_of
from designer.analysis.power.load_flow import DARK, walk
from designer.analysis.power.power_chain import plant_of
from designer.model.copy_ids import copy_id
from designer.model.design import Design


class CopyLoad(NamedTuple):
    """One copy of a node of the power chain.

    Attributes:
        typical_w: What it takes, its own losses with it.
        max_w: The same at maximum, with the diversity above the rack PDUs.
        dark: Whether no power reaches it.
        failed: Whether it was taken as failed.
        sources: Ids of the copies that feed it: "busway[2]", with the number of the copy for a single one too.
    """

    typical_w: float
    max_w: float
    dark: bool
    failed: bool
    sources: tuple[str, ...]


def copy_loads(
    design: Design, nodes: Collection[str], fail: Collection[str] = (), left: Standing = ALL_STANDING
) -> Mapping[str, tuple[CopyLoad, ...]]:
    """Return the copies of NODES as they are when FAIL has failed, by node; as `plant_result` works them out.

    Args:
        design: The design.
        nodes: Ids; those that take no part are left out.
        fail: Ids that have failed.
        left: What then still stands.

    Raises:
        RefusedInput: there are more copies or cables than can be laid out.
    """
    plant = plant_of(design, left.optics)
    chain, limits = plant.chain, plant.limits
    gone = gone_of(chain, supplied_ids(chain.design, (*fail, *left.tripped)))
    chain = with_left(chain, left)
    walked = walk(chain, gone.cut, gone.cables, bypassed=gone.bypassed)
    limits = replace(limits, chain=chain)
    wanted = {vertex for node_id in nodes if node_id in chain.first for vertex in chain.range_of(node_id)}
    above: dict[int, list[str]] = {}
    for source, fed in zip(chain.source.tolist(), chain.fed.tolist(), strict=True):
        if fed in wanted:
            owner = chain.order[int(chain.owner[source])]
            above.setdefault(fed, []).append(copy_id(owner, source - chain.first[owner]))
    return {
        node_id: tuple(
            CopyLoad(
                float(walked.load[vertex, TYPICAL]),
                float(walked.load[vertex, MAX] * limits.factor[vertex]),
                bool(walked.state[vertex] == DARK) and not bool(gone.vertices[vertex]),
                bool(gone.vertices[vertex]),
                tuple(dict.fromkeys(above.get(vertex, ()))),
            )
            for vertex in chain.range_of(node_id)
        )
        for node_id in nodes
        if node_id in chain.first
    }
