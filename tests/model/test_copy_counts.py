"""Copies counted for a whole design at once equal those that are counted node by node."""

import random

import pytest
from msgspec.structs import replace

from designer.model.copy_counts import CopyCounts
from designer.model.design import Design, Link, Node


def _design(seed: int, *, rings: bool) -> Design:
    """Nodes of many copies in containers in containers, joined at random; with RINGS some stand inside each other."""
    chance = random.Random(seed)
    nodes: dict[str, Node] = {}
    for number in range(40):
        within = chance.choice([None, "gone", *nodes]) if nodes else None
        kind = "rack" if number % 3 else "server"
        nodes[f"n{number}"] = Node(id=f"n{number}", kind=kind, parent=within, copies=chance.randint(1, 4))
    if rings:
        for one, other in (("n1", "n30"), ("n2", "n2"), ("n30", "n1")):
            nodes[one] = replace(nodes[one], parent=other)
    links = {
        f"l{number}": Link(
            id=f"l{number}",
            a=chance.choice(list(nodes)),
            b=chance.choice(list(nodes)),
            medium="fabric",
            cables=chance.randint(1, 9),
            across=chance.choice([None, None, *nodes]),
            spread=chance.choice(["even", "ring"]),
        )
        for number in range(200)
    }
    return Design(nodes=nodes, links=links)


@pytest.mark.parametrize("rings", [False, True])
@pytest.mark.parametrize("seed", range(10))
def test_it_counts_what_the_design_counts_for_each_node_and_link(seed: int, rings: bool) -> None:
    design = _design(seed, rings=rings)
    counted = CopyCounts(design)
    for node in design.nodes.values():
        assert counted.total(node) == design.total_copies(node.id)
    for link in design.links.values():
        a, b = design.nodes[link.a], design.nodes[link.b]
        assert counted.holder(link, a, b) == design.holder(link)
        assert counted.cables(link, a, b) == design.total_cables(link)
        if a.parent == b.parent and link.across is None:
            assert counted.at_ends(link, a, b) == (a.copies, b.copies)
        else:
            around = design.holder(link)
            ends = (design.copies_within(link.a, around), design.copies_within(link.b, around))
            assert counted.at_ends(link, a, b) == ends
