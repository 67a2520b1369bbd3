"""Parts of a drawing that are kept from one to the next, so that an edit draws only what it changed.

A drawing that is made with it equals one that is made without; it is also as dear where much is different.
"""

from collections.abc import Callable, Collection, Mapping
from itertools import chain, compress, repeat
from operator import attrgetter, is_, not_
from typing import Final

from designer.analysis.results import Results
from designer.drawing.plates.live_figures import LiveFigure, live_figures
from designer.drawing.tables import Tiles
from designer.drawing.topology.badges import different, tiers_of
from designer.drawing.topology.heat_overlay import Heat
from designer.drawing.topology.links import Wired
from designer.drawing.topology.places import (
    Places,
    Standing,
    extended_places,
    is_container,
    moved_places,
    places,
    standing,
)
from designer.drawing.topology.scene import Scene
from designer.drawing.topology.wiring import Wiring, rewired, wiring
from designer.model.design import Design, Node
from designer.model.parts.part import Layer

TREE: Final = ("kind", "part", "parent", "copies", "order", "ports", "folded", "front")
"""Fields of a node that decide what is drawn in what, or how a link is joined; others change its place and words."""


Powers = dict[str, tuple[float | None, bool]]


class Common:
    """The parts that the drawings of one design have in common, whichever of its containers are tiles in them."""

    def __init__(self) -> None:
        self._stood: tuple[Design, Collection[Layer], Standing] | None = None
        self._wired: tuple[Design, Wiring] | None = None
        self._powers: tuple[Design, Results | None, Collection[Layer], Powers] | None = None

    def stands(self, design: Design, hidden: Collection[Layer]) -> Standing:
        """Return the positions in DESIGN without the layers that are HIDDEN."""
        last = self._stood
        if last is None or last[0] is not design or last[1] != hidden:
            last = self._stood = (design, hidden, standing(design, hidden))
        return last[2]

    def wiring(self, design: Design, make: Callable[[], Wiring]) -> Wiring:
        """Return the wiring of DESIGN; MAKE works it out where it is not known."""
        last = self._wired
        if last is None or last[0] is not design:
            last = self._wired = (design, make())
        return last[1]

    def powers(self, design: Design, results: Results | None, hidden: Collection[Layer]) -> Powers:
        """Return the power that containers draw, as far as it was asked for."""
        last = self._powers
        if last is None or last[0] is not design or last[1] is not results or last[2] != hidden:
            last = self._powers = (design, results, hidden, {})
        return last[3]


class Known:
    """The last drawing, and what went into it.

    Attributes:
        wired: Its wires; None before the first.
    """

    def __init__(self, common: Common | None = None) -> None:
        """COMMON is what drawings of other levels of the same design have in common with this."""
        self._common = common or Common()
        self._forget()

    def _forget(self) -> None:
        self.wired: Wired | None = None
        self._asked: object = None
        self._design: Design | None = None
        self._scene: Scene | None = None
        self._heat: Heat | None = None
        self._tiles: Tiles | None = None
        self._changed: tuple[str, ...] = ()
        self._links: tuple[str, ...] = ()
        self._whole = False
        self._same_tree = False
        self._same_joints = False
        self._moved = True

    def begin(self, design: Design, *asked: object) -> None:
        """DESIGN is drawn next; nothing is kept when anything else that was ASKED is different."""
        before, whole = self._design, self._whole
        # A drawing that fails on the way leaves nothing that holds.
        self._whole = False
        if before is None or not whole or asked != self._asked or not _same_parts(before, design):
            self._forget()
            self._asked, self._design = asked, design
            return
        self._design = design
        self._changed = _changed(before.nodes, design.nodes)
        old = [one for one in self._changed if one in before.nodes]
        alike = all(_same_in_tree(before.nodes[one], design.nodes[one]) for one in old)
        gone = len(before.nodes) + len(self._changed) - len(old) > len(design.nodes)
        self._same_tree = alike and not gone and len(old) == len(self._changed)
        self._links = _changed(before.links, design.links)
        self._same_joints = alike and not gone
        if self._same_joints and not self._same_tree:
            # A node that was not there may hold what was, or end a link that ended nowhere.
            new = {one for one in self._changed if one not in before.nodes}
            links, nodes = before.links.values(), before.nodes.values()
            self._same_joints = (
                new.isdisjoint(map(attrgetter("a"), links))
                and new.isdisjoint(map(attrgetter("b"), links))
                and new.isdisjoint(map(attrgetter("parent"), nodes))
            )
        if self._same_joints and len(before.links) != len(design.links) - sum(
            one not in before.links for one in self._links
        ):
            self._links += tuple(one for one in before.links if one not in design.links)
        self._before = before

    def places(self, design: Design, hidden: Collection[Layer], as_tiles: Collection[str]) -> Places:
        """Return what is drawn where."""
        self._moved = False
        # New parts behind all others leave every place as it is.
        if self._scene is not None and self._same_joints and not self._same_tree and not hidden and not as_tiles:
            found = extended_places(self._scene.places, self._before, design, self._changed)
            if found is not None:
                return found
        # Same nodes in the same containers: nothing moved, or only some did.
        if self._scene is not None and self._same_tree:
            before = self._scene.places
            if not self._changed:
                return before
            found = moved_places(before, design, self._changed) if not hidden and not as_tiles else None
            if found is not None:
                return found
        self._moved = True
        if as_tiles or any(node.parent is not None for node in design.nodes.values()):
            return places(design, hidden, as_tiles, self._common.stands(design, hidden))
        return places(design, hidden)

    def powers(self, design: Design, results: Results | None, hidden: Collection[Layer]) -> Powers:
        """Return the power that containers draw, as far as it was asked for."""
        return self._common.powers(design, results, hidden)

    def live(self, results: Results | None) -> Mapping[str, LiveFigure]:
        """Return what RESULTS say of single nodes."""
        if self._scene is not None and self._scene.results is results:
            return self._scene.live
        return live_figures(results)

    def wiring(self, design: Design) -> Wiring:
        """Return the wiring of DESIGN."""
        return self._common.wiring(design, lambda: self._wiring(design))

    def _wiring(self, design: Design) -> Wiring:
        if self._scene is None:
            return wiring(design)
        if self._same_joints:
            known = self._scene.wiring
            return rewired(known, self._before, design, self._links) if self._links else known
        return wiring(design)

    def tiles(self, scene: Scene, heat: Heat) -> tuple[Tiles | None, set[str]]:
        """The tiles of the last drawing, and ids of those that may look different in this one."""
        old = self._scene
        if old is None or self._heat is None or self._tiles is None:
            return None, set()
        # Whatever the words or colours of a tile are made of: signs, heat, ports in use, copies.
        other: set[str] = different(old.signs.emphasis, scene.signs.emphasis)
        other |= different(old.signs.notes, scene.signs.notes) | different(old.signs.failed, scene.signs.failed)
        other |= different(self._heat.shares, heat.shares) | different(self._heat.readings, heat.readings)
        if self._same_joints:
            # Of what was there nothing is multiplied or joined in another way, but for the links that changed.
            links = [held.links.get(one) for held in (self._before, scene.design) for one in self._links]
            ends = {end for link in links if link is not None for end in (link.a, link.b)}
            other |= {one for one in ends if _other_ports(scene.design, one, old.wiring, scene.wiring)}
        else:
            other |= {node for node, _ in different(old.wiring.taken, scene.wiring.taken)}
            other |= different(old.places.copies, scene.places.copies)
        other |= different(old.live, scene.live)
        other |= {node.id for node in scene.places.tiles if node.part is None and is_container(node)}
        if scene.detail == "plain" and old.results is not scene.results:
            other |= different(tiers_of(old.results), tiers_of(scene.results))
        if self._moved:
            other |= old.places.rects.different(scene.places.rects)
        other.update(self._changed)
        return self._tiles, other

    def keep(self, scene: Scene, heat: Heat, wired: Wired, tiles: Tiles) -> None:
        """A drawing was made, of SCENE, HEAT, WIRED and TILES."""
        self._scene, self._heat, self.wired, self._tiles, self._whole = scene, heat, wired, tiles, True


def _other_ports(design: Design, node_id: str, before: Wiring, after: Wiring) -> bool:
    """Return whether another number of some port of a node is in use."""
    node = design.nodes.get(node_id)
    keys = [(node_id, group.name) for group in design.ports_of(node)] if node is not None else []
    return any(before.taken.get(key, 0) != after.taken.get(key, 0) for key in keys)


def _same_parts(before: Design, after: Design) -> bool:
    """Return whether the parts of BEFORE are unchanged and new ones belong to new nodes alone."""
    if before.parts is after.parts:
        return True
    return all(after.parts.get(one) is part for one, part in before.parts.items()) and all(
        node.part in before.parts or node.part not in after.parts for node in before.nodes.values()
    )


def _changed(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[str, ...]:
    """Keys whose value is another object, or new."""
    if before is after:
        return ()
    # What stands in the same place is told apart at once; a record has its key in it.
    same = list(map(is_, before.values(), after.values()))
    others = compress(after.items(), chain(map(not_, same), repeat(True)))
    return tuple(key for key, value in others if before.get(key) is not value)


def _same_in_tree(before: Node, after: Node) -> bool:
    return all(getattr(before, field) == getattr(after, field) for field in TREE)
