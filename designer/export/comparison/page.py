"""Two to four designs side by side as one page of HTML: a sentence, pictures with what differs, bars and a table.

Nothing is fetched and nothing runs: pictures are SVG in the page, bars are SVG rectangles, all words are escaped.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from html import escape as html_escape
from pathlib import Path
from typing import Final

from designer.drawing.current_theme import current_theme, in_theme
from designer.drawing.difference import COLOURS, SIGNS, DifferencePicture, How, draw_difference
from designer.drawing.theme_tokens import theme_named
from designer.files.writing import write_whole
from designer.model.figures.figure import Figure
from designer.model.figures.number_locale import localised
from designer.review.effects.comparison import ComparedRow, Comparison
from designer.review.effects.preview import State

_CHARTED: Final = ("buy", "run", "accelerators", "facility", "tokens", "days")
"""Figures that have bars, where the designs differ in them."""
_BAR: Final = (320.0, 18.0)
_WORDS: Final[dict[How, str]] = {"added": "added", "gone": "gone", "changed": "changed", "slower": "slower"}
_STYLE: Final = """
body{font:13px/1.5 Inter,"Segoe UI",system-ui,Helvetica,Arial,sans-serif;margin:0 auto;padding:32px;max-width:1400px;
font-variant-numeric:tabular-nums;color:#14202e;background:#fff}
h1{font-size:24px;margin:0 0 4px}h2{font-size:17px;margin:32px 0 8px}p{margin:4px 0}.muted{color:#55616f}
table{border-collapse:collapse;width:100%;max-width:1000px}
th,td{padding:5px 10px;border-bottom:1px solid #dde3ea;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}thead th{border-bottom:2px solid #14202e;font-size:11px}
tr.group th{text-align:left;padding-top:16px;font-size:11px;color:#55616f}
.change,tr.total td{font-weight:600}
.pill{display:inline-block;color:#fff;border-radius:12px;padding:2px 10px;margin-right:12px;
font-weight:600}
figure{margin:16px 0;overflow:auto;border:1px solid #dde3ea;border-radius:12px;padding:8px}
figure svg{width:100%;height:auto;max-height:900px}
ul{margin:4px 0;padding-left:20px}.bars{display:flex;flex-wrap:wrap;gap:24px}.bars div{min-width:360px}
@media print{body{padding:0}figure{break-inside:avoid}}
"""


def escape(text: str) -> str:
    """Return TEXT for HTML, with numbers as the chosen language writes them."""
    return html_escape(localised(text))


def write_comparison(path: Path, states: Sequence[State], comparison: Comparison, day: date) -> None:
    """Write COMPARISON of STATES to PATH, an .html file, whole or not at all.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    write_whole(path, comparison_page(states, comparison, day).encode())


def comparison_page(states: Sequence[State], comparison: Comparison, day: date) -> str:
    """Return the page of STATES, which COMPARISON compares, made on DAY."""
    # Qt is loaded only when the page is wanted.
    from designer.paint.text_widths import text_widths

    with in_theme(theme_named("light")):
        widths = text_widths()
        pictures = [draw_difference(states[0].design, state.design, widths) for state in states[1:]]
        body = "\n".join(_pieces(comparison, pictures, day))
    title = escape(" and ".join(comparison.names))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _pieces(comparison: Comparison, pictures: Sequence[DifferencePicture], day: date) -> Iterator[str]:
    yield f"<h1>{escape(comparison.sentence)}</h1>"
    if comparison.steps:
        yield f"<p><b>{escape(comparison.steps)}</b></p>"
    yield f'<p class="muted">Compared with {escape(comparison.names[0])} · {day.day} {day:%B %Y}</p>'
    yield from _bars(comparison)
    yield "<h2>Figures</h2>"
    yield from _table(comparison)
    for place, picture in enumerate(pictures):
        name = comparison.names[place + 1]
        yield f"<h2>{escape(name)} against {escape(comparison.names[0])}</h2>"
        yield from _what_differs(comparison, picture, place)


def _what_differs(comparison: Comparison, picture: DifferencePicture, place: int) -> Iterator[str]:
    counts = picture.counts
    if not any(counts.values()):
        yield "<p>Nothing that is drawn differs.</p>"
        return
    pills = (
        f'<span class="pill" style="background:{COLOURS[how]}">{SIGNS[how]} {number:,} {_WORDS[how]}</span>'
        for how, number in counts.items()
        if number
    )
    yield f"<p>{''.join(pills)}{escape(', '.join(comparison.added[place]))}</p>"
    yield f"<figure>{difference_svg(picture)}</figure>"
    yield "<ul>"
    for one in picture.differences:
        yield f"<li>{SIGNS[one.how]} {escape(one.title)}: {escape(one.words)}</li>"
    yield "</ul>"
    for title, sentences in (
        ("Said no more", comparison.mended[place]),
        ("Said anew", comparison.raised[place]),
    ):
        if sentences:
            yield f"<h2>{title}</h2><ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>"


def difference_svg(picture: DifferencePicture) -> str:
    """Return PICTURE with its marks as SVG that stands in a page, in the theme that is set."""
    from designer.paint.drawing_svg import drawing_svg
    from designer.paint.topology.difference import paint_difference

    def paint(painter: object, sight: object) -> None:
        paint_difference(painter, picture, visible=sight, scale=1.0)  # type: ignore[arg-type]  # Qt is loaded above

    svg = drawing_svg(picture.drawing, partial(paint))
    # In a page of HTML an SVG stands without the head of a file.
    return svg[svg.index("<svg") :]


def _table(comparison: Comparison) -> Iterator[str]:
    first, *others = comparison.names
    heads = "".join(f"<th>{escape(name)}</th>" for name in comparison.names)
    steps = "".join(f"<th>{escape(name)} less {escape(first)}</th>" for name in others)
    yield f"<table><thead><tr><th></th>{heads}{steps}</tr></thead><tbody>"
    group = None
    for row in comparison.rows:
        if row.group != group:
            group = row.group
            if group:
                yield f'<tr class="group"><th colspan="{len(comparison.names) * 2}">{escape(group)}</th></tr>'
        cells = "".join(f"<td>{escape(text)}</td>" for text in row.texts)
        changes = "".join(f'<td class="change">{escape(change)}</td>' for change in row.changes)
        look = ' class="total"' if row.key == "buy" else ""
        yield f"<tr{look}><td>{escape(row.title)}</td>{cells}{changes}</tr>"
    yield "</tbody></table>"


def _bars(comparison: Comparison) -> Iterator[str]:
    """Yield bars of the figures that differ, each with its range as a line over it."""
    rows = [row for row in comparison.rows if row.key in _CHARTED and any(_differs(one) for one in row.changes)]
    if not rows:
        return
    yield '<div class="bars">'
    for row in rows:
        yield f"<div><h2>{escape(row.title)}</h2>{_chart(row, comparison.names)}</div>"
    yield "</div>"


def _differs(change: str) -> bool:
    return bool(change) and not change.startswith("the same")


def _chart(row: ComparedRow, names: Sequence[str]) -> str:
    wide, high = _BAR
    most = max((_top(figure) for figure in row.figures if figure is not None), default=0.0) or 1.0
    theme = current_theme()
    rows: list[str] = []
    step = high + 26.0
    for place, (figure, text, name) in enumerate(zip(row.figures, row.texts, names, strict=True)):
        top = place * step
        rows.append(f'<text x="0" y="{top + 12:.0f}" font-size="11">{escape(name)}: {escape(text)}</text>')
        if figure is None or figure.value is None:
            continue
        fill = theme.colour("accent") if place else theme.colour("muted")
        rows.append(
            f'<rect x="0" y="{top + 18:.0f}" width="{wide * figure.value / most:.1f}" height="{high:.0f}" rx="3" '
            f'fill="{fill}"/>'
        )
        if figure.low is not None and figure.high is not None and figure.high > figure.low:
            low, end, middle = wide * figure.low / most, wide * figure.high / most, top + 18 + high / 2
            whisker = f"M{low:.1f} {middle:.1f}H{end:.1f}" + "".join(
                f"M{x:.1f} {middle - 5:.1f}v10" for x in (low, end)
            )
            rows.append(f'<path d="{whisker}" stroke="{theme.colour("text")}" stroke-width="1.5" fill="none"/>')
    size = f"0 0 {wide + 8:.0f} {step * len(names):.0f}"
    label = escape(f"{row.title}: {'; '.join(row.texts)}")
    return f'<svg viewBox="{size}" width="{wide + 8:.0f}" role="img" aria-label="{label}">{"".join(rows)}</svg>'


def _top(figure: Figure) -> float:
    return max(figure.high or 0.0, figure.value or 0.0)
