"""Published figures of a chip: speeds that no estimate passes, and answers where no roof is known."""

from typing import Final, NamedTuple

from designer.model.figures.figure import Figure, leaf, maximum, quotient
from designer.model.identity_cache import Remembered
from designer.model.parts.part import Case, Part

_ONE: Final = leaf("one", 1.0)
ROOFS: Final = (("memory_gb", "its memory"), ("memory_bandwidth_gb_per_s", "its memory bandwidth"))
"""Facts of a chip without which the roofline says nothing, besides a rate of arithmetic."""

MOST_SHARE: Final = 0.7147
"""Greatest share of peak arithmetic that is published for any chip: MaxText on TPU v5p, 32 billion parameters."""
_MOST_SHARE: Final = leaf(
    "greatest share of peak arithmetic that is published for any chip",
    MOST_SHARE,
    note="MaxText on TPU v5p, 32 billion parameters; taken where nothing is published for the chip itself.",
)


class ChipSpeed(NamedTuple):
    """Published speed of a chip.

    Attributes:
        model: Whether it was published for the model that is asked for, and not for another one on this chip.
        name: Of the model that it was published for; "" where it is the greatest of any.
        token_s: Least time per token of one user; unknown where nothing is published.
        tokens_per_s_each: Most tokens a second of one chip, all users together; unknown where nothing is published.
        first_token_s: Time to the first token.
        chips: Chips of the measurement.
    """

    model: bool
    name: str
    token_s: Figure
    tokens_per_s_each: Figure
    first_token_s: Figure
    chips: Figure

    @property
    def known(self) -> bool:
        """Return True when anything is published."""
        return self.token_s.known or self.tokens_per_s_each.known


_SPEEDS: Final = Remembered[ChipSpeed](kept=8)
"""Hundreds of engines serve the same few models on the same chips."""


def chip_speed(chip: Part, model: Part) -> ChipSpeed:
    """Return the published speed of MODEL on CHIP, else the greatest that is published of CHIP with any model."""
    return _SPEEDS.of((chip, model), None, lambda: _chip_speed(chip, model))


def _chip_speed(chip: Part, model: Part) -> ChipSpeed:
    case = chip.case("model", model.id) or chip.case("model", model.name)
    name = model.name if case is not None else ""
    words = f" with {model.name}" if case is not None else ", any model"
    speed = chip.fact("tokens_per_s_per_user_most", "1/s", f"{chip.name}{words}: tokens a second of one user", case)
    # With the model itself that measurement alone; else the greatest of any model is a bound.
    every = [case] if case is not None else [one for one in chip.cases if one.of == "model"]
    rates = [rate for one in every if (rate := _of_one_chip(chip, one)).known]
    label = f"{chip.name}{words}: tokens a second of one chip"
    each = leaf(label, None, "1/s") if not rates else rates[0] if len(rates) == 1 else maximum(label, rates, "1/s")
    return ChipSpeed(
        model=case is not None,
        name=name,
        token_s=quotient(f"least time per token that is published{words}", _ONE, speed, "s"),
        tokens_per_s_each=each,
        first_token_s=_of_case(chip, case, "first_token_s", "s"),
        chips=_of_case(chip, case, "chips_measured", ""),
    )


def _of_one_chip(chip: Part, case: Case) -> Figure:
    """Most tokens a second of one chip in CASE."""
    whole, chips = (_of_case(chip, case, name, "1/s") for name in ("tokens_per_s_most", "chips_measured"))
    return quotient(f"{chip.name} with {case.name}: tokens a second of one chip", whole, chips, "1/s")


def _of_case(chip: Part, case: Case | None, name: str, unit: str) -> Figure:
    label = f"{chip.name}: {name.replace('_', ' ')}" + (f" with {case.name}" if case is not None else "")
    if case is None or name not in case.facts:
        return leaf(label, None, unit, subject=chip.id, note="It is not published.")
    return chip.fact(name, unit, label, case)


def unknown_roof(chip: Part, rate: Figure) -> str:
    """Return the words for what of CHIP is not known that an estimate needs; "" when all is."""
    for name, words in ROOFS:
        fact = chip.facts.get(name)
        if fact is None or not fact.value:
            return words
    return "" if rate.value else "how fast it computes"


def most_share(chip: Part) -> Figure:
    """Share of its peak that training on CHIP reaches at most: the greatest published for it, else for any chip."""
    own = chip.fact("flops_share_most", "", f"{chip.name}: greatest share of peak arithmetic that is published")
    return own if own.known else _MOST_SHARE
