"""All that is not in the price, whole: lines without a price, what is not drawn, and what comes on top."""

from designer.export.report.context import ReportContext
from designer.model.figures.completeness import gaps
from designer.model.figures.figure_text import count_text
from designer.model.kinds import KINDS, ROOMS


def not_included(context: ReportContext) -> tuple[tuple[str, str], ...]:
    """Return everything that is not in the figures of money: what it is, and why; the unpriced parts first."""
    found: list[tuple[str, str]] = []
    for line in context.bill.lines:
        if not line.unit_usd.known or line.total_usd.value is None:
            found.append((f"{count_text(line.quantity)} × {line.name}", "drawn, no price known"))
    # What is bought without a price is missing in what is paid each year too, and told once.
    named = {f"{line.name}: price" for line in context.bill.lines}
    found.extend(
        (name, "unknown, not in what it takes to run")
        for name in gaps(context.headline("run")).names
        if name not in named
    )
    found.extend(_not_drawn(context))
    delivery = context.results.cost.delivery if context.results.cost is not None else None
    if delivery is not None and context.bill.total_usd.value:
        found.append(("Spares, freight and installation", "on top of the goods; the chapter on cost has them"))
    if (delivery is None or not delivery.tax_usd.value) and context.pays:
        found.append(("Taxes and import duties", "no rate is set"))
    return tuple(found)


def _not_drawn(context: ReportContext) -> list[tuple[str, str]]:
    """Return what a place of one's own needs and is not drawn."""
    kinds = [KINDS[node.kind] for node in context.design.nodes.values() if node.kind in KINDS]
    roles = {kind.role for kind in kinds}
    if not context.owns_machines:
        return []
    found: list[tuple[str, str]] = []
    rooms = any(kind.id in ROOMS for kind in kinds)
    found.append(("Building and room works", "the room is drawn, its building is not" if rooms else "not drawn"))
    if "power" not in roles:
        found.append(("Utility, UPS and power distribution", "not drawn: the racks are taken as fed"))
    if "cooling" not in roles:
        found.append(("Cooling", "not drawn: the heat is taken as carried away"))
    return found
