"""The faults of a comparison by what is drawn: of each link, of each node, and between two nodes with no such cable."""

from collections.abc import Mapping, Sequence
from typing import Final

from designer.export.built.rows import SIGNS, FaultRow, cable_words, drawn_words, fault_rows
from designer.model.copy_ids import base_of
from designer.model.records import Record
from designer.model.wording import counted
from designer.reality.built.records import Comparison

SORTS: Final = tuple(SIGNS)


class Faults(Record, frozen=True, kw_only=True):
    """The faults of a comparison, by ids of the design that was compared.

    Attributes:
        links: Missing, swapped and slower cables by the link that draws them.
        pairs: Extra cables by the nodes that they join, in the order of their ids; both are one node where they join
            two of its copies.
        strange: Extra cables to what is not drawn, by the node at their other end.
        absent: How many copies of a node were not found.
        nodes: All faults by each node that one of them ends at.
        counts: Cables of each sort, in the order of SORTS.
        nowhere: Extra cables between devices of which none is drawn.
    """

    links: Mapping[str, Sequence[FaultRow]]
    pairs: Mapping[tuple[str, str], Sequence[FaultRow]]
    strange: Mapping[str, Sequence[FaultRow]]
    absent: Mapping[str, int]
    nodes: Mapping[str, Sequence[FaultRow]]
    counts: Mapping[str, int]
    nowhere: int = 0

    def lines(self, record_id: str, most: int) -> list[str]:
        """Return what is built otherwise at a link or node in at most MOST lines and one that counts the rest."""
        absent = self.absent.get(record_id, 0)
        rows = self.links.get(record_id) or self.nodes.get(record_id, ())
        lines = [f"{SIGNS['missing']} {counted(absent, 'copy', 'copies')} not found"] if absent else []
        lines += [row_line(row) for row in rows[:most]]
        return [*lines, f"and {len(rows) - most:,} more that are built otherwise"] if len(rows) > most else lines

    def pair_lines(self, a: str, b: str, *, most: int, stands: Mapping[str, str]) -> list[str]:
        """Return the extra cables between what stands for A and B on a drawing, in at most MOST lines."""
        wanted = {a, b}
        found = [
            row_line(row)
            for pair, rows in self.pairs.items()
            if {stands.get(end, end) for end in pair} == wanted
            for row in rows
        ]
        return [*found[:most], f"and {len(found) - most:,} more"] if len(found) > most else found


def row_line(row: FaultRow) -> str:
    """Return one fault in a line, with both ports: ⇄ swapped F-0003: Leaf 1 osfp 3 to …, found at …."""
    if row.drawn is None:
        words = cable_words(row.found) if row.found is not None else ""
        return f"{SIGNS[row.what]} {row.what}: {words}"
    head = f"{SIGNS[row.what]} {row.what} {row.drawn.id}: {drawn_words(row.drawn)}"
    if row.rates is not None:
        return f"{head}, {row.note}"
    return f"{head}, found from {cable_words(row.found)}" if row.found is not None else head


def faults_of(comparison: Comparison) -> Faults:
    """Return the faults of COMPARISON by what is drawn."""
    links: dict[str, list[FaultRow]] = {}
    pairs: dict[tuple[str, str], list[FaultRow]] = {}
    strange: dict[str, list[FaultRow]] = {}
    nodes: dict[str, list[FaultRow]] = {}
    absent: dict[str, int] = {}
    counts = dict.fromkeys(SORTS, 0)
    nowhere = 0
    for row in fault_rows(comparison):
        counts[row.what] += 1
        ends = [base_of(end.device) for end in row.found if end.device] if row.found is not None else []
        # A way through patch panels is several links, and each of them shows that it is built otherwise.
        if row.drawn is not None:
            for link in row.drawn.links or (row.drawn.link,):
                links.setdefault(link, []).append(row)
            ends += [row.drawn.a.node, row.drawn.b.node]
        elif len(ends) == 2:
            pairs.setdefault((min(ends), max(ends)), []).append(row)
        elif not ends:
            nowhere += 1
        else:
            strange.setdefault(ends[0], []).append(row)
        for node in dict.fromkeys(ends):
            nodes.setdefault(node, []).append(row)
    for device in comparison.absent:
        absent[device.node] = absent.get(device.node, 0) + 1
    return Faults(links=links, pairs=pairs, strange=strange, absent=absent, nodes=nodes, counts=counts, nowhere=nowhere)
