"""Losses of a design in a graph file: told whenever one is written, so that nobody relies on it."""

from collections.abc import Iterator

from designer.model.design import Design
from designer.model.wording import counted, listed


def losses_of(design: Design) -> str:
    """Return one sentence on what of DESIGN does not travel in GraphML or DOT; "" where all of it does."""
    lost = list(_lost(design))
    if not lost:
        return ""
    return f"Left out, as a graph has no place for it: {listed(lost, None)}."


def _lost(design: Design) -> Iterator[str]:
    nodes, settings = design.nodes.values(), design.settings
    prices = sum(1 for node in nodes if node.price_usd is not None) + sum(map(len, settings.prices.prices.values()))
    for one, many, count in (
        ("own figure", "own figures", sum(len(node.facts) for node in nodes)),
        ("choice", "choices", sum(len(node.choices) for node in nodes)),
        ("part with own ports", "parts with own ports", sum(1 for node in nodes if node.ports)),
        ("own price", "own prices", prices),
        ("place in a rack", "places in racks", sum(1 for node in nodes if node.rack is not None)),
        ("place on the floor", "places on the floor", sum(1 for node in nodes if node.floor is not None)),
        ("room with walls", "rooms with walls", sum(1 for node in nodes if node.plan is not None)),
        ("note on a part", "notes on parts", sum(1 for node in nodes if node.note)),
        ("link that leads nowhere", "links that lead nowhere", len(design.links) - len(design.joined_links())),
        ("cable type", "cable types", sum(1 for link in design.links.values() if link.cable_part)),
        ("mark beside the equipment", "marks beside the equipment", len(design.marks)),
        ("saved view", "saved views", len(design.views)),
        ("flow", "flows", len(settings.flows)),
        ("assumption", "assumptions", len(settings.assumptions) + len(settings.choices)),
    ):
        if count:
            yield counted(count, one, many)
