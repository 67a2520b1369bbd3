"""Files of networks as they are found: each form, and what is no network, in one clear line."""

import json
from pathlib import Path

import pytest

from designer.model.records import RefusedInput
from designer.reality.built.naming_map import read_naming_map
from designer.reality.built.reading import read_discovered

IB = """#
# Topology file: generated on Sat Nov 28 10:00:00 2026
#
vendid=0x2c9
devid=0xd2f2
sysimgguid=0x1000000000000001
switchguid=0x1000000000000001(1000000000000001)
Switch\t65 "S-1000000000000001"\t\t# "MF0;leaf-1:MQM9700/U1" enhanced port 0 lid 7 lmc 0
[1]\t"H-2000000000000001"[1](2000000000000001) \t\t# "dgx-1 mlx5_0" lid 10 4xNDR
[2]\t"H-2000000000000002"[1](2000000000000002) \t\t# "dgx-1 mlx5_1" lid 11 4xNDR
[3]\t"H-2000000000000003"[1](2000000000000003) \t\t# "MT4129 ConnectX7   Mellanox Technologies" lid 12 4xNDR
[65]\t"H-1000000000000009"[1](1000000000000009) \t\t# "Mellanox Technologies Aggregation Node" lid 193 4xNDR

vendid=0x2c9
devid=0x1021
sysimgguid=0x2000000000000001
caguid=0x2000000000000001
Ca\t1 "H-2000000000000001"\t\t# "dgx-1 mlx5_0"
[1](2000000000000001) \t"S-1000000000000001"[1]\t\t# lid 10 lmc 0 "MF0;leaf-1:MQM9700/U1" lid 7 4xNDR
"""
REPORT = """CA 10 1 0x2000000000000001 4x NDR - SW 7 1 0x1000000000000001 ( 'dgx-1 mlx5_0' - 'MF0;leaf-1:MQM9700/U1' )
SW 7  1 0x1000000000000001 4x NDR - CA 10 1 0x2000000000000001 ( 'MF0;leaf-1:MQM9700/U1' - 'dgx-1 mlx5_0' )
SW 7 40 0x1000000000000001 4x SDR       'MF0;leaf-1:MQM9700/U1'
"""
ARISTA = """leaf# show lldp neighbors
Port      Neighbor Device ID   Neighbor Port ID   TTL
-----
swp1      dgx-1                eth0               120
"""
CUMULUS = """LocalPort  Speed  Mode     RemoteHost  RemotePort
---------  -----  -------  ----------  ----------
swp1       100G   Default  dgx-1       eth0
"""
CISCO = """Device ID           Local Intf     Hold-time  Capability      Port ID
dgx-1               swp1           120        B,R             eth0
"""


def _lldp(name: str, port: str, told: str, sort: str = "ifname") -> dict[str, object]:
    return {
        "via": "LLDP",
        "chassis": {
            name: {"id": {"type": "mac", "value": "00:11"}, "capability": [{"type": "Bridge", "enabled": True}]}
        },
        "port": {"id": {"type": sort, "value": told}, "descr": port},
    }


def test_a_cable_schedule_is_read_up_to_what_is_bought(tmp_path: Path) -> None:
    path = tmp_path / "cables.csv"
    ends = "From,From port,To,To port\r\nleaf,swp1,dgx,eth0\r\n"
    path.write_text(f"{ends}\r\nWhat is bought\r\nPart,Vendor,Quantity\r\nfibre,Acme,12\r\n", "utf-8")
    assert read_discovered([path]).devices.keys() == {"leaf", "dgx"}


def test_ibnetdiscover_tells_of_hosts_by_their_adapters(tmp_path: Path) -> None:
    found = read_discovered([_file(tmp_path, "fabric.out", IB)])
    ends = {(cable.a.device, cable.a.port, cable.b.device, cable.b.port, cable.rate_gbps) for cable in found.cables}
    assert ends == {
        ("dgx-1", "mlx5_0", "leaf-1", "1", 400),
        ("dgx-1", "mlx5_1", "leaf-1", "2", 400),
        ("2000000000000003", "1", "leaf-1", "3", 400),
    }
    assert {name: (one.kind, one.named) for name, one in found.devices.items()} == {
        "leaf-1": ("switch", True),
        "dgx-1": ("host", True),
        "2000000000000003": ("host", False),
    }
    assert "1 aggregation node" in found.notes[0]
    report = read_discovered([_file(tmp_path, "ports.txt", REPORT)])
    assert [(a.port, b.port, rate) for a, b, rate in report.cables] == [("mlx5_0", "1", 400)]


def test_both_ends_of_a_cable_that_tell_of_it_tell_of_one(tmp_path: Path) -> None:
    folder = tmp_path / "lldp"
    folder.mkdir()
    leaf = {
        "lldp": {
            "interface": [{"swp1": _lldp("dgx-1", "eth0", "aa:bb", "mac")}, {"swp2": _lldp("spine", "swp9", "swp9")}]
        }
    }
    host = {"lldp": {"interface": {"eth0": _lldp("leaf.example.net", "to the hall", "swp1")}}}
    zero = {
        "lldp": [
            {
                "interface": [
                    {
                        "name": "swp9",
                        "chassis": [{"id": [{"type": "mac", "value": "00:22"}], "name": [{"value": "leaf"}]}],
                        "port": [{"id": [{"type": "ifname", "value": "swp2"}], "descr": [{"value": "up"}]}],
                    }
                ]
            }
        ]
    }
    for name, document in (("leaf", leaf), ("dgx-1", host), ("spine", zero)):
        (folder / f"{name}.json").write_text(json.dumps(document), "utf-8")
    found = read_discovered([folder])
    assert {(a, b) for a, b, _ in found.cables} == {
        (("dgx-1", "eth0"), ("leaf", "swp1")),
        (("leaf", "swp2"), ("spine", "swp9")),
    }


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.csv", "local_device,local_port,remote_device,remote_port\nleaf,swp1,dgx-1,eth0\ndgx-1,eth0,leaf,swp1\n"),
        ("t.csv", "Device A;Interface A;Device B;Interface B\nleaf;swp1;dgx-1;eth0\n"),
        ("leaf.csv", "Local Intf,Neighbor,Neighbor Port\nswp1,dgx-1,eth0\n"),
        ("x.txt", ARISTA),
        ("leaf.txt", CUMULUS),
        ("leaf.txt", CISCO),
    ],
)
def test_tables_of_neighbours_are_read_in_any_form(tmp_path: Path, name: str, text: str) -> None:
    (cable,) = read_discovered([_file(tmp_path, name, text)]).cables
    assert {cable.a, cable.b} == {("leaf", "swp1"), ("dgx-1", "eth0")}


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("a.out", "", "a.out: It is empty."),
        ("a.out", IB[: IB.index("[2]") + 9], "cut off within line 10"),
        ("a.json", '{"lldp": {"interface": [', "not valid JSON"),
        ("a.json", '{"nodes": []}', "no answer of lldpctl"),
        ("a.json", '{"lldp": {}}', "No neighbour is told of"),
        ("a.csv", "price,unit\n3,4\n", "needs a column for each end"),
        ("a.yaml", "- 1\n", "no topograph model"),
        ("a.yaml", "switches:\n  a: {switches: [b]}\n  b: {switches: [a]}\nblocks: []\n", "hangs on itself"),
        ("a.yaml", "blocks:\n- nodes: ['n[1-99999999]']\n", "names more than"),
        ("a.yaml", "switches:\n  a: {switches: [b]}\nblocks:\n- nodes: [b]\n", "a switch and a node"),
        ("a.yaml", "switches:\n  a: {switches: [b]}\n  a: {switches: [c]}\nblocks: []\n", "stands twice"),
        ("a.txt", "nothing of the kind\n", "no table of neighbours"),
    ],
)
def test_what_is_no_network_is_refused_in_one_line(tmp_path: Path, name: str, text: str, words: str) -> None:
    with pytest.raises(RefusedInput) as refused:
        read_discovered([_file(tmp_path, name, text)])
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)


def test_ranges_keep_their_zeros_and_numbers_their_text(tmp_path: Path) -> None:
    text = "switches:\n  0101: {switches: [0102]}\nblocks:\n- {switch: 0102, nodes: ['gpu[008-011,20]']}\n"
    found = read_discovered([_file(tmp_path, "m.yaml", text)])
    assert list(found.devices) == ["0101", "0102", "gpu008", "gpu009", "gpu010", "gpu011", "gpu20"]


def test_a_model_may_tell_of_a_cable_too_many(tmp_path: Path) -> None:
    tree = "switches:\n  a: {switches: [c]}\n  b: {switches: [c]}\n"
    text = f"{tree}blocks:\n- {{switch: a, nodes: [n]}}\n- {{switch: b, nodes: [n]}}\n"
    found = read_discovered([_file(tmp_path, "m.yaml", text)])
    assert [(a.device, b.device) for a, b, _ in found.cables] == [("c", "a"), ("c", "b"), ("n", "a"), ("n", "b")]
    assert all("though topograph takes one" in note for note in found.notes)


def test_a_map_of_names_may_be_a_table_a_mapping_or_a_node_name_map(tmp_path: Path) -> None:
    node_names = _file(tmp_path, "names", '0x2000000000000003 "dgx[2] osfp 3"\n')
    assert read_naming_map(node_names).devices == {"2000000000000003": "dgx[2] osfp 3"}
    table = read_naming_map(_file(tmp_path, "m.csv", "found,drawn,found_port,drawn_port\nA1,leaf[0],swp1,osfp 7\n"))
    assert table.devices == {"a1": "leaf[0]"}
    assert table.ports == {("a1", "swp1"): "osfp 7"}
    assert read_naming_map(_file(tmp_path, "m.yaml", "A1: leaf\n")).devices == {"a1": "leaf"}


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path
