"""Limits of a drawn network, all that `limits` prints, as records: for the command and for assistants."""

from collections.abc import Sequence
from typing import Any

from designer.analysis.failing import cannot_fail, failed_of
from designer.analysis.limits.collective_times import collective_times
from designer.analysis.limits.cuts import min_cut_between
from designer.analysis.limits.elements import failing_kinds
from designer.analysis.limits.fairness import fair_rates
from designer.analysis.limits.link_contributors import fillers
from designer.analysis.limits.networks import network_uses
from designer.analysis.limits.paths import MESSAGE_BYTES, paths_between
from designer.analysis.limits.sweep import sweep
from designer.analysis.limits.throughput import throughput_bound
from designer.analysis.limits.uplinks import uplink_room
from designer.analysis.network.traffic_assignment import asks_of
from designer.analysis.results import TRAFFICS
from designer.model.design import Design
from designer.model.network.flow_asks import FlowAsk
from designer.model.parts.part import Medium
from designer.model.records import RefusedInput


def limits_of(
    design: Design,
    *,
    sources: Sequence[str] | None = None,
    targets: Sequence[str] | None = None,
    traffic: str = TRAFFICS[0],
    asks: Sequence[FlowAsk] = (),
    outside: Sequence[str] = (),
    payloads: Sequence[float] = (),
    kinds: Sequence[str] | None = None,
    order: int = 2,
    network: Medium = "fabric",
    fail: Sequence[str] = (),
) -> dict[str, Any]:
    """Return what bounds the networks of DESIGN, as records under the keys of `limits --json`.

    Args:
        design: Routed as its own choices say, see `routing.routed`.
        sources: Ids from which the smallest cut and the paths are found; None finds neither.
        targets: Ids to which.
        traffic: What the endpoints send, one of TRAFFICS.
        asks: Flows whose fair rates are told, in place of TRAFFIC.
        outside: Ids that north-south traffic goes to and comes from.
        payloads: Of a message on a path, bytes: the first counts.
        kinds: Kinds of which each fails in turn, ("all",) for all; None plays no failures.
        order: How many of them fail at a time, 1 or 2.
        network: Whose parts fail.
        fail: Ids of what has failed to begin with.

    Raises:
        RefusedInput: an id or a kind is not known.
    """
    require_failable(design, fail)
    found: dict[str, Any] = {}
    failed = tuple(fail)
    if sources is not None and targets is not None:
        ends = tuple(sources), tuple(targets)
        found["cut"] = min_cut_between(design, *ends, failed)
        size = payloads[0] if payloads else MESSAGE_BYTES
        found["paths"] = paths_between(design, *ends, failed, message_bytes=size)
    found["throughput"] = throughput_bound(design, traffic, failed, asks=asks, outside=outside)
    traffic, asks = asks_of(design, traffic, asks)
    if asks:
        found["fair_rates"] = fair_rates(design, asks, failed)
    found["fillers"] = fillers(design, traffic, (), failed, asks=asks, outside=outside)
    found["networks"] = network_uses(design, failed)
    found["uplinks"] = uplink_room(design, failed)
    if kinds is not None:
        named = failing_kinds(design) if tuple(kinds) == ("all",) else tuple(kinds)
        found["sweep"] = sweep(design, named, order, medium=network, fail=failed)
    return found


def collective_of(
    design: Design, collective: str, payloads: Sequence[float], ranks: Sequence[int], fail: Sequence[str]
) -> dict[str, Any]:
    """Return times and bandwidths of a COLLECTIVE for PAYLOADS (bytes) among RANKS, under the key of `limits --json`.

    Raises:
        RefusedInput: the design has no such copies to fail, or too few accelerators.
    """
    require_failable(design, fail)
    return {"collective": collective_times(design, collective, tuple(payloads), tuple(ranks), tuple(fail))}


def require_failable(design: Design, failed: Sequence[str]) -> None:
    """Refuse what cannot fail.

    Raises:
        RefusedInput: the design has no such node, link or copy.
    """
    absent = failed_of(design, failed).unknown
    if absent:
        raise RefusedInput(cannot_fail(design, absent[0]))
