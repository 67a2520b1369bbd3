"""Rates of cables: where a file tells them, and what runs slower than it is drawn."""

import csv
import json
from datetime import date
from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.built.files import write_built
from designer.export.built.rows import comparison_document, sentence
from designer.export.cables.drawn_network import network_of
from designer.reality.built.accepting import accept_as_built, fault_ids
from designer.reality.built.comparing import compare
from designer.reality.built.reading import read_discovered
from designer.reality.built.records import Discovered, DrawnNetwork, FoundCable
from tests.reality.built.made import as_built, with_faults

HEADS = "local_device,local_port,remote_device,remote_port"


@pytest.mark.parametrize(
    ("heading", "cells", "rates"),
    [
        ("speed", ("100G", "400 Gb/s"), [100, 400]),
        ("link speed", ("1.6T", "auto"), [1600, None]),
        # Without a unit: as ports are called, as Linux says it in Mb/s, as SNMP says it in bit/s.
        ("Speed", ("400", "25"), [400, 25]),
        ("speed", ("1000", "400000"), [1, 400]),
        ("bandwidth", ("10000000000", "0"), [10, None]),
        ("speed_mbps", ("100000", "1000"), [100, 1]),
    ],
)
def test_a_table_may_tell_rates(tmp_path: Path, heading: str, cells: tuple[str, str], rates: list[float]) -> None:
    rows = [f"a,{port},b{port},1,{cell}" for port, cell in enumerate(cells)]
    table = tmp_path / "n.csv"
    table.write_text("\n".join([f"{HEADS},{heading}", *rows]), "utf-8")
    assert [cable.rate_gbps for cable in read_discovered([table]).cables] == rates


def test_lldp_tells_what_was_negotiated_and_ibnetdiscover_the_width(tmp_path: Path) -> None:
    port = {"id": {"type": "ifname", "value": "swp1"}, "auto-negotiation": {"current": "100GbaseCR4 - 4 lanes"}}
    told = {"lldp": {"interface": [{"eth0": {"chassis": {"leaf": {"id": {"value": "1"}}}, "port": port}}]}}
    answer = tmp_path / "host.json"
    answer.write_text(json.dumps(told), "utf-8")
    assert [cable.rate_gbps for cable in read_discovered([answer]).cables] == [100]
    # Two cables of one pair run as each of them does, not both as the slower one.
    lines = [
        "Switch 2 'S-01' # 'MF0;leaf-1:Q/U1'",
        "[1] 'H-02'[1] # 'dgx-1 mlx5_0' 4xNDR",
        "[2] 'H-03'[1] # 'dgx-1 mlx5_1' 4xHDR",
    ]
    fabric = tmp_path / "fabric.out"
    fabric.write_text("\n".join(lines).replace("'", '"'), "utf-8")
    assert [cable.rate_gbps for cable in read_discovered([fabric]).cables] == [400, 200]


def test_a_slower_cable_is_a_sort_of_its_own_and_can_be_drawn_so(library: Library, tmp_path: Path) -> None:
    design = build_template("leaf-spine", library, {"nodes": "4"})
    network = network_of(design, library.parts)
    found, _ = with_faults(network, 1, 0, lambda end: f"{end.group} {end.port}")
    slow = network.cables[0]
    assert slow.rate_gbps is not None
    comparison = compare(network, _at_rates(network, found, {slow.id: slow.rate_gbps / 2}))
    (one,) = comparison.slower
    assert (one.cable, one.found_gbps, comparison.rated) == (slow, slow.rate_gbps / 2, len(network.cables))
    assert not comparison.same
    assert sentence(comparison).startswith("1 cable slower than drawn; ")
    document = comparison_document(comparison)
    assert document["cables"]["as_drawn"] == len(network.cables) - 1
    assert document["slower"][0]["drawn"]["cable"] == slow.id
    write_built(tmp_path / "b.csv", comparison, design.name, date(2026, 11, 29), design)
    with (tmp_path / "b.csv").open(encoding="utf-8-sig", newline="") as lines:
        (row,) = csv.DictReader(lines)
    assert (row["What"], row["Found Gb/s"]) == ("slower", f"{slow.rate_gbps / 2:g}")
    # Drawn as it is built, nothing is slower any more; the others keep their rate.
    drawn = accept_as_built(design, comparison, fault_ids(comparison, "slower:1")).applied(design)
    again = network_of(drawn, library.parts)
    assert sorted(cable.rate_gbps or 0 for cable in again.cables)[:2] == [slow.rate_gbps / 2, slow.rate_gbps]


def _at_rates(network: DrawnNetwork, found: Discovered, rates: dict[str, float]) -> Discovered:
    """FOUND, of the same ends as NETWORK, with the drawn rates but for those in RATES."""
    by_ends = {
        frozenset((cable.a.device, cable.b.device, cable.a.port, cable.b.port)): cable for cable in network.cables
    }
    cables: list[FoundCable] = []
    for a, b, _ in found.cables:
        ports = [end.port.rpartition(" ")[2] for end in (a, b)]
        cable = by_ends[frozenset((a.device, b.device, *ports))]
        cables.append(FoundCable(a, b, rates.get(cable.id, cable.rate_gbps)))
    whole = as_built([(a, b) for a, b, _ in cables], network, str)
    return Discovered(form="table", devices=whole.devices, cables=tuple(cables))
