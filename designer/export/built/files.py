"""A comparison of the built network with the drawn one as a table (.csv), a page (.html) or a document (.json)."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named
from designer.export.built.rows import HEADINGS, SIGNS, comparison_document, fault_rows, match_words, sentence
from designer.export.compared_files import Compared, PageRow, write_compared
from designer.model.design import Design
from designer.reality.built.records import Comparison

MOST_DRAWN: Final = 800
"""Nodes up to which a picture is drawn: of more nobody would read a name."""


def write_built(path: Path, comparison: Comparison, name: str, day: date, design: Design | None = None) -> None:
    """Write COMPARISON, of the design NAME, made on DAY, to PATH by its ending, whole or not at all.

    Args:
        path: The file.
        comparison: What came out.
        name: Of the design.
        day: On which.
        design: What was compared: a page has a picture of it with all that differs, where it is not too large.

    Raises:
        RefusedInput: the ending is none of those that are written, or PATH cannot be written.
    """
    compared = Compared(
        what="what is built",
        title=f"{name}: built against drawn",
        sentence=sentence(comparison),
        under=f"From {comparison.form}",
        document=partial(comparison_document, comparison),
        headings=HEADINGS,
        rows=lambda: (row.cells for row in fault_rows(comparison)),
        page_headings=HEADINGS,
        page_rows=partial(_page_rows, comparison),
        lists=(
            ("Drawn devices that were not found", [one.name for one in comparison.absent]),
            ("Found devices that are not drawn", [one.id for one in comparison.unknown]),
            ("Devices that were matched by their neighbours", list(match_words(comparison))),
            ("Notes", list(comparison.notes)),
        ),
        figure=partial(_figure, design, comparison),
    )
    write_compared(path, compared, day)


def _page_rows(comparison: Comparison) -> Iterator[PageRow]:
    for row in fault_rows(comparison):
        yield PageRow((f"{SIGNS[row.what]} {row.what}", *row.cells[1:]), row.what)


def _figure(design: Design | None, comparison: Comparison) -> str:
    """The picture of DESIGN with all that differs, as a figure of the page; "" where there is none to be had."""
    if design is None or comparison.same or len(design.nodes) > MOST_DRAWN:
        return ""
    # Qt is loaded only when the page is wanted.
    from designer.export.built.picture import built_picture
    from designer.export.comparison.page import difference_svg
    from designer.paint.text_widths import text_widths

    with in_theme(theme_named("light")):
        return f"<figure>{difference_svg(built_picture(design, comparison, text_widths()))}</figure>"
