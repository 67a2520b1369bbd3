"""The sentence of the bottleneck, word by word."""

import pytest
from msgspec.structs import replace

from designer.analysis.chain.growth.records import GrowthAlso, GrowthBreak, GrowthLift, GrowthOutlook, GrowthStep
from designer.analysis.run import analyze
from designer.edit.templates.templates import build_template
from designer.model.figures.figure import leaf
from designer.model.money.pricing import ExchangeRate, PriceBook
from designer.review.bottleneck_words import bottleneck_words, break_ticks, place_words
from tests.shipped import LIBRARY

BOX = "serving-dgx"


@pytest.fixture(scope="module")
def stack():
    """The AI stack and what is said of its work."""
    design = build_template("ai-stack", LIBRARY, {})
    return design, analyze(design).workloads


def broken(node_id, value, low=None, high=None, **more):
    at = leaf("at", value, low=low, high=high)
    return GrowthBreak(id=node_id, layer="silicon", at=at, bound=more.pop("bound", "accelerators"), **more)


def step(usd, **more):
    return {
        "step": BOX,
        "count": 1,
        "usd": leaf("price", usd, "USD"),
        "watts": leaf("watts", 10_200.0, "W"),
        "ports": leaf("ports", 8.0),
        "carries": leaf("carries", 3.0, low=2.0, high=4.0),
        "next_id": "engine",
        **more,
    }


def said(stack, book=None, **outlook):
    design, work = stack
    return bottleneck_words(design, replace(work, growth=GrowthOutlook(**outlook)), book)


def test_breaks_stand_with_their_ranges_and_the_next_doubling(stack):
    words = said(stack, breaks=(broken("engine", 1.5, 1.2, 1.9), broken("index", 3.0)))
    assert words.growth == (
        "vLLM is full at 1.5 (1.2–1.9) times the demand, then Passages, pgvector at 3 times. "
        "The next doubling breaks vLLM."
    )


@pytest.mark.parametrize(
    ("at", "doubling"),
    [
        ((2.5, 1.5, 3.0), "The next doubling may break vLLM."),
        ((2.5, 2.1, 3.0), "The next doubling breaks nothing."),
    ],
)
def test_a_doubling_that_only_the_low_end_breaks_may_break_it(stack, at, doubling):
    assert said(stack, breaks=(broken("engine", *at),)).growth.endswith(doubling)


def test_what_is_broken_already_breaks_at_no_doubling(stack):
    words = said(stack, breaks=(broken("engine", 0.5),))
    assert words.growth == "vLLM is full at 0.5 times the demand."


def test_the_doubling_is_of_the_demand_that_is_looked_at(stack):
    words = said(stack, breaks=(broken("engine", 7.0),), load=4.0)
    assert words.growth == "vLLM is full at 7 times the demand that is set. The next doubling breaks vLLM."


def test_a_fixed_demand_that_is_too_much_is_told_without_a_factor(stack):
    words = said(stack, breaks=(broken("serving-pdu-a", 0.0, bound="power"),))
    assert words.growth == "PDU A in Serving rack has too little already, whatever the demand: power."


def test_a_promise_holds_up_to_its_break(stack):
    words = said(stack, breaks=(broken("users", 2.5, bound="an answer within 10 s", promise=True),))
    assert words.growth.startswith("Users: an answer within 10 s holds up to 2.5 times the demand.")
    never = said(stack, breaks=(broken("users", 0.0, bound="an answer within 1 s", promise=True),))
    assert never.growth == "Users: an answer within 1 s does not hold, whatever the demand."


def test_the_step_is_told_with_what_it_takes_besides_and_the_others(stack):
    lift = GrowthLift(
        id="engine",
        bound="accelerators",
        at=leaf("at", 2.0),
        others=(GrowthStep(**step(None)),),
        **step(250_000.0, also=(GrowthAlso(id="serving-pdu-a", count=2),)),
    )
    assert said(stack, breaks=(broken("engine", 2.0),), lifts=(lift,)).lift == (
        "+ 1 Serving DGX H100 and 2 PDU A in Serving rack: 250 k$, 10.2 kW of power and heat, 8 ports, "
        "carries 3 (2–4) times the demand, then vLLM is full. Or + 1 Serving DGX H100 (price unknown)."
    )


def test_a_step_that_overloads_what_nothing_lifts_does_not_say_that_it_carries(stack):
    lift = GrowthLift(id="engine", bound="x", at=leaf("at", 2.0), **step(1.0, short=("chiller-a",)))
    words = said(stack, breaks=(broken("engine", 2.0),), lifts=(lift,)).lift
    assert words.endswith("too much for Chiller A.")
    assert "carries" not in words


def test_where_no_step_is_known_it_is_said(stack):
    words = said(stack, breaks=(broken("users", 2.0),), stuck="users")
    assert words.lift == "No step is known that lifts Users."


def test_money_is_shown_as_the_price_book_does(stack):
    book = PriceBook(currency="EUR", rates={"EUR": ExchangeRate(usd=1.25, date="2026-11-27")})
    lift = GrowthLift(id="engine", bound="x", at=leaf("at", 2.0), **step(250_000.0))
    assert "200 k€" in said(stack, book, breaks=(broken("engine", 2.0),), lifts=(lift,)).lift


def test_nothing_is_said_where_nothing_was_worked_out(stack):
    design, _ = stack
    assert bottleneck_words(design, None).sentence == ""
    assert break_ticks(design, None) == ()


def test_a_title_that_several_have_names_what_it_stands_in(stack):
    design, _ = stack
    assert place_words(design, "serving-pdu-a") == "PDU A in Serving rack"
    assert place_words(design, BOX) == "Serving DGX H100"


def test_ticks_name_each_place_once(stack):
    design, work = stack
    outlook = GrowthOutlook(breaks=(broken("engine", 2.0), broken("engine", 3.0), broken("index", 4.0)))
    assert break_ticks(design, replace(work, growth=outlook)) == ((2.0, "vLLM"), (4.0, "Passages, pgvector"))
