"""Things paid by the same measure are told apart by their item, so that a plan takes the right one."""

from collections import Counter

import pytest

from designer.catalog.library import Library
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import Per
from tests.shipped import LIBRARY


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


@pytest.mark.parametrize(
    ("part", "per", "item", "typical"),
    [
        ("aws/s3-standard", "gb-month", "", 0.023),
        ("aws/s3-standard", "gb-month", "infrequent access", 0.0125),
        ("aws/s3-standard", "gb-month", "glacier deep archive", 0.00099),
        ("aws/s3-standard", "thousand-requests", "put", 0.005),
        ("aws/s3-standard", "thousand-requests", "get", 0.0004),
        ("azure/blob-hot-lrs", "gb-month", "", 0.018),
        ("azure/blob-hot-lrs", "gb-month", "cool", 0.01),
        ("google/cloud-storage-standard", "gb-month", "", 0.02),
        ("google/cloud-storage-standard", "gb-month", "archive", 0.0012),
        ("coreweave/ai-object-storage", "gb-month", "", 0.06),
        ("coreweave/ai-object-storage", "gb-month", "cold", 0.015),
        ("aws/fsx-lustre", "gb-month", "", 0.145),
        ("aws/s3-vectors", "thousand-requests", "query", 0.0025),
        ("aws/eks", "hour", "", 0.1),
    ],
)
def test_a_plan_takes_the_price_of_the_item(shipped: Library, part: str, per: Per, item: str, typical: float) -> None:
    plan = planned_price(shipped.parts[part], per, PriceBook(), item)
    assert plan is not None
    assert plan.price.typical == typical
    assert plan.price.item == item


def test_no_two_stored_prices_differ_by_their_note_alone(shipped: Library) -> None:
    measures: tuple[Per, ...] = ("gb", "gb-month", "thousand-requests", "million-tokens")
    for part in shipped.parts.values():
        counts = Counter(
            (
                price.per,
                price.item,
                price.from_tokens,
                price.valid_from,
                price.basis,
                price.region,
                price.date,
                price.currency,
            )
            for price in part.prices
            if price.per in measures
        )
        assert [key for key, count in counts.items() if count > 1] == [], part.id
