"""Parts and libraries with one thing changed, to see what follows from it."""

from collections.abc import Mapping

import msgspec

from designer.catalog.library import Library
from designer.model.parts.part import Part, Quantity

SPEEDS = ("memory_bandwidth_gb_per_s", "tokens_per_s_per_user_most", "tokens_per_s_most", "output_tokens_per_s")
"""Facts of the speed of a chip or a model, besides its rates of arithmetic."""


def with_part(library: Library, part: Part) -> Library:
    return Library(parts={**library.parts, part.id: part}, sources=library.sources)


def doubled(part: Part, *names: str) -> Part:
    """PART with the facts NAMES twice as large, their ranges too."""
    facts = dict(part.facts)
    for name in names:
        fact = facts[name]
        assert fact.value, name
        facts[name] = msgspec.structs.replace(
            fact,
            value=2 * fact.value,
            low=None if fact.low is None else 2 * fact.low,
            high=None if fact.high is None else 2 * fact.high,
        )
    return msgspec.structs.replace(part, facts=facts)


def dearer(part: Part, per: str) -> Part:
    """PART with each price PER twice as high."""
    prices = tuple(
        msgspec.structs.replace(p, low=2 * p.low, typical=2 * p.typical, high=2 * p.high) if p.per == per else p
        for p in part.prices
    )
    return msgspec.structs.replace(part, prices=prices)


def without(part: Part, *facts: str, text: str = "") -> Part:
    """PART without some of its facts, or without a text."""
    return msgspec.structs.replace(
        part,
        facts={name: fact for name, fact in part.facts.items() if name not in facts},
        texts={name: words for name, words in part.texts.items() if name != text},
    )


def faster(part: Part, times: float) -> Part:
    """PART with each fact of its speed so many times as large, those of what was measured on it too."""

    def raised(facts: Mapping[str, Quantity]) -> dict[str, Quantity]:
        return {
            name: msgspec.structs.replace(fact, value=times * fact.value, low=None, high=None)
            if fact.value and (name in SPEEDS or name.endswith(("_tflops", "_tops")))
            else fact
            for name, fact in facts.items()
        }

    cases = tuple(msgspec.structs.replace(case, facts=raised(case.facts)) for case in part.cases)
    return msgspec.structs.replace(part, facts=raised(part.facts), cases=cases)
