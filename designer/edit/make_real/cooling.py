"""Coolers for the heat that nothing takes away yet: by air, by rear doors and by liquid, and the plant behind them."""

from collections.abc import Callable, Sequence
from math import ceil
from typing import Final

from designer.catalog.library import Library
from designer.edit.make_real.drawing_in import Drawing
from designer.edit.make_real.fitting import Choice, fact, parts_of, units_for, watts_text
from designer.edit.make_real.records import NOTHING, Draws, Heat, Line, Made, Wishes
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node, RackPlace
from designer.model.kinds import AIR_HANDLERS, CHILLERS, COOLANT_UNITS, ROOMS
from designer.model.parts.part import Part
from designer.model.wording import listed

_ROOM_TAGS: Final = frozenset({"room", "chilled water"})
_NOT_ROOM: Final = frozenset({"rear door", "in-row", "in row", "fan wall"})
_DOOR: Final = "rear door"
_TO_AIR: Final = "liquid to air"
_HOSES: Final = 80
"""Coolant links that leave one unit at most: the parts of the catalog have 100 outlets; a fifth is kept free."""


def draw_cooling(design: Design, library: Library, wishes: Wishes, draws: Draws, heat: Heat) -> Made:
    """Draw coolers for the heat of rooms, of racks that the air of a room does not cool, and of liquids.

    Air handlers carry the heat of a room and move the air that its devices take. At N+1 and 2N one more stands of each
    than is needed. In a hall chillers give the heat to the air outdoors; below its size the chilled water of a building
    is taken.
    """
    cooling = _Cooling(design, library, wishes, draws, heat)
    doors = cooling.doors()
    cooling.rooms(doors)
    cooling.liquid()
    if draws.hall:
        cooling.plant()
    return cooling.made()


class _Cooling:
    def __init__(self, design: Design, library: Library, wishes: Wishes, draws: Draws, heat: Heat) -> None:
        self._design, self._library, self._wishes, self._heat = design, library, wishes, heat
        self._drawing = Drawing(design, library)
        self._spare = 0 if wishes.redundancy == "N" else 1
        self._lines: dict[str, Line] = {}
        self._wet: list[tuple[str, int]] = []
        self._air = parts_of(design, library, AIR_HANDLERS)

    def doors(self) -> dict[str, float]:
        """Draw rear doors in racks that the air of the room does not cool, and return what they take, W by rack."""
        limit = assumed(self._design, "rack_air_limit_w").value
        taken: dict[str, float] = {}
        parts = [part for part in self._air if _DOOR in part.tags]
        for rack, watts in self._heat.rack_air_w.items():
            if limit is None or watts <= limit * (1 + 1e-9):
                continue
            # A rack has one door, which has to take all of it.
            choice = self._chosen("door", [one for one in parts if (_removes(one) or 0.0) >= watts], watts, _removes, 0)
            if choice is None:
                self._problem(
                    f"door:none:{rack}",
                    "Rear door",
                    f"no rear door of the catalog says that it takes {watts_text(watts)}",
                )
                continue
            key, found = choice
            racks = self._design.total_copies(rack)
            why = f"for racks with {watts_text(watts)} in their air, more than the {watts_text(limit)} of a room's air"
            if not self._said(
                key, found, f"{why}; one takes {watts_text(_removes(found.part) or 0.0)}", found.units * racks
            ):
                continue
            # A door hangs at the rear, and takes none of the units.
            node = self._drawing.add(
                found.part.id,
                "door",
                "Rear door",
                self._drawing.below(rack),
                copies=found.units,
                parent=rack,
                facts={"height_u": 0.0},
                rack=RackPlace(u=1, face="front", side="right", zero_u=True),
            )
            self._wet.append((node, found.units * racks))
            taken[rack] = watts
        return taken

    def rooms(self, doors: dict[str, float]) -> None:
        """Draw air handlers for the heat of every room that those there do not take."""
        # The losses of UPSs that stand indoors are heat too.
        lost = 1.0 / (assumed(self._design, "ups_efficiency").value or 1.0) - 1.0
        # By room: heat that the rear doors drawn in its racks take, W.
        in_room: dict[str, float] = {}
        for rack, watts in doors.items():
            room = next((one for one in self._design.ancestors(rack) if self._design.nodes[one].kind in ROOMS), "")
            in_room[room] = in_room.get(room, 0.0) + watts * self._design.total_copies(rack)
        parts = [part for part in self._air if _ROOM_TAGS & set(part.tags) and not _NOT_ROOM & set(part.tags)]
        for room, watts in self._heat.air_w.items():
            # Heat of the room with the losses of its UPSs, and what no door and no cooler there takes of it, W.
            total = watts + lost * self._heat.draw_w.get(room, 0.0)
            left = total - in_room.get(room, 0.0) - self._heat.removed_w.get(room, 0.0)
            if left <= total * 1e-6:
                continue
            cfm = self._heat.airflow_cfm.get(room, 0.0) * left / total

            def units(part: Part, left: float = left, cfm: float = cfm) -> float | None:
                """The heat that one takes, less where its fans move less air than that heat needs."""
                removes, moves = _removes(part), fact(part, "airflow_cfm")
                return removes if not removes or not moves or not cfm else min(removes, moves / cfm * left)

            choice = self._chosen("air", parts, left, units, self._spare)
            if choice is None:
                self._problem(
                    "air:none", "Air handlers", f"no part of the catalog says that it takes {watts_text(left)}"
                )
                continue
            key, found = choice
            where = f"in {self._design.nodes[room].title}" if room else "where nothing stands in a room"
            moved = f" and {cfm:,.0f} CFM" if cfm else ""
            why = f"for {watts_text(left)}{moved} of air {where}{self._more()}; one takes " + watts_text(
                _removes(found.part) or 0.0
            )
            if not self._said(key, found, why, found.units):
                continue
            at = self._drawing.below(room) if room else self._drawing.beside(4, 0)
            node = self._drawing.add(
                found.part.id, "air-handler", "Air handler", at, copies=found.units, parent=room or None
            )
            self._wet.append((node, found.units * (self._design.total_copies(room) if room else 1)))

    def liquid(self) -> None:
        """Draw coolant units for devices that a liquid cools, and hoses to them."""
        # By room, "" for none: the devices whose liquid reaches no coolant unit.
        by_room: dict[str, list[Node]] = {}
        for name in self._heat.liquid_w:
            around = (one for one in self._design.ancestors(name) if one in self._design.nodes)
            room = next((one for one in around if self._design.nodes[one].kind in ROOMS), "")
            by_room.setdefault(room, []).append(self._design.nodes[name])
        parts = [part for part in parts_of(self._design, self._library, COOLANT_UNITS) if _is_row_unit(part)]
        for room, nodes in by_room.items():
            left = [node for node in nodes if not self._on_unit(node)]
            watts = sum(self._heat.liquid_w[node.id] * self._design.total_copies(node.id) for node in left)
            hoses = sum(self._design.total_copies(node.id) for node in left)
            if not left:
                continue
            # Each device hangs on one unit, which has to take all of it.
            largest = max(self._heat.liquid_w[node.id] for node in left)

            def takes(part: Part, largest: float = largest) -> float | None:
                """The heat that one takes; None where it is too small for the largest device."""
                removes = _removes(part)
                return removes if removes and removes >= largest else None

            choice = self._chosen("coolant", parts, watts, takes, self._spare)
            if choice is None:
                self._problem(
                    "coolant:none", "Coolant units", f"none of the catalog says that it takes {watts_text(watts)}"
                )
                continue
            key, found = choice
            # Each unit takes the devices that hang on it: they divide unevenly where there are few.
            count = max(found.units, ceil(hoses / _HOSES) + self._spare)
            most = _removes(found.part) or 0.0
            while count < hoses and self._fullest_w(left, count) > most:
                count += 1
            names = listed([node.title for node in left])
            load = f"for {watts_text(watts)} of {names}" if watts else f"for {names}, whose heat is not known"
            why = f"{load}{self._more()}; one takes {watts_text(_removes(found.part) or 0.0)}"
            if not self._said(key, found, why, count):
                continue
            at = self._drawing.below(room) if room else self._drawing.beside(4, 1)
            unit = self._drawing.add(
                found.part.id, "coolant-unit", "Coolant unit", at, copies=count, parent=room or None
            )
            for node in left:
                self._drawing.join(unit, node.id, self._design.copies_within(node.id, room or None), medium="coolant")
            self._wet.append((unit, count * (self._design.total_copies(room) if room else 1)))

    def plant(self) -> None:
        """Draw chillers for the heat that nothing gives to the air outdoors yet, and pipes to the coolers drawn."""
        left = self._heat.heat_w - self._heat.plant_w
        if left <= self._heat.heat_w * 1e-6:
            return
        parts = [part for part in parts_of(self._design, self._library, CHILLERS) if "water-cooled" not in part.tags]
        share = 1.0 / (assumed(self._design, "ups_efficiency").value or 1.0)
        choice = self._chosen("chiller", parts, left * share, _removes, self._spare)
        if choice is None:
            return
        key, found = choice
        why = (
            f"for {watts_text(left * share)} of heat{self._more()}; one takes {watts_text(_removes(found.part) or 0.0)}"
        )
        if not self._said(key, found, why, found.units):
            return
        node = self._drawing.add(found.part.id, "chiller", "Chiller", self._drawing.beside(5, 0), copies=found.units)
        for unit, units in self._wet:
            self._drawing.join(node, unit, max(units, 1), medium="coolant")

    def _on_unit(self, node: Node) -> bool:
        """Hang NODE on a coolant unit that is there and has room; return whether there is one."""
        need = self._heat.liquid_w[node.id] * self._design.total_copies(node.id)
        for name, free in self._heat.unit_w.items():
            if free >= need:
                container = self._design.common_container(name, node.id)
                hoses = self._design.copies_within(node.id, container)
                self._drawing.join(name, node.id, hoses, medium="coolant")
                return True
        return False

    def _fullest_w(self, nodes: Sequence[Node], units: int) -> float:
        """Return what the fullest of UNITS would take, W: the first takes the larger part of every device."""
        return sum(ceil(self._design.total_copies(one.id) / units) * self._heat.liquid_w[one.id] for one in nodes)

    def _chosen(
        self, name: str, parts: Sequence[Part], need: float, rating: Callable[[Part], float | None], spare: int
    ) -> tuple[str, Choice] | None:
        usual = units_for(parts, need, rating, spare)
        if usual is None:
            return None
        key = f"{name}:{usual.part.id}"
        wanted = self._wishes.part_for(key, "")
        return key, (units_for(parts, need, rating, spare, wanted) if wanted else None) or usual

    def _more(self) -> str:
        return ", one more than is needed" if self._spare else ""

    def _said(self, key: str, found: Choice, why: str, count: int) -> bool:
        old = self._lines.get(key)
        taken = key not in self._wishes.left_out
        self._lines[key] = Line(
            key=key,
            step="cooling",
            title=found.part.name,
            part=found.part.id,
            why=old.why if old is not None else why,
            count=count + (old.count if old is not None else 0),
            others=found.others,
            taken=taken,
        )
        return taken

    def _problem(self, key: str, title: str, why: str) -> None:
        self._lines[key] = Line(key=key, step="cooling", title=title, why=why, problem=True)

    def made(self) -> Made:
        """Return the edit with its lines."""
        edit = self._drawing.finished("Draw cooling")
        return Made(edit=edit, lines=tuple(self._lines.values())) if edit or self._lines else NOTHING


def _removes(part: Part) -> float | None:
    return fact(part, "cooling_capacity_w")


def _is_row_unit(part: Part) -> bool:
    """Return whether a coolant unit stands on the floor and gives its heat to water."""
    return (
        fact(part, "height_u") is None
        and _TO_AIR not in part.tags
        and "in-rack" not in part.tags
        and "800 v dc" not in part.tags
        and any(group.role == "in" and "coolant" in group.media for group in part.ports)
    )
