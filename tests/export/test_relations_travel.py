"""Relations come through every way that a design is written, copied and changed in."""

from xml.etree import ElementTree

import pytest

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named
from designer.drawing.topology.topology import draw_topology
from designer.edit.links.links import add_link, set_link
from designer.edit.nodes.clipboard import copy_out, duplicate, paste_in
from designer.edit.nodes.find_replace import find_matches, replace_matches
from designer.edit.nodes.nodes import add_node
from designer.edit.nodes.swap import swap_parts
from designer.export.graphs.reading import read_graph
from designer.export.graphs.writing import write_graph
from designer.export.text.text_form import read_text_design, write_text_design
from designer.model.changes import between
from designer.model.design import Design
from designer.model.relations import RELATIONS
from designer.paint.pictures import write_svg
from designer.paint.text_widths import text_widths

PARTS = {
    "app": "langchain/langchain",
    "engine": "vllm/vllm",
    "box": "nvidia/dgx-h100",
    "store": "lustre/lustre",
    "runs": "mlflow/mlflow",
    "job": "generic/training-job",
    "torch": "pytorch/pytorch",
    "pdu": "apc/ap8868",
    "cdu": "motivair/mcdu-70",
}
DRAWN = {
    "asks": ("app", "engine"),
    "runs_on": ("engine", "box"),
    "reads": ("job", "store"),
    "writes": ("job", "store"),
    "tracks": ("job", "runs"),
    "depends_on": ("job", "torch"),
    "feeds": ("pdu", "box"),
    "cools": ("cdu", "box"),
}


@pytest.fixture(scope="module")
def related(library) -> Design:
    """A design with one relation of each sort, called by its medium."""
    design = Design()
    for place, (name, part) in enumerate(PARTS.items()):
        design = add_node(design, library, part, 260.0 * place, 0, node_id=name).applied(design)
    for medium, (a, b) in DRAWN.items():
        design = add_link(design, a, b, medium=medium, link_id=medium).applied(design)
    return design


def relations(design: Design) -> dict[str, tuple[str, str, str]]:
    return {link.id: (link.a, link.b, link.medium) for link in design.links.values()}


WANTED = {medium: (*ends, medium) for medium, ends in DRAWN.items()}


def test_every_sort_of_relation_is_drawn(related):
    assert set(DRAWN) == set(RELATIONS)
    assert relations(related) == WANTED


@pytest.mark.parametrize("suffix", [".yaml", ".json"])
def test_the_text_form_there_and_back(related, library, tmp_path, suffix):
    path = tmp_path / f"stack{suffix}"
    write_text_design(path, related, library)
    assert relations(read_text_design(path, library)) == WANTED


@pytest.mark.parametrize("suffix", [".graphml", ".dot"])
def test_graphs_there_and_back(related, library, tmp_path, suffix):
    path = tmp_path / f"stack{suffix}"
    write_graph(path, related)
    found = read_graph(path, library).design
    assert sorted((link.a, link.b, link.medium) for link in found.links.values()) == sorted(WANTED.values())


def test_copies_keep_their_relations(related):
    def sorts(design: Design) -> list[str]:
        return sorted(link.medium for link in design.links.values())

    pasted = paste_in(Design(), copy_out(related, list(PARTS)), 0, 0).applied(Design())
    assert sorts(pasted) == sorted(DRAWN)
    doubled = duplicate(related, list(PARTS)).applied(related)
    assert sorts(doubled) == sorted([*DRAWN, *DRAWN])


def test_a_swapped_part_keeps_its_relations(related, library):
    edit = swap_parts(related, library, ["engine"], "nvidia/triton")
    assert relations(edit.applied(related)) == WANTED
    edit = swap_parts(related, library, ["box"], "nvidia/dgx-h200")
    assert relations(edit.applied(related)) == WANTED


def test_a_relation_is_renamed_by_find_and_replace(related, library):
    named = add_link(related, "app", "store", medium="reads", name="cold data").applied(related)
    matches = find_matches(named, library, "cold", "warm")
    after = replace_matches(named, library, matches).applied(named)
    (link,) = [one for one in after.links.values() if one.name]
    assert (link.name, link.medium) == ("warm data", "reads")


def test_a_changed_relation_is_a_change_between_two_designs(related):
    after = set_link(related, "reads", medium="writes").applied(related)
    (change,) = between(related, after).changes.items()
    assert change[0] == ("links", "reads")
    assert [link.medium for link in change[1]] == ["reads", "writes"]


def test_a_printed_topology_says_each_relation_and_has_it_in_its_legend(related, tmp_path):
    path = tmp_path / "stack.svg"
    drawing = draw_topology(related, widths=text_widths())
    with in_theme(theme_named("print")):
        write_svg(path, drawing)
    root = ElementTree.parse(path).getroot()
    texts = {"".join(one.itertext()).strip() for one in root.iter("{http://www.w3.org/2000/svg}text")}
    labels = {wire.label for wire in drawing.wires if wire.label_rect.width > 0}
    assert {RELATIONS[medium].verb for medium in DRAWN} == {wire.label for wire in drawing.wires}
    assert labels <= texts
    assert {relation.title for relation in RELATIONS.values()} <= texts
