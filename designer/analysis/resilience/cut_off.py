"""Accelerators that failures take along by themselves: those in what has failed, and those it cuts off."""

from typing import Final

import numpy as np

from designer.analysis.network.fabric import Fabric
from designer.analysis.network.network_context import Survey, survey_of
from designer.analysis.quantities import accelerators_in, drawn_chips, role_of
from designer.analysis.reach.reachability import cut_off, memberships
from designer.model.parts.part import Medium

_FABRIC: Final[tuple[Medium, ...]] = ("fabric",)


def accelerators_lost(survey: Survey) -> int | None:
    """Accelerators that failed themselves or are cut off from others that they met before (`reach.meeting`).

    None when the network is too large to be laid out copy by copy.
    """
    if not survey.failed:
        return 0
    after = survey.fabric(_FABRIC)
    before = survey_of(survey.design).fabric(_FABRIC)
    if after is None or before is None:
        return None
    return _failed_themselves(survey) + _cut_off(survey, before, after)


def _failed_themselves(survey: Survey) -> int:
    design, failed, lost = survey.design, survey.failed, 0
    drawn = drawn_chips(design)
    # Chips that are drawn inside a machine count with it already.
    for node_id, node in design.nodes.items():
        if node_id in drawn:
            continue
        each = sum(accelerators_in(design, design.part_of(node)).values())
        if not each and role_of(node) == "accelerator":
            each = 1
        if each and node_id in failed.nodes:
            lost += each * design.total_copies(node_id)
        elif each and node_id in failed.copies:
            # Ranges of one node may overlap where a copy and its container have both failed.
            lost += each * len(set[int]().union(*failed.copies[node_id]))
    return lost


def _cut_off(survey: Survey, before: Fabric, after: Fabric) -> int:
    roster = survey.roster
    inside = np.array([roster.accelerators.get(i, 0) for i in after.nodes], dtype=np.int64)[after.node_of()]
    endpoints = after.vertices(roster.endpoints(_FABRIC))
    if not endpoints.size:
        return 0
    # Endpoints with accelerators weigh by these, so that the lighter side is the one with less to lose.
    was, now = memberships(before, endpoints), memberships(after, endpoints)
    return int(inside[cut_off(was, now, endpoints, np.maximum(inside, 1).astype(np.float64))].sum())
