"""Design as what can fail: elements that machines need, machines of one's own and rented ones, and their pools."""

from collections.abc import Mapping, Sequence
from math import ceil, inf
from typing import Final

import numpy as np
from msgspec.structs import replace

from designer.analysis.availability.settings import Rate, RunSettings, usual_draws
from designer.analysis.availability.works import Work, replaced_by_owner
from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.network.network_context import survey_of
from designer.analysis.quantities import value_of
from designer.analysis.workloads.goodput.drawn_needs import MOST_COPIES, Failing, Followed, stated_rates
from designer.formulas.periods import HOURS_PER_YEAR
from designer.formulas.reliability.block_diagram import ALWAYS, BlockDiagram
from designer.formulas.reliability.capacity_over_time import Machines
from designer.formulas.reliability.histories import Flags, Ints, Sort, roomy
from designer.model.assumptions.table import assumed
from designer.model.copy_ids import CopyId
from designer.model.design import Design, Node
from designer.model.kinds import KINDS
from designer.model.records import Arrays, RefusedInput

_FAILURES_OF_A_PART: Final = 300_000
"""Failures of all histories that are drawn at once, so that a part of a run takes some 100 MB."""
_MOST_OF_A_PART: Final = 100
MOST_FOLLOWED: Final = 2_000_000
"""Failures of one history beyond which only the numbers that are down are drawn, hour by hour."""
_WARM_REPAIRS: Final = 20.0
_DAY_H: Final = 24.0
_THOUSAND: Final = 1_000.0


class Blocks(BlockDiagram):
    """Needs as blocks of a diagram, with the words of `needs_logic.Logic`."""

    never: int = ALWAYS

    def slowed_by(self, parts: Sequence[int], needed: float) -> int:
        """Return what goes on with any of PARTS, slowed where fewer than NEEDED are left."""
        return self.any_of(parts) if needed <= 0 else self.capped(parts, needed)


class FailingModel(Arrays, frozen=True):
    """The failing things of a design, and what each piece of work needs of them.

    Attributes:
        diagram: What machines need.
        elements: Sorts of elements, each node one.
        element_of: Which element of the diagram each copy of those is; -1 of those that no machine needs (things,).
        machine_sorts: Sorts of machines, each node one; spares that are not drawn come last.
        machines: What each machine needs, and which machines each piece of work has.
        works: The pieces of work, in the order of the pools.
        hours: Length of a history.
        histories: Of all parts.
        part_size: Histories of a part.
        crews: That repair at once; None where there are always enough.
        warm_h: Hours that pass before a history where crews are limited.
        seed: Of the run.
        unknown: Ids of what machines need of which nobody says how often it fails.
        assumed_ids: Ids of machines whose rate or repair is supposed.
        folded: Whether machines are so many that only their numbers are drawn.
    """

    diagram: BlockDiagram
    elements: tuple[Sort, ...]
    element_of: Ints
    machine_sorts: tuple[Sort, ...]
    machines: Machines
    works: tuple[Work, ...]
    hours: float
    histories: int
    part_size: int
    crews: int | None
    warm_h: float
    seed: int
    unknown: tuple[str, ...]
    assumed_ids: tuple[str, ...]
    folded: bool

    @property
    def parts(self) -> int:
        """Return how many parts the run has."""
        return ceil(self.histories / self.part_size)

    def size_of(self, part: int) -> int:
        """Return how many histories a part has: the last may have fewer."""
        return min(self.part_size, self.histories - part * self.part_size)


def model_of(
    design: Design, works: Sequence[Work], settings: RunSettings, like: "FailingModel | None" = None
) -> FailingModel:
    """Return what can fail of DESIGN, as far as WORKS need it.

    Args:
        design: The design.
        works: Pieces of work, see `works_of`.
        settings: Of the run.
        like: A model with which this one is compared: what both have fails at the same moments.

    Raises:
        RefusedInput: a setting is out of range, or so much fails that it cannot be followed.
    """
    settings.checked()
    design = with_rates(design, settings.rates)
    ids = list(dict.fromkeys(host for work in works for host in work.hosts))
    hosts = [design.nodes[one] for one in ids if one in design.nodes]
    own = [host for host in hosts if not replaced_by_owner(design, host.id)]
    hours = settings.years * HOURS_PER_YEAR
    # As many are drawn as of the model that this is compared with, so that both draw the same numbers.
    before = {sort.name: sort.drawn_copies for sort in (*like.machine_sorts, *like.elements)} if like else {}
    spare = {work.id: work.spare for work in works if work.spare and work.hosts}
    machine_sorts, assumed_ids = _machine_sorts(design, hosts, works, spare, settings, before)
    failures = sum(sort.drawn_copies * hours / sort.mtbf_h for sort in machine_sorts)
    many = sum(design.total_copies(host.id) for host in hosts) > MOST_COPIES
    # Too many to follow one by one: only how many are down is drawn, and what they need is left out.
    folded = many or failures > MOST_FOLLOWED
    diagram = Blocks()
    stated = stated_rates(design)
    unknown: tuple[str, ...] = ()
    blocks: dict[str, list[int]] = {}
    if not folded:
        followed = Followed(design, own, WorkFabrics(survey_of(design)), stated, diagram)
        blocks, unknown = followed.hosts_need(), followed.unknown
    elements, element_of = _elements(design, diagram, stated, settings, before)
    failures += sum(sort.drawn_copies * hours / sort.mtbf_h for sort in elements)
    if not folded and failures > MOST_FOLLOWED:
        raise RefusedInput(
            f"{failures:.2g} failures come in one history, more than {MOST_FOLLOWED:,}: take fewer years, or longer "
            "times between failures."
        )
    machines = _machines(design, hosts, works, spare, blocks, folded=folded)
    repairs = [sort.repair_h for sort in (*elements, *machine_sorts) if sort.fails]
    # Large designs have few histories in a part, so that the memory of a part stays about the same.
    size = max(1, min(_MOST_OF_A_PART, int(_FAILURES_OF_A_PART / max(1.0, failures))))
    return FailingModel(
        diagram=diagram,
        elements=elements,
        element_of=element_of,
        machine_sorts=machine_sorts,
        machines=machines,
        works=tuple(works),
        hours=hours,
        histories=like.histories if like else settings.draws or usual_draws(0.0 if folded else failures),
        part_size=like.part_size if like else size,
        crews=settings.crews,
        warm_h=min(_WARM_REPAIRS * max(repairs, default=0.0), hours),
        seed=settings.seed,
        unknown=unknown,
        assumed_ids=assumed_ids,
        folded=folded,
    )


def with_rates(design: Design, rates: Mapping[str, Rate]) -> Design:
    """Return DESIGN with RATES by kind at what does not say itself how often it fails."""
    if not rates:
        return design
    nodes = dict(design.nodes)
    for node in design.nodes.values():
        rate = rates.get(node.kind)
        kind = KINDS.get(node.kind)
        if rate is None or kind is None or not kind.fails:
            continue
        # What a node or its part says itself outweighs a rate of its kind.
        if value_of(design, node, "mtbf_h") and value_of(design, node, "repair_h") is not None:
            continue
        nodes[node.id] = replace(node, facts={**node.facts, "mtbf_h": rate.mtbf_h, "repair_h": rate.repair_h})
    return replace(design, nodes=nodes)


def host_rate(design: Design, host: Node) -> tuple[float, float, bool]:
    """Return hours between failures of one HOST and of its repair, and whether any of them is supposed.

    A machine that is rented is replaced by its owner within the start of another.
    """
    mtbf, repair = value_of(design, host, "mtbf_h"), value_of(design, host, "repair_h")
    supposed = not mtbf or repair is None
    if not mtbf:
        rate = assumed(design, "failures_per_1000_node_days").or_zero
        mtbf = _DAY_H * _THOUSAND / rate if rate else inf
    # Rented machines are not repaired: another starts in their place.
    if replaced_by_owner(design, host.id):
        repair = assumed(design, "replica_start_min").or_zero / 60
    elif repair is None:
        repair = assumed(design, "repair_days").or_zero * _DAY_H
    return mtbf, repair, supposed


def _machine_sorts(
    design: Design,
    hosts: Sequence[Node],
    works: Sequence[Work],
    spare: Mapping[str, int],
    settings: RunSettings,
    before: Mapping[str, int],
) -> tuple[tuple[Sort, ...], tuple[str, ...]]:
    """Sorts of the machines, then those that stand by for jobs; and ids of those of which something is supposed."""
    sorts: list[Sort] = []
    supposed: list[str] = []
    per_day = {work.id: value_of(design, design.nodes[work.id], "failures_per_1000_node_days") for work in _jobs(works)}
    for host in hosts:
        mtbf, repair, guessed = host_rate(design, host)
        # What a job says of its machines counts where they say nothing themselves.
        said = next((rate for job in _jobs(works) if host.id in job.hosts and (rate := per_day[job.id])), None)
        if said and not value_of(design, host, "mtbf_h"):
            mtbf = _DAY_H * _THOUSAND / said
        if guessed:
            supposed.append(host.id)
        sorts.append(_sort(host.id, design.total_copies(host.id), mtbf, repair, settings, before, machine=True))
    by_id = {sort.name: sort for sort in sorts}
    for work in works:
        number = spare.get(work.id)
        if number:
            like = by_id[work.hosts[0]]
            name = f"{work.id} spare"
            sorts.append(_sort(name, number, like.mtbf_h, like.repair_h, settings, before, machine=True))
    return tuple(sorts), tuple(supposed)


def _jobs(works: Sequence[Work]) -> list[Work]:
    return [work for work in works if work.sort == "job"]


def _sort(
    name: str,
    copies: int,
    mtbf_h: float,
    repair_h: float,
    settings: RunSettings,
    before: Mapping[str, int],
    *,
    machine: bool = False,
) -> Sort:
    return Sort(
        name=name,
        copies=copies,
        mtbf_h=mtbf_h,
        repair_h=repair_h,
        rate_cv=settings.rate_cv,
        grouped=settings.grouped if machine else 0.0,
        repairs_h=settings.repairs_h if machine else (),
        drawn_copies=max(copies, before.get(name, roomy(copies))),
    )


def _elements(
    design: Design,
    diagram: BlockDiagram,
    stated: Mapping[str, Failing],
    settings: RunSettings,
    before: Mapping[str, int],
) -> tuple[tuple[Sort, ...], Ints]:
    """Sorts of the elements of DIAGRAM by their nodes, and which element each copy of them is."""
    place = {name: number for number, name in enumerate(diagram.elements)}
    by_node: dict[str, dict[int, int]] = {}
    for name, number in place.items():
        # A node that stands there once is named by its id alone.
        read = CopyId.read(name)
        node, copy = (name, 0) if name in design.nodes else (read.id, read.copy or 0)
        by_node.setdefault(node, {})[copy] = number
    sorts: list[Sort] = []
    element_of: list[Ints] = []
    for node_id in (one for one in design.nodes if one in by_node):
        copies, rate = design.total_copies(node_id), stated[node_id]
        sorts.append(_sort(node_id, copies, rate.mtbf_h, rate.repair_h, settings, before))
        # Copies that no machine needs are drawn all the same: their numbers come from the same stream.
        which = np.full(copies, -1, dtype=np.int64)
        for copy, number in by_node[node_id].items():
            which[copy] = number
        element_of.append(which)
    return tuple(sorts), np.concatenate(element_of) if element_of else np.zeros(0, dtype=np.int64)


def _machines(
    design: Design,
    hosts: Sequence[Node],
    works: Sequence[Work],
    spare: Mapping[str, int],
    blocks: Mapping[str, Sequence[int]],
    *,
    folded: bool,
) -> Machines:
    """Return the machines with what each needs and the pools of WORKS; none where they are FOLDED."""
    if folded:
        return Machines(np.zeros(0, dtype=np.int64), np.zeros((len(works), 0), dtype=np.bool_))
    sizes = {host.id: design.total_copies(host.id) for host in hosts}
    first: dict[str, int] = {}
    needs: list[Ints] = []
    number = 0
    for host in hosts:
        first[host.id] = number
        number += sizes[host.id]
        own = blocks.get(host.id)
        needs.append(np.full(sizes[host.id], ALWAYS) if own is None else np.asarray(own, dtype=np.int64))
    spares: dict[str, range] = {}
    for work in works:
        if work.id in spare:
            spares[work.id] = range(number, number + spare[work.id])
            needs.append(np.full(spare[work.id], ALWAYS))
            number += spare[work.id]
    pools: list[Flags] = []
    for work in works:
        # One row for each piece of work: the machines it may run on, its stated spares among them.
        inside = np.zeros(number, dtype=np.bool_)
        for host in work.hosts:
            inside[first[host] : first[host] + sizes[host]] = True
        inside[list(spares.get(work.id, ()))] = True
        pools.append(inside)
    block = np.concatenate(needs) if needs else np.zeros(0, dtype=np.int64)
    return Machines(block, np.stack(pools) if pools else np.zeros((0, number), dtype=np.bool_))
