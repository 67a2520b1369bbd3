"""Measured power beside the planned in the views that show it: bars of racks, and words in the power chain."""

from collections.abc import Mapping
from typing import Final

from designer.drawing.racks.elevations import Bar
from designer.export.readings_files import watts_text
from designer.model.figures.figure_text import figure_text, percent_text
from designer.reality.readings.records import Measured
from designer.ui.reality.reality_work import ReadingsFound

OVER: Final = "above the planned maximum"


def rack_bars(found: ReadingsFound | None) -> Mapping[str, Bar]:
    """Return the bar of measured power of each rack that was read, by its id, and of each of its copies by theirs."""
    if found is None:
        return {}
    bars: dict[str, Bar] = {}
    # A rack system has readings of its own, which count before those of what is in it.
    for row in (*found.comparison.devices, *found.comparison.racks):
        bars.setdefault(row.id, _bar(_rack_text(row), over=row.verdict == OVER))
    for node, one in found.of_nodes.items():
        several = f"{figure_text(one.measured)}, mean of {len(one.rows):,}"
        text = several if len(one.rows) > 1 else _rack_text(next(iter(one.rows)))
        bars[node] = _bar(text, over=one.verdict == OVER)
    return bars


def _bar(text: str, *, over: bool) -> Bar:
    return Bar("Measured", text, None, "error" if over else "")


def _rack_text(row: Measured) -> str:
    share = f", {percent_text(row.of_typical)} of typical" if row.of_typical is not None else ""
    read = f", {row.read:,} of {row.devices:,} devices" if row.devices > 1 else ""
    return f"{watts_text(row.measured_w)}{share}{read}"


def power_words(found: ReadingsFound | None) -> Mapping[str, str]:
    """Return what was measured at each node that was read, from the least to the most of its copies: 6.9–8.6 kW."""
    if found is None:
        return {}
    return {node: figure_text(one.measured) for node, one in found.of_nodes.items()}
