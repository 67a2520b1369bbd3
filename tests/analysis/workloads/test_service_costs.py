"""Seats, months, GPUs, tokens and indexes by hand; what nobody says stays unknown."""

from datetime import date

import pytest
from msgspec.structs import replace

from designer.analysis.run import analyze
from designer.model.figures.figure import recompute
from designer.model.money.pricing import Discount, PriceBook
from designer.model.parts.part import Price
from designer.review.rules import review

USE = {"users": 3650, "requests_per_user_hour": 1, "input_tokens": 2000, "output_tokens": 500}


def price(usd, per, item=""):
    return Price(low=usd, typical=usd, high=usd, basis="user", per=per, item=item, date="2026-11-24")


def costed(design):
    return analyze(design, only=("cost",)).cost


def lines(design):
    return {line.part: line for line in costed(design).service_lines}


def findings(design):
    return {finding.rule: finding for finding in review(design, analyze(design), date(2026, 11, 24))}


def test_seats_are_people_times_the_price_of_a_month(stack):
    design = stack("tracker: comet/comet-ml", facts={"tracker": {"experiments_users": 12}})
    found = costed(design)
    assert found.services_usd_per_year.value == 12 * 19 * 12
    assert found.rent_usd_per_year.value == 0
    assert found.opex_usd_per_year.value == 12 * 19 * 12
    assert recompute(found.opex_usd_per_year) == found.opex_usd_per_year.value
    (line,) = found.service_lines
    assert (line.quantity, line.unit_usd.value, line.basis, line.layer) == (12, 19, "list", "training")
    assert "rent-unknown" not in findings(design)


def test_seats_of_a_second_node_add_up_and_a_discount_counts(stack):
    design = stack("a: comet/comet-ml", "b: comet/comet-ml", facts={name: {"experiments_users": 5} for name in "ab"})
    book = PriceBook(discounts=(Discount(share=0.5, vendor="Comet"),))
    half = replace(design, settings=replace(design.settings, prices=book))
    assert lines(design)["comet/comet-ml"].total_usd.value == 10 * 19 * 12
    assert lines(half)["comet/comet-ml"].total_usd.value == pytest.approx(10 * 19 * 6)


def test_seats_that_nobody_tells_are_unknown(stack):
    design = stack("tracker: wandb/weights-and-biases")
    found = costed(design)
    assert found.services_usd_per_year.value is None
    assert found.opex_usd_per_year.at_least
    finding = findings(design)["service-cost-unknown"]
    assert "Weights & Biases" in finding.message
    assert "how many people" in finding.detail
    assert finding.ids == ("tracker",)


def test_a_subscription_is_paid_by_the_month(stack):
    assert lines(stack("traces: comet/opik x2"))["comet/opik"].total_usd.value == 2 * 19 * 12


def test_a_licence_by_the_gpu_follows_the_machines(stack):
    design = stack("engine: nvidia/nim", "box: nvidia/dgx-h100 x4", "engine @ box")
    found = lines(design)["nvidia/nim"]
    assert (found.quantity, found.total_usd.value) == (32, 32 * 4500)
    alone = lines(stack("engine: nvidia/nim"))["nvidia/nim"]
    assert alone.total_usd.value is None
    assert "accelerators" in alone.total_usd.note


def test_tokens_are_paid_at_average_demand_and_not_by_the_gpu_hour(stack):
    """2,000 in at 3 and 500 out at 15 USD a million are 0.0135; 3,650 an hour over 8,760 hours."""
    api = "anthropic/claude-api"
    book = PriceBook(prices={api: (price(3, "million-tokens", "input"), price(15, "million-tokens", "output"))})
    both = stack("app: langchain/langchain", f"api: {api}", "box: nvidia/dgx-h100", "app > api", facts={"app": USE})
    box = stack("box: nvidia/dgx-h100")
    both, box = (replace(one, settings=replace(one.settings, prices=book)) for one in (both, box))
    found = costed(both)
    assert found.services_usd_per_year.value == pytest.approx(3650 * 8760 * 0.0135)
    assert found.usd_per_gpu_hour.value == pytest.approx(costed(box).usd_per_gpu_hour.value)
    assert not {"rent-unknown", "idle-own-price", "service-cost-unknown"} & set(findings(both))


def test_a_model_that_nobody_asks_is_unknown(stack):
    design = stack("api: anthropic/claude-sonnet-5")
    assert costed(design).services_usd_per_year.value is None
    assert "It is not asked yet" in findings(design)["service-cost-unknown"].detail


def test_what_a_meter_lacks_is_named_where_the_rest_is_known(stack):
    """The least charge of the service is known, and its storage is not: "at least", in figure and finding."""
    design = stack("index: pinecone/serverless", facts={"index": {"vectors": 1e8}})
    (line,) = costed(design).service_lines
    assert line.total_usd.value
    assert line.total_usd.at_least
    finding = findings(design)["service-cost-unknown"]
    assert finding.message.startswith("The running cost is at least what is shown: ")
    assert all(name in finding.message for name in costed(design).opex_usd_per_year.missing)
    assert finding.ids == ("index",)


def test_an_index_in_a_service_is_paid_by_its_size(stack):
    vectors = {"vectors": 1e8, "dimensions": 768}
    design = stack("index: pinecone/serverless", facts={"index": vectors})
    found = analyze(design)
    (index,) = found.workloads.retrieval
    assert found.cost.services_usd_per_year.value == pytest.approx(index.memory_gb.value * 0.33 * 12)
    assert found.cost.rent_usd_per_year.value == 0
    sized = stack("index: pinecone/serverless", facts={"index": {**vectors, "capacity_tb": 1}})
    assert costed(sized).rent_usd_per_year.value == pytest.approx(1000 * 0.33 * 12)
    assert costed(sized).service_lines == ()


def test_own_prices_of_seats_count(stack):
    book = PriceBook(prices={"wandb/weights-and-biases": (price(40, "user-month"),)})
    design = stack("tracker: wandb/weights-and-biases", facts={"tracker": {"experiments_users": 3}})
    design = replace(design, settings=replace(design.settings, prices=book))
    assert costed(design).services_usd_per_year.value == 3 * 40 * 12
    assert "idle-own-price" not in findings(design)


def test_a_price_on_the_node_is_one_of_the_hour_as_ever(stack):
    design = stack("tracker: comet/comet-ml")
    design = replace(design, nodes={"tracker": replace(design.nodes["tracker"], price_usd=2.0)})
    found = costed(design)
    assert found.service_lines == ()
    assert found.rent_usd_per_year.value == pytest.approx(2 * 8760 * 0.9)


def test_without_services_the_running_cost_has_its_five_terms(stack):
    found = costed(stack("box: nvidia/dgx-h100", "tracker: mlflow/mlflow"))
    named = ["energy", "support and spares", "rent", "staff", "space"]
    assert [term.label for term in found.opex_usd_per_year.terms] == named
    assert (found.services_usd_per_year.value, found.service_lines) == (0, ())
