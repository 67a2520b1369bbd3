"""Slides laid out: nothing is cut, nothing too small, nothing on top of something else, whatever things are called."""

from datetime import date
from itertools import combinations, pairwise

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.drawing.current_theme import in_theme
from designer.drawing.records import Rect
from designer.drawing.slides.page import HEIGHT, WIDTH, BoxItem, DrawingItem, LineItem, SignItem, SlidePage, TextItem
from designer.drawing.theme_tokens import theme_named, type_scale
from designer.edit.nodes.nodes import set_node
from designer.edit.templates.templates import build_template
from designer.export.deck.deck import deck_of
from designer.export.deck.pages.drawings import SlideDrawings
from designer.export.deck.pages.layout import slide_pages
from designer.export.deck.records import (
    Card,
    Cards,
    Claim,
    Deck,
    DeckFigure,
    DeckSlide,
    Figures,
    Lines,
    Table,
    Words,
)
from designer.model.design import Design
from designer.paint.text_widths import text_widths
from designer.review.rules import review
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 28)
LONG = "Accelerator server of the third hall on the left, bought with the second budget of the year " * 3


def made(design: Design) -> tuple[Deck, tuple[SlidePage, ...]]:
    results = analyze(design, library=LIBRARY)
    findings = review(design, results, TODAY, library=LIBRARY)
    deck = deck_of(design, LIBRARY, results, findings, TODAY)
    with in_theme(theme_named("light")):
        return deck, slide_pages(deck, SlideDrawings(design, results, findings, text_widths()))


@pytest.fixture(scope="module")
def pod() -> tuple[Deck, tuple[SlidePage, ...]]:
    return made(build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"}))


def laid(slide: DeckSlide, *, draft: str = "") -> SlidePage:
    """Return the page of one slide of an empty design."""
    deck = Deck(title="A", date="28 November 2026", level="board", draft=draft, slides=(slide,))
    return slide_pages(deck, SlideDrawings(Design(), None, (), text_widths()))[0]


def place(item: TextItem) -> Rect:
    """Return where the letters of ITEM are: from the height of capitals to a little below the baseline."""
    style = "strong" if item.strong else "body"
    wide = text_widths()(item.text, style) * item.px / type_scale()[style].px
    left = item.x - {"left": 0.0, "middle": wide / 2, "right": wide}[item.align]
    return Rect(left, item.y - 0.7 * item.px, wide, 0.75 * item.px)


def check(page: SlidePage) -> None:
    texts = [item for item in page.items if isinstance(item, TextItem)]
    for item in texts:
        assert item.px >= 20
        where = place(item)
        assert where.x >= 100, item
        assert where.right <= WIDTH - 100, item
        assert where.y >= 4, item
        assert where.bottom <= HEIGHT - 20, item
    for one, other in combinations(texts, 2):
        assert not place(one).grown(-1.0).meets(place(other).grown(-1.0)), (one, other)


def said(page: SlidePage, key: str) -> str:
    """Return the words of all lines whose key begins so, without spaces: lines break at them."""
    lines = [item.text for item in page.items if isinstance(item, TextItem) and item.key.startswith(key)]
    return "".join("".join(lines).split())


def without_spaces(text: str) -> str:
    return "".join(text.split())


def test_every_slide_says_its_claim_whole_and_nothing_lies_on_anything(pod: tuple[Deck, tuple[SlidePage, ...]]) -> None:
    deck, pages = pod
    assert [page.id for page in pages] == [slide.id for slide in deck.slides]
    for slide, page in zip(deck.slides, pages, strict=True):
        assert said(page, "title/") == without_spaces(slide.title.text)
        assert page.words[0].startswith(slide.title.text[:8])
        check(page)


def test_each_sort_of_content_is_there(pod: tuple[Deck, tuple[SlidePage, ...]]) -> None:
    _, pages = pod
    by_id = {page.id: page for page in pages}
    assert len(by_id["decision"].drawings) == 1
    money = {item.key for item in by_id["money"].items}
    assert {"left/0/Servers/bar", "left/0/Servers/whisker", "left/0/To buy/bar"} <= money
    lines = [
        item for item in by_id["money"].items if isinstance(item, LineItem) and item.key.rpartition("/")[2].isdigit()
    ]
    assert len({(item.ink, item.pattern) for item in lines if len(item.points) > 2}) > 1
    assert {item.sign for item in by_id["place"].items if isinstance(item, SignItem)} >= {"fits", "ask"}
    assumptions = [item for item in by_id["assumptions"].items if isinstance(item, BoxItem)]
    assert any(item.hatched for item in assumptions)


def test_the_bars_of_the_waterfall_stand_on_each_other(pod: tuple[Deck, tuple[SlidePage, ...]]) -> None:
    _, pages = pod
    money = next(page for page in pages if page.id == "money")
    bars = [item.rect for item in money.items if isinstance(item, BoxItem) and item.key.endswith("/bar")]
    *parts, total = bars
    for below, above in pairwise(parts):
        # A bar is at least three units high, so that it is seen.
        assert above.bottom == pytest.approx(below.y, abs=3.0)
    assert total.y == pytest.approx(parts[-1].y, abs=3.0)
    assert total.bottom == pytest.approx(parts[0].bottom)


def test_an_empty_design_has_slides_that_say_so() -> None:
    _, pages = made(Design())
    for page in pages:
        check(page)
        assert not page.drawings
    assert any("Nothing is drawn yet." in said_item(page) for page in pages)


def said_item(page: SlidePage) -> list[str]:
    return [item.text for item in page.items if isinstance(item, TextItem)]


def test_long_names_wrap_and_shrink_and_are_never_cut() -> None:
    design = build_template("dgx-superpod-h100", LIBRARY, {"scale_units": "1"})
    for node in list(design.nodes.values())[:12]:
        design = set_node(design, node.id, name=LONG[: 180 - len(node.id)] + node.id).applied(design)
    deck, pages = made(replace(design, settings=replace(design.settings, name=LONG[:120])))
    for slide, page in zip(deck.slides, pages, strict=True):
        assert said(page, "title/") == without_spaces(slide.title.text)
        check(page)


def test_long_words_of_every_block_stay_on_the_slide() -> None:
    claim = Claim(text=LONG, stance="neutral")
    figures = Figures(
        figures=tuple(DeckFigure(caption=LONG[:200], number=LONG[:30], unit="M$", below=LONG[:100]) for _ in range(2))
    )
    table = Table(header=("What", "how much"), rows=tuple((LONG, LONG[:80]) for _ in range(9)), numbers=(1,))
    lines = Lines(title="Supposed", lines=tuple((LONG[:150], LONG[:90]) for _ in range(9)))
    words = Words(lead="Decide:", text=LONG[:200])
    for left, right in (((table,), (figures, words)), ((lines,), (lines,)), ((table,), ()), ((lines,), (table,))):
        page = laid(DeckSlide(id="x", title=claim, subtitle=claim, left=left, right=right), draft=LONG)
        check(page)
        assert said(page, "title/") == without_spaces(LONG)
        assert any(isinstance(item, SignItem) and item.sign == "check" for item in page.items)
        assert said(page, "draft/words") == without_spaces(LONG)


def test_rows_that_find_no_room_are_counted() -> None:
    table = Table(header=("What",), rows=tuple((f"{number} {LONG}",) for number in range(30)))
    page = laid(DeckSlide(id="x", title=Claim(text="Much"), left=(table,)))
    rows = {parts[2] for item in page.items if (parts := item.key.split("/"))[0] == "left" and parts[2].isdigit()}
    more = next(item.text for item in page.items if isinstance(item, TextItem) and item.key.endswith("/more"))
    assert more == f"and {30 - len(rows)} more"


def test_a_drawing_stays_inside_its_place(pod: tuple[Deck, tuple[SlidePage, ...]]) -> None:
    _, pages = pod
    for page in pages:
        for item in page.items:
            if isinstance(item, DrawingItem):
                assert item.rect.x >= 112
                assert item.rect.right <= WIDTH - 112
                assert item.alt


def test_the_ways_to_get_the_same_are_cards_with_the_same_rows_and_the_drawn_one_is_framed() -> None:
    heads = ("To buy", "Cash a month", "4 years")
    cells = {
        "Owning": ("43 M$", "≥ 603 k$", "71 M$"),
        "p5.48xlarge (spot)": ("nothing", "1.6 M$", "78 M$"),
        LONG[:90]: ("nothing", "not known", "not known"),
    }
    cards = tuple(
        Card(title=name, below="4 machines", rows=tuple(zip(heads, row, strict=True)), proposed=name == "Owning")
        for name, row in cells.items()
    )
    page = laid(
        DeckSlide(id="options", title=Claim(text="Owning costs least"), left=(Cards(cards=cards, note="Cash only."),))
    )
    check(page)
    boxes = {item.key: item for item in page.items if isinstance(item, BoxItem)}
    assert [boxes[f"left/0/{place}/card"].line for place in range(3)] == ["accent", "border", "border"]
    for place, (name, row) in enumerate(cells.items()):
        assert said(page, f"left/0/{place}/title") == without_spaces(name)
        for column, words in enumerate(row):
            assert said(page, f"left/0/{place}/what/{column}") == without_spaces(heads[column])
            assert said(page, f"left/0/{place}/amount/{column}") == without_spaces(words)
    assert said(page, "left/0/0/proposed") == "Proposed"
