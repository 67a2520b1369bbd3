"""Model APIs: cost by the token, the requests that one takes, and the time of an answer, as published.

Prices are those of the length of a request, with cached input, the discount of a batch and announced changes. Rates
are the limits of the chosen usage tier. Times are those that were published or measured for the model; where there are
none, the time of an answer is unknown.
"""

from collections.abc import Iterator
from typing import Final

from designer.analysis.money.prices import price_figure
from designer.analysis.workloads.demand import Traffic
from designer.analysis.workloads.results import AnnouncedPrice, Bound, ModelApiResult
from designer.formulas.periods import SECONDS_PER_MONTH
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, difference, leaf, minimum, product, quotient, total
from designer.model.money.pricing import planned_price
from designer.model.parts.part import Case, Part
from designer.model.workloads.choices import chosen

_MONTH: Final = leaf("seconds in a month", SECONDS_PER_MONTH, "s/month")
_MILLION: Final = leaf("tokens in a million", 1e6)
_ONE: Final = leaf("all of the input", 1.0)
_MINUTE: Final = leaf("seconds in a minute", 60.0, "s/min")
_DAY_S: Final = 86_400.0
_NOT_PUBLISHED: Final = "It is not published, and no measurement was found."


def model_api(design: Design, node: Node, traffic: Traffic) -> ModelApiResult:
    """Return the cost of the requests of TRAFFIC at NODE, a model that is asked over the net, and what it can answer.

    Costs are at average demand.
    """
    part = design.part_of(node)
    if part is None:
        return _unknown(node, None, traffic, "Its part is not in the design.")
    paid = _million_requests(design, node, part, traffic)
    if paid is None:
        return _unknown(
            node, part, traffic, f"{part.name} has no known price of tokens; import token prices, or set your own."
        )
    each = quotient(f"{node.title}: cost of a request", paid, _MILLION, "USD")
    tokens = total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    month = _month(node, traffic, each)
    return _answering(
        node,
        part,
        traffic,
        usd_per_request=each,
        usd_per_million_tokens=quotient("cost of a million tokens", paid, tokens, "USD"),
        usd_per_month=month,
        announced=tuple(_announced(design, node, part, traffic, month)),
        reason="" if traffic.asked else "It is not asked yet.",
    )


def _million_requests(design: Design, node: Node, part: Part, traffic: Traffic, day: str = "") -> Figure | None:
    """USD of a million requests of TRAFFIC as paid on DAY; None where the price of tokens is unknown."""
    given, cached, written = (
        _price(design, node, part, item, traffic, day) for item in ("input", "cached input", "output")
    )
    if given is None or written is None:
        return None
    if cached is None:
        cached = given
        share = part.fact("cache_read_price_share", "")
        if share.known:
            cached = product("price of cached input", (given, share), "USD")
    fresh = product(
        "fresh input", (traffic.input_tokens, difference("share read anew", _ONE, traffic.cached_share, "")), ""
    )
    again = product("cached input", (traffic.input_tokens, traffic.cached_share), "")
    return total(
        "a million such requests",
        (
            product("fresh input of each", (fresh, given), "USD"),
            product("cached input of each", (again, cached), "USD"),
            product("output of each", (traffic.output_tokens, written), "USD"),
        ),
        "USD",
        "input × its price + cached input × its price + output × its price",
    )


def _price(design: Design, node: Node, part: Part, item: str, traffic: Traffic, day: str) -> Figure | None:
    """Price of a million tokens of ITEM in a request as long as those of TRAFFIC, with the discount of a batch."""
    length = traffic.input_tokens.or_zero
    plan = planned_price(part, "million-tokens", design.settings.prices, item, tokens_in=length, day=day)
    if plan is None:
        return None
    price = price_figure(part, plan, f"{part.name}, {item}")
    share = part.fact("batch_price_share", "", f"{part.name}: price in a batch")
    if _waits(node) and share.known and not plan.own:
        return product(f"{part.name}, {item}, in a batch", (price, share), "USD")
    return price


def _month(node: Node, traffic: Traffic, each: Figure) -> Figure:
    monthly = product("requests in a month", (traffic.average_per_s, _MONTH), "1/month")
    return product(f"{node.title}: cost of a month", (monthly, each), "USD/month")


def _announced(design: Design, node: Node, part: Part, traffic: Traffic, month: Figure) -> Iterator[AnnouncedPrice]:
    """Yield the cost of a month from each day on that a change of prices is announced for, where it differs."""
    before = month.value
    for day in sorted({price.valid_from for price in part.prices if price.valid_from}):
        paid = _million_requests(design, node, part, traffic, day)
        if paid is None:
            continue
        then = _month(node, traffic, quotient(f"{node.title}: cost of a request", paid, _MILLION, "USD"))
        if then.value != before:
            yield AnnouncedPrice(day=day, usd_per_month=then)
        before = then.value


def _waits(node: Node) -> bool:
    """Return True when requests of NODE go in a batch that is answered within a day."""
    return chosen(node, "api_batch") == "batch"


def _answering(
    node: Node,
    part: Part | None,
    traffic: Traffic,
    *,
    usd_per_request: Figure,
    usd_per_million_tokens: Figure,
    usd_per_month: Figure,
    reason: str,
    announced: tuple[AnnouncedPrice, ...] = (),
) -> ModelApiResult:
    """The result of NODE with what is published of its rates and times."""
    tier = chosen(node, "tier")
    case = part.case("tier", tier) if part is not None and tier else None
    first, answer = _times(node, part, traffic)
    rate, bound = _rate(node, part, case, traffic)
    notes: list[str] = []
    if tier and part is not None and case is None:
        notes.append(f"{part.name} has no usage tier {tier}; the limits that its figures tell are taken.")
    if part is not None and _waits(node) and not part.fact("batch_price_share", "").known:
        notes.append(f"What {part.name} costs in a batch is not published; the price of a single request is taken.")
    return ModelApiResult(
        id=node.id,
        usd_per_request=usd_per_request,
        usd_per_million_tokens=usd_per_million_tokens,
        usd_per_month=usd_per_month,
        reason=reason,
        requests_per_s=rate,
        first_token_s=first,
        answer_s=answer,
        request_tokens=total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), ""),
        context_tokens=_fact(node, part, case, "context_tokens", "", "context window"),
        promised_availability=_fact(node, part, case, "promised_availability", "", "availability that is promised"),
        spend_most_usd_per_month=_fact(
            node, part, case, "spend_most_usd_per_month", "USD", "most that may be spent in a month"
        ),
        bound=bound,
        announced=announced,
        notes=tuple(notes),
    )


def _rate(node: Node, part: Part | None, case: Case | None, traffic: Traffic) -> tuple[Figure, Bound]:
    """Requests a second that the tier allows, and what bounds them: the least of its limits over this traffic."""
    label = f"{node.title}: requests that it can answer"
    if _waits(node):
        return leaf(label, None, "1/s", subject=node.id, note="Limits of batches are not published."), ""
    asked = total("tokens of a request", (traffic.input_tokens, traffic.output_tokens), "")
    limits: list[Figure] = []
    for name, each in (
        ("requests_per_min", None),
        ("tokens_per_min", asked),
        ("input_tokens_per_min", traffic.input_tokens),
        ("output_tokens_per_min", traffic.output_tokens),
    ):
        limit = _fact(node, part, case, name, "1/min", name.replace("_per_min", " a minute").replace("_", " "))
        if not limit.known:
            continue
        per_s = quotient(f"{limit.label}, each second", limit, _MINUTE, "1/s", "a minute / 60")
        if each is not None:
            per_s = quotient(f"requests by {limit.label}", per_s, each, "1/s")
        if per_s.known:
            limits.append(per_s)
    if not limits:
        words = "No rate limit is published for it" + (f" at the tier {case.name}." if case is not None else ".")
        return leaf(label, None, "1/s", subject=node.id, note=words), ""
    return minimum(label, limits, "1/s", "the least of the rate limits of its tier"), "rate limit"


def _times(node: Node, part: Part | None, traffic: Traffic) -> tuple[Figure, Figure]:
    """Time to the first token and of the whole answer: as published, else unknown with the reason."""
    if _waits(node):
        words = "A batch is answered within a day; how soon is not promised."
        waited = leaf(f"{node.title}: a batch", _DAY_S, "s", low=0.0, high=_DAY_S, subject=node.id, note=words)
        return leaf(f"{node.title}: first token", None, "s", subject=node.id, note=words), waited
    first = _fact(node, part, None, "first_token_s", "s", "first token")
    speed = _fact(node, part, None, "output_tokens_per_s", "1/s", "tokens a second of an answer")
    if traffic.output_tokens.value == 0:
        return first, first
    if not first.known or not speed.known:
        what = "the time to its first token" if not first.known else "how fast it writes"
        words = f"No source publishes {what}, and no measurement was found."
        return first, leaf(f"{node.title}: the whole answer", None, "s", subject=node.id, note=words)
    writing = quotient("writing the answer", traffic.output_tokens, speed, "s")
    if not writing.known:
        return first, leaf(
            f"{node.title}: the whole answer", None, "s", subject=node.id, note="Say how many tokens an answer has."
        )
    whole = total(f"{node.title}: the whole answer", (first, writing), "s", "first token + output / tokens a second")
    return first, whole


def _fact(node: Node, part: Part | None, case: Case | None, name: str, unit: str, words: str) -> Figure:
    """Fact NAME as set on NODE, else under CASE, else of PART; unknown with the reason where nobody publishes it."""
    label = f"{node.title}: {words}"
    own = node.facts.get(name)
    if own is not None:
        return leaf(label, own, unit, status="user", subject=node.id, note="Set on this node.")
    found = part.fact(name, unit, label, case) if part is not None else leaf(label, None, unit)
    return found if found.known else leaf(label, None, unit, subject=node.id, note=_NOT_PUBLISHED)


def _unknown(node: Node, part: Part | None, traffic: Traffic, reason: str) -> ModelApiResult:
    """NODE without a price; its rates and times do not hang on that."""

    def blank(label: str, unit: str) -> Figure:
        return leaf(f"{node.title}: {label}", None, unit, subject=node.id, note=reason)

    return _answering(
        node,
        part,
        traffic,
        usd_per_request=blank("cost of a request", "USD"),
        usd_per_million_tokens=blank("cost of a million tokens", "USD"),
        usd_per_month=blank("cost of a month", "USD/month"),
        reason=reason,
    )
