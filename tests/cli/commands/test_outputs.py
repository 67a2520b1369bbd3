"""What the commands write and list: files that open elsewhere, JSON with the promised keys, exit codes."""

import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from click import Context
from pypdf import PdfReader
from PySide6.QtGui import QImage

from designer.catalog.library import Library
from designer.cli import COMMANDS
from designer.cli.main import stackwright as program
from designer.edit.templates.templates import TEMPLATES
from tests.export.bills.sheets import line_rows
from tests.long_runs import runs
from tests.pdf_words import pdf_words

ROOT = Path(__file__).resolve().parents[3]
Stackwright = Callable[..., Any]
IN_ONE_PROCESS = """
import json, sys
from designer.cli.main import run
codes = []
for arguments in json.loads(sys.argv[1]):
    codes.append(run(arguments))
    print(end="\\f")
print(codes)
"""
SUFFIXES = ("stackwright", "json", "yaml")
EACH_TEMPLATE = [
    (name, suffix)
    for place, name in enumerate(TEMPLATES)
    for suffix in runs((SUFFIXES[place % len(SUFFIXES)],), SUFFIXES)
]
"""Each template as a file of each kind; of one kind, in turn, in a quick run."""
_pod: list[bytes] = []


@pytest.fixture
def project(stackwright: Stackwright, tmp_path: Path) -> Path:
    """One scalable unit as a project file, the same for all tests."""
    path = tmp_path / "pod.stackwright"
    if _pod:
        path.write_bytes(_pod[0])
    else:
        assert stackwright("new", path, "--template", "dgx-superpod-h100").code == 0
        _pod.append(path.read_bytes())
    return path


def test_pictures_are_of_their_kind(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    for suffix in ("svg", "png", "pdf"):
        out = tmp_path / f"pod.{suffix}"
        said = stackwright("export", project, "-o", out)
        assert (said.code, said.out, said.err) == (0, f"Wrote {out}.\n", "")
    root = ElementTree.parse(tmp_path / "pod.svg").getroot()
    words = {"".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")}
    assert "DGX SuperPOD H100, 1 unit" in words
    assert not QImage(str(tmp_path / "pod.png")).isNull()
    # It is read on A4: the logical picture first, then an overview and the parts.
    pages = PdfReader(tmp_path / "pod.pdf").pages
    assert {round(max(page.mediabox.width, page.mediabox.height)) for page in pages} == {842}
    assert "logical picture" in " ".join(pages[0].extract_text().split())
    assert "DGX SuperPOD H100, 1 unit" in pdf_words(tmp_path / "pod.pdf")


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_themes_are_unlike(theme: str, stackwright: Stackwright, tmp_path: Path) -> None:
    project, out = tmp_path / "cloud.yaml", tmp_path / "cloud.png"
    assert stackwright("new", project, "--template", "cloud-serving").code == 0
    assert stackwright("export", project, "-o", out, "--theme", theme).code == 0
    lightness = QImage(str(out)).pixelColor(2, 2).lightness()
    assert lightness < 80 if theme == "dark" else lightness > 200


def test_the_room_is_drawn_as_it_looks(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    out = tmp_path / "room.svg"
    said = stackwright("export", project, "-o", out, "--view", "isometric", "--theme", "dark")
    assert (said.code, said.out.strip()) == (0, f"Wrote {out}.")
    words = "".join(ElementTree.parse(out).getroot().itertext())
    assert "Data hall" in words
    assert "10.2 × 3.6 m · 13 racks" in words


def test_saved_views_are_drawn_by_id_and_name(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    bodies = []
    for view in ("topology", "compute", "Compute and its network"):
        out = tmp_path / "view.svg"
        assert stackwright("export", project, "-o", out, "--view", view).code == 0
        bodies.append(out.read_text("utf-8"))
    assert bodies[0] != bodies[1]
    assert bodies[1] == bodies[2]


def test_the_report_says_its_chapters_and_what_is_left_out(
    project: Path, stackwright: Stackwright, tmp_path: Path
) -> None:
    out = tmp_path / "report.pdf"
    said = stackwright("export", project, "-o", out, "--view", "report")
    assert said.code == 0
    assert said.out.startswith(
        "7 chapters: layout, network, power, cost, risks, availability, sources.\nLeft out: Workloads. "
    )
    assert [item.title for item in PdfReader(out).outline][:2] == ["Summary", "Contents"]  # type: ignore[union-attr]
    assert "DGX SuperPOD H100, 1 unit" in pdf_words(out)
    longer = tmp_path / "engineer.pdf"
    assert stackwright("export", project, "-o", longer, "--view", "report", "--level", "engineer").code == 0
    assert len(PdfReader(longer).pages) > len(PdfReader(out).pages)
    page = tmp_path / "report.html"
    assert stackwright("export", project, "-o", page, "--view", "report").code == 0
    assert "DGX SuperPOD H100, 1 unit" in page.read_text("utf-8")


def test_bills_of_each_kind_hold_the_same_lines(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    counts = {}
    for suffix in ("csv", "xlsx", "json"):
        out = tmp_path / f"bill.{suffix}"
        said = stackwright("bom", project, "-o", out)
        assert said.code == 0
        assert re.fullmatch(rf"Wrote \d+ lines to {re.escape(str(out))}\.\n", said.out)
        counts[suffix] = int(said.out.split()[1])
    assert len(set(counts.values())) == 1
    lines = counts["csv"]
    # Headings, the total, seven steps beyond it and the support of a year.
    assert len((tmp_path / "bill.csv").read_text("utf-8-sig").splitlines()) == lines + 10
    assert len(line_rows(openpyxl.load_workbook(tmp_path / "bill.xlsx")["Lines"])) == lines
    assert len(json.loads((tmp_path / "bill.json").read_text("utf-8"))["lines"]) == lines


def test_the_bill_is_printed_as_a_table(project: Path, stackwright: Stackwright) -> None:
    said = stackwright("bom", project)
    assert re.search(r"^ +31 +NVIDIA DGX H100 +199–317 k\$ +6\.17–9\.83 M\$  street", said.out, re.MULTILINE)
    assert re.search(r"^ +34 +1  APC .* 0\.8–4\.0 k\$ +27–136 k\$  estimate  estimate$", said.out, re.MULTILINE)
    # The total has the range of the strip, P10 to P90, and names the corners beside it.
    (total,) = re.findall(r"^Total: (.+)$", said.out, re.MULTILINE)
    analyzed = stackwright("analyze", project).out
    assert re.search(rf"^ +To buy +{re.escape(total)}", analyzed, re.MULTILINE)
    assert "eight of ten draws of all ranges give (P10 to P90); all of them at their ends: 8.1–12.9" in " ".join(
        said.out.split()
    )
    assert re.search(r"^ +190 +Power cord C20 to C19 +20–102 \$ +3\.8–19\.4 k\$ +estimate", said.out, re.MULTILINE)


def test_analyze_has_the_promised_keys(project: Path, stackwright: Stackwright) -> None:
    document = stackwright("analyze", project, "--json").document
    promised = {"counts", "network", "power", "cooling", "cost", "resilience", "workloads", "findings"}
    assert set(document) == promised | {"headlines", "plant", "energy", "cables", "availability"}
    counts = document["counts"]
    assert set(counts["nodes"]) == {"total", "by_part", "by_kind", "by_tier"}
    assert set(counts["accelerators"]) == {"total", "rented", "by_part"}
    assert set(counts["cables"]) == {"total", "by_medium", "by_link"}
    assert counts["nodes"]["total"] == sum(counts["nodes"]["by_part"].values())
    assert counts["cables"]["total"] == sum(counts["cables"]["by_link"].values())
    network = document["network"]
    assert {"tiers", "bisection_gbps", "min_cut", "links", "bottlenecks"} <= set(network)
    assert {"name", "down_gbps", "up_gbps", "oversubscription"} <= set(network["tiers"][0])
    assert {"id", "a", "b", "load_gbps", "capacity_gbps", "utilisation"} <= set(network["links"][0])
    assert set(network["min_cut"]["links"]) <= set(counts["cables"]["by_link"])
    assert {"it_w", "losses_w", "cooling_w", "facility_w", "by_node"} <= set(document["power"])
    assert {"typical", "max"} <= set(document["power"]["it_w"])
    energy = document["energy"]
    assert {"kwh_per_year", "usd_per_year", "co2e_t_per_year", "water_m3_per_year", "pue", "pue_peak"} <= set(energy)
    assert {"wue_l_per_kwh", "cue", "kwh_per_gpu_hour", "kg_per_gpu_hour"} <= set(energy)
    kwh = {name: energy["kwh_per_year"][name]["value"] for name in ("it", "losses", "cooling", "facility")}
    assert kwh["facility"] == pytest.approx(kwh["it"] + kwh["losses"] + kwh["cooling"])
    assert energy["usd_per_year"] == document["cost"]["energy_usd_per_year"]
    assert energy["pue"] == document["power"]["pue"]
    assert {"heat_w", "heat_btu_per_h", "airflow_cfm", "air_share", "liquid_share"} <= set(document["cooling"])
    assert {"capex_usd", "opex_usd_per_year", "tco_usd", "usd_per_gpu_hour"} <= set(document["cost"])
    assert {"single_points_of_failure", "worst_failures", "lost_accelerators", "uplinks"} <= set(document["resilience"])
    assert document["resilience"]["lost_accelerators"] == 0
    leaf = next(room for room in document["resilience"]["uplinks"] if room["tier"] == "leaf")
    assert (leaf["copy"], leaf["uplinks"], leaf["can_lose"]["value"]) == ("leaf[0]", 32, 0)
    assert not leaf["oversubscribed"]
    failed = stackwright("analyze", project, "--json", "--fail", "network-rack").document
    assert failed["resilience"]["lost_accelerators"] == 248
    assert {"rule", "severity", "message", "ids", "fix"} <= set(document["findings"][0])
    for figure in (document["power"]["facility_w"], document["cost"]["capex_usd"], network["bisection_gbps"]):
        assert set(figure) == {"value", "unit", "low", "high", "missing"}


@pytest.mark.parametrize("only", ["network", "power", "cooling", "cost", "resilience", "power, cost", "energy"])
def test_only_what_is_asked_for(only: str, project: Path, stackwright: Stackwright) -> None:
    document = stackwright("analyze", project, "--json", "--only", only).document
    chain = {"plant", "energy"} if "power" in only else set()  # what feeds it, and its year, are part of the power
    chain |= {"cables"} if "cost" in only else set()  # those that are routed are bought
    assert set(document) - {"counts", "findings", "headlines"} == {part.strip() for part in only.split(",")} | chain


def test_a_failed_leaf_is_told(project: Path, stackwright: Stackwright) -> None:
    before = stackwright("analyze", project, "--json").document
    after = stackwright("analyze", project, "--json", "--fail", "leaf[0]", "--fail", "uplinks[9]").document
    assert after["failed"] == ["leaf[0]", "uplinks[9]"]
    assert after["network"]["bisection_gbps"]["value"] < before["network"]["bisection_gbps"]["value"]
    assert "with leaf[0] out of service" in stackwright("analyze", project, "--fail", "leaf[0]").out


def test_storage_reads_load_the_storage_network(project: Path, stackwright: Stackwright) -> None:
    loads = {}
    for traffic in ("all-to-all", "storage-read"):
        network = stackwright("analyze", project, "--json", "--traffic", traffic).document["network"]
        assert network["traffic"] == traffic
        loads[traffic] = {link["id"]: link["load_gbps"]["value"] for link in network["links"]}
    assert loads["storage-read"]["appliances"] > 0
    assert loads["all-to-all"]["rails"] > 0
    assert not loads["storage-read"]["rails"]


def test_the_summary_names_each_headline(project: Path, stackwright: Stackwright) -> None:
    said = stackwright("analyze", project)
    assert (said.code, said.err) == (0, "")
    for words in (
        "DGX SuperPOD H100, 1 unit",
        "Accelerators",
        "248 × ",
        "Bisection, one way",
        "48 Tb/s",
        "Busiest",
        "IT power, typical",
        "Whole site, typical",
        "PUE",
        "To buy",
        "To run, a month",
        "A month, all told",
        "Accelerator hour",
        "Findings: 0 errors",
    ):
        assert words in said.out
    assert max(map(len, said.out.splitlines())) <= 110


def test_check_exits_by_errors_alone(project: Path, stackwright: Stackwright, tmp_path: Path) -> None:
    assert stackwright("check", project).code == 0
    findings = stackwright("check", project, "--json").document["findings"]
    assert findings
    assert not [finding for finding in findings if finding["severity"] == "error"]
    overfull = tmp_path / "overfull.yaml"
    overfull.write_text(
        "format: stackwright-design\nversion: 1\nnodes:\n- {id: a, part: nvidia/dgx-h100, copies: 9}\n"
        "- {id: b, part: nvidia/qm9700}\nlinks:\n- {id: l, a: a, b: b, medium: fabric, cables: 72}\n"
    )
    said = stackwright("check", overfull, "--json")
    assert (said.code, said.err) == (1, "")
    # A 64-port switch cannot take 72 cables.
    errors = [finding for finding in json.loads(said.out)["findings"] if finding["severity"] == "error"]
    assert "b" in errors[0]["ids"]
    assert stackwright("check", overfull).code == 1
    assert stackwright("analyze", overfull).code == 0
    assert stackwright("bom", overfull).code == 0


def test_templates_are_listed(stackwright: Stackwright) -> None:
    documents = stackwright("templates", "--json").document
    assert [document["name"] for document in documents] == list(TEMPLATES)
    parameter = next(one for one in documents if one["name"] == "dgx-superpod-h100")["parameters"][0]
    assert parameter["name"] == "scale_units"
    assert parameter["choices"] == ["1", "2", "3", "4", "16", "64"]
    assert {"title", "help", "default", "least", "most"} <= set(parameter)
    for name in TEMPLATES:
        assert f"{name}: " in stackwright("templates").out


@pytest.mark.scaled
@pytest.mark.parametrize(("name", "suffix"), EACH_TEMPLATE)
def test_every_template_is_made_and_analysed(name: str, suffix: str, stackwright: Stackwright, tmp_path: Path) -> None:
    path = tmp_path / f"design.{suffix}"
    assert stackwright("new", path, "--template", name).code == 0
    assert stackwright("analyze", path).code == 0
    assert stackwright("check", path).code == 0


def test_the_catalog_is_listed(stackwright: Stackwright, library: Library) -> None:
    documents = stackwright("catalog", "list", "--json").document
    assert {document["id"] for document in documents} == set(library.parts)
    assert all(set(document) == {"id", "name", "vendor", "layer", "kind", "aliases", "tags"} for document in documents)
    assert stackwright("catalog", "list", "dgx", "h100", "--json").code == 2
    assert stackwright("catalog", "list", "dgx h100", "--json").document[0]["id"] == "nvidia/dgx-h100"
    said = stackwright("catalog", "list").out
    assert f"{len(library.parts)} parts" in said
    assert "No part matches" in stackwright("catalog", "list", "zzzzqqqq").out


def test_every_part_can_be_shown(stackwright: Stackwright, library: Library) -> None:
    for part in library.parts.values():
        said = stackwright("catalog", "show", part.id)
        assert (said.code, said.err) == (0, "")
        assert said.out.startswith(f"{part.vendor} {part.name}\n{part.id}, ")
    said = stackwright("catalog", "show", "nvidia/dgx-h100").out
    assert re.search(r"Power, maximum +10,200 W \(greatest system power\) \[\d\]", said)
    assert "8 × 400G OSFP (fabric)" in said
    document = stackwright("catalog", "show", "nvidia/dgx-h100", "--json").document
    assert document["part"]["facts"]["power_max_w"]["value"] == 10_200
    assert {source["id"] for source in document["sources"]} >= set(document["part"]["facts"]["power_max_w"]["sources"])


def test_the_catalog_is_sound(stackwright: Stackwright) -> None:
    said = stackwright("catalog", "check")
    assert said.code == 0, said.out
    assert re.search(r"^Problems +0 errors", said.out, re.MULTILINE)
    document = stackwright("catalog", "check", "--json").document
    assert not [problem for problem in document["problems"] if problem["severity"] == "error"]
    assert document["summary"]["parts"] >= 60
    assert re.search(r"^  server +\d+ +\d+ +\d+ +\d+ +\d+$", said.out, re.MULTILINE)
    assert re.search(r"^  DGX SuperPOD H100, 1 unit +\d+ +\d+% +[\d.]+ M\$ +0% +\d+% +[\d.]+%$", said.out, re.MULTILINE)
    every = document["coverage"]["all_templates"]
    assert every["sure_share"] >= 0.6
    assert every["lines"] == sum(one["lines"] for one in document["coverage"]["templates"])
    assert {one["kind"] for one in document["coverage"]["kinds"]} >= {"server", "cable", "optic", "rack-cabinet"}


def test_a_part_of_ones_own_is_found(stackwright: Stackwright, tmp_path: Path) -> None:
    """The example of the guide, put where the guide says, in a process of its own."""
    guide = (ROOT / "resources" / "guide" / "adding-parts.md").read_text("utf-8")
    files = re.findall(r"```yaml\n# (\S+)\n(.*?)```", guide, re.DOTALL)
    folder = tmp_path / "stackwright" / "parts"
    folder.mkdir(parents=True)
    for name, text in files:
        (folder / name).write_text(text)
    assert {name for name, _ in files} == {"acme.yaml", "sources.yaml"}

    asked = (("catalog", "show", "acme/store-100"), ("catalog", "list", "store 100"), ("catalog", "check", "--json"))
    done = subprocess.run(
        [sys.executable, "-c", IN_ONE_PROCESS, json.dumps(asked)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={"XDG_DATA_HOME": str(tmp_path), "PATH": "/usr/bin:/bin"},
    )
    assert (done.returncode, done.stderr) == (0, "")
    shown, listed, checked, codes = done.stdout.split("\f")
    assert codes.startswith("[0, 0, ")
    assert "1,150 W" in shown
    assert listed.splitlines()[1].startswith("acme/store-100")
    problems = json.loads(checked)["problems"]
    assert not [p for p in problems if p["part"].startswith("acme/") and p["severity"] != "note"]


def test_schemas_are_json_schemas(stackwright: Stackwright) -> None:
    for what in ((), ("design",), ("part",)):
        schema = stackwright("schema", *what).document
        assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
        assert schema["$defs"]


def test_help_and_version(stackwright: Stackwright) -> None:
    assert stackwright("--version").out.startswith("stackwright, version ")
    for words in ((), ("-h",), ("--help",)):
        said = stackwright(*words)
        assert said.code == 0
        assert said.err == ""
        for command in COMMANDS:
            assert f"\n  {command} " in said.out
    # A command that is missing there would open the window in its place.
    assert set(COMMANDS) == set(program.list_commands(Context(program)))
    for command in COMMANDS:
        assert stackwright(command, "--help").out.startswith(f"Usage: stackwright {command}")
