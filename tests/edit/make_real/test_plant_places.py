"""Places of plant: beside the racks with a gangway before each, outdoors apart, and never where a person has walls."""

from itertools import pairwise

import numpy as np
import pytest
from msgspec.structs import replace

from designer.analysis.rooms.floor_problems import floor_problems
from designer.catalog.reading import read_library
from designer.edit.make_real.chain import draw_chain
from designer.edit.make_real.places import place_racks, sized_anew
from designer.edit.make_real.plant_places import OUTDOORS_APART_MM, place_plant, wants_place
from designer.edit.make_real.rack_power import draw_strips
from designer.edit.make_real.racks import draw_racks
from designer.edit.make_real.records import Draws, Wishes
from designer.edit.nodes.nodes import add_container, add_node
from designer.edit.rooms.room_plan import set_outline
from designer.model.design import Design
from designer.model.rooms.floor_positions import standing


@pytest.fixture(scope="module")
def library():
    return read_library()


def sketch(library, *, room: tuple[float, float] | None = None, copies: int = 4) -> Design:
    """So many DGX H100, in a drawn room of so many millimetres or in none."""
    design, parent = Design(), None
    if room is not None:
        design = add_container(design, "room", 0, 0, node_id="hall").applied(design)
        wide, deep = room
        corners = ((0.0, 0.0), (wide, 0.0), (wide, deep), (0.0, deep))
        design, parent = set_outline(design, "hall", corners).applied(design), "hall"
    edit = add_node(design, library, "nvidia/dgx-h100", 0, 0, copies=copies, node_id="dgx", parent=parent)
    return edit.applied(design)


def real(library, before, wishes=None, *, hall=False):
    """Racks, rooms, the power chain and places for it; (design without those places, what places them)."""
    wishes, draws = wishes or Wishes(), Draws(max_w={"dgx": 9_900.0}, hall=hall)
    design = draw_racks(before, library, wishes, draws).edit.applied(before)
    design = place_racks(design, wishes).edit.applied(design)
    for step in (draw_strips, draw_chain):
        design = step(design, library, wishes, draws).edit.applied(design)
    return design, place_plant(before, design, wishes)


def test_panels_and_ups_stand_behind_a_gangway_and_the_room_grows_around_them(library):
    design, made = real(library, sketch(library))
    after = made.edit.applied(design)
    found, room = standing(after), next(node for node in after.nodes.values() if node.kind == "room")
    racks = [found.of(name) for name in found.ids if after.nodes[name].kind == "rack"]
    right = found.corners()[np.concatenate(racks)][..., 0].max()
    for name in ("panel-a", "panel-b", "ups-a", "ups-b"):
        # Fronts look at the racks, 1.2 m away as before racks; 1.07 m is the least.
        (row,) = found.of(name)
        assert found.corners()[row][:, 0].min() == right + 1_200.0
        assert found.fronts()[row] == pytest.approx((-1.0, 0.0))
    assert floor_problems(after, found, {}) == ()
    walls = [(corner.x_mm, corner.y_mm) for corner in room.plan.outline]
    # The deepest is a panel, drawn with the 1.2 m of a rack.
    assert max(x for x, _ in walls) == right + 1_200.0 + 1_200.0
    assert [door.y_mm for door in room.plan.doors] == [max(y for _, y in walls)]
    (line,) = made.lines
    assert (line.count, line.step) == (4, "room")
    assert "Power panel A and Power panel B is not stated" in line.why


def test_engines_stand_outdoors_apart_and_switchgear_in_the_room(library):
    design, made = real(library, sketch(library), hall=True)
    after = made.edit.applied(design)
    found = standing(after)
    out = [name for name in found.ids if after.nodes[name].parent is None]
    assert {after.nodes[name].kind for name in out} == {"generator", "transformer"}
    spans = sorted(
        (found.corners()[row][:, 0].min(), found.corners()[row][:, 0].max()) for n in out for row in found.of(n)
    )
    assert all(b[0] - a[1] >= OUTDOORS_APART_MM for a, b in pairwise(spans))
    assert {after.nodes[node].kind for node in ("switchgear-a", "switchgear-b")} == {"switchgear"}
    assert after.nodes["switchgear-a"].parent == after.nodes["panel-a"].parent
    assert floor_problems(after, found, {}) == ()


def test_behind_the_first_column_people_come_along_the_lower_wall(library):
    design, made = real(library, sketch(library, copies=24), hall=True)
    after = made.edit.applied(design)
    found, room = standing(after), next(node for node in after.nodes.values() if node.kind == "room")
    plant = [row for name in found.ids if after.nodes[name].parent == room.id for row in found.of(name)]
    plant = [row for row in plant if after.nodes[found.ids[found.node[row]]].kind != "rack"]
    corners = found.corners()[plant]
    fronts = {round(float(x), 3) for x in corners[..., 0].min(axis=1)}
    assert len(fronts) > 1
    low = max(corner.y_mm for corner in room.plan.outline)
    assert corners[..., 1].max() <= low - 1_200.0
    assert max(corner.x_mm for corner in room.plan.outline) >= corners[..., 0].max()
    assert floor_problems(after, found, {}) == ()


def test_walls_that_a_person_drew_stay_and_what_has_no_room_is_told(library):
    before = sketch(library, room=(9_000.0, 6_000.0))
    design, made = real(library, before)
    after = made.edit.applied(design)
    assert after.nodes["hall"].plan.outline == before.nodes["hall"].plan.outline
    assert {name for name in standing(after).ids if name.startswith(("panel", "ups"))} == {
        "panel-a",
        "panel-b",
        "ups-a",
        "ups-b",
    }
    assert floor_problems(after, standing(after), {}) == ()
    tight = sketch(library, room=(3_600.0, 3_600.0))
    design, made = real(library, tight)
    assert [line.key for line in made.lines if line.problem] == ["plant:none"]
    assert not any(name.startswith("ups") for name in standing(made.edit.applied(design)).ids)


def test_a_second_look_places_nothing_and_a_line_left_out_moves_nothing(library):
    before = sketch(library)
    design, made = real(library, before)
    after = made.edit.applied(design)
    assert not place_plant(after, after, Wishes()).edit
    _, none = real(library, before, Wishes(left_out=("plant",)))
    assert (not none.edit, [line.taken for line in none.lines]) == (True, [False])


def test_utilities_rails_strips_and_what_is_in_racks_want_no_floor(library):
    design, _ = real(library, sketch(library))
    assert {name for name, node in design.nodes.items() if wants_place(design, node)} == {
        "panel-a",
        "panel-b",
        "ups-a",
        "ups-b",
    }


def test_the_line_of_the_room_says_the_size_that_it_has_in_the_end(library):
    before, wishes = sketch(library), Wishes()
    design = draw_racks(before, library, wishes, Draws()).edit.applied(before)
    placed = place_racks(design, wishes)
    design, made = real(library, before)
    after = made.edit.applied(design)
    walls = next(node for node in after.nodes.values() if node.kind == "room").plan.outline
    (line,) = sized_anew(placed.lines, before, after)
    wide, deep = max(corner.x_mm for corner in walls), max(corner.y_mm for corner in walls)
    assert line == replace(placed.lines[0], title=f"Room, {wide / 1000:.3g} × {deep / 1000:.3g} m")
