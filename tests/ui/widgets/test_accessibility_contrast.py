"""Every pair of ink and ground that the style sheet and the painters put together, measured in both themes."""

import re
from itertools import product
from typing import get_args

import pytest

from designer.drawing.current_theme import in_theme
from designer.drawing.theme_tokens import mixed, theme_named
from designer.model.marks import MarkColour
from designer.paint.marks.drawn_marks import mark_ink
from designer.ui.widgets.style_sheet import style_sheet

WORDS, GRAPHICS = 4.5, 3.0
GROUNDS = ("surface", "surface_2", "canvas")
SIGNS = dict.fromkeys(("chevron", "chevron_right", "cross", "tick", "dash"), "sign.svg")
_RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
_COLOUR = re.compile(r"^#[0-9A-Fa-f]{6}$")


def contrast(first, second):
    """By WCAG 2."""

    def luminance(colour):
        parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
        red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def rules(theme):
    """(selector, {property: value}) of each rule of the style sheet, in order."""
    for selectors, body in _RULE.findall(style_sheet(theme, SIGNS)):
        said = {part.split(":", 1)[0].strip(): part.split(":", 1)[1].strip() for part in body.split(";") if ":" in part}
        for selector in selectors.split(","):
            yield " ".join(selector.split()), said


def looks(theme):
    """(selector, ink, ground or None where it is what lies behind) of everything that has words."""
    ink, ground = {}, {}
    for selector, said in rules(theme):
        if "::" in selector and "::tab" not in selector and "::item" not in selector and "::section" not in selector:
            continue
        base = re.sub(r":(?!:)[a-z-]+", "", selector)
        less = re.sub(r":[a-z-]+$", "", selector)
        kind = base.split("[")[0].split("::")[0].split()[-1]
        colour = said.get("color")
        if colour and _COLOUR.match(colour):
            ink[selector] = colour
        back = said.get("background")
        if back is not None:
            ground[selector] = back if _COLOUR.match(back) else None
        if colour is None and back is None:
            continue
        own_ink = ink.get(selector) or ink.get(less) or ink.get(base) or ink.get(kind) or theme.colour("text")
        own_ground = next((ground[one] for one in (selector, less, base, kind) if one in ground), None)
        yield selector, own_ink, own_ground


def pairs_of_the_sheet(theme):
    for selector, ink, ground in looks(theme):
        for behind in [ground] if ground else [theme.colour(name) for name in GROUNDS]:
            yield selector, ink, behind
    accent = theme.colour("accent")
    on_accent = theme.colour("canvas" if theme.name == "dark" else "surface")
    yield "selected text in a field", on_accent, accent
    yield "a selected row", theme.colour("text"), theme.colour("accent_soft")
    yield "a muted word in a selected row", theme.colour("muted"), theme.colour("accent_soft")


@pytest.mark.parametrize("name", ["light", "dark"])
def test_words_of_the_style_sheet(name):
    theme = theme_named(name)
    pairs = list(pairs_of_the_sheet(theme))
    assert len({selector for selector, _, _ in pairs}) > 50
    short = [
        (selector, ink, ground, round(contrast(ink, ground), 2))
        for selector, ink, ground in pairs
        if ":disabled" not in selector and contrast(ink, ground) < WORDS
    ]
    assert short == []


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_words_of_the_painters(name):
    theme = theme_named(name)
    surface, canvas = theme.colour("surface"), theme.colour("canvas")
    inks = [theme.colour(ink) for ink in ("text", "muted", "accent", "warn", "error", "flow", "ok")]
    grounds = [surface, canvas]
    if name != "print":
        grounds.append(theme.colour("surface_2"))
    short = [(ink, ground) for ink, ground in product(inks, grounds) if contrast(ink, ground) < WORDS]
    with in_theme(theme):
        short += [(colour, canvas) for colour in get_args(MarkColour) if contrast(mark_ink(colour), canvas) < WORDS]
    assert short == []


@pytest.mark.parametrize("name", ["light", "dark", "print"])
def test_lines_and_signs_stand_out(name):
    theme = theme_named(name)
    surface, canvas = theme.colour("surface"), theme.colour("canvas")
    inks = {
        **{f"layer {layer}": ink for layer, ink in theme.layers.items()},
        **{sign: theme.colour(sign) for sign in ("accent", "warn", "error", "ok", "muted", "flow")},
        "focus on what is soft": theme.colour("accent"),
    }
    grounds = (surface, canvas, theme.colour("accent_soft")) if name != "print" else (surface, canvas)
    short = [
        (what, ground, round(contrast(ink, ground), 2))
        for (what, ink), ground in product(inks.items(), grounds)
        if contrast(ink, ground) < GRAPHICS
    ]
    assert short == []


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_node_seen_from_far_away_stands_out(name):
    theme = theme_named(name)
    for layer, ink in theme.layers.items():
        filled = mixed(theme.colour("surface"), ink, 0.6)
        assert contrast(filled, theme.colour("canvas")) >= 1.5, layer
