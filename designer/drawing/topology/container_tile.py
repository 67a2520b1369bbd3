"""Containers drawn as one tile: which figures it says, and from how far away it is drawn so."""

from collections.abc import Collection, Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

from designer.drawing.topology.heat_overlay import money_text, price_of_all, unit_prices
from designer.drawing.topology.places import Places, is_container
from designer.drawing.topology.scene import Scene
from designer.drawing.words import accelerators_in, amount
from designer.model.design import Design, Node
from designer.model.kinds import KINDS

_CAPS: Final = (0.34, 0.2, 0.1, 0.05)
"""Largest scales at which containers become one tile: those that hold no others, those around them, and so on."""
EACH: Final = " each"
"""Said behind the figures of one of several."""
_WIDTH_PX: Final = 340.0
"""A container that is wider than this on the screen is not drawn as one tile."""


class FarLevel(NamedTuple):
    """The containers that are drawn as one tile below a scale.

    Attributes:
        below: Screen pixels for a canvas pixel.
        as_tiles: Ids of the containers that are one tile there, those inside others too.
    """

    below: float
    as_tiles: frozenset[str]


def far_levels(design: Design, found: Places) -> tuple[FarLevel, ...]:
    """The levels of DESIGN seen from ever farther away, the nearest first; none without containers.

    Racks come first, then the pods around them, then rooms and sites: all that hold equally many storeys of containers
    change together, so that like things look alike.
    """
    storeys: dict[int, list[Node]] = {}
    height: dict[str, int] = {}
    for node, _ in reversed(found.frames):
        storey = height.get(node.id, 0)
        storeys.setdefault(storey, []).append(node)
        above = node.parent
        if above is not None:
            height[above] = max(height.get(above, 0), storey + 1)
    levels: list[FarLevel] = []
    folded: frozenset[str] = frozenset()
    scales = {
        storey: _scale(storey, [found.rects[node.id].width for node in nodes]) for storey, nodes in storeys.items()
    }
    for storey in sorted(storeys, key=lambda one: -scales[one]):
        folded |= {node.id for node in storeys[storey]}
        levels.append(FarLevel(scales[storey], folded))
    return tuple(levels)


def _scale(storey: int, widths: Sequence[float]) -> float:
    return min(_CAPS[min(storey, len(_CAPS) - 1)], _WIDTH_PX / max(median(widths), 1.0))


class ContainerFigures:
    """The figures on container tiles; what they share is worked out once."""

    def __init__(self, scene: Scene, *, utilisation: bool = False) -> None:
        self._scene = scene
        self._units: Mapping[str, float] | None = None
        self._fullest = _fullest(scene) if utilisation else None

    def of(self, node: Node) -> tuple[str, ...]:
        """The figures of one copy of container NODE, the most telling first; what is unknown is left out."""
        scene = self._scene
        inside = scene.places.contents.get(node.id, [])
        parts = [one for one in inside if not is_container(scene.design.nodes[one])]
        if not parts:
            return ("empty",)
        accelerators = self._accelerators(node, parts)
        watts, at_least = scene.power_of(node.id)
        power = f"{'≥ ' if at_least else ''}{amount(watts, 'W')}" if watts is not None else ""
        cost = self._cost(node, parts) if self._fullest is None else ""
        figures = tuple(words for words in (accelerators, power, cost) if words)
        each = EACH if node.copies > 1 else ""
        said = tuple(f"{words}{each}" for words in figures or (_counted(scene, node, parts),))
        peak = self._peak(parts) if self._fullest is not None else ""
        return (*said, peak) if peak else said

    def _accelerators(self, node: Node, parts: Collection[str]) -> str:
        scene = self._scene
        by_name: dict[str, int] = {}
        for one in parts:
            held = scene.design.nodes[one]
            part = scene.design.part_of(held)
            count, name = accelerators_in(scene.design, part)
            if count:
                by_name[name] = by_name.get(name, 0) + count * scene.places.copies[one]
        total = sum(by_name.values()) // scene.places.copies[node.id]
        if not total:
            return ""
        return f"{total:,} {next(iter(by_name)) if len(by_name) == 1 else 'accelerators'}"

    def _peak(self, parts: Collection[str]) -> str:
        shares = [self._fullest[one] for one in parts if one in self._fullest] if self._fullest else []
        return f"fullest link {max(shares):.0%}" if shares else ""

    def cost_of(self, node: Node) -> str:
        """Return what the contents of one copy of container NODE cost to buy; "" while nothing is known."""
        inside = self._scene.places.contents.get(node.id, [])
        return self._cost(node, [one for one in inside if not is_container(self._scene.design.nodes[one])])

    def _cost(self, node: Node, parts: Collection[str]) -> str:
        scene = self._scene
        if scene.results is None or scene.results.cost is None:
            return ""
        if self._units is None:
            self._units = unit_prices(scene.results)
        units = self._units
        bought = [scene.design.nodes[one] for one in parts if scene.design.nodes[one].part is not None]
        known = [price_of_all(one, units, scene.places) for one in bought]
        prices = [price for price in known if price is not None]
        if not prices:
            return ""
        return ("≥ " if len(prices) < len(known) else "") + money_text(sum(prices) / scene.places.copies[node.id])


def _fullest(scene: Scene) -> dict[str, float]:
    """Return the utilisation of the fullest link of each node, as a share."""
    found: dict[str, float] = {}
    for link_id, share in scene.signs.utilisation.items():
        link = scene.design.links.get(link_id)
        for end in (link.a, link.b) if link is not None else ():
            found[end] = max(found.get(end, 0.0), share)
    return found


def _counted(scene: Scene, node: Node, parts: Collection[str]) -> str:
    """Return the count of PARTS in words, all of one kind ("4 switches") or not ("6 parts")."""
    copies = scene.places.copies
    count = sum(copies[one] for one in parts) // copies[node.id]
    kinds = {scene.design.nodes[one].kind for one in parts}
    kind = KINDS.get(next(iter(kinds))) if len(kinds) == 1 else None
    if kind is not None:
        return f"{count:,} {(kind.title if count == 1 else kind.plural).lower()}"
    return f"{count:,} {'part' if count == 1 else 'parts'}"
