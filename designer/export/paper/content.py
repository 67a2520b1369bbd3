"""Content of an installation pack: every physical rack, every cable by rack and device, under their one name."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

import numpy as np

from designer.analysis.addresses.plan import address_plan
from designer.analysis.addresses.records import AddressPlan, PlannedDevice
from designer.analysis.results import Results
from designer.drawing.racks.device_faces import face_picture
from designer.drawing.racks.part_shapes import PartPicture
from designer.drawing.theme_tokens import theme_named
from designer.export.cables.cable_schedule import CableEndLine, CableLine, CableSchedule
from designer.export.cables.drawn_network import drawn_cables
from designer.model.copy_ids import copy_id
from designer.model.design import Design, Node
from designer.model.device_names import device_names
from designer.model.kinds import FLOOR_RACKS, KINDS, PLAIN_FRONT, SWITCHES
from designer.model.parts.part import Layer
from designer.model.records import RefusedInput
from designer.model.rooms.floor_positions import Standing, standing
from designer.model.rooms.rack_slots import Face, RackSlots, all_rack_slots
from designer.reality.built.drawn import drawn_network
from designer.review.findings import Finding


class PhysicalRack(NamedTuple):
    """One rack in the hall.

    Attributes:
        node: Id of its node.
        copy: Which copy, from 0 through the whole design.
        name: As every output calls it.
        number: In the list of racks, from 1.
        row: Of `standing`; -1 where it has no place.
    """

    node: str
    copy: int
    name: str
    number: int
    row: int

    @property
    def key(self) -> str:
        """Its copy as cable ends say it: "rack[3]"."""
        return copy_id(self.node, self.copy)


class PackContent:
    """A design as its installers need it."""

    def __init__(
        self, design: Design, schedule: CableSchedule, results: Results, findings: Sequence[Finding] = ()
    ) -> None:
        self.design = design
        self.schedule = schedule
        self.results = results
        self.findings = tuple(findings)
        self.names = device_names(design)
        self.slots: Mapping[str, RackSlots] = all_rack_slots(design)
        self.standing: Standing = standing(design)
        self._faces: dict[tuple[str, Face], PartPicture | None] = {}

    @cached_property
    def racks(self) -> tuple[PhysicalRack, ...]:
        """All racks, in design order and then by copy."""
        names = device_names(self.design)
        found: list[PhysicalRack] = []
        for node in self.design.nodes_in_order():
            if node.kind not in FLOOR_RACKS:
                continue
            # Rows of its copies that have a place, by copy.
            rows = {int(self.standing.copy[row]): int(row) for row in self.standing.of(node.id)}
            for copy in range(self.names.copies(node.id)):
                found.append(PhysicalRack(node.id, copy, names.of(node.id, copy), len(found) + 1, rows.get(copy, -1)))
        return tuple(found)

    @cached_property
    def _plan(self) -> AddressPlan | None:
        """The address plan of its network; None where a prefix of it is too small, which the review says."""
        try:
            return address_plan(self.design, drawn_network(self.design, drawn_cables(self.schedule), self.names).cables)
        except RefusedInput:
            return None

    @cached_property
    def planned(self) -> Mapping[str, PlannedDevice]:
        """Lines of the address plan for each device, by its copy: "leaf[3]"."""
        return {device.id: device for device in self._plan.devices} if self._plan is not None else {}

    @cached_property
    def addresses(self) -> Mapping[tuple[str, str], str]:
        """The address of each port that has one, by the copy of its device and the port as labels say it."""
        plan = self._plan
        return {(plan.devices[port.device].id, port.port): port.address for port in plan.ports} if plan else {}

    @cached_property
    def lines(self) -> tuple[CableLine, ...]:
        """Every cable once."""
        return tuple(self.schedule.lines())

    @cached_property
    def by_rack(self) -> Mapping[str, list[tuple[int, bool]]]:
        """Numbers of the cables that end in each rack, and whether that is their b end, by key of the rack."""
        found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            if line.a.rack:
                found[line.a.rack].append((number, False))
            if line.b.rack:
                found[line.b.rack].append((number, True))
        return found

    @cached_property
    def by_device(self) -> Mapping[str, list[tuple[int, bool]]]:
        """The same by the copy of a device: "leaf[3]"."""
        found: dict[str, list[tuple[int, bool]]] = defaultdict(list)
        for number, line in enumerate(self.lines):
            found[line.a.device].append((number, False))
            found[line.b.device].append((number, True))
        return found

    def ends(self, number: int, is_b: bool) -> tuple[CableEndLine, CableEndLine]:
        """Return (this end, the far end) of cable NUMBER."""
        line = self.lines[number]
        return (line.b, line.a) if is_b else (line.a, line.b)

    def leaving(self, rack: PhysicalRack) -> list[tuple[int, bool]]:
        """Return the cables of RACK whose other end is elsewhere."""
        return [
            (number, is_b)
            for number, is_b in self.by_rack.get(rack.key, [])
            if self.ends(number, is_b)[1].rack != rack.key
        ]

    @cached_property
    def switches(self) -> tuple[tuple[Node, int], ...]:
        """All switches, each copy, in design order."""
        return tuple(
            (node, copy)
            for node in self.design.nodes_in_order()
            if node.kind in SWITCHES
            for copy in range(self.names.copies(node.id))
        )

    def layer_of(self, node: Node) -> Layer:
        """Return the layer in whose colour NODE is marked."""
        part = self.design.part_of(node)
        if part is not None:
            return part.layer
        return KINDS[node.kind].layer if node.kind in KINDS else "facility"

    def ink_of(self, node: Node) -> str:
        """Return the ink of the bar of NODE."""
        return theme_named("print").layer(self.layer_of(node))

    def face_of(self, node: Node, face: Face) -> PartPicture | None:
        """Return how NODE looks from one FACE, as the rack view draws it; None where nobody knows its size."""
        part = self.design.part_of(node)
        if part is None or part.kind in PLAIN_FRONT:
            return None
        key = part.id, face
        if key not in self._faces:
            picture = face_picture(part, face)
            self._faces[key] = picture if picture.to_scale else None
        return self._faces[key]

    def part_words(self, node: Node) -> str:
        """Return what NODE is: the name of its part, else of its kind."""
        part = self.design.part_of(node)
        if part is not None:
            return f"{part.vendor} {part.name}".strip() if part.vendor not in {"", "generic"} else part.name
        return KINDS[node.kind].title if node.kind in KINDS else node.kind

    @cached_property
    def room_of(self) -> Mapping[str, str]:
        """Title of the room of each rack that stands, by its key; "" for the open floor."""
        found: dict[str, str] = {}
        for rack in self.racks:
            if rack.row >= 0:
                room = self.standing.rooms[int(self.standing.room[rack.row])]
                found[rack.key] = self.names.of(room, int(self.standing.room_copy[rack.row])) if room else ""
        return found

    def rooms(self) -> list[tuple[str, int, list[PhysicalRack]]]:
        """Return (room, its copy, racks in it) of all floors with a rack or walls, in design order."""
        held: dict[tuple[str, int], list[PhysicalRack]] = {}
        for node in self.design.nodes_in_order():
            if node.plan is not None and len(node.plan.outline) > 2:
                for copy in range(self.names.copies(node.id)):
                    held[node.id, copy] = []
        for rack in self.racks:
            if rack.row >= 0:
                key = self.standing.rooms[int(self.standing.room[rack.row])], int(self.standing.room_copy[rack.row])
                held.setdefault(key, []).append(rack)
        return [(room, copy, racks) for (room, copy), racks in held.items()]

    @cached_property
    def corners(self) -> np.ndarray:
        """Corners of every footprint, mm in its room (n, 4, 2)."""
        return self.standing.corners()

    @cached_property
    def rack_errors(self) -> Mapping[str, list[str]]:
        """Messages of errors by the id of the rack that they are about, or whose devices."""
        parents = {node.id: self.design.ancestors(node.id) for node in self.design.nodes.values()}
        racks = {node.id for node in self.design.nodes.values() if node.kind in FLOOR_RACKS}
        found: dict[str, list[str]] = defaultdict(list)
        for finding in self.findings:
            if finding.severity != "error":
                continue
            about = {one for name in finding.ids for one in (name, *parents.get(name, ())) if one in racks}
            for rack in about:
                if finding.message not in found[rack]:
                    found[rack].append(finding.message)
        return found
