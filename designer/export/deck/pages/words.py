"""All that a slide says, one sentence or row each: for a screen reader, for search, for notes."""

from collections.abc import Iterator

from designer.drawing.slides.gantt import gantt_words
from designer.export.deck.records import (
    Block,
    Cards,
    Curves,
    Deck,
    DeckSlide,
    Figures,
    Gantt,
    Lines,
    Quantities,
    Shares,
    Table,
    Waterfall,
    Words,
)
from designer.model.figures.figure_text import figure_text, spoken_text


def slide_words(deck: Deck, slide: DeckSlide) -> tuple[str, ...]:
    """Return what SLIDE of DECK says, its title first."""
    said = [slide.title.text, "to be checked" if slide.title.check else "", deck.draft, deck.supposed]
    if slide.subtitle is not None:
        said.append(slide.subtitle.text)
    for block in (*slide.left, *slide.right):
        said += _block_words(block)
    return tuple(spoken_text(text) for text in said if text)


def _block_words(block: Block) -> Iterator[str]:
    if isinstance(block, Figures):
        for one in block.figures:
            number = " ".join(part for part in (one.number, one.unit) if part)
            yield f"{one.caption}: {number}{f', {one.below}' if one.below else ''}"
    elif isinstance(block, Quantities):
        for one in block.quantities:
            yield from (claim.text for claim in one.claims)
    elif isinstance(block, Gantt):
        yield from gantt_words(block.phases)
    elif isinstance(block, Waterfall):
        for bar in (*block.bars, block.total):
            yield f"{bar.label}: {figure_text(bar.figure)}"
    elif isinstance(block, Curves):
        yield f"{block.title}: {', '.join(curve.label for curve in block.curves)}"
        yield from (curve.said.text for curve in block.curves if curve.said is not None)
    elif isinstance(block, Table):
        for row in block.rows:
            yield ", ".join(f"{name} {cell}" for name, cell in zip(block.header, row, strict=True))
        yield block.note
    elif isinstance(block, Shares):
        for share in block.shares:
            yield f"{share.label} {share.share:.0%}, {share.below}"
    elif isinstance(block, Lines):
        yield block.title
        for words, after in block.lines:
            yield f"{words}: {after}" if after else words
    elif isinstance(block, Cards):
        for card in block.cards:
            yield f"{card.title}{', proposed' if card.proposed else ''}, {card.below}"
            yield from (f"{words}: {amount}" for words, amount in card.rows)
        yield block.note
    elif isinstance(block, Words):
        yield f"{block.lead} {block.text}"
    else:
        yield block.alt


def bound_words(one: DeckSlide) -> str:
    """Return what the claims of a slide rest on, for the notes."""
    rows = [
        f"{bound.path} = {bound.value:g}" for claim in one.claims for bound in claim.bound if bound.value is not None
    ]
    return f"Rests on: {'; '.join(dict.fromkeys(rows))}" if rows else ""
