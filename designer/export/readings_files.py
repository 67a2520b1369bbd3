"""Measured power beside planned power as a table (.csv), a page (.html) or a document (.json)."""

import csv
import io
from collections.abc import Iterator
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.figures.figure import Figure, leaf
from designer.model.figures.figure_text import figure_text
from designer.model.records import RefusedInput
from designer.model.wording import counted
from designer.reality.readings.records import Measured, ReadingsComparison

SUFFIXES: Final = (".html", ".csv", ".json")
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
)
_STYLE: Final = """
body{font:13px/1.5 Inter,"Segoe UI",system-ui,Helvetica,Arial,sans-serif;margin:0 auto;padding:32px;max-width:1200px;
font-variant-numeric:tabular-nums;color:#14202e;background:#fff}h1{font-size:24px;margin:0 0 4px}
table{border-collapse:collapse;width:100%}th,td{padding:5px 8px;border-bottom:1px solid #dde3ea;text-align:right}
th:nth-child(-n+2),td:nth-child(-n+2),td:last-child,th:last-child{text-align:left}.muted{color:#55616f}
thead th{border-bottom:2px solid #14202e;font-size:11px}
"""
_MOST_ON_PAGE: Final = 5_000


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
            {"device": one.device, "measured_w": one.mean_w, "peak_w": one.most_w} for one in comparison.unknown
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
        RefusedInput: the ending is none of SUFFIXES, or PATH cannot be written.
    """
    match path.suffix.lower():
        case ".csv":
            body = _table(comparison).encode("utf-8-sig")
        case ".json":
            body = msgspec.json.format(msgspec.json.encode(readings_document(comparison)), indent=2)
        case ".html":
            body = _page(comparison, name, day).encode()
        case _:
            raise RefusedInput(f"{path.name}: readings are written as {', '.join(SUFFIXES)}.")
    write_whole(path, body)


def _table(comparison: ReadingsComparison) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for word, row in measured_rows(comparison):
        numbers = (row.typical_w.value, row.most_w.value, row.measured_w, row.peak_w)
        share = "" if row.of_typical is None else f"{row.of_typical:.3f}"
        cells = ["" if one is None else f"{one:.1f}" for one in numbers]
        head = [word, safe_cell(row.id), safe_cell(row.name), str(row.read), str(row.devices)]
        writer.writerow([*head, *cells, share, row.verdict])
    for one in comparison.unknown:
        unknown = ["not drawn", "", safe_cell(one.device), "1", "", "", "", f"{one.mean_w:.1f}", f"{one.most_w:.1f}"]
        writer.writerow([*unknown, "", ""])
    return text.getvalue()


def _page(comparison: ReadingsComparison, name: str, day: date) -> str:
    heads = ("", "Name", "Planned typical", "Planned maximum", "Measured", "Peak", "Of typical", "")
    rows = list(measured_rows(comparison))
    body = "".join(
        "<tr>"
        + "".join(f"<td>{escape(cell)}</td>" for cell in (word, row.name, *row_words(row), row.verdict))
        + "</tr>\n"
        for word, row in rows[:_MOST_ON_PAGE]
    )
    more = f"<p>And {len(rows) - _MOST_ON_PAGE:,} more; the CSV has them all.</p>" if len(rows) > _MOST_ON_PAGE else ""
    lines = [
        *(f"Not drawn: {one.device}, {watts_text(one.mean_w)}." for one in comparison.unknown[:_MOST_ON_PAGE]),
        *comparison.notes,
    ]
    listed = f"<h2>Notes</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines)}</ul>" if lines else ""
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(name)}: measured power'
        f"</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(name)}: measured power beside planned</h1>\n"
        f"<p><b>{escape(readings_sentence(comparison))}</b></p>\n"
        f'<p class="muted">{day.day} {day:%B %Y} · {comparison.unread:,} drawn devices have no reading.</p>\n'
        f"<table><thead><tr>{''.join(f'<th>{escape(head)}</th>' for head in heads)}</tr></thead><tbody>\n{body}"
        f"</tbody></table>{more}{listed}\n</body>\n</html>\n"
    )
