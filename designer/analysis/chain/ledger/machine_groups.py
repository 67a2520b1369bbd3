"""Groups of copies of machines that carry the same work: all that it runs on, or as many of them as it asks for.

Work that asks for some machines takes them among those that run, in the order of the design or one of each rack in
turn; two pieces of work that ask for some of the same machines reach the same copies.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import floor
from typing import Final, NamedTuple

from designer.model.design import Design
from designer.model.kinds import RACKS

_HARDLY: Final = 1e-9
"""Part of a copy below which a difference is rounding."""


class Taking(NamedTuple):
    """Machines that one piece of work takes.

    Attributes:
        id: Node id.
        hosts: Ids of the machines that it runs on.
        most: Copies that it takes of them, all hosts together; None for all.
        racks: Whether it takes one of each rack in turn.
    """

    id: str
    hosts: tuple[str, ...]
    most: float | None = None
    racks: bool = False


class Piece(NamedTuple):
    """Copies of one machine that carry the same work.

    Attributes:
        host: Its id.
        copies: How many of them run.
        part: Their part of all its copies that run; of all its copies where none runs.
    """

    host: str
    copies: float
    part: float


class MachineGroup(NamedTuple):
    """Machines, and the work that all of them carry, in design order."""

    pieces: tuple[Piece, ...]
    works: tuple[str, ...]

    @property
    def hosts(self) -> tuple[str, ...]:
        """Ids of the machines."""
        return tuple(piece.host for piece in self.pieces)


def machine_groups(design: Design, takings: Iterable[Taking], alive: Mapping[str, float]) -> list[MachineGroup]:
    """Return the machines under TAKINGS by the work that they carry, in the order in which the work names them.

    Args:
        design: The design.
        takings: Work in design order.
        alive: Share of each machine's copies that runs; 1 where it is not named.
    """
    # Work that takes the very same machines is gone through once.
    alike: dict[tuple[tuple[str, ...], float | None, bool], list[str]] = {}
    place: dict[str, int] = {}
    for taking in takings:
        place[taking.id] = len(place)
        alike.setdefault(taking[1:], []).append(taking.id)
    works = list(alike.values())
    carried: dict[str, list[tuple[int, float | None]]] = {}
    for number, (hosts, most, racks) in enumerate(alike):
        taken = None if most is None else taken_copies(design, hosts, most, alive, racks=racks)
        for host in hosts:
            carried.setdefault(host, []).append((number, None if taken is None else taken[host]))
    grouped: dict[tuple[int, ...], list[Piece]] = {}
    for host, numbers in carried.items():
        for piece, on in _pieces(design, host, numbers, alive.get(host, 1.0)):
            grouped.setdefault(on, []).append(piece)
    return [
        MachineGroup(
            tuple(pieces),
            tuple(sorted((work for number in numbers for work in works[number]), key=place.__getitem__)),
        )
        for numbers, pieces in grouped.items()
    ]


def taken_copies(
    design: Design, hosts: Sequence[str], most: float, alive: Mapping[str, float], *, racks: bool
) -> dict[str, float]:
    """Return of each of HOSTS how many copies that run a piece of work takes that asks for MOST of them.

    Source: our own rule, that of a node selector without and with spread constraints.

    Args:
        design: The design; its order is that of the machines.
        hosts: Ids of the machines.
        most: Copies, all hosts together.
        alive: Share of each machine's copies that runs; 1 where it is not named.
        racks: Whether one of each rack is taken in turn.
    """
    place = {node.id: number for number, node in enumerate(design.nodes_in_order())}
    ordered = sorted(hosts, key=place.__getitem__)
    free = {host: design.total_copies(host) * alive.get(host, 1.0) for host in ordered}
    taken = dict.fromkeys(hosts, 0.0)
    if not racks:
        for host in ordered:
            taken[host] = min(most, free[host])
            most -= taken[host]
        return taken
    domains: dict[str, tuple[int, list[str]]] = {}
    for host in ordered:
        rack, copies = _rack_of(design, host)
        domains.setdefault(rack, (copies, []))[1].append(host)
    # Every rack gives as many as any other, as far as it has them; what is then left, the first ones one more.
    has = {rack: sum(free[host] for host in inside) for rack, (_, inside) in domains.items()}
    level = floor(_level([(copies, has[rack]) for rack, (copies, _) in domains.items()], most) + _HARDLY)
    gives = {rack: min(level * copies, has[rack]) for rack, (copies, _) in domains.items()}
    rest = most - sum(gives.values())
    for rack, (copies, inside) in domains.items():
        more = max(0.0, min(rest, has[rack] - gives[rack], copies))
        rest -= more
        here = gives[rack] + more
        for host in inside:
            taken[host] = min(here, free[host])
            here -= taken[host]
    return taken


def _level(racks: Sequence[tuple[int, float]], most: float) -> float:
    """Copies that each of RACKS, (how many are alike, copies in all of them), gives so that MOST are taken in all."""
    level = 0.0
    full = sorted(racks, key=lambda rack: rack[1] / rack[0])
    number = sum(copies for copies, _ in full)
    for copies, free in full:
        step = free / copies - level
        if most <= step * number:
            return level + max(0.0, most) / number
        most -= step * number
        level += step
        number -= copies
    return level


def _rack_of(design: Design, host: str) -> tuple[str, int]:
    """Id of the rack that HOST stands in, and how many of it there are; HOST itself where it stands in none."""
    for ancestor in design.ancestors(host):
        node = design.nodes.get(ancestor)
        if node is not None and node.kind in RACKS:
            return ancestor, design.total_copies(ancestor)
    return host, design.total_copies(host)


def _pieces(
    design: Design, host: str, numbers: Sequence[tuple[int, float | None]], share: float
) -> Iterator[tuple[Piece, tuple[int, ...]]]:
    """Yield the copies of HOST by the NUMBERS of the work on them, SHARE of which run; (number, copies it takes)."""
    running = design.total_copies(host) * share
    every = tuple(number for number, _ in numbers)
    # All work takes all copies: one piece.
    if all(taken is None for _, taken in numbers):
        yield Piece(host, running, 1.0), every
        return
    # None of it runs; the piece stays, with no copies, so that its work is seen to have none.
    if running <= 0.0:
        free = tuple(number for number, taken in numbers if taken is None)
        yield Piece(host, 0.0, 1.0), free or every
        return
    # Work takes the first so many copies: between two such ends the copies all have the same work.
    ends = sorted({taken for _, taken in numbers if taken is not None and 0.0 < taken < running} | {running})
    begin = 0.0
    for end in ends:
        on = tuple(number for number, taken in numbers if taken is None or taken >= end)
        # Copies that nobody takes are no piece.
        if on:
            yield Piece(host, end - begin, (end - begin) / running), on
        begin = end
