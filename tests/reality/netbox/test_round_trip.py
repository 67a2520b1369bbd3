"""Out to NetBox and in again: each object passes the published schema, and the design comes back."""

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


@pytest.mark.parametrize("template", ["dgx-superpod-h100", "leaf-spine"])
def test_a_design_comes_back_from_a_netbox(template: str, library: Library, tmp_path: Path) -> None:
    design = build_template(template, library, {})
    bundle = write_netbox_bundle(tmp_path / "b.zip", design, library.parts)
    netbox = StandIn()
    objects = document_of_bundle((tmp_path / "b.zip").read_bytes())
    looked = push(objects, netbox, write=False)
    assert not netbox.objects
    done = push(objects, netbox, write=True)
    assert looked.made == done.made == {kind: len(rows) for kind, rows in objects.items() if rows}
    # Once more changes nothing.
    again = push(objects, netbox, write=True)
    assert not again.made
    # By the file, and by what the API would answer.
    answers = netbox.answers()
    by_api = NetBoxObjects(by_kind=answers, types={})
    for source in (read_netbox(tmp_path / "b.zip"), by_api):
        back = design_of_site(source, library, "back", DAY)
        assert cables(back.design, library) == cables(design, library)
        if source is not by_api:
            assert devices(back.design) == devices(design), "lost without a word"
        assert sum(devices(back.design).values()) == sum(devices(design).values())
    assert any("layout of the canvas" in line for line in bundle.lost)
    assert set(bundle.objects) == set(ORDER)
