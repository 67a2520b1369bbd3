"""Nothing of a NetBox site goes unsaid: every field of every object is in the account, taken or not."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from designer.catalog.library import Library
from designer.catalog.netbox.importing import read_document
from designer.model.kinds import RACK, ROOM, SITE
from designer.model.records import RefusedInput
from designer.reality.netbox.incoming import SiteImport, design_of_site
from designer.reality.netbox.ledger import is_said
from designer.reality.netbox.reading import NetBoxObjects, is_netbox_path, read_netbox

DAY = date(2026, 11, 28)
TYPES = Path(__file__).parents[2] / "catalog" / "netbox" / "data"
DEVICES = 500


@pytest.fixture(scope="module")
def held_types() -> dict[str, dict[str, Any]]:
    """The device types of the held library."""
    found: dict[str, dict[str, Any]] = {}
    for path in sorted(TYPES.rglob("*.yaml")):
        document = yaml.safe_load(path.read_text("utf-8"))
        if "u_height" in document and "slug" in document and "form_factor" not in document:
            found[path.name] = document
    return found


@pytest.fixture(scope="module")
def site(held_types: dict[str, dict[str, Any]]) -> NetBoxObjects:
    """A site of 500 devices of all those types, with fields of every sort, as the API answers."""
    types = list(held_types.values())
    by_kind: dict[str, list[dict[str, Any]]] = {
        "sites": [
            _object("sites", 1, name="North", slug="north", region={"id": 1, "name": "EU"}, physical_address="1 Road")
        ],
        "locations": [
            _object("locations", 1, name="Hall", slug="hall", site={"id": 1, "name": "North"}, _depth=0, rack_count=3),
            _object(
                "locations",
                2,
                name="Cage",
                slug="cage",
                site={"id": 1, "name": "North"},
                parent={"id": 1, "name": "Hall"},
            ),
        ],
        "racks": [],
        "devices": [],
        "interfaces": [],
        "cables": [],
        "power-panels": [_object("power-panels", 1, name="PP1", site={"id": 1}, location={"id": 1, "name": "Hall"})],
        "power-feeds": [],
        "cooling-sources": [
            _object("cooling-sources", 1, name="Chiller 1", site={"id": 1}, fluid_type={"value": "water"}, flow=3)
        ],
        "cooling-feeds": [
            _object("cooling-feeds", 1, name="Loop", cooling_source={"id": 1}, rack={"id": 1}, supply_c=18)
        ],
        "virtual-machines": [_object("virtual-machines", 1, name="vm1", vcpus=4, memory=8192)],
        "plugin-things": [_object("plugin-things", 1, whatever=[1, 2])],
    }
    for number in range(1, 21):
        rack = _object(
            "racks", number, name=f"R{number}", site={"id": 1, "name": "North"}, u_height=42, width={"value": 19}
        )
        by_kind["racks"].append(
            {**rack, "location": {"id": 2, "name": "Cage"}, "facility_id": f"F{number}", "max_weight": 900}
        )
        feed = _object(
            "power-feeds", number, name=f"feed {number}", power_panel={"id": 1, "name": "PP1"}, voltage=415, amperage=32
        )
        by_kind["power-feeds"].append({**feed, "rack": {"id": number, "name": f"R{number}"}})
    port = 0
    first: dict[int, int] = {}
    for number in range(1, DEVICES + 1):
        kind = types[number % len(types)]
        named = {
            "id": number % len(types),
            "model": kind["model"],
            "slug": kind["slug"],
            "manufacturer": {"name": kind["manufacturer"]},
        }
        device = _object("devices", number, name=f"dev{number:03d}", device_type=named, role={"id": 1, "name": "thing"})
        device |= {"site": {"id": 1, "name": "North"}, "rack": {"id": 1 + number % 20, "name": f"R{1 + number % 20}"}}
        device |= {
            "position": 1.0 + number // 20,
            "face": {"value": "front"},
            "serial": f"S{number}",
            "status": {"value": "active"},
        }
        device |= {
            "custom_fields": {"owner": "ops"},
            "tags": [{"name": "x"}],
            "local_context_data": None,
            "interface_count": 2,
        }
        by_kind["devices"].append(device)
        for interface in kind.get("interfaces", ())[:2]:
            port += 1
            first.setdefault(number, port)
            one = _object(
                "interfaces", port, name=interface["name"], type={"value": interface["type"]}, mtu=9000, enabled=True
            )
            by_kind["interfaces"].append({**one, "device": {"id": number, "name": f"dev{number:03d}"}})
    pairs = list(zip(list(first)[::2], list(first)[1::2], strict=False))
    for number, (a, b) in enumerate(pairs, 1):
        ends = [[{"object_type": "dcim.interface", "object_id": first[one]}] for one in (a, b)]
        cable = _object(
            "cables", number, type="mmf-om4", label=f"C{number}", length=3 + number % 7, length_unit={"value": "m"}
        )
        by_kind["cables"].append(
            {**cable, "a_terminations": ends[0], "b_terminations": ends[1], "status": {"value": "connected"}}
        )
    return NetBoxObjects(by_kind=by_kind, types=held_types)


def _object(kind: str, number: int, **fields: Any) -> dict[str, Any]:
    own = {
        "id": number,
        "url": f"https://netbox.example/api/dcim/{kind}/{number}/",
        "display": "x",
        "last_updated": "2026",
    }
    return {**own, "description": "", "comments": None, **fields}


@pytest.fixture(scope="module")
def taken(site: NetBoxObjects, library: Library) -> SiteImport:
    """The site as a design."""
    return design_of_site(site, library, "North", DAY)


def test_every_field_of_every_object_is_accounted_for(site: NetBoxObjects, taken: SiteImport) -> None:
    said = Counter(
        (kind, field)
        for kind, rows in site.by_kind.items()
        for row in rows
        for field, value in row.items()
        if is_said(value)
    )
    told: Counter[tuple[str, str]] = Counter()
    for entry in taken.entries:
        told[entry.object, entry.field] += entry.objects
        assert entry.outcome != "not mapped" or entry.why
    assert told == said
    assert taken.objects == {kind: len(rows) for kind, rows in site.by_kind.items()}
    outcome = {(entry.object, entry.field): entry.outcome for entry in taken.entries}
    assert outcome["devices", "custom_fields"] == outcome["plugin-things", "whatever"] == "not mapped"
    assert outcome["devices", "serial"] == outcome["cables", "length"] == outcome["racks", "u_height"] == "taken"
    assert outcome["devices", "url"] == "NetBox's own"


def test_the_site_is_drawn_as_it_stands(site: NetBoxObjects, taken: SiteImport) -> None:
    design = taken.design
    by_name = {node.title: node for node in design.nodes.values()}
    assert by_name["North"].kind == SITE
    assert by_name["Hall"].kind == ROOM
    assert sum(node.kind == RACK for node in design.nodes.values()) == 20
    drawn = [by_name[f"dev{number:03d}"] for number in range(1, DEVICES + 1)]
    for number, node in enumerate(drawn, 1):
        assert node.parent == by_name[f"R{1 + number % 20}"].id
        assert node.rack is not None
        assert node.rack.u == 1 + number // 20
        assert f"serial: S{number}" in node.note
        assert node.part in design.parts
    cables = [link for link in design.links.values() if link.medium not in {"cools", "feeds"}]
    assert sum(link.cables for link in cables) == len(site.by_kind["cables"])
    assert {link.length_m for link in cables} <= {3.0 + number for number in range(7)}
    # Power feeds that no cable is on feed their racks; the loop cools the one that it is delivered to.
    assert sum(link.medium == "feeds" for link in design.links.values()) == 20
    assert sum(link.medium == "cools" for link in design.links.values()) == 1
    assert "415 V, 32 A" in by_name["PP1"].note


def test_each_key_of_the_held_types_is_accounted_for(held_types: dict[str, dict[str, Any]]) -> None:
    for name, document in held_types.items():
        _, _, notes = read_document(document, "device", DAY)
        told = {note.field.partition(".")[0] for note in notes}
        assert set(document) - told <= {"slug"}, name


def test_tables_and_answers_in_a_folder_are_one_site(tmp_path: Path, library: Library) -> None:
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "netbox_sites.csv").write_text("Name,Slug,Status\nNorth,north,active\n", "utf-8")
    (folder / "netbox_racks.csv").write_text("Name,Site,Height\nR1,North,\n", "utf-8")
    (folder / "devices.csv").write_text(
        "Name,Manufacturer,Device Type,Role,Site,Rack,Position,Face,Serial\n"
        "leaf,NVIDIA,QM9700,Leaf,North,R1,40,Front,A1\nh1,NVIDIA,DGX H100,Server,North,R1,1,Front,\n",
        "utf-8",
    )
    cables = [
        {
            "id": 1,
            "url": "https://n/api/dcim/cables/1/",
            "a_terminations": [
                {"object_type": "dcim.interface", "object": {"device": {"name": "leaf"}, "name": "osfp 1"}}
            ],
            "b_terminations": [
                {"object_type": "dcim.interface", "object": {"device": {"name": "h1"}, "name": "osfp 1"}}
            ],
        }
    ]
    (folder / "cables.json").write_text(json.dumps({"count": 1, "results": cables}), "utf-8")
    assert is_netbox_path(folder)
    design = design_of_site(read_netbox(folder), library, "x", DAY).design
    assert {node.part for node in design.nodes.values() if node.part} == {"nvidia/qm9700", "nvidia/dgx-h100"}
    (link,) = design.links.values()
    assert (link.medium, link.cables, link.length_m) == ("fabric", 1, None)


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("devices.json", b'{"results": [', "not valid JSON"),
        ("devices.json", b"[1, 2]", "no objects"),
        ("x.zip", b"PK\x03\x04 cut off", "no archive"),
        ("what.csv", b"a,b\n1,2\n", "holds no objects of NetBox"),
        ("devices.csv", b"", "holds no objects of NetBox"),
    ],
)
def test_what_is_no_site_is_refused_in_one_line(tmp_path: Path, name: str, body: bytes, words: str) -> None:
    path = tmp_path / name
    path.write_bytes(body)
    with pytest.raises(RefusedInput) as refused:
        read_netbox(path)
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
