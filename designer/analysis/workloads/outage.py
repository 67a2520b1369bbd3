"""Outage of machines, switches or services: those they cut off, and services that rest on nothing then."""

from collections.abc import Collection
from typing import NamedTuple

from designer.analysis.chain.needs import needs_of
from designer.analysis.failing import failed_of
from designer.analysis.quantities import role_of
from designer.analysis.workloads.service_graph import resting_on
from designer.model.design import Design


class Outage(NamedTuple):
    """Failure and all that it takes along.

    Attributes:
        failed: Ids of nodes that failed themselves, with all that stands in them.
        cut_off: Machines and storage whose every data cable leads to a failed switch, in design order.
        services: Services that go down, callers first.
    """

    failed: tuple[str, ...]
    cut_off: tuple[str, ...]
    services: tuple[str, ...]

    @property
    def lost(self) -> tuple[str, ...]:
        """Everything that falls without having failed itself."""
        return tuple(dict.fromkeys((*self.cut_off, *self.services)))


def outage(design: Design, failed: Collection[str]) -> Outage:
    """Return the nodes that go down when all copies of FAILED do; ids that are not there are left out."""
    gone = failed_of(design, [name for name in failed if name in design.nodes]).nodes
    ordered = [node.id for node in design.nodes_in_order()]
    cut_off = _cut_off(design, gone)
    services = resting_on(needs_of(design).services, {*gone, *cut_off}) if gone else ()
    return Outage(
        failed=tuple(name for name in ordered if name in gone),
        cut_off=tuple(name for name in ordered if name in cut_off),
        services=services,
    )


def _cut_off(design: Design, gone: Collection[str]) -> set[str]:
    """Nodes that have data links, all of which end at switches in GONE."""
    ends: dict[str, set[str]] = {}
    for link in design.links.values():
        if link.medium in {"fabric", "storage"} and link.a in design.nodes and link.b in design.nodes:
            ends.setdefault(link.a, set()).add(link.b)
            ends.setdefault(link.b, set()).add(link.a)
    return {
        name
        for name, others in ends.items()
        if name not in gone
        and role_of(design.nodes[name]) != "switch"
        and all(other in gone and role_of(design.nodes[other]) == "switch" for other in others)
    }
