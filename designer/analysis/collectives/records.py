"""Record of the rates of the drawn fabric for a group of hosts, which travels with results."""

from designer.model.figures.figure import Figure
from designer.model.records import Record


class GroupRate(Record, frozen=True, kw_only=True):
    """Rate of one accelerator between domains when all groups run at once, one way.

    Attributes:
        pattern: ring, tree or all-to-all.
        hosts: Hosts that take part, living ones.
        groups: Groups that run at once.
        each: Accelerators in the host that sets the pace.
        rails: Rails that are told apart; 1 where the hosts have none.
        by_leaf: Whether hosts are taken leaf by leaf, as a topology-aware scheduler does; else in random order.
        injection_gb_per_s: What the cables of the host that sets the pace carry for one of its accelerators.
        gb_per_s: B_out in the order that is taken.
        leaf_order_gb_per_s: The same leaf by leaf.
        random_order_gb_per_s: The same in random order, a mean over seeds.
        times_asked: Times its rate that the fullest link is asked for, in the order taken; below 1 nothing waits.
        fullest_link: Its id where it is asked for more than it carries; "" where no link holds them up.
        collisions: Whether hashing onto several ways is counted, see the assumption `hash_share`.
        problem: Why it is impossible, naming hosts, or why it is not known; "" where there is a number.
        impossible: Whether it is impossible rather than not known.
        notes: What to know.
    """

    pattern: str
    hosts: int
    groups: int
    each: int
    rails: int
    by_leaf: bool
    injection_gb_per_s: Figure
    gb_per_s: Figure
    leaf_order_gb_per_s: Figure
    random_order_gb_per_s: Figure
    times_asked: Figure
    fullest_link: str = ""
    collisions: bool = False
    problem: str = ""
    impossible: bool = False
    notes: tuple[str, ...] = ()
