"""NetBox's cables in its import form, its table export and its API's JSON."""

import json

import pytest

from designer.export.graphs.reading import read_graph
from designer.model.network.ports import cable_gbps
from designer.model.records import RefusedInput

DEVICES = """name,role,manufacturer,device_type,rack
dgx-01,server,NVIDIA,DGX H100,R 1
dgx-02,server,NVIDIA,DGX H100,R 1
leaf-01,leaf switch,NVIDIA,QM9700,
oob-01,switch,Nobody,Never Built 48,
"""
CABLES = """side_a_device,side_a_type,side_a_name,side_b_device,side_b_type,side_b_name,type,status,length,length_unit
dgx-01,dcim.interface,OSFP1,leaf-01,dcim.interface,1/1,dac-passive,connected,3,m
leaf-01,dcim.interface,1/2,dgx-01,dcim.interface,OSFP2,dac-passive,connected,3,m
dgx-02,dcim.interface,OSFP1,leaf-01,dcim.interface,2/1,dac-passive,planned,10,ft
dgx-02,dcim.interface,bmc,oob-01,dcim.interface,port 7,cat6,connected,,
dgx-02,dcim.interface,x,dgx-02,dcim.interface,y,,connected,,
dgx-02,dcim.interface,x,provider,circuits.circuittermination,y,,connected,,
dgx-01,dcim.powerport,psu1,oob-01,dcim.poweroutlet,1,power,connected,,
"""


@pytest.fixture
def read_cables(library, tmp_path):
    def read(cables, name="cables.csv", devices=None, devices_name="devices.csv"):
        (tmp_path / name).write_text(cables)
        if devices is not None:
            (tmp_path / devices_name).write_text(devices)
        return read_graph(tmp_path / name, library, tmp_path / devices_name if devices is not None else None)

    return read


def test_cables_and_devices_of_the_import_form(read_cables):
    found = read_cables(CABLES, devices=DEVICES)
    design = found.design
    assert {node.id: (node.part, node.parent) for node in design.nodes.values()} == {
        "R-1": (None, None),
        "dgx-01": ("nvidia/dgx-h100", "R-1"),
        "dgx-02": ("nvidia/dgx-h100", "R-1"),
        "leaf-01": ("nvidia/qm9700", None),
        "oob-01": ("generic/switch", None),
        "provider": ("generic/host", None),
    }
    assert {(link.a, link.b, link.medium, link.cables, link.length_m) for link in design.links.values()} == {
        ("dgx-01", "leaf-01", "fabric", 2, 3.0),
        ("dgx-02", "leaf-01", "fabric", 1, 3.048),
        ("dgx-02", "oob-01", "management", 1, None),
    }
    by_end = {(link.a, link.b): link for link in design.links.values()}
    assert cable_gbps(design, by_end["dgx-01", "leaf-01"]) == 400
    assert by_end["dgx-02", "oob-01"].a_port == "bmc"
    for note in (
        "One cable is planned; taken like the others.",
        "One cable from a device to itself was left out.",
        "One cable ends at a circuittermination, which has no place; left out.",
        "One power cable was left out: the parts at its ends have no plugs that fit.",
        "The device type 'Never Built 48' is not in the catalog; its device is a generic one.",
        "The cable type 'dac-passive' of 3 cables has no place; left out.",
    ):
        assert note in found.notes


def test_a_table_export_without_devices_guesses_by_name_and_tells(read_cables):
    found = read_cables(
        "ID,Label,Device A,Termination A,Device B,Termination B,Length\n"
        '1,,leaf1,"Eth1,Eth2",srv1,"p1,p2",2 Meters\n2,,leaf1,Eth3,x9,p1,\n'
    )
    assert {node.id: node.part for node in found.design.nodes.values()} == {
        "leaf1": "generic/switch",
        "srv1": "generic/host",
        "x9": "generic/host",
    }
    assert {(link.a, link.b, link.cables, link.length_m) for link in found.design.links.values()} == {
        ("leaf1", "srv1", 2, 2.0),
        ("leaf1", "x9", 1, None),
    }
    assert "No port states the rate of 3 network cables; it stays unknown." in found.notes


def test_the_answer_of_the_api(read_cables):
    def end(device, name):
        return {"object_type": "dcim.interface", "object_id": 1, "object": {"device": {"name": device}, "name": name}}

    cables = {
        "count": 1,
        "results": [
            {
                "id": 1,
                "type": "mmf-om4",
                "a_terminations": [end("dgx", "p1")],
                "b_terminations": [end("leaf", "1"), end("leaf", "2")],
                "status": {"value": "connected", "label": "Connected"},
                "length": 5.0,
                "length_unit": {"value": "m", "label": "Meters"},
            }
        ],
    }
    devices = {
        "results": [
            {"name": "dgx", "device_type": {"model": "DGX H100", "manufacturer": {"name": "NVIDIA"}}, "rack": None},
            {"name": "leaf", "device_type": {"model": "QM9700"}, "role": {"name": "Leaf"}, "rack": {"name": "A1"}},
        ]
    }
    design = read_cables(json.dumps(cables), "cables.json", json.dumps(devices), "devices.json").design
    assert [(link.a, link.b, link.cables, link.length_m) for link in design.links.values()] == [("dgx", "leaf", 2, 5.0)]
    assert design.nodes["leaf"].parent == "A1"


@pytest.mark.parametrize(
    ("cables", "devices", "said"),
    [
        ("label,type\nx,y\n", None, "devices of both sides"),
        (CABLES, "a,b\n1,2\n", "devices.csv: "),
        ("", None, "empty"),
        ("PK\x03\x04", None, "workbook"),
    ],
)
def test_what_is_no_list_of_cables_is_refused(read_cables, cables, devices, said):
    with pytest.raises(RefusedInput, match=said):
        read_cables(cables, devices=devices)


def test_devices_beside_a_graph_are_refused(read_cables):
    with pytest.raises(RefusedInput, match="no NetBox cables"):
        read_cables("graph { a }", "a.dot", DEVICES)


def test_hostile_rows_give_no_more_than_notes(read_cables):
    found = read_cables(
        "Device A,Termination A,Device B,Termination B,Length,Length Unit\n"
        f"a,{'x ' * 50}1,b,y,1e999,m\n,,,,,\na,,,,nan,m\n{'z' * 500},p,b,q,-1,m\n"
    )
    assert all(link.length_m is None for link in found.design.links.values())
    assert len(found.design.nodes) == 3
