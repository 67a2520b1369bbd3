"""What the open document counts by itself after any edit is what a count of everything says."""

from random import Random

import pytest

from designer.analysis.counts import counts
from designer.edit.nodes.nodes import move_nodes
from designer.edit.session import Session
from designer.edit.templates.templates import build_template
from designer.model.network.port_occupancy import ports_taken
from designer.model.records import RefusedInput
from designer.ui.app.document import Document
from tests.edit.test_random_edits import EDITS, LIBRARY


@pytest.fixture
def document(qtbot):
    document = Document(Session(build_template("dgx-superpod-h100", LIBRARY, {})), LIBRARY)
    yield document
    document.close()
    document.deleteLater()


@pytest.mark.parametrize("seed", range(4))
def test_counts_after_any_edits(document, seed):
    chance = Random(seed)
    for _ in range(60):
        try:
            if chance.random() < 0.2:
                document.session.undo()
            else:
                document.session.commit(EDITS[chance.choice(sorted(EDITS))](document.design, chance))
        except RefusedInput:
            continue
        assert document.counts == counts(document.design, tiers=False)


def test_a_move_keeps_the_very_counts(document):
    before = document.counts
    node = next(node for node in document.design.nodes.values() if not node.pinned)
    assert document.edit(lambda now: move_nodes(now, [node.id], 8.0, 8.0))
    assert document.counts is before


def test_ports_of_some_nodes_alone(document):
    design = document.design
    everything = ports_taken(design)
    for link in list(design.links.values())[:10]:
        ends = (link.a, link.b)
        assert ports_taken(design, ends) == {key: count for key, count in everything.items() if key[0] in ends}
