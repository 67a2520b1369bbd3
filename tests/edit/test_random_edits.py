"""Any edits, in any order: undone they give back the equal design; refusals change nothing."""

import ast
import math
from functools import partial
from pathlib import Path
from random import Random

import msgspec
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

import designer.edit
from designer.edit import set_field, views
from designer.edit import settings as design_settings
from designer.edit.fixes import FIXES
from designer.edit.layouts import arrange
from designer.edit.layouts.align import SIDES, align, distribute, same_size, snap_to_grid
from designer.edit.layouts.tidy import tidy
from designer.edit.links import flows, insert_in_link, links, rewire
from designer.edit.marks import marks
from designer.edit.money import price_book
from designer.edit.nodes import bulk_edit, clipboard, find_replace, nodes, pasted_table, swap
from designer.edit.nodes.locks import set_locked
from designer.edit.nodes.stacking_order import bring_to_front, send_to_back
from designer.edit.power.power_chain import draw_simple_chain
from designer.edit.racks import rack_fill, rack_places
from designer.edit.rooms.floor import add_racks, move_placed, place, set_lines, take_off_floor, turn_placed
from designer.edit.rooms.floor_aisles import mark_aisles
from designer.edit.rooms.floor_fill import fill_room, make_room, place_unplaced
from designer.edit.rooms.room_plan import (
    add_piece,
    add_room,
    move_corner,
    move_piece,
    remove_piece,
    set_floor_load,
    set_room,
)
from designer.edit.session import Session
from designer.model.assumptions.site_choices import SITE_CHOICES
from designer.model.design import Design, RackPlace
from designer.model.figures.typed_arithmetic import read_typed
from designer.model.kinds import CONTAINERS
from designer.model.parts.part import Price
from designer.model.records import RefusedInput
from designer.model.validity import require_valid
from designer.store.project import read_project, write_project
from tests.edit.edit_tries import (
    LIBRARY,
    MOST_NODES,
    PARTS,
    Edit,
    a_frame,
    a_note,
    a_picture,
    aligned,
    bend,
    first_made,
    in_a_rack,
    in_a_room,
    insert_a_node,
    insert_a_part,
    into_a_rack,
    locked_mark,
    moved_along,
    on_a_floor,
    own_price,
    paste,
    relate_otherwise,
    remove_own_price,
    resized,
    rewire_an_end,
    some_arrow,
    some_end,
    some_flow,
    some_link,
    some_mark,
    some_node,
    some_nodes,
    some_parent,
    some_piece,
    some_view,
    stacked_marks,
    with_a_rack,
    written,
)
from tests.edit.rare_edits import RARE
from tests.long_runs import runs

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
    "mark_aisles": lambda d, r: in_a_room(d, r, mark_aisles),
    "place_unplaced": lambda d, r: in_a_room(d, r, lambda now, room: place_unplaced(now, room).edit),
    "simple power chain": lambda d, r: draw_simple_chain(d, LIBRARY),
    "make_room": lambda d, r: first_made(
        [
            lambda: make_room(d).edit,
            lambda: (lambda rack: rack.then(make_room(rack.applied(d)).edit))(nodes.add_container(d, "rack", 0, 0)),
        ]
    ),
    "add_node": lambda d, r: nodes.add_node(
        d,
        LIBRARY,
        r.choice(PARTS),
        r.uniform(-900, 900),
        r.uniform(-900, 900),
        copies=r.choice([1, 2, 8, 32]),
        parent=some_parent(d, r),
    ),
    "add_container": lambda d, r: nodes.add_container(d, r.choice(CONTAINERS), 0, 0, parent=some_parent(d, r)),
    "add_link": lambda d, r: links.add_link(
        d,
        some_node(d, r),
        some_node(d, r),
        cables=r.choice([1, 2, 8, 64, 248]),
        spread=r.choice(["even", "mesh", "pairwise", "block", "ring", "complete"]),
    ),
    "move": lambda d, r: nodes.move_nodes(d, some_nodes(d, r), r.uniform(-100, 100), r.uniform(-100, 100)),
    "rename": lambda d, r: nodes.set_node(d, some_node(d, r), name=r.choice(["", "Leaf", "Nœud №1"])),
    "copies": lambda d, r: nodes.set_node(d, some_node(d, r), copies=r.choice([1, 2, 3, 31])),
    "pin": lambda d, r: nodes.set_node(d, some_node(d, r), pinned=r.random() < 0.5, folded=r.random() < 0.5),
    "place": lambda d, r: nodes.set_node(
        d, some_node(d, r), floor={"x_mm": r.uniform(0, 9e3), "y_mm": 0.0}, rack={"u": r.randint(1, 48), "face": "rear"}
    ),
    "fact": lambda d, r: nodes.set_fact(
        d, some_node(d, r), r.choice(["power_max_w", "weight_kg"]), r.choice([None, 0.0, 1200.5])
    ),
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
        d,
        LIBRARY,
        [with_a_rack(d, r)],
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
    "copies_of_many": lambda d, r: bulk_edit.set_numbers(
        d, some_nodes(d, r), "copies", read_typed(r.choice(["*2", "-1", "4", "/2"]), "", "Copies").value
    ),
    "cables_of_many": lambda d, r: bulk_edit.set_numbers(d, [some_link(d, r)], "cables", lambda now: (now or 0) + 1),
    "fact_of_many": lambda d, r: bulk_edit.set_facts(
        d, some_nodes(d, r), "power_max_w", r.choice([lambda _: None, lambda now: (now or 1.0) * 1.1])
    ),
    "names_of_many": lambda d, r: bulk_edit.set_texts(
        d, some_nodes(d, r), r.choice(["name", "note"]), r.choice(["", "n-#"])
    ),
    "media_of_many": lambda d, r: bulk_edit.set_media(d, [some_link(d, r)], r.choice(["fabric", "management"])),
    "each_in_turn": lambda d, r: bulk_edit.edit_each(
        d, some_nodes(d, r), lambda now, one: nodes.set_node(now, one, copies=r.randint(1, 4)), "Set copies of many"
    ),
    "give_look": lambda d, r: bulk_edit.give_look(d, LIBRARY, some_nodes(d, r), bulk_edit.look_of(d, some_node(d, r))),
    "replace": lambda d, r: find_replace.replace_matches(
        d, LIBRARY, find_replace.find_matches(d, LIBRARY, *r.choice([("e", "é"), ("h100", "h200"), ("№1", "")]))
    ),
    "group": lambda d, r: nodes.group(d, some_nodes(d, r), r.choice(CONTAINERS)),
    "ungroup": lambda d, r: nodes.ungroup(d, some_node(d, r)),
    "put_into": lambda d, r: nodes.put_into(d, some_nodes(d, r), some_parent(d, r)),
    "peel": lambda d, r: nodes.peel_copy(d, some_node(d, r)),
    "remove": lambda d, r: nodes.remove(d, [some_node(d, r)]),
    "remove_link": lambda d, r: nodes.remove(d, [some_link(d, r)]),
    "cables": lambda d, r: links.set_link(d, some_link(d, r), cables=r.choice([1, 16, 256])),
    "spread": lambda d, r: FIXES["set_spread"](d, LIBRARY, link_id=some_link(d, r), spread="even"),
    "field": lambda d, r: set_field.set_field(
        d, LIBRARY, *r.choice(((some_link(d, r), "cables", "*2"), (some_node(d, r), "copies", "+1")))
    ),
    "rehang": lambda d, r: links.set_link(d, some_link(d, r), b=some_node(d, r)),
    "length": lambda d, r: links.set_link(d, some_link(d, r), length_m=r.choice([None, 3, 30.5]), side="A"),
    "insert": insert_a_node,
    "insert_part": insert_a_part,
    "rewire": rewire_an_end,
    "relate": relate_otherwise,
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
    "site": lambda d, r: design_settings.set_site_choice(
        d, name := r.choice(list(SITE_CHOICES)), r.choice(SITE_CHOICES[name].options)[0]
    ),
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
    "rent_term": lambda d, r: price_book.set_rent_term(d, r.choice(["", "1-year", "3-years"])),
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
}
EDITS |= RARE
GROWING = {
    *RARE,
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
    "unknown climate": lambda d, r: design_settings.set_site_choice(d, "climate", "the moon"),
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
    "insert into nothing": lambda d, r: insert_in_link.insert_part(d, LIBRARY, "nothing", PARTS[1], 0, 0),
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
}


ELSEWHERE: dict[str, str] = {
    "accept_update": "needs parts of an older catalog, which check_sound would not know: test_part_updates",
    "accept_updates": "the same",
    "regenerate": "needs a design that a generator made, and makes it anew: test_regenerate",
    "changes_of": "the same",
    "unplaced": "a step of other edits of racks",
    "brought": "the same",
    "reparented": "the same",
    "put_clear": "shifts what another edit adds; tried on random drops and pastes in tests/ui/canvas/gestures",
    "labelled": "the same",
    "seated": "gives places to what another edit brings into racks: test_seat_dropped",
}
"""Functions that make a ChangeSet and are not tried here, and why."""


def makers_of_changes() -> set[str]:
    """Names of the public functions of designer/edit that answer with a ChangeSet."""
    found: set[str] = set()
    for path in Path(designer.edit.__file__).parent.rglob("*.py"):
        for one in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(one, ast.FunctionDef) or one.name.startswith("_") or one.returns is None:
                continue
            if "ChangeSet" in ast.unparse(one.returns):
                found.add(one.name)
    return found


def names_in(path: Path) -> set[str]:
    """All names, attributes and texts that a file speaks of."""
    found: set[str] = set()
    for one in ast.walk(ast.parse(path.read_text("utf-8"))):
        match one:
            case ast.Name(id=name) | ast.Attribute(attr=name):
                found.add(name)
            case ast.Constant(value=str(name)):
                found.add(name)
            case _:
                pass
    return found


def test_every_edit_that_there_is_is_tried() -> None:
    here = Path(__file__).parent
    tried = set().union(*(names_in(here / f"{name}.py") for name in ("test_random_edits", "rare_edits", "edit_tries")))
    makers = makers_of_changes()
    assert len(makers) > 100
    assert sorted(makers - (tried - set(ELSEWHERE)) - set(ELSEWHERE)) == []
    assert sorted(set(ELSEWHERE) - makers) == []


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
    max_examples=20,
    stateful_step_count=40,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)


@pytest.mark.scaled
@pytest.mark.timeout(400)  # every edit is saved and opened with -m long, which a slow disk feels
@pytest.mark.parametrize("seed", runs([1], [1, 2, 3]))
def test_many_random_edits_undone_give_back_the_design(seed: int, tmp_path: Path) -> None:
    rnd = Random(seed)
    session = Session(Design())
    made: dict[str, int] = {}
    designs = [session.design]
    # As many more as it takes for every kind of edit to have been made, within reason.
    least = runs(150, 500)
    while (number := sum(made.values())) < least or (set(made) != set(EDITS) and number < 2_000):
        missing = sorted(set(EDITS) - set(made))
        late = number >= least and missing and rnd.random() < 0.5
        name = rnd.choice(missing if late else sorted(EDITS))
        if name in GROWING and len(session.design.nodes) > MOST_NODES:
            name = "remove"
        if try_edit(session, EDITS[name], rnd):
            made[name] = made.get(name, 0) + 1
            if session.design is not designs[-1]:
                designs.append(session.design)
                check_sound(session.design)  # an edit that is refused leaves the design that was checked
        if seed == 1 and len(designs) % runs(20, 1) == 0:
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
