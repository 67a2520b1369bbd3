"""Found beside drawn, as a table (.csv), a page (.html) or a document (.json)."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final, NamedTuple

import msgspec

from designer.export.safe_cells import safe_cell
from designer.files.writing import write_whole
from designer.model.records import RefusedInput

SUFFIXES: Final = (".html", ".csv", ".json")
MOST_ON_PAGE: Final = 5_000
_STYLE: Final = """
body{font:13px/1.5 Inter,"Segoe UI",system-ui,Helvetica,Arial,sans-serif;margin:0 auto;padding:32px;max-width:1400px;
font-variant-numeric:tabular-nums;color:#14202e;background:#fff}
h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}p{margin:4px 0}.muted{color:#55616f}
table{border-collapse:collapse;width:100%}th,td{padding:5px 8px;border-bottom:1px solid #dde3ea;text-align:left;
vertical-align:top}thead th{border-bottom:2px solid #14202e;font-size:11px}.number{text-align:right}
figure{margin:16px 0;border:1px solid #dde3ea;border-radius:12px;padding:8px}
figure svg{width:100%;height:auto;max-height:900px}
.missing{color:#9b1c1c}.swapped{color:#7a4b00}.extra{color:#1d4f91}.slower{color:#5b2a9d}
td:first-child{font-weight:600}td:nth-child(-n+2){white-space:nowrap}
"""


class PageRow(NamedTuple):
    """A row of the table on a page.

    Attributes:
        look: Class of its first cell; "" for none.
    """

    cells: Sequence[str]
    look: str = ""


class Compared(NamedTuple):
    """The outcome of a comparison, as its three files have it.

    Attributes:
        what: The subject in the refusal of another ending: "what is built".
        title: Of the page.
        sentence: What came out, in one sentence.
        under: Below that, muted, before the day.
        document: Makes the one JSON document.
        headings: Of the CSV.
        rows: Make its rows; cells that a spreadsheet would run are made safe here.
        page_headings: Of the table on the page.
        page_rows: Make the rows of that.
        numbers: Columns of the page with figures.
        lists: Titles with lines, below the table; those without lines are left out.
        figure: Makes the picture on the page, as HTML; "" for none.
    """

    what: str
    title: str
    sentence: str
    under: str
    document: Callable[[], dict[str, Any]]
    headings: Sequence[str]
    rows: Callable[[], Iterable[Sequence[str]]]
    page_headings: Sequence[str]
    page_rows: Callable[[], Iterable[PageRow]]
    numbers: frozenset[int] = frozenset()
    lists: Sequence[tuple[str, Sequence[str]]] = ()
    figure: Callable[[], str] = str


def write_compared(path: Path, compared: Compared, day: date) -> None:
    """Write COMPARED, made on DAY, to PATH by its ending, whole or not at all.

    Raises:
        RefusedInput: the ending is none of SUFFIXES, or PATH cannot be written.
    """
    match path.suffix.lower():
        case ".csv":
            body = _table(compared).encode("utf-8-sig")
        case ".json":
            body = msgspec.json.format(msgspec.json.encode(compared.document()), indent=2)
        case ".html":
            body = _page(compared, day).encode()
        case _:
            raise RefusedInput(f"{path.name}: {compared.what} is written as {', '.join(SUFFIXES)}.")
    write_whole(path, body)


def _table(compared: Compared) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(compared.headings)
    writer.writerows([safe_cell(cell) for cell in row] for row in compared.rows())
    return text.getvalue()


def _page(compared: Compared, day: date) -> str:
    rows = list(compared.page_rows())
    heads = "".join(_cell("th", head, place in compared.numbers) for place, head in enumerate(compared.page_headings))
    body = "".join(
        f"<tr>{''.join(_cell('td', cell, at in compared.numbers, '' if at else look) for at, cell in enumerate(cells))}"
        "</tr>\n"
        for cells, look in rows[:MOST_ON_PAGE]
    )
    table = f"<table><thead><tr>{heads}</tr></thead><tbody>\n{body}</tbody></table>" if rows else ""
    more = f"<p>And {len(rows) - MOST_ON_PAGE:,} more; the CSV has them all.</p>" if len(rows) > MOST_ON_PAGE else ""
    lists = "".join(
        f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(line)}</li>' for line in lines[:MOST_ON_PAGE])}</ul>"
        for title, lines in compared.lists
        if lines
    )
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{escape(compared.title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{escape(compared.title)}</h1>\n"
        f'<p><b>{escape(compared.sentence)}</b></p>\n<p class="muted">{escape(compared.under)} · '
        f"{day.day} {day:%B %Y}</p>\n{compared.figure()}{table}{more}{lists}\n</body>\n</html>\n"
    )


def _cell(tag: str, text: str, number: bool, look: str = "") -> str:
    sort = " ".join(filter(None, (look, "number" if number else "")))
    return f'<{tag} class="{sort}">{escape(text)}</{tag}>' if sort else f"<{tag}>{escape(text)}</{tag}>"
