"""Sheets written without a painter look like those that the painter makes, and say the same."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pypdfium2
import pytest

from designer.drawing.paper.records import Box, Code, Item, Line, Shape, Sheet, Words
from designer.model.records import RefusedInput
from designer.paint.paper import pdf
from designer.paint.paper.pdf import write_sheets

PIXELS = 4
"""For a point."""
ITEMS: tuple[Item, ...] = (
    Words("AVATo. We, 11/2 · fabric", 10.0, 20.0, 14.0),
    Words("Tr: Leaf switch", 90.0, 30.0, 11.0, bold=True, ink="#0A5FB4", align="right"),
    Words("in the middle", 50.0, 40.0, 9.0, align="middle"),
    Words("from below", 95.0, 90.0, 9.0, align="middle", turned=True),
    Line(5.0, 50.0, 60.0, 52.0, 0.6, "#B42318", dashed=True),
    Line(5.0, 54.0, 60.0, 54.0),
    Box(5.0, 60.0, 12.0, 20.0, fill="#DDE7F3", ink="#123456", line=0.5),
    Box(20.0, 60.0, 4.0, 20.0, ink="#123456", hatch="bars"),
    Box(28.0, 60.0, 4.0, 20.0, ink="#123456", hatch="dots"),
    Box(36.0, 60.0, 4.0, 20.0, ink="#123456", hatch="slant"),
    Box(44.0, 60.0, 6.0, 20.0, fill="#FFE08A", line=0.0),
    Shape(((55.0, 60.0), (70.0, 62.0), (60.0, 80.0)), "#77AA77", "#000000", 0.3, dashed=True),
    Code(74.0, 60.0, 14.0, tuple(bytes((row * column) % 2 for column in range(21)) for row in range(21))),
)


WriteBoth = Callable[[Sequence[Sheet]], tuple[Path, Path]]


def sheet(*items: Item) -> Sheet:
    return Sheet(100.0, 100.0, items, "All of it")


def pictures(path: Path) -> list[npt.NDArray[np.float64]]:
    with pypdfium2.PdfDocument(path) as document:
        return [
            page.render(scale=PIXELS, grayscale=True).to_numpy().astype(np.float64).reshape(-1, page_width(page))
            for page in document
        ]


def page_width(page: pypdfium2.PdfPage) -> int:
    return int(np.ceil(page.get_width() * PIXELS))


def words(path: Path) -> list[str]:
    with pypdfium2.PdfDocument(path) as document:
        return [page.get_textpage().get_text_range().replace("\r\n", "\n").rstrip() for page in document]


@pytest.fixture
def both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> WriteBoth:
    """Return what writes sheets both ways, ours first."""

    def write(sheets: Sequence[Sheet]) -> tuple[Path, Path]:
        ours, painted = tmp_path / "ours.pdf", tmp_path / "painted.pdf"
        write_sheets(ours, sheets, title="Sheets")
        with monkeypatch.context() as patch:
            patch.setattr(pdf, "packaged_letters", lambda: None)
            write_sheets(painted, sheets, title="Sheets")
        return ours, painted

    return write


def test_each_thing_looks_as_the_painter_paints_it(both: WriteBoth) -> None:
    ours, painted = both([sheet(one) for one in ITEMS])
    assert b"/Producer" not in ours.read_bytes(), "nothing in it is left to the painter"
    for item, mine, theirs in zip(ITEMS, pictures(ours), pictures(painted), strict=True):
        high, wide = min(mine.shape[0], theirs.shape[0]), min(mine.shape[1], theirs.shape[1])
        mine, theirs = 255.0 - mine[:high, :wide], 255.0 - theirs[:high, :wide]
        # As much ink, and where the other has it: a page of 100 mm has whole points there and thousandths here.
        assert mine.sum() == pytest.approx(theirs.sum(), rel=0.03), item
        places = np.indices(mine.shape)
        for place in places:
            assert (place * mine).sum() / mine.sum() == pytest.approx((place * theirs).sum() / theirs.sum(), abs=1.5)


def test_words_are_read_as_the_painter_s_are(both: WriteBoth) -> None:
    ours, painted = both([sheet(*ITEMS[:4])])
    assert words(ours) == words(painted)


def test_pages_of_other_letters_are_painted_and_stand_in_their_order(both: WriteBoth) -> None:
    said = ["first", "机架 1", "Räck Ž", "שלום", "机架 2", "last"]
    ours, _ = both([sheet(Words(one, 10.0, 20.0, 9.0)) for one in said])
    found = words(ours)
    assert len(found) == len(said)
    for place in (0, 2, 5):
        assert found[place] == said[place]
    mine = pictures(ours)
    assert all(picture.min() < 128 for picture in mine), "each page has ink"


def test_a_file_that_was_there_stays_where_writing_is_stopped(tmp_path: Path) -> None:
    path = tmp_path / "kept.pdf"
    path.write_bytes(b"before")
    with pytest.raises(RefusedInput):
        write_sheets(path, [sheet(*ITEMS)] * 3, title="", tell=lambda done: done < 2)
    with pytest.raises(RefusedInput, match="nothing to write"):
        write_sheets(path, [], title="")
    assert path.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [path]
