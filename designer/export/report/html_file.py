"""A report as one page of HTML: no script, nothing from outside, drawings inside, and a style for paper too."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any, Final

from designer.drawing.report_page import (
    SURE_INK,
    Bars,
    Block,
    Firm,
    Heading,
    Note,
    PagePicture,
    Pairs,
    Plate,
    Prose,
    ReportChapter,
    ReportFront,
    ReportPaper,
    ReportTable,
    Said,
)
from designer.files.writing import write_whole
from designer.model.figures.number_locale import localised

_STYLE: Final = """
:root { --ink: #18202b; --muted: #4a5668; --line: #dde1e8; --accent: #0b62a8; }
* { box-sizing: border-box; }
body { font: 15px/1.5 Inter, "Segoe UI", Helvetica, Arial, sans-serif; color: var(--ink); background: #fff;
  max-width: 1000px; margin: 0 auto; padding: 24px 20px 60px; overflow-wrap: anywhere; }
header, footer { display: flex; justify-content: space-between; gap: 20px; color: var(--muted); font-size: 13px; }
header b { color: var(--ink); }
footer { border-top: 1px solid var(--line); margin-top: 32px; padding-top: 8px; }
h1 { font-size: 34px; line-height: 1.2; margin: 18px 0 8px; }
h2 { font-size: 25px; margin: 44px 0 4px; }
h3 { font-size: 17px; margin: 24px 0 6px; }
p { margin: 0 0 12px; }
.lead { font-size: 17px; color: var(--muted); }
.claim { font-weight: 600; font-size: 17px; color: var(--accent); }
.note, figcaption, caption { color: var(--muted); font-size: 13px; }
.check { color: #8a5a00; font-weight: 600; }
.draft { background: #8a5a00; color: #fff; padding: 8px 12px; border-radius: 4px; font-weight: 600; }
.figures, .pairs { display: grid; grid-template-columns: repeat(auto-fit, minmax(240px, 1fr)); gap: 8px 28px; }
.figures > div { border-top: 2px solid var(--ink); padding-top: 6px; }
.figures span { color: var(--muted); font-size: 13px; display: block; }
.figures b { font-size: 32px; }
.figures i { font-style: normal; color: var(--muted); }
.first { display: grid; grid-template-columns: 1.25fr 1fr; gap: 24px; align-items: start; margin: 22px 0; }
figure { margin: 12px 0; background: #f5f6f8; border-radius: 8px; padding: 10px; }
figure img { max-width: 100%; display: block; margin: 0 auto; }
table { border-collapse: collapse; width: 100%; margin: 4px 0 14px; }
th { text-align: left; color: var(--muted); font-size: 13px; font-weight: 400; border-bottom: 2px solid var(--ink);
  vertical-align: bottom; padding: 4px 10px; }
td { border-bottom: 1px solid var(--line); vertical-align: top; padding: 4px 10px; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.facts td:nth-child(2) { font-weight: 600; text-align: right; }
.facts td:nth-child(3) { color: var(--muted); }
.box { border: 1.5px solid var(--ink); border-radius: 8px; padding: 12px 18px; margin: 18px 0; }
.box h3 { margin-top: 0; }
.pairs div { border-top: 1px solid var(--line); padding: 4px 0; }
.bar { position: relative; height: 14px; min-width: 120px; }
.bar i { position: absolute; top: 0; height: 14px; background: #3a86b7; border-radius: 2px; }
.bar u { position: absolute; top: 4px; height: 6px; border: solid var(--ink);
  border-width: 0 1px; text-decoration: none; background: linear-gradient(var(--ink), var(--ink)) center / 100% 1px
  no-repeat; }
.firm { display: flex; gap: 18px; align-items: center; }
.firm span { flex: 1; display: flex; height: 14px; gap: 1px; }
.firm .estimated { background-image: repeating-linear-gradient(135deg, #8a6516 0 1px, transparent 1px 5px); }
nav td:first-child { white-space: nowrap; font-weight: 600; }
a { color: var(--accent); }
@media (max-width: 700px) { .first { grid-template-columns: 1fr; } }
@page { size: A4; margin: 16mm 14mm; }
@media print { body { font-size: 9pt; max-width: none; padding: 0; }
  .note, figcaption, th, header, footer { font-size: 8pt; }
  thead { display: table-header-group; } tr, figure, .box { break-inside: avoid; } h2, h3 { break-after: avoid; } }
"""
_FIRST_WIDE: Final = 520.0
"""Pixels of the picture beside the facts."""
_POLICY: Final = "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
"""A browser fetches nothing and runs nothing, whatever a name holds."""


def write_report_html(path: Path, paper: ReportPaper) -> None:
    """Write PAPER to PATH, whole or not at all.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    write_whole(path, report_html(paper).encode())


def report_html(paper: ReportPaper) -> str:
    """Return PAPER as one page of HTML."""
    rows = "".join(
        f'<tr><td><a href="#{escape(one.id)}">{_text(one.heading)}</a></td>'
        f"<td>{_said([one.claim]) if one.claim else ''}</td></tr>"
        for one in paper.chapters
    )
    left = "".join(f"<p>{_text(f'{heading}: {why}')}</p>" for heading, why in paper.left_out)
    parts = (
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{_text(paper.title)}</title><style>{_STYLE}</style></head><body>",
        f"<header><b>{_text(paper.title)}</b><span>{_text(paper.date)}</span></header>",
        f'<p class="draft">{_text(paper.draft)}</p>' if paper.draft else "",
        _front(paper.front),
        f'<nav aria-label="Contents"><h2>Contents</h2><table><tbody>{rows}</tbody></table>',
        f"<h3>Left out</h3>{left}" if left else "",
        "</nav>",
        *map(_chapter, paper.chapters),
        f"<footer><span>{_text(paper.foot)}</span><span>Made with Stackwright</span></footer>",
        "</body></html>",
    )
    return "\n".join(part for part in parts if part) + "\n"


def _text(text: str) -> str:
    """Return TEXT escaped, without signs that no page can hold."""
    text = localised(text)
    kept = (sign for sign in text if sign >= " " and not "\x7f" <= sign <= "\x9f" and not "\ud800" <= sign <= "\udfff")
    return escape("".join(kept))


def _said(said: Sequence[Said]) -> str:
    return " ".join(_text(one.text) + (' <span class="check">(check)</span>' if one.check else "") for one in said)


def _front(front: ReportFront) -> str:
    figures = "".join(
        f"<div><span>{_text(one.label)}</span><b>{_text(one.number)}</b> <i>{_text(one.unit)}</i>"
        f"<span>{_text(one.note)}</span></div>"
        for one in front.figures
    )
    facts = "".join(
        f"<tr><td>{_text(one.label)}</td><td>{_text(one.number)}</td><td>{_text(one.unit)}</td></tr>"
        for one in front.facts
    )
    return "\n".join(
        (
            f"<h1>{_said([front.title])}</h1>",
            f'<p class="lead">{_said(front.lead)}</p>' if front.lead else "",
            f'<div class="figures">{figures}</div>' if figures else "",
            '<div class="first">',
            _plate(front.plate, _FIRST_WIDE) if front.plate is not None else "",
            f'<table class="facts"><tbody>{facts}</tbody></table>' if facts else "",
            "</div>",
            *map(_block, front.blocks),
        )
    )


def _chapter(chapter: ReportChapter) -> str:
    claim = f'<p class="claim">{_said([chapter.claim])}</p>' if chapter.claim else ""
    blocks = "\n".join(map(_block, chapter.blocks))
    return f'<section id="{escape(chapter.id)}"><h2>{_text(chapter.heading)}</h2>{claim}\n{blocks}</section>'


def _block(block: Block) -> str:
    return _BLOCKS[type(block)](block)


def _prose(block: Prose) -> str:
    return f"<p>{_said(block.said)}</p>"


def _note(block: Note) -> str:
    return f'<p class="note">{_text(block.text)}</p>'


def _heading(block: Heading) -> str:
    return f"<h3>{_text(block.text)}</h3>"


def _table(block: ReportTable) -> str:
    def cell(tag: str, text: str, column: int) -> str:
        number = ' class="number"' if column in block.numbers else ""
        return f"<{tag}{number}>{_text(text)}</{tag}>"

    head = "".join(cell("th", text, column) for column, text in enumerate(block.header))
    rows = "".join(
        f"<tr>{''.join(cell('td', text, column) for column, text in enumerate(row))}</tr>" for row in block.rows
    )
    title = f"<h3>{_text(block.title)}</h3>" if block.title else ""
    note = f'<p class="note">{_text(block.note)}</p>' if block.note else ""
    return f"{title}<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{note}"


def _bars(block: Bars) -> str:
    most = max((bar.high for bar in block.bars), default=0.0) or 1.0
    rows = ""
    for bar in block.bars:
        low, high = 100 * bar.low / most, 100 * bar.high / most
        whisker = f'<u style="left:{low:.2f}%;width:{high - low:.2f}%"></u>' if bar.high > bar.low else ""
        line = f'<div class="bar"><i style="width:{100 * bar.value / most:.2f}%"></i>{whisker}</div>'
        rows += (
            f'<tr><td style="width:30%">{_text(bar.label)}</td><td>{line}</td>'
            f'<td class="number"><b>{_text(bar.number)}</b></td></tr>'
        )
    return f"<h3>{_text(block.title)}</h3><table><tbody>{rows}</tbody></table>"


def _pairs(block: Pairs) -> str:
    pairs = "".join(
        f'<div><b>{_text(name)}</b><br><span class="note">{_text(said)}</span></div>' for name, said in block.pairs
    )
    aside = f' <span class="note">{_text(block.aside)}</span>' if block.aside else ""
    return f'<div class="box"><h3>{_text(block.title)}{aside}</h3><div class="pairs">{pairs}</div></div>'


def _firm(block: Firm) -> str:
    pieces = "".join(
        f'<i class="{one.sure}" style="width:{100 * one.share:.2f}%;background-color:{SURE_INK[one.sure]}"></i>'
        for one in block.shares
    )
    return f'<p class="firm"><b>{_text(block.title)}</b><span>{pieces}</span> {_text(block.words)}</p>'


def _plate(block: Plate, wide: float | None = None) -> str:
    from designer.paint.report.svg import SVG_WIDE, svg_of  # it loads Qt, which only a picture needs

    body = b64encode(svg_of(block, wide or SVG_WIDE).encode()).decode()
    caption = f"<figcaption>{_text(block.caption)}</figcaption>" if block.caption else ""
    image = f'<img alt="{_text(block.alt)}" src="data:image/svg+xml;base64,{body}">'
    return f"<figure>{image}{caption}</figure>"


def _page_picture(block: PagePicture) -> str:
    from designer.paint.report.page_picture import page_picture_svg  # it loads Qt, which only a picture needs

    body = b64encode(page_picture_svg(block).encode()).decode()
    image = f'<img alt="{_text(block.alt)}" src="data:image/svg+xml;base64,{body}">'
    return f"<figure>{image}<figcaption>{_text(block.caption)}</figcaption></figure>"


_BLOCKS: Final[Mapping[type, Callable[[Any], str]]] = {
    Prose: _prose,
    Note: _note,
    Heading: _heading,
    ReportTable: _table,
    Bars: _bars,
    Pairs: _pairs,
    Firm: _firm,
    Plate: _plate,
    PagePicture: _page_picture,
}
