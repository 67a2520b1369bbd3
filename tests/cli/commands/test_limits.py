"""The limits command: one document, plain lines, plain refusals."""

import pytest

from designer.formulas.measured_errors import MEASURED_ERRORS
from designer.model.figures.confidence import how_sure

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
    assert {"ids", "alike", "lost_accelerators", "remaining_share", "cut_off"} <= set(said["sweep"]["losses"][0])
    assert said["sweep"]["network"] == "fabric"
    assert said["networks"][0]["medium"] == "fabric"
    assert said["networks"][0]["worst"]["value"] > 0
    assert said["networks"][0]["pieces"]["count"] == 1
    assert said["sweep"]["harmful"] == sum(loss["alike"] for loss in said["sweep"]["losses"])
    assert "fair_rates" not in said


def test_a_sweep_of_everything_ranks_by_what_services_lose(stackwright, tmp_path):
    path = tmp_path / "rag.stackwright"
    assert stackwright("new", path, "--template", "rag-service").code == 0
    first, *_ = stackwright("limits", path, "--sweep", "all", "--order", "1", "--json").document["sweep"]["losses"]
    assert first["answers_lost"]["value"] == 1.0
    assert "app" in first["lost_services"]
    text = " ".join(stackwright("limits", path, "--sweep", "all", "--order", "1").out.split())
    assert "vLLM: Assistant and vLLM give nothing, all answers are lost." in text


def test_flows(stackwright, project):
    said = stackwright("limits", project, "--flow", "g[0],h[0],250", "--flow", "g[1],h[1]", "--json").document
    assert [row["gbps"]["value"] for row in said["fair_rates"]["rates"]] == [150.0, 150.0]
    said = stackwright("analyze", project, "--only", "network", "--flow", "g[0],h[0],250", "--json").document
    assert said["network"]["traffic"] == "flows"
    assert {row["id"]: row["load_gbps"]["value"] for row in said["network"]["links"]} == {
        "a": 250.0,
        "b": 250.0,
        "across": 250.0,
    }


def test_flows_that_the_design_holds(stackwright, tmp_path):
    path = tmp_path / "drawn.yaml"
    path.write_text(DESIGN + 'flows:\n  - {source: ["g[0]"], target: ["h[0]"], gbps: 250}\n')
    said = stackwright("analyze", path, "--only", "network", "--traffic", "flows", "--json").document
    loads = {row["id"]: row["load_gbps"]["value"] for row in said["network"]["links"]}
    assert loads == {"a": 250.0, "b": 250.0, "across": 250.0}
    asked = ("--only", "network", "--traffic", "flows", "--flow", "g,h,30")
    said = stackwright("analyze", path, *asked, "--json").document
    assert {row["load_gbps"]["value"] for row in said["network"]["links"]} == {30.0}
    said = stackwright("limits", path, "--traffic", "flows", "--json").document
    assert [row["gbps"]["value"] for row in said["fair_rates"]["rates"]] == [250.0]
    assert said["fillers"]["across"]["fillers"][0]["target"] == "h[0]"


def test_drawn_flows_of_a_design_without_any(stackwright, project):
    said = stackwright("analyze", project, "--only", "network", "--traffic", "flows", "--json").document
    assert {row["load_gbps"]["value"] for row in said["network"]["links"]} == {0.0}
    assert "No flow is drawn" in said["network"]["notes"][-1]
    assert stackwright("limits", project, "--traffic", "flows").code == 0


def test_lines_for_people(stackwright, project):
    said = stackwright("limits", project, "--from", "g", "--to", "h", "--sweep", "switch", "--order", 1, "--why")
    assert said.code == 0
    for words in (
        "From g to h",
        "300 Gb/s",
        "left to right",
        "Add 1 to left to right",
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
        (("--bytes", "1,2"), 2, "go with --collective"),
        (("--bytes", "nan"), 2, "takes numbers from 0"),
        (("--bytes", ","), 2, "one number or more"),
        (("--ranks", "8"), 2, "go with --collective"),
        (("--collective", "broadcast", "--ranks", "2.5"), 2, "whole numbers"),
        (("--collective", "broadcast", "--sweep", "switch"), 2, "alone"),
        (("--collective", "broadcast", "--ranks", "1"), 1, "2 or more ranks"),
        (("--collective", "gossip"), 2, "all-reduce"),
    ],
)
def test_refusals(stackwright, project, options, code, words):
    said = stackwright("limits", project, *options)
    assert said.code == code
    assert words in said.err
    assert said.err.count("\n") == 1


def test_a_collective(stackwright, tmp_path):
    path = tmp_path / "pod.stackwright"
    assert stackwright("new", path, "--template", "dgx-superpod-h100").code == 0
    told = MEASURED_ERRORS["collective between domains"]
    asked = ("limits", path, "--collective", "all-reduce", "--bytes", "1e9,1048576", "--ranks", "8,248")
    said = stackwright(*asked, "--json").document
    assert list(said) == ["collective"]
    points = said["collective"]["points"]
    assert [(row["ranks"], row["bytes"]) for row in points] == [(8, 1e9), (8, 2**20), (248, 1e9), (248, 2**20)]
    # In the switch 9/8 of it at 0.68 × 450 GB/s; by trees between 31 domains 60/31 of an eighth at 0.98 × 0.87 × 50
    # GB/s, ten levels of 35 µs; before that the latency of seven peers and 0.81 × 7.27 µs × MiB^0.593.
    start = 4.02 + 7 * 1.7845 + 0.81 * 7.2734 * (1e9 / 2**20) ** 0.5929
    inside, outside = 1e6 * 9 / 8 / (0.68 * 450), 10 * 35 + 1e6 / 8 * (60 / 31) / (0.9796 * 0.87 * 50)
    assert points[0]["time_us"]["value"] == pytest.approx(start + inside)
    assert points[2]["time_us"]["value"] == pytest.approx(start + outside)
    assert [row["algorithm"] for row in points[::2]] == ["in-switch", "in-switch tree"]
    assert points[2]["bus_gb_per_s"]["value"] == pytest.approx(1e6 / (start + outside) * 2 * 247 / 248)
    sure = points[2]["how_sure"]["time_us"]
    assert (sure["rows"], sure["median"]) == (told.rows, told.median)
    assert (sure["outside"], sure["widened"]) == ([], 1)
    (fabric,) = said["collective"]["fabrics"]
    assert fabric["random_order_gb_per_s"]["value"] == fabric["leaf_order_gb_per_s"]["value"] == 50
    text = stackwright(*asked, "--why").out
    for words in (
        "248 × H100",
        "8 to a domain",
        "1 GB",
        "1 MiB",
        "the line rate (ring, random order)",
        "levels of the tree, up and down: 10",
        "in-switch tree",
        "ideal",
    ):
        assert words in text
    assert " ".join(how_sure(told).words.split()) in " ".join(text.split())


def test_a_collective_without_accelerators(stackwright, project):
    said = stackwright("limits", project, "--collective", "all-to-all")
    assert (said.code, said.err) == (0, "")
    assert "No accelerator with a known part stands in the design" in said.out


def test_a_sweep_of_the_storage_network(stackwright, tmp_path):
    """The template has two storage leaves and two spines, so that no single one parts machines from stores."""
    path = tmp_path / "pod.stackwright"
    assert stackwright("new", path, "--template", "dgx-superpod-h100").code == 0
    arguments = ("limits", path, "--sweep", "switch", "--order", "1", "--network", "storage")
    said = stackwright(*arguments, "--json").document["sweep"]
    assert said["network"] == "storage"
    assert {loss["ids"][0].partition("[")[0] for loss in said["losses"]} <= {
        "storage-leaf",
        "storage-spine",
        "storage-edge",
    }
    assert all(loss["cut_off"] == 0 for loss in said["losses"])
    assert "between machines and stores go" in " ".join(stackwright(*arguments).out.split())
