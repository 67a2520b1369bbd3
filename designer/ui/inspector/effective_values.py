"""Effective values where a field is empty: what arithmetic in that field starts from."""

from designer.analysis.money.prices import unit_price
from designer.edit.nodes.bulk_edit import fact_now
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.workloads.asked_facts import AskedFact


def price_now(design: Design, node: Node) -> float | None:
    """Return the cost of one in US dollars: the person's own price, else the planned one; None where there is none."""
    if node.price_usd is not None:
        return node.price_usd
    part = design.part_of(node)
    if part is None:
        return None
    return unit_price(part, part.name, part.id, design.settings.prices).figure.value


def fact_asked_now(design: Design, node: Node, asked: AskedFact) -> float | None:
    """Return what holds now: what was said, what the part states, or what is assumed; None where nothing does."""
    present = fact_now(design, node, asked.name)
    if present is None and asked.assumption:
        return assumed(design, asked.assumption).value
    return present
