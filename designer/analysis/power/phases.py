"""Loads on single phases and banks, where the names of outlets say on which they lie ("L1", "L2-L3", "bank 2")."""

import re
from collections.abc import Sequence
from typing import Final, Literal, NamedTuple

import numpy as np

from designer.analysis.power.chain import Chain, Flags, Floats, Ints
from designer.analysis.power.load_flow import Walk, added_up
from designer.model.design import Link
from designer.model.identity_cache import Remembered
from designer.model.kinds import SEPARATELY_DERIVED

_PHASE: Final = re.compile(r"(?:^|[^a-z0-9])l([123])(?![0-9a-z])", re.IGNORECASE)
_BANK: Final = re.compile(r"(?:^|[^a-z0-9])bank[ _-]?(\d{1,2})(?![0-9a-z])", re.IGNORECASE)
MOST_BANKS: Final = 12
Joined = Literal["straight", "other", "backwards", "shifted"]
_ALIKE: Final = np.full(3, 1.0 / 3.0)


def lines_of(port: str | None) -> tuple[int, ...]:
    """Phases that the name of a port group says, from 0: (0,) for "C13 L1", (0, 1) for "L1-L2", () for none."""
    return tuple(dict.fromkeys(int(found) - 1 for found in _PHASE.findall(port or "")))


def bank_of(port: str | None) -> int | None:
    """Bank that the name of a port group says, from 0; None when it says none."""
    found = _BANK.search(port or "")
    number = int(found[1]) - 1 if found else -1
    return number if 0 <= number < MOST_BANKS else None


def ports_at(link: Link, *, turned: bool) -> tuple[str | None, str | None]:
    """(port at what feeds, port at what is fed)."""
    return (link.b_port, link.a_port) if turned else (link.a_port, link.b_port)


def joined_lines(above: Sequence[int], below: Sequence[int]) -> Joined:
    """Return how the lines of two ports meet: "straight", "other" lines, or all three in another order.

    In another order the field runs "backwards" where two of the three are exchanged, and "shifted" where all are.
    A load between two lines does not mind which of them comes first.
    """
    if not above or not below or tuple(above) == tuple(below):
        return "straight"
    if set(above) != set(below):
        return "other"
    if len(above) < 3:
        return "straight"
    # One of three lines in its place: the others are exchanged. None in its place: all are shifted.
    return "backwards" if sum(one == other for one, other in zip(above, below, strict=True)) == 1 else "shifted"


def phase_shares(chain: Chain, walked: Walk, column: int) -> Floats | None:
    """Share of the load of each vertex on each of three phases (..., vertices, 3); None where no port says a phase.

    Behind a UPS or a transformer the phases are taken as balanced again.
    """
    lines = _ports_of(chain).lines
    if lines is None:
        return None
    # (edges,) and (edges, 3): whether the port says its phases, and the part of the edge's load on each of them.
    named, parts = lines[0][chain.link], lines[1][chain.link]
    # A UPS or transformer renews the phases: what is uneven behind it is even before it.
    renewed = np.array([chain.design.nodes[node_id].kind in SEPARATELY_DERIVED for node_id in chain.order])
    passing = ~chain.devices & ~renewed[chain.owner]
    sums = np.zeros((*walked.state.shape, 3))
    # Against the current: the load of a vertex by phase is known when the edges that feed it are looked at.
    for _, _, start, stop in reversed(chain.slices):
        fed, source = chain.fed[start:stop], chain.source[start:stop]
        # An edge without a named phase passes on the phases of what it feeds.
        own = np.where(passing[fed, None], _share(sums[..., fed, :]), _ALIKE)
        edge = np.where(named[start:stop, None], parts[start:stop], own) * walked.flow[..., start:stop, column, None]
        for phase in range(3):
            sums[..., phase] += added_up(source, edge[..., phase], chain.vertices)
    return np.where(chain.devices[:, None], _ALIKE, _share(sums))


def bank_loads(chain: Chain, walked: Walk, column: int, banks: Sequence[int]) -> Floats | None:
    """Load of each vertex on each bank (..., vertices, banks); None where no port says a bank.

    Args:
        chain: The chain.
        walked: How power runs.
        column: Of the draws.
        banks: How many each vertex has; what says no bank falls on all of them alike.
    """
    numbers = _ports_of(chain).banks
    if numbers is None:
        return None
    # (edges,): number of the bank, −1 where the port names none.
    bank = numbers[chain.link]
    named = bank >= 0
    places = chain.source[named] * MOST_BANKS + bank[named]
    loads = added_up(places, walked.flow[..., named, column], chain.vertices * MOST_BANKS)
    loads = loads.reshape(*walked.state.shape, MOST_BANKS)
    # Load of ports without a bank falls evenly on all banks of its vertex.
    spread = added_up(chain.source[~named], walked.flow[..., ~named, column], chain.vertices) / np.maximum(banks, 1)
    return loads + np.where(np.arange(MOST_BANKS) < np.array(banks)[:, None], spread[..., None], 0.0)


class _Ports(NamedTuple):
    """Phases and banks of the links of a chain, as the names of their ports say them.

    Attributes:
        lines: Whether the port says its phases (links,), and the part of the load on each of them (links, 3); None
            where none says any.
        banks: Number of the bank of each link (links,), −1 where its port names none; None where none does.
    """

    lines: tuple[Flags, Floats] | None
    banks: Ints | None


_read: Final = Remembered[_Ports]()


def _ports_of(chain: Chain) -> _Ports:
    """Return what the ports of CHAIN say; the very same for the same design, however often it is walked."""
    return _read.of((chain.design, chain.directions), None, lambda: _read_ports(chain))


def _read_ports(chain: Chain) -> _Ports:
    ends = [ports_at(chain.design.links[feed.link], turned=feed.turned) for feed in chain.directions.feeds]
    lines = [lines_of(upper) or lines_of(lower) for upper, lower in ends]
    banks = [bank_of(upper) for upper, _ in ends]
    named = np.array([bool(one) for one in lines], dtype=np.bool_)
    return _Ports(
        lines=(named, np.array([_parts(one) for one in lines])) if named.any() else None,
        banks=None
        if all(number is None for number in banks)
        else np.array([-1 if number is None else number for number in banks], dtype=np.int64),
    )


def _parts(lines: tuple[int, ...]) -> list[float]:
    return [1.0 / len(lines) if number in lines else 0.0 for number in range(3)] if lines else [1.0 / 3.0] * 3


def _share(sums: Floats) -> Floats:
    together = sums.sum(axis=-1, keepdims=True)
    return np.divide(sums, together, out=np.full(sums.shape, 1.0 / 3.0), where=together > 0)
