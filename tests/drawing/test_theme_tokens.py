"""Themes hold every colour, and their words can be read."""

import pytest

from designer.drawing.theme_tokens import THEME_NAMES, mixed, theme_named, type_scale
from designer.model.parts.part import LAYERS


def _luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(first: str, second: str) -> float:
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_words_can_be_read(name):
    theme = theme_named(name)
    for ink in ("text", "muted", "warn", "error", "flow"):
        for ground in ("surface", "canvas"):
            assert _contrast(theme.colour(ink), theme.colour(ground)) >= 4.5, (ink, ground)


@pytest.mark.parametrize("name", THEME_NAMES)
def test_layer_edges_stand_out_from_the_canvas(name):
    theme = theme_named(name)
    assert set(theme.layers) == set(LAYERS)
    for layer in LAYERS:
        assert _contrast(theme.layer(layer), theme.colour("canvas")) >= 3.0, layer


def test_print_is_ink_on_white():
    theme = theme_named("print")
    assert theme.colour("canvas") == theme.colour("surface") == "#FFFFFF"
    assert _contrast(theme.colour("border"), "#FFFFFF") > _contrast(theme_named("light").colour("border"), "#FFFFFF")


def test_heat_runs_from_the_first_step_to_the_last():
    theme = theme_named("light")
    assert theme.heat_colour(0.0) == theme.heat_colour(-1.0) == "#3B6FB6"
    assert theme.heat_colour(1.0) == theme.heat_colour(1.7) == "#C23B22"
    assert theme.heat_colour(0.5) == "#C9C9B8"


def test_mixing_is_linear():
    assert mixed("#000000", "#FF8000", 0.5) == "#804000"


def test_power_feeds_differ_by_more_than_colour():
    theme = theme_named("light")
    a, b = theme.stroke("power", "A"), theme.stroke("power", "B")
    assert (a.pattern, b.pattern) == ("solid", "dashed")
    assert theme.stroke("nvlink").pattern == "double"
    assert theme.stroke("coolant").pattern == "dotted"


def test_type_scale_is_that_of_the_tokens():
    scale = type_scale()
    assert {name: style.px for name, style in scale.items()} == {
        "caption": 11,
        "body": 13,
        "strong": 13,
        "title": 16,
        "figure": 20,
        "hero": 34,
    }
    assert scale["body"].weight == 400
    assert scale["title"].weight == 600
