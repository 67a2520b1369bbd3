"""Drawings of parts: as many cages as there are, fronts to scale, nothing outside, hostile parts still drawn."""

import pytest

from designer.drawing.racks.part_picture import part_picture
from designer.drawing.racks.part_shapes import MOST_CELLS, RACK_MM, UNIT_MM, is_network
from designer.model.parts.part import Part, PortGroup, Quantity


def _part(kind, *, ports=(), texts=None, **facts):
    return Part(
        id=f"test/{kind}",
        kind=kind,
        layer="servers_fabric",
        vendor="Test",
        name="Test",
        ports=tuple(ports),
        texts=texts or {},
        facts={name: Quantity(value=value) for name, value in facts.items()},
    )


def _drawn(picture, role, group):
    return sum(shape.role == role and shape.group == group for shape in picture.shapes)


RACKED = ("server", "switch", "storage", "host", "pdu", "rack-system", "nic", "ats")


def test_every_cage_plug_and_outlet_is_drawn_once(library):
    seen = 0
    for part in library.parts.values():
        if part.kind not in RACKED:
            continue
        picture = part_picture(part)
        for group in part.ports:
            if group.count > MOST_CELLS or not (is_network(group) or "power" in group.media):
                continue
            if part.kind == "nic" and not is_network(group):
                continue
            role = "cage" if "power" not in group.media else "outlet" if group.role == "out" else "inlet"
            assert _drawn(picture, role, group.name) == (group.cages or group.count), (part.id, group.name)
            seen += 1
    assert seen > 300


def test_a_twin_port_cage_says_how_many_ports_it_has(library):
    cages = [shape for shape in part_picture(library.parts["nvidia/qm9700"]).shapes if shape.group == "ports"]
    assert len(cages) == 32
    assert sum(shape.ports for shape in cages) == 64


@pytest.mark.parametrize("kind", ["server", "switch", "storage"])
def test_eight_units_are_eight_times_as_high_as_one(kind):
    one, eight = (part_picture(_part(kind, height_u=units)) for units in (1, 8))
    assert eight.height / one.height == pytest.approx(8)
    assert one.height == pytest.approx(UNIT_MM)
    assert one.width == eight.width == RACK_MM
    assert one.to_scale
    assert eight.to_scale


def test_a_height_that_is_unknown_is_not_called_to_scale():
    picture = part_picture(_part("server"))
    assert not picture.to_scale
    assert "height unknown" in picture.caption


def test_nothing_stands_outside_or_has_no_size(library):
    for part in library.parts.values():
        picture = part_picture(part)
        assert picture.caption
        for shape in picture.shapes:
            if shape.form in {"line", "text"}:
                continue
            assert min(shape.width, shape.height) > 0, (part.id, shape)
            assert min(shape.x, shape.y) >= -0.01, (part.id, shape)
            assert shape.x + shape.width <= picture.width + 0.01, (part.id, shape)
            assert shape.y + shape.height <= picture.height + 0.01, (part.id, shape)


def test_cages_of_one_front_do_not_cover_each_other(library):
    for part_id in ("nvidia/qm9700", "nvidia/q3400-ra", "nvidia/dgx-h100", "apc/ap8868", "dell/s5248f-on"):
        cells = [s for s in part_picture(library.parts[part_id]).shapes if s.role in {"cage", "inlet", "outlet"}]
        for place, a in enumerate(cells):
            for b in cells[place + 1 :]:
                apart = (
                    a.x + a.width <= b.x + 1e-6
                    or b.x + b.width <= a.x + 1e-6
                    or a.y + a.height <= b.y + 1e-6
                    or b.y + b.height <= a.y + 1e-6
                )
                assert apart, (part_id, a, b)


def test_memory_squares_follow_the_memory():
    def squares(gb):
        return part_picture(_part("accelerator", memory_gb=gb)).count("memory")

    assert [squares(gb) for gb in (16, 24, 80, 141, 192, 288, 1000)] == [1, 1, 4, 6, 8, 12, 12]


def test_memory_on_the_chip_is_drawn_as_a_grid(library):
    assert part_picture(library.parts["groq/lpu-v1"]).count("memory") == 36
    assert part_picture(library.parts["cerebras/cs-3"]).count("memory") == 144
    assert part_picture(_part("accelerator")).count("memory") == 0


def test_a_pcie_chip_is_a_card(library):
    assert part_picture(library.parts["nvidia/l40s-48gb"]).caption.startswith("A card")
    assert part_picture(library.parts["nvidia/h200-sxm-141gb"]).caption.startswith("A chip")


@pytest.mark.parametrize(
    ("ends", "plugs"), [("OSFP to OSFP", 2), ("OSFP to 2 × QSFP112", 3), ("QSFP28 to 4 × SFP28", 5), ("", 2)]
)
def test_a_cable_has_the_plugs_of_its_ends(ends, plugs):
    assert part_picture(_part("cable", texts={"ends": ends})).count("plug") == plugs


def test_a_cable_tells_its_lengths(library):
    part = library.parts["nvidia/mcp7y10-800g-split-qsfp112"]
    labels = [shape.text for shape in part_picture(part).shapes if shape.form == "text"]
    assert labels == ["1–3 m"]


def test_drives_are_drawn_as_a_text_counts_them(library):
    assert part_picture(library.parts["ddn/es400x3-ndr200"]).count("bay") == 23
    assert part_picture(library.parts["nvidia/dgx-h100"]).count("bay") == 10
    assert part_picture(_part("storage", height_u=2)).count("bay") == 0


def test_a_rented_host_shows_its_chips(library):
    picture = part_picture(library.parts["aws/p5.48xlarge"])
    assert picture.count("chip") == 8
    assert picture.count("icon") == 1


def test_a_cabinet_has_a_line_for_each_unit(library):
    assert part_picture(library.parts["apc/ar3300"]).count("tray") == 41


def test_a_million_ports_become_one_field():
    group = PortGroup(name="ports", media=("fabric",), count=1_000_000, connector="OSFP", rate_gbps=400)
    picture = part_picture(_part("switch", ports=[group], height_u=1))
    assert picture.count("many") == 1
    assert len(picture.shapes) < 10
    assert any("1\u202f000\u202f000 × OSFP" in shape.text for shape in picture.shapes)


@pytest.mark.parametrize("height", [1e300, 0.0, 1e-9])
def test_odd_heights_are_drawn_all_the_same(height):
    picture = part_picture(_part("server", height_u=height))
    assert 0 < picture.height <= 60 * UNIT_MM + 1


def test_the_same_part_is_drawn_the_same(library):
    for part_id in ("nvidia/dgx-h100", "nvidia/qm9700", "apc/ap8868"):
        assert part_picture(library.parts[part_id]) == part_picture(library.parts[part_id])
