"""Network of a sweep of failures: between whom bandwidth is lost, and who can be cut off."""

from typing import NamedTuple

import numpy as np

from designer.analysis.halving.halves import halves_of
from designer.analysis.halving.records import Halves
from designer.analysis.network.bisection import LABEL, between_halves, bisection, flow_network
from designer.analysis.network.cabling import Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.max_flow import max_flow
from designer.analysis.network.network_context import Survey, survey_of
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import NETWORK_MEDIA, Medium

FABRIC: Medium = "fabric"
STORES_LABEL = "bandwidth between machines and stores"


class SweptNetwork(NamedTuple):
    """One network as a sweep sees it.

    Attributes:
        fabric: Laid out copy by copy; None where it is too large.
        endpoints: Vertices that can be cut off: the endpoints of the compute fabric, all machines and stores elsewhere.
        sides: Between whom bandwidth counts: machines and stores where both are on it, else the worst halves.
        before: What goes between them, in Gb/s.
        label: What that is called.
        between: The same in the middle of a sentence: "between the halves".
        named_by_ends: Whether who is cut off is counted in machines and stores: without its management or its stores
            an accelerator is not gone.
    """

    fabric: Fabric | None
    endpoints: Ints
    sides: Halves | None
    before: Figure
    label: str
    between: str
    named_by_ends: bool = False


def survey_for(design: Design, medium: Medium, fail: tuple[str, ...]) -> Survey:
    """Return DESIGN as its networks see it when FAIL has failed, that of MEDIUM among them."""
    return survey_of(design, fail, NETWORK_MEDIA if medium in NETWORK_MEDIA else (medium,))


def swept_network(survey: Survey, medium: Medium) -> SweptNetwork:
    """Return the network of MEDIUM as a sweep sees it."""
    fabric = survey.fabric((medium,))
    nobody = np.zeros(0, np.int64)
    if fabric is None:
        return SweptNetwork(None, nobody, None, leaf(LABEL, None, "Gb/s"), LABEL, "between the halves")
    if medium == FABRIC:
        endpoints = fabric.vertices(survey.roster.endpoints((medium,)))
    else:
        endpoints = fabric.vertices(survey.roster.machines((medium,)))
        stores = fabric.vertices(survey.roster.storage((medium,)))
        machines = np.setdiff1d(endpoints, stores)
        if stores.size and machines.size:
            sides = Halves(stores, machines, 0.0, 0.0, "Machines and stores, not halves.")
            before = leaf(
                STORES_LABEL,
                max_flow(flow_network(fabric, sides)),
                "Gb/s",
                operation="routing",
                note="Max flow from all stores to all machines, one way.",
            )
            return SweptNetwork(fabric, endpoints, sides, before, STORES_LABEL, "between machines and stores", True)
    before = between_halves(bisection(survey, fabric, medium)[0])
    halves = halves_of(survey, fabric)
    return SweptNetwork(fabric, endpoints, halves, before, LABEL, "between the halves", medium != FABRIC)
