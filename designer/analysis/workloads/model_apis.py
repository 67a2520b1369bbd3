"""What is paid for a model by the token."""

from typing import Final

from designer.analysis.prices import price_figure
from designer.analysis.workload_results import ModelApiResult
from designer.analysis.workloads.demand import Traffic
from designer.model.assumptions import HOURS_PER_YEAR
from designer.model.design import Design, Node
from designer.model.figures import Figure, difference, leaf, product, quotient, total
from designer.model.parts import Part
from designer.model.pricing import planned_price

SECONDS_PER_MONTH: Final = HOURS_PER_YEAR / 12 * 3600
_MONTH: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")
_MILLION: Final = leaf("tokens in a million", 1e6)
_ONE: Final = leaf("all of the input", 1.0)


def model_api(design: Design, node: Node, traffic: Traffic) -> ModelApiResult:
    """What the requests of TRAFFIC cost at NODE, a model that is asked over the net, at average demand."""
    part = design.part_of(node)
    if part is None:
        return _unknown(node, "Its part is not in the design.")
    given, cached, written = (_price(design, part, item) for item in ("input", "cached input", "output"))
    if given is None or written is None:
        return _unknown(node, f"{part.name} has no known price of tokens; import token prices, or set your own.")
    if cached is None:
        cached = given
        share = part.fact("cache_read_price_share", "")
        if share.known:
            cached = product("price of cached input", (given, share), "USD")
    fresh = product(
        "fresh input", (traffic.input_tokens, difference("share read anew", _ONE, traffic.cached_share, "")), ""
    )
    again = product("cached input", (traffic.input_tokens, traffic.cached_share), "")
    paid = total(
        "a million such requests",
        (
            product("fresh input of each", (fresh, given), "USD"),
            product("cached input of each", (again, cached), "USD"),
            product("output of each", (traffic.output_tokens, written), "USD"),
        ),
        "USD",
        "input × its price + cached input × its price + output × its price",
    )
    each = quotient(f"{node.title}: cost of a request", paid, _MILLION, "USD")
    tokens = total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    by_million = quotient("cost of a million tokens", paid, tokens, "USD")
    monthly = product("requests in a month", (traffic.average_per_s, _MONTH), "1/month")
    return ModelApiResult(
        id=node.id,
        usd_per_request=each,
        usd_per_million_tokens=by_million,
        usd_per_month=product(f"{node.title}: cost of a month", (monthly, each), "USD/month"),
        reason="" if traffic.asked else "Nobody asks it yet.",
    )


def _price(design: Design, part: Part, item: str) -> Figure | None:
    plan = planned_price(part, "million-tokens", design.settings.prices, item)
    return price_figure(part, plan, f"{part.name}, {item}") if plan else None


def _unknown(node: Node, reason: str) -> ModelApiResult:
    def blank(label: str, unit: str) -> Figure:
        return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=reason)

    return ModelApiResult(
        id=node.id,
        usd_per_request=blank("cost of a request", "USD"),
        usd_per_million_tokens=blank("cost of a million tokens", "USD"),
        usd_per_month=blank("cost of a month", "USD/month"),
        reason=reason,
    )
