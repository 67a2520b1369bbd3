"""Under which conditions a price or a figure of a part holds, in words."""

from designer.model.figures.figure_text import count_text, percent_text
from designer.model.parts.part import CASE_WORDS, TERM_WORDS, Case, Price


def condition_words(price: Price) -> tuple[str, ...]:
    """Of which requests, from which day on and how long PRICE holds; () where it holds now and for any request."""
    words = (
        f"beyond {count_text(price.from_tokens)} tokens in" if price.from_tokens else "",
        f"from {price.valid_from} on" if price.valid_from else "",
        f"bound for {TERM_WORDS[price.term]}" if price.term else "",
        f"{percent_text(price.upfront_share)} up front" if price.upfront_share else "",
        f"quote {price.quote}" if price.quote else "",
        f"valid until {price.valid_until}" if price.valid_until else "",
    )
    return tuple(word for word in words if word)


def case_title(case: Case) -> str:
    """Return the title of CASE: "Usage tier Scale", "Running meta/llama-3.1-70b"."""
    return f"{CASE_WORDS[case.of]} {case.name}"
