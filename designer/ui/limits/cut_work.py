"""Work of the cut window in a background process: limits of a fabric, and what widens one; no Qt here."""

from collections.abc import Sequence
from typing import Final

from designer.analysis.halving.halves import halves_of
from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.paths import MESSAGE_BYTES, paths_between
from designer.analysis.limits.records import Bound, CutBetween, FairRates, Paths, Widening
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.network.cabling import Ints
from designer.analysis.network.endpoints import Roster
from designer.analysis.network.network_context import survey_of
from designer.catalog.library import Library
from designer.edit.fixes import FIXES
from designer.model.changes import ChangeSet, merged
from designer.model.copy_ids import CopyId, copy_id
from designer.model.design import Design
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import count_text
from designer.model.kinds import CONTAINERS
from designer.model.network.flow_asks import FlowAsk
from designer.model.records import Record, RefusedInput
from designer.model.wording import counted
from designer.ui.jobs.background_process import Progress

MESSAGES: Final = (64.0, 1024.0, MESSAGE_BYTES, 65536.0, 1048576.0)
"""Messages whose latency is offered, bytes."""
MOST_SENDERS: Final = 6
"""Up to so many flows are told one by one; beyond, all of one selection send as one."""
MOST_PAIRS: Final = 4_096
"""Pairs of copies that compete one by one."""
SAMPLE: Final = 32
"""Copies of each selection that compete where all pairs would be too many: 16,384 accelerators take seconds."""


class Competing(Record, frozen=True, kw_only=True):
    """Max-min fair rates where all of one selection send to all of the other at once.

    Attributes:
        slowest: What the slowest pair of copies gets.
        fastest: What the fastest pair of copies gets.
        sampled: What was left out, in plain words; empty where nothing was.
    """

    rates: FairRates
    slowest: Figure
    fastest: Figure
    sampled: str = ""


class Between(Record, frozen=True, kw_only=True):
    """Limits between two selections: the smallest cut, and the shortest paths."""

    cut: CutBetween
    paths: Paths


def find_between(
    progress: Progress,
    design: Design,
    from_ids: Sequence[str],
    to_ids: Sequence[str],
    fail: Sequence[str],
    message_bytes: float = MESSAGE_BYTES,
) -> Between:
    """The cut and the paths from FROM_IDS to TO_IDS when FAIL has failed.

    Raises:
        RefusedInput: an id is not known, or the selections share a copy.
    """
    progress(0, 2, "the smallest cut")
    cut = min_cut_between(design, from_ids, to_ids, fail)
    progress(1, 2, "the paths")
    return Between(cut=cut, paths=paths_between(design, from_ids, to_ids, fail, message_bytes=message_bytes))


def find_competing(
    progress: Progress, design: Design, from_ids: Sequence[str], to_ids: Sequence[str], fail: Sequence[str]
) -> Competing:
    """The fair rates from FROM_IDS to TO_IDS when FAIL has failed; a large fabric takes seconds for them.

    Raises:
        RefusedInput: an id is not known, or the selections share a node.
    """
    progress(0, 1, "the fair rates")
    return competing(design, from_ids, to_ids, fail)


def competing(design: Design, from_ids: Sequence[str], to_ids: Sequence[str], fail: Sequence[str]) -> Competing:
    """Return what each of FROM_IDS gets where all send to all of TO_IDS at once, as much as there is.

    Raises:
        RefusedInput: an id is not known, or the selections share a node.
    """
    sources, targets, sampled = tuple(from_ids), tuple(to_ids), ""
    sizes = [_copies(design, ids) for ids in (sources, targets)]
    # Pairs grow with the product: beyond this a sample of each side, evenly chosen, stands for all.
    if sizes[0] * sizes[1] > MOST_PAIRS:
        sources, targets = (_sample(design, ids) for ids in (sources, targets))
        sampled = (
            f"Worked out for a sample, evenly chosen: {min(SAMPLE, sizes[0]):,} of {sizes[0]:,} copies send to "
            f"{min(SAMPLE, sizes[1]):,} of {sizes[1]:,}."
        )
    senders = [(one,) for one in sources] if len(sources) <= MOST_SENDERS else [sources]
    # A few senders are listed one by one; many are one group.
    rates = fair_rates(design, [FlowAsk(source=one, target=targets) for one in senders], fail)
    known = [row for row in rates.rates if row.pairs]
    slow = min((row.slowest_gbps for row in known), default=None)
    fast = max((row.fastest_gbps for row in known), default=None)
    pairs = counted(sum(row.pairs for row in rates.rates), "pair")
    note = f"Max-min fair over {pairs} of copies and their shortest paths."
    return Competing(
        rates=rates,
        sampled=sampled,
        slowest=leaf("fair rate of the slowest pair of copies", slow, "Gb/s", operation="routing", note=note),
        fastest=leaf("fair rate of the fastest pair of copies", fast, "Gb/s", operation="routing", note=note),
    )


def halves(design: Design) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The halves of the endpoints of the fabric that can exchange the least: what the bisection parts.

    Single copies are named where a node is on both sides; both are empty where there are no two endpoints. A network
    too large to lay out copy by copy is parted in design order.
    """
    survey = survey_of(design)
    fabric = survey.fabric(("fabric",))
    if fabric is None:
        return _in_design_order(design)
    found = halves_of(survey, fabric)
    if found is None:
        return (), ()
    node_of = fabric.node_of()

    def names(side: Ints) -> tuple[str, ...]:
        copies: dict[str, list[int]] = {}
        for vertex in side.tolist():
            node = int(node_of[vertex])
            copies.setdefault(fabric.nodes[node], []).append(vertex - int(fabric.first[node]))
        named = ((one, numbers, len(numbers) == design.total_copies(one)) for one, numbers in copies.items())
        return tuple(name for one, numbers, whole in named for name in _named(one, numbers, whole=whole))

    return names(found.near), names(found.far)


def _named(node_id: str, copies: Sequence[int], *, whole: bool) -> tuple[str, ...]:
    return (node_id,) if whole else tuple(copy_id(node_id, copy) for copy in copies)


def _in_design_order(design: Design) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ends = Roster(design).endpoints(("fabric",))
    total = sum(design.total_copies(one) for one in ends)
    near: list[str] = []
    far: list[str] = []
    left = total // 2
    for one in ends if total > 1 else ():
        copies = design.total_copies(one)
        first = min(copies, left)
        left -= first
        if first in (0, copies):
            (near if first else far).append(one)
        else:
            near += [copy_id(one, copy) for copy in range(first)]
            far += [copy_id(one, copy) for copy in range(first, copies)]
    return tuple(near), tuple(far)


def _copies(design: Design, ids: Sequence[str]) -> int:
    """Copies that IDS stand for: those of the nodes in a container, for a container."""
    return sum(len(copies) for copies in _each(design, ids))


def _sample(design: Design, ids: Sequence[str]) -> tuple[str, ...]:
    """At most SAMPLE single copies of IDS, evenly chosen."""
    every = [
        (one, copy) for one, copies in zip(_leaves(design, ids), _each(design, ids), strict=True) for copy in copies
    ]
    step = max(1.0, len(every) / SAMPLE)
    chosen = [every[int(place * step)] for place in range(min(SAMPLE, len(every)))]
    return tuple(
        one if CopyId.read(one).copy is not None or design.total_copies(one) == 1 else copy_id(one, copy)
        for one, copy in chosen
    )


def _leaves(design: Design, ids: Sequence[str]) -> list[str]:
    """IDS with what is inside containers in their place."""
    found: list[str] = []
    for one in ids:
        node = design.nodes.get(one)
        if node is not None and node.kind in CONTAINERS:
            found += [i for i, n in design.nodes.items() if one in design.ancestors(i) and n.kind not in CONTAINERS]
        else:
            found.append(one)
    return list(dict.fromkeys(found))


def _each(design: Design, ids: Sequence[str]) -> list[range]:
    return [range(design.total_copies(one)) if one in design.nodes else range(1) for one in _leaves(design, ids)]


def find_bound(progress: Progress, design: Design, traffic: str, fail: Sequence[str]) -> Bound:
    """The throughput bound of DESIGN under TRAFFIC when FAIL has failed.

    Raises:
        RefusedInput: nothing in the design makes that traffic.
    """
    progress(0, 1, "the throughput bound")
    return throughput_bound(design, traffic, fail)


def widened(design: Design, library: Library, way: Widening) -> ChangeSet:
    """All edits of WAY as one, which is undone as one.

    Raises:
        RefusedInput: an edit is not known, or the design does not allow it.
    """
    made: list[ChangeSet] = []
    for one in way.added:
        proposal = one.proposal
        if proposal.edit not in FIXES:
            raise RefusedInput(f"There is no edit {proposal.edit!r} to widen this with.")
        made.append(FIXES[proposal.edit](design, library, **proposal.arguments))
        design = made[-1].applied(design)
    if len(made) == 1:
        return made[0]
    return merged(made, f"{way.added[0].proposal.label} and to {count_text(len(made) - 1)} more")
