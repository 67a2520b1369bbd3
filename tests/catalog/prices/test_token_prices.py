import subprocess
import sys
from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from genai_prices.types import (
    ClauseEquals,
    ConditionalPrice,
    ModelInfo,
    ModelPrice,
    PriceVariant,
    StartDateConstraint,
    Tier,
    TieredPrices,
    TimeOfDateConstraint,
)
from msgspec.structs import replace

from designer.catalog.library import Library
from designer.catalog.prices.price_report import PriceReport
from designer.catalog.prices.token_prices import model_prices, token_prices
from designer.model.money.pricing import PriceBook, planned_price
from designer.model.parts.part import Part, Price
from tests.shipped import LIBRARY

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def shipped() -> Library:
    return LIBRARY


@pytest.fixture(scope="module")
def report(shipped: Library) -> PriceReport:
    return token_prices(shipped, TODAY)


def model(**changes: object) -> ModelInfo:
    fields: dict[str, object] = {"id": "m", "match": ClauseEquals(equals="m"), **changes}
    return ModelInfo(**fields)  # type: ignore[arg-type]


def priced(one: ModelInfo, today: date = TODAY) -> dict[str, Price]:
    """What ONE costs on the day TODAY for a short request."""
    return {price.item: price for price in all_prices(one, today) if price.everyday}


def all_prices(one: ModelInfo, today: date = TODAY) -> tuple[Price, ...]:
    return model_prices(one, "2026-11-03", "table", today)[0]


def test_starting_does_not_read_the_table() -> None:
    modules = "designer.catalog.prices.token_prices, designer.catalog.reading"
    code = f"import sys, {modules}; print('genai_prices' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.strip() == b"False"


WITHOUT_NETWORKS = """
import sys

def refuse(event, arguments):
    if event.startswith("socket."):
        raise SystemExit(f"{event} {arguments}")

sys.addaudithook(refuse)
from datetime import date
from designer.catalog.reading import read_library
from designer.catalog.prices.token_prices import token_prices

print(len(token_prices(read_library(), date(2026, 11, 24)).offers) > 50)
loaded = {name.partition(".")[0] for name in sys.modules}
print(sorted(loaded & {"httpx", "httpx2", "httpcore", "httpcore2", "anyio", "ssl"}))
"""


def test_no_client_of_networks_is_loaded_and_no_socket_is_made() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_NETWORKS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.split("\n")[:2]) == (0, ["True", "[]"]), done.stderr


def test_every_model_part_is_priced_and_each_price_says_what_of(report: PriceReport, shipped: Library) -> None:
    models = {part.id for part in shipped.parts.values() if "genai_prices" in part.texts}
    assert {offer.part for offer in report.offers} == models
    assert len(models) >= 60
    for offer in report.offers:
        assert offer.price.per in {"million-tokens", "thousand-requests"}
        assert offer.price.item
        assert offer.price.basis == "list"
        assert offer.price.currency == "USD"
        assert offer.price.date == report.sources[offer.price.sources[0]].published
        assert "2026-11-03" <= offer.price.date <= TODAY.isoformat()


def test_the_shipped_prices_are_those_of_the_table(report: PriceReport, shipped: Library) -> None:
    """The catalog was written with this importer, so importing the same table brings nothing new."""
    missing = [offer for offer in report.offers if offer.price not in shipped.parts[offer.part].prices]
    if report.sources.keys() <= shipped.sources.keys():
        assert missing == []


def test_a_plan_finds_input_and_output(shipped: Library) -> None:
    part = shipped.parts["anthropic/claude-sonnet-4-5"]
    found = {
        item: planned_price(part, "million-tokens", PriceBook(), item)
        for item in ("input", "output", "cached input", "cache write")
    }
    amounts = {item: (plan.price.low, plan.price.typical, plan.price.high) for item, plan in found.items() if plan}
    assert amounts == {
        "input": (3, 3, 3),
        "output": (15, 15, 15),
        "cached input": (0.3, 0.3, 0.3),
        "cache write": (3.75, 3.75, 3.75),
    }
    assert planned_price(part, "million-tokens", PriceBook()) is None


def test_a_plan_finds_what_a_long_request_costs_and_what_is_announced(shipped: Library) -> None:
    sonnet = shipped.parts["anthropic/claude-sonnet-4-5"]
    taken: dict[float, float] = {}
    for tokens in (200_000, 200_001, 900_000):
        plan = planned_price(sonnet, "million-tokens", PriceBook(), "output", tokens_in=tokens)
        assert plan is not None
        taken[tokens] = plan.price.typical
    assert taken == {200_000: 15, 200_001: 22.5, 900_000: 22.5}
    flash = shipped.parts["google/gemini-3.8-flash"]
    now, then = (
        planned_price(flash, "million-tokens", PriceBook(), "input", day=day) for day in ("2026-12-31", "2027-01-01")
    )
    assert now is not None
    assert then is not None
    assert (now.price.valid_from, then.price.valid_from) == ("", "2027-01-01")
    assert then.price.typical == 1.5 != now.price.typical


def test_models_without_a_part_are_counted_by_provider(report: PriceReport) -> None:
    from genai_prices.data import providers

    lines = [line for line in report.not_taken if "not a part here" in line]
    assert len(lines) >= len(providers) - 4
    assert all("\n" not in line for line in report.not_taken)
    anthropic = next(provider for provider in providers if provider.id == "anthropic")
    taken = {offer.row for offer in report.offers if offer.row.startswith("anthropic / ")}
    left = len(anthropic.models) - len(taken)
    assert f"Anthropic: {left} models of the table are not a part here." in lines


def test_own_parts_match_by_id_or_alias(shipped: Library) -> None:
    template = shipped.parts["openai/o3"]
    by_id = replace(template, id="groq/llama-3.3-70b-versatile", texts={}, prices=())
    by_alias = replace(template, id="own/sonnet", aliases=("Anthropic/Claude-Sonnet-4-5",), texts={}, prices=())
    other_kind = replace(template, id="anthropic/claude-opus-4-5", kind="serving", texts={})
    wrong_vendor = replace(template, id="own/o3", texts={}, prices=())
    parts: dict[str, Part] = {part.id: part for part in (by_id, by_alias, other_kind, wrong_vendor)}
    found = token_prices(Library(parts=parts), TODAY)
    assert {offer.part for offer in found.offers} == {by_id.id, by_alias.id}


def test_a_step_by_size_of_request_is_a_price_of_its_own() -> None:
    steps = [Tier(start=200_000, price=Decimal("2.5")), Tier(start=400_000, price=Decimal(5))]
    rate = TieredPrices(base=Decimal("1.25"), tiers=steps)
    prices = all_prices(model(prices=ModelPrice(input_mtok=rate)))
    assert [(price.from_tokens, price.low, price.typical, price.high) for price in prices] == [
        (0, 1.25, 1.25, 1.25),
        (200_000, 2.5, 2.5, 2.5),
        (400_000, 5, 5, 5),
    ]
    assert {price.note for price in prices} == {""}


def test_a_step_within_hours_of_the_day_is_a_range() -> None:
    window = TimeOfDateConstraint(start_time=time(0, tzinfo=UTC), end_time=time(8, tzinfo=UTC))
    stepped = TieredPrices(base=Decimal(2), tiers=[Tier(start=100_000, price=Decimal(4))])
    one = model(
        prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=stepped)),
            ConditionalPrice(window, prices=ModelPrice(input_mtok=Decimal(1))),
        ]
    )
    usual, long = all_prices(one)
    assert (usual.low, usual.typical, usual.high) == (1, 2, 2)
    assert (long.from_tokens, long.low, long.typical, long.high) == (100_000, 1, 4, 4)


def test_the_price_of_the_day_counts_and_a_coming_one_is_told() -> None:
    one = model(
        prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(10))),
            ConditionalPrice(StartDateConstraint(date(2026, 1, 1)), prices=ModelPrice(input_mtok=Decimal(2))),
            ConditionalPrice(
                StartDateConstraint(date(2026, 12, 1)),
                prices=ModelPrice(
                    input_mtok=TieredPrices(base=Decimal(4), tiers=[Tier(start=100_000, price=Decimal(8))])
                ),
            ),
        ]
    )
    now = priced(one)["input"]
    assert (now.low, now.typical, now.high) == (2, 2, 2)
    assert now.note == "since 2026-01-01"
    coming = [price for price in all_prices(one) if price.valid_from]
    assert [(price.valid_from, price.from_tokens, price.typical) for price in coming] == [
        ("2026-12-01", 0, 4),
        ("2026-12-01", 100_000, 8),
    ]
    assert priced(one, date(2025, 1, 1))["input"].typical == 10
    assert priced(one, date(2027, 1, 1))["input"].typical == 4


def test_of_two_rates_by_the_hour_the_longer_one_is_typical() -> None:
    window = TimeOfDateConstraint(start_time=time(0, 30, tzinfo=UTC), end_time=time(16, 30, tzinfo=UTC))
    one = model(
        prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal("0.135"))),
            ConditionalPrice(window, prices=ModelPrice(input_mtok=Decimal("0.27"))),
        ]
    )
    price = priced(one)["input"]
    assert (price.low, price.typical, price.high) == (0.135, 0.27, 0.27)
    assert price.note == "0.135 at other hours"


def test_batches_and_the_longer_cache_stand_in_the_note() -> None:
    one = model(
        prices=ModelPrice(cache_write_mtok=Decimal("1.25"), cache_write_1h_mtok=Decimal(2)),
        price_variants=[
            PriceVariant({"processing": "batch"}, ModelPrice(cache_write_mtok=Decimal("0.625"))),
            PriceVariant({"processing": "batch"}, ModelPrice(cache_write_mtok=Decimal("0.7"))),
            PriceVariant(
                {"speed": "fast"}, ModelPrice(cache_write_mtok=Decimal(9)), StartDateConstraint(date(2030, 1, 1))
            ),
        ],
    )
    price = priced(one)["cache write"]
    assert (price.low, price.typical, price.high) == (1.25, 1.25, 1.25)
    assert price.note == "2 for an hour; 0.625 in mode batch"


def test_what_no_measure_fits_is_told() -> None:
    prices, others = model_prices(model(prices=ModelPrice(audio_hours=Decimal(3))), "2026-11-03", "table", TODAY)
    assert prices == ()
    assert others == ("audio hours",)
    assert model_prices(model(prices=[]), "2026-11-03", "table", TODAY) == ((), ())
    assert priced(model(prices=ModelPrice(input_mtok=Decimal("NaN"), output_mtok=Decimal(-1)))) == {}


def test_windows_that_fill_the_day_leave_no_other_hours() -> None:
    day = TimeOfDateConstraint(start_time=time(8, tzinfo=UTC), end_time=time(20, tzinfo=UTC))
    night = TimeOfDateConstraint(start_time=time(20, tzinfo=UTC), end_time=time(8, tzinfo=UTC))
    one = model(
        prices=[
            ConditionalPrice(prices=ModelPrice(input_mtok=Decimal(9))),
            ConditionalPrice(day, prices=ModelPrice(input_mtok=Decimal(2))),
            ConditionalPrice(night, prices=ModelPrice(input_mtok=Decimal(1))),
        ]
    )
    price = priced(one)["input"]
    assert (price.low, price.typical, price.high) == (1, 2, 2)
    assert price.note == "1 from 20:00 to 08:00 UTC"


def test_the_whole_table_is_read_and_the_package_agrees() -> None:
    """The typical price of each model is what the package itself takes for a small request at some hour of the day."""
    from genai_prices.data import providers

    compared = 0
    for provider in providers:
        for one in provider.models:
            prices, _ = model_prices(one, "2026-11-03", "table", TODAY)
            for price in prices:
                assert price.low <= price.typical <= price.high
                if price.item == "input" and price.everyday:
                    found = {
                        getattr(rate, "base", rate)
                        for hour in range(24)
                        if (rate := one.get_prices(datetime(2026, 11, 24, hour, 45, tzinfo=UTC)).input_mtok) is not None
                    }
                    assert price.typical in {float(rate) for rate in found}, f"{provider.id} {one.id}"
                    compared += 1
    assert compared > 1_000
