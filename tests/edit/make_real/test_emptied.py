"""Pods that lost all that was in them go with the proposal; what is empty on purpose stays."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.make_real.emptied import remove_emptied
from designer.edit.make_real.records import Wishes
from designer.edit.nodes.nodes import add_container, add_node
from designer.model.design import Design
from designer.review.make_real.proposal import propose


@pytest.fixture(scope="module")
def library():
    return read_library()


def sketch(library, **fields) -> Design:
    """A server in a rack, its strip alone in a pod, and a pod that was drawn empty."""
    design = add_container(Design(), "rack", 0, 0, node_id="rack").applied(Design())
    for name, y in (("pod", 400), ("free", 800)):
        design = add_container(design, "pod", 0, y, node_id=name).applied(design)
    for name, part, parent in (("server", "dell/r770", "rack"), ("strip", "apc/ap8886", "pod")):
        design = add_node(design, library, part, 0, 0, node_id=name, parent=parent).applied(design)
    design = add_link(design, "strip", "server", medium="power", cables=1).applied(design)
    return replace(design, nodes={**design.nodes, "pod": replace(design.nodes["pod"], **fields)})


def real(library, design, wishes=None):
    proposal = propose(design, library, wishes or Wishes(), date(2026, 11, 28))
    return proposal, {one.line.key: one.line for one in proposal.lines}


def test_an_emptied_pod_goes_and_one_drawn_empty_stays(library):
    before = sketch(library)
    proposal, lines = real(library, before)
    assert proposal.after.nodes["strip"].parent == "rack"
    assert "pod" not in proposal.after.nodes
    assert "free" in proposal.after.nodes
    assert lines["emptied"].title == "Remove 1 empty frame"
    assert "Pod" in lines["emptied"].why
    assert proposal.edit.inverted().applied(proposal.after) == before


def test_without_its_line_it_stays(library):
    proposal, lines = real(library, sketch(library), Wishes(left_out=("emptied",)))
    assert ("pod" in proposal.after.nodes, lines["emptied"].taken) == (True, False)


@pytest.mark.parametrize("fields", [{"pinned": True}, {"name": "Training"}, {"note": "for the next four"}])
def test_what_a_person_gave_a_meaning_stays(library, fields):
    proposal, lines = real(library, sketch(library, **fields))
    assert "pod" in proposal.after.nodes
    assert "emptied" not in lines


def test_a_pod_around_an_emptied_pod_goes_too(library):
    before = add_container(Design(), "pod", 0, 0, node_id="outer").applied(Design())
    before = add_container(before, "pod", 0, 0, node_id="inner", parent="outer").applied(before)
    held = add_node(before, library, "dell/r770", 0, 0, node_id="server", parent="inner").applied(before)
    left = remove_emptied(held, before, Wishes())
    assert left.edit.applied(before).nodes == {}
    assert left.lines[0].count == 2
