"""Designs drawn at random, by seeds that nothing was tuned on: no error is left, all stays, nothing comes twice."""

import msgspec
import pytest
from msgspec.structs import replace

from designer.catalog.reading import read_library
from designer.edit.make_real.canvas import lies_over
from designer.edit.make_real.records import Wishes
from designer.edit.nodes.locks import set_locked
from designer.export.cables.cable_schedule import cable_schedule
from designer.model.design import Design
from designer.model.validity import nesting_problem
from designer.review.effects.preview import state_of
from designer.review.make_real.proposal import propose, steps_of
from tests.long_runs import runs
from tests.review.make_real.hand_drawn import TODAY, hand_drawn, made_real, unreasoned, wishes_of

SEEDS = range(7_000, runs(7_008, 7_020))
MANY = range(20_000, 20_500)
IN_PIECES = (20_002, 20_285, 31_005, 32_048)
"""The hand gave all ports of a switch away before the fabric was whole, or joined switches by another network."""


@pytest.fixture(scope="module")
def library():
    return read_library()


def errors(design, library):
    return [one.rule for one in state_of(design, library, TODAY).findings if one.severity == "error"]


def check(library, seed):
    """Hold one sketch to all promises."""
    sketch, proposal = made_real(library, seed)
    assert errors(proposal.after, library) == []
    assert unreasoned(cable_schedule(proposal.after, library.parts)) == []
    if not any(one.line.step == "fixes" for one in proposal.lines):
        kept(sketch, proposal.after)
    assert not lies_over(proposal.after)
    # One undo takes all of it back.
    assert proposal.edit.inverted().applied(proposal.after) == sketch
    lines, edit, _ = steps_of(proposal.after, library, wishes_of(seed))
    assert not edit
    assert all(line.problem for line in lines)
    for node in proposal.after.nodes.values():
        assert not nesting_problem(proposal.after.nodes, node)


def kept(sketch: Design, after: Design) -> None:
    """What was drawn is there as it was, but for its rack, its room and its spot on the canvas."""
    for name, node in sketch.nodes.items():
        now = after.nodes[name]
        same = replace(now, parent=node.parent, copies=node.copies, rack=node.rack, floor=node.floor, plan=node.plan)
        # Tiles may stand elsewhere on the canvas, unless they are pinned.
        assert replace(same, x=node.x, y=node.y) == node
        assert not node.pinned or (now.x, now.y) == (node.x, node.y)
        assert node.rack is None or now.rack == node.rack
        assert node.plan is None or not node.plan.outline or now.plan.outline == node.plan.outline
    for name, link in sketch.links.items():
        now = after.links[name]
        assert replace(now, cables=link.cables) == link
    pieces: dict[str | None, int] = {}
    for design, sign in ((sketch, 1), (after, -1)):
        for node in design.nodes.values():
            if node.part in sketch.parts and sketch.parts[node.part].kind in {"server", "switch", "storage"}:
                pieces[node.part] = pieces.get(node.part, 0) + sign * design.total_copies(node.id)
    assert set(pieces.values()) <= {0}
    cables: dict[str, int] = {}
    for design, sign in ((sketch, 1), (after, -1)):
        for link in design.links.values():
            if link.medium not in {"power", "coolant"}:
                cables[link.medium] = cables.get(link.medium, 0) + sign * design.total_cables(link)
    assert set(cables.values()) <= {0}


@pytest.mark.scaled
@pytest.mark.parametrize("seed", SEEDS)
def test_no_error_is_left_in_a_design_that_a_hand_drew(library, seed):
    check(library, seed)


@pytest.mark.parametrize("seed", IN_PIECES)
def test_a_fabric_in_pieces_without_a_free_port_is_joined(library, seed):
    sketch, proposal = made_real(library, seed)
    assert errors(sketch, library) == ["fabric-in-pieces"]
    assert errors(proposal.after, library) == []
    (line,) = [one.line for one in proposal.lines if one.line.step == "fixes"]
    assert line.title == "Mend 1 error"


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_five_hundred_keep_no_error(library):
    wrong = list[str]()
    for seed in MANY:
        try:
            check(library, seed)
        except AssertionError as problem:
            wrong.append(f"{seed}: {problem}")
    assert wrong == []


def test_the_same_sketch_gives_the_same_proposal(library):
    first, again = (made_real(library, 7_001)[1] for _ in range(2))
    assert msgspec.json.encode(first.lines) == msgspec.json.encode(again.lines)
    assert first.edit == again.edit


def test_what_is_pinned_stays_on_the_canvas_and_nothing_moves_without_the_line(library):
    sketch = hand_drawn(library, 7_003)
    pinned = next(node.id for node in sketch.nodes.values() if node.part)
    sketch = set_locked(sketch, [pinned], locked=True).applied(sketch)
    _, _, after = steps_of(sketch, library, Wishes())
    assert (after.nodes[pinned].x, after.nodes[pinned].y) == (sketch.nodes[pinned].x, sketch.nodes[pinned].y)
    assert not lies_over(after)
    lines, _, still = steps_of(sketch, library, Wishes(left_out=("canvas",)))
    assert [line.taken for line in lines if line.step == "canvas"] == [False]
    for name, node in sketch.nodes.items():
        assert (still.nodes[name].x, still.nodes[name].y) == (node.x, node.y)


def test_steps_that_are_not_asked_draw_nothing(library):
    sketch = hand_drawn(library, 7_000)
    lines, edit, _ = steps_of(sketch, library, Wishes(steps=("racks",)))
    assert {line.step for line in lines} == {"racks"}
    made = {record.kind for (table, _), (old, record) in edit.changes.items() if table == "nodes" and old is None}
    assert made <= {"rack", "rack-cabinet", "server", "switch", "storage"}


def test_an_empty_design_lacks_nothing(library):
    proposal = propose(Design(), library, Wishes(), TODAY)
    assert proposal.empty
    assert not proposal.edit
