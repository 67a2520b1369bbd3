"""Terms of the sums: how many of a node there are, and what one of it draws, weighs or reads."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from operator import attrgetter
from typing import Final

from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, count_of, difference, known_like, leaf, product, total
from designer.model.identity_cache import Remembered
from designer.model.kinds import FACTS, KINDS, Role
from designer.model.parts.part import Part

Off = Callable[[str], int]
"""How many copies of a node, by its id, are off."""
TRIED: Final = "\u00b7tried"
"""Prefix of the ids of machines that are tried and not drawn; no person can type it."""
MOST_TERMS = 32
"""Up to so many nodes of one part are terms of their own; more are one count, so that a tree stays readable."""


def role_of(node: Node) -> Role:
    """Return the role that the analysis takes NODE for; "other" for a kind that is not in the table."""
    kind = KINDS.get(node.kind)
    return kind.role if kind else "other"


def is_tried(node_id: str) -> bool:
    """Return True where NODE_ID stands for machines that are tried and not drawn."""
    return node_id.startswith(TRIED)


def is_rented(part: Part | None) -> bool:
    """Return True when PART is paid by the hour: a cloud instance, or a chip that is let but never sold."""
    if part is None:
        return False
    return part.layer == "cloud" or (part.availability == "rented" and part.price("unit") is None)


def accelerators_in(design: Design, part: Part | None) -> dict[str, int]:
    """Accelerator chips in one PART by part id, at any depth; a chip holds itself."""
    if part is None:
        return {}
    if design.parts.get(part.id) is not part:
        return _chips_in(design, part)
    known = _known_chips.of((design.parts,), None, dict[str, dict[str, int]])
    found = known.get(part.id)
    if found is None:
        found = known[part.id] = _chips_in(design, part)
    return dict(found)


_known_chips: Final = Remembered[dict[str, dict[str, int]]]()
"""By the parts of a design: it is asked of each of hundreds of machines of one part, in several places."""


def _chips_in(design: Design, part: Part) -> dict[str, int]:
    found: Counter[str] = Counter()
    # The parts around are carried along: a ring in a damaged library ends there.
    waiting: list[tuple[Part, int, frozenset[str]]] = [(part, 1, frozenset())]
    while waiting:
        outer, count, around = waiting.pop()
        kind = KINDS.get(outer.kind)
        if kind is not None and kind.role == "accelerator":
            found[outer.id] += count
            continue
        for inside in outer.contains:
            inner = design.parts.get(inside.part)
            if inner is not None and inner.id not in around and inner.id != outer.id:
                waiting.append((inner, count * inside.count, around | {outer.id}))
    return dict(found)


def drawn_chips(design: Design) -> dict[str, dict[str, int]]:
    """Return the accelerators that are drawn inside one copy of each host, by the host's id and then by part id.

    They are what the host holds, in place of the accelerators that its own part contains.
    """
    found: dict[str, Counter[str]] = {}
    chips = [node for node in design.nodes.values() if node.parent and role_of(node) == "accelerator"]
    for node in sorted(chips, key=attrgetter("order", "id")):
        host = design.nodes.get(node.parent) if node.parent else None
        if host is not None and role_of(host) == "host":
            found.setdefault(host.id, Counter())[node.part or node.kind] += node.copies
    return {host_id: dict(chips) for host_id, chips in found.items()}


def stands_for_a_chip_of_its_host(design: Design, node: Node) -> bool:
    """Return whether NODE, a chip, details what its host's part contains and what its power and price include."""
    host = design.nodes.get(node.parent) if node.parent else None
    if host is None or role_of(node) != "accelerator" or role_of(host) != "host":
        return False
    return bool(accelerators_in(design, design.part_of(host)))


def placed_nodes(design: Design) -> Iterator[tuple[Node, Part | None]]:
    """Every node that is not a bare container, with its part, in design order."""
    for node in design.nodes_in_order():
        if node.part is not None or role_of(node) != "container":
            yield node, design.part_of(node)


def name_of(design: Design, node: Node) -> str:
    """Return the name of one of NODE: its part's, else the id of the part that is not there, else its own."""
    part = design.part_of(node)
    return part.name if part else node.part or node.title


def copies_of(design: Design, node: Node) -> Figure:
    """Return how many of NODE stand in the whole design, as a product of the copies around it."""
    terms = [count_of(f"copies of {node.title}", node.copies, node.id)]
    for ancestor_id in design.ancestors(node.id):
        ancestor = design.nodes.get(ancestor_id)
        if ancestor is not None and ancestor.copies != 1:
            terms.append(count_of(f"copies of {ancestor.title}", ancestor.copies, ancestor.id))
    return terms[0] if len(terms) == 1 else product(f"{node.title} in the design", terms, "")


def quantity_of(design: Design, nodes: Sequence[Node], label: str, copy_counts: CopyCounts | None = None) -> Figure:
    """Return how many of NODES stand in the whole design together; COPY_COUNTS of it, where they are known already."""
    if len(nodes) == 1:
        return copies_of(design, nodes[0])
    if len(nodes) <= MOST_TERMS:
        return total(label, [copies_of(design, node) for node in nodes], "")
    many = sum(map((copy_counts or CopyCounts(design)).total, nodes))
    return leaf(label, float(many), note=f"Counted over {len(nodes)} places in the drawing.")


def running_of(design: Design, nodes: Sequence[Node], label: str, off: Off) -> Figure:
    """Return how many of NODES stand in the whole design and are on; OFF tells how many of each are not."""
    every = quantity_of(design, nodes, label)
    gone = sum(off(node.id) for node in nodes)
    return difference(f"{label} that are on", every, count_of("that are off", gone), "") if gone else every


def fact_of(design: Design, node: Node, name: str) -> Figure:
    """Fact NAME of one copy of NODE: the person's own value, else the part's, else unknown."""
    own = node.facts.get(name)
    if own is not None:
        pattern = _OWN[name]
        return known_like(pattern, f"{node.title}: {pattern.label}", own, node.id)
    kind = FACTS[name]
    part = design.part_of(node)
    if part is None:
        label = f"{name_of(design, node)}: {kind.title.lower()}"
        return leaf(label, None, kind.unit, operation="fact", subject=node.part or node.id)
    # What a part says is one figure for all that are of it.
    known = _known_facts.of((design.parts,), None, _Facts)
    found = known.get((node.part, name))
    if found is None:
        found = known[node.part, name] = part.fact(name, kind.unit, f"{part.name}: {kind.title.lower()}")
    return found


_OWN: Final = {
    name: leaf(kind.title.lower(), 0.0, kind.unit, status="user", note="Set on this node.")
    for name, kind in FACTS.items()
}
"""What a person says of each fact, without the node."""
_Facts = dict[tuple[str | None, str], Figure]
_known_facts: Final = Remembered[_Facts]()


def value_of(design: Design, node: Node, name: str) -> float | None:
    """The value of `fact_of` alone, of thousands of nodes without the words and reasons of a figure."""
    own = node.facts.get(name)
    if own is not None:
        return own
    part = design.part_of(node)
    quantity = part.facts.get(name) if part is not None else None
    return None if quantity is None else quantity.value


def summed(label: str, terms: Iterable[Figure], unit: str, formula: str = "") -> Figure:
    """The sum of TERMS; a single term stands for itself."""
    terms = tuple(terms)
    return terms[0] if len(terms) == 1 else total(label, terms, unit, formula)
