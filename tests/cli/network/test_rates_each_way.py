"""A circuit with another rate each way, from the text form through the file to every answer."""

import pytest

from designer.export.text.text_form import read_text_design
from designer.model.changes import between
from tests.shipped import LIBRARY

DESIGN = """
format: stackwright-design
version: 1
name: Two sites
nodes:
  - {id: g, kind: host, copies: 2}
  - {id: h, kind: host, copies: 2}
  - {id: p, kind: switch, name: North}
  - {id: q, kind: switch, name: South}
links:
  - {id: a, a: g, b: p, medium: fabric, cables: 2, capacity_gbps: 100}
  - {id: b, a: h, b: q, medium: fabric, cables: 2, capacity_gbps: 100}
  - {id: wan, name: Circuit, a: p, b: q, medium: fabric, capacity_gbps: 100, capacity_back_gbps: 20}
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "sites.yaml"
    path.write_text(DESIGN)
    return path


def test_text_file_and_graph_keep_it(stackwright, project, tmp_path):
    for name in ("sites.stackwright", "again.yaml", "sites.graphml", "last.stackwright", "last.json"):
        before, after = (project, tmp_path / name)
        ran = stackwright("import" if name.endswith("stackwright") else "export", before, "-o", after)
        assert ran.code == 0, ran
        project = after
    told = stackwright("analyze", project, "--json").document["network"]
    (wan,) = [row for row in told["links"] if row["id"] == "wan"]
    assert (wan["towards"], wan["capacity_gbps"]["value"]) == ("p", 20.0)
    assert wan["utilisation"]["value"] == pytest.approx(400 / 3 / 20)
    assert wan["other_way"]["towards"] == "q"
    assert wan["other_way"]["utilisation"]["value"] == pytest.approx(400 / 3 / 100)
    assert told["bisection_gbps"]["value"] == 20.0
    assert "towards" not in next(row for row in told["links"] if row["id"] == "a")


def test_text_and_findings_name_the_direction(stackwright, project):
    said = " ".join(stackwright("analyze", project).out.split())
    assert "Busiest wan, 667%. Towards North: its fullest cable is asked for 133 of 20 Gb/s" in said
    found = stackwright("check", project, "--json").document
    rows = found["findings"] if isinstance(found, dict) else found
    assert any("Circuit is asked, towards North, for 6.67 times" in row["message"] for row in rows)


def test_the_difference_of_two_versions_has_it(project, tmp_path):
    other = tmp_path / "even.yaml"
    other.write_text(DESIGN.replace(", capacity_back_gbps: 20", ""))
    before, after = (read_text_design(path, LIBRARY) for path in (other, project))
    changes = between(before, after)
    assert list(changes.changes) == [("links", "wan")]
    was, now = changes.changes["links", "wan"]
    assert (was.capacity_back_gbps, now.capacity_back_gbps) == (None, 20.0)
    assert changes.applied(before) == after
    assert changes.inverted().applied(after) == before


def test_a_rate_below_nothing_is_refused_in_one_line(stackwright, project):
    project.write_text(DESIGN.replace("capacity_back_gbps: 20", "capacity_back_gbps: -20"))
    ran = stackwright("analyze", project)
    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
