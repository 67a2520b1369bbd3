"""The fabric of a need as a mixed-integer program.

Sets: structures s (`structures`), distances d of pods from the top (`costing`), contents p of a rack (`rack_contents`).
Variables, all whole:

    y[s]        1 where structure s is built
    n[s,d]      full pods at distance d;  l[s,d]  1 where the last pod stands there
    r[s,b,p]    racks with content p in block b: a group of hosts, the last group, the spines of a pod, and the top
    o[s,e]      optics e in one spine or core

    least   Σ_s ( fixed[s]·y[s] + Σ_d (pod[s,d]·n[s,d] + last[s,d]·l[s,d]) + Σ_{b,p} copies[b]·usd[p]·r[s,b,p]
                  + Σ_e tops[s]·usd[e]·o[s,e] )
    with    Σ_s y[s] = 1
            Σ_d n[s,d] = (K − 1)·y[s],  Σ_d l[s,d] = y[s],  n[s,d] + l[s,d] ≤ room[s,d]·y[s]
            Σ_p count[p,i]·r[s,b,p] = devices[b,i]·y[s] for each sort i,  Σ_p r[s,b,p] = racks[b]·y[s]
            n[s,d] + l[s,d] a multiple of by[s], where leaves of so many pods share ports above
            Σ_d links[s]/holds[e]·(n[s,d] + l[s,d]) ≤ o[s,e] over the distances whose links take optic e

It is a multiple-choice program: the structures are the choices (Williams, "Model Building in Mathematical Programming",
5th edition, 2013, §9). Structures that cost more even with their cheapest racks and rows than a fabric that is found
already are left out; no optimum is lost.
"""

from collections.abc import Mapping, Sequence
from math import inf
from typing import Final, NamedTuple

from designer.explore.optimise.costing import Block, Costed, Costing
from designer.explore.optimise.program import Answer, Program
from designer.explore.optimise.rack_contents import Rack

_HALF: Final = 0.5


class _Columns(NamedTuple):
    """Variables of one structure.

    Attributes:
        built: y.
        pods: n, by distance.
        last: l, by distance.
        racks: r of group, last group, middle and top, by content.
    """

    built: int
    pods: tuple[int, ...]
    last: tuple[int, ...]
    racks: tuple[tuple[int, ...], ...]


class Fabric(NamedTuple):
    """A fabric as it was chosen.

    Attributes:
        costed: The structure.
        pods: Full pods at each distance.
        last: Distance of the last pod, its place in the bands.
        racks: Of a group, the last group, the spines of a pod and the top: (content, how many).
    """

    costed: Costed
    pods: tuple[int, ...]
    last: int
    racks: tuple[tuple[tuple[Rack, int], ...], ...]


class FabricProgram:
    """The program of several structures."""

    def __init__(self, costed: Sequence[Costed], costing: Costing) -> None:
        self._costed, self._costing = costed, costing
        self.program = Program()
        self._columns = [self._structure(one) for one in costed]
        self.program.row({one.built: 1.0 for one in self._columns}, 1.0, 1.0)

    def solve(self, seconds: float, gap: float) -> tuple[Answer, Fabric | None]:
        """Return what the solver says, and the fabric of the values that it found."""
        answer = self.program.solve(seconds, gap)
        return answer, None if answer.values is None else self._chosen(answer.values.tolist())

    @property
    def built(self) -> list[int]:
        """Return the variables of the structures, each 1 where its structure is built, in the order they came."""
        return [one.built for one in self._columns]

    def forbid(self, fabric: Fabric) -> None:
        """Demand another fabric than FABRIC: another structure, or at least one of its counts more or less."""
        place = next(number for number, one in enumerate(self._costed) if one is fabric.costed)
        columns, program = self._columns[place], self.program
        other: list[int] = []
        counts: list[tuple[int, int]] = list(zip(columns.pods, fabric.pods, strict=True))
        counts += [(column, int(number == fabric.last)) for number, column in enumerate(columns.last)]
        blocks = (fabric.costed.group, fabric.costed.last, fabric.costed.middle, fabric.costed.top)
        for block, held, racks in zip(blocks, columns.racks, fabric.racks, strict=True):
            taken = {rack.counts: count for rack, count in racks}
            if held:
                counts += [(one, taken.get(rack.counts, 0)) for one, rack in zip(held, block.contents, strict=True)]
        for column, count in counts:
            most = program.most(column)
            if count < most:
                other.append(program.variable())
                program.row({column: 1.0, other[-1]: -(count + 1.0)}, 0.0)
            if count > 0:
                other.append(program.variable())
                program.row({column: 1.0, other[-1]: most - count + 1.0}, high=most)
        program.row({**dict.fromkeys(other, 1.0), columns.built: -1.0}, 0.0)

    def _structure(self, one: Costed) -> _Columns:
        program, structure = self.program, one.structure
        built = program.variable(one.fixed_usd)
        full = structure.pods - 1
        pods = tuple(program.variable(band.pod_usd, min(full, band.room)) for band in one.bands)
        last = tuple(program.variable(band.last_usd) for band in one.bands)
        program.row({**dict.fromkeys(pods, 1.0), built: -float(full)}, 0.0, 0.0)
        program.row({**dict.fromkeys(last, 1.0), built: -1.0}, 0.0, 0.0)
        for band, many, single in zip(one.bands, pods, last, strict=True):
            program.row({many: 1.0, single: 1.0, built: -float(band.room)}, -inf, 0.0)
            if structure.by > 1:
                times = program.variable(0.0, structure.pods // structure.by)
                program.row({many: 1.0, single: 1.0, times: -float(structure.by)}, 0.0, 0.0)
        blocks = (
            (one.group, structure.pods * structure.groups - 1),
            (one.last, 1),
            (one.middle, structure.pods),
            (one.top, 1),
        )
        racks = tuple(self._racks(block, copies, built) for block, copies in blocks)
        self._optics(one, pods, last)
        return _Columns(built, pods, last, racks)

    def _racks(self, block: Block, copies: int, built: int) -> tuple[int, ...]:
        """Add the racks of COPIES alike blocks, which all have the same contents."""
        if not copies or not block.racks:
            return ()
        columns = tuple(self.program.variable(copies * rack.usd, block.racks) for rack in block.contents)
        for sort, count in enumerate(block.counts):
            held = {
                column: float(rack.counts[sort])
                for column, rack in zip(columns, block.contents, strict=True)
                if rack.counts[sort]
            }
            self.program.row({**held, built: -float(count)}, 0.0, 0.0)
        self.program.row({**dict.fromkeys(columns, 1.0), built: -float(block.racks)}, 0.0, 0.0)
        return columns

    def _optics(self, one: Costed, pods: Sequence[int], last: Sequence[int]) -> None:
        """Add the optics of one spine or core, whole ones of each sort."""
        taken: dict[str, dict[int, float]] = {}
        for band, many, single in zip(one.bands, pods, last, strict=True):
            part, holds = band.top_optic
            if part:
                share = band.top_links / holds
                taken.setdefault(part, {}).update({many: share, single: share})
        for part, terms in taken.items():
            column = self.program.variable(one.structure.tops * self._costing.prices.module_usd(part), inf)
            self.program.row({**terms, column: -1.0}, -inf, 0.0)

    def _chosen(self, values: Sequence[float]) -> Fabric:
        place = max(range(len(self._columns)), key=lambda number: values[self._columns[number].built])
        columns, costed = self._columns[place], self._costed[place]
        blocks = (costed.group, costed.last, costed.middle, costed.top)
        racks = tuple(
            tuple(
                (rack, round(values[column]))
                for rack, column in zip(block.contents, held, strict=True)
                if values[column] > _HALF
            )
            if held
            else ()
            for block, held in zip(blocks, columns.racks, strict=True)
        )
        if costed.structure.last == costed.structure.hosts and racks[0]:
            # The last group is one like the others: its racks are the same, of all that cost the same.
            racks = (racks[0], racks[0], *racks[2:])
        return Fabric(
            costed=costed,
            pods=tuple(round(values[column]) for column in columns.pods),
            last=max(range(len(columns.last)), key=lambda number: values[columns.last[number]]),
            racks=racks,
        )


def reasons(why: Mapping[str, int]) -> list[str]:
    """Return why structures were left out, the most frequent first."""
    return [text for text, _ in sorted(why.items(), key=lambda one: (-one[1], one[0]))]
