"""Lines of `analyze` on workloads: one or two for each."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, TypeVar

from designer.analysis.measured.logged_demand import LoggedDemand
from designer.analysis.results import Lost, Results
from designer.analysis.workloads.goodput.records import GoodputResult, SpotResult
from designer.analysis.workloads.results import (
    ModelApiResult,
    OrchestrationResult,
    PipelineResult,
    RetrievalResult,
    ServingResult,
    TrainingResult,
    WorkloadsResult,
)
from designer.cli.printing import figure_line
from designer.model.design import Design
from designer.model.figures.figure import Figure
from designer.model.figures.figure_text import figure_text, milliseconds_text, percent_text, ranged_text, share_text
from designer.model.money.conversion import in_currency
from designer.model.money.pricing import PriceBook
from designer.review.bottleneck_words import bottleneck_words
from designer.review.headline_figures import Place, headline_sure, headline_values
from designer.review.workloads.serving_words import LIMIT_WORDS, copies_words, sure_figures

HARDLY_SLOWER: Final = 0.005
"""Share by which a training split is slower than the best from which that is said."""
MOST_OF_A_KIND: Final = 6
"""Of so many of a kind a line is shown; how many more there are is said."""
_SURE_OF_TRAINING: Final = {"step_s": "a step", "goodput": "goodput"}
"""Figures of training whose error is told, by their name; days and money rest on both."""
_Row = tuple[str, str]
_R = TypeVar("_R", ModelApiResult, OrchestrationResult, PipelineResult, RetrievalResult, ServingResult, TrainingResult)


def work_rows(place: Place, results: Results) -> list[_Row]:
    """Return what PLACE tells of the work of RESULTS as label and text, each with how sure it is; none without work."""
    rows: list[_Row] = []
    for one, figure in headline_values(place, results, PriceBook()):  # times and rates: no currency enters
        if one.of_work and figure is not None:
            sure = headline_sure(one.key, results) if figure.known else None
            rows.append((one.title, f"{figure_line(figure)}{f'; {sure.brief}' if sure is not None else ''}"))
    return rows


def workload_rows(design: Design, results: WorkloadsResult, lost: Sequence[Lost] = ()) -> list[_Row]:
    """Return the rows of RESULTS, as label and text; none when the design has no workload."""
    book = design.settings.prices
    rows = [
        *_lines(design, results.serving, _serving, book),
        *_lines(design, results.model_apis, _model_api, book),
        *_lines(design, results.retrieval, _retrieval, book),
        *_lines(design, results.training, _training, book),
        *_outages(design, results.training),
        *_on_spot(design, results.on_spot, book),
        *_lines(design, results.pipelines, _pipeline, book),
        *_lines(design, results.orchestration, _orchestration, book),
    ]
    rows += _how_sure(design, results)
    rows += _said_of_engines(design, results)
    rows += [(f"Log of {design.nodes[one.id].title}", ", ".join(_log(one))) for one in results.logged[:MOST_OF_A_KIND]]
    if results.requests_per_month.value:
        rows += _demand(design, results, book, lost)
    return [*rows, *(("Note", note) for note in results.notes if results.services)]


def _lines(
    design: Design, results: Sequence[_R], words: Callable[[_R, PriceBook], Iterable[str]], book: PriceBook
) -> Iterator[_Row]:
    for result in results[:MOST_OF_A_KIND]:
        yield design.nodes[result.id].title, ", ".join(filter(None, words(result, book)))
    if len(results) > MOST_OF_A_KIND:
        yield "and", f"{len(results) - MOST_OF_A_KIND:,} more of these"


def _how_sure(design: Design, results: WorkloadsResult) -> Iterator[_Row]:
    """Yield how sure figures are, a row for each sentence, with the figures and the work that it is said of."""
    said: dict[str, dict[str, list[str]]] = {}
    for engine in results.serving[:MOST_OF_A_KIND]:
        for figure, sure in sure_figures(engine) if engine.fits else ():
            said.setdefault(sure.words, {}).setdefault(figure, []).append(design.nodes[engine.id].title)
    for job in results.training[:MOST_OF_A_KIND]:
        for name, figure in _SURE_OF_TRAINING.items():
            if job.fits and name in job.how_sure:
                titles = said.setdefault(job.how_sure[name].words, {}).setdefault(figure, [])
                titles.append(design.nodes[job.id].title)
    # One row for each sentence, with all figures and all work that it holds for.
    for words, figures in said.items():
        titles = dict.fromkeys(title for of_one in figures.values() for title in of_one)
        yield "How sure", f"{' and '.join(figures)} of {', '.join(titles)}: {words[0].lower()}{words[1:].rstrip('.')}"


def _said_of_engines(design: Design, results: WorkloadsResult) -> Iterator[_Row]:
    """Yield what is to be said of engines that fit: the network that a copy waits for, a run that is not used."""
    for engine in results.serving[:MOST_OF_A_KIND]:
        # Why one does not fit, and what two pools lack, stands with them.
        if engine.fits and engine.reason and (engine.pair is None or not engine.pair.reason):
            yield "Note", f"{design.nodes[engine.id].title}: {engine.reason}"


def _demand(design: Design, results: WorkloadsResult, book: PriceBook, lost: Sequence[Lost]) -> Iterator[_Row]:
    yield "The slowest answer", figure_text(results.answer_s)
    yield "Cost of a request", _money(results.usd_per_request, book)
    said = bottleneck_words(design, results, book, lost)
    if said.sentence:
        yield "Bottleneck", said.sentence


def _log(logged: LoggedDemand) -> Iterator[str]:
    yield f"{figure_text(logged.requests)} requests in {figure_text(logged.span_h)}"
    for way, lengths in (("in", logged.input_tokens), ("out", logged.output_tokens)):
        parts = " / ".join(figure_text(one) for one in (lengths.p50, lengths.p90, lengths.p99))
        yield f"tokens {way} P50 / P90 / P99 {parts}"
    if logged.changed:
        yield f"changed since: {', '.join(title.partition(',')[0].lower() for title in logged.changed)}"


def _serving(result: ServingResult, book: PriceBook) -> Iterator[str]:
    if not result.fits:
        yield result.reason or "whether it fits is not known"
        return
    # A pool that only reads has prompts and a first token, but no answers.
    if result.role == "prefill":
        yield f"reads {_rate(result.requests_per_s)} prompts a second"
        yield f"first token {figure_text(result.first_token_s)}"
    else:
        yield f"answers {_rate(result.requests_per_s)} requests a second, {_rate(result.output_tokens_per_s)} tokens"
        yield f"a token {milliseconds_text(result.token_s)}"
        yield f"first token {figure_text(result.first_token_s)}"
        yield f"whole answer {figure_text(result.answer_s)}"
    if result.pair is not None:
        pair = result.pair
        yield f"the cache of a prompt, {figure_text(pair.cache_gb)}, handed on in {milliseconds_text(pair.handed_on_s)}"
        yield f"both pools answer {_rate(pair.requests_per_s)} requests a second"
        yield f"limit: {LIMIT_WORDS[pair.limit]}" if pair.limit else pair.reason.rstrip(".")
    yield f"needs {figure_text(result.accelerators_needed)} of {figure_text(result.accelerators)} accelerators"
    yield copies_words(result.replicas, result.replicas_needed)
    if result.bound == "published speed":
        yield "held to the speed that is published"
    elif result.bound:
        yield f"runs out of {result.bound} first"
    if result.split and result.runner_up:
        yield f"split: {result.split}; next best {result.runner_up}"


def _model_api(result: ModelApiResult, book: PriceBook) -> Iterator[str]:
    if not result.usd_per_request.known:
        yield result.reason or "what a request costs is not known"
        return
    yield f"{_money(result.usd_per_request, book)} a request"
    yield f"{_money(result.usd_per_million_tokens, book)} a million tokens"
    yield _money(result.usd_per_month, book)
    if result.answer_s.known:
        yield f"whole answer {figure_text(result.answer_s)}"
    if result.requests_per_s.known:
        yield f"takes at most {_rate(result.requests_per_s)} requests a second"


def _retrieval(result: RetrievalResult, book: PriceBook) -> Iterator[str]:
    if not result.memory_gb.known:
        yield result.reason or "the size of its index is not known"
        return
    yield f"index takes {figure_text(result.memory_gb)}"
    if result.memory_has_gb.known:
        yield f"its hosts have {figure_text(result.memory_has_gb)}"
        yield f"{figure_text(result.nodes_needed)} of them needed"
    if result.by_network:
        yield f"the network brings {_rate(result.queries_per_s)} queries a second"


def _training(result: TrainingResult, book: PriceBook) -> Iterator[str]:
    if not result.fits:
        yield result.reason or "whether it fits is not known"
        return
    yield f"{result.split}{', tight in memory' if result.tight else ''}"
    if not result.iteration_s["total"].known:
        yield result.reason.rstrip(".") or "how long a step takes is not known"
        return
    if result.best_split is not None and (result.slower_than_best.value or 0.0) >= HARDLY_SLOWER:
        slower = percent_text(result.slower_than_best.value)
        yield f"{slower} slower than {result.best_split.words}"
    yield f"a step {figure_text(result.iteration_s['total'])}"
    if result.wall_days.known:
        yield f"{figure_text(result.wall_days)} of the run"
    yield f"{figure_text(result.days)} of the project"
    if result.target_days is not None and result.accelerators_needed is not None:
        needed = figure_text(result.accelerators_needed)
        yield f"has to be done in {figure_text(result.target_days)}, which takes {needed} accelerators"
    yield f"MFU {percent_text(result.mfu.value)}"
    yield f"goodput {share_text(result.goodput)}"
    if result.getting_on is not None:
        yield from _getting_on(result.getting_on)
    yield f"{figure_text(result.energy_kwh)}"
    yield _money(result.usd, book)
    yield result.reason.rstrip(".")


def _getting_on(found: GoodputResult) -> Iterator[str]:
    yield f"interrupted {ranged_text(found.interruptions_per_day)} times a day"
    if found.best_interval_min.known:
        yield f"a checkpoint is best every {figure_text(found.best_interval_min)}"
    if found.spares_needed.known and found.hosts_down.value:
        share = percent_text(found.enough_share.value)
        has = found.spares.value or 0.0
        standing_by = f"{has:,.0f} spare {'machine' if has == 1 else 'machines'}"
        yield f"{standing_by}, enough for {percent_text(found.enough.value)} of the time"
        needed = found.spares_needed.value or 0.0
        yield f"{needed:,.0f} {'is' if needed == 1 else 'are'} enough for {share}"
    if found.effective_usd_per_hour is not None:
        yield f"an hour that makes progress costs {figure_text(found.effective_usd_per_hour)}"


def _outages(design: Design, jobs: Sequence[TrainingResult]) -> Iterator[_Row]:
    """Yield what takes machines of each job by the drawing, a row for each that has any."""
    for job in jobs:
        found = job.getting_on
        if found is None or not found.cut_sets:
            continue
        sets = "; ".join(
            f"{cut.words}{f' and {cut.number - 1:,} alike' if cut.number > 1 else ''}: "
            f"{figure_text(cut.hours_per_year)}, {cut.hosts:,} machine{'' if cut.hosts == 1 else 's'}"
            for cut in found.cut_sets
        )
        short = f"{figure_text(found.short_hours_per_year)} with more out than stand by; "
        yield (f"{design.nodes[job.id].title}: outages", short + sets)


def _on_spot(design: Design, engines: Sequence[SpotResult], book: PriceBook) -> Iterator[_Row]:
    """Yield what is left of each engine on spot capacity, a row for each."""
    for engine in engines:
        supposed = "" if engine.published else ", as assumed: it is not published"
        yield (
            f"{design.nodes[engine.id].title}: spot",
            f"{ranged_text(engine.taken_per_month)} of {figure_text(engine.machines)} machines taken away in a month"
            f"{supposed}, "
            f"each answers {share_text(engine.up_share)} of the time, an hour that answers costs "
            f"{_money(engine.effective_usd_per_hour, book)}",
        )


def _pipeline(result: PipelineResult, book: PriceBook) -> Iterator[str]:
    if result.utilisation.value is None:
        yield result.reason or "whether it keeps up is not known"
        return
    yield "keeps up" if result.utilisation.value <= 1 else "does not keep up"
    yield f"{percent_text(result.utilisation.value)} in use"
    if result.lineage:
        yield f"lineage {result.lineage}"


def _orchestration(result: OrchestrationResult, book: PriceBook) -> Iterator[str]:
    yield f"{figure_text(result.nodes)} of at most {figure_text(result.nodes_most)} machines"
    if result.pods_most.known:
        yield f"{figure_text(result.pods)} of at most {figure_text(result.pods_most)} pods or jobs"


def _rate(figure: Figure) -> str:
    return figure_text(figure).removesuffix(" 1/s")


def _money(figure: Figure, book: PriceBook) -> str:
    return figure_text(in_currency(figure, book))
