"""Labels at rest: none on another, none on a tile, at every nearness and in every template."""

import random
from itertools import combinations

import pytest

from designer.drawing.drawing import Drawing
from designer.drawing.records import Frame, Rect, Tile
from designer.drawing.text import approximate_width
from designer.drawing.topology.captions import badge_box, caption_box
from designer.drawing.topology.topology import draw_topology
from designer.drawing.topology.visible_labels import free_labels, shown_labels
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design, Link, Node
from designer.model.parts.part import Part, PortGroup


def overlaps(drawing, scale):
    labels = shown_labels(drawing, scale, approximate_width)
    tiles = [tile.rect for tile in drawing.tiles]
    each_other = [(a.text, b.text) for a, b in combinations(labels, 2) if a.rect.meets(b.rect)]
    behind = [(label.text, tile) for label in labels for tile in tiles if label.rect.meets(tile)]
    return each_other, behind


@pytest.mark.parametrize("detail", ["full", "plain"])
@pytest.mark.parametrize("template", sorted(TEMPLATES))
def test_no_label_lies_on_another_or_on_a_tile(library, template, detail):
    drawing = draw_topology(build_template(template, library, {}), detail=detail)
    for scale in (0.15, 0.35, 1.0):
        assert overlaps(drawing, scale) == ([], [])


@pytest.mark.parametrize("seed", range(20))
def test_a_caption_is_left_out_only_for_a_tile_or_one_before_it(seed):
    chance = random.Random(seed)

    def rect(widest):
        return Rect(chance.uniform(-900, 900), chance.uniform(-900, 900), chance.uniform(10, widest), 60.0)

    frames = [
        Frame(f"f{n}", rect(700.0), "t" * chance.randint(0, 30), "", "×3" * (n % 2), "rack", chance.randint(0, 3))
        for n in range(60)
    ]
    sizes = [180.0] * 30 + [40_000.0]
    tiles = [Tile(f"t{n}", rect(size), "", "", "", "", "servers_fabric", 1, ()) for n, size in enumerate(sizes)]
    drawing = Drawing(frames, (), tiles)
    shown = {(label.kind, label.number) for label in free_labels(drawing, 1.0, approximate_width)}
    taken = [tile.rect for tile in tiles]
    for number in sorted(range(len(frames)), key=lambda one: (frames[one].depth, one)):
        frame = frames[number]
        boxes = {
            "caption": caption_box(frame, approximate_width, plain=False),
            "count": badge_box(frame, approximate_width),
        }
        for kind, box in boxes.items():
            free = box is not None and not any(box.meets(other) for other in taken)
            assert ((kind, number) in shown) == free
            if box is not None and free:
                taken.append(box)


def badly_placed():
    """Frames and tiles on top of each other, with many links between them."""
    ports = (PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=400),)
    parts = {"p": Part(id="p", kind="switch", layer="servers_fabric", vendor="T", name="p", ports=ports)}
    nodes = {
        f"n{i}": Node(
            id=f"n{i}",
            kind="switch",
            part="p",
            name=f"Switch {i}",
            x=i * 90.0 % 500,
            y=i * 50.0 % 330,
            order=i,
            copies=1 + i % 3,
            parent=f"rack{i % 3}",
        )
        for i in range(12)
    }
    nodes |= {f"rack{i}": Node(id=f"rack{i}", kind="rack", name=f"Rack {i}", copies=4, order=20 + i) for i in range(3)}
    links = {
        f"l{i}": Link(id=f"l{i}", a=f"n{i}", b=f"n{(i * 5 + 3) % 12}", medium="fabric", cables=40) for i in range(12)
    }
    return Design(nodes=nodes, links=links, parts=parts)


@pytest.mark.parametrize("scale", [0.15, 0.3, 0.45, 0.5, 1.0, 3.0])
def test_not_even_in_a_badly_placed_design(scale):
    assert overlaps(draw_topology(badly_placed()), scale) == ([], [])


def test_from_afar_the_thickest_wires_are_labelled_and_their_labels_lie_on_them():
    ports = (PortGroup(name="ports", media=("fabric",), count=64, rate_gbps=400),)
    parts = {"p": Part(id="p", kind="switch", layer="servers_fabric", vendor="T", name="p", ports=ports)}
    nodes = {
        name: Node(id=name, kind="switch", part="p", x=0.0, y=y, order=i)
        for i, (name, y) in enumerate((("a", 0.0), ("b", 400.0), ("c", 800.0)))
    }
    links = {
        "thick": Link(id="thick", a="a", b="b", medium="fabric", cables=64),
        "thin": Link(id="thin", a="b", b="c", medium="fabric", cables=1),
    }
    drawing = draw_topology(Design(nodes=nodes, links=links, parts=parts))
    labels = shown_labels(drawing, 0.3, approximate_width)
    assert [label.text for label in labels] == ["64 × 400G"]
    assert labels[0].rect.meets(Rect(111.0, 64.0, 2.0, 336.0))
    assert {label.text for label in shown_labels(drawing, 1.0, approximate_width)} == {"64 × 400G", "1 × 400G"}


@pytest.mark.parametrize("name", ["ai-stack", "cloud-stack"])
@pytest.mark.parametrize("scale", [0.08, 0.12, 0.17, 0.22, 0.3, 0.45, 0.6, 0.8])
def test_titles_of_bands_never_write_over_each_other(name, scale, library):
    """Of layer bands that follow each other closely: each title has a place of its own, or is left out."""
    drawing = draw_topology(build_template(name, library, {}))
    bands = [mark for mark in drawing.marks if mark.kind == "frame" and mark.lines]
    titles = [label for label in shown_labels(drawing, scale, approximate_width) if label.kind == "mark"]
    others = [label for label in shown_labels(drawing, scale, approximate_width) if label.kind == "caption"]
    for number, title in enumerate(titles):
        band = drawing.marks[title.number]
        assert title.text == band.lines[0]
        assert not [one for one in titles[:number] + others if one.rect.meets(title.rect)], title.text
        assert not [tile for tile in drawing.tiles if tile.rect.meets(title.rect)], title.text
        assert not [one for one in bands if one is not band and one.rect.meets(title.rect)], title.text
    if scale >= 0.17:
        assert len(titles) == len(bands)
