"""Rules about data, training and what runs them: lineage, sensitivity, trackers, stores, limits, upkeep."""

from collections.abc import Iterator
from datetime import date
from math import ceil
from typing import Final

from designer.analysis.chain.needs import needs_of
from designer.analysis.quantities import fact_of, is_rented, placed_nodes, role_of
from designer.analysis.results import Results
from designer.analysis.workloads.results import RetrievalResult
from designer.model.design import Design, Node
from designer.model.kinds import BEARING, DATA_SETS, MODEL_APIS, PIPELINES, TRACKERS, TRAINING_JOBS, kinds_with
from designer.model.wording import listed
from designer.model.workloads.choices import chosen
from designer.review.findings import Finding, Fix, Severity
from designer.review.power.unit_fixes import more_of
from designer.review.registry import rule
from designer.review.words import percent

FULL: Final = 1.0001
LINEAGE_TAG: Final = "lineage"
ON_MACHINES: Final = kinds_with(lambda kind: kind.hosted)
"""Kinds of software that take machines of one's own unless they are rented; pipelines do when they move data."""


@rule({"no-tracker": "note"}, layer="training")
def no_tracker(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Training without anything that records its runs."""
    kinds = {node.kind for node in design.nodes.values()}
    jobs = [node for node in design.nodes_in_order() if node.kind in TRAINING_JOBS]
    if jobs and TRACKERS.isdisjoint(kinds):
        yield Finding(
            rule="no-tracker",
            severity="note",
            message=f"Nothing records the runs of {listed([job.title for job in jobs])}.",
            detail="Without an experiment tracker it is unknown later which data and settings made a model. Place "
            "one, such as MLflow, which is free of charge, or a hosted one, which is paid by the seat.",
            ids=tuple(job.id for job in jobs),
        )


@rule({"lineage-not-said": "note", "lineage-not-tracked": "warning"}, layer="data_storage", reads=("workloads",))
def lineage_unclear(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Pipelines that do not record which data came from which, or for which that is not set."""
    if results.workloads is None:
        return
    found: dict[str, list[Node]] = {"": [], "not tracked": []}
    for line in results.workloads.pipelines:
        if line.lineage in found and line.id in design.nodes:
            found[line.lineage].append(design.nodes[line.id])
    for state, severity, words in _STATES:
        nodes = found[state]
        if nodes:
            names = listed([node.title for node in nodes])
            yield Finding(
                rule="lineage-not-tracked" if state else "lineage-not-said",
                severity=severity,
                message=f"{names} {words if len(nodes) == 1 else words.replace('does', 'do')}.",
                detail="Without lineage it is unknown which results a wrong or withdrawn data set has touched. "
                "Choose it on the pipeline" + _through(design, nodes) + ".",
                ids=tuple(node.id for node in nodes),
            )


@rule({"data-not-versioned": "note"}, layer="data_storage", reads=("workloads",))
def data_not_versioned(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Data sets that work reads and whose earlier states cannot be read again."""
    work = results.workloads
    if work is None or work.versioned.value is None or work.versioned.value >= 1:
        return
    from designer.analysis.chain.needs import needs_of
    from designer.analysis.workloads.data.data_versions import data_sets, versioned

    graph = needs_of(design).services
    bare = [
        design.nodes[node_id]
        for node_id in data_sets(graph)
        if graph.asked_by.get(node_id) and not versioned(design, graph, node_id)
    ]
    if bare:
        yield Finding(
            rule="data-not-versioned",
            severity="note",
            message=f"Earlier states of {listed([node.title for node in bare])} cannot be read again.",
            detail="Lineage tells which data came from which; without versions the data that a model was "
            "trained on cannot be read once they have changed. Link what keeps versions, such as lakeFS, DVC, "
            "Iceberg or Delta Lake, to the data set or its store.",
            ids=tuple(node.id for node in bare),
        )


_STATES: Final[tuple[tuple[str, Severity, str], ...]] = (
    ("not tracked", "warning", "does not track lineage"),
    ("", "note", "does not say whether lineage is tracked"),
)


def _through(design: Design, nodes: list[Node]) -> str:
    texts = (part.texts.get("lineage", "") for node in nodes if (part := design.part_of(node)) is not None)
    ways = list(dict.fromkeys(text for text in texts if text.startswith("through ")))
    return f", or link it to what keeps it: it is tracked {listed(ways)}" if ways else ""


@rule({"sensitive-data-outside": "warning"}, layer="data_storage")
def sensitive_data_outside(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Sensitive data that get to a rented machine, a rented store or service, or a model over the net."""
    sets = [
        node
        for node in design.nodes_in_order()
        if node.kind in DATA_SETS and node.choices and chosen(node, "sensitivity") == "sensitive"
    ]
    if not sets:
        return
    # The graph library takes a moment to load, so only when there is something to follow.
    from designer.analysis.chain.needs import needs_of
    from designer.analysis.workloads.data.data_reach import outside, ways_of_data

    graph = needs_of(design).services
    for node in sets:
        for end, way in ways_of_data(design, graph, node.id).items():
            if len(way) < 2 or not outside(design, end) or any(outside(design, step) for step in way[:-1]):
                continue
            target = design.nodes[end]
            over_net = target.kind in MODEL_APIS
            yield Finding(
                rule="sensitive-data-outside",
                severity="warning",
                message=f"Sensitive data of {node.title} get to {target.title}, "
                f"{'a model that others run' if over_net else 'which is rented'}.",
                detail=f"The way: {' → '.join(design.nodes[step].title for step in way)}. Keep them on machines of "
                "your own, take another data set, or make sure that your contract allows it.",
                ids=way,
            )


@rule(
    {"pipeline-behind": "warning", "pipeline-unclear": "note"},
    layer="data_storage",
    reads=("workloads",),
)
def pipeline_behind(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Pipelines that do not keep up, and those of which something is missing or too small."""
    if results.workloads is None:
        return
    for line in results.workloads.pipelines:
        node = design.nodes.get(line.id)
        if node is None or not line.reason:
            continue
        behind = (line.utilisation.value or 0.0) > FULL
        yield Finding(
            rule="pipeline-behind" if behind else "pipeline-unclear",
            severity="warning" if behind else "note",
            message=f"{node.title}: {line.reason}",
            detail="Data pile up from day to day. Use a faster store, more machines, or move less."
            if behind
            else "Until then it is not sure whether it keeps up.",
            ids=tuple(dict.fromkeys((line.id, line.slowest))) if behind and line.slowest else (line.id,),
        )


@rule(
    {"store-too-full": "warning", "store-too-slow": "warning", "store-unclear": "note"},
    layer="data_storage",
    reads=("workloads",),
)
def store_overloaded(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stores that are read or written faster than they can be, or hold more than fits, or of which that is unknown."""
    if results.workloads is None:
        return
    for store in results.workloads.stores:
        node = design.nodes.get(store.id)
        if node is None or not store.reason:
            continue
        share = store.utilisation.value or 0.0
        # An unknown capacity is never too full.
        full = (store.used_tb.value or 0.0) > (store.has_tb.value or float("inf")) * FULL
        rule = "store-too-full" if full else "store-too-slow" if share > FULL else "store-unclear"
        yield Finding(
            rule=rule,
            severity="note" if rule == "store-unclear" else "warning",
            message=f"{node.title}: {store.reason}",
            detail={
                "store-too-full": "Give it more capacity, or move data to another store.",
                "store-too-slow": "Jobs wait for it. Take a faster store, more of it, or spread the data over several.",
                "store-unclear": "Set its throughput or its capacity in the inspector; what is unknown is not counted.",
            }[rule],
            ids=(store.id,),
        )


@rule({"store-out-of-reach": "warning"}, layer="data_storage", reads=("workloads",))
def store_out_of_reach(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Stores of one's own that no drawn network joins with the machines that read or write them."""
    if results.workloads is None:
        return
    for work in (*results.workloads.training, *results.workloads.pipelines):
        node = design.nodes.get(work.id)
        stores = [design.nodes[store] for store in work.unreached if store in design.nodes]
        if node is not None and stores:
            yield Finding(
                rule="store-out-of-reach",
                severity="warning",
                message=f"No network joins {listed([store.title for store in stores])} and the machines of "
                f"{node.title}.",
                detail="Its rate is taken as if the network between them never held it up. Draw storage or fabric "
                "cables from both to switches that reach one another.",
                ids=(node.id, *(store.id for store in stores)),
            )


@rule(
    {"orchestrator-over-limit": "warning", "orchestrator-unclear": ("warning", "note")},
    layer="data_storage",
    reads=("workloads",),
)
def orchestrator_over_limit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Clusters beyond what their orchestrator takes, or too small for what it takes itself."""
    if results.workloads is None:
        return
    for cluster in results.workloads.orchestration:
        node = design.nodes.get(cluster.id)
        if node is None or not cluster.reason:
            continue
        share = cluster.utilisation.value or 0.0
        over = share > FULL
        pairs = ((cluster.cores_reserved, cluster.cores_has), (cluster.memory_reserved_gb, cluster.memory_has_gb))
        short = any((taken.value or 0.0) > (has.value or float("inf")) for taken, has in pairs)
        yield Finding(
            rule="orchestrator-over-limit" if over else "orchestrator-unclear",
            severity="warning" if over or short else "note",
            message=f"{node.title}: {cluster.reason}",
            detail=(
                f"It is at {percent(share)} of its limits. Split the cluster, or manage fewer machines. "
                if over
                else ""
            )
            + cluster.reserved,
            ids=(cluster.id,),
        )


@rule(
    {"index-does-not-fit": "error", "too-many-dimensions": ("error", "warning")},
    layer="data_storage",
    reads=("workloads",),
)
def index_does_not_fit(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Vector databases without room for their index, and vectors of more dimensions than they take."""
    if results.workloads is None:
        return
    for index in results.workloads.retrieval:
        node = design.nodes.get(index.id)
        if node is None:
            continue
        if index.fits is False:
            yield Finding(
                rule="index-does-not-fit",
                severity="error",
                message=f"{node.title} has no room for its index.",
                detail=f"{index.reason} Give it more machines, fewer vectors or dimensions, or fewer replicas.",
                ids=(index.id,),
                fix=_enough_hosts(design, index),
            )
        yield from _dimensions(design, node)


def _enough_hosts(design: Design, index: RetrievalResult) -> Fix | None:
    """Return the fix that adds machines under INDEX until their memory holds it."""
    needed = index.nodes_needed.value
    for host_id in needs_of(design).services.hosts.get(index.id, ()):
        host = design.nodes.get(host_id)
        if host is None or not needed or role_of(host) != "host":
            continue
        around = design.total_copies(host_id) // host.copies if host.copies else 0
        found = more_of(design, host_id, ceil(needed / around)) if around else None
        if found is not None:
            return found
    return None


def _dimensions(design: Design, node: Node) -> Iterator[Finding]:
    part = design.part_of(node)
    most = part.facts.get("dimensions_most") if part else None
    asked = fact_of(design, node, "dimensions").value
    if part is None or most is None or most.value is None or asked is None or asked <= most.value:
        return
    # The range of the fact: its usual case, and at its high end what is possible at all.
    never = asked > (most.high or most.value)
    yield Finding(
        rule="too-many-dimensions",
        severity="error" if never else "warning",
        message=f"{node.title} is asked for {asked:,.0f} dimensions; {part.name} takes "
        f"{'at most ' if never else ''}{(most.high or most.value) if never else most.value:,.0f}"
        f"{'' if never else ' in the usual case'}.",
        detail=(f"{most.conditions[:1].upper()}{most.conditions[1:]}. " if most.conditions else "")
        + "Take an embedding with fewer dimensions, or another database.",
        ids=(node.id,),
    )


@rule({"software-without-machines": "note"}, layer="serving_apps")
def software_without_machines(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Software of one's own that runs on nothing."""
    linked = {end for link in design.links.values() if link.medium == "runs_on" for end in (link.a, link.b)}
    idle: list[Node] = []
    for node, part in placed_nodes(design):
        # A pipeline takes machines only where it moves data.
        moves = node.kind in PIPELINES and "tb_per_day" in node.facts
        if part is None or is_rented(part) or not (node.kind in ON_MACHINES or moves):
            continue
        parent = design.nodes.get(node.parent) if node.parent else None
        if node.id not in linked and (parent is None or parent.kind not in _MACHINES):
            idle.append(node)
    if idle:
        one = len(idle) == 1
        yield Finding(
            rule="software-without-machines",
            severity="note",
            message=f"{listed([node.title for node in idle])} {'runs' if one else 'run'} on nothing that is drawn.",
            detail="Draw a “runs on” link to servers or instances, so that memory, network and cost are held against "
            "them.",
            ids=tuple(node.id for node in idle),
        )


_MACHINES: Final = frozenset(BEARING)


@rule({"unmaintained": "note"}, layer="serving_apps")
def unmaintained(design: Design, results: Results, today: date) -> Iterator[Finding]:
    """Parts that their makers no longer look after."""
    users: dict[str, list[str]] = {}
    for node, part in placed_nodes(design):
        if part is not None and "maintenance" in part.texts:
            users.setdefault(part.id, []).append(node.id)
    for part_id, ids in users.items():
        part = design.parts[part_id]
        words = part.texts["maintenance"]
        instead = part.texts.get("instead", "")
        yield Finding(
            rule="unmaintained",
            severity="note",
            message=f"{part.name} is no longer maintained." if words.startswith("none") else f"{part.name}: {words}.",
            detail=" ".join(
                filter(None, (f"Maintenance: {words}.", f"Instead: {instead}." if instead else part.notes))
            ),
            ids=tuple(ids),
        )
