"""Copies that still stand when something has failed: the share of each node that runs, and why the rest does not."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from designer.analysis.rooms.optics_power import OpticsDraw

    Copies = npt.NDArray[np.bool_]


class Standing(NamedTuple):
    """Remainder of a design after a failure.

    Attributes:
        alive: Share of the copies of a node that runs, slowed ones counted by how far they are slowed; nodes that are
            whole are left out.
        because: Why a node has lost something, in plain words.
        failed: Ids of nodes that failed themselves, with all that stands in them.
        broken: Ids of relations whose ends no network joins any more.
        slowed: Speed of the copies of a node that run, over their full speed, and the most that they draw over their
            maximum power; nodes at full speed are left out.
        tripped: Ids of power equipment that the failure overloads beyond its rating, so that it switches off; one of
            several copies as "pdu[0]".
        off: Of each node some copies of which are without power or have failed, which copies: a flag for each, in the
            order of the design. They draw nothing. What no network reaches is not among them: it goes on drawing.
        optics: What optics draw in one copy of a device, beside its own power or within it; of all that feed some.
        gone: Ids of all that is off, as `--fail` takes them: what the networks are without.
    """

    alive: Mapping[str, float]
    because: Mapping[str, str]
    failed: frozenset[str]
    tripped: tuple[str, ...] = ()
    broken: frozenset[str] = frozenset()
    slowed: Mapping[str, float] = {}
    off: "Mapping[str, Copies]" = MappingProxyType({})
    gone: tuple[str, ...] = ()
    optics: "Mapping[str, OpticsDraw]" = MappingProxyType({})

    def off_of(self, node_id: str) -> int:
        """Return how many copies of NODE_ID draw nothing."""
        flags = self.off.get(node_id)
        return 0 if flags is None else int(flags.sum())


def fitted(flags: "Copies", copies: int) -> "Copies":
    """Return FLAGS for so many COPIES: an air handler that cools a container counts once for each copy of it."""
    if len(flags) == copies:
        return flags
    import numpy as np  # the sums of a whole design do without

    found = np.zeros(copies, dtype=np.bool_)
    found[: round(copies * flags.sum() / len(flags)) if len(flags) else 0] = True
    return found


ALL_STANDING: Final = Standing({}, {}, frozenset())
