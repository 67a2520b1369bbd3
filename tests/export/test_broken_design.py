"""A design with a link that leads nowhere goes out in every form, and each says what it leaves out."""

from pathlib import Path

import pytest

from designer.api.export_forms import Asked, form_of
from designer.export.viewer.content import things_of
from designer.model.design import Design
from tests.review.effects.broken_pod import broken_pod
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def design() -> Design:
    found = broken_pod()
    assert found.links["gone"].b not in found.nodes
    return found


@pytest.mark.parametrize("suffix", [".graphml", ".dot"])
def test_a_graph_leaves_out_a_link_that_leads_nowhere(suffix: str, design: Design, tmp_path: Path) -> None:
    path = tmp_path / f"broken{suffix}"
    asked = Asked(tmp_path / "broken.yaml", path)
    asked.__dict__["design"] = design
    told = " ".join(form_of(path, "topology").write(asked))
    assert "1 link that leads nowhere" in told
    assert "nobody" not in path.read_text("utf-8")


def test_a_diagram_and_a_page_are_written_without_it(design: Design, tmp_path: Path) -> None:
    path = tmp_path / "broken.drawio"
    asked = Asked(tmp_path / "broken.yaml", path)
    asked.__dict__.update(design=design, results=None, findings=())
    assert list(form_of(path, "topology").write(asked))
    neighbours = {end for thing in things_of(design, LIBRARY, ()) for end, _, _ in thing.neighbours}
    assert neighbours <= set(design.nodes)
    assert "dgx" in neighbours
