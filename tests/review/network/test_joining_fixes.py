"""The ways out of a fabric in pieces: what adds least is offered first, and what is offered joins it."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.catalog.reading import read_library
from designer.edit.links.links import add_link
from designer.edit.nodes.nodes import add_node
from designer.model.design import Design
from designer.review.effects.fixing import fixed
from designer.review.rules import review

TODAY = date(2026, 11, 28)
SWITCH = "juniper/qfx5130-32cd"


@pytest.fixture(scope="module")
def library():
    return read_library()


def finding(design: Design):
    found = [one for one in review(design, analyze(design), TODAY) if one.rule == "fabric-in-pieces"]
    return found[0] if found else None


def drawn(library, *nodes: tuple[str, str, int]) -> Design:
    design = Design()
    for number, (name, part, copies) in enumerate(nodes):
        edit = add_node(design, library, part, 0.0, 160.0 * number, copies=copies, node_id=name)
        design = edit.applied(design)
    return design


def mended(design, library, fix):
    return finding(fixed(design, library, [fix]).applied(design)) is None


def test_cables_that_carry_management_between_switches_carry_the_fabric_first(library):
    design = drawn(library, ("dgx", "dell/xe9780-b300", 64), ("leaf", SWITCH, 4), ("spine", SWITCH, 2))
    ports = {"a_port": "ports", "b_port": "ports"}
    design = add_link(design, "leaf", "spine", medium="management", cables=64, link_id="up", **ports).applied(design)
    design = add_link(design, "dgx", "leaf", medium="fabric", cables=64).applied(design)
    told = finding(design)
    assert (told.fix.edit, told.fix.arguments) == ("set_medium", {"link_id": "up", "medium": "fabric"})
    assert told.fix.label == "Let the cables of QFX5130-32CD to QFX5130-32CD 2 carry the fabric"
    assert mended(design, library, told.fix)
    # The other way leaves the management network as it is.
    assert told.other_fix.edit == "join_above"
    assert mended(design, library, told.other_fix)


def test_full_switches_are_said_to_become_larger(library):
    design = drawn(library, ("dgx", "nvidia/dgx-b300", 16), ("leaf", "nvidia/sn2201", 8))
    design = add_link(design, "dgx", "leaf", medium="fabric", cables=32).applied(design)
    told = finding(design)
    assert told.fix.label == "Add a switch above Spectrum SN2201, and make Spectrum SN2201 one with more ports"
    assert told.other_fix is None
    assert mended(design, library, told.fix)


def test_free_ports_are_cabled_before_a_switch_is_added(library):
    leaf = "nvidia/qm9700"
    design = drawn(library, ("a", "nvidia/dgx-h100", 4), ("b", "nvidia/dgx-h100", 4), ("x", leaf, 1), ("y", leaf, 1))
    for one, other in (("a", "x"), ("b", "y")):
        design = add_link(design, one, other, medium="fabric", cables=32).applied(design)
    told = finding(design)
    assert (told.fix.edit, told.other_fix.edit) == ("add_link", "join_above")
    assert told.other_fix.label == "Add a switch above Quantum-2 QM9700 and Quantum-2 QM9700 2"
    assert mended(design, library, told.fix)
    assert mended(design, library, told.other_fix)
