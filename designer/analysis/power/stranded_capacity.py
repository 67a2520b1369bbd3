"""Capacity that stands there and cannot be used, and what keeps it from being used."""

from collections.abc import Iterator, Mapping, Sequence

from designer.analysis.power.capacity import Capacity
from designer.analysis.power.chain import Chain
from designer.analysis.power.records import PlantElement, Redundancy, Stranded
from designer.model.figures.figure import Figure, count_of, difference, leaf, product, total
from designer.model.figures.figure_text import figure_text

_LEAST_SHARE = 0.05
"""Of a stage's capacity: breakers come in steps, and a little beyond those below is no waste."""
_LEAST_W = 1.0
"""Less than a watt is rounding, not stranded."""


def stranded(
    chain: Chain,
    capacities: Mapping[str, Capacity],
    elements: Mapping[str, PlantElement],
    redundancies: Sequence[Redundancy],
) -> tuple[Stranded, ...]:
    """Return the capacity that cannot be used, the most first."""
    found = [
        *_banks(chain, capacities),
        *_phases(chain, elements),
        *_breakers(chain, capacities, elements),
        *(_held(one) for one in redundancies if one.held_back_w.or_zero > _LEAST_W),
    ]
    return tuple(sorted(found, key=lambda one: -one.stranded_w.or_zero))


def _banks(chain: Chain, capacities: Mapping[str, Capacity]) -> Iterator[Stranded]:
    """Cords that would carry more than the banks behind them."""
    for node_id in chain.order:
        capacity = capacities[node_id]
        if capacity.limit != "banks" or not capacity.breaker_w.known:
            continue
        each = difference(
            f"{chain.design.nodes[node_id].title}: cord beyond its banks", capacity.breaker_w, capacity.banks_w, "W"
        )
        if each.or_zero > _LEAST_W:
            why = (
                f"Its cord would carry {figure_text(capacity.breaker_w)}, its banks only "
                f"{figure_text(capacity.banks_w)}."
            )
            yield Stranded(id=node_id, cause="banks", stranded_w=_together(chain, node_id, each), why=why)


def _phases(chain: Chain, elements: Mapping[str, PlantElement]) -> Iterator[Stranded]:
    """Stages whose fullest phase runs full before the other two."""
    for node_id, element in elements.items():
        capacity, imbalance = element.capacity_w, element.imbalance.value
        if not capacity.value or not imbalance:
            continue
        lost = imbalance / (1.0 + imbalance)
        share = leaf(
            "idle while the fullest phase is full", lost, operation="routing", formula="imbalance / (1 + imbalance)"
        )
        each = product(f"{chain.design.nodes[node_id].title}: idle phases", (capacity, share), "W")
        if each.or_zero > _LEAST_W:
            why = f"One phase carries {imbalance:.0%} more than the mean, so the other two never fill."
            yield Stranded(id=node_id, cause="phases", stranded_w=_together(chain, node_id, each), why=why)


def _breakers(
    chain: Chain, capacities: Mapping[str, Capacity], elements: Mapping[str, PlantElement]
) -> Iterator[Stranded]:
    """Stages that carry more than all that hangs on them lets through."""
    for node_id, element in elements.items():
        # Only stages below it bound what it lets through; a device that hangs on it takes as much as it wants.
        below = [one for one in element.feeds if not elements[one].device]
        own = capacities[node_id].continuous_w
        if not below or len(below) < len(element.feeds) or not own.known:
            continue
        limits = [capacities[one].continuous_w for one in below]
        # What another stage feeds as well may draw its part from there.
        shared = any(set(elements[one].sources) != {node_id} for one in below)
        if shared or any(not one.known for one in limits):
            continue
        name = chain.design.nodes[node_id].title
        passed = total(
            f"{name}: what depends on it lets through",
            [
                product(f"all {chain.design.nodes[one].title}", (_count(chain, one), limit), "W")
                for one, limit in zip(below, limits, strict=True)
            ],
            "W",
        )
        together = _together(chain, node_id, own)
        idle = difference(f"{name}: beyond the breakers below", together, passed, "W")
        if idle.or_zero > _LEAST_SHARE * together.or_zero:
            why = f"It carries {figure_text(together)}, but what depends on it lets through {figure_text(passed)}."
            yield Stranded(id=node_id, cause="breakers", stranded_w=idle, why=why)


def _held(one: Redundancy) -> Stranded:
    return Stranded(
        id=one.units[0],
        cause="redundancy",
        stranded_w=one.held_back_w,
        why=f"Held back so that a failure can be borne ({one.scheme}): {one.held_back_w.label.split(': ')[-1]}.",
    )


def _count(chain: Chain, node_id: str) -> Figure:
    return count_of(f"{chain.design.nodes[node_id].title} in the design", chain.copies[node_id], node_id)


def _together(chain: Chain, node_id: str, each: Figure) -> Figure:
    if chain.copies[node_id] == 1:
        return each
    return product(f"{each.label}, all copies", (_count(chain, node_id), each), "W")
