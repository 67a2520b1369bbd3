"""Rows of power equipment in the inspector: its load, its losses, and of a UPS how long its battery lasts."""

from designer.analysis.power.records import PlantResult
from designer.model.figures.figure_text import figure_text, percent_text
from designer.ui.app.headline import load_tone
from designer.ui.inspector.section import Section


def show_power(section: Section, plant: PlantResult | None, node_id: str) -> None:
    """Show what the power chain says of the fullest copy of a node: rows of SECTION, hidden where it says nothing."""
    element = plant.elements.get(node_id) if plant else None
    # A device has its draw elsewhere; these rows are of what feeds others.
    stage = element if element is not None and not element.device else None
    section.show_row("Carries, maximum", stage.load_max_w if stage else None)
    section.show_row("May carry", stage.capacity_w if stage and stage.capacity_w.known else None)
    row = section.row("How full")
    full = stage.utilisation if stage and stage.utilisation.known else None
    row.setVisible(full is not None)
    if full is not None and full.value is not None:
        row.show_words(percent_text(full.value), "of what it may", full, load_tone(full.value))
    phases = section.row("Load of its phases")
    phases.setVisible(bool(stage and stage.phases_w))
    if stage and stage.phases_w:
        words = " · ".join(figure_text(one, ranged=False) for one in stage.phases_w)
        phases.show_words(words, "", stage.imbalance)
    section.show_row("Losses, all copies", stage.losses_w if stage and stage.losses_w.value else None)
    section.show_row("Battery at this load", stage.battery_min if stage else None)
