"""What still stands when something has failed: the share of each node's copies that runs, and why the others do not."""

from collections.abc import Mapping
from typing import Final, NamedTuple


class Standing(NamedTuple):
    """What is left of a design.

    Attributes:
        alive: Share of the copies of a node that runs, slowed ones counted by how far they are slowed; nodes that are
            whole are left out.
        because: Why a node has lost something, in plain words.
        failed: Ids of nodes that failed themselves, with all that stands in them.
        broken: Ids of relations whose ends no network joins any more.
        slowed: Speed of the copies of a node that run, over their full speed; nodes at full speed are left out.
        tripped: Ids of power equipment that the failure overloads beyond its rating, so that it switches off.
    """

    alive: Mapping[str, float]
    because: Mapping[str, str]
    failed: frozenset[str]
    tripped: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()
    slowed: Mapping[str, float] = {}


ALL_STANDING: Final = Standing({}, {}, frozenset())
