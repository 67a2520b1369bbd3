"""The whole AI stack in the real window, every link of it drawn by mouse from an edge handle."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from designer.edit.nodes.nodes import add_node
from designer.edit.session import Session
from designer.model.design import Design
from designer.ui.canvas.rendering.edge_handles import edge_handles
from tests.ui.canvas.conftest import Person

PLACES = {
    "people": ("generic/users", 0, 0),
    "app": ("langchain/langchain", 320, 0),
    "engine": ("vllm/vllm", 640, 0),
    "claude": ("anthropic/claude-api", 960, 0),
    "cluster": ("cncf/kubernetes", 640, 160),
    "runs": ("mlflow/mlflow", 960, 160),
    "job": ("generic/training-job", 1280, 160),
    "megatron": ("nvidia/megatron-lm", 1280, 0),
    "torch": ("pytorch/pytorch", 1600, 0),
    "vectors": ("pgvector/pgvector", 0, 320),
    "spark": ("apache/spark", 320, 320),
    "airflow": ("apache/airflow", 320, 160),
    "lustre": ("lustre/lustre", 1280, 320),
    "documents": ("aws/s3-standard", 0, 480),
    "host": ("generic/host", 320, 480),
    "dgx": ("nvidia/dgx-h100", 640, 480),
    "leaf": ("nvidia/qm9700", 960, 480),
    "disks": ("ddn/ai400x2", 1280, 480),
}
WIRES = (
    ("people", "app", "right", "", ("people", "app", "asks")),
    ("app", "engine", "right", "", ("app", "engine", "asks")),
    ("app", "claude", "top", "", ("app", "claude", "asks")),
    ("app", "vectors", "bottom", "", ("app", "vectors", "asks")),
    ("engine", "cluster", "bottom", "", ("engine", "cluster", "runs_on")),
    ("cluster", "dgx", "bottom", "", ("cluster", "dgx", "runs_on")),
    ("dgx", "leaf", "right", "", ("dgx", "leaf", "fabric")),
    ("disks", "leaf", "left", "", ("disks", "leaf", "storage")),
    ("lustre", "disks", "bottom", "", ("lustre", "disks", "runs_on")),
    ("vectors", "host", "right", "", ("vectors", "host", "runs_on")),
    ("spark", "documents", "left", "", ("spark", "documents", "reads")),
    ("spark", "vectors", "left", "", ("spark", "vectors", "writes")),
    ("spark", "host", "bottom", "", ("spark", "host", "runs_on")),
    ("spark", "lustre", "right", "2", ("spark", "lustre", "writes")),
    ("airflow", "spark", "bottom", "depends", ("airflow", "spark", "depends_on")),
    ("airflow", "cluster", "right", "", ("airflow", "cluster", "runs_on")),
    ("job", "lustre", "bottom", "", ("job", "lustre", "reads")),
    ("job", "lustre", "bottom", "2", ("job", "lustre", "writes")),
    ("job", "runs", "left", "", ("job", "runs", "tracks")),
    ("job", "megatron", "top", "", ("job", "megatron", "depends_on")),
    ("megatron", "torch", "right", "", ("megatron", "torch", "depends_on")),
    ("job", "cluster", "left", "", ("job", "cluster", "runs_on")),
    ("runs", "documents", "bottom", "", ("runs", "documents", "writes")),
)


@pytest.fixture
def hands(window, library):
    """A person at the canvas of the window, with all parts placed and nothing wired."""
    design = Design()
    for name, (part, x, y) in PLACES.items():
        design = add_node(design, library, part, x, y, node_id=name).applied(design)
    window.open_session(Session(design))
    window.resize(1800, 1000)
    QApplication.processEvents()
    work = window.workspace
    person = Person(work.canvas, work.document.session)
    work.canvas.fit()
    QApplication.processEvents()
    return person


def wire(person, source, target, side, key):
    person.hover(person.middle(source))
    handle = next(one for one in edge_handles(person.canvas.stage, source) if one.side == side)
    person.drag(person.screen(*handle.rect.centre), person.middle(target))
    chooser = person.canvas.ways.chooser
    if key == "depends":
        key = next(str(n) for n, one in enumerate(chooser.offered.options, 1) if one.medium == "depends_on")
    if key:
        person.type(key)
    while person.canvas.ways.chooser is not None or person.editor is not None:
        person.key(Qt.Key.Key_Escape)


def test_the_whole_stack_is_wired_by_mouse(hands):
    for number, (source, target, side, key, wanted) in enumerate(WIRES, 1):
        before = set(hands.design.links)
        wire(hands, source, target, side, key)
        new = [hands.design.links[one] for one in hands.design.links if one not in before]
        assert [(link.a, link.b, link.medium) for link in new] == [wanted], hands.said[-1]
        assert len(hands.session.labels) == number
    drawn = {(link.a, link.b, link.medium) for link in hands.design.links.values()}
    assert drawn == {wanted for *_, wanted in WIRES}
    for _ in WIRES:
        hands.session.undo()
    assert not hands.design.links
