"""One device has one name in all documents: schedule, labels, port maps, racks, addresses, labs, NetBox, built."""

import csv
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from designer.analysis.run import analyze
from designer.drawing.racks.elevations import draw_racks
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.cables.cable_rows import cable_rows
from designer.export.cables.cable_schedule import CableSchedule, cable_schedule
from designer.export.cables.drawn_network import addresses_of, drawn_cables, network_of
from designer.export.containerlab.address_tables import address_rows
from designer.export.containerlab.lab_kinds import lab_options
from designer.export.containerlab.topology import lab_of, lab_pieces
from designer.export.paper.content import PackContent
from designer.export.paper.labels import write_labels
from designer.export.paper.schedules import port_maps
from designer.model.copy_ids import CopyId
from designer.model.design import Design
from designer.model.device_names import DeviceNames, device_names
from designer.model.kinds import RACKS
from designer.reality.netbox.outgoing import objects_of
from tests.shipped import LIBRARY

SMALL = {
    "ten-thousand-h100": {"pods": "2"},
    "dual-plane": {"hosts": "4", "cards": "2", "leaf_radix": "8", "spine_radix": "8"},
}
# Titles that several nodes share, racks of several copies, planes, power; all templates with -m long.
USUAL = ("ai-stack", "dgx-superpod-h100", "dual-plane")


@pytest.mark.parametrize(
    "template",
    [pytest.param(name, marks=() if name in USUAL else pytest.mark.long) for name in TEMPLATES if name != "empty"],
)
def test_every_output_calls_a_device_by_its_one_name(template: str, tmp_path: Path) -> None:
    design = build_template(template, LIBRARY, SMALL.get(template, {}))
    names = device_names(design)
    schedule = cable_schedule(design, LIBRARY.parts)
    called = {
        str(CopyId(node, copy)): names.of(node, copy) for node in design.nodes for copy in range(names.copies(node))
    }
    assert len({name.casefold() for name in called.values()}) == len(called)
    for device, name in (*in_schedule(schedule), *in_network(design)):
        assert called[device] == name
    every = set(called.values())
    assert set(in_labels(tmp_path, schedule)) <= every
    assert set(in_racks(design, names)) <= every
    assert set(in_port_maps(design, schedule)) <= every
    assert set(in_netbox(design, schedule)) <= every


def in_schedule(schedule: CableSchedule) -> Iterator[tuple[str, str]]:
    headings, rows = cable_rows(schedule)
    for row in rows:
        cells = dict(zip(headings, row, strict=True))
        for end in ("From", "To"):
            yield str(cells[end]), str(cells[f"{end} name"])
            assert str(cells[f"{end} name"]) in str(cells["Label"])


def in_network(design: Design) -> Iterator[tuple[str, str]]:
    """The built comparison's network, the address plan, its tables and the lab, with host names of one function."""
    names = device_names(design)
    for one in network_of(design, LIBRARY.parts).devices.values():
        yield str(CopyId(one.node, one.copy)), one.name
    plan = addresses_of(design, LIBRARY.parts)
    if not plan.ports:
        return
    hosts: dict[str, str] = {}
    for row in address_rows(plan):
        yield str(row[0]), str(row[1])
        hosts[str(row[2])] = str(row[0])
    lab: Mapping[str, Any] = yaml.load(
        "".join(lab_pieces(lab_of(design, plan, lab_options({})), "x")), yaml.CSafeLoader
    )
    for host, node in lab["topology"]["nodes"].items():
        device = node["labels"]["stackwright-device"]
        assert hosts[host] == device
        assert host == names.host(*_copy(device))
        yield device, node["labels"]["stackwright-name"]


def _copy(device: str) -> tuple[str, int]:
    read = CopyId.read(device)
    return read.id, read.copy or 0


def in_labels(folder: Path, schedule: CableSchedule) -> Iterator[str]:
    if not len(schedule):
        return
    write_labels(folder / "labels.csv", schedule)
    for row in csv.DictReader(io.StringIO((folder / "labels.csv").read_text("utf-8-sig"))):
        yield row["This end"].rpartition(" · ")[0]


def in_racks(design: Design, names: DeviceNames) -> Iterator[str]:
    racks = [node.id for node in design.nodes_in_order() if node.kind in RACKS]
    for column in draw_racks(design, racks, copies=dict.fromkeys(racks, 0)).columns:
        yield column.title
        for elevation in column.elevations:
            yield from (box.title for box in elevation.boxes)


def in_port_maps(design: Design, schedule: CableSchedule) -> Iterator[str]:
    for group in port_maps(PackContent(design, schedule, analyze(design, only=("power",)))):
        yield group.heading.split(" · ")[0]


def in_netbox(design: Design, schedule: CableSchedule) -> Iterator[str]:
    objects = objects_of(design, drawn_cables(schedule), "no addresses").objects
    yield from (row["name"] for kind in ("racks", "devices", "power-panels") for row in objects[kind])
