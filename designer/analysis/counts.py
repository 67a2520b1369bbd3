"""Counts of everything: nodes, accelerators and cables, copies multiplied and containers left out."""

from collections import Counter
from collections.abc import Mapping, Sequence
from operator import attrgetter
from typing import Final

import msgspec

from designer.analysis.network.tiers import tier_names
from designer.analysis.quantities import accelerators_in, drawn_chips, is_rented, quantity_of, role_of
from designer.analysis.results import Counts
from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Link, Node
from designer.model.figures.figure import Figure, leaf, product, total
from designer.model.giving_way import give_way
from designer.model.parts.part import Part
from designer.model.relations import RELATION_MEDIA

_IN_ORDER: Final = attrgetter("order", "id")
_TURN: Final = 64
"""After so many records the window may work."""


def counts(design: Design, *, tiers: bool = True, cabled: Counts | None = None) -> Counts:
    """Everything that can be counted in DESIGN.

    A link whose end is missing has no cables. Accelerators that are drawn inside a host count in place of those that
    its part contains. Rented accelerators are part of the total and counted apart too.
    Without TIERS, which are the dearest, `by_tier` stays empty. CABLED are counts whose cables are those of DESIGN,
    where they are known.
    """
    drawn, copy_counts = drawn_chips(design), CopyCounts(design)
    placed: dict[tuple[str, str | None], int] = {}
    holding: dict[str, list[Node]] = {}
    for (kind, part_id), nodes in _alike(design).items():
        placed[kind, part_id] = _copies(nodes, copy_counts)
        # Chips that are drawn inside are counted by themselves, as nodes.
        held = [node for node in nodes if node.id not in drawn] if drawn else nodes
        if part_id and part_id in design.parts and held:
            known = holding.get(part_id)
            # A part is of one kind, unless the design is damaged: then its nodes come in design order all the same.
            holding[part_id] = held if known is None else sorted((*known, *held), key=_IN_ORDER)
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
    for part_id, nodes in sorted(holding.items(), key=lambda held: _IN_ORDER(held[1][0])):
        part = design.parts[part_id]
        inside = accelerators_in(design, part)
        if not inside:
            continue
        copies = _copies(nodes, copy_counts)
        for chip, count in inside.items():
            chips[chip] += count * copies
        if is_rented(part):
            rented += sum(inside.values()) * copies
        holders[part_id] = nodes
    by_link, by_medium = _cables(design, copy_counts) if cabled is None else _cabled(cabled)
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
        cables=sum(by_link.values()),
        cables_by_medium=by_medium,
        cables_by_link=by_link,
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


def _alike(design: Design) -> dict[tuple[str, str | None], list[Node]]:
    """Return the nodes of DESIGN that are no bare containers by kind and part, in design order."""
    found: dict[tuple[str, str | None], list[Node]] = {}
    for number, node in enumerate(design.nodes_in_order()):
        if not number % _TURN:
            give_way()
        key = (node.kind, node.part)
        group = found.get(key)
        if group is None:
            if node.part is None and role_of(node) == "container":
                continue
            group = found[key] = []
        group.append(node)
    return found


def _copies(nodes: Sequence[Node], copy_counts: CopyCounts) -> int:
    """Return how many of NODES stand in the whole design together."""
    return sum([node.copies if node.parent is None else copy_counts.total(node) for node in nodes])


def _cabled(known: Counts) -> tuple[dict[str, int], dict[str, int]]:
    return dict(known.cables_by_link), dict(known.cables_by_medium)


def _cables(design: Design, copy_counts: CopyCounts) -> tuple[dict[str, int], dict[str, int]]:
    """Return the cables of each link by its id, and of each medium."""
    nodes = design.nodes
    found: dict[str, int] = {}
    by_medium: Counter[str] = Counter()
    for number, link in enumerate(design.links.values()):
        if not number % _TURN:
            give_way()
        a, b = nodes.get(link.a), nodes.get(link.b)
        if a is not None and b is not None and link.medium not in RELATION_MEDIA:
            alone = a.parent is None or b.parent is None
            found[link.id] = link.cables if alone else copy_counts.cables(link, a, b)
            by_medium[link.medium] += found[link.id]
    return found, dict(by_medium)


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
