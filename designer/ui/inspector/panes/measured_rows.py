"""Rows of measured power in the inspector, below the planned: how much, how it stands, when it was read and where."""

from designer.model.design import Node
from designer.model.figures.figure_text import figure_text, percent_text
from designer.reality.readings.of_nodes import NodeMeasured
from designer.ui.inspector.section import Section
from designer.ui.reality.reality_work import ReadingsFound

_TONES = {"above the planned maximum": "error", "above typical": "warn"}


def show_measured(section: Section, found: ReadingsFound | None, node: Node, *, planned: bool) -> None:
    """Show what was measured at NODE: rows of SECTION, hidden where nothing was.

    Args:
        section: Where.
        found: What was measured; None where nothing was.
        node: Of which.
        planned: Whether what is planned for one copy stands above already.
    """
    one = found.of_nodes.get(node.id) if found is not None else None
    section.show_row("Measured", one.measured if one is not None else None)
    section.show_row("Measured, greatest", one.peak if one is not None else None)
    plan, share, read = (section.row(title) for title in ("Planned for what was read", "Measured of it", "Read"))
    for row in (plan, share, read):
        row.setVisible(one is not None)
    if one is None:
        return
    typical, most = one.planned
    plan.setVisible(not planned)
    plan.show_words(f"{figure_text(typical)} typical, {figure_text(most)} at most", "", typical)
    of_typical = one.measured.value / typical.value if one.measured.value is not None and typical.value else None
    words = f"{percent_text(of_typical)} of typical, " if of_typical is not None else ""
    share.show_words(f"{words}{one.verdict_words}", "", None, _TONES.get(one.verdict, "text"))
    read.show_words(_read_words(one), "")


def _read_words(one: NodeMeasured) -> str:
    """Return how many of how many, when, and from which file."""
    read, devices = sum(row.read for row in one.rows), sum(row.devices for row in one.rows)
    many = f"{len(one.rows):,} copies, " if len(one.rows) > 1 and one.whole else ""
    inside = f"{read:,} of {devices:,} devices in it, " if not one.whole else ""
    return f"{many}{inside}{one.origin}"
