"""Models that are paid by the token, by hand on own prices."""

import pytest
from msgspec.structs import replace

from designer.analysis.workloads.model_apis import model_api
from designer.model.parts import Price
from designer.model.pricing import PriceBook

API = "anthropic/claude-api"
USE = {"users": 3650, "requests_per_user_hour": 1, "input_tokens": 2000, "output_tokens": 500}


def price(usd, item):
    return Price(low=usd, typical=usd, high=usd, basis="user", per="million-tokens", item=item, date="2026-11-24")


BOTH = (price(3, "input"), price(15, "output"))


@pytest.fixture
def paid(stack, asked):
    def find(use=USE, prices=BOTH, api=API):
        design = stack("app: langchain/langchain", f"api: {api}", "app > api", facts={"app": use})
        design = replace(design, settings=replace(design.settings, prices=PriceBook(prices={api: tuple(prices)})))
        _, traffic = asked(design)
        return model_api(design, design.nodes["api"], traffic["api"])

    return find


def test_a_request_by_hand(paid):
    """2,000 in at 3 and 500 out at 15 USD a million are 0.0135; 3,650 an hour over 730 hours are 35,970 a month."""
    found = paid()
    assert found.usd_per_request.value == pytest.approx(0.0135)
    assert found.usd_per_million_tokens.value == pytest.approx(0.0135 / 2500 * 1e6)
    assert found.usd_per_month.value == pytest.approx(3650 * 730 * 0.0135)


def test_cached_input_is_paid_as_such(paid):
    """Half of the input from a cache at 0.30: 1,000 × 3 + 1,000 × 0.30 + 500 × 15 USD a million requests."""
    use = {**USE, "cached_input_share": 0.5}
    found = paid(use, (price(3, "input"), price(0.3, "cached input"), price(15, "output")))
    assert found.usd_per_request.value == pytest.approx((3000 + 300 + 7500) / 1e6)


def test_without_a_price_it_is_unknown(stack, asked):
    design = stack("app: langchain/langchain", f"api: {API}", "app > api", facts={"app": USE})
    bare = replace(design, parts={**design.parts, API: replace(design.parts[API], prices=())})
    _, traffic = asked(bare)
    found = model_api(bare, bare.nodes["api"], traffic["api"])
    assert found.usd_per_request.value is None
    assert "no known price of tokens" in found.reason


def test_a_shipped_model_has_a_price(stack, asked, library):
    priced = [
        part
        for part in library.parts.values()
        if part.kind == "model-api" and {"input", "output"} <= {price.item for price in part.prices}
    ]
    assert {part.vendor for part in priced} >= {"Anthropic", "OpenAI", "Google", "Mistral AI"}
    for part in priced:
        design = stack("app: langchain/langchain", f"api: {part.id}", "app > api", facts={"app": USE})
        _, traffic = asked(design)
        found = model_api(design, design.nodes["api"], traffic["api"])
        prices = {item: next(p for p in part.prices if p.item == item) for item in ("input", "output")}
        assert found.usd_per_request.value == pytest.approx(
            (2000 * prices["input"].typical + 500 * prices["output"].typical) / 1e6
        ), part.id


@pytest.mark.parametrize("users", [0, 1e12])
def test_no_users_and_too_many_are_answered(paid, users):
    found = paid({**USE, "users": users})
    assert found.usd_per_month.value == pytest.approx(users * 730 * 0.0135)
