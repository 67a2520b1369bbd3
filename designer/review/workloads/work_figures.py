"""Figures of serving and training, one for a whole design: time per token, first token, rate and days.

A design with several engines or jobs is judged by the slowest of them, and by all tokens that they write together.
"""

from collections.abc import Sequence
from typing import Final

from designer.analysis.results import Results
from designer.analysis.workloads.results import ServingResult, TrainingResult
from designer.model.figures.confidence import HowSure
from designer.model.figures.figure import Figure, leaf, maximum, product, total
from designer.model.identity_cache import Remembered

_MS: Final = leaf("milliseconds in a second", 1e3, "ms/s")
_made: Final = Remembered[Figure](kept=16)


def time_per_token(results: Results) -> Figure | None:
    """Return the time of a further token in the busiest hour, ms, of the slowest engine; None where none serves."""
    engines = _engines(results)
    if not engines:
        return None
    slowest = _slowest("time per token", [engine.token_s for engine in engines], "engine")
    return _made.of((slowest,), "ms", lambda: product("time per token", (slowest, _MS), "ms"))


def first_token(results: Results) -> Figure | None:
    """Return the time to the first token in the busiest hour, s, of the slowest engine; None where none serves."""
    engines = _engines(results)
    return _slowest("first token", [engine.first_token_s for engine in engines], "engine") if engines else None


def tokens_written(results: Results) -> Figure | None:
    """Return the tokens a second that all engines write at their largest batch; None where none serves."""
    rates = tuple(engine.output_tokens_per_s for engine in _engines(results))
    if len(rates) < 2:
        return rates[0] if rates else None
    return _made.of(rates, "all", lambda: total("tokens a second of all engines", rates, "1/s"))


def days_of_training(results: Results) -> Figure | None:
    """Return the days of the project of the longest training job; None where none trains."""
    jobs = _jobs(results)
    return _slowest("days of the project", [job.days for job in jobs], "job") if jobs else None


def days_of_the_run(results: Results) -> Figure | None:
    """Return the days of arithmetic and goodput alone of the longest training job; None where none trains."""
    jobs = _jobs(results)
    return _slowest("days of the run", [job.wall_days for job in jobs], "job") if jobs else None


def sure_of_the_token(results: Results) -> HowSure | None:
    """Return how sure the time per token is of the engine that sets it."""
    return _of_the_slowest(_engines(results), "token_s")


def sure_of_the_first_token(results: Results) -> HowSure | None:
    """Return how sure the first token is of the engine that sets it."""
    return _of_the_slowest(_engines(results), "first_token_s")


def sure_of_the_tokens(results: Results) -> HowSure | None:
    """Return how sure the tokens a second are of the engine that is least sure."""
    known = [sure for one in _engines(results) if (sure := one.how_sure.get("output_tokens_per_s")) is not None]
    return max(known, key=lambda sure: (sure.widened, sure.nine_in_ten), default=None)


def sure_of_the_days(results: Results) -> HowSure | None:
    """Return how sure the days are of the job that takes most of them."""
    return _of_the_slowest(_jobs(results), "days")


def sure_of_the_run(results: Results) -> HowSure | None:
    """Return how sure the days of the run are of the job that takes most of them."""
    return _of_the_slowest(_jobs(results), "wall_days")


def _engines(results: Results) -> Sequence[ServingResult]:
    """The engines that write answers: a pool that reads prompts for them has its part in their first token."""
    every = results.workloads.serving if results.workloads is not None else ()
    return [engine for engine in every if engine.role != "prefill"]


def _jobs(results: Results) -> Sequence[TrainingResult]:
    return results.workloads.training if results.workloads is not None else ()


def _slowest(label: str, figures: Sequence[Figure], of: str) -> Figure:
    """Return the largest of FIGURES; the very one where there is one, so that what was drawn of it is found again."""
    if len(figures) == 1:
        return figures[0]
    return _made.of(tuple(figures), label, lambda: maximum(f"{label}, slowest {of}", figures, figures[0].unit))


def _of_the_slowest(found: Sequence[ServingResult] | Sequence[TrainingResult], name: str) -> HowSure | None:
    known = [one for one in found if getattr(one, name).known]
    worst = max(known, key=lambda one: getattr(one, name).value, default=None)
    return worst.how_sure.get(name) if worst is not None else None
