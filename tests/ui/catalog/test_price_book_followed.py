"""Change one entry of the price book, and every figure that people read follows; undo brings all of them back."""

import functools

import pytest

from designer.edit.money import price_book
from designer.export.bills.bill import bill_of
from designer.model.figures.figure_text import figure_text, number_text
from designer.model.parts.part import Price
from designer.ui.present.slide import slides_of
from tests.export.report.reports import bars_told, figures_told, report_for, texts_of
from tests.ui.seen import texts

DGX = "nvidia/dgx-h100"
OWN = Price(low=190_000, typical=200_000, high=210_000, basis="street", date="2026-11-20", note="Quote 4711")

pytestmark = pytest.mark.usefixtures("figures")


def seen(work):
    """What stands in the strip, the inspector, the charts, the bill, the report and the slides."""
    document = work.document
    design, results, findings = document.design, document.results, document.findings
    bill = bill_of(design, results)
    page = report_for(design, results, findings, level="engineer")
    slide = slides_of(design, results, findings)[0][1]
    buy = work.headline.item("buy")
    return {
        "headline": f"{buy.number} {buy.unit}",
        "inspector": work.inspector.section.row("Price each").text_shown,
        "by kind": work.cost.charts[0].bars[0].words,
        "by layer": [bar.words for bar in work.cost.charts[1].bars],
        "bill": figure_text(bill.shown(bill.total_usd)),
        "bill line": figure_text(next(bill.shown(line.unit_usd) for line in bill.lines if line.part == DGX)),
        "report": figures_told(page)["To buy"],
        "report rows": next(iter(bars_told(page).values())),
        "slide": f"{slide.figures[0].number} {slide.figures[0].unit}",
        "sentence": slide.sentence.partition(" to buy")[0],
    }


@pytest.fixture
def work(superpod):
    work = superpod.workspace
    node = next(node.id for node in work.document.design.nodes.values() if node.part == DGX)
    work.canvas.select((node,))
    work.show_panel("cost")
    return work


def servers(work):
    return work.document.results.cost.by_kind["server"].value


def capex(work):
    return work.document.results.cost.capex_usd.value


EDITS = {
    "own price": lambda d: price_book.add_own_price(d, DGX, OWN),
    "discount": lambda d: price_book.set_discount(d, 0.1, "NVIDIA"),
    "basis": lambda d: price_book.set_purchase_basis(d, "estimate"),
}


def test_every_figure_follows_and_comes_back(work):
    before, total = seen(work), capex(work)
    assert before["headline"].endswith("M$")
    for name, edit in EDITS.items():
        assert work.document.attempt(edit) == "", name
        after = seen(work)
        assert {key for key, words in after.items() if words == before[key]} == set(), name
        assert capex(work) != total, name
        work.document.undo()
        assert seen(work) == before, name
        assert capex(work) == total, name


def test_an_own_price_by_hand(work):
    # 31 systems at 200,000.
    others = servers(work) - 31 * 270_000
    work.document.attempt(EDITS["own price"])
    assert servers(work) == pytest.approx(31 * 200_000 + others)
    assert work.inspector.section.row("Price each").text_shown == "190–210 k$"
    assert "price book · street · 2026-11-20" in texts(work.inspector.section)


def test_a_discount_by_hand(work):
    others = servers(work) - 31 * 270_000
    work.document.attempt(lambda d: price_book.set_discount(d, 0.1, "NVIDIA", "server"))
    assert servers(work) == pytest.approx(31 * 243_000 + others)
    assert any(one.startswith("street · 2024-08 · less 10%") for one in texts(work.inspector.section))


def test_the_currency_is_shown_everywhere_with_its_rate(work):
    before, total = seen(work), capex(work)
    set_rate = functools.partial(price_book.set_rate, currency="EUR", usd=1.25, date="2026-11-20")
    work.document.attempt(set_rate)
    assert seen(work) == before
    work.document.attempt(lambda d: price_book.set_currency(d, "EUR"))
    after = seen(work)
    assert capex(work) == total
    for key, words in after.items():
        text = " ".join(words) if isinstance(words, list) else words
        assert "$" not in text, key
        assert ("€" in text) != (key == "sentence"), key
    assert after["sentence"].endswith("million euros")
    bill = bill_of(work.document.design, work.document.results)
    assert bill.shown(bill.total_usd).value == pytest.approx(total / 1.25)
    page = report_for(work.document.design, work.document.results, ())
    assert "Exchange rate: 1 EUR = 1.25 USD on 2026-11-20." in texts_of(page)
    assert page.foot.endswith("prices in EUR.")
    figure = work.headline.item("buy").figure
    assert (figure.unit, figure.terms[1].date) == ("EUR", "2026-11-20")
    # A dearer euro makes fewer of them.
    work.document.attempt(lambda d: price_book.set_rate(d, "EUR", 1.6, "2026-11-24"))
    assert work.headline.item("buy").figure.value == pytest.approx(total / 1.6)
    for _ in range(3):
        work.document.undo()
    assert seen(work) == before


def test_other_currencies_are_written_out(work):
    work.document.attempt(lambda d: price_book.set_rate(d, "CHF", 1.25, "2026-11-20"))
    work.document.attempt(lambda d: price_book.set_currency(d, "CHF"))
    after = seen(work)
    assert after["headline"].endswith(" M CHF")
    assert work.headline.item("run").unit == "k CHF / month"
    assert after["sentence"].endswith("million CHF")


def test_a_rented_instance_shows_what_an_hour_costs(window):
    from designer.edit.nodes.nodes import add_node

    window.files.new_empty()
    work = window.workspace
    document = work.document
    document.edit(lambda d: add_node(d, document.library, "aws/p5.48xlarge", 0, 0, node_id="cloud"))
    work.canvas.select(("cloud",))
    prices = document.library.parts["aws/p5.48xlarge"].prices
    on_demand = next(price for price in prices if price.basis == "on-demand")
    reserved = next(price for price in prices if price.basis == "reserved")
    assert work.inspector.section.row("Price each").text_shown == f"{number_text(on_demand.typical)} $ / h"
    document.attempt(lambda d: price_book.set_rent_basis(d, "reserved"))
    assert work.inspector.section.row("Price each").text_shown == f"{number_text(reserved.typical)} $ / h"
    basis = f"reserved · {reserved.region} · {reserved.date}"
    assert any(one.startswith(basis) for one in texts(work.inspector.section))
