"""Parameters that follow from a shape are the published ones."""

import pytest

from designer.analysis.serving_rows.parts import chip_of, shape_of

PUBLISHED = {
    "meta/llama-3.1-8b": (8.03, 7.5),
    "meta/llama-3.1-70b": (70.6, 69.5),
    "alibaba/qwen3-32b": (32.8, 32.0),
    "alibaba/qwen3-235b-a22b": (235, 21.5),
    "openai/gpt-oss-120b": (116.8, 5.1),
    "deepseek/deepseek-r1": (670.9, 36.5),
    "moonshot/kimi-k2.5": (1026, 31.5),
    "zhipu/glm-5": (743.8, 40.7),
    "minimax/minimax-m2.5": (228.6, 10.4),
    "alibaba/qwen3.5-397b-a17b": (396.2, 16.2),
}
"""Billions, all and of a token, without the input embedding."""


@pytest.mark.parametrize("name", PUBLISHED)
def test_totals_are_the_published_ones(name, library):
    shape, published = shape_of(library.parts[name])
    total, active = PUBLISHED[name]
    assert published
    assert shape.total_params / 1e9 == pytest.approx(total, abs=0.6 if total >= 100 else 0.06)
    assert shape.active_params / 1e9 == pytest.approx(active, abs=0.06)


def test_a_shape_that_is_not_published_holds_all_parameters(library):
    models = [part for part in library.parts.values() if part.kind == "model"]
    derived = 0
    for part in models:
        shaped = shape_of(part)
        if isinstance(shaped, str):
            assert part.id in shaped
            continue
        shape, published = shaped
        assert shape.total_params == pytest.approx(part.facts["params"].value, rel=0.02)
        derived += not published
    assert len(models) - derived >= len(PUBLISHED)
    assert derived > 5


def test_a_chip_without_figures_says_what_it_lacks(library):
    said = [chip_of(part) for part in library.parts.values() if part.kind == "accelerator"]
    refused = [one for one in said if isinstance(one, str)]
    assert all(" states no " in one for one in refused)
    assert len(refused) < len(said) / 2
