"""What is dropped, moved, copied, pasted or added never covers another thing: real mouse and keys on random designs."""

import random
from itertools import combinations

import pytest
from PySide6.QtCore import QPointF, Qt

from designer.edit.layouts.free_places import CLEAR
from designer.edit.nodes.locks import set_locked
from designer.edit.nodes.nodes import add_container, add_node, set_node
from designer.model.design import Design
from tests.long_runs import runs
from tests.ui.canvas.conftest import Person

DGX, SWITCH, CHIP, RACK_SYSTEM = "nvidia/dgx-h100", "nvidia/qm9700", "nvidia/h100-sxm5-80gb", "nvidia/gb200-nvl72"
ALT, CTRL, PLAIN = (
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.NoModifier,
)


def covered(person):
    """Pairs of things that cover each other although neither is in the other."""
    design, drawing = person.design, person.drawing
    things = {one: drawing.rect_of(one) for one in (*drawing.tile_index, *drawing.frame_index)}
    found = set()
    for (a, first), (b, second) in combinations(things.items(), 2):
        nested = a in design.ancestors(b) or b in design.ancestors(a)
        if not nested and first.grown(-0.5).meets(second.grown(-0.5)):
            found.add(frozenset((a, b)))
    return found


def names(person, pairs):
    return [sorted(person.design.nodes[one].title for one in pair) for pair in pairs]


@pytest.fixture
def two(begin, library):
    """A server at (0, 0) and a switch at (400, 0)."""
    design = add_node(Design(), library, DGX, 0, 0, node_id="dgx").applied(Design())
    return begin(add_node(design, library, SWITCH, 400, 0, node_id="leaf").applied(design))


def gap(person, a, b):
    """How far apart two tiles stand on the axis on which they are further apart."""
    first, second = person.drawing.rect_of(a), person.drawing.rect_of(b)
    across = max(second.x - first.right, first.x - second.right)
    return max(across, second.y - first.bottom, first.y - second.bottom)


def test_a_part_dropped_on_a_tile_goes_beside_it_and_says_so(two):
    new = two.drop(SWITCH, two.middle("dgx"))
    assert gap(two, new, "dgx") == CLEAR
    assert "beside DGX H100" in two.said[-1]
    assert two.canvas.told.mood == "info"
    assert two.canvas.told.title.endswith("beside DGX H100")


def test_before_the_drop_it_is_shown_where_it_goes(two):
    two.carry(SWITCH, two.middle("dgx"))
    ghost = two.preview.ghosts[0]
    assert not ghost.meets(two.drawing.rect_of("dgx"))
    assert two.preview.card.title == "Goes beside DGX H100"
    new = two.drop(SWITCH, two.middle("dgx"))
    assert two.drawing.rect_of(new) == ghost


def test_too_near_is_moved_away_but_with_alt_it_may_touch(two):
    rect = two.drawing.rect_of("dgx")
    width = rect.width / 2
    new = two.drop(SWITCH, two.screen(rect.right + width + 5, rect.centre[1]), ALT)
    assert gap(two, new, "dgx") == pytest.approx(5, abs=1)
    two.session.undo()
    new = two.drop(SWITCH, two.screen(rect.right + width + 5, rect.y - 120))
    two.session.undo()
    new = two.drop(SWITCH, two.screen(rect.right + width - 30, rect.centre[1]), ALT)
    assert gap(two, new, "dgx") >= 0


def test_a_chip_dropped_on_a_switch_is_told_what_takes_it(two):
    new = two.drop(CHIP, two.middle("leaf"))
    assert two.design.nodes[new].parent is None
    assert gap(two, new, "leaf") == CLEAR
    words = " ".join((two.canvas.told.title, *two.canvas.told.lines))
    assert "does not go into Quantum-2 QM9700" in words
    assert "a server" in words
    assert "DGX H100" in words


def test_a_moved_tile_gives_way(two):
    start = two.middle("leaf")
    two.press(start)
    two.pull(start, two.middle("dgx"))
    # It hangs on the pointer, and an outline tells where it goes.
    assert two.preview.ghosts
    assert two.preview.card.title == "Goes beside DGX H100"
    two.let_go(two.middle("dgx"))
    assert gap(two, "leaf", "dgx") == CLEAR
    assert len(two.session.labels) == 1
    assert two.canvas.told.mood == "info"


def test_a_copy_gives_way_to_its_original(two):
    before = set(two.design.nodes)
    start = two.middle("dgx")
    two.drag(start, start + QPointF(60, 20), CTRL)
    (new,) = two.design.nodes.keys() - before
    assert gap(two, new, "dgx") == CLEAR


def test_several_keep_their_places_among_each_other(begin, library):
    design = Design()
    for node_id, x, y in (("a", -400, 0), ("b", -400, 140), ("c", 200, 40)):
        design = add_node(design, library, DGX, x, y, node_id=node_id).applied(design)
    person = begin(design)
    person.canvas.select(("a", "b"))
    start = person.middle("a")
    person.drag(start, start + QPointF(600, 0))
    a, b = person.design.nodes["a"], person.design.nodes["b"]
    assert (b.x - a.x, b.y - a.y) == (0, 140)
    assert not covered(person)


def test_what_stood_near_may_go_on_standing_as_near(begin, library):
    design = add_node(Design(), library, DGX, 0, 0, node_id="a").applied(Design())
    design = add_node(design, library, DGX, 230, 0, node_id="b").applied(design)
    person = begin(design)
    start = person.middle("a")
    person.drag(start, start + QPointF(0, 24))
    assert (person.design.nodes["a"].x, person.design.nodes["a"].y) == (0, 24)


def test_a_drop_into_a_rack_with_contents_finds_room_there(begin, library):
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    design = add_node(design, library, DGX, 16, 32, node_id="in", parent="rack").applied(design)
    design = add_container(design, "rack", 290, 0, node_id="next").applied(design)
    person = begin(design)
    new = person.drop(SWITCH, person.middle("in") + QPointF(20, 10))
    assert person.design.nodes[new].parent == "rack"
    assert not covered(person), names(person, covered(person))


def test_a_drop_on_a_folded_group_goes_into_it_below_what_it_holds(begin, library):
    design = add_container(Design(), "pod", 0, 0, node_id="pod").applied(Design())
    for number in range(3):
        design = add_node(design, library, DGX, 16, 32 + 140 * number, node_id=f"in{number}", parent="pod").applied(
            design
        )
    person = begin(set_node(design, "pod", folded=True).applied(design))
    new = person.drop(SWITCH, person.middle("pod"))
    assert person.design.nodes[new].parent == "pod"
    person.session.commit(set_node(person.design, "pod", folded=False))
    assert not covered(person)


def test_added_by_keyboard_four_times_nothing_is_covered(two):
    for _ in range(4):
        two.canvas.select(("dgx",))
        two.canvas.place_part(SWITCH)
        two.canvas.select(())
        two.canvas.place_part(DGX)
    assert len(two.design.nodes) == 10
    assert not covered(two)


def test_a_container_added_on_a_tile_goes_beside_it(two):
    two.hover(two.middle("dgx"))
    two.double_click(two.screen(30, 130))
    two.enter("rack")
    assert sum(node.kind == "rack" for node in two.design.nodes.values()) == 1
    assert not covered(two), names(two, covered(two))


PARTS = (DGX, SWITCH, CHIP, "generic/host", "vllm/vllm", RACK_SYSTEM)


def a_design(rng, library):
    """Containers in containers and tiles in and beside them, none of which covers another."""
    design = Design()
    for number in range(3):
        outer, x = f"pod{number}", -700.0 + number * 560
        design = add_container(design, "pod", x, -300, node_id=outer).applied(design)
        if rng.random() < 0.6:
            inner = f"rack{number}"
            design = add_container(design, "rack", x + 32, -230, node_id=inner, parent=outer).applied(design)
            for row in range(rng.randrange(3)):
                part = rng.choice((DGX, SWITCH))
                design = add_node(design, library, part, x + 48, -190 + 140 * row, parent=inner).applied(design)
        if rng.random() < 0.4:
            design = add_node(design, library, SWITCH, x + 32, 320, parent=outer).applied(design)
        if rng.random() < 0.3:
            design = set_node(design, outer, folded=True).applied(design)
    for number in range(rng.randrange(1, 7)):
        design = add_node(design, library, rng.choice((DGX, SWITCH)), -640 + number * 250, 520).applied(design)
    if rng.random() < 0.3:
        design = set_locked(design, [next(iter(design.nodes))], locked=True).applied(design)
    return design


@pytest.mark.scaled
@pytest.mark.parametrize("seed", range(runs(8, 60)))
def test_whatever_is_dropped_nothing_is_covered(begin, library, seed):
    rng = random.Random(seed)
    person = begin(a_design(rng, library))
    person.canvas.fit()
    before = covered(person)
    assert not before, names(person, before)
    for _ in range(14):
        place = QPointF(rng.uniform(20, 1380), rng.uniform(20, 880))
        tiles = list(person.drawing.tile_index)
        match rng.randrange(5):
            case 0 | 1:
                person.drop(rng.choice(PARTS), place, rng.choice((PLAIN, ALT)))
            case 2 | 3:
                start = person.middle(rng.choice(tiles))
                person.drag(
                    start, rng.choice((place, person.middle(rng.choice(tiles)))), rng.choice((PLAIN, ALT, CTRL))
                )
            case 4:
                person.canvas.select(rng.sample(tiles, 1))
                person.canvas.place_part(rng.choice((DGX, SWITCH)))
        if person.editor is not None or person.panel is not None:
            person.key(Qt.Key.Key_Escape)
        after = covered(person)
        assert not after, (seed, names(person, after), person.session.labels[-1])


# Copy and paste, duplicates.


@pytest.fixture
def pasting(window):
    """The window with two servers and a rack, and the hands on its canvas."""
    window.files.new_empty()
    work = window.workspace
    for part, x in ((DGX, 0), (SWITCH, 400)):
        work.document.edit(lambda design, part=part, x=x: add_node(design, work.document.library, part, x, 0))
    work.document.edit(lambda design: add_container(design, "rack", 0, 300, node_id="rack"))
    work.canvas.zoom_to(0.6)
    work.canvas.centre_on(200, 150)
    return window


def pointing(window, x, y):
    person = Person(window.workspace.canvas, window.workspace.document.session)
    person.hover(person.screen(x, y))
    return person


def run(window, command):
    window.commands.actions[command].trigger()


def test_a_paste_goes_to_the_nearest_free_place(pasting):
    person = pointing(pasting, 60, 30)
    person.canvas.select(("dgx-h100",))
    run(pasting, "edit.copy")
    for _ in range(3):
        pointing(pasting, 60, 30)
        run(pasting, "edit.paste")
        assert not covered(person), names(person, covered(person))
    assert len(person.design.nodes) == 6
    assert person.canvas.told.mood == "info"
    assert "beside DGX H100" in person.canvas.told.title


def test_a_paste_onto_a_rack_goes_into_it(pasting):
    person = pointing(pasting, 60, 380)
    person.canvas.select(("dgx-h100",))
    run(pasting, "edit.copy")
    for _ in range(3):
        pointing(pasting, 60, 380)
        run(pasting, "edit.paste")
    assert [node.parent for node in person.design.nodes.values()].count("rack") == 3
    assert not covered(person), names(person, covered(person))


def test_duplicates_cover_nothing(pasting):
    person = pointing(pasting, 60, 30)
    person.canvas.select(("dgx-h100",))
    for _ in range(4):
        run(pasting, "edit.duplicate")
        assert not covered(person), names(person, covered(person))
    assert len(person.design.nodes) == 7
