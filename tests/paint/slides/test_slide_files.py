"""Slides painted into pictures, SVG and PDF."""

import xml.etree.ElementTree as ET
from io import BytesIO

import pytest
from pypdf import PdfReader

from designer.drawing.current_theme import in_theme
from designer.drawing.records import Rect
from designer.drawing.slides.page import BoxItem, LineItem, SignItem, SlidePage, TextItem
from designer.drawing.theme_tokens import theme_named
from designer.paint.slides.files import slide_image, slide_svg, slides_pdf

PAGE = SlidePage(
    "money",
    "It costs <31–47> M$ & more",
    (),
    "",
    (
        BoxItem("ground", Rect(0, 0, 1920, 1080), "surface"),
        TextItem("title/0", 112, 130, "It costs <31–47> M$ & more", 56, strong=True),
        BoxItem("bar", Rect(200, 400, 300, 200), "accent", radius=8, hatched=True),
        BoxItem("layer", Rect(600, 400, 300, 200), "layer:data_storage"),
        LineItem("line", ((200, 700), (900, 700)), "text", 4, "dashed"),
        SignItem("sign", Rect(1000, 400, 60, 60), "short"),
        SignItem("check", Rect(1600, 100, 140, 140), "check"),
    ),
)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_picture_wears_the_theme(theme):
    with in_theme(theme_named(theme)):
        image = slide_image(PAGE, 960)
    assert (image.width(), image.height()) == (960, 540)
    assert image.pixelColor(20, 500).name().upper() == theme_named(theme).colour("surface")
    assert image.pixelColor(375, 250).name().upper() == theme_named(theme).layer("data_storage")


def test_svg_holds_the_words_and_nothing_from_outside():
    text = slide_svg(PAGE)
    root = ET.fromstring(text)
    words = "".join(root.itertext())
    assert "It costs <31–47> M$ & more" in words
    assert "check" in words
    assert "http" not in text.replace("http://www.w3.org", "")


def test_a_pdf_has_a_page_for_each_slide_with_text_that_can_be_found():
    reader = PdfReader(BytesIO(slides_pdf([PAGE, PAGE], "Deck")))
    assert len(reader.pages) == 2
    box = reader.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx((960, 540), abs=1)
    assert "It costs <31–47> M$ & more" in " ".join(reader.pages[1].extract_text().split())
    # Vectors: no page holds a picture made of pixels.
    assert not reader.pages[0].images
