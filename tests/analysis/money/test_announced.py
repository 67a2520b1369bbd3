"""Announced prices of tokens reach the months to come: by hand, in growth, over time and where owning overtakes."""

import pytest
from msgspec.structs import replace

from designer.analysis.money.alternatives import alternatives
from designer.analysis.money.announced import months_until
from designer.analysis.money.crossings import over_months, time_curve
from designer.analysis.money.growth import growth
from designer.analysis.money.records import Alternative
from designer.analysis.run import analyze
from designer.model.figures.figure import leaf, total
from designer.model.parts.part import Price
from tests.shipped import LIBRARY

from .conftest import MONEY, supposing

TODAY = "2026-11-28"
FACTS = {"users": 100, "requests_per_user_hour": 10, "input_tokens": 1000, "output_tokens": 500}


def price(usd: float, item: str, begins: str = "") -> Price:
    return Price(
        low=usd, typical=usd, high=usd, basis="list", per="million-tokens", item=item, valid_from=begins, date="2026-11"
    )


@pytest.fixture
def doubled(stack):
    """A model whose price doubles on 1 January 2027 and is halved again on 15 June 2028."""
    model = "anthropic/claude-haiku-4-5"
    design = stack(
        "app: langchain/langchain", f"model: {model}", "app > model", facts={"app": {**FACTS, "growth_per_month": 0.01}}
    )
    steps = [("", 2.0), ("2027-01-01", 4.0), ("2028-06-15", 2.0)]
    prices = tuple(price(usd, item, day) for day, usd in steps for item in ("input", "output"))
    part = replace(design.parts[model], prices=prices)
    return replace(design, parts={**design.parts, model: part})


@pytest.mark.parametrize(
    ("start", "day", "month"),
    [
        ("2026-11-28", "2027-01-01", 2),
        ("2026-11-28", "2026-12-28", 1),
        ("2026-11-28", "2026-12-29", 2),
        ("2026-11-01", "2027-01-01", 2),
        ("2027-03-01", "2027-01-01", 0),
        ("2026-11-28", "2028-06-15", 19),
    ],
)
def test_the_first_month_that_begins_then_or_later(start: str, day: str, month: int) -> None:
    assert months_until(start, day) == month


def test_growth_pays_what_is_announced_for_the_month(doubled) -> None:
    results = analyze(doubled, only=MONEY)
    found = growth(doubled, results, start=TODAY)
    line = next(line for line in found.lines if line.name == "Tokens of model")
    today = line.usd_per_month[0]
    # From 28 November months begin on the 28th: two at 2 $, then to the 19th at 4 $, then at 2 $ again.
    for month in range(37):
        dear = 2 if 2 <= month < 19 else 1
        assert line.usd_per_month[month] == pytest.approx(today * dear * 1.01**month)
        assert found.total_usd_per_month[month] >= line.usd_per_month[month]
    assert any("2027-01-01 count from month 2 on" in note for note in found.notes)
    assert any("2028-06-15 count from month 19 on" in note for note in found.notes)


def test_without_a_day_announced_prices_are_left_out_and_it_is_said(doubled) -> None:
    found = growth(doubled, analyze(doubled, only=MONEY))
    line = next(line for line in found.lines if line.name == "Tokens of model")
    assert line.usd_per_month[36] == pytest.approx(line.usd_per_month[0] * 1.01**36)
    assert sum("left out: month 0 has no date" in note for note in found.notes) == 2


def test_supposed_falls_begin_with_the_price_that_is_known_last(doubled) -> None:
    falling = supposing(doubled, {"token_price_fall": 0.5})
    lines = [
        next(
            line for line in growth(one, analyze(one, only=MONEY), start=TODAY).lines if line.name == "Tokens of model"
        )
        for one in (doubled, falling)
    ]
    # The last known price is that of month 19: a year later, in month 31, it has fallen by half once.
    for month, share in ((13, 1.0), (14, 0.5), (19, 1.0), (30, 1.0), (31, 0.5)):
        assert lines[1].usd_per_month[month] == pytest.approx(lines[0].usd_per_month[month] * share), month


def row(key: str, capex: float, cash: float, *later: tuple[int, float]) -> Alternative:
    known = {name: leaf(name, 1.0, "") for name in ("needed", "held", "machines", "hour", "tokens")}
    month = leaf("cash", cash, "USD/month")
    return Alternative(
        key=key,
        way="own" if key == "own" else "api",
        name=key,
        part="",
        basis="",
        accelerators_needed=known["needed"],
        accelerators=known["held"],
        machines=known["machines"],
        capex_usd=leaf("capex", capex, "USD"),
        monthly={},
        cash_usd_per_month=month,
        write_off_usd_per_month=leaf("write-off", 0.0, "USD/month"),
        usd_per_month=month,
        usd_per_million_tokens=known["tokens"],
        usd_per_gpu_hour=known["hour"],
        later=tuple((first, leaf("later", usd, "USD/month")) for first, usd in later),
    )


def test_curves_and_crossings_take_the_steps() -> None:
    own, api = row("own", 1_000, 10), row("api", 0, 60, (4, 110), (10, 30))
    # 4 months at 60, six at 110, then 30: saved are 50 · 4 = 200, 100 · 6 = 600, then 20 a month: 200 more take ten.
    assert time_curve(api, 12).usd == (0, 60, 120, 180, 240, 350, 460, 570, 680, 790, 900, 930, 960)
    crossing = over_months(own, api, 60)
    assert crossing.state == "crosses"
    assert crossing.at.value == pytest.approx(20)
    assert "at the prices that are announced" in crossing.words
    # Had the first price stayed, owning would overtake at the same month; at the dear one after eight months of it.
    assert over_months(own, row("api", 0, 60), 60).at.value == pytest.approx(20)
    assert over_months(own, row("api", 0, 60, (4, 110)), 60).at.value == pytest.approx(12)
    never = over_months(own, row("api", 0, 60, (4, 5)), 60)
    assert never.state == "never"


def test_where_owning_lacks_a_price_it_is_after_at_least_so_long_at_announced_prices_too() -> None:
    own = row("own", 1_000, 10)
    cash = total("cash", (leaf("cash", 10.0, "USD/month"), leaf("power of a switch", None, "USD/month")), "USD/month")
    crossing = over_months(replace(own, cash_usd_per_month=cash), row("api", 0, 60, (4, 110)), 60)
    assert crossing.words == "Owning is cheaper than api after at least 12 months, at the prices that are announced."
    whole = over_months(own, row("api", 0, 60, (4, 110)), 60)
    assert whole.words == "Owning is cheaper than api after 12 months, at the prices that are announced."


def test_the_comparison_counts_them_from_its_day_on(doubled) -> None:
    found = alternatives(doubled, LIBRARY, analyze(doubled, only=MONEY), start=TODAY)
    drawn = next(one for one in found.rows if one.part == "anthropic/claude-haiku-4-5")
    plain = next(
        one
        for one in alternatives(doubled, LIBRARY, analyze(doubled, only=MONEY)).rows
        if one.part == "anthropic/claude-haiku-4-5"
    )
    assert plain.later == ()
    assert drawn.cash_usd_per_month.value == plain.cash_usd_per_month.value
    assert [month for month, _ in drawn.later] == [2, 19]
    (_, dear), (_, cheap) = drawn.later
    assert dear.value == pytest.approx(2 * (drawn.cash_usd_per_month.value or 0))
    assert cheap.value == pytest.approx(drawn.cash_usd_per_month.value)
