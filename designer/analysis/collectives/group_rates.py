"""B_out: what the drawn fabric gives one accelerator of hosts that run collectives, when all groups run at once.

Injection is what the cables of a host carry for one of its accelerators: over each rail the least of port, cable and
the share of PCIe lanes; a rail that does not reach the same rail of the peer does not count, and the slowest host sets
the pace. One unit of the pattern is then pushed over the fabric, divided equally at each hop (ECMP), and with u what
the fullest link is asked for over what it carries

    B_out = injection / max(1, u) × share that hash collisions leave

The last counts only where a switch has several cables to choose from, and is 1 where adaptive routing is chosen. Hosts
are taken leaf by leaf where the scheduler is said to know the fabric, else in random order, a mean over 8 seeds. Where
two hosts that exchange have no path, the collective is impossible: no number is told, but the two.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from designer.analysis.chain.fabric import WorkFabrics, living
from designer.analysis.collectives.attachments import Attached, attached
from designer.analysis.collectives.core import Core
from designer.analysis.collectives.demands import Demand, demand_of, one_rail
from designer.analysis.collectives.layouts import EVERY, PATTERNS, Pattern, Spread
from designer.analysis.collectives.records import GroupRate
from designer.analysis.network.cabling import Ints
from designer.analysis.network.fabric import Fabric
from designer.analysis.network.link_loads import offered
from designer.model.assumptions.site_choices import CROSSING, HOST_ORDER, LEAF_BY_LEAF, ROUTING
from designer.model.assumptions.table import assumed
from designer.model.copy_ids import copy_id
from designer.model.design import Node
from designer.model.figures.figure import Figure, count_of, leaf, product, quotient
from designer.model.wording import counted

SEEDS: Final = 8
"""Random orders of the hosts that are tried."""
HASH_SHARE: Final = "hash_share"
"""Name of the assumption of what hash collisions leave."""
NO_COLLISIONS: Final = frozenset({"adaptive", "ugal"})
"""Routings under which flows do not collide."""
_MOST_WORK: Final = 40_000_000
"""Edges times leaves times seeds up to which all seeds are tried; beyond it a few."""
_FEW: Final = 2
_SAME: Final = 1e-9
_BITS: Final = 8.0
_EVERY: Final = Spread(EVERY, 1)


class _Plain(NamedTuple):
    """The answer as plain numbers, GB/s of one accelerator.

    Attributes:
        injection: At the pace of the cables of the hosts.
        ordered: Leaf by leaf; None where it is impossible.
        random: In random order, a mean; None where it is impossible in one of them.
        use: Times its rate that the fullest link is asked for, in the order that is taken.
        link: That link.
        several: Whether a switch chose among several cables.
        parted: Two hosts without a path, as vertices; None where all reach each other.
    """

    injection: float
    ordered: float | None
    random: float | None
    use: float
    link: str
    several: bool
    parted: tuple[int, int] | None = None


class _Hosts(NamedTuple):
    """Hosts of one question, laid out.

    Attributes:
        rails: How they hang on the fabric.
        core: What joins the switches of their rails.
        order: Their positions leaf by leaf.
        notes: What to know of them.
    """

    rails: Attached
    core: Core
    order: Ints
    notes: tuple[str, ...]


@dataclass(frozen=True)
class GroupRates:
    """Rates of a network for groups of hosts, under one set of failures; answers are kept.

    Attributes:
        fabrics: The network, with what has failed worked in.
    """

    fabrics: WorkFabrics
    _hosts: dict[tuple[frozenset[str], int | None], "_Hosts | str"] = field(
        default_factory=dict[tuple[frozenset[str], int | None], "_Hosts | str"]
    )
    _plain: dict[tuple[frozenset[str], int | None, Pattern, Spread], "_Plain | str"] = field(
        default_factory=dict[tuple[frozenset[str], int | None, Pattern, Spread], "_Plain | str"]
    )

    @property
    def by_leaf(self) -> bool:
        """Return True when the scheduler is said to take hosts leaf by leaf."""
        return self._choice(HOST_ORDER) == LEAF_BY_LEAF

    @property
    def share(self) -> Figure:
        """Return the share that hash collisions leave, where flows choose among several cables."""
        if self._choice(ROUTING) in NO_COLLISIONS:
            return leaf("share that hash collisions leave, with adaptive routing", 1.0)
        return assumed(self.fabrics.survey.design, HASH_SHARE)

    def gb_per_s(
        self, hosts: Iterable[Node], pattern: Pattern, spread: Spread = _EVERY, *, first: int | None = None
    ) -> float | None:
        """Return what `of` gives, as a plain number: 0.0 where it is impossible, None where it is not known.

        The first question about some hosts lays them out; further ones with the same spread cost nothing.
        """
        plain = self._answer(self._owners(hosts), first, pattern, spread)
        if isinstance(plain, str):
            return None
        taken = plain.ordered if self.by_leaf else plain.random
        if taken is None:
            return 0.0
        return taken * self.share.or_zero if plain.several else taken

    def most_gb_per_s(self, hosts: Iterable[Node]) -> float:
        """Return GB/s that no accelerator of HOSTS exceeds, in whichever groups: all rails of the widest host.

        0.0 where nothing is known of them.
        """
        laid = self._laid(self._owners(hosts), None)
        if isinstance(laid, str):
            return 0.0
        rails = laid.rails
        return float((rails.gbps.sum(axis=1) / rails.each).max(initial=0.0)) / _BITS

    def of(
        self, hosts: Iterable[Node], pattern: Pattern, spread: Spread = _EVERY, *, first: int | None = None
    ) -> GroupRate:
        """Return what one accelerator of HOSTS gets between domains.

        Source: the method of this module's docstring; ECMP as in RFC 2992, hash collisions an assumption.

        Args:
            hosts: Nodes that stand for all of their living copies.
            pattern: ring, tree or all-to-all.
            spread: Where the groups stand that run at once; one group of all hosts when not given.
            first: Take only so many of them, in design order.
        """
        assert pattern in PATTERNS
        owners = self._owners(hosts)
        laid, plain = self._laid(owners, first), self._answer(owners, first, pattern, spread)
        if isinstance(laid, str) or isinstance(plain, str):
            return self._unknown(owners, pattern, str(laid if isinstance(laid, str) else plain))
        return self._record(owners, laid, plain, pattern, spread)

    def _choice(self, name: str) -> str:
        return self.fabrics.survey.design.settings.choices.get(name, "")

    def _owners(self, hosts: Iterable[Node]) -> frozenset[str]:
        owners = self.fabrics.survey.roster.owners
        return frozenset(owners[host.id] for host in hosts)

    def _laid(self, owners: frozenset[str], first: int | None) -> "_Hosts | str":
        key = owners, first
        if key not in self._hosts:
            self._hosts[key] = self._lay(owners, first)
        return self._hosts[key]

    def _lay(self, owners: frozenset[str], first: int | None) -> "_Hosts | str":
        """OWNERS laid out, or why nothing can be said of them."""
        fabrics = self.fabrics
        survey, fabric = fabrics.survey, fabrics.laid
        if fabric is None:
            return "The network is too large to lay out copy by copy."
        cabled = survey.roster.cabled(fabrics.media)
        loose = [i for i in survey.roster.order if i in owners and i not in cabled and living(survey, i)]
        if loose:
            return f"{survey.design.nodes[loose[0]].title} has no cable on the fabric."
        vertices = fabric.vertices(owners)[:first]
        if not vertices.size:
            return "None of the hosts is left."
        notes: list[str] = []
        # Rails as they were before any failure, so that a lost one is missed.
        rails = attached(survey, fabrics.whole.laid or fabric, fabric, vertices, notes)
        if fabrics.unrated & {fabric.links[n] for n in _links_of(fabric, vertices)}:
            return "What the cables of its hosts carry is not known."
        core = self._core(fabric, rails)
        return _Hosts(rails, core, leaf_order(rails), tuple(notes))

    def _core(self, fabric: Fabric, rails: Attached) -> Core:
        leaves = np.unique(rails.switch)
        return Core(
            fabric,
            leaves,
            hosts=rails.whole,
            unrated=self.fabrics.unrated,
            by_capacity=bool(self._choice(ROUTING)),
        )

    def _answer(self, owners: frozenset[str], first: int | None, pattern: Pattern, spread: Spread) -> "_Plain | str":
        key = owners, first, pattern, spread
        if key not in self._plain:
            laid = self._laid(owners, first)
            self._plain[key] = laid if isinstance(laid, str) else self._worked(laid, pattern, spread)
        return self._plain[key]

    def _worked(self, laid: _Hosts, pattern: Pattern, spread: Spread) -> "_Plain | str":
        rails, core, order, _ = laid
        number = order.size
        seeds = SEEDS if core.work * SEEDS <= _MOST_WORK else _FEW
        # In an exchange of all with all nothing hangs on the order.
        alone = pattern == "all-to-all" and spread.groups(number).shape[0] == 1 and spread.size in (EVERY, number)
        orders = [order]
        if not alone and number > 1:
            # By leaf first, then shuffled, so that the order of drawing tells nothing.
            orders += [order[np.random.default_rng(seed).permutation(number)] for seed in range(seeds)]
        crossing = bool(self._choice(CROSSING)) and pattern == "all-to-all"
        demands = [demand_of(rails, core, one, pattern, spread, crossing=crossing) for one in orders]
        if not rails.whole and not crossing and any(one is not None and one.parted for one in demands):
            # Two hosts without a rail in common may still reach each other across rails.
            rails = one_rail(rails)
            assert self.fabrics.laid is not None
            core = self._core(self.fabrics.laid, rails)
            demands = [demand_of(rails, core, one, pattern, spread, crossing=False) for one in orders]
        known = [one for one in demands if one is not None]
        if len(known) < len(demands):
            return "Too many hosts differ in their rails to tell who sends to whom."
        return self._pushed(core, known, rails)

    def _pushed(self, core: Core, demands: list[Demand], rails: Attached) -> _Plain:
        uses = core.use([one.flows for one in demands])
        rates: list[float | None] = []
        for demand, use in zip(demands, uses, strict=True):
            possible = demand.parted is None and not use.lost
            rates.append(demand.gbps / _BITS / max(1.0, use.asked) if possible else None)
        ordered, others = rates[0], rates[1:] or rates
        shuffled = [rate for rate in others if rate is not None]
        random = float(np.mean(shuffled)) if len(shuffled) == len(others) else None
        # The fullest link is told in the order that is taken, of random ones in the worst.
        taken = range(1) if self.by_leaf or len(demands) == 1 else range(1, len(demands))
        worst = max(taken, key=lambda place: uses[place].asked)
        parted = next((one.parted for one in demands if one.parted is not None), None)
        if parted is None and any(use.lost for use in uses):
            parted = 0, rails.vertices.size - 1
        return _Plain(
            injection=float(np.mean([demands[place].gbps for place in taken])) / _BITS,
            ordered=ordered,
            random=random,
            use=float(np.mean([uses[place].asked for place in taken])),
            link=uses[worst].link if uses[worst].asked > 1 + _SAME else "",
            several=any(uses[place].several for place in taken),
            parted=None if parted is None else (int(rails.vertices[parted[0]]), int(rails.vertices[parted[1]])),
        )

    def _unknown(self, owners: frozenset[str], pattern: Pattern, problem: str) -> GroupRate:
        nothing = leaf("fabric rate of an accelerator", None, "GB/s", note=problem)
        hosts = sum(living(self.fabrics.survey, owner) for owner in owners)
        loose = problem.endswith("has no cable on the fabric.") and hosts > 1
        return GroupRate(
            pattern=pattern,
            hosts=hosts,
            groups=0,
            each=1,
            rails=0,
            by_leaf=self.by_leaf,
            injection_gb_per_s=leaf("line rate of an accelerator on the fabric", None, "GB/s", note=problem),
            gb_per_s=nothing,
            leaf_order_gb_per_s=nothing,
            random_order_gb_per_s=nothing,
            times_asked=leaf("times its rate that the fullest link is asked for", None),
            problem=problem,
            impossible=loose,
        )

    def _record(
        self, owners: frozenset[str], laid: _Hosts, plain: _Plain, pattern: Pattern, spread: Spread
    ) -> GroupRate:
        rails = laid.rails
        groups = spread.groups(rails.vertices.size)
        problem = ""
        if plain.parted is not None:
            names = [self._name(vertex) for vertex in plain.parted]
            joined = " and ".join(dict.fromkeys(names))
            problem = f"{joined} have no path to each other on the fabric, so a collective of both never ends."
            if names[0] == names[1]:
                problem = f"{names[0]} has no cable left on the fabric, so a collective with it never ends."
        injection = self._injection(owners, rails, plain.injection)
        asked = leaf(
            "times its rate that the fullest link is asked for",
            # Twelve digits: the last ones depend on the order of additions.
            float(f"{plain.use:.12g}"),
            operation="routing",
            subject=plain.link,
            note=f"All groups run at once as {pattern}, traffic divided equally at every hop (ECMP).",
        )
        both = [self._figure(words, rate, injection, plain) for words, rate in self._orders(plain)]
        return GroupRate(
            pattern=pattern,
            hosts=int(rails.vertices.size),
            groups=int(groups.shape[0]),
            each=int(rails.each.min()),
            rails=int(rails.gbps.shape[1]),
            by_leaf=self.by_leaf,
            injection_gb_per_s=injection,
            gb_per_s=both[0] if self.by_leaf else both[1],
            leaf_order_gb_per_s=both[0],
            random_order_gb_per_s=both[1],
            times_asked=asked,
            fullest_link=plain.link,
            collisions=plain.several and self._choice(ROUTING) not in NO_COLLISIONS,
            problem=problem,
            impossible=bool(problem),
            notes=laid.notes,
        )

    def _orders(self, plain: _Plain) -> tuple[tuple[str, float | None], ...]:
        return ("leaf by leaf", plain.ordered), ("in random order", plain.random)

    def _figure(self, order: str, rate: float | None, injection: Figure, plain: _Plain) -> Figure:
        label = f"fabric rate of an accelerator, hosts {order}"
        if rate is None:
            return leaf(label, None, "GB/s", note="Some hosts have no path to each other.")
        found = injection
        if rate > 0 and rate < plain.injection * (1 - _SAME):
            asked = leaf(
                f"times its rate that the fullest link is asked for, hosts {order}",
                float(f"{plain.injection / rate:.12g}"),
                operation="routing",
                subject=plain.link,
                note="The mean over random orders where there are several." if "random" in order else "",
            )
            found = quotient(label, injection, asked, "GB/s", "line rate / what the fullest link is asked for")
        if plain.several:
            return product(label, (found, self.share), "GB/s", "rate × share that hash collisions leave")
        return found

    def _injection(self, owners: frozenset[str], rails: Attached, rate: float) -> Figure:
        """RATE with its reason: the drawn links where they add up to it, else the slowest host."""
        label, survey, fabric = "line rate of an accelerator on the fabric", self.fabrics.survey, self.fabrics.laid
        assert fabric is not None
        number = int(rails.each.sum())
        # Where the drawn links add up to RATE they are shown, since that is what a person can check.
        if fabric.vertices(owners).size == rails.vertices.size:
            offer = offered(survey, fabric, [i for i in survey.roster.order if i in owners])
            if offer.value is not None and abs(offer.value / number / _BITS - rate) <= _SAME * max(rate, 1.0):
                bits = product(
                    "accelerators × bits in a byte",
                    (count_of("accelerators of these hosts", number), leaf("bits in a byte", _BITS)),
                    "",
                )
                return quotient(label, offer, bits, "GB/s", "line rate of the hosts / 8 / accelerators")
        used = int((rails.gbps > 0).any(axis=0).sum())
        note = (
            f"{counted(used, 'rail')} of its host, each the least of port, cable and PCIe lanes; the slowest host sets "
            "the pace."
        )
        if not np.isinf(rails.lane_gbps).all() and rate * _BITS >= float(rails.lane_gbps.min()) * (1 - _SAME):
            note = "Its own PCIe lanes carry no more."
        return leaf(label, float(f"{rate:.12g}"), "GB/s", operation="routing", note=note)

    def _name(self, vertex: int) -> str:
        fabric = self.fabrics.laid
        assert fabric is not None
        place = int(np.searchsorted(fabric.first, vertex, side="right")) - 1
        node = self.fabrics.survey.design.nodes[fabric.nodes[place]]
        alone = int(fabric.first[place + 1] - fabric.first[place]) == 1
        return node.title if alone else copy_id(node.id, vertex - int(fabric.first[place]))


def rates_of(fabrics: WorkFabrics) -> GroupRates:
    """Return what FABRICS give groups of hosts, the same object each time, so that answers are remembered with them."""
    known = fabrics.__dict__.get("group_rates")
    if not isinstance(known, GroupRates):
        known = fabrics.__dict__["group_rates"] = GroupRates(fabrics)
    return known


def _links_of(fabric: Fabric, vertices: Ints) -> list[int]:
    """Positions of the links that have a cable at one of VERTICES."""
    mine = np.zeros(fabric.size, dtype=np.bool_)
    mine[vertices] = True
    return np.unique(fabric.link[mine[fabric.tail] | mine[fabric.head]]).tolist()


def leaf_order(rails: Attached) -> Ints:
    """Return positions of hosts, those on the same switches beside each other (hosts,)."""
    # The last key sorts first: rail 1, then rail 2.
    return np.lexsort(rails.switch.T[::-1]).astype(np.int64)
