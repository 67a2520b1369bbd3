"""SVG, PNG and PDF: they hold what the canvas shows, and nothing that a name smuggles in."""

import base64
import io
import re
import stat
from datetime import date
from xml.etree import ElementTree

import msgspec
import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader
from PySide6.QtGui import QImage

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named
from designer.drawing.topology.topology import draw_topology
from designer.export.picture import write_picture
from designer.model.design import Design, Node, Settings, View
from designer.model.records import RefusedInput
from designer.paint.pictures import whole_file, write_pdf, write_png, write_svg
from designer.paint.text_widths import text_widths
from tests.paper_sizes import paper_text
from tests.pdf_words import pdf_words
from tests.trust.export_checks import of_svg

replace = msgspec.structs.replace
DAY = date(2026, 11, 24)
HOSTILE = (
    "<script>alert(1)</script>",
    "]]>",
    "&lt;&amp;",
    '"><image href="file:///etc/passwd"/>',
    "a" * 5000,
    "مركز البيانات الكبير",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "bell\x07\x00nul",
    "two\nlines",
    "\u202eoverride",
)


def texts_of(path) -> list[str]:
    root = ElementTree.parse(path).getroot()
    return ["".join(element.itertext()).strip() for element in root.iter("{http://www.w3.org/2000/svg}text")]


def hostile_design() -> Design:
    nodes = {f"n{i}": Node(id=f"n{i}", kind="host", name=name, x=260.0 * i, order=i) for i, name in enumerate(HOSTILE)}
    return Design(settings=Settings(name=HOSTILE[0] + HOSTILE[7]), nodes=nodes)


def test_svg_has_every_word_of_the_drawing(superpod, tmp_path):
    path = tmp_path / "hall.svg"
    drawing = draw_topology(superpod, widths=text_widths())
    write_svg(path, drawing, subtitle="Topology", day=DAY)
    words = texts_of(path)
    for tile in drawing.tiles:
        assert {tile.title, tile.subtitle} <= set(words)
    assert {frame.title for frame in drawing.frames} <= set(words)
    assert {wire.label for wire in drawing.wires} <= set(words)
    assert "Aurora hall" in words
    assert any("24 November 2026" in word for word in words)
    assert {"Fabric", "Storage", "Management", "Power A", "Power B"} <= set(words)


def test_an_svg_has_its_letters_in_itself_and_a_generic_family_behind(superpod, tmp_path):
    path = tmp_path / "hall.svg"
    write_svg(path, draw_topology(superpod, widths=text_widths()))
    text = path.read_text("utf-8")
    assert set(re.findall(r'font-family="([^"]*)"', text)) <= {"Inter, sans-serif", "Sans Serif, sans-serif"}
    (face,) = re.findall(r"base64,([A-Za-z0-9+/=]+)\)", text)
    font = TTFont(io.BytesIO(base64.b64decode(face)))
    known = font.getBestCmap()
    used = {letter for word in texts_of(path) for letter in word if letter.isprintable()}
    assert {letter for letter in used if ord(letter) not in known} == set()
    assert len(face) < 60_000


def test_svg_is_as_large_as_the_drawing(superpod, tmp_path):
    path = tmp_path / "hall.svg"
    drawing = draw_topology(superpod, widths=text_widths())
    write_svg(path, drawing)
    root = ElementTree.parse(path).getroot()
    _, _, width, height = (float(value) for value in root.attrib["viewBox"].split())
    assert width == pytest.approx(drawing.bounds.width + 80, abs=1)
    assert height == pytest.approx(drawing.bounds.height + 80 + 64, abs=1)


def test_hostile_names_stay_words(tmp_path):
    path = tmp_path / "hostile.svg"
    write_svg(path, draw_topology(hostile_design(), widths=text_widths()))
    root = ElementTree.parse(path).getroot()
    allowed = {"svg", "title", "desc", "defs", "g", "path", "rect", "text", "polyline", "polygon", "circle", "line"}
    tags = {element.tag.rpartition("}")[2] for element in root.iter()}
    # The one style is the font of the drawing, whose letters lie in the file itself.
    assert tags <= allowed | {"ellipse", "style"}
    assert not of_svg(path)
    for element in root.iter():
        for name, value in element.attrib.items():
            assert "href" not in name
            assert not name.lower().startswith("on")
            assert not re.search(r"url\(|javascript:|file:", value)
    assert "]]>" in texts_of(path)
    assert any(word.startswith("<script>") for word in texts_of(path))


@pytest.mark.parametrize("write", [write_png, write_pdf])
def test_hostile_names_can_be_painted(write, tmp_path):
    path = tmp_path / ("hostile" + write.__name__[-4:].replace("_", "."))
    write(path, draw_topology(hostile_design(), widths=text_widths()))
    assert path.stat().st_size > 1000


def test_png_is_the_canvas_at_two_pixels_each(superpod, tmp_path):
    path = tmp_path / "hall.png"
    drawing = draw_topology(superpod, widths=text_widths())
    write_png(path, drawing)
    image = QImage(str(path))
    assert image.width() == pytest.approx(2 * (drawing.bounds.width + 80), abs=2)
    tile = drawing.rect_of("leaf")
    x = 2 * (40 + tile.x - drawing.bounds.x)
    y = 2 * (40 + tile.centre[1] - drawing.bounds.y)
    assert image.pixelColor(int(x + 4), int(y)).name().upper() == theme_named("light").layer("servers_fabric")


def test_a_huge_drawing_still_fits_into_memory(tmp_path):
    nodes = {name: Node(id=name, kind="host", x=x, order=i) for i, (name, x) in enumerate((("a", 0), ("b", 9e8)))}
    path = tmp_path / "huge.png"
    write_png(path, draw_topology(Design(nodes=nodes)))
    image = QImage(str(path))
    assert 0 < image.width() <= 16_000
    assert image.width() * image.height() <= 64_000_000


def test_pdf_is_one_landscape_page_with_its_words(superpod, tmp_path):
    path = tmp_path / "hall.pdf"
    with in_theme(theme_named("print")):
        write_pdf(path, draw_topology(superpod, widths=text_widths()), subtitle="Topology", day=DAY)
    reader = PdfReader(path)
    assert len(reader.pages) == 1
    box = reader.pages[0].mediabox
    assert (round(float(box.width)), round(float(box.height))) == (842, 595)
    words = pdf_words(path)
    for word in ("QM9700 leaf", "DGX H100", "256 × 400G", "Compute rack", "Aurora hall"):
        assert word.replace(" ", "") in re.sub(r"\s", "", words)


def test_a_wide_drawing_goes_on_several_sheets_of_a4_that_can_be_read(tmp_path):
    nodes = {f"n{i}": Node(id=f"n{i}", kind="host", x=300.0 * i, order=i) for i in range(10)}
    path = tmp_path / "wide.pdf"
    with in_theme(theme_named("print")):
        write_pdf(path, draw_topology(Design(nodes=nodes)))
    reader = PdfReader(path)
    assert len(reader.pages) > 2
    for page in reader.pages:
        sides = sorted((round(float(page.mediabox.width)), round(float(page.mediabox.height))))
        assert sides == [595, 842]
    words = pdf_words(path)
    assert f"overview of {len(reader.pages) - 1} sheets" in words
    assert "goes on: sheet 2" in words
    assert paper_text(path).least_pt >= 7.0


def test_the_overlay_has_its_scale_in_the_legend(superpod, tmp_path):
    path = tmp_path / "heat.svg"
    drawing = draw_topology(superpod, widths=text_widths(), overlay="utilisation")
    write_svg(path, drawing)
    assert {"Utilisation of links", "0", "100%"} <= set(texts_of(path))


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_pictures_by_name(superpod, tmp_path, suffix, theme):
    path = tmp_path / f"hall.{suffix}"
    write_picture(path, superpod, theme=theme, day=DAY)
    assert path.read_bytes()[:5] in {b"<?xml", b"\x89PNG\r", b"%PDF-"}
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_saved_view_keeps_what_it_hides(superpod, tmp_path):
    view = View(id="slide", name="For the board", caption="One hall", hidden_media=("power",), detail="plain")
    path = tmp_path / "slide.svg"
    write_picture(path, replace(superpod, views={"slide": view}), view="For the board")
    words = texts_of(path)
    assert "32 AI servers" in words
    assert "Power A" not in words
    assert any(word.startswith("One hall") for word in words)


@pytest.mark.parametrize("suffix", ["svg", "png", "pdf"])
@pytest.mark.parametrize("view", ["topology", "topology-logical", "floor", "isometric", "stack", "rack", "power"])
def test_a_blank_picture_is_refused_with_the_reason(tmp_path, view, suffix):
    path = tmp_path / f"empty.{suffix}"
    with pytest.raises(RefusedInput, match=r"(drawn yet|no floor|holds anything|no rack yet)"):
        write_picture(path, Design(), view=view)
    assert not path.exists()


def test_names_that_find_no_room_stand_in_full_at_the_end(tmp_path):
    name = "The server of the northern branch office that nobody has ever seen switched off since it was put there"
    nodes = {"n": Node(id="n", kind="host", name=name), "m": Node(id="m", kind="host", name="Short", x=400.0)}
    path = tmp_path / "names.pdf"
    write_picture(path, Design(nodes=nodes))
    words = pdf_words(path)
    assert name in words
    assert "[1]" in words
    assert "…" not in words


NOWHERE = (
    "There is no view 'nowhere' to draw; there are topology, topology-logical, floor, isometric, stack, rack, power."
)


@pytest.mark.parametrize(
    ("name", "options", "words"),
    [
        ("hall.gif", {}, "hall.gif: a picture is written as .svg, .png, .pdf."),
        ("hall.svg", {"view": "nowhere"}, NOWHERE),
        ("hall.svg", {"theme": "pink"}, "There is no theme 'pink'; choose light, dark, print."),
    ],
)
def test_what_cannot_be_is_refused_in_one_line(superpod, tmp_path, name, options, words):
    with pytest.raises(RefusedInput) as refusal:
        write_picture(tmp_path / name, superpod, **options)
    assert str(refusal.value) == words
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_refused(superpod, tmp_path):
    with pytest.raises(RefusedInput, match=r"^hall\.svg could not be written: the folder .* is not there\.$"):
        write_picture(tmp_path / "missing" / "hall.svg", superpod)


def test_a_target_that_is_a_folder_is_refused_and_kept(superpod, tmp_path):
    target = tmp_path / "hall.svg"
    target.mkdir()
    with pytest.raises(RefusedInput, match=r"^hall\.svg could not be written"):
        write_picture(target, superpod)
    assert [one.name for one in tmp_path.iterdir()] == ["hall.svg"]


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_a_file_that_was_cut_short_is_refused_and_the_old_one_kept(suffix, superpod, tmp_path):
    path = tmp_path / f"hall{suffix}"
    write_picture(path, superpod)
    whole = path.read_bytes()

    def cut_short():
        with whole_file(path) as device:
            device.write(whole[: len(whole) // 2])

    with pytest.raises(RefusedInput, match=r"could not be drawn whole"):
        cut_short()
    assert path.read_bytes() == whole
    assert [one.name for one in tmp_path.iterdir()] == [path.name]


def test_a_failed_write_leaves_the_old_file(tmp_path):
    path = tmp_path / "old.svg"
    path.write_text("old", encoding="utf-8")

    def fail():
        with whole_file(path) as device:
            device.write(b"half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert path.read_text(encoding="utf-8") == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["old.svg"]
