"""Words on serving beside its figures: copies for the demand, and how sure they are."""

from collections.abc import Iterator, Mapping
from typing import Final

from designer.analysis.workloads.results import PoolLimit, ServingResult
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import count_text

SURE_FIGURES = {"token_s": "a token", "first_token_s": "first token", "output_tokens_per_s": "tokens a second"}
"""Figures of serving whose error is told, by the name of their field; others rest on the same errors."""

LIMIT_WORDS: Final[Mapping[PoolLimit, str]] = {
    "prefill": "the pool that reads prompts",
    "decode": "the pool that writes answers",
    "network": "the network between the pools",
}
"""What bounds two pools together."""


def sure_figures(result: ServingResult) -> Iterator[tuple[str, HowSure]]:
    """Yield what each figure of RESULT is called and how sure it is, as far as that was measured."""
    for name, words in SURE_FIGURES.items():
        if name in result.how_sure:
            yield words, result.how_sure[name]


def needed_words(needed: Figure) -> str:
    """Return how many copies the demand takes, and how many are enough in nine of ten cases."""
    if needed.value is None:
        return ""
    value, high = count_text(needed.value), count_text(needed.high or needed.value)
    return value if value == high else f"{value}; in 9 of 10 cases {high} are enough"


def copies_words(has: Figure, needed: Figure) -> str:
    """Return whether the copies that there are carry the demand: "fits with 3 copies of 4; in 9 of 10 cases …"."""
    if not needed.value or has.value is None:
        return ""
    fits = "fits with" if needed.value <= has.value else "does not fit: needs"
    several = "copy" if needed.value == 1 else "copies"
    value, high = count_text(needed.value), count_text(needed.high or needed.value)
    more = "" if value == high else f"; in 9 of 10 cases {high} are enough"
    return f"{fits} {value} {several}, {count_text(has.value)} are there{more}"
