"""A comparison of the built network with the drawn one as a table (.csv), a page (.html) or a document (.json)."""

import csv
import io
from datetime import date
from html import escape
from pathlib import Path
from typing import Final

import msgspec

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import theme_named
from designer.export.built.rows import HEADINGS, SIGNS, comparison_document, fault_rows, sentence
from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.design import Design
from designer.model.records import RefusedInput
from designer.reality.built.records import Comparison

SUFFIXES: Final = (".html", ".csv", ".json")
_MOST_ON_PAGE: Final = 5_000
MOST_DRAWN: Final = 800
"""Nodes up to which a picture is drawn: of more nobody would read a name."""
_STYLE: Final = """
body{font:13px/1.5 Inter,"Segoe UI",system-ui,Helvetica,Arial,sans-serif;margin:0 auto;padding:32px;max-width:1400px;
font-variant-numeric:tabular-nums;color:#14202e;background:#fff}
h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}p{margin:4px 0}.muted{color:#55616f}
table{border-collapse:collapse;width:100%}th,td{padding:5px 8px;border-bottom:1px solid #dde3ea;text-align:left;
vertical-align:top}thead th{border-bottom:2px solid #14202e;font-size:11px}
figure{margin:16px 0;border:1px solid #dde3ea;border-radius:12px;padding:8px}
figure svg{width:100%;height:auto;max-height:900px}
.missing{color:#9b1c1c}.swapped{color:#7a4b00}.extra{color:#1d4f91}td:first-child{font-weight:600;white-space:nowrap}
"""


def write_built(path: Path, comparison: Comparison, name: str, day: date, design: Design | None = None) -> None:
    """Write COMPARISON, of the design NAME, made on DAY, to PATH by its ending, whole or not at all.

    Args:
        path: The file.
        comparison: What came out.
        name: Of the design.
        day: On which.
        design: What was compared: a page has a picture of it with all that differs, where it is not too large.

    Raises:
        RefusedInput: the ending is none of SUFFIXES, or PATH cannot be written.
    """
    match path.suffix.lower():
        case ".csv":
            body = _table(comparison).encode("utf-8-sig")
        case ".json":
            body = msgspec.json.format(msgspec.json.encode(comparison_document(comparison)), indent=2)
        case ".html":
            body = _page(comparison, name, day, _figure(design, comparison)).encode()
        case _:
            raise RefusedInput(f"{path.name}: what is built is written as {', '.join(SUFFIXES)}.")
    write_whole(path, body)


def _table(comparison: Comparison) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows([safe_cell(cell) for cell in row.cells] for row in fault_rows(comparison))
    return text.getvalue()


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


def _page(comparison: Comparison, name: str, day: date, figure: str) -> str:
    rows = list(fault_rows(comparison))
    heads = "".join(f"<th>{escape(heading)}</th>" for heading in HEADINGS)
    body = "".join(
        f'<tr><td class="{row.what}">{SIGNS[row.what]} {row.what}</td>'
        f"{''.join(f'<td>{escape(cell)}</td>' for cell in row.cells[1:])}</tr>\n"
        for row in rows[:_MOST_ON_PAGE]
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>" if rows else ""
    more = f"<p>And {len(rows) - _MOST_ON_PAGE:,} more; the CSV has them all.</p>" if len(rows) > _MOST_ON_PAGE else ""
    lists = "".join(
        f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines[:_MOST_ON_PAGE])}</ul>"
        for title, lines in (
            ("Drawn devices that were not found", [one.name for one in comparison.absent]),
            ("Found devices that are not drawn", [one.id for one in comparison.unknown]),
            ("Notes", list(comparison.notes)),
        )
        if lines
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(name)}: built against '
        f"drawn</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(name)}: built against drawn</h1>\n"
        f'<p><b>{escape(sentence(comparison))}</b></p>\n<p class="muted">From {escape(comparison.form)} · '
        f"{day.day} {day:%B %Y}</p>\n{figure}{table}{more}{lists}\n</body>\n</html>\n"
    )
