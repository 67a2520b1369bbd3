"""Labs of containerlab: valid by its schema, with exactly the links that are drawn, and names that containers take."""

import csv
import io
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from msgspec.structs import replace

from designer.analysis.addresses.plan import address_plan
from designer.analysis.network.network_context import survey_of
from designer.edit.addresses import set_addresses
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.cables.drawn_network import network_of
from designer.export.containerlab.address_tables import address_rows, write_addresses
from designer.export.containerlab.lab_kinds import LAB_KINDS, lab_options
from designer.export.containerlab.topology import lab_of, write_containerlab
from designer.model.design import Design
from designer.model.device_names import host_names
from designer.model.parts.part import NETWORK_MEDIA
from designer.model.records import RefusedInput
from tests.shipped import LIBRARY

SCHEMA = jsonschema.Draft7Validator(
    json.loads((Path(__file__).parents[2] / "data/containerlab/clab.schema.json").read_text("utf-8"))
)
INFINIBAND = {"ai-stack", "dgx-superpod-h100", "nvl72", "training-run", "data-platform", "ten-thousand-h100"}
NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]*[a-z0-9])?")


def written(folder: Path, design: Design, **options: str) -> tuple[dict[str, Any], list[str]]:
    """Write the lab of DESIGN and read it as YAML."""
    path = folder / "lab.clab.yml"
    plan = address_plan(design, network_of(design, LIBRARY.parts).cables)
    said = write_containerlab(path, lab_of(design, plan, lab_options(options)))
    return yaml.load(path.read_text("utf-8"), yaml.CSafeLoader), said


def neighbours(lab: dict[str, Any]) -> Counter[tuple[str, ...]]:
    """Return how many links join each two devices of a lab, by the labels of its nodes; each interface is used once."""
    nodes = lab["topology"]["nodes"]
    ends = [end for link in lab["topology"]["links"] for end in link["endpoints"]]
    assert len(set(ends)) == len(ends)
    device = {name: node["labels"]["stackwright-device"] for name, node in nodes.items()}
    pairs = [[device[end.split(":")[0]] for end in link["endpoints"]] for link in lab["topology"]["links"]]
    return Counter(tuple(sorted(pair)) for pair in pairs)


def drawn(design: Design) -> Counter[tuple[str, ...]]:
    """Return how many cables join each two devices, from the network that the analysis lays out for its flows."""
    found: Counter[tuple[str, ...]] = Counter()
    for medium in NETWORK_MEDIA:
        fabric = survey_of(design).fabric((medium,))
        assert fabric is not None
        assert not fabric.looped
        owner = fabric.node_of()
        names = [f"{fabric.nodes[node]}[{place - fabric.first[node]}]" for place, node in enumerate(owner.tolist())]
        for tail, head, cables in zip(fabric.tail.tolist(), fabric.head.tolist(), fabric.cables.tolist(), strict=True):
            found[tuple(sorted((names[tail], names[head])))] += cables
    return found


@pytest.mark.parametrize("template", TEMPLATES)
def test_neighbours_equal_the_drawn_links_and_the_schema_holds(template: str, tmp_path: Path) -> None:
    design = build_template(template, LIBRARY, {"pods": "3"} if template == "ten-thousand-h100" else {})
    wanted = drawn(design)
    if not wanted:
        with pytest.raises(RefusedInput, match="There is nothing to boot"):
            written(tmp_path, design)
        return
    lab, said = written(tmp_path, design, configs="no")
    assert neighbours(lab) == wanted
    assert not list(SCHEMA.iter_errors(lab))
    assert all(NAME.fullmatch(name) for name in lab["topology"]["nodes"])
    assert all(len(f"clab-{lab['name']}-{name}") <= 63 for name in lab["topology"]["nodes"])
    # What is not as in the drawing is told on paper and in the file.
    notes = [line.removeprefix("Note: ") for line in said if "InfiniBand" in line]
    assert len(notes) == (template in INFINIBAND)
    assert all(f"# {note}\n" in (tmp_path / "lab.clab.yml").read_text("utf-8") for note in notes)


@pytest.mark.parametrize("kind", LAB_KINDS)
def test_every_kind_of_switch_holds_the_schema(kind: str, tmp_path: Path) -> None:
    design = build_template("leaf-spine", LIBRARY, {"nodes": "8", "links_per_node": "2"})
    lab, _ = written(tmp_path, design, kind=kind, image="an/image:1", type="ixr-d3" if "srl" in kind else "")
    assert not list(SCHEMA.iter_errors(lab))
    switches = [name for name, node in lab["topology"]["nodes"].items() if node["group"] != "host"]
    assert {lab["topology"]["nodes"][name]["kind"] for name in switches} == {kind}
    ends = {end for link in lab["topology"]["links"] for end in link["endpoints"] if end.split(":")[0] in switches}
    assert all(re.fullmatch(LAB_KINDS[kind].interface.replace("{}", r"\d+"), end.split(":")[1]) for end in ends)
    assert (tmp_path / "lab-frr").exists() == (kind == "linux")


def test_names_that_look_alike_or_have_no_letters_are_told_apart() -> None:
    names = host_names(
        ["Leaf 1", "leaf-1", "LEAF 1!", "机架", "-", "x" * 300, "x" * 299, "../../etc", "a\nb: c", "leaf-1-2"]
    )
    assert len(set(names)) == len(names)
    assert all(NAME.fullmatch(name) and len(name) <= 40 for name in names)
    assert names[:4] == ["leaf-1", "leaf-1-2", "leaf-1-3", "device"]


def test_a_lab_asks_for_an_image_and_refuses_what_it_does_not_know() -> None:
    for said, words in (
        ({"kind": "nokia_srlinux"}, "say yours with --set image=NAME"),
        ({"kind": "router"}, "no switches of the kind 'router'"),
        ({"size": "1"}, "has no option 'size'"),
        ({"image": "a\nb"}, "must be one word"),
    ):
        with pytest.raises(RefusedInput, match=words):
            lab_options(said)


def test_tables_agree_with_the_lab_and_no_cell_becomes_a_formula(tmp_path: Path) -> None:
    design = build_template("leaf-spine", LIBRARY, {"nodes": "8", "links_per_node": "2"})
    nasty = replace(design.nodes["leaf"], name='=HYPERLINK("x") {{ 7*7 }} \u2028')
    design = replace(design, nodes={**design.nodes, "leaf": nasty})
    design = set_addresses(design, {"ipv6": "fd00:1:2::/48"}).applied(design)
    plan = address_plan(design, network_of(design, LIBRARY.parts).cables)
    lab, _ = written(tmp_path, design)
    for ending in ("csv", "json", "yaml"):
        write_addresses(tmp_path / f"table.{ending}", plan)
    table = list(csv.DictReader(io.StringIO((tmp_path / "table.csv").read_text("utf-8-sig"))))
    assert len(table) == len(list(address_rows(plan))) == 2 * len(lab["topology"]["links"])
    assert not [cell for row in table for cell in row.values() if cell[:1] in {"=", "+", "-", "@"}]
    ends = {tuple(link["endpoints"]) for link in lab["topology"]["links"]}
    of_table = {(f"{row['Host name']}:{row['Interface']}", row["Peer"], row["Peer interface"]) for row in table}
    device = {name: node["labels"]["stackwright-device"] for name, node in lab["topology"]["nodes"].items()}
    for a, b in ends:
        assert (a, device[b.split(":")[0]], b.split(":")[1]) in of_table
    document = json.loads((tmp_path / "table.json").read_text("utf-8"))
    inventory = yaml.safe_load((tmp_path / "table.yaml").read_text("utf-8"))["all"]
    assert inventory["vars"]["fabric_ipv6"] == "fd00:1:2::/48"
    hosts = {name: host for group in inventory["children"].values() for name, host in group["hosts"].items()}
    assert hosts.keys() == lab["topology"]["nodes"].keys() == {one["host_name"] for one in document["devices"]}
    assert "{{" not in json.dumps(hosts)
    for one in document["devices"]:
        assert [port["address"] for port in one["ports"]] == [
            port["address"] for port in hosts[one["host_name"]]["fabric_ports"]
        ]
        mine = [row for row in table if row["Device"] == one["device"]]
        assert [row["Address"] for row in mine] == [port["address"] for port in one["ports"]]
        assert {row["ASN"] for row in mine} == {str(one["asn"] or "")}
