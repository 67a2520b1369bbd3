"""The installation pack: one name for everything, nothing cut, nothing too small, and what there is not is refused."""

import re
from datetime import date
from pathlib import Path

import msgspec
import pypdfium2
import pytest

from designer.analysis.run import analyze
from designer.drawing.current_theme import in_theme
from designer.drawing.paper.frame import A3, PAPERS, grid_reference
from designer.drawing.paper.records import LEAST_PT, Box, Shape, Words
from designer.drawing.racks.device_faces import face_picture
from designer.drawing.theme_tokens import theme_named
from designer.edit.settings import set_title_block
from designer.edit.templates.templates import build_template
from designer.export.cables.cable_schedule import cable_schedule
from designer.export.paper.pack import pack_of, write_pack
from designer.model.design import Design, FloorPlace, Link, Node, RackPlace, Settings, TitleBlock
from designer.model.device_names import device_names
from designer.model.records import RefusedInput
from designer.model.rooms.room_plan import RoomPlan, rectangle
from designer.review.rules import review
from tests.paper_sizes import paper_text
from tests.pdf_words import pdf_words
from tests.shipped import LIBRARY

DAY = date(2026, 11, 28)
LONG = "Leaf switch with a name that is far too long to ever fit into one single rack unit on any paper"


def written(path: Path, design: Design, **asked) -> int:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, DAY, library=LIBRARY)
    return write_pack(path, design, LIBRARY.parts, results, findings, day=DAY, **asked)


def hall(racks: int = 3, *, floor: bool = True) -> Design:
    plan = RoomPlan(outline=rectangle(12_000, 8_000))
    nodes = [
        Node(id="hall", kind="room", name="Hall", plan=plan),
        Node(
            id="r",
            kind="rack",
            name="DGX rack",
            parent="hall",
            copies=racks,
            floor=FloorPlace(x_mm=1_000, y_mm=2_000) if floor else None,
            order=1,
        ),
        Node(id="dgx", part="nvidia/dgx-h100", kind="server", parent="r", copies=2, rack=RackPlace(u=1), order=2),
        Node(
            id="leaf",
            part="nvidia/qm9700",
            kind="switch",
            parent="r",
            copies=1,
            rack=RackPlace(u=40),
            name=LONG,
            order=3,
        ),
    ]
    links = [Link(id="f", a="dgx", b="leaf", medium="fabric", cables=16 * racks)]
    design = Design(
        settings=Settings(name="Pod"),
        nodes={node.id: node for node in nodes},
        links={link.id: link for link in links},
    )
    return LIBRARY.embedded(design)


@pytest.fixture(scope="module")
def superpod(tmp_path_factory: pytest.TempPathFactory) -> tuple[Design, Path, int]:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    design = set_title_block(design, number="SP1", revision="2 · for approval", drawn_by="The drawing office").applied(
        design
    )
    path = tmp_path_factory.mktemp("pack") / "pack.pdf"
    return design, path, written(path, design)


def pages(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def test_every_rack_has_its_sheet_and_every_cable_stands_in_the_schedule(superpod: tuple[Design, Path, int]) -> None:
    design, path, count = superpod
    said = pages(path)
    assert len(said) == count
    names = device_names(design)
    racks = [
        names.of(node.id, copy)
        for node in design.nodes_in_order()
        if node.kind == "rack"
        for copy in range(design.total_copies(node.id))
    ]
    for rack in racks:
        assert sum(f"Elevation: {rack} Scale" in page for page in said) == 1, rack
    schedule = cable_schedule(design, LIBRARY.parts)
    words = " ".join(said)
    listed = {
        number for page in said if " Cable schedule Scale" in page for number in re.findall(r"[FSMPC]-\d{4}", page)
    }
    assert listed == {line.id for line in schedule.lines()}
    assert "rack[" not in words
    assert "…" not in words


def test_each_sheet_has_its_title_block_and_the_index_says_its_number(superpod: tuple[Design, Path, int]) -> None:
    _, path, count = superpod
    said = pages(path)
    for number, page in enumerate(said, start=1):
        assert f"SP1-{number:03d}" in page
        assert f"{number} of {count}" in page
        assert "2 · for approval" in page
        assert "The drawing office" in page
        assert "28 Nov 2026" in page
    index = said[0]
    first = next(number for number, page in enumerate(said, start=1) if "Elevation: DGX rack 1 Scale" in page)
    assert f"{first} Elevation: DGX rack 1" in index
    # The plan says where a rack stands by the field of its sheet, and the elevation says the same.
    assert re.search(r"[A-F][1-8] on sheet \d+", said[first - 1])


def test_letters_are_large_enough_and_on_the_paper(superpod: tuple[Design, Path, int]) -> None:
    found = paper_text(superpod[1])
    assert found.least_pt >= LEAST_PT - 1e-4
    assert found.over == ()


def test_a_cable_has_one_name_on_elevation_port_map_and_schedule(superpod: tuple[Design, Path, int]) -> None:
    design, path, _ = superpod
    said = pages(path)
    line = next(one for one in cable_schedule(design, LIBRARY.parts).lines() if one.medium == "fabric")
    ports = [page for page in said if " Port maps Scale" in page and line.id in page]
    assert any(f"{line.a.label} {line.id}" in page for page in ports)
    assert any(line.id in page for page in said if f"Elevation: {line.a.rack_name} Scale" in page)


def test_a_name_that_fits_nowhere_stands_in_full_among_the_notes(tmp_path: Path) -> None:
    written(tmp_path / "p.pdf", hall())
    words = pdf_words(tmp_path / "p.pdf")
    assert f"{LONG} 1" in words
    assert "see note 1" in words
    assert "…" not in words


def test_racks_without_a_place_have_their_cables_all_the_same(tmp_path: Path) -> None:
    design = hall(2, floor=False)
    written(tmp_path / "p.pdf", design)
    line = next(iter(cable_schedule(design, LIBRARY.parts).lines()))
    assert (line.a.rack_name, line.a.unit) == ("DGX rack 1", 1)
    assert line.length_m is not None or "no place" in line.reason
    assert "It has no place on the floor yet." in pdf_words(tmp_path / "p.pdf")


def test_a_plan_too_large_for_one_sheet_has_an_overview_and_match_lines(tmp_path: Path) -> None:
    design = hall(90)
    room = msgspec.structs.replace(design.nodes["hall"], plan=RoomPlan(outline=rectangle(60_000, 20_000)))
    design = msgspec.structs.replace(design, nodes={**design.nodes, "hall": room}, links={})
    written(tmp_path / "p.pdf", design)
    said = pages(tmp_path / "p.pdf")
    overview = next(page for page in said if "Plan: Hall, overview Scale" in page)
    parts = [number for number, page in enumerate(said, start=1) if re.search(r"Hall, part \d+ of \d+ Scale", page)]
    assert len(parts) > 1
    for number in parts:
        assert f"sheet {number}" in overview
    assert any(f"match line, sheet {parts[1]}" in said[parts[0] - 1 + k] for k in range(len(parts)))
    # PDFium parts the letters of words that are read upwards.
    named = "".join(said[number - 1] for number in parts).replace(" ", "")
    assert all(re.search(rf"DGXrack{number + 1}(?!\d)", named) for number in range(90))


def test_errors_of_a_rack_stand_among_its_notes(tmp_path: Path) -> None:
    design = hall(1)
    over = Node(id="over", part="nvidia/qm9700", kind="switch", parent="r", rack=RackPlace(u=40), order=9)
    design = msgspec.structs.replace(design, nodes={**design.nodes, "over": over})
    written(tmp_path / "p.pdf", design)
    assert "ERROR:" in pdf_words(tmp_path / "p.pdf")


@pytest.mark.parametrize("template", ["empty", "cloud-serving"])
def test_what_needs_no_installing_is_refused(tmp_path: Path, template: str) -> None:
    with pytest.raises(RefusedInput, match="nothing to install"):
        written(tmp_path / "p.pdf", build_template(template, LIBRARY, {}))
    assert not (tmp_path / "p.pdf").exists()


def test_it_can_be_stopped_between_two_sheets_and_keeps_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "p.pdf"
    path.write_bytes(b"old")
    told: list[tuple[int, int]] = []

    def tell(done: int, total: int, name: str) -> bool:
        told.append((done, total))
        return done < 2

    with pytest.raises(RefusedInput, match="stopped"):
        written(path, hall(), tell=tell)
    assert path.read_bytes() == b"old"
    assert told[-1][0] == 2
    assert told[-1][1] > 2


def test_fields_of_the_grid() -> None:
    assert grid_reference(14, 14) == "A1"
    assert grid_reference(A3[0] - 14, A3[1] - 14) == "F8"
    assert grid_reference(-50, 1e6) == "F1"


def test_the_title_block_keeps_what_is_not_set() -> None:
    design = Design(settings=Settings(title_block=TitleBlock(number="A", revision="1")))
    after = set_title_block(design, revision="2").applied(design)
    assert after.settings.title_block == TitleBlock(number="A", revision="2")
    with pytest.raises(RefusedInput, match="has no field 'colour'"):
        set_title_block(design, colour="red")


def test_devices_look_as_in_the_rack_view_and_bear_their_names_whole() -> None:
    """Ports of both faces stand in the elevations, and no name on them is smaller than on other paper."""
    design = build_template("dgx-superpod-h100", LIBRARY, {})
    with in_theme(theme_named("print")):
        pack = pack_of(design, LIBRARY.parts, analyze(design, library=LIBRARY))
        racks = [sheet for sheet in pack.sheets() if sheet.title.startswith("Elevation: DGX rack")]
    part = design.parts["nvidia/dgx-h100"]
    sheet = racks[0]
    fans = sum(isinstance(item, Shape) and len(item.corners) == 12 for item in sheet.items)
    faces = [face_picture(part, face) for face in ("front", "rear")]
    words = [item for item in sheet.items if isinstance(item, Words)]
    systems = sum(item.text.startswith("DGX H100") and item.bold for item in words) // 2
    assert systems > 1
    assert fans >= systems * sum(face.count("fan") for face in faces)
    assert min(item.pt for item in words) >= LEAST_PT


def test_a_device_of_unknown_size_is_a_box_with_its_name() -> None:
    box = Node(id="box", kind="host", parent="r", rack=RackPlace(u=5), name="Plain box", order=9)
    design = hall(1)
    design = msgspec.structs.replace(design, nodes={**design.nodes, "box": box})
    with in_theme(theme_named("print")):
        pack = pack_of(design, design.parts or LIBRARY.parts, analyze(design, library=LIBRARY))
        (sheet,) = [one for one in pack.sheets() if one.title.startswith("Elevation")]
    assert sum(isinstance(item, Words) and item.text == "Plain box" for item in sheet.items) == 2


@pytest.mark.parametrize("paper", PAPERS)
def test_all_of_a_pack_stands_on_the_paper_that_is_chosen(paper: str) -> None:
    design = set_title_block(hall(2), number="SP1", revision="2", paper=paper).applied(hall(2))
    results = analyze(design, library=LIBRARY)
    with in_theme(theme_named("print")):
        sheets = list(pack_of(design, LIBRARY.parts, results).sheets())
        asked = list(pack_of(hall(2), LIBRARY.parts, results, paper=paper).sheets())
    assert [sheet.title for sheet in sheets] == [sheet.title for sheet in asked]
    for sheet in sheets:
        assert (sheet.width, sheet.height) == PAPERS[paper]
        words = [item for item in sheet.items if isinstance(item, Words)]
        assert min(item.pt for item in words) >= LEAST_PT
        assert all(0 <= item.x <= sheet.width and 0 <= item.y <= sheet.height for item in words)
        boxes = [item for item in sheet.items if isinstance(item, Box)]
        # Nothing of a drawing lies on the title block, which begins above the inner line.
        assert all(
            item.x + item.width <= sheet.width - 6 and item.y + item.height <= sheet.height - 6 for item in boxes
        )
        assert any(item.text == "2" for item in words)
    scaled = [sheet for sheet in sheets if sheet.title.startswith("Elevation")]
    said = paper[:1].upper() + paper[1:]
    assert all(any(isinstance(item, Words) and item.text.endswith(f", {said}") for item in one.items) for one in scaled)


def test_a_paper_that_nobody_sells_is_refused() -> None:
    with pytest.raises(RefusedInput, match="Drawings go on A3, A4, tabloid or letter; 'B9' is none of these"):
        set_title_block(hall(1), paper="B9")
