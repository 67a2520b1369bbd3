"""A graph as a file holds it: nodes, links and groups with attributes as text, before anything is understood."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from designer.export.text.text_problems import short
from designer.limits import LIMITS
from designer.model.design import Design
from designer.model.records import Record, RefusedInput

MAX_NODES: Final = 200_000
MAX_LINKS: Final = LIMITS["graph"].items
MAX_TOLD: Final = 20
"""Of one sort of note, the rest is counted."""
MAX_SORTS: Final = 60

DRAWN: Final = frozenset(
    {
        "shape",
        "style",
        "color",
        "fillcolor",
        "fontcolor",
        "fontname",
        "fontsize",
        "width",
        "height",
        "bgcolor",
        "rank",
        "penwidth",
        "tooltip",
        "margin",
        "peripheries",
        "labeljust",
        "labelloc",
        "fixedsize",
        "image",
        "xlabel",
        "bb",
        "lp",
        "lheight",
        "lwidth",
        "arrowhead",
        "arrowtail",
        "dir",
        "headport",
        "tailport",
        "constraint",
        "minlen",
        "splines",
    }
)
"""How other tools draw nodes and edges; told in one line together."""

Attributes = dict[str, str]


@dataclass
class RawNode:
    """A node, or a group of nodes.

    Attributes:
        id: As it stands in the file.
        attributes: By their names in the file.
        parent: Id of the group around it.
        group: Whether the file has it as a group, even when nothing is inside.
    """

    id: str
    attributes: Attributes = field(default_factory=dict)
    parent: str | None = None
    group: bool = False


@dataclass
class RawLink:
    """An edge between two nodes, by their ids in the file.

    Attributes:
        id: "" when it has none.
        whole: Whether the file says all that is known of it, so that what it lacks is no news.
    """

    a: str
    b: str
    attributes: Attributes = field(default_factory=dict)
    id: str = ""
    whole: bool = False


class Notes:
    """Notes on what was not mapped, one line each; what comes often is told with its number."""

    def __init__(self) -> None:
        self._counted: Counter[tuple[str, str]] = Counter()
        self._lines: dict[str, list[str]] = {}

    def count(self, one: str, many: str) -> None:
        """Note something that may come often; MANY says {n} where the number goes."""
        self._counted[one, many] += 1

    def line(self, sort: str, text: str) -> None:
        """Note TEXT; of one SORT so many are kept as a person reads."""
        self._lines.setdefault(sort, []).append(text)

    def drawn(self) -> None:
        """Note that an attribute only says how another tool draws."""
        text = "Shapes, colours and sizes of another drawing were left out."
        self.count(text, text)

    def told(self) -> tuple[str, ...]:
        """The lines in the order in which they came up."""
        found: list[str] = []
        for sort, lines in self._lines.items():
            # Files of thousands of nodes may have thousands of the same note: a few lines and how many more.
            found += lines[:MAX_TOLD]
            if len(lines) > MAX_TOLD:
                found.append(f"And {len(lines) - MAX_TOLD:,} more like that ({sort}).")
        for (one, many), number in list(self._counted.items())[:MAX_SORTS]:
            found.append(one if number == 1 else many.replace("{n}", f"{number:,}"))
        if len(self._counted) > MAX_SORTS:
            found.append(f"And {len(self._counted) - MAX_SORTS:,} more sorts of such notes.")
        return tuple(found)


@dataclass
class RawGraph:
    """All that a file holds, with what its reader already found to have no place.

    Attributes:
        directed: Whether an edge and its reverse are two arcs of one full-duplex cable.
    """

    name: str = ""
    directed: bool = False
    nodes: dict[str, RawNode] = field(default_factory=dict)
    links: list[RawLink] = field(default_factory=list)
    notes: Notes = field(default_factory=Notes)

    def add_node(self, node: RawNode) -> RawNode:
        """Take NODE in.

        Raises:
            RefusedInput: there are too many, or its id is there already.
        """
        if node.id in self.nodes:
            raise RefusedInput(f"There are two nodes with the id {short(node.id)!r}; ids must differ.")
        if len(self.nodes) >= MAX_NODES:
            raise RefusedInput(f"It has more than {MAX_NODES:,} nodes; use copies instead.")
        self.nodes[node.id] = node
        return node

    def add_link(self, link: RawLink) -> None:
        """Take LINK in.

        Raises:
            RefusedInput: there are too many.
        """
        if len(self.links) >= MAX_LINKS:
            raise RefusedInput(f"It has more than {MAX_LINKS:,} edges; give one edge a number of cables instead.")
        self.links.append(link)


class GraphImport(Record, frozen=True, kw_only=True):
    """A design made of a graph.

    Attributes:
        notes: What was changed, guessed or left out, one plain line each.
    """

    design: Design
    notes: tuple[str, ...] = ()
