"""What is gone when ids are said to have failed: whole nodes and links, single copies, single cables."""

from collections.abc import Collection
from dataclasses import dataclass, field

from designer.model.design import Design
from designer.model.records import COPY_PATTERN


@dataclass
class Failed:
    """What has failed.

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
    """What is gone when FAIL has failed: ids of nodes, containers and links, or one copy or cable as "leaf[0]"."""
    found = Failed()
    for name in fail:
        match = COPY_PATTERN.fullmatch(name)
        target, index = (match["id"], int(match["index"])) if match else (name, None)
        if target in design.nodes:
            _fail_node(design, found, target, index, name)
        elif target in design.links and index is None:
            found.links.add(target)
        elif target in design.links and index is not None and index < design.total_cables(design.links[target]):
            found.cables.setdefault(target, set()).add(index)
        else:
            found.unknown.append(name)
    return found


def _fail_node(design: Design, found: Failed, target: str, index: int | None, name: str) -> None:
    copies = design.total_copies(target)
    if index is not None and index >= copies:
        found.unknown.append(name)
        return
    for node_id in design.nodes:
        if node_id != target and target not in design.ancestors(node_id):
            continue
        if index is None or copies == 1:
            found.nodes.add(node_id)
        else:
            each = design.total_copies(node_id) // copies
            found.copies.setdefault(node_id, []).append(range(index * each, (index + 1) * each))
