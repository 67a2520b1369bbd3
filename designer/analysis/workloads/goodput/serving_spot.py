"""Spot capacity of an engine's machines that is taken away, and the cost of an hour that answers then."""

from collections.abc import Iterable
from typing import Final

from designer.analysis.money.rents import hourly_price, is_spot, rent_plan
from designer.analysis.quantities import copies_of, summed
from designer.analysis.workloads.goodput.records import SpotResult
from designer.analysis.workloads.goodput.spot import spot_rate
from designer.analysis.workloads.service_graph import ServiceGraph
from designer.formulas.periods import MINUTES_PER_MONTH
from designer.model.assumptions.table import assumed
from designer.model.design import Design, Node
from designer.model.figures.figure import Figure, leaf, product, quotient, total

_ONE: Final = leaf("one", 1.0)
_MONTH_MIN: Final = leaf("minutes in a month", MINUTES_PER_MONTH, "min/month")


def spot_services(design: Design, graph: ServiceGraph, engines: Iterable[str]) -> tuple[SpotResult, ...]:
    """Return what becomes of those of ENGINES, by id, some of whose machines are paid as spot.

    A machine that is taken away answers nothing until another has started: each is up for 1 / (1 + rate · start).

    Source: availability of a renewal process, MTBF / (MTBF + MTTR).
    """
    found: list[SpotResult] = []
    for engine in engines:
        hosts = [design.nodes[host] for host in graph.hosts.get(engine, ()) if host in design.nodes]
        spot = [host for host in hosts if is_spot(design, host)]
        if spot:
            found.append(_service(design, engine, spot))
    return tuple(found)


def _service(design: Design, engine: str, spot: list[Node]) -> SpotResult:
    title = design.nodes[engine].title
    rates = [spot_rate(design, host) for host in spot]
    monthly = [
        product("", (copies_of(design, host), rate.per_month), "1/month")
        for host, rate in zip(spot, rates, strict=True)
    ]
    number = summed("spot machines", [copies_of(design, host) for host in spot], "")
    taken = summed(f"{title}: spot machines taken away in a month", monthly, "1/month")
    each = quotient("interruptions of one in a month", taken, number, "1/month")
    starts = product("starts of another", (each, assumed(design, "replica_start_min")), "min/month")
    gone = quotient("time until another answers", starts, _MONTH_MIN, "")
    label = f"{title}: share of the time that a spot machine answers"
    up = quotient(label, _ONE, total("with its starts", (_ONE, gone), ""), "")
    price = _rent(design, spot)
    return SpotResult(
        id=engine,
        machines=number,
        taken_per_month=taken,
        published=all(rate.published for rate in rates),
        up_share=up,
        usd_per_hour=price,
        effective_usd_per_hour=quotient(f"{title}: an hour that answers", price, up, "USD/h"),
    )


def _rent(design: Design, spot: list[Node]) -> Figure:
    prices: list[Figure] = []
    for host in spot:
        price = hourly_price(host, design.parts[host.part or ""], rent_plan(design, host))
        prices.append(product(f"rent of {host.title}", (copies_of(design, host), price), "USD/h"))
    return summed("rent of an hour", prices, "USD/h")
