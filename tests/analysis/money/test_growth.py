"""The bill as usage grows: by hand, by line, and the month in which capacity runs out."""

import math

import pytest
from msgspec.structs import replace

from designer.analysis.money.growth import growth
from designer.analysis.run import analyze
from designer.model.design import Design
from designer.model.figures.figure import recompute
from designer.model.money.pricing import PriceBook
from designer.model.parts.part import Price
from designer.model.records import RefusedInput

from .conftest import MONEY, SERVED, supposing

API = ("app: langchain/langchain", "model: anthropic/claude-haiku-4-5", "app > model")


def followed(design, months=36):
    return growth(design, analyze(design, only=MONEY), months)


def test_five_dollars_a_million_become_a_line(stack):
    """5 USD per million tokens; 5,000 users a day, 10 requests of 1,500 tokens each: 50,000 requests, 375 USD a day.

    In testing, 20 users spend 1.5 USD a day; at a growth that brings 20 users to 5,000 in 24 months the line is the
    same as for 5,000 users.
    """
    price = [
        Price(low=5, typical=5, high=5, basis="user", per="million-tokens", item=item) for item in ("input", "output")
    ]
    grown = {}
    rate = (5000 / 20) ** (1 / 24) - 1
    for users in (20, 5000):
        facts = {"users": users / 24, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
        design = stack(*API, facts={"app": {**facts, "growth_per_month": rate}})
        book = PriceBook(prices={"anthropic/claude-haiku-4-5": tuple(price)})
        grown[users] = followed(replace(design, settings=replace(design.settings, prices=book)))
    testing, live = grown[20].lines[-1], grown[5000].lines[-1]
    assert testing.name == "Tokens of model"
    assert testing.at[0].value == pytest.approx(1.5 * 365 / 12)
    assert live.at[0].value == pytest.approx(375 * 365 / 12)
    assert testing.at[24].value == pytest.approx(live.at[0].value)


def test_demand_compounds(chat):
    found = followed(chat(growth_per_month=0.05))
    assert found.growing
    assert found.requests[0].value == pytest.approx(3600 * 10 * 730)
    for month in (12, 24, 36):
        assert found.requests[month].value == pytest.approx(3600 * 10 * 730 * 1.05**month)
        assert recompute(found.requests[month]) == pytest.approx(found.requests[month].value)
    assert found.months == tuple(range(37))
    assert len(found.total_usd_per_month) == len(found.requests_per_month) == len(found.accelerators) == 37


def test_capacity_runs_out_in_a_month(chat):
    """Before it the bill stays; from it on whole machines join, each at a machine's share of what is owned."""
    design = chat(growth_per_month=0.05)
    found = followed(design)
    month = found.runs_out
    assert found.accelerators_drawn.value == 16
    assert found.accelerators[month - 1] <= 16 < found.accelerators[month]
    assert f"too few from month {month} on" in found.words
    monthly = analyze(design, only=MONEY).cost.monthly_usd.value
    assert found.total_usd_per_month[month - 1] == pytest.approx(monthly)
    machines = math.ceil((found.accelerators[month] - 16) / 8)
    assert found.total_usd_per_month[month] == pytest.approx(monthly * (2 + machines) / 2)


def test_lines_add_up(chat):
    found = followed(chat((*SERVED, "model: anthropic/claude-haiku-4-5", "app > model"), growth_per_month=0.1))
    assert len(found.lines) == 3
    for month in found.total:
        assert sum(line.at[month].value for line in found.lines) == pytest.approx(found.total[month].value)
        assert found.total[month].value == pytest.approx(found.total_usd_per_month[month])
        assert recompute(found.total[month]) == pytest.approx(found.total[month].value)


def test_the_bill_of_today_is_that_of_the_design(stack):
    use = {"users": 100, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(*API, facts={"app": {**use, "growth_per_month": 0.1}})
    assert followed(design).total[0].value == pytest.approx(analyze(design, only=MONEY).cost.monthly_usd.value)


def test_unlike_growth_is_followed_apart(stack):
    """Two applications ask one model: 100 users at 10% and 300 at none."""
    lines = (*API, "second: llamaindex/llamaindex", "second > model")
    use = {"requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(
        *lines, facts={"app": {**use, "users": 100, "growth_per_month": 0.1}, "second": {**use, "users": 300}}
    )
    found = followed(design)
    line = found.lines[-1]
    assert line.at[12].value / line.at[0].value == pytest.approx((100 * 1.1**12 + 300) / 400)
    assert "No growth is set on second" in found.notes[0]


def test_nothing_said_is_told(chat, stack):
    still = followed(chat())
    assert not still.growing
    assert still.runs_out is None
    assert "Nothing grows" in still.words
    assert len(set(still.total_usd_per_month)) == 1
    empty = followed(Design())
    assert "Nothing is asked for yet" in empty.words
    assert empty.lines == ()
    assert "Nothing is asked for" in followed(stack(*SERVED)).words


def test_too_few_today_is_month_zero(chat):
    found = followed(chat(users=1e12, growth_per_month=0.05))
    assert found.runs_out == 0
    assert "too few today" in found.words
    assert all(math.isfinite(usd) for usd in found.total_usd_per_month)


def test_an_unknown_need_is_told(chat):
    design = chat(("app: langchain/langchain", "engine: vllm/vllm", "app > engine"), growth_per_month=0.05)
    found = followed(design)
    assert found.runs_out is None
    assert math.isnan(found.accelerators[0])
    assert "is not known, so it does not grow here" in found.notes[0]


@pytest.mark.parametrize("months", [0, 121])
def test_months_have_a_range(months, chat):
    with pytest.raises(RefusedInput, match="1 to 120"):
        followed(chat(), months)


def test_other_spans_are_marked_at_their_end(chat):
    assert tuple(followed(chat(growth_per_month=0.01), 30).total) == (0, 12, 24, 30)


def test_prices_that_fall_make_later_tokens_and_machines_cheaper(stack, chat):
    facts = {"users": 100, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    design = stack(*API, facts={"app": {**facts, "growth_per_month": 0.01}})
    today, falling = followed(design).lines[-1], followed(supposing(design, {"token_price_fall": 0.5})).lines[-1]
    for month in (0, 12, 24, 36):
        assert falling.at[month].value == pytest.approx(today.at[month].value * 0.5 ** (month // 12))


def test_bought_machines_keep_the_price_of_their_year_and_energy_does_not_fall_with_it(chat):
    """Cohort by cohort, by hand: write-off and support of each machine by the year in which it was bought."""
    grown = chat(growth_per_month=0.15)
    usual, cheaper = followed(grown), followed(supposing(grown, {"hardware_price_fall": 0.2}))
    added, later = (next(line for line in found.lines if line.name == "More of box") for found in (usual, cheaper))
    cost = analyze(grown).cost
    assert cost is not None
    stand = grown.nodes["box"].copies
    # All that is drawn here is equipment: no plant is in its bill.
    priced = (cost.amortisation_usd_per_year.value + cost.support_usd_per_year.value) / 12 / stand
    beside = (cost.energy_usd_per_year, cost.staff_usd_per_year, cost.space_usd_per_year)
    rest = sum(one.value or 0.0 for one in beside) / 12 / stand
    number = [round(usd / (priced + rest)) for usd in added.usd_per_month]
    assert number[-1] > number[12] > 0
    bought = [one - before for before, one in zip([0, *number], number, strict=False)]
    for month, usd in enumerate(later.usd_per_month):
        paid = sum(bought[k] * priced * 0.8 ** (k // 12) for k in range(month + 1))
        assert usd == pytest.approx(paid + number[month] * rest)
    # What was bought is not cheaper a year later.
    assert all(usd >= before for before, usd in zip(later.usd_per_month, later.usd_per_month[1:], strict=False))


def test_rent_falls_for_all_machines_that_growth_adds(stack):
    text = ("app: langchain/langchain", "engine: vllm/vllm", "app > engine", "box: aws/p5.48xlarge", "engine @ box")
    facts = {"users": 2000, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}
    facts |= {"growth_per_month": 0.15}
    design = stack(*text, facts={"app": facts}, choices={"engine": {"model": "meta/llama-3.1-70b"}})
    usual, cheaper = followed(design), followed(supposing(design, {"hardware_price_fall": 0.2}))
    added, later = (next(one for one in found.lines if one.name.startswith("More of")) for found in (usual, cheaper))
    assert added.at[36].value > 0
    assert later.at[36].value == pytest.approx(added.at[36].value * 0.8**3)
