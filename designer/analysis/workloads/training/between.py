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

    @property
    def most(self) -> float:
        """GB/s of an accelerator that no group exceeds: the line rate of the host that has most."""
        cluster = self.cluster
        usual = (cluster.outside.or_zero, cluster.to_all.or_zero, cluster.line.or_zero)
        return max(*usual, rates_of(self.fabrics).most_gb_per_s(cluster.machines.hosts))

    def of(self, split: Stated) -> Between:
        """Return what the groups of SPLIT get."""
        return Between(*(self._figure(one.pattern, self._spread(one)) for one in _groups(split)))

    def rates(self, split: Stated) -> tuple[float, ...]:
        """Return the same as plain numbers, GB/s, in the order of `runs.GROUPS`; it makes no figures."""
        return tuple(self._plain(one.pattern, self._spread(one)) for one in _groups(split))

    def _spread(self, group: "_Group") -> Spread | None:
        """Return the spread of GROUP over the hosts; None where it gets what the whole job gets."""
        cluster = self.cluster
        spread = Spread.of(max(group.ranks, 1), group.stride, cluster.domain, cluster.machines.each)
        hosts = cluster.number // max(cluster.machines.each, 1)
        # A group of one domain sends nothing between them; one that the hosts do not hold gets what the whole job gets.
        return None if spread.size < 2 or spread.size * spread.stride > hosts else spread

    def _usual(self, pattern: Pattern) -> Figure:
        return self.cluster.to_all if pattern == "all-to-all" else self.cluster.outside

    def _plain(self, pattern: Pattern, spread: Spread | None) -> float:
        usual = self._usual(pattern).or_zero
        if spread is None:
            return usual
        return rates_of(self.fabrics).gb_per_s(self.cluster.machines.hosts, pattern, spread) or usual

    def _figure(self, pattern: Pattern, spread: Spread | None) -> Figure:
        usual = self._usual(pattern)
        if spread is None:
            return usual
        if (pattern, spread) not in self._known:
            found = rates_of(self.fabrics).of(self.cluster.machines.hosts, pattern, spread)
            self._known[pattern, spread] = found.gb_per_s if found.gb_per_s.known else usual
        return self._known[pattern, spread]


class _Group(NamedTuple):
    """Groups of RANKS accelerators, STRIDE from one to the next, which all run PATTERN at once."""

    pattern: Pattern
    ranks: int
    stride: int


def _groups(split: Stated) -> tuple[_Group, ...]:
    """Return the sorts of groups of SPLIT, in the order of `Between`."""
    t, c = split.tensor, split.context
    ranks = split.data * c
    expert = max(split.expert, 1)
    return (
        _Group("ring", t, 1),
        _Group("ring", c, t),
        _Group("all-to-all", expert, t),
        _Group("ring", ranks, t),
        _Group("ring", max(ranks * t // expert, 1), max(expert, t)),
        _Group("ring", split.pipeline, t * ranks),
    )


def groups_of(cluster: Cluster, fabrics: WorkFabrics) -> GroupsOf | None:
    """Return what tells the groups of CLUSTER apart; None where what the whole job gets stands for all of them."""
    drawn = cluster.fabric is not None and cluster.fabric.joined
    if cluster.alone or cluster.problem or not drawn or not rates_of(fabrics).by_leaf:
        return None
    return GroupsOf(cluster, fabrics)
