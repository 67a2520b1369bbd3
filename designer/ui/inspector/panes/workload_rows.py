"""Rows of the analysis on one workload for a panel: pure data, worst news in colour."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple, TypeVar

from designer.analysis.measured.logged_demand import LoggedDemand
from designer.analysis.workloads.goodput.records import GoodputResult, SpotResult
from designer.analysis.workloads.results import (
    ModelApiResult,
    OrchestrationResult,
    PipelineResult,
    PoolPair,
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    StoreLoad,
    TrainingResult,
    WorkloadsResult,
    WorkResult,
)
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import milliseconds_text, number_text, percent_text, share_text
from designer.model.kinds import KINDS
from designer.model.parts.part import Layer
from designer.review.workloads.serving_words import LIMIT_WORDS, needed_words, sure_figures

FULL: Final = 1.0001
NEARLY_FULL: Final = 0.8
NOTED_H_PER_YEAR: Final = 1.0
"""Hours a year from which what takes more machines than stand by is shown in colour."""
LITTLE_GB_PER_S: Final = 0.1
ZERO_WORDS: Final = ("all of the state", "all but the optimizer (ZeRO 1)", "weights alone (ZeRO 2)", "nothing (FSDP)")
"""What each copy of a model keeps whole, by ZeRO stage."""


class ResultRow(NamedTuple):
    """One row.

    Attributes:
        title: Words at the left.
        figure: The figure, for "Why?".
        words: Shown in place of the figure; "" shows the figure itself.
        unit: Beside the figure; "" for its own.
        tone: Colour: "text", "ok", "warn" or "error".
    """

    title: str
    figure: Figure | None
    words: str = ""
    unit: str = ""
    tone: str = "text"


class Told(NamedTuple):
    """Text on a workload: rows, and one plain line when something is missing or wrong."""

    rows: tuple[ResultRow, ...] = ()
    reason: str = ""


_R = TypeVar(
    "_R",
    LoggedDemand,
    ModelApiResult,
    OrchestrationResult,
    PipelineResult,
    RetrievalResult,
    ServiceLoad,
    ServingResult,
    SpotResult,
    StoreLoad,
    TrainingResult,
    WorkResult,
)


def told_of(results: WorkloadsResult, kind: str, node_id: str) -> Told:
    """Return what RESULTS say about node NODE_ID of KIND, and what the log says that its demand is from."""
    told = _told_of_work(results, kind, node_id)
    logged = _found(results.logged, node_id)
    return Told((*told.rows, *_log(logged)), told.reason) if logged else told


def _told_of_work(results: WorkloadsResult, kind: str, node_id: str) -> Told:
    service = _found(results.services, node_id)
    match KINDS[kind].workload if kind in KINDS else "":
        case "inference":
            told = _told(_found(results.serving, node_id), service, _serving)
            spot = _found(results.on_spot, node_id)
            return told if spot is None else told._replace(rows=(*told.rows, *_spot(spot)))
        case "model_api":
            return _told(_found(results.model_apis, node_id), service, _model_api)
        case "vector_database":
            return _told(_found(results.retrieval, node_id), service, _retrieval)
        case "training":
            return _told(_found(results.training, node_id), service, _training)
        case "pipeline":
            return _told(_found(results.pipelines, node_id), service, _pipeline)
        case "orchestrator":
            return _told(_found(results.orchestration, node_id), service, _orchestration)
        case "object_store" | "file_service" | "file_system":
            return _told(_found(results.stores, node_id), service, _store)
        case "work":
            return _told(_found(results.work, node_id), service, _work)
        case "application":
            return Told(tuple(_application(service)), service.reason) if service else Told()
        case _:
            return Told()


def use_tone(share: float | None) -> str:
    """The colour of how full something is."""
    if share is None or share <= NEARLY_FULL:
        return "text"
    return "warn" if share <= FULL else "error"


def _found(results: Iterable[_R], node_id: str) -> _R | None:
    return next((result for result in results if result.id == node_id), None)


def _told(
    result: _R | None, service: ServiceLoad | None, rows: Callable[[_R, ServiceLoad | None], Iterable[ResultRow]]
) -> Told:
    if result is None:
        return Told()
    return Told(tuple(row for row in rows(result, service) if row.words or row.figure is not None), _reason(result))


def _reason(result: object) -> str:
    reason = getattr(result, "reason", "") or getattr(result, "lost_way", "")
    return reason if isinstance(reason, str) else ""


def _log(logged: LoggedDemand) -> Iterator[ResultRow]:
    """Return the rows of a log of requests; its lengths as half, nine in ten and 99 of 100 of them."""
    span = f"{_number(logged.requests, 9)} in {_number(logged.span_h)} h"
    if logged.changed:
        listed = ", ".join(title.partition(",")[0].lower() for title in logged.changed)
        yield ResultRow("Log it is from", logged.requests, f"{span}; changed since: {listed}", tone="warn")
    else:
        yield ResultRow("Log it is from", logged.requests, span)
    for title, factor in (("hour", logged.peak_factor), ("minute", logged.minute_factor)):
        if factor.known:
            yield ResultRow(f"Busiest {title}, in the log", factor, f"{_number(factor)} × average")
    for way, lengths in (("in", logged.input_tokens), ("out", logged.output_tokens)):
        parts = " · ".join(_number(one, 4) for one in (lengths.p50, lengths.p90, lengths.p99))
        yield ResultRow(f"Tokens {way}, P50 · P90 · P99", lengths.mean, parts)


def _number(figure: Figure, digits: int = 3) -> str:
    return "unknown" if figure.value is None else number_text(figure.value, digits)


def _application(service: ServiceLoad) -> Iterator[ResultRow]:
    if not service.demand_per_s.value:
        return
    yield ResultRow("Asked, busiest hour", service.demand_per_s, unit="/s")
    yield ResultRow("An answer takes", service.latency_s)


def _serving(result: ServingResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    yield _fits(result.fits, result.weights_gb)
    reads = result.role == "prefill"
    if not reads:
        yield ResultRow("Tokens it writes", result.output_tokens_per_s, unit="/s")
    yield ResultRow("Prompts it reads" if reads else "Requests it answers", result.requests_per_s, unit="/s")
    yield from _use(service)
    yield ResultRow("First token", result.first_token_s)
    if not reads:
        yield ResultRow("A further token", result.token_s, milliseconds_text(result.token_s))
        yield ResultRow("Whole answer", result.answer_s)
    if result.role:
        yield ResultRow("Cache of a prompt", result.handed_on_gb)
    if result.pair is not None:
        yield from _pair(result.pair)
    if result.user_tokens_per_s.known:
        yield ResultRow("Tokens for one user", result.user_tokens_per_s, unit="/s")
        yield ResultRow("Tokens of an accelerator", result.accelerator_tokens_per_s, unit="/s")
    for name, sure in sure_figures(result):
        yield ResultRow(f"How sure: {name}", None, sure.words)
    yield ResultRow("Accelerators it has", result.accelerators)
    short = _exceeds(result.accelerators_needed, result.accelerators)
    yield ResultRow("Accelerators needed", result.accelerators_needed, tone="error" if short else "text")
    yield ResultRow("Share one copy", result.tensor_parallel)
    yield ResultRow("Copies of the model", result.replicas)
    if result.replicas_needed.value:
        yield ResultRow("Copies needed", result.replicas_needed, needed_words(result.replicas_needed))
    if result.runner_up:
        yield ResultRow("Split", None, result.split)
        yield ResultRow("Next best split", None, result.runner_up)
    yield ResultRow("Weights of a copy", result.weights_gb)
    yield ResultRow("Holds at least", result.least_gb)
    yield ResultRow("Left for the cache", result.cache_gb)
    yield ResultRow("Requests at once, most", result.batch)
    if result.at_once.known:
        yield ResultRow("Requests at once, busiest hour", result.at_once)
    if result.prompt_s.known:
        yield ResultRow("To read a prompt", result.prompt_s)
    if result.bound:
        yield ResultRow("Runs out first", None, result.bound)
    yield ResultRow("A request", result.usd_per_request)
    yield ResultRow("A million tokens", result.usd_per_million_tokens)
    yield from _month(service)


def _pair(pair: PoolPair) -> Iterator[ResultRow]:
    """Yield what a pool that writes answers has of those that read its prompts."""
    yield ResultRow("Handed on in", pair.handed_on_s, milliseconds_text(pair.handed_on_s))
    if pair.network_gb_per_s is not None and pair.network_gb_per_s.known:
        yield ResultRow("The network between carries", pair.network_gb_per_s)
    yield ResultRow("Both pools answer", pair.requests_per_s, unit="/s")
    if pair.limit:
        yield ResultRow("The limit of the two", None, LIMIT_WORDS[pair.limit])


def _model_api(result: ModelApiResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    if service is not None:
        yield ResultRow("Asked, busiest hour", service.demand_per_s, unit="/s")
    if result.requests_per_s.known:
        yield ResultRow("Its rate limits allow", result.requests_per_s, unit="/s")
    yield ResultRow("First token", result.first_token_s)
    yield ResultRow("Whole answer", result.answer_s)
    yield ResultRow("A request", result.usd_per_request)
    yield ResultRow("A million tokens", result.usd_per_million_tokens)
    yield ResultRow("A month", result.usd_per_month)
    for change in result.announced:
        yield ResultRow(f"From {change.day}", change.usd_per_month)
    if result.context_tokens.known:
        yield ResultRow("Context window", result.context_tokens, unit="tokens")
    if result.promised_availability.known:
        yield ResultRow("Availability promised", result.promised_availability)


def _retrieval(result: RetrievalResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    if result.memory_has_gb.known:
        yield _fits(result.fits, result.memory_gb)
    yield ResultRow("Memory of the index", result.memory_gb)
    if result.memory_has_gb.known:
        yield ResultRow("Memory of its hosts", result.memory_has_gb)
        yield ResultRow("Hosts needed", result.nodes_needed, tone="error" if result.fits is False else "text")
    yield ResultRow("A query", result.query_s)
    if result.bytes_per_query.known:
        yield ResultRow("Bytes of a query", result.bytes_per_query)
    if result.network_gb_per_s is not None and result.network_gb_per_s.known:
        yield ResultRow("The network to it carries", result.network_gb_per_s)
    yield from _use(service)
    yield ResultRow("A month", result.usd_per_month if service is None else service.usd_per_month)


def _training(result: TrainingResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    yield _fits(result.fits, result.memory_needed_gb, tight=result.tight)
    if result.split:
        yield ResultRow("Split", result.accelerators, result.split)
        yield ResultRow("Micro-batch", None, f"{result.micro_batch:,}")
        yield ResultRow("Each copy keeps", None, ZERO_WORDS[result.zero_stage or 0])
        yield ResultRow("Computed again", None, result.recompute)
    if result.best_split is not None and result.slower_than_best.value:
        yield ResultRow("The best split", result.best_split.step_s, result.best_split.split)
        yield _percent("Slower than that", result.slower_than_best)
    if result.runner_up is not None:
        yield ResultRow("Next best", result.runner_up.step_s, result.runner_up.split)
    yield ResultRow("Accelerators it has", result.accelerators)
    for name, figure in result.memory_gb.items():
        yield ResultRow(f"Memory: {name}", figure)
    yield ResultRow("Memory of one", result.memory_has_gb)
    yield ResultRow("A step", result.iteration_s.get("total"))
    if sure := result.how_sure.get("step_s"):
        yield ResultRow("How sure", None, sure.words)
    yield ResultRow("Days at full speed", result.full_speed_days)
    yield ResultRow("Days of the run", result.wall_days)
    yield ResultRow("Days of the project", result.days)
    if result.target_days is not None and result.late_days is not None:
        late = (result.late_days.value or 0.0) > (FULL - 1) * (result.target_days.value or 0.0)
        yield ResultRow("Has to be done in", result.target_days)
        yield ResultRow("Too late by", result.late_days, tone="error" if late else "text")
        yield ResultRow("Tokens a day asked", result.target_tokens_per_day)
        yield ResultRow("Accelerators for that", result.accelerators_needed, tone="error" if late else "text")
    yield _percent("Arithmetic used (MFU)", result.mfu)
    yield _ranged("Time that counts", result.goodput)
    if sure := result.how_sure.get("goodput"):
        yield ResultRow("How sure of that", None, sure.words)
    yield ResultRow("Between failures", result.mttf_h)
    if result.getting_on is not None:
        yield from _getting_on(result.getting_on)
    yield _data_rate("Wants to read", result.read_gb_per_s)
    slow = _exceeds(result.read_gb_per_s, result.storage_read_gb_per_s)
    yield ResultRow("Storage gives", result.storage_read_gb_per_s, tone="error" if slow else "text")
    yield ResultRow("A checkpoint", result.checkpoint_gb)
    yield ResultRow("Written in", result.checkpoint_write_s)
    yield ResultRow("Between checkpoints", result.checkpoint_interval_h)
    yield ResultRow("Waits for storage", result.stall_min_per_day)
    yield ResultRow("On the fabric, each", result.fabric_gbps)
    yield ResultRow("Energy", result.energy_kwh)
    yield ResultRow("Carbon", result.carbon_t)
    yield ResultRow("The job costs", result.usd)


def _getting_on(found: GoodputResult) -> Iterator[ResultRow]:
    """Yield what interrupts a job, what stands by, and what its checkpoints cost."""
    yield ResultRow("Interrupted", found.interruptions_per_day)
    if len(found.causes) > 1:
        for cause in found.causes:
            yield ResultRow(f"By {cause.words}", cause.per_day)
    # Too few where the stated share of the time is missed.
    short = (found.enough.value or 0.0) < (found.enough_share.value or 0.0)
    yield ResultRow("In repair, on average", found.hosts_down)
    yield ResultRow("Stand by", found.spares, tone="warn" if short else "text")
    share = percent_text(found.enough_share.value or 0.0)
    yield ResultRow(f"Spares for {share} of the time", found.spares_needed)
    yield _ranged("Time with enough machines", found.enough, tone="warn" if short else "text")
    yield _ranged("Its machines that go on", found.kept)
    yield ResultRow("A checkpoint stops it", found.stall_s)
    yield ResultRow("Best between checkpoints", found.best_interval_min)
    if found.effective_usd_per_hour is not None:
        yield ResultRow("An hour that makes progress", found.effective_usd_per_hour)
    if found.short_hours_per_year.known:
        yield ResultRow("Too few by what is drawn", found.short_hours_per_year)
    for cut in found.cut_sets:
        tone = "warn" if cut.stops and (cut.hours_per_year.value or 0.0) >= NOTED_H_PER_YEAR else "text"
        yield ResultRow(f"Without {cut.words}", cut.hours_per_year, tone=tone)


def _spot(found: SpotResult) -> Iterator[ResultRow]:
    yield ResultRow("Spot machines taken away", found.taken_per_month)
    yield _ranged("One of them answers", found.up_share)
    yield ResultRow("An hour that answers", found.effective_usd_per_hour)


def _work(result: WorkResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    yield ResultRow("Accelerators it asks for", result.asked)
    short = _exceeds(result.asked, result.granted)
    yield ResultRow("Accelerators it gets", result.granted, tone="error" if short else "text")
    yield _percent("Gets of its demand", result.fraction)
    if result.answers_per_s.known:
        yield ResultRow("Answers it gives", result.answers_per_s, unit="/s")
    yield from _use(service)
    yield from _month(service)


def _pipeline(result: PipelineResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    share = result.utilisation.value
    if result.tasks_most.known:
        yield ResultRow("Starts", result.tasks)
        yield ResultRow("At once, at most", result.tasks_most)
    if share is not None:
        keeps = share <= FULL
        yield ResultRow("Keeps up", result.utilisation, "yes" if keeps else "no", tone="ok" if keeps else "error")
    if result.needed_gb_per_s.known or not result.tasks_most.known:
        yield ResultRow("Has to carry", result.needed_gb_per_s)
        yield ResultRow("Can carry", result.has_gb_per_s)
    yield _in_use(result.utilisation)
    if result.lineage:
        yield ResultRow("Lineage", None, result.lineage)


def _orchestration(result: OrchestrationResult, service: ServiceLoad | None) -> Iterator[ResultRow]:
    yield ResultRow("Machines", result.nodes, tone=_over(result.nodes, result.nodes_most))
    yield ResultRow("Most machines", result.nodes_most)
    yield ResultRow("Pods or jobs", result.pods, tone=_over(result.pods, result.pods_most))
    yield ResultRow("Most of those", result.pods_most)
    yield _in_use(result.utilisation)
    if result.cores_reserved.known:
        yield ResultRow("Takes of the cores", result.cores_reserved)
    if result.memory_reserved_gb.known:
        yield ResultRow("Takes of memory", result.memory_reserved_gb)


def _store(result: StoreLoad, service: ServiceLoad | None) -> Iterator[ResultRow]:
    slow = _exceeds(result.read_asked, result.read_has)
    yield ResultRow("Asked to read", result.read_asked)
    yield ResultRow("Reads at most", result.read_has, tone="error" if slow else "text")
    slow = _exceeds(result.write_asked, result.write_has)
    yield ResultRow("Asked to write", result.write_asked)
    yield ResultRow("Writes at most", result.write_has, tone="error" if slow else "text")
    yield ResultRow("Lies in it", result.used_tb)
    yield ResultRow("Has room for", result.has_tb, tone=_over(result.used_tb, result.has_tb))
    yield _in_use(result.utilisation)


def _use(service: ServiceLoad | None) -> Iterator[ResultRow]:
    if service is None:
        return
    yield ResultRow("Asked, busiest hour", service.demand_per_s, unit="/s")
    if service.utilisation.known:
        yield _in_use(service.utilisation)


def _month(service: ServiceLoad | None) -> Iterator[ResultRow]:
    if service is not None:
        yield ResultRow("A month", service.usd_per_month)


def _fits(fits: bool | None, memory: Figure, *, tight: bool = False) -> ResultRow:
    if tight:
        return ResultRow("Fits", memory, "tight", tone="warn")
    words: Mapping[bool | None, str] = {True: "yes", False: "no", None: "not known"}
    return ResultRow("Fits", memory, words[fits], tone={True: "ok", False: "error", None: "muted"}[fits])


def _percent(title: str, figure: Figure, tone: str = "text") -> ResultRow:
    if figure.value is None:
        return ResultRow(title, figure)
    return ResultRow(title, figure, percent_text(figure.value), tone=tone)


def _ranged(title: str, figure: Figure, tone: str = "text") -> ResultRow:
    """A share with its range."""
    return ResultRow(title, figure) if figure.value is None else ResultRow(title, figure, share_text(figure), tone=tone)


def _in_use(figure: Figure) -> ResultRow:
    """Return how full something is, with its range."""
    if figure.value is None:
        return ResultRow("In use", figure)
    return ResultRow("In use", figure, share_text(figure), tone=use_tone(figure.value))


def _data_rate(title: str, figure: Figure) -> ResultRow:
    """GB/s, or MB/s where it is so little."""
    if figure.value is None or figure.value >= LITTLE_GB_PER_S:
        return ResultRow(title, figure)
    low, high = (number_text(1000 * (figure.value if end is None else end)) for end in (figure.low, figure.high))
    return ResultRow(title, figure, low if low == high else f"{low}–{high}", "MB/s")


def _exceeds(figure: Figure, limit: Figure) -> bool:
    return figure.value is not None and limit.value is not None and figure.value > limit.value * FULL


def _over(figure: Figure, limit: Figure) -> str:
    return "error" if _exceeds(figure, limit) else "text"


DESIGN_TITLES: Final = ("The slowest answer", "Cost of a request", "Requests", "Fullest layer", "In it")
"""Rows of a design, in their order."""


def design_rows(
    results: WorkloadsResult, titles: Mapping[str, str], layers: Mapping[Layer, str]
) -> Sequence[ResultRow]:
    """Return what a whole design comes to under its demand; nothing when nobody asks.

    Args:
        results: The analysis.
        titles: What the parts of the design are called, by id.
        layers: What the layers are called.
    """
    if not results.requests_per_month.value:
        return ()
    answer, cost, requests, fullest, inside = DESIGN_TITLES
    rows = [
        ResultRow(answer, results.answer_s),
        ResultRow(cost, results.usd_per_request),
        ResultRow(requests, results.requests_per_month, unit="/ month"),
    ]
    worst = next((layer for layer in results.layers if layer.layer == results.bottleneck), None)
    if worst is not None:
        used, tone = worst.utilisation, use_tone(worst.utilisation.value)
        rows.append(ResultRow(fullest, used, layers.get(worst.layer, worst.layer), unit=share_text(used)))
        rows.append(ResultRow(inside, used, titles.get(worst.worst, worst.worst), tone=tone))
    return rows
