"""The chain of power behind strips that nothing feeds: panels, UPSs, switchgear, transformers, generators, utility."""

from collections.abc import Iterable, Mapping, Sequence
from math import ceil
from typing import Final, NamedTuple

from designer.catalog.library import Library
from designer.edit.make_real.drawing_in import Drawing, Side
from designer.edit.make_real.fitting import Choice, fact, parts_of, rating_w, units_for, watts_text
from designer.edit.make_real.rack_power import fed_directly, hangs_on_both, open_inlets, strips_fed
from designer.edit.make_real.records import NOTHING, Draws, Line, Made, Wishes
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.kinds import (
    GENERATORS,
    KINDS,
    RACK_POWER,
    ROOMS,
    SWITCHGEAR,
    TRANSFER,
    TRANSFORMERS,
    UPSS,
    UTILITIES,
)
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import Part
from designer.model.power.power_order import is_turned
from designer.model.wording import listed

_FULLEST: Final = 0.8
"""Stages are sized to carry at most 80% of what they are rated for, as the review's rule `stage-above-80` has it."""
_OUTPUTS: Final = 80
"""Cables that leave one panel or switch at most: the parts of the catalog have 100 outputs; a fifth is kept free."""
_INPUTS: Final = 4
"""Inputs of one switchgear of the catalog."""
_BLOCK_W: Final = 3_000_000.0
"""IT of one block: two transformers and two generators of the catalog's largest carry it, and fill one switchgear."""
_BLOCK_WITH_SPARE_W: Final = 1_500_000.0
"""The same where one of the two transformers and generators is the one more of N+1."""
_SIDES: Final[tuple[Side, ...]] = ("A", "B")
PANELS: Final = frozenset(kind.id for kind in KINDS.values() if kind.power_role in {"panel", "busway"})
"""What strips may hang on."""
_DRAWN_PANELS: Final = frozenset(kind.id for kind in KINDS.values() if kind.power_role == "panel")
_PANEL_SIZES_W: Final = (225_000.0, 400_000.0)
"""Ratings that a panel without one is ordered with: those for which the catalog has its price (generic/power-panel)."""


class _Fed(NamedTuple):
    """Something that one side has to feed.

    Attributes:
        units: How many of it there are.
        watts: What all of it draws.
        cables: Cables to one unit.
    """

    node: str
    units: int
    watts: float
    cables: int = 1

    @property
    def lines(self) -> int:
        """Return the cables to all of it."""
        return self.units * self.cables


class _Found(NamedTuple):
    """A line as it grows."""

    title: str
    part: str
    units: int
    why: str
    others: tuple[str, ...]
    taken: bool


def draw_chain(design: Design, library: Library, wishes: Wishes, draws: Draws) -> Made:
    """Draw what feeds the strips, the racks with power shelves and the coolers that nothing feeds yet.

    What is there and has room is used: a strip that is hung anew goes onto the panel of its side. Each side of a 2N
    chain is large enough for everything; at N+1 one more stands of UPSs, transformers and generators than is needed.
    Below the size of a hall (rule `hall-without-plant`) the supply of a building feeds the UPSs.
    """
    chain = _Chain(design, library, wishes, draws)
    chain.run()
    return chain.made()


class _Chain:
    def __init__(self, design: Design, library: Library, wishes: Wishes, draws: Draws) -> None:
        self._design, self._library, self._wishes, self._draws = design, library, wishes, draws
        self._drawing = Drawing(design, library)
        self._taken = ports_taken(design)
        self._below: dict[str, set[str]] = {}
        self._strips_in: dict[str, list[str]] = {}
        for node in design.nodes_in_order():
            if node.kind in RACK_POWER and node.parent is not None:
                self._strips_in.setdefault(node.parent, []).append(node.id)
        self._above: dict[str, set[str]] = {}
        self._sides: dict[str, set[str]] = {}
        # By node: what it feeds, what feeds it, and the sides of its cables.
        for link in design.links.values():
            if link.medium == "power" and link.a in design.nodes and link.b in design.nodes:
                source, fed = (link.b, link.a) if is_turned(design, link) else (link.a, link.b)
                self._below.setdefault(source, set()).add(fed)
                self._above.setdefault(fed, set()).add(source)
                for end in (source, fed):
                    self._sides.setdefault(end, set()).add(link.side)
        # What this edit hangs on what stands there already: watts and cables, by node.
        self._more_w: dict[str, float] = {}
        self._more_cables: dict[str, int] = {}
        self._lines: dict[str, _Found] = {}
        self._gears: dict[Side, list[str]] = {}
        self._utilities: dict[Side, str] = {}
        # By what hangs on a panel: the UPS or board that feeds it from this edit on.
        self._source_of: dict[str, str] = {}
        self._spare = 1 if wishes.redundancy == "N+1" else 0

    def run(self) -> None:
        """Feed strips by their sides, then coolers."""
        waiting = self._waiting()
        block_w = _BLOCK_WITH_SPARE_W if self._spare else _BLOCK_W
        thirds = waiting.pop("", []) if self._wishes.redundancy == "2N" else []
        for side in sorted(waiting):
            # What finds no room on the panels that stand there; blocks are drawn for it.
            left: list[_Fed] = []
            for one in waiting[side]:
                there = self._standing(PANELS, side, one.watts, one.lines)
                if there is not None:
                    self._join(there, one.node, one.lines, side, one.watts)
                    self._source_of[one.node] = self._upstream(there)
                else:
                    left.append(one)
            for block in _blocks(left, block_w, 10**9):
                self._block(block, side, max(ceil(sum(one.watts for one in block) / block_w), 1))
        self._feed_thirds(thirds)
        self._feed_coolers()

    def _waiting(self) -> dict[Side, list[_Fed]]:
        """Return what nothing feeds, by side."""
        design, fed = self._design, strips_fed(self._design)
        waiting: dict[Side, list[_Fed]] = {}
        two = self._wishes.redundancy == "2N"
        by_place: dict[str | None, set[str]] = {}
        for node in design.nodes_in_order():
            total = design.total_copies(node.id)
            if node.kind in RACK_POWER:
                # A strip that is fed still tells which side of its rack is there.
                side = self._side_of(node, by_place) if two else ""
                if node.id not in fed:
                    waiting.setdefault(side, []).append(_Fed(node.id, total, self._hanging(node.id)))
            elif fed_directly(node):
                for _, missing in open_inlets(design, node, self._taken):
                    watts = self._draws.max_w.get(node.id, 0.0) * total
                    shares: list[tuple[Side, int]] = [("", missing)]
                    if two:
                        shares = [("A", ceil(missing / 2)), ("B", missing // 2)]
                    for side, share in shares:
                        if share:
                            waiting.setdefault(side, []).append(_Fed(node.id, total, watts, share))
        return waiting

    # ---- Who hangs on what ----

    def _hanging(self, source: str) -> float:
        """Return what hangs on all copies of SOURCE in the design, W; each device with all that it draws."""
        design, found, waiting, watts = self._design, {source}, [source], 0.0
        while waiting:
            for fed in sorted(self._below.get(waiting.pop(), ())):
                if fed not in found:
                    found.add(fed)
                    waiting.append(fed)
                    if KINDS[design.nodes[fed].kind].role != "power":
                        watts += self._draws.max_w.get(fed, 0.0) * design.total_copies(fed)
        return watts

    def _side_of(self, strip: Node, by_place: dict[str | None, set[str]]) -> Side:
        """Return the side of a strip by its cords, else the one that its rack has not yet; "" for a third strip."""
        told = self._sides.get(strip.id, set()) - {""}
        if not told and self._below.get(strip.id) and (self._is_third(strip.id) or len(self._beside(strip.id)) == 2):
            return ""
        there = by_place.setdefault(strip.parent, set())
        side: Side = ("A" if "A" in told else "B") if told else "B" if "A" in there and "B" not in there else "A"
        there.add(side)
        return side

    def _is_third(self, strip: str) -> bool:
        return hangs_on_both(self._design, self._above, strip)

    def _beside(self, strip: str) -> dict[Side, str]:
        """Return a strip of each side that hangs in the same rack as STRIP, by their cords."""
        found: dict[Side, str] = {}
        parent = self._design.nodes[strip].parent
        for other in self._strips_in.get(parent, ()) if parent is not None else ():
            for side in _SIDES:
                if other != strip and side in self._sides.get(other, ()):
                    found.setdefault(side, other)
        return found

    def _upstream(self, node_id: str) -> str:
        """Return what feeds a panel, or a strip through its panel: a UPS, a board or a transfer switch; "" for none."""
        if node_id in self._source_of:
            return self._source_of[node_id]
        for above in sorted(self._above.get(node_id, ())):
            kind = self._design.nodes[above].kind
            return self._upstream(above) if kind in PANELS or kind in RACK_POWER else above
        return ""

    # ---- Third strips ----

    def _feed_thirds(self, waiting: Sequence[_Fed]) -> None:
        """Feed third strips from both sides: panels behind a transfer switch that takes either source of their rack."""
        # By the sources of sides A and B that feed the other strips of the same rack.
        groups: dict[tuple[str, str], list[_Fed]] = {}
        for one in waiting:
            there = self._standing(PANELS, "", one.watts, one.lines, third=True)
            if there is not None:
                self._join(there, one.node, one.lines, "", one.watts)
                continue
            sides = self._beside(one.node)
            groups.setdefault((self._upstream(sides["A"]), self._upstream(sides["B"])), []).append(one)
        part = next((one for one in parts_of(self._design, self._library, TRANSFER) if _many_outputs(one)), None)
        for (source_a, source_b), group in groups.items():
            if part is None or not source_a or not source_b:
                names = listed([self._design.nodes[one.node].title for one in group])
                self._say("thirds:none", "", "Third strips", 0, f"nothing feeds both sides of {names}", ())
                continue
            panels = self._panels(group, "")
            units = max(ceil(sum(panel.units for panel in panels) / _OUTPUTS), 1)
            why = "feeds the third strips from either side, so that two thirds of the supplies stay live"
            if not panels or not self._draw_said(f"third-transfer:{part.id}", Choice(part, units, ()), why):
                continue
            switch = self._add(
                "sts", "Transfer switch for third strips", part.id, "", 3, units, room=self._room_of(group)
            )
            self._drawing.join(source_a, switch, units, side="A")
            self._drawing.join(source_b, switch, units, side="B")
            for panel in panels:
                self._drawing.join(switch, panel.node, max(panel.lines, 1))

    def _standing(
        self, kinds: Iterable[str], side: Side, watts: float, cables: int, *, third: bool = False
    ) -> str | None:
        """Return the id of what stands there already of KINDS, on this side and with room for WATTS and CABLES.

        Panels behind a transfer switch are those of third strips; other things are not hung on them at 2N.
        """
        wanted = frozenset(kinds)
        for node in self._design.nodes_in_order():
            if node.kind not in wanted:
                continue
            behind = any(self._design.nodes[one].kind in TRANSFER for one in self._above.get(node.id, ()))
            if node.kind in PANELS and behind != third and self._wishes.redundancy == "2N":
                continue
            sides = self._sides.get(node.id, set()) - {""}
            if side and sides and side not in sides:
                continue
            groups = [group for group in self._design.ports_of(node) if "power" in group.media and group.role != "in"]
            free = sum(group.count - self._taken.get((node.id, group.name), 0) for group in groups) * node.copies
            if free - self._more_cables.get(node.id, 0) < cables:
                continue
            # Load with this edit and WATTS on it, against the rating of all copies; an unknown rating takes everything.
            each = self._carries_w(node)
            load = self._hanging(node.id) + self._more_w.get(node.id, 0.0) + watts
            if each is None or load <= each * self._design.total_copies(node.id) * (1 + 1e-9):
                return node.id
        return None

    def _carries_w(self, node: Node) -> float | None:
        """Return what one copy of NODE carries; that of the transformers before it where it does not say."""
        part = self._design.part_of(node)
        own = node.facts.get("capacity_w") or node.facts.get("capacity_va") or (rating_w(part) if part else None)
        if own is None and node.kind in SWITCHGEAR:
            above = [self._design.nodes[one] for one in self._above.get(node.id, ())]
            known = [(one, self._carries_w(one)) for one in above if one.kind in TRANSFORMERS]
            carried = [each * one.copies for one, each in known if each]
            if carried and len(carried) == len(known):
                return sum(carried) / node.copies
        return own

    # ---- One block of one side ----

    def _block(self, fed: Sequence[_Fed], side: Side, boards: int) -> None:
        """Draw a block: panels for FED, the UPSs before them, and what feeds those over BOARDS switchgears."""
        watts = sum(one.watts for one in fed)
        panels = self._panels(fed, side)
        if not panels:
            return
        cables = sum(panel.units for panel in panels)
        ups = self._standing(UPSS, side, watts, cables)
        if ups is not None:
            for panel in panels:
                self._join(ups, panel.node, panel.lines, side, panel.watts)
            self._source_of.update(dict.fromkeys((one.node for one in fed), ups))
            return
        choice = self._chosen("ups", UPSS, watts / _FULLEST, self._spare, _INPUTS * boards)
        if choice is None:
            self._say("ups:none", "", "UPS", 0, f"no part of the catalog says that it carries {watts_text(watts)}", ())
            return
        key, found, why = choice
        if not self._draw_said(key, found, f"{watts_text(watts)} at most {_FULLEST:.0%} full{why}"):
            return
        # What it loses is heat of the room in which its racks stand.
        node = self._add("ups", "UPS", found.part.id, side, 2, found.units, room=self._room_of(fed))
        # Several UPSs work on one board, from which all panels hang: each carries its share, whatever fails.
        source = node
        if found.units > 1:
            board = self._switchgear(
                "output-board", "UPS output board", side, 3, max(boards, ceil(found.units / _INPUTS))
            )
            if board is not None:
                self._drawing.join(node, board, found.units, side=side)
                source = board
        for panel in panels:
            self._drawing.join(source, panel.node, max(panel.lines, 1), side=side)
        self._source_of.update(dict.fromkeys((one.node for one in fed), source))
        if self._draws.hall:
            self._before(node, found.units, watts, side, boards)
        else:
            self._drawing.join(self._utility(side), node, found.units, side=side)

    def _panels(self, fed: Sequence[_Fed], side: Side) -> list[_Fed]:
        """Draw panels for FED, and return them as what has to be fed."""
        parts = {part.id: part for part in self._floor_parts(_DRAWN_PANELS)}
        if not parts:
            self._say("panel:none", "", "Power panel", 0, "the catalog holds no panel for a floor", ())
            return []
        # Those without a rating are ordered with one, so that they fit whatever hangs on them.
        usual = min(parts.values(), key=lambda part: (rating_w(part) or 0.0, part.id))
        key = f"panel:{usual.id}"
        part = parts.get(self._wishes.part_for(key, usual.id), usual)
        largest = (rating_w(part) or _PANEL_SIZES_W[-1]) * _FULLEST
        others = tuple(one for one in parts if one != part.id)
        made: list[_Fed] = []
        for group in _blocks(fed, largest, _OUTPUTS):
            watts, cables = sum(one.watts for one in group), sum(one.lines for one in group)
            units = max(ceil(watts / largest * (1 - 1e-9)), ceil(cables / _OUTPUTS), 1)
            ordered = next((size for size in _PANEL_SIZES_W if watts / units <= size * _FULLEST), _PANEL_SIZES_W[-1])
            facts = {} if rating_w(part) else {"capacity_w": ordered}
            why = f"each carries up to {watts_text(largest)}, 80% of its rating, and {_OUTPUTS} cables"
            if not self._draw_said(key, Choice(part, units, others), why):
                continue
            room = self._room_of(group)
            node = self._add("panel", "Power panel", part.id, side, 4, units, facts=facts, room=room)
            for one in group:
                self._drawing.join(node, one.node, one.lines, side=side)
            made.append(_Fed(node, units, watts))
        return made

    def _room_of(self, fed: Sequence[_Fed]) -> str | None:
        """Return the room in which all of FED stands; None where it stands in several, or in none."""
        rooms = {
            next((a for a in self._design.ancestors(one.node) if self._design.nodes[a].kind in ROOMS), None)
            for one in fed
        }
        room = next(iter(rooms)) if len(rooms) == 1 else None
        return room if room is not None and self._design.total_copies(room) == 1 else None

    def _before(self, ups: str, units: int, watts: float, side: Side, boards: int) -> None:
        """Draw switchgear, transformers, generators and the utility before UPSs of a hall."""
        # Above the UPSs the whole site hangs on it, its coolers too: IT at its maximum times the PUE.
        need = watts * max(assumed(self._design, "pue").value or 1.0, 1.0 / (self._efficiency() or 1.0))
        gear = self._standing(SWITCHGEAR, side, need, units)
        if gear is not None:
            self._join(gear, ups, units, side, need)
            return
        drawn = self._gear(need, side, boards)
        if drawn is not None:
            self._drawing.join(drawn, ups, max(units, boards), side=side)

    def _gear(self, need: float, side: Side, boards: int) -> str | None:
        """Draw BOARDS switchgears for NEED W with what feeds them, and return their id."""
        gear = self._switchgear("switchgear", "Switchgear", side, 1, boards)
        if gear is None:
            return None
        self._gears.setdefault(side, []).append(gear)
        why = f"{watts_text(need)} at most {_FULLEST:.0%} full: IT at its maximum times the PUE"
        transformers = self._chosen("transformer", TRANSFORMERS, need / _FULLEST, self._spare, _INPUTS // 2 * boards)
        if transformers is not None and self._draw_said(transformers[0], transformers[1], why + transformers[2]):
            count = max(transformers[1].units, boards)
            node = self._add("transformer", "Transformer", transformers[1].part.id, side, 0, count)
            self._drawing.join(node, gear, count, side=side)
            self._drawing.join(self._utility(side), node, count, side=side)
        generators = self._chosen("generator", GENERATORS, need / _FULLEST, self._spare, _INPUTS // 2 * boards)
        if generators is not None and self._draw_said(
            generators[0], generators[1], f"{why}, when the utility is lost{generators[2]}"
        ):
            count = max(generators[1].units, boards)
            node = self._add("generator", "Generator", generators[1].part.id, side, 0, count, column=1)
            self._drawing.join(node, gear, count, side=side)
        return gear

    def _switchgear(self, wanted: str, title: str, side: Side, row: int, copies: int) -> str | None:
        part = next((one for one in parts_of(self._design, self._library, SWITCHGEAR)), None)
        if part is None:
            return None
        key = f"{wanted}:{part.id}"
        why = "joins several UPSs, so that each carries its share" if wanted != "switchgear" else "takes either source"
        if not self._draw_said(key, Choice(part, copies, ()), f"{why}; its rating is ordered with it", title):
            return None
        return self._add(wanted, title, part.id, side, row, copies)

    def _utility(self, side: Side) -> str:
        """Return the utility feed of a side, drawn where there is none yet."""
        if side not in self._utilities:
            there = self._standing(UTILITIES, side, 0.0, 1)
            if there is None:
                part = parts_of(self._design, self._library, UTILITIES)[0]
                self._draw_said(f"utility:{part.id}", Choice(part, 1, ()), "one for each side")
                there = self._add("utility", "Utility", part.id, side, -1, 1)
            self._utilities[side] = there
        return self._utilities[side]

    # ---- Coolers ----

    def _feed_coolers(self) -> None:
        """Feed coolers past the UPSs: from switchgear or utility, from both sides through a transfer switch."""
        design = self._design
        # Coolers that nothing feeds, each with the draw of all its copies, W.
        coolers: list[_Fed] = []
        for node in design.nodes_in_order():
            inlets = sum(g.count for g in design.ports_of(node) if "power" in g.media and g.role != "out")
            if KINDS[node.kind].role == "cooling" and inlets and not self._above.get(node.id):
                part, total = design.part_of(node), design.total_copies(node.id)
                watts = node.facts.get("power_max_w") or (fact(part, "power_max_w") if part else None) or 0.0
                coolers.append(_Fed(node.id, total, watts * total))
        if not coolers:
            return
        switch = next(
            (
                node.id
                for node in design.nodes_in_order()
                if node.kind in TRANSFER
                and any(KINDS[design.nodes[one].kind].role == "cooling" for one in self._below.get(node.id, ()))
            ),
            None,
        )
        cables = sum(one.units for one in coolers)
        if switch is None:
            sides: tuple[Side, ...] = _SIDES if self._wishes.redundancy == "2N" else ("",)
            # One source for each side; several are joined by a transfer switch.
            ends = [end for side in sides if (end := self._source(side, sum(c.watts for c in coolers), cables))]
            if not ends:
                return
            switch = ends[0]
            if len(ends) > 1:
                part = next((one for one in parts_of(design, self._library, TRANSFER) if _many_outputs(one)), None)
                units = max(ceil(cables / _OUTPUTS), 1)
                if part is not None:
                    why = "feeds the coolers from either side, past the UPSs"
                    if not self._draw_said(f"transfer:{part.id}", Choice(part, units, ()), why):
                        return
                    switch = self._add("sts", "Transfer switch for cooling", part.id, "", 2, units)
                    for end, side in zip(ends, sides, strict=True):
                        self._drawing.join(end, switch, units, side=side)
        for one in coolers:
            self._drawing.join(switch, one.node, one.lines)

    def _source(self, side: Side, watts: float, cables: int) -> str | None:
        """Return what feeds coolers on a side: the switchgear of a hall, else the utility."""
        if not self._draws.hall:
            return self._utility(side)
        made = self._gears.get(side, [])
        if len(made) == 1:
            return made[0]
        it_w = sum(w * self._design.total_copies(one) for one, w in self._draws.max_w.items())
        # Coolers of several blocks hang on a switchgear of their own.
        need = max(watts, it_w * ((assumed(self._design, "pue").value or 1.0) - 1.0))
        if not made and (there := self._standing(SWITCHGEAR, side, watts, cables)) is not None:
            return there
        return self._gear(need, side, max(ceil(need / (4_800_000.0 / (2 if self._spare else 1))), 1))

    # ---- Parts, links and lines ----

    def _floor_parts(self, kinds: Iterable[str]) -> list[Part]:
        return [
            part
            for part in parts_of(self._design, self._library, kinds)
            if _many_outputs(part) and fact(part, "height_u") is None
        ]

    def _chosen(
        self, name: str, kinds: Iterable[str], need: float, spare: int, most: int
    ) -> tuple[str, Choice, str] | None:
        """Return (key, choice, words) of what carries NEED W on the floor, in MOST units if it can be."""
        parts = self._floor_parts(kinds)
        usual = units_for(parts, need, rating_w, spare, most=most)
        if usual is None:
            return None
        key = f"{name}:{usual.part.id}"
        wanted = self._wishes.part_for(key, "")
        choice = (units_for(parts, need, rating_w, spare, wanted, most) if wanted else None) or usual
        words = {"N": "", "N+1": ", one more than is needed", "2N": ", on each side"}[self._wishes.redundancy]
        return key, choice, f"{words}; one carries {watts_text(rating_w(choice.part) or 0.0)}"

    def _add(
        self,
        wanted: str,
        title: str,
        part: str,
        side: Side,
        row: int,
        copies: int,
        *,
        column: int = 0,
        facts: Mapping[str, float] | None = None,
        room: str | None = None,
    ) -> str:
        low = f"-{side.lower()}" if side else ""
        at = self._drawing.beside(column + (2 if side == "A" else 0), row + 1)
        own = {"facts": dict(facts)} if facts else {}
        return self._drawing.add(
            part, f"{wanted}{low}", f"{title} {side}".strip(), at, copies=copies, parent=room, **own
        )

    def _join(self, source: str, fed: str, cables: int, side: Side, watts: float) -> None:
        """Cable something to what stands there already."""
        self._drawing.join(source, fed, cables, side=side)
        self._more_w[source] = self._more_w.get(source, 0.0) + watts
        self._more_cables[source] = self._more_cables.get(source, 0) + cables

    def _draw_said(self, key: str, choice: Choice, why: str, title: str = "") -> bool:
        """Add to a line; return whether the person wants it."""
        taken = key not in self._wishes.left_out
        self._say(key, choice.part.id, title or choice.part.name, choice.units, why, choice.others, taken=taken)
        return taken

    def _say(
        self, key: str, part: str, title: str, count: int, why: str, others: tuple[str, ...], *, taken: bool = True
    ) -> None:
        old = self._lines.get(key)
        more = old.units if old is not None else 0
        self._lines[key] = _Found(title, part, count + more, old.why if old is not None else why, others, taken)

    def _efficiency(self) -> float:
        return assumed(self._design, "ups_efficiency").value or 1.0

    def made(self) -> Made:
        """Return the edit with its lines."""
        edit = self._drawing.finished("Draw the power chain")
        lines = tuple(
            Line(
                key=key,
                step="power",
                title=one.title,
                part=one.part,
                why=one.why,
                count=one.units,
                others=one.others,
                taken=one.taken,
                problem=not one.part,
            )
            for key, one in self._lines.items()
        )
        return Made(edit=edit, lines=lines) if edit or lines else NOTHING


def _blocks(fed: Sequence[_Fed], most_w: float, most_cables: int) -> list[list[_Fed]]:
    """Return FED in groups of at most so much each, first fit; what is too large by itself is a group of its own."""
    # (members, W, cables) of each group so far; one too large by itself counts endless W, so that nothing joins it.
    groups: list[tuple[list[_Fed], float, int]] = []
    for one in fed:
        if one.watts > most_w or one.lines > most_cables:
            groups.append(([one], float("inf"), most_cables))
            continue
        for number, (group, watts, cables) in enumerate(groups):
            if watts + one.watts <= most_w and cables + one.lines <= most_cables:
                groups[number] = ([*group, one], watts + one.watts, cables + one.lines)
                break
        else:
            groups.append(([one], one.watts, one.lines))
    return [group for group, _, _ in groups]


def _many_outputs(part: Part) -> bool:
    """Return whether PART feeds many: rack UPSs have a handful of outlets."""
    return sum(group.count for group in part.ports if "power" in group.media and group.role == "out") >= _OUTPUTS
