"""What a design from outside may not hold."""

import math

import pytest

from designer.limits import MOST_NESTED
from designer.model.design import Design, Link, Node, Settings, View
from designer.model.money.pricing import Discount, ExchangeRate, PriceBook
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Contained, Part, PortGroup, Price, StockLength
from designer.model.records import RefusedInput
from designer.model.validity import require_valid

HOST = Node(id="a", kind="host")
PART = Part(id="v/p", kind="host", layer="servers_fabric", vendor="v", name="P")


def with_part(**fields: object) -> Design:
    part = Part(**{"id": "v/p", "kind": "host", "layer": "servers_fabric", "vendor": "v", "name": "P", **fields})  # type: ignore[arg-type]
    return Design(parts={"v/p": part})


@pytest.mark.parametrize(
    ("design", "words"),
    [
        (Design(nodes={"b": HOST}), "calls itself"),
        (Design(nodes={"a b": Node(id="a b", kind="host")}), "not allowed"),
        (Design(nodes={"a": Node(id="a", kind="dragon")}), "unknown kind"),
        (Design(nodes={"a": Node(id="a", kind="host", copies=0)}), "copies"),
        (Design(nodes={"a": Node(id="a", kind="host", part="v/p")}), "not in the design"),
        (Design(nodes={"a": Node(id="a", kind="host", parent="b")}), "does not exist"),
        (Design(nodes={"a": Node(id="a", kind="pod", parent="a")}), "stands inside itself"),
        (Design(nodes={"a": Node(id="a", kind="host", x=math.nan)}), "finite"),
        (Design(nodes={"a": Node(id="a", kind="host", price_usd=-1)}), "price_usd"),
        (Design(nodes={"a": Node(id="a", kind="host", facts={"power_max_w": -5})}), "power_max_w"),
        (Design(nodes={"a": Node(id="a", kind="host", note="x" * 20_001)}), "characters"),
        (
            Design(
                nodes={
                    "p": Node(id="p", kind="pod", copies=1_000_000),
                    "a": Node(id="a", kind="host", copies=200, parent="p"),
                }
            ),
            "copies in the whole design",
        ),
        (Design(nodes={"a": HOST}, links={"l": Link(id="l", a="a", b="b", medium="fabric")}), "goes to 'b'"),
        (
            Design(
                nodes={"a": HOST, "b": Node(id="b", kind="host")},
                links={"l": Link(id="l", a="a", b="b", medium="fabric", cables=-1)},
            ),
            "cables",
        ),
        (
            Design(
                nodes={"a": HOST, "b": Node(id="b", kind="host")},
                links={"l": Link(id="l", a="a", b="b", medium="fabric", capacity_gbps=-1.0)},
            ),
            "capacity_gbps",
        ),
        (with_part(ports=(PortGroup(name="p", media=("fabric",), count=0),)), "ports p"),
        (with_part(contains=(Contained(part="v/q", count=-8),)), "contained"),
        (with_part(prices=(Price(low=3, typical=2, high=1, basis="list"),)), "low ≤ typical"),
        (with_part(lengths=(StockLength(length_m=0.0),)), "a stock length"),
        (with_part(lengths=(StockLength(length_m=1, price=Price(low=3, typical=2, high=1, basis="list")),)), "low ≤"),
        (Design(settings=Settings(assumptions={"pue": math.inf})), "finite"),
        (Design(views={"v": View(id="w", name="Slide")}), "calls itself"),
    ],
)
def test_refused_in_one_line(design: Design, words: str) -> None:
    with pytest.raises(RefusedInput) as refusal:
        require_valid(design)
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)


def test_a_sound_design_is_given_back() -> None:
    design = Design(nodes={"a": Node(id="a", kind="host", part="v/p")}, parts={"v/p": PART})
    assert require_valid(design) is design
    assert require_valid(Design()) == Design()


ONE = Price(low=1, typical=1, high=1, basis="list")
BOOKS: dict[str, tuple[PriceBook, str]] = {
    "share above 1": (PriceBook(discounts=(Discount(share=1.5),)), "from 0 to 100%"),
    "NaN share": (PriceBook(discounts=(Discount(share=math.nan),)), "finite"),
    "unknown kind": (PriceBook(discounts=(Discount(share=0.1, kind="dragon"),)), "no kind of part called 'dragon'"),
    "two of one": (PriceBook(discounts=(Discount(share=0.1, vendor="X"), Discount(share=0.2, vendor="X"))), "two"),
    "no rate": (PriceBook(currency="EUR"), "no exchange rate for it"),
    "no code": (PriceBook(currency="euro"), "'euro' is no currency"),
    "rate 0": (PriceBook(rates={"EUR": ExchangeRate(usd=0, date="2026-11-24")}), "above 0"),
    "rate of the dollar": (PriceBook(rates={"USD": ExchangeRate(usd=2, date="2026-11-24")}), "always one US dollar"),
    "rate of a bad day": (PriceBook(rates={"EUR": ExchangeRate(usd=1.1, date="2026-13-24")}), "write it as 2026-11-24"),
    "rate 1e999": (PriceBook(rates={"EUR": ExchangeRate(usd=math.inf, date="2026-11-24")}), "finite"),
    "upside down": (PriceBook(prices={"x/y": (Price(low=3, typical=2, high=4, basis="list"),)}), "low ≤ typical"),
    "path as id": (PriceBook(prices={"../../etc": (ONE,)}), "not allowed"),
    "too many": (PriceBook(prices={f"x/p{n}": (ONE,) * 60 for n in range(100)}), "6,000 own prices; 5,000 are"),
    "too many parts": (PriceBook(prices={f"x/p{n}": () for n in range(5_001)}), "5,000 are the most"),
    "too many discounts": (
        PriceBook(discounts=tuple(Discount(share=0.1, vendor=f"v{n}") for n in range(1_001))),
        "1,000 are the most",
    ),
    "long region": (PriceBook(region="r" * 201), "201 characters"),
    "control signs": (PriceBook(discounts=(Discount(share=0.1, vendor="a\x1b[31m"),)), "signs that cannot be shown"),
}


@pytest.mark.parametrize("name", BOOKS)
def test_hostile_price_books_are_refused_in_one_line(name: str) -> None:
    book, words = BOOKS[name]
    with pytest.raises(RefusedInput) as refusal:
        require_valid(Design(settings=Settings(prices=book)))
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert len(str(refusal.value)) < 250


def test_a_sound_price_book_is_taken_in() -> None:
    book = PriceBook(
        prices={"x/y": (ONE, Price(low=0, typical=0, high=0, basis="street", currency="EUR", date="2026-11"))},
        discounts=(Discount(share=0), Discount(share=1, vendor="Ünïcode «X»", kind="switch")),
        currency="EUR",
        rates={"EUR": ExchangeRate(usd=1.1, date="2026-11-24")},
        region="eu-west-1",
        purchase_basis="list",
        rent_basis="spot",
    )
    design = Design(settings=Settings(prices=book))
    assert require_valid(design) is design


@pytest.mark.parametrize(
    ("flows", "words"),
    [
        ((FlowAsk(source=("a",), target=("x",)),), "flow a → x names 'x'"),
        ((FlowAsk(source=("a[1]",), target=("b",)),), r"names 'a\[1\]'"),
        ((FlowAsk(source=("a",), target=()),), "nothing that receives"),
        ((FlowAsk(source=("a",), target=("b",), gbps=-1),), "has the rate -1"),
        ((FlowAsk(source=("a",), target=("a",)),), "at both ends"),
        ((FlowAsk(source=("a",), target=("b",)), FlowAsk(source=("a",), target=("b",), gbps=1)), "twice"),
        ((FlowAsk(source=("a",), target=("b",)),) * 1_001, "1,000"),
    ],
)
def test_flows_that_no_design_holds(flows: tuple[FlowAsk, ...], words: str):
    nodes = {"a": HOST, "b": Node(id="b", kind="host")}
    with pytest.raises(RefusedInput, match=words):
        require_valid(Design(settings=Settings(flows=flows), nodes=nodes))


def test_places_stand_in_each_other_up_to_a_limit() -> None:
    def nested(count: int) -> Design:
        rooms = [Node(id=f"r{n}", kind="room", parent=f"r{n - 1}" if n else None) for n in range(count)]
        return Design(nodes={room.id: room for room in rooms})

    require_valid(nested(MOST_NESTED + 1))
    with pytest.raises(RefusedInput, match=r"stands more than 64 places deep; take it out of 'r64'\.$"):
        require_valid(nested(MOST_NESTED + 2))
    with pytest.raises(RefusedInput, match="places deep"):
        require_valid(nested(3_000))
