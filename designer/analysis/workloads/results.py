"""Records of layers 3 to 6: demand, serving, training, data, and the layer that is to blame."""

from collections.abc import Mapping
from typing import Literal

from designer.analysis.chain.growth.records import GrowthOutlook
from designer.analysis.chain.ledger.records import LedgerRow
from designer.analysis.chain.work_fabric import WorkFabric
from designer.analysis.measured.logged_demand import LoggedDemand
from designer.analysis.workloads.goodput.records import GoodputResult, SpotResult
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure, leaf
from designer.model.parts.part import Layer, Medium
from designer.model.records import Record

Bound = Literal[
    "",
    "memory size",
    "memory bandwidth",
    "arithmetic",
    "kernel overhead",
    "published speed",
    "storage",
    "network",
    "rate limit",
    "power",
]


class ServiceLoad(Record, frozen=True, kw_only=True):
    """Load of one service at the busiest hour, and its capacity.

    Attributes:
        id: Node id.
        demand_per_s: Requests a second at the peak, all copies together; unknown when nobody says.
        capacity_per_s: Requests a second that it can answer.
        utilisation: Demand over capacity; may exceed 1.
        latency_s: What it adds to an answer, waiting included.
        usd_per_month: What it costs, the share of the machines below included.
        bound: What it runs out of first.
        reason: That in plain words; "" when there is nothing to say.
        offered_per_s: Requests a second that come to it at the peak.
        served_per_s: Of those, what is answered, by it and by all that it asks.
        requests_per_s: The most that it could answer on what it is granted and its part of what nobody takes.
        turned_away: Share of what is offered that gets no answer.
        first_token_s: Until the first token; unknown of what writes none, and while more is asked than is served.
        answer_s: Until the whole answer, all that it asks included; unknown while more is asked than is served.
        token_s: Time of a further token; unknown of what writes none itself, and while more is asked than is served.
    """

    id: str
    kind: str
    layer: Layer
    demand_per_s: Figure
    capacity_per_s: Figure
    utilisation: Figure
    latency_s: Figure
    usd_per_month: Figure
    bound: Bound = ""
    reason: str = ""
    offered_per_s: Figure
    served_per_s: Figure
    requests_per_s: Figure
    turned_away: Figure
    first_token_s: Figure
    answer_s: Figure
    token_s: Figure = leaf("time per token", None, "s")


class WorkResult(Record, frozen=True, kw_only=True):
    """A piece of work by its own figures.

    Attributes:
        asked: Accelerators that it asks for; unknown where it takes all that is left.
        granted: Accelerators that it gets.
        fraction: Part of its demand that it gets.
        answers_per_s: Answers a second that it gives on them; unknown where it does not say what it answers.
        lost_way: Why it runs on nothing; "" where it runs.
    """

    id: str
    asked: Figure
    granted: Figure
    fraction: Figure
    answers_per_s: Figure
    lost_way: str = ""


class Flow(Record, frozen=True, kw_only=True):
    """Requests a second from one service to another at the peak, or a service's hold on what it runs on.

    Attributes:
        link: Id of the link.
        per_s: Requests a second; unknown where nobody says.
    """

    link: str
    a: str
    b: str
    medium: Medium
    per_s: Figure


ServingRole = Literal["", "prefill", "decode"]
PoolLimit = Literal["", "prefill", "network", "decode"]


class PoolPair(Record, frozen=True, kw_only=True):
    """Engines that read prompts and one that writes the answers, joined by the drawn network.

    Attributes:
        prefill: Ids of the engines that read the prompts.
        cache_gb: Cache of a prompt that is handed on, on all accelerators of a decode replica that take it.
        handed_on_s: How long that takes in the busiest hour; unknown where nothing joins them, or too little does.
        network_gb_per_s: What the drawn network carries from one pool to the other; None where nothing that is drawn
            carries less than their ports.
        prefill_per_s: Prompts a second that the prefill pools read.
        network_per_s: Caches a second that the network carries; None where nothing drawn bounds it.
        decode_per_s: Requests a second that the decode pool answers.
        requests_per_s: Of both pools and the network together: the least of these.
        limit: Which of them that is.
        reason: What is missing or wrong; "" where nothing is.
    """

    prefill: tuple[str, ...]
    cache_gb: Figure
    handed_on_s: Figure
    network_gb_per_s: Figure | None
    prefill_per_s: Figure
    network_per_s: Figure | None
    decode_per_s: Figure
    requests_per_s: Figure
    limit: PoolLimit
    reason: str = ""


class ServingResult(Record, frozen=True, kw_only=True):
    """Serving of a model on the accelerators below its engine.

    Attributes:
        model: Part id of the model; "" when none is chosen.
        fits: Whether weights and one request find room; None when that is not known.
        reason: Why not, or what limits it.
        accelerators: On which it may run.
        accelerators_needed: For the demand at the peak.
        tensor_parallel: Accelerators that share one replica.
        replicas: How many of those run beside each other.
        replicas_needed: For the demand at the peak; the high end is what nine in ten cases need at most.
        weights_gb: Of one replica.
        cache_gb: Left for the KV cache on one replica.
        batch: Requests that one replica works on at once at most.
        at_once: Requests that one works on in the busiest hour.
        output_tokens_per_s: All replicas together, at the largest batch.
        accelerator_tokens_per_s: Of these, one accelerator of a replica.
        user_tokens_per_s: What one user sees in the busiest hour, from the first token on.
        requests_per_s: All replicas together, at the largest batch.
        prompt_s: To read one prompt.
        first_token_s: Waiting and the first token, in the busiest hour.
        token_s: Time of a further token then; its ten terms are those of the figure.
        answer_s: The whole answer then.
        usd_per_request: Machines of a month over the requests of a month; None while nobody asks.
        usd_per_million_tokens: The same over tokens in and out.
        request_tokens: In and out of a request; None while nobody asks.
        fabric: What the drawn fabric gives its hosts, where a replica spans several of one's own.
        least_gb: Accelerator memory that it holds at least: weights and one request, with what it leaves free beside.
        least_accelerators: Accelerators that one replica takes at least; unknown where not even all that are drawn
            hold one.
        split: How a replica is split and what all of them then answer, where there was something to choose; else "".
        runner_up: The same of the split that would be taken next.
        how_sure: What is known of the error of a figure, by the name of its field; empty where nothing was estimated.
        role: "prefill" where it only reads prompts, "decode" where it only writes answers; "" where it does both.
        pair: Of a decode pool, what it has of the prefill pools that it is wired to; None without any.
        handed_on_gb: Cache of a prompt on all accelerators of a replica that hold it, of a pool that reads prompts or
            writes answers alone; unknown of others.
        handing: How many accelerators of a replica that is.
    """

    id: str
    model: str
    fits: bool | None
    reason: str
    accelerators: Figure
    accelerators_needed: Figure
    tensor_parallel: Figure
    replicas: Figure
    replicas_needed: Figure
    weights_gb: Figure
    cache_gb: Figure
    batch: Figure
    at_once: Figure
    output_tokens_per_s: Figure
    accelerator_tokens_per_s: Figure
    user_tokens_per_s: Figure
    requests_per_s: Figure
    prompt_s: Figure
    first_token_s: Figure
    token_s: Figure
    answer_s: Figure
    bound: Bound = ""
    usd_per_request: Figure | None = None
    usd_per_million_tokens: Figure | None = None
    request_tokens: Figure | None = None
    fabric: WorkFabric | None = None
    least_gb: Figure = leaf("accelerator memory that it holds at least", None, "GB")
    least_accelerators: Figure = leaf("accelerators that one replica takes at least", None)
    split: str = ""
    runner_up: str = ""
    how_sure: Mapping[str, HowSure] = {}
    role: ServingRole = ""
    pair: PoolPair | None = None
    handed_on_gb: Figure = leaf("cache of a prompt that is handed on", None, "GB")
    handing: Figure = leaf("accelerators that hold the cache of a prompt", None)


class AnnouncedPrice(Record, frozen=True, kw_only=True):
    """Cost of a month from a day on for which a change of prices is announced.

    Attributes:
        day: ISO date.
    """

    day: str
    usd_per_month: Figure


class ModelApiResult(Record, frozen=True, kw_only=True):
    """Cost of a model by the token at average demand, and its rate limits.

    Attributes:
        requests_per_s: The least of the rate limits of its tier; unknown where none is published.
        first_token_s: As published or measured; unknown where it is not.
        answer_s: First token and the writing of an answer; a day at most in a batch.
        request_tokens: In and out of a request.
        context_tokens: Tokens of a prompt and its answer at most.
        promised_availability: Share of the time that an agreement promises.
        spend_most_usd_per_month: Most that the tier lets one spend in a month.
        announced: What a month costs after each announced change of prices.
        notes: What was supposed, in plain words.
    """

    id: str
    usd_per_request: Figure
    usd_per_million_tokens: Figure
    usd_per_month: Figure
    reason: str = ""
    requests_per_s: Figure
    first_token_s: Figure
    answer_s: Figure
    request_tokens: Figure
    context_tokens: Figure
    promised_availability: Figure
    spend_most_usd_per_month: Figure
    bound: Bound = ""
    announced: tuple[AnnouncedPrice, ...] = ()
    notes: tuple[str, ...] = ()


class RetrievalResult(Record, frozen=True, kw_only=True):
    """Memory, time and money of a vector database.

    Attributes:
        memory_gb: Of the index, replicas included.
        memory_has_gb: Of the hosts that it runs on; unknown for a service.
        nodes_needed: Hosts of that kind that the memory takes.
        usd_per_month: What is stored or let, with the read and write units of a month.
        query_s: Time of a query, as published for the nearest size or as assumed; 95th or 99th percentile at the high.
        queries_per_s: That it can answer, where it states a rate, and that arrive where the drawn network binds.
        read_units: That a query is charged, where it is.
        bytes_per_query: That come back over the network; unknown where nobody says.
        network_gb_per_s: What the drawn network carries to all who ask it; None where nothing drawn would carry less.
        by_network: Whether that is what bounds its queries.
    """

    id: str
    index: str
    memory_gb: Figure
    memory_has_gb: Figure
    nodes_needed: Figure
    usd_per_month: Figure
    query_s: Figure
    queries_per_s: Figure
    read_units: Figure
    fits: bool | None
    bytes_per_query: Figure
    network_gb_per_s: Figure | None = None
    by_network: bool = False
    reason: str = ""


class SplitOption(Record, frozen=True, kw_only=True):
    """One way to split a training job.

    Attributes:
        split: "TP 8 · PP 4 · DP 16".
        words: The same with micro-batch, ZeRO and recomputation.
        step_s: Time of a step.
        memory_share: Of what the fullest accelerator has.
    """

    split: str
    words: str
    micro_batch: int
    zero_stage: int
    recompute: str
    step_s: Figure
    memory_share: Figure


class TrainingResult(Record, frozen=True, kw_only=True):
    """Time, memory, energy and money of a training job.

    Attributes:
        split: "tp 8 · pp 4 · dp 16"; "" when none fits.
        tight: Whether it takes up to a tenth more memory than there is, which is not refused.
        zero_stage: What is spread over the copies; None when none fits.
        recompute: What is computed again: "none", "selective" or "full"; "" when none fits.
        memory_gb: Of one accelerator by what it holds: "weights", "gradients", "optimizer", "activations", "logits",
            "runtime".
        iteration_s: By its parts and "total".
        best_split: The best that it could have, if one fits; what it takes where nothing is stated.
        runner_up: The fastest of another kind.
        slower_than_best: Share by which what it takes is slower than the best.
        full_speed_days: Arithmetic alone, without failures and stalls.
        wall_days: Arithmetic and goodput alone.
        days: The same with the project factor, restarts, annealing and evaluations: what a calendar takes.
        goodput: Share of the time that goes into progress.
        read_gb_per_s: Data that the job wants to read; `storage_read_gb_per_s` is what is wired to it.
        checkpoint_write_s: Time to write one.
        stall_min_per_day: Waiting for checkpoints, and for data where the storage is too slow.
        fabric_gbps: That every accelerator sends on the fabric during an iteration, one way.
        energy_kwh: Of the run, `wall_days`, the plant included.
        usd: Of the run, `wall_days`: rent, or its share of purchase and running cost.
        notes: What is approximated or supposed, in plain words.
        fabric: What the drawn fabric gives its hosts; None where the provider's network joins them.
        unreached: Stores of one's own that no drawn network joins with its hosts.
        target_days: Days in which it has to be done; None where it has no target, as of the other three.
        target_tokens_per_day: Tokens a day that its target comes to.
        accelerators_needed: That reach its target.
        how_sure: What is known of the error of its figures, by the name of their field; "step_s" is a step.
        late_days: Days by which it misses its target; below 0 where it is done sooner.
        getting_on: What interrupts it, what stands by and what checkpoints cost; None where it trains nothing.
    """

    id: str
    model: str
    fits: bool | None
    reason: str
    accelerators: Figure
    split: str
    micro_batch: int
    zero_stage: int | None
    recompute: str
    memory_gb: Mapping[str, Figure]
    memory_needed_gb: Figure
    memory_has_gb: Figure
    iteration_s: Mapping[str, Figure]
    slower_than_best: Figure
    full_speed_days: Figure
    wall_days: Figure
    days: Figure
    mfu: Figure
    goodput: Figure
    mttf_h: Figure
    checkpoint_gb: Figure
    checkpoint_write_s: Figure
    checkpoint_interval_h: Figure
    stall_min_per_day: Figure
    read_gb_per_s: Figure
    storage_read_gb_per_s: Figure
    fabric_gbps: Figure
    energy_kwh: Figure
    carbon_t: Figure
    usd: Figure
    notes: tuple[str, ...] = ()
    fabric: WorkFabric | None = None
    unreached: tuple[str, ...] = ()
    target_days: Figure | None = None
    target_tokens_per_day: Figure | None = None
    accelerators_needed: Figure | None = None
    late_days: Figure | None = None
    getting_on: GoodputResult | None = None
    tight: bool = False
    best_split: SplitOption | None = None
    runner_up: SplitOption | None = None
    how_sure: Mapping[str, HowSure] = {}


class PipelineResult(Record, frozen=True, kw_only=True):
    """Pace of a data pipeline against the data of a day.

    Attributes:
        needed_gb_per_s: For the TB of a day.
        has_gb_per_s: Of its slowest step.
        tasks: Pipelines that it starts; tasks_most is how many it runs at once, where it states that.
        utilisation: Of the fuller of both.
        slowest: Id of the slowest step; "" when none is known.
        lineage: Whether somebody keeps which data came from which; "" when nobody says.
        unreached: Stores of one's own that no drawn network joins with its machines.
    """

    id: str
    needed_gb_per_s: Figure
    has_gb_per_s: Figure
    tasks: Figure
    tasks_most: Figure
    utilisation: Figure
    slowest: str
    lineage: Literal["", "tracked", "not tracked"]
    reason: str = ""
    unreached: tuple[str, ...] = ()


class StoreLoad(Record, frozen=True, kw_only=True):
    """Load of training jobs and pipelines together on one store, and its rates.

    Attributes:
        read_asked: GB/s; checkpoints and the like are writes.
        write_asked: GB/s, averaged: a checkpoint is spread over the time to the next.
        used_tb: Of the data sets that lie in it.
        utilisation: Of reading, writing or room, whichever is fullest.
        one_file_gb_per_s: What one file gives at most, over the targets that it is striped over; unknown elsewhere.
    """

    id: str
    read_asked: Figure
    read_has: Figure
    write_asked: Figure
    write_has: Figure
    used_tb: Figure
    has_tb: Figure
    utilisation: Figure
    one_file_gb_per_s: Figure
    reason: str = ""


class OrchestrationResult(Record, frozen=True, kw_only=True):
    """A cluster against the limits of its orchestrator.

    Attributes:
        nodes: Hosts that it manages; nodes_most is the limit.
        pods: Asked for, or jobs where it counts those; pods_most is the limit, of all hosts together.
        cores_reserved: What its own services take of the hosts' cores; cores_has is what the hosts have.
        memory_reserved_gb: The same of their memory.
        reserved: What is known of that in words, the control plane's sizing included.
    """

    id: str
    nodes: Figure
    nodes_most: Figure
    pods: Figure
    pods_most: Figure
    utilisation: Figure
    cores_reserved: Figure
    cores_has: Figure
    memory_reserved_gb: Figure
    memory_has_gb: Figure
    reserved: str = ""
    reason: str = ""


class LayerLoad(Record, frozen=True, kw_only=True):
    """One of the six layers under the demand.

    Attributes:
        utilisation: Of its fullest part.
        worst: Id of that part; "" when nothing is asked of the layer.
        latency_s: What the layer adds to the slowest answer.
        cost_share: Of the monthly cost.
    """

    layer: Layer
    utilisation: Figure
    worst: str
    latency_s: Figure
    usd_per_month: Figure
    cost_share: Figure


class WorkloadsResult(Record, frozen=True, kw_only=True):
    """From the users at the top to the machines at the bottom.

    Attributes:
        services: Every part that demand reaches, in design order.
        layers: The six, top down.
        bottleneck: The layer that runs full first; "" when there is no demand.
        bottleneck_id: The part in it.
        answer_s: The slowest application's answer at the peak.
        usd_per_request: Monthly cost of what serves, over the requests of a month.
        cycles: Ids that depend on each other in a ring; demand goes once around.
        lost_with: Services that a failed part takes along, by the id of the failed.
        notes: What was left out or simplified, in plain words.
        work: Pieces of work by their own figures.
        ledger: Who gets how much of the machines that carry work.
        idle_usd_per_month: Cost of a month of the machines with accelerators that carry no work.
        growth: What breaks as the demand of users grows.
        on_spot: Engines some of whose machines are paid as spot.
        tracked: Share of the training jobs whose runs a tracker records; unknown where nothing is trained.
        versioned: Share of the data sets whose earlier states can be read again; unknown where there are none.
        logged: Logs of requests that demand was taken from.
    """

    services: tuple[ServiceLoad, ...]
    flows: tuple[Flow, ...]
    serving: tuple[ServingResult, ...]
    model_apis: tuple[ModelApiResult, ...]
    retrieval: tuple[RetrievalResult, ...]
    training: tuple[TrainingResult, ...]
    pipelines: tuple[PipelineResult, ...]
    orchestration: tuple[OrchestrationResult, ...]
    layers: tuple[LayerLoad, ...]
    bottleneck: Layer | Literal[""]
    bottleneck_id: str
    answer_s: Figure
    requests_per_month: Figure
    usd_per_month: Figure
    usd_per_request: Figure
    cycles: tuple[tuple[str, ...], ...] = ()
    lost_with: Mapping[str, tuple[str, ...]] = {}
    notes: tuple[str, ...] = ()
    stores: tuple[StoreLoad, ...] = ()
    work: tuple[WorkResult, ...] = ()
    ledger: tuple[LedgerRow, ...] = ()
    idle_usd_per_month: Figure = leaf("idle machines, a month", 0.0, "USD/month")
    growth: GrowthOutlook = GrowthOutlook()
    on_spot: tuple[SpotResult, ...] = ()
    tracked: Figure = leaf("share of the training jobs that are tracked", None)
    versioned: Figure = leaf("share of the data sets whose earlier states can be read again", None)
    logged: tuple[LoggedDemand, ...] = ()
