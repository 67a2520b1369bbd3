"""Measured power beside planned power as a table (.csv), a page (.html) or a document (.json)."""

from collections.abc import Iterator
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

from designer.export.compared_files import Compared, PageRow, write_compared
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import figure_text
from designer.model.wording import counted, listed
from designer.reality.readings.records import Measured, ReadingsComparison

HEADINGS: Final = (
    "Of",
    "Id",
    "Name",
    "With a reading",
    "Devices",
    "Planned typical W",
    "Planned maximum W",
    "Measured W",
    "Peak W",
    "Measured of typical",
    "Verdict",
    "Read",
)
_PAGE_HEADINGS: Final = ("", "Name", "Planned typical", "Planned maximum", "Measured", "Peak", "Of typical", "", "Read")


def watts_text(watts: float) -> str:
    """Return measured WATTS as people read them."""
    return figure_text(leaf("measured", watts, "W"))


def measured_rows(comparison: ReadingsComparison) -> Iterator[tuple[str, Measured]]:
    """Yield what is compared, the whole first, each with what it is of."""
    yield "all", comparison.total
    for word, rows in (("rack", comparison.racks), ("strip", comparison.strips), ("device", comparison.devices)):
        yield from ((word, row) for row in rows)


def row_words(row: Measured) -> tuple[str, str, str, str, str]:
    """Return planned typical and maximum, measured, peak and share of ROW as people read them."""
    share = "" if row.of_typical is None else f"{row.of_typical:.0%}"
    return (
        figure_text(row.typical_w),
        figure_text(row.most_w),
        watts_text(row.measured_w),
        watts_text(row.peak_w),
        share,
    )


def origin_words(row: Measured) -> str:
    """Return when ROW was read and from which file; of several the first ones."""
    return listed(row.origins, 2)


def readings_sentence(comparison: ReadingsComparison) -> str:
    """Return what came out, in one sentence."""
    total = comparison.total
    if not total.read:
        return f"None of {counted(len(comparison.unknown), 'reading')} is of a device that is drawn."
    over = sum(row.verdict == "above the planned maximum" for row in comparison.devices)
    share = "" if total.of_typical is None else f", {total.of_typical:.0%} of the typical power planned for them"
    draw = "draws" if total.read == 1 else "draw"
    words = f"{counted(total.read, 'device')} of {total.devices:,} {draw} {watts_text(total.measured_w)}{share}"
    beyond = f"; {counted(over, 'device')} went above the planned maximum" if over else ""
    return f"{words}{beyond}."


def readings_document(comparison: ReadingsComparison) -> dict[str, Any]:
    """Return COMPARISON as one JSON document."""
    return {
        "form": comparison.form,
        "total": _row(comparison.total),
        "racks": [_row(row) for row in comparison.racks],
        "strips": [_row(row) for row in comparison.strips],
        "devices": [_row(row) for row in comparison.devices],
        "unknown": [
            {"device": one.device, "measured_w": one.mean_w, "peak_w": one.most_w, "read_at": one.origin}
            for one in comparison.unknown
        ],
        "unread": comparison.unread,
        "notes": list(comparison.notes),
    }


def _row(row: Measured) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "planned_typical_w": _figure(row.typical_w),
        "planned_max_w": _figure(row.most_w),
        "measured_w": row.measured_w,
        "peak_w": row.peak_w,
        "of_typical": row.of_typical,
        "verdict": row.verdict,
        "read_at": list(row.origins),
        "read": row.read,
        "devices": row.devices,
    }


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "value": figure.value,
        "unit": figure.unit,
        "low": figure.low,
        "high": figure.high,
        "missing": list(figure.missing),
    }


def write_readings(path: Path, comparison: ReadingsComparison, name: str, day: date) -> None:
    """Write COMPARISON, of the design NAME, made on DAY, to PATH by its ending, whole or not at all.

    Raises:
        RefusedInput: the ending is none of those that are written, or PATH cannot be written.
    """
    unknown = [f"Not drawn: {one.device}, {watts_text(one.mean_w)}." for one in comparison.unknown]
    compared = Compared(
        what="what was measured",
        title=f"{name}: measured power beside planned",
        sentence=readings_sentence(comparison),
        under=f"{comparison.unread:,} drawn devices have no reading",
        document=partial(readings_document, comparison),
        headings=HEADINGS,
        rows=partial(_table_rows, comparison),
        page_headings=_PAGE_HEADINGS,
        page_rows=partial(_page_rows, comparison),
        numbers=frozenset(range(2, 7)),
        lists=(("Notes", [*unknown, *comparison.notes]),),
    )
    write_compared(path, compared, day)


def _table_rows(comparison: ReadingsComparison) -> Iterator[list[str]]:
    for word, row in measured_rows(comparison):
        numbers = (row.typical_w.value, row.most_w.value, row.measured_w, row.peak_w)
        share = "" if row.of_typical is None else f"{row.of_typical:.3f}"
        cells = ["" if one is None else f"{one:.1f}" for one in numbers]
        origin = "; ".join(row.origins)
        yield [word, row.id, row.name, str(row.read), str(row.devices), *cells, share, row.verdict, origin]
    for one in comparison.unknown:
        yield [
            "not drawn",
            "",
            one.device,
            "1",
            "",
            "",
            "",
            f"{one.mean_w:.1f}",
            f"{one.most_w:.1f}",
            "",
            "",
            one.origin,
        ]


def _page_rows(comparison: ReadingsComparison) -> Iterator[PageRow]:
    for word, row in measured_rows(comparison):
        yield PageRow((word, row.name, *row_words(row), row.verdict, origin_words(row)))
