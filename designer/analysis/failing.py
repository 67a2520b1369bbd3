"""Failed elements by their ids: whole nodes and links, single copies, single cables."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from designer.model.copy_ids import CopyId, base_of, copy_id
from designer.model.design import Design


@dataclass
class Failed:
    """Elements that have failed.

    Attributes:
        nodes: Nodes all of whose copies are gone, those inside failed containers included.
        copies: Failed copies, as ranges of flat copy numbers, by node.
        links: Links all of whose cables are gone.
        cables: Numbers of failed cables by link, counted as `spread.cable_ends` lays them out.
        unknown: Ids that the design does not have.
    """

    nodes: set[str] = field(default_factory=set[str])
    copies: dict[str, list[range]] = field(default_factory=dict[str, list[range]])
    links: set[str] = field(default_factory=set[str])
    cables: dict[str, set[int]] = field(default_factory=dict[str, set[int]])
    unknown: list[str] = field(default_factory=list[str])

    @property
    def whole(self) -> frozenset[str]:
        """Ids of nodes and links of which nothing is left."""
        return frozenset(self.nodes | self.links)

    def __bool__(self) -> bool:
        return bool(self.nodes or self.copies or self.links or self.cables)


def failed_of(design: Design, fail: Collection[str]) -> Failed:
    """Return what FAIL takes: ids of nodes, containers and links, or one copy or cable as "leaf[0]"."""
    found = Failed()
    inside: dict[str, dict[str, int]] = {}
    for name in fail:
        target, index = CopyId.read(name)
        if target in design.nodes:
            # What is inside is walked once for each node, however many of its copies fail.
            if target not in inside:
                inside[target] = _with_it(design, target)
            _fail_node(design, found, target, index, name, inside[target])
        elif target in design.links and index is None:
            found.links.add(target)
        elif target in design.links and index is not None and index < design.total_cables(design.links[target]):
            found.cables.setdefault(target, set()).add(index)
        else:
            found.unknown.append(name)
    return found


def cannot_fail(design: Design, name: str) -> str:
    """Return the reason why NAME, which `failed_of` does not know, cannot fail, with the names that there are."""
    why = f"{name!r} cannot fail: the design has no node, link or copy of that id"
    # Of "rack[0]/pdu[1]" the last is what was meant.
    target = base_of(name.rpartition("/")[2])
    if target in design.nodes:
        count = design.total_copies(target)
    elif target in design.links:
        count = design.total_cables(design.links[target])
    else:
        return f"{why}."
    if count < 2:
        return f"{why}; there is one {target}."
    return f"{why}; there are {copy_id(target, 0)} to {copy_id(target, count - 1)}, counted through the whole design."


def _with_it(design: Design, target: str) -> dict[str, int]:
    """Return TARGET and all that stands in it, with how many of each stand in one copy."""
    copies = max(design.total_copies(target), 1)
    return {
        node_id: design.total_copies(node_id) // copies
        for node_id in design.nodes
        if node_id == target or target in design.ancestors(node_id)
    }


def _fail_node(
    design: Design, found: Failed, target: str, index: int | None, name: str, inside: Mapping[str, int]
) -> None:
    copies = design.total_copies(target)
    if index is not None and index >= copies:
        found.unknown.append(name)
        return
    for node_id, each in inside.items():
        if index is None or copies == 1:
            found.nodes.add(node_id)
        else:
            found.copies.setdefault(node_id, []).append(range(index * each, (index + 1) * each))
