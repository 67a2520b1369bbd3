"""What random edits are made of: something of a design to change, and somewhere to change it."""

from collections.abc import Callable, Sequence
from functools import partial
from random import Random

from designer.edit.layouts.align import SIDES, align
from designer.edit.links import flows, insert_in_link, join_options, links, rewire
from designer.edit.marks import marks
from designer.edit.money import price_book
from designer.edit.nodes import clipboard, nodes
from designer.edit.nodes.locks import set_locked
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.edit.racks import rack_places
from designer.edit.rooms.floor import add_racks
from designer.edit.rooms.room_plan import add_piece, add_room
from designer.model.changes import ChangeSet
from designer.model.design import Design, RackPlace
from designer.model.kinds import CONTAINERS
from designer.model.parts.part import Price
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import Aisle, Box, Door
from tests.shipped import LIBRARY

PARTS = (
    "nvidia/dgx-h100",
    "nvidia/qm9700",
    "nvidia/sn2201",
    "nvidia/sn4600c",
    "generic/host",
    "generic/switch",
    "ddn/ai400x2",
    "apc/ap8868",
    "nvidia/h100-sxm5-80gb",
)
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
    tries = [partial(insert_in_link.insert_node, design, some_link(design, rnd), one) for one in sorted(design.nodes)]
    return first_made(
        [*tries, partial(with_new_link, design, lambda d, link, one: insert_in_link.insert_node(d, link, one))]
    )


def insert_a_part(design: Design, rnd: Random) -> ChangeSet:
    part, copies = rnd.choice(["generic/switch", "nvidia/qm9700", "nvidia/sn4600c"]), rnd.choice([1, 8])
    links_there = rnd.sample(sorted(design.links), len(design.links))
    tries = [
        partial(insert_in_link.insert_part, design, LIBRARY, one, part, 0, 0, copies=copies) for one in links_there
    ]
    return first_made(
        [
            *tries,
            partial(with_new_link, design, lambda d, link, _: insert_in_link.insert_part(d, LIBRARY, link, part, 0, 0)),
        ]
    )


def rewire_an_end(design: Design, rnd: Random) -> ChangeSet:
    end = rnd.choice(rewire.ENDS)
    tries = [partial(rewire.rewire, design, some_link(design, rnd), end, some_node(design, rnd))]
    return first_made([*tries, partial(with_new_link, design, lambda d, link, one: rewire.rewire(d, link, end, one))])


def relate_otherwise(design: Design, rnd: Random) -> ChangeSet:
    """Make another of the ways to join of a link that is there, or turn a relation around."""
    tries: list[Callable[[], ChangeSet]] = []
    for link in rnd.sample(sorted(design.links), len(design.links)):
        tries.append(partial(join_options.turned, design, link))
        for option in join_options.join_options(design, design.links[link].a, design.links[link].b):
            tries.append(partial(join_options.joined_otherwise, design, link, option))
    return first_made([*tries, partial(with_new_relation, design)])


def with_new_relation(design: Design) -> ChangeSet:
    """Two engines of which one depends on the other, turned around, all of it as one edit."""
    edit = ChangeSet()
    for _ in range(2):
        edit = edit.then(nodes.add_node(edit.applied(design), LIBRARY, "vllm/vllm", 0, 0))
    first, second = [node for node in edit.applied(design).nodes if node not in design.nodes]
    edit = edit.then(links.add_link(edit.applied(design), first, second, medium="depends_on"))
    after = edit.applied(design)
    (link,) = after.links.keys() - design.links.keys()
    return edit.then(join_options.turned(after, link))


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
        low=typical / 2,
        typical=typical,
        high=typical * 3,
        basis=rnd.choice(["list", "street", "user"]),
        currency=rnd.choice(["USD", "EUR", "JPY"]),
        per=rnd.choice(["unit", "hour", "million-tokens"]),
        item=rnd.choice(["", "input"]),
        region=rnd.choice(["", "eu"]),
        note=rnd.choice(["", "Quote «7»"]),
        date=rnd.choice(["", "2026", "2026-11", "2026-11-24"]),
    )
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
