"""The tiles of a topology: what each says and shows, worked out once for all that look alike."""

from collections.abc import Collection, Sequence
from typing import Final

import numpy as np

from designer.analysis.quantities import role_of
from designer.drawing.plates.plate_forms import plate_form, plate_ground
from designer.drawing.plates.plate_of import plate_of
from designer.drawing.records import Plate, PortDot, Tile
from designer.drawing.tables import NOWHERE, Tiles
from designer.drawing.text import clean, elide, elide_name, wrapped
from designer.drawing.theme_tokens import BADGE_PADDING
from designer.drawing.topology.anatomy import (
    LEAST_PLATE,
    NAME_ROW,
    cut_name,
    name_room,
    plate_height,
)
from designer.drawing.topology.badges import ALL_FAILED, tiers_of
from designer.drawing.topology.container_tile import ContainerFigures
from designer.drawing.topology.folded import findings_words
from designer.drawing.topology.heat_overlay import Heat, Overlay
from designer.drawing.topology.incremental import Known
from designer.drawing.topology.places import is_container
from designer.drawing.topology.scene import Scene
from designer.drawing.words import Words, container_words, full_words, icon_of, plain_words, tile_layer
from designer.model.canvas_sizes import tile_height
from designer.model.design import Node
from designer.model.giving_way import give_way
from designer.model.kinds import RACKS
from designer.model.network.ports import rate_text
from designer.model.parts.part import Medium, PortGroup

BADGE_ROOM: Final = 2 * BADGE_PADDING + 6.0
_SPARE_LOOKS: Final = 256
"""So many looks more than twice the tiles may be left over from earlier drawings."""


def drawn_tiles(scene: Scene, heat: Heat, overlay: Overlay, as_tiles: Collection[str], known: Known | None) -> Tiles:
    """The tiles of SCENE, in which the containers AS_TILES are tiles too; those that are KNOWN as they were."""
    nodes, rects = scene.places.tiles, scene.places.rects
    ids: Sequence[str] = [node.id for node in nodes]
    table = rects.table
    if ids != rects.ids:
        table = table[np.fromiter(map(rects.rows.__getitem__, ids), dtype=np.int64, count=len(ids))]
    # Known tiles keep their looks; only rows with −1 below are written anew.
    before, other = known.tiles(scene, heat) if known is not None else (None, frozenset[str]())
    if before is None or not len(before) or len(before.looks) > 2 * len(ids) + _SPARE_LOOKS:
        looks, titles, look = list[Tile](), [""] * len(ids), np.zeros(len(ids), dtype=np.int64)
        rows: Sequence[int] = range(len(ids))
    else:
        if ids == before.ids:
            ids, was = before.ids, np.arange(len(ids))
        else:
            was = before.rows_of(ids)
        was[[row for row, one in enumerate(ids) if one in other]] = -1
        rows = np.flatnonzero(was < 0).tolist()
        looks, look = list(before.looks), before.look[was]
        titles = list(before.titles) if ids is before.ids else [before.titles[place] for place in was.tolist()]
    author = _Author(scene, heat, overlay, as_tiles)
    numbers: dict[Tile, int] = {}
    # Tiles that look alike share one record: thousands of copies have a few looks.
    sizes: list[list[float]] = table[:, 2:].tolist()
    for row in rows:
        give_way()
        width, height = sizes[row]
        titles[row], made = author.of(nodes[row], width, height)
        number = numbers.get(made)
        if number is None:
            number = numbers[made] = len(looks)
            looks.append(made)
        look[row] = number
    again = before.rows if before is not None and ids is before.ids else None
    return Tiles(ids, titles, table, looks, look, rows=again)


class _Author:
    """Texts and looks of tiles, without their places."""

    def __init__(self, scene: Scene, heat: Heat, overlay: Overlay, as_tiles: Collection[str]) -> None:
        self._scene = scene
        self._heat = heat
        self._as_tiles = as_tiles
        self._tiers = tiers_of(scene.results) if scene.detail == "plain" else {}
        self._figures = ContainerFigures(scene, utilisation=overlay == "utilisation")
        self._dots = _Dots(scene)
        self._styles = ("title", "body") if scene.detail == "plain" else ("strong", "caption")
        self._cuts: dict[tuple[str, float], str] = {}
        self._alike: dict[tuple[object, ...], Tile] = {}
        nodes = scene.design.nodes
        self._hosts = {
            node.parent
            for node in scene.places.tiles
            if node.parent is not None and node.parent in nodes and not is_container(nodes[node.parent])
        }
        signs = scene.signs
        self._special: set[str] = {
            *signs.emphasis,
            *signs.notes,
            *signs.failed,
            *heat.readings,
            *heat.shares,
            *scene.live,
        }

    def of(self, node: Node, width: float, height: float) -> tuple[str, Tile]:
        """The title and the look of NODE on a tile of this size."""
        scene = self._scene
        ports = scene.design.ports_of(node)
        if node.part is None or node.facts or node.ports or scene.detail == "plain" or node.id in self._special:
            words, look = self._told(node, width, height, ports)
            return self._named(words.title, look, width)
        used = tuple([scene.wiring.taken.get((node.id, group.name), 0) for group in ports])
        key = (node.part, node.kind, node.copies, width, height, used)
        found = self._alike.get(key)
        if found is None:
            _, found = self._told(node, width, height, ports)
            self._alike[key] = found
        return self._named(node.title, found, width)

    def _named(self, text: str, look: Tile, width: float) -> tuple[str, Tile]:
        """The name as far as the tile has room for it, and LOOK, whose plate leaves room for a second line of it."""
        plate, style, widths = look.plate, self._styles[0], self._scene.widths
        text = clean(text)
        if plate is None:
            return elide_name(text, style, self._room(width, look.badge, plated=False), widths), look
        room = name_room(width, plated=True)
        if widths(text, style) <= room:
            return text, look
        if plate.height - NAME_ROW < LEAST_PLATE:
            return elide_name(text, style, room, widths), look
        name = cut_name(text, style, room, widths)
        rows = len(wrapped(name, style, room, widths))
        lower = plate._replace(height=plate.height - NAME_ROW * (rows - 1), name_rows=rows)
        return name, look._replace(plate=lower)

    def _told(self, node: Node, width: float, height: float, ports: tuple[PortGroup, ...]) -> tuple[Words, Tile]:
        scene, signs, heat = self._scene, self._scene.signs, self._heat
        folded, live = is_container(node), scene.live.get(node.id)
        badge = f"×{node.copies:,}" if node.copies > 1 and (scene.detail == "full" or folded) else ""
        if folded:
            words = self._folded(node, self._figures.cost_of(node) if scene.detail == "full" else "")
        elif scene.detail == "plain":
            copies = scene.places.copies[node.id]
            words = plain_words(scene.design, node, self._tiers.get(node.id, ""), copies)
            if scene.own_names and role_of(node) == "switch":
                # Of a set of switches no tier is known: "Network" would be said of all of them.
                words = words._replace(title=node.title)
        else:
            words = full_words(scene.design, node, scene.wiring.taken)
            if live is not None and live.words:
                words = Words(words.title, live.words)
        failed = signs.failed.get(node.id, "")
        if failed or node.id in heat.readings:
            words = Words(words.title, failed or heat.readings[node.id])
        plate = self._plate(node, height, ports)
        room = self._room(width, badge, plated=plate is not None)
        dots = self._dots.of(node, ports) if scene.detail == "full" and not folded else ()
        return words, Tile(
            "",
            NOWHERE,
            "",
            self._cut(words.subtitle, room, live.short if live is not None and words.subtitle == live.words else ""),
            badge,
            icon_of(node),
            tile_layer(node, scene.design.part_of(node)),
            node.copies,
            dots,
            signs.emphasis.get(node.id, ""),
            signs.notes.get(node.id, ""),
            struck=failed == ALL_FAILED,
            heat=heat.shares.get(node.id),
            figures=self._figures.of(node) if folded and node.id in self._as_tiles and not node.folded else (),
            folded=folded and node.folded,
            plate=plate,
        )

    def _plate(self, node: Node, height: float, ports: tuple[PortGroup, ...]) -> Plate | None:
        """The plate of NODE on a tile of HEIGHT; None for a container seen from far away, and where it is too low."""
        if is_container(node) and not node.folded:
            return None
        # Chips in sockets make a tile higher; the plate stays that of the host alone.
        high = plate_height(tile_height(node.kind) if node.id in self._hosts else height)
        if not high:
            return None
        if is_container(node):
            return Plate(
                plate_form(node.kind), plate_ground(node.kind), high, runs=((racks_in(self._scene, node), 0.0),)
            )
        scene, dark = self._scene, self._scene.signs.failed.get(node.id) == ALL_FAILED
        return plate_of(scene.design, node, ports, scene.wiring.taken, scene.live.get(node.id), high, dark=dark)

    def _folded(self, node: Node, cost: str) -> Words:
        scene = self._scene
        inside = scene.places.contents.get(node.id, [])
        figures = container_figures(scene, node)
        count = sum(1 for one in inside if not is_container(scene.design.nodes[one]))
        held = f"{count:,} {'part' if count == 1 else 'parts'} inside" if count else "empty"
        wrong = scene.signs.inside.get(node.id, 0)
        said = (findings_words(wrong) if wrong else "", figures or held, cost)
        return Words(node.title, " · ".join(words for words in said if words))

    def _room(self, width: float, badge: str, *, plated: bool) -> float:
        """Return the width that words beside the BADGE may take."""
        room = name_room(width, plated=plated)
        return max(room - self._scene.widths(badge, "strong") - BADGE_ROOM if badge else room, 0.0)

    def _cut(self, text: str, room: float, short: str) -> str:
        """TEXT as far as ROOM goes; SHORT where not even its first figure finds room."""
        found = self._cuts.get((text, room))
        if found is None:
            # Whole figures are left out before one is cut.
            words, style, widths = clean(text), self._styles[1], self._scene.widths
            while " · " in words and widths(words, style) > room:
                words = words.rpartition(" · ")[0]
            words = short if short and widths(words, style) > room else words
            found = self._cuts[text, room] = elide(words, style, room, widths)
        return found


class _Dots:
    """Port handles; the texts of a part's ports are worked out once."""

    def __init__(self, scene: Scene) -> None:
        self._taken = scene.wiring.taken
        self._hidden: Collection[str] = scene.hidden_media
        self._shown: dict[int, list[tuple[PortGroup, Medium, str]]] = {}

    def of(self, node: Node, table: tuple[PortGroup, ...]) -> tuple[PortDot, ...]:
        """Those of NODE, wherever it lies."""
        shown = self._shown.get(id(table))
        if shown is None:
            shown = self._shown[id(table)] = self._visible(table)
        dots: list[PortDot] = []
        for group, medium, text in shown:
            free = group.count - self._taken.get((node.id, group.name), 0)
            dots.append(PortDot("", group.name, 0.0, 0.0, medium, free, group.count, text))
        return tuple(dots)

    def _visible(self, table: tuple[PortGroup, ...]) -> list[tuple[PortGroup, Medium, str]]:
        found: list[tuple[PortGroup, Medium, str]] = []
        for group in table:
            shown: list[Medium] = [medium for medium in group.media if medium not in self._hidden]
            if shown:
                found.append((group, shown[0], port_words(group)))
        return found


def port_words(group: PortGroup) -> str:
    """Return a port group in words: "fabric: 8 × 400G OSFP"."""
    rate = rate_text(group.rate_gbps) if group.rate_gbps is not None else ""
    what = " ".join(word for word in (rate, group.connector) if word) or ", ".join(group.media)
    return clean(f"{group.name}: {group.count:,} × {what}")


def container_figures(scene: Scene, node: Node) -> str:
    """Racks in container NODE, and what they draw."""
    power, at_least = scene.power_of(node.id)
    return container_words(node.kind, racks_in(scene, node), power, at_least)


def racks_in(scene: Scene, node: Node) -> int:
    """Return the number of racks in one copy of container NODE."""
    nodes, copies = scene.design.nodes, scene.places.copies
    racks = 0
    for one in scene.places.contents.get(node.id, []):
        held = nodes[one]
        if held.part is None and held.kind in RACKS:
            racks += copies[one] // copies[node.id]
    return racks
