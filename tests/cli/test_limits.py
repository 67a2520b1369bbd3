"""The limits command: one document, plain lines, plain refusals."""

import pytest

DESIGN = """
format: stackwright-design
version: 1
name: Two leaves
nodes:
  - {id: g, kind: host, copies: 3}
  - {id: h, kind: host, copies: 3}
  - {id: left, kind: switch}
  - {id: right, kind: switch}
links:
  - {id: a, a: g, b: left, medium: fabric, cables: 3, capacity_gbps: 400}
  - {id: b, a: h, b: right, medium: fabric, cables: 3, capacity_gbps: 400}
  - {id: across, a: left, b: right, medium: fabric, cables: 3, capacity_gbps: 100}
"""


@pytest.fixture
def project(tmp_path):
    path = tmp_path / "two.yaml"
    path.write_text(DESIGN)
    return path


def test_one_document(stackwright, project):
    said = stackwright("limits", project, "--from", "g", "--to", "h", "--sweep", "switch,link", "--json").document
    assert said["cut"]["value_gbps"]["value"] == 300.0
    assert [row["id"] for row in said["cut"]["links"]] == ["across"]
    assert said["cut"]["widenings"][0]["added"][0]["proposal"]["arguments"] == {"link_id": "across", "cables": 4}
    assert said["paths"]["hops"] == {"3": 9}
    assert said["throughput"]["throughput"]["value"] == pytest.approx(300 / (3 * 400 * 3 / 5))
    assert said["fillers"]["across"]["fillers"][0]["source"] == "3 × g"
    assert said["sweep"]["losses"][0]["lost_gbps"]["value"] == 300.0
    assert "fair_rates" not in said


def test_flows(stackwright, project):
    said = stackwright("limits", project, "--flow", "g[0],h[0],250", "--flow", "g[1],h[1]", "--json").document
    assert [row["gbps"]["value"] for row in said["fair_rates"]["rates"]] == [150.0, 150.0]
    said = stackwright("analyze", project, "--only", "network", "--flow", "g[0],h[0],250", "--json").document
    assert said["network"]["traffic"] == "flows"
    assert {row["id"]: row["load_gbps"]["value"] for row in said["network"]["links"]} == {
        "a": 250.0, "b": 250.0, "across": 250.0
    }  # fmt: skip


def test_lines_for_people(stackwright, project):
    said = stackwright("limits", project, "--from", "g", "--to", "h", "--sweep", "switch", "--order", 1, "--why")
    assert said.code == 0
    for words in (
        "From g to h",
        "300 Gb/s",
        "left – right",
        "Add 1 to left – right",
        "Throughput of all-to-all",
        "One failure",
    ):
        assert words in said.out


@pytest.mark.parametrize(
    ("options", "code", "words"),
    [
        (("--from", "g"), 2, "go together"),
        (("--from", "g", "--to", "nobody"), 1, "cannot be a target"),
        (("--from", "g", "--to", "g[1]"), 1, "both selections"),
        (("--sweep", "ghost"), 1, "no kind"),
        (("--flow", "g"), 2, "A,B"),
        (("--flow", "g,h,fast"), 2, "a number"),
        (("--flow", "g,h,nan"), 1, "finite"),
        (("--traffic", "training"), 1, "no training job"),
        (("--traffic", "north-south", "--outside", "a"), 1, "it is a link"),
        (("--fail", "ghost"), 1, "cannot fail"),
    ],
)
def test_refusals(stackwright, project, options, code, words):
    said = stackwright("limits", project, *options)
    assert said.code == code
    assert words in said.err
    assert said.err.count("\n") == 1
