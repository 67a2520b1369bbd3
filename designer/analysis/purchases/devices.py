"""Lines of the devices that are drawn: one for each part, and one for each price of the person's own."""

from collections.abc import Iterator

from designer.analysis.money.prices import Priced, unit_price
from designer.analysis.money.rents import paid_by_use
from designer.analysis.purchases.lines import purchase_line
from designer.analysis.quantities import is_rented, name_of, quantity_of, stands_for_a_chip_of_its_host
from designer.analysis.results import CostLine
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf
from designer.model.kinds import KINDS
from designer.model.money.pricing import planned_price


def device_lines(design: Design) -> Iterator[CostLine]:
    """Yield what is bought of the nodes of DESIGN; a container is bought only where the person prices it."""
    groups: dict[tuple[str, str, float | None], list[Node]] = {}
    book, copy_counts = design.settings.prices, CopyCounts(design)
    for node in design.nodes_in_order():
        part = design.part_of(node)
        # Rented parts and chips inside of a host are paid elsewhere.
        if is_rented(part) or (node.price_usd is None and stands_for_a_chip_of_its_host(design, node)):
            continue
        # Paid by use alone: nothing is bought.
        if part is not None and paid_by_use(design, node, part) and planned_price(part, "unit", book) is None:
            continue
        if node.part is None and node.price_usd is None:
            continue
        # A kind that only describes, such as a service, is bought only at a price that the person gives.
        if node.price_usd is None and node.kind in KINDS and KINDS[node.kind].described:
            continue
        # Grouped by the part and an own price; without a part, by the kind.
        groups.setdefault((node.part or "", node.kind if node.part is None else "", node.price_usd), []).append(node)
    for (part_id, _, own), nodes in groups.items():
        first = nodes[0]
        part = design.parts.get(part_id)
        kind = part.kind if part else KINDS[first.kind].bought_as or first.kind if first.kind in KINDS else first.kind
        name = name_of(design, first)
        quantity = quantity_of(design, nodes, f"{name} in the design", copy_counts)
        places = tuple((node.id, copy_counts.total(node)) for node in nodes)
        if own is not None:
            priced = Priced(_own_price(first, own), None)
            yield purchase_line(part, part_id, name, kind, quantity, priced, basis="user", places=places)
        else:
            yield purchase_line(
                part, part_id, name, kind, quantity, unit_price(part, name, part_id, book), places=places
            )


def _own_price(node: Node, price_usd: float) -> Figure:
    return leaf(f"{node.title}: own price", price_usd, "USD", status="user", subject=node.id, note="Set on this node.")
