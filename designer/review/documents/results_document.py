"""Results as the plain document that `analyze --json` prints and people script against."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec import to_builtins

from designer.analysis.energy.records import EnergyResult
from designer.analysis.money.cost_lines import cost_lines, monthly_lines
from designer.analysis.reach.records import Pieces
from designer.analysis.results import (
    CoolingResult,
    CostLine,
    CostResult,
    Counts,
    NetworkResult,
    PowerResult,
    ResilienceResult,
    Results,
)
from designer.model.figures.figure import Figure, document_of
from designer.model.money.conversion import shown_currency
from designer.model.money.pricing import PriceBook
from designer.model.records import Record
from designer.review.documents.cables_document import cables_document
from designer.review.documents.cooling_document import heat_document, rack_document
from designer.review.documents.limits_document import limits_document
from designer.review.documents.power_document import plant_document
from designer.review.findings import Finding, Fix
from designer.review.headline_figures import Place, headline_sure, headline_values

Document = dict[str, Any]


def results_document(
    results: Results, findings: Iterable[Finding] = (), *, why: bool = False, book: PriceBook | None = None
) -> Document:
    """RESULTS and FINDINGS as JSON-ready values; WHY adds formula, terms and sources to every figure.

    Amounts are US dollars; `cost.prices` says in which money BOOK shows them elsewhere, and at what rate.
    """

    def figure(value: Figure) -> Document:
        return document_of(value, why=why)

    document: Document = {
        "headlines": headlines_document("why", results, why=why),
        "counts": _counts(results.counts),
    }
    if why:
        document["counts"]["accelerators"]["figure"] = figure(results.counts.accelerators)
    for name, section in _SECTIONS.items():
        told = getattr(results, name)
        if told is not None:
            document[name] = section(told, why)
    if results.cost is not None:
        document["cost"]["prices"] = prices_document(book or PriceBook())
    if results.failed:
        document["failed"] = list(results.failed)
    document["findings"] = findings_document(findings)
    return document


def headlines_document(place: Place, results: Results, *, why: bool = False) -> Document:
    """Return the headline figures of RESULTS that PLACE shows, in US dollars, by key; WHY adds the tree of each.

    What serves or trains has `how_sure` beside it: the error that was measured, and what lies outside of it.
    """
    found: Document = {}
    for one, told in headline_values(place, results, PriceBook()):
        if told is not None:
            found[one.key] = {"title": one.title, **document_of(told, why=why), **likely_document(told)}
            sure = headline_sure(one.key, results)
            if sure is not None:
                found[one.key]["how_sure"] = _plain(sure, why)
    return found


def _plain(value: Any, why: bool) -> Any:
    """VALUE with every record as its fields and every figure as its document."""
    if isinstance(value, Figure):
        return document_of(value, why=why)
    if isinstance(value, Record):
        return {name: _plain(getattr(value, name), why) for name in value.__struct_fields__}
    if isinstance(value, Mapping):
        return {name: _plain(inner, why) for name, inner in value.items()}
    if isinstance(value, tuple):
        return [_plain(inner, why) for inner in value]
    return value


def plain_document(record: Record, *, why: bool = False) -> Any:
    """Return RECORD with all in it as JSON-ready values; WHY adds formula, terms and sources to every figure."""
    return _plain(record, why)


def prices_document(book: PriceBook) -> Document:
    """In which money BOOK shows amounts: the currency, US dollars for one unit of it, and the date of that rate."""
    rate = book.rate(book.currency)
    return {
        "currency": shown_currency(book),
        "usd_per_unit": rate.usd if rate else 1.0,
        "date": rate.date if rate else "",
    }


def findings_document(findings: Iterable[Finding]) -> list[Document]:
    """FINDINGS as JSON-ready values."""
    return [
        {
            "rule": finding.rule,
            "severity": finding.severity,
            "message": finding.message,
            "detail": finding.detail,
            "ids": list(finding.ids),
            "fix": _fix(finding.fix),
            "other_fix": _fix(finding.other_fix),
            "touches": list(finding.touches),
        }
        for finding in findings
    ]


def _fix(fix: Fix | None) -> Document | None:
    if fix is None:
        return None
    return {"label": fix.label, "edit": fix.edit, "arguments": dict(fix.arguments)}


def _counts(counts: Counts) -> Document:
    return {
        "nodes": {
            "total": counts.nodes,
            "by_part": dict(counts.by_part),
            "by_kind": dict(counts.by_kind),
            "by_tier": dict(counts.by_tier),
        },
        "accelerators": {
            "total": int(counts.accelerators.value or 0),
            "rented": counts.accelerators_rented,
            "by_part": dict(counts.accelerators_by_part),
        },
        "cables": {
            "total": counts.cables,
            "by_medium": dict(counts.cables_by_medium),
            "by_link": dict(counts.cables_by_link),
        },
    }


def _network(network: NetworkResult, why: bool) -> Document:
    return {
        "traffic": network.traffic,
        "routing": network.routing or "ecmp",
        "endpoints": network.endpoints,
        "tiers": [
            {
                "name": tier.name,
                "medium": tier.medium,
                "nodes": list(tier.nodes),
                "down_gbps": document_of(tier.down_gbps, why=why),
                "up_gbps": document_of(tier.up_gbps, why=why),
                "oversubscription": document_of(tier.oversubscription, why=why),
            }
            for tier in network.tiers
        ],
        "bisection_gbps": document_of(network.bisection_gbps, why=why),
        "min_cut": {
            "value_gbps": document_of(network.min_cut.value_gbps, why=why),
            "links": list(network.min_cut.links),
        },
        "links": [
            {
                "id": link.id,
                "a": link.a,
                "b": link.b,
                "medium": link.medium,
                "load_gbps": document_of(link.load_gbps, why=why),
                "capacity_gbps": document_of(link.capacity_gbps, why=why),
                "utilisation": document_of(link.utilisation, why=why),
                **(
                    {"towards": link.towards, "other_way": limits_document(link.other_way, why=why)}
                    if link.towards
                    else {}
                ),
            }
            for link in network.links
        ],
        "bottlenecks": [
            {
                "id": bottleneck.id,
                "kind": bottleneck.kind,
                "utilisation": document_of(bottleneck.utilisation, why=why),
                "reason": bottleneck.reason,
            }
            for bottleneck in network.bottlenecks
        ],
        "worst": document_of(network.worst, why=why),
        "no_path": document_of(network.no_path, why=why),
        "pieces": _pieces(network.pieces),
        "outlying": _pieces(network.outlying),
        "networks": [limits_document(use, why=why) for use in network.by_network],
        "notes": list(network.notes),
    }


def _pieces(pieces: Pieces | None) -> Document | None:
    return None if pieces is None else to_builtins(pieces)


def _power(power: PowerResult, why: bool) -> Document:
    typical, most = document_of(power.it_typical_w, why=why), document_of(power.it_max_w, why=why)
    return {
        "it_w": {**typical, "typical": typical, "max": most},
        "losses_w": document_of(power.losses_w, why=why),
        "cooling_w": document_of(power.cooling_w, why=why),
        "facility_w": document_of(power.facility_w, why=why),
        "facility_max_w": document_of(power.facility_max_w, why=why),
        "pue": document_of(power.pue, why=why),
        "pue_peak": document_of(power.pue_peak, why=why),
        "by_node": {
            node_id: {
                "typical_w": document_of(node.typical_w, why=why),
                "max_w": document_of(node.max_w, why=why),
            }
            for node_id, node in power.by_node.items()
        },
        "by_kind": _figures(power.by_kind, why),
        "optics": {
            node_id: {
                "typical_w": document_of(draw.typical_w, why=why),
                "max_w": document_of(draw.max_w, why=why),
                "in_typical": draw.in_typical,
                "in_max": draw.in_max,
            }
            for node_id, draw in power.optics.items()
        },
    }


def _energy(energy: EnergyResult, why: bool) -> Document:
    names = (
        "usd_per_year",
        "co2e_t_per_year",
        "water_m3_per_year",
        "pue",
        "pue_peak",
        "wue_l_per_kwh",
        "kwh_per_gpu_hour",
        "kg_per_gpu_hour",
    )
    parts = {"it": energy.it_kwh, "losses": energy.losses_kwh, "cooling": energy.cooling_kwh}
    document: Document = {
        "kwh_per_year": {
            **_figures({**parts, "facility": energy.facility_kwh}, why),
            "cooling_by_use": _figures(energy.by_use, why),
        },
        **{name: document_of(getattr(energy, name), why=why) for name in names},
        "cue": document_of(energy.cue_kg_per_kwh, why=why),
        "heat_kwh_per_year": document_of(energy.heat_kwh, why=why),
    }
    if energy.demand_usd is not None:
        document["demand_usd_per_year"] = document_of(energy.demand_usd, why=why)
    if energy.free_cooling_h is not None:
        document["free_cooling_h"] = document_of(energy.free_cooling_h, why=why)
    document["notes"] = list(energy.notes)
    return document


def _resilience(found: ResilienceResult, why: bool) -> Document:
    return {
        "single_points_of_failure": [
            {
                "id": point.id,
                "kind": point.kind,
                "network": point.medium,
                "lost_gbps": document_of(point.lost_gbps, why=why),
                "lost_endpoints": point.lost_endpoints,
                "lost_accelerators": point.lost_accelerators,
                "accelerators_without_storage": point.accelerators_without_storage,
            }
            for point in found.single_points_of_failure
        ],
        "worst_failures": [
            {
                "id": failure.id,
                "kind": failure.kind,
                "lost_gbps": document_of(failure.lost_gbps, why=why),
                "lost_accelerators": failure.lost_accelerators,
                "remaining_share": document_of(failure.remaining_share, why=why),
                "reason": failure.reason,
            }
            for failure in found.worst_failures
        ],
        "lost_accelerators": found.lost_accelerators,
        "lost": [{"id": one.id, "state": one.state, "how": one.how, "because": one.because} for one in found.lost],
        "service_points": [
            {"id": one.id, "layer": one.layer, "services": list(one.services)} for one in found.service_points
        ],
        "effects": [
            {
                "layer": one.layer,
                "name": one.name,
                "title": one.title,
                "before": document_of(one.before, why=why),
                "after": document_of(one.after, why=why),
            }
            for one in found.effects
        ],
        "uplinks": [
            {
                "id": room.id,
                "tier": room.tier,
                "copy": room.copy,
                "uplinks": room.uplinks,
                "can_lose": document_of(room.can_lose, why=why),
                "oversubscribed": room.oversubscribed,
            }
            for room in found.uplinks
        ],
    }


def likely_document(figure: Figure) -> Document:
    """P10 and P90 of FIGURE, where all its ranges were drawn at once."""
    return {} if figure.likely is None else {"p10": figure.likely[0], "p90": figure.likely[1]}


def _cooling(cooling: CoolingResult, why: bool) -> Document:
    names = ("heat_w", "heat_btu_per_h", "airflow_cfm", "air_share", "liquid_share", "capacity_w")
    document: Document = {name: document_of(getattr(cooling, name), why=why) for name in names}
    limits = ("max_w", "weight_kg", "used_u", "power_limit_w", "load_limit_kg", "height_u")
    document["racks"] = {
        rack_id: {name: document_of(getattr(rack, name), why=why) for name in limits}
        | rack_document(cooling.heat, rack_id, why=why)
        for rack_id, rack in cooling.racks.items()
    }
    return document | heat_document(cooling.heat, why=why)


def _cost(cost: CostResult, why: bool) -> Document:
    names = (
        "capex_usd",
        "opex_usd_per_year",
        "energy_usd_per_year",
        "support_usd_per_year",
        "rent_usd_per_year",
        "staff_usd_per_year",
        "space_usd_per_year",
        "services_usd_per_year",
        "amortisation_usd_per_year",
        "monthly_usd",
        "tco_usd",
        "usd_per_gpu_hour",
    )
    document: Document = {name: document_of(getattr(cost, name), why=why) for name in names}
    document["year"] = [
        {
            "key": line.key,
            "caption": line.caption,
            "usd_per_year": document_of(year),
            "usd_per_month": document_of(month),
            "inside": sorted(line.totals),
        }
        for (line, year), (_, month) in zip(cost_lines(cost), monthly_lines(cost, None), strict=True)
    ]
    document["lines"] = [_line(line, why) for line in cost.lines]
    if cost.delivery is not None:
        further = ("spares", "freight", "racks", "cables", "delivered", "tax", "with_tax")
        document["delivery"] = {
            f"{name}_usd": document_of(getattr(cost.delivery, f"{name}_usd"), why=why) for name in further
        }
    document["rent_lines"] = [_line(line, why) for line in cost.rent_lines]
    document["service_lines"] = [_line(line, why) for line in cost.service_lines]
    document["by_kind"] = _figures(cost.by_kind, why)
    document["by_layer"] = _figures(cost.by_layer, why)
    return document


def _line(line: CostLine, why: bool) -> Document:
    return {
        "part": line.part,
        "name": line.name,
        "kind": line.kind,
        "layer": line.layer,
        "vendor": line.vendor,
        "quantity": line.quantity,
        "unit_usd": document_of(line.unit_usd, why=why),
        "total_usd": document_of(line.total_usd, why=why),
        "basis": line.basis,
        "price_date": line.price_date,
        "part_number": line.part_number,
        "own": line.own,
        "discount": line.discount,
        "spares": line.spares,
        "length_m": line.length_m,
        "lead_time_weeks": line.lead_time_weeks,
        "rests_on": line.rests_on,
        "wanted_basis": line.wanted,
        "term": line.term,
        "upfront_share": line.upfront_share,
    }


def _figures(figures: Mapping[str, Figure], why: bool) -> Document:
    return {name: document_of(value, why=why) for name, value in figures.items()}


_SECTIONS: Final[Mapping[str, Callable[[Any, bool], Any]]] = {
    "network": _network,
    "power": _power,
    "energy": _energy,
    "cooling": _cooling,
    "cost": _cost,
    "resilience": _resilience,
    "workloads": _plain,
    "plant": lambda plant, why: plant_document(plant, why=why),
    "cables": lambda cables, why: cables_document(cables, why=why),
    "phases": _plain,
    "availability": _plain,
}
"""Writer of each field of Results into the document, in its order; counts come first and are always there."""
