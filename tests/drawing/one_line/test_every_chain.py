"""What holds of every one-line diagram: of all templates, and of chains that were joined at random."""

from collections.abc import Iterable
from itertools import combinations, pairwise

import pytest

from designer.analysis.chain.failure.remaining_facility import plant_left
from designer.analysis.power.records import PlantResult
from designer.drawing.one_line.cells import Line, OneLine
from designer.drawing.one_line.layout import NARROW, ROOMY, Spacing
from designer.drawing.one_line.one_line import MISSING, draw_one_line
from designer.drawing.records import Rect
from designer.drawing.text import ELLIPSIS, approximate_width
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.model.design import Design
from tests.drawing.one_line.chains import odd_chain
from tests.shipped import LIBRARY

LINE_HIGH = {"caption": 11.0, "body": 13.0, "strong": 13.0, "title": 16.0}


def designs() -> Iterable[tuple[str, Design]]:
    for template in TEMPLATES:
        yield template, build_template(template, LIBRARY, {})
    for seed in range(30):
        yield f"odd {seed}", odd_chain(seed)


CASES = list(designs())
DRAWN = [pytest.param(design, id=name) for name, design in CASES]


def shown(design: Design, *failed: str, spacing: Spacing = ROOMY) -> tuple[PlantResult | None, OneLine]:
    plant = plant_left(design, failed)
    before = plant_left(design, ()) if failed else plant
    failure = plant.failure if plant else None
    return plant, draw_one_line(design, plant, failure=failure, failed=failed, before=before, spacing=spacing)


def words(drawing: OneLine) -> list[Line]:
    found = [*drawing.note_lines]
    for symbol in drawing.symbols:
        found += symbol.lines
    for breaker in drawing.breakers:
        found += breaker.lines
    for tile in drawing.loads:
        found += [*tile.lines, *tile.dark_lines]
    found += [region.title for region in drawing.regions if region.title is not None]
    return found


def place_of(line: Line) -> Rect:
    high = LINE_HIGH[line.style]
    return Rect(line.x, line.middle - high / 2, approximate_width(line.text, line.style), high)


@pytest.mark.parametrize("design", DRAWN)
def test_every_element_is_in_one_tile_alone(design: Design) -> None:
    plant, drawing = shown(design)
    members = [member for tile in drawing.tiles for member in tile.members]
    assert sorted(members) == sorted(plant.elements if plant else ())
    for tile in drawing.tiles:
        if tile.id != MISSING:
            assert plant is not None
            assert tile.copies == sum(plant.elements[one].copies for one in tile.members)


@pytest.mark.parametrize("spacing", [ROOMY, NARROW], ids=["roomy", "narrow"])
@pytest.mark.parametrize("design", DRAWN)
def test_nothing_lies_on_anything_else(design: Design, spacing: Spacing) -> None:
    _, drawing = shown(design, spacing=spacing)
    for one, other in combinations(drawing.tiles, 2):
        assert not one.rect.meets(other.rect), (one.id, other.id)
    places = [(line.text, place_of(line)) for line in words(drawing)]
    for (text, one), (said, other) in combinations(places, 2):
        assert not one.meets(other), (text, said)
    # No symbol under the words of another, no words outside of the picture.
    for symbol in drawing.symbols:
        for text, place in places:
            assert not place.meets(symbol.rect), (symbol.id, text)
    for text, place in places:
        assert drawing.bounds.grown(24.0).x <= place.x, text
        assert place.right <= drawing.bounds.right + 24.0, text


@pytest.mark.parametrize("spacing", [ROOMY, NARROW], ids=["roomy", "narrow"])
@pytest.mark.parametrize("design", DRAWN)
def test_no_line_runs_through_words_or_symbols(design: Design, spacing: Spacing) -> None:
    _, drawing = shown(design, spacing=spacing)
    places = [(line.text, place_of(line)) for line in words(drawing)]
    for run in drawing.runs:
        (x0, y0), (x1, y1) = run.points
        line = Rect(min(x0, x1) - 0.5, min(y0, y1) - 0.5, abs(x1 - x0) + 1.0, abs(y1 - y0) + 1.0)
        for text, place in places:
            assert not line.meets(place), (text, run)
        inner = line.grown(-0.6) if line.width > 2 or line.height > 2 else line
        for symbol in drawing.symbols:
            body = symbol.rect.grown(-1.5)
            assert not inner.meets(body), (symbol.id, run)


@pytest.mark.parametrize("design", DRAWN)
def test_no_two_lines_lie_on_each_other(design: Design) -> None:
    _, drawing = shown(design)
    upright: dict[float, list[tuple[float, float]]] = {}
    level: dict[float, list[tuple[float, float]]] = {}
    for run in drawing.runs:
        (x0, y0), (x1, y1) = run.points
        if x0 == x1:
            upright.setdefault(round(x0, 1), []).append((y0, y1))
        else:
            level.setdefault(round(y0, 1), []).append((x0, x1))
    for pieces in (*upright.values(), *level.values()):
        pieces.sort()
        for (_, end), (start, _) in pairwise(pieces):
            assert start >= end - 0.05, pieces


@pytest.mark.parametrize("design", DRAWN)
def test_every_link_is_drawn_or_named_as_left_out(design: Design) -> None:
    plant, drawing = shown(design)
    if plant is None:
        return
    drawn = {link for wire in drawing.wires for link in wire.links}
    ring = {node for loop in plant.loops for node in loop}
    for link in design.links.values():
        if link.medium != "power" or link.a not in plant.elements or link.b not in plant.elements:
            continue
        if link.id not in drawn:
            inside = link.a in ring and link.b in ring
            assert inside or link.a == link.b, link.id
            assert any((link.name or link.id) in note for note in drawing.notes), link.id


@pytest.mark.parametrize("design", DRAWN)
def test_names_are_whole(design: Design) -> None:
    _, drawing = shown(design)
    assert all(ELLIPSIS not in line.text for line in words(drawing))
    for symbol in drawing.symbols:
        tile = drawing.tiles[drawing.tile_index[symbol.id]]
        said = "".join(line.text for line in symbol.lines).replace("\u00a0", " ")
        assert tile.title.replace(" ", "") in said.replace(" ", ""), symbol.id
    for load in drawing.loads:
        tile = drawing.tiles[drawing.tile_index[load.id]]
        said = "".join(line.text for line in (*load.lines, *load.dark_lines))
        assert tile.title.replace(" ", "") in said.replace(" ", "").replace("\u00a0", ""), load.id


@pytest.mark.parametrize("design", DRAWN)
def test_what_is_black_is_what_the_analysis_calls_dark(design: Design) -> None:
    whole = plant_left(design, ())
    if whole is None:
        return
    equipment = [one.id for one in whole.elements.values() if not one.device][:6]
    for name in equipment:
        plant, drawing = shown(design, name)
        assert plant is not None
        assert plant.failure is not None
        black: dict[str, int] = {}
        for load in drawing.loads:
            tile = drawing.tiles[drawing.tile_index[load.id]]
            dark = sum(plant.failure.dark.get(one, 0) for one in tile.members)
            assert bool(load.dark.width) == bool(dark), load.id
            assert bool(load.dark.width == load.rect.width) == (dark == tile.copies), load.id
            if dark:
                black[load.id] = dark
        assert sum(black.values()) == sum(plant.failure.dark.values())
        failed = next(symbol for symbol in drawing.symbols if name in members_of(drawing, symbol.id))
        assert failed.state in {"failed", "some-failed"} or plant.failure.bypassed


def members_of(drawing: OneLine, name: str) -> tuple[str, ...]:
    return drawing.tiles[drawing.tile_index[name]].members
