"""Serving and training of each way of a comparison beside its cost, or the reason why they are not known.

A machine that is not drawn serves by the formula of the serving step on as many whole machines as the way takes; those
that are drawn as they are drawn, where the way takes all of them. A model by the token is as fast as is published.
"""

from collections.abc import Sequence
from typing import Final, NamedTuple

from msgspec.structs import replace

from designer.analysis.money.crossings import Scaled
from designer.analysis.money.records import Alternative
from designer.analysis.money.sizing import Asked, Work, served_on, trained_on
from designer.analysis.money.sourcing_options import as_api
from designer.analysis.quantities import accelerators_in, copies_of, is_rented, summed
from designer.analysis.results import Results
from designer.analysis.workloads.model_apis import model_api
from designer.analysis.workloads.results import ServingResult, TrainingResult
from designer.analysis.workloads.serving.unknown_result import unknown_result
from designer.model.figures.figure import Figure, leaf, product, quotient
from designer.model.parts.part import Part

_TRAINING: Final = "Days not known: its machines are shared with other work, or too few for a whole one of each job."
_NO_NETWORK: Final = (
    "No network is drawn for several machines: they are taken to be joined without a bottleneck, at the rate of their "
    "ports or, where that is not known, the assumed one."
)
_SEVERAL: Final = "Not known for a part of the drawn machines, which are of several sorts."
_ONE_TOKEN: Final = leaf("one token", 1.0)
_NOT_ASKED: Final = "Not known: what is asked of it is not set."


class Given(NamedTuple):
    """Serving and training by the machines of a way.

    Attributes:
        serving: Of each engine that is asked.
        training: Of each job.
        untold: Why some of it is not known, or what it rests on that is not drawn; "" where nothing is to say.
    """

    serving: tuple[ServingResult, ...] = ()
    training: tuple[TrainingResult, ...] = ()
    untold: str = ""


def with_results(work: Work, results: Results, ways: Sequence[Scaled]) -> list[Scaled]:
    """Return WAYS to do WORK with what each gives; RESULTS are those of the design as it is drawn."""
    given: dict[tuple[str, float], Given] = {}
    found: list[Scaled] = []
    for scaled in ways:
        row = scaled.row
        # The bases of rent differ in money alone.
        key = (f"{row.way}:{row.part}", row.machines.or_zero)
        gives = given[key] = given.get(key) or _given(work, results, row)
        row = replace(row, serving=gives.serving, training=gives.training, untold=gives.untold)
        found.append(scaled._replace(row=row))
    return found


def _given(work: Work, results: Results, row: Alternative) -> Given:
    if row.way == "api":
        found = tuple(_by_the_token(work, one, work.shelf.parts[row.part]) for one in work.asked)
        lacks = [one.note for engine in found for one in (engine.token_s, engine.first_token_s) if not one.known]
        return Given(found, (), " ".join(dict.fromkeys(lacks)))
    if row.way == "own" and not row.part:
        return _drawn(work, results, row.machines)
    return _elsewhere(work, results, work.shelf.parts[row.part], row.machines)


def _drawn(work: Work, results: Results, machines: Figure) -> Given:
    """Return the results of the drawn machines: as drawn where all are taken, else on as many as are."""
    drawn = results.workloads
    assert drawn is not None
    stand = summed("machines that are drawn", [copies_of(work.design, node) for node in work.owned], "")
    if work.basis != "demand" or machines.value == stand.value:
        return Given(drawn.serving, drawn.training)
    parts = {part.id: part for node in work.owned if (part := work.design.part_of(node)) is not None}
    if len(parts) != 1:
        return Given(untold=_SEVERAL)
    return _elsewhere(work, results, next(iter(parts.values())), machines)


def _elsewhere(work: Work, results: Results, part: Part, machines: Figure) -> Given:
    """Return the results on MACHINES of PART: of what is asked, and of the job that trains where it has them alone."""
    drawn = results.workloads
    jobs = trained_on(work, part, machines)
    words = list(dict.fromkeys(job.reason for job in jobs if not job.days.known and job.reason))
    if drawn is not None and drawn.training and not jobs:
        words = [_TRAINING]
    if work.basis != "demand" and not (work.basis == "nothing" and work.engines):
        words += _network(work, part, [job.accelerators for job in jobs])
        return Given((), jobs, " ".join([*([_NOT_ASKED] if work.engines else ()), *words]))
    found = served_on(work, part, machines)
    together = [*(job.accelerators for job in jobs), *(one.tensor_parallel for one in found)]
    # Pools stand on machines of their own: the caches of prompts go over the network between them.
    pooled = [one.accelerators for one in found if one.pair is not None]
    words += _network(work, part, together, pooled)
    reasons = dict.fromkeys(one.reason for one in found if one.reason and not one.token_s.known)
    return Given(found, jobs, " ".join([*reasons, *words]))


def _network(work: Work, part: Part, together: Sequence[Figure], pooled: Sequence[Figure] = ()) -> list[str]:
    """Return what is to be said where so many accelerators TOGETHER are more than one PART has, or some are POOLED."""
    each = sum(accelerators_in(work.shelf, part).values())
    alone = not pooled and all(one.or_zero <= each for one in together)
    return [] if is_rented(part) or alone else [_NO_NETWORK]


def _by_the_token(work: Work, asked: Asked, part: Part) -> ServingResult:
    """Return the serving by the model API PART of what is ASKED: at its published speed, within its tier."""
    node = as_api(asked.node.id, part)
    api = model_api(work.shelf, node, asked.traffic)
    speed = part.fact("output_tokens_per_s", "1/s", f"{part.name}: tokens a second of an answer")
    label = f"{part.name}: time per token"
    token = quotient(label, _ONE_TOKEN, speed, "s") if speed.known else leaf(label, None, "s", note=_no_speed(part))
    rate = product(f"{part.name}: tokens a second", (api.requests_per_s, asked.traffic.output_tokens), "1/s")
    if not api.requests_per_s.known:
        rate = leaf(f"{part.name}: tokens a second", None, "1/s", note=api.requests_per_s.note)
    blank = unknown_result(node, part.id, None, "The seller of the tokens owns the accelerators.")
    return replace(blank, token_s=token, first_token_s=api.first_token_s, output_tokens_per_s=rate)


def _no_speed(part: Part) -> str:
    return f"No source publishes how fast {part.name} writes, and no measurement was found."
