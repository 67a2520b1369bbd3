"""Findings and results of each drawn thing: its emphasis, a note, its utilisation, its draw."""

from collections.abc import Collection, Mapping, Sequence
from itertools import chain, compress, repeat
from operator import and_, is_, not_
from typing import Final, Literal, NamedTuple, TypeVar

from designer.analysis.chain.point_words import cut_off_words, lost_storage_words, point_sentence, told_points
from designer.analysis.cooling.records import CoolingFailure
from designer.analysis.failing import failed_of
from designer.analysis.results import Lost, Results, SinglePoint
from designer.drawing.records import Emphasis
from designer.drawing.topology.folded import findings_inside, findings_words
from designer.drawing.words import fact
from designer.model.design import Design
from designer.model.kinds import KINDS
from designer.review.findings import Finding

_STRENGTH: Final[Mapping[Emphasis, int]] = {"": 0, "dimmed": 1, "warn": 2, "error": 3, "failed": 4}
FULL_FROM: Final = 1.005
"""From here on a bottleneck holds traffic back; below lies rounding."""
NEARLY_FULL_FROM: Final = 0.9


class Signs(NamedTuple):
    """The findings and results that are shown besides the design itself.

    Attributes:
        emphasis: By id of a tile, frame or link.
        notes: Why, in a sentence.
        utilisation: Of the fullest cable, by link id.
        failed: How much of a node or link is taken as failed: "failed" for all of it, "1 of 8 failed".
        inside: How many errors and warnings are about what a folded container hides, by its id.
    """

    emphasis: dict[str, Emphasis]
    notes: dict[str, str]
    utilisation: dict[str, float]
    failed: dict[str, str]
    inside: dict[str, int]


ALL_FAILED: Final = "failed"
_DEVICES: Final = frozenset({"accelerator", "host", "switch", "storage", "other"})
"""Roles of what draws power for itself."""
_LEFT_OUT: Final = "left out"
Watts = float | Literal["left out"] | None
"""What a node draws: None where that is not known."""
_Key = TypeVar("_Key")


def signs_of(
    design: Design,
    findings: Sequence[Finding],
    results: Results | None,
    overlay: str,
    drawn_as: Mapping[str, str],
    *,
    single_points: bool = False,
) -> Signs:
    """Gather what findings and results say, on the ids that are drawn; SINGLE_POINTS of failure when wanted."""
    signs = Signs({}, {}, {}, {}, findings_inside(design, findings, drawn_as))
    resilience = results.resilience if single_points and results else None
    points = resilience.single_points_of_failure if resilience else ()
    needed = told_points(design, resilience.service_points) if resilience else ()
    # A stronger sign takes the place of a weaker one; the words of single points are added to it again at the end.
    for point in points:
        _mark(signs, drawn_as.get(point.id, point.id), "warn", single_point_words(point))
    for point in needed:
        _mark(signs, drawn_as.get(point.id, point.id), "warn", point_sentence(design, point))
    for finding in findings:
        if finding.severity != "note":
            emphasis: Emphasis = "error" if finding.severity == "error" else "warn"
            for record_id in finding.ids:
                _mark(signs, drawn_as.get(record_id, record_id), emphasis, finding.message)
    for container, count in signs.inside.items():
        said = signs.notes.get(container, "")
        signs.notes[container] = f"{findings_words(count)} inside. {said}".strip()
    if results is None:
        return signs
    if results.failed:
        _mark_failed(signs, design, results.failed, drawn_as)
        if results.cooling is not None and results.cooling.heat.failure is not None:
            _mark_hot(signs, results.cooling.heat.failure, drawn_as)
        if results.resilience is not None:
            _mark_lost(signs, results.resilience.lost, drawn_as)
    if overlay and results.network is not None:
        for load in results.network.links:
            if load.utilisation.value is not None and signs.failed.get(load.id) != ALL_FAILED:
                signs.utilisation[load.id] = load.utilisation.value
        for bottleneck in results.network.bottlenecks:
            share = bottleneck.utilisation.value
            if share is not None and share >= NEARLY_FULL_FROM:
                full: Emphasis = "error" if share >= FULL_FROM else "warn"
                _mark(signs, drawn_as.get(bottleneck.id, bottleneck.id), full, bottleneck.reason)
    for point in points:
        _say_too(signs, drawn_as.get(point.id, point.id), single_point_words(point))
    for point in needed:
        _say_too(signs, drawn_as.get(point.id, point.id), point_sentence(design, point))
    return signs


def different(before: Mapping[_Key, object], after: Mapping[_Key, object]) -> set[_Key]:
    """Keys whose values differ, or that one of the two has not."""
    if before is after:
        return set()
    # What stands in the same place in both is told apart at once; only the others are looked up.
    same = map(and_, map(is_, before, after), map(is_, before.values(), after.values()))
    others = compress(after.items(), chain(map(not_, same), repeat(True)))
    found = {key for key, value in others if key not in before or before[key] != value}
    new = sum(key not in before for key in found)
    return found if len(before) + new == len(after) else found | {key for key in before if key not in after}


def stronger(first: Emphasis, second: Emphasis) -> Emphasis:
    """The one of two signs that must be seen."""
    return first if _STRENGTH[first] >= _STRENGTH[second] else second


def single_point_words(point: SinglePoint) -> str:
    """Return the reason why POINT is one.

    As "Single point of failure: 24 accelerators are cut off without one of it.".
    """
    what = "one cable of it" if point.kind == "link" else "one of it"
    if point.medium != "fabric":
        return f"Single point of failure: without {what}, {cut_off_words(point)}."
    number, storage = point.lost_accelerators, lost_storage_words(point)
    gone = f"{number:,} accelerator{'s are' if number != 1 else ' is'} cut off" if number else "endpoints are cut off"
    return f"Single point of failure: without {what}, {gone}{storage}."


def _mark_lost(signs: Signs, lost: Sequence[Lost], drawn_as: Mapping[str, str]) -> None:
    """Mark what gives nothing any more, and what is degraded and how, with the way from the failure to it."""
    for one in lost:
        drawn = drawn_as.get(one.id, one.id)
        if signs.failed.get(drawn) != ALL_FAILED:
            words = f"{one.how[:1].upper()}{one.how[1:]}. {one.because}."
            _mark(signs, drawn, "error" if one.state == "lost" else "warn", words)


def _mark_failed(signs: Signs, design: Design, fail: Sequence[str], drawn_as: Mapping[str, str]) -> None:
    failed = failed_of(design, fail)
    parts: dict[str, tuple[int, int]] = {
        node: (len(set[int]().union(*copies)), design.total_copies(node)) for node, copies in failed.copies.items()
    }
    parts |= {link: (len(gone), design.total_cables(design.links[link])) for link, gone in failed.cables.items()}
    for record_id, (gone, of) in parts.items():
        if record_id not in failed.whole:
            signs.failed[record_id] = f"{gone:,} of {of:,} failed" if gone < of else ALL_FAILED
    signs.failed.update(dict.fromkeys(failed.whole, ALL_FAILED))
    for record_id, words in signs.failed.items():
        # A link that lost a few of its cables still carries something, and shows how much.
        partly = record_id in design.links and words != ALL_FAILED
        note = "Taken as failed." if words == ALL_FAILED else f"Taken as failed: {words.removesuffix(' failed')}."
        _mark(signs, drawn_as.get(record_id, record_id), "warn" if partly else "failed", note)
    for link in design.links.values():
        if link.a in failed.nodes or link.b in failed.nodes:
            _mark(signs, link.id, "dimmed", "An end has failed.")


def _mark_hot(signs: Signs, failure: CoolingFailure, drawn_as: Mapping[str, str]) -> None:
    """Devices that the failure leaves without coolant, or in air that gets too warm, and coolers that stand still."""
    for device, count in failure.uncooled.items():
        _mark(signs, drawn_as.get(device, device), "error", f"No coolant reaches {count:,} of it.")
    if failure.newly_warm:
        for device in failure.warm:
            _mark(signs, drawn_as.get(device, device), "error", "The air around it gets too warm.")
    for cooler in failure.stopped:
        _mark(signs, drawn_as.get(cooler, cooler), "error", "It gets no water.")
    for unit in failure.newly_overloaded:
        _mark(signs, drawn_as.get(unit, unit), "error", "It takes more heat than it may.")


def _mark(signs: Signs, record_id: str, emphasis: Emphasis, note: str) -> None:
    before = signs.emphasis.get(record_id, "")
    if _STRENGTH[emphasis] > _STRENGTH[before]:
        signs.emphasis[record_id] = emphasis
        signs.notes[record_id] = note


def _say_too(signs: Signs, record_id: str, words: str) -> None:
    """Say WORDS beside a stronger sign of something that is drawn by itself."""
    note = signs.notes.get(record_id, "")
    if "Single point of failure" not in note:
        signs.notes[record_id] = f"{note} {words}"


def tiers_of(results: Results | None) -> dict[str, str]:
    """Name of the tier of each switch: "leaf", "spine", "storage leaf" ..."""
    if results is None or results.network is None:
        return {}
    return {node: tier.name for tier in reversed(results.network.tiers) for node in tier.nodes}


def contents_power(
    design: Design,
    container: str,
    inside: Collection[str],
    copies: Mapping[str, int],
    results: Results | None,
    watts: dict[str, Watts] | None = None,
) -> tuple[float | None, bool]:
    """Return the maximum draw of one copy of CONTAINER in watts, and whether something unknown is left out.

    Power and cooling equipment is left out: it passes power on. None when nothing is known. What single nodes draw is
    found again in WATTS.
    """
    if results is not None and results.cooling is not None and container in results.cooling.racks:
        figure = results.cooling.racks[container].max_w
        return figure.value, figure.at_least
    # Without an answer of the analysis, the sum over the contents, divided by the copies of the container.
    found = {} if watts is None else watts
    total, known, at_least = 0.0, False, False
    for node_id in inside:
        if node_id not in found:
            found[node_id] = _node_watts(design, node_id, copies[node_id], results)
        draw = found[node_id]
        # What draws an unknown amount makes the sum a least value; what draws nothing of note does not.
        if draw is None:
            at_least = True
        elif draw != _LEFT_OUT:
            total, known = total + draw, True
    return (total / copies[container], at_least) if known else (None, False)


def _node_watts(design: Design, node_id: str, copies: int, results: Results | None) -> Watts:
    """Return what all copies of a node draw, as far as it counts for what holds them; None where that is not known."""
    node = design.nodes[node_id]
    kind = KINDS.get(node.kind)
    if kind is None or kind.role not in _DEVICES or node.part is None:
        return _LEFT_OUT
    if results is not None and results.power is not None and node_id in results.power.by_node:
        watts = results.power.by_node[node_id].max_w.value
    else:
        each = fact(node, design.part_of(node), "power_max_w")
        watts = None if each is None else each * copies
    return _LEFT_OUT if watts is None and kind.role == "other" else watts
