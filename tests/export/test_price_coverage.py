"""What the bill of a design rests on: by hand, and of the shipped templates."""

from datetime import date

import pytest

from designer.analysis.run import analyze
from designer.edit.templates.templates import TEMPLATES, build_template
from designer.export.bills.bill import bill_of
from designer.export.bills.files import bill_document
from designer.export.price_coverage import bill_coverage, together
from designer.model.design import Design, Node, Settings
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Price
from designer.review.money.price_book_rules import expired_quote
from tests.shipped import LIBRARY

MONEY = ("power", "cost")


def covered(design: Design):
    return bill_coverage(bill_of(design, analyze(design, only=MONEY, library=LIBRARY)))


def test_lines_and_value_by_hand() -> None:
    """2 DGX A100 at 199,000 of a list, a CRAH at 62,000 of plans, a store with none, a host at one's own 5,000"""
    nodes = (
        Node(id="dgx", kind="server", part="nvidia/dgx-a100", copies=2),
        Node(id="cool", kind="crah", part="vertiv/cw181"),
        Node(id="store", kind="storage", part="generic/storage"),
        Node(id="host", kind="host", part="generic/host", price_usd=5_000.0),
    )
    found = covered(LIBRARY.embedded(Design(nodes={one.id: one for one in nodes})))
    assert (found.lines, found.priced, found.unpriced) == (4, 3, ("Storage",))
    assert found.usd_by_sureness == {"firm": 5_000, "published": 398_000, "estimate": 62_000}
    assert [value for _, value in found.modelled] == [62_000]
    assert found.priced_share == 0.75
    assert found.sure_share == pytest.approx(403_000 / 465_000)
    both = together((found, found))
    assert (both.lines, both.priced, both.usd) == (8, 6, 930_000)
    assert both.sure_share == found.sure_share
    assert both.modelled[0][1] == 124_000


@pytest.mark.parametrize(("last", "sure"), [("2026-11-28", "firm"), ("2026-11-27", "estimate"), ("", "firm")])
def test_an_expired_quote_is_no_quote(last: str, sure: str) -> None:
    quote = Price(low=9, typical=10, high=11, basis="quote", quote="Q-7", valid_until=last, date="2026-10-01")
    book = PriceBook(prices={"nvidia/qm9700": (quote,)})
    node = Node(id="leaf", kind="switch", part="nvidia/qm9700", copies=2)
    design = LIBRARY.embedded(Design(nodes={"leaf": node}, settings=Settings(prices=book)))
    bill = bill_of(design, analyze(design, only=MONEY, library=LIBRARY), today=date(2026, 11, 28))
    (line,) = bill.lines
    gone = sure == "estimate"
    assert line.total_usd.value == 20
    assert (line.basis, line.expired, line.price_date) == ("expired quote" if gone else "quote", gone, "2026-10-01")
    assert line.price_status == ("estimate" if gone else "user")
    assert bill_coverage(bill).usd_by_sureness[sure] == 20
    assert bill_document(bill)["expired"] == (["Quantum-2 QM9700"] if gone else [])
    assert ("Q" in bill.expired_line) == gone
    (finding, *_) = (*expired_quote(design, analyze(design, only=MONEY), date(2026, 11, 28)), None)
    assert (finding is not None) == gone


def test_nothing_has_no_share() -> None:
    empty = covered(Design())
    assert (empty.lines, empty.priced_share, empty.sure_share) == (0, 1.0, None)


def test_the_shipped_templates_rest_on_published_prices_for_most_of_their_value() -> None:
    found = [covered(build_template(name, LIBRARY, {})) for name in TEMPLATES]
    every = together(found)
    assert every.sure_share is not None
    assert every.sure_share >= 0.6
    # A store that is licensed by its capacity: no document prints what it costs.
    assert every.unpriced == ("WEKA Data Platform",)
    assert every.priced_share >= 0.95
    assert all(one.priced_share >= 0.92 for one in found)
