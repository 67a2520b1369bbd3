"""Measured power by the node of the design: its copies together, with the least and the most of them."""

from collections.abc import Mapping

from designer.model.copy_ids import base_of
from designer.model.figures.figure import Figure, leaf
from designer.model.records import Record
from designer.model.wording import listed
from designer.reality.readings.records import Measured, ReadingsComparison


class NodeMeasured(Record, frozen=True, kw_only=True):
    """Measured power of the copies of a node that were read.

    Attributes:
        rows: One for each copy with a reading; of a rack the sum of what is read in it.
        whole: Whether each row is of one device with one reading, and not a sum of several.
    """

    rows: tuple[Measured, ...]
    whole: bool = True

    @property
    def measured(self) -> Figure:
        """Return the mean of the copies in W, from the one that draws least to the one that draws most."""
        watts = [row.measured_w for row in self.rows]
        return self._leaf("measured power", sum(watts) / len(watts), min(watts), max(watts))

    @property
    def peak(self) -> Figure:
        """Return the greatest reading of any of the copies, W."""
        most = max(row.peak_w for row in self.rows)
        return self._leaf("greatest measured power", most, most, most)

    @property
    def planned(self) -> tuple[Figure, Figure]:
        """Return what is planned for one copy, typical and at maximum, of what was read in it."""
        return self.rows[0].typical_w, self.rows[0].most_w

    @property
    def verdict(self) -> str:
        """Return how the worst of the copies stands to what is planned."""
        order = ("above the planned maximum", "above typical", "no plan to compare with", "within the plan")
        return min((row.verdict for row in self.rows), key=order.index)

    @property
    def verdict_words(self) -> str:
        """Return the verdict, of several copies with how many of them it holds for."""
        worst = self.verdict
        count = sum(row.verdict == worst for row in self.rows)
        many = "" if len(self.rows) == 1 else "all " if count == len(self.rows) else f"{count:,} of {len(self.rows):,} "
        return f"{many}{worst}"

    @property
    def origin(self) -> str:
        """Return when it was read and from which files."""
        return listed([origin for row in self.rows for origin in row.origins], 2)

    def _leaf(self, what: str, watts: float, low: float, high: float) -> Figure:
        name = self.rows[0].name if len(self.rows) == 1 else base_of(self.rows[0].id)
        many = f"of {len(self.rows):,} copies; " if len(self.rows) > 1 else ""
        note = f"{many}read {self.origin}"
        return leaf(f"{what} of {name}", watts, "W", low=low, high=high, status="user", subject=name, note=note)


def measured_at_nodes(comparison: ReadingsComparison) -> Mapping[str, NodeMeasured]:
    """Return what was measured by the node that it was measured at; a rack is told by what is in it."""
    found: dict[str, list[Measured]] = {}
    for row in (*comparison.devices, *comparison.strips):
        found.setdefault(base_of(row.id), []).append(row)
    alone = frozenset(found)
    for row in comparison.racks:
        # A rack system that has readings of its own is told by those.
        if base_of(row.id) not in alone:
            found.setdefault(base_of(row.id), []).append(row)
    return {node: NodeMeasured(rows=tuple(rows), whole=node in alone) for node, rows in found.items()}
