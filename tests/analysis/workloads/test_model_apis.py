"""Models that are paid by the token, by hand on own prices."""

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.analysis.workloads.model_apis import model_api
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Price

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


@pytest.fixture
def shipped(stack, asked):
    """The result of a shipped model under USE, changed: shipped("openai/gpt-5", tier="Tier 1", input_tokens=10)."""

    def find(api, node_facts=None, use=None, **choices):
        design = stack(
            "app: langchain/langchain",
            f"api: {api}",
            "app > api",
            facts={"app": {**USE, **(use or {})}, "api": node_facts or {}},
            choices={"api": choices},
        )
        _, traffic = asked(design)
        return model_api(design, design.nodes["api"], traffic["api"])

    return find


def test_long_prompts_are_paid_at_their_own_price(shipped):
    """Claude Haiku 5.5: 0.10 and 0.50 USD a million up to 100,000 tokens in, 0.50 and 2.50 beyond, for all of them."""
    short = shipped("anthropic/claude-haiku-5-5", use={"input_tokens": 100_000})
    long = shipped("anthropic/claude-haiku-5-5", use={"input_tokens": 100_001})
    assert short.usd_per_request.value == pytest.approx((100_000 * 0.1 + 500 * 0.5) / 1e6)
    assert long.usd_per_request.value == pytest.approx((100_001 * 0.5 + 500 * 2.5) / 1e6)


def test_a_batch_is_paid_at_half_and_answered_within_a_day(shipped):
    once, batch = shipped("anthropic/claude-sonnet-4-5"), shipped("anthropic/claude-sonnet-4-5", api_batch="batch")
    assert batch.usd_per_month.value == pytest.approx(once.usd_per_month.value / 2)
    assert (batch.answer_s.value, batch.answer_s.low) == (86_400, 0)
    assert batch.first_token_s.value is None
    assert batch.requests_per_s.value is None
    unpublished = shipped("google/gemini-3.5-flash", api_batch="batch")
    assert unpublished.usd_per_month.value == shipped("google/gemini-3.5-flash").usd_per_month.value
    assert "in a batch is not published" in unpublished.notes[0]


def test_the_tier_limits_requests_by_the_least_of_its_rates(shipped):
    """Start: 1,000 requests, 500,000 tokens in, 100,000 out a minute, over 2,000 in and 500 out: 100,000 / 60 / 500."""
    start, scale = (shipped("anthropic/claude-fable-5", tier=tier) for tier in ("Start", "Scale"))
    assert start.requests_per_s.value == pytest.approx(100_000 / 60 / 500)
    assert scale.requests_per_s.value == pytest.approx(800_000 / 60 / 500)
    assert (start.bound, scale.bound) == ("rate limit", "rate limit")
    many = shipped("anthropic/claude-fable-5", use={"output_tokens": 1.0, "input_tokens": 1.0}, tier="Start")
    assert many.requests_per_s.value == pytest.approx(1000 / 60)
    both = shipped("openai/gpt-5", tier="Tier 1")
    assert both.requests_per_s.value == pytest.approx(500_000 / 60 / 2500)
    assert "no usage tier Gold" in shipped("openai/gpt-5", tier="Gold").notes[0]


def test_without_a_published_limit_its_capacity_is_unknown(shipped):
    found = shipped("anthropic/claude-sonnet-5-5")
    assert found.requests_per_s.value is None
    assert found.bound == ""
    assert "No rate limit is published" in found.requests_per_s.note
    own = shipped("anthropic/claude-sonnet-5-5", {"requests_per_min": 120.0})
    assert own.requests_per_s.value == 2


def test_an_answer_takes_its_first_token_and_its_writing(shipped):
    """Claude Sonnet 4.5 was measured with 2 s and 40 tokens a second: 500 tokens take 2 + 12.5 s."""
    found = shipped("anthropic/claude-sonnet-4-5")
    assert found.first_token_s.value == 2
    assert found.answer_s.value == pytest.approx(14.5)
    half = shipped("openai/gpt-4.1-mini")
    assert half.first_token_s.value == 2.4
    assert half.answer_s.value is None
    assert "how fast it writes" in half.answer_s.note
    silent = shipped("anthropic/claude-sonnet-5-5")
    assert (silent.first_token_s.value, silent.answer_s.value) == (None, None)


def test_an_announced_price_is_told_with_its_day(shipped):
    """Gemini 4 Argon costs 4 and 20 USD a million from December 2026 on."""
    found = shipped("google/gemini-4-argon")
    (change,) = found.announced
    assert change.day == "2026-12-01"
    assert change.usd_per_month.value == pytest.approx(3650 * 730 * (2000 * 4 + 500 * 20) / 1e6)
    assert change.usd_per_month.value != found.usd_per_month.value
    assert shipped("anthropic/claude-sonnet-5-5").announced == ()


def test_what_an_agreement_promises_is_a_figure(shipped):
    assert shipped("openai/api", tier="Enterprise").promised_availability.value == 0.999
    assert shipped("openai/api").promised_availability.value is None
    assert shipped("anthropic/claude-api", tier="Build").spend_most_usd_per_month.value == 1000


def test_the_services_tell_what_an_api_answers(stack):
    """Beyond its rate limit an API turns requests away, and has no time of an answer."""

    def service(users):
        design = stack(
            "app: langchain/langchain",
            "api: anthropic/claude-opus-4-7",
            "app > api",
            facts={"app": {**USE, "users": users, "peak_factor": 1.0}, "api": {"requests_per_min": 60.0}},
        )
        loads = analyze(design, only={"workloads"}).workloads.services
        return {load.id: load for load in loads}

    fine, over = service(1800), service(7200)
    assert fine["api"].requests_per_s.value == 1
    assert fine["api"].utilisation.value == pytest.approx(0.5)
    assert fine["api"].first_token_s.value == 2.494
    assert fine["api"].answer_s.value == pytest.approx(2.494 + 500 / 95)
    assert fine["app"].answer_s.value == fine["api"].answer_s.value
    assert (over["api"].bound, over["api"].answer_s.value) == ("rate limit", None)
    assert over["api"].served_per_s.value == pytest.approx(1)
    assert over["api"].turned_away.value == pytest.approx(0.5)
