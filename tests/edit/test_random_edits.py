"""Any edits, in any order: undone they give back the equal design; refusals change nothing."""

import math
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from designer.catalog.reading import read_library
from designer.edit import (
    arrange,
    clipboard,
    flows,
    insert,
    links,
    many,
    marks,
    nodes,
    pasted_table,
    price_book,
    rack_fill,
    rack_places,
    replace,
    rewire,
    swap,
    views,
)  # fmt: skip
from designer.edit import settings as design_settings
from designer.edit.align import SIDES, align, distribute, same_size, snap_to_grid
from designer.edit.fixes import FIXES
from designer.edit.floor import add_racks, move_placed, place, set_lines, take_off_floor, turn_placed
from designer.edit.floor_fill import fill_room, make_room, place_unplaced
from designer.edit.layouts.tidy import tidy
from designer.edit.locks import set_locked
from designer.edit.power_chain import draw_simple_chain
from designer.edit.rooms import add_piece, add_room, move_corner, move_piece, remove_piece, set_floor_load, set_room
from designer.edit.session import Session
from designer.edit.stacking import bring_to_front, send_to_back
from designer.model.changes import ChangeSet
from designer.model.design import Design, RackPlace
from designer.model.kinds import CONTAINERS
from designer.model.parts import Price
from designer.model.records import RefusedInput
from designer.model.room_plan import Aisle, Box, Door
from designer.model.typed_arithmetic import read_typed
from designer.model.validity import require_valid
from designer.store.project import read_project, write_project

LIBRARY = read_library()
PARTS = (
    "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/sn2201", "nvidia/sn4600c", "generic/host", "generic/switch",
    "ddn/ai400x2", "apc/ap8868", "nvidia/h100-sxm5-80gb",
)  # fmt: skip
MOST_NODES = 60
Edit = Callable[[Design, Random], ChangeSet]


def some_node(design: Design, rnd: Random) -> str:
    return rnd.choice(sorted(design.nodes)) if design.nodes else "nobody"


def some_nodes(design: Design, rnd: Random) -> list[str]:
    return rnd.sample(sorted(design.nodes), rnd.randint(1, min(4, len(design.nodes)))) if design.nodes else ["nobody"]


def some_link(design: Design, rnd: Random) -> str:
    return rnd.choice(sorted(design.links)) if design.links else "nothing"


def some_view(design: Design, rnd: Random) -> str:
    return rnd.choice(sorted(design.views)) if design.views else "nowhere"


def some_parent(design: Design, rnd: Random) -> str | None:
    frames = sorted(node.id for node in design.nodes.values() if node.kind in CONTAINERS)
    return rnd.choice([None, *frames])


def some_end(design: Design, rnd: Random) -> str:
    node_id = some_node(design, rnd)
    copies = design.total_copies(node_id)
    return f"{node_id}[{rnd.randrange(copies)}]" if copies > 1 and rnd.random() < 0.5 else node_id


def some_flow(design: Design, rnd: Random) -> flows.Ends:
    drawn = design.settings.flows
    return rnd.choice(drawn).ends if drawn else (("nobody",), ("nowhere",))


def some_mark(design: Design, rnd: Random, *kinds: str) -> str:
    found = sorted(mark.id for mark in design.marks.values() if not kinds or mark.kind in kinds)
    return rnd.choice(found) if found else "nothing drawn"


def some_things(design: Design, rnd: Random) -> list[str]:
    """Nodes, and a mark where there is one."""
    return [*some_nodes(design, rnd), *([some_mark(design, rnd)] if design.marks else [])]


def some_arrow(design: Design, rnd: Random) -> ChangeSet:
    points = [(rnd.uniform(-500, 500), rnd.uniform(-500, 500)) for _ in range(rnd.randint(2, 4))]
    ends = [rnd.choice([some_node(design, rnd), ""]) if design.nodes else "" for _ in range(2)]
    return marks.add_arrow(design, points, (ends[0], ends[1]), rnd.choice(["", "grows here"]))


def bend(design: Design, rnd: Random) -> ChangeSet:
    points = [(rnd.uniform(-500, 500), rnd.uniform(-500, 500)) for _ in range(3)]
    return marks.bend_arrow(design, some_mark(design, rnd, "arrow"), points, rnd.choice([None, ("", "")]))


def a_picture(design: Design, rnd: Random) -> ChangeSet:
    width, height = rnd.choice([(1, 1), (640, 480), (3000, 20)])
    data = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return marks.add_picture(design, rnd.choice(["hall.png", "seen from above.png"]), data, 10, 20)


def a_note(design: Design, rnd: Random) -> ChangeSet:
    return marks.add_note(design, rnd.uniform(-500, 500), 0, rnd.choice(["", "Phase 2\n<b>not bold</b>"]))


def a_frame(design: Design, rnd: Random) -> ChangeSet:
    return marks.add_frame(design, 0, rnd.uniform(-500, 500), "Phase 1", width=rnd.uniform(50, 900))


def written(design: Design, rnd: Random) -> ChangeSet:
    fields = {"text": rnd.choice(["One", "Two\nlines"]), "colour": rnd.choice(["plain", "red", "violet"])}
    return marks.set_mark(design, some_mark(design, rnd), **fields)


def resized(design: Design, rnd: Random) -> ChangeSet:
    return marks.resize_mark(design, some_mark(design, rnd, "note", "frame", "picture"), 1, 2, rnd.uniform(16, 400), 99)


def moved_along(design: Design, rnd: Random) -> ChangeSet:
    return nodes.move_nodes(design, some_things(design, rnd), rnd.uniform(-90, 90), 8)


def stacked_marks(design: Design, rnd: Random) -> ChangeSet:
    return rnd.choice([bring_to_front, send_to_back])(design, [some_mark(design, rnd)])


def locked_mark(design: Design, rnd: Random) -> ChangeSet:
    return set_locked(design, [some_mark(design, rnd)], locked=rnd.random() < 0.5)


def aligned(design: Design, rnd: Random) -> ChangeSet:
    return align(design, some_things(design, rnd), rnd.choice(sorted(SIDES)))


def paste(design: Design, rnd: Random) -> ChangeSet:
    text = clipboard.copy_out(design, some_things(design, rnd))
    return clipboard.paste_in(design, text, rnd.uniform(-500, 500), rnd.uniform(-500, 500), some_parent(design, rnd))


def insert_a_node(design: Design, rnd: Random) -> ChangeSet:
    """Few nodes go into a link, so several are tried, and a new one into a new link at last."""
    tries = [partial(insert.insert_node, design, some_link(design, rnd), one) for one in sorted(design.nodes)]
    return first_made([*tries, partial(with_new_link, design, lambda d, link, one: insert.insert_node(d, link, one))])


def insert_a_part(design: Design, rnd: Random) -> ChangeSet:
    part, copies = rnd.choice(["generic/switch", "nvidia/qm9700", "nvidia/sn4600c"]), rnd.choice([1, 8])
    links_there = rnd.sample(sorted(design.links), len(design.links))
    tries = [partial(insert.insert_part, design, LIBRARY, one, part, 0, 0, copies=copies) for one in links_there]
    return first_made(
        [*tries, partial(with_new_link, design, lambda d, link, _: insert.insert_part(d, LIBRARY, link, part, 0, 0))]
    )


def rewire_an_end(design: Design, rnd: Random) -> ChangeSet:
    end = rnd.choice(rewire.ENDS)
    tries = [partial(rewire.rewire, design, some_link(design, rnd), end, some_node(design, rnd))]
    return first_made([*tries, partial(with_new_link, design, lambda d, link, one: rewire.rewire(d, link, end, one))])


def with_new_link(design: Design, make: Callable[[Design, str, str], ChangeSet]) -> ChangeSet:
    """MAKE on a link between two new hosts and a third one, all of it as one edit."""
    edit = ChangeSet()
    for _ in range(3):
        after = edit.applied(design)
        edit = edit.then(nodes.add_node(after, LIBRARY, "generic/host", 0, 0))
    first, second, third = [node for node in edit.applied(design).nodes if node not in design.nodes]
    edit = edit.then(links.add_link(edit.applied(design), first, second))
    after = edit.applied(design)
    (link,) = after.links.keys() - design.links.keys()
    return edit.then(make(after, link, third))


def first_made(tries: Sequence[Callable[[], ChangeSet]]) -> ChangeSet:
    refusal = RefusedInput("There is nothing to try.")
    for attempt in tries:
        try:
            return attempt()
        except RefusedInput as problem:
            refusal = problem
    raise refusal


def with_a_rack(design: Design, rnd: Random) -> str:
    racks = sorted(node.id for node in design.nodes.values() if node.kind == "rack")
    return rnd.choice(racks) if racks else "no-rack"


def in_a_rack(make: Callable[[Design, str, str], ChangeSet]) -> Edit:
    """MAKE on two devices that have places, and on two in a new rack at last."""

    def edit(design: Design, rnd: Random) -> ChangeSet:
        placed = sorted(node.id for node in design.nodes.values() if node.rack is not None)
        tries = [partial(make, design, one, rnd.choice(placed)) for one in rnd.sample(placed, min(len(placed), 6))]
        return first_made([*tries, partial(with_new_rack, design, make)])

    return edit


def with_new_rack(design: Design, make: Callable[[Design, str, str], ChangeSet]) -> ChangeSet:
    edit = nodes.add_container(design, "rack", 0, 0)
    (rack,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    for u in (10, 20):
        edit = edit.then(
            rack_places.put_part(edit.applied(design), LIBRARY, "nvidia/sn2201", rack, RackPlace(u=u, side="right"))
        )
    first, second = [one for one in edit.applied(design).nodes if one not in design.nodes and one != rack]
    return edit.then(make(edit.applied(design), first, second))


def into_a_rack(design: Design, rnd: Random) -> ChangeSet:
    """Any device into any rack; where there is none, a new one around it."""
    racks = sorted(node.id for node in design.nodes.values() if node.kind == "rack")
    place = RackPlace(u=rnd.randint(1, 40), face=rnd.choice(["front", "rear"]))
    tries = [partial(rack_places.put_at, design, some_node(design, rnd), one, place) for one in racks * 2]
    return first_made([*tries, partial(nodes.group, design, [some_node(design, rnd)], "rack")])


def own_price(design: Design, rnd: Random) -> ChangeSet:
    typical = rnd.choice([0.0, 0.1, 25_000.0, 1e6])
    price = Price(
        low=typical / 2, typical=typical, high=typical * 3, basis=rnd.choice(["list", "street", "user"]),
        currency=rnd.choice(["USD", "EUR", "JPY"]), per=rnd.choice(["unit", "hour", "million-tokens"]),
        item=rnd.choice(["", "input"]), region=rnd.choice(["", "eu"]), note=rnd.choice(["", "Quote «7»"]),
        date=rnd.choice(["", "2026", "2026-11", "2026-11-24"]),
    )  # fmt: skip
    return price_book.add_own_price(design, rnd.choice(PARTS), price)


def remove_own_price(design: Design, rnd: Random) -> ChangeSet:
    priced = sorted(design.settings.prices.prices)
    return price_book.remove_own_price(design, rnd.choice(priced) if priced else "nobody", 0)


def in_a_room(design: Design, rnd: Random, make: Callable[[Design, str], ChangeSet]) -> ChangeSet:
    """MAKE in one of the rooms; where none lets it, in a new one with a door, an aisle and racks without a place."""
    rooms = sorted(node.id for node in design.nodes.values() if node.kind == "room")
    tries = [partial(make, design, room) for room in rnd.sample(rooms, len(rooms))]
    return first_made([*tries, partial(in_a_new_room, design, make)])


def in_a_new_room(design: Design, make: Callable[[Design, str], ChangeSet]) -> ChangeSet:
    edit = add_room(design, [(0, 0), (9_000, 0), (9_000, 9_000), (0, 9_000)])
    (room,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    for piece in (Door(x_mm=1_000, y_mm=0), Aisle(kind="cold", area=Box(x_mm=0, y_mm=0, width_mm=9, depth_mm=9))):
        edit = edit.then(add_piece(edit.applied(design), room, piece))
    edit = edit.then(nodes.add_container(edit.applied(design), "rack", 0, 0, parent=room))
    return edit.then(make(edit.applied(design), room))


def some_piece(rnd: Random) -> Door | Box | Aisle:
    box = Box(x_mm=rnd.uniform(0, 9e3), y_mm=0.0, width_mm=400, depth_mm=rnd.choice([400, 1_200]))
    return rnd.choice([Door(x_mm=1_000, y_mm=0), box, Aisle(kind="hot", area=box)])


def on_a_floor(design: Design, rnd: Random, make: Callable[[Design, str], ChangeSet]) -> ChangeSet:
    """MAKE on something that stands on a floor; where nothing does, on a new rack in a new room."""
    placed = sorted(node.id for node in design.nodes.values() if node.floor is not None)
    if placed:
        return make(design, rnd.choice(placed))
    edit = add_room(design, [(0, 0), (9_000, 0), (9_000, 9_000), (0, 9_000)])
    (room,) = edit.applied(design).nodes.keys() - design.nodes.keys()
    edit = edit.then(add_racks(edit.applied(design), room, 1_200, 1_200, copies=3))
    (rack,) = edit.applied(design).nodes.keys() - design.nodes.keys() - {room}
    return edit.then(make(edit.applied(design), rack))


EDITS: dict[str, Edit] = {
    "draw_room": lambda d, r: add_room(d, [(0, 0), (r.uniform(3e3, 3e4), 0), (9e3, r.uniform(3e3, 3e4))]),
    "move_corner": lambda d, r: in_a_room(d, r, lambda now, room: move_corner(now, room, 1, r.uniform(-9e3, 9e3), 99)),
    "room_measures": lambda d, r: in_a_room(d, r, lambda now, room: set_room(now, room, tile_mm=r.choice([0, 500]))),
    "floor_load": lambda d, r: in_a_room(d, r, lambda now, room: set_floor_load(now, room, r.choice([None, 1_200.0]))),
    "add_piece": lambda d, r: in_a_room(d, r, lambda now, room: add_piece(now, room, some_piece(r))),
    "move_piece": lambda d, r: in_a_room(
        d, r, lambda now, room: move_piece(now, room, r.choice(["doors", "aisles"]), 0, 50, -50)
    ),
    "remove_piece": lambda d, r: in_a_room(
        d, r, lambda now, room: remove_piece(now, room, r.choice(["doors", "aisles"]), 0)
    ),
    "add_racks": lambda d, r: in_a_room(d, r, lambda now, room: add_racks(now, room, 600, 600, copies=4)),
    "place_on_floor": lambda d, r: place(d, some_node(d, r), r.uniform(0, 9e3), 600, rotation_deg=r.choice([0, 90])),
    "move_on_floor": lambda d, r: on_a_floor(d, r, lambda now, one: move_placed(now, [one], r.uniform(-99, 99), 600)),
    "turn_on_floor": lambda d, r: on_a_floor(d, r, lambda now, one: turn_placed(now, [one], r.choice([90, 33]))),
    "lines_on_floor": lambda d, r: on_a_floor(
        d, r, lambda now, one: set_lines(now, one, per_line=r.choice([0, 2]), face_to_face=r.random() < 0.5)
    ),
    "off_floor": lambda d, r: on_a_floor(d, r, lambda now, one: take_off_floor(now, [one])),
    "fill_room": lambda d, r: in_a_room(d, r, lambda now, room: fill_room(now, room, r.choice([1, 5, 12])).edit),
    "place_unplaced": lambda d, r: in_a_room(d, r, lambda now, room: place_unplaced(now, room).edit),
    "simple power chain": lambda d, r: draw_simple_chain(d, LIBRARY),
    "make_room": lambda d, r: first_made([
        lambda: make_room(d).edit,
        lambda: (lambda rack: rack.then(make_room(rack.applied(d)).edit))(nodes.add_container(d, "rack", 0, 0)),
    ]),
    "add_node": lambda d, r: nodes.add_node(
        d, LIBRARY, r.choice(PARTS), r.uniform(-900, 900), r.uniform(-900, 900), copies=r.choice([1, 2, 8, 32]),
        parent=some_parent(d, r),
    ),
    "add_container": lambda d, r: nodes.add_container(d, r.choice(CONTAINERS), 0, 0, parent=some_parent(d, r)),
    "add_link": lambda d, r: links.add_link(
        d, some_node(d, r), some_node(d, r), cables=r.choice([1, 2, 8, 64, 248]),
        spread=r.choice(["even", "mesh", "pairwise"]),
    ),
    "move": lambda d, r: nodes.move_nodes(d, some_nodes(d, r), r.uniform(-100, 100), r.uniform(-100, 100)),
    "rename": lambda d, r: nodes.set_node(d, some_node(d, r), name=r.choice(["", "Leaf", "Nœud №1"])),
    "copies": lambda d, r: nodes.set_node(d, some_node(d, r), copies=r.choice([1, 2, 3, 31])),
    "pin": lambda d, r: nodes.set_node(d, some_node(d, r), pinned=r.random() < 0.5, folded=r.random() < 0.5),
    "place": lambda d, r: nodes.set_node(d, some_node(d, r), floor={"x_mm": r.uniform(0, 9e3), "y_mm": 0.0},
                                         rack={"u": r.randint(1, 48), "face": "rear"}),
    "fact": lambda d, r: nodes.set_fact(d, some_node(d, r), r.choice(["power_max_w", "weight_kg"]),
                                        r.choice([None, 0.0, 1200.5])),
    "into_rack": into_a_rack,
    "part_into_rack": lambda d, r: rack_places.put_part(
        d, LIBRARY, r.choice(PARTS[:4]), with_a_rack(d, r), RackPlace(u=r.randint(1, 40)), copies=r.choice([1, 2])
    ),
    "rack_step": in_a_rack(lambda d, one, _: rack_places.step_up(d, one, 1)),
    "rack_face": in_a_rack(lambda d, one, _: rack_places.to_other_face(d, [one])),
    "rack_half": in_a_rack(lambda d, one, _: rack_places.set_side(d, one, "left")),
    "rack_swap": in_a_rack(lambda d, one, other: rack_places.swap_places(d, one, other)),
    "rack_out": in_a_rack(lambda d, one, _: rack_places.take_from_places(d, [one])),
    "rack_pack": in_a_rack(lambda d, one, _: rack_fill.pack_down(d, d.nodes[one].parent or "")),
    "rack_all": in_a_rack(
        lambda d, one, _: (out := rack_places.take_from_places(d, [one])).then(
            rack_fill.place_unplaced(out.applied(d), [d.nodes[one].parent or ""])
        )
    ),
    "rack_fill": lambda d, r: rack_fill.fill_by_rule(
        d, LIBRARY, [with_a_rack(d, r)],
        rack_fill.FillRule(
            lines=(rack_fill.FillLine(part=r.choice(PARTS[:3]), count=r.randint(1, 3), gap_u=r.randint(0, 1)),),
            blanking=r.choice(["", "generic/blanking-panel-1u"]),
        ),
    ),
    "price": lambda d, r: nodes.set_node(d, some_node(d, r), price_usd=r.choice([None, 0, 25_000])),
    "resize": lambda d, r: nodes.resize_node(d, some_node(d, r), r.choice([None, 400.0]), r.choice([None, 300.0])),
    "swap": lambda d, r: nodes.swap_part(d, LIBRARY, some_node(d, r), r.choice(PARTS)),
    "swap_many": lambda d, r: swap.swap_parts(
        d, LIBRARY, some_nodes(d, r), r.choice(PARTS), removes_lost=r.random() < 0.5
    ),
    "copies_of_many": lambda d, r: many.set_numbers(
        d, some_nodes(d, r), "copies", read_typed(r.choice(["*2", "-1", "4", "/2"]), "", "Copies").value
    ),
    "cables_of_many": lambda d, r: many.set_numbers(d, [some_link(d, r)], "cables", lambda now: (now or 0) + 1),
    "fact_of_many": lambda d, r: many.set_facts(
        d, some_nodes(d, r), "power_max_w", r.choice([lambda _: None, lambda now: (now or 1.0) * 1.1])
    ),
    "names_of_many": lambda d, r: many.set_texts(
        d, some_nodes(d, r), r.choice(["name", "note"]), r.choice(["", "n-#"])
    ),
    "media_of_many": lambda d, r: many.set_media(d, [some_link(d, r)], r.choice(["fabric", "management"])),
    "give_look": lambda d, r: many.give_look(d, LIBRARY, some_nodes(d, r), many.look_of(d, some_node(d, r))),
    "replace": lambda d, r: replace.replace_matches(
        d, LIBRARY, replace.find_matches(d, LIBRARY, *r.choice([("e", "é"), ("h100", "h200"), ("№1", "")]))
    ),
    "group": lambda d, r: nodes.group(d, some_nodes(d, r), r.choice(CONTAINERS)),
    "ungroup": lambda d, r: nodes.ungroup(d, some_node(d, r)),
    "put_into": lambda d, r: nodes.put_into(d, some_nodes(d, r), some_parent(d, r)),
    "peel": lambda d, r: nodes.peel_copy(d, some_node(d, r)),
    "remove": lambda d, r: nodes.remove(d, [some_node(d, r)]),
    "remove_link": lambda d, r: nodes.remove(d, [some_link(d, r)]),
    "cables": lambda d, r: links.set_link(d, some_link(d, r), cables=r.choice([1, 16, 256])),
    "spread": lambda d, r: FIXES["set_spread"](d, LIBRARY, link_id=some_link(d, r), spread="even"),
    "rehang": lambda d, r: links.set_link(d, some_link(d, r), b=some_node(d, r)),
    "length": lambda d, r: links.set_link(d, some_link(d, r), length_m=r.choice([None, 3, 30.5]), side="A"),
    "insert": insert_a_node,
    "insert_part": insert_a_part,
    "rewire": rewire_an_end,
    "list": lambda d, r: pasted_table.place_rows(
        d, LIBRARY, [(r.choice(PARTS), r.choice([1, 31])) for _ in range(r.randint(1, 3))], 0, 0, some_parent(d, r)
    ),
    "duplicate": lambda d, r: clipboard.duplicate(d, some_nodes(d, r)),
    "paste": paste,
    "arrange": lambda d, r: arrange.arrange(d),
    "arrange_some": lambda d, r: arrange.arrange(d, some_nodes(d, r)),
    "tidy": lambda d, r: tidy(d, r.choice(["tree", "radial", "grid"]), r.choice([None, some_nodes(d, r)])),
    "align": lambda d, r: align(d, some_nodes(d, r), r.choice(sorted(SIDES))),
    "distribute": lambda d, r: distribute(d, some_nodes(d, r), r.choice(["across", "down"])),
    "same_size": lambda d, r: same_size(d, some_nodes(d, r), r.choice(["width", "height"])),
    "snap": lambda d, r: snap_to_grid(d, r.choice([None, some_nodes(d, r)])),
    "stack": lambda d, r: r.choice([bring_to_front, send_to_back])(d, some_nodes(d, r)),
    "lock": lambda d, r: set_locked(d, some_nodes(d, r), locked=r.random() < 0.5),
    "assume": lambda d, r: design_settings.set_assumption(d, r.choice(["pue", "years"]), r.choice([None, 1.3, 4])),
    "own_price": own_price,
    "remove_own_price": remove_own_price,
    "discount": lambda d, r: price_book.set_discount(
        d, r.choice([None, 0.0, 0.15, 1.0]), r.choice(["", "NVIDIA"]), r.choice(["", "switch"]), r.choice(["", "Deal"])
    ),
    "rate": lambda d, r: price_book.set_rate(
        d, r.choice(["EUR", "JPY"]), r.choice([None, 1.1, 0.0065]), r.choice(["2026-11-20", "2026-11-24"])
    ),
    "currency": lambda d, r: price_book.set_currency(d, r.choice(["USD", "EUR", "JPY"])),
    "purchase_basis": lambda d, r: price_book.set_purchase_basis(d, r.choice([None, "list", "street"])),
    "rent_basis": lambda d, r: price_book.set_rent_basis(d, r.choice([None, "spot", "reserved"])),
    "price_region": lambda d, r: price_book.set_price_region(d, r.choice(["", "eu-west-1"])),
    "name": lambda d, r: design_settings.set_name(d, r.choice(["One", "Two"])),
    "add_mark": lambda d, r: r.choice([a_note, a_frame, some_arrow, a_picture])(d, r),
    "change_mark": lambda d, r: first_made([partial(change, d, r) for change in r.sample([bend, resized, written], 3)]),
    "arrange_marks": lambda d, r: r.choice([moved_along, stacked_marks, locked_mark, aligned])(d, r),
    "remove_mark": lambda d, r: nodes.remove(d, [some_mark(d, r)]),
    "add_flow": lambda d, r: flows.add_flow(d, [some_end(d, r)], [some_end(d, r)], r.choice([None, 0, 0.5, 400])),
    "flow_rate": lambda d, r: flows.set_flow_rate(d, some_flow(d, r), r.choice([None, 50, 1e6])),
    "remove_flow": lambda d, r: flows.remove_flow(d, some_flow(d, r)),
    "add_view": lambda d, r: views.add_view(d, "Slide", focus=some_nodes(d, r)),
    "set_view": lambda d, r: views.set_view(d, some_view(d, r), caption="A sentence.", hidden_media=["power"]),
    "move_view": lambda d, r: views.move_view(d, some_view(d, r), r.randint(0, 3)),
    "remove_view": lambda d, r: views.remove_view(d, some_view(d, r)),
}  # fmt: skip
GROWING = {
    "simple power chain",
    "draw_room",
    "move_corner",
    "room_measures",
    "floor_load",
    "add_piece",
    "move_piece",
    "remove_piece",
    "place_unplaced",
    "add_racks",
    "move_on_floor",
    "turn_on_floor",
    "lines_on_floor",
    "off_floor",
    "fill_room",
    "make_room",
    "add_node",
    "insert",
    "insert_part",
    "rewire",
    "list",
    "add_container",
    "duplicate",
    "paste",
    "peel",
    "group",
}

REFUSED: dict[str, Edit] = {
    "unknown part": lambda d, r: nodes.add_node(d, LIBRARY, "nobody/nothing", 0, 0),
    "NaN": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], math.nan, 0),
    "infinite": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], 0, -math.inf),
    "no copies": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], 0, 0, copies=0),
    "too many copies": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], 0, 0, copies=1_000_001),
    "no parent": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], 0, 0, parent="nowhere"),
    "bad id": lambda d, r: nodes.add_node(d, LIBRARY, PARTS[0], 0, 0, node_id="a b"),
    "no container": lambda d, r: nodes.add_container(d, "switch", 0, 0),
    "link to nowhere": lambda d, r: links.add_link(d, some_node(d, r), "nowhere"),
    "link to itself": lambda d, r: links.add_link(d, *[some_node(d, r)] * 2),
    "no cables": lambda d, r: links.set_link(d, some_link(d, r), cables=0),
    "minus one cable": lambda d, r: links.set_link(d, some_link(d, r), cables=-1),
    "half a cable": lambda d, r: links.set_link(d, some_link(d, r), cables=1.5),
    "too many cables": lambda d, r: links.set_link(d, some_link(d, r), cables=10_000_001),
    "unknown field": lambda d, r: nodes.set_node(d, some_node(d, r), colour="red"),
    "id as a field": lambda d, r: nodes.set_node(d, some_node(d, r), id="other"),
    "NaN price": lambda d, r: nodes.set_node(d, some_node(d, r), price_usd=math.nan),
    "negative price": lambda d, r: nodes.set_node(d, some_node(d, r), price_usd=-1),
    "unknown fact": lambda d, r: nodes.set_fact(d, some_node(d, r), "beauty", 1),
    "negative fact": lambda d, r: nodes.set_fact(d, some_node(d, r), "power_max_w", -1),
    "into itself": lambda d, r: nodes.put_into(d, *(lambda n: ([n], n))(some_node(d, r))),
    "unknown assumption": lambda d, r: design_settings.set_assumption(d, "luck", 1),
    "assumption out of range": lambda d, r: design_settings.set_assumption(d, "pue", 0.5),
    "more than all off": lambda d, r: price_book.set_discount(d, 1.5),
    "rate of nothing": lambda d, r: price_book.set_rate(d, "EUR", 0.0, "2026-11-24"),
    "rate without a day": lambda d, r: price_book.set_rate(d, "EUR", 1.1),
    "unknown currency": lambda d, r: price_book.set_currency(d, "CHF"),
    "NaN own price": lambda d, r: price_book.add_own_price(
        d, PARTS[0], Price(low=0, typical=math.nan, high=1, basis="list")
    ),
    "no such own price": lambda d, r: price_book.remove_own_price(d, PARTS[0], 99_999),
    "flow to nowhere": lambda d, r: flows.add_flow(d, [some_node(d, r)], ["nowhere"]),
    "flow to itself": lambda d, r: flows.add_flow(d, *[[some_node(d, r)]] * 2),
    "flow of nobody": lambda d, r: flows.add_flow(d, [], [some_node(d, r)]),
    "NaN flow": lambda d, r: flows.add_flow(d, [some_node(d, r)], ["nowhere"], math.nan),
    "no such flow": lambda d, r: flows.set_flow_rate(d, (("nobody",), ("nowhere",)), 1),
    "no such flow to remove": lambda d, r: flows.remove_flow(d, (("nobody",), ("nowhere",))),
    "insert into nothing": lambda d, r: insert.insert_part(d, LIBRARY, "nothing", PARTS[1], 0, 0),
    "rewire to nowhere": lambda d, r: rewire.rewire(d, some_link(d, r), "b", "nowhere"),
    "empty list": lambda d, r: pasted_table.place_rows(d, LIBRARY, [], 0, 0),
    "unknown layout": lambda d, r: tidy(d, "spiral"),
    "one to align": lambda d, r: align(d, [some_node(d, r)], "left"),
    "two to distribute": lambda d, r: distribute(d, some_nodes(d, r)[:2], "down"),
    "walls of nothing": lambda d, r: move_corner(d, "nowhere", 0, 1, 1),
    "place nowhere": lambda d, r: place(d, some_node(d, r), math.nan, 0),
    "too many racks": lambda d, r: fill_room(d, some_node(d, r), 1_000_000),
    "no such mark": lambda d, r: marks.set_mark(d, "nobody", text="x"),
    "arrow to nowhere": lambda d, r: marks.add_arrow(d, [(0, 0), (9, 9)], ("nowhere", "")),
    "arrow of one point": lambda d, r: marks.add_arrow(d, [(0, 0)]),
    "NaN note": lambda d, r: marks.add_note(d, math.nan, 0),
    "endless note": lambda d, r: marks.add_note(d, 0, 0, "x" * 20_001),
    "no picture": lambda d, r: marks.add_picture(d, "x.png", b"GIF89a", 0, 0),
    "vast picture": lambda d, r: marks.add_picture(
        d, "x.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + b"\x7f\xff\xff\xff" * 2, 0, 0
    ),
    "foreign clip": lambda d, r: clipboard.paste_in(d, "Dear Sir or Madam", 0, 0),
}  # fmt: skip


def try_edit(session: Session, edit: Edit, rnd: Random) -> bool:
    """Commit EDIT unless it is refused; either way nothing is half done."""
    before, words = session.design, ""
    try:
        changeset = edit(before, rnd)
    except RefusedInput as refusal:
        words = str(refusal)
        changeset = None
    if changeset is None:
        assert words
        assert "\n" not in words
        assert session.design is before
        return False
    assert changeset.label
    session.commit(changeset)
    assert changeset.inverted().applied(session.design) == before
    return True


def check_sound(design: Design) -> None:
    """DESIGN survives writing and reading, could be opened, and embeds exactly the parts that it uses."""
    assert msgspec.json.decode(msgspec.json.encode(design), type=Design) == design
    require_valid(design)
    used = {node.part for node in design.nodes.values() if node.part}
    closure, sources = LIBRARY.closure(sorted(used))
    assert dict(design.parts) == closure
    assert dict(design.sources) == sources
    ids = [*design.nodes, *design.links, *design.views, *design.marks, *design.pictures]
    assert len(set(ids)) == len(ids)


class AnyEdits(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.session = Session(Design())
        self.start = self.session.design

    @rule(name=st.sampled_from(sorted(EDITS)), rnd=st.randoms(use_true_random=False))
    def edit(self, name: str, rnd: Random) -> None:
        if name in GROWING and len(self.session.design.nodes) > MOST_NODES:
            return
        try_edit(self.session, EDITS[name], rnd)

    @rule(name=st.sampled_from(sorted(REFUSED)), rnd=st.randoms(use_true_random=False))
    def refused(self, name: str, rnd: Random) -> None:
        before = self.session.design
        with pytest.raises(RefusedInput):
            REFUSED[name](before, rnd)
        assert self.session.design is before

    @precondition(lambda self: self.session.undo_label)
    @rule()
    def undo(self) -> None:
        assert self.session.undo() is not None

    @precondition(lambda self: self.session.redo_label)
    @rule()
    def redo(self) -> None:
        assert self.session.redo() is not None

    @invariant()
    def sound(self) -> None:
        check_sound(self.session.design)

    def teardown(self) -> None:
        there_and_back(self.session, self.start)


def there_and_back(session: Session, start: Design) -> None:
    """Undo everything, then do it all again."""
    while session.redo():
        pass
    end = session.design
    while session.undo():
        pass
    assert session.design == start
    while session.redo():
        pass
    assert session.design == end


TestAnyEdits = AnyEdits.TestCase
TestAnyEdits.settings = settings(
    max_examples=20, stateful_step_count=40, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)  # fmt: skip


@pytest.mark.timeout(400)  # every edit is saved and opened, which a slow disk feels
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_500_random_edits_undone_give_back_the_design(seed: int, tmp_path: Path) -> None:
    rnd = Random(seed)
    session = Session(Design())
    made: dict[str, int] = {}
    designs = [session.design]
    # As many more as it takes for every kind of edit to have been made, within reason.
    while (number := sum(made.values())) < 500 or (set(made) != set(EDITS) and number < 2_000):
        missing = sorted(set(EDITS) - set(made))
        late = number >= 500 and missing and rnd.random() < 0.5
        name = rnd.choice(missing if late else sorted(EDITS))
        if name in GROWING and len(session.design.nodes) > MOST_NODES:
            name = "remove"
        if try_edit(session, EDITS[name], rnd):
            made[name] = made.get(name, 0) + 1
            if session.design is not designs[-1]:
                designs.append(session.design)
        check_sound(session.design)
        if seed == 1:
            write_project(tmp_path / "p.stackwright", session.design)
            assert read_project(tmp_path / "p.stackwright").design == session.design
    assert set(made) == set(EDITS)
    # History keeps the last thousand edits.
    there_and_back(session, designs[-1 - len(session.labels)])


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_refused_on_a_drawn_design(name: str) -> None:
    design = Design()
    for part, node_id in (("nvidia/dgx-h100", "dgx"), ("nvidia/qm9700", "leaf")):
        design = nodes.add_node(design, LIBRARY, part, 0, 0, node_id=node_id).applied(design)
    design = links.add_link(design, "dgx", "leaf", cables=8).applied(design)
    written = msgspec.json.encode(design)
    with pytest.raises(RefusedInput):
        REFUSED[name](design, Random(4))
    assert msgspec.json.encode(design) == written
