"""Rates of the drawn fabric for each group of a split on the hosts that it spans.

Groups are those of tensor, context, experts, data and stages.

Groups are placed from the inside outwards (tensor, context and experts, data, stages), as Megatron-LM's, and all of one
sort run at once. Where the scheduler takes hosts leaf by leaf, a group inside a leaf gets more than one whose ranks
stand in a leaf each; in random order every group crosses leaves as the ring of the whole job does, so that its rate is
taken for all, and they are not told apart.
"""

from dataclasses import dataclass, field
from typing import NamedTuple

from designer.analysis.chain.fabric import WorkFabrics
from designer.analysis.collectives.group_rates import rates_of
from designer.analysis.collectives.layouts import Pattern, Spread
from designer.analysis.workloads.training.cluster import Cluster
from designer.formulas.workloads.training_step.search import Stated
from designer.model.figures.figure import Figure


class Between(NamedTuple):
    """GB/s of an accelerator between domains, one way, for each sort of group; in the order of `runs.GROUPS`."""

    tensor: Figure
    context: Figure
    expert: Figure
    data: Figure
    expert_data: Figure
    stages: Figure

    @property
    def gb_per_s(self) -> tuple[float, ...]:
        """The same as plain numbers."""
        return tuple(rate.value or 0.0 for rate in self)


@dataclass(frozen=True)
class GroupsOf:
    """Rates of the groups of the splits of one job.

    Attributes:
        cluster: The accelerators of the job.
        fabrics: The drawn networks, failures worked in.
    """

    cluster: Cluster
    fabrics: WorkFabrics
    _known: dict[tuple[Pattern, Spread], Figure] = field(default_factory=dict[tuple[Pattern, Spread], Figure])

    def of(self, split: Stated) -> Between:
        """Return what the groups of SPLIT get."""
        t, c = split.tensor, split.context
        ranks = split.data * c
        expert = max(split.expert, 1)
        return Between(
            tensor=self._rate("ring", t, 1),
            context=self._rate("ring", c, t),
            expert=self._rate("all-to-all", expert, t),
            data=self._rate("ring", ranks, t),
            expert_data=self._rate("ring", max(ranks * t // expert, 1), max(expert, t)),
            stages=self._rate("ring", split.pipeline, t * ranks),
        )

    def _rate(self, pattern: Pattern, ranks: int, stride: int) -> Figure:
        """Return the GB/s an accelerator in groups of RANKS, STRIDE from one to the next, sending in PATTERN."""
        cluster = self.cluster
        usual = cluster.to_all if pattern == "all-to-all" else cluster.outside
        spread = Spread.of(max(ranks, 1), stride, cluster.domain, cluster.machines.each)
        hosts = cluster.number // max(cluster.machines.each, 1)
        # A group of one domain sends nothing between them; one that the hosts do not hold gets what the whole job gets.
        if spread.size < 2 or spread.size * spread.stride > hosts:
            return usual
        if (pattern, spread) not in self._known:
            found = rates_of(self.fabrics).of(cluster.machines.hosts, pattern, spread)
            self._known[pattern, spread] = found.gb_per_s if found.gb_per_s.known else usual
        return self._known[pattern, spread]


def groups_of(cluster: Cluster, fabrics: WorkFabrics) -> GroupsOf | None:
    """Return what tells the groups of CLUSTER apart; None where what the whole job gets stands for all of them."""
    drawn = cluster.fabric is not None and cluster.fabric.joined
    if cluster.alone or cluster.problem or not drawn or not rates_of(fabrics).by_leaf:
        return None
    return GroupsOf(cluster, fabrics)
