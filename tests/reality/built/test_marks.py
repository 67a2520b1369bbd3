"""Marks of what is built otherwise: each where it is drawn, and inside of a folded group on the group."""

from designer.catalog.library import Library
from designer.drawing.topology.topology import draw_topology
from designer.export.built.faults import faults_of
from designer.export.built.marks import fault_marks
from designer.export.cables.drawn_network import network_of
from designer.export.text.text_form import design_of_document
from designer.model.design import Design
from designer.reality.built.comparing import compare
from designer.reality.built.records import Discovered, FoundCable, FoundDevice, FoundEnd


def _design(library: Library, *, folded: bool) -> Design:
    nodes = [
        {"id": "pod", "kind": "pod", "folded": folded},
        {"id": "leaf", "part": "generic/switch", "parent": "pod"},
        {"id": "host", "part": "generic/host", "parent": "pod", "copies": 2},
        {"id": "spine", "part": "generic/switch"},
        {"id": "far", "part": "generic/host"},
    ]
    links = [
        {"id": "down", "a": "host", "b": "leaf", "medium": "fabric", "cables": 2},
        {"id": "up", "a": "leaf", "b": "spine", "medium": "fabric", "cables": 2},
        {"id": "lone", "a": "far", "b": "spine", "medium": "fabric"},
    ]
    return design_of_document({"format": "stackwright-design", "version": 1, "nodes": nodes, "links": links}, library)


def test_faults_inside_of_a_folded_group_are_told_on_it(library: Library) -> None:
    for folded in (False, True):
        design = _design(library, folded=folded)
        network = network_of(design, library.parts)
        # One host has no cable, one goes from the leaf to the far host, and one leads to a stranger.
        cables = [(FoundEnd(cable.a.device), FoundEnd(cable.b.device)) for cable in network.cables if cable.a.copy != 1]
        cables += [(FoundEnd("leaf[0]"), FoundEnd("far[0]")), (FoundEnd("spine[0]"), FoundEnd("stranger"))]
        devices = {end.device: FoundDevice(id=end.device) for cable in cables for end in cable}
        found = Discovered(form="table", devices=devices, cables=tuple(FoundCable(a, b) for a, b in cables))
        faults = faults_of(compare(network, found, how="names"))
        drawing = draw_topology(design)
        marks = {one.id: (one.how, one.words, bool(one.path)) for one in fault_marks(design, drawing, faults)}
        assert marks.pop("spine") == ("added", "1 extra to what is not drawn", False)
        if folded:
            assert marks == {
                "pod": ("gone", "1 missing, 1 not found inside", False),
                "far\0pod": ("added", "1 extra", True),
            }
        else:
            assert marks == {
                "down": ("gone", "1 missing", True),
                "host": ("gone", "1 not found", False),
                "far\0leaf": ("added", "1 extra", True),
            }
        (ghost,) = (one for one in fault_marks(design, drawing, faults) if "\0" in one.id)
        lines = faults.pair_lines(*ghost.id.split("\0"), most=3, stands=drawing.drawn_as)
        assert lines == [line for line in faults.lines("far", 3) if line.startswith("+")]
        assert len(lines) == 1
