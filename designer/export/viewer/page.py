"""The page of a design as one file of HTML: nothing is fetched, and only its own script runs.

Pictures are SVG by the painter, packed and unpacked by the browser when they are first looked at. All words are data
of the script, which sets them as text. The page forbids itself everything else (Content Security Policy, W3C level 3):
no address, no style and no script but its own, whose hash it names.
"""

import base64
import hashlib
import zlib
from collections.abc import Sequence
from datetime import date
from html import escape
from pathlib import Path
from typing import Any, Final

import msgspec

from designer.analysis.results import Results
from designer.catalog.library import Library
from designer.drawing.current_theme import current_theme, in_theme
from designer.drawing.layer_words import LAYER_TITLES
from designer.drawing.theme_tokens import ThemeName, theme_named
from designer.export.deck.deck import deck_of
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.layout import slide_pages
from designer.export.viewer.content import ViewSheet, things_of, view_sheets
from designer.files.writing import write_whole
from designer.locations import RESOURCES
from designer.model.deck_settings import Level
from designer.model.design import Design
from designer.model.figures.figure_text import figure_text
from designer.model.figures.number_locale import localised
from designer.model.wording import counted
from designer.review.effects.beside import Beside
from designer.review.findings import Finding
from designer.review.headline_figures import headline_values

SUFFIX: Final = ".html"
_HINT: Final = "Click a part to read about it. Drag to move, turn the wheel to zoom, / to search."
_COLOURS: Final = (
    "canvas",
    "surface",
    "surface_2",
    "border",
    "text",
    "muted",
    "accent",
    "accent_soft",
    "warn",
    "error",
)


def write_viewer(
    path: Path,
    design: Design,
    library: Library,
    results: Results,
    findings: Sequence[Finding],
    day: date,
    *,
    level: Level | None = None,
    theme: ThemeName = "light",
    beside: tuple[Beside, ...] = (),
) -> str:
    """Write the slides and all views of DESIGN to PATH as one page.

    Args:
        path: Ends in .html.
        design: With its parts embedded.
        library: Parts that the options of the deck are compared with.
        results: A whole analysis of it.
        findings: What the review says of it.
        day: Date on the page.
        level: For whom the words of the slides are; None is what is saved.
        theme: Colours; "print" is light.
        beside: Other designs of its project, which slides set it against.

    Returns:
        One sentence on what is on it, and what is left out.

    Raises:
        RefusedInput: PATH cannot be written.
    """
    # Qt is loaded only when the page is wanted.
    from designer.paint.text_widths import text_widths

    widths = text_widths()
    with in_theme(theme_named("dark" if theme == "dark" else "light")):
        deck = deck_of(design, library, results, findings, day, level, beside)
        pages = slide_pages(deck, SlideDrawings(design, results, findings, widths))
        sheets, left_out = view_sheets(design, results, findings, widths)
        document = {
            "title": design.name,
            "hint": _HINT,
            "slides": [
                {"title": title, "words": title, "notes": localised(slide.notes), "picture": _slide(page)}
                for slide, page in zip(deck.slides, pages, strict=True)
                for title in (localised(slide.title.text),)
            ],
            "views": [_view(sheet) for sheet in sheets],
            "things": things_of(design, library, findings),
            "layers": _layers(design),
        }
        body = _page(design, results, day, document)
    write_whole(path, body.encode())
    # Titles have commas of their own, so that they are parted by semicolons.
    views = f" and {counted(len(sheets), 'view')}: {'; '.join(sheet.title for sheet in sheets)}" if sheets else ""
    told = f"{counted(len(deck.slides), 'slide')}{views}."
    return told + (f" Left out, as nothing stands in them: {'; '.join(left_out)}." if left_out else "")


def _slide(page: Any) -> str:
    from designer.paint.slides.files import slide_svg

    return _packed(slide_svg(page))


def _view(sheet: ViewSheet) -> dict[str, Any]:
    from designer.paint.drawing_svg import drawing_svg, sight_of

    sight = sight_of(sheet.drawing)
    spots = [
        {"id": spot.id, "box": (round(spot.box[0] - sight.x, 1), round(spot.box[1] - sight.y, 1), *spot.box[2:])}
        for spot in sheet.spots
    ]
    size = {"width": round(sight.width), "height": round(sight.height)}
    return {
        "id": sheet.id,
        "title": sheet.title,
        **size,
        "spots": spots,
        "picture": _packed(drawing_svg(sheet.drawing)),
    }


def _packed(svg: str) -> str:
    """SVG as the browser unpacks it: Base64 of a zlib stream, which the web calls deflate."""
    return base64.b64encode(zlib.compress(svg.encode(), 9)).decode()


def _layers(design: Design) -> list[dict[str, str]]:
    from designer.model.kinds import KINDS

    there = {KINDS[node.kind].layer for node in design.nodes.values()}
    theme = current_theme()
    return [
        {"id": layer, "title": title, "colour": theme.layer(layer)}
        for layer, title in LAYER_TITLES.items()
        if layer in there
    ]


def _page(design: Design, results: Results, day: date, document: dict[str, Any]) -> str:
    folder = RESOURCES / "viewer"
    script, style = ((folder / f"viewer.{ending}").read_text("utf-8") for ending in ("js", "css"))
    theme = current_theme()
    colours = "".join(f"--{name.replace('_', '-')}:{theme.colour(name)};" for name in _COLOURS)
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = (
        f"default-src 'none'; script-src 'sha256-{digest}'; style-src 'unsafe-inline'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    # "<" may begin a tag that ends the script; as an escape it is the same text.
    data = msgspec.json.encode(document).decode().replace("<", "\\u003c")
    figures = "".join(
        f"<div><dt>{escape(figure.caption)}</dt><dd>{escape(localised(_figure_words(value)))}</dd></div>"
        for figure, value in headline_values("strip", results, design.settings.prices)
        if value is not None
    )
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(design.name)}</title>
<style>:root{{{colours}}}
{style}</style>
</head>
<body>
<header>
<div><h1>{escape(design.name)}</h1><p>{day.day} {day:%B %Y}</p></div>
<dl class="figures">{figures}</dl>
<div id="seek" role="search">
<input id="search" type="search" placeholder="Search parts" aria-label="Search parts" autocomplete="off">
<ul id="found" hidden></ul></div>
</header>
<nav aria-label="Slides and views"><div id="tabs"></div><div id="layers" role="group" aria-label="Layers"></div></nav>
<main><section id="stage" aria-live="off"></section><aside id="details" aria-live="polite"></aside></main>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def _figure_words(value: Any) -> str:
    return figure_text(value) if value.known else "not known"
