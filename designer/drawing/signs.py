"""What findings and results say of each drawn thing: its emphasis, a note, how full it is, what it draws."""

from collections.abc import Collection, Mapping, Sequence
from typing import Final, NamedTuple

from designer.analysis.results import Results
from designer.drawing.drawing import Emphasis
from designer.drawing.words import fact
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.review.findings import Finding

_STRENGTH: Final[Mapping[Emphasis, int]] = {"": 0, "dimmed": 1, "warn": 2, "error": 3, "failed": 4}
FULL_FROM: Final = 1.005
"""From here on a bottleneck holds traffic back; below lies rounding."""
NEARLY_FULL_FROM: Final = 0.9


class Signs(NamedTuple):
    """What to show besides the design itself.

    Attributes:
        emphasis: By id of a tile, frame or link.
        notes: Why, in a sentence.
        utilisation: Of the fullest cable, by link id.
    """

    emphasis: dict[str, Emphasis]
    notes: dict[str, str]
    utilisation: dict[str, float]


def signs_of(findings: Sequence[Finding], results: Results | None, overlay: str, drawn_as: Mapping[str, str]) -> Signs:
    """Gather what findings and results say, on the ids that are drawn."""
    signs = Signs({}, {}, {})
    for finding in findings:
        if finding.severity != "note":
            emphasis: Emphasis = "error" if finding.severity == "error" else "warn"
            for record_id in finding.ids:
                _mark(signs, drawn_as.get(record_id, record_id), emphasis, finding.message)
    if results is None:
        return signs
    for failed in results.failed:
        base = failed.split("[")[0]
        _mark(signs, drawn_as.get(base, base), "failed", "Taken as failed.")
    if overlay and results.network is not None:
        for load in results.network.links:
            if load.utilisation.value is not None:
                signs.utilisation[load.id] = load.utilisation.value
        for bottleneck in results.network.bottlenecks:
            share = bottleneck.utilisation.value
            if share is not None and share >= NEARLY_FULL_FROM:
                full: Emphasis = "error" if share >= FULL_FROM else "warn"
                _mark(signs, drawn_as.get(bottleneck.id, bottleneck.id), full, bottleneck.reason)
    return signs


def stronger(first: Emphasis, second: Emphasis) -> Emphasis:
    """The one of two signs that must be seen."""
    return first if _STRENGTH[first] >= _STRENGTH[second] else second


def _mark(signs: Signs, record_id: str, emphasis: Emphasis, note: str) -> None:
    before = signs.emphasis.get(record_id, "")
    if _STRENGTH[emphasis] > _STRENGTH[before]:
        signs.emphasis[record_id] = emphasis
        signs.notes[record_id] = note


def tiers_of(results: Results | None) -> dict[str, str]:
    """Name of the tier of each switch: "leaf", "spine", "storage leaf" ..."""
    if results is None or results.network is None:
        return {}
    return {node: tier.name for tier in reversed(results.network.tiers) for node in tier.nodes}


def contents_power(
    design: Design, container: str, inside: Collection[str], copies: Mapping[str, int], results: Results | None
) -> tuple[float | None, bool]:
    """What one copy of CONTAINER draws at maximum, in watts, and whether something unknown is left out.

    Power and cooling equipment is left out: it passes power on. None when nothing is known.
    """
    if results is not None and results.cooling is not None and container in results.cooling.racks:
        figure = results.cooling.racks[container].max_w
        return figure.value, figure.at_least
    total, known, at_least = 0.0, False, False
    for node_id in inside:
        node = design.nodes[node_id]
        kind = KINDS.get(node.kind)
        if kind is None or kind.role not in {"accelerator", "host", "switch", "storage", "other"} or node.part is None:
            continue
        watts = _node_watts(design, node_id, copies[node_id], results)
        if watts is None:
            at_least = at_least or kind.role != "other"
        else:
            total, known = total + watts, True
    return (total / copies[container], at_least) if known else (None, False)


def _node_watts(design: Design, node_id: str, copies: int, results: Results | None) -> float | None:
    if results is not None and results.power is not None and node_id in results.power.by_node:
        return results.power.by_node[node_id].max_w.value
    node = design.nodes[node_id]
    each = fact(node, design.part_of(node), "power_max_w")
    return None if each is None else each * copies
