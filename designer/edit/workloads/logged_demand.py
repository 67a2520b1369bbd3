"""The demand of a node out of a log of requests, as one edit."""

from collections.abc import Mapping
from typing import Final

from designer.edit.draft import Draft
from designer.edit.nodes.nodes import set_node
from designer.formulas.workloads.log_demand import LogDemand
from designer.model.changes import ChangeSet
from designer.model.design import Design
from designer.model.kinds import FACTS
from designer.model.records import RefusedInput
from designer.model.workloads.asked_facts import ASKED_FACTS
from designer.model.workloads.workload_facts import LOG_FACTS

HOUR_S: Final = 3600.0


def takes_log(kind: str) -> bool:
    """Return True when a node of KIND says how much its users ask, so that a log of their requests can say it."""
    asked = {fact.name for fact in ASKED_FACTS.get(kind, ())}
    return {"users", "requests_per_user_hour"} <= asked


def set_logged_demand(design: Design, node_id: str, demand: LogDemand, users: float | None = None) -> ChangeSet:
    """Give a node the demand of a log: requests of a user in an hour, peak over average and mean lengths.

    A log of an hour or less knows no busiest hour and leaves the peak as it is. The percentiles of the lengths stay
    beside the means. The requests are shared among USERS; without them among those that the node states, and else
    among so many that one asks no more than a user may.

    Raises:
        RefusedInput: the node has no demand of its own, or there are no users.
    """
    node = Draft(design).node(node_id)
    if not takes_log(node.kind):
        titles = ", ".join(sorted(kind for kind in ASKED_FACTS if takes_log(kind)))
        raise RefusedInput(f"{node.title} is asked by others; a log can be read for: {titles}.")
    if users is not None and not users >= 1:
        raise RefusedInput(f"The requests of the log cannot be shared among {users:g} users; say 1 or more.")
    others = {name: value for name, value in node.facts.items() if name not in _LOGGED}
    facts = logged_facts(demand, users or others.get("users") or 0.0)
    change = set_node(design, node_id, facts={**others, **facts})
    return ChangeSet(changes=change.changes, label=f"Give {node.title} the demand of a log")


def logged_facts(demand: LogDemand, users: float) -> Mapping[str, float]:
    """Return the facts of a node with the DEMAND of a log, shared among USERS, 0 where nobody says how many."""
    hourly = demand.average_per_s * HOUR_S
    users = users or max(1.0, -(-hourly // FACTS["requests_per_user_hour"].most))
    facts = {
        "users": users,
        "requests_per_user_hour": hourly / users,
        "input_tokens": demand.input.mean,
        "output_tokens": demand.output.mean,
        "log_requests": float(demand.requests),
        "log_span_h": demand.span_s / HOUR_S,
        "log_requests_per_hour": hourly,
    }
    if demand.peak_factor is not None:
        facts |= {"peak_factor": demand.peak_factor, "log_peak_factor": demand.peak_factor}
    if demand.minute_factor is not None:
        facts["log_minute_factor"] = demand.minute_factor
    for way, lengths in (("input", demand.input), ("output", demand.output)):
        facts |= {f"log_{way}_{name}": getattr(lengths, name) for name in ("mean", "p50", "p90", "p99")}
    return facts


_LOGGED: Final = frozenset(fact.name for fact in LOG_FACTS)
