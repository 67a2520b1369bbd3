"""Designs as people draw them, at random: `python -m tests.review.make_real.hand_drawn 100-120` makes them real.

Parts are dropped one after the other and joined by the ports that fit first, as the window does it; nothing is placed
with the command in mind. What is drawn differs by the seed alone.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Sequence
from datetime import date

from designer.catalog.library import Library
from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.make_real.records import REDUNDANCIES, Wishes
from designer.edit.nodes.nodes import add_container, add_node, remove
from designer.edit.rooms.room_plan import set_outline
from designer.export.cables.cable_schedule import CableSchedule, cable_schedule
from designer.model.design import Design
from designer.model.kinds import KINDS, RACK, ROOM
from designer.model.network.port_occupancy import ports_taken
from designer.model.parts.part import Part
from designer.model.records import RefusedInput
from designer.review.effects.preview import state_of
from designer.review.make_real.proposal import propose
from designer.review.make_real.records import Proposal

TODAY = date(2026, 11, 28)


class Hand:
    """A hand that draws: drops parts, joins them, and lets go of what does not fit."""

    def __init__(self, library: Library, seed: int) -> None:
        self.library = library
        self.random = random.Random(seed)
        self.design = Design()
        self._y = 0.0

    def parts(self, kind: str, *tags: str) -> list[Part]:
        """Parts of a kind that can be bought and have all TAGS."""
        return [
            part
            for part in self.library.parts.values()
            if part.kind == kind and "announced" not in part.tags and set(tags) <= set(part.tags)
        ]

    def drop(self, part: Part, copies: int = 1, parent: str | None = None) -> str:
        """Drop a part onto the canvas, and return its id."""
        self._y += 120.0
        x = self.random.choice((0.0, 240.0, 480.0))
        edit = add_node(self.design, self.library, part.id, x, self._y, copies=copies, parent=parent)
        before, self.design = self.design, edit.applied(self.design)
        return next(name for name in self.design.nodes if name not in before.nodes)

    def place(self, kind: str, parent: str | None = None) -> str:
        """Drop an empty container, and return its id."""
        before = self.design
        self.design = add_container(before, kind, 0.0, self._y, parent=parent).applied(before)
        return next(name for name in self.design.nodes if name not in before.nodes)

    def join(self, a: str, b: str, cables: int, **fields: str) -> bool:
        """Draw cables between two, by the first ports that fit; not where ports would be too few, or none fit."""
        try:
            after = add_link(self.design, a, b, cables=cables, **fields).applied(self.design)  # pyright: ignore[reportArgumentType]
        except RefusedInput:
            return False
        link = next(link for name, link in after.links.items() if name not in self.design.links)
        if fields.get("medium") not in {None, link.medium}:
            return False
        taken = ports_taken(after, (a, b))
        for end in (a, b):
            counts = {group.name: group.count for group in after.ports_of(after.nodes[end])}
            if any(used > counts.get(name, 0) for (node, name), used in taken.items() if node == end):
                return False
        self.design = after
        return True


def hand_drawn(library: Library, seed: int) -> Design:
    """Return the sketch of SEED: a pod of servers with switches, storage and management, now and then something odd."""
    hand = Hand(library, seed)
    chance = hand.random.random
    parent: str | None = None
    if chance() < 0.25:
        parent = hand.place(ROOM)
        if chance() < 0.5:
            wide = hand.random.choice((9_000.0, 18_000.0, 36_000.0))
            outline = ((0.0, 0.0), (wide, 0.0), (wide, 12_000.0), (0.0, 12_000.0))
            hand.design = set_outline(hand.design, parent, outline).applied(hand.design)
    elif chance() < 0.15:
        parent = hand.place("pod")
    servers = _servers(hand, parent)
    leaf = _fabric(hand, servers, parent)
    _storage(hand, leaf, parent)
    if chance() < 0.6:
        _management(hand, parent)
    if chance() < 0.25:
        _drawn_rack(hand, parent)
    if chance() < 0.3:
        _beside(hand)
    return hand.design


def _servers(hand: Hand, parent: str | None) -> list[str]:
    pick, chance = hand.random.choice, hand.random.random
    accelerated = [part for part in hand.parts("server") if "gpu server" in part.tags]
    made: list[str] = []
    sort = chance()
    if sort < 0.1:
        return [hand.drop(pick(accelerated), 1, parent)]
    if sort < 0.2:
        return [hand.drop(pick(hand.parts("rack-system", "liquid")), hand.random.randint(1, 4), parent)]
    if sort < 0.35:
        wet = [part for part in accelerated if "liquid" in part.tags]
        made.append(hand.drop(pick(wet), hand.random.randint(1, 24), parent))
    for _ in range(hand.random.randint(1, 3)):
        part = pick(accelerated if chance() < 0.75 else hand.parts("server", "cpu server"))
        made.append(hand.drop(part, pick((1, 2, 3, 4, 7, 8, 12, 16, 31, 32, 64)), parent))
    return made


def _fabric(hand: Hand, servers: Sequence[str], parent: str | None) -> list[str]:
    """Leaves that the servers go to, and spines where there are several leaves; of switches, what fits first."""
    pick = hand.random.choice
    switches = hand.parts("switch")
    found: list[str] = []
    for server in servers:
        node = hand.design.nodes[server]
        # One fabric: what the switches that are there take goes to them.
        if any(hand.join(server, there, node.copies * n, medium="fabric") for there in found for n in (2, 1)):
            continue
        for _ in range(6):
            part = pick(switches)
            leaves = pick((1, 2, 4, 8)) if node.copies > 2 else 1
            leaf = hand.drop(part, leaves, parent)
            each = pick((1, 2, 4, 8))
            joined = any(hand.join(server, leaf, node.copies * n, medium="fabric") for n in (each, 2, 1))
            linked = not found or any(hand.join(leaf, one, leaves * n) for one in found for n in (4, 2, 1))
            if linked and (joined or hand.join(server, leaf, node.copies)):
                found.append(leaf)
                if leaves > 1:
                    spine = hand.drop(part, max(leaves // 2, 1), parent)
                    if not any(hand.join(leaf, spine, leaves * n) for n in (16, 8, 4, 2, 1)):
                        _take_away(hand, spine)
                break
            _take_away(hand, leaf)
    return found


def _take_away(hand: Hand, name: str) -> None:
    hand.design = remove(hand.design, [name]).applied(hand.design)


def _storage(hand: Hand, leaf: Sequence[str], parent: str | None) -> None:
    if hand.random.random() < 0.7:
        box = hand.drop(hand.random.choice(hand.parts("storage")), hand.random.randint(1, 6), parent)
        copies = hand.design.nodes[box].copies
        for name in leaf:
            if any(hand.join(box, name, copies * n) for n in (4, 2, 1)):
                break


def _management(hand: Hand, parent: str | None) -> None:
    switch = hand.drop(hand.library.parts["nvidia/sn2201"], hand.random.randint(1, 2), parent)
    for node in list(hand.design.nodes.values()):
        if KINDS[node.kind].role in {"host", "storage"} and node.id != switch:
            hand.join(node.id, switch, node.copies, medium="management")


def _drawn_rack(hand: Hand, parent: str | None) -> None:
    """A rack that is drawn already, with a server and now and then its power strip."""
    rack = hand.place(RACK, parent)
    part = hand.random.choice(hand.parts("server", "cpu server"))
    server = hand.drop(part, hand.random.randint(1, 6), rack)
    if hand.random.random() < 0.6:
        strip = hand.drop(hand.library.parts["apc/ap8886"], 1, rack)
        hand.join(strip, server, hand.design.nodes[server].copies, medium="power")


def _beside(hand: Hand) -> None:
    """What needs no rack: rented machines, an API, software."""
    for kind in ("instance", "model-api", "vector-database", "framework"):
        if hand.random.random() < 0.5:
            hand.drop(hand.random.choice(hand.parts(kind)), hand.random.randint(1, 3))


def unreasoned(schedule: CableSchedule) -> list[str]:
    """Return the labels of cables that have neither a length and a part number nor a reason for it."""
    return [
        line.label for line in schedule.lines() if (line.length_m is None or not line.part_number) and not line.reason
    ]


def wishes_of(seed: int) -> Wishes:
    """Return what the person of SEED wishes."""
    rng = random.Random(seed + 1_000_000)
    return Wishes(redundancy=rng.choice(REDUNDANCIES), dense=rng.choice(("air", "liquid")))


def made_real(library: Library, seed: int) -> tuple[Design, Proposal]:
    """Return the sketch of SEED, and what makes it real as its person wishes."""
    design = hand_drawn(library, seed)
    return design, propose(design, library, wishes_of(seed), TODAY)


def main(argv: Sequence[str] | None = None) -> int:
    """Make sketches real and say what remains; 1 where one is left with errors, or a cable without a reason."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seeds", nargs="?", default="0-19", help="a seed, or two with a hyphen between")
    parser.add_argument("--json", action="store_true", help="one JSON document a line")
    options = parser.parse_args(argv)
    first, _, last = options.seeds.partition("-")
    library, bad = read_library(), 0
    for seed in range(int(first), int(last or first) + 1):
        began = time.process_time()
        design, proposal = made_real(library, seed)
        errors = [one for one in state_of(proposal.after, library, TODAY).findings if one.severity == "error"]
        sketch = [one for one in state_of(design, library, TODAY).findings if one.severity == "error"]
        cables = cable_schedule(proposal.after, library.parts)
        open_cables = unreasoned(cables)
        known = {one.message for one in sketch}
        bad += bool(errors or open_cables)
        told = {
            "seed": seed,
            "errors_before": [one.message for one in sketch],
            "errors": [one.message for one in errors],
            "warnings": [one for one in proposal.left if one not in {error.message for error in errors}],
            "cables": len(cables),
            "without_reason": open_cables[:3],
            "seconds": round(time.process_time() - began, 2),
        }
        if options.json:
            print(json.dumps(told))
            continue
        print(
            f"seed {seed}: {len(sketch)} errors before, {len(errors)} after, {len(cables):,} cables, "
            f"{len(open_cables)} without length, number or reason, {told['seconds']} s"
        )
        for mark, lines in (("error", told["errors"]), ("warning", told["warnings"]), ("cable", open_cables[:3])):
            for line in lines if isinstance(lines, list) else ():
                print(f"    {mark}{' of the sketch' if line in known else ''}: {line}")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
