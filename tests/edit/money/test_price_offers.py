import pytest

from designer.catalog.prices.price_report import PriceOffer
from designer.edit.money.price_offers import add_offers
from designer.model.design import Design
from designer.model.parts.part import Price, Source
from designer.model.records import RefusedInput

SOURCES = {name: Source(id=name, publisher=f"Publisher of {name}") for name in ("quote", "other")}


def offer(part, amount, **fields):
    price = Price(
        low=amount, typical=amount, high=amount, basis="list", date="2026-11-01", sources=("quote",), **fields
    )
    return PriceOffer(part=part, price=price)


def test_all_offers_are_one_edit_with_the_sources_that_they_name():
    offers = [offer("a/one", 10), offer("a/one", 12), offer("a/two", 5)]
    changes = add_offers(Design(), offers, SOURCES)
    after = changes.applied(Design())
    assert [price.typical for price in after.settings.prices.prices["a/one"]] == [10, 12]
    assert after.settings.prices.prices["a/two"] == (offers[2].price,)
    assert set(after.sources) == {"quote"}
    assert changes.label == "Add 3 own prices"
    assert changes.inverted().applied(after) == Design()


def test_what_is_there_stays_and_is_not_doubled():
    first = add_offers(Design(), [offer("a/one", 10)], SOURCES).applied(Design())
    second = add_offers(first, [offer("a/one", 10), offer("a/one", 11), offer("a/one", 11)], SOURCES).applied(first)
    assert [price.typical for price in second.settings.prices.prices["a/one"]] == [10, 11]
    with pytest.raises(RefusedInput, match="already"):
        add_offers(second, [offer("a/one", 11)], SOURCES)


@pytest.mark.parametrize("bad", [offer("a/one", -1), offer("a/one", 1, currency="dollars"), offer("../up", 1)])
def test_a_price_that_cannot_be_is_refused(bad):
    with pytest.raises(RefusedInput):
        add_offers(Design(), [bad], SOURCES)


def test_hundreds_of_prices_are_one_step():
    offers = [offer(f"a/{number}", number) for number in range(2_000)]
    after = add_offers(Design(), offers, SOURCES).applied(Design())
    assert len(after.settings.prices.prices) == 2_000
