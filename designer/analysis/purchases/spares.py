"""Spares by rule: a share of each line by its kind, rounded up, from a number of pieces on."""

from collections.abc import Iterable, Iterator
from math import ceil

from msgspec.structs import replace

from designer.analysis.results import CostLine
from designer.model.assumptions.table import assumed
from designer.model.design import Design
from designer.model.kinds import KINDS


def with_spares(design: Design, lines: Iterable[CostLine]) -> Iterator[CostLine]:
    """Yield LINES with the pieces of each that are kept spare beside those of the drawing.

    What has no type, and so cannot be ordered, has no spares either.
    """
    least = assumed(design, "spare_from").value or 1.0
    shares: dict[str, float] = {}
    for line in lines:
        rule = KINDS[line.kind].spare if line.kind in KINDS else ""
        if not rule or not line.part or line.quantity < least:
            yield line
            continue
        if rule not in shares:
            shares[rule] = assumed(design, rule).or_zero
        # The share of a whole number may come out a hair above it: 3% of 100 is three.
        spares = ceil(round(line.quantity * shares[rule], 6))
        yield replace(line, spares=spares, spare_rule=rule) if spares else line
