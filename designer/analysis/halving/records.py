"""Records of the worst halves of a network."""

from typing import Final, NamedTuple

from designer.analysis.network.cabling import Ints

EQUAL: Final = 1e-6
"""Bounds that differ by no more than this part of the greater one meet."""


class Halves(NamedTuple):
    """Two halves of the endpoints of a network.

    Attributes:
        near: Vertices of the one half.
        far: Vertices of the other.
        gbps: Max flow between them.
        least_gbps: What any balanced halves can exchange at least.
        why: How that was found, and whether it is exact.
    """

    near: Ints
    far: Ints
    gbps: float
    least_gbps: float
    why: str

    @property
    def exact(self) -> bool:
        """Return True when no other balanced halves can exchange less."""
        return self.least_gbps >= self.gbps * (1 - EQUAL)
