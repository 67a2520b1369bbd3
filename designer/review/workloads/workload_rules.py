"""Rules about demand, serving and training: what does not fit, what is asked too much, what nobody said."""

from collections.abc import Iterator, Sequence
from datetime import date
from math import ceil
from typing import Final

from designer.analysis.chain.ledger.records import RESOURCE_WORDS
from designer.analysis.chain.needs import needs_of
from designer.analysis.quantities import accelerators_in, drawn_chips, role_of
from designer.analysis.results import Results
from designer.analysis.workloads.claims import lost_way
from designer.analysis.workloads.results import (
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    TrainingResult,
    WorkloadsResult,
)
from designer.model.design import Design, Node
from designer.model.figures.figure_text import figure_text, percent_text, share_text
from designer.model.kinds import APPLICATIONS
from designer.model.wording import counted, listed
from designer.review.bottleneck_words import promise_words, too_little_at_most
from designer.review.findings import Finding, Fix
from designer.review.power.unit_fixes import more_machines
from designer.review.registry import rule

FULL: Final = 1.0001
NEARLY_FULL: Final = 0.8
LONG_ANSWER_S: Final = 10.0
"""Beyond it an answer is longer than what is usual for large models, 3 to 10 s (METHODS, inference)."""


@rule({"model-does-not-fit": "error"}, layer="serving_apps", reads=("workloads",))
def model_does_not_fit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Models whose weights and first request find no room where they are to be served or trained."""
    work = results.workloads
    if work is None:
        return
    for result in (*work.serving, *work.training):
        if result.fits is False:
            yield Finding(
                rule="model-does-not-fit",
                severity="error",
                message=f"{_title(design, result.id)} cannot run. {result.reason}",
                detail="Give it more or larger accelerators, a smaller model, or a narrower precision.",
                ids=(result.id,),
                fix=_enough_memory(design, result) if isinstance(result, ServingResult) else None,
            )


def _enough_memory(design: Design, engine: ServingResult) -> Fix | None:
    """Return the fix that adds machines until their accelerators hold the weights of ENGINE and one request."""
    for host_id in needs_of(design).services.hosts.get(engine.id, ()):
        host = design.nodes.get(host_id)
        chips = accelerators_in(design, design.part_of(host)) if host is not None else {}
        memories = [design.parts[chip].facts.get("memory_gb") for chip in chips if chip in design.parts]
        least = min((memory.value for memory in memories if memory is not None and memory.value), default=None)
        if least and engine.least_gb.value:
            missing = ceil(engine.least_gb.value / least) - (engine.accelerators.value or 0.0)
            return more_machines(design, engine.id, missing)
    return None


@rule({"training-too-late": "warning"}, layer="training", reads=("workloads",))
def training_too_late(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training jobs that miss their target, by how much, and what would reach it."""
    for job in results.workloads.training if results.workloads is not None else ():
        late, target = job.late_days, job.target_days
        if late is None or target is None or late.value is None or not target.value or not job.accelerators.value:
            continue
        # Within the tolerance of the figure it is not late.
        if late.value <= (FULL - 1) * target.value:
            continue
        needed, has = job.accelerators_needed, job.accelerators.value
        more = ""
        if needed is not None and needed.value is not None:
            more = f"Its target takes {needed.value:,.0f} accelerators; {has:,.0f} fall to it. "
        yield Finding(
            rule="training-too-late",
            severity="warning",
            message=f"{_title(design, job.id)} is done {late.value:,.3g} days too late: it has {target.value:,.4g} "
            f"days and takes {target.value + late.value:,.4g}.",
            detail=f"{more}Give it more accelerators, fewer tokens or more days.",
            ids=(job.id,),
            fix=more_machines(design, job.id, (needed.value or 0.0) - has) if needed is not None else None,
        )


@rule({"replica-in-pieces": "error", "training-in-pieces": "error"}, layer="serving_apps", reads=("workloads",))
def work_in_pieces(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training, and replicas of a served model, whose hosts no fabric joins."""
    work = results.workloads
    if work is None:
        return
    for result in (*work.training, *work.serving):
        fabric = result.fabric
        if fabric is None or fabric.joined or _runs(result):
            continue
        trains = isinstance(result, TrainingResult)
        hosts = dict.fromkeys(host for piece in fabric.pieces for host in piece.copies)
        yield Finding(
            rule="training-in-pieces" if trains else "replica-in-pieces",
            severity="error",
            message=f"{_title(design, result.id)} cannot {'train' if trains else 'answer'}. {result.reason}",
            detail="Draw fabric cables from each of these hosts to switches that reach one another, or let it run on "
            "hosts that are joined already. Until then no time, speed or cost is given.",
            ids=(result.id, *hosts),
        )


@rule({"runs-on-a-ring": "error", "runs-on-nothing": "error"}, layer="serving_apps", reads=("workloads",))
def runs_on_nothing(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Software whose `runs_on` leads round in a ring, or to nothing that could carry it."""
    if results.workloads is None or not any(link.medium == "runs_on" for link in design.links.values()):
        return
    graph = needs_of(design).services
    for node_id, way in graph.lost_ways.items():
        if graph.hosts.get(node_id):
            continue
        ring = len(set(way)) < len(way)
        yield Finding(
            rule="runs-on-a-ring" if ring else "runs-on-nothing",
            severity="error",
            message=f"{_title(design, node_id)} runs on nothing. {lost_way(design, graph, node_id)}",
            detail="Draw `runs on` from the last of them to servers, instances, chips or a rack.",
            ids=tuple(dict.fromkeys(way)),
            fix=_closing_link(design, way) if ring else _largest_host(design, way[-1]),
        )


def _closing_link(design: Design, way: Sequence[str]) -> Fix | None:
    """Return the fix that removes the link which leads a WAY back to where it was; None where it is not drawn."""
    for link in design.links.values():
        if link.medium == "runs_on" and (link.a, link.b) == tuple(way[-2:]):
            return Fix(
                label=f"Remove the link to {_title(design, link.b)}", edit="remove", arguments={"record_id": link.id}
            )
    return None


def _largest_host(design: Design, node_id: str) -> Fix | None:
    """Return the fix that lets a node run on the machines with the most accelerators; None where none are drawn."""
    hosts = [node for node in design.nodes_in_order() if role_of(node) == "host"]
    if not hosts or node_id not in design.nodes:
        return None
    chips = drawn_chips(design)

    def accelerators(host: Node) -> int:
        held = chips.get(host.id) or accelerators_in(design, design.part_of(host))
        return sum(held.values()) * design.total_copies(host.id)

    host = max(hosts, key=accelerators)
    return Fix(
        label=f"Let it run on {host.title}",
        edit="add_link",
        arguments={"a": node_id, "b": host.id, "medium": "runs_on"},
    )


@rule({"shares-over-all": "warning"}, layer="serving_apps", reads=("workloads",))
def shares_over_all(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Machines whose work has set shares of more than all of them together."""
    for row in results.workloads.ledger if results.workloads is not None else ():
        if row.sum_of_shares > FULL:
            names = listed([_title(design, grant.id) for grant in row.grants if grant.share is not None])
            share, where = percent_text(row.sum_of_shares), _title(design, row.hosts[0])
            yield Finding(
                rule="shares-over-all",
                severity="warning",
                message=f"{names} have set {share} of {where} together.",
                detail="Their shares are scaled down to all that there is. Lower them, or leave one out.",
                ids=(*(grant.id for grant in row.grants if grant.share is not None), *row.hosts),
            )


@rule({"chips-unlike-part": "warning"}, layer="silicon")
def chips_beside_the_part(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Servers drawn with other accelerators than their part contains."""
    for host_id, drawn in drawn_chips(design).items():
        inside = accelerators_in(design, design.part_of(design.nodes[host_id]))
        have, said = sum(drawn.values()), sum(inside.values())
        if inside and have != said:
            yield Finding(
                rule="chips-unlike-part",
                severity="warning",
                message=f"{_title(design, host_id)} has {counted(have, 'accelerator')} drawn inside, and its part "
                f"{said:,}.",
                detail="Those that are drawn count; power and price stay those of the part. Draw all of them, or none.",
                ids=(host_id,),
            )


def _runs(result: TrainingResult | ServingResult) -> bool:
    """Return True when anything is told of how fast RESULT is, so that hosts in pieces do not stop it."""
    return result.days.known if isinstance(result, TrainingResult) else result.requests_per_s.known


@rule({"workload-not-described": "note"}, layer="serving_apps", reads=("workloads",))
def not_said_yet(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Services that are drawn but of which something is missing before anything can be said."""
    work = results.workloads
    if work is None:
        return
    for result in (*work.serving, *work.training, *work.model_apis, *work.retrieval):
        fits = getattr(result, "fits", None)
        sized = isinstance(result, RetrievalResult) and result.memory_gb.known
        unsaid = fits is None and result.reason and not sized
        if unsaid and (result not in work.model_apis or _asked(work, result.id)):
            yield Finding(
                rule="workload-not-described",
                severity="note",
                message=f"{_title(design, result.id)}: {result.reason}",
                detail="Until then nothing is known of its time, its memory and its cost.",
                ids=(result.id,),
            )


@rule(
    {"service-nearly-full": "note", "service-overloaded": "warning"},
    layer="serving_apps",
    reads=("workloads",),
)
def service_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Services that are asked more in the busiest hour than they can answer, and those that nearly are."""
    work = results.workloads
    if work is None:
        return
    needed = {result.id: result for result in work.serving}
    for load in work.services:
        share = load.utilisation.value
        if share is None or share <= NEARLY_FULL:
            continue
        more = _accelerator_words(needed.get(load.id))
        over = share > FULL
        yield Finding(
            rule="service-overloaded" if over else "service-nearly-full",
            severity="warning" if over else "note",
            message=f"{_title(design, load.id)} is asked {percent_text(share)} of what it can answer in the busiest "
            f"hour{_bound_words(load)}.",
            detail=("Requests pile up without end." if over else "A little more and requests begin to wait.") + more,
            ids=(load.id,),
            fix=_for_accelerators(design, load.id, needed.get(load.id)),
        )


def _for_accelerators(design: Design, service: str, engine: ServingResult | None) -> Fix | None:
    """Machines for the accelerators that ENGINE takes beyond those it has."""
    if engine is None or engine.accelerators_needed.value is None or engine.accelerators.value is None:
        return None
    return more_machines(design, service, engine.accelerators_needed.value - engine.accelerators.value)


def _accelerator_words(engine: ServingResult | None) -> str:
    """Return how many accelerators ENGINE takes and has, after a space; "" where that is not known."""
    if engine is None or not engine.accelerators_needed.known:
        return ""
    return (
        f" It takes {figure_text(engine.accelerators_needed)} accelerators and has {figure_text(engine.accelerators)}."
    )


@rule({"may-be-too-little": "note"}, layer="serving_apps", reads=("workloads",))
def may_be_too_little(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Yield what is enough in the middle of its range and too little at its high end."""
    work = results.workloads
    if work is None:
        return
    needed = {result.id: result for result in work.serving}
    told = set[str]()
    for load in work.services:
        if too_little_at_most(load.utilisation):
            more = _accelerator_words(needed.get(load.id))
            told.add(load.id)
            yield _may_be(
                load.id,
                f"{_title(design, load.id)} may be too little in the busiest hour: it is asked "
                f"{share_text(load.utilisation)} of what it can answer{_bound_words(load)}.",
                more,
            )
    for row in work.ledger:
        # A machine whose work has been named is not named again.
        if too_little_at_most(row.pressure) and not told.intersection(grant.id for grant in row.grants):
            yield _may_be(
                row.hosts[0],
                f"{_title(design, row.hosts[0])} may be too little: {share_text(row.pressure)} of its "
                f"{RESOURCE_WORDS[row.resource]} are asked for.",
                "",
            )
    for store in (*work.stores, *work.pipelines):
        if too_little_at_most(store.utilisation):
            yield _may_be(
                store.id,
                f"{_title(design, store.id)} may be too little: it is {share_text(store.utilisation)} full.",
                "",
            )


def _may_be(node_id: str, message: str, more: str) -> Finding:
    return Finding(
        rule="may-be-too-little",
        severity="note",
        message=message,
        detail=f"It is enough in the middle of the range and not at its high end.{more}",
        ids=(node_id,),
    )


@rule({"promise-broken": "warning"}, layer="serving_apps", reads=("workloads",))
def promise_broken(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Services whose users wait longer than they are promised, at the demand that is looked at."""
    work = results.workloads
    if work is None:
        return
    for one in work.growth.breaks:
        if one.promise and one.at.value is not None and one.at.value < work.growth.load:
            yield Finding(
                rule="promise-broken",
                severity="warning",
                message=f"{_title(design, one.id)} does not keep what it promises: {promise_words(one, work)}.",
                detail="More accelerators for a replica or a smaller model make each answer faster; more replicas "
                "shorten the wait.",
                ids=(one.id,),
            )


@rule({"answer-slow": "note"}, layer="serving_apps", reads=("workloads",))
def answer_too_slow(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Applications whose answer takes longer than people are used to."""
    work = results.workloads
    if work is None:
        return
    for load in work.services:
        seconds = load.latency_s.value
        if load.kind in APPLICATIONS and seconds is not None and seconds > LONG_ANSWER_S:
            yield Finding(
                rule="answer-slow",
                severity="note",
                message=f"{_title(design, load.id)} answers after {figure_text(load.latency_s)}.",
                detail="3 to 10 s are usual for large models. Fewer model calls, shorter answers, more accelerators "
                "for a replica or a smaller model shorten it.",
                ids=(load.id,),
            )


@rule({"dependency-ring": "warning"}, layer="serving_apps", reads=("workloads",))
def asks_in_a_ring(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Services that depend on each other in a ring."""
    work = results.workloads
    if work is None:
        return
    for ring in work.cycles:
        names = [_title(design, node_id) for node_id in ring]
        yield Finding(
            rule="dependency-ring",
            severity="warning",
            message=f"{listed(names)} {'depends on itself' if len(ring) == 1 else 'depend on each other in a ring'}.",
            detail="Demand is followed round it once. Take one of the links away.",
            ids=ring,
        )


@rule({"demand-without-capacity": "warning"}, layer="serving_apps", reads=("workloads",))
def demand_without_capacity(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Applications with users and nothing that answers them."""
    work = results.workloads
    if work is None:
        return
    asking = {flow.a for flow in work.flows if flow.medium in {"asks", "depends_on"}}
    lonely = [
        load.id
        for load in work.services
        if load.kind in APPLICATIONS and load.id not in asking and (load.demand_per_s.value or 0) > 0
    ]
    if lonely:
        yield Finding(
            rule="demand-without-capacity",
            severity="warning",
            message=f"{listed([_title(design, node_id) for node_id in lonely])} "
            f"{'has' if len(lonely) == 1 else 'have'} users, and nothing that answers them.",
            detail="Draw a “depends on” link to an inference server or a model API.",
            ids=tuple(lonely),
        )


def _asked(work: WorkloadsResult, node_id: str) -> bool:
    return any(load.id == node_id and (load.demand_per_s.value or 0) > 0 for load in work.services)


def _bound_words(load: ServiceLoad) -> str:
    return f"; {load.bound} is what it runs out of" if load.bound else ""


def _title(design: Design, node_id: str) -> str:
    node = design.nodes.get(node_id)
    return node.title if node else node_id
