"""The drawn network as a search of the network would see it: devices by their names, cables through patch panels."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final, Literal, NamedTuple

from designer.model.copy_ids import base_of
from designer.model.design import Design, Node
from designer.model.device_names import DeviceNames
from designer.model.kinds import BEARING, HOST, STORAGES, SWITCH, SWITCHES
from designer.model.network.port_map import PORT_MAP, passes, port_pairs, side_of
from designer.model.parts.part import NETWORK_MEDIA, Medium
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.built.records import DrawnCable, DrawnDevice, DrawnEnd, DrawnNetwork, FoundKind

_MOST_PORTS: Final = 2_000
_HOSTS: Final = frozenset(BEARING) | STORAGES


def drawn_network(design: Design, cables: Iterable[DrawnCable], names: DeviceNames) -> DrawnNetwork:
    """Return the network of DESIGN, of which CABLES are all single ones.

    Args:
        design: The design.
        cables: Of every medium, as the schedule numbers them.
        names: What people call its devices.
    """
    seen: list[DrawnCable] = []
    unseen: Counter[str] = Counter()
    for cable in cables:
        if cable.medium in NETWORK_MEDIA:
            seen.append(cable)
        else:
            unseen[cable.medium] += 1
    whole, loose = _through_panels(design, seen)
    devices: dict[str, DrawnDevice] = {}
    for cable in whole:
        for end in (cable.a, cable.b):
            if end.device not in devices:
                devices[end.device] = _device(design, end, names)
    notes = (
        (f"{counted(loose, 'cable')} to a patch panel lead on to nothing, so that nobody sees them.",) if loose else ()
    )
    groups = {
        node: tuple(
            (group.name, min(group.count, _MOST_PORTS))
            for group in design.ports_of(design.nodes[node])
            if set(group.media) & set(NETWORK_MEDIA)
        )
        for node in dict.fromkeys(device.node for device in devices.values())
    }
    return DrawnNetwork(devices=devices, cables=tuple(whole), unseen=dict(unseen), groups=groups, notes=notes)


def _device(design: Design, end: DrawnEnd, names: DeviceNames) -> DrawnDevice:
    node = design.nodes[end.node]
    single = names.copies(end.node) == 1
    called = [end.device, names.of(end.node, end.copy)]
    if single:
        called += [node.id, node.title]
    return DrawnDevice(
        device=end.device,
        node=end.node,
        copy=end.copy,
        name=names.of(end.node, end.copy),
        called=tuple(dict.fromkeys(called)),
        kind=_kind(node),
    )


def _kind(node: Node) -> FoundKind:
    if node.kind in SWITCHES:
        return SWITCH
    return HOST if node.kind in _HOSTS else ""


class _Plug(NamedTuple):
    """A port of one copy of a patch panel: which side, and which number."""

    panel: str
    side: int
    port: int


def _through_panels(design: Design, cables: list[DrawnCable]) -> tuple[list[DrawnCable], int]:
    """CABLES from device to device, with those that panels join made one; and how many lead to nothing.

    A panel joins port by port, as its map says; where none is said, front 1 leads to rear 1.
    """
    panels = {node.id for node in design.nodes.values() if passes(design, node.id)}
    if not panels:
        return cables, 0
    maps = _PanelMaps(design, panels)
    plain: list[DrawnCable] = []
    at: dict[_Plug, tuple[int, int]] = {}
    ends: list[tuple[DrawnEnd | _Plug, DrawnEnd | _Plug]] = []
    patched: list[DrawnCable] = []
    for cable in cables:
        if cable.a.node not in panels and cable.b.node not in panels:
            plain.append(cable)
            continue
        number = len(patched)
        both = tuple(
            maps.plug(end, cable.link, "b" if side else "a") if end.node in panels else end
            for side, end in enumerate((cable.a, cable.b))
        )
        for side, end in enumerate(both):
            if isinstance(end, _Plug):
                at[end] = (number, side)
        ends.append((both[0], both[1]))
        patched.append(cable)
    used: set[int] = set()
    loose = 0
    for start, both in enumerate(ends):
        for side in (0, 1):
            if start in used or isinstance(both[side], _Plug):
                continue
            way, here, out = [start], start, 1 - side
            used.add(start)
            # From cable to cable, as long as it ends in a panel and the panel leads on.
            while isinstance(plug := ends[here][out], _Plug):
                beyond = maps.beyond(plug)
                onward = None if beyond is None else at.get(beyond)
                if onward is None or onward[0] in used:
                    break
                here, out = onward[0], 1 - onward[1]
                used.add(here)
                way.append(here)
            last = ends[here][out]
            first = ends[start][side]
            if isinstance(last, _Plug) or isinstance(first, _Plug):
                loose += len(way)
                continue
            pieces = [patched[number] for number in way]
            plain.append(
                DrawnCable(
                    " + ".join(piece.id for piece in pieces),
                    pieces[0].link,
                    pieces[0].medium,
                    first,
                    last,
                    tuple(dict.fromkeys(piece.link for piece in pieces)),
                    pieces[0].number,
                    None,
                    min((piece.rate_gbps for piece in pieces if piece.rate_gbps is not None), default=None),
                )
            )
    return plain, loose + len(patched) - len(used)


class _PanelMaps:
    """Maps of the patch panels of a design, each read once."""

    def __init__(self, design: Design, panels: set[str]) -> None:
        self._maps: dict[str, dict[tuple[int, int], tuple[int, int]] | None] = {}
        self._design = design
        self._one_sided: set[str] = set()
        self._landed: Counter[tuple[str, int]] = Counter()
        for panel in panels:
            node = design.nodes[panel]
            groups = [group for group in design.ports_of(node) if set(group.media) & set(NETWORK_MEDIA)]
            single = len(groups) == 1
            if single:
                self._one_sided.add(panel)
            try:
                pairs = port_pairs(node.choices.get(PORT_MAP, ""))
            except RefusedInput:
                pairs = None
            if pairs is None:
                self._maps[panel] = None
                continue
            way: dict[tuple[int, int], tuple[int, int]] = {}
            for left, right in pairs:
                ours, theirs = (0, left), (0 if single else 1, right)
                way[ours], way[theirs] = theirs, ours
            self._maps[panel] = way

    def plug(self, end: DrawnEnd, link_id: str, side: Literal["a", "b"]) -> _Plug:
        """Return the port of a panel that END is, on SIDE of a link; cables are asked for in the order of the schedule.

        The ports of either side of a panel are taken in turn, in that order.
        """
        face = max(side_of(self._design, self._design.links[link_id], side), 0)
        if end.node in self._one_sided and self._maps[end.node] is None:
            face = int(side == "a")
        self._landed[end.device, face] += 1
        return _Plug(end.device, face, self._landed[end.device, face])

    def beyond(self, plug: _Plug) -> _Plug | None:
        """Return the port that PLUG leads to on the other side of its panel; None where its map joins it to nothing."""
        panel = base_of(plug.panel)
        way = self._maps[panel]
        if way is not None:
            other = way.get((plug.side, plug.port))
            return None if other is None else _Plug(plug.panel, *other)
        return _Plug(plug.panel, 1 - plug.side, plug.port)


def without_media(network: DrawnNetwork, media: Iterable[Medium]) -> DrawnNetwork:
    """NETWORK without the cables of MEDIA, which count as unseen."""
    left = frozenset(media)
    kept = tuple(cable for cable in network.cables if cable.medium not in left)
    gone = Counter(cable.medium for cable in network.cables if cable.medium in left)
    unseen: Mapping[str, int] = {**network.unseen, **gone}
    ends = {end.device for cable in kept for end in (cable.a, cable.b)}
    devices = {name: device for name, device in network.devices.items() if name in ends}
    return DrawnNetwork(devices=devices, cables=kept, unseen=unseen, groups=network.groups, notes=network.notes)
