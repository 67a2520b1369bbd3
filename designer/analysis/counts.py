"""Counts of everything: nodes, accelerators and cables, copies multiplied and containers left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from designer.analysis.network.tiers import tier_names
from designer.analysis.quantities import accelerators_in, drawn_chips, is_rented, placed_nodes, quantity_of
from designer.analysis.results import Counts
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.giving_way import give_way
from designer.model.parts.part import Part
from designer.model.relations import RELATION_MEDIA

_TURN: Final = 64
"""After so many records the window may work."""


def counts(design: Design, *, tiers: bool = True, cables: Mapping[str, int] | None = None) -> Counts:
    """Everything that can be counted in DESIGN.

    A link whose end is missing has no cables. Accelerators that are drawn inside a host count in place of those that
    its part contains. Rented accelerators are part of the total and counted apart too.
    Without TIERS, which are the dearest, `by_tier` stays empty. CABLES gives those of each link where they are known.
    """
    placed: dict[tuple[str, str | None], int] = {}
    holding: dict[str, int] = {}
    nodes_of: dict[str, list[Node]] = {}
    drawn, copy_counts = drawn_chips(design), CopyCounts(design)
    for number, (node, part) in enumerate(placed_nodes(design)):
        if not number % _TURN:
            give_way()
        copies = node.copies if node.parent is None else copy_counts.total(node)
        key = (node.kind, node.part)
        placed[key] = placed.get(key, 0) + copies
        # Chips that are drawn inside are counted by themselves, as nodes.
        if part is not None and node.id not in drawn:
            holding[part.id] = holding.get(part.id, 0) + copies
            nodes_of.setdefault(part.id, []).append(node)
    by_kind: Counter[str] = Counter()
    by_part: Counter[str] = Counter()
    for (kind, part_id), copies in placed.items():
        by_kind[kind] += copies
        if part_id:
            by_part[part_id] += copies
    chips: Counter[str] = Counter()
    holders: dict[str, list[Node]] = {}
    rented = 0
    # What a part holds is looked up once: most nodes share a few parts.
    for part_id, copies in holding.items():
        part = design.parts[part_id]
        inside = accelerators_in(design, part)
        for chip, count in inside.items():
            chips[chip] += count * copies
        if inside and is_rented(part):
            rented += sum(inside.values()) * copies
        if inside:
            holders[part_id] = nodes_of[part_id]
    cables = dict(cables) if cables is not None else _cables(design, copy_counts)
    by_medium: Counter[str] = Counter()
    for link_id, count in cables.items():
        by_medium[design.links[link_id].medium] += count
    return Counts(
        nodes=sum(by_kind.values()),
        by_part=dict(by_part),
        by_kind=dict(by_kind),
        by_tier=_by_tier(design) if tiers else {},
        accelerators=total(
            "accelerators",
            [_accelerators_of(design, design.parts[part_id], nodes, copy_counts) for part_id, nodes in holders.items()],
            "",
            "sum over the parts of number × chips inside",
        ),
        accelerators_rented=rented,
        accelerators_by_part=dict(chips),
        cables=sum(cables.values()),
        cables_by_medium=dict(by_medium),
        cables_by_link=cables,
    )


def cables_recounted(before: Counts, design: Design, changed: Mapping[str, tuple[Link | None, Link | None]]) -> Counts:
    """BEFORE for a DESIGN in which nothing but links CHANGED, each given as it was and as it is."""
    by_link, by_medium = dict(before.cables_by_link), Counter(before.cables_by_medium)
    # First out, then in: a link may have changed its medium.
    for link_id, (was, _) in changed.items():
        if was is not None and link_id in by_link:
            by_medium[was.medium] -= by_link.pop(link_id)
    for link_id, (_, link) in changed.items():
        if link is not None and link.medium not in RELATION_MEDIA and link.a in design.nodes and link.b in design.nodes:
            by_link[link_id] = design.total_cables(link)
            by_medium[link.medium] += by_link[link_id]
    return msgspec.structs.replace(
        before,
        cables=sum(by_link.values()),
        cables_by_link=by_link,
        cables_by_medium={medium: count for medium, count in by_medium.items() if count},
    )


def _cables(design: Design, copy_counts: CopyCounts) -> dict[str, int]:
    nodes = design.nodes
    found: dict[str, int] = {}
    for number, link in enumerate(design.links.values()):
        if not number % _TURN:
            give_way()
        a, b = nodes.get(link.a), nodes.get(link.b)
        if a is not None and b is not None and link.medium not in RELATION_MEDIA:
            alone = a.parent is None or b.parent is None
            found[link.id] = link.cables if alone else copy_counts.cables(link, a, b)
    return found


def _accelerators_of(design: Design, part: Part, nodes: Sequence[Node], copy_counts: CopyCounts) -> Figure:
    """Accelerators in all NODES of one PART."""
    number = quantity_of(design, nodes, f"{part.name} in the design", copy_counts)
    inside = accelerators_in(design, part)
    if inside == {part.id: 1}:
        return number
    held = leaf(
        f"accelerators in one {part.name}",
        float(sum(inside.values())),
        operation="fact",
        subject=part.id,
        note="What the part contains, at any depth.",
    )
    return product(f"accelerators in {part.name}", (number, held), "")


def _by_tier(design: Design) -> dict[str, int]:
    found: Counter[str] = Counter()
    for node_id, tier in tier_names(design).items():
        if node_id in design.nodes:
            found[tier] += design.total_copies(node_id)
    return dict(found)
