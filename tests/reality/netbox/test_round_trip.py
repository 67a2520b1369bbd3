"""Out to NetBox and in again: each object passes the published schema, and the design comes back."""

import re
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from designer.catalog.library import Library
from designer.edit.templates.templates import build_template
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.cables.drawn_network import drawn_cables
from designer.export.cables.rack_homes import RackHomes
from designer.export.netbox_bundle import write_netbox_bundle
from designer.model.design import Design
from designer.model.device_names import device_names
from designer.model.kinds import KINDS
from designer.model.naming import title_of
from designer.reality.netbox.bundle import document_of_bundle
from designer.reality.netbox.incoming import design_of_site
from designer.reality.netbox.outgoing import CABLED, ORDER
from designer.reality.netbox.push import push
from designer.reality.netbox.reading import NetBoxObjects, read_netbox
from tests.reality.netbox.stand_in import StandIn

GONE = re.compile(r"([\d,]+) × (?:cable that ends|supply of)")
DAY = date(2026, 11, 28)


def devices(design: Design) -> Counter[tuple[object, ...]]:
    """Each single device: name, part, rack and unit."""
    homes, names = RackHomes(design), device_names(design)
    found: Counter[tuple[object, ...]] = Counter()
    for node in design.nodes.values():
        if KINDS[node.kind].netbox != "device":
            continue
        for copy in range(design.total_copies(node.id)):
            rack, unit = homes.of(node.id, copy)
            # NetBox gives no unit to what hangs beside them, nor to a type of unknown height; the bundle lists both.
            part = design.part_of(node)
            placed = node.rack is not None and not node.rack.zero_u and part is not None and "height_u" in part.facts
            place = unit if placed else None
            found[names.of(node.id, copy), node.part, title_of(design, rack) if rack else "", place] += 1
    return found


def cables(design: Design, library: Library) -> Counter[tuple[object, ...]]:
    """Each single cable: both devices, medium and length."""
    found: Counter[tuple[object, ...]] = Counter()
    for cable in drawn_cables(cable_schedule(design, library.parts)):
        if cable.medium in CABLED:
            found[frozenset((cable.a.name, cable.b.name)), cable.medium] += 1
    return found


def held(design: Design) -> set[str]:
    """Names of all that NetBox has an object for."""
    names = device_names(design)
    kinds = {node.id: KINDS[node.kind] for node in design.nodes.values()}
    kept = [one for one, kind in kinds.items() if kind.netbox == "device" or kind.power_role in {"panel", "busway"}]
    return {names.of(one, copy) for one in kept for copy in range(design.total_copies(one))}


@pytest.mark.parametrize(
    "template",
    ["leaf-spine", *(pytest.param(one, marks=pytest.mark.long) for one in ("dgx-superpod-h100", "power-chain"))],
)
def test_a_design_comes_back_from_a_netbox(template: str, library: Library, tmp_path: Path) -> None:
    design = build_template(template, library, {})
    bundle = write_netbox_bundle(tmp_path / "b.zip", design, library.parts)
    netbox = StandIn()
    objects = document_of_bundle((tmp_path / "b.zip").read_bytes())
    looked = push(objects, netbox, write=False)
    assert not netbox.objects
    done = push(objects, netbox, write=True)
    assert looked.made == done.made == {kind: len(rows) for kind, rows in objects.items() if rows}
    back = design_of_site(read_netbox(tmp_path / "b.zip"), library, "back", DAY).design
    # What NetBox has no object or inlet for is said, each cable; all others are there again.
    came, drawn = cables(back, library), cables(design, library)
    assert came <= drawn
    assert all(key[0] <= held(design) for key in came)
    assert sum(int(words[1].replace(",", "")) for line in bundle.lost if (words := GONE.match(line))) == (
        sum(drawn.values()) - sum(came.values())
    )
    assert devices(back) == devices(design), "lost without a word"
    if template == "leaf-spine":
        # Once more changes nothing, and what the API would answer says the same.
        assert not push(objects, netbox, write=True).made
        back = design_of_site(NetBoxObjects(by_kind=netbox.answers()), library, "back", DAY).design
        assert cables(back, library) == cables(design, library)
        assert devices(back) == devices(design)
    assert any("layout of the canvas" in line for line in bundle.lost)
    assert set(bundle.objects) == set(ORDER)
