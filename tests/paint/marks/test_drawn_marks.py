"""Notes, frames, arrows and pictures as they are painted and exported, hostile ones among them."""

import re
import zlib
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QColor, QImage, QPainter

from designer.drawing.current_theme import in_theme
from designer.drawing.drawing import Drawing
from designer.drawing.records import Rect
from designer.drawing.theme_tokens import THEME_NAMES, ThemeName, theme_named
from designer.drawing.topology.topology import draw_topology
from designer.edit.marks.marks import add_arrow, add_frame, add_note, add_picture, set_mark
from designer.edit.nodes.stacking_order import send_to_back
from designer.model.design import Design, Node
from designer.model.marks import Picture
from designer.paint.marks.drawn_marks import mark_ink
from designer.paint.marks.pictures import MOST_SIDE, decoded
from designer.paint.painter import paint_drawing, paint_ground
from designer.paint.pictures import write_pdf, write_png, write_svg
from designer.paint.text_widths import text_widths

TEXTS = (
    "<b>bold</b><script>alert(1)</script>",
    "x" * 20_000,
    "word " * 4_000,
    "🚀🧊👨‍👩‍👧",
    "שלום עולם — القاعة الشمالية",
    "\u202egnorw\x00\x07",
    "\n\n\n",
)


def chunk(kind: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")


def bomb(width: int, height: int) -> bytes:
    """A PNG that says it is WIDTH by HEIGHT and holds next to nothing."""
    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(100))) + chunk(b"IEND", b"")


def picture_bytes(width: int = 64, height: int = 32, form: str = "PNG", colour: str = "#3366CC") -> bytes:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(QColor(colour))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, form)  # type: ignore[call-overload]  # the stubs know only some devices
    return bytes(buffer.data().data())


def made(*makes) -> Design:
    design = Design(nodes={"leaf": Node(id="leaf", kind="switch", x=0, y=0)})
    for make in makes:
        design = make(design).applied(design)
    return design


def drawing_of(design: Design) -> Drawing:
    return draw_topology(design, widths=text_widths())


def painted(design: Design, theme: ThemeName = "light", scale: float = 1.0, around: Rect | None = None) -> QImage:
    drawing = drawing_of(design)
    area = around or drawing.bounds.grown(10)
    image = QImage(round(area.width * scale), round(area.height * scale), QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.scale(scale, scale)
    painter.translate(-area.x, -area.y)
    with in_theme(theme_named(theme)):
        paint_ground(painter, visible=area, scale=scale)
        paint_drawing(painter, drawing, visible=area, scale=scale)
    painter.end()
    return image


def colour_at(image: QImage, x: int, y: int) -> str:
    return image.pixelColor(x, y).name().upper()


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize("colour", ["plain", "blue", "green", "yellow", "red", "violet"])
def test_text_on_a_note_can_be_read_in_every_theme(theme, colour):
    look = theme_named(theme)
    image = painted(
        made(lambda d: add_note(d, 0, 200), lambda d: set_mark(d, "note", colour=colour)),
        theme,
        around=Rect(0, 200, 208, 112),
    )
    assert contrast(colour_at(image, 100, 100), look.colour("text")) >= 4.5
    with in_theme(look):
        assert contrast(mark_ink(colour), look.colour("canvas")) >= 4.5


def contrast(first: str, second: str) -> float:
    def light(colour: str) -> float:
        parts = [value / 255 for value in bytes.fromhex(colour[1:])]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    high, low = sorted((light(first), light(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("scale", [0.1, 0.4, 1.0, 2.0])
def test_any_text_is_painted_inside_its_sheet(text, scale):
    design = made(lambda d: add_note(d, 0, 200, text), lambda d: add_frame(d, -50, -50, text.strip() or "x"))
    design = add_arrow(design, [(300, 0), (600, 0)], text=text).applied(design)
    drawing = drawing_of(design)
    note = drawing.marks[drawing.mark_index["note"]]
    assert len(note.lines) <= 5
    for mark in drawing.marks:
        for line in mark.lines:
            assert line.isprintable()
            assert text_widths()(line, "body" if mark.kind == "note" else "caption") <= max(mark.rect.width, 264)
    image = painted(design, scale=scale)
    assert not image.isNull()


def test_html_is_written_as_letters_into_the_svg(tmp_path):
    design = made(lambda d: add_note(d, 0, 200, "<b>bold</b>"))
    write_svg(tmp_path / "d.svg", drawing_of(design))
    text = (tmp_path / "d.svg").read_text()
    assert "&lt;b>bold&lt;/b>" in text or "&lt;b&gt;bold&lt;/b&gt;" in text
    assert "<b>" not in text


def test_every_export_holds_all_four(tmp_path):
    design = made(
        lambda d: add_note(d, 0, 200, "Ask the landlord"),
        lambda d: add_frame(d, -50, -50, "Phase one"),
        lambda d: add_arrow(d, [(300, 30), (600, 30), (100, 30)], ("", "leaf"), "grows here"),
        lambda d: add_picture(d, "hall.png", picture_bytes(), 600, 300),
    )
    drawing = drawing_of(design)
    write_svg(tmp_path / "d.svg", drawing)
    text = (tmp_path / "d.svg").read_text()
    for words in ("Ask the landlord", "Phase one", "grows here"):
        assert words in text
    assert len(re.findall("<image", text)) == 1
    assert "data:image/" in text
    with in_theme(theme_named("print")):
        write_pdf(tmp_path / "d.pdf", drawing)
    assert b"/Subtype /Image" in (tmp_path / "d.pdf").read_bytes()
    write_png(tmp_path / "d.png", drawing, pixels=1.0)
    image = QImage(str(tmp_path / "d.png"))
    found = {colour_at(image, x, y) for x in range(0, image.width(), 8) for y in range(0, image.height(), 8)}
    assert "#3366CC" in found


def test_the_sheet_of_an_export_reaches_around_marks(tmp_path):
    design = made(lambda d: add_note(d, 3000, 2000))
    assert drawing_of(design).bounds.right >= 3208
    assert drawing_of(Design(marks=design.marks)).bounds == Rect(3000, 2000, 208, 112)


def test_equipment_lies_over_a_frame_and_under_a_note():
    around = Rect(0, 0, 224, 64)
    bare = painted(made(), around=around)
    framed = made(lambda d: add_frame(d, -50, -50, width=400, height=300))
    assert colour_at(painted(framed, around=around), 100, 8) == colour_at(bare, 100, 8)
    covered = made(lambda d: add_note(d, 0, 0, width=224, height=64))
    assert colour_at(painted(covered, around=around), 100, 8) != colour_at(bare, 100, 8)
    under = send_to_back(covered, ["note"]).applied(covered)
    assert colour_at(painted(under, around=around), 100, 8) == colour_at(bare, 100, 8)


def test_a_frame_is_seen_on_the_floor_of_a_container():
    nodes = {"pod": Node(id="pod", kind="pod"), "leaf": Node(id="leaf", kind="switch", parent="pod", x=0, y=0)}
    design = Design(nodes=nodes)
    around = Rect(-4, 66, 8, 8)
    bare = painted(design, around=around)
    inside = add_frame(design, -8, -8, width=240, height=80).applied(design)
    assert painted(inside, around=around) != bare


def test_an_arrow_ends_at_the_edge_of_its_tile():
    (arrow,) = drawing_of(made(lambda d: add_arrow(d, [(600, 48), (0, 0)], ("", "leaf")))).marks
    tile = drawing_of(made()).rect_of("leaf")
    assert arrow.path[0] == (600, 48)
    assert arrow.path[-1] == (tile.right + 5, tile.centre[1])


def test_an_arrow_whose_ends_are_folded_into_one_tile_is_left_out():
    nodes = {
        "pod": Node(id="pod", kind="pod", folded=True),
        "a": Node(id="a", kind="host", parent="pod"),
        "b": Node(id="b", kind="host", parent="pod", x=400),
    }
    design = Design(nodes=nodes)
    assert not drawing_of(add_arrow(design, [(0, 0), (9, 9)], ("a", "b")).applied(design)).marks
    (one,) = drawing_of(add_arrow(design, [(900, 32), (9, 9)], ("", "a")).applied(design)).marks
    assert one.path[-1][0] == drawing_of(design).rect_of("pod").right + 5


@pytest.mark.parametrize(
    ("data", "form"),
    [
        (picture_bytes()[:40], "png"),
        (picture_bytes()[:-30], "png"),
        (b"\x89PNG\r\n\x1a\n" + bytes(200), "png"),
        (bomb(60_000, 60_000), "png"),
        (bomb(2_147_483_647, 2_147_483_647), "png"),
        (picture_bytes(form="JPEG"), "png"),
        (picture_bytes(), "jpeg"),
        (b"", "png"),
    ],
)
def test_what_can_not_be_decoded_is_a_crossed_box_with_its_name(data, form, tmp_path):
    picture = Picture(id="p", name="North hall", form=form, data=data, width_px=64, height_px=32)
    whole = made(lambda d: add_picture(d, "hall.png", picture_bytes(), 0, 200))
    if decoded(picture) is not None:
        # What is there of a picture that was cut short may be shown.
        assert data == picture_bytes()[:-30]
        return
    (shown,) = whole.pictures
    design = Design(
        nodes=whole.nodes,
        marks={**whole.marks},
        pictures={shown: Picture(id=shown, name="North hall", form=form, data=data, width_px=64, height_px=32)},
    )
    design = set_mark(design, "picture", width=300.0, height=100.0).applied(design)
    with in_theme(theme_named("dark")):
        write_svg(tmp_path / "d.svg", drawing_of(design))
    assert "North hall cannot be shown" in (tmp_path / "d.svg").read_text()


def test_a_picture_of_one_pixel_and_one_far_too_wide():
    dot = made(lambda d: add_picture(d, "dot.png", picture_bytes(1, 1), 100, 200))
    assert colour_at(painted(dot, around=Rect(92, 192, 16, 16)), 8, 8) == "#3366CC"
    wide = Picture(id="w", name="w", form="png", data=picture_bytes(9_000, 10), width_px=9_000, height_px=10)
    image = decoded(wide)
    assert image is not None
    assert image.width() == MOST_SIDE
    assert decoded(wide) is image


@pytest.mark.parametrize("scale", [0.05, 0.2])
def test_far_away_a_note_is_a_block_without_letters(scale):
    note = made(lambda d: add_note(d, 0, 200, "Ask the landlord"), lambda d: set_mark(d, "note", colour="red"))
    image = painted(note, scale=scale, around=Rect(0, 200, 208, 112))
    letters = theme_named("light").colour("text")
    assert letters not in {colour_at(image, x, y) for x in range(image.width()) for y in range(image.height())}


def test_nothing_is_read_from_outside(tmp_path: Path):
    design = made(lambda d: add_note(d, 0, 200, "<image href='file:///etc/hostname'/>"))
    write_svg(tmp_path / "d.svg", drawing_of(design))
    assert "<image" not in (tmp_path / "d.svg").read_text()
